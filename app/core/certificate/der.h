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
/** KP_DER_BIT_STRING: tag of BIT STRING */
#define KP_DER_BIT_STRING 0x03
/** KP_DER_OCTET_STRING: tag of OCTET STRING */
#define KP_DER_OCTET_STRING 0x04
/** KP_DER_BOOLEAN: tag of BOOLEAN */
#define KP_DER_BOOLEAN 0x01
/** KP_DER_SET: tag of SET and SET OF */
#define KP_DER_SET 0x31

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

/**
 * kp_der_find_subject:
 * @certificate: a certificate (RFC 5280 section 4.1)
 * @subject: (out): its subject, with tag and length
 *
 * Returns: whether it was found
 */
gboolean kp_der_find_subject (KpDer certificate, KpDer *subject);

/**
 * kp_der_public_key_is_bounded:
 * @key: a SubjectPublicKeyInfo, with tag and length
 *
 * A modulus as large as a certificate can be would keep a signature's check busy for hours:
 * RSA over 8,192 bits is refused before anything is computed with it. Pure; any thread.
 *
 * Returns: whether it is one, and of bearable size
 */
gboolean kp_der_public_key_is_bounded (KpDer key);

/**
 * kp_der_oid_to_text:
 * @oid: content of an OBJECT IDENTIFIER
 *
 * Returns: (transfer full): "2.5.4.3"; "" for one that is damaged, over 32 octets, or has
 * a number over 32 bits
 */
char *kp_der_oid_to_text (KpDer oid);

/**
 * kp_der_to_text:
 * @tag: identifier octet of a string
 * @value: its content
 *
 * Decodes a string of a name (RFC 5280 section 4.1.2.4: UTF-8, printable, Teletex, BMP,
 * universal). Unlike gnutls_x509_crt_get_dn_by_oid() it escapes nothing: a comma stays one.
 * Pure; any thread.
 *
 * Returns: (transfer full): text as kp_certificate_text_clean() makes it, at most 512
 * characters
 */
char *kp_der_to_text (guint8 tag, KpDer value);

/**
 * kp_der_name_get:
 * @name: content of a Name (RFC 5280 section 4.1.2.4)
 * @oid: what of it: "2.5.4.10"
 *
 * Returns: (transfer full) (nullable): what it says there, as kp_der_to_text(); of several
 * values the first 16, with commas; %NULL if it has none
 */
char *kp_der_name_get (KpDer name, const char *oid);

G_END_DECLS
