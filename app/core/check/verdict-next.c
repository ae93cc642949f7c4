/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "core/check/verdict-private.h"

static KpNextAction
action (KpTurn who, KpActionKind kind, gint64 since, gint64 due)
{
  KpNextAction next = { .who = who, .kind = kind, .since = since, .due = due };

  return next;
}

static KpTurn
who_changes_dns (const KpJudge *self)
{
  return self->in->customer_changes_dns ? KP_TURN_CUSTOMER : KP_TURN_YOU;
}

static gboolean
makes_key_here (const KpJudge *self)
{
  return self->in->profile == NULL
         || kp_profile_get_key_maker (self->in->profile) == KP_KEY_HERE;
}

static gint64
after_days (gint64 since, guint days)
{
  return days > 0 ? since + days * KP_DAY : 0;
}

/* The CA can't go on while the record that it asks for is not there. */
static KpNextAction
wait_for_ca (const KpJudge *self)
{
  const KpJob *job = self->in->job;
  gint64 since = MAX (job->since, job->validation_seen_at);

  if (kp_job_waits_for_record (job))
    return action (who_changes_dns (self), KP_ACTION_ADD_RECORD, job->validation_at,
                   after_days (job->validation_at, self->in->thresholds.customer_days));
  return action (KP_TURN_CA, KP_ACTION_WAIT_CA, since,
                 after_days (since, kp_judge_days (self)->ca));
}

static KpNextAction
wait_for_renewed (const KpJudge *self)
{
  const KpJob *job = self->in->job;

  if (makes_key_here (self))
    return action (KP_TURN_YOU, KP_ACTION_INSTALL, job->since, 0);
  if (job->said_installed_at > 0)
    return action (KP_TURN_YOU, KP_ACTION_ASK_PROVIDER, job->said_installed_at, 0);
  return action (KP_TURN_PROVIDER, KP_ACTION_WAIT_PROVIDER, job->since,
                 after_days (job->since, kp_judge_days (self)->install));
}

/* Whose turn a renewal is by its step alone. */
static KpNextAction
next_of_renew (const KpJudge *self)
{
  const KpJob *job = self->in->job;
  gint64 due = kp_judge_renewal_due (self);

  switch (job->step)
    {
    case KP_JOB_STEP_HAND_OVER:
      if (makes_key_here (self))
        return action (KP_TURN_YOU, KP_ACTION_MAKE_CSR, job->since, due);
      break;
    case KP_JOB_STEP_WAIT_PROVIDER:
      if (makes_key_here (self) || job->held_up)
        break;
      return action (KP_TURN_PROVIDER, KP_ACTION_MAKE_CSR, job->since,
                     after_days (job->since, kp_judge_days (self)->answer));
    case KP_JOB_STEP_BUY:
      return action (KP_TURN_YOU, KP_ACTION_ORDER, job->since, due);
    case KP_JOB_STEP_WAIT_CA:
      return wait_for_ca (self);
    case KP_JOB_STEP_SUBMIT:
      return action (KP_TURN_YOU, KP_ACTION_SUBMIT, job->since, due);
    case KP_JOB_STEP_INSTALL:
      if (self->proven || job->held_up)
        break;
      return wait_for_renewed (self);
    default:
      break;
    }
  return action (KP_TURN_YOU, KP_ACTION_CONTINUE_JOB, job->since, due);
}

static KpNextAction
wait_for_install (const KpJudge *self)
{
  gint64 until;

  kp_judge_install_until (self, &until);
  if (makes_key_here (self))
    return action (KP_TURN_YOU, KP_ACTION_CONTINUE_JOB, self->in->job->since, until);
  return action (KP_TURN_PROVIDER, KP_ACTION_WAIT_PROVIDER,
                 self->history->led_since > 0
                     ? MAX (self->history->led_since, self->in->job->started_at)
                     : self->in->job->since,
                 until);
}

/* Whose turn securing a site is by its step alone. */
static KpNextAction
next_of_secure (const KpJudge *self)
{
  const KpJob *job = self->in->job;

  switch (job->step)
    {
    case KP_JOB_STEP_WAIT_PROVIDER:
      if (makes_key_here (self) || job->held_up)
        break;
      return action (KP_TURN_PROVIDER, KP_ACTION_WAIT_PROVIDER, job->since,
                     after_days (job->since, kp_judge_days (self)->answer));
    case KP_JOB_STEP_DNS:
      if (self->judges_dns && self->verdict->dns == KP_OUTCOME_OK)
        return wait_for_install (self);
      return action (who_changes_dns (self), KP_ACTION_CHANGE_DNS, job->since,
                     kp_judge_customer_until (self));
    case KP_JOB_STEP_INSTALL:
      return wait_for_install (self);
    default:
      break;
    }
  return action (KP_TURN_YOU, KP_ACTION_CONTINUE_JOB, job->since, 0);
}

