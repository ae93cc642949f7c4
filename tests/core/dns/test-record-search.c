/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "core/dns/record-search.h"

#include <arpa/nameser.h>

#include "core/dns/table-resolver.h"
#include "waiting.h"

#define NAME "_dnsauth.my.globe.example"

typedef struct
{
  GPtrArray *resolvers;
  GPtrArray *sights; /* of the last look */
} Fixture;

static void
set_up (Fixture *fixture, gconstpointer data)
{
  static const char *const names[] = { "One", "Two", "Three" };

  fixture->resolvers = g_ptr_array_new_with_free_func (g_object_unref);
  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    g_ptr_array_add (fixture->resolvers,
                     kp_table_resolver_new ("https://dns.example/dns-query", names[i]));
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  g_ptr_array_unref (fixture->resolvers);
  g_clear_pointer (&fixture->sights, g_ptr_array_unref);
}

static void
add (Fixture *fixture, guint index, const char *owner, KpRecordType type, const char *data)
{
  kp_table_resolver_add (g_ptr_array_index (fixture->resolvers, index), owner, type, 300,
                         data);
}

static char *
look (Fixture *fixture, KpRecordType type, const char *value, gboolean *there)
{
  g_autoptr (GAsyncResult) finished = NULL;
  g_autoptr (GPtrArray) sights = NULL;
  g_autoptr (GError) error = NULL;

  kp_record_search_async (fixture->resolvers, NAME, type, value, 1000, NULL, take_result,
                          &finished);
  wait_for_result (&finished);
  sights = kp_record_search_finish (finished, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (sights->len, ==, fixture->resolvers->len);
  *there = kp_record_sights_are_there (sights);
  g_clear_pointer (&fixture->sights, g_ptr_array_unref);
  fixture->sights = g_steal_pointer (&sights);
  return kp_record_sights_describe (fixture->sights);
}

/* Other texts beside it are nobody's business; a part of it is not it. */
static void
test_txt (Fixture *fixture, gconstpointer data)
{
  g_autofree char *before = NULL;
  g_autofree char *some = NULL;
  g_autofree char *all = NULL;
  gboolean there;

  before = look (fixture, KP_RECORD_TXT, "abc", &there);
  g_assert_cmpstr (before, ==, "Seen by 0 of 3 resolvers");
  g_assert_false (there);
  add (fixture, 0, NAME, KP_RECORD_TXT, "other");
  add (fixture, 0, NAME, KP_RECORD_TXT, "abc");
  add (fixture, 1, NAME, KP_RECORD_CNAME, "txt.ca.example");
  add (fixture, 1, "txt.ca.example", KP_RECORD_TXT, "abc");
  add (fixture, 2, NAME, KP_RECORD_TXT, "abcd");
  some = look (fixture, KP_RECORD_TXT, "abc", &there);
  g_assert_cmpstr (some, ==, "Seen by 2 of 3 resolvers");
  g_assert_true (there);
  add (fixture, 2, NAME, KP_RECORD_TXT, "abc");
  all = look (fixture, KP_RECORD_TXT, "abc", &there);
  g_assert_cmpstr (all, ==, "Seen by 3 of 3 resolvers");
  g_assert_true (there);
}

static void
test_cname (Fixture *fixture, gconstpointer data)
{
  g_autofree char *some = NULL;
  gboolean there;

  add (fixture, 0, NAME, KP_RECORD_CNAME, "x1.ca.example");
  add (fixture, 1, NAME, KP_RECORD_CNAME, "x2.ca.example");
  add (fixture, 2, NAME, KP_RECORD_TXT, "x1.ca.example");
  some = look (fixture, KP_RECORD_CNAME, "X1.Ca.Example", &there);
  g_assert_cmpstr (some, ==, "Seen by 1 of 3 resolvers");
  g_assert_false (there);
}

/* Who does not answer says nothing: neither that it is there nor that it is not. */
static void
test_silent (Fixture *fixture, gconstpointer data)
{
  g_autofree char *some = NULL;
  g_autofree char *none = NULL;
  gboolean there;

  add (fixture, 0, NAME, KP_RECORD_TXT, "abc");
  kp_table_resolver_set_error (g_ptr_array_index (fixture->resolvers, 1),
                               KP_DNS_ERROR_TIMED_OUT);
  kp_table_resolver_set_rcode (g_ptr_array_index (fixture->resolvers, 2), NAME,
                               ns_r_servfail, FALSE);
  some = look (fixture, KP_RECORD_TXT, "abc", &there);
  g_assert_cmpstr (some, ==, "Seen by 1 of 1 resolver");
  g_assert_true (there);
  kp_table_resolver_set_error (g_ptr_array_index (fixture->resolvers, 0),
                               KP_DNS_ERROR_UNREACHABLE);
  none = look (fixture, KP_RECORD_TXT, "abc", &there);
  g_assert_cmpstr (none, ==, "No resolver could be asked");
  g_assert_false (there);
}

static const KpRecordSight *
get (Fixture *fixture, guint index)
{
  return g_ptr_array_index (fixture->sights, index);
}

/* What stands there is told, with how long a resolver keeps to it: a CNAME has no room
 * beside others; a CNAME at the name of a text may be the way to it. */
static void
test_in_way (Fixture *fixture, gconstpointer data)
{
  g_autofree char *text = NULL;
  g_autofree char *again = NULL;
  g_auto (GStrv) of_cname = NULL;
  g_auto (GStrv) of_text = NULL;
  gboolean there;

  add (fixture, 0, NAME, KP_RECORD_TXT, "old");
  add (fixture, 1, NAME, KP_RECORD_CNAME, "x1.ca.example");
  kp_table_resolver_add (g_ptr_array_index (fixture->resolvers, 2), "globe.example",
                         KP_RECORD_SOA, 900, "ns.example. host.example. 1 2 3 4 1200");
  text = look (fixture, KP_RECORD_CNAME, "x1.ca.example", &there);
  g_assert_cmpstr (get (fixture, 0)->found[0], ==, "TXT old");
  g_assert_cmpstr (get (fixture, 1)->found[0], ==, "CNAME x1.ca.example");
  g_assert_cmpuint (get (fixture, 0)->ttl, ==, 300);
  g_assert_cmpuint (get (fixture, 2)->ttl, ==, 900);
  g_assert_cmpuint (kp_record_sights_get_old_ttl (fixture->sights), ==, 900);
  of_cname = kp_record_sights_list_in_way (fixture->sights, "CNAME", "x1.ca.example");
  g_assert_cmpuint (g_strv_length (of_cname), ==, 1);
  g_assert_cmpstr (of_cname[0], ==, "TXT old");
  again = look (fixture, KP_RECORD_TXT, "new", &there);
  of_text = kp_record_sights_list_aliases (fixture->sights, "TXT");
  g_assert_cmpuint (g_strv_length (of_text), ==, 1);
  g_assert_cmpstr (of_text[0], ==, "CNAME x1.ca.example");
}

/* An alias that leads to the record for one resolver is no other one for another,
 * whose answer lasts no longer than that nothing is at its end. */
static void
test_alias (Fixture *fixture, gconstpointer data)
{
  g_autofree char *text = NULL;
  g_auto (GStrv) aliases = NULL;
  gboolean there;

  for (guint i = 0; i < 2; i++)
    add (fixture, i, NAME, KP_RECORD_CNAME, "txt.ca.example");
  add (fixture, 0, "txt.ca.example", KP_RECORD_TXT, "abc");
  kp_table_resolver_add (g_ptr_array_index (fixture->resolvers, 1), "ca.example",
                         KP_RECORD_SOA, 900, "ns.example. host.example. 1 2 3 4 60");
  kp_table_resolver_add (g_ptr_array_index (fixture->resolvers, 2), NAME, KP_RECORD_TXT,
                         G_MAXINT32, "other");
  text = look (fixture, KP_RECORD_TXT, "abc", &there);
  g_assert_cmpstr (text, ==, "Seen by 1 of 3 resolvers");
  g_assert_cmpuint (get (fixture, 0)->ttl, ==, 300);
  g_assert_cmpuint (get (fixture, 1)->ttl, ==, 60);
  g_assert_cmpuint (get (fixture, 2)->ttl, ==, 24 * 3600);
  aliases = kp_record_sights_list_aliases (fixture->sights, "TXT");
  g_assert_cmpuint (g_strv_length (aliases), ==, 0);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add ("/record-search/txt", Fixture, NULL, set_up, test_txt, tear_down);
  g_test_add ("/record-search/cname", Fixture, NULL, set_up, test_cname, tear_down);
  g_test_add ("/record-search/in-way", Fixture, NULL, set_up, test_in_way, tear_down);
  g_test_add ("/record-search/alias", Fixture, NULL, set_up, test_alias, tear_down);
  g_test_add ("/record-search/silent", Fixture, NULL, set_up, test_silent, tear_down);

  return g_test_run ();
}
