/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/check/address-check.h"
#include "core/dns/table-resolver.h"
#include "patience.h"

typedef struct
{
  KpCatalogue *catalogue;
  KpClock *clock;
  KpTableResolver *first;
  KpTableResolver *second;
  GPtrArray *resolvers;
  KpAddressCheck *check;
} Fixture;

static void
add_record (Fixture *fixture, const char *owner, KpRecordType type, const char *value)
{
  kp_table_resolver_add (fixture->first, owner, type, 300, value);
  kp_table_resolver_add (fixture->second, owner, type, 300, value);
}

static void
set_up (Fixture *fixture, gconstpointer data)
{
  fixture->catalogue = kp_catalogue_new (NULL);
  fixture->clock = kp_fixed_clock_new (1795335000);
  fixture->resolvers = g_ptr_array_new_with_free_func (g_object_unref);
  fixture->first = kp_table_resolver_new ("https://one.example/dns-query", "One");
  fixture->second = kp_table_resolver_new ("https://two.example/dns-query", "Two");
  g_ptr_array_add (fixture->resolvers, fixture->first);
  g_ptr_array_add (fixture->resolvers, fixture->second);
  fixture->check =
      kp_address_check_new (fixture->catalogue, fixture->resolvers, fixture->clock);
  add_record (fixture, "kite.io", KP_RECORD_SOA,
              "ns1.kite.io dns.kite.io 1 7200 3600 1209600 300");
  add_record (fixture, "kite.io", KP_RECORD_NS, "ns1.kite.io");
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  g_object_unref (fixture->check);
  g_ptr_array_unref (fixture->resolvers);
  g_object_unref (fixture->catalogue);
  g_object_unref (fixture->clock);
}

static void
spin (void)
{
  for (guint i = 0; i < 200; i++)
    while (g_main_context_iteration (NULL, FALSE))
      ;
}

static void
wait_asked (Fixture *fixture)
{
  kp_address_check_settle (fixture->check);
  while (kp_address_check_get_state (fixture->check) == KP_ADDRESS_ASKING)
    g_main_context_iteration (NULL, TRUE);
  spin ();
}

static guint
count_lookups (Fixture *fixture)
{
  return kp_table_resolver_get_n_lookups (fixture->first)
         + kp_table_resolver_get_n_lookups (fixture->second);
}

static const struct
{
  const char *text;
  const char *records; /* "OWNER TYPE DATA" separated by "|" */
  const char *name;    /* what is said of the name, NULL for nothing */
  const char *answer;
  const char *provider; /* found */
  const char *target;   /* found */
} table[] = {
  { "https://CP.Kite.io/login", "cp.kite.io A 203.0.113.7",
    "cp.kite.io · subdomain of kite.io",
    "Answers 203.0.113.7 (address record). Provider found: none.", NULL, NULL },
  { "cp.kite.io:8443",
    "cp.kite.io CNAME pl-10.admin.emailsrvr.com|pl-10.admin.emailsrvr.com A 192.0.2.1",
    "cp.kite.io:8443 · subdomain of kite.io",
    "Leads to pl-10.admin.emailsrvr.com (CNAME). Provider found: Cloud Office.",
    "cloud-office", "pl-10.admin.emailsrvr.com" },
  { "cp.kite.io", "cp.kite.io CNAME web.kite.io|web.kite.io CNAME mpg.vp.vc",
    "cp.kite.io · subdomain of kite.io",
    "Leads to mpg.vp.vc (CNAME), which has no address. Provider found: Pexip.", "pexip",
    "mpg.vp.vc" },
  { "cp.kite.io", "cp.kite.io CNAME web.host.net|web.host.net A 192.0.2.1",
    "cp.kite.io · subdomain of kite.io",
    "Leads to web.host.net (CNAME). Provider found: none.", NULL, NULL },
  { "cp.kite.io", "cp.kite.io CNAME cp.kite.io", "cp.kite.io · subdomain of kite.io",
    "Its CNAME records go round in a circle. Provider found: none.", NULL, NULL },
  { "cp.kite.io", "cp.kite.io A 192.0.2.1|cp.kite.io AAAA 2001:db8::1",
    "cp.kite.io · subdomain of kite.io",
    "Answers 192.0.2.1, 2001:db8::1 (address records). Provider found: none.", NULL, NULL },
  { "cp.kite.io",
    "cp.kite.io A 192.0.2.1|cp.kite.io A 192.0.2.2|cp.kite.io A 192.0.2.3|"
    "cp.kite.io A 192.0.2.4",
    "cp.kite.io · subdomain of kite.io",
    "Answers 192.0.2.1, 192.0.2.2 and 2 more (address records). Provider found: none.",
    NULL, NULL },
  { "cp.kite.io", "cp.kite.io TXT x", "cp.kite.io · subdomain of kite.io",
    "It has no address in DNS yet. Provider found: none.", NULL, NULL },
  { "cp.lake.se", "", "cp.lake.se · subdomain of lake.se",
    "There is no such name in DNS yet. Provider found: none.", NULL, NULL },
  { "bücher.kite.io", "", "bücher.kite.io (xn--bcher-kva.kite.io) · subdomain of kite.io",
    "There is no such name in DNS yet. Provider found: none.", NULL, NULL },
  { "kite.io", "kite.io A 192.0.2.1", "kite.io · top of its zone",
    "Answers 192.0.2.1 (address record). Provider found: none.", NULL, NULL },
  /* A zone of its own that no list of suffixes knows. */
  { "www.sub.kite.io",
    "sub.kite.io SOA ns1.kite.io dns.kite.io 1 2 3 4 5|"
    "www.sub.kite.io A 192.0.2.1",
    "www.sub.kite.io · subdomain of sub.kite.io",
    "Answers 192.0.2.1 (address record). Provider found: none.", NULL, NULL },
};

