/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

#define KP_TYPE_REPLY_GROUP (kp_reply_group_get_type ())
G_DECLARE_FINAL_TYPE (KpReplyGroup, kp_reply_group, KP, REPLY_GROUP, AdwBin)

/**
 * KpReplyGroup:
 *
 * Where the provider is to answer: one email address, or none. Properties: "ready"
 * (boolean, read only): what stands there can be used; "description" (string, nullable):
 * what it is for; "copies" (boolean): with a button that copies it, for a form. Signals:
 * "typed": the user has changed what stands there. Main thread.
 */

/** kp_reply_group_set_address: Shows @address; (nullable): none. */
void kp_reply_group_set_address (KpReplyGroup *self, const char *address);
/** kp_reply_group_get_address: Returns: (transfer none): the last that could be used, ""
 * for none */
const char *kp_reply_group_get_address (KpReplyGroup *self);
/** kp_reply_group_dup_text: Returns: (transfer full): what stands there, right or not */
char *kp_reply_group_dup_text (KpReplyGroup *self);
/** kp_reply_group_get_ready: Returns: whether what stands there can be used */
gboolean kp_reply_group_get_ready (KpReplyGroup *self);

G_END_DECLS
