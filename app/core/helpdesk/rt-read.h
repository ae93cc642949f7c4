/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <json-glib/json-glib.h>

#include "core/model/attachment.h"
#include "core/model/request-field.h"

G_BEGIN_DECLS

/* What Request Tracker answers, as plain values: pure, bounded, and nothing in it believed.
 * A number is a text in one answer and a number in the next. */

/**
 * KpRtEvent:
 * @id: of the transaction
 * @type: "Create", "Correspond" …
 * @creator: login of who did it
 * @author: the same in words
 * @at: Unix seconds, 0 if unknown
 *
 * A row of a ticket's history.
 */
typedef struct
{
  char *id;
  char *type;
  char *creator;
  char *author;
  gint64 at;
} KpRtEvent;

/**
 * KpRtPart:
 * @id: of the attachment
 * @event: id of the transaction it came with
 * @name: file name, "" for a text
 * @type: content type, lower case
 * @subject: "" but for the outermost part
 * @length: octets, as it says
 *
 * A row of a ticket's attachments: a file, a text, or what holds them together.
 */
typedef struct
{
  char *id;
  char *event;
  char *name;
  char *type;
  char *subject;
  gsize length;
} KpRtPart;

/** kp_rt_read_id: Returns: (transfer full) (nullable): the number in @member, digits alone
 */
char *kp_rt_read_id (JsonObject *object, const char *member);
/** kp_rt_read_event: Returns: (transfer full) (nullable): a row of a history; %NULL if it
 * has no id or type */
KpRtEvent *kp_rt_read_event (JsonObject *row);
/** kp_rt_event_free: Frees @self; %NULL is fine. */
void kp_rt_event_free (KpRtEvent *self);
/** kp_rt_read_part: Returns: (transfer full) (nullable): a row of attachments; %NULL if it
 * has no id or transaction */
KpRtPart *kp_rt_read_part (JsonObject *row);
/** kp_rt_part_free: Frees @self; %NULL is fine. */
void kp_rt_part_free (KpRtPart *self);
/** kp_rt_part_is_container: Returns: whether it only holds others together */
gboolean kp_rt_part_is_container (const KpRtPart *self);
/** kp_rt_part_is_text: Returns: whether it is what people wrote, not a file */
gboolean kp_rt_part_is_text (const KpRtPart *self);
/** kp_rt_read_content: Returns: (transfer full) (nullable): the octets in the answer to a
 * question for one attachment; %NULL if they are no base64 */
GBytes *kp_rt_read_content (JsonObject *answer);
/** kp_rt_read_fields: Returns: (transfer full) (element-type KpRequestField): the custom
 * fields of a ticket that have a value */
GPtrArray *kp_rt_read_fields (JsonObject *ticket);
/** kp_rt_read_field_names: Returns: (transfer full) (array zero-terminated=1): names of the
 * custom fields that tickets of @queue have */
char **kp_rt_read_field_names (JsonObject *queue);
/** kp_rt_has_link: Returns: whether @object offers what @ref names ("create",
 * "correspond"): it does where the login has the right */
gboolean kp_rt_has_link (JsonObject *object, const char *ref);
/** kp_rt_text_from_html: Returns: (transfer full): the words of @html (hostile), with its
 * paragraphs as lines; no tag, and at most @most octets */
char *kp_rt_text_from_html (const char *html, gsize most);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (KpRtEvent, kp_rt_event_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (KpRtPart, kp_rt_part_free)

G_END_DECLS
