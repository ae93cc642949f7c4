/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib/gi18n.h>

#include "core/helpdesk/key-guard.h"
#include "core/helpdesk/outbox-private.h"
#include "core/model/sentence.h"

/* What a user wants of a request: @request is the one of the list, @changed a copy as it is
 * to be. */
typedef struct
{
  KpRequest *request;
  KpRequest *changed;
  KpOutgoing *outgoing; /* (nullable): what is prepared */
} Action;

static void
action_free (gpointer data)
{
  Action *action = data;

  g_clear_object (&action->request);
  g_clear_object (&action->changed);
  g_clear_pointer (&action->outgoing, kp_outgoing_unref);
  g_free (action);
}

static GTask *
make_task (KpOutbox *self, gpointer tag, KpRequest *request, GCancellable *cancellable,
           GAsyncReadyCallback callback, gpointer data)
{
  GTask *task = g_task_new (self, cancellable, callback, data);
  Action *action = g_new0 (Action, 1);

  action->request = g_object_ref (request);
  action->changed = kp_request_copy (request);
  g_task_set_source_tag (task, tag);
  g_task_set_task_data (task, action, action_free);
  return task;
}

/* Returns: whether a user may still change it; if not, @task has ended */
static gboolean
may_change (GTask *task, KpRequest *request)
{
  KpRequestState state = kp_request_get_state (request);

  if (*kp_request_get_claimed_by (request) != '\0')
    g_task_return_new_error (task, G_IO_ERROR, G_IO_ERROR_BUSY,
                             _ ("This request is being sent right now."));
  else if (state == KP_REQUEST_SENT)
    g_task_return_new_error (task, G_IO_ERROR, G_IO_ERROR_EXISTS,
                             _ ("This request is sent already."));
  else if (state == KP_REQUEST_CANCELLED)
    g_task_return_new_error (task, G_IO_ERROR, G_IO_ERROR_CLOSED,
                             _ ("This request was taken back. Write it anew."));
  else
    return TRUE;
  return FALSE;
}

static void
saved_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GTask) task = data;
  Action *action = g_task_get_task_data (task);
  GError *error = NULL;
  gboolean written;

  if (!kp_store_save_request_finish (KP_STORE (source), result, &written, &error))
    {
      g_task_return_error (task, error);
      return;
    }
  if (!written)
    {
      g_task_return_new_error (task, G_IO_ERROR, G_IO_ERROR_BUSY,
                               _ ("This request has just changed. Look at it again."));
      return;
    }
  g_object_set (action->changed, "revision", kp_request_get_revision (action->changed) + 1,
                NULL);
  kp_request_assign (action->request, action->changed);
  kp_outbox_wake (g_task_get_source_object (task));
  g_task_return_boolean (task, TRUE);
}

/* @task: (transfer full) */
static void
save (GTask *task, const char *event)
{
  KpOutbox *self = g_task_get_source_object (task);
  Action *action = g_task_get_task_data (task);

  kp_store_save_request_async (self->tools.store, action->changed, FALSE, event,
                               g_task_get_cancellable (task), saved_cb, task);
}

static gboolean
finish (KpOutbox *self, GAsyncResult *result, gpointer tag, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);
  g_return_val_if_fail (g_async_result_is_tagged (result, tag), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}

static void
listed_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GTask) task = data;

  /* It is saved, whether or not it can be shown. */
  kp_store_list_load_finish (KP_STORE_LIST (source), result, NULL);
  kp_outbox_wake (g_task_get_source_object (task));
  g_task_return_boolean (task, TRUE);
}

/* It stands in the list before that is told, so that whoever runs the outbox then sends it.
 */
static void
added_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GTask) task = data;
  KpOutbox *self = g_task_get_source_object (task);
  GError *error = NULL;

  if (!kp_store_add_request_finish (KP_STORE (source), result, &error))
    g_task_return_error (task, error);
  else
    kp_store_list_load_async (KP_STORE_LIST (self->requests), NULL, listed_cb,
                              g_object_ref (task));
}

