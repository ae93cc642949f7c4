/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/helpdesk/connector.h"

#include <string.h>

#include "core/secret/memory-vault.h"
#include "store/store-test.h"

typedef struct
{
  StoreTest store;
  KpCatalogue *catalogue;
  KpVault *vault;
  KpConnector *connector;
} Fixture;

static KpNetSession *
get_session (gpointer data, GError **error)
{
  return kp_net_session_new (NULL, error);
}

static void
set_up (Fixture *fixture, gconstpointer data)
{
  store_test_set_up (&fixture->store, NULL);
  fixture->catalogue = kp_catalogue_new (fixture->store.dir);
  fixture->vault = kp_memory_vault_new ();
  fixture->connector =
      kp_connector_new (fixture->store.store, fixture->catalogue, fixture->vault,
                        fixture->store.clock, get_session, NULL);
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  g_clear_object (&fixture->connector);
  g_clear_object (&fixture->vault);
  g_clear_object (&fixture->catalogue);
  store_test_tear_down (&fixture->store, NULL);
}

static KpRoute *
find_route (Fixture *fixture, const char *provider, const char *channel, GError **error)
{
  g_autoptr (GAsyncResult) result = NULL;

  kp_connector_find_route (g_task_new (NULL, NULL, store_test_take, &result), provider,
                           channel, fixture->connector);
  return g_task_propagate_pointer (G_TASK (store_test_wait (&result)), error);
}

static gboolean
save (Fixture *fixture, const KpConnection *connection, const char *token, GError **error)
{
  g_autoptr (KpSecret) secret =
      token != NULL ? kp_secret_new (token, strlen (token)) : NULL;
  g_autoptr (GAsyncResult) result = NULL;

  kp_connector_save_async (fixture->connector, connection, secret, NULL, store_test_take,
                           &result);
  return kp_connector_save_finish (fixture->connector, store_test_wait (&result), error);
}

/* Without a word of the user's, the profile's own way. */
static void
test_profile (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (KpRoute) route = find_route (fixture, "cloud-office", NULL, &error);
  g_autoptr (GAsyncResult) result = NULL;
  g_autofree char *summary = NULL;

  g_assert_no_error (error);
  g_assert_cmpstr (route->channel->id, ==, "form");
  g_assert_true (g_str_has_prefix (route->context->connection->url, "https://"));
  kp_connector_test_async (fixture->connector, "cloud-office", NULL, store_test_take,
                           &result);
  g_assert_true (kp_connector_test_finish (fixture->connector, store_test_wait (&result),
                                           &summary, NULL));
  g_assert_cmpstr (summary, !=, "");
}

static void
test_none (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) files = NULL;
  g_autoptr (GError) unknown = NULL;

  g_assert_null (find_route (fixture, "own-server", NULL, &files));
  g_assert_error (files, KP_CHANNEL_ERROR, KP_CHANNEL_ERROR_SETTINGS);
  g_assert_null (find_route (fixture, "nobody", NULL, &unknown));
  g_assert_error (unknown, G_IO_ERROR, G_IO_ERROR_NOT_FOUND);
}

/* What can't work is not saved, and says why. */
static void
test_wrong (Fixture *fixture, gconstpointer data)
{
  g_autoptr (KpConnection) unknown = kp_connection_new ("pexip", "pigeon");
  g_autoptr (GError) error = NULL;
  g_autoptr (KpRoute) route = NULL;

  g_assert_false (save (fixture, unknown, NULL, &error));
  g_assert_error (error, KP_CHANNEL_ERROR, KP_CHANNEL_ERROR_SETTINGS);
  route = find_route (fixture, "pexip", NULL, NULL);
  g_assert_cmpstr (route->channel->id, ==, "form");
}

static KpConnection *
make_helpdesk (void)
{
  KpConnection *connection = kp_connection_new ("pexip", "rt");

  connection->url = g_strdup ("https://help.example/");
  connection->queue = g_strdup ("Hosting");
  return connection;
}

