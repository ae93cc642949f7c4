/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "assistant/request-draft.h"

#include "core/base/json.h"
#include "core/helpdesk/reply-address.h"
#include "core/helpdesk/request-composer.h"

char *
kp_request_draft_describe (const KpJob *job, const KpJobFacts *facts)
{
  gint64 looked_at =
      MAX (job->step_at[KP_JOB_STEP_DETAILS], job->step_at[KP_JOB_STEP_REVIEW]);

  return g_strdup_printf ("%" G_GINT64_FORMAT " %" G_GINT64_FORMAT " %s %s %s", job->id,
                          looked_at, kp_site_get_provider (facts->site),
                          facts->channel != NULL ? facts->channel : "",
                          job->subject != NULL ? job->subject : "");
}

gboolean
kp_request_draft_is_free (KpRequestList *requests, const char *reference)
{
  g_return_val_if_fail (KP_IS_REQUEST_LIST (requests), FALSE);

  return kp_request_list_find_by_reference (requests, reference) == NULL;
}

/* Before drafts said which, all letters to providers were in English. */
static char *
find_language (JsonObject *object)
{
  const char *tag = kp_json_get_string (object, "language", KP_JOB_MAX_TEXT);
  char *found = tag != NULL ? kp_letter_find_language (KP_LETTER_REQUEST, tag) : NULL;

  return found != NULL ? found : g_strdup ("en");
}

gboolean
kp_request_draft_take (const char *draft, const char *details, KpRequestList *requests,
                       KpRequest *request, char **language)
{
  g_autoptr (JsonObject) object =
      draft != NULL ? kp_json_parse (draft, -1, KP_JOB_MAX_DRAFT, NULL, NULL) : NULL;
  const char *reference, *subject, *body, *answer_to;

  if (object == NULL
      || g_strcmp0 (kp_json_get_string (object, "details", KP_JOB_MAX_DRAFT), details) != 0)
    return FALSE;
  reference = kp_json_get_string (object, "reference", KP_REQUEST_MAX_SUBJECT);
  subject = kp_json_get_string (object, "subject", KP_JOB_MAX_DRAFT);
  body = kp_json_get_string (object, "body", KP_JOB_MAX_DRAFT);
  if (reference == NULL || !kp_request_is_reference (reference)
      || !kp_request_draft_is_free (requests, reference) || subject == NULL || body == NULL)
    return FALSE;
  g_object_set (request, "reference", reference, "subject", subject, "body", body, NULL);
  answer_to = kp_json_get_string (object, "reply-to", KP_JOB_MAX_TEXT);
  if (answer_to != NULL)
    kp_reply_address_set (request, answer_to);
  if (language != NULL)
    *language = find_language (object);
  return TRUE;
}

char *
kp_request_draft_write (KpRequest *request, const char *details, const char *language)
{
  g_autoptr (JsonBuilder) builder = json_builder_new ();
  g_autoptr (JsonNode) root = NULL;

  json_builder_begin_object (builder);
  json_builder_set_member_name (builder, "details");
  json_builder_add_string_value (builder, details);
  json_builder_set_member_name (builder, "language");
  json_builder_add_string_value (builder, language);
  json_builder_set_member_name (builder, "reference");
  json_builder_add_string_value (builder, kp_request_get_reference (request));
  json_builder_set_member_name (builder, "subject");
  json_builder_add_string_value (builder, kp_request_get_subject (request));
  json_builder_set_member_name (builder, "body");
  json_builder_add_string_value (builder, kp_request_get_body (request));
  if (kp_request_get_field (request, KP_REPLY_ADDRESS_FIELD) != NULL)
    {
      json_builder_set_member_name (builder, "reply-to");
      json_builder_add_string_value (builder, kp_reply_address_get (request));
    }
  json_builder_end_object (builder);
  root = json_builder_get_root (builder);
  return json_to_string (root, FALSE);
}
