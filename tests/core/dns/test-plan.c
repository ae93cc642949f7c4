/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/dns/plan.h"

#include "check/scene.h"

#define HOST "cp.kite.example"
#define TARGET "pl-10.admin.provider.example"
#define ADDRESSES "192.0.2.10 192.0.2.11"

/* "A 203.0.113.7, MX 10 mail.kite.example" */
static char *
describe (GPtrArray *records)
{
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < records->len; i++)
    {
      const KpRecord *record = g_ptr_array_index (records, i);

      g_string_append_printf (text, "%s%s %s", i > 0 ? ", " : "",
                              kp_record_type_to_string (record->type), record->data);
      if (!g_str_equal (record->owner, HOST))
        g_string_append_printf (text, " (%s)", record->owner);
    }
  return g_string_free (text, FALSE);
}

static void
test_remove (void)
{
  static const struct
  {
    const char *about;
    const char *answers;
    const char *other; /* "TYPE DATA" */
    gboolean needed;
    const char *remove;
  } rows[] = {
    { "leads", "CNAME " TARGET "|CNAME " TARGET, NULL, FALSE, "" },
    { "A", "A 203.0.113.7|A 203.0.113.7", NULL, TRUE, "A 203.0.113.7" },
    { "A and AAAA", "A 203.0.113.7 AAAA 2001:db8::7", NULL, TRUE,
      "A 203.0.113.7, AAAA 2001:db8::7" },
    { "what any resolver shows", "A 203.0.113.7|A 203.0.113.8", NULL, TRUE,
      "A 203.0.113.7, A 203.0.113.8" },
    { "other CNAME, not what it leads to", "CNAME old.example A 203.0.113.7", NULL, TRUE,
      "CNAME old.example" },
    { "other CNAME that dangles", "CNAME old.example", NULL, TRUE, "CNAME old.example" },
    { "MX", "A 203.0.113.7", "MX 10 mail.kite.example", TRUE,
      "A 203.0.113.7, MX 10 mail.kite.example" },
    { "TXT alone", "NODATA", "TXT v=spf1 -all", TRUE, "TXT v=spf1 -all" },
    { "CAA", "A 203.0.113.7", "CAA 0 issue \"ca.example\"", TRUE,
      "A 203.0.113.7, CAA 0 issue \"ca.example\"" },
    { "missing", "NXDOMAIN|NXDOMAIN", NULL, TRUE, "" },
    { "AAAA left beside the CNAME", "CNAME " TARGET " AAAA@ 2001:db8::7", NULL, TRUE,
      "AAAA 2001:db8::7" },
    { "AAAA left beside copied addresses", "A 192.0.2.10 A 192.0.2.11 AAAA 2001:db8::7",
      NULL, TRUE, "A 192.0.2.10, A 192.0.2.11, AAAA 2001:db8::7" },
    { "A left beside the CNAME", "CNAME " TARGET " A@ 203.0.113.7", NULL, TRUE,
      "A 203.0.113.7" },
    { "flattened", "A 192.0.2.10 A 192.0.2.11", NULL, FALSE, "" },
    { "one resolver alone is late", "CNAME " TARGET "|CNAME " TARGET "|A 203.0.113.7", NULL,
      FALSE, "" },
    { "filtered", "A 203.0.113.7|A 203.0.113.7|A 0.0.0.0", NULL, TRUE, "A 203.0.113.7" },
    { "errors", "SERVFAIL|SERVFAIL", NULL, TRUE, "" },
    { "nobody answered", "silent|silent", NULL, FALSE, "" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autoptr (KpObservation) seen = scene_new (HOST, TARGET, ADDRESSES, SCENE_NOW);
      g_autoptr (KpDnsPlan) plan = NULL;
      g_autofree char *remove = NULL;

      g_test_message ("%s", rows[i].about);
      scene_answers (seen, rows[i].answers);
      if (rows[i].other != NULL)
        g_ptr_array_add (
            seen->other_records,
            kp_record_new (g_str_has_prefix (rows[i].other, "MX")    ? KP_RECORD_MX
                           : g_str_has_prefix (rows[i].other, "TXT") ? KP_RECORD_TXT
                                                                     : KP_RECORD_CAA,
                           HOST, 300, strchr (rows[i].other, ' ') + 1));
      plan = kp_dns_plan_new (seen, TARGET);
      remove = describe (plan->remove);
      g_assert_cmpint (plan->needed, ==, rows[i].needed);
      g_assert_false (plan->impossible);
      g_assert_cmpstr (remove, ==, rows[i].remove);
      g_assert_nonnull (plan->set);
      g_assert_cmpint (plan->set->type, ==, KP_RECORD_CNAME);
      g_assert_cmpstr (plan->set->owner, ==, HOST);
      g_assert_cmpstr (plan->set->data, ==, TARGET);
    }
}

static void
test_forms (void)
{
  static const struct
  {
    const char *host, *zone, *relative;
  } rows[] = {
    { "cp.kite.example", "kite.example", "cp" },
    { "a.cp.kite.example", "kite.example", "a.cp" },
    { "kite.example", "kite.example", "@" },
    { "cp.kite.example", NULL, "cp.kite.example" },
    /* By whole labels. */
    { "cp.kite.example", "ite.example", "cp.kite.example" },
  };
  g_autoptr (KpObservation) seen = scene_new (HOST, TARGET, ADDRESSES, SCENE_NOW);
  g_autoptr (KpDnsPlan) plan = NULL;
  g_autofree char *line = NULL;

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autofree char *relative = kp_dns_relative_host (rows[i].host, rows[i].zone);

      g_assert_cmpstr (relative, ==, rows[i].relative);
    }
  scene_answers (seen, "A 203.0.113.7");
  plan = kp_dns_plan_new (seen, TARGET);
  line = kp_dns_plan_format_zone_line (plan);
  g_assert_cmpstr (plan->zone, ==, "kite.example");
  g_assert_cmpstr (plan->relative_host, ==, "cp");
  g_assert_cmpstr (line, ==, HOST ". 3600 IN CNAME " TARGET ".");
}

