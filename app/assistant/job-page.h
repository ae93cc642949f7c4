/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "assistant/job-sheet.h"

G_BEGIN_DECLS

#define KP_TYPE_JOB_PAGE (kp_job_page_get_type ())
G_DECLARE_DERIVABLE_TYPE (KpJobPage, kp_job_page, KP, JOB_PAGE, AdwBin)

/**
 * KpJobPageClass:
 * @show: draws the job of a sheet; what is being typed stays where the job has not changed
 * @give: the user goes on: hands over what the page has by kp_job_page_send(), at once
 * or after it was saved
 * @dup_draft: (nullable): what was typed and not given, for the draft of the job; %NULL for
 * nothing
 * @forget: (nullable): the next @show fills it in anew: the draft came later than the job
 *
 * A page of the assistant that carries a job. It draws a job and takes what its step
 * needs; what follows from that is for the rules of the job. Properties: "ready" (boolean):
 * it has all that it can be asked for; "button" (string, nullable): label of the page's
 * main button, %NULL where *Next* goes on. Signals: "input" (a #KpJobInput, only during the
 * emission), "failed" and "noted" (a sentence each).
 */
struct _KpJobPageClass
{
  AdwBinClass parent_class;

  void (*show) (KpJobPage *self, KpJobSheet *sheet);
  void (*give) (KpJobPage *self);
  char *(*dup_draft) (KpJobPage *self);
  void (*forget) (KpJobPage *self);
};

/** kp_job_page_show: Shows the job of @sheet. */
void kp_job_page_show (KpJobPage *self, KpJobSheet *sheet);
/** kp_job_page_get_sheet: Returns: (transfer none) (nullable): what it shows; %NULL once
 * it is disposed of */
KpJobSheet *kp_job_page_get_sheet (KpJobPage *self);
/** kp_job_page_give: Goes on with what it has. */
void kp_job_page_give (KpJobPage *self);
/** kp_job_page_dup_draft: Returns: (transfer full) (nullable): what was typed and is not
 * given yet; %NULL for nothing */
char *kp_job_page_dup_draft (KpJobPage *self);
/** kp_job_page_get_ready: Returns: whether it can go on */
gboolean kp_job_page_get_ready (KpJobPage *self);
/** kp_job_page_get_button: Returns: (transfer none) (nullable): label of its main
 * button */
const char *kp_job_page_get_button (KpJobPage *self);

/** kp_job_page_set_ready: For the pages. */
void kp_job_page_set_ready (KpJobPage *self, gboolean ready);
/** kp_job_page_set_button: For the pages; @label: (nullable). */
void kp_job_page_set_button (KpJobPage *self, const char *label);
/** kp_job_page_send: For the pages: gives the job @input. */
void kp_job_page_send (KpJobPage *self, const KpJobInput *input);
/** kp_job_page_fail: For the pages: says @text. */
void kp_job_page_fail (KpJobPage *self, const char *text);
/** kp_job_page_note: For the pages: says @text, which is no trouble. */
void kp_job_page_note (KpJobPage *self, const char *text);

G_END_DECLS
