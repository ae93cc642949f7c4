/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "core/desk.h"

G_BEGIN_DECLS

#define KP_TYPE_SUBJECT_WINDOW (kp_subject_window_get_type ())
G_DECLARE_FINAL_TYPE (KpSubjectWindow, kp_subject_window, KP, SUBJECT_WINDOW, AdwWindow)

/**
 * KpSubjectWindow:
 *
 * Certificate details under a name, to be added or changed: what is wrong with a field is
 * said as it is typed. What another process changes shows, until something else is typed.
 * Main thread.
 */

/**
 * kp_subject_window_new:
 * @desk: an open desk
 * @subject: (nullable): which of its saved details; %NULL for new ones
 * @parent: (nullable): the window it belongs to
 *
 * Returns: (transfer none): the window, not shown
 */
GtkWidget *kp_subject_window_new (KpDesk *desk, KpSubject *subject, GtkWindow *parent);

G_END_DECLS
