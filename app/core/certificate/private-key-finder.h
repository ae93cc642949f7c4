/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * KpPrivateKeyForm:
 * @KP_PRIVATE_KEY_NONE: none was found
 * @KP_PRIVATE_KEY_HIDDEN: an archive that can't be looked into: with a password, damaged,
 * nested too deep or too large; nobody knows what is in it
 * @KP_PRIVATE_KEY_PEM: text between BEGIN and END marks: PKCS #1, SEC 1, PKCS #8, OpenSSH,
 * OpenPGP, encrypted or not
 * @KP_PRIVATE_KEY_DER: PKCS #1, DSA, SEC 1 or PKCS #8, or base64 of it
 * @KP_PRIVATE_KEY_DER_ENCRYPTED: encrypted PKCS #8 likewise
 * @KP_PRIVATE_KEY_STORE: PKCS #12, or a keystore of Java
 * @KP_PRIVATE_KEY_OPENSSH: what OpenSSH keeps, without its marks
 * @KP_PRIVATE_KEY_PGP: a secret key of OpenPGP, without its marks
 * @KP_PRIVATE_KEY_PUTTY: a key file of PuTTY
 * @KP_PRIVATE_KEY_JWK: a JSON web key with its secret part (RFC 7518 section 6)
 */
typedef enum
{
  KP_PRIVATE_KEY_NONE,
  KP_PRIVATE_KEY_HIDDEN,
  KP_PRIVATE_KEY_PEM,
  KP_PRIVATE_KEY_DER,
  KP_PRIVATE_KEY_DER_ENCRYPTED,
  KP_PRIVATE_KEY_STORE,
  KP_PRIVATE_KEY_OPENSSH,
  KP_PRIVATE_KEY_PGP,
  KP_PRIVATE_KEY_PUTTY,
  KP_PRIVATE_KEY_JWK,
} KpPrivateKeyForm;

/**
 * kp_private_key_find:
 * @octets: anything: text, a file, a mail
 *
 * Looks for a private key in any form, wherever in @octets it stands: as it is, as base64
 * with or without line breaks, quoted, as a part of a mail, in UTF-16, in an archive (zip,
 * tar, 7z, RAR, gzip, bzip2, xz, Zstandard) and in all of these within each other. For what
 * leaves this machine: it guards against a mistake, not against somebody who hides a key.
 * Certificates, signing requests, public keys, signatures and prose about keys are none.
 * Time and memory are bounded by the size; what was unpacked is wiped. Pure; any thread.
 *
 * Returns: what was found first, HIDDEN if nothing was but something could not be looked
 *   into
 */
KpPrivateKeyForm kp_private_key_find (GBytes *octets);
/** kp_private_key_find_open: The same for who opens PKCS #12 without a password itself: one
 * is not taken for a key unread, what stands open in it is. @most: octets that may be
 * looked at, with all that is decoded and unpacked. Returns: what was found */
KpPrivateKeyForm kp_private_key_find_open (GBytes *octets, gsize most);
/** kp_private_key_find_in_text: The same for @text (nullable). Returns: what was found */
KpPrivateKeyForm kp_private_key_find_in_text (const char *text);
/** kp_private_key_form_describe: Returns: (transfer none): what it is, as a sentence in the
 * user's language ("This holds a private key in PEM form.") */
const char *kp_private_key_form_describe (KpPrivateKeyForm form);

G_END_DECLS
