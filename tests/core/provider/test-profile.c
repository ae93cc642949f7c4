/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "core/provider/profile.h"

#include <string.h>

/* The least that a profile holds, with more members put in at the end. */
#define WITH(more)                                                                         \
  "{\n\"id\": \"x\",\n\"name\": \"X\",\n\"jobs\": [\"renew\"],\n\"key\": \"here\",\n"      \
  "\"target\": { \"kind\": \"none\" },\n\"renewal\": { \"by\": \"you\" },\n"               \
  "\"channel\": { \"kind\": \"files\" }" more "\n}\n"
#define TARGET(target)                                                                     \
  "{\n\"id\": \"x\",\n\"name\": \"X\",\n\"jobs\": [],\n\"key\": \"here\",\n"               \
  "\"renewal\": { \"by\": \"you\" },\n\"channel\": { \"kind\": \"files\" },\n"             \
  "\"target\": " target "\n}\n"

static KpProfile *
load_shipped (const char *name)
{
  g_autofree char *path =
      g_build_filename (g_getenv ("KEYPLATE_SOURCE_ROOT"), "data", "providers", name, NULL);
  g_autoptr (GError) error = NULL;
  g_autofree char *text = NULL;
  gsize length;
  KpProfile *profile;

  g_assert_true (g_file_get_contents (path, &text, &length, &error));
  profile = kp_profile_new_from_json (text, length, name, &error);
  g_assert_no_error (error);
  return profile;
}

static KpProfile *
load (const char *text)
{
  g_autoptr (GError) error = NULL;
  KpProfile *profile = kp_profile_new_from_json (text, -1, "x.json", &error);

  g_assert_no_error (error);
  return profile;
}

/* What the product's first job relies on: the target of the help page's table
 * is a default that is confirmed, never a target by itself. */
static void
test_cloud_office (void)
{
  g_autoptr (KpProfile) profile = load_shipped ("cloud-office.json");
  guint days_early = 0;

  g_assert_cmpstr (kp_profile_get_id (profile), ==, "cloud-office");
  g_assert_cmpstr (kp_profile_get_name (profile), ==, "Cloud Office");
  g_assert_cmpstr (kp_profile_get_noun (profile), ==, "Control Panel Site");
  g_assert_cmpstr (kp_profile_get_secure_label (profile), ==, "Secure Control Panel Site");
  g_assert_true (g_str_has_prefix (kp_profile_get_help_uri (profile), "https://"));
  g_assert_true (kp_profile_offers_secure (profile));
  g_assert_false (kp_profile_offers_renew (profile));

  g_assert_cmpint (kp_profile_get_target_kind (profile), ==, KP_TARGET_PATTERN);
  g_assert_true (kp_profile_wants_target (profile));
  g_assert_cmpstr (kp_profile_get_target (profile), ==, "pl-10.admin.emailsrvr.com");
  g_assert_null (kp_profile_effective_target (profile, NULL));
  g_assert_cmpstr (kp_profile_effective_target (profile, "pl-3.admin.emailsrvr.com"), ==,
                   "pl-3.admin.emailsrvr.com");
  g_assert_cmpstr (kp_profile_get_usual_host (profile), ==, "cp");
  g_assert_true (kp_profile_host_matches (profile, "cp.kite.io"));
  g_assert_false (kp_profile_host_matches (profile, "my.kite.io"));

  g_assert_cmpint (kp_profile_get_key_maker (profile), ==, KP_KEY_PROVIDER);
  g_assert_true (kp_profile_get_renewed_by_provider (profile, &days_early));
  g_assert_cmpuint (days_early, >, 0);
  g_assert_cmpint (kp_profile_get_certificate_order (profile), ==,
                   KP_CERTIFICATE_ORDER_AFTER_DNS);
  g_assert_cmpstr (kp_profile_get_channel (profile), ==, "form");
  g_assert_nonnull (kp_profile_get_form_uri (profile));
  g_assert_false (kp_profile_get_requires_existing (profile));
}

