/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib-object.h>

G_BEGIN_DECLS

/**
 * KpConnection:
 * @provider: id of a profile
 * @channel: id of a channel: "form", "email", "rt"
 * @url: (nullable): where the helpdesk answers
 * @queue: (nullable): the queue that takes requests there
 * @address: (nullable): email address that takes requests
 * @updated_at: Unix seconds
 *
 * How requests reach a provider, as the user set it. The token is in the vault. A plain
 * owned value.
 */
typedef struct
{
  char *provider;
  char *channel;
  char *url;
  char *queue;
  char *address;
  gint64 updated_at;
} KpConnection;

/** kp_connection_new: Returns: (transfer full): a connection of @provider by @channel with
 * nothing else said */
KpConnection *kp_connection_new (const char *provider, const char *channel);
/** kp_connection_copy: Returns: (transfer full) (nullable): a deep copy; %NULL gives %NULL
 */
KpConnection *kp_connection_copy (const KpConnection *self);
/** kp_connection_free: Frees @self; %NULL is fine. */
void kp_connection_free (KpConnection *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (KpConnection, kp_connection_free)

G_END_DECLS
