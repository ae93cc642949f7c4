/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/check/checker.h"

#include <string.h>

#include "check/lab.h"

#define HOST "cp.kite.example"
#define DAY (24 * 60 * 60)
#define WEEK (7 * DAY)

static const KpProbe *
get_probe (const KpObservation *seen, guint i)
{
  g_assert_cmpuint (i, <, seen->probes->len);
  return g_ptr_array_index (seen->probes, i);
}

static const KpResolverAnswer *
get_answer (const KpObservation *seen, guint i)
{
  g_assert_cmpuint (i, <, seen->answers->len);
  return g_ptr_array_index (seen->answers, i);
}

static void
assert_asked (Lab *lab, guint i, const char *wanted)
{
  g_autofree char *asked = lab_take_questions (lab, i);

  g_assert_cmpstr (asked, ==, wanted);
}

/* A name that leads costs each resolver its two questions and the target's two, and one of
 * them CAA; nothing else is asked. */
static void
test_leads (void)
{
  g_autoptr (Lab) lab = lab_new ();
  guint16 port = lab_serve (lab, TLS_SERVER_GOOD, lab->intermediate, TRUE);
  g_autoptr (KpChecker) checker = lab_make_checker (lab, LAB_PATIENCE, FALSE);
  g_autoptr (KpSite) site = lab_make_site (lab, HOST, port, "cloud-office");
  g_autoptr (KpObservation) seen = lab_check (checker, site, LAB_TARGET, TRUE);

  g_assert_cmpstr (seen->host, ==, HOST);
  g_assert_cmpstr (seen->target, ==, LAB_TARGET);
  g_assert_cmpuint (seen->port, ==, port);
  g_assert_cmpint (seen->checked_at, ==, kp_clock_now (lab->clock));
  g_assert_cmpuint (seen->answers->len, ==, LAB_RESOLVERS);
  for (guint i = 0; i < LAB_RESOLVERS; i++)
    {
      const KpResolverAnswer *answer = get_answer (seen, i);

      g_assert_cmpstr (answer->url, ==,
                       kp_resolver_get_url (KP_RESOLVER (lab->resolvers[i])));
      g_assert_true (answer->answered);
      g_assert_cmpuint (answer->chain->len, ==, 1);
      g_assert_cmpuint (answer->ttl, ==, 300);
      g_assert_cmpint (answer->asked_at, ==, seen->checked_at);
    }
  g_assert_true (seen->target_answered);
  g_assert_cmpuint (seen->target_addresses->len, ==, 1);
  g_assert_cmpint (seen->caa_state, ==, KP_CAA_NONE);
  g_assert_null (seen->zone);
  g_assert_null (seen->system_answer);

  /* Three resolvers give the address: it is asked once. */
  g_assert_cmpuint (seen->probes->len, ==, 1);
  g_assert_cmpint (get_probe (seen, 0)->outcome, ==, KP_PROBE_SERVED);
  g_assert_cmpint (get_probe (seen, 0)->trust, ==, KP_PROBE_TRUST_EXTRA);
  g_assert_false (get_probe (seen, 0)->of_target);

  assert_asked (lab, 0,
                HOST " A, " HOST " AAAA, " HOST
                     " CAA, example CAA, kite.example CAA, " LAB_TARGET " A, " LAB_TARGET
                     " AAAA");
  for (guint i = 1; i < LAB_RESOLVERS; i++)
    assert_asked (lab, i, HOST " A, " HOST " AAAA, " LAB_TARGET " A, " LAB_TARGET " AAAA");
}

/* What is asked where it does not lead, and of one resolver only. */
static void
test_astray (void)
{
  g_autoptr (Lab) lab = lab_new ();
  guint16 port = lab_serve (lab, TLS_SERVER_GOOD, lab->intermediate, TRUE);
  g_autoptr (KpChecker) checker = lab_make_checker (lab, LAB_PATIENCE, FALSE);
  g_autoptr (KpSite) site = lab_make_site (lab, HOST, port, "own-server");
  g_autoptr (KpObservation) seen = NULL;

  lab_add (lab, HOST, KP_RECORD_MX, "10 mail.kite.example");
  lab_add (lab, HOST, KP_RECORD_TXT, "\"v=spf1 -all\"");
  lab_add (lab, HOST ".kite.example", KP_RECORD_CNAME, LAB_TARGET);
  /* Elsewhere than the name: an address in an answer is what it does not lead to. */
  for (guint i = 0; i < LAB_RESOLVERS; i++)
    {
      kp_table_resolver_remove (lab->resolvers[i], LAB_TARGET);
      kp_table_resolver_add (lab->resolvers[i], LAB_TARGET, KP_RECORD_A, 300, "127.0.0.2");
    }
  seen = lab_check (checker, site, LAB_TARGET, TRUE);

  g_assert_cmpstr (seen->zone, ==, "kite.example");
  g_assert_false (seen->is_apex);
  g_assert_cmpuint (g_strv_length (seen->name_servers), ==, 2);
  g_assert_cmpstr (seen->dns_host, ==, "dnshost.example");
  g_assert_cmpuint (seen->other_records->len, ==, 2);
  g_assert_nonnull (seen->doubled);
  g_assert_cmpstr (seen->doubled->data, ==, LAB_TARGET);
  g_assert_null (seen->wildcard);
  /* What it would lead to is looked at as well, and told apart. */
  g_assert_cmpuint (seen->probes->len, ==, 2);
  g_assert_cmpstr (get_probe (seen, 0)->address, ==, "127.0.0.1");
  g_assert_false (get_probe (seen, 0)->of_target);
  g_assert_cmpstr (get_probe (seen, 1)->address, ==, "127.0.0.2");
  g_assert_true (get_probe (seen, 1)->of_target);

  for (guint i = 0; i < LAB_RESOLVERS; i++)
    {
      g_autofree char *asked = lab_take_questions (lab, i);

      g_assert_cmpint (strstr (asked, HOST " MX") != NULL, ==, i == 0);
      g_assert_cmpint (strstr (asked, "SOA") != NULL, ==, i == 0);
      g_assert_cmpint (strstr (asked, HOST ".kite.example A") != NULL, ==, i == 0);
    }
}