static void
test_pexip (void)
{
  static const char *const ids[] = { "site",     "country",      "state",
                                     "locality", "organization", "organizational-unit",
                                     "email" };
  g_autoptr (KpProfile) profile = load_shipped ("pexip.json");
  const KpProfileDays *days = kp_profile_get_days (profile);
  GPtrArray *fields = kp_profile_get_fields (profile);

  g_assert_false (kp_profile_offers_secure (profile));
  g_assert_true (kp_profile_offers_renew (profile));
  g_assert_cmpstr (kp_profile_get_noun (profile), ==, "my.domain");
  g_assert_cmpstr (kp_profile_get_secure_label (profile), ==, "Secure Site");
  g_assert_cmpint (kp_profile_get_target_kind (profile), ==, KP_TARGET_FIXED);
  g_assert_cmpstr (kp_profile_effective_target (profile, NULL), ==, "mpg.vp.vc");
  g_assert_cmpint (kp_profile_get_key_maker (profile), ==, KP_KEY_PROVIDER_CSR);
  g_assert_true (kp_profile_get_requires_existing (profile));
  g_assert_false (kp_profile_get_renewed_by_provider (profile, NULL));
  g_assert_false (kp_profile_get_proxies_allowed (profile));
  g_assert_cmpstr (kp_profile_get_priority (profile), ==, "low");
  g_assert_cmpstr (kp_profile_get_priority_label (profile), ==, "Priority 4");
  g_assert_cmpuint (days->answer, ==, 3);
  g_assert_cmpuint (days->ca, ==, 2);
  g_assert_cmpuint (days->install, ==, 3);
  g_assert_cmpuint (days->margin, ==, 7);

  g_assert_cmpuint (fields->len, ==, G_N_ELEMENTS (ids));
  for (guint i = 0; i < fields->len; i++)
    {
      const KpProfileField *field = g_ptr_array_index (fields, i);

      g_assert_cmpstr (field->id, ==, ids[i]);
      g_assert_true (field->required);
      g_assert_cmpuint (field->max_length, >, 0);
    }
}

static void
test_own_server (void)
{
  g_autoptr (KpProfile) profile = load_shipped ("own-server.json");

  g_assert_false (kp_profile_wants_target (profile));
  g_assert_null (kp_profile_effective_target (profile, NULL));
  g_assert_cmpstr (kp_profile_effective_target (profile, "web.kite.io"), ==, "web.kite.io");
  g_assert_true (kp_profile_target_matches (profile, "web.kite.io"));
  g_assert_cmpint (kp_profile_get_key_maker (profile), ==, KP_KEY_HERE);
  g_assert_true (kp_profile_get_proxies_allowed (profile));
  g_assert_cmpstr (kp_profile_get_channel (profile), ==, "files");
  g_assert_cmpstr (kp_profile_get_bundle_format (profile), ==, "pem-leaf-first");
  g_assert_true (kp_profile_offers_renew (profile));
  g_assert_true (kp_profile_host_matches (profile, "anything.example"));
}

static void
test_domains (void)
{
  static const struct
  {
    const char *host;
    const char *refused;
  } rows[] = {
    { "mymailsrvr.com", "mymailsrvr.com" }, { "cp.mymailsrvr.com", "mymailsrvr.com" },
    { "a.b.mycpsrvr.com", "mycpsrvr.com" }, { "notmymailsrvr.com", NULL },
    { "mymailsrvr.com.kite.io", NULL },     { "cp.kite.io", NULL },
  };
  g_autoptr (KpProfile) profile = load_shipped ("cloud-office.json");

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    g_assert_cmpstr (kp_profile_find_refused (profile, rows[i].host), ==, rows[i].refused);
  g_assert_true (kp_profile_is_own_domain (profile, "pl-1.admin.emailsrvr.com"));
  g_assert_false (kp_profile_is_own_domain (profile, "emailsrvr.com.example"));
  g_assert_cmpstr (kp_profile_get_own_domains (profile)[0], ==, "emailsrvr.com");
}

