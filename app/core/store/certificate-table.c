/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "core/store/certificate-table.h"

#include <glib/gi18n.h>
#include <gnutls/x509.h>

#include "core/store/store.h"

/* Far above any real one; what is larger is no certificate to keep. */
#define MAX_DER (64 * 1024)

/* Whether @der says of itself that it is a CA (RFC 5280 section 4.2.1.9). */
static gboolean
is_ca (GBytes *der)
{
  gnutls_x509_crt_t certificate;
  gnutls_datum_t datum;
  gboolean ca = FALSE;
  gsize size;

  datum.data = (unsigned char *) g_bytes_get_data (der, &size);
  datum.size = (unsigned int) size;
  if (gnutls_x509_crt_init (&certificate) < 0)
    return FALSE;
  if (gnutls_x509_crt_import (certificate, &datum, GNUTLS_X509_FMT_DER) >= 0)
    ca = gnutls_x509_crt_get_ca_status (certificate, NULL) > 0;
  gnutls_x509_crt_deinit (certificate);
  return ca;
}

/* Whether it is there already, and is as trusted as it can be. */
static gboolean
find (KpDatabase *database, const char *sha256, gboolean *found, gboolean *trusted,
      GError **error)
{
  g_autoptr (KpStatement) statement = NULL;

  statement = kp_database_prepare (
      database, "SELECT is_trusted FROM certificate WHERE sha256 = ?", error);
  if (statement == NULL)
    return FALSE;
  kp_statement_put_text (statement, sha256);
  if (!kp_statement_step (statement, found, error))
    return FALSE;
  *trusted = *found && kp_statement_take_int (statement) != 0;
  return TRUE;
}

static gboolean
set_trusted (KpDatabase *database, const char *sha256, GError **error)
{
  g_autoptr (KpStatement) statement = NULL;

  statement = kp_database_prepare (
      database, "UPDATE certificate SET is_trusted = 1 WHERE sha256 = ?", error);
  if (statement == NULL)
    return FALSE;
  kp_statement_put_text (statement, sha256);
  return kp_statement_run (statement, error);
}

static gboolean
insert (KpDatabase *database, const char *sha256, GBytes *der, gboolean trusted, gint64 at,
        GError **error)
{
  g_autofree char *actual = g_compute_checksum_for_bytes (G_CHECKSUM_SHA256, der);
  g_autoptr (KpStatement) statement = NULL;

  if (g_strcmp0 (actual, sha256) != 0 || g_bytes_get_size (der) > MAX_DER)
    return TRUE;
  statement = kp_database_prepare (
      database,
      "INSERT INTO certificate (sha256, der, is_ca, is_trusted, first_seen)"
      " VALUES (?, ?, ?, ?, ?) ON CONFLICT (sha256) DO NOTHING",
      error);
  if (statement == NULL)
    return FALSE;
  kp_statement_put_text (statement, sha256);
  kp_statement_put_blob (statement, der);
  kp_statement_put_int (statement, is_ca (der));
  kp_statement_put_int (statement, trusted);
  kp_statement_put_int (statement, at);
  return kp_statement_run (statement, error);
}

static gboolean
add_probe (KpDatabase *database, const KpProbe *probe, gint64 at, GError **error)
{
  gboolean chain_trusted =
      probe->trust == KP_PROBE_TRUST_SYSTEM || probe->trust == KP_PROBE_TRUST_EXTRA;

  for (guint i = 0; i < probe->chain->len; i++)
    {
      const char *sha256 = probe->chain_sha256 != NULL ? probe->chain_sha256[i] : NULL;
      gboolean found;
      gboolean trusted;

      if (sha256 == NULL)
        break;
      if (!find (database, sha256, &found, &trusted, error))
        return FALSE;
      if (!found
          && !insert (database, sha256, g_ptr_array_index (probe->chain, i), chain_trusted,
                      at, error))
        return FALSE;
      if (found && chain_trusted && !trusted && !set_trusted (database, sha256, error))
        return FALSE;
    }
  return TRUE;
}

gboolean
kp_certificate_table_add (KpDatabase *database, const KpObservation *observation,
                          GError **error)
{
  for (guint i = 0; i < observation->probes->len; i++)
    if (!add_probe (database, g_ptr_array_index (observation->probes, i),
                    observation->checked_at, error))
      return FALSE;
  return TRUE;
}

