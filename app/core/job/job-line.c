/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "core/job/job-line.h"

#include <glib/gi18n.h>

#include "core/base/time-text.h"

/* All that the lines of one job depend on. */
typedef struct
{
  const KpJob *job;
  const KpJobFacts *facts;
  const KpVerdict *verdict;
  const KpHistory *history;
  GPtrArray *lines;
  gboolean reached; /* the line that is now was passed */
} Drawing;

void
kp_job_line_free (KpJobLine *self)
{
  if (self == NULL)
    return;
  g_free (self->title);
  g_free (self->result);
  g_free (self);
}

const char *
kp_job_line_state_to_string (KpJobLineState state)
{
  switch (state)
    {
    case KP_JOB_LINE_DONE:
      return "done";
    case KP_JOB_LINE_NOW:
      return "now";
    case KP_JOB_LINE_TO_COME:
    default:
      return "to-come";
    }
}

static const char *
get_provider (const Drawing *self)
{
  return self->facts->profile != NULL ? kp_profile_get_name (self->facts->profile)
                                      : kp_site_get_provider (self->facts->site);
}

/* The first line that is not done is now; an ended job has none. */
static KpJobLine *
add (Drawing *self, const char *id, char *title, KpTurn who, gboolean done, gint64 at)
{
  KpJobLine *line = g_new0 (KpJobLine, 1);

  line->id = id;
  line->title = title;
  line->who = who;
  if (done)
    {
      line->state = KP_JOB_LINE_DONE;
      line->at = at;
    }
  else if (!self->reached && self->job->ended_at == 0)
    {
      line->state = KP_JOB_LINE_NOW;
      line->at = self->job->since;
      self->reached = TRUE;
    }
  else
    line->state = KP_JOB_LINE_TO_COME;
  g_ptr_array_add (self->lines, line);
  return line;
}

static void
set_due (const Drawing *self, KpJobLine *line)
{
  const KpNextAction *next;

  if (self->verdict == NULL || line->state != KP_JOB_LINE_NOW)
    return;
  next = &self->verdict->summary.next;
  if (next->who != line->who)
    return;
  line->due = next->due;
  line->overdue = next->overdue;
  if (next->since > 0)
    line->at = next->since;
}

static gboolean
is_past (const Drawing *self, KpJobStep step)
{
  return self->job->step > step;
}

static void
add_prepared (Drawing *self)
{
  const gint64 *at = self->job->step_at;

  add (self, "name", g_strdup (_ ("Name checked")), KP_TURN_YOU,
       is_past (self, KP_JOB_STEP_NAME), at[KP_JOB_STEP_NAME]);
  add (self, "details", g_strdup (_ ("Details entered")), KP_TURN_YOU,
       is_past (self, KP_JOB_STEP_REVIEW), at[KP_JOB_STEP_REVIEW]);
}

static gboolean
is_form (const Drawing *self)
{
  const char *channel = self->job->channel;

  if (channel != NULL && is_past (self, KP_JOB_STEP_HAND_OVER))
    return g_str_equal (channel, "form") || g_str_equal (channel, "files");
  return kp_job_facts_is_form (self->facts);
}

static char *
format_target (const Drawing *self)
{
  if (self->job->target == NULL)
    return NULL;
  /* Translators: a host name */
  return g_strdup_printf (_ ("target %s"), self->job->target);
}

/* A request that has not left is not handed over. */
static gboolean
is_handed_over (const Drawing *self)
{
  return is_past (self, KP_JOB_STEP_HAND_OVER)
         && (self->job->step != KP_JOB_STEP_WAIT_PROVIDER || !self->job->held_up);
}