static void
queue_looked_through_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GTask) task = data;
  KpOutbox *self = g_task_get_source_object (task);
  Action *action = g_task_get_task_data (task);
  GError *error = NULL;

  if (!kp_key_guard_check_finish (result, &error))
    {
      g_task_return_error (task, error);
      return;
    }
  g_object_set (action->request, "state", KP_REQUEST_QUEUED, "next-at", (gint64) 0, NULL);
  kp_store_add_request_async (self->tools.store, action->request,
                              g_task_get_cancellable (task), added_cb, g_object_ref (task));
}

void
kp_outbox_queue_async (KpOutbox *self, KpRequest *request, GCancellable *cancellable,
                       GAsyncReadyCallback callback, gpointer data)
{
  g_autoptr (KpOutgoing) outgoing = NULL;
  GTask *task;

  g_return_if_fail (KP_IS_OUTBOX (self));
  g_return_if_fail (KP_IS_REQUEST (request));
  g_return_if_fail (kp_request_get_id (request) == 0);

  task = make_task (self, kp_outbox_queue_async, request, cancellable, callback, data);
  outgoing = kp_delivery_make_outgoing (request);
  kp_key_guard_check_async (outgoing, cancellable, queue_looked_through_cb, task);
}

gboolean
kp_outbox_queue_finish (KpOutbox *self, GAsyncResult *result, GError **error)
{
  return finish (self, result, kp_outbox_queue_async, error);
}

void
kp_outbox_retry_async (KpOutbox *self, KpRequest *request, GCancellable *cancellable,
                       GAsyncReadyCallback callback, gpointer data)
{
  g_autoptr (GTask) task = NULL;
  Action *action;

  g_return_if_fail (KP_IS_OUTBOX (self));
  g_return_if_fail (KP_IS_REQUEST (request));

  task = make_task (self, kp_outbox_retry_async, request, cancellable, callback, data);
  if (!may_change (task, request))
    return;
  action = g_task_get_task_data (task);
  /* Where it may have arrived it is looked for, whoever is in a hurry. */
  if (kp_request_get_state (request) == KP_REQUEST_UNCERTAIN)
    g_object_set (action->changed, "next-at", kp_clock_now (self->tools.clock), NULL);
  else
    g_object_set (action->changed, "state", KP_REQUEST_QUEUED, "reason", NULL,
                  "reason-code", KP_REQUEST_REASON_NONE, "tries", 0, "next-at", (gint64) 0,
                  "url", NULL, NULL);
  save (g_steal_pointer (&task), NULL);
}

gboolean
kp_outbox_retry_finish (KpOutbox *self, GAsyncResult *result, GError **error)
{
  return finish (self, result, kp_outbox_retry_async, error);
}

void
kp_outbox_network_is_back (KpOutbox *self)
{
  GListModel *model;

  g_return_if_fail (KP_IS_OUTBOX (self));

  model = G_LIST_MODEL (self->requests);
  for (guint i = 0; i < g_list_model_get_n_items (model); i++)
    {
      g_autoptr (KpRequest) request = g_list_model_get_item (model, i);
      gint64 id = kp_request_get_id (request);

      if (kp_request_get_state (request) == KP_REQUEST_OFFLINE
          && !g_hash_table_contains (self->running, &id))
        kp_outbox_retry_async (self, request, self->cancellable, NULL, NULL);
    }
}

void
kp_outbox_confirm_async (KpOutbox *self, KpRequest *request, const char *number,
                         GCancellable *cancellable, GAsyncReadyCallback callback,
                         gpointer data)
{
  g_autoptr (GTask) task = NULL;
  g_autofree char *event = NULL;
  const char *reference;
  Action *action;

  g_return_if_fail (KP_IS_OUTBOX (self));
  g_return_if_fail (KP_IS_REQUEST (request));

  task = make_task (self, kp_outbox_confirm_async, request, cancellable, callback, data);
  if (!may_change (task, request))
    return;
  action = g_task_get_task_data (task);
  g_object_set (action->changed, "state", KP_REQUEST_SENT, "number", number, "url", NULL,
                "reason", NULL, "reason-code", KP_REQUEST_REASON_NONE, "tries", 0,
                "next-at", (gint64) 0, NULL);
  reference = kp_request_get_reference (request);
  event = kp_sentence_keep (KP_SENTENCE_REQUEST_BY_HAND, reference, NULL);
  save (g_steal_pointer (&task), event);
}

gboolean
kp_outbox_confirm_finish (KpOutbox *self, GAsyncResult *result, GError **error)
{
  return finish (self, result, kp_outbox_confirm_async, error);
}

