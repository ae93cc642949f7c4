/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/job/intake.h"

G_BEGIN_DECLS

#define KP_TYPE_INTAKE_ITEM (kp_intake_item_get_type ())
G_DECLARE_FINAL_TYPE (KpIntakeItem, kp_intake_item, KP, INTAKE_ITEM, GObject)

/**
 * KpIntakeItem:
 *
 * Something that was found in files that were given, and what becomes of it, in words.
 * Signal "changed": it is told anew. Main thread.
 */

/** kp_intake_item_new: @offer: what is told; its intake must not plan again while the item
 * is used. Returns: (transfer full): the item */
KpIntakeItem *kp_intake_item_new (KpIntakeOffer *offer);
/** kp_intake_item_get_offer: Returns: (transfer none): what is told */
const KpIntakeOffer *kp_intake_item_get_offer (KpIntakeItem *self);
/** kp_intake_item_changed: Says that the offer has changed. */
void kp_intake_item_changed (KpIntakeItem *self);
/** kp_intake_item_set_chosen: Says whether its job is to get it. */
void kp_intake_item_set_chosen (KpIntakeItem *self, gboolean chosen);
/** kp_intake_item_get_chosen: Returns: whether it fits a job that is to get it */
gboolean kp_intake_item_get_chosen (KpIntakeItem *self);
/** kp_intake_item_get_site: Returns: (transfer none) (nullable): the site it is for, or
 * whose job does not take it */
KpSite *kp_intake_item_get_site (KpIntakeItem *self);
/** kp_intake_item_is_wrong: Returns: whether something is wrong with it */
gboolean kp_intake_item_is_wrong (KpIntakeItem *self);
/** kp_intake_item_get_icon_name: Returns: (transfer none): a picture of its kind */
const char *kp_intake_item_get_icon_name (KpIntakeItem *self);
/** kp_intake_item_dup_title: Returns: (transfer full): what it is, on one line */
char *kp_intake_item_dup_title (KpIntakeItem *self);
/** kp_intake_item_dup_issuer: Returns: (transfer full) (nullable): who issued it; %NULL for
 * what is no certificate */
char *kp_intake_item_dup_issuer (KpIntakeItem *self);
/** kp_intake_item_dup_source: Returns: (transfer full): where it was found, on one line */
char *kp_intake_item_dup_source (KpIntakeItem *self);
/** kp_intake_item_dup_result: Returns: (transfer full): what becomes of it and why, in a
 * sentence or more */
char *kp_intake_item_dup_result (KpIntakeItem *self);

G_END_DECLS
