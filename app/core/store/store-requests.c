/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "core/store/store-requests.h"

#include "core/store/journal-table.h"
#include "core/store/request-table.h"
#include "core/store/store-private.h"

/* @copy is the worker's, @request the caller's. */
typedef struct
{
  KpRequest *copy;
  KpRequest *request;
  char *event; /* (nullable): for the journal of its site */
  gboolean attachments;
  gboolean done; /* it was still as it was read */
  gint64 id;
} Change;

static Change *
change_new (KpRequest *request)
{
  Change *change = g_new0 (Change, 1);

  change->copy = kp_request_copy (request);
  change->request = g_object_ref (request);
  return change;
}

static void
change_free (gpointer data)
{
  Change *change = data;

  g_clear_object (&change->copy);
  g_clear_object (&change->request);
  g_free (change->event);
  g_free (change);
}

static gboolean
finish_change (KpStore *self, GAsyncResult *result, gpointer tag, gboolean *done,
               GError **error)
{
  gboolean written = kp_store_finish_boolean (self, result, tag, error);
  Change *change = kp_store_get_call_data (result);

  *done = written && change->done;
  g_clear_object (&change->request);
  return written;
}

/* What is written together with the change that it tells of. */
static gboolean
append_event (KpStoreCall *call, const Change *change, GError **error)
{
  gint64 site;

  if (!change->done || change->event == NULL)
    return TRUE;
  if (!kp_request_table_get_site (call->database, kp_request_get_id (change->copy), &site,
                                  error))
    return FALSE;
  if (site == 0)
    return TRUE;
  kp_changes_add_site (call->changes, site);
  return kp_journal_table_append (call->database, site, call->now, "request", change->event,
                                  error);
}

static gboolean
load_requests (KpStoreCall *call, GError **error)
{
  call->result = kp_request_table_load (call->database, error);
  return call->result != NULL;
}

void
kp_store_load_requests_async (KpStore *self, GCancellable *cancellable,
                              GAsyncReadyCallback callback, gpointer data)
{
  g_return_if_fail (KP_IS_STORE (self));

  kp_store_read (self, kp_store_load_requests_async, load_requests, NULL, NULL,
                 (GDestroyNotify) g_ptr_array_unref, cancellable, callback, data);
}

GPtrArray *
kp_store_load_requests_finish (KpStore *self, GAsyncResult *result, GError **error)
{
  return kp_store_finish_pointer (self, result, kp_store_load_requests_async, error);
}

static gboolean
load_request (KpStoreCall *call, GError **error)
{
  const gint64 *id = call->data;

  call->result = kp_request_table_load_one (call->database, *id, error);
  return call->result != NULL;
}

void
kp_store_load_request_async (KpStore *self, gint64 id, GCancellable *cancellable,
                             GAsyncReadyCallback callback, gpointer data)
{
  g_return_if_fail (KP_IS_STORE (self));

  kp_store_read (self, kp_store_load_request_async, load_request,
                 g_memdup2 (&id, sizeof id), g_free, g_object_unref, cancellable, callback,
                 data);
}

KpRequest *
kp_store_load_request_finish (KpStore *self, GAsyncResult *result, GError **error)
{
  return kp_store_finish_pointer (self, result, kp_store_load_request_async, error);
}

static gboolean
add_request (KpStoreCall *call, GError **error)
{
  Change *change = call->data;

  change->done = TRUE;
  return kp_request_table_add (call->database, change->copy, call->now, call->changes,
                               &change->id, error);
}

void
kp_store_add_request_async (KpStore *self, KpRequest *request, GCancellable *cancellable,
                            GAsyncReadyCallback callback, gpointer data)
{
  g_return_if_fail (KP_IS_STORE (self));
  g_return_if_fail (KP_IS_REQUEST (request));
  g_return_if_fail (*kp_request_get_reference (request) != '\0');

  kp_store_write (self, kp_store_add_request_async, add_request, change_new (request),
                  change_free, cancellable, callback, data);
}

gboolean
kp_store_add_request_finish (KpStore *self, GAsyncResult *result, GError **error)
{
  Change *change = kp_store_get_call_data (result);
  g_autoptr (KpRequest) request = g_object_ref (change->request);
  gboolean done;

  if (!finish_change (self, result, kp_store_add_request_async, &done, error))
    return FALSE;
  g_object_set (request, "id", change->id, "revision", (gint64) 1, NULL);
  return TRUE;
}

