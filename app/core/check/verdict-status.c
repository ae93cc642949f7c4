/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "core/check/verdict-private.h"

/* The order Attention of the list. */
typedef enum
{
  ATTENTION_NO_LONGER_SECURE,
  ATTENTION_OVERDUE,
  ATTENTION_YOUR_TURN,
  ATTENTION_PENDING,
  ATTENTION_UNKNOWN,
  ATTENTION_NOT_SECURED_YET,
  ATTENTION_LOCKED,
} Attention;

/* When the first of the certificates that ended did so; 0 if none has. */
static gint64
find_expiry (const KpVerdict *verdict, const KpObservation *seen, gint64 now)
{
  gint64 ended = 0;

  if (kp_verdict_find (verdict, KP_FINDING_TLS_EXPIRED) == NULL)
    return 0;
  for (guint i = 0; i < seen->probes->len; i++)
    {
      const KpProbe *probe = g_ptr_array_index (seen->probes, i);
      gint64 end;

      if (!g_array_index (verdict->judged, guint8, i) || probe->certificate == NULL)
        continue;
      end = probe->certificate->not_after;
      if (probe->chain_not_after > 0)
        end = MIN (end, probe->chain_not_after);
      if (end < now && (ended == 0 || end < ended))
        ended = end;
    }
  return ended;
}

gint64
kp_unlocked_since (const KpHistory *history, const KpJudgement *judgement,
                   const KpVerdict *verdict)
{
  const KpObservation *seen = judgement->observation;
  gint64 expiry;

  if (history->unlocked_since > 0)
    return history->unlocked_since;
  /* A certificate ends at its own time, not when somebody looks. */
  expiry = find_expiry (verdict, seen, judgement->now);
  if (expiry > 0)
    return MAX (expiry, history->last_locked_at);
  /* Time alone has opened it, without new evidence. */
  if (seen->checked_at <= history->last_lock_at)
    return MAX (verdict->opened_at, seen->checked_at);
  return seen->checked_at;
}

static gboolean
was_ever_locked (const KpJudge *self)
{
  return self->history->first_locked_at > 0;
}

static void
set_status (KpSummary *summary, KpStatus status, gint64 at)
{
  summary->status = status;
  summary->status_at = at;
}

static void
status_of_unknown (const KpJudge *self, KpSummary *summary)
{
  if (self->seen == NULL)
    {
      set_status (summary, KP_STATUS_NOT_CHECKED, 0);
      return;
    }
  if (self->stale)
    set_status (summary, KP_STATUS_STALE, self->seen->checked_at);
  else
    set_status (summary, KP_STATUS_COULD_NOT_ASK, summary->last_lock_at);
}

static void
status_of_unlocked (const KpJudge *self, KpSummary *summary)
{
  if (summary->next.overdue)
    set_status (summary, KP_STATUS_OVERDUE, summary->next.due);
  else if (kp_verdict_find (self->verdict, KP_FINDING_TLS_EXPIRED) != NULL)
    set_status (summary, KP_STATUS_EXPIRED,
                find_expiry (self->verdict, self->seen, self->in->now));
  else if (was_ever_locked (self))
    set_status (summary, KP_STATUS_NO_LONGER_SECURE,
                kp_unlocked_since (self->history, self->in, self->verdict));
  else
    set_status (summary, KP_STATUS_NOT_SECURED_YET, 0);
}

static void
status_of_pending (const KpJudge *self, KpSummary *summary)
{
  if (summary->next.who == KP_TURN_CUSTOMER)
    set_status (summary, KP_STATUS_WAITING_CUSTOMER, summary->next.since);
  else if (summary->next.who == KP_TURN_PROVIDER)
    set_status (summary, KP_STATUS_WAITING_PROVIDER, summary->next.since);
  else
    set_status (summary, KP_STATUS_WAITING_DNS, summary->until);
}

/* What weakens the green comes first: it is said wherever the lock is shown. */
static void
status_of_locked (const KpJudge *self, KpSummary *summary)
{
  if (kp_verdict_find (self->verdict, KP_FINDING_TLS_PRIVATE_ROOT) != NULL)
    set_status (summary, KP_STATUS_LOCKED_PRIVATE_ROOT, 0);
  else if (kp_judge_is_renewing (self))
    set_status (summary, KP_STATUS_RENEWING, 0);
  else if (summary->expiring)
    set_status (summary, KP_STATUS_EXPIRING, self->ends);
  else if (self->proxied)
    set_status (summary, KP_STATUS_LOCKED_PROXIED, 0);
  else
    set_status (summary, KP_STATUS_LOCKED, 0);
}

static void
fill_last_lock (const KpJudge *self, KpSummary *summary)
{
  const KpHistory *history = self->history;

  summary->last_lock = history->last_lock;
  summary->last_lock_at = history->last_lock_at;
  summary->last_locked_at = history->last_locked_at;
  if (summary->lock == KP_LOCK_UNKNOWN)
    return;
  summary->last_lock = summary->lock;
  summary->last_lock_at = self->seen->checked_at;
  if (summary->lock == KP_LOCK_LOCKED)
    summary->last_locked_at = self->seen->checked_at;
}

