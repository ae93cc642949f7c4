/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/certificate/validity-rules.h"

G_BEGIN_DECLS

/**
 * KpShopAdvice:
 * @label: what the shop asks for, in the user's language
 * @value: what to enter
 * @note: (nullable): why, a sentence
 * @copyable: whether @value is a text to be put into a field as it stands
 *
 * One line of what to enter where a certificate is bought. An owned value.
 */
typedef struct
{
  char *label;
  char *value;
  char *note;
  gboolean copyable;
} KpShopAdvice;

/** kp_shop_advice_free: Frees @self; %NULL is fine. */
void kp_shop_advice_free (KpShopAdvice *self);
/**
 * kp_shop_advice_list:
 * @host: the name the certificate is for, as the shop takes it (A-label)
 * @contact: (nullable): email address of who orders
 * @rules: how long certificates may be valid
 * @now: Unix seconds
 *
 * What to enter in any shop, beside the CSR. Pure.
 *
 * Returns: (transfer full) (element-type KpShopAdvice): in the order in which shops ask
 */
GPtrArray *kp_shop_advice_list (const char *host, const char *contact,
                                const KpValidityRules *rules, gint64 now);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (KpShopAdvice, kp_shop_advice_free)

G_END_DECLS
