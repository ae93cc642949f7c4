/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * KpSliceSort:
 *
 * Puts an array in order a little at a time, for what must not hold the main loop however
 * long it is: a merge sort that can be left at any element. Elements that are equal keep
 * their order. What they are ordered by may change meanwhile: it ends all the same, in some
 * order.
 */
typedef struct _KpSliceSort KpSliceSort;

/** kp_slice_sort_new: @items: stays as it is until the end, and may not be changed;
 * @compare: as for g_ptr_array_sort_with_data(). Returns: (transfer full): a sort that has
 * not begun */
KpSliceSort *kp_slice_sort_new (GPtrArray *items, GCompareDataFunc compare, gpointer data);
/** kp_slice_sort_step: Moves at most @n elements to their next place. Returns: whether it
 * is over: the array is in order */
gboolean kp_slice_sort_step (KpSliceSort *self, guint n);
/** kp_slice_sort_free: Frees @self; %NULL is fine. */
void kp_slice_sort_free (KpSliceSort *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (KpSliceSort, kp_slice_sort_free)

G_END_DECLS
