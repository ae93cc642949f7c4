/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib/gi18n.h>
#include <string.h>

#include "core/helpdesk/outbox-private.h"

/* So long a conversation may go on after a request was sent, seconds. */
#define LONGEST_CONVERSATION (180 * G_GINT64_CONSTANT (86400))

/* Fetching under way: one ticket after the other. */
typedef struct
{
  GPtrArray *requests; /* (element-type KpRequest): whose tickets are still to be asked */
  KpRequest *request;  /* (nullable): whose ticket is being asked */
  GPtrArray *known;    /* (nullable) (element-type KpMessage): what is here of it */
  GPtrArray *fetched;  /* (nullable) (element-type KpMessage): what is new */
  KpRoute *route;      /* (nullable) */
  guint n_added;
  GError *error; /* (nullable): the first */
} Reception;

static void fetch_next (GTask *task);

static void
forget_one (Reception *self)
{
  g_clear_object (&self->request);
  g_clear_pointer (&self->known, g_ptr_array_unref);
  g_clear_pointer (&self->fetched, g_ptr_array_unref);
  g_clear_pointer (&self->route, kp_route_free);
}

static void
reception_free (gpointer data)
{
  Reception *self = data;

  forget_one (self);
  g_ptr_array_unref (self->requests);
  g_clear_error (&self->error);
  g_free (self);
}

static const char *
get_ticket (KpRequest *request)
{
  const char *ticket = kp_request_get_ticket (request);

  return *ticket != '\0' ? ticket : kp_request_get_number (request);
}

/* Returns: (transfer full) (nullable): what tells one ticket from all others */
static char *
make_key (KpRequest *request)
{
  if (kp_request_get_state (request) != KP_REQUEST_SENT || *get_ticket (request) == '\0')
    return NULL;
  return g_strdup_printf ("%s\n%s\n%s", kp_request_get_provider (request),
                          kp_request_get_channel (request), get_ticket (request));
}

static gboolean
is_recent (KpRequest *request, gint64 now)
{
  return now - kp_request_get_state_at (request) < LONGEST_CONVERSATION;
}

/* What was written into a ticket later is the same conversation: it is the first request's,
 * however old that is, as long as one of them is recent. */
static GPtrArray *
find_tickets (KpOutbox *self, KpRequest *only)
{
  GListModel *model = G_LIST_MODEL (self->requests);
  GPtrArray *requests = g_ptr_array_new_with_free_func (g_object_unref);
  g_autoptr (GHashTable) firsts =
      g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_object_unref);
  g_autoptr (GHashTable) taken = g_hash_table_new (NULL, NULL);
  g_autofree char *wanted = only != NULL ? make_key (only) : NULL;
  gint64 now = kp_clock_now (self->tools.clock);

  for (guint i = g_list_model_get_n_items (model); i > 0; i--)
    {
      g_autoptr (KpRequest) request = g_list_model_get_item (model, i - 1);
      g_autofree char *key = make_key (request);
      KpRequest *first;

      if (key == NULL || (only != NULL && g_strcmp0 (key, wanted) != 0))
        continue;
      first = g_hash_table_lookup (firsts, key);
      if (first == NULL)
        {
          first = request;
          g_hash_table_insert (firsts, g_steal_pointer (&key), g_object_ref (request));
        }
      if ((only != NULL || is_recent (request, now)) && g_hash_table_add (taken, first))
        g_ptr_array_add (requests, g_object_ref (first));
    }
  return requests;
}

/* A ticket that can't be asked holds up no other. */
static void
go_on (GTask *task, GError *error)
{
  Reception *self = g_task_get_task_data (task);

  if (self->error == NULL)
    self->error = error;
  else
    g_clear_error (&error);
  forget_one (self);
  fetch_next (task);
}

static void
stored_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GTask) task = data;
  Reception *self = g_task_get_task_data (task);
  GError *error = NULL;
  guint n_added, n_replies = 0;

  if (kp_store_add_messages_finish (KP_STORE (source), result, &n_added, &error))
    {
      for (guint i = 0; i < self->fetched->len; i++)
        n_replies += kp_message_get_incoming (g_ptr_array_index (self->fetched, i));
      self->n_added += MIN (n_added, n_replies);
      if (n_added > 0 && n_replies > 0)
        kp_outbox_emit_received (g_task_get_source_object (task), self->request,
                                 MIN (n_added, n_replies));
    }
  go_on (task, error);
}

