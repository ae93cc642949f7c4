/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/helpdesk/reply-address.h"
#include "core/helpdesk/request-composer.h"
#include "core/model/language.h"
#include "core/store/settings.h"

#include <string.h>

/* What a provider wants that asks for five of the details in an order of its own. */
static const char profile_json[] =
    "{ \"id\": \"desk\", \"name\": \"Desk\", \"jobs\": [\"secure\"],"
    "  \"target\": { \"kind\": \"told\" }, \"key\": \"provider\","
    "  \"renewal\": { \"by\": \"you\" }, \"channel\": { \"kind\": \"rt\" },"
    "  \"request\": { \"priority\": \"low\", \"priority-label\": \"Priority 4\", "
    "\"fields\": ["
    "    { \"id\": \"organization\", \"label\": \"Company\", \"required\": true,"
    "      \"max-length\": 20 },"
    "    { \"id\": \"site\", \"label\": \"Site URL\", \"required\": true,"
    "      \"max-length\": 253 },"
    "    { \"id\": \"country\", \"label\": \"Country\", \"required\": true,"
    "      \"max-length\": 2 },"
    "    { \"id\": \"organizational-unit\", \"label\": \"Unit\" },"
    "    { \"id\": \"contract\", \"label\": \"Contract\", \"required\": true },"
    "    { \"id\": \"email\", \"label\": \"Email\", \"required\": true } ] },"
    "  \"translations\": { \"en\": { \"priority-label\": \"Level 4\","
    "    \"fields\": { \"organization\": \"Organisation\" } } } }";

typedef struct
{
  KpProfile *profile;
  KpSite *site;
  KpSubject *subject;
  KpRequestPlan plan;
} Fixture;

static const KpLetterValue values[] = { { "contract", "C-17" }, { NULL, NULL } };

static void
set_up (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  fixture->profile = kp_profile_new_from_json (profile_json, -1, "desk.json", &error);
  g_assert_no_error (error);
  fixture->site = kp_site_new ("cp.kite.example", 8443, "desk");
  kp_site_set_id (fixture->site, 3);
  fixture->subject = kp_subject_new (NULL);
  kp_subject_set_field (fixture->subject, KP_SUBJECT_COUNTRY, "no");
  kp_subject_set_field (fixture->subject, KP_SUBJECT_ORGANIZATION, " Kite  AS ");
  kp_subject_set_field (fixture->subject, KP_SUBJECT_LOCALITY, "Oslo");
  kp_subject_set_field (fixture->subject, KP_SUBJECT_EMAIL, "ada@kite.example");
  fixture->plan = (KpRequestPlan){ .profile = fixture->profile,
                                   .kind = KP_LETTER_REQUEST,
                                   .site = fixture->site,
                                   .subject = fixture->subject,
                                   .job_id = 5,
                                   .values = values };
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  g_clear_object (&fixture->profile);
  g_clear_object (&fixture->site);
  g_clear_object (&fixture->subject);
}

static KpRequest *
compose (Fixture *fixture, GPtrArray **problems)
{
  g_autoptr (GError) error = NULL;
  KpRequest *request = kp_request_compose (&fixture->plan, problems, &error);

  g_assert_no_error (error);
  g_assert_cmpint (kp_request_get_state (request), ==, KP_REQUEST_DRAFT);
  return request;
}

/* The fields stand in the provider's order and by the provider's own names. */
static void
test_fields (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GPtrArray) problems = NULL;
  g_autoptr (KpRequest) request = compose (fixture, &problems);
  g_autofree char *lines = kp_request_format_fields (request);
  const char *reference = kp_request_get_reference (request);

  g_assert_cmpuint (problems->len, ==, 0);
  g_assert_cmpstr (
      ((const KpProfileField *) kp_profile_get_fields (fixture->profile)->pdata[0])->label,
      ==, "Organisation");
  g_assert_cmpstr (lines, ==,
                   "Company: Kite AS\nSite URL: cp.kite.example\nCountry: NO\n"
                   "Contract: C-17\nEmail: ada@kite.example\n");
  g_assert_nonnull (strstr (kp_request_get_body (request), g_strchomp (lines)));
  g_assert_cmpstr (kp_request_get_channel (request), ==, "rt");
  g_assert_cmpstr (kp_request_get_provider (request), ==, "desk");
  g_assert_cmpint (kp_request_get_site_id (request), ==, 3);
  g_assert_cmpint (kp_request_get_job_id (request), ==, 5);
  g_assert_true (kp_request_is_reference (reference));
  g_assert_nonnull (strstr (kp_request_get_subject (request), reference));
  g_assert_cmpstr (kp_request_get_site (request), ==, "cp.kite.example:8443");
  g_assert_nonnull (strstr (kp_request_get_subject (request), "cp.kite.example "));
}

