/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/**
 * KpListFeeder:
 *
 * Stands between a list model and the list view that shows it, and lets the first items
 * through as many at a time as the window can wait for: a list view makes two hundred rows
 * for what was added, however few of them fit. Whoever owns the view owns its feeder, and
 * frees it in `dispose`. Main thread.
 */
typedef struct _KpListFeeder KpListFeeder;

/** kp_list_feeder_new: Returns: (transfer full): a feeder of @view, which must stay for as
 * long, from @model; none is let through yet */
KpListFeeder *kp_list_feeder_new (GtkListView *view, GListModel *model);
/** kp_list_feeder_get_shown: Returns: (transfer none): the items that were let through, for
 * the view; they stand where they stand in the model */
GListModel *kp_list_feeder_get_shown (KpListFeeder *self);
/** kp_list_feeder_start: Lets items through from now on, and those that come later. */
void kp_list_feeder_start (KpListFeeder *self);
/** kp_list_feeder_let_through: Lets the first @n through at once: one of them is wanted. */
void kp_list_feeder_let_through (KpListFeeder *self, guint n);
/** kp_list_feeder_clear: Lets none through any more until it is started again. */
void kp_list_feeder_clear (KpListFeeder *self);
/** kp_list_feeder_free: Lets no more through, and lets go. */
void kp_list_feeder_free (KpListFeeder *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (KpListFeeder, kp_list_feeder_free)

G_END_DECLS