static void
test_no_target (void)
{
  g_autoptr (KpObservation) seen = scene_new (HOST, NULL, NULL, SCENE_NOW);
  g_autoptr (KpDnsPlan) plan = NULL;
  g_autofree char *line = NULL;

  scene_answers (seen, "A 203.0.113.7");
  plan = kp_dns_plan_new (seen, NULL);
  line = kp_dns_plan_format_zone_line (plan);
  g_assert_false (plan->needed);
  g_assert_null (plan->set);
  g_assert_null (line);
  g_assert_cmpuint (plan->remove->len, ==, 0);
}

static void
test_apex (void)
{
  g_autoptr (KpObservation) seen = scene_new ("kite.example", TARGET, ADDRESSES, SCENE_NOW);
  g_autoptr (KpDnsPlan) plan = NULL;
  g_autofree char *text = NULL;

  g_free (seen->zone);
  seen->zone = g_strdup ("kite.example");
  seen->is_apex = TRUE;
  scene_answers (seen, "A 203.0.113.7");
  g_ptr_array_add (seen->other_records, kp_record_new (KP_RECORD_MX, "kite.example", 300,
                                                       "10 mail.kite.example"));
  plan = kp_dns_plan_new (seen, TARGET);
  g_assert_true (plan->needed);
  g_assert_true (plan->impossible);
  g_assert_null (plan->set);
  /* Nobody is told to remove the mail of a whole domain. */
  g_assert_cmpuint (plan->remove->len, ==, 0);
  g_assert_cmpstr (plan->relative_host, ==, "@");
  g_assert_nonnull (strstr (plan->reason, "cp.kite.example"));
  g_assert_nonnull (strstr (plan->reason, "my.kite.example"));
  text = kp_dns_plan_format_instructions (plan, seen);
  g_assert_nonnull (strstr (text, plan->reason));
  g_assert_null (strstr (text, "CNAME\n"));
}