/* A certificate and a DNS record have no port; who serves the site is told of one that
 * nobody expects. */
static void
test_port (Fixture *fixture, gconstpointer data)
{
  static const struct
  {
    KpLetterKind kind;
    const char *says;
  } rows[] = {
    { KP_LETTER_REQUEST, "The site is on port 8443;" },
    { KP_LETTER_REMINDER_PROVIDER, "The site is on port 8443;" },
    { KP_LETTER_RETIRE_PROVIDER, "It is the site on port 8443;" },
    { KP_LETTER_CSR, "The site is on port 8443;" },
  };
  static const KpLetterValue asked[] = { { "asked-on", "2026-11-17" }, { NULL, NULL } };
  g_autoptr (KpSite) usual = kp_site_new ("cp.kite.example", 443, "desk");

  fixture->plan.values = asked;
  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autoptr (KpRequest) other = NULL;
      g_autoptr (KpRequest) expected = NULL;

      fixture->plan.kind = rows[i].kind;
      fixture->plan.site = fixture->site;
      other = compose (fixture, NULL);
      g_assert_nonnull (strstr (kp_request_get_body (other), rows[i].says));
      g_assert_null (strstr (kp_request_get_body (other), "cp.kite.example:"));
      fixture->plan.site = usual;
      expected = compose (fixture, NULL);
      g_assert_null (strstr (kp_request_get_body (expected), "443"));
    }
}

static KpProfile *
load_with_language (const char *language)
{
  g_autoptr (GString) json = g_string_new (profile_json);
  g_autofree char *member = g_strdup_printf ("\"language\": \"%s\", \"jobs\"", language);
  g_autoptr (GError) error = NULL;
  KpProfile *profile;

  if (language != NULL)
    g_assert_cmpuint (g_string_replace (json, "\"jobs\"", member, 1), ==, 1);
  profile = kp_profile_new_from_json (json->str, -1, "desk.json", &error);
  g_assert_no_error (error);
  return profile;
}

/* The user's word goes before the provider's, and the desktop speaks French: who gets the
 * letter knows nothing of that. */
static void
test_language (Fixture *fixture, gconstpointer data)
{
  static const struct
  {
    const char *wanted;
    const char *own;
    const char *got;
    const char *begins;
  } rows[] = {
    { NULL, NULL, "en", "Hello,\n" },        { NULL, "de", "de", "Guten Tag,\n" },
    { NULL, "de-AT", "de", "Guten Tag,\n" }, { NULL, "nb", "en", "Hello,\n" },
    { "fr", "de", "fr", "Bonjour,\n" },      { "en", "de", "en", "Hello,\n" },
    { "nb", "de", "de", "Guten Tag,\n" },    { "nb", NULL, "en", "Hello,\n" },
    { "", "de", "de", "Guten Tag,\n" },
  };
  g_autofree char *before = g_strdup (g_getenv ("LANGUAGE"));

  g_setenv ("LANGUAGE", "fr", TRUE);
  g_assert_cmpstr (g_get_language_names ()[0], ==, "fr");
  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autoptr (KpProfile) profile = load_with_language (rows[i].own);
      g_autofree char *found =
          kp_request_find_language (profile, KP_LETTER_REQUEST, rows[i].wanted);
      g_autoptr (KpRequest) request = NULL;

      g_assert_cmpstr (kp_profile_get_language (profile), ==, rows[i].own);
      g_assert_cmpstr (found, ==, rows[i].got);
      fixture->plan.profile = profile;
      fixture->plan.language = rows[i].wanted;
      request = compose (fixture, NULL);
      if (!g_str_has_prefix (kp_request_get_body (request), rows[i].begins))
        g_error ("row %u: %s", i, kp_request_get_body (request));
      fixture->plan.profile = fixture->profile;
    }
  if (before != NULL)
    g_setenv ("LANGUAGE", before, TRUE);
  else
    g_unsetenv ("LANGUAGE");
}

