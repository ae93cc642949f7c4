/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/dns/table-resolver.h"
#include "waiting.h"

#define HOST "cp.example.com"
#define SOA "ns.example.com root.example.com 1 2 3 4 60"

static KpResolverAnswer *
ask_again (KpTableResolver *table, const KpResolverAnswer *before, gint64 now)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  KpResolverAnswer *answer;

  kp_resolver_answer_again_async (KP_RESOLVER (table), before, HOST, now, NULL, take_result,
                                  &result);
  answer =
      kp_resolver_answer_finish (KP_RESOLVER (table), wait_for_result (&result), &error);
  g_assert_no_error (error);
  return answer;
}

static KpResolverAnswer *
ask (KpTableResolver *table, GCancellable *cancellable, GError **error)
{
  g_autoptr (GAsyncResult) result = NULL;

  kp_resolver_answer_async (KP_RESOLVER (table), HOST, 1000, cancellable, take_result,
                            &result);
  wait_for_result (&result);
  return kp_resolver_answer_finish (KP_RESOLVER (table), result, error);
}

static KpResolverAnswer *
ask_well (KpTableResolver *table)
{
  g_autoptr (GError) error = NULL;
  KpResolverAnswer *answer = ask (table, NULL, &error);

  g_assert_no_error (error);
  g_assert_nonnull (answer);
  g_assert_cmpint (answer->answered, ==, answer->error == NULL);
  return answer;
}

static char *
join (GPtrArray *records)
{
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < records->len; i++)
    g_string_append_printf (text, "%s%s", i > 0 ? " " : "",
                            ((KpRecord *) g_ptr_array_index (records, i))->data);
  return g_string_free (text, FALSE);
}

static void
assert_records (GPtrArray *records, const char *expected)
{
  g_autofree char *text = join (records);

  g_assert_cmpstr (text, ==, expected);
}

static KpTableResolver *
make_table (void)
{
  KpTableResolver *table = kp_table_resolver_new ("https://table.test/dns-query", "Table");

  kp_table_resolver_add (table, "example.com", KP_RECORD_SOA, 3600, SOA);
  return table;
}

static void
test_addresses (void)
{
  g_autoptr (KpTableResolver) table = make_table ();
  g_autoptr (KpResolverAnswer) answer = NULL;

  kp_table_resolver_add (table, HOST, KP_RECORD_A, 300, "192.0.2.9");
  kp_table_resolver_add (table, HOST, KP_RECORD_A, 200, "192.0.2.1");
  kp_table_resolver_add (table, HOST, KP_RECORD_A, 200, "192.0.2.9");
  kp_table_resolver_add (table, HOST, KP_RECORD_AAAA, 250, "2001:db8::1");
  answer = ask_well (table);
  g_assert_cmpstr (answer->url, ==, "https://table.test/dns-query");
  g_assert_cmpstr (answer->name, ==, "Table");
  g_assert_cmpint (answer->asked_at, ==, 1000);
  g_assert_true (answer->answered);
  g_assert_cmpuint (answer->rcode, ==, 0);
  assert_records (answer->chain, "");
  assert_records (answer->addresses, "192.0.2.1 192.0.2.9 2001:db8::1");
  /* 200 is the least of the A set, 250 of the AAAA set, which is kept longer. */
  g_assert_true (answer->ttl_known);
  g_assert_cmpuint (answer->ttl, ==, 250);
}

static void
test_one_family (void)
{
  g_autoptr (KpTableResolver) table = make_table ();
  g_autoptr (KpResolverAnswer) answer = NULL;

  kp_table_resolver_add (table, HOST, KP_RECORD_AAAA, 30, "2001:db8::1");
  answer = ask_well (table);
  assert_records (answer->addresses, "2001:db8::1");
  /* That there is no A is kept for 60 seconds, but a record outweighs that. */
  g_assert_cmpuint (answer->ttl, ==, 30);
}

static void
test_chain (void)
{
  g_autoptr (KpTableResolver) table = make_table ();
  g_autoptr (KpResolverAnswer) answer = NULL;

  kp_table_resolver_add (table, HOST, KP_RECORD_CNAME, 600, "hop.example.com");
  kp_table_resolver_add (table, "hop.example.com", KP_RECORD_CNAME, 5, "edge.example.net");
  kp_table_resolver_add (table, "edge.example.net", KP_RECORD_A, 7, "192.0.2.1");
  answer = ask_well (table);
  assert_records (answer->chain, "hop.example.com edge.example.net");
  assert_records (answer->addresses, "192.0.2.1");
  g_assert_cmpuint (answer->ttl, ==, 600);
  g_assert_false (answer->dangling);
  g_assert_false (answer->loop);
}