/* A wildcard answers for a name that has no record of its own. */
static void
test_wildcard (void)
{
  static const struct
  {
    const char *own;
    const char *wildcard;
    gboolean answers;
  } rows[] = {
    { NULL, "127.0.0.1", TRUE },
    { "127.0.0.1", "127.0.0.3", FALSE },
    { "127.0.0.1", NULL, FALSE },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autoptr (Lab) lab = lab_new ();
      g_autoptr (KpChecker) checker = lab_make_checker (lab, LAB_PATIENCE, FALSE);
      g_autoptr (KpSite) site = kp_site_new (HOST, 1, "cloud-office");
      g_autoptr (KpObservation) seen = NULL;

      for (guint j = 0; j < LAB_RESOLVERS; j++)
        kp_table_resolver_remove (lab->resolvers[j], LAB_TARGET);
      lab_add (lab, LAB_TARGET, KP_RECORD_A, "127.0.0.9");
      if (rows[i].own != NULL)
        lab_add (lab, HOST, KP_RECORD_A, rows[i].own);
      if (rows[i].wildcard != NULL)
        lab_add (lab, "*.kite.example", KP_RECORD_A, rows[i].wildcard);
      seen = lab_check (checker, site, LAB_TARGET, TRUE);
      g_test_message ("row %u", i);
      g_assert_cmpint (seen->wildcard != NULL, ==, rows[i].answers);
      if (rows[i].answers)
        g_assert_cmpstr (seen->wildcard->owner, ==, "*.kite.example");
      /* A wildcard makes every doubled name exist; nobody made it. */
      g_assert_null (seen->doubled);
    }
}

/* Where no target is wanted nothing is asked about what else stands at the name. */
static void
test_own_server (void)
{
  g_autoptr (Lab) lab = lab_new ();
  guint16 port = lab_serve (lab, TLS_SERVER_GOOD, lab->intermediate, TRUE);
  g_autoptr (KpChecker) checker = lab_make_checker (lab, LAB_PATIENCE, FALSE);
  g_autoptr (KpSite) site = lab_make_site (lab, HOST, port, "own-server");
  g_autoptr (KpObservation) seen = lab_check (checker, site, NULL, FALSE);
  g_autoptr (KpObservation) wanted = NULL;

  g_assert_null (seen->target);
  g_assert_cmpuint (seen->probes->len, ==, 1);
  assert_asked (lab, 1, HOST " A, " HOST " AAAA");
  assert_asked (lab, 2, HOST " A, " HOST " AAAA");
  g_assert_null (seen->zone);

  /* A target that nobody has told yet is another matter. */
  wanted = lab_check (checker, site, NULL, TRUE);
  g_assert_cmpstr (wanted->zone, ==, "kite.example");
}

/* Behind a proxy both ends are asked, each with the site's name. */
static void
test_proxied (void)
{
  g_autoptr (Lab) lab = lab_new ();
  guint16 port = lab_serve (lab, TLS_SERVER_GOOD, lab->intermediate, TRUE);
  g_autoptr (KpChecker) checker = lab_make_checker (lab, LAB_PATIENCE, FALSE);
  g_autoptr (KpSite) site = lab_make_site (lab, HOST, port, "own-server");
  g_autoptr (KpObservation) seen = NULL;

  kp_site_set_proxied (site, TRUE);
  seen = lab_check (checker, site, LAB_TARGET, TRUE);
  g_assert_cmpuint (seen->probes->len, ==, 2);
  for (guint i = 0; i < 2; i++)
    {
      g_assert_cmpstr (get_probe (seen, i)->address, ==, "127.0.0.1");
      g_assert_cmpint (get_probe (seen, i)->of_target, ==, i == 1);
      g_assert_cmpint (get_probe (seen, i)->outcome, ==, KP_PROBE_SERVED);
    }
  g_assert_null (seen->zone);
}