static gboolean
unlink_all (KpDatabase *database, gint64 site_id, GError **error)
{
  g_autoptr (KpStatement) statement = NULL;

  statement = kp_database_prepare (
      database, "DELETE FROM evidence_certificate WHERE site_id = ?", error);
  if (statement == NULL)
    return FALSE;
  kp_statement_put_int (statement, site_id);
  return kp_statement_run (statement, error);
}

/* Names only what is there: an observation may name what was too large to keep. */
static gboolean
link_one (KpDatabase *database, gint64 site_id, const char *sha256, GError **error)
{
  g_autoptr (KpStatement) statement = NULL;

  statement = kp_database_prepare (database,
                                   "INSERT INTO evidence_certificate (site_id, sha256)"
                                   " SELECT ?, sha256 FROM certificate WHERE sha256 = ?"
                                   " ON CONFLICT (site_id, sha256) DO NOTHING",
                                   error);
  if (statement == NULL)
    return FALSE;
  kp_statement_put_int (statement, site_id);
  kp_statement_put_text (statement, sha256);
  return kp_statement_run (statement, error);
}

static gboolean
link_observation (KpDatabase *database, gint64 site_id, const KpObservation *observation,
                  GError **error)
{
  for (guint i = 0; observation != NULL && i < observation->probes->len; i++)
    {
      const KpProbe *probe = g_ptr_array_index (observation->probes, i);

      for (guint j = 0; probe->chain_sha256 != NULL && probe->chain_sha256[j] != NULL; j++)
        if (!link_one (database, site_id, probe->chain_sha256[j], error))
          return FALSE;
    }
  return TRUE;
}

gboolean
kp_certificate_table_link (KpDatabase *database, gint64 site_id,
                           const KpObservation *latest, const KpObservation *previous,
                           GError **error)
{
  return unlink_all (database, site_id, error)
         && link_observation (database, site_id, latest, error)
         && link_observation (database, site_id, previous, error);
}

GBytes *
kp_certificate_table_load (KpDatabase *database, const char *sha256, GError **error)
{
  g_autoptr (KpStatement) statement = NULL;
  gboolean row;

  statement =
      kp_database_prepare (database, "SELECT der FROM certificate WHERE sha256 = ?", error);
  if (statement == NULL)
    return NULL;
  kp_statement_put_text (statement, sha256);
  if (!kp_statement_step (statement, &row, error))
    return NULL;
  if (row)
    return kp_statement_take_blob (statement);
  g_set_error (error, KP_STORE_ERROR, KP_STORE_ERROR_NOT_FOUND,
               /* Translators: %s is a fingerprint in hex. */
               _ ("No certificate with the fingerprint %s is kept."), sha256);
  return NULL;
}

GPtrArray *
kp_certificate_table_load_intermediates (KpDatabase *database, GError **error)
{
  g_autoptr (GPtrArray) found =
      g_ptr_array_new_with_free_func ((GDestroyNotify) g_bytes_unref);
  g_autoptr (KpStatement) statement = NULL;

  statement = kp_database_prepare (database,
                                   "SELECT der FROM certificate WHERE is_ca = 1"
                                   " ORDER BY is_trusted DESC, first_seen DESC LIMIT ?",
                                   error);
  if (statement == NULL)
    return NULL;
  kp_statement_put_int (statement, KP_STORE_MAX_INTERMEDIATES);
  for (;;)
    {
      gboolean row;

      if (!kp_statement_step (statement, &row, error))
        return NULL;
      if (!row)
        return g_steal_pointer (&found);
      g_ptr_array_add (found, kp_statement_take_blob (statement));
    }
}

gboolean
kp_certificate_table_purge (KpDatabase *database, GError **error)
{
  return kp_database_exec (database,
                           "DELETE FROM certificate"
                           " WHERE (is_ca = 0 OR is_trusted = 0) AND NOT EXISTS"
                           " (SELECT 1 FROM evidence_certificate"
                           "  WHERE evidence_certificate.sha256 = certificate.sha256)",
                           error);
}