static void
test_missing (void)
{
  g_autoptr (KpTableResolver) table = make_table ();
  g_autoptr (KpResolverAnswer) answer = ask_well (table);

  g_assert_cmpuint (answer->rcode, ==, 3);
  g_assert_true (answer->ttl_known);
  g_assert_cmpuint (answer->ttl, ==, 60);
  g_assert_false (answer->dangling);

  kp_table_resolver_remove (table, "example.com");
  g_clear_pointer (&answer, kp_resolver_answer_unref);
  answer = ask_well (table);
  g_assert_false (answer->ttl_known);
  g_assert_cmpuint (answer->ttl, ==, 0);
}

static void
test_nothing_at_name (void)
{
  g_autoptr (KpTableResolver) table = make_table ();
  g_autoptr (KpResolverAnswer) answer = NULL;

  kp_table_resolver_add (table, HOST, KP_RECORD_MX, 300, "10 mail.example.com");
  answer = ask_well (table);
  g_assert_cmpuint (answer->rcode, ==, 0);
  assert_records (answer->addresses, "");
  g_assert_cmpuint (answer->ttl, ==, 60);
}

static void
test_dangling (void)
{
  g_autoptr (KpTableResolver) table = make_table ();
  g_autoptr (KpResolverAnswer) answer = NULL;

  kp_table_resolver_add (table, HOST, KP_RECORD_CNAME, 600, "gone.example.net");
  answer = ask_well (table);
  g_assert_true (answer->dangling);
  g_assert_cmpuint (answer->rcode, ==, 3);
  g_assert_cmpuint (answer->ttl, ==, 600);
  assert_records (answer->chain, "gone.example.net");
}

static void
test_loop (void)
{
  g_autoptr (KpTableResolver) table = make_table ();
  g_autoptr (KpResolverAnswer) answer = NULL;

  /* As a forwarder passes it on: NOERROR with the records of the loop. */
  kp_table_resolver_add (table, HOST, KP_RECORD_CNAME, 600, "other.example.com");
  kp_table_resolver_add (table, "other.example.com", KP_RECORD_CNAME, 600, HOST);
  answer = ask_well (table);
  g_assert_true (answer->loop);
  g_assert_false (answer->dangling);
  g_assert_cmpuint (answer->chain->len, ==, 2);
}

static void
test_servfail (void)
{
  g_autoptr (KpTableResolver) table = make_table ();
  g_autoptr (KpResolverAnswer) answer = NULL;

  kp_table_resolver_set_rcode (table, HOST, 2, FALSE);
  answer = ask_well (table);
  g_assert_true (answer->answered);
  g_assert_cmpuint (answer->rcode, ==, 2);
  g_assert_false (answer->bogus);
  g_assert_false (answer->loop);
  /* A, AAAA, CD=1, CNAME */
  g_assert_cmpuint (kp_table_resolver_get_n_lookups (table), ==, 4);
}

static void
test_bogus (void)
{
  g_autoptr (KpTableResolver) table = make_table ();
  g_autoptr (KpResolverAnswer) answer = NULL;

  kp_table_resolver_add (table, HOST, KP_RECORD_A, 300, "192.0.2.1");
  kp_table_resolver_set_rcode (table, HOST, 2, TRUE);
  answer = ask_well (table);
  g_assert_true (answer->bogus);
  g_assert_cmpuint (answer->rcode, ==, 2);
  assert_records (answer->addresses, "");
}

/* What a recursive resolver makes of a broken end: SERVFAIL, though the CNAME is there. */
static void
test_servfail_behind_alias (void)
{
  g_autoptr (KpTableResolver) table = make_table ();
  g_autoptr (KpResolverAnswer) answer = NULL;

  kp_table_resolver_add (table, HOST, KP_RECORD_CNAME, 600, "lame.example.net");
  kp_table_resolver_set_rcode (table, "lame.example.net", 2, FALSE);
  answer = ask_well (table);
  g_assert_cmpuint (answer->rcode, ==, 2);
  assert_records (answer->chain, "lame.example.net");
  g_assert_cmpuint (answer->ttl, ==, 600);
  g_assert_false (answer->loop);
  g_assert_false (answer->dangling);
}

static void
test_could_not_ask (void)
{
  g_autoptr (KpTableResolver) table = make_table ();
  g_autoptr (KpResolverAnswer) answer = NULL;

  kp_table_resolver_set_error (table, KP_DNS_ERROR_TIMED_OUT);
  answer = ask_well (table);
  g_assert_false (answer->answered);
  g_assert_nonnull (answer->error);
  g_assert_cmpuint (kp_table_resolver_get_n_lookups (table), ==, 2);
}