static void
add_handed_over (Drawing *self)
{
  const gint64 *at = self->job->step_at;
  gboolean form = is_form (self);
  KpJobLine *line;
  char *title;

  if (form)
    /* Translators: a provider */
    title = g_strdup_printf (_ ("Handed to %s"), get_provider (self));
  else
    /* Translators: a provider */
    title = g_strdup_printf (_ ("Request to %s"), get_provider (self));
  line = add (self, "hand-over", title, KP_TURN_YOU, is_handed_over (self),
              at[KP_JOB_STEP_HAND_OVER]);
  if (self->job->ticket != NULL && line->state == KP_JOB_LINE_DONE)
    /* Translators: the number of a ticket */
    line->result = g_strdup_printf (_ ("ticket %s"), self->job->ticket);
  else if (form && line->state == KP_JOB_LINE_DONE)
    line->result = format_target (self);
  if (form)
    return;
  line = add (self, "answer",
              /* Translators: a provider */
              g_strdup_printf (_ ("Answer of %s"), get_provider (self)), KP_TURN_PROVIDER,
              is_past (self, KP_JOB_STEP_WAIT_PROVIDER), at[KP_JOB_STEP_WAIT_PROVIDER]);
  if (line->state == KP_JOB_LINE_DONE)
    line->result = format_target (self);
  set_due (self, line);
}

static KpTurn
get_changer (const Drawing *self)
{
  return self->job->changer == KP_DNS_CHANGER_CUSTOMER ? KP_TURN_CUSTOMER : KP_TURN_YOU;
}

static char *
format_told (const Drawing *self)
{
  guint told = self->job->told;

  if (told & KP_TOLD_MAILED)
    return g_strdup (_ ("by email"));
  if (told & KP_TOLD_COPIED)
    return g_strdup (_ ("copied"));
  return told & KP_TOLD_SAVED ? g_strdup (_ ("saved to a file")) : NULL;
}

static gint64
since_job (const Drawing *self, gint64 at)
{
  return at > 0 ? MAX (at, self->job->started_at) : 0;
}

/* When the first resolver led to the target: the record was changed by then. */
static gint64
find_changed_at (const Drawing *self)
{
  if (self->history == NULL || self->job->step < KP_JOB_STEP_DNS)
    return 0;
  return since_job (self, self->history->first_led_at > 0 ? self->history->first_led_at
                                                          : self->history->led_since);
}

static char *
format_latest (const Drawing *self)
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
add_dns (Drawing *self)
{
  gboolean done = self->job->ending == KP_JOB_FINISHED;
  gint64 changed_at = find_changed_at (self);
  gboolean gone = self->verdict != NULL && self->verdict->dns == KP_OUTCOME_OK;
  KpJobLine *line;

  line = add (self, "instructions", g_strdup (_ ("Instructions sent")), KP_TURN_YOU,
              is_past (self, KP_JOB_STEP_INSTRUCTIONS),
              self->job->step_at[KP_JOB_STEP_INSTRUCTIONS]);
  if (line->state == KP_JOB_LINE_DONE)
    line->result = format_told (self);
  line = add (self, "dns", g_strdup (_ ("DNS record changed")), get_changer (self),
              done || changed_at > 0, changed_at);
  set_due (self, line);
  line = add (self, "propagation", g_strdup (_ ("Old record gone")), KP_TURN_NOBODY,
              done || (changed_at > 0 && gone),
              self->history != NULL ? since_job (self, self->history->led_since) : 0);
  if (line->state != KP_JOB_LINE_DONE)
    line->result = format_latest (self);
  set_due (self, line);
}

static void
add_locked (Drawing *self)
{
  gboolean done = self->job->ending == KP_JOB_FINISHED;
  KpJobLine *line = add (self, "locked", g_strdup (_ ("Locked")),
                         self->verdict != NULL && !done ? self->verdict->summary.next.who
                                                        : KP_TURN_NOBODY,
                         done, done ? self->job->ended_at : 0);

  if (line->state == KP_JOB_LINE_TO_COME)
    line->who = KP_TURN_NOBODY;
  set_due (self, line);
}

GPtrArray *
kp_secure_job_get_lines (const KpJob *job, const KpJobFacts *facts,
                         const KpVerdict *verdict, const KpHistory *history)
{
  Drawing self = { job,
                   facts,
                   verdict,
                   history,
                   g_ptr_array_new_with_free_func ((GDestroyNotify) kp_job_line_free),
                   FALSE };

  g_return_val_if_fail (job != NULL, self.lines);

  add_prepared (&self);
  add_handed_over (&self);
  add_dns (&self);
  add_locked (&self);
  return self.lines;
}
