/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "core/helpdesk/key-guard.h"

#include <glib/gi18n.h>

#include "core/base/worker.h"
#include "core/certificate/private-key-finder.h"

/* @place: what holds it: a label, or the name of a file. Returns: whether it is none */
static gboolean
allow (KpPrivateKeyForm form, const char *place, GError **error)
{
  if (form == KP_PRIVATE_KEY_NONE)
    return TRUE;
  g_set_error (
      error, G_IO_ERROR, G_IO_ERROR_PERMISSION_DENIED,
      /* Translators: "Text", "Subject", the name of a field or of a file; then a
       * sentence that says what it holds */
      _ ("%s: %s It is not sent: a private key never leaves this computer. Take it "
         "out and try again."),
      place, kp_private_key_form_describe (form));
  return FALSE;
}

gboolean
kp_key_guard_check (const KpOutgoing *outgoing, GCancellable *cancellable, GError **error)
{
  if (!allow (kp_private_key_find_in_text (outgoing->body), _ ("Text"), error)
      || !allow (kp_private_key_find_in_text (outgoing->subject), _ ("Subject"), error))
    return FALSE;
  for (guint i = 0; i < outgoing->fields->len; i++)
    {
      const KpRequestField *field = g_ptr_array_index (outgoing->fields, i);

      if (!allow (kp_private_key_find_in_text (field->value), field->label, error))
        return FALSE;
    }
  for (guint i = 0; i < outgoing->attachments->len; i++)
    {
      const KpAttachment *file = g_ptr_array_index (outgoing->attachments, i);

      if (g_cancellable_set_error_if_cancelled (cancellable, error))
        return FALSE;
      if (file->content != NULL
          && !allow (kp_private_key_find (file->content), file->name, error))
        return FALSE;
    }
  return TRUE;
}

static void
check_in_worker (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  GError *error = NULL;

  if (kp_key_guard_check (data, cancellable, &error))
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, error);
}

void
kp_key_guard_check_async (KpOutgoing *outgoing, GCancellable *cancellable,
                          GAsyncReadyCallback callback, gpointer data)
{
  g_autoptr (KpWorker) worker = NULL;
  GTask *task;

  g_return_if_fail (outgoing != NULL);

  task = g_task_new (NULL, cancellable, callback, data);
  g_task_set_source_tag (task, kp_key_guard_check_async);
  g_task_set_task_data (task, kp_outgoing_ref (outgoing),
                        (GDestroyNotify) kp_outgoing_unref);
  /* One each: what nobody waits for any more holds up no other. */
  worker = kp_worker_new ("keyplate-guard");
  kp_worker_queue (worker, G_PRIORITY_DEFAULT, check_in_worker, task);
}

gboolean
kp_key_guard_check_finish (GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, NULL), FALSE);
  g_return_val_if_fail (g_async_result_is_tagged (result, kp_key_guard_check_async), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}
