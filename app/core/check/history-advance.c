/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "core/check/verdict-private.h"

/* What the history said before this check, as far as the new one is compared with it. */
typedef struct
{
  gint64 latest;       /* the check before; 0 if there was none with a record */
  gboolean led;        /* some resolver led then */
  guint32 leading_ttl; /* the greatest TTL of what led */
} Before;

static const KpRecordSighting *
get_sighting (const KpHistory *history, guint i)
{
  return g_ptr_array_index (history->sightings, i);
}

static void
before_init (Before *before, const KpHistory *history)
{
  memset (before, 0, sizeof *before);
  for (guint i = 0; i < history->sightings->len; i++)
    before->latest = MAX (before->latest, get_sighting (history, i)->last_seen);
  for (guint i = 0; i < history->sightings->len; i++)
    {
      const KpRecordSighting *sighting = get_sighting (history, i);

      if (!sighting->leads)
        continue;
      before->led = before->led || sighting->last_seen == before->latest;
      before->leading_ttl = MAX (before->leading_ttl, sighting->greatest_ttl);
    }
}

/* Another target: what led to the former one is an old record now. */
static void
set_target (KpHistory *history, const char *target)
{
  g_autofree char *leading = NULL;

  if (g_strcmp0 (history->target, target) == 0)
    return;
  g_free (history->target);
  history->target = g_strdup (target);
  history->led_since = 0;
  history->first_led_at = 0;
  history->ever_led = FALSE;
  history->away_since = 0;
  history->differs_since = 0;
  leading = target != NULL ? g_strconcat ("CNAME ", target, NULL) : NULL;
  for (guint i = 0; i < history->sightings->len; i++)
    {
      KpRecordSighting *sighting = g_ptr_array_index (history->sightings, i);

      sighting->leads = g_strcmp0 (sighting->key, leading) == 0;
    }
}

/* Old addresses beside the new CNAME are a set of their own, with a TTL of its own. */
static void
see_answer (KpHistory *history, const KpResolverAnswer *answer, gboolean leads, gint64 at)
{
  g_autofree char *key = kp_resolver_answer_get_key (answer);
  guint32 beside_ttl, ttl = answer->ttl_known ? answer->ttl : 0;
  g_autofree char *beside = kp_resolver_answer_get_beside (answer, &beside_ttl);

  if (beside != NULL)
    ttl = ((const KpRecord *) g_ptr_array_index (answer->chain, 0))->ttl;
  kp_history_see (history, key, leads, ttl, at);
  if (beside != NULL)
    kp_history_see_rest (history, beside, beside_ttl, at);
}

static void
see_answers (KpHistory *history, const KpObservation *seen, const char *target)
{
  for (guint i = 0; i < seen->answers->len; i++)
    {
      const KpResolverAnswer *answer = g_ptr_array_index (seen->answers, i);
      KpAnswerKind kind = kp_answer_kind_in (answer, seen, target);
      /* A CNAME to the target leads, whatever is broken behind it or stands beside it. */
      gboolean leads = kp_answer_kind_leads (kind)
                       || (target != NULL && answer->chain->len > 0
                           && (kind == KP_ANSWER_DANGLING || kind == KP_ANSWER_LEFTOVER
                               || kind == KP_ANSWER_BESIDE));

      if (kp_answer_kind_is_record (kind))
        see_answer (history, answer, leads, seen->checked_at);
    }
}

/* Whether some resolver newly leads: a change has begun. At first sight a mixture is one as
 * well, but for a lone resolver that denies the name: that one filters. */
static gboolean
has_begun (const KpHistory *history, const Before *before, const KpAnswerCount *count,
           gint64 now)
{
  if (count->n_lead == 0 || history->first_led_at > 0 || history->led_since > 0
      || before->led)
    return FALSE;
  if (before->latest == 0)
    return count->n_records > 0 && !kp_answer_count_is_filtered (count);
  /* After it went away, what still leads in some caches is no return. */
  return history->away_since == 0 || count->n_records == 0
         || now >= history->away_since + before->leading_ttl;
}