/* A job that is paused waits for nobody but you. */
static KpNextAction
next_of_job (const KpJudge *self)
{
  const KpJob *job = self->in->job;

  if (job->paused_at > 0)
    return action (KP_TURN_YOU, KP_ACTION_CONTINUE_JOB, job->paused_at, 0);
  return job->kind == KP_JOB_RENEW ? next_of_renew (self) : next_of_secure (self);
}

/* What the provider serves for the name already, somebody has secured: only what stands in
 * the way of it is still to be done. What a proxy serves is the proxy's. And whoever made
 * the record at a wrong place was told what to make. */
static gboolean
is_secured (KpJudge *self)
{
  gboolean secured = kp_verdict_find (self->verdict, KP_FINDING_DNS_DOUBLED_NAME) != NULL;

  for (guint i = 0; i < self->seen->probes->len; i++)
    {
      const KpProbe *probe = g_ptr_array_index (self->seen->probes, i);

      if (probe->of_target
          || (!self->proxied && g_array_index (self->verdict->judged, guint8, i)))
        secured |= kp_probe_is_good (self, probe, self->seen->host);
    }
  return secured;
}

static gboolean
can_be_secured (const KpJudge *self)
{
  return self->in->job == NULL && self->history->first_locked_at == 0 && !self->secured
         && self->in->profile != NULL && kp_profile_offers_secure (self->in->profile);
}

/* A name that leads into the provider's own domains is one that it hosts already: only
 * which of its names is right is still to be entered. */
static gboolean
leads_to_provider (const KpJudge *self)
{
  for (guint i = 0; i < self->seen->answers->len; i++)
    {
      const KpResolverAnswer *answer = g_ptr_array_index (self->seen->answers, i);

      for (guint j = 0; j < answer->chain->len; j++)
        if (kp_profile_is_own_domain (
                self->in->profile,
                ((const KpRecord *) g_ptr_array_index (answer->chain, j))->data))
          return TRUE;
    }
  return FALSE;
}

/* A DNS change without a job has no day by which it is due: nobody was asked. */
static KpNextAction
change_dns (const KpJudge *self, KpActionKind kind, gint64 since)
{
  gint64 until = kp_judge_customer_until (self);

  if (until > 0)
    return action (who_changes_dns (self), kind, self->in->job->since, until);
  if (can_be_secured (self))
    return action (KP_TURN_YOU, KP_ACTION_SECURE, 0, 0);
  return action (who_changes_dns (self), kind, since, 0);
}

static KpNextAction
mend_certificate (const KpJudge *self, KpFindingId id, gint64 since)
{
  KpProfile *profile = self->in->profile;

  if (profile == NULL)
    return action (KP_TURN_YOU, KP_ACTION_REVIEW, since, 0);
  if (self->in->job != NULL && self->in->job->kind == KP_JOB_RENEW)
    return next_of_job (self);
  /* Where another address has a good one it has been renewed: this one was forgotten. */
  if (id == KP_FINDING_TLS_EXPIRED && !self->secured && kp_profile_offers_renew (profile)
      && !kp_profile_get_renewed_by_provider (profile, NULL))
    return action (KP_TURN_YOU, KP_ACTION_RENEW, since, 0);
  if (makes_key_here (self))
    return action (KP_TURN_YOU, KP_ACTION_MEND_SERVER, since, 0);
  if (can_be_secured (self)
      && (id == KP_FINDING_TLS_NAME_MISMATCH || id == KP_FINDING_TLS_SELF_SIGNED
          || id == KP_FINDING_TLS_UNTRUSTED || id == KP_FINDING_TLS_REFUSED))
    return action (KP_TURN_YOU, KP_ACTION_SECURE, 0, 0);
  return action (KP_TURN_YOU, KP_ACTION_ASK_PROVIDER, since, 0);
}

