/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "core/store/store-content.h"

/* The version that brought the table. */
static const struct
{
  const char *name;
  const char *sql;
  gint64 since;
} contents[] = {
  [KP_STORE_CONTENT_SITES] = { "sites", "SELECT COUNT (*) FROM site WHERE removed_at = 0",
                               1 },
  [KP_STORE_CONTENT_CUSTOMERS] = { "customers", "SELECT COUNT (*) FROM customer", 1 },
  [KP_STORE_CONTENT_SUBJECTS] = { "subjects", "SELECT COUNT (*) FROM subject", 3 },
  [KP_STORE_CONTENT_JOBS] = { "jobs", "SELECT COUNT (*) FROM job", 3 },
  [KP_STORE_CONTENT_REQUESTS] = { "requests", "SELECT COUNT (*) FROM request", 3 },
  [KP_STORE_CONTENT_ATTACHMENTS] = { "attachments", "SELECT COUNT (*) FROM attachment", 3 },
  [KP_STORE_CONTENT_SETTINGS] = { "settings", "SELECT COUNT (*) FROM setting", 1 },
};

const char *
kp_store_content_name (KpStoreContent content)
{
  g_return_val_if_fail (content < KP_STORE_CONTENT_N, NULL);

  return contents[content].name;
}

gboolean
kp_store_content_count (KpDatabase *database, gint64 *counts, GError **error)
{
  gint64 version;

  g_return_val_if_fail (database != NULL, FALSE);

  if (!kp_database_get_int (database, "PRAGMA user_version", &version, error))
    return FALSE;
  for (guint i = 0; i < KP_STORE_CONTENT_N; i++)
    {
      counts[i] = 0;
      if (version >= contents[i].since
          && !kp_database_get_int (database, contents[i].sql, &counts[i], error))
        return FALSE;
    }
  return TRUE;
}
