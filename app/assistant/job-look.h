/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "assistant/job-page.h"

G_BEGIN_DECLS

/**
 * KpJobLookStep:
 * @step: of the job
 * @number: what people count, from 1
 * @page: name of its page in the assistant
 * @title: not translated yet
 * @by_request: (nullable): the page where the provider is reached by a request, if another
 * @here: only where the key is made here, instead of what follows
 * @waits: nobody is asked for anything in it
 *
 * One step as the assistant shows it.
 */
typedef struct
{
  KpJobStep step;
  guint number;
  const char *page;
  const char *title;
  const char *by_request;
  gboolean here;
  gboolean waits;
} KpJobLookStep;

/**
 * KpJobLook:
 * @kind: of job
 * @steps: in order, up to the first without a page
 * @n_steps: as people count them, of the help page of the provider
 * @name_window: title of the window for a host name
 * @last: the step with which the assistant is left, 0 if there is none
 * @then: where @last leads
 * @describe_left: what is said then of a host name; there where @last is
 *
 * One kind of job as the assistant shows it.
 */
typedef struct
{
  KpJobKind kind;
  const KpJobLookStep *steps;
  guint n_steps;
  char *(*name_window) (const char *host);
  KpJobStep last;
  KpJobStep then;
  char *(*describe_left) (const char *host);
} KpJobLook;

/** kp_job_look_find: Pure. Returns: (transfer none) (nullable): how @kind is shown; %NULL
 * for one that has no pages */
const KpJobLook *kp_job_look_find (KpJobKind kind);
/** kp_job_look_find_page: Pure. @self: (nullable). Returns: (transfer none) (nullable): the
 * step whose page has that @name */
const KpJobLookStep *kp_job_look_find_page (const KpJobLook *self, const char *name);
/** kp_job_look_find_step: Pure. @self: (nullable); @here: the key is made here. Returns:
 * (transfer none) (nullable): how @step is shown; %NULL for one that has no page */
const KpJobLookStep *kp_job_look_find_step (const KpJobLook *self, KpJobStep step,
                                            gboolean here);
/** kp_job_look_make_page: @name: of a #KpJobLookStep. Returns: (transfer floating): that
 * page */
KpJobPage *kp_job_look_make_page (const char *name);

G_END_DECLS
