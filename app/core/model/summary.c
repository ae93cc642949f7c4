/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "core/model/summary.h"

#include <glib/gi18n.h>

#include "core/base/time-text.h"

/* Where a verdict without evidence stands in the order Attention: among the unknown, and
 * no day is due. */
#define ATTENTION_NEVER_CHECKED                                                            \
  ((G_GUINT64_CONSTANT (4) << 56) | ((G_GUINT64_CONSTANT (1) << 56) - 1))

void
kp_summary_init (KpSummary *self)
{
  *self = (KpSummary){
    .lock = KP_LOCK_UNKNOWN,
    .status = KP_STATUS_NOT_CHECKED,
    .last_lock = KP_LOCK_UNKNOWN,
    .next = { .who = KP_TURN_YOU, .kind = KP_ACTION_CHECK },
    .attention = ATTENTION_NEVER_CHECKED,
    .judged_by = -1,
  };
}

void
kp_summary_clear (KpSummary *self)
{
  g_free (self->cause);
  g_free (self->findings);
  kp_summary_init (self);
}

void
kp_summary_copy (KpSummary *self, const KpSummary *source)
{
  if (self == source)
    return;
  kp_summary_clear (self);
  *self = *source;
  self->cause = g_strdup (source->cause);
  self->findings = g_strdup (source->findings);
}

gboolean
kp_summary_has (const KpSummary *self, KpFindingId id)
{
  const char *word = kp_finding_id_to_string (id);
  gsize length = strlen (word);
  const char *at = self->findings;

  while (at != NULL && (at = strstr (at, word)) != NULL)
    {
      if ((at == self->findings || at[-1] == ' ')
          && (at[length] == ' ' || at[length] == '\0'))
        return TRUE;
      at += length;
    }
  return FALSE;
}

gboolean
kp_summary_equal (const KpSummary *a, const KpSummary *b)
{
  return a->checked_at == b->checked_at && a->lock == b->lock && a->status == b->status
         && a->status_at == b->status_at && a->last_lock == b->last_lock
         && a->last_lock_at == b->last_lock_at && a->last_locked_at == b->last_locked_at
         && a->next.who == b->next.who && a->next.kind == b->next.kind
         && a->next.since == b->next.since && a->next.due == b->next.due
         && a->next.overdue == b->next.overdue && a->until == b->until
         && a->not_before == b->not_before && a->not_after == b->not_after
         && a->renew_by == b->renew_by && a->expiring == b->expiring
         && g_strcmp0 (a->main_finding, b->main_finding) == 0
         && g_strcmp0 (a->cause, b->cause) == 0 && g_strcmp0 (a->findings, b->findings) == 0
         && a->attention == b->attention && a->holds_until == b->holds_until
         && a->judged_by == b->judged_by;
}

static char *
format_expiring (const KpSummary *self, gint64 now)
{
  /* An intermediate may end before the certificate does. */
  gint64 end = self->status_at > 0 ? self->status_at : self->not_after;
  guint days = kp_time_days_between (now, end);

  if (end == 0)
    return g_strdup (_ ("Locked"));
  if (days == 0)
    return g_strdup (_ ("Locked, expires within a day"));
  return g_strdup_printf (
      /* Translators: the lock is closed; its certificate ends in so many days */
      ngettext ("Locked, expires in %u day", "Locked, expires in %u days", days), days);
}

static char *
format_waiting_dns (const KpSummary *self, gint64 now)
{
  gint64 until = self->until > 0 ? self->until : self->status_at;
  g_autofree char *moment = NULL;

  if (until == 0)
    return g_strdup (_ ("Waiting for DNS"));
  moment = kp_time_format_moment (until, now);
  /* Translators: a time, or a day with its time: "14:35", "Tuesday 14:35", "12 November" */
  return g_strdup_printf (_ ("Waiting for DNS until %s"), moment);
}

static char *
format_waiting_customer (const KpSummary *self, gint64 now)
{
  guint days = self->status_at > 0 ? kp_time_days_between (self->status_at, now) : 0;

  if (days == 0)
    return g_strdup (_ ("Waiting for the customer"));
  /* Translators: since how many days the customer has been asked */
  return g_strdup_printf (ngettext ("Waiting for the customer, %u day",
                                    "Waiting for the customer, %u days", days),
                          days);
}

static char *
format_waiting_provider (const KpSummary *self, const char *provider_name, gint64 now)
{
  guint days = self->status_at > 0 ? kp_time_days_between (self->status_at, now) : 0;

  if (provider_name == NULL && days == 0)
    return g_strdup (_ ("Waiting for the provider"));
  if (provider_name == NULL)
    return g_strdup_printf (
        /* Translators: since how many days the provider has been asked */
        ngettext ("Waiting for the provider, %u day", "Waiting for the provider, %u days",
                  days),
        days);
  if (days == 0)
    /* Translators: a provider's name */
    return g_strdup_printf (_ ("Waiting for %s"), provider_name);
  return g_strdup_printf (
      /* Translators: a provider's name, and since how many days */
      ngettext ("Waiting for %s, %u day", "Waiting for %s, %u days", days), provider_name,
      days);
}

