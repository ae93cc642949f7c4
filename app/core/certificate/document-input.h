/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "core/certificate/document.h"

G_BEGIN_DECLS

/**
 * KpDocumentInput:
 * @octets: a file, a mail, pasted text
 * @name: (nullable): what the user knows it by; hostile
 *
 * Something that may hold certificates and requests, and was not looked into yet.
 */
typedef struct
{
  GBytes *octets;
  char *name;
} KpDocumentInput;

/** kp_document_input_list_new: Returns: (transfer full) (element-type KpDocumentInput): an
 * empty list that owns what is in it */
GPtrArray *kp_document_input_list_new (void);
/** kp_document_input_list_add: Adds @octets to @list; @name: (nullable). */
void kp_document_input_list_add (GPtrArray *list, GBytes *octets, const char *name);

/** kp_document_input_read_async: Reads all of @list (element-type KpDocumentInput), which
 * nobody changes meanwhile, in a worker thread: archives take a while. */
void kp_document_input_read_async (GPtrArray *list, GCancellable *cancellable,
                                   GAsyncReadyCallback callback, gpointer data);
/** kp_document_input_read_finish: Returns: (transfer full) (nullable): what is in it;
 * G_IO_ERROR_CANCELLED */
KpDocument *kp_document_input_read_finish (GAsyncResult *result, GError **error);

G_END_DECLS
