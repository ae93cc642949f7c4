/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/check/verdict.h"
#include "core/job/job-facts.h"

G_BEGIN_DECLS

/** KpJobLineState: done (✓), now (●), to come (○) */
typedef enum
{
  KP_JOB_LINE_DONE,
  KP_JOB_LINE_NOW,
  KP_JOB_LINE_TO_COME,
} KpJobLineState;

/**
 * KpJobLine:
 * @state: done, now or to come
 * @id: a stable word for scripts: "name", "details", "hand-over", "answer", "instructions",
 * "dns", "propagation", "locked"; of a renewal "details", "hand-over", "csr", "order",
 * "record", "certificate", "submit", "install", "proven"
 * @title: in the user's language: "Handed to Cloud Office"
 * @who: whose turn it is or was
 * @at: when it was done, or since when it is waited for; 0 if unknown or to come
 * @due: when it is due; 0 if there is no day
 * @overdue: @due is past
 * @result: (nullable): what came of it, or what is known of it: "target pl-10…", "at the
 * latest 1 hour after the change"
 *
 * One line of a job's timeline. An owned value.
 */
typedef struct
{
  KpJobLineState state;
  const char *id;
  char *title;
  KpTurn who;
  gint64 at;
  gint64 due;
  gboolean overdue;
  char *result;
} KpJobLine;

/** kp_job_line_free: Frees @self; %NULL is fine. */
void kp_job_line_free (KpJobLine *self);

/** kp_job_line_state_to_string: Returns: (transfer none): "done", "now" or "to-come" */
const char *kp_job_line_state_to_string (KpJobLineState state);

/**
 * kp_job_get_lines:
 * @job: a job, open or ended
 * @facts: its site and profile
 * @verdict: (nullable): of the last evidence
 * @history: (nullable): of the site
 *
 * The timeline: what was done, what is waited for, what is to come. Pure.
 *
 * Returns: (transfer full) (element-type KpJobLine): the lines, in order
 */
GPtrArray *kp_job_get_lines (const KpJob *job, const KpJobFacts *facts,
                             const KpVerdict *verdict, const KpHistory *history);

G_END_DECLS
