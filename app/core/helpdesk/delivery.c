/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "core/helpdesk/delivery.h"

#include "core/helpdesk/key-guard.h"
#include "core/helpdesk/reply-address.h"
#include "core/model/sentence.h"

/* How long until it is tried again to write what came of it, milliseconds. */
#define WRITE_AGAIN_MS 1000

/* One step under way. */
typedef struct
{
  const KpDeliveryTools *tools;
  gint64 id;
  KpDeliveryStep step;
  KpRequest *request;
  KpRoute *route;
  KpOutgoing *outgoing;
  GSource *again; /* (nullable): waits to write */
} Delivery;

static void settle (GTask *task);

static void
delivery_free (gpointer data)
{
  Delivery *self = data;

  g_clear_object (&self->request);
  g_clear_pointer (&self->route, kp_route_free);
  g_clear_pointer (&self->outgoing, kp_outgoing_unref);
  if (self->again != NULL)
    {
      g_source_destroy (self->again);
      g_source_unref (self->again);
    }
  g_free (self);
}

static gint64
get_now (Delivery *self)
{
  return kp_clock_now (self->tools->clock);
}

static const KpChannel *
get_channel (Delivery *self)
{
  return self->route != NULL ? self->route->channel : NULL;
}

KpOutgoing *
kp_delivery_make_outgoing (KpRequest *request)
{
  KpOutgoing *outgoing =
      kp_outgoing_new (kp_request_get_reference (request), kp_request_get_subject (request),
                       kp_request_get_body (request));
  GPtrArray *fields = kp_request_get_fields (request);
  GPtrArray *files = kp_request_get_attachments (request);
  const char *answer_to = kp_reply_address_get (request);
  const char *ticket = kp_request_get_ticket (request);

  outgoing->requestor = g_strdup (answer_to);
  outgoing->ticket = *ticket != '\0' ? g_strdup (ticket) : NULL;
  outgoing->priority = kp_request_get_priority (request);
  for (guint i = 0; i < fields->len; i++)
    {
      const KpRequestField *field = g_ptr_array_index (fields, i);

      if (!g_str_equal (field->id, KP_REPLY_ADDRESS_FIELD))
        g_ptr_array_add (outgoing->fields,
                         kp_request_field_new (field->id, field->label, field->value));
    }
  for (guint i = 0; i < files->len; i++)
    g_ptr_array_add (outgoing->attachments,
                     kp_attachment_ref (g_ptr_array_index (files, i)));
  return outgoing;
}

gboolean
kp_delivery_find_key (KpRequest *request, char **where)
{
  g_autoptr (KpOutgoing) outgoing = kp_delivery_make_outgoing (request);
  g_autoptr (GError) error = NULL;

  if (kp_key_guard_check (outgoing, NULL, &error))
    return FALSE;
  *where = g_strdup (error->message);
  return TRUE;
}

/* For the journal of its site. Returns: (transfer full) (nullable) */
static char *
describe (Delivery *self)
{
  const char *reference = kp_request_get_reference (self->request);
  const char *number = kp_request_get_number (self->request);

  switch (kp_request_get_state (self->request))
    {
    case KP_REQUEST_SENT:
      if (*number != '\0')
        return kp_sentence_keep (KP_SENTENCE_REQUEST_SENT_TICKET, reference, number, NULL);
      return kp_sentence_keep (KP_SENTENCE_REQUEST_SENT, reference, NULL);
    case KP_REQUEST_REFUSED:
      return kp_sentence_keep (KP_SENTENCE_REQUEST_REFUSED, reference,
                               kp_request_get_reason (self->request), NULL);
    default:
      return NULL;
    }
}

static gboolean
settle_again_cb (gpointer data)
{
  settle (data);
  return G_SOURCE_REMOVE;
}

/* The claim is this process's as long as it lives: only it can write what came of it. */
static void
wait_to_write (GTask *task)
{
  Delivery *self = g_task_get_task_data (task);

  g_clear_pointer (&self->again, g_source_unref);
  self->again = g_timeout_source_new (WRITE_AGAIN_MS);
  g_source_set_static_name (self->again, "keyplate: write again");
  g_source_set_callback (self->again, settle_again_cb, g_object_ref (task), g_object_unref);
  g_source_attach (self->again, g_main_context_get_thread_default ());
}

