/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "check/story.h"

/* What the past becomes once a check is part of it. */

#define LEADING "CNAME " STORY_TARGET

static void
add_when (GString *text, const char *name, gint64 moment)
{
  g_autofree char *when = story_format_when (moment);

  if (moment != 0)
    g_string_append_printf (text, "%s%s=%s", text->len > 0 ? " " : "", name, when);
}

/* Only what is set. */
static char *
format_dns (const KpHistory *history)
{
  GString *text = g_string_new (NULL);

  add_when (text, "began", history->first_led_at);
  add_when (text, "led", history->led_since);
  add_when (text, "away", history->away_since);
  add_when (text, "differs", history->differs_since);
  if (history->ever_led)
    g_string_append_printf (text, "%sever", text->len > 0 ? " " : "");
  return g_string_free (text, FALSE);
}

static char *
format_locks (const KpHistory *history)
{
  GString *text = g_string_new (NULL);

  add_when (text, kp_lock_to_string (history->last_lock), history->last_lock_at);
  add_when (text, "first", history->first_locked_at);
  add_when (text, "last", history->last_locked_at);
  add_when (text, "open", history->unlocked_since);
  return g_string_free (text, FALSE);
}

static char *
format_sightings (const KpHistory *history)
{
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < history->sightings->len; i++)
    {
      const KpRecordSighting *sighting = g_ptr_array_index (history->sightings, i);
      g_autofree char *first = story_format_when (sighting->first_seen);
      g_autofree char *last = story_format_when (sighting->last_seen);

      g_string_append_printf (text, "%s%s %s..%s %u%s", i > 0 ? "; " : "", sighting->key,
                              first, last, sighting->greatest_ttl,
                              sighting->leads ? " leads" : "");
    }
  return g_string_free (text, FALSE);
}

