/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/job/batch-site.h"
#include "core/job/job-keeper.h"

G_BEGIN_DECLS

#define KP_TYPE_BATCH (kp_batch_get_type ())
G_DECLARE_FINAL_TYPE (KpBatch, kp_batch, KP, BATCH, GObject)

/**
 * KpBatch:
 *
 * Sites whose certificates are renewed together: a #GListModel of #KpBatchSite, in the
 * order in which they were added. Each has a job of its own, which the batch begins where
 * none is under way; one that can't be renewed stays, with the reason. Signals: "changed"
 * (#KpBatchSite): its job, its summary, or why it has none. Main thread.
 */

/** kp_batch_new: Returns: (transfer full): a batch without sites */
KpBatch *kp_batch_new (KpJobKeeper *keeper);
/** kp_batch_add: Adds those of @sites (element-type KpSite) that are not there yet, and
 * begins their jobs, one after the other. */
void kp_batch_add (KpBatch *self, GPtrArray *sites);
/** kp_batch_exclude: Tells of @site, if it is there, that it takes part no more, and why.
 */
void kp_batch_exclude (KpBatch *self, KpSite *site, const char *reason);
/** kp_batch_get_size: Returns: how many sites it has */
guint kp_batch_get_size (KpBatch *self);
/** kp_batch_get: Returns: (transfer none): the site at @position */
KpBatchSite *kp_batch_get (KpBatch *self, guint position);
/** kp_batch_find: @position: (out) (optional): where it is. Returns: (transfer none)
 * (nullable): what is known of @site, %NULL if it is not there */
KpBatchSite *kp_batch_find (KpBatch *self, KpSite *site, guint *position);
/** kp_batch_is_beginning: Returns: whether jobs are still to be begun */
gboolean kp_batch_is_beginning (KpBatch *self);

G_END_DECLS
