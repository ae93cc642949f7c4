/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/dns/propagation.h"

#include "check/scene.h"

#define HOST "cp.fjord.example"
#define TARGET "mpg.vp.example"
#define ADDRESSES "192.0.2.10 2001:db8::10"

static void
test_leads (void)
{
  static const struct
  {
    const char *answer;
    gboolean leads;
  } rows[] = {
    { "CNAME mpg.vp.example", TRUE },
    { "CNAME www.fjord.example CNAME mpg.vp.example", TRUE },
    /* Through the target, and on: the provider's own matter. */
    { "CNAME mpg.vp.example CNAME edge.vp.example A 198.51.100.1", TRUE },
    { "CNAME MPG.vp.example A 192.0.2.10", TRUE },
    { "A 192.0.2.10 AAAA 2001:db8::10", TRUE },
    /* Another name at exactly the target's addresses. */
    { "CNAME alias.example A 192.0.2.10 AAAA 2001:db8::10", TRUE },
    /* Not all of them, or more than them. */
    { "A 192.0.2.10", FALSE },
    { "A 192.0.2.10 A 192.0.2.11 AAAA 2001:db8::10", FALSE },
    { "A 192.0.2.10 AAAA 2001:db8::7", FALSE },
    { "A 203.0.113.7", FALSE },
    { "CNAME other.example A 203.0.113.7", FALSE },
    { "CNAME notmpg.vp.example", FALSE },
    { "CNAME mpg.vp.example A 192.0.2.10 AAAA@ 2001:db8::7", FALSE },
    { "CNAME mpg.vp.example A@ 203.0.113.7 A 192.0.2.10", FALSE },
    { "NXDOMAIN", FALSE },
    { "NODATA", FALSE },
    { "SERVFAIL", FALSE },
    { "BOGUS", FALSE },
    { "LOOP", FALSE },
    { "silent", FALSE },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autoptr (KpObservation) seen = scene_new (HOST, TARGET, ADDRESSES, SCENE_NOW);

      g_test_message ("%s", rows[i].answer);
      scene_answer (seen, "One", rows[i].answer, 300);
      g_assert_cmpint (kp_answer_leads (g_ptr_array_index (seen->answers, 0), TARGET,
                                        seen->target_addresses),
                       ==, rows[i].leads);
    }
}

static void
test_dangling_target (void)
{
  g_autoptr (KpObservation) seen = scene_new (HOST, TARGET, NULL, SCENE_NOW);

  scene_answers (seen, "CNAME mpg.vp.example | NODATA");
  /* No addresses on both sides are not "exactly the target's". */
  for (guint i = 0; i < 2; i++)
    g_assert_false (kp_answer_leads (g_ptr_array_index (seen->answers, i), TARGET,
                                     seen->target_addresses));
}

/* A history in which A 203.0.113.7 stood there with its full TTL for a week. */
static KpHistory *
make_history (gint64 changed_at, guint32 old_ttl)
{
  KpHistory *history = kp_history_new ();

  history->target = g_strdup (TARGET);
  kp_history_see (history, "A 203.0.113.7", FALSE, old_ttl, SCENE_NOW - 7 * SCENE_DAY);
  kp_history_see (history, "A 203.0.113.7", FALSE, old_ttl, SCENE_NOW - SCENE_HOUR);
  history->first_led_at = changed_at;
  if (changed_at > 0)
    kp_history_see (history, "CNAME " TARGET, TRUE, 300, changed_at);
  return history;
}

static void
test_until (void)
{
  static const struct
  {
    const char *about;
    const char *answers;
    gint64 changed; /* seconds before now, -1: not */
    guint32 old_ttl;
    gboolean under_way;
    gint64 until; /* seconds from now, 0: none */
    guint hours;
    guint n_new;
  } rows[] = {
    { "nothing changed", "A 203.0.113.7/100|A 203.0.113.7/200", -1, 7200, FALSE, 0, 2, 0 },
    { "two of three new", "CNAME mpg.vp.example|CNAME mpg.vp.example|A 203.0.113.7/900",
      1800, 3600, TRUE, 1800, 1, 2 },
    { "the last second", "CNAME mpg.vp.example|A 203.0.113.7/1", 3599, 3600, TRUE, 1, 1,
      1 },
    { "a cache may be a second late, and a clock", "CNAME mpg.vp.example|A 203.0.113.7/0",
      3601, 3600, TRUE, -1, 1, 1 },
    { "then it is over", "CNAME mpg.vp.example|A 203.0.113.7/1", 3602, 3600, FALSE, 0, 1,
      1 },
    { "all new", "CNAME mpg.vp.example|CNAME mpg.vp.example", 60, 3600, FALSE, 3540, 1, 2 },
    { "all flipped back", "A 203.0.113.7/20|A 203.0.113.7/30", 60, 3600, TRUE, 3540, 1, 0 },
    { "no old TTL was ever seen", "CNAME mpg.vp.example|A 203.0.113.7/?", 60, 0, TRUE, 0, 0,
      1 },
    { "no old TTL, and a day is over", "CNAME mpg.vp.example|A 203.0.113.7/?", 86400, 0,
      FALSE, 0, 0, 1 },
    { "a TTL of years is a week in a cache", "CNAME mpg.vp.example|A 203.0.113.7/100", 0,
      G_MAXINT32, TRUE, 604800, 168, 1 },
    { "an error is no old record", "CNAME mpg.vp.example|SERVFAIL|silent", 60, 3600, FALSE,
      3540, 1, 1 },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autoptr (KpObservation) seen = scene_new (HOST, TARGET, ADDRESSES, SCENE_NOW);
      g_autoptr (KpHistory) history = make_history (
          rows[i].changed < 0 ? 0 : SCENE_NOW - rows[i].changed, rows[i].old_ttl);
      g_autoptr (KpPropagation) spread = NULL;

      g_test_message ("%s", rows[i].about);
      scene_answers (seen, rows[i].answers);
      spread = kp_propagation_new (seen, history, TARGET, SCENE_NOW);
      g_assert_cmpint (spread->under_way, ==, rows[i].under_way);
      if (rows[i].under_way || rows[i].until > 0)
        g_assert_cmpint (spread->until, ==, rows[i].until ? SCENE_NOW + rows[i].until : 0);
      g_assert_cmpuint (spread->hours_after_change, ==, rows[i].hours);
      g_assert_cmpuint (spread->n_new, ==, rows[i].n_new);
    }
}

