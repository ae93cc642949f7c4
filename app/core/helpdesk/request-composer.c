/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "core/helpdesk/request-composer.h"

#include <glib/gi18n.h>
#include <gnutls/crypto.h>
#include <string.h>

#include "core/base/plain-text.h"
#include "core/helpdesk/reply-address.h"
#include "core/model/subject-rules.h"

/* No 0 and O, 1, I and L, 2 and Z, 5 and S, 8 and B, U and V: read aloud or by hand. */
#define ALPHABET "34679ACDEFGHJKMNPQRTWXY"
#define N_LETTERS (sizeof ALPHABET - 1)
#define GROUP 4

/* Values that a letter has of itself, beside those of the plan: before them, and after
 * them where the plan may say otherwise. */
#define N_OWN_VALUES 7
#define N_HANDED_VALUES 6
#define MAX_VALUES 32

void
kp_field_problem_free (KpFieldProblem *self)
{
  if (self == NULL)
    return;
  g_free (self->field);
  g_free (self->label);
  g_free (self->text);
  g_free (self);
}

/* The same chance for each letter: what is over the last whole round of them is drawn
 * anew. */
static char
draw_letter (void)
{
  const guint limit = 256 / N_LETTERS * N_LETTERS;
  guint8 octet;

  do
    {
      int code = gnutls_rnd (GNUTLS_RND_NONCE, &octet, sizeof octet);

      g_assert (code == 0);
    }
  while (octet >= limit);
  return ALPHABET[octet % N_LETTERS];
}

char *
kp_request_make_reference (void)
{
  char text[] = "KP-XXXX-XXXX";

  for (guint i = 0; i < 2 * GROUP; i++)
    text[3 + i + i / GROUP] = draw_letter ();
  return g_strdup (text);
}

gboolean
kp_request_is_reference (const char *text)
{
  return strlen (text) == strlen ("KP-XXXX-XXXX") && g_str_has_prefix (text, "KP-")
         && strspn (text + 3, ALPHABET) == GROUP && text[7] == '-'
         && strspn (text + 8, ALPHABET) == GROUP;
}

static void
add_problem (GPtrArray *problems, const char *field, const char *label, char *text)
{
  KpFieldProblem *problem = g_new (KpFieldProblem, 1);

  problem->field = g_strdup (field);
  problem->label = g_strdup (label);
  problem->text = text;
  g_ptr_array_add (problems, problem);
}

static void
check_field (const KpProfileField *field, const char *value, GPtrArray *problems)
{
  g_autofree char *reason = NULL;
  KpSubjectField detail;
  glong length = g_utf8_strlen (value, -1);

  if (*value == '\0')
    {
      if (field->required)
        add_problem (
            problems, field->id, field->label,
            /* Translators: %s is the label of a field. */
            g_strdup_printf (_ ("%s is missing: the provider asks for it."), field->label));
    }
  else if (field->max_length > 0 && length > (glong) field->max_length)
    add_problem (problems, field->id, field->label,
                 g_strdup_printf (
                     /* Translators: %s is the label of a field, then how many characters it
                      * has and how many it may have. */
                     _ ("%s has %ld characters; the provider takes at most %u."),
                     field->label, length, field->max_length));
  else if (kp_plain_text_has_control (value, FALSE))
    add_problem (problems, field->id, field->label,
                 /* Translators: %s is the label of a field. */
                 g_strdup_printf (_ ("%s must be one line of plain text."), field->label));
  else if (kp_subject_field_from_string (field->id, &detail)
           && !kp_subject_check_field (detail, value, &reason))
    add_problem (problems, field->id, field->label,
                 /* Translators: the label of a field, and what is in it or wrong with it */
                 g_strdup_printf (C_ ("field", "%s: %s"), field->label, reason));
}

static void
check_texts (KpRequest *request, GPtrArray *problems)
{
  const char *subject = kp_request_get_subject (request);
  const char *reference = kp_request_get_reference (request);

  if (strstr (subject, reference) == NULL)
    add_problem (problems, "subject", _ ("Subject"),
                 g_strdup_printf (
                     /* Translators: %s is a reference, "KP-ABCD-3467". */
                     _ ("The reference %s must stand in the subject: the request is found "
                        "again by it."),
                     reference));
  if (g_utf8_strlen (subject, -1) > KP_REQUEST_MAX_SUBJECT
      || kp_plain_text_has_control (subject, FALSE))
    add_problem (problems, "subject", _ ("Subject"),
                 g_strdup_printf (
                     /* Translators: %d is a number of characters. */
                     _ ("The subject must be one line of at most %d characters."),
                     KP_REQUEST_MAX_SUBJECT));
  if (strlen (kp_request_get_body (request)) > KP_REQUEST_MAX_BODY)
    add_problem (problems, "body", _ ("Text"), g_strdup (_ ("The text is too long.")));
}

