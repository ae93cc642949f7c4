/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "core/store/store-private.h"

#include "core/store/site-table.h"

/* What sites said when they were handed over. */
typedef struct
{
  GArray *rows;       /* KpSiteRow */
  GStringChunk *text; /* what the rows point to */
  GPtrArray *sites;   /* the objects, for the caller's thread only */
} Rows;

static Rows *
rows_new (GPtrArray *sites)
{
  Rows *rows = g_new0 (Rows, 1);

  rows->rows = g_array_sized_new (FALSE, FALSE, sizeof (KpSiteRow), sites->len);
  rows->text = g_string_chunk_new (4096);
  rows->sites = g_ptr_array_new_full (sites->len, g_object_unref);
  g_array_set_size (rows->rows, sites->len);
  for (guint i = 0; i < sites->len; i++)
    {
      KpSite *site = g_ptr_array_index (sites, i);

      kp_site_row_read (&g_array_index (rows->rows, KpSiteRow, i), site, rows->text);
      g_ptr_array_add (rows->sites, g_object_ref (site));
    }
  return rows;
}

static void
rows_free (gpointer data)
{
  Rows *rows = data;

  g_array_unref (rows->rows);
  g_string_chunk_free (rows->text);
  g_ptr_array_unref (rows->sites);
  g_free (rows);
}

/* In the caller's thread, where the sites live: sets what the store gave them, and drops
 * them here rather than in the worker. */
static void
take_back (Rows *rows, gboolean written)
{
  for (guint i = 0; written && i < rows->sites->len; i++)
    {
      const KpSiteRow *row = &g_array_index (rows->rows, KpSiteRow, i);
      KpSite *site = g_ptr_array_index (rows->sites, i);

      kp_site_set_id (site, row->id);
      if (kp_site_get_customer_id (site) == 0 && row->customer_id != 0)
        {
          g_autofree char *name = g_strdup (row->customer);

          kp_site_set_customer (site, row->customer_id, name);
        }
    }
  g_ptr_array_set_size (rows->sites, 0);
}

static gboolean
load_sites (KpStoreCall *call, GError **error)
{
  call->result = kp_site_table_load (call->database, GPOINTER_TO_UINT (call->data), error);
  return call->result != NULL;
}

void
kp_store_load_sites_async (KpStore *self, guint limit, GCancellable *cancellable,
                           GAsyncReadyCallback callback, gpointer data)
{
  g_return_if_fail (KP_IS_STORE (self));

  kp_store_read (self, kp_store_load_sites_async, load_sites, GUINT_TO_POINTER (limit),
                 NULL, (GDestroyNotify) g_ptr_array_unref, cancellable, callback, data);
}

GPtrArray *
kp_store_load_sites_finish (KpStore *self, GAsyncResult *result, GError **error)
{
  return kp_store_finish_pointer (self, result, kp_store_load_sites_async, error);
}

static gboolean
load_sites_by_id (KpStoreCall *call, GError **error)
{
  call->result = kp_site_table_load_by_id (call->database, call->data, error);
  return call->result != NULL;
}

void
kp_store_load_sites_by_id_async (KpStore *self, const gint64 *ids, guint n_ids,
                                 GCancellable *cancellable, GAsyncReadyCallback callback,
                                 gpointer data)
{
  g_return_if_fail (KP_IS_STORE (self));

  kp_store_read (self, kp_store_load_sites_by_id_async, load_sites_by_id,
                 kp_store_copy_ids (ids, n_ids), (GDestroyNotify) g_array_unref,
                 (GDestroyNotify) g_ptr_array_unref, cancellable, callback, data);
}

GPtrArray *
kp_store_load_sites_by_id_finish (KpStore *self, GAsyncResult *result, GError **error)
{
  return kp_store_finish_pointer (self, result, kp_store_load_sites_by_id_async, error);
}

