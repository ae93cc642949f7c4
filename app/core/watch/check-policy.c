/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "core/watch/check-policy.h"

#include "core/base/retry.h"

#define HOUR 3600
/* A pending site is looked at no less often than this, in seconds. */
#define PENDING_MAX HOUR
/* Caches and clocks count whole seconds: just after its time the old record is gone. */
#define PENDING_MARGIN 2
/* Where a resolver still differs after the latest time somebody is working on it: it is
 * looked at again after this long, then twice as long after that time, and so on. */
#define DIFFERING_AFTER 300
/* Likewise where a site is no longer secure. */
#define WRONG_AFTER (HOUR / 2)
/* A site that could not be asked is tried again after this long, then twice as long. */
#define RETRY_AFTER (HOUR / 4)
/* A certificate that ends soon: as often as this part of the time that is left to it, but
 * not more often than each hour. */
#define EXPIRING_PART 8

static gint64
next_while_differing (const KpSummary *summary)
{
  gint64 past = summary->checked_at - summary->until;

  if (past < PENDING_MARGIN)
    return summary->until + PENDING_MARGIN;
  return summary->checked_at + MAX (past, DIFFERING_AFTER);
}

static gint64
next_of_pending (const KpSummary *summary)
{
  gint64 next = summary->checked_at + PENDING_MAX;

  /* At the moment it may turn green, and now and then before: others move too. */
  if (summary->until + PENDING_MARGIN > summary->checked_at)
    next = MIN (next, summary->until + PENDING_MARGIN);
  return next;
}

static gint64
next_of_wrong (const KpSummary *summary, gint64 since)
{
  gint64 past = summary->checked_at - since;

  /* Time alone has shown it: nobody was asked yet. */
  if (past < 0)
    return since;
  if (past < KP_CHECK_ASK_AGAIN)
    return since + KP_CHECK_ASK_AGAIN;
  if (past < KP_CHECK_ASK_AGAIN + KP_CHECK_CONFIRM)
    return since + KP_CHECK_ASK_AGAIN + KP_CHECK_CONFIRM;
  return summary->checked_at + MAX (past, WRONG_AFTER);
}

static gint64
next_of_repeated (const KpSummary *summary, gint64 heard_until)
{
  const char *id = summary->main_finding;

  if (heard_until == 0 || id == NULL
      || !(g_str_has_prefix (id, "dns.") || g_str_has_prefix (id, "site.")))
    return 0;
  return MIN (heard_until + PENDING_MARGIN, summary->checked_at + PENDING_MAX);
}

static gint64
next_of_silent (const KpSummary *summary, gint64 check_every, guint failures)
{
  KpRetry retry = { .first = RETRY_AFTER,
                    .limit = (guint) MAX (check_every, RETRY_AFTER),
                    .failures = failures > 0 ? failures - 1 : 0 };

  return summary->checked_at + kp_retry_fail (&retry, 0);
}

static gint64
next_of_expiring (const KpSummary *summary)
{
  gint64 left = summary->not_after - summary->checked_at;

  return summary->checked_at + MAX (left / EXPIRING_PART, HOUR);
}

gint64
kp_check_policy_next (const KpSummary *summary, gint64 check_every, guint failures,
                      gint64 heard_until, gint64 now)
{
  gint64 next, since;

  /* Evidence from a time to come was made while the clock was wrong. */
  if (summary->checked_at == 0 || summary->checked_at > now)
    return 0;
  next = summary->checked_at + check_every;
  since = kp_check_policy_get_wrong_since (summary);
  if (since > 0)
    next = MIN (next, MAX (next_of_wrong (summary, since),
                           next_of_repeated (summary, heard_until)));
  if (summary->lock == KP_LOCK_PENDING)
    next = MIN (next, next_of_pending (summary));
  else if (summary->until > 0)
    next = MIN (next, next_while_differing (summary));
  /* That a profile is missing is not mended by asking again. */
  else if (summary->status == KP_STATUS_COULD_NOT_ASK
           && !kp_summary_has (summary, KP_FINDING_SITE_NO_PROFILE))
    next = MIN (next, next_of_silent (summary, check_every, failures));
  else if (summary->expiring && summary->lock == KP_LOCK_LOCKED && summary->not_after > 0)
    next = MIN (next, next_of_expiring (summary));
  return next;
}

gint64
kp_check_policy_get_wrong_since (const KpSummary *summary)
{
  if (summary->lock != KP_LOCK_UNLOCKED || summary->last_locked_at == 0)
    return 0;
  if (summary->status == KP_STATUS_NO_LONGER_SECURE || summary->status == KP_STATUS_EXPIRED)
    return summary->status_at;
  return summary->next.since;
}

gboolean
kp_check_policy_is_confirmed (const KpSummary *summary)
{
  gint64 since = kp_check_policy_get_wrong_since (summary);

  return since > 0 && summary->checked_at >= since + KP_CHECK_ASK_AGAIN + KP_CHECK_CONFIRM;
}