/* What the user set holds, with the token from the vault. A request that was written for
 * the form still can be handed over by it; one for a helpdesk that is no longer connected
 * waits. */
static void
test_helpdesk (Fixture *fixture, gconstpointer data)
{
  g_autoptr (KpConnection) connection = make_helpdesk ();
  g_autoptr (KpConnection) form = kp_connection_new ("pexip", "form");
  g_autoptr (KpRoute) route = NULL;
  g_autoptr (KpRoute) by_form = NULL;
  g_autoptr (GError) error = NULL;

  g_assert_true (save (fixture, connection, "1-14-abc", &error));
  route = find_route (fixture, "pexip", "rt", &error);
  g_assert_no_error (error);
  g_assert_cmpstr (route->channel->id, ==, "rt");
  g_assert_cmpstr (route->context->connection->queue, ==, "Hosting");
  g_assert_cmpstr (kp_secret_get_text (route->context->token), ==, "1-14-abc");
  by_form = find_route (fixture, "pexip", "form", &error);
  g_assert_no_error (error);
  g_assert_cmpstr (by_form->channel->id, ==, "form");
  g_assert_true (g_str_has_prefix (by_form->context->connection->url, "https://support."));

  g_assert_true (save (fixture, form, NULL, NULL));
  g_assert_null (find_route (fixture, "pexip", "rt", &error));
  g_assert_error (error, KP_CHANNEL_ERROR, KP_CHANNEL_ERROR_SETTINGS);
}

/* A token that was given for one place goes to no other: it is asked for anew. */
static void
test_token_stays (Fixture *fixture, gconstpointer data)
{
  static const char *const elsewhere[] = { "https://other.example/",
                                           "https://help.example:8443/",
                                           "http://127.0.0.1/",
                                           "https://help.example.evil/" };
  g_autoptr (KpConnection) connection = make_helpdesk ();
  g_autoptr (KpConnection) form = kp_connection_new ("pexip", "form");
  g_autoptr (KpRoute) route = NULL;

  g_assert_true (save (fixture, connection, "1-14-abc", NULL));
  for (guint i = 0; i < G_N_ELEMENTS (elsewhere); i++)
    {
      g_autoptr (KpConnection) other = make_helpdesk ();
      g_autoptr (GError) error = NULL;

      g_free (other->url);
      other->url = g_strdup (elsewhere[i]);
      g_assert_false (save (fixture, other, NULL, &error));
      g_assert_error (error, KP_CHANNEL_ERROR, KP_CHANNEL_ERROR_SETTINGS);
    }
  /* Another page or queue of the same helpdesk is no other place. */
  g_free (connection->url);
  connection->url = g_strdup ("https://HELP.example:443/rt");
  g_assert_true (save (fixture, connection, NULL, NULL));
  route = find_route (fixture, "pexip", "rt", NULL);
  g_assert_cmpstr (kp_secret_get_text (route->context->token), ==, "1-14-abc");

  /* Nor does it get there in two steps. */
  g_assert_true (save (fixture, form, NULL, NULL));
  g_free (connection->url);
  connection->url = g_strdup (elsewhere[0]);
  g_assert_false (save (fixture, connection, NULL, NULL));
  g_assert_true (save (fixture, connection, "1-15-def", NULL));
}

int
main (int argc, char **argv)
{
  static const struct
  {
    const char *path;
    void (*run) (Fixture *fixture, gconstpointer data);
  } tests[] = {
    { "/connector/profile", test_profile },
    { "/connector/none", test_none },
    { "/connector/wrong", test_wrong },
    { "/connector/helpdesk", test_helpdesk },
    { "/connector/token-stays", test_token_stays },
  };

  g_test_init (&argc, &argv, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (tests); i++)
    g_test_add (tests[i].path, Fixture, NULL, set_up, tests[i].run, tear_down);
  return g_test_run ();
}
