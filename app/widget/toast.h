/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

/*
 * Toasts of a window: they appear in the AdwToastOverlay that a widget is in; without one
 * nothing happens. All texts are plain.
 */

/** kp_toast_new: Returns: (transfer full): a toast that says @text and wraps it where it is
 * longer than a line */
AdwToast *kp_toast_new (const char *text);
/** kp_toast_name: Returns: (transfer full): @name as a toast says it: a long one without
 * its middle, as the button must stay in sight in a narrow window */
char *kp_toast_name (const char *name);
/** kp_toast_show: Says @text in the window that @widget is in, in place of what it said
 * before: who copies one thing after another is told of the last. */
void kp_toast_show (GtkWidget *widget, const char *text);
/** kp_toast_dismiss: Takes away what kp_toast_show() said in the window that @widget is in:
 * for when another page shows, which it was not about. What offers something stays. */
void kp_toast_dismiss (GtkWidget *widget);

/** KpToastAction: does what the button of a toast offers. */
typedef void (*KpToastAction) (gpointer data);

/**
 * kp_toast_offer:
 * @widget: a widget of the window
 * @text: what has happened
 * @label: label of the button ("Undo")
 * @priority: %ADW_TOAST_PRIORITY_HIGH shows it at once, and what it takes the place of
 *   after it
 * @action: called if the button is pressed
 * @data: for @action
 * @destroy: frees @data once the toast is gone, pressed or not
 *
 * Returns: (transfer none) (nullable): the toast; it lives until it is dismissed
 */
AdwToast *kp_toast_offer (GtkWidget *widget, const char *text, const char *label,
                          AdwToastPriority priority, KpToastAction action, gpointer data,
                          GDestroyNotify destroy);

G_END_DECLS
