/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "core/helpdesk/connector.h"

#include <glib/gi18n.h>

#include "core/helpdesk/connection-rules.h"
#include "core/model/sentence.h"

struct _KpConnector
{
  GObject parent;

  KpStore *store;
  KpCatalogue *catalogue;
  KpVault *vault;
  KpClock *clock;
  KpGetSession get_session;
  gpointer session_data;
};

G_DEFINE_FINAL_TYPE (KpConnector, kp_connector, G_TYPE_OBJECT)

static void
kp_connector_finalize (GObject *object)
{
  KpConnector *self = KP_CONNECTOR (object);

  g_clear_object (&self->store);
  g_clear_object (&self->catalogue);
  g_clear_object (&self->vault);
  g_clear_object (&self->clock);

  G_OBJECT_CLASS (kp_connector_parent_class)->finalize (object);
}

static void
kp_connector_class_init (KpConnectorClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = kp_connector_finalize;
}

static void
kp_connector_init (KpConnector *self)
{
}

KpConnector *
kp_connector_new (KpStore *store, KpCatalogue *catalogue, KpVault *vault, KpClock *clock,
                  KpGetSession get_session, gpointer data)
{
  KpConnector *self;

  g_return_val_if_fail (KP_IS_STORE (store), NULL);
  g_return_val_if_fail (KP_IS_CATALOGUE (catalogue), NULL);
  g_return_val_if_fail (KP_IS_VAULT (vault), NULL);
  g_return_val_if_fail (get_session != NULL, NULL);

  self = g_object_new (KP_TYPE_CONNECTOR, NULL);
  self->store = g_object_ref (store);
  self->catalogue = g_object_ref (catalogue);
  self->vault = g_object_ref (vault);
  self->clock = g_object_ref (clock);
  self->get_session = get_session;
  self->session_data = data;
  return self;
}

char *
kp_connector_make_token_name (const char *provider)
{
  g_return_val_if_fail (provider != NULL, NULL);

  return g_strconcat ("token/", provider, NULL);
}

/* What is under way for one provider: all but its name is found on the way. */
typedef struct
{
  KpConnector *connector;
  char *provider;
  char *channel; /* (nullable): the one a request was written for */
  KpConnection *connection;
  const KpChannel *way;
  KpSecret *token; /* (nullable) */
} Search;

static void
search_free (gpointer data)
{
  Search *self = data;

  g_clear_object (&self->connector);
  g_clear_pointer (&self->connection, kp_connection_free);
  g_clear_pointer (&self->token, kp_secret_unref);
  g_free (self->provider);
  g_free (self->channel);
  g_free (self);
}

static Search *
search_new (KpConnector *connector, const char *provider, const char *channel)
{
  Search *self = g_new0 (Search, 1);

  self->connector = g_object_ref (connector);
  self->provider = g_strdup (provider);
  self->channel = g_strdup (channel);
  return self;
}

/* As the profile says it, where the user did not. */
static KpConnection *
complete (KpProfile *profile, const KpConnection *stored)
{
  KpConnection *connection = stored != NULL
                                 ? kp_connection_copy (stored)
                                 : kp_connection_new (kp_profile_get_id (profile),
                                                      kp_profile_get_channel (profile));

  if (connection->url == NULL && g_str_equal (connection->channel, "form"))
    connection->url = g_strdup (kp_profile_get_form_uri (profile));
  return connection;
}

static KpConnection *
take_connection (KpConnector *self, const char *provider, GHashTable *stored,
                 GError **error)
{
  KpProfile *profile = kp_catalogue_find (self->catalogue, provider);

  if (profile != NULL)
    return complete (profile, g_hash_table_lookup (stored, provider));
  g_set_error (error, G_IO_ERROR, G_IO_ERROR_NOT_FOUND,
               /* Translators: %s is the id of a provider. */
               _ ("There is no profile of the provider “%s” any more."), provider);
  return NULL;
}

/* A request was written for one channel, and the user has chosen another since: what is
 * done by hand still can be. */
static gboolean
choose_way (Search *search, GError **error)
{
  const char *wanted =
      search->channel != NULL ? search->channel : search->connection->channel;
  gboolean same = g_str_equal (wanted, search->connection->channel);
  KpProfile *profile = kp_catalogue_find (search->connector->catalogue, search->provider);

  search->way = kp_channel_get (wanted);
  if (search->way == NULL)
    g_propagate_error (error, kp_channel_error_new (
                                  KP_CHANNEL_ERROR_SETTINGS,
                                  kp_sentence_keep (KP_SENTENCE_HELPDESK_FILES,
                                                    kp_profile_get_name (profile), NULL)));
  else if (!same && !search->way->by_hand)
    g_propagate_error (
        error,
        kp_channel_error_new (
            KP_CHANNEL_ERROR_SETTINGS,
            /* What is not done by hand has a name that is the same in any language. */
            kp_sentence_keep (KP_SENTENCE_HELPDESK_ANOTHER, kp_profile_get_name (profile),
                              kp_channel_get_label (search->way), NULL)));
  else
    {
      if (!same)
        {
          g_free (search->connection->channel);
          search->connection->channel = g_strdup (wanted);
          g_free (search->connection->url);
          search->connection->url = g_strdup (kp_profile_get_form_uri (profile));
        }
      return TRUE;
    }
  return FALSE;
}

