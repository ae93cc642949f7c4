/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/dns/message.h"

G_BEGIN_DECLS

/**
 * KpWire:
 * @octets: a DNS message as it came, hostile
 * @size: how many octets
 *
 * A message in wire format, and the bounded reading of names in it. A plain value on the
 * caller's stack; owns nothing.
 */
typedef struct
{
  const guint8 *octets;
  gsize size;
} KpWire;

/**
 * kp_wire_fail_malformed:
 * @error: where to
 * @format: printf() format of the fault, for whoever runs that resolver; not translated
 *
 * Sets KP_DNS_ERROR_MALFORMED with the fault in a sentence.
 *
 * Returns: %FALSE, so that a reader can return it
 */
gboolean kp_wire_fail_malformed (GError **error, const char *format, ...)
    G_GNUC_PRINTF (2, 3);

/**
 * kp_wire_fail_short:
 * @offset: where the message ends too early
 *
 * Sets KP_DNS_ERROR_TRUNCATED.
 *
 * Returns: %FALSE
 */
gboolean kp_wire_fail_short (gsize offset, GError **error);

/**
 * kp_wire_skip_name:
 * @self: a message
 * @offset: (inout): where the name begins; then the octet after it. Untouched on failure
 * @error: MALFORMED, TRUNCATED
 *
 * Reads over a name (RFC 1035 section 4.1.4) and proves that it can be decompressed: labels
 * of known kind, at most 255 octets, every pointer to an earlier place (so that there is no
 * loop). Pure; any thread.
 *
 * Returns: whether it is a name
 */
gboolean kp_wire_skip_name (const KpWire *self, gsize *offset, GError **error);

/**
 * kp_wire_read_name:
 * @self: a message
 * @offset: (inout): where the name begins; then the octet after it. Untouched on failure
 * @error: MALFORMED, TRUNCATED
 *
 * Returns: (transfer full) (nullable): the name, decompressed: lower case, no final dot
 * (the root is "."), what is not printable ASCII as \DDD (RFC 1035 section 5.1)
 */
char *kp_wire_read_name (const KpWire *self, gsize *offset, GError **error);

G_END_DECLS
