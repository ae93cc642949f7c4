/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "core/store/connection-table.h"

GHashTable *
kp_connection_table_load (KpDatabase *database, GError **error)
{
  g_autoptr (GHashTable) all = g_hash_table_new_full (g_str_hash, g_str_equal, NULL,
                                                      (GDestroyNotify) kp_connection_free);
  g_autoptr (KpStatement) statement = kp_database_prepare (
      database, "SELECT provider, channel, url, queue, address, updated_at FROM connection",
      error);

  if (statement == NULL)
    return NULL;
  for (;;)
    {
      KpConnection *connection;
      gboolean row;

      if (!kp_statement_step (statement, &row, error))
        return NULL;
      if (!row)
        return g_steal_pointer (&all);
      connection = g_new0 (KpConnection, 1);
      connection->provider = g_strdup (kp_statement_take_text (statement));
      connection->channel = g_strdup (kp_statement_take_text (statement));
      connection->url = g_strdup (kp_statement_take_text (statement));
      connection->queue = g_strdup (kp_statement_take_text (statement));
      connection->address = g_strdup (kp_statement_take_text (statement));
      connection->updated_at = kp_statement_take_int (statement);
      if (connection->provider != NULL && connection->channel != NULL)
        g_hash_table_replace (all, connection->provider, connection);
      else
        kp_connection_free (connection);
    }
}

gboolean
kp_connection_table_save (KpDatabase *database, const KpConnection *connection,
                          KpChanges *changes, GError **error)
{
  g_autoptr (KpStatement) statement = kp_database_prepare (
      database,
      "INSERT INTO connection (channel, url, queue, address, updated_at, provider)"
      " VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT (provider) DO UPDATE SET"
      " channel = excluded.channel, url = excluded.url, queue = excluded.queue,"
      " address = excluded.address, updated_at = excluded.updated_at",
      error);

  if (statement == NULL)
    return FALSE;
  kp_statement_put_text (statement, connection->channel);
  kp_statement_put_text (statement, connection->url);
  kp_statement_put_text (statement, connection->queue);
  kp_statement_put_text (statement, connection->address);
  kp_statement_put_int (statement, connection->updated_at);
  kp_statement_put_text (statement, connection->provider);
  changes->settings = TRUE;
  return kp_statement_run (statement, error);
}

gboolean
kp_connection_table_remove (KpDatabase *database, const char *provider, KpChanges *changes,
                            GError **error)
{
  g_autoptr (KpStatement) statement =
      kp_database_prepare (database, "DELETE FROM connection WHERE provider = ?", error);

  if (statement == NULL)
    return FALSE;
  kp_statement_put_text (statement, provider);
  if (!kp_statement_run (statement, error))
    return FALSE;
  changes->settings |= kp_database_get_n_changed (database) > 0;
  return TRUE;
}
