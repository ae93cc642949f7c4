/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "core/helpdesk/outgoing.h"

G_BEGIN_DECLS

/**
 * kp_key_guard_check:
 * @outgoing: what is to leave, with its attachments' content
 * @cancellable: (nullable): looked at between its parts
 * @error: %G_IO_ERROR_PERMISSION_DENIED says where and in which form a private key stands,
 *   or what can't be looked into; %G_IO_ERROR_CANCELLED
 *
 * Looks through subject, text, fields and attachments. Takes a moment for a large archive.
 * Pure; any thread.
 *
 * Returns: whether no private key is in it
 */
gboolean kp_key_guard_check (const KpOutgoing *outgoing, GCancellable *cancellable,
                             GError **error);

/** kp_key_guard_check_async: The same in a thread of its own; when it is cancelled it ends
 * at once. */
void kp_key_guard_check_async (KpOutgoing *outgoing, GCancellable *cancellable,
                               GAsyncReadyCallback callback, gpointer data);
gboolean kp_key_guard_check_finish (GAsyncResult *result, GError **error);

G_END_DECLS