static guint
count_target_questions (Lab *lab)
{
  guint n = 0;

  for (guint i = 0; i < LAB_RESOLVERS; i++)
    {
      g_auto (GStrv) asked = kp_table_resolver_take_questions (lab->resolvers[i]);

      for (guint j = 0; asked[j] != NULL; j++)
        n += g_str_has_prefix (asked[j], LAB_TARGET " ");
    }
  return n;
}

static void
test_target_once (void)
{
  g_autoptr (Lab) lab = lab_new ();
  g_autoptr (KpChecker) checker = lab_make_checker (lab, LAB_PATIENCE, FALSE);
  GAsyncResult *results[5] = { NULL };

  for (guint i = 0; i < 5; i++)
    {
      g_autofree char *host = g_strdup_printf ("cp%u.kite.example", i);
      g_autoptr (KpSite) site = lab_make_site (lab, host, 1, "cloud-office");

      kp_checker_check_async (checker, site, LAB_TARGET, TRUE, NULL, NULL, lab_take,
                              &results[i]);
    }
  for (guint i = 0; i < 5; i++)
    {
      g_autoptr (GAsyncResult) result = lab_wait (&results[i]);
      g_autoptr (KpObservation) seen = kp_checker_check_finish (checker, result, NULL);

      g_assert_cmpuint (seen->target_addresses->len, ==, 1);
      g_assert_cmpuint (seen->probes->len, ==, 1);
      g_assert_cmpint (get_probe (seen, 0)->outcome, ==, KP_PROBE_REFUSED);
    }
  g_assert_cmpuint (count_target_questions (lab), ==, 2 * LAB_RESOLVERS);

  for (guint round = 0; round < 2; round++)
    {
      g_autoptr (KpSite) site = kp_site_new ("cp0.kite.example", 1, "cloud-office");
      g_autoptr (KpObservation) seen = lab_check (checker, site, LAB_TARGET, TRUE);

      g_assert_cmpuint (count_target_questions (lab), ==,
                        round == 0 ? 0 : 2 * LAB_RESOLVERS);
      kp_checker_forget (checker);
    }
}

