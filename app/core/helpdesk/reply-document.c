/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "core/helpdesk/reply-document.h"

#include <string.h>

#include "core/certificate/document-input.h"

/* A reply that is being looked at, and those before it. */
typedef struct
{
  KpStore *store;
  GPtrArray *messages; /* of KpMessage: replies only, the newest first */
  KpDocumentKind kind;
  guint message;
  guint file;
  GPtrArray *inputs; /* (nullable): of the message, as far as they are loaded */
  KpMessage *found;  /* (nullable) */
} Search;

static void
search_free (gpointer data)
{
  Search *self = data;

  g_clear_object (&self->found);
  g_clear_pointer (&self->inputs, g_ptr_array_unref);
  g_ptr_array_unref (self->messages);
  g_object_unref (self->store);
  g_free (self);
}

static void go_on (GTask *task);

static gboolean
holds (const KpDocument *document, KpDocumentKind kind)
{
  if (document->private_key != KP_PRIVATE_KEY_NONE)
    return TRUE;
  for (guint i = 0; i < document->parts->len; i++)
    if (((const KpDocumentPart *) g_ptr_array_index (document->parts, i))->kind == kind)
      return TRUE;
  return FALSE;
}

static void
read_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GTask) task = data;
  Search *self = g_task_get_task_data (task);
  GError *error = NULL;
  g_autoptr (KpDocument) document = kp_document_input_read_finish (result, &error);

  if (document == NULL)
    {
      g_task_return_error (task, error);
      return;
    }
  if (holds (document, self->kind))
    {
      self->found = g_object_ref (g_ptr_array_index (self->messages, self->message));
      g_task_return_pointer (task, g_steal_pointer (&document),
                             (GDestroyNotify) kp_document_free);
      return;
    }
  g_clear_pointer (&self->inputs, g_ptr_array_unref);
  self->message++;
  go_on (task);
}

static const KpAttachment *
get_file (Search *self)
{
  GPtrArray *files =
      kp_message_get_attachments (g_ptr_array_index (self->messages, self->message));

  return self->file < MIN (files->len, KP_REPLY_DOCUMENT_MAX_FILES)
             ? g_ptr_array_index (files, self->file)
             : NULL;
}

static void
loaded_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GTask) task = data;
  Search *self = g_task_get_task_data (task);
  GError *error = NULL;
  g_autoptr (GBytes) octets =
      kp_store_load_attachment_finish (KP_STORE (source), result, &error);

  if (octets == NULL)
    {
      g_task_return_error (task, error);
      return;
    }
  kp_document_input_list_add (self->inputs, octets, get_file (self)->name);
  self->file++;
  go_on (task);
}

/* What is as large as no certificate is is not even loaded. */
static void
go_on (GTask *task)
{
  Search *self = g_task_get_task_data (task);
  const KpAttachment *file;

  if (self->message >= self->messages->len)
    {
      g_task_return_pointer (task, NULL, NULL);
      return;
    }
  if (self->inputs == NULL)
    {
      const char *body =
          kp_message_get_body (g_ptr_array_index (self->messages, self->message));
      g_autoptr (GBytes) octets = g_bytes_new (body, strlen (body));

      self->inputs = kp_document_input_list_new ();
      self->file = 0;
      kp_document_input_list_add (self->inputs, octets, NULL);
    }
  while ((file = get_file (self)) != NULL && file->size > KP_DOCUMENT_MAX_INPUT)
    self->file++;
  if (file != NULL)
    kp_store_load_attachment_async (self->store, file->id, g_task_get_cancellable (task),
                                    loaded_cb, g_object_ref (task));
  else
    kp_document_input_read_async (self->inputs, g_task_get_cancellable (task), read_cb,
                                  g_object_ref (task));
}

void
kp_reply_document_find_async (KpStore *store, GPtrArray *messages, KpDocumentKind kind,
                              GCancellable *cancellable, GAsyncReadyCallback callback,
                              gpointer data)
{
  g_autoptr (GTask) task = NULL;
  Search *self;

  g_return_if_fail (KP_IS_STORE (store));
  g_return_if_fail (messages != NULL);

  self = g_new0 (Search, 1);
  self->store = g_object_ref (store);
  self->messages = g_ptr_array_new_with_free_func (g_object_unref);
  self->kind = kind;
  for (guint i = 0;
       i < messages->len && self->messages->len < KP_REPLY_DOCUMENT_MAX_MESSAGES; i++)
    {
      KpMessage *message = g_ptr_array_index (messages, i);

      if (kp_message_get_incoming (message))
        g_ptr_array_add (self->messages, g_object_ref (message));
    }
  task = g_task_new (NULL, cancellable, callback, data);
  g_task_set_source_tag (task, kp_reply_document_find_async);
  g_task_set_task_data (task, self, search_free);
  go_on (task);
}

KpDocument *
kp_reply_document_find_finish (GAsyncResult *result, KpMessage **message, GError **error)
{
  Search *self;

  g_return_val_if_fail (g_async_result_is_tagged (result, kp_reply_document_find_async),
                        NULL);

  self = g_task_get_task_data (G_TASK (result));
  if (message != NULL)
    *message = g_steal_pointer (&self->found);
  return g_task_propagate_pointer (G_TASK (result), error);
}
