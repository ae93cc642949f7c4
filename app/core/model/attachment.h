/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib-object.h>

G_BEGIN_DECLS

/** KP_ATTACHMENT_MAX_SIZE: octets of one attachment, less than the store holds in a row;
 * bundles and CSRs have a few thousand */
#define KP_ATTACHMENT_MAX_SIZE (15 * 1024 * 1024)
/** KP_ATTACHMENT_MAX_NAME: characters of its name */
#define KP_ATTACHMENT_MAX_NAME 200
/** KP_ATTACHMENT_MAX: attachments of one request or message */
#define KP_ATTACHMENT_MAX 100

/**
 * KpAttachment:
 * @id: row id, 0 if not in the store
 * @name: file name without folders and control characters, never ""
 * @type: content type, "application/pkcs10"
 * @size: octets
 * @sha256: fingerprint of the content, lower-case hex
 * @content: (nullable): the octets; %NULL where they were not loaded
 *
 * A file that goes with a request or came with a message. Immutable; reference counted.
 */
typedef struct
{
  gint64 id;
  char *name;
  char *type;
  gsize size;
  char *sha256;
  GBytes *content;
} KpAttachment;

#define KP_TYPE_ATTACHMENT (kp_attachment_get_type ())
GType kp_attachment_get_type (void);

/** kp_attachment_new: @name: from outside: folders and control characters are taken out of
 * it, "file" stands for an empty one; @type: (nullable): %NULL or what is no content type
 * is "application/octet-stream". Returns: (transfer full): an attachment that is not in the
 * store yet */
KpAttachment *kp_attachment_new (const char *name, const char *type, GBytes *content);
/** kp_attachment_new_stored: Returns: (transfer full): one of the store; @content:
 * (nullable): %NULL where only the rest was asked for */
KpAttachment *kp_attachment_new_stored (gint64 id, const char *name, const char *type,
                                        gsize size, const char *sha256, GBytes *content);
/** kp_attachment_ref: Returns: (transfer full): @self with one more reference */
KpAttachment *kp_attachment_ref (KpAttachment *self);
/** kp_attachment_unref: Drops a reference. */
void kp_attachment_unref (KpAttachment *self);
/** kp_attachment_list_new: Returns: (transfer full) (element-type KpAttachment): an empty
 * list that holds references */
GPtrArray *kp_attachment_list_new (void);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (KpAttachment, kp_attachment_unref)

G_END_DECLS