static gboolean
add_sites (KpStoreCall *call, GError **error)
{
  Rows *rows = call->data;

  for (guint i = 0; i < rows->rows->len; i++)
    if (!kp_site_table_add (call->database, &g_array_index (rows->rows, KpSiteRow, i),
                            call->now, call->changes, error))
      return FALSE;
  return TRUE;
}

void
kp_store_add_sites_async (KpStore *self, GPtrArray *sites, GCancellable *cancellable,
                          GAsyncReadyCallback callback, gpointer data)
{
  g_return_if_fail (KP_IS_STORE (self));
  g_return_if_fail (sites != NULL);

  kp_store_write (self, kp_store_add_sites_async, add_sites, rows_new (sites), rows_free,
                  cancellable, callback, data);
}

gboolean
kp_store_add_sites_finish (KpStore *self, GAsyncResult *result, GError **error)
{
  gboolean written =
      kp_store_finish_boolean (self, result, kp_store_add_sites_async, error);

  take_back (kp_store_get_call_data (result), written);
  return written;
}

static gboolean
update_sites (KpStoreCall *call, GError **error)
{
  Rows *rows = call->data;

  for (guint i = 0; i < rows->rows->len; i++)
    if (!kp_site_table_update (call->database, &g_array_index (rows->rows, KpSiteRow, i),
                               call->now, call->changes, error))
      return FALSE;
  return TRUE;
}

void
kp_store_update_sites_async (KpStore *self, GPtrArray *sites, GCancellable *cancellable,
                             GAsyncReadyCallback callback, gpointer data)
{
  g_return_if_fail (KP_IS_STORE (self));
  g_return_if_fail (sites != NULL);

  kp_store_write (self, kp_store_update_sites_async, update_sites, rows_new (sites),
                  rows_free, cancellable, callback, data);
}

gboolean
kp_store_update_sites_finish (KpStore *self, GAsyncResult *result, GError **error)
{
  gboolean written =
      kp_store_finish_boolean (self, result, kp_store_update_sites_async, error);

  take_back (kp_store_get_call_data (result), written);
  return written;
}

static gboolean
remove_sites (KpStoreCall *call, GError **error)
{
  GArray *ids = call->data;

  for (guint i = 0; i < ids->len; i++)
    if (!kp_site_table_remove (call->database, g_array_index (ids, gint64, i), call->now,
                               call->changes, error))
      return FALSE;
  return TRUE;
}

void
kp_store_remove_sites_async (KpStore *self, const gint64 *ids, guint n_ids,
                             GCancellable *cancellable, GAsyncReadyCallback callback,
                             gpointer data)
{
  g_return_if_fail (KP_IS_STORE (self));

  kp_store_write (self, kp_store_remove_sites_async, remove_sites,
                  kp_store_copy_ids (ids, n_ids), (GDestroyNotify) g_array_unref,
                  cancellable, callback, data);
}

gboolean
kp_store_remove_sites_finish (KpStore *self, GAsyncResult *result, GError **error)
{
  return kp_store_finish_boolean (self, result, kp_store_remove_sites_async, error);
}

static gboolean
restore_sites (KpStoreCall *call, GError **error)
{
  GArray *ids = call->data;

  for (guint i = 0; i < ids->len; i++)
    if (!kp_site_table_restore (call->database, g_array_index (ids, gint64, i), call->now,
                                call->changes, error))
      return FALSE;
  return TRUE;
}

void
kp_store_restore_sites_async (KpStore *self, const gint64 *ids, guint n_ids,
                              GCancellable *cancellable, GAsyncReadyCallback callback,
                              gpointer data)
{
  g_return_if_fail (KP_IS_STORE (self));

  kp_store_write (self, kp_store_restore_sites_async, restore_sites,
                  kp_store_copy_ids (ids, n_ids), (GDestroyNotify) g_array_unref,
                  cancellable, callback, data);
}

gboolean
kp_store_restore_sites_finish (KpStore *self, GAsyncResult *result, GError **error)
{
  return kp_store_finish_boolean (self, result, kp_store_restore_sites_async, error);
}