static void
test_sightings (void)
{
  static const struct
  {
    const char *about, *words, *checks, *expected;
  } rows[] = {
    { "one set, whoever shows it", "cloud-office", "now: A 203.0.113.7/60|A 203.0.113.7/90",
      "A 203.0.113.7 now..now 90" },
    { "first and last time, and the greatest TTL", "cloud-office",
      "-3d: A 203.0.113.7/600; -2d: A 203.0.113.7/7200; now: A 203.0.113.7/10",
      "A 203.0.113.7 -3d..now 7200" },
    { "a TTL that was not seen", "cloud-office",
      "-1d: A 203.0.113.7/?; now: A 203.0.113.7/?", "A 203.0.113.7 -1d..now 0" },
    { "several sets", "cloud-office",
      "-1d: A 203.0.113.7/60; now: leads/300|A 203.0.113.7/5",
      "A 203.0.113.7 -1d..now 60; " LEADING " now..now 300 leads" },
    { "a name without a record is a set too", "cloud-office", "now: NXDOMAIN/900|NODATA/60",
      "none now..now 900" },
    { "errors and silence are none", "cloud-office", "now: SERVFAIL|BOGUS|LOOP|silent",
      "" },
    { "an address of nowhere is none", "cloud-office", "now: A 0.0.0.0", "" },
    { "the new CNAME with old addresses beside it leads", "cloud-office",
      "now: leads AAAA@ 2001:db8::7~900/900",
      LEADING " now..now 300 leads; AAAA 2001:db8::7 now..now 900" },
    { "copied addresses lead", "cloud-office", "now: A 192.0.2.10 A 192.0.2.11/300",
      "A 192.0.2.10,192.0.2.11 now..now 300 leads" },
    { "without a target nothing leads", "own-server", "now: A 203.0.113.7/60",
      "A 203.0.113.7 now..now 60" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autoptr (Story) story = story_new (rows[i].words);
      g_autofree char *got = NULL;

      story_checks (story, rows[i].checks);
      got = format_sightings (story->history);
      story_same (rows[i].about, "sightings", got, rows[i].expected);
    }
}

static const struct
{
  const char *about, *words, *checks, *expected;
} dns[] = {
  { "nothing leads", "cloud-office", "now: A 203.0.113.7|A 203.0.113.7", "" },
  { "it leads at first sight: nobody saw a change", "cloud-office", "now: leads|leads",
    "led=now ever" },
  { "a mixture at first sight is one", "cloud-office", "now: leads|A 203.0.113.7",
    "began=now" },
  { "but for one that filters", "cloud-office", "now: leads|leads|NXDOMAIN",
    "led=now ever" },
  { "the first resolver that newly leads", "cloud-office",
    "-1d: A 203.0.113.7|A 203.0.113.7; now: leads|A 203.0.113.7", "began=now" },
  { "it began then, whoever follows", "cloud-office",
    "-1d: A 203.0.113.7/7200|A 203.0.113.7|A 203.0.113.7; "
    "-1h: leads|A 203.0.113.7|A 203.0.113.7; now: leads|leads|A 203.0.113.7",
    "began=-1h" },
  { "all lead: since the first did", "cloud-office",
    "-1d: A 203.0.113.7/7200|A 203.0.113.7; -1h: leads|A 203.0.113.7; now: leads|leads",
    "began=-1h led=-1h ever" },
  { "once no cache can hold the old record it is over", "cloud-office",
    "-1d: A 203.0.113.7/3600|A 203.0.113.7; -3602s: leads|A 203.0.113.7; now: leads|leads",
    "led=-3602s ever" },
  { "a flip back is part of it", "cloud-office",
    "-1d: A 203.0.113.7/86400|A 203.0.113.7; -2h: leads|leads; -1h: A 203.0.113.7|leads",
    "began=-2h ever" },
  { "all flipped back, and its time is over", "cloud-office",
    "-1d: A 203.0.113.7/3600|A 203.0.113.7; -3602s: leads|A 203.0.113.7; "
    "now: A 203.0.113.7|A 203.0.113.7",
    "" },
  { "stuck after its time: still the same change", "cloud-office",
    "-1d: A 203.0.113.7/3600|A 203.0.113.7|A 203.0.113.7; "
    "-5h: leads|A 203.0.113.7|A 203.0.113.7; now: leads|A 203.0.113.7|A 203.0.113.7",
    "began=-5h" },
  { "one alone after its time differs since then", "cloud-office",
    "-1d: A 203.0.113.7/3600|A 203.0.113.7|A 203.0.113.7; "
    "-5h: leads|A 203.0.113.7|A 203.0.113.7; now: leads|leads|A 203.0.113.7",
    "led=-5h differs=-4h ever" },
  { "silence changes nothing", "cloud-office", "-1d: leads|leads; now: silent|silent",
    "led=-1d ever" },
  { "nor does an error", "cloud-office", "-1d: leads|leads; now: SERVFAIL|SERVFAIL",
    "led=-1d ever" },
  { "the record is gone", "cloud-office", "-1d: leads|leads; now: NXDOMAIN|NXDOMAIN",
    "ever" },
  { "one alone differs", "cloud-office",
    "-1d: leads|leads|leads; now: leads|leads|A 203.0.113.7", "led=-1d differs=now ever" },
  { "still", "cloud-office",
    "-1d: leads|leads|leads; -1h: leads|leads|A 203.0.113.7; now: leads|leads|A "
    "203.0.113.8",
    "led=-1d differs=-1h ever" },
  { "no longer", "cloud-office",
    "-1d: leads|leads|leads; -1h: leads|leads|A 203.0.113.7; now: leads|leads|leads",
    "led=-1d ever" },
  { "one that filters does not differ", "cloud-office",
    "-1d: leads|leads|leads; now: leads|leads|NXDOMAIN", "led=-1d ever" },
  { "away from the second resolver on", "cloud-office",
    "-1d: leads|leads|leads; -2h: leads|leads|A 203.0.113.7; -1h: leads|A 203.0.113.7|A "
    "203.0.113.7; now: A 203.0.113.7|A 203.0.113.7|A 203.0.113.7",
    "away=-1h ever" },
  { "away, and then nobody answers", "cloud-office",
    "-1d: leads|leads; -1h: A 203.0.113.7|A 203.0.113.7; now: silent|SERVFAIL",
    "away=-1h ever" },
  { "never there, never away", "cloud-office",
    "-1d: A 203.0.113.7|A 203.0.113.7; now: A 203.0.113.8|A 203.0.113.8", "" },
  { "what still leads in a cache is no return", "cloud-office",
    "-1d: leads/7200|leads|leads; -1h: A 203.0.113.7|A 203.0.113.7|A 203.0.113.7; "
    "now: leads/60|A 203.0.113.7|A 203.0.113.7",
    "away=-1h ever" },
  { "after that time it is one", "cloud-office",
    "-1d: leads/1800|leads|leads; -1h: A 203.0.113.7/7200|A 203.0.113.7|A 203.0.113.7; "
    "now: leads/60|A 203.0.113.7|A 203.0.113.7",
    "began=now ever" },
  { "behind a proxy DNS is not followed", "cloud-office proxied",
    "-1d: leads|leads; now: A "
    "198.51.100.9|A 198.51.100.9",
    "" },
};

static void
test_dns (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (dns); i++)
    {
      g_autoptr (Story) story = story_new (dns[i].words);
      g_autofree char *got = NULL;

      story_checks (story, dns[i].checks);
      got = format_dns (story->history);
      story_same (dns[i].about, "DNS", got, dns[i].expected);
    }
}