static void
return_route (GTask *task)
{
  Search *search = g_task_get_task_data (task);
  KpConnector *self = search->connector;
  GError *error = NULL;
  g_autoptr (KpNetSession) net = self->get_session (self->session_data, &error);
  g_autoptr (KpChannelContext) context = NULL;

  if (net == NULL)
    {
      g_task_return_error (task, error);
      return;
    }
  context = kp_channel_context_new (search->connection, search->token, net, self->clock);
  g_task_return_pointer (task, kp_route_new (search->way, context),
                         (GDestroyNotify) kp_route_free);
}

static void
token_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GTask) task = data;
  Search *search = g_task_get_task_data (task);
  GError *error = NULL;

  search->token = kp_vault_load_finish (KP_VAULT (source), result, &error);
  /* That there is none the channel says better. */
  if (search->token != NULL
      || g_error_matches (error, KP_VAULT_ERROR, KP_VAULT_ERROR_ABSENT))
    {
      g_clear_error (&error);
      return_route (task);
    }
  else
    g_task_return_error (task, error);
}

static void
connections_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GTask) task = data;
  Search *search = g_task_get_task_data (task);
  GError *error = NULL;
  g_autofree char *name = kp_connector_make_token_name (search->provider);
  g_autoptr (GHashTable) stored =
      kp_store_load_connections_finish (KP_STORE (source), result, &error);

  if (stored == NULL)
    {
      g_task_return_error (task, error);
      return;
    }
  search->connection =
      take_connection (search->connector, search->provider, stored, &error);
  if (search->connection == NULL || !choose_way (search, &error))
    g_task_return_error (task, error);
  else if (search->way->needs_token)
    kp_vault_load_async (search->connector->vault, name, g_task_get_cancellable (task),
                         token_cb, g_object_ref (task));
  else
    return_route (task);
}

void
kp_connector_find_route (GTask *task, const char *provider, const char *channel,
                         gpointer data)
{
  KpConnector *self = data;

  g_return_if_fail (KP_IS_CONNECTOR (self));
  g_return_if_fail (provider != NULL);

  g_task_set_task_data (task, search_new (self, provider, channel), search_free);
  kp_store_load_connections_async (self->store, g_task_get_cancellable (task),
                                   connections_cb, task);
}

static void
loaded_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GTask) task = data;
  GError *error = NULL;
  KpConnection *connection = NULL;
  g_autoptr (GHashTable) stored =
      kp_store_load_connections_finish (KP_STORE (source), result, &error);

  if (stored != NULL)
    connection = take_connection (g_task_get_source_object (task),
                                  g_task_get_task_data (task), stored, &error);
  if (connection != NULL)
    g_task_return_pointer (task, connection, (GDestroyNotify) kp_connection_free);
  else
    g_task_return_error (task, error);
}

void
kp_connector_load_async (KpConnector *self, const char *provider, GCancellable *cancellable,
                         GAsyncReadyCallback callback, gpointer data)
{
  GTask *task;

  g_return_if_fail (KP_IS_CONNECTOR (self));
  g_return_if_fail (provider != NULL);

  task = g_task_new (self, cancellable, callback, data);
  g_task_set_source_tag (task, kp_connector_load_async);
  g_task_set_task_data (task, g_strdup (provider), g_free);
  kp_store_load_connections_async (self->store, cancellable, loaded_cb, task);
}

KpConnection *
kp_connector_load_finish (KpConnector *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}

gboolean
kp_connector_check (KpConnector *self, const KpConnection *connection, GError **error)
{
  const KpChannel *channel;

  g_return_val_if_fail (KP_IS_CONNECTOR (self), FALSE);
  g_return_val_if_fail (connection != NULL, FALSE);

  channel = kp_channel_get (connection->channel);
  if (channel != NULL)
    return kp_channel_check (channel, connection, error);
  g_propagate_error (error,
                     kp_channel_error_new (KP_CHANNEL_ERROR_SETTINGS,
                                           kp_sentence_keep (KP_SENTENCE_HELPDESK_NO_WAY,
                                                             connection->channel, NULL)));
  return FALSE;
}

static void
saved_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GTask) task = data;
  GError *error = NULL;

  if (kp_store_save_connection_finish (KP_STORE (source), result, &error))
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, error);
}

