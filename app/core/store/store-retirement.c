/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "core/store/store-retirement.h"

#include "core/store/job-table.h"
#include "core/store/journal-table.h"
#include "core/store/request-table.h"
#include "core/store/site-table.h"
#include "core/store/store-private.h"

typedef struct
{
  gint64 site_id;
  KpRequest *request;
  GPtrArray *events;
} Retirement;

static void
retirement_free (gpointer data)
{
  Retirement *self = data;

  g_clear_object (&self->request);
  g_clear_pointer (&self->events, g_ptr_array_unref);
  g_free (self);
}

static gboolean
retire_site (KpStoreCall *call, GError **error)
{
  Retirement *self = call->data;
  gint64 request;
  gint64 job;

  return kp_site_table_retire (call->database, self->site_id, call->now, call->changes,
                               error)
         && kp_job_table_retire (call->database, self->site_id, call->now, &job, error)
         && (job == 0
             || kp_request_table_take_back (call->database, job, call->now, call->changes,
                                            error))
         && (self->request == NULL
             || kp_request_table_add (call->database, self->request, call->now,
                                      call->changes, &request, error))
         && kp_journal_table_append_all (call->database, self->site_id, self->events,
                                         error);
}

void
kp_store_retire_site_async (KpStore *self, gint64 site_id, KpRequest *request,
                            GPtrArray *events, GCancellable *cancellable,
                            GAsyncReadyCallback callback, gpointer data)
{
  Retirement *retirement;

  g_return_if_fail (KP_IS_STORE (self));

  retirement = g_new0 (Retirement, 1);
  retirement->site_id = site_id;
  /* Read in the worker: a copy is nobody else's. */
  retirement->request = request != NULL ? kp_request_copy (request) : NULL;
  retirement->events = events != NULL ? g_ptr_array_ref (events) : NULL;
  kp_store_write (self, kp_store_retire_site_async, retire_site, retirement,
                  retirement_free, cancellable, callback, data);
}

gboolean
kp_store_retire_site_finish (KpStore *self, GAsyncResult *result, GError **error)
{
  return kp_store_finish_boolean (self, result, kp_store_retire_site_async, error);
}

static gboolean
load_retired (KpStoreCall *call, GError **error)
{
  call->result = kp_site_table_load_retired (call->database, error);
  return call->result != NULL;
}

void
kp_store_load_retired_async (KpStore *self, GCancellable *cancellable,
                             GAsyncReadyCallback callback, gpointer data)
{
  g_return_if_fail (KP_IS_STORE (self));

  kp_store_read (self, kp_store_load_retired_async, load_retired, NULL, NULL,
                 (GDestroyNotify) g_ptr_array_unref, cancellable, callback, data);
}

GPtrArray *
kp_store_load_retired_finish (KpStore *self, GAsyncResult *result, GError **error)
{
  return kp_store_finish_pointer (self, result, kp_store_load_retired_async, error);
}