/* What one resolver alone says of the target where others agree is not the target's. */
static void
test_target_of_one_alone (void)
{
  static const struct
  {
    const char *said[LAB_RESOLVERS], *expected;
  } rows[] = {
    { { "A 192.0.2.1", "A 192.0.2.1", "A 203.0.113.9" }, "192.0.2.1" },
    { { "A 0.0.0.0", "A 192.0.2.1", "A 192.0.2.1" }, "192.0.2.1" },
    /* Some of a round robin, none of them alone. */
    { { "A 192.0.2.1", "A 192.0.2.1 A 192.0.2.2", "A 192.0.2.2" }, "192.0.2.1 192.0.2.2" },
    /* Nobody agrees, so nobody stands alone: one for each region. */
    { { "A 192.0.2.1", "A 192.0.2.2", "A 192.0.2.3" }, "192.0.2.1 192.0.2.2 192.0.2.3" },
    { { "A 192.0.2.1", "A 203.0.113.9", "" }, "192.0.2.1 203.0.113.9" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autoptr (Lab) lab = lab_new ();
      g_autoptr (KpChecker) checker = lab_make_checker (lab, LAB_PATIENCE, FALSE);
      g_autoptr (KpSite) site = lab_make_site (lab, HOST, 1, "cloud-office");
      g_autoptr (KpObservation) seen = NULL;
      g_autoptr (GString) got = g_string_new (NULL);

      for (guint j = 0; j < LAB_RESOLVERS; j++)
        {
          g_auto (GStrv) words = g_strsplit (rows[i].said[j], " ", -1);

          kp_table_resolver_remove (lab->resolvers[j], LAB_TARGET);
          for (guint k = 0; words[k] != NULL && words[k + 1] != NULL; k += 2)
            kp_table_resolver_add (lab->resolvers[j], LAB_TARGET, KP_RECORD_A, 300,
                                   words[k + 1]);
        }
      seen = lab_check (checker, site, LAB_TARGET, TRUE);
      for (guint j = 0; j < seen->target_addresses->len; j++)
        g_string_append_printf (
            got, "%s%s", j > 0 ? " " : "",
            ((const KpRecord *) g_ptr_array_index (seen->target_addresses, j))->data);
      g_assert_cmpstr (got->str, ==, rows[i].expected);
    }
}

/* One that can't be asked costs its own answer and nothing else. */
static void
test_no_answer (void)
{
  g_autoptr (Lab) lab = lab_new ();
  guint16 port = lab_serve (lab, TLS_SERVER_GOOD, lab->intermediate, TRUE);
  g_autoptr (KpChecker) checker = lab_make_checker (lab, LAB_PATIENCE, FALSE);
  g_autoptr (KpSite) site = lab_make_site (lab, HOST, port, "cloud-office");

  lab_add (lab, "kite.example", KP_RECORD_CAA, "0 issue \"ca.example\"");
  kp_table_resolver_set_error (lab->resolvers[1], KP_DNS_ERROR_UNREACHABLE);
  /* Whoever's turn CAA is: it is found. */
  for (guint i = 0; i < LAB_RESOLVERS; i++)
    {
      g_autoptr (KpObservation) seen = lab_check (checker, site, LAB_TARGET, TRUE);

      g_assert_true (get_answer (seen, 0)->answered);
      g_assert_false (get_answer (seen, 1)->answered);
      g_assert_nonnull (get_answer (seen, 1)->error);
      g_assert_true (get_answer (seen, 2)->answered);
      g_assert_true (seen->target_answered);
      g_assert_cmpuint (seen->probes->len, ==, 1);
      g_assert_cmpint (seen->caa_state, ==, KP_CAA_FOUND);
      g_assert_cmpuint (seen->caa->len, ==, 1);
      g_assert_cmpstr (seen->caa_node, ==, "kite.example");
    }
}

/* A silent resolver costs a time-out, and several cost no more: what one of them owes is
 * asked of who answered, and not of the next silent one. */
static void
test_several_silent (void)
{
  g_autoptr (Lab) lab = lab_new ();
  guint16 port = lab_serve (lab, TLS_SERVER_GOOD, lab->intermediate, TRUE);
  g_autoptr (KpChecker) checker = lab_make_checker (lab, LAB_PATIENCE, FALSE);
  g_autoptr (KpSite) site = lab_make_site (lab, HOST, port, "own-server");
  g_autoptr (KpObservation) seen = NULL;

  lab_add (lab, "kite.example", KP_RECORD_CAA, "0 issue \"ca.example\"");
  kp_table_resolver_set_error (lab->resolvers[0], KP_DNS_ERROR_TIMED_OUT);
  kp_table_resolver_set_error (lab->resolvers[1], KP_DNS_ERROR_TIMED_OUT);
  seen = lab_check (checker, site, NULL, FALSE);
  assert_asked (lab, 0, HOST " A, " HOST " AAAA, " HOST " CAA");
  assert_asked (lab, 1, HOST " A, " HOST " AAAA");
  g_assert_cmpint (seen->caa_state, ==, KP_CAA_FOUND);
  g_assert_cmpstr (seen->caa_node, ==, "kite.example");
}

static void
test_nobody_answers (void)
{
  g_autoptr (Lab) lab = lab_new ();
  g_autoptr (KpChecker) checker = lab_make_checker (lab, LAB_PATIENCE, FALSE);
  g_autoptr (KpSite) site = lab_make_site (lab, HOST, 1, "cloud-office");
  g_autoptr (KpObservation) seen = NULL;

  for (guint i = 0; i < LAB_RESOLVERS; i++)
    kp_table_resolver_set_error (lab->resolvers[i], KP_DNS_ERROR_TIMED_OUT);
  seen = lab_check (checker, site, LAB_TARGET, TRUE);
  for (guint i = 0; i < LAB_RESOLVERS; i++)
    g_assert_false (get_answer (seen, i)->answered);
  g_assert_false (seen->target_answered);
  g_assert_cmpint (seen->caa_state, ==, KP_CAA_UNKNOWN);
  g_assert_cmpuint (seen->probes->len, ==, 0);
  g_assert_null (seen->zone);
}

/* A site of which every resolver shows 127.0.0.1, the first for a day, and of which all
 * know for a week that there is no AAAA. */
static KpSite *
make_kept (Lab *lab, guint16 port)
{
  static const guint32 ttls[LAB_RESOLVERS] = { DAY, 60, 7200 };

  for (guint i = 0; i < LAB_RESOLVERS; i++)
    {
      kp_table_resolver_remove (lab->resolvers[i], "kite.example");
      kp_table_resolver_add (lab->resolvers[i], "kite.example", KP_RECORD_SOA, WEEK,
                             "ns1.dnshost.example root.dnshost.example 1 2 3 4 604800");
      kp_table_resolver_add (lab->resolvers[i], HOST, KP_RECORD_A, ttls[i], "127.0.0.1");
    }
  return kp_site_new (HOST, port, "own-server");
}

static KpObservation *
check_later (Lab *lab, KpChecker *checker, KpSite *site, KpObservation *before,
             gint64 seconds)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  KpObservation *observation;

  for (guint i = 0; i < LAB_RESOLVERS; i++)
    g_strfreev (kp_table_resolver_take_questions (lab->resolvers[i]));
  kp_fixed_clock_set (KP_FIXED_CLOCK (lab->clock), kp_clock_now (lab->clock) + seconds);
  kp_checker_check_async (checker, site, NULL, FALSE, before, NULL, lab_take, &result);
  observation = kp_checker_check_finish (checker, lab_wait (&result), &error);
  g_assert_no_error (error);
  return observation;
}

