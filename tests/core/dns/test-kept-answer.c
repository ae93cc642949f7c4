/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/dns/kept-answer.h"

#include "check/scene.h"

#define HOST "cp.fjord.example"
#define WEEK (7 * SCENE_DAY)

static KpResolverAnswer *
get_answer (const KpObservation *seen)
{
  return g_ptr_array_index (seen->answers, 0);
}

/* Until when an answer is kept, in seconds after it was given; 0: it is not. */
static void
test_until (void)
{
  static const struct
  {
    const char *about, *words; /* a CNAME has a TTL of 300 */
    gint64 ttl;
    guint32 negative_ttl;
    gint64 of_a, of_aaaa;
  } rows[] = {
    { "both, each for its time", "A 192.0.2.1~60 AAAA 2001:db8::1~900", 900, 0, 61, 901 },
    { "of a set what ends first",
      "A 192.0.2.1~900 A 192.0.2.2~30 A 192.0.2.3~60 AAAA 2001:db8::1~900", 900, 0, 31,
      901 },
    { "that there is no AAAA has a time, too", "A 192.0.2.1~86400", 86400, 60, 86401, 61 },
    { "nor an A", "AAAA 2001:db8::1~20", 20, 900, 901, 21 },
    { "which nobody told", "A 192.0.2.1~86400", 86400, 0, 86401, 0 },
    { "the alias ends first", "CNAME edge.fjord.example A 192.0.2.1~900 AAAA 2001:db8::1~5",
      900, 0, 301, 6 },
    { "an alias that leads to nothing", "CNAME gone.example", 300, 40, 41, 41 },
    { "which nobody knows for how long", "CNAME gone.example", 300, 0, 0, 0 },
    { "addresses beside it", "CNAME edge.fjord.example A@ 192.0.2.9~100 AAAA 2001:db8::1",
      300, 0, 101, 301 },
    { "no such name", "NXDOMAIN", 600, 600, 601, 601 },
    { "nothing at the name", "NODATA", 900, 600, 601, 601 },
    { "no such name, and no time", "NXDOMAIN", -1, 0, 0, 0 },
    { "a time that was not seen", "A 192.0.2.1 AAAA 2001:db8::1", -1, 0, 0, 0 },
    { "not kept at all", "A 192.0.2.1~0 AAAA 2001:db8::1~60", 60, 0, 0, 61 },
    { "nobody keeps it for years", "A 192.0.2.1~2147483647 AAAA 2001:db8::1~604801",
      G_MAXINT32, 0, WEEK + 1, WEEK + 1 },
    { "a failure", "SERVFAIL", 60, 60, 0, 0 },
    { "another", "REFUSED", 60, 60, 0, 0 },
    { "DNSSEC fails", "BOGUS", 60, 60, 0, 0 },
    { "a loop", "LOOP", 60, 60, 0, 0 },
    { "no answer", "silent", 60, 60, 0, 0 },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autoptr (KpObservation) seen = scene_new (HOST, NULL, NULL, SCENE_NOW);
      gint64 a = rows[i].of_a > 0 ? SCENE_NOW + rows[i].of_a : 0;
      gint64 aaaa = rows[i].of_aaaa > 0 ? SCENE_NOW + rows[i].of_aaaa : 0;
      gint64 both = MIN (a, aaaa);
      KpResolverAnswer *answer;

      g_test_message ("%s", rows[i].about);
      scene_answer (seen, "One", rows[i].words, rows[i].ttl);
      answer = get_answer (seen);
      answer->negative_ttl = rows[i].negative_ttl;
      /* Whether that is over is another question. */
      for (gint64 now = SCENE_NOW; now <= SCENE_NOW + SCENE_DAY; now += SCENE_DAY)
        {
          g_assert_cmpint (kp_answer_get_kept_until (answer, KP_RECORD_A, now), ==, a);
          g_assert_cmpint (kp_answer_get_kept_until (answer, KP_RECORD_AAAA, now), ==,
                           aaaa);
        }
      g_assert_cmpint (kp_answer_is_kept (answer, SCENE_NOW), ==, both > 0);
      if (both > 0)
        g_assert_true (kp_answer_is_kept (answer, both - 1));
      g_assert_false (kp_answer_is_kept (answer, both));

      /* Given at a time to come: the clock was wrong. */
      g_assert_cmpint (kp_answer_get_kept_until (answer, KP_RECORD_A, SCENE_NOW - 1), ==,
                       0);
      g_assert_false (kp_answer_is_kept (answer, SCENE_NOW - 1));
      /* The resolver of the system is a stranger's, and asked for nothing else. */
      answer->source = KP_RESOLVER_SOURCE_SYSTEM;
      g_assert_false (kp_answer_is_kept (answer, SCENE_NOW));
    }
}

static void
test_find_last (void)
{
  g_autoptr (KpObservation) seen = scene_new (HOST, NULL, NULL, SCENE_NOW);

  scene_answers (seen, "A 192.0.2.1|A 192.0.2.2");
  g_assert_true (kp_answer_find_last (seen, HOST, "https://Two.example/dns-query")
                 == g_ptr_array_index (seen->answers, 1));
  g_assert_null (kp_answer_find_last (seen, HOST, "https://Three.example/dns-query"));
  g_assert_null (
      kp_answer_find_last (seen, "www.fjord.example", "https://Two.example/dns-query"));
  g_assert_null (kp_answer_find_last (NULL, HOST, "https://Two.example/dns-query"));
}

/* What is left of a TTL when the check is made that took the answer over. */
static void
test_ttl_at (void)
{
  g_autoptr (KpObservation) seen = scene_new (HOST, NULL, NULL, SCENE_NOW);

  scene_answers (seen, "A 192.0.2.1/300");
  g_assert_cmpuint (kp_resolver_answer_get_ttl_at (get_answer (seen), SCENE_NOW - 9), ==,
                    300);
  g_assert_cmpuint (kp_resolver_answer_get_ttl_at (get_answer (seen), SCENE_NOW), ==, 300);
  g_assert_cmpuint (kp_resolver_answer_get_ttl_at (get_answer (seen), SCENE_NOW + 100), ==,
                    200);
  g_assert_cmpuint (kp_resolver_answer_get_ttl_at (get_answer (seen), SCENE_NOW + 301), ==,
                    0);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/kept-answer/until", test_until);
  g_test_add_func ("/kept-answer/find-last", test_find_last);
  g_test_add_func ("/kept-answer/ttl-at", test_ttl_at);
  return g_test_run ();
}
