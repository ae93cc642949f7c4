/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/helpdesk/channel-context.h"
#include "core/helpdesk/channel-error.h"
#include "core/helpdesk/incoming.h"
#include "core/helpdesk/read-back.h"
#include "core/helpdesk/receipt.h"

G_BEGIN_DECLS

/**
 * KpChannel:
 * @id: "form", "email", "rt": what connections and profiles call it
 * @label: its name for people, to be translated
 * @needs_url: its connection has an address of a web server
 * @needs_queue: its connection has a queue
 * @needs_address: its connection has a mail address
 * @needs_token: it logs in with a token
 * @by_hand: nothing leaves by itself: sending gives what the user pastes or mails
 * @test: tries the connection without leaving anything there
 * @send: sends one request, at most once
 * @find: (nullable): reads back what is there of a request
 * @receive: (nullable): fetches the messages of a ticket
 *
 * One way by which requests reach a provider: one file, one row of the table. The four
 * functions end their task as the public functions below say; they are called through those
 * alone. Main thread.
 */
typedef struct
{
  const char *id;
  const char *label;
  gboolean needs_url;
  gboolean needs_queue;
  gboolean needs_address;
  gboolean needs_token;
  gboolean by_hand;
  void (*test) (GTask *task, KpChannelContext *context, const char *const *fields);
  void (*send) (GTask *task, KpChannelContext *context, KpOutgoing *outgoing);
  void (*find) (GTask *task, KpChannelContext *context, KpOutgoing *outgoing,
                const char *number);
  void (*receive) (GTask *task, KpChannelContext *context, const char *number,
                   const char *const *known);
} KpChannel;

/** kp_channel_get_all: @n: (out): how many. Returns: (transfer none) (array length=n): the
 * table */
const KpChannel *const *kp_channel_get_all (guint *n);
/** kp_channel_get: Returns: (transfer none) (nullable): the channel of that @id */
const KpChannel *kp_channel_get (const char *id);
/** kp_channel_get_label: Returns: (transfer none): its name in the user's language */
const char *kp_channel_get_label (const KpChannel *self);
/** kp_channel_check: Returns: whether @connection has all that the channel needs, the token
 * apart; KP_CHANNEL_ERROR_SETTINGS if not */
gboolean kp_channel_check (const KpChannel *self, const KpConnection *connection,
                           GError **error);

/**
 * kp_channel_test_async:
 * @self: a channel
 * @context: with which connection
 * @fields: (nullable) (array zero-terminated=1): names of the fields that requests will
 * have, to see whether the helpdesk knows them
 *
 * Tries address, login, queue and rights, and leaves nothing there. Finish gives whether
 * all is well, and in its summary (out) (optional) (transfer full) a sentence that says
 * what was found; #KpChannelError whose message says everything that is missing.
 */
void kp_channel_test_async (const KpChannel *self, KpChannelContext *context,
                            const char *const *fields, GCancellable *cancellable,
                            GAsyncReadyCallback callback, gpointer data);
gboolean kp_channel_test_finish (GAsyncResult *result, char **summary, GError **error);

/**
 * kp_channel_send_async:
 * @self: a channel
 * @context: with which connection
 * @outgoing: what to send
 *
 * Sends at most once: nothing is tried again in here. Finish gives (transfer full) the
 * receipt, or #KpChannelError; after UNCERTAIN alone it may be there all the same.
 */
void kp_channel_send_async (const KpChannel *self, KpChannelContext *context,
                            KpOutgoing *outgoing, GCancellable *cancellable,
                            GAsyncReadyCallback callback, gpointer data);
KpReceipt *kp_channel_send_finish (GAsyncResult *result, GError **error);

/** kp_channel_can_find: Returns: whether it can look for what was sent */
gboolean kp_channel_can_find (const KpChannel *self);
/**
 * kp_channel_find_async:
 * @self: a channel
 * @context: with which connection
 * @outgoing: what was sent, or may have been
 * @number: (nullable): the ticket it is in; %NULL to look for its reference
 *
 * Looks for a request, and reads back what the helpdesk holds of it. Finish gives whether
 * the helpdesk answered, and in its found (out) (transfer full) (nullable) what it has:
 * %NULL where there is nothing; #KpChannelError where it could not be asked.
 */
void kp_channel_find_async (const KpChannel *self, KpChannelContext *context,
                            KpOutgoing *outgoing, const char *number,
                            GCancellable *cancellable, GAsyncReadyCallback callback,
                            gpointer data);
gboolean kp_channel_find_finish (GAsyncResult *result, KpReadBack **found, GError **error);

/** kp_channel_can_receive: Returns: whether it can fetch replies */
gboolean kp_channel_can_receive (const KpChannel *self);
/**
 * kp_channel_receive_async:
 * @self: a channel
 * @context: with which connection
 * @number: of the ticket
 * @known: (nullable) (array zero-terminated=1): remote ids that are here already: they are
 * not fetched again
 *
 * Fetches the messages of a ticket, the newest first, until those that are known. Finish
 * gives (transfer full) (element-type KpIncoming) the new ones, oldest first; or
 * #KpChannelError.
 */
void kp_channel_receive_async (const KpChannel *self, KpChannelContext *context,
                               const char *number, const char *const *known,
                               GCancellable *cancellable, GAsyncReadyCallback callback,
                               gpointer data);
GPtrArray *kp_channel_receive_finish (GAsyncResult *result, GError **error);

G_END_DECLS