/* What resolver @i was asked about the host itself, but for CAA, which is asked of one. */
static void
assert_asked_of_host (Lab *lab, guint i, const char *wanted)
{
  g_auto (GStrv) questions = kp_table_resolver_take_questions (lab->resolvers[i]);
  g_autoptr (GString) asked = g_string_new (NULL);

  for (guint j = 0; questions[j] != NULL; j++)
    if (g_str_equal (questions[j], HOST " A") || g_str_equal (questions[j], HOST " AAAA"))
      g_string_append_printf (asked, "%s%s", asked->len > 0 ? ", " : "",
                              questions[j] + strlen (HOST " "));
  g_assert_cmpstr (asked->str, ==, wanted);
}

/* Who can only repeat itself is not asked; everything else is looked at as ever. */
static void
test_spares (void)
{
  g_autoptr (Lab) lab = lab_new ();
  guint16 port = lab_serve (lab, TLS_SERVER_GOOD, lab->intermediate, TRUE);
  TlsServer *server = g_ptr_array_index (lab->servers, 0);
  g_autoptr (KpChecker) checker = lab_make_checker (lab, LAB_PATIENCE, FALSE);
  g_autoptr (KpSite) site = make_kept (lab, port);
  g_autoptr (KpSite) other = kp_site_new ("www.kite.example", port, "own-server");
  g_autoptr (KpObservation) first = check_later (lab, checker, site, NULL, 0);
  g_autoptr (KpObservation) later = NULL;
  g_autoptr (KpObservation) asked = NULL;
  g_autoptr (KpObservation) over = NULL;
  g_autoptr (KpObservation) of_other = NULL;

  for (guint i = 0; i < LAB_RESOLVERS; i++)
    assert_asked_of_host (lab, i, "A, AAAA");
  later = check_later (lab, checker, site, first, 3600);
  assert_asked_of_host (lab, 0, "");
  assert_asked_of_host (lab, 1, "A");
  assert_asked_of_host (lab, 2, "");
  g_assert_true (get_answer (later, 0) == get_answer (first, 0));
  g_assert_cmpint (get_answer (later, 0)->asked_at, ==, first->checked_at);
  g_assert_cmpint (get_answer (later, 1)->asked_at, ==, later->checked_at);
  g_assert_cmpint (later->checked_at, ==, first->checked_at + 3600);
  g_assert_cmpint (later->caa_state, ==, KP_CAA_NONE);
  g_assert_cmpuint (later->probes->len, ==, 1);
  g_assert_cmpint (get_probe (later, 0)->probed_at, ==, later->checked_at);
  g_assert_cmpuint (tls_server_get_count (server), ==, 2);

  /* Taken over from one that took it over, until its time is over. */
  over = check_later (lab, checker, site, later, 3600);
  assert_asked_of_host (lab, 0, "");
  assert_asked_of_host (lab, 1, "A");
  assert_asked_of_host (lab, 2, "");
  g_clear_pointer (&over, kp_observation_unref);
  over = check_later (lab, checker, site, later, 2);
  assert_asked_of_host (lab, 0, "");
  assert_asked_of_host (lab, 2, "A");
  g_clear_pointer (&over, kp_observation_unref);
  over = check_later (lab, checker, site, later, DAY - 7200);
  assert_asked_of_host (lab, 0, "A");
  g_assert_cmpint (get_answer (over, 0)->asked_at, ==, over->checked_at);

  /* Who asks everybody does, and another name is another matter. */
  asked = check_later (lab, checker, site, NULL, 0);
  for (guint i = 0; i < LAB_RESOLVERS; i++)
    assert_asked_of_host (lab, i, "A, AAAA");
  of_other = check_later (lab, checker, other, asked, 0);
  for (guint i = 0; i < LAB_RESOLVERS; i++)
    {
      g_autofree char *questions = lab_take_questions (lab, i);

      g_assert_nonnull (strstr (questions, "www.kite.example A, www.kite.example AAAA"));
    }
  g_assert_cmpuint (of_other->probes->len, ==, 0);
}

/* Without a network nobody is heard: what was taken over does not stand for an answer, and
 * no address is blamed. Whoever was spared is asked, and it is as if nobody had been. */
