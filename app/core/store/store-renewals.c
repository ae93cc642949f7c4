/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "core/store/store-renewals.h"

#include "core/store/job-table.h"
#include "core/store/journal-table.h"
#include "core/store/renewal-table.h"
#include "core/store/site-table.h"
#include "core/store/store-private.h"

/* The worker's. */
typedef struct
{
  KpJob *before;
  KpJob *after;
  GPtrArray *events;
} Sighting;

static gboolean
load_renewal (KpStoreCall *call, GError **error)
{
  call->result = kp_renewal_table_load (call->database, *(gint64 *) call->data, error);
  return call->result != NULL;
}

void
kp_store_load_renewal_async (KpStore *self, gint64 job_id, GCancellable *cancellable,
                             GAsyncReadyCallback callback, gpointer data)
{
  g_return_if_fail (KP_IS_STORE (self));

  kp_store_read (self, kp_store_load_renewal_async, load_renewal,
                 g_memdup2 (&job_id, sizeof job_id), g_free,
                 (GDestroyNotify) kp_renewal_free, cancellable, callback, data);
}

KpRenewal *
kp_store_load_renewal_finish (KpStore *self, GAsyncResult *result, GError **error)
{
  return kp_store_finish_pointer (self, result, kp_store_load_renewal_async, error);
}

static gboolean
load_renewals (KpStoreCall *call, GError **error)
{
  call->result = kp_renewal_table_load_open (call->database, error);
  return call->result != NULL;
}

void
kp_store_load_renewals_async (KpStore *self, GCancellable *cancellable,
                              GAsyncReadyCallback callback, gpointer data)
{
  g_return_if_fail (KP_IS_STORE (self));

  kp_store_read (self, kp_store_load_renewals_async, load_renewals, NULL, NULL,
                 (GDestroyNotify) g_ptr_array_unref, cancellable, callback, data);
}

GPtrArray *
kp_store_load_renewals_finish (KpStore *self, GAsyncResult *result, GError **error)
{
  return kp_store_finish_pointer (self, result, kp_store_load_renewals_async, error);
}

static void
sighting_free (gpointer data)
{
  Sighting *sighting = data;

  kp_job_free (sighting->before);
  kp_job_free (sighting->after);
  g_clear_pointer (&sighting->events, g_ptr_array_unref);
  g_free (sighting);
}

/* Whose turn it is may follow from it: the summary is judged anew, as after a change. */
static gboolean
save_sights (KpStoreCall *call, GError **error)
{
  const Sighting *sighting = call->data;
  gint64 site = sighting->after->site_id;

  return kp_job_table_save_sights (call->database, sighting->before, sighting->after,
                                   call->changes, error)
         && kp_site_table_outlive_summary (call->database, site, error)
         && kp_journal_table_append_all (call->database, site, sighting->events, error);
}

void
kp_store_save_sights_async (KpStore *self, const KpJob *before, const KpJob *after,
                            GPtrArray *events, GCancellable *cancellable,
                            GAsyncReadyCallback callback, gpointer data)
{
  Sighting *sighting;

  g_return_if_fail (KP_IS_STORE (self));
  g_return_if_fail (before != NULL);
  g_return_if_fail (after != NULL && after->id == before->id);

  sighting = g_new0 (Sighting, 1);
  sighting->before = kp_job_copy (before);
  sighting->after = kp_job_copy (after);
  sighting->events = events != NULL ? g_ptr_array_ref (events) : NULL;
  kp_store_write (self, kp_store_save_sights_async, save_sights, sighting, sighting_free,
                  cancellable, callback, data);
}

KpJob *
kp_store_save_sights_finish (KpStore *self, GAsyncResult *result, GError **error)
{
  Sighting *sighting;

  if (!kp_store_finish_boolean (self, result, kp_store_save_sights_async, error))
    return NULL;
  sighting = kp_store_get_call_data (result);
  return g_steal_pointer (&sighting->after);
}