static gboolean
is_written (GTask *task, gboolean written, gboolean done, GError *error)
{
  Delivery *self = g_task_get_task_data (task);

  if (!written && !g_cancellable_is_cancelled (g_task_get_cancellable (task))
      && !g_error_matches (error, KP_STORE_ERROR, KP_STORE_ERROR_NOT_FOUND))
    {
      g_clear_error (&error);
      wait_to_write (task);
      return FALSE;
    }
  if (!written)
    g_task_return_error (task, error);
  else
    g_task_return_pointer (task, done ? g_object_ref (self->request) : NULL,
                           g_object_unref);
  return TRUE;
}

static void
settled_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GTask) task = data;
  Delivery *self = g_task_get_task_data (task);
  GError *error = NULL;
  gboolean done;
  gboolean written =
      kp_store_settle_request_finish (KP_STORE (source), result, &done, &error);

  if (written)
    g_object_set (self->request, "claimed-by", NULL, "claimed-at", (gint64) 0, "revision",
                  kp_request_get_revision (self->request) + 1, NULL);
  is_written (task, written, done, error);
}

static void
saved_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GTask) task = data;
  Delivery *self = g_task_get_task_data (task);
  GError *error = NULL;
  gboolean done;
  gboolean written =
      kp_store_save_request_finish (KP_STORE (source), result, &done, &error);

  if (written)
    g_object_set (self->request, "revision", kp_request_get_revision (self->request) + 1,
                  NULL);
  is_written (task, written, done, error);
}

/* @task: (transfer none): it lives on in the callback */
static void
settle (GTask *task)
{
  Delivery *self = g_task_get_task_data (task);
  g_autofree char *event = NULL;

  if (self->step == KP_DELIVERY_READ_BACK)
    {
      kp_store_save_request_async (self->tools->store, self->request, FALSE, NULL, NULL,
                                   saved_cb, g_object_ref (task));
      return;
    }
  event = describe (self);
  kp_store_settle_request_async (self->tools->store, self->request, event, NULL, settled_cb,
                                 g_object_ref (task));
}

static void
sent_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GTask) task = data;
  Delivery *self = g_task_get_task_data (task);
  g_autoptr (GError) error = NULL;
  g_autoptr (KpReceipt) receipt = kp_channel_send_finish (result, &error);

  if (receipt != NULL)
    kp_delivery_sent (self->request, get_channel (self), receipt, get_now (self));
  else
    kp_delivery_not_sent (self->request, get_channel (self), error, get_now (self));
  settle (task);
}

static void
fail_to_ask (Delivery *self, const GError *error)
{
  if (self->step == KP_DELIVERY_SEND)
    kp_delivery_not_sent (self->request, get_channel (self), error, get_now (self));
  else if (self->step == KP_DELIVERY_LOOK_UP)
    kp_delivery_not_looked_up (self->request, get_channel (self), error, get_now (self));
  else
    kp_delivery_not_read_back (self->request, error, get_now (self));
}

static void
found_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GTask) task = data;
  Delivery *self = g_task_get_task_data (task);
  g_autoptr (KpReadBack) found = NULL;
  g_autoptr (GError) error = NULL;

  if (!kp_channel_find_finish (result, &found, &error))
    fail_to_ask (self, error);
  else if (self->step == KP_DELIVERY_READ_BACK)
    kp_delivery_read_back (self->request, self->outgoing, found);
  else
    kp_delivery_looked_up (self->request, self->outgoing, found, get_now (self));
  settle (task);
}

