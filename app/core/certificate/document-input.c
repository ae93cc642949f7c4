/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "core/certificate/document-input.h"

static void
free_input (gpointer data)
{
  KpDocumentInput *input = data;

  g_bytes_unref (input->octets);
  g_free (input->name);
  g_free (input);
}

static void
read_in_thread (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  GPtrArray *list = data;
  g_autoptr (KpDocument) document = kp_document_new ();

  for (guint i = 0; i < list->len; i++)
    {
      const KpDocumentInput *input = g_ptr_array_index (list, i);

      if (g_task_return_error_if_cancelled (task))
        return;
      kp_document_read (document, input->octets, input->name);
    }
  g_task_return_pointer (task, g_steal_pointer (&document),
                         (GDestroyNotify) kp_document_free);
}

GPtrArray *
kp_document_input_list_new (void)
{
  return g_ptr_array_new_with_free_func (free_input);
}

void
kp_document_input_list_add (GPtrArray *list, GBytes *octets, const char *name)
{
  KpDocumentInput *input;

  g_return_if_fail (list != NULL && octets != NULL);

  input = g_new0 (KpDocumentInput, 1);
  input->octets = g_bytes_ref (octets);
  input->name = g_strdup (name);
  g_ptr_array_add (list, input);
}

void
kp_document_input_read_async (GPtrArray *list, GCancellable *cancellable,
                              GAsyncReadyCallback callback, gpointer data)
{
  g_autoptr (GTask) task = NULL;

  g_return_if_fail (list != NULL);

  task = g_task_new (NULL, cancellable, callback, data);
  g_task_set_source_tag (task, kp_document_input_read_async);
  g_task_set_task_data (task, g_ptr_array_ref (list), (GDestroyNotify) g_ptr_array_unref);
  g_task_run_in_thread (task, read_in_thread);
}

KpDocument *
kp_document_input_read_finish (GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_async_result_is_tagged (result, kp_document_input_read_async),
                        NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}
