/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "core/store/store-private.h"

#include "core/store/job-table.h"
#include "core/store/journal-table.h"
#include "core/store/renewal-table.h"
#include "core/store/request-table.h"
#include "core/store/site-table.h"

/* @copy is the worker's. */
typedef struct
{
  KpJob *copy;
  KpRenewal *renewal;
  char *target;
  KpRequest *request;
  GPtrArray *events;
} Save;

static void
save_free (gpointer data)
{
  Save *save = data;

  g_clear_pointer (&save->copy, kp_job_free);
  g_clear_pointer (&save->renewal, kp_renewal_free);
  g_clear_object (&save->request);
  g_clear_pointer (&save->events, g_ptr_array_unref);
  g_free (save->target);
  g_free (save);
}

/* Of a record that is asked for anew nothing was seen yet. */
static gboolean
write_job (KpStoreCall *call, const Save *save, GError **error)
{
  KpJob *job = save->copy;

  if (job->id == 0)
    return kp_job_table_add (call->database, job, call->changes, error);
  return ((save->renewal != NULL && save->renewal->validation_name != NULL)
          || kp_job_table_take_sights (call->database, job, call->now, error))
         && kp_job_table_update (call->database, job, call->changes, error);
}

static gboolean
save_job (KpStoreCall *call, GError **error)
{
  Save *save = call->data;
  KpJob *job = save->copy;
  gint64 request;

  if (!write_job (call, save, error))
    return FALSE;
  /* The summary was judged by the job as it was. Whoever saves this judges it anew, and
   * should that be killed before, whoever reads it next does. */
  if (!kp_site_table_outlive_summary (call->database, job->site_id, error))
    return FALSE;
  /* What was to be sent for a step that is not done any more is not sent. */
  if (kp_job_asks_nobody (job)
      && !kp_request_table_take_back (call->database, job->id, call->now, call->changes,
                                      error))
    return FALSE;
  return (save->renewal == NULL
          || kp_renewal_table_apply (call->database, job->id, save->renewal, error))
         && (save->target == NULL
             || kp_site_table_set_target (call->database, job->site_id, save->target,
                                          error))
         && (save->request == NULL
             || kp_request_table_add (call->database, save->request, call->now,
                                      call->changes, &request, error))
         && kp_journal_table_append_all (call->database, job->site_id, save->events, error);
}

void
kp_store_save_job_async (KpStore *self, const KpJob *job, const KpRenewal *renewal,
                         const char *target, KpRequest *request, GPtrArray *events,
                         GCancellable *cancellable, GAsyncReadyCallback callback,
                         gpointer data)
{
  Save *save;

  g_return_if_fail (KP_IS_STORE (self));
  g_return_if_fail (job != NULL);

  save = g_new0 (Save, 1);
  save->copy = kp_job_copy (job);
  save->renewal = kp_renewal_copy (renewal);
  save->target = g_strdup (target);
  /* Read in the worker: a copy is nobody else's. */
  save->request = request != NULL ? kp_request_copy (request) : NULL;
  save->events = events != NULL ? g_ptr_array_ref (events) : NULL;
  kp_store_write (self, kp_store_save_job_async, save_job, save, save_free, cancellable,
                  callback, data);
}

KpJob *
kp_store_save_job_finish (KpStore *self, GAsyncResult *result, GError **error)
{
  Save *save;

  if (!kp_store_finish_boolean (self, result, kp_store_save_job_async, error))
    return NULL;
  save = kp_store_get_call_data (result);
  return g_steal_pointer (&save->copy);
}

static gboolean
load_jobs (KpStoreCall *call, GError **error)
{
  call->result = kp_job_table_load (call->database, *(gint64 *) call->data, error);
  return call->result != NULL;
}

void
kp_store_load_jobs_async (KpStore *self, gint64 site_id, GCancellable *cancellable,
                          GAsyncReadyCallback callback, gpointer data)
{
  g_return_if_fail (KP_IS_STORE (self));

  kp_store_read (self, kp_store_load_jobs_async, load_jobs,
                 g_memdup2 (&site_id, sizeof site_id), g_free,
                 (GDestroyNotify) g_ptr_array_unref, cancellable, callback, data);
}

GPtrArray *
kp_store_load_jobs_finish (KpStore *self, GAsyncResult *result, GError **error)
{
  return kp_store_finish_pointer (self, result, kp_store_load_jobs_async, error);
}
