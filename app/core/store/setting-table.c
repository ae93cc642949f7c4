/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "core/store/setting-table.h"

GHashTable *
kp_setting_table_load (KpDatabase *database, GError **error)
{
  g_autoptr (GHashTable) settings =
      g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  g_autoptr (KpStatement) statement = NULL;

  statement = kp_database_prepare (database, "SELECT name, value FROM setting", error);
  if (statement == NULL)
    return NULL;
  for (;;)
    {
      g_autofree char *name = NULL;
      const char *value;
      gboolean row;

      if (!kp_statement_step (statement, &row, error))
        return NULL;
      if (!row)
        return g_steal_pointer (&settings);
      name = g_strdup (kp_statement_take_text (statement));
      value = kp_statement_take_text (statement);
      if (name != NULL && value != NULL)
        g_hash_table_insert (settings, g_steal_pointer (&name), g_strdup (value));
    }
}

static gboolean
write_value (KpDatabase *database, const char *name, const char *value, GError **error)
{
  g_autoptr (KpStatement) statement = NULL;

  statement =
      kp_database_prepare (database,
                           "INSERT INTO setting (name, value) VALUES (?, ?)"
                           " ON CONFLICT (name) DO UPDATE SET value = excluded.value"
                           " WHERE setting.value <> excluded.value",
                           error);
  if (statement == NULL)
    return FALSE;
  kp_statement_put_text (statement, name);
  kp_statement_put_text (statement, value);
  return kp_statement_run (statement, error);
}

static gboolean
delete_value (KpDatabase *database, const char *name, GError **error)
{
  g_autoptr (KpStatement) statement = NULL;

  statement = kp_database_prepare (database, "DELETE FROM setting WHERE name = ?", error);
  if (statement == NULL)
    return FALSE;
  kp_statement_put_text (statement, name);
  return kp_statement_run (statement, error);
}

gboolean
kp_setting_table_save (KpDatabase *database, const char *name, const char *value,
                       gboolean *changed, GError **error)
{
  if (value != NULL ? !write_value (database, name, value, error)
                    : !delete_value (database, name, error))
    return FALSE;
  *changed = kp_database_get_n_changed (database) > 0;
  return TRUE;
}
