/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/helpdesk/route.h"
#include "core/provider/catalogue.h"
#include "core/secret/vault.h"
#include "core/store/store-requests.h"

G_BEGIN_DECLS

#define KP_TYPE_CONNECTOR (kp_connector_get_type ())
G_DECLARE_FINAL_TYPE (KpConnector, kp_connector, KP, CONNECTOR, GObject)

/**
 * KpConnector:
 *
 * Knows how each provider is connected: as the user set it, else as its profile says. Its
 * tokens are in the vault, as "token/PROVIDER". Main thread.
 */

/** KpGetSession: Returns: (transfer full) (nullable): the HTTP session by the settings as
 * they are; #KpNetError */
typedef KpNetSession *(*KpGetSession) (gpointer data, GError **error);

/** kp_connector_new: @get_session: called with @data whenever one is needed. Returns:
 * (transfer full): what connects the providers of @catalogue, with the connections of
 * @store and the tokens of @vault */
KpConnector *kp_connector_new (KpStore *store, KpCatalogue *catalogue, KpVault *vault,
                               KpClock *clock, KpGetSession get_session, gpointer data);
/** kp_connector_find_route: A #KpFindRoute whose @data is a #KpConnector; @task, @provider
 * and @channel as said there. */
void kp_connector_find_route (GTask *task, const char *provider, const char *channel,
                              gpointer data);
/** kp_connector_make_token_name: Returns: (transfer full): what the vault calls the token
 * of @provider */
char *kp_connector_make_token_name (const char *provider);
/** kp_connector_load_async: Finish gives (transfer full) how @provider is connected now: a
 * new request goes by its channel. #KpStoreError; G_IO_ERROR_NOT_FOUND where there is no
 * such profile. */
void kp_connector_load_async (KpConnector *self, const char *provider,
                              GCancellable *cancellable, GAsyncReadyCallback callback,
                              gpointer data);
KpConnection *kp_connector_load_finish (KpConnector *self, GAsyncResult *result,
                                        GError **error);
/** kp_connector_save_async: Connects a provider by @connection; @token: (nullable): its
 * token, for the vault; %NULL leaves what is there, which goes to the address it was given
 * for and to no other. KP_CHANNEL_ERROR_SETTINGS says what is missing or wrong, then
 * nothing changes; #KpVaultError, #KpStoreError. */
void kp_connector_save_async (KpConnector *self, const KpConnection *connection,
                              KpSecret *token, GCancellable *cancellable,
                              GAsyncReadyCallback callback, gpointer data);
gboolean kp_connector_save_finish (KpConnector *self, GAsyncResult *result, GError **error);
/** kp_connector_test_async: Tries how @provider is connected, and leaves nothing there. */
void kp_connector_test_async (KpConnector *self, const char *provider,
                              GCancellable *cancellable, GAsyncReadyCallback callback,
                              gpointer data);
/** kp_connector_test_finish: @summary: (out) (optional) (transfer full): a sentence that
 * says what was found. #KpChannelError says what is missing. */
gboolean kp_connector_test_finish (KpConnector *self, GAsyncResult *result, char **summary,
                                   GError **error);
/** kp_connector_check: Returns: whether @connection (its token apart) can be saved;
 * KP_CHANNEL_ERROR_SETTINGS */
gboolean kp_connector_check (KpConnector *self, const KpConnection *connection,
                             GError **error);

G_END_DECLS
