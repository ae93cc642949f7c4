/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "core/job/job-line-private.h"

#include <glib/gi18n.h>

#include "core/base/time-text.h"
#include "core/job/job-rules-private.h"

static void
add_prepared (KpJobDrawing *self)
{
  const gint64 *at = self->job->step_at;

  kp_job_drawing_add (self, "name", g_strdup (_ ("Name checked")), KP_TURN_YOU,
                      kp_job_is_past (self->job, KP_JOB_STEP_NAME), at[KP_JOB_STEP_NAME]);
  kp_job_drawing_add (self, "details", g_strdup (_ ("Details entered")), KP_TURN_YOU,
                      kp_job_is_past (self->job, KP_JOB_STEP_REVIEW),
                      at[KP_JOB_STEP_REVIEW]);
}

static gboolean
is_form (const KpJobDrawing *self)
{
  if (self->job->channel != NULL && kp_job_is_past (self->job, KP_JOB_STEP_HAND_OVER))
    return kp_job_was_form (self->job);
  return kp_job_facts_is_form (self->facts);
}

static char *
format_target (const KpJobDrawing *self)
{
  if (self->job->target == NULL)
    return NULL;
  /* Translators: a host name */
  return g_strdup_printf (_ ("target %s"), self->job->target);
}

/* A request that has not left is not handed over. */
static gboolean
is_handed_over (const KpJobDrawing *self)
{
  return kp_job_is_past (self->job, KP_JOB_STEP_HAND_OVER)
         && (self->job->step != KP_JOB_STEP_WAIT_PROVIDER || !self->job->held_up);
}

static void
add_handed_over (KpJobDrawing *self)
{
  const gint64 *at = self->job->step_at;
  gboolean form = is_form (self);
  KpJobLine *line;
  char *title;

  if (form)
    /* Translators: a provider */
    title = g_strdup_printf (_ ("Handed to %s"), kp_job_facts_get_provider (self->facts));
  else
    /* Translators: a provider */
    title = g_strdup_printf (_ ("Request to %s"), kp_job_facts_get_provider (self->facts));
  line = kp_job_drawing_add (self, "hand-over", title, KP_TURN_YOU, is_handed_over (self),
                             at[KP_JOB_STEP_HAND_OVER]);
  if (self->job->ticket != NULL && line->state == KP_JOB_LINE_DONE)
    line->result = kp_job_drawing_format_ticket (self);
  else if (form && line->state == KP_JOB_LINE_DONE)
    line->result = format_target (self);
  if (form)
    return;
  line = kp_job_drawing_add (
      self, "answer",
      /* Translators: a provider */
      g_strdup_printf (_ ("Answer of %s"), kp_job_facts_get_provider (self->facts)),
      KP_TURN_PROVIDER, kp_job_is_past (self->job, KP_JOB_STEP_WAIT_PROVIDER),
      at[KP_JOB_STEP_WAIT_PROVIDER]);
  if (line->state == KP_JOB_LINE_DONE)
    line->result = format_target (self);
  kp_job_drawing_set_due (self, line);
}

static char *
format_told (const KpJobDrawing *self)
{
  guint told = self->job->told;

  if (told & KP_TOLD_MAILED)
    return g_strdup (_ ("by email"));
  if (told & KP_TOLD_COPIED)
    return g_strdup (_ ("copied"));
  return told & KP_TOLD_SAVED ? g_strdup (_ ("saved to a file")) : NULL;
}

static gint64
since_job (const KpJobDrawing *self, gint64 at)
{
  return at > 0 ? MAX (at, self->job->started_at) : 0;
}

/* When the first resolver led to the target: the record was changed by then. */
static gint64
find_changed_at (const KpJobDrawing *self)
{
  if (self->history == NULL || !kp_job_has_reached (self->job, KP_JOB_STEP_DNS))
    return 0;
  return since_job (self, self->history->first_led_at > 0 ? self->history->first_led_at
                                                          : self->history->led_since);
}

static char *
format_latest (const KpJobDrawing *self)
{
  const KpPropagation *spread = self->verdict != NULL ? self->verdict->propagation : NULL;
  g_autofree char *moment = NULL;

  if (spread == NULL)
    return NULL;
  if (spread->until > 0)
    {
      moment = kp_time_format_moment (spread->until, self->facts->now);
      /* Translators: a time or a day: "14:35" */
      return g_strdup_printf (_ ("at the latest %s"), moment);
    }
  if (spread->hours_after_change > 0)
    return g_strdup_printf (
        /* Translators: a number of hours */
        ngettext ("at the latest %u hour after the change",
                  "at the latest %u hours after the change", spread->hours_after_change),
        spread->hours_after_change);
  return g_strdup (_ ("latest time not known"));
}

static void
add_dns (KpJobDrawing *self)
{
  gboolean done = self->job->ending == KP_JOB_FINISHED;
  gint64 changed_at = find_changed_at (self);
  gboolean gone = self->verdict != NULL && self->verdict->dns == KP_OUTCOME_OK;
  KpJobLine *line;

  line =
      kp_job_drawing_add (self, "instructions", g_strdup (_ ("Instructions sent")),
                          KP_TURN_YOU, kp_job_is_past (self->job, KP_JOB_STEP_INSTRUCTIONS),
                          self->job->step_at[KP_JOB_STEP_INSTRUCTIONS]);
  if (line->state == KP_JOB_LINE_DONE)
    line->result = format_told (self);
  line = kp_job_drawing_add (self, "dns", g_strdup (_ ("DNS record changed")),
                             kp_job_drawing_get_changer (self), done || changed_at > 0,
                             changed_at);
  kp_job_drawing_set_due (self, line);
  line = kp_job_drawing_add (
      self, "propagation", g_strdup (_ ("Old record gone")), KP_TURN_NOBODY,
      done || (changed_at > 0 && gone),
      self->history != NULL ? since_job (self, self->history->led_since) : 0);
  if (line->state != KP_JOB_LINE_DONE)
    line->result = format_latest (self);
  kp_job_drawing_set_due (self, line);
}

static void
add_locked (KpJobDrawing *self)
{
  gboolean done = self->job->ending == KP_JOB_FINISHED;
  KpJobLine *line = kp_job_drawing_add (
      self, "locked", g_strdup (_ ("Locked")),
      self->verdict != NULL && !done ? self->verdict->summary.next.who : KP_TURN_NOBODY,
      done, done ? self->job->ended_at : 0);

  if (line->state == KP_JOB_LINE_TO_COME)
    line->who = KP_TURN_NOBODY;
  kp_job_drawing_set_due (self, line);
}

void
kp_secure_job_draw (KpJobDrawing *self)
{
  add_prepared (self);
  add_handed_over (self);
  add_dns (self);
  add_locked (self);
}