static gboolean
save_request (KpStoreCall *call, GError **error)
{
  Change *change = call->data;

  return kp_request_table_save (call->database, change->copy, call->now,
                                change->attachments, call->changes, &change->done, error)
         && append_event (call, change, error);
}

void
kp_store_save_request_async (KpStore *self, KpRequest *request, gboolean attachments,
                             const char *event, GCancellable *cancellable,
                             GAsyncReadyCallback callback, gpointer data)
{
  Change *change;

  g_return_if_fail (KP_IS_STORE (self));
  g_return_if_fail (KP_IS_REQUEST (request));

  change = change_new (request);
  change->attachments = attachments;
  change->event = g_strdup (event);
  kp_store_write (self, kp_store_save_request_async, save_request, change, change_free,
                  cancellable, callback, data);
}

gboolean
kp_store_save_request_finish (KpStore *self, GAsyncResult *result, gboolean *written,
                              GError **error)
{
  return finish_change (self, result, kp_store_save_request_async, written, error);
}

typedef struct
{
  gint64 id;
  gint64 revision;
  KpRequestState state;
  char *claimer;
  gboolean claimed;
} Claim;

static void
claim_free (gpointer data)
{
  Claim *claim = data;

  g_free (claim->claimer);
  g_free (claim);
}

static gboolean
claim_request (KpStoreCall *call, GError **error)
{
  Claim *claim = call->data;

  return kp_request_table_claim (call->database, claim->id, claim->revision, claim->state,
                                 claim->claimer, call->now, call->changes, &claim->claimed,
                                 error);
}

void
kp_store_claim_request_async (KpStore *self, gint64 id, gint64 revision,
                              KpRequestState state, const char *claimer,
                              GCancellable *cancellable, GAsyncReadyCallback callback,
                              gpointer data)
{
  Claim *claim;

  g_return_if_fail (KP_IS_STORE (self));
  g_return_if_fail (claimer != NULL);

  claim = g_new0 (Claim, 1);
  claim->id = id;
  claim->revision = revision;
  claim->state = state;
  claim->claimer = g_strdup (claimer);
  kp_store_write (self, kp_store_claim_request_async, claim_request, claim, claim_free,
                  cancellable, callback, data);
}

gboolean
kp_store_claim_request_finish (KpStore *self, GAsyncResult *result, gboolean *claimed,
                               GError **error)
{
  gboolean written =
      kp_store_finish_boolean (self, result, kp_store_claim_request_async, error);
  Claim *claim = kp_store_get_call_data (result);

  *claimed = written && claim->claimed;
  return written;
}

static gboolean
settle_request (KpStoreCall *call, GError **error)
{
  Change *change = call->data;

  return kp_request_table_settle (call->database, change->copy, call->now, call->changes,
                                  &change->done, error)
         && append_event (call, change, error);
}

void
kp_store_settle_request_async (KpStore *self, KpRequest *request, const char *event,
                               GCancellable *cancellable, GAsyncReadyCallback callback,
                               gpointer data)
{
  Change *change;

  g_return_if_fail (KP_IS_STORE (self));
  g_return_if_fail (KP_IS_REQUEST (request));

  change = change_new (request);
  change->event = g_strdup (event);
  kp_store_write (self, kp_store_settle_request_async, settle_request, change, change_free,
                  cancellable, callback, data);
}

gboolean
kp_store_settle_request_finish (KpStore *self, GAsyncResult *result, gboolean *settled,
                                GError **error)
{
  return finish_change (self, result, kp_store_settle_request_async, settled, error);
}

static gboolean
free_stale_requests (KpStoreCall *call, GError **error)
{
  return kp_request_table_free_stale (call->database, call->now, call->changes, error);
}

void
kp_store_free_stale_requests_async (KpStore *self, GCancellable *cancellable,
                                    GAsyncReadyCallback callback, gpointer data)
{
  g_return_if_fail (KP_IS_STORE (self));

  kp_store_write (self, kp_store_free_stale_requests_async, free_stale_requests, NULL, NULL,
                  cancellable, callback, data);
}

gboolean
kp_store_free_stale_requests_finish (KpStore *self, GAsyncResult *result, GError **error)
{
  return kp_store_finish_boolean (self, result, kp_store_free_stale_requests_async, error);
}