/* At an apex whose DNS host copies the target's addresses only what is left is removed. */
static void
test_apex_leftover (void)
{
  g_autoptr (KpObservation) seen = scene_new ("kite.example", TARGET, ADDRESSES, SCENE_NOW);
  g_autoptr (KpDnsPlan) plan = NULL;

  seen->is_apex = TRUE;
  scene_answers (seen, "A 192.0.2.10 A 192.0.2.11 AAAA 2001:db8::7");
  plan = kp_dns_plan_new (seen, TARGET);
  g_assert_true (plan->needed);
  g_assert_false (plan->impossible);
  g_assert_null (plan->set);
  g_assert_cmpuint (plan->remove->len, ==, 1);
  g_assert_cmpstr (((KpRecord *) g_ptr_array_index (plan->remove, 0))->data, ==,
                   "2001:db8::7");
}

static void
test_wildcard (void)
{
  g_autoptr (KpObservation) seen = scene_new (HOST, TARGET, ADDRESSES, SCENE_NOW);
  g_autoptr (KpDnsPlan) plan = NULL;

  seen->wildcard = kp_record_new (KP_RECORD_A, "*.kite.example", 300, "203.0.113.7");
  scene_answers (seen, "A 203.0.113.7");
  plan = kp_dns_plan_new (seen, TARGET);
  g_assert_true (plan->needed);
  g_assert_cmpuint (plan->remove->len, ==, 0);
  g_assert_nonnull (plan->set);
  g_assert_nonnull (strstr (plan->reason, "*.kite.example"));
}

/* The zone has one, but the name has a record of its own. */
static void
test_own_beside_wildcard (void)
{
  g_autoptr (KpObservation) seen = scene_new (HOST, TARGET, ADDRESSES, SCENE_NOW);
  g_autoptr (KpDnsPlan) plan = NULL;
  g_autofree char *remove = NULL;

  seen->wildcard = kp_record_new (KP_RECORD_A, "*.kite.example", 300, "203.0.113.99");
  scene_answers (seen, "A 203.0.113.7|A 203.0.113.7");
  plan = kp_dns_plan_new (seen, TARGET);
  remove = describe (plan->remove);
  g_assert_cmpstr (remove, ==, "A 203.0.113.7");
  g_assert_null (plan->reason);
}

/* Its MX stands at every name that has no record, and is removed at none. */
static void
test_wildcard_mail (void)
{
  g_autoptr (KpObservation) seen = scene_new (HOST, TARGET, ADDRESSES, SCENE_NOW);
  g_autoptr (KpDnsPlan) plan = NULL;

  seen->wildcard = kp_record_new (KP_RECORD_CNAME, "*.kite.example", 300, "web.example");
  scene_answers (seen, "CNAME web.example A 203.0.113.7");
  g_ptr_array_add (seen->other_records,
                   kp_record_new (KP_RECORD_MX, HOST, 300, "10 mail.kite.example"));
  plan = kp_dns_plan_new (seen, TARGET);
  g_assert_true (plan->needed);
  g_assert_cmpuint (plan->remove->len, ==, 0);
  g_assert_nonnull (strstr (plan->reason, "*.kite.example"));
}

static void
test_doubled (void)
{
  g_autoptr (KpObservation) seen = scene_new (HOST, TARGET, ADDRESSES, SCENE_NOW);
  g_autoptr (KpDnsPlan) plan = NULL;
  g_autofree char *remove = NULL;

  seen->doubled = kp_record_new (KP_RECORD_CNAME, HOST ".kite.example", 300, TARGET);
  scene_answers (seen, "NXDOMAIN");
  plan = kp_dns_plan_new (seen, TARGET);
  remove = describe (plan->remove);
  g_assert_cmpstr (remove, ==, "CNAME " TARGET " (" HOST ".kite.example)");
  g_assert_nonnull (strstr (plan->reason, HOST ".kite.example"));
  g_assert_nonnull (strstr (plan->reason, "“cp”"));
}

