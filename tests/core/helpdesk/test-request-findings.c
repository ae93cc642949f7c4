/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/helpdesk/request-findings.h"

#include <glib/gi18n.h>
#include <string.h>

#include "core/model/sentence.h"
#include "model/german.h"

static const struct
{
  KpRequestState state;
  KpRequestReason code;
  guint unseen;
  const char *ids;
} rows[] = {
  { KP_REQUEST_DRAFT, KP_REQUEST_REASON_NONE, 0, "" },
  { KP_REQUEST_WAITING_FOR_YOU, KP_REQUEST_REASON_NONE, 0, "" },
  { KP_REQUEST_WAITING_FOR_YOU, KP_REQUEST_REASON_DECIDE, 0, "" },
  { KP_REQUEST_CANCELLED, KP_REQUEST_REASON_NONE, 0, "" },
  { KP_REQUEST_QUEUED, KP_REQUEST_REASON_NONE, 0, "request.queued " },
  { KP_REQUEST_QUEUED, KP_REQUEST_REASON_TOKEN, 0, "request.queued " },
  { KP_REQUEST_SENDING, KP_REQUEST_REASON_NONE, 0, "request.queued " },
  { KP_REQUEST_UNCERTAIN, KP_REQUEST_REASON_NONE, 0, "request.uncertain " },
  { KP_REQUEST_OFFLINE, KP_REQUEST_REASON_NONE, 0, "request.offline " },
  { KP_REQUEST_REFUSED, KP_REQUEST_REASON_REFUSED, 0, "request.refused " },
  { KP_REQUEST_REFUSED, KP_REQUEST_REASON_TOO_LARGE, 0, "request.refused " },
  { KP_REQUEST_REFUSED, KP_REQUEST_REASON_PRIVATE_KEY, 0, "request.private-key " },
  { KP_REQUEST_SENT, KP_REQUEST_REASON_NONE, 0, "request.sent " },
  { KP_REQUEST_SENT, KP_REQUEST_REASON_UNREAD, 0, "request.sent " },
  { KP_REQUEST_SENT, KP_REQUEST_REASON_NONE, 2, "request.sent request.reply " },
  { KP_REQUEST_SENT, KP_REQUEST_REASON_FIELD_LOST, 0, "request.field-lost request.sent " },
  { KP_REQUEST_SENT, KP_REQUEST_REASON_ATTACHMENT_LOST, 0,
    "request.attachment-lost request.sent " },
};

static void
test_table (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autoptr (KpRequest) request = kp_request_new ();
      g_autoptr (GPtrArray) findings = NULL;
      g_autoptr (GString) ids = g_string_new (NULL);

      g_object_set (request, "state", rows[i].state, "reason-code", rows[i].code, "unseen",
                    (gint64) rows[i].unseen, "next-at", (gint64) 1795335000, NULL);
      findings = kp_request_findings (request);
      for (guint k = 0; k < findings->len; k++)
        {
          const KpFinding *finding = g_ptr_array_index (findings, k);

          g_string_append_printf (ids, "%s ", kp_finding_id_to_string (finding->id));
          g_assert_cmpstr (finding->text, !=, "");
          g_assert_cmpint (finding->severity, ==, kp_finding_id_get_severity (finding->id));
          /* Only what is waited for has a time. */
          g_assert_cmpint (finding->until != 0, ==,
                           finding->severity == KP_SEVERITY_WAITING);
        }
      g_assert_cmpstr (ids->str, ==, rows[i].ids);
    }
}

/* The provider's own words, the ticket's number. */
static void
test_words (void)
{
  g_autoptr (KpRequest) request = kp_request_new ();
  g_autoptr (GPtrArray) refused = NULL;
  g_autoptr (GPtrArray) sent = NULL;

  g_object_set (request, "state", KP_REQUEST_REFUSED, "reason", "We don't do that here.",
                NULL);
  refused = kp_request_findings (request);
  g_assert_cmpstr (((KpFinding *) refused->pdata[0])->text, ==, "We don't do that here.");
  g_object_set (request, "state", KP_REQUEST_SENT, "reason", NULL, "number", "20", NULL);
  sent = kp_request_findings (request);
  g_assert_nonnull (strstr (((KpFinding *) sent->pdata[0])->text, "20"));
}

/* Why it waits is told in the language of whoever reads it; what the helpdesk said of it,
 * as it said it. */
static void
test_german (void)
{
  g_autoptr (KpRequest) request = kp_request_new ();
  g_autofree char *refused =
      kp_sentence_keep (KP_SENTENCE_HELPDESK_REFUSED, "rt.example", "400", NULL);
  g_autofree char *kept =
      kp_sentence_keep (KP_SENTENCE_HELPDESK_SAYS, refused, "We don't do that here.", NULL);
  g_autofree char *english = NULL;
  g_autofree char *wanted = NULL;
  g_autoptr (GPtrArray) findings = NULL;
  const char *text;
  German *german;

  g_object_set (request, "state", KP_REQUEST_REFUSED, "reason", kept, NULL);
  english = kp_request_tell_reason (request);
  g_assert_cmpstr (
      english, ==,
      "rt.example refused the request (HTTP status 400). It says: “We don't do "
      "that here.”");
  german = german_begin ();
  findings = kp_request_findings (request);
  wanted =
      g_strdup_printf (_ ("%s refused the request (HTTP status %u)."), "rt.example", 400u);
  german_end (german);
  text = ((KpFinding *) findings->pdata[0])->text;
  g_assert_null (strstr (wanted, "refused"));
  g_assert_true (g_str_has_prefix (text, wanted));
  g_assert_nonnull (strstr (text, "We don't do that here."));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/request-findings/table", test_table);
  g_test_add_func ("/request-findings/words", test_words);
  g_test_add_func ("/request-findings/german", test_german);
  return g_test_run ();
}
