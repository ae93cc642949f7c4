/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * KpDer:
 * @data: octets, not owned
 * @length: how many
 *
 * A piece of DER (X.690), for the little that GnuTLS does not hand out as octets.
 */
typedef struct
{
  const guint8 *data;
  gsize length;
} KpDer;

/** KP_DER_SEQUENCE: tag of SEQUENCE and SEQUENCE OF */
#define KP_DER_SEQUENCE 0x30
/** KP_DER_INTEGER: tag of INTEGER */
#define KP_DER_INTEGER 0x02
/** KP_DER_OID: tag of OBJECT IDENTIFIER */
#define KP_DER_OID 0x06

/**
 * kp_der_next:
 * @rest: (inout): hostile octets; moved behind the element
 * @tag: (out): identifier octet; only tags of one octet are read
 * @content: (out) (optional): the element's content
 * @whole: (out) (optional): the element with tag and length
 *
 * Takes the next element off @rest. Definite lengths of up to four octets only. Pure; any
 * thread.
 *
 * Returns: whether there was a whole element; %FALSE leaves @rest as it was
 */
gboolean kp_der_next (KpDer *rest, guint8 *tag, KpDer *content, KpDer *whole);

/**
 * kp_der_enter:
 * @rest: (inout): hostile octets; moved behind the element
 * @tag: identifier octet it must have
 * @content: (out): the element's content
 *
 * Returns: whether the next element has that tag; %FALSE leaves @rest as it was
 */
gboolean kp_der_enter (KpDer *rest, guint8 tag, KpDer *content);

/**
 * kp_der_find_public_key:
 * @certificate: a certificate (RFC 5280 section 4.1)
 * @key: (out): its SubjectPublicKeyInfo, with tag and length
 *
 * Returns: whether it was found
 */
gboolean kp_der_find_public_key (KpDer certificate, KpDer *key);

G_END_DECLS