/* A letter that brings none, such as a reminder or one with a certificate, lacks none
 * either: where the answer is to go is no detail. */
static gboolean
brings_details (KpRequest *request)
{
  GPtrArray *fields = kp_request_get_fields (request);

  for (guint i = 0; i < fields->len; i++)
    {
      const KpRequestField *field = g_ptr_array_index (fields, i);

      if (!g_str_equal (field->id, KP_REPLY_ADDRESS_FIELD))
        return TRUE;
    }
  return FALSE;
}

GPtrArray *
kp_request_find_problems (KpRequest *request, KpProfile *profile)
{
  GPtrArray *problems =
      g_ptr_array_new_with_free_func ((GDestroyNotify) kp_field_problem_free);
  GPtrArray *fields;

  g_return_val_if_fail (KP_IS_REQUEST (request), problems);
  g_return_val_if_fail (KP_IS_PROFILE (profile), problems);

  fields = kp_profile_get_fields (profile);
  for (guint i = 0; brings_details (request) && i < fields->len; i++)
    {
      const KpProfileField *field = g_ptr_array_index (fields, i);
      const char *value = kp_request_get_field (request, field->id);

      check_field (field, value != NULL ? value : "", problems);
    }
  check_texts (request, problems);
  return problems;
}

static const char *
find_value (const KpLetterValue *values, const char *name)
{
  for (guint i = 0; values != NULL && values[i].name != NULL; i++)
    if (g_str_equal (values[i].name, name))
      return values[i].value;
  return NULL;
}

static char *
fill_field (const KpRequestPlan *plan, const char *id)
{
  KpSubjectField detail;
  const char *value;

  if (g_str_equal (id, "site"))
    return g_strdup (kp_site_get_host (plan->site));
  if (kp_subject_field_from_string (id, &detail))
    return kp_subject_normalize_field (detail,
                                       kp_subject_get_field (plan->subject, detail));
  value = find_value (plan->values, id);
  return g_strdup (value != NULL ? value : "");
}

static GPtrArray *
fill_fields (const KpRequestPlan *plan)
{
  GPtrArray *filled = kp_request_field_list_new ();
  GPtrArray *fields = kp_profile_get_fields (plan->profile);

  for (guint i = 0; plan->subject != NULL && i < fields->len; i++)
    {
      const KpProfileField *field = g_ptr_array_index (fields, i);
      g_autofree char *value = fill_field (plan, field->id);

      g_ptr_array_add (filled, kp_request_field_new (field->id, field->name, value));
    }
  return filled;
}

static KpPriority
choose_priority (const KpRequestPlan *plan)
{
  KpPriority priority = KP_PRIORITY_NORMAL;

  kp_priority_from_string (kp_profile_get_priority (plan->profile), &priority);
  return plan->raised ? KP_PRIORITY_HIGH : priority;
}

/* Where the profile wants a new one for the certificate, the first ticket is only named. */
static const char *
choose_ticket (const KpRequestPlan *plan)
{
  return plan->kind == KP_LETTER_CERTIFICATE && !kp_profile_get_same_ticket (plan->profile)
             ? NULL
             : plan->ticket;
}

/* As tools and browsers show it: "A1:B2:…". */
static char *
format_fingerprint (const char *sha256)
{
  GString *text = g_string_new (NULL);

  for (gsize i = 0; sha256[i] != '\0'; i++)
    {
      if (i > 0 && i % 2 == 0)
        g_string_append_c (text, ':');
      g_string_append_c (text, g_ascii_toupper (sha256[i]));
    }
  return g_string_free (text, FALSE);
}

/* What a certificate that is handed over says of itself. */
typedef struct
{
  char *names;
  char *from;
  char *until;
  char *fingerprint;
} Handed;

