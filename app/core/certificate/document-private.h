/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/certificate/der.h"
#include "core/certificate/document.h"

G_BEGIN_DECLS

/* What document.c is made of: a reader for each kind of wrapping. */

/**
 * KpDocumentReader:
 * @document: where it goes
 * @archives: how many archives what is read now lies in
 * @mails: how many mails, and texts that were signed whole
 */
typedef struct
{
  KpDocument *document;
  guint archives;
  guint mails;
} KpDocumentReader;

/** kp_document_reader_add_format: Notes that something was read in that form, once. */
void kp_document_reader_add_format (KpDocumentReader *self, const char *format);
/** kp_document_reader_add_problem: Notes what stood in the way. */
void kp_document_reader_add_problem (KpDocumentReader *self, KpDocumentProblem problem);
/** kp_document_reader_add: Adds a part, if there is room for it. */
void kp_document_reader_add (KpDocumentReader *self, KpDocumentKind kind, GBytes *der,
                             const char *source);

/** kp_document_reader_count_entry: Counts a file of an archive or a part of a mail.
 * Returns: whether it may be looked at */
gboolean kp_document_reader_count_entry (KpDocumentReader *self);
/** kp_document_source_enter: @name: (nullable): of a file in @source, hostile. Returns:
 * (transfer full): where it lies, "ca.zip › leaf.crt" */
char *kp_document_source_enter (const char *source, const char *name);

/** kp_document_reader_read_octets: Reads anything; unpacked octets are counted already. */
void kp_document_reader_read_octets (KpDocumentReader *self, GBytes *octets,
                                     const char *source);
/** kp_document_reader_read_archive: Reads what lies in an archive. Returns: whether it is
 * one */
gboolean kp_document_reader_read_archive (KpDocumentReader *self, const guint8 *data,
                                          gsize length, const char *source);
/** kp_document_reader_read_mail: Reads the parts of a mail. Returns: whether it is one with
 * parts */
gboolean kp_document_reader_read_mail (KpDocumentReader *self, const guint8 *data,
                                       gsize length, const char *source);
/** kp_document_reader_read_pkcs12: Reads the certificates of PKCS #12 that needs no
 * password. */
void kp_document_reader_read_pkcs12 (KpDocumentReader *self, KpDer whole,
                                     const char *source);

/** KP_DOCUMENT_DER_HEAD: octets that show whether something may be DER that is looked for
 */
#define KP_DOCUMENT_DER_HEAD 16

/** kp_document_der_measure: Returns: octets of what @head is the beginning of, as it says
 * itself (X.690 section 8.1.3): %G_MAXSIZE where that is left open, 0 where it is nothing
 * that is looked for */
gsize kp_document_der_measure (KpDer head);

/** KP_DOCUMENT_MAX_MAILS: mails that may lie in each other */
#define KP_DOCUMENT_MAX_MAILS 4

/**
 * kp_document_reader_take_der:
 * @self: the reader
 * @rest: (inout): hostile octets; moved behind what was taken
 * @armour: what a certificate or request stands in here, for the formats: "PEM"
 * @source: where it is
 *
 * Reads a certificate, request, PKCS #7 or PKCS #12 at the start of @rest; one of them that
 * is damaged counts as taken.
 *
 * Returns: whether there was one of them; %FALSE leaves @rest as it was
 */
gboolean kp_document_reader_take_der (KpDocumentReader *self, KpDer *rest,
                                      const char *armour, const char *source);
/** kp_document_reader_read_text: Finds PEM and bare base64 in text of any encoding. */
void kp_document_reader_read_text (KpDocumentReader *self, const guint8 *data, gsize length,
                                   const char *source);

/** kp_document_text_normalize: Returns: (transfer full): text of any encoding as UTF-8 for
 * kp_document_reader_read_text(), to be freed with kp_wiped_octets_free(): no marks of
 * quoting or of HTML, lines that end with LF, dashes that are dashes */
GByteArray *kp_document_text_normalize (const guint8 *data, gsize length);

G_END_DECLS