/* A certificate of another name is not the site's, and its end says nothing. Where it could
 * not be asked for, the one that was seen last still ends when it ends. */
static void
fill_certificate (const KpJudge *self, KpSummary *summary)
{
  const KpProbe *shown = self->verdict->shown;

  if (shown == NULL && summary->lock == KP_LOCK_UNKNOWN)
    {
      summary->not_before = self->history->not_before;
      summary->not_after = self->history->not_after;
    }
  if (shown == NULL || !kp_certificate_facts_cover (shown->certificate, self->seen->host))
    return;
  summary->not_before = shown->certificate->not_before;
  summary->not_after = shown->certificate->not_after;
}

static void
fill_findings (const KpJudge *self, KpSummary *summary)
{
  GString *ids = g_string_new (NULL);

  for (guint i = 0; i < self->verdict->findings->len; i++)
    {
      const KpFinding *finding = g_ptr_array_index (self->verdict->findings, i);
      const char *id = kp_finding_id_to_string (finding->id);

      if (finding->severity == KP_SEVERITY_NOTE)
        break;
      g_string_append_printf (ids, "%s%s", ids->len > 0 ? " " : "", id);
      /* They are sorted: the first wrong one, else the first that is waited for. */
      if (summary->main_finding != NULL || finding->severity == KP_SEVERITY_UNKNOWN)
        continue;
      summary->main_finding = g_intern_string (id);
      summary->cause = finding->subject != NULL
                           ? g_strdup_printf ("%s %s", id, finding->subject)
                           : g_strdup (id);
    }
  summary->findings = g_string_free (ids, ids->len == 0);
}

static Attention
find_attention (const KpJudge *self, const KpSummary *summary)
{
  gboolean nobody_began = self->in->job == NULL && !was_ever_locked (self);

  if (summary->lock == KP_LOCK_UNLOCKED && was_ever_locked (self))
    return ATTENTION_NO_LONGER_SECURE;
  if (summary->next.overdue)
    return ATTENTION_OVERDUE;
  /* A site that nobody has begun to secure, or that could not be asked, waits for no one:
   * it has its own place below. */
  if (summary->next.who == KP_TURN_YOU
      && !(summary->lock == KP_LOCK_UNLOCKED && nobody_began)
      && !(summary->lock == KP_LOCK_UNKNOWN && self->in->job == NULL))
    return ATTENTION_YOUR_TURN;
  switch (summary->lock)
    {
    case KP_LOCK_PENDING:
      return ATTENTION_PENDING;
    case KP_LOCK_UNKNOWN:
      return ATTENTION_UNKNOWN;
    case KP_LOCK_UNLOCKED:
      return ATTENTION_NOT_SECURED_YET;
    case KP_LOCK_LOCKED:
    default:
      return ATTENTION_LOCKED;
    }
}

/* The day by which those of one group are ordered; those without one come last. */
static gint64
find_day (const KpSummary *summary, Attention attention)
{
  if (attention == ATTENTION_NO_LONGER_SECURE)
    return summary->next.due > 0 ? summary->next.due : summary->status_at;
  if (attention == ATTENTION_LOCKED)
    return summary->renew_by > 0 ? summary->renew_by : summary->not_after;
  if (attention == ATTENTION_PENDING && summary->until > 0)
    return summary->until;
  return summary->next.due;
}

static guint64
make_attention (const KpJudge *self, const KpSummary *summary)
{
  const guint64 last = (G_GUINT64_CONSTANT (1) << 56) - 1;
  Attention attention = find_attention (self, summary);
  gint64 day = find_day (summary, attention);

  return ((guint64) attention << 56) | (day > 0 ? MIN ((guint64) day, last) : last);
}

static gint64
find_until (const KpJudge *self, KpLock lock)
{
  const KpPropagation *spread = self->verdict->propagation;

  if (lock == KP_LOCK_PENDING && self->spreading)
    return spread->until;
  if (lock == KP_LOCK_UNLOCKED && spread != NULL && spread->n_new > 0
      && spread->n_new < spread->n_answered && spread->over_at <= self->in->now)
    return spread->limit;
  return 0;
}

void
kp_judge_status (KpJudge *self)
{
  KpSummary *summary = &self->verdict->summary;

  if (self->seen != NULL)
    {
      summary->checked_at = self->seen->checked_at;
      summary->judged_by =
          self->in->profile != NULL ? kp_profile_get_fingerprint (self->in->profile) : 0;
      fill_certificate (self, summary);
    }
  summary->until = find_until (self, summary->lock);
  fill_last_lock (self, summary);
  fill_findings (self, summary);
  switch (summary->lock)
    {
    case KP_LOCK_UNLOCKED:
      status_of_unlocked (self, summary);
      break;
    case KP_LOCK_PENDING:
      status_of_pending (self, summary);
      break;
    case KP_LOCK_LOCKED:
      status_of_locked (self, summary);
      break;
    case KP_LOCK_UNKNOWN:
    default:
      status_of_unknown (self, summary);
      break;
    }
  summary->attention = make_attention (self, summary);
  /* It holds up to the second before the first change. */
  summary->holds_until = self->changes_at < G_MAXINT64 ? self->changes_at - 1 : 0;
}