static void
test_target_matches (void)
{
  static const struct
  {
    const char *target;
    gboolean fits;
  } rows[] = {
    { "pl-10.admin.emailsrvr.com", TRUE },
    { "PL-10.Admin.emailsrvr.com", TRUE },
    { "a.b.admin.emailsrvr.com", TRUE },
    { "admin.emailsrvr.com", FALSE },
    { ".admin.emailsrvr.com", FALSE },
    { "xadmin.emailsrvr.com", FALSE },
    { "pl-10.emailsrvr.com", FALSE },
    { "pl-10.admin.emailsrvr.com.x.io", FALSE },
    { "", FALSE },
  };
  g_autoptr (KpProfile) pattern = load_shipped ("cloud-office.json");
  g_autoptr (KpProfile) fixed = load_shipped ("pexip.json");
  g_autoptr (KpProfile) told = load (TARGET ("{ \"kind\": \"told\" }"));

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_test_message ("%s", rows[i].target);
      g_assert_cmpint (kp_profile_target_matches (pattern, rows[i].target), ==,
                       rows[i].fits);
    }
  g_assert_true (kp_profile_target_matches (fixed, "MPG.vp.vc"));
  g_assert_false (kp_profile_target_matches (fixed, "x.vp.vc"));
  g_assert_true (kp_profile_target_matches (told, "x.vp.vc"));
  g_assert_true (kp_profile_wants_target (told));
  g_assert_null (kp_profile_effective_target (told, NULL));
}

static void
test_defaults (void)
{
  g_autoptr (KpProfile) profile = load (WITH (",\n\"x-mine\": { \"any\": [ 1 ] }"));

  g_assert_cmpstr (kp_profile_get_noun (profile), ==, "Site");
  g_assert_null (kp_profile_get_language (profile));
  g_assert_cmpstr (kp_profile_get_secure_label (profile), ==, "Secure Site");
  g_assert_null (kp_profile_get_help_uri (profile));
  g_assert_cmpstr (kp_profile_get_priority (profile), ==, "normal");
  g_assert_cmpuint (kp_profile_get_fields (profile)->len, ==, 0);
  g_assert_nonnull (kp_profile_get_own_domains (profile));
  g_assert_null (kp_profile_get_own_domains (profile)[0]);
  g_assert_null (kp_profile_get_caa_identity (profile));
  g_assert_cmpint (kp_profile_get_certificate_order (profile), ==,
                   KP_CERTIFICATE_ORDER_UNKNOWN);
}