static Handed
read_handed (const KpCertificateFacts *facts)
{
  if (facts == NULL)
    return (Handed){ NULL };
  return (Handed){ .names = g_strjoinv ("\n", facts->names),
                   .from = kp_letter_format_moment (facts->not_before),
                   .until = kp_letter_format_moment (facts->not_after),
                   .fingerprint = format_fingerprint (facts->sha256) };
}

static void
handed_clear (Handed *self)
{
  g_free (self->names);
  g_free (self->from);
  g_free (self->until);
  g_free (self->fingerprint);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Handed, handed_clear)

char *
kp_request_find_language (KpProfile *profile, KpLetterKind kind, const char *language)
{
  const char *wanted[] = { language, NULL };

  g_return_val_if_fail (KP_IS_PROFILE (profile), NULL);

  wanted[1] = kp_profile_get_language (profile);
  for (guint i = 0; i < G_N_ELEMENTS (wanted); i++)
    {
      char *found = wanted[i] != NULL ? kp_letter_find_language (kind, wanted[i]) : NULL;

      if (found != NULL)
        return found;
    }
  return g_strdup ("en");
}

static KpLetter *
write_letter (const KpRequestPlan *plan, KpRequest *request, GError **error)
{
  g_autofree char *lines = kp_request_format_fields (request);
  g_autofree char *port = kp_letter_format_port (kp_site_get_port (plan->site));
  g_autofree char *language =
      kp_request_find_language (plan->profile, plan->kind, plan->language);
  g_auto (Handed) handed = read_handed (plan->certificate);
  KpLetterValue values[N_OWN_VALUES + MAX_VALUES + N_HANDED_VALUES + 1] = {
    { "site", kp_site_get_unicode (plan->site) },
    { "port", port },
    { "reference", kp_request_get_reference (request) },
    { "target", plan->target },
    { "fields", lines },
    /* The provider's own word is for its usual priority only. */
    { "priority", plan->raised ? NULL : kp_profile_get_priority_name (plan->profile) },
    { "sender", plan->sender },
  };
  guint n = N_OWN_VALUES;

  for (guint i = 0; plan->values != NULL && plan->values[i].name != NULL && i < MAX_VALUES;
       i++)
    values[n++] = plan->values[i];
  if (plan->kind == KP_LETTER_CERTIFICATE)
    values[n++] = (KpLetterValue){ "number", plan->ticket };
  if (plan->attachment != NULL)
    values[n++] = (KpLetterValue){ "file", plan->attachment->name };
  values[n++] = (KpLetterValue){ "names", handed.names };
  values[n++] = (KpLetterValue){ "valid-from", handed.from };
  values[n++] = (KpLetterValue){ "valid-until", handed.until };
  values[n++] = (KpLetterValue){ "fingerprint", handed.fingerprint };
  return kp_letter_new (plan->kind, language, values, error);
}

KpRequest *
kp_request_compose (const KpRequestPlan *plan, GPtrArray **problems, GError **error)
{
  g_autoptr (KpRequest) request = NULL;
  g_autoptr (KpLetter) letter = NULL;
  g_autoptr (GPtrArray) fields = NULL;
  g_autoptr (GPtrArray) attachments = kp_attachment_list_new ();
  g_autofree char *reference = NULL;

  g_return_val_if_fail (plan != NULL && KP_IS_PROFILE (plan->profile), NULL);
  g_return_val_if_fail (KP_IS_SITE (plan->site), NULL);

  request = kp_request_new ();
  reference = kp_request_make_reference ();
  fields = fill_fields (plan);
  if (plan->attachment != NULL)
    g_ptr_array_add (attachments, kp_attachment_ref (plan->attachment));
  g_object_set (request, "site-id", kp_site_get_id (plan->site), "job-id", plan->job_id,
                "site", kp_site_get_label (plan->site), "provider",
                kp_profile_get_id (plan->profile), "channel",
                plan->channel != NULL ? plan->channel
                                      : kp_profile_get_channel (plan->profile),
                "reference", reference, "ticket", choose_ticket (plan), "fields", fields,
                "attachments", attachments, "priority", choose_priority (plan), NULL);
  letter = write_letter (plan, request, error);
  if (letter == NULL)
    return NULL;
  g_object_set (request, "subject", letter->subject, "body", letter->body, NULL);
  if (problems != NULL)
    *problems = kp_request_find_problems (request, plan->profile);
  return g_steal_pointer (&request);
}
