/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "core/check/verdict-private.h"

#include <glib/gi18n.h>

/* A provider that renews by itself looks for what is due once a day. */
#define PROVIDER_GRACE KP_DAY

/* When the first of the certificates that are served for the name stops being good. */
static gint64
find_end (KpJudge *self)
{
  const KpProbe *shown = self->verdict->shown;
  gint64 ends = G_MAXINT64;

  if (shown == NULL || !kp_probe_is_good (self, shown, self->seen->host))
    return 0;
  for (guint i = 0; i < self->seen->probes->len; i++)
    {
      const KpProbe *probe = g_ptr_array_index (self->seen->probes, i);

      if (!g_array_index (self->verdict->judged, guint8, i)
          || !kp_probe_is_good (self, probe, self->seen->host))
        continue;
      ends = MIN (ends, probe->certificate->not_after);
      if (probe->chain_not_after > 0)
        ends = MIN (ends, probe->chain_not_after);
    }
  return ends;
}

static gint64
days_before (const KpJudge *self, guint days)
{
  return self->ends - days * KP_DAY;
}

static gboolean
is_users (const KpJudge *self)
{
  return self->in->profile != NULL && kp_profile_offers_renew (self->in->profile)
         && !kp_profile_get_renewed_by_provider (self->in->profile, NULL);
}

/* Days that the steps to come take at the least: all of them, or what an open job has left.
 */
static guint
days_to_come (const KpJudge *self)
{
  const KpProfileDays *days = kp_judge_days (self);
  const KpJob *job = self->in->job;
  guint answer =
      kp_profile_get_key_maker (self->in->profile) == KP_KEY_HERE ? 0 : days->answer;

  if (job != NULL && job->kind == KP_JOB_RENEW)
    {
      if (kp_job_has_reached (job, KP_JOB_STEP_SUBMIT))
        return days->install;
      if (kp_job_has_reached (job, KP_JOB_STEP_BUY))
        return days->ca + days->install;
    }
  return answer + days->ca + days->install;
}

gint64
kp_judge_renewal_due (const KpJudge *self)
{
  if (self->ends == 0 || !is_users (self))
    return 0;
  return days_before (self, days_to_come (self));
}

gboolean
kp_judge_is_renewing (const KpJudge *self)
{
  const KpJob *job = self->in->job;

  return job != NULL && job->kind == KP_JOB_RENEW && job->step != KP_JOB_STEP_DONE
         && self->verdict->done_job == 0;
}

static char *
advise_expiring (const KpJudge *self, gint64 renew_by, guint early)
{
  g_autofree char *start = NULL;

  if (renew_by > 0)
    {
      start = kp_time_format_near_day (renew_by, self->in->now);
      return g_strdup_printf (
          /* Translators: %s is a day ("today", "12 November") */
          _ ("Start renewing: counted back from its end, the last day to start is %s."),
          start);
    }
  if (early == 0)
    return g_strdup (_ ("See to it that it is renewed in time."));
  return g_strdup_printf (
      /* Translators: a provider, and a number of days */
      ngettext ("%s usually renews it %u day before the end.",
                "%s usually renews it %u days before the end.", early),
      kp_judge_provider (self), early);
}

/* @early: days before the end at which the provider renews by itself, 0 if it does not */
static void
add_expiring (KpJudge *self, gint64 renew_by, guint early)
{
  g_autofree char *ends = kp_time_format_day (self->ends, self->in->now);
  guint days = kp_time_days_between (self->in->now, self->ends);

  self->verdict->summary.expiring = TRUE;
  kp_judge_add (
      self, KP_FINDING_TLS_EXPIRING, NULL,
      g_strdup_printf (
          self->ends < self->verdict->shown->certificate->not_after
              /* Translators: a day ("12 November"), and a number of days */
              ? ngettext ("An intermediate certificate ends on %s, in %u day.",
                          "An intermediate certificate ends on %s, in %u days.", days)
              /* Translators: a day ("12 November"), and a number of days */
              : ngettext ("The certificate ends on %s, in %u day.",
                          "The certificate ends on %s, in %u days.", days),
          ends, days),
      advise_expiring (self, renew_by, early));
}

