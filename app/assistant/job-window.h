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
 * The assistant: carries the job of a site, or those of several whose certificates are
 * renewed together: a list at the side, or where it is narrow a choice above, says which of
 * them shows. Closing it keeps everything. What concerns the main window is told by that
 * one's actions (`win.show-in-list`, `win.show-toast`). Main thread.
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
/**
 * kp_job_window_new_several:
 * @desk: an open desk that can be written
 * @sites: (element-type KpSite): whose certificates are to be renewed; the jobs are begun
 *   where none is under way
 * @parent: (nullable): the main window
 *
 * Returns: (transfer none): the window, not shown
 */
GtkWidget *kp_job_window_new_several (KpDesk *desk, GPtrArray *sites, GtkWindow *parent);
/** kp_job_window_has: Returns: whether it carries the job of @site */
gboolean kp_job_window_has (KpJobWindow *self, KpSite *site);
/** kp_job_window_is_several: Returns: whether it is one of kp_job_window_new_several() */
gboolean kp_job_window_is_several (KpJobWindow *self);
/** kp_job_window_add_sites: Adds @sites (element-type KpSite) to one of several. */
void kp_job_window_add_sites (KpJobWindow *self, GPtrArray *sites);
/** kp_job_window_show_site: Shows the job of @site, one that it has. */
void kp_job_window_show_site (KpJobWindow *self, KpSite *site);

G_END_DECLS