/* All that answered lead, or all but one once no cache may hold the old record. */
static gboolean
leads_now (const KpAnswerCount *count, const KpPropagation *spread)
{
  if (count->n_lead == 0)
    return FALSE;
  return count->n_astray == 0
         || (count->n_lead >= 2 && count->n_astray == 1 && !spread->under_way);
}

static void
follow_dns (KpHistory *history, const Before *before, const KpObservation *seen,
            const char *target)
{
  gint64 now = seen->checked_at;
  g_autoptr (KpPropagation) spread = kp_propagation_new (seen, history, target, now);
  KpAnswerCount count;
  gboolean leads;
  gint64 began;

  kp_answer_count_init (&count, seen, target, spread);
  if (has_begun (history, before, &count, now))
    {
      history->first_led_at = now;
      kp_propagation_free (spread);
      spread = kp_propagation_new (seen, history, target, now);
      kp_answer_count_init (&count, seen, target, spread);
    }

  leads = leads_now (&count, spread);
  began = history->first_led_at > 0 ? history->first_led_at : now;
  /* A change is over when its time is, whichever way it went; while some still give the old
   * record, it stays in mind, so that they don't count as a new one. */
  if (history->first_led_at > 0 && now >= spread->over_at && (leads || count.n_lead == 0))
    history->first_led_at = 0;

  /* Errors are no record: a zone that can't be asked for a while has not moved. */
  if (leads)
    history->led_since = history->led_since > 0 ? history->led_since : began;
  else if (count.n_records > 0)
    history->led_since = 0;
  if (kp_answer_count_is_away (&count, history))
    history->away_since = history->away_since > 0 ? history->away_since : now;
  else if (count.n_lead > 0 || count.n_records > 0)
    history->away_since = 0;
  history->ever_led = history->ever_led || leads;

  /* Counted from the latest time of a change on, if one was under way. */
  if (count.odd != KP_NONE_ODD && count.n_lead >= 2 && !spread->under_way
      && !kp_answer_count_is_filtered (&count))
    history->differs_since = history->differs_since > 0
                                 ? history->differs_since
                                 : (spread->limit > 0 ? spread->limit : now);
  else
    history->differs_since = 0;
}

static void
follow_lock (KpHistory *history, const KpJudgement *judgement, const KpVerdict *verdict)
{
  gint64 checked_at = verdict->summary.checked_at;
  KpLock lock = verdict->summary.lock;

  if (lock == KP_LOCK_UNKNOWN)
    return;
  history->not_before = verdict->summary.not_before;
  history->not_after = verdict->summary.not_after;
  if (lock != KP_LOCK_UNLOCKED)
    history->unlocked_since = 0;
  else if (history->first_locked_at > 0)
    history->unlocked_since = kp_unlocked_since (history, judgement, verdict);
  /* What a check gave stays what it gave when its evidence is judged again. */
  if (checked_at > history->last_lock_at)
    {
      history->last_lock = lock;
      history->last_lock_at = checked_at;
    }
  if (lock != KP_LOCK_LOCKED)
    return;
  history->last_locked_at = checked_at;
  if (history->first_locked_at == 0)
    history->first_locked_at = checked_at;
}

KpHistory *
kp_history_advance (const KpHistory *history, const KpJudgement *judgement,
                    const KpVerdict *verdict)
{
  KpHistory *after = kp_history_copy (history);
  const KpObservation *seen = judgement->observation;
  gboolean wants, proxied;
  const char *target = kp_judgement_find_target (judgement, &wants, &proxied);
  Before before;

  if (seen == NULL)
    return after;
  if (verdict != NULL)
    {
      follow_lock (after, judgement, verdict);
      return after;
    }

  /* What the target was is not forgotten while nobody knows what it is. */
  if (judgement->profile == NULL && target == NULL)
    return after;
  set_target (after, target);
  before_init (&before, after);
  /* The same evidence again changes nothing. */
  if (before.latest > seen->checked_at
      || (before.latest == seen->checked_at && !judgement->fresh
          && g_strcmp0 (history->target, target) == 0))
    return after;
  see_answers (after, seen, target);
  if (target != NULL && !proxied)
    follow_dns (after, &before, seen, target);
  return after;
}
