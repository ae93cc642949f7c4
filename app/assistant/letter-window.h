/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "core/desk.h"

G_BEGIN_DECLS

#define KP_TYPE_LETTER_WINDOW (kp_letter_window_get_type ())
G_DECLARE_FINAL_TYPE (KpLetterWindow, kp_letter_window, KP, LETTER_WINDOW, AdwWindow)

/**
 * KpLetterWindow:
 *
 * A letter about a site to whoever is waited for. To the customer it is copied, mailed or
 * saved, and a reminder is noted with the job by that; to the provider it is looked at and
 * sent, in the same ticket where there is one. The window over which it stands has the
 * action `win.show-toast`. Main thread.
 */

/** kp_letter_window_new_reminder: Returns: (transfer none): a reminder for whoever the job
 * of @site waits for */
GtkWidget *kp_letter_window_new_reminder (KpDesk *desk, KpSite *site, GtkWindow *parent);
/** kp_letter_window_new_question: Returns: (transfer none): asks the customer whether @site
 * has moved away on purpose */
GtkWidget *kp_letter_window_new_question (KpDesk *desk, KpSite *site, GtkWindow *parent);
/** kp_letter_window_new_record: Returns: (transfer none): asks the customer for the record
 * that a CA wants to see, as the open job of @site has noted it */
GtkWidget *kp_letter_window_new_record (KpDesk *desk, KpSite *site, GtkWindow *parent);

G_END_DECLS
