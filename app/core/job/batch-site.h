/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/model/site.h"

G_BEGIN_DECLS

#define KP_TYPE_BATCH_SITE (kp_batch_site_get_type ())
G_DECLARE_FINAL_TYPE (KpBatchSite, kp_batch_site, KP, BATCH_SITE, GObject)

/**
 * KpBatchSite:
 *
 * A site of a #KpBatch. Property: "reason" (string, nullable, readable): why its
 * certificate can't be renewed together with the others. Main thread.
 */

/** kp_batch_site_new: Returns: (transfer full): @site, of which nothing is known yet */
KpBatchSite *kp_batch_site_new (KpSite *site);
/** kp_batch_site_get_site: Returns: (transfer none): the site */
KpSite *kp_batch_site_get_site (KpBatchSite *self);
/** kp_batch_site_get_job: Returns: (transfer none) (nullable): its open renewal */
const KpJob *kp_batch_site_get_job (KpBatchSite *self);
/** kp_batch_site_get_reason: Returns: (transfer none) (nullable): the property */
const char *kp_batch_site_get_reason (KpBatchSite *self);
/** kp_batch_site_set_reason: For the batch; @reason: (nullable). */
void kp_batch_site_set_reason (KpBatchSite *self, const char *reason);

G_END_DECLS
