/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "core/desk.h"
#include "core/job/batch.h"

G_BEGIN_DECLS

#define KP_TYPE_JOB_VIEW (kp_job_view_get_type ())
G_DECLARE_FINAL_TYPE (KpJobView, kp_job_view, KP, JOB_VIEW, AdwBin)

/**
 * KpJobView:
 *
 * Carries the job of one site, at the step where it stands: its page, what is to be told of
 * it, and the page's main button. It follows the job, whoever changes it. Properties, for
 * the window around it: "job-name" (string, nullable): "Renew Certificate of …"; "title"
 * and "subtitle" (string, nullable): the step; "goes-on" (boolean): with *Next*. Signals:
 * "left" (a sentence): what is left to do is to wait, and nothing is left here. Main
 * thread.
 */

/** kp_job_view_new: @desk: open, and to be written; @site: with an open job; @batch:
 * (nullable): that it belongs to. Returns: (transfer floating): its job */
GtkWidget *kp_job_view_new (KpDesk *desk, KpSite *site, KpBatch *batch);
/** kp_job_view_get_site: Returns: (transfer none): the site it is about */
KpSite *kp_job_view_get_site (KpJobView *self);
/** kp_job_view_get_actions: Returns: (transfer none): `back`, `next` and `resume`, for the
 * group "job" of the window while this one shows */
GActionGroup *kp_job_view_get_actions (KpJobView *self);
/** kp_job_view_say: Shows @text as a toast. */
void kp_job_view_say (KpJobView *self, const char *text);
/** kp_job_view_is_open: Returns: whether its job goes on */
gboolean kp_job_view_is_open (KpJobView *self);
/** kp_job_view_keep: Keeps what is typed and not given yet with the job; @parent:
 * (nullable): the main window: says by its toast what could not be kept. Returns: whether
 * nothing of it is lost */
gboolean kp_job_view_keep (KpJobView *self, GtkWindow *parent);

G_END_DECLS