static void
add_records (Fixture *fixture, const char *text)
{
  static const struct
  {
    const char *name;
    KpRecordType type;
  } types[] = { { "A", KP_RECORD_A },
                { "AAAA", KP_RECORD_AAAA },
                { "CNAME", KP_RECORD_CNAME },
                { "TXT", KP_RECORD_TXT },
                { "SOA", KP_RECORD_SOA } };
  g_auto (GStrv) records = g_strsplit (text, "|", -1);

  for (guint i = 0; records[i] != NULL; i++)
    {
      g_auto (GStrv) words = g_strsplit (records[i], " ", 3);

      for (guint j = 0; j < G_N_ELEMENTS (types) && words[0] != NULL; j++)
        if (g_str_equal (words[1], types[j].name))
          add_record (fixture, words[0], types[j].type, words[2]);
    }
}

static void
test_table (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (table); i++)
    {
      Fixture fixture;
      g_autofree char *name = NULL;
      g_autofree char *answer = NULL;
      const char *target;
      KpProfile *found;

      g_test_message ("%s: %s", table[i].text, table[i].records);
      set_up (&fixture, NULL);
      add_records (&fixture, table[i].records);
      kp_address_check_set_text (fixture.check, table[i].text);
      wait_asked (&fixture);
      name = kp_address_check_describe_name (fixture.check);
      answer = kp_address_check_describe_answer (fixture.check);
      found = kp_address_check_get_found (fixture.check, &target);
      g_assert_cmpstr (name, ==, table[i].name);
      g_assert_cmpstr (answer, ==, table[i].answer);
      g_assert_cmpstr (found != NULL ? kp_profile_get_id (found) : NULL, ==,
                       table[i].provider);
      g_assert_cmpstr (target, ==, table[i].target);
      g_assert_cmpint (kp_address_check_get_state (fixture.check), ==, KP_ADDRESS_ANSWERED);
      tear_down (&fixture, NULL);
    }
}

/* Errors of the name servers have a text too. */
static void
test_broken (Fixture *fixture, gconstpointer data)
{
  g_autofree char *broken = NULL;
  g_autofree char *bogus = NULL;

  kp_table_resolver_set_rcode (fixture->first, "cp.kite.io", 2, FALSE);
  kp_table_resolver_set_rcode (fixture->second, "cp.kite.io", 2, FALSE);
  kp_table_resolver_set_rcode (fixture->first, "my.kite.io", 2, TRUE);
  kp_table_resolver_set_rcode (fixture->second, "my.kite.io", 2, TRUE);
  kp_address_check_set_text (fixture->check, "cp.kite.io");
  wait_asked (fixture);
  broken = kp_address_check_describe_answer (fixture->check);
  g_assert_cmpstr (broken, ==,
                   "Its name servers answer with an error. Provider found: none.");
  kp_address_check_set_text (fixture->check, "my.kite.io");
  wait_asked (fixture);
  bogus = kp_address_check_describe_answer (fixture->check);
  g_assert_cmpstr (
      bogus, ==,
      "DNSSEC fails for it, so that resolvers tell nothing. Provider found: none.");
}

/* The rules hold with each key; nobody is asked before the pause, and only for what stands
 * there then. */
