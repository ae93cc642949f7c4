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

typedef struct
{
  gint64 site_id;
  gboolean left;
} Undoing;

/* What was ended with the site has the time of its end. */
static gboolean
undo_retirement (KpStoreCall *call, GError **error)
{
  Undoing *self = call->data;
  gint64 site_id = self->site_id;
  gint64 retired_at;
  gint64 job;

  if (!kp_site_table_get_retired_at (call->database, site_id, &retired_at, error))
    return FALSE;
  if (retired_at > 0
      && !kp_request_table_take_back_one (call->database, site_id, retired_at, call->now,
                                          call->changes, &self->left, error))
    return FALSE;
  if (!kp_site_table_restore (call->database, site_id, call->now, call->changes, error))
    return FALSE;
  if (retired_at == 0)
    return TRUE;
  return kp_job_table_unretire (call->database, site_id, retired_at, &job, error)
         && (job == 0
             || kp_request_table_queue_again (call->database, job, retired_at, call->now,
                                              call->changes, error));
}

void
kp_store_undo_retirement_async (KpStore *self, gint64 site_id, GCancellable *cancellable,
                                GAsyncReadyCallback callback, gpointer data)
{
  Undoing *undoing;

  g_return_if_fail (KP_IS_STORE (self));

  undoing = g_new0 (Undoing, 1);
  undoing->site_id = site_id;
  kp_store_write (self, kp_store_undo_retirement_async, undo_retirement, undoing, g_free,
                  cancellable, callback, data);
}

gboolean
kp_store_undo_retirement_finish (KpStore *self, GAsyncResult *result, gboolean *left,
                                 GError **error)
{
  gboolean done =
      kp_store_finish_boolean (self, result, kp_store_undo_retirement_async, error);

  if (left != NULL)
    *left = done && ((Undoing *) kp_store_get_call_data (result))->left;
  return done;
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
