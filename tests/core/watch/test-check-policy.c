/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/watch/check-policy.h"

#define NOW G_GINT64_CONSTANT (1795348800)
#define MINUTE 60
#define HOUR 3600
#define DAY (24 * HOUR)

static const struct
{
  const char *about;
  KpSummary summary;
  guint failures;
  gint64 next; /* after the last check; -1: now */
} rows[] = {
  { "never checked", { .checked_at = 0 }, 0, -1 },
  { "locked", { .checked_at = NOW - HOUR, .lock = KP_LOCK_LOCKED }, 0, DAY },
  { "never secured", { .checked_at = NOW - HOUR, .lock = KP_LOCK_UNLOCKED }, 0, DAY },
  { "pending: just after it may turn green",
    { .checked_at = NOW - 60, .lock = KP_LOCK_PENDING, .until = NOW - 60 + 1800 },
    0,
    1802 },
  { "pending: now, but for what clocks round",
    { .checked_at = NOW, .lock = KP_LOCK_PENDING, .until = NOW - 1 },
    0,
    1 },
  { "pending: soon",
    { .checked_at = NOW, .lock = KP_LOCK_PENDING, .until = NOW + 5 },
    0,
    7 },
  { "pending: not after an hour",
    { .checked_at = NOW, .lock = KP_LOCK_PENDING, .until = NOW + 5 * HOUR },
    0,
    HOUR },
  { "pending without a time", { .checked_at = NOW, .lock = KP_LOCK_PENDING }, 0, HOUR },
  { "pending past its time",
    { .checked_at = NOW, .lock = KP_LOCK_PENDING, .until = NOW - DAY },
    0,
    HOUR },
  { "it should have spread since: as soon as it should",
    { .checked_at = NOW - 60, .lock = KP_LOCK_UNLOCKED, .until = NOW - 60 + 30 },
    0,
    32 },
  { "it should have now, but for what clocks round",
    { .checked_at = NOW, .lock = KP_LOCK_UNLOCKED, .until = NOW - 1 },
    0,
    1 },
  { "it has not spread in time: soon again",
    { .checked_at = NOW, .lock = KP_LOCK_UNLOCKED, .until = NOW - 2 },
    0,
    300 },
  { "nor an hour later: an hour after that",
    { .checked_at = NOW, .lock = KP_LOCK_UNLOCKED, .until = NOW - HOUR },
    0,
    HOUR },
  { "nor for days: as any other",
    { .checked_at = NOW, .lock = KP_LOCK_UNLOCKED, .until = NOW - 9 * DAY },
    0,
    DAY },
  { "it could not be asked",
    { .checked_at = NOW, .status = KP_STATUS_COULD_NOT_ASK },
    1,
    HOUR / 4 },
  { "nor before this program was started",
    { .checked_at = NOW, .status = KP_STATUS_COULD_NOT_ASK },
    0,
    HOUR / 4 },
  { "nor the second time: twice as long",
    { .checked_at = NOW, .status = KP_STATUS_COULD_NOT_ASK },
    2,
    HOUR / 2 },
  { "nor the fifth time",
    { .checked_at = NOW, .status = KP_STATUS_COULD_NOT_ASK },
    5,
    4 * HOUR },
  { "nor ever: as seldom as any other",
    { .checked_at = NOW, .status = KP_STATUS_COULD_NOT_ASK },
    1000,
    DAY },
  { "its profile is missing, which asking again does not mend",
    { .checked_at = NOW,
      .status = KP_STATUS_COULD_NOT_ASK,
      .findings = (char *) "site.no-profile" },
    1,
    DAY },
  { "stale", { .checked_at = NOW - 3 * DAY, .status = KP_STATUS_STALE }, 0, DAY },
  { "from a time to come", { .checked_at = NOW + DAY, .lock = KP_LOCK_LOCKED }, 0, -1 },
  { "no longer secure: two minutes later",
    { .checked_at = NOW,
      .lock = KP_LOCK_UNLOCKED,
      .status = KP_STATUS_NO_LONGER_SECURE,
      .status_at = NOW,
      .last_locked_at = NOW - DAY },
    0,
    2 * MINUTE },
  { "still so: ten minutes after that",
    { .checked_at = NOW,
      .lock = KP_LOCK_UNLOCKED,
      .status = KP_STATUS_NO_LONGER_SECURE,
      .status_at = NOW - 2 * MINUTE,
      .last_locked_at = NOW - DAY },
    0,
    10 * MINUTE },
  { "checked a little late: at the same time",
    { .checked_at = NOW,
      .lock = KP_LOCK_UNLOCKED,
      .status = KP_STATUS_NO_LONGER_SECURE,
      .status_at = NOW - 3 * MINUTE,
      .last_locked_at = NOW - DAY },
    0,
    9 * MINUTE },
  { "it is known now: half an hour later",
    { .checked_at = NOW,
      .lock = KP_LOCK_UNLOCKED,
      .status = KP_STATUS_NO_LONGER_SECURE,
      .status_at = NOW - 12 * MINUTE,
      .last_locked_at = NOW - DAY },
    0,
    HOUR / 2 },
  { "and ever more seldom",
    { .checked_at = NOW,
      .lock = KP_LOCK_UNLOCKED,
      .status = KP_STATUS_NO_LONGER_SECURE,
      .status_at = NOW - 5 * HOUR,
      .last_locked_at = NOW - DAY },
    0,
    5 * HOUR },
  { "for days: as any other",
    { .checked_at = NOW,
      .lock = KP_LOCK_UNLOCKED,
      .status = KP_STATUS_NO_LONGER_SECURE,
      .status_at = NOW - 5 * DAY,
      .last_locked_at = NOW - 6 * DAY },
    0,
    DAY },
  { "it has ended since it was checked: when it does",
    { .checked_at = NOW - HOUR,
      .lock = KP_LOCK_UNLOCKED,
      .status = KP_STATUS_EXPIRED,
      .status_at = NOW - 5,
      .last_locked_at = NOW - HOUR },
    0,
    HOUR - 5 },
  { "a wait that is over: since whose turn it is",
    { .checked_at = NOW,
      .lock = KP_LOCK_UNLOCKED,
      .status = KP_STATUS_OVERDUE,
      .status_at = NOW - HOUR,
      .next = { .since = NOW - MINUTE },
      .last_locked_at = NOW - DAY },
    0,
    MINUTE },
  { "it ends in three weeks",
    { .checked_at = NOW,
      .lock = KP_LOCK_LOCKED,
      .expiring = TRUE,
      .not_after = NOW + 21 * DAY },
    0,
    DAY },
  { "it ends in four days: twice a day",
    { .checked_at = NOW,
      .lock = KP_LOCK_LOCKED,
      .expiring = TRUE,
      .not_after = NOW + 4 * DAY },
    0,
    DAY / 2 },
  { "it ends in two hours: each hour",
    { .checked_at = NOW,
      .lock = KP_LOCK_LOCKED,
      .expiring = TRUE,
      .not_after = NOW + 2 * HOUR },
    0,
    HOUR },
  { "a short one that is not to be renewed yet",
    { .checked_at = NOW, .lock = KP_LOCK_LOCKED, .not_after = NOW + 4 * DAY },
    0,
    DAY },
};