static void
test_pause (Fixture *fixture, gconstpointer data)
{
  gint64 start;

  g_assert_cmpint (kp_address_check_get_state (fixture->check), ==, KP_ADDRESS_EMPTY);
  kp_address_check_set_text (fixture->check, "cp");
  g_assert_cmpint (kp_address_check_get_state (fixture->check), ==, KP_ADDRESS_REFUSED);
  g_assert_false (kp_address_check_get_settled (fixture->check));
  kp_address_check_set_text (fixture->check, "cp.kite.i");
  spin ();
  kp_address_check_set_text (fixture->check, "cp.kite.io");
  g_assert_cmpint (kp_address_check_get_state (fixture->check), ==, KP_ADDRESS_TYPED);
  g_assert_true (kp_address_check_get_name (fixture->check)->allowed);
  spin ();
  g_assert_cmpuint (count_lookups (fixture), ==, 0);
  g_assert_null (kp_address_check_describe_answer (fixture->check));
  start = g_get_monotonic_time ();
  while (!kp_address_check_get_settled (fixture->check))
    g_main_context_iteration (NULL, TRUE);
  g_assert_cmpint (g_get_monotonic_time () - start, <, patience () * 2 * G_USEC_PER_SEC);
  g_assert_cmpint (kp_address_check_get_state (fixture->check), ==, KP_ADDRESS_ASKING);
  /* Address and IPv6 address, of two resolvers. */
  g_assert_cmpuint (count_lookups (fixture), ==, 4);
  kp_address_check_set_text (fixture->check, " ");
  g_assert_cmpint (kp_address_check_get_state (fixture->check), ==, KP_ADDRESS_EMPTY);
  spin ();
  g_assert_null (kp_address_check_get_answer (fixture->check));
}

/* An answer to what is not asked any more changes nothing. */
static void
test_late_answer (Fixture *fixture, gconstpointer data)
{
  g_autofree char *answer = NULL;

  add_record (fixture, "cp.kite.io", KP_RECORD_CNAME, "mpg.vp.vc");
  add_record (fixture, "my.kite.io", KP_RECORD_A, "192.0.2.9");
  kp_address_check_set_text (fixture->check, "cp.kite.io");
  kp_address_check_settle (fixture->check);
  kp_address_check_set_text (fixture->check, "my.kite.io");
  wait_asked (fixture);
  answer = kp_address_check_describe_answer (fixture->check);
  g_assert_cmpstr (answer, ==, "Answers 192.0.2.9 (address record). Provider found: none.");
  g_assert_null (kp_address_check_get_found (fixture->check, NULL));
}

static void
test_refused (Fixture *fixture, gconstpointer data)
{
  static const char *const names[] = { "cp_x.kite.io", "192.0.2.1", "*.kite.io",
                                       "localhost",    "cp kite",   "cp.kite.io:0" };

  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    {
      kp_address_check_set_text (fixture->check, names[i]);
      kp_address_check_settle (fixture->check);
      spin ();
      g_assert_cmpint (kp_address_check_get_state (fixture->check), ==, KP_ADDRESS_REFUSED);
      g_assert_cmpint (kp_address_check_get_problem (fixture->check)->id, ==,
                       KP_FINDING_NAME_INVALID);
      g_assert_null (kp_address_check_describe_name (fixture->check));
    }
  g_assert_cmpuint (count_lookups (fixture), ==, 0);
}

/* What one provider refuses another takes, and is asked about then. */
static void
test_profile (Fixture *fixture, gconstpointer data)
{
  KpProfile *strict = kp_catalogue_find (fixture->catalogue, "cloud-office");
  KpProfile *lenient = kp_catalogue_find (fixture->catalogue, "own-server");
  g_autofree char *answer = NULL;

  kp_address_check_set_profile (fixture->check, strict);
  kp_address_check_set_text (fixture->check, "x.mymailsrvr.com");
  kp_address_check_settle (fixture->check);
  g_assert_cmpint (kp_address_check_get_problem (fixture->check)->id, ==,
                   KP_FINDING_NAME_REFUSED_DOMAIN);
  g_assert_cmpuint (count_lookups (fixture), ==, 0);
  kp_address_check_set_profile (fixture->check, lenient);
  g_assert_cmpint (kp_address_check_get_state (fixture->check), ==, KP_ADDRESS_ASKING);
  wait_asked (fixture);
  answer = kp_address_check_describe_answer (fixture->check);
  g_assert_cmpstr (answer, ==, "There is no such name in DNS yet. Provider found: none.");
  kp_address_check_set_profile (fixture->check, strict);
  g_assert_cmpint (kp_address_check_get_state (fixture->check), ==, KP_ADDRESS_REFUSED);
  g_assert_null (kp_address_check_describe_answer (fixture->check));
}

/* A zone cut that only DNS knows makes an apex, and that is refused where a CNAME must be.
 */