/* The setting offers just the languages that all letters are there in. */
static void
test_languages (Fixture *fixture, gconstpointer data)
{
  g_auto (GStrv) first = kp_letter_get_languages (0);

  for (KpLetterKind kind = 0; kind < KP_LETTER_N; kind++)
    {
      g_auto (GStrv) tags = kp_letter_get_languages (kind);

      g_assert_cmpuint (g_strv_length (tags), ==, g_strv_length (first));
      for (guint i = 0; tags[i] != NULL; i++)
        {
          g_autofree char *kept = kp_settings_check ("letter-language", tags[i], NULL);

          g_assert_true (g_strv_contains ((const char *const *) first, tags[i]));
          g_assert_cmpstr (kept, ==, tags[i]);
        }
    }
  for (guint i = 0; kp_language_get_tags ()[i] != NULL; i++)
    {
      const char *tag = kp_language_get_tags ()[i];
      g_autofree char *kept = kp_settings_check ("letter-language", tag, NULL);

      g_assert_cmpint (kept != NULL, ==,
                       g_strv_contains ((const char *const *) first, tag));
    }
}

static void
test_priority (Fixture *fixture, gconstpointer data)
{
  g_autoptr (KpRequest) usual = compose (fixture, NULL);
  g_autoptr (KpRequest) raised = NULL;

  g_assert_cmpint (kp_request_get_priority (usual), ==, KP_PRIORITY_LOW);
  g_assert_nonnull (strstr (kp_request_get_body (usual), "Priority: Priority 4\n"));
  fixture->plan.raised = TRUE;
  raised = compose (fixture, NULL);
  g_assert_cmpint (kp_request_get_priority (raised), ==, KP_PRIORITY_HIGH);
  g_assert_null (strstr (kp_request_get_body (raised), "Priority"));
}

static char *
list_problems (GPtrArray *problems)
{
  GString *list = g_string_new (NULL);

  for (guint i = 0; i < problems->len; i++)
    {
      const KpFieldProblem *problem = g_ptr_array_index (problems, i);

      /* The sentence names the field for whoever reads it apart from the field. */
      if (g_str_has_prefix (problem->text, problem->label))
        g_string_append_printf (list, "%s ", problem->field);
    }
  return g_string_free (list, FALSE);
}

/* What is missing, too long or no such detail is told field by field. */
static void
test_problems (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GPtrArray) problems = NULL;
  g_autoptr (KpRequest) request = NULL;
  g_autofree char *list = NULL;

  fixture->plan.values = NULL;
  kp_subject_set_field (fixture->subject, KP_SUBJECT_ORGANIZATION,
                        "A company with a long name");
  kp_subject_set_field (fixture->subject, KP_SUBJECT_COUNTRY, "QQ");
  kp_subject_set_field (fixture->subject, KP_SUBJECT_ORGANIZATIONAL_UNIT, "a\nb");
  kp_subject_set_field (fixture->subject, KP_SUBJECT_EMAIL, "");
  request = compose (fixture, &problems);
  list = list_problems (problems);
  g_assert_cmpstr (list, ==, "organization country organizational-unit contract email ");
}

/* The limit counts characters, not octets. */
static void
test_limit (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GPtrArray) problems = NULL;
  g_autoptr (KpRequest) request = NULL;

  kp_subject_set_field (fixture->subject, KP_SUBJECT_ORGANIZATION,
                        "B\xc3\xbc"
                        "cher B\xc3\xa4"
                        "cker \xc3\x96"
                        "l AG");
  request = compose (fixture, &problems);
  g_assert_cmpuint (problems->len, ==, 0);
}

/* Who edits the subject can't lose what the request is found by. */
static void
test_edited (Fixture *fixture, gconstpointer data)
{
  g_autoptr (KpRequest) request = compose (fixture, NULL);
  g_autoptr (GPtrArray) problems = NULL;
  g_autofree char *large = g_strnfill (KP_REQUEST_MAX_BODY + 1, 'x');

  g_object_set (request, "subject", "a\nb", "body", large, NULL);
  problems = kp_request_find_problems (request, fixture->profile);
  g_assert_cmpuint (problems->len, ==, 3);
}

