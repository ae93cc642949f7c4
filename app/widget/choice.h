/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define KP_TYPE_CHOICE (kp_choice_get_type ())
G_DECLARE_FINAL_TYPE (KpChoice, kp_choice, KP, CHOICE, GObject)

/**
 * KpChoice:
 *
 * One line of a #GtkDropDown: what people read, a remark beside it, and what it stands for.
 * Properties: "label" (string), "note" (string, nullable) and "item" (object, nullable).
 */

/** kp_choice_new: @item: (nullable): what it stands for. Returns: (transfer full): a choice
 * without a remark */
KpChoice *kp_choice_new (const char *label, gpointer item);
/** kp_choice_get_label: Returns: (transfer none): what people read */
const char *kp_choice_get_label (KpChoice *self);
/** kp_choice_get_item: Returns: (transfer none) (nullable): what it stands for */
gpointer kp_choice_get_item (KpChoice *self);
/** kp_choice_get_note: Returns: (transfer none) (nullable): the remark */
const char *kp_choice_get_note (KpChoice *self);
/** kp_choice_set_note: @note: (nullable): the remark */
void kp_choice_set_note (KpChoice *self, const char *note);
/** kp_choice_set_up: Makes @drop_down show choices: their labels, with the remarks in its
 * list, and a search where that is enabled. @name: what is chosen ("Provider"), for
 * assistive technology */
void kp_choice_set_up (GtkDropDown *drop_down, const char *name);
/** kp_choice_name_button: Gives a name to @drop_down, to its button, which has the focus,
 * and to the search and the list that it opens: in GTK 4.8 they have none of their own, and
 * in newer GTK that of the line that is chosen. */
void kp_choice_name_button (GtkDropDown *drop_down, const char *name);

G_END_DECLS