static void
test_hidden_apex (Fixture *fixture, gconstpointer data)
{
  add_record (fixture, "cp.kite.io", KP_RECORD_SOA, "ns1.kite.io dns.kite.io 1 2 3 4 5");
  add_record (fixture, "cp.kite.io", KP_RECORD_A, "192.0.2.1");
  kp_address_check_set_profile (fixture->check,
                                kp_catalogue_find (fixture->catalogue, "cloud-office"));
  kp_address_check_set_text (fixture->check, "cp.kite.io");
  g_assert_null (kp_address_check_get_problem (fixture->check));
  wait_asked (fixture);
  g_assert_cmpint (kp_address_check_get_state (fixture->check), ==, KP_ADDRESS_REFUSED);
  g_assert_cmpint (kp_address_check_get_problem (fixture->check)->id, ==,
                   KP_FINDING_NAME_APEX);
}

/* One resolver that answers is enough, whichever it is. */
static void
test_one_is_silent (Fixture *fixture, gconstpointer data)
{
  g_autofree char *name = NULL;

  add_record (fixture, "cp.kite.io", KP_RECORD_A, "192.0.2.1");
  kp_table_resolver_set_error (fixture->first, KP_DNS_ERROR_UNREACHABLE);
  kp_address_check_set_text (fixture->check, "cp.kite.io");
  wait_asked (fixture);
  g_assert_cmpint (kp_address_check_get_state (fixture->check), ==, KP_ADDRESS_ANSWERED);
  g_assert_true (kp_address_check_get_name (fixture->check)->zone->by_soa);
  kp_table_resolver_set_error (fixture->first, -1);
  kp_table_resolver_set_silent (fixture->second, TRUE);
  kp_address_check_set_text (fixture->check, "my.kite.io");
  wait_asked (fixture);
  g_assert_cmpint (kp_address_check_get_state (fixture->check), ==, KP_ADDRESS_ANSWERED);
  name = kp_address_check_describe_name (fixture->check);
  g_assert_cmpstr (name, ==, "my.kite.io · subdomain of kite.io");
}

static void
test_offline (Fixture *fixture, gconstpointer data)
{
  g_autoptr (KpAddressCheck) alone =
      kp_address_check_new (fixture->catalogue, NULL, fixture->clock);
  g_autofree char *answer = NULL;
  g_autofree char *nobody = NULL;

  kp_table_resolver_set_error (fixture->first, KP_DNS_ERROR_UNREACHABLE);
  kp_table_resolver_set_error (fixture->second, KP_DNS_ERROR_UNREACHABLE);
  kp_address_check_set_text (fixture->check, "cp.kite.io");
  wait_asked (fixture);
  g_assert_cmpint (kp_address_check_get_state (fixture->check), ==, KP_ADDRESS_SILENT);
  g_assert_true (kp_address_check_get_name (fixture->check)->allowed);
  answer = kp_address_check_describe_answer (fixture->check);
  g_assert_true (g_str_has_prefix (answer, "Could not ask DNS: "));
  g_assert_true (g_str_has_suffix (answer, ". The site can be added all the same."));
  kp_address_check_set_text (alone, "cp.kite.io");
  kp_address_check_settle (alone);
  nobody = kp_address_check_describe_answer (alone);
  g_assert_cmpstr (nobody, ==, "Could not ask DNS. The site can be added all the same.");
}

static void
count_cb (KpAddressCheck *check, gpointer data)
{
  ++*(guint *) data;
}

/* Who follows it hears of every change, and of none once it is gone. */
static void
test_gone (Fixture *fixture, gconstpointer data)
{
  KpAddressCheck *check =
      kp_address_check_new (fixture->catalogue, fixture->resolvers, fixture->clock);
  guint changes = 0;

  g_signal_connect (check, "changed", G_CALLBACK (count_cb), &changes);
  kp_address_check_set_text (check, "cp.kite.io");
  kp_address_check_set_text (check, "cp.kite.io ");
  g_assert_cmpuint (changes, ==, 1);
  kp_address_check_settle (check);
  g_assert_cmpuint (changes, ==, 2);
  /* What was asked doesn't keep it. */
  g_assert_finalize_object (check);
  spin ();
  g_assert_cmpuint (changes, ==, 2);
}

#define ADD(name, function)                                                                \
  g_test_add ("/address-check/" name, Fixture, NULL, set_up, function, tear_down)

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/address-check/table", test_table);
  ADD ("broken", test_broken);
  ADD ("pause", test_pause);
  ADD ("late-answer", test_late_answer);
  ADD ("refused", test_refused);
  ADD ("profile", test_profile);
  ADD ("hidden-apex", test_hidden_apex);
  ADD ("one-is-silent", test_one_is_silent);
  ADD ("offline", test_offline);
  ADD ("gone", test_gone);
  return g_test_run ();
}
