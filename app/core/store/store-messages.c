/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "core/store/store-requests.h"

#include "core/model/sentence.h"
#include "core/store/attachment-table.h"
#include "core/store/journal-table.h"
#include "core/store/message-table.h"
#include "core/store/request-table.h"
#include "core/store/store-private.h"

static gboolean
load_messages (KpStoreCall *call, GError **error)
{
  const gint64 *request = call->data;

  call->result = kp_message_table_load (call->database, *request, error);
  return call->result != NULL;
}

void
kp_store_load_messages_async (KpStore *self, gint64 request, GCancellable *cancellable,
                              GAsyncReadyCallback callback, gpointer data)
{
  g_return_if_fail (KP_IS_STORE (self));

  kp_store_read (self, kp_store_load_messages_async, load_messages,
                 g_memdup2 (&request, sizeof request), g_free,
                 (GDestroyNotify) g_ptr_array_unref, cancellable, callback, data);
}

GPtrArray *
kp_store_load_messages_finish (KpStore *self, GAsyncResult *result, GError **error)
{
  return kp_store_finish_pointer (self, result, kp_store_load_messages_async, error);
}

/* The messages are the worker's from here on: nobody changes what a channel gave. */
typedef struct
{
  gint64 request;
  gint64 site;
  char *reference;
  GPtrArray *messages;
  guint n_added;
} Reception;

static void
reception_free (gpointer data)
{
  Reception *reception = data;

  g_ptr_array_unref (reception->messages);
  g_free (reception->reference);
  g_free (reception);
}

static gboolean
append_reply (KpStoreCall *call, const Reception *reception, KpMessage *message,
              GError **error)
{
  g_autofree char *text = NULL;

  if (reception->site == 0 || !kp_message_get_incoming (message))
    return TRUE;
  text = kp_sentence_keep (KP_SENTENCE_REQUEST_REPLY, reception->reference,
                           kp_message_get_author (message), NULL);
  kp_changes_add_site (call->changes, reception->site);
  return kp_journal_table_append (call->database, reception->site, call->now, "request",
                                  text, error);
}

static gboolean
add_messages (KpStoreCall *call, GError **error)
{
  Reception *reception = call->data;

  if (!kp_request_table_get_site (call->database, reception->request, &reception->site,
                                  error))
    return FALSE;
  reception->n_added = 0;
  for (guint i = 0; i < reception->messages->len; i++)
    {
      KpMessage *message = g_ptr_array_index (reception->messages, i);
      gboolean added;

      if (!kp_message_table_add (call->database, reception->request, message, call->changes,
                                 &added, error)
          || (added && !append_reply (call, reception, message, error)))
        return FALSE;
      reception->n_added += added ? 1 : 0;
    }
  return kp_request_table_set_received (call->database, reception->request, call->now,
                                        error);
}

void
kp_store_add_messages_async (KpStore *self, KpRequest *request, GPtrArray *messages,
                             GCancellable *cancellable, GAsyncReadyCallback callback,
                             gpointer data)
{
  Reception *reception;

  g_return_if_fail (KP_IS_STORE (self));
  g_return_if_fail (KP_IS_REQUEST (request));
  g_return_if_fail (messages != NULL);

  reception = g_new0 (Reception, 1);
  reception->request = kp_request_get_id (request);
  reception->reference = g_strdup (kp_request_get_reference (request));
  reception->messages = g_ptr_array_new_full (messages->len, g_object_unref);
  for (guint i = 0; i < messages->len; i++)
    g_ptr_array_add (reception->messages, g_object_ref (g_ptr_array_index (messages, i)));
  kp_store_write (self, kp_store_add_messages_async, add_messages, reception,
                  reception_free, cancellable, callback, data);
}

gboolean
kp_store_add_messages_finish (KpStore *self, GAsyncResult *result, guint *n_added,
                              GError **error)
{
  gboolean written =
      kp_store_finish_boolean (self, result, kp_store_add_messages_async, error);
  Reception *reception = kp_store_get_call_data (result);

  if (n_added != NULL)
    *n_added = written ? reception->n_added : 0;
  return written;
}

static gboolean
set_messages_seen (KpStoreCall *call, GError **error)
{
  const gint64 *request = call->data;

  return kp_message_table_set_seen (call->database, *request, call->changes, error);
}

void
kp_store_set_messages_seen_async (KpStore *self, gint64 request, GCancellable *cancellable,
                                  GAsyncReadyCallback callback, gpointer data)
{
  g_return_if_fail (KP_IS_STORE (self));

  kp_store_write (self, kp_store_set_messages_seen_async, set_messages_seen,
                  g_memdup2 (&request, sizeof request), g_free, cancellable, callback,
                  data);
}

gboolean
kp_store_set_messages_seen_finish (KpStore *self, GAsyncResult *result, GError **error)
{
  return kp_store_finish_boolean (self, result, kp_store_set_messages_seen_async, error);
}

static gboolean
load_attachment (KpStoreCall *call, GError **error)
{
  const gint64 *id = call->data;

  call->result = kp_attachment_table_load_content (call->database, *id, error);
  return call->result != NULL;
}

void
kp_store_load_attachment_async (KpStore *self, gint64 id, GCancellable *cancellable,
                                GAsyncReadyCallback callback, gpointer data)
{
  g_return_if_fail (KP_IS_STORE (self));

  kp_store_read (self, kp_store_load_attachment_async, load_attachment,
                 g_memdup2 (&id, sizeof id), g_free, (GDestroyNotify) g_bytes_unref,
                 cancellable, callback, data);
}

GBytes *
kp_store_load_attachment_finish (KpStore *self, GAsyncResult *result, GError **error)
{
  return kp_store_finish_pointer (self, result, kp_store_load_attachment_async, error);
}
