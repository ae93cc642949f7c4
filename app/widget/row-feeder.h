/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/**
 * KpRowFeeder:
 *
 * Fills a widget with rows, as many at a time as the window can wait for: the first ones
 * at once, the others between its frames. They come in order, each once. While some are
 * missing assistive technology is told that the widget is busy. Whoever owns the widget
 * owns its feeder, and frees it in `dispose`. Main thread.
 */
typedef struct _KpRowFeeder KpRowFeeder;

/**
 * KpRowFeederFunc:
 * @data: what the feeder was made with
 *
 * Makes the next row, and adds it.
 *
 * Returns: (transfer none) (nullable): that row; %NULL if none was left to be added
 */
typedef GtkWidget *(*KpRowFeederFunc) (gpointer data);

/** kp_row_feeder_new: Returns: (transfer full): a feeder of @widget that calls @add_next
 * with @data; @widget and @data must stay for as long */
KpRowFeeder *kp_row_feeder_new (GtkWidget *widget, KpRowFeederFunc add_next, gpointer data);
/** kp_row_feeder_start: Adds rows from now on until none is left; if it does so already,
 * goes on. */
void kp_row_feeder_start (KpRowFeeder *self);
/** kp_row_feeder_stop: Adds no more. */
void kp_row_feeder_stop (KpRowFeeder *self);
/** kp_row_feeder_free: Adds no more, and lets go. */
void kp_row_feeder_free (KpRowFeeder *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (KpRowFeeder, kp_row_feeder_free)

G_END_DECLS