static KpNextAction
mend_broken (const KpJudge *self, const KpFinding *finding, gint64 since)
{
  /* A target without an address is the provider's, not the zone's. */
  if (self->target != NULL && g_strcmp0 (finding->subject, self->target) == 0)
    return action (KP_TURN_YOU, KP_ACTION_ASK_PROVIDER, since, 0);
  return action (who_changes_dns (self), KP_ACTION_MEND_DNS, since, 0);
}

static KpNextAction
enter_target (const KpJudge *self, gint64 since)
{
  if (self->in->job != NULL)
    return next_of_job (self);
  if (can_be_secured (self) && !leads_to_provider (self))
    return action (KP_TURN_YOU, KP_ACTION_SECURE, 0, 0);
  return action (KP_TURN_YOU, KP_ACTION_SET_TARGET, since, 0);
}

static KpNextAction
next_of_finding (const KpJudge *self, const KpFinding *finding, gint64 since)
{
  switch (finding->id)
    {
    case KP_FINDING_SITE_NO_TARGET:
      return enter_target (self, since);
    case KP_FINDING_SITE_MOVED_AWAY:
      return self->in->customer_changes_dns
                 ? action (KP_TURN_YOU, KP_ACTION_TELL_CUSTOMER, since, 0)
                 : action (KP_TURN_YOU, KP_ACTION_CHANGE_DNS, since, 0);
    case KP_FINDING_DNS_APEX:
      return action (KP_TURN_YOU, KP_ACTION_TELL_CUSTOMER, since, 0);
    case KP_FINDING_DNS_LEFTOVER_AAAA:
    case KP_FINDING_DNS_OTHER_RECORDS:
      return change_dns (self, KP_ACTION_REMOVE_RECORDS, since);
    case KP_FINDING_DNS_A_RECORD:
    case KP_FINDING_DNS_WRONG_TARGET:
    case KP_FINDING_DNS_MISSING:
    case KP_FINDING_DNS_DOUBLED_NAME:
      return change_dns (self, KP_ACTION_CHANGE_DNS, since);
    case KP_FINDING_DNS_BROKEN:
      return mend_broken (self, finding, since);
    case KP_FINDING_DNS_LOOP:
    case KP_FINDING_DNS_BOGUS:
      return action (who_changes_dns (self), KP_ACTION_MEND_DNS, since, 0);
    default:
      return mend_certificate (self, finding->id, since);
    }
}

static const KpFinding *
first_opening (const KpJudge *self, KpSeverity severity)
{
  for (guint i = 0; i < self->verdict->findings->len; i++)
    {
      const KpFinding *finding = g_ptr_array_index (self->verdict->findings, i);

      if (finding->severity == severity && kp_finding_id_opens_lock (finding->id))
        return finding;
    }
  return NULL;
}

/* A job's own wait whose day is over stays that of the one who was waited for. */
static gboolean
is_overdue_wait (KpJudge *self, const KpFinding *finding, KpNextAction *next)
{
  gint64 until = 0;

  switch (finding->id)
    {
    case KP_FINDING_TLS_REFUSED:
    case KP_FINDING_TLS_NAME_MISMATCH:
    case KP_FINDING_TLS_UNTRUSTED:
    case KP_FINDING_TLS_SELF_SIGNED:
      if (!kp_judge_install_until (self, &until) || until == 0)
        return FALSE;
      *next = wait_for_install (self);
      return TRUE;
    default:
      return FALSE;
    }
}

static KpNextAction
next_of_unlocked (KpJudge *self)
{
  const KpFinding *finding = first_opening (self, KP_SEVERITY_WRONG);
  const KpJob *job = self->in->job;
  gint64 since = 0;
  KpNextAction next;

  self->secured = is_secured (self);
  if (self->history->first_locked_at > 0)
    since = kp_unlocked_since (self->history, self->in, self->verdict);
  if (job != NULL && job->kind == KP_JOB_SECURE
      && (!kp_job_has_reached (job, KP_JOB_STEP_DNS) || job->step == KP_JOB_STEP_DONE
          || job->paused_at > 0))
    return next_of_job (self);
  if (is_overdue_wait (self, finding, &next))
    return next;
  return next_of_finding (self, finding, since);
}

