/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "window/application.h"
#include "window/work.h"

G_BEGIN_DECLS

#define KP_TYPE_WINDOW (kp_window_get_type ())
G_DECLARE_FINAL_TYPE (KpWindow, kp_window, KP, WINDOW, AdwApplicationWindow)

/**
 * KpWindow:
 *
 * The main window: it shows the sites of a desk, or why they can't be shown. Its
 * actions (group "win") are what every other part of the window program activates by name.
 * Closing it keeps what was typed; whether the work on the desk goes on without it is the
 * application’s business. Main thread.
 *
 * Actions: add-site, add-site-text (s), import, import-text (s), export, back-up, restore,
 * check-all, check-sites (ax), cancel-check, show-site (x), back, next-site, previous-site,
 * remove-sites (ax), undo, edit-site (x), secure-site (x), renew-site (x),
 * continue-job (x), create-csr (x), remind (x), ask-customer (x), retire-site (x),
 * retired-sites, year-ahead, customers, certificate-details,
 * check-files, preferences-page (s), sort-attention,
 * search (state b), lock-filter (state s: all, unlocked, pending, unknown, locked),
 * your-turn (state b), overdue (state b), show-demo, close-demo, show-toast (s), help, view
 * (state s: sites, requests), try-again. Numbers are row ids of sites. An action that can't
 * be used now is disabled.
 */

/**
 * kp_window_new:
 * @application: the application it belongs to
 * @work: work on a desk, which may be open already; else the window begins to open it
 *
 * Builds the window, while what opens goes on in the store's thread.
 *
 * Returns: (transfer none): the window, not shown: see kp_window_show_soon()
 */
KpWindow *kp_window_new (KpApplication *application, KpWork *work);

/** kp_window_make_settings: Returns: (transfer full) (nullable): how the program looks and
 * what else is of this desktop alone; %NULL where the schema is not installed */
GSettings *kp_window_make_settings (void);
/** kp_window_show_soon: Presents the window as soon as it has something to show, its first
 * rows or why there are none, and at the latest after a fifth of a second. */
void kp_window_show_soon (KpWindow *self);
/** kp_window_get_desk: Returns: (transfer none): its desk */
KpDesk *kp_window_get_desk (KpWindow *self);
/** kp_window_is_demo: Returns: whether it shows the read-only sample */
gboolean kp_window_is_demo (KpWindow *self);
/** kp_window_open_notice: Goes to what a notice is about, as soon as that is read; @page:
 * its word; @id: the row id there; @reason: of a cause, what kp_cause_new_from_key() takes;
 * "" for all sites. */
void kp_window_open_notice (KpWindow *self, const char *page, gint64 id,
                            const char *reason);
/** kp_window_is_closing: Returns: whether it was closed */
gboolean kp_window_is_closing (KpWindow *self);

G_END_DECLS