static void
test_spares_without_network (void)
{
  g_autoptr (Lab) lab = lab_new ();
  guint16 port = lab_serve (lab, TLS_SERVER_GOOD, lab->intermediate, TRUE);
  g_autoptr (KpChecker) checker = lab_make_checker (lab, LAB_PATIENCE, FALSE);
  g_autoptr (KpSite) site = make_kept (lab, port);
  g_autoptr (KpObservation) first = check_later (lab, checker, site, NULL, 0);

  for (guint i = 0; i < LAB_RESOLVERS; i++)
    kp_table_resolver_set_error (lab->resolvers[i], KP_DNS_ERROR_UNREACHABLE);
  /* None, one and two of them are over. */
  for (gint64 seconds = 30; seconds <= 30 + 2 * 3600; seconds += 3600)
    {
      g_autoptr (KpObservation) later = check_later (lab, checker, site, first, seconds);

      for (guint i = 0; i < LAB_RESOLVERS; i++)
        g_assert_false (get_answer (later, i)->answered);
      g_assert_cmpuint (later->probes->len, ==, 0);
      g_assert_cmpint (later->caa_state, ==, KP_CAA_UNKNOWN);
      g_assert_false (kp_observation_is_evidence (later));
      kp_fixed_clock_set (KP_FIXED_CLOCK (lab->clock), first->checked_at);
    }
}

/* One that is heard is enough, whatever it is asked: the others are spared. */
static void
test_spares_where_one_is_heard (void)
{
  static const struct
  {
    gboolean silent[LAB_RESOLVERS];
    const char *asked[LAB_RESOLVERS]; /* an hour later; the first and the last are kept */
    gboolean answered[LAB_RESOLVERS];
  } rows[] = {
    { { FALSE, TRUE, FALSE }, { "", "A", "" }, { TRUE, FALSE, TRUE } },
    /* Whose turn CAA is does not matter. */
    { { TRUE, FALSE, FALSE }, { "", "A", "" }, { TRUE, TRUE, TRUE } },
    { { TRUE, FALSE, TRUE }, { "", "A", "" }, { TRUE, TRUE, TRUE } },
    { { TRUE, TRUE, TRUE }, { "A, AAAA", "A", "A, AAAA" }, { FALSE, FALSE, FALSE } },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows) * LAB_RESOLVERS; i++)
    {
      guint row = i / LAB_RESOLVERS;
      g_autoptr (Lab) lab = lab_new ();
      guint16 port = lab_serve (lab, TLS_SERVER_GOOD, lab->intermediate, TRUE);
      g_autoptr (KpChecker) checker = lab_make_checker (lab, LAB_PATIENCE, FALSE);
      g_autoptr (KpSite) site = make_kept (lab, port);
      g_autoptr (KpObservation) first = NULL;
      g_autoptr (KpObservation) later = NULL;

      /* CAA goes round. */
      for (guint turn = 0; turn <= i % LAB_RESOLVERS; turn++)
        {
          g_clear_pointer (&first, kp_observation_unref);
          first = check_later (lab, checker, site, NULL, 0);
        }
      for (guint j = 0; j < LAB_RESOLVERS; j++)
        if (rows[row].silent[j])
          kp_table_resolver_set_error (lab->resolvers[j], KP_DNS_ERROR_TIMED_OUT);
      later = check_later (lab, checker, site, first, 3600);
      g_test_message ("row %u, turn %u", row, i % LAB_RESOLVERS);
      for (guint j = 0; j < LAB_RESOLVERS; j++)
        {
          assert_asked_of_host (lab, j, rows[row].asked[j]);
          g_assert_cmpint (get_answer (later, j)->answered, ==, rows[row].answered[j]);
        }
      g_assert_cmpuint (later->probes->len, ==, kp_observation_is_evidence (later) ? 1 : 0);
      g_assert_cmpint (later->caa_state, ==,
                       kp_observation_is_evidence (later) ? KP_CAA_NONE : KP_CAA_UNKNOWN);
    }
}

/* Only the spared are left, and the one of them that is asked for CAA is down: they are
 * asked after all, and who answers then is asked for CAA as well. */
static void
test_spared_is_down (void)
{
  g_autoptr (Lab) lab = lab_new ();
  guint16 port = lab_serve (lab, TLS_SERVER_GOOD, lab->intermediate, TRUE);
  g_autoptr (KpChecker) checker = lab_make_checker (lab, LAB_PATIENCE, FALSE);
  g_autoptr (KpSite) site = make_kept (lab, port);
  g_autoptr (KpObservation) first = NULL;
  g_autoptr (KpObservation) later = NULL;

  /* Once round: the first is next. */
  for (guint i = 0; i < LAB_RESOLVERS; i++)
    {
      g_clear_pointer (&first, kp_observation_unref);
      first = check_later (lab, checker, site, NULL, 0);
    }
  kp_table_resolver_set_error (lab->resolvers[0], KP_DNS_ERROR_TIMED_OUT);
  later = check_later (lab, checker, site, first, 30);
  for (guint i = 0; i < LAB_RESOLVERS; i++)
    {
      assert_asked_of_host (lab, i, "A, AAAA");
      g_assert_cmpint (get_answer (later, i)->answered, ==, i > 0);
    }
  g_assert_cmpint (later->caa_state, ==, KP_CAA_NONE);
  g_assert_cmpuint (later->probes->len, ==, 1);
}

