/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "core/check/verdict-private.h"

#include <glib/gi18n.h>

/* How many words of a list are named before "…". */
#define MAX_JOINED 4

/* Times come from certificates and DNS and may be anything: a moment near the end of time
 * never comes. */
static void
changes_at (KpJudge *self, gint64 moment)
{
  if (moment > self->in->now)
    self->changes_at = MIN (self->changes_at, moment);
}

gboolean
kp_judge_has_come (KpJudge *self, gint64 moment)
{
  changes_at (self, moment);
  return self->in->now >= moment;
}

gboolean
kp_judge_is_past (KpJudge *self, gint64 moment)
{
  return moment < G_MAXINT64 && kp_judge_has_come (self, moment + 1);
}

void
kp_judge_add_as (KpJudge *self, KpFindingId id, KpSeverity severity, const char *subject,
                 char *text, char *fix, gint64 until)
{
  g_ptr_array_add (self->verdict->findings,
                   kp_finding_new_full (id, severity, subject, text, fix, until));
  g_free (text);
  g_free (fix);
}

void
kp_judge_add (KpJudge *self, KpFindingId id, const char *subject, char *text, char *fix)
{
  kp_judge_add_as (self, id, kp_finding_id_get_severity (id), subject, text, fix, 0);
}

void
kp_judge_opened (KpJudge *self, gint64 moment)
{
  gint64 *opened_at = &self->verdict->opened_at;

  if (moment > 0 && (*opened_at == 0 || moment < *opened_at))
    *opened_at = moment;
}

gboolean
kp_judge_job_at (const KpJudge *self, KpJobKind kind, KpJobStep step)
{
  const KpJob *job = self->in->job;

  return job != NULL && job->kind == kind && job->step == step && job->paused_at == 0;
}

const KpProfileDays *
kp_judge_days (const KpJudge *self)
{
  static const KpProfileDays none = { 0 };

  return self->in->profile != NULL ? kp_profile_get_days (self->in->profile) : &none;
}

const char *
kp_judge_provider (const KpJudge *self)
{
  return self->in->profile != NULL ? kp_profile_get_name (self->in->profile)
                                   : kp_site_get_provider (self->in->site);
}

gint64
kp_judge_customer_until (const KpJudge *self)
{
  if (!kp_judge_job_at (self, KP_JOB_SECURE, KP_JOB_STEP_DNS))
    return 0;
  return self->in->job->since + self->in->thresholds.customer_days * KP_DAY;
}

gboolean
kp_judge_install_until (const KpJudge *self, gint64 *until)
{
  const KpHistory *history = self->history;
  const KpJob *job = self->in->job;
  gint64 led;

  *until = 0;
  if (!kp_judge_job_at (self, KP_JOB_SECURE, KP_JOB_STEP_DNS)
      && !kp_judge_job_at (self, KP_JOB_SECURE, KP_JOB_STEP_INSTALL))
    return FALSE;

  /* Where nobody judges DNS, the step's own start is all that is known. */
  if (!self->judges_dns)
    led = job->since;
  else
    led = history->led_since > 0 ? history->led_since : history->first_led_at;
  /* A name that led long before the job began gives the provider no less time. */
  if (led > 0)
    *until = MAX (led, job->started_at) + kp_judge_days (self)->install * KP_DAY;
  return TRUE;
}

char *
kp_judge_join (GPtrArray *words)
{
  g_autoptr (GHashTable) seen = g_hash_table_new (g_str_hash, g_str_equal);
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < words->len; i++)
    {
      const char *word = g_ptr_array_index (words, i);

      if (!g_hash_table_add (seen, (gpointer) word))
        continue;
      if (g_hash_table_size (seen) > MAX_JOINED)
        {
          g_string_append (text, ", …");
          break;
        }
      g_string_append_printf (text, "%s%s", text->len > 0 ? ", " : "", word);
    }
  return g_string_free (text, FALSE);
}

const char *
kp_judgement_find_target (const KpJudgement *judgement, gboolean *wants, gboolean *proxied)
{
  const char *target = kp_site_get_target (judgement->site);
  KpProfile *profile = judgement->profile;

  *proxied = kp_site_get_proxied (judgement->site)
             && (profile == NULL || kp_profile_get_proxies_allowed (profile));
  if (profile != NULL)
    target = kp_profile_effective_target (profile, target);
  *wants = target != NULL || (profile != NULL && kp_profile_wants_target (profile));
  return target;
}

void
kp_answer_count_init (KpAnswerCount *self, const KpObservation *observation,
                      const char *target, const KpPropagation *propagation)
{
  memset (self, 0, sizeof *self);
  self->odd = KP_NONE_ODD;
  for (guint i = 0; i < observation->answers->len; i++)
    {
      KpAnswerKind kind = kp_answer_kind_in (g_ptr_array_index (observation->answers, i),
                                             observation, target);

      if (kind == KP_ANSWER_SILENT)
        continue;
      self->n_answered++;
      if (kp_answer_kind_leads (kind))
        {
          self->n_lead++;
          continue;
        }
      self->odd = ++self->n_astray == 1 ? i : KP_NONE_ODD;
      self->n_records += kp_answer_kind_is_record (kind);
      self->n_deny += kp_answer_kind_denies (kind);
      self->n_shown += kp_answer_kind_is_record (kind) && !kp_answer_kind_denies (kind);
      self->n_away += kp_answer_kind_is_away (kind)
                      && !g_array_index (propagation->resolver_old, guint8, i);
    }
}

gboolean
kp_answer_count_is_away (const KpAnswerCount *self, const KpHistory *history)
{
  if (!history->ever_led)
    return FALSE;
  return self->n_away >= 2
         || (self->n_away == 1 && self->n_lead == 0 && history->away_since > 0);
}

gboolean
kp_answer_count_is_filtered (const KpAnswerCount *self)
{
  return self->n_deny == 1 && self->n_lead + self->n_shown >= 2;
}