static KpNextAction
next_of_pending (KpJudge *self)
{
  const KpFinding *finding = first_opening (self, KP_SEVERITY_WAITING);

  if (self->spreading)
    return action (KP_TURN_NOBODY, KP_ACTION_WAIT_DNS, self->history->first_led_at,
                   self->verdict->propagation->until);
  switch (finding->id)
    {
    case KP_FINDING_TLS_REFUSED:
    case KP_FINDING_TLS_NAME_MISMATCH:
    case KP_FINDING_TLS_UNTRUSTED:
    case KP_FINDING_TLS_SELF_SIGNED:
      return wait_for_install (self);
    case KP_FINDING_DNS_LEFTOVER_AAAA:
      return change_dns (self, KP_ACTION_REMOVE_RECORDS, 0);
    default:
      return change_dns (self, KP_ACTION_CHANGE_DNS, 0);
    }
}

static KpNextAction
next_of_unknown (const KpJudge *self)
{
  if (self->in->job != NULL && self->in->job->step != KP_JOB_STEP_DONE)
    return next_of_job (self);
  if (self->seen == NULL)
    return action (KP_TURN_YOU, KP_ACTION_CHECK, 0, 0);
  if (self->seen->intercepted || self->count.n_answered == 0)
    return action (KP_TURN_YOU, KP_ACTION_CHECK_NETWORK, self->seen->checked_at, 0);
  if (self->stale)
    return action (KP_TURN_YOU, KP_ACTION_CHECK, self->seen->checked_at, 0);
  if (self->in->profile == NULL)
    return action (KP_TURN_YOU, KP_ACTION_REVIEW, self->seen->checked_at, 0);
  return action (KP_TURN_NOBODY, KP_ACTION_NONE, 0, 0);
}

static gboolean
is_renewed_by_provider (const KpJudge *self)
{
  return self->in->profile != NULL
         && kp_profile_get_renewed_by_provider (self->in->profile, NULL);
}

/* The day the renewal must have begun is eaten up when only the steps themselves fit in. */
static KpNextAction
next_of_expiring (const KpJudge *self)
{
  const KpSummary *summary = &self->verdict->summary;
  const KpProfileDays *days = kp_judge_days (self);

  if (summary->renew_by > 0)
    return action (
        KP_TURN_YOU, KP_ACTION_RENEW,
        MIN (summary->renew_by, self->ends - self->in->thresholds.expiring_days * KP_DAY),
        summary->renew_by + days->margin * KP_DAY);
  /* It renews by itself, and is asked once it is late. */
  if (is_renewed_by_provider (self))
    return action (KP_TURN_NOBODY, KP_ACTION_NONE, 0, 0);
  if (makes_key_here (self))
    return action (KP_TURN_YOU, KP_ACTION_MEND_SERVER, 0, 0);
  return action (KP_TURN_YOU, KP_ACTION_ASK_PROVIDER, 0, 0);
}

static KpNextAction
next_of_locked (KpJudge *self)
{
  const KpFinding *caa = kp_verdict_find (self->verdict, KP_FINDING_DNS_CAA_BLOCKS);
  const KpJob *job = self->in->job;

  if (kp_judge_is_renewing (self))
    {
      if (caa != NULL && caa->severity == KP_SEVERITY_WRONG
          && kp_job_is_past (job, KP_JOB_STEP_HAND_OVER))
        return action (who_changes_dns (self), KP_ACTION_MEND_DNS, job->since, 0);
      return next_of_job (self);
    }
  if (is_renewed_by_provider (self)
      && kp_verdict_find (self->verdict, KP_FINDING_TLS_RENEWAL_LATE) != NULL)
    return action (KP_TURN_YOU, KP_ACTION_ASK_PROVIDER, 0, 0);
  if (self->verdict->summary.expiring)
    return next_of_expiring (self);
  return action (KP_TURN_NOBODY, KP_ACTION_NONE, 0, 0);
}

void
kp_judge_next (KpJudge *self)
{
  KpNextAction *next = &self->verdict->summary.next;

  switch (self->verdict->summary.lock)
    {
    case KP_LOCK_UNLOCKED:
      *next = next_of_unlocked (self);
      break;
    case KP_LOCK_PENDING:
      *next = next_of_pending (self);
      break;
    case KP_LOCK_LOCKED:
      *next = next_of_locked (self);
      break;
    case KP_LOCK_UNKNOWN:
    default:
      *next = next_of_unknown (self);
      break;
    }
  next->overdue =
      next->who != KP_TURN_NOBODY && next->due > 0 && kp_judge_is_past (self, next->due);
}
