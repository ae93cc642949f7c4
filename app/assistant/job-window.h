/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "core/desk.h"

G_BEGIN_DECLS

#define KP_TYPE_JOB_WINDOW (kp_job_window_get_type ())
G_DECLARE_FINAL_TYPE (KpJobWindow, kp_job_window, KP, JOB_WINDOW, AdwWindow)

/**
 * KpJobWindow:
 *
 * The assistant that carries the job of a site, at the step where it stands. It follows it,
 * whoever changes it; closing it keeps everything. What concerns the main window is told by
 * that one's actions (`win.show-in-list`, `win.show-toast`). Main thread.
 */

/**
 * kp_job_window_new:
 * @desk: an open desk that can be written
 * @site: a site whose job is open, or was just begun
 * @parent: (nullable): the main window
 *
 * Returns: (transfer none): the window, not shown
 */
GtkWidget *kp_job_window_new (KpDesk *desk, KpSite *site, GtkWindow *parent);
/** kp_job_window_get_site: Returns: (transfer none): the site it is about */
KpSite *kp_job_window_get_site (KpJobWindow *self);

G_END_DECLS