static void
add_late (KpJudge *self, guint days)
{
  g_autofree char *ends = kp_time_format_day (self->ends, self->in->now);

  if (is_users (self))
    kp_judge_add (
        self, KP_FINDING_TLS_RENEWAL_LATE, kp_judge_provider (self),
        g_strdup_printf (
            /* Translators: a number of days, and a day ("12 November") */
            ngettext ("The steps to come take %u day, and the certificate ends on %s.",
                      "The steps to come take %u days, and the certificate ends on %s.",
                      days),
            days, ends),
        g_strdup (_ ("Hurry: tell the provider and the CA how little time is left.")));
  else
    kp_judge_add (
        self, KP_FINDING_TLS_RENEWAL_LATE, kp_judge_provider (self),
        g_strdup_printf (
            /* Translators: a provider, a number of days, and a day ("12 November") */
            ngettext ("%s usually renews %u day before the end, and has not; the "
                      "certificate ends on %s.",
                      "%s usually renews %u days before the end, and has not; the "
                      "certificate ends on %s.",
                      days),
            kp_judge_provider (self), days, ends),
        g_strdup (
            _ ("Ask the provider. Its renewal fails where DNS does not lead there, or "
               "where CAA forbids its CA.")));
}

/* From the renew-by date on; and while nobody has begun, from the day on from which the
 * user wants to be told, if that is earlier. */
static gint64
begins_expiring (const KpJudge *self, gint64 renew_by)
{
  if (kp_judge_is_renewing (self))
    return renew_by;
  return MIN (renew_by, days_before (self, self->in->thresholds.expiring_days));
}

static void
judge_users (KpJudge *self)
{
  const KpProfileDays *days = kp_judge_days (self);
  guint needed = days_to_come (self);
  guint answer =
      kp_profile_get_key_maker (self->in->profile) == KP_KEY_HERE ? 0 : days->answer;
  gint64 renew_by = days_before (self, answer + days->ca + days->install + days->margin);

  self->verdict->summary.renew_by = renew_by;
  if (!kp_judge_has_come (self, begins_expiring (self, renew_by)))
    return;
  add_expiring (self, renew_by, 0);
  if (kp_judge_is_past (self, days_before (self, needed)))
    add_late (self, needed);
}

/* Nobody here has a day by which to start: the end comes near, and the provider's own
 * renewal is late or not. */
static void
judge_others (KpJudge *self)
{
  guint early = 0;
  gboolean by_provider = self->in->profile != NULL
                         && kp_profile_get_renewed_by_provider (self->in->profile, &early);

  if (kp_judge_has_come (self, days_before (self, self->in->thresholds.expiring_days)))
    add_expiring (self, 0, by_provider ? early : 0);
  if (by_provider
      && kp_judge_is_past (self,
                           MIN (days_before (self, early) + PROVIDER_GRACE, self->ends)))
    add_late (self, early);
}

static void
judge_end (KpJudge *self)
{
  if (is_users (self))
    judge_users (self);
  else
    judge_others (self);
}

static void
count_submitted (KpJudge *self, const char *sha256, guint *n_new, guint *n_served)
{
  *n_new = *n_served = 0;
  for (guint i = 0; i < self->seen->probes->len; i++)
    {
      const KpProbe *probe = g_ptr_array_index (self->seen->probes, i);

      if (!g_array_index (self->verdict->judged, guint8, i)
          || probe->outcome != KP_PROBE_SERVED || probe->certificate == NULL)
        continue;
      ++*n_served;
      *n_new += g_ascii_strcasecmp (probe->certificate->sha256, sha256) == 0;
    }
}

/* Whether what was handed over is what is served. */
static void
judge_submitted (KpJudge *self)
{
  const KpJob *job = self->in->job;
  gint64 until;
  guint n_new, n_served;
  char *text;

  if (!kp_judge_job_at (self, KP_JOB_RENEW, KP_JOB_STEP_INSTALL)
      || job->submitted_sha256 == NULL || self->seen->intercepted)
    return;
  count_submitted (self, job->submitted_sha256, &n_new, &n_served);
  self->proven =
      n_served > 0 && n_new == n_served && n_served == self->verdict->n_addresses_answered;
  if (n_served == 0 || n_new == n_served)
    return;

  text =
      /* Translators: how many addresses, of how many; the plural is that of the second
       * number. */
      g_strdup_printf (ngettext ("The new certificate is served by %u of %u address.",
                                 "The new certificate is served by %u of %u addresses.",
                                 n_served),
                       n_new, n_served);
  if (job->said_installed_at > 0)
    {
      kp_judge_add (
          self, KP_FINDING_TLS_NOT_SUBMITTED, self->target, text,
          g_strdup (_ ("The provider said that it is installed: ask for the other "
                       "addresses, or which certificate it was.")));
      return;
    }
  until = job->since + kp_judge_days (self)->install * KP_DAY;
  kp_judge_add_as (
      self, KP_FINDING_TLS_NOT_YET_INSTALLED, KP_SEVERITY_WAITING, self->target, text,
      g_strdup (_ ("The provider is at work. Remind it when its usual days are "
                   "over.")),
      until);
}

void
kp_judge_renewal (KpJudge *self)
{
  judge_submitted (self);
  self->ends = find_end (self);
  if (self->ends > 0)
    judge_end (self);
}