/* A reminder goes into the ticket, and brings no fields. */
static void
test_reminder (Fixture *fixture, gconstpointer data)
{
  const KpLetterValue reminder[] = { { "first-reference", "KP-AAAA-3467" },
                                     { "asked-on", "2026-11-20" },
                                     { "number", "20" },
                                     { NULL, NULL } };
  g_autoptr (GPtrArray) problems = NULL;
  g_autoptr (KpRequest) request = NULL;

  fixture->plan.kind = KP_LETTER_REMINDER_PROVIDER;
  fixture->plan.subject = NULL;
  fixture->plan.ticket = "20";
  fixture->plan.values = reminder;
  request = compose (fixture, &problems);
  g_assert_cmpuint (problems->len, ==, 0);
  g_assert_cmpuint (kp_request_get_fields (request)->len, ==, 0);
  g_assert_cmpstr (kp_request_get_ticket (request), ==, "20");
  g_assert_nonnull (strstr (kp_request_get_body (request), "KP-AAAA-3467"));
  fixture->plan.values = NULL;
  g_assert_null (kp_request_compose (&fixture->plan, NULL, NULL));

  /* Where the answer is to go is no detail that would have the others asked for. */
  kp_reply_address_set (request, "ops@reseller.example");
  g_clear_pointer (&problems, g_ptr_array_unref);
  problems = kp_request_find_problems (request, fixture->profile);
  g_assert_cmpuint (problems->len, ==, 0);
}

/* The first request of a renewal: its details, how urgent, and that DNS stays. */
static void
test_csr (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GPtrArray) problems = NULL;
  g_autoptr (KpRequest) request = NULL;
  const char *body;

  fixture->plan.kind = KP_LETTER_CSR;
  fixture->plan.target = "mpg.desk.example";
  request = compose (fixture, &problems);
  g_assert_cmpuint (problems->len, ==, 0);
  g_assert_cmpint (kp_request_get_priority (request), ==, KP_PRIORITY_LOW);
  g_assert_cmpuint (kp_request_get_fields (request)->len, ==, 6);
  body = kp_request_get_body (request);
  g_assert_nonnull (strstr (body, "signing request (CSR)"));
  g_assert_nonnull (strstr (body, "its DNS record stays as it is"));
  g_assert_nonnull (strstr (body, "mpg.desk.example"));
  g_assert_nonnull (strstr (body, "Company: Kite AS\n"));
  g_assert_nonnull (strstr (body, "Priority: Priority 4\n"));
}

static const char bundle[] =
    "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n";

static KpCertificateFacts *
make_facts (void)
{
  static const char *const names[] = { "cp.kite.example", "www.kite.example", NULL };
  KpCertificateFacts *facts = kp_certificate_facts_new ();

  facts->names = g_strdupv ((char **) names);
  facts->sha256 = g_strdup ("a1b2c3");
  facts->not_before = 1800000000;
  facts->not_after = 1810000000;
  return facts;
}

static void
plan_certificate (Fixture *fixture, KpAttachment *attachment,
                  const KpCertificateFacts *facts)
{
  fixture->plan.kind = KP_LETTER_CERTIFICATE;
  fixture->plan.subject = NULL;
  fixture->plan.values = NULL;
  fixture->plan.ticket = "20";
  fixture->plan.attachment = attachment;
  fixture->plan.certificate = facts;
}