static const char *
get_overdue_who (KpTurn turn, const char *provider_name)
{
  switch (turn)
    {
    case KP_TURN_YOU:
      return C_ ("who is overdue", "you");
    case KP_TURN_CUSTOMER:
      return C_ ("who is overdue", "customer");
    case KP_TURN_PROVIDER:
      return provider_name != NULL ? provider_name : C_ ("who is overdue", "provider");
    case KP_TURN_CA:
      return C_ ("who is overdue", "CA");
    case KP_TURN_NOBODY:
    default:
      return C_ ("who is overdue", "nobody");
    }
}

static char *
format_overdue (const KpSummary *self, const char *provider_name, gint64 now)
{
  guint days = self->next.due > 0 ? kp_time_days_between (self->next.due, now) : 0;
  const char *who = get_overdue_who (self->next.who, provider_name);

  if (days == 0)
    /* Translators: who is late: "customer" */
    return g_strdup_printf (_ ("Overdue: %s"), who);
  /* Translators: who is late, and by how many days: "customer, 12 days" */
  return g_strdup_printf (ngettext ("Overdue: %s, %u day", "Overdue: %s, %u days", days),
                          who, days);
}

static char *
format_no_longer_secure (const KpSummary *self, gint64 now)
{
  g_autofree char *since = NULL;

  if (self->status_at == 0)
    return g_strdup (_ ("No longer secure"));
  since = kp_time_is_today (self->status_at, now)
              ? kp_time_format_moment (self->status_at, now)
              : kp_time_format_near_day (self->status_at, now);
  /* Translators: a day or a time: "yesterday", "12 November", "14:35" */
  return g_strdup_printf (_ ("No longer secure since %s"), since);
}

static char *
format_could_not_ask_today (KpLock last_lock, const char *time)
{
  switch (last_lock)
    {
    case KP_LOCK_LOCKED:
      /* Translators: a time of today: "06:10" */
      return g_strdup_printf (_ ("Could not ask, locked at %s"), time);
    case KP_LOCK_PENDING:
      /* Translators: a time of today: "06:10" */
      return g_strdup_printf (_ ("Could not ask, pending at %s"), time);
    case KP_LOCK_UNLOCKED:
    default:
      /* Translators: a time of today: "06:10" */
      return g_strdup_printf (_ ("Could not ask, unlocked at %s"), time);
    }
}

static char *
format_could_not_ask (const KpSummary *self, gint64 now)
{
  g_autofree char *moment = NULL;

  if (self->last_lock_at == 0 || self->last_lock == KP_LOCK_UNKNOWN)
    return g_strdup (_ ("Could not ask"));
  if (kp_time_is_today (self->last_lock_at, now))
    {
      moment = kp_time_format_moment (self->last_lock_at, now);
      return format_could_not_ask_today (self->last_lock, moment);
    }

  moment = kp_time_format_day (self->last_lock_at, now);
  switch (self->last_lock)
    {
    case KP_LOCK_LOCKED:
      /* Translators: a day: "Tuesday", "12 November" */
      return g_strdup_printf (_ ("Could not ask, locked on %s"), moment);
    case KP_LOCK_PENDING:
      /* Translators: a day: "Tuesday", "12 November" */
      return g_strdup_printf (_ ("Could not ask, pending on %s"), moment);
    case KP_LOCK_UNLOCKED:
    default:
      /* Translators: a day: "Tuesday", "12 November" */
      return g_strdup_printf (_ ("Could not ask, unlocked on %s"), moment);
    }
}

/* Only where "stale after" is set to less than two days. */
static char *
format_stale_hours (KpLock last_lock, guint n)
{
  switch (last_lock)
    {
    case KP_LOCK_LOCKED:
      return g_strdup_printf (
          /* Translators: how long ago the last check was, and the lock of then */
          ngettext ("Last checked %u hour ago, locked then",
                    "Last checked %u hours ago, locked then", n),
          n);
    case KP_LOCK_PENDING:
      return g_strdup_printf (
          /* Translators: how long ago the last check was, and the lock of then */
          ngettext ("Last checked %u hour ago, pending then",
                    "Last checked %u hours ago, pending then", n),
          n);
    case KP_LOCK_UNLOCKED:
      return g_strdup_printf (
          /* Translators: how long ago the last check was, and the lock of then */
          ngettext ("Last checked %u hour ago, unlocked then",
                    "Last checked %u hours ago, unlocked then", n),
          n);
    case KP_LOCK_UNKNOWN:
    default:
      return g_strdup_printf (
          /* Translators: how long ago the last check was, and the lock of then */
          ngettext ("Last checked %u hour ago", "Last checked %u hours ago", n), n);
    }
}