static void
test_resolver_until (void)
{
  g_autoptr (KpObservation) seen = scene_new (HOST, TARGET, ADDRESSES, SCENE_NOW);
  g_autoptr (KpHistory) history = make_history (SCENE_NOW - 60, 3600);
  g_autoptr (KpPropagation) spread = NULL;
  static const gint64 expected[] = { 0, SCENE_NOW + 900, 0, SCENE_NOW + 50,
                                     SCENE_NOW + 40 };

  scene_answers (seen, "CNAME mpg.vp.example/10 | A 203.0.113.7/900 | silent | "
                       "CNAME mpg.vp.example A@ 203.0.113.7~50/300 | NXDOMAIN/40");
  spread = kp_propagation_new (seen, history, TARGET, SCENE_NOW + 5);
  g_assert_cmpuint (spread->n_answered, ==, 4);
  g_assert_cmpuint (spread->resolver_until->len, ==, G_N_ELEMENTS (expected));
  for (guint i = 0; i < G_N_ELEMENTS (expected); i++)
    g_assert_cmpint (g_array_index (spread->resolver_until, gint64, i), ==, expected[i]);
}

/* The TTL of a record that had long been replaced before the change says nothing. */
static void
test_forgotten_record (void)
{
  g_autoptr (KpObservation) seen = scene_new (HOST, TARGET, ADDRESSES, SCENE_NOW);
  g_autoptr (KpHistory) history = make_history (SCENE_NOW - 60, 300);
  g_autoptr (KpPropagation) spread = NULL;

  kp_history_see (history, "A 203.0.113.99", FALSE, 86400, SCENE_NOW - 400 * SCENE_DAY);
  scene_answers (seen, "CNAME mpg.vp.example|A 203.0.113.7/200");
  spread = kp_propagation_new (seen, history, TARGET, SCENE_NOW);
  g_assert_cmpint (spread->until, ==, SCENE_NOW - 60 + 300);
}

/* Once the site has led, a record that was never seen before is not an old one. */
static void
test_another_record (void)
{
  g_autoptr (KpObservation) seen = scene_new (HOST, TARGET, ADDRESSES, SCENE_NOW);
  g_autoptr (KpHistory) history = make_history (SCENE_NOW - 60, 3600);
  g_autoptr (KpPropagation) spread = NULL;

  history->ever_led = TRUE;
  kp_history_see (history, "A 198.51.100.3", FALSE, 300, SCENE_NOW);
  scene_answers (seen, "CNAME mpg.vp.example|A 198.51.100.3|A 198.51.100.3");
  spread = kp_propagation_new (seen, history, TARGET, SCENE_NOW);
  g_assert_false (spread->under_way);
  g_assert_cmpint (spread->until, ==, SCENE_NOW - 60 + 3600);
}

static void
test_no_target (void)
{
  g_autoptr (KpObservation) seen = scene_new (HOST, NULL, NULL, SCENE_NOW);
  g_autoptr (KpHistory) history = kp_history_new ();
  g_autoptr (KpPropagation) spread = NULL;

  scene_answers (seen, "A 203.0.113.7|A 203.0.113.7");
  spread = kp_propagation_new (seen, history, NULL, SCENE_NOW);
  g_assert_false (spread->under_way);
  g_assert_cmpint (spread->until, ==, 0);
  g_assert_cmpuint (spread->n_answered, ==, 2);
  g_assert_cmpint (g_array_index (spread->resolver_until, gint64, 0), ==, 0);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/propagation/leads", test_leads);
  g_test_add_func ("/propagation/dangling-target", test_dangling_target);
  g_test_add_func ("/propagation/until", test_until);
  g_test_add_func ("/propagation/resolver-until", test_resolver_until);
  g_test_add_func ("/propagation/forgotten-record", test_forgotten_record);
  g_test_add_func ("/propagation/another-record", test_another_record);
  g_test_add_func ("/propagation/no-target", test_no_target);
  return g_test_run ();
}