void
kp_outbox_cancel_async (KpOutbox *self, KpRequest *request, GCancellable *cancellable,
                        GAsyncReadyCallback callback, gpointer data)
{
  g_autoptr (GTask) task = NULL;
  g_autofree char *event = NULL;
  const char *reference;
  Action *action;

  g_return_if_fail (KP_IS_OUTBOX (self));
  g_return_if_fail (KP_IS_REQUEST (request));

  task = make_task (self, kp_outbox_cancel_async, request, cancellable, callback, data);
  if (!may_change (task, request))
    return;
  /* It would be nobody's ticket if it did arrive. */
  if (kp_request_get_state (request) == KP_REQUEST_UNCERTAIN)
    {
      g_task_return_new_error (task, G_IO_ERROR, G_IO_ERROR_PENDING,
                               _ ("This request may have arrived and is being looked up. "
                                  "It can be taken back when that is known."));
      return;
    }
  action = g_task_get_task_data (task);
  g_object_set (action->changed, "state", KP_REQUEST_CANCELLED, "next-at", (gint64) 0,
                NULL);
  reference = kp_request_get_reference (request);
  event = kp_sentence_keep (KP_SENTENCE_REQUEST_TAKEN_BACK, reference, NULL);
  save (g_steal_pointer (&task), event);
}

gboolean
kp_outbox_cancel_finish (KpOutbox *self, GAsyncResult *result, GError **error)
{
  return finish (self, result, kp_outbox_cancel_async, error);
}

static void
prepared_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GTask) task = data;
  GError *error = NULL;
  KpReceipt *receipt = kp_channel_send_finish (result, &error);

  if (receipt != NULL)
    g_task_return_pointer (task, receipt, (GDestroyNotify) kp_receipt_free);
  else
    g_task_return_error (task, error);
}

static void
routed_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GTask) task = data;
  Action *action = g_task_get_task_data (task);
  GError *error = NULL;
  g_autoptr (KpRoute) route = g_task_propagate_pointer (G_TASK (result), &error);

  if (route == NULL)
    g_task_return_error (task, error);
  else if (!route->channel->by_hand)
    g_task_return_new_error (task, KP_CHANNEL_ERROR, KP_CHANNEL_ERROR_FAILED,
                             _ ("This request is sent by itself."));
  else
    kp_channel_send_async (route->channel, route->context, action->outgoing,
                           g_task_get_cancellable (task), prepared_cb, g_object_ref (task));
}

static void
prepare_looked_through_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GTask) task = data;
  Action *action = g_task_get_task_data (task);
  g_autoptr (GError) error = NULL;

  if (kp_key_guard_check_finish (result, &error))
    kp_outbox_find_route (g_task_get_source_object (task), action->changed,
                          g_task_get_cancellable (task), routed_cb, g_object_ref (task));
  else if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_PERMISSION_DENIED))
    g_task_return_new_error (task, KP_CHANNEL_ERROR, KP_CHANNEL_ERROR_FAILED, "%s",
                             error->message);
  else
    g_task_return_error (task, g_steal_pointer (&error));
}

static void
loaded_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GTask) task = data;
  Action *action = g_task_get_task_data (task);
  GError *error = NULL;
  KpRequest *request = kp_store_load_request_finish (KP_STORE (source), result, &error);

  if (request == NULL)
    {
      g_task_return_error (task, error);
      return;
    }
  g_clear_object (&action->changed);
  action->changed = request;
  action->outgoing = kp_delivery_make_outgoing (request);
  kp_key_guard_check_async (action->outgoing, g_task_get_cancellable (task),
                            prepare_looked_through_cb, g_object_ref (task));
}

void
kp_outbox_prepare_async (KpOutbox *self, KpRequest *request, GCancellable *cancellable,
                         GAsyncReadyCallback callback, gpointer data)
{
  GTask *task;

  g_return_if_fail (KP_IS_OUTBOX (self));
  g_return_if_fail (KP_IS_REQUEST (request));

  task = make_task (self, kp_outbox_prepare_async, request, cancellable, callback, data);
  kp_store_load_request_async (self->tools.store, kp_request_get_id (request), cancellable,
                               loaded_cb, task);
}

KpReceipt *
kp_outbox_prepare_finish (KpOutbox *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}
