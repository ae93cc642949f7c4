/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "core/job/job-line-private.h"

#include <glib/gi18n.h>

#include "core/base/time-text.h"
#include "core/job/job-rules-private.h"

static gint64
get_at (const KpJobDrawing *self, KpJobStep step)
{
  return self->job->step_at[step];
}

static KpTurn
get_installer (const KpJobDrawing *self)
{
  return kp_job_facts_makes_key_here (self->facts) ? KP_TURN_YOU : KP_TURN_PROVIDER;
}

/* A step that was done as such: what it was to bring came on another way if it lies behind
 * all the same. */
static KpJobLine *
add_step (KpJobDrawing *self, const char *id, char *title, KpTurn who, KpJobStep step,
          gboolean left)
{
  gboolean done = kp_job_is_past (self->job, step) && left;
  KpJobLine *line = kp_job_drawing_add (self, id, title, who, done, get_at (self, step));

  if (done && line->at == 0)
    line->result = g_strdup (_ ("skipped"));
  kp_job_drawing_set_due (self, line);
  return line;
}

static void
set_result (KpJobLine *line, char *result)
{
  if (line->state == KP_JOB_LINE_DONE && line->result == NULL)
    line->result = result;
  else
    g_free (result);
}

/* A request that has not left is not handed over. */
static gboolean
has_left (const KpJobDrawing *self, KpJobStep waits)
{
  return self->job->step != waits || !self->job->held_up;
}

/* The ticket is that of the last request: of the first one where both are in it. */
static char *
format_first_ticket (const KpJobDrawing *self)
{
  KpProfile *profile = self->facts->profile;

  if (kp_job_is_past (self->job, KP_JOB_STEP_SUBMIT)
      && (profile == NULL || !kp_profile_get_same_ticket (profile)))
    return NULL;
  return kp_job_drawing_format_ticket (self);
}

static void
add_request (KpJobDrawing *self)
{
  const char *provider = kp_job_facts_get_provider (self->facts);
  KpJobLine *line;

  add_step (self, "details", g_strdup (_ ("Details entered")), KP_TURN_YOU,
            KP_JOB_STEP_DETAILS, TRUE);
  if (kp_job_facts_makes_key_here (self->facts))
    {
      add_step (self, "csr", g_strdup (_ ("Signing request made")), KP_TURN_YOU,
                KP_JOB_STEP_HAND_OVER, TRUE);
      return;
    }
  line = add_step (self, "hand-over",
                   /* Translators: a provider */
                   g_strdup_printf (_ ("Request to %s"), provider), KP_TURN_YOU,
                   KP_JOB_STEP_HAND_OVER, has_left (self, KP_JOB_STEP_WAIT_PROVIDER));
  set_result (line, format_first_ticket (self));
  add_step (self, "csr",
            /* Translators: a provider */
            g_strdup_printf (_ ("Signing request of %s"), provider), KP_TURN_PROVIDER,
            KP_JOB_STEP_WAIT_PROVIDER, TRUE);
}

/* Returns: (nullable): whom it was ordered from, and the number, as far as they are known
 */
static char *
format_order (const KpJob *job)
{
  if (job->ca != NULL && job->order_number != NULL)
    /* Translators: a CA, and the number of an order */
    return g_strdup_printf (_ ("%s, order %s"), job->ca, job->order_number);
  if (job->order_number != NULL)
    /* Translators: the number of an order */
    return g_strdup_printf (_ ("order %s"), job->order_number);
  return g_strdup (job->ca);
}

static char *
format_end (const KpJobDrawing *self)
{
  g_autofree char *day = NULL;

  if (self->job->submitted_not_after == 0)
    return NULL;
  day = kp_time_format_day (self->job->submitted_not_after, self->facts->now);
  /* Translators: a day ("12 November") */
  return g_strdup_printf (_ ("valid until %s"), day);
}

static void
add_certificate (KpJobDrawing *self)
{
  const KpJob *job = self->job;
  KpJobLine *line;

  line = add_step (self, "order", g_strdup (_ ("Ordered")), KP_TURN_YOU, KP_JOB_STEP_BUY,
                   TRUE);
  set_result (line, format_order (job));
  if (job->validation_at > 0)
    {
      line = kp_job_drawing_add (
          self, "record", g_strdup (_ ("Record for the CA")),
          self->facts->customer_changes_dns ? KP_TURN_CUSTOMER : KP_TURN_YOU,
          job->validation_seen_at > 0 || kp_job_is_past (job, KP_JOB_STEP_WAIT_CA),
          job->validation_seen_at);
      kp_job_drawing_set_due (self, line);
      if (job->validation_sights != NULL && kp_job_watches_record (job))
        line->result = kp_record_sights_describe (job->validation_sights);
    }
  line = add_step (self, "certificate", g_strdup (_ ("Certificate issued")), KP_TURN_CA,
                   KP_JOB_STEP_WAIT_CA, TRUE);
  set_result (line, format_end (self));
}

/* Returns: (nullable): how many addresses serve it, where not all do */
static char *
format_served (const KpJobDrawing *self)
{
  static const KpFindingId ids[] = { KP_FINDING_TLS_NOT_YET_INSTALLED,
                                     KP_FINDING_TLS_NOT_SUBMITTED };

  for (guint i = 0; self->verdict != NULL && i < G_N_ELEMENTS (ids); i++)
    {
      const KpFinding *finding = kp_verdict_find (self->verdict, ids[i]);

      if (finding != NULL)
        return g_strdup (finding->text);
    }
  return NULL;
}

static void
add_proof (KpJobDrawing *self)
{
  const KpJob *job = self->job;
  gboolean here = kp_job_facts_makes_key_here (self->facts);
  gboolean done = job->ending == KP_JOB_FINISHED;
  KpJobLine *line;

  line = add_step (self, "submit",
                   g_strdup (here ? _ ("Files saved") : _ ("Certificate handed over")),
                   KP_TURN_YOU, KP_JOB_STEP_SUBMIT, has_left (self, KP_JOB_STEP_INSTALL));
  set_result (line, kp_job_drawing_format_ticket (self));
  line =
      kp_job_drawing_add (self, "install", g_strdup (_ ("Installed")), get_installer (self),
                          done || job->said_installed_at > 0, job->said_installed_at);
  kp_job_drawing_set_due (self, line);
  line = kp_job_drawing_add (self, "proven", g_strdup (_ ("Served by every address")),
                             KP_TURN_NOBODY, done, done ? job->ended_at : 0);
  if (job->step == KP_JOB_STEP_INSTALL)
    line->result = format_served (self);
}

void
kp_renew_job_draw (KpJobDrawing *self)
{
  add_request (self);
  add_certificate (self);
  add_proof (self);
}
