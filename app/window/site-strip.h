/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "window/reason-button.h"
#include "window/site-view.h"

G_BEGIN_DECLS

#define KP_TYPE_SITE_STRIP (kp_site_strip_get_type ())
G_DECLARE_FINAL_TYPE (KpSiteStrip, kp_site_strip, KP, SITE_STRIP, GtkWidget)

/**
 * KpSiteStrip:
 *
 * The filters over the site list, with how many sites each has: toggle buttons, or where
 * there is no room for them one drop-down. They work the window's actions
 * `win.lock-filter`, `win.your-turn` and `win.overdue`.
 */

/** kp_site_strip_set_view: Shows the counts of @view from now on. */
void kp_site_strip_set_view (KpSiteStrip *self, KpSiteView *view);
/** kp_site_strip_choose_cause: Chooses @cause in *Reason*, and nothing else. */
void kp_site_strip_choose_cause (KpSiteStrip *self, const KpCause *cause);
/** kp_site_strip_get_reason_button: Returns: (transfer none): its button *Reason* */
KpReasonButton *kp_site_strip_get_reason_button (KpSiteStrip *self);
/** kp_site_strip_set_filters: Tells the drop-down what is filtered by: @lock: "all" or a
 * lock. The cause is taken from the button. */
void kp_site_strip_set_filters (KpSiteStrip *self, const char *lock, gboolean your_turn,
                                gboolean overdue);
/** kp_site_strip_show_all: Turns every filter off. */
void kp_site_strip_show_all (KpSiteStrip *self);
/** kp_site_strip_describe: Returns: (transfer full) (nullable): the names of the filters
 * that are on, "Unlocked, Your Turn"; %NULL if none is */
char *kp_site_strip_describe (KpSiteStrip *self);

G_END_DECLS