/* Where the name leads astray, what is asked more is asked of those who are spared, too. */
static void
test_spares_astray (void)
{
  g_autoptr (Lab) lab = lab_new ();
  guint16 port = lab_serve (lab, TLS_SERVER_GOOD, lab->intermediate, TRUE);
  g_autoptr (KpChecker) checker = lab_make_checker (lab, LAB_PATIENCE, FALSE);
  g_autoptr (KpSite) site = make_kept (lab, port);
  g_autoptr (KpObservation) first = NULL;
  g_autoptr (KpObservation) later = NULL;
  g_autoptr (GAsyncResult) result = NULL;

  for (guint i = 0; i < LAB_RESOLVERS; i++)
    {
      kp_table_resolver_remove (lab->resolvers[i], HOST);
      kp_table_resolver_add (lab->resolvers[i], HOST, KP_RECORD_A, DAY, "127.0.0.9");
    }
  first = lab_check (checker, site, LAB_TARGET, TRUE);
  kp_fixed_clock_set (KP_FIXED_CLOCK (lab->clock), first->checked_at + 3600);
  kp_checker_check_async (checker, site, LAB_TARGET, TRUE, first, NULL, lab_take, &result);
  later = kp_checker_check_finish (checker, lab_wait (&result), NULL);
  for (guint i = 0; i < LAB_RESOLVERS; i++)
    g_assert_true (get_answer (later, i) == get_answer (first, i));
  g_assert_cmpstr (later->zone, ==, "kite.example");
  /* The address and that of the target, each once. */
  g_assert_cmpuint (later->probes->len, ==, 2);
  g_assert_cmpuint (first->probes->len, ==, 2);
  g_assert_true (kp_observation_same_facts (first, later));
}

/* What nobody's site has: the rest is not asked. */
static void
test_many_addresses (void)
{
  g_autoptr (Lab) lab = lab_new ();
  g_autoptr (KpChecker) checker = lab_make_checker (lab, LAB_PATIENCE, FALSE);
  g_autoptr (KpSite) site = kp_site_new (HOST, 1, "own-server");
  g_autoptr (KpObservation) seen = NULL;

  for (guint i = 0; i < 100; i++)
    {
      g_autofree char *address = g_strdup_printf ("127.0.3.%u", i);

      lab_add (lab, HOST, KP_RECORD_A, address);
    }
  seen = lab_check (checker, site, NULL, FALSE);
  g_assert_cmpuint (seen->probes->len, ==, 32);
}

/* The system's resolver is heard beside the others; once it fails it is left alone. */
static void
test_system (void)
{
  g_autoptr (Lab) lab = lab_new ();
  g_autoptr (KpChecker) checker = lab_make_checker (lab, LAB_PATIENCE, TRUE);
  g_autoptr (KpSite) site = lab_make_site (lab, HOST, 1, "cloud-office");
  g_autoptr (KpObservation) inside = NULL;
  g_autoptr (KpObservation) failed = NULL;
  g_autoptr (KpObservation) without = NULL;
  g_autoptr (KpObservation) again = NULL;
  guint n_lookups;

  kp_table_resolver_add (lab->system, HOST, KP_RECORD_A, 300, "127.0.0.7");
  inside = lab_check (checker, site, LAB_TARGET, TRUE);
  g_assert_nonnull (inside->system_answer);
  g_assert_true (inside->system_answer->answered);
  g_assert_cmpuint (inside->system_answer->addresses->len, ==, 1);
  /* It is told, not judged: its address is not asked. */
  g_assert_cmpuint (inside->probes->len, ==, 1);
  g_assert_cmpstr (get_probe (inside, 0)->address, ==, "127.0.0.1");

  kp_table_resolver_set_error (lab->system, KP_DNS_ERROR_TIMED_OUT);
  failed = lab_check (checker, site, LAB_TARGET, TRUE);
  n_lookups = kp_table_resolver_get_n_lookups (lab->system);
  without = lab_check (checker, site, LAB_TARGET, TRUE);
  g_assert_null (without->system_answer);
  g_assert_cmpuint (kp_table_resolver_get_n_lookups (lab->system), ==, n_lookups);

  kp_table_resolver_set_error (lab->system, -1);
  kp_checker_forget (checker);
  again = lab_check (checker, site, LAB_TARGET, TRUE);
  g_assert_nonnull (again->system_answer);
}

