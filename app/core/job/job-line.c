/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "core/job/job-line.h"

#include <glib/gi18n.h>

#include "core/job/job-line-private.h"

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

KpJobLine *
kp_job_drawing_add (KpJobDrawing *self, const char *id, char *title, KpTurn who,
                    gboolean done, gint64 at)
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

void
kp_job_drawing_set_due (const KpJobDrawing *self, KpJobLine *line)
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

KpTurn
kp_job_drawing_get_changer (const KpJobDrawing *self)
{
  return self->job->changer == KP_DNS_CHANGER_CUSTOMER ? KP_TURN_CUSTOMER : KP_TURN_YOU;
}

char *
kp_job_drawing_format_ticket (const KpJobDrawing *self)
{
  if (self->job->ticket == NULL)
    return NULL;
  /* Translators: the number of a ticket */
  return g_strdup_printf (_ ("ticket %s"), self->job->ticket);
}

GPtrArray *
kp_job_get_lines (const KpJob *job, const KpJobFacts *facts, const KpVerdict *verdict,
                  const KpHistory *history)
{
  KpJobDrawing self = { job,
                        facts,
                        verdict,
                        history,
                        g_ptr_array_new_with_free_func ((GDestroyNotify) kp_job_line_free),
                        FALSE };

  g_return_val_if_fail (job != NULL, self.lines);

  if (job->kind == KP_JOB_RENEW)
    kp_renew_job_draw (&self);
  else
    kp_secure_job_draw (&self);
  return self.lines;
}