static char *
format_stale_days (KpLock last_lock, guint n)
{
  switch (last_lock)
    {
    case KP_LOCK_LOCKED:
      return g_strdup_printf (
          /* Translators: how long ago the last check was, and the lock of then */
          ngettext ("Last checked %u day ago, locked then",
                    "Last checked %u days ago, locked then", n),
          n);
    case KP_LOCK_PENDING:
      return g_strdup_printf (
          /* Translators: how long ago the last check was, and the lock of then */
          ngettext ("Last checked %u day ago, pending then",
                    "Last checked %u days ago, pending then", n),
          n);
    case KP_LOCK_UNLOCKED:
      return g_strdup_printf (
          /* Translators: how long ago the last check was, and the lock of then */
          ngettext ("Last checked %u day ago, unlocked then",
                    "Last checked %u days ago, unlocked then", n),
          n);
    case KP_LOCK_UNKNOWN:
    default:
      return g_strdup_printf (
          /* Translators: how long ago the last check was, and the lock of then */
          ngettext ("Last checked %u day ago", "Last checked %u days ago", n), n);
    }
}

static char *
format_stale (const KpSummary *self, gint64 now)
{
  guint days = kp_time_days_between (self->checked_at, now);

  gint64 at = CLAMP (self->checked_at, 0, MAX (now, 0));

  if (days > 0)
    return format_stale_days (self->last_lock, days);
  return format_stale_hours (self->last_lock, (now - at) / (60 * 60));
}

static char *
format_text (const KpSummary *self, const char *provider_name, gint64 now)
{
  switch (self->status)
    {
    case KP_STATUS_LOCKED:
      return g_strdup (_ ("Locked"));
    case KP_STATUS_EXPIRING:
      return format_expiring (self, now);
    case KP_STATUS_RENEWING:
      return g_strdup (_ ("Locked, renewing"));
    case KP_STATUS_LOCKED_PROXIED:
      return g_strdup (_ ("Locked behind a proxy"));
    case KP_STATUS_LOCKED_PRIVATE_ROOT:
      return g_strdup (_ ("Locked by a private root"));
    case KP_STATUS_WAITING_DNS:
      return format_waiting_dns (self, now);
    case KP_STATUS_WAITING_CUSTOMER:
      return format_waiting_customer (self, now);
    case KP_STATUS_WAITING_PROVIDER:
      return format_waiting_provider (self, provider_name, now);
    case KP_STATUS_OVERDUE:
      return format_overdue (self, provider_name, now);
    case KP_STATUS_EXPIRED:
      return g_strdup (_ ("Certificate expired"));
    case KP_STATUS_NO_LONGER_SECURE:
      return format_no_longer_secure (self, now);
    case KP_STATUS_NOT_SECURED_YET:
      return g_strdup (_ ("Not secured yet"));
    case KP_STATUS_COULD_NOT_ASK:
      return format_could_not_ask (self, now);
    case KP_STATUS_STALE:
      return format_stale (self, now);
    case KP_STATUS_NOT_CHECKED:
    default:
      return g_strdup (_ ("Not checked yet"));
    }
}

/* What stands after the status: the main finding, if it is wrong. An opening
 * one that is wrong makes the lock unlocked, so under any lock but that and
 * unknown it is one that is waited for. */
static gboolean
find_wrong (const KpSummary *self, KpFindingId *id)
{
  if (self->main_finding == NULL || !kp_finding_id_from_string (self->main_finding, id)
      || kp_finding_id_get_severity (*id) != KP_SEVERITY_WRONG)
    return FALSE;
  if (self->status == KP_STATUS_EXPIRED && *id == KP_FINDING_TLS_EXPIRED)
    return FALSE;
  return self->lock == KP_LOCK_UNLOCKED || self->lock == KP_LOCK_UNKNOWN
         || !kp_finding_id_opens_lock (*id);
}

char *
kp_summary_format_status (const KpSummary *self, const char *provider_name, gint64 now)
{
  g_autofree char *text = format_text (self, provider_name, now);
  KpFindingId id;

  if (!find_wrong (self, &id))
    return g_steal_pointer (&text);
  /* Translators: a status and its reason: "Not secured yet: no DNS record" */
  return g_strdup_printf (C_ ("status", "%s: %s"), text, kp_finding_id_get_phrase (id));
}

static const char *
get_lock_word (KpLock lock)
{
  switch (lock)
    {
    case KP_LOCK_LOCKED:
      return C_ ("row name", "locked");
    case KP_LOCK_PENDING:
      return C_ ("row name", "pending");
    case KP_LOCK_UNLOCKED:
      return C_ ("row name", "unlocked");
    case KP_LOCK_UNKNOWN:
    default:
      return C_ ("row name", "unknown");
    }
}

char *
kp_summary_format_row_name (const KpSummary *self, const char *host,
                            const char *provider_name, gint64 now)
{
  g_autofree char *status = kp_summary_format_status (self, provider_name, now);

  /* Translators: what assistive technology reads of a row: host name, lock, status:
   * "cp.example.com, pending: Waiting for DNS until 14:35" */
  return g_strdup_printf (_ ("%s, %s: %s"), host, get_lock_word (self->lock), status);
}