static gboolean
cancel (gpointer data)
{
  g_cancellable_cancel (data);
  return G_SOURCE_REMOVE;
}

static void
test_cancelled (void)
{
  g_autoptr (KpTableResolver) table = make_table ();
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GError) error = NULL;

  kp_table_resolver_set_silent (table, TRUE);
  g_timeout_add (10, cancel, cancellable);
  g_assert_null (ask (table, cancellable, &error));
  g_assert_error (error, KP_DNS_ERROR, KP_DNS_ERROR_CANCELLED);
  g_clear_error (&error);
  g_assert_null (ask (table, cancellable, &error));
  g_assert_error (error, KP_DNS_ERROR, KP_DNS_ERROR_CANCELLED);
}

/* For how long a resolver keeps to it that there is no A, or no AAAA. */
static void
test_negative_ttl (void)
{
  static const struct
  {
    const char *type, *data;
    gboolean soa;
    guint32 expected;
  } rows[] = {
    { "A", "192.0.2.1", TRUE, 60 },
    { "A", "192.0.2.1", FALSE, 0 },
    { "AAAA", "2001:db8::1", TRUE, 60 },
    { "CNAME", "gone.example.com", TRUE, 60 },
    { "MX", "10 mail.example.com", TRUE, 60 },
    { "CNAME", "both.example.com", TRUE, 0 },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autoptr (KpTableResolver) table = make_table ();
      g_autoptr (KpResolverAnswer) answer = NULL;
      KpRecordType type = g_str_equal (rows[i].type, "A")       ? KP_RECORD_A
                          : g_str_equal (rows[i].type, "AAAA")  ? KP_RECORD_AAAA
                          : g_str_equal (rows[i].type, "CNAME") ? KP_RECORD_CNAME
                                                                : KP_RECORD_MX;

      g_test_message ("%s %s", rows[i].type, rows[i].data);
      kp_table_resolver_add (table, "both.example.com", KP_RECORD_A, 300, "192.0.2.1");
      kp_table_resolver_add (table, "both.example.com", KP_RECORD_AAAA, 300, "2001:db8::1");
      kp_table_resolver_add (table, HOST, type, 300, rows[i].data);
      if (!rows[i].soa)
        kp_table_resolver_remove (table, "example.com");
      answer = ask_well (table);
      g_assert_cmpuint (answer->negative_ttl, ==, rows[i].expected);
    }
}

static void
assert_asked (KpTableResolver *table, const char *expected)
{
  g_auto (GStrv) questions = kp_table_resolver_take_questions (table);
  g_autofree char *asked = g_strjoinv (", ", questions);

  g_assert_cmpstr (asked, ==, expected);
}

/* The A is kept, and that there is no AAAA is not: only that is asked again. */
static void
test_again (void)
{
  g_autoptr (KpTableResolver) table = make_table ();
  g_autoptr (KpResolverAnswer) first = NULL;
  g_autoptr (KpResolverAnswer) same = NULL;
  g_autoptr (KpResolverAnswer) changed = NULL;
  g_autoptr (KpResolverAnswer) over = NULL;

  kp_table_resolver_add (table, HOST, KP_RECORD_A, 86400, "192.0.2.1");
  first = ask_well (table);
  assert_asked (table, HOST " A, " HOST " AAAA");

  same = ask_again (table, first, 1062);
  assert_asked (table, HOST " AAAA");
  g_assert_cmpint (same->asked_at, ==, 1062);
  g_assert_true (same->answered);
  assert_records (same->addresses, "192.0.2.1");
  /* What is left of the one, and the other anew. */
  g_assert_cmpuint (same->ttl, ==, 86400 - 62);
  g_assert_true (same->ttl_known);
  g_assert_cmpuint (((KpRecord *) g_ptr_array_index (same->addresses, 0))->ttl, ==,
                    86400 - 62);
  g_assert_cmpuint (same->negative_ttl, ==, 60);

  /* An alias stands for both questions, whatever was kept of the one. */
  kp_table_resolver_remove (table, HOST);
  kp_table_resolver_add (table, HOST, KP_RECORD_CNAME, 300, "edge.example.com");
  kp_table_resolver_add (table, "edge.example.com", KP_RECORD_A, 300, "192.0.2.9");
  changed = ask_again (table, same, 1062 + 62);
  assert_asked (table, HOST " AAAA, " HOST " A");
  assert_records (changed->chain, "edge.example.com");
  assert_records (changed->addresses, "192.0.2.9");
  g_assert_cmpuint (changed->ttl, ==, 300);

  /* With an alias, when both are over, and when neither is, both are asked. */
  over = ask_again (table, changed, 1062 + 62 + 62);
  assert_asked (table, HOST " A, " HOST " AAAA");
  g_clear_pointer (&over, kp_resolver_answer_unref);
  over = ask_again (table, first, 1000 + 86402);
  assert_asked (table, HOST " A, " HOST " AAAA");
  g_clear_pointer (&over, kp_resolver_answer_unref);
  over = ask_again (table, first, 1001);
  assert_asked (table, HOST " A, " HOST " AAAA");
  assert_records (over->addresses, "192.0.2.9");
}