/* What stands there: what is in the way, else what leads. */
static void
test_present (void)
{
  static const struct
  {
    const char *answers;
    int present; /* index of the answer, -1 for none */
  } rows[] = {
    { "silent|A 203.0.113.7|A 203.0.113.7", 1 },
    { "NXDOMAIN|NXDOMAIN", -1 },
    { "CNAME " TARGET "|CNAME " TARGET, 0 },
    { "A 203.0.113.7|CNAME " TARGET "|CNAME " TARGET, 1 },
    { "CNAME " TARGET "|A 203.0.113.7|A 203.0.113.7", 1 },
    { "silent|silent", -1 },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autoptr (KpObservation) seen = scene_new (HOST, TARGET, ADDRESSES, SCENE_NOW);
      g_autoptr (KpDnsPlan) plan = NULL;
      const KpResolverAnswer *present;

      scene_answers (seen, rows[i].answers);
      plan = kp_dns_plan_new (seen, TARGET);
      present = kp_dns_plan_find_present (plan, seen);
      if (rows[i].present < 0)
        g_assert_null (present);
      else
        g_assert_true (present == g_ptr_array_index (seen->answers, rows[i].present));
    }
}

static void
test_instructions (void)
{
  static const char *const parts[] = {
    "DNS record of cp.kite.example",
    "in the zone kite.example, which is run by dnshost.example",
    "As it is:\n   A      cp  (cp.kite.example)  203.0.113.7",
    "MX     cp  (cp.kite.example)  10 mail.kite.example",
    "Remove these records first",
    "Type: CNAME",
    "Host: cp\n",
    "Host in full: cp.kite.example\n",
    "Points to: " TARGET "\n",
    "cp.kite.example. 3600 IN CNAME " TARGET ".\n",
    "nobody uses mail addresses at cp.kite.example",
  };
  g_autoptr (KpObservation) seen = scene_new (HOST, TARGET, ADDRESSES, SCENE_NOW);
  g_autoptr (KpDnsPlan) plan = NULL;
  g_autofree char *text = NULL;

  scene_answers (seen, "silent|A 203.0.113.7|A 203.0.113.7");
  g_ptr_array_add (seen->other_records,
                   kp_record_new (KP_RECORD_MX, HOST, 300, "10 mail.kite.example"));
  plan = kp_dns_plan_new (seen, TARGET);
  text = kp_dns_plan_format_instructions (plan, seen);
  g_test_message ("%s", text);
  for (guint i = 0; i < G_N_ELEMENTS (parts); i++)
    if (strstr (text, parts[i]) == NULL)
      {
        g_test_message ("not there: %s", parts[i]);
        g_test_fail ();
      }
}

/* A record's data is a stranger's text: it must not grow a letter without end. */
static void
test_long_data (void)
{
  g_autoptr (KpObservation) seen = scene_new (HOST, TARGET, ADDRESSES, SCENE_NOW);
  g_autofree char *data = g_strnfill (4096, 'x');
  g_autoptr (KpDnsPlan) plan = NULL;
  g_autofree char *text = NULL;

  for (guint i = 0; i < 500; i++)
    {
      g_autofree char *each = g_strdup_printf ("%u%s", i, data);

      g_ptr_array_add (seen->other_records, kp_record_new (KP_RECORD_TXT, HOST, 300, each));
    }
  scene_answers (seen, "A 203.0.113.7");
  plan = kp_dns_plan_new (seen, TARGET);
  text = kp_dns_plan_format_instructions (plan, seen);
  g_assert_cmpuint (plan->remove->len, <=, 64);
  g_assert_cmpuint (strlen (text), <, 32 * 1024);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/plan/remove", test_remove);
  g_test_add_func ("/plan/forms", test_forms);
  g_test_add_func ("/plan/no-target", test_no_target);
  g_test_add_func ("/plan/apex", test_apex);
  g_test_add_func ("/plan/apex-leftover", test_apex_leftover);
  g_test_add_func ("/plan/wildcard", test_wildcard);
  g_test_add_func ("/plan/own-beside-wildcard", test_own_beside_wildcard);
  g_test_add_func ("/plan/wildcard-mail", test_wildcard_mail);
  g_test_add_func ("/plan/doubled", test_doubled);
  g_test_add_func ("/plan/present", test_present);
  g_test_add_func ("/plan/instructions", test_instructions);
  g_test_add_func ("/plan/long-data", test_long_data);
  return g_test_run ();
}
