/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "core/store/signing-key-table.h"

#include <glib/gi18n.h>

#include "core/store/store.h"

/* Who shows a site shows its keys. */
static gboolean
note_sites (KpDatabase *database, const char *spki_sha256, KpChanges *changes,
            GError **error)
{
  g_autoptr (KpStatement) statement = kp_database_prepare (
      database,
      "SELECT site.id FROM site JOIN signing_key ON signing_key.host = site.host"
      " WHERE signing_key.spki_sha256 = ?",
      error);
  gboolean row = statement != NULL;

  if (statement == NULL)
    return FALSE;
  kp_statement_put_text (statement, spki_sha256);
  while (row)
    {
      if (!kp_statement_step (statement, &row, error))
        return FALSE;
      if (row)
        kp_changes_add_site (changes, kp_statement_take_int (statement));
    }
  return TRUE;
}

gboolean
kp_signing_key_table_save (KpDatabase *database, const KpSigningKey *key,
                           KpChanges *changes, GError **error)
{
  g_autoptr (KpStatement) statement = kp_database_prepare (
      database,
      "INSERT INTO signing_key (spki_sha256, host, algorithm, created_at, csr)"
      " VALUES (?, ?, ?, ?, ?) ON CONFLICT (spki_sha256) DO UPDATE SET"
      " host = excluded.host, csr = excluded.csr, destroyed_at = 0",
      error);

  if (statement == NULL)
    return FALSE;
  kp_statement_put_text (statement, key->spki_sha256);
  kp_statement_put_text (statement, key->host);
  kp_statement_put_text (statement, key->algorithm);
  kp_statement_put_int (statement, key->created_at);
  kp_statement_put_blob (statement, key->csr);
  return kp_statement_run (statement, error)
         && note_sites (database, key->spki_sha256, changes, error);
}

static KpSigningKey *
take_key (KpStatement *statement)
{
  g_autofree char *spki_sha256 = g_strdup (kp_statement_take_text (statement));
  g_autofree char *host = g_strdup (kp_statement_take_text (statement));
  g_autofree char *algorithm = g_strdup (kp_statement_take_text (statement));
  gint64 created_at = kp_statement_take_int (statement);
  g_autoptr (GBytes) csr = kp_statement_take_blob (statement);
  KpSigningKey *key = kp_signing_key_new (spki_sha256, host, algorithm, csr);

  key->created_at = created_at;
  key->destroyed_at = kp_statement_take_int (statement);
  return key;
}

GPtrArray *
kp_signing_key_table_load (KpDatabase *database, const char *host, GError **error)
{
  g_autoptr (GPtrArray) keys =
      g_ptr_array_new_with_free_func ((GDestroyNotify) kp_signing_key_free);
  g_autoptr (KpStatement) statement = kp_database_prepare (
      database,
      "SELECT spki_sha256, host, algorithm, created_at, csr, destroyed_at FROM signing_key"
      " WHERE ?1 IS NULL OR host = ?1 ORDER BY created_at DESC, rowid DESC",
      error);

  if (statement == NULL)
    return NULL;
  if (host != NULL)
    kp_statement_put_text (statement, host);
  else
    kp_statement_put_null (statement);
  for (;;)
    {
      gboolean row;

      if (!kp_statement_step (statement, &row, error))
        return NULL;
      if (!row)
        return g_steal_pointer (&keys);
      g_ptr_array_add (keys, take_key (statement));
    }
}

gboolean
kp_signing_key_table_destroy (KpDatabase *database, const char *spki_sha256, gint64 at,
                              KpChanges *changes, GError **error)
{
  g_autoptr (KpStatement) statement =
      kp_database_prepare (database,
                           "UPDATE signing_key SET destroyed_at = ?1 WHERE spki_sha256 = ?2"
                           " AND destroyed_at = 0",
                           error);

  if (statement == NULL)
    return FALSE;
  kp_statement_put_int (statement, at);
  kp_statement_put_text (statement, spki_sha256);
  if (!kp_statement_run (statement, error))
    return FALSE;
  if (kp_database_get_n_changed (database) > 0)
    return note_sites (database, spki_sha256, changes, error);
  g_set_error (error, KP_STORE_ERROR, KP_STORE_ERROR_NOT_FOUND,
               /* Translators: %s is a fingerprint in hex. */
               _ ("No key with the fingerprint %s is kept."), spki_sha256);
  return FALSE;
}
