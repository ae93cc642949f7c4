/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "core/check/verdict.h"

#include "core/check/verdict-private.h"

void
kp_thresholds_init (KpThresholds *self)
{
  self->stale_after = 48 * 60 * 60;
  self->customer_days = 7;
  self->expiring_days = 30;
}

static KpVerdict *
verdict_new_empty (void)
{
  KpVerdict *self = g_atomic_rc_box_new0 (KpVerdict);

  kp_summary_init (&self->summary);
  self->findings = g_ptr_array_new_with_free_func ((GDestroyNotify) kp_finding_unref);
  self->resolvers = g_array_new (FALSE, TRUE, sizeof (guint8));
  self->addresses = g_array_new (FALSE, TRUE, sizeof (guint8));
  self->judged = g_array_new (FALSE, TRUE, sizeof (guint8));
  self->dns = KP_OUTCOME_UNKNOWN;
  self->certificate = KP_OUTCOME_UNKNOWN;
  return self;
}

static void
clear (gpointer data)
{
  KpVerdict *self = data;

  kp_summary_clear (&self->summary);
  g_ptr_array_unref (self->findings);
  g_free (self->target);
  g_array_unref (self->resolvers);
  g_array_unref (self->addresses);
  g_array_unref (self->judged);
  kp_propagation_free (self->propagation);
  kp_dns_plan_free (self->plan);
}

KpVerdict *
kp_verdict_ref (KpVerdict *self)
{
  return g_atomic_rc_box_acquire (self);
}

void
kp_verdict_unref (KpVerdict *self)
{
  g_atomic_rc_box_release_full (self, clear);
}

const KpFinding *
kp_verdict_find (const KpVerdict *self, KpFindingId id)
{
  for (guint i = 0; i < self->findings->len; i++)
    {
      const KpFinding *finding = g_ptr_array_index (self->findings, i);

      if (finding->id == id)
        return finding;
    }
  return NULL;
}

/* By severity; those that open the lock first; else in the order in which they were found,
 * which is that of cause and effect. */
static int
rank (const KpFinding *finding)
{
  return finding->severity * 2 + !kp_finding_id_opens_lock (finding->id);
}

static void
sort_findings (GPtrArray *findings)
{
  for (guint i = 1; i < findings->len; i++)
    for (guint j = i; j > 0; j--)
      {
        gpointer *at = findings->pdata + j;

        if (rank (at[-1]) <= rank (at[0]))
          break;
        gpointer swap = at[0];
        at[0] = at[-1];
        at[-1] = swap;
      }
}

static gboolean
any_opens (const KpVerdict *verdict, KpSeverity severity)
{
  for (guint i = 0; i < verdict->findings->len; i++)
    {
      const KpFinding *finding = g_ptr_array_index (verdict->findings, i);

      if (finding->severity == severity && kp_finding_id_opens_lock (finding->id))
        return TRUE;
    }
  return FALSE;
}

/* Evidence is stale when it is too old, and as much when it comes from a time to come: then
 * the clock was wrong, and nobody knows how old it is. */
static gboolean
is_stale (KpJudge *self)
{
  gint64 stale_after = self->in->thresholds.stale_after;

  return kp_judge_is_past (self, self->seen->checked_at + stale_after)
         || !kp_judge_has_come (self, self->seen->checked_at - stale_after);
}

/* The lock rule of the design: the first that fits. */
static KpLock
find_lock (KpJudge *self)
{
  const KpVerdict *verdict = self->verdict;

  if (self->seen == NULL || self->stale || self->count.n_answered == 0
      || self->seen->intercepted)
    return KP_LOCK_UNKNOWN;
  if (any_opens (verdict, KP_SEVERITY_WRONG))
    return KP_LOCK_UNLOCKED;
  if (any_opens (verdict, KP_SEVERITY_WAITING))
    return KP_LOCK_PENDING;
  /* Nothing to judge is no evidence either: a green lock is never a claim. */
  if (verdict->n_addresses_answered == 0 || self->lacks_target || self->in->profile == NULL)
    return KP_LOCK_UNKNOWN;
  return KP_LOCK_LOCKED;
}

static void
judge_evidence (KpJudge *self)
{
  kp_judge_dns (self);
  kp_judge_dns_notes (self);
  kp_judge_tls (self);
  kp_judge_tls_notes (self);
  kp_judge_renewal (self);
  kp_judge_caa (self);
  sort_findings (self->verdict->findings);
}

/* A job to secure a site is done when the lock proves it. Before the target is known it was
 * another target's lock. */
static gboolean
is_secured (const KpJudge *self)
{
  const KpJob *job = self->in->job;

  return job->kind == KP_JOB_SECURE && kp_job_has_reached (job, KP_JOB_STEP_INSTRUCTIONS)
         && self->verdict->summary.lock == KP_LOCK_LOCKED
         && self->seen->checked_at >= job->started_at;
}

/* A renewal is done when every address that answered serves what was submitted, and well.
 */
static gboolean
is_renewed (const KpJudge *self)
{
  const KpJob *job = self->in->job;

  return job->kind == KP_JOB_RENEW && self->proven && !self->stale
         && self->verdict->certificate == KP_OUTCOME_OK
         && self->seen->checked_at >= job->started_at;
}

static void
judge_job (KpJudge *self)
{
  const KpJob *job = self->in->job;

  if (job == NULL || job->paused_at != 0 || job->step == KP_JOB_STEP_DONE
      || (!is_secured (self) && !is_renewed (self)))
    return;
  self->verdict->done_job = job->id;
  self->verdict->done_revision = job->revision;
}

KpVerdict *
kp_verdict_new (const KpJudgement *judgement)
{
  KpJudge judge = { .in = judgement, .changes_at = G_MAXINT64 };

  g_return_val_if_fail (judgement->history != NULL, NULL);

  judge.seen = judgement->observation;
  judge.history = judgement->history;
  judge.verdict = verdict_new_empty ();
  judge.target = kp_judgement_find_target (judgement, &judge.wants_target, &judge.proxied);
  judge.judges_dns = judge.target != NULL && !judge.proxied;
  judge.verdict->target = g_strdup (judge.target);
  judge.verdict->judges_dns = judge.judges_dns;
  if (judge.seen != NULL && g_strcmp0 (judge.history->target, judge.target) != 0)
    {
      judge.own_history = kp_history_advance (judge.history, judgement, NULL);
      judge.history = judge.own_history;
    }
  if (judge.seen != NULL)
    {
      judge.stale = is_stale (&judge);
      judge_evidence (&judge);
    }
  judge.verdict->summary.lock = find_lock (&judge);
  judge_job (&judge);
  kp_judge_next (&judge);
  kp_judge_status (&judge);
  g_clear_pointer (&judge.unasked, g_ptr_array_unref);
  kp_history_free (judge.own_history);
  return judge.verdict;
}

static gboolean
is_judged (const KpVerdict *self, guint i)
{
  return i < self->judged->len && g_array_index (self->judged, guint8, i);
}

gboolean
kp_verdict_tells_probe (const KpVerdict *self, const KpObservation *seen, guint index)
{
  const KpProbe *probe;

  g_return_val_if_fail (self != NULL && seen != NULL, FALSE);
  g_return_val_if_fail (index < seen->probes->len, FALSE);

  probe = g_ptr_array_index (seen->probes, index);
  for (guint i = 0; i < seen->probes->len && !is_judged (self, index); i++)
    if (i != index && (i < index || is_judged (self, i))
        && g_str_equal (((const KpProbe *) g_ptr_array_index (seen->probes, i))->address,
                        probe->address))
      return FALSE;
  return TRUE;
}
