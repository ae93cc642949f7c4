/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/job/job-line.h"

G_BEGIN_DECLS

/**
 * KpJobDrawing:
 * @job: a job
 * @facts: its site and profile
 * @verdict: (nullable): of the last evidence
 * @history: (nullable): of the site
 * @lines: (element-type KpJobLine): what was drawn
 * @reached: the line that is now was passed
 *
 * All that the lines of one job depend on. Nothing is owned.
 */
typedef struct
{
  const KpJob *job;
  const KpJobFacts *facts;
  const KpVerdict *verdict;
  const KpHistory *history;
  GPtrArray *lines;
  gboolean reached;
} KpJobDrawing;

/** kp_job_drawing_add: @id: a literal; @title: (transfer full); @at: when it was done.
 * Returns: (transfer none): a new line: the first that is not done is now; an ended job has
 * none that is now */
KpJobLine *kp_job_drawing_add (KpJobDrawing *self, const char *id, char *title, KpTurn who,
                               gboolean done, gint64 at);
/** kp_job_drawing_set_due: Takes over by when @line is due from the next action of the
 * site. */
void kp_job_drawing_set_due (const KpJobDrawing *self, KpJobLine *line);
/** kp_job_drawing_get_changer: Returns: whose turn a change of DNS is */
KpTurn kp_job_drawing_get_changer (const KpJobDrawing *self);
/** kp_job_drawing_format_ticket: Returns: (transfer full) (nullable): the ticket of the job
 */
char *kp_job_drawing_format_ticket (const KpJobDrawing *self);

/** kp_secure_job_draw: Draws the lines of a job to secure a site. */
void kp_secure_job_draw (KpJobDrawing *self);
/** kp_renew_job_draw: Draws the lines of a renewal. */
void kp_renew_job_draw (KpJobDrawing *self);

G_END_DECLS
