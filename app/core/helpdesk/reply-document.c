/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "core/helpdesk/reply-document.h"

#include <glib/gi18n.h>
#include <string.h>

#include "core/base/plain-text.h"
#include "core/certificate/document-input.h"

/* Characters of a name that a sentence repeats. */
#define MAX_NAME 100

/* One reply that is being taken out of the store. */
typedef struct
{
  KpStore *store;
  KpMessage *message;
  guint file;
  GPtrArray *inputs; /* KpDocumentInput */
  GPtrArray *unread; /* KpReplyUnread */
} Load;

/* A reply that is being looked at, and those before it. */
typedef struct
{
  KpStore *store;
  GPtrArray *messages; /* of KpMessage: replies only, the newest first */
  KpDocumentKind kind;
  guint message;
  GPtrArray *inputs; /* (nullable): of the message */
  GPtrArray *unread; /* KpReplyUnread */
  KpMessage *found;  /* (nullable) */
} Search;

static void load_next (GTask *task);
static void go_on (GTask *task);

static void
unread_free (gpointer data)
{
  KpReplyUnread *unread = data;

  g_free (unread->name);
  g_free (unread->why);
  g_free (unread);
}

static GPtrArray *
unread_list_new (void)
{
  return g_ptr_array_new_with_free_func (unread_free);
}

static void
load_free (gpointer data)
{
  Load *self = data;

  g_clear_pointer (&self->inputs, g_ptr_array_unref);
  g_clear_pointer (&self->unread, g_ptr_array_unref);
  g_object_unref (self->message);
  g_object_unref (self->store);
  g_free (self);
}

static void
search_free (gpointer data)
{
  Search *self = data;

  g_clear_object (&self->found);
  g_clear_pointer (&self->inputs, g_ptr_array_unref);
  g_clear_pointer (&self->unread, g_ptr_array_unref);
  g_ptr_array_unref (self->messages);
  g_object_unref (self->store);
  g_free (self);
}

/* @why: (transfer full) */
static void
pass_over (Load *self, const char *name, char *why)
{
  KpReplyUnread *unread = g_new0 (KpReplyUnread, 1);

  unread->name = g_strdup (name);
  unread->why = why;
  g_ptr_array_add (self->unread, unread);
}

static void
tell_large (Load *self, const KpAttachment *file)
{
  g_autofree char *size = g_format_size_full (file->size, G_FORMAT_SIZE_IEC_UNITS);
  g_autofree char *shown = kp_plain_text_shorten (file->name, MAX_NAME);

  pass_over (self, file->name,
             g_strdup_printf (
                 /* Translators: the name of a file, and its size: "2.5 MiB" */
                 _ ("The attachment “%s” of %s was not read: it is larger than 1 MiB."),
                 shown, size));
}

static void
tell_many (Load *self, const KpAttachment *file)
{
  g_autofree char *shown = kp_plain_text_shorten (file->name, MAX_NAME);

  pass_over (
      self, file->name,
      g_strdup_printf (
          /* Translators: the name of a file, and a number */
          _ ("The attachment “%s” was not read: only %d of a reply are looked into."),
          shown, KP_REPLY_DOCUMENT_MAX_FILES));
}

static void
loaded_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GTask) task = data;
  Load *self = g_task_get_task_data (task);
  GPtrArray *files = kp_message_get_attachments (self->message);
  const KpAttachment *file = g_ptr_array_index (files, self->file);
  GError *error = NULL;
  g_autoptr (GBytes) octets =
      kp_store_load_attachment_finish (KP_STORE (source), result, &error);

  if (octets == NULL)
    {
      g_task_return_error (task, error);
      return;
    }
  kp_document_input_list_add (self->inputs, octets, file->name);
  self->file++;
  load_next (task);
}

/* What is as large as no certificate is is not even loaded. */
static void
load_next (GTask *task)
{
  Load *self = g_task_get_task_data (task);
  GPtrArray *files = kp_message_get_attachments (self->message);

  for (; self->file < files->len; self->file++)
    {
      const KpAttachment *file = g_ptr_array_index (files, self->file);

      if (self->file >= KP_REPLY_DOCUMENT_MAX_FILES)
        tell_many (self, file);
      else if (file->size > KP_DOCUMENT_MAX_INPUT)
        tell_large (self, file);
      else
        {
          kp_store_load_attachment_async (self->store, file->id,
                                          g_task_get_cancellable (task), loaded_cb,
                                          g_object_ref (task));
          return;
        }
    }
  g_task_return_pointer (task, g_steal_pointer (&self->inputs),
                         (GDestroyNotify) g_ptr_array_unref);
}

void
kp_reply_document_load_async (KpStore *store, KpMessage *message, GCancellable *cancellable,
                              GAsyncReadyCallback callback, gpointer data)
{
  g_autoptr (GTask) task = NULL;
  g_autoptr (GBytes) body = NULL;
  Load *self;

  g_return_if_fail (KP_IS_STORE (store));
  g_return_if_fail (KP_IS_MESSAGE (message));

  self = g_new0 (Load, 1);
  self->store = g_object_ref (store);
  self->message = g_object_ref (message);
  self->inputs = kp_document_input_list_new ();
  self->unread = unread_list_new ();
  body =
      g_bytes_new (kp_message_get_body (message), strlen (kp_message_get_body (message)));
  kp_document_input_list_add (self->inputs, body, NULL);
  task = g_task_new (NULL, cancellable, callback, data);
  g_task_set_source_tag (task, kp_reply_document_load_async);
  g_task_set_task_data (task, self, load_free);
  load_next (task);
}

GPtrArray *
kp_reply_document_load_finish (GAsyncResult *result, GPtrArray **unread, GError **error)
{
  Load *self;

  g_return_val_if_fail (g_async_result_is_tagged (result, kp_reply_document_load_async),
                        NULL);

  self = g_task_get_task_data (G_TASK (result));
  *unread = g_steal_pointer (&self->unread);
  return g_task_propagate_pointer (G_TASK (result), error);
}

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

static void
message_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GTask) task = data;
  Search *self = g_task_get_task_data (task);
  g_autoptr (GPtrArray) unread = NULL;
  GError *error = NULL;

  self->inputs = kp_reply_document_load_finish (result, &unread, &error);
  if (self->inputs == NULL)
    {
      g_task_return_error (task, error);
      return;
    }
  g_ptr_array_extend_and_steal (self->unread, g_steal_pointer (&unread));
  kp_document_input_read_async (self->inputs, g_task_get_cancellable (task), read_cb,
                                g_object_ref (task));
}

static void
go_on (GTask *task)
{
  Search *self = g_task_get_task_data (task);

  if (self->message >= self->messages->len)
    g_task_return_pointer (task, NULL, NULL);
  else
    kp_reply_document_load_async (
        self->store, g_ptr_array_index (self->messages, self->message),
        g_task_get_cancellable (task), message_cb, g_object_ref (task));
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
  self->unread = unread_list_new ();
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
kp_reply_document_find_finish (GAsyncResult *result, KpMessage **message,
                               GPtrArray **unread, GError **error)
{
  Search *self;

  g_return_val_if_fail (g_async_result_is_tagged (result, kp_reply_document_find_async),
                        NULL);

  self = g_task_get_task_data (G_TASK (result));
  *message = g_steal_pointer (&self->found);
  *unread = g_steal_pointer (&self->unread);
  return g_task_propagate_pointer (G_TASK (result), error);
}
