/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/**
 * KpValidityRules:
 *
 * For how long a public TLS certificate may be valid, by the day it is issued: the calendar
 * of the CA/Browser Forum (Baseline Requirements, section 6.3.2), and the day on which
 * browsers end the purpose of a TLS client (data/rules/validity.json). Immutable; any
 * thread. The issue date of a certificate is its notBefore.
 */
typedef struct _KpValidityRules KpValidityRules;

/** kp_validity_rules_get_default: Returns: (transfer none): those shipped with Keyplate */
const KpValidityRules *kp_validity_rules_get_default (void);
/**
 * kp_validity_rules_new_from_json:
 * @json: text of a file of rules, at most 64 KiB
 * @length: its octets, or -1
 * @file_name: how messages call it
 * @error: G_IO_ERROR_INVALID_DATA, G_IO_ERROR_MESSAGE_TOO_LARGE; the message names file,
 * line and reason
 *
 * All of it is right or none of it is used: a period that was passed over would allow what
 * is forbidden.
 *
 * Returns: (transfer full) (nullable): the rules
 */
KpValidityRules *kp_validity_rules_new_from_json (const char *json, gssize length,
                                                  const char *file_name, GError **error);
/** kp_validity_rules_free: Frees @self; %NULL is fine. */
void kp_validity_rules_free (KpValidityRules *self);

/** kp_validity_rules_max_days: Returns: the days for which a certificate issued at
 * @issued_at (Unix seconds) may be valid; at a time to buy: the longest that is sold */
guint kp_validity_rules_max_days (const KpValidityRules *self, gint64 issued_at);
/**
 * kp_validity_rules_allow:
 * @not_before: Unix seconds, the issue date
 * @not_after: Unix seconds
 *
 * A day has 86,400 seconds, both ends count, and a second more is a day more (section
 * 6.3.2): 200 days end one second before the same time of day. What ends before it begins
 * is not too long.
 *
 * Returns: whether a certificate issued then may be valid for so long
 */
gboolean kp_validity_rules_allow (const KpValidityRules *self, gint64 not_before,
                                  gint64 not_after);
/**
 * kp_validity_rules_next_change:
 * @now: Unix seconds
 * @days: (out) (optional): the days that are allowed from then on
 *
 * Returns: when the next period begins (Unix seconds), 0 if none is known
 */
gint64 kp_validity_rules_next_change (const KpValidityRules *self, gint64 now, guint *days);
/** kp_validity_rules_client_purpose_ends: Returns: from when on (Unix seconds) a new
 * certificate may no longer have the purpose clientAuth beside serverAuth */
gint64 kp_validity_rules_client_purpose_ends (const KpValidityRules *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (KpValidityRules, kp_validity_rules_free)

G_END_DECLS
