/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/dns/wire.h"

G_BEGIN_DECLS

/** KP_RDATA_TEXT_MAX: characters of the text of a TXT or CAA record that are kept */
#define KP_RDATA_TEXT_MAX 4096

/**
 * kp_rdata_is_known:
 * @type: a type out of a message
 *
 * Returns: whether records of @type are read; others are passed over
 */
gboolean kp_rdata_is_known (guint type);

/**
 * kp_rdata_to_text:
 * @type: a known type
 * @wire: the whole message, for compressed names
 * @offset: where the RDATA begins
 * @length: RDLENGTH, within the message
 * @error: MALFORMED, TRUNCATED
 *
 * Pure; any thread. What the RDATA says of its own lengths must fill @length exactly.
 *
 * Returns: (transfer full) (nullable): the presentation form of #KpRecord
 */
char *kp_rdata_to_text (KpRecordType type, const KpWire *wire, gsize offset, gsize length,
                        GError **error);

/**
 * kp_rdata_unescape:
 * @text: presentation form: "\DDD" and "\X" stand for one octet (RFC 1035 section 5.1)
 *
 * Returns: (transfer full): the octets, NUL-terminated
 */
GString *kp_rdata_unescape (const char *text);

G_END_DECLS
