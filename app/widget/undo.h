/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

#define KP_TYPE_UNDO (kp_undo_get_type ())
G_DECLARE_FINAL_TYPE (KpUndo, kp_undo, KP, UNDO, GObject)

/**
 * KpUndo:
 *
 * What can be undone in a main window and the windows that belong to it, the latest first,
 * until that window closes: a toast offers each for some seconds, a menu item and Ctrl+Z
 * the latest that is left. Signal "changed": another one is the latest. Main thread.
 */

/** KpUndoFunc: Takes back what @data says. What takes time goes on by itself, holding @undo
 * and saying by kp_undo_tell() what came of it if that is not what was wanted. */
typedef void (*KpUndoFunc) (KpUndo *undo, gpointer data);

/** kp_undo_new: @window: a main window, which must outlive it or call kp_undo_clear().
 * Returns: (transfer full): nothing to undo yet */
KpUndo *kp_undo_new (GtkWindow *window);
/** kp_undo_find: Returns: (transfer none) (nullable): that of the main window to which the
 * window of @widget belongs, or which it is */
KpUndo *kp_undo_find (GtkWidget *widget);
/**
 * kp_undo_offer:
 * @self: (nullable): where it is kept; without one it is only said
 * @widget: (nullable): in the window of which a toast says it; %NULL, or one that is gone:
 *   in the main window
 * @text: what was done, plain
 * @label: what a menu says: "Undo Remove “Kite”"
 * @func: takes it back, at most once
 * @data: for @func
 * @destroy: frees @data
 */
void kp_undo_offer (KpUndo *self, GtkWidget *widget, const char *text, const char *label,
                    KpUndoFunc func, gpointer data, GDestroyNotify destroy);
/** kp_undo_label_remove: @name: of what was removed. Returns: (transfer full): the label of
 * its undoing */
char *kp_undo_label_remove (const char *name);
/** kp_undo_take_back: Undoes the latest, and says so in the window of @widget. Returns:
 * whether there was something to undo */
gboolean kp_undo_take_back (KpUndo *self, GtkWidget *widget);
/** kp_undo_get_label: Returns: (transfer none) (nullable): the label of the latest */
const char *kp_undo_get_label (KpUndo *self);
/** kp_undo_say: Says @text where kp_undo_offer() would; @self: (nullable); @widget:
 * (nullable) */
void kp_undo_say (KpUndo *self, GtkWidget *widget, const char *text);
/** kp_undo_tell: Says @text, what came of the last undoing, where that was asked for, or in
 * the main window if that is gone. */
void kp_undo_tell (KpUndo *self, const char *text);
/** kp_undo_clear: Forgets all; may be called twice. */
void kp_undo_clear (KpUndo *self);
/** kp_undo_add_key: Ctrl+Z in a window of this class undoes the latest, but within a text,
 * which has an undoing of its own. */
void kp_undo_add_key (GtkWidgetClass *widget_class);

G_END_DECLS