static void
test_next (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      const KpSummary *summary = &rows[i].summary;
      gint64 expected = rows[i].next < 0 ? 0 : summary->checked_at + rows[i].next;

      g_test_message ("%s", rows[i].about);
      g_assert_cmpint (kp_check_policy_next (summary, DAY, rows[i].failures, 0, NOW), ==,
                       expected);
      /* Who wants to be checked every minute is, whatever the lock. */
      if (rows[i].next >= MINUTE)
        g_assert_cmpint (kp_check_policy_next (summary, MINUTE, rows[i].failures, 0, NOW),
                         ==, summary->checked_at + MINUTE);
    }
}

/* A wrong record is asked for again once some resolver can say something else; a
 * certificate whatever the resolvers say. */
static void
test_repeated (void)
{
  static const struct
  {
    const char *finding;
    gint64 heard_until, next; /* after the check */
  } waits[] = {
    { "dns.wrong-target", 0, 2 * MINUTE },
    { "dns.wrong-target", 60, 2 * MINUTE },
    { "dns.wrong-target", 300, 302 },
    { "site.moved-away", 300, 302 },
    { "dns.wrong-target", DAY, HOUR },
    { "tls.expired", 300, 2 * MINUTE },
    { NULL, 300, 2 * MINUTE },
  };

  for (guint i = 0; i < G_N_ELEMENTS (waits); i++)
    {
      KpSummary summary = { .checked_at = NOW,
                            .lock = KP_LOCK_UNLOCKED,
                            .status = KP_STATUS_NO_LONGER_SECURE,
                            .status_at = NOW,
                            .last_locked_at = NOW - DAY,
                            .main_finding = waits[i].finding };
      gint64 until = waits[i].heard_until > 0 ? NOW + waits[i].heard_until : 0;

      g_assert_cmpint (kp_check_policy_next (&summary, DAY, 0, until, NOW), ==,
                       NOW + waits[i].next);
      /* But never more seldom than it is wished. */
      g_assert_cmpint (kp_check_policy_next (&summary, MINUTE, 0, until, NOW), ==,
                       NOW + MINUTE);
    }
}

/* Asked at the times that the policy names, a site that stays wrong becomes news at its
 * third check, twelve minutes after the first. */
static void
test_confirmed (void)
{
  KpSummary summary = { .checked_at = NOW,
                        .lock = KP_LOCK_UNLOCKED,
                        .status = KP_STATUS_NO_LONGER_SECURE,
                        .status_at = NOW,
                        .last_locked_at = NOW - DAY };
  guint checks = 1;

  for (; !kp_check_policy_is_confirmed (&summary); checks++)
    summary.checked_at = kp_check_policy_next (&summary, DAY, 0, 0, summary.checked_at);
  g_assert_cmpuint (checks, ==, 3);
  g_assert_cmpint (summary.checked_at, ==, NOW + 12 * MINUTE);

  /* What comes back in between, or never was green, is none. */
  summary.lock = KP_LOCK_LOCKED;
  g_assert_false (kp_check_policy_is_confirmed (&summary));
  summary.lock = KP_LOCK_UNKNOWN;
  g_assert_false (kp_check_policy_is_confirmed (&summary));
  summary.lock = KP_LOCK_UNLOCKED;
  summary.last_locked_at = 0;
  g_assert_cmpint (kp_check_policy_get_wrong_since (&summary), ==, 0);
  g_assert_false (kp_check_policy_is_confirmed (&summary));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/check-policy/next", test_next);
  g_test_add_func ("/check-policy/repeated", test_repeated);
  g_test_add_func ("/check-policy/confirmed", test_confirmed);
  return g_test_run ();
}