static void
routed_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GTask) task = data;
  Delivery *self = g_task_get_task_data (task);
  GCancellable *cancellable = g_task_get_cancellable (task);
  const char *number = kp_request_get_number (self->request);
  g_autoptr (GError) error = NULL;

  self->route = g_task_propagate_pointer (G_TASK (result), &error);
  if (self->route == NULL)
    {
      fail_to_ask (self, error);
      settle (task);
      return;
    }
  if (self->step == KP_DELIVERY_SEND)
    kp_channel_send_async (self->route->channel, self->route->context, self->outgoing,
                           cancellable, sent_cb, g_object_ref (task));
  else
    kp_channel_find_async (self->route->channel, self->route->context, self->outgoing,
                           *number != '\0' ? number : NULL, cancellable, found_cb,
                           g_object_ref (task));
}

static void
find_way (GTask *task)
{
  Delivery *self = g_task_get_task_data (task);
  GTask *route =
      g_task_new (NULL, g_task_get_cancellable (task), routed_cb, g_object_ref (task));

  g_task_set_source_tag (route, kp_delivery_run_async);
  /* What was claimed is settled, however it ends. */
  g_task_set_check_cancellable (route, FALSE);
  self->tools->find_route (route, kp_request_get_provider (self->request),
                           kp_request_get_channel (self->request), self->tools->route_data);
}

static void
looked_through_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GTask) task = data;
  Delivery *self = g_task_get_task_data (task);
  g_autoptr (GError) error = NULL;

  if (kp_key_guard_check_finish (result, &error))
    {
      find_way (task);
      return;
    }
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_PERMISSION_DENIED))
    kp_delivery_holds_key (self->request, error->message);
  else
    fail_to_ask (self, error);
  settle (task);
}

static void
go (GTask *task)
{
  Delivery *self = g_task_get_task_data (task);

  self->outgoing = kp_delivery_make_outgoing (self->request);
  if (self->step == KP_DELIVERY_SEND)
    kp_key_guard_check_async (self->outgoing, g_task_get_cancellable (task),
                              looked_through_cb, g_object_ref (task));
  else
    find_way (task);
}

static void
claimed_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GTask) task = data;
  Delivery *self = g_task_get_task_data (task);
  GError *error = NULL;
  gboolean claimed;

  if (!kp_store_claim_request_finish (KP_STORE (source), result, &claimed, &error))
    g_task_return_error (task, error);
  else if (!claimed)
    g_task_return_pointer (task, NULL, NULL);
  else
    {
      g_object_set (self->request, "claimed-by", self->tools->claimer, "revision",
                    kp_request_get_revision (self->request) + 1, NULL);
      go (task);
    }
}

static void
loaded_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GTask) task = data;
  Delivery *self = g_task_get_task_data (task);
  GError *error = NULL;
  gint64 due;

  self->request = kp_store_load_request_finish (KP_STORE (source), result, &error);
  if (self->request == NULL)
    {
      g_task_return_error (task, error);
      return;
    }
  self->step = kp_delivery_get_step (self->request, get_now (self), &due);
  if (self->step == KP_DELIVERY_NOTHING || due > get_now (self))
    g_task_return_pointer (task, NULL, NULL);
  else if (self->step == KP_DELIVERY_READ_BACK)
    go (task);
  else
    kp_store_claim_request_async (
        self->tools->store, self->id, kp_request_get_revision (self->request),
        self->step == KP_DELIVERY_SEND ? KP_REQUEST_SENDING : KP_REQUEST_UNCERTAIN,
        self->tools->claimer, NULL, claimed_cb, g_object_ref (task));
}

void
kp_delivery_run_async (const KpDeliveryTools *tools, gint64 id, GCancellable *cancellable,
                       GAsyncReadyCallback callback, gpointer data)
{
  Delivery *self;
  GTask *task;

  g_return_if_fail (tools != NULL);

  self = g_new0 (Delivery, 1);
  self->tools = tools;
  self->id = id;
  task = g_task_new (NULL, cancellable, callback, data);
  g_task_set_source_tag (task, kp_delivery_run_async);
  g_task_set_check_cancellable (task, FALSE);
  g_task_set_task_data (task, self, delivery_free);
  kp_store_load_request_async (tools->store, id, NULL, loaded_cb, task);
}

KpRequest *
kp_delivery_run_finish (GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_async_result_is_tagged (result, kp_delivery_run_async), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}