static void
assert_cancelled (KpChecker *checker, GAsyncResult *result)
{
  g_autoptr (GError) error = NULL;

  g_assert_null (kp_checker_check_finish (checker, result, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
}

/* Two wait for the same target, at a resolver that is silent. One is cancelled: it ends at
 * once, and the other waits on. */
static void
test_cancel (void)
{
  g_autoptr (Lab) lab = lab_new ();
  g_autoptr (KpChecker) checker = lab_make_checker (lab, LAB_PATIENCE, FALSE);
  g_autoptr (KpSite) site = lab_make_site (lab, HOST, 1, "cloud-office");
  g_autoptr (GCancellable) first = g_cancellable_new ();
  g_autoptr (GCancellable) second = g_cancellable_new ();
  g_autoptr (GAsyncResult) one = NULL;
  g_autoptr (GAsyncResult) two = NULL;
  g_autoptr (KpObservation) seen = NULL;

  kp_table_resolver_set_silent (lab->resolvers[2], TRUE);
  kp_checker_check_async (checker, site, LAB_TARGET, TRUE, NULL, first, lab_take, &one);
  kp_checker_check_async (checker, site, LAB_TARGET, TRUE, NULL, second, lab_take, &two);
  while (g_main_context_iteration (NULL, FALSE))
    ;
  g_assert_null (one);
  g_cancellable_cancel (first);
  assert_cancelled (checker, lab_wait (&one));
  while (g_main_context_iteration (NULL, FALSE))
    ;
  g_assert_null (two);
  g_cancellable_cancel (second);
  assert_cancelled (checker, lab_wait (&two));

  /* Nobody waited for the target any more: who comes now asks anew. */
  count_target_questions (lab);
  kp_table_resolver_set_silent (lab->resolvers[2], FALSE);
  seen = lab_check (checker, site, LAB_TARGET, TRUE);
  g_assert_cmpuint (seen->target_addresses->len, ==, 1);
  g_assert_cmpuint (count_target_questions (lab), ==, 2 * LAB_RESOLVERS);
}

/* While it is not known yet whether what was taken over counts. */
static void
test_cancel_sparing (void)
{
  g_autoptr (Lab) lab = lab_new ();
  g_autoptr (KpChecker) checker = lab_make_checker (lab, LAB_PATIENCE, FALSE);
  g_autoptr (KpSite) site = make_kept (lab, 1);
  g_autoptr (KpObservation) first = check_later (lab, checker, site, NULL, 0);
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GAsyncResult) result = NULL;

  for (guint i = 0; i < LAB_RESOLVERS; i++)
    kp_table_resolver_set_silent (lab->resolvers[i], TRUE);
  kp_checker_check_async (checker, site, NULL, FALSE, first, cancellable, lab_take,
                          &result);
  while (g_main_context_iteration (NULL, FALSE))
    ;
  g_assert_null (result);
  g_cancellable_cancel (cancellable);
  assert_cancelled (checker, lab_wait (&result));
}

/* In the middle of a handshake, and before anything was asked. */
static void
test_cancel_probe (void)
{
  g_autoptr (Lab) lab = lab_new ();
  guint16 port = lab_serve (lab, TLS_SERVER_SILENT, lab->intermediate, TRUE);
  g_autoptr (KpChecker) checker = lab_make_checker (lab, LAB_PATIENCE, TRUE);
  g_autoptr (KpSite) site = lab_make_site (lab, HOST, port, "cloud-office");
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GAsyncResult) never = NULL;

  kp_checker_check_async (checker, site, LAB_TARGET, TRUE, NULL, cancellable, lab_take,
                          &result);
  while (tls_server_get_count (g_ptr_array_index (lab->servers, 0)) == 0)
    g_main_context_iteration (NULL, FALSE);
  g_assert_null (result);
  g_cancellable_cancel (cancellable);
  assert_cancelled (checker, lab_wait (&result));

  kp_checker_check_async (checker, site, LAB_TARGET, TRUE, NULL, cancellable, lab_take,
                          &never);
  assert_cancelled (checker, lab_wait (&never));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/checker/leads", test_leads);
  g_test_add_func ("/checker/astray", test_astray);
  g_test_add_func ("/checker/wildcard", test_wildcard);
  g_test_add_func ("/checker/own-server", test_own_server);
  g_test_add_func ("/checker/proxied", test_proxied);
  g_test_add_func ("/checker/target-once", test_target_once);
  g_test_add_func ("/checker/target-of-one-alone", test_target_of_one_alone);
  g_test_add_func ("/checker/no-answer", test_no_answer);
  g_test_add_func ("/checker/several-silent", test_several_silent);
  g_test_add_func ("/checker/nobody-answers", test_nobody_answers);
  g_test_add_func ("/checker/spares", test_spares);
  g_test_add_func ("/checker/spares-without-network", test_spares_without_network);
  g_test_add_func ("/checker/spares-where-one-is-heard", test_spares_where_one_is_heard);
  g_test_add_func ("/checker/spared-is-down", test_spared_is_down);
  g_test_add_func ("/checker/spares-astray", test_spares_astray);
  g_test_add_func ("/checker/cancel-sparing", test_cancel_sparing);
  g_test_add_func ("/checker/many-addresses", test_many_addresses);
  g_test_add_func ("/checker/system", test_system);
  g_test_add_func ("/checker/cancel", test_cancel);
  g_test_add_func ("/checker/cancel-probe", test_cancel_probe);
  return g_test_run ();
}