static void
test_locks (void)
{
  static const struct
  {
    const char *about, *checks, *expected;
  } rows[] = {
    { "never locked", "now: A 203.0.113.7|A 203.0.113.7", "unlocked=now" },
    { "locked", "-1d: leads # good; now: leads # good", "locked=now first=-1d last=now" },
    { "open since the check that saw it",
      "-1d: leads # good; -1h: leads # 192.0.2.10 refused; "
      "now: leads # 192.0.2.10 refused",
      "unlocked=now first=-1d last=-1d open=-1h" },
    { "open since the certificate ended",
      "-1d: leads # 192.0.2.10 valid; now: leads # 192.0.2.10 ends=-1",
      "unlocked=now first=-1d last=-1d open=-1d" },
    { "locked again",
      "-1d: leads # good; -1h: leads # 192.0.2.10 refused; now: leads # good",
      "locked=now first=-1d last=now" },
    { "an unknown lock leaves all as it was",
      "-1d: leads # good; -2h: leads # 192.0.2.10 refused; now: silent",
      "unlocked=-2h first=-1d last=-1d open=-2h" },
    { "pending is not open",
      "-3d: leads/300|leads # good; -2d: NXDOMAIN/3600|NXDOMAIN; "
      "now: leads|NXDOMAIN # good",
      "pending=now first=-3d last=-3d" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autoptr (Story) story = story_new ("cloud-office");
      g_autofree char *got = NULL;

      story_checks (story, rows[i].checks);
      got = format_locks (story->history);
      story_same (rows[i].about, "locks", got, rows[i].expected);
    }
}

/* Another target: what led to the former one is an old record now, and nothing else of it
 * counts. */
static void
test_other_target (void)
{
  g_autoptr (Story) story = story_new ("cloud-office");
  g_autofree char *before = NULL, *after = NULL, *sightings = NULL, *locks = NULL;

  story_checks (story, "-1d: leads/300|leads # good; -1h: leads|leads # good");
  before = format_dns (story->history);
  g_assert_cmpstr (before, ==, "led=-1d ever");

  kp_site_set_target (story->judgement.site, "pl-11.admin.emailsrvr.com");
  g_free (story->target);
  story->target = g_strdup ("pl-11.admin.emailsrvr.com");
  kp_verdict_unref (story_check (
      story, SCENE_NOW, "CNAME pl-11.admin.emailsrvr.com|CNAME " STORY_TARGET, NULL));
  after = format_dns (story->history);
  sightings = format_sightings (story->history);
  locks = format_locks (story->history);
  g_assert_cmpstr (after, ==, "began=now");
  g_assert_cmpstr (sightings, ==,
                   LEADING " -1d..now 300; "
                           "CNAME pl-11.admin.emailsrvr.com now..now 300 leads");
  g_assert_cmpstr (locks, ==, "pending=now first=-1d last=-1h");
  g_assert_cmpstr (story->history->target, ==, "pl-11.admin.emailsrvr.com");
}

static char *
dump (const KpHistory *history)
{
  return kp_history_to_json (history);
}

/* Pure: what it is given stays as it is, and the same evidence twice, or older one, changes
 * nothing. */
static void
test_pure (void)
{
  g_autoptr (Story) story = story_new ("cloud-office");
  g_autofree char *before = NULL, *same = NULL, *again = NULL, *older = NULL;
  g_autoptr (KpHistory) advanced = NULL, after = NULL;

  story_checks (story, "-1d: A 203.0.113.7|A 203.0.113.7; -1h: leads|A 203.0.113.7");
  before = dump (story->history);
  story->judgement.history = story->history;
  advanced = kp_history_advance (story->history, &story->judgement, NULL);
  same = dump (story->history);
  again = dump (advanced);
  g_assert_cmpstr (same, ==, before);
  g_assert_cmpstr (again, ==, before);

  story->observation->checked_at -= SCENE_DAY;
  after = kp_history_advance (story->history, &story->judgement, NULL);
  older = dump (after);
  g_assert_cmpstr (older, ==, before);
}

/* Two checks in one second are two all the same. */
static void
test_same_second (void)
{
  g_autoptr (Story) story = story_new ("cloud-office");
  g_autofree char *before = NULL, *after = NULL;

  story_checks (story, "-1h: A 203.0.113.7|A 203.0.113.7");
  before = dump (story->history);
  story_checks (story, "-1h: leads|A 203.0.113.7");
  after = dump (story->history);
  g_assert_cmpstr (after, !=, before);
}

/* What @seen makes of a story that goes on at @now: verdict and history, in words. */
static char *
go_on (Story *story, const KpObservation *seen, gint64 now)
{
  KpJudgement judgement = story->judgement;
  g_autoptr (KpHistory) after = NULL;
  g_autoptr (KpHistory) locked = NULL;
  g_autoptr (KpVerdict) verdict = NULL;
  g_autofree char *findings = NULL, *status = NULL, *history = NULL, *until = NULL;

  judgement.observation = seen;
  judgement.history = story->history;
  judgement.now = now;
  judgement.fresh = TRUE;
  after = kp_history_advance (story->history, &judgement, NULL);
  judgement.fresh = FALSE;
  judgement.history = after;
  verdict = kp_verdict_new (&judgement);
  locked = kp_history_advance (after, &judgement, verdict);
  findings = story_format_findings (verdict);
  status = story_format_status (verdict);
  until = story_format_when (verdict->summary.until);
  history = dump (locked);
  return g_strdup_printf ("%s %s; %s; until %s; %s",
                          kp_lock_to_string (verdict->summary.lock), status, findings,
                          until, history);
}

/* An answer that was taken over, as the resolver could only repeat it, says what it would
 * say if it were given again: with what is left of its time. */
static void
test_taken_over (void)
{
  static const struct
  {
    const char *about, *before, *then, *now;
  } rows[] = {
    { "a change spreads", "-1d: A 203.0.113.7/86400|A 203.0.113.7/86400",
      "leads/300|A 203.0.113.7/80000", "leads/300|A 203.0.113.7/76400" },
    { "another begins to lead", "-1d: A 203.0.113.7/86400|A 203.0.113.7/80|A 203.0.113.7",
      "A 203.0.113.7/60|A 203.0.113.7/80000|A 203.0.113.7/7200",
      "leads/300|A 203.0.113.7/76400|A 203.0.113.7/3600" },
    { "the last one follows", "-1d: A 203.0.113.7/7200|A 203.0.113.7",
      "A 203.0.113.7/60|leads/7200", "leads/300|leads/3600" },
    { "it moves away", "-1d: leads|leads|leads",
      "A 203.0.113.7/60|leads/7200|A 203.0.113.7/7200",
      "A 203.0.113.7/60|leads/3600|A 203.0.113.7/3600" },
    { "one alone differs", "-1d: leads|leads|leads", "leads/60|A 203.0.113.7/7200|leads/60",
      "leads/60|A 203.0.113.7/3600|leads/60" },
    { "a name that is not there", "-1d: NXDOMAIN/7200|NXDOMAIN/7200",
      "NXDOMAIN/60|NXDOMAIN/7200", "leads/300|NXDOMAIN/3600" },
    { "addresses beside the CNAME", "-1d: A 203.0.113.7/86400|A 203.0.113.7/86400",
      "leads/300|leads A@ 203.0.113.7~80000/80000",
      "leads/300|leads A@ 203.0.113.7~76400/76400" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      gint64 then = SCENE_NOW - SCENE_HOUR;
      g_autoptr (Story) story = story_new ("cloud-office");
      g_autoptr (Story) again = story_new ("cloud-office");
      g_autoptr (KpVerdict) first = NULL;
      g_autoptr (KpVerdict) second = NULL;
      g_autoptr (KpVerdict) third = NULL;
      g_autoptr (KpObservation) seen = NULL;
      g_autofree char *repeated = NULL, *taken = NULL;

      story_checks (story, rows[i].before);
      story_checks (again, rows[i].before);
      first = story_check (story, then, rows[i].then, "good");
      second = story_check (again, then, rows[i].then, "good");
      seen = kp_observation_ref (story->observation);
      third = story_check (again, SCENE_NOW, rows[i].now, "good");
      repeated = go_on (story, again->observation, SCENE_NOW);

      /* All but the first, which alone says something new. */
      for (guint j = 1; j < seen->answers->len; j++)
        {
          kp_resolver_answer_unref (again->observation->answers->pdata[j]);
          again->observation->answers->pdata[j] =
              kp_resolver_answer_ref (seen->answers->pdata[j]);
        }
      taken = go_on (story, again->observation, SCENE_NOW);
      story_same (rows[i].about, "outcome", taken, repeated);
    }
}

static void
test_never_checked (void)
{
  g_autoptr (Story) story = story_new ("cloud-office");
  g_autoptr (KpVerdict) verdict = story_judge (story, SCENE_NOW);
  g_autoptr (KpHistory) after =
      kp_history_advance (story->history, &story->judgement, NULL);
  g_autoptr (KpHistory) judged =
      kp_history_advance (story->history, &story->judgement, verdict);
  g_autofree char *before = dump (story->history);
  g_autofree char *first = dump (after), *second = dump (judged);

  g_assert_cmpstr (first, ==, before);
  g_assert_cmpstr (second, ==, before);
}

/* A name that shows another address each time is not remembered without end. */
static void
test_bounded (void)
{
  g_autoptr (Story) story = story_new ("cloud-office");

  for (guint i = 0; i < 100; i++)
    {
      g_autofree char *answers = g_strdup_printf ("A 203.0.113.%u|A 198.51.100.%u", i, i);

      kp_verdict_unref (story_check (story, SCENE_NOW + i * 60, answers, NULL));
    }
  g_assert_cmpuint (story->history->sightings->len, ==, KP_HISTORY_MAX_SIGHTINGS);
  g_assert_nonnull (kp_history_find (story->history, "A 203.0.113.99"));
  g_assert_null (kp_history_find (story->history, "A 203.0.113.0"));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/history/sightings", test_sightings);
  g_test_add_func ("/history/dns", test_dns);
  g_test_add_func ("/history/locks", test_locks);
  g_test_add_func ("/history/other-target", test_other_target);
  g_test_add_func ("/history/pure", test_pure);
  g_test_add_func ("/history/same-second", test_same_second);
  g_test_add_func ("/history/taken-over", test_taken_over);
  g_test_add_func ("/history/never-checked", test_never_checked);
  g_test_add_func ("/history/bounded", test_bounded);
  return g_test_run ();
}