/* The other way round; and what can't be asked is no answer, whatever is kept. */
static void
test_again_silent (void)
{
  g_autoptr (KpTableResolver) table = make_table ();
  g_autoptr (KpResolverAnswer) first = NULL;
  g_autoptr (KpResolverAnswer) same = NULL;
  g_autoptr (KpResolverAnswer) silent = NULL;

  kp_table_resolver_add (table, HOST, KP_RECORD_A, 10, "192.0.2.1");
  first = ask_well (table);
  assert_asked (table, HOST " A, " HOST " AAAA");
  same = ask_again (table, first, 1012);
  assert_asked (table, HOST " A");
  assert_records (same->addresses, "192.0.2.1");
  g_assert_cmpuint (same->ttl, ==, 10);
  g_assert_cmpuint (same->negative_ttl, ==, 60 - 12);

  kp_table_resolver_set_error (table, KP_DNS_ERROR_TIMED_OUT);
  silent = ask_again (table, same, 1024);
  assert_asked (table, HOST " A");
  g_assert_false (silent->answered);
  g_assert_nonnull (silent->error);
  assert_records (silent->addresses, "");
}

static KpDnsReply *
look_up (KpTableResolver *table, const char *name, KpRecordType type)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  KpDnsReply *reply = NULL;

  kp_resolver_lookup_async (KP_RESOLVER (table), name, type, KP_LOOKUP_NONE, NULL,
                            take_result, &result);
  wait_for_result (&result);
  reply = kp_resolver_lookup_finish (KP_RESOLVER (table), result, &error);
  g_assert_no_error (error);
  return reply;
}

static void
test_table_tree (void)
{
  static const struct
  {
    const char *name;
    guint rcode;
    guint answers;
  } cases[] = {
    { "a.b.example.com", 0, 1 }, { "b.example.com", 0, 0 },    { "c.example.com", 3, 0 },
    { "x.wild.com", 0, 1 },      { "y.x.wild.com", 0, 1 },     { "there.wild.com", 0, 0 },
    { "wild.com", 0, 0 },        { "x.there.wild.com", 3, 0 },
  };
  g_autoptr (KpTableResolver) table = make_table ();

  kp_table_resolver_add (table, "a.b.example.com", KP_RECORD_A, 1, "192.0.2.1");
  kp_table_resolver_add (table, "*.wild.com", KP_RECORD_A, 1, "192.0.2.1");
  kp_table_resolver_add (table, "there.wild.com", KP_RECORD_TXT, 1, "here");
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (KpDnsReply) reply = look_up (table, cases[i].name, KP_RECORD_A);

      g_assert_cmpuint (reply->rcode, ==, cases[i].rcode);
      g_assert_cmpuint (reply->answers->len, ==, cases[i].answers);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/answer/addresses", test_addresses);
  g_test_add_func ("/answer/one-family", test_one_family);
  g_test_add_func ("/answer/chain", test_chain);
  g_test_add_func ("/answer/missing", test_missing);
  g_test_add_func ("/answer/nothing-at-name", test_nothing_at_name);
  g_test_add_func ("/answer/dangling", test_dangling);
  g_test_add_func ("/answer/loop", test_loop);
  g_test_add_func ("/answer/servfail", test_servfail);
  g_test_add_func ("/answer/bogus", test_bogus);
  g_test_add_func ("/answer/servfail-behind-alias", test_servfail_behind_alias);
  g_test_add_func ("/answer/could-not-ask", test_could_not_ask);
  g_test_add_func ("/answer/cancelled", test_cancelled);
  g_test_add_func ("/answer/negative-ttl", test_negative_ttl);
  g_test_add_func ("/answer/again", test_again);
  g_test_add_func ("/answer/again-silent", test_again_silent);
  g_test_add_func ("/answer/table-tree", test_table_tree);
  return g_test_run ();
}