static void
save_connection (GTask *task)
{
  KpConnector *self = g_task_get_source_object (task);

  kp_store_save_connection_async (self->store, g_task_get_task_data (task),
                                  g_task_get_cancellable (task), saved_cb,
                                  g_object_ref (task));
}

/* The token that is kept was given for one place, and goes to no other. */
static void
known_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GTask) task = data;
  const KpConnection *wanted = g_task_get_task_data (task);
  const KpConnection *before;
  GError *error = NULL;
  g_autoptr (GHashTable) stored =
      kp_store_load_connections_finish (KP_STORE (source), result, &error);

  if (stored == NULL)
    {
      g_task_return_error (task, error);
      return;
    }
  before = g_hash_table_lookup (stored, wanted->provider);
  if (before == NULL || kp_connection_is_same_place (before, wanted))
    save_connection (task);
  else
    g_task_return_new_error (
        task, KP_CHANNEL_ERROR, KP_CHANNEL_ERROR_SETTINGS,
        _ ("This is another address than before. Enter the token for it: the one that is "
           "kept goes to no other address."));
}

static void
token_stored_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GTask) task = data;
  GError *error = NULL;

  if (kp_vault_store_finish (KP_VAULT (source), result, &error))
    save_connection (task);
  else
    g_task_return_error (task, error);
}

void
kp_connector_save_async (KpConnector *self, const KpConnection *connection, KpSecret *token,
                         GCancellable *cancellable, GAsyncReadyCallback callback,
                         gpointer data)
{
  g_autoptr (GTask) task = NULL;
  g_autofree char *name = NULL;
  g_autofree char *label = NULL;
  GError *error = NULL;

  g_return_if_fail (KP_IS_CONNECTOR (self));
  g_return_if_fail (connection != NULL);

  task = g_task_new (self, cancellable, callback, data);
  g_task_set_source_tag (task, kp_connector_save_async);
  g_task_set_task_data (task, kp_connection_copy (connection),
                        (GDestroyNotify) kp_connection_free);
  if (!kp_connector_check (self, connection, &error))
    g_task_return_error (task, error);
  else if (token != NULL)
    {
      name = kp_connector_make_token_name (connection->provider);
      /* Translators: what a keyring program shows; %s is the id of a provider. */
      label = g_strdup_printf (_ ("Keyplate: helpdesk of %s"), connection->provider);
      kp_vault_store_async (self->vault, name, label, token, cancellable, token_stored_cb,
                            g_steal_pointer (&task));
    }
  else if (kp_channel_get (connection->channel)->needs_token)
    kp_store_load_connections_async (self->store, cancellable, known_cb,
                                     g_steal_pointer (&task));
  else
    save_connection (task);
}

gboolean
kp_connector_save_finish (KpConnector *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}

static void
tested_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GTask) task = data;
  GError *error = NULL;
  char *summary = NULL;

  if (kp_channel_test_finish (result, &summary, &error))
    g_task_return_pointer (task, summary, g_free);
  else
    g_task_return_error (task, error);
}

static void
test_routed_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GTask) task = data;
  KpConnector *self = g_task_get_source_object (task);
  KpProfile *profile = kp_catalogue_find (self->catalogue, g_task_get_task_data (task));
  g_autoptr (GPtrArray) names = g_ptr_array_new ();
  GError *error = NULL;
  g_autoptr (KpRoute) route = g_task_propagate_pointer (G_TASK (result), &error);
  GPtrArray *fields = profile != NULL ? kp_profile_get_fields (profile) : NULL;

  if (route == NULL)
    {
      g_task_return_error (task, error);
      return;
    }
  for (guint i = 0; fields != NULL && i < fields->len; i++)
    g_ptr_array_add (names, ((KpProfileField *) g_ptr_array_index (fields, i))->name);
  g_ptr_array_add (names, NULL);
  kp_channel_test_async (route->channel, route->context, (const char *const *) names->pdata,
                         g_task_get_cancellable (task), tested_cb, g_object_ref (task));
}

void
kp_connector_test_async (KpConnector *self, const char *provider, GCancellable *cancellable,
                         GAsyncReadyCallback callback, gpointer data)
{
  GTask *task;

  g_return_if_fail (KP_IS_CONNECTOR (self));
  g_return_if_fail (provider != NULL);

  task = g_task_new (self, cancellable, callback, data);
  g_task_set_source_tag (task, kp_connector_test_async);
  g_task_set_task_data (task, g_strdup (provider), g_free);
  kp_connector_find_route (g_task_new (NULL, cancellable, test_routed_cb, task), provider,
                           NULL, self);
}

gboolean
kp_connector_test_finish (KpConnector *self, GAsyncResult *result, char **summary,
                          GError **error)
{
  g_autofree char *text = NULL;

  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);

  text = g_task_propagate_pointer (G_TASK (result), error);
  if (text == NULL)
    return FALSE;
  if (summary != NULL)
    *summary = g_steal_pointer (&text);
  return TRUE;
}