/* The second hands the bundle over, and says what is in it. */
static void
test_certificate (Fixture *fixture, gconstpointer data)
{
  static const char *const says[] = {
    "attached as cp.kite.example.pem",
    "no private key",
    "Names:\ncp.kite.example\nwww.kite.example\n\n",
    "Valid from 2027-01-15 08:00 UTC",
    "until 2027-05-11 01:46 UTC",
    "\nA1:B2:C3\n",
    "Your number for it is 20.",
    "Priority: Priority 4\n",
  };
  g_autoptr (GBytes) content = g_bytes_new_static (bundle, sizeof bundle - 1);
  g_autoptr (KpAttachment) attachment =
      kp_attachment_new ("cp.kite.example.pem", "application/x-pem-file", content);
  g_autoptr (KpCertificateFacts) facts = make_facts ();
  g_autoptr (GPtrArray) problems = NULL;
  g_autoptr (KpRequest) request = NULL;
  GPtrArray *attachments;

  plan_certificate (fixture, attachment, facts);
  request = compose (fixture, &problems);
  g_assert_cmpuint (problems->len, ==, 0);
  attachments = kp_request_get_attachments (request);
  g_assert_cmpuint (attachments->len, ==, 1);
  g_assert_true (g_ptr_array_index (attachments, 0) == attachment);
  for (guint i = 0; i < G_N_ELEMENTS (says); i++)
    {
      g_test_message ("%s", says[i]);
      g_assert_nonnull (strstr (kp_request_get_body (request), says[i]));
    }
  /* Without a bundle there is nothing to hand over. */
  fixture->plan.attachment = NULL;
  g_assert_null (kp_request_compose (&fixture->plan, NULL, NULL));
}

/* In the ticket of the first request, or in a new one that names it: as the profile says.
 */
static void
test_same_ticket (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GBytes) content = g_bytes_new_static (bundle, sizeof bundle - 1);
  g_autoptr (KpAttachment) attachment =
      kp_attachment_new ("cp.kite.example.pem", "application/x-pem-file", content);
  g_autoptr (KpCertificateFacts) facts = make_facts ();

  plan_certificate (fixture, attachment, facts);
  for (guint same = 0; same < 2; same++)
    {
      const char *find = "\"request\": {";
      const char *place = strstr (profile_json, find);
      g_autofree char *before = g_strndup (profile_json, (gsize) (place - profile_json));
      g_autofree char *json =
          g_strdup_printf ("%s%s \"same-ticket\": %s,%s", before, find,
                           same ? "true" : "false", place + strlen (find));
      g_autoptr (GError) error = NULL;
      g_autoptr (KpProfile) profile =
          kp_profile_new_from_json (json, -1, "desk.json", &error);
      g_autoptr (KpRequest) request = NULL;

      g_assert_no_error (error);
      fixture->plan.profile = profile;
      request = compose (fixture, NULL);
      g_assert_cmpstr (kp_request_get_ticket (request), ==, same ? "20" : "");
      g_assert_nonnull (strstr (kp_request_get_body (request), "number for it is 20."));
    }
}

static void
test_references (void)
{
  static const char *const wrong[] = { "",
                                       "KP-AAAA-346",
                                       "KP-AAAA-34670",
                                       "kp-AAAA-3467",
                                       "KP-AAA0-3467",
                                       "KP-AAAAA3467",
                                       "XX-AAAA-3467" };
  g_autoptr (GHashTable) seen =
      g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);

  for (guint i = 0; i < 2000; i++)
    {
      char *reference = kp_request_make_reference ();

      g_assert_true (kp_request_is_reference (reference));
      g_assert_true (g_hash_table_add (seen, reference));
    }
  for (guint i = 0; i < G_N_ELEMENTS (wrong); i++)
    g_assert_false (kp_request_is_reference (wrong[i]));
}

int
main (int argc, char **argv)
{
  static const struct
  {
    const char *path;
    void (*run) (Fixture *fixture, gconstpointer data);
  } tests[] = {
    { "/request-composer/fields", test_fields },
    { "/request-composer/port", test_port },
    { "/request-composer/language", test_language },
    { "/request-composer/languages", test_languages },
    { "/request-composer/priority", test_priority },
    { "/request-composer/problems", test_problems },
    { "/request-composer/limit", test_limit },
    { "/request-composer/edited", test_edited },
    { "/request-composer/reminder", test_reminder },
    { "/request-composer/csr", test_csr },
    { "/request-composer/certificate", test_certificate },
    { "/request-composer/same-ticket", test_same_ticket },
  };

  /* The profile has another word for some things in this language: letters have not. */
  g_setenv ("LANGUAGE", "en", TRUE);
  g_test_init (&argc, &argv, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (tests); i++)
    g_test_add (tests[i].path, Fixture, NULL, set_up, tests[i].run, tear_down);
  g_test_add_func ("/request-composer/references", test_references);
  return g_test_run ();
}
