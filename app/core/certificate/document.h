/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

#include "core/certificate/private-key-finder.h"

G_BEGIN_DECLS

/** KP_DOCUMENT_MAX_INPUT: octets of one file that are read */
#define KP_DOCUMENT_MAX_INPUT (1024 * 1024)
/** KP_DOCUMENT_MAX_UNPACKED: octets that may come out of archives and mails in all */
#define KP_DOCUMENT_MAX_UNPACKED (4 * 1024 * 1024)
/** KP_DOCUMENT_MAX_PARTS: certificates and requests that are kept */
#define KP_DOCUMENT_MAX_PARTS 64
/** KP_DOCUMENT_MAX_ENTRIES: files of archives and parts of mails that are looked at */
#define KP_DOCUMENT_MAX_ENTRIES 64

/**
 * KpDocumentKind:
 * @KP_DOCUMENT_CERTIFICATE: an X.509 certificate
 * @KP_DOCUMENT_REQUEST: a signing request (PKCS #10)
 */
typedef enum
{
  KP_DOCUMENT_CERTIFICATE,
  KP_DOCUMENT_REQUEST,
} KpDocumentKind;

/**
 * KpDocumentPart:
 * @kind: what it is
 * @der: its octets, whole and nothing behind them; GnuTLS can read them
 * @source: where it was found, never %NULL: "ca.zip › leaf.crt"
 */
typedef struct
{
  KpDocumentKind kind;
  GBytes *der;
  char *source;
} KpDocumentPart;

/**
 * KpDocumentProblem:
 * @KP_DOCUMENT_TOO_LARGE: a limit was reached: something was not looked at
 * @KP_DOCUMENT_ENCRYPTED: something can't be opened without a password or a key
 * @KP_DOCUMENT_DAMAGED: something begins like a certificate, a request or a file that could
 *   hold them, and can't be read
 *
 * What stood in the way; flags. What could be read is there all the same.
 */
typedef enum
{
  KP_DOCUMENT_TOO_LARGE = 1 << 0,
  KP_DOCUMENT_ENCRYPTED = 1 << 1,
  KP_DOCUMENT_DAMAGED = 1 << 2,
} KpDocumentProblem;

/**
 * KpDocument:
 * @parts: (element-type KpDocumentPart): in the order in which they were found, duplicates
 *   kept
 * @private_key: the form of the first private key in any of it, else
 *   %KP_PRIVATE_KEY_NONE; the key itself is kept nowhere
 * @problems: flags of #KpDocumentProblem
 * @formats: (element-type utf8): what was read, each once: "PEM", "DER", "base64", "PKCS
 *   #7", "PKCS #12", "zip", "tar", "mail"
 * @unpacked: octets that came out of archives and mails so far
 * @n_entries: their files and parts so far
 * @n_tried: how often a password was tried so far
 *
 * What a CA or a provider sent, whatever it was wrapped in.
 */
typedef struct
{
  GPtrArray *parts;
  KpPrivateKeyForm private_key;
  guint problems;
  GPtrArray *formats;
  /*< private >*/
  gsize unpacked;
  guint n_entries;
  guint n_tried;
} KpDocument;

/** kp_document_new: Returns: (transfer full): one with nothing in it */
KpDocument *kp_document_new (void);

/**
 * kp_document_read:
 * @self: what is read is added to it
 * @octets: anything: a file, a mail, pasted text
 * @name: (nullable): what the user knows it by; hostile, it goes into the sources
 *
 * Finds every certificate and signing request: as PEM with whatever label, DER, base64
 * without marks, PKCS #7, PKCS #12 that needs no password; in prose, quoted, with its line
 * ends lost or others, in UTF-16, as a part of a mail, in archives (zip, tar, gzip and what
 * else libarchive opens without other programs; one in another, but no deeper). May be
 * called for many files. Time and memory are bounded by the size. Nothing of a private key
 * is kept, and what was unpacked is wiped. Pure; any thread.
 */
void kp_document_read (KpDocument *self, GBytes *octets, const char *name);

/** kp_document_describe: Returns: (transfer full): what it is, for the user: "PKCS #7 in a
 * zip file: 4 certificates" */
char *kp_document_describe (const KpDocument *self);

/** kp_document_free: Frees @self; %NULL is fine. */
void kp_document_free (KpDocument *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (KpDocument, kp_document_free)

G_END_DECLS