static KpMessage *
make_message (const KpIncoming *incoming)
{
  g_autofree char *body = NULL;
  KpMessage *message;

  if (incoming->n_left_out > 0)
    body = g_strdup_printf (
        "%s\n\n%s", incoming->body,
        ngettext ("(A file that came with this is too large and stayed in the ticket.)",
                  "(Files that came with this are too large or too many and stayed in the "
                  "ticket.)",
                  incoming->n_left_out));
  message = kp_message_new (incoming->remote_id, incoming->at, incoming->author,
                            !incoming->own, body != NULL ? body : incoming->body);
  g_object_set (message, "seen", incoming->own, NULL);
  for (guint i = 0; i < incoming->attachments->len; i++)
    {
      KpAttachment *file = g_ptr_array_index (incoming->attachments, i);

      if (file->content != NULL)
        kp_message_add_attachment (message, file);
    }
  return message;
}

static void
received_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GTask) task = data;
  KpOutbox *outbox = g_task_get_source_object (task);
  Reception *self = g_task_get_task_data (task);
  GError *error = NULL;
  g_autoptr (GPtrArray) found = kp_channel_receive_finish (result, &error);

  if (found == NULL)
    {
      go_on (task, error);
      return;
    }
  self->fetched = g_ptr_array_new_with_free_func (g_object_unref);
  for (guint i = 0; i < found->len; i++)
    g_ptr_array_add (self->fetched, make_message (g_ptr_array_index (found, i)));
  kp_store_add_messages_async (outbox->tools.store, self->request, self->fetched, NULL,
                               stored_cb, g_object_ref (task));
}

static void
routed_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GTask) task = data;
  Reception *self = g_task_get_task_data (task);
  g_autoptr (GPtrArray) ids = g_ptr_array_new ();
  GError *error = NULL;

  self->route = g_task_propagate_pointer (G_TASK (result), &error);
  /* Where nobody can look from here there is nothing to fetch, and nothing wrong. */
  if (self->route == NULL || !kp_channel_can_receive (self->route->channel))
    {
      go_on (task, error);
      return;
    }
  for (guint i = 0; i < self->known->len; i++)
    g_ptr_array_add (
        ids, (char *) kp_message_get_remote_id (g_ptr_array_index (self->known, i)));
  g_ptr_array_add (ids, NULL);
  kp_channel_receive_async (self->route->channel, self->route->context,
                            get_ticket (self->request), (const char *const *) ids->pdata,
                            g_task_get_cancellable (task), received_cb,
                            g_object_ref (task));
}

static void
known_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GTask) task = data;
  Reception *self = g_task_get_task_data (task);
  GError *error = NULL;

  self->known = kp_store_load_messages_finish (KP_STORE (source), result, &error);
  if (self->known == NULL)
    go_on (task, error);
  else
    kp_outbox_find_route (g_task_get_source_object (task), self->request,
                          g_task_get_cancellable (task), routed_cb, g_object_ref (task));
}

static void
fetch_next (GTask *task)
{
  KpOutbox *outbox = g_task_get_source_object (task);
  Reception *self = g_task_get_task_data (task);

  if (self->requests->len > 0 && !g_cancellable_is_cancelled (outbox->cancellable))
    {
      self->request = g_ptr_array_steal_index (self->requests, 0);
      kp_store_load_messages_async (outbox->tools.store, kp_request_get_id (self->request),
                                    NULL, known_cb, g_object_ref (task));
      return;
    }
  kp_outbox_note_receiving (outbox, -1);
  g_task_return_boolean (task, TRUE);
}

void
kp_outbox_receive_async (KpOutbox *self, KpRequest *request, GCancellable *cancellable,
                         GAsyncReadyCallback callback, gpointer data)
{
  g_autoptr (GTask) task = NULL;
  Reception *reception;

  g_return_if_fail (KP_IS_OUTBOX (self));
  g_return_if_fail (request == NULL || KP_IS_REQUEST (request));

  reception = g_new0 (Reception, 1);
  reception->requests = find_tickets (self, request);
  task = g_task_new (self, cancellable != NULL ? cancellable : self->cancellable, callback,
                     data);
  g_task_set_source_tag (task, kp_outbox_receive_async);
  g_task_set_check_cancellable (task, FALSE);
  g_task_set_task_data (task, reception, reception_free);
  kp_outbox_note_receiving (self, 1);
  fetch_next (task);
}

gboolean
kp_outbox_receive_finish (KpOutbox *self, GAsyncResult *result, guint *n_added,
                          GError **error)
{
  Reception *reception;

  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);
  g_return_val_if_fail (g_async_result_is_tagged (result, kp_outbox_receive_async), FALSE);

  reception = g_task_get_task_data (G_TASK (result));
  if (n_added != NULL)
    *n_added = reception->n_added;
  if (reception->error == NULL)
    return TRUE;
  g_propagate_error (error, g_steal_pointer (&reception->error));
  return FALSE;
}