static void
test_broken (void)
{
  static const struct
  {
    const char *text;
    int code;
    const char *message;
  } rows[] = {
    { "", KP_PROFILE_ERROR_SYNTAX, "x.json:1: " },
    { "[]", KP_PROFILE_ERROR_SYNTAX, "x.json:1: not a JSON object" },
    { "{\n\"id\": \"x\",\n\"name\" \"X\" }", KP_PROFILE_ERROR_SYNTAX, "x.json:3: " },
    { "{\n// no\n}", KP_PROFILE_ERROR_SYNTAX, "x.json:2: " },
    { "\xff", KP_PROFILE_ERROR_SYNTAX, "x.json:1: not UTF-8" },
    { "{}", KP_PROFILE_ERROR_MEMBER, "x.json:1: “id” is missing" },
    { WITH (",\n\"id\": \"y\""), KP_PROFILE_ERROR_SYNTAX, "x.json:9: a member that" },
    { WITH (",\n\"colour\": 1"), KP_PROFILE_ERROR_MEMBER,
      "x.json:9: “colour” is not known" },
    { WITH (",\n\"noun\": 1"), KP_PROFILE_ERROR_VALUE, "x.json:9: “noun” must be a text" },
    { WITH (",\n\"noun\": \"\""), KP_PROFILE_ERROR_VALUE, "x.json:9: “noun” must be" },
    { WITH (",\n\"noun\": \"a\\nb\""), KP_PROFILE_ERROR_VALUE, "x.json:9: “noun” must" },
    { WITH (",\n\"language\": \"auf deutsch\""), KP_PROFILE_ERROR_VALUE,
      "x.json:9: “language” must be the tag of a language" },
    { WITH (",\n\"language\": 1"), KP_PROFILE_ERROR_VALUE, "x.json:9: “language” must be" },
    { WITH (",\n\"proxies\": \"yes\""), KP_PROFILE_ERROR_VALUE, "“proxies” must be true" },
    { WITH (",\n\"days\": 3"), KP_PROFILE_ERROR_VALUE, "“days” must be an object" },
    { WITH (",\n\"days\": {\n\"answer\": -1 }"), KP_PROFILE_ERROR_VALUE,
      "x.json:10: “days.answer” must be a whole number from 0 to 365" },
    { WITH (",\n\"days\": { \"ca\": 1.5 }"), KP_PROFILE_ERROR_VALUE, "“days.ca” must" },
    { WITH (",\n\"own-domains\": [\n\"kite.io\",\n\"no good\" ]"), KP_PROFILE_ERROR_VALUE,
      "x.json:11: “own-domains” must be a list of domains" },
    { WITH (",\n\"own-domains\": [ \"https://kite.io/\" ]"), KP_PROFILE_ERROR_VALUE,
      "must be a list of domains" },
    { WITH (",\n\"help\": { \"en\": \"http://kite.io\" }"), KP_PROFILE_ERROR_VALUE,
      "“help.en” must be a link that begins with “https://”" },
    { WITH (",\n\"help\": { \"en\": \"javascript:alert(1)\" }"), KP_PROFILE_ERROR_VALUE,
      "“help.en” must be a link" },
    { WITH (",\n\"bundle\": \"der\""), KP_PROFILE_ERROR_VALUE, "must be one of: pem" },
    { WITH (",\n\"request\": { \"priority\": \"4\" }"), KP_PROFILE_ERROR_VALUE,
      "“request.priority” must be one of: low, normal, high" },
    { WITH (",\n\"request\": { \"fields\": [ {\n\"id\": \"a\" } ] }"),
      KP_PROFILE_ERROR_MEMBER, "“request.fields.label” is missing" },
    { WITH (",\n\"request\": { \"fields\": [ 3 ] }"), KP_PROFILE_ERROR_MEMBER,
      "“request.fields.id” is missing" },
    { WITH (",\n\"request\": { \"fields\": [ { \"id\": \"a\", \"label\": \"A\" },\n"
            "{ \"id\": \"a\", \"label\": \"B\" } ] }"),
      KP_PROFILE_ERROR_VALUE, "x.json:10: “request.fields.id” is the id of another" },
    { WITH (",\n\"host\": { \"usual\": \"CP.x\" }"), KP_PROFILE_ERROR_VALUE,
      "“host.usual” must be one label" },
    { WITH (",\n\"host\": { \"pattern\": \"cp\" }"), KP_PROFILE_ERROR_VALUE,
      "“host.pattern” must be a pattern" },
    { WITH (",\n\"host\": { \"pattern\": \"*.*.io\" }"), KP_PROFILE_ERROR_VALUE,
      "“host.pattern” must be a pattern" },
    { WITH (",\n\"translations\": { \"de\": { \"fields\": { \"a\": \"A\" } } }"),
      KP_PROFILE_ERROR_VALUE, "“translations.fields.a” names a field that is not there" },
    { WITH (",\n\"translations\": { \"xx\": { \"noun\": 3 } }"), KP_PROFILE_ERROR_VALUE,
      "“translations.noun” must be a text" },
    { TARGET ("3"), KP_PROFILE_ERROR_VALUE, "“target” must be an object" },
    { TARGET ("{}"), KP_PROFILE_ERROR_MEMBER, "x.json:8: “target.kind” is missing" },
    { TARGET ("{ \"kind\": \"any\" }"), KP_PROFILE_ERROR_VALUE,
      "“target.kind” must be one of: none, fixed, pattern, told" },
    { TARGET ("{ \"kind\": \"fixed\" }"), KP_PROFILE_ERROR_MEMBER,
      "“target.name” is missing" },
    { TARGET ("{ \"kind\": \"fixed\", \"name\": \"192.0.2.1\" }"), KP_PROFILE_ERROR_VALUE,
      "“target.name” must be a host name" },
    { TARGET ("{ \"kind\": \"fixed\", \"name\": \"a.io\", \"usual\": \"b.io\" }"),
      KP_PROFILE_ERROR_VALUE, "“target.usual” is for a pattern" },
    { TARGET ("{ \"kind\": \"none\", \"name\": \"a.io\" }"), KP_PROFILE_ERROR_VALUE,
      "“target.name” is for a fixed target only" },
    { TARGET ("{ \"kind\": \"pattern\", \"pattern\": \"*.a.io\", \"usual\": \"b.io\" }"),
      KP_PROFILE_ERROR_VALUE, "“target.usual” does not fit the pattern" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autoptr (GError) error = NULL;

      g_assert_null (kp_profile_new_from_json (rows[i].text, -1, "x.json", &error));
      g_test_message ("%s", error->message);
      g_assert_error (error, KP_PROFILE_ERROR, rows[i].code);
      g_assert_true (g_str_has_prefix (error->message, "x.json:"));
      g_assert_nonnull (strstr (error->message, rows[i].message));
    }
}

static void
test_bounded (void)
{
  g_autofree char *large = g_strnfill (300 * 1024, ' ');
  g_autofree char *deep = g_strnfill (100000, '[');
  g_autoptr (GError) error = NULL;

  g_assert_null (kp_profile_new_from_json (large, -1, "x.json", &error));
  g_assert_error (error, KP_PROFILE_ERROR, KP_PROFILE_ERROR_TOO_LARGE);
  g_clear_error (&error);
  g_assert_null (kp_profile_new_from_json (deep, -1, "x.json", &error));
  g_assert_error (error, KP_PROFILE_ERROR, KP_PROFILE_ERROR_SYNTAX);
}

/* In a process of its own: the user's languages are read once. */
static void
test_translated (void)
{
  if (g_test_subprocess ())
    {
      g_autoptr (KpProfile) profile = NULL;
      g_autoptr (KpProfile) other = NULL;
      const KpProfileField *field;

      profile = load_shipped ("cloud-office.json");
      other = load (WITH (",\n\"help\": { \"en\": \"https://kite.io/en\","
                          " \"DE\": \"https://kite.io/de\" }"));
      field = g_ptr_array_index (kp_profile_get_fields (profile), 1);
      g_assert_cmpstr (kp_profile_get_secure_label (profile), ==,
                       "Control-Panel-Website sichern");
      g_assert_cmpstr (kp_profile_get_name (profile), ==, "Cloud Office");
      g_assert_cmpstr (field->label, ==, "Land");
      g_assert_cmpstr (kp_profile_get_help_uri (other), ==, "https://kite.io/de");
      return;
    }
  g_setenv ("LANGUAGE", "de_AT.UTF-8:fr", TRUE);
  g_setenv ("LC_ALL", "C.UTF-8", TRUE);
  g_test_trap_subprocess (NULL, 10 * G_USEC_PER_SEC, G_TEST_SUBPROCESS_INHERIT_STDERR);
  g_test_trap_assert_passed ();
  g_unsetenv ("LANGUAGE");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/profile/cloud-office", test_cloud_office);
  g_test_add_func ("/profile/pexip", test_pexip);
  g_test_add_func ("/profile/own-server", test_own_server);
  g_test_add_func ("/profile/domains", test_domains);
  g_test_add_func ("/profile/target-matches", test_target_matches);
  g_test_add_func ("/profile/defaults", test_defaults);
  g_test_add_func ("/profile/broken", test_broken);
  g_test_add_func ("/profile/bounded", test_bounded);
  g_test_add_func ("/profile/translated", test_translated);

  return g_test_run ();
}
