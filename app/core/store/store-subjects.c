/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "core/store/store-private.h"

#include "core/store/subject-table.h"

/* @copy is the worker's, @subject the caller's. */
typedef struct
{
  KpSubject *copy;
  KpSubject *subject;
  gint64 id;
} Save;

static void
save_free (gpointer data)
{
  Save *save = data;

  g_clear_object (&save->copy);
  g_clear_object (&save->subject);
  g_free (save);
}

static gboolean
load_subjects (KpStoreCall *call, GError **error)
{
  call->result = kp_subject_table_load (call->database, error);
  return call->result != NULL;
}

void
kp_store_load_subjects_async (KpStore *self, GCancellable *cancellable,
                              GAsyncReadyCallback callback, gpointer data)
{
  g_return_if_fail (KP_IS_STORE (self));

  kp_store_read (self, kp_store_load_subjects_async, load_subjects, NULL, NULL,
                 (GDestroyNotify) g_ptr_array_unref, cancellable, callback, data);
}

GPtrArray *
kp_store_load_subjects_finish (KpStore *self, GAsyncResult *result, GError **error)
{
  return kp_store_finish_pointer (self, result, kp_store_load_subjects_async, error);
}

static gboolean
save_subject (KpStoreCall *call, GError **error)
{
  Save *save = call->data;

  return kp_subject_table_save (call->database, save->copy, call->changes, &save->id,
                                error);
}

void
kp_store_save_subject_async (KpStore *self, KpSubject *subject, GCancellable *cancellable,
                             GAsyncReadyCallback callback, gpointer data)
{
  Save *save;

  g_return_if_fail (KP_IS_STORE (self));
  g_return_if_fail (KP_IS_SUBJECT (subject));

  save = g_new0 (Save, 1);
  save->copy = kp_subject_copy (subject);
  save->subject = g_object_ref (subject);
  kp_store_write (self, kp_store_save_subject_async, save_subject, save, save_free,
                  cancellable, callback, data);
}

gboolean
kp_store_save_subject_finish (KpStore *self, GAsyncResult *result, GError **error)
{
  gboolean written =
      kp_store_finish_boolean (self, result, kp_store_save_subject_async, error);
  Save *save = kp_store_get_call_data (result);

  if (written && save->subject != NULL)
    kp_subject_set_id (save->subject, save->id);
  g_clear_object (&save->subject);
  return written;
}

static gboolean
remove_subject (KpStoreCall *call, GError **error)
{
  return kp_subject_table_remove (call->database, *(gint64 *) call->data, call->changes,
                                  error);
}

void
kp_store_remove_subject_async (KpStore *self, gint64 id, GCancellable *cancellable,
                               GAsyncReadyCallback callback, gpointer data)
{
  g_return_if_fail (KP_IS_STORE (self));

  kp_store_write (self, kp_store_remove_subject_async, remove_subject,
                  g_memdup2 (&id, sizeof id), g_free, cancellable, callback, data);
}

gboolean
kp_store_remove_subject_finish (KpStore *self, GAsyncResult *result, GError **error)
{
  return kp_store_finish_boolean (self, result, kp_store_remove_subject_async, error);
}

static gboolean
verify_subject (KpStoreCall *call, GError **error)
{
  return kp_subject_table_verify (call->database, *(gint64 *) call->data, call->now,
                                  call->changes, error);
}

void
kp_store_verify_subject_async (KpStore *self, gint64 id, GCancellable *cancellable,
                               GAsyncReadyCallback callback, gpointer data)
{
  g_return_if_fail (KP_IS_STORE (self));

  kp_store_write (self, kp_store_verify_subject_async, verify_subject,
                  g_memdup2 (&id, sizeof id), g_free, cancellable, callback, data);
}

gboolean
kp_store_verify_subject_finish (KpStore *self, GAsyncResult *result, GError **error)
{
  return kp_store_finish_boolean (self, result, kp_store_verify_subject_async, error);
}

static gboolean
find_last_subject (KpStoreCall *call, GError **error)
{
  KpSubject *subject;

  if (!kp_subject_table_find_last_used (call->database, call->data, &subject, error))
    return FALSE;
  call->result = subject;
  return TRUE;
}

void
kp_store_find_last_subject_async (KpStore *self, const char *provider,
                                  GCancellable *cancellable, GAsyncReadyCallback callback,
                                  gpointer data)
{
  g_return_if_fail (KP_IS_STORE (self));
  g_return_if_fail (provider != NULL);

  kp_store_read (self, kp_store_find_last_subject_async, find_last_subject,
                 g_strdup (provider), g_free, g_object_unref, cancellable, callback, data);
}

gboolean
kp_store_find_last_subject_finish (KpStore *self, GAsyncResult *result, KpSubject **subject,
                                   GError **error)
{
  g_autoptr (GError) failure = NULL;
  KpSubject *found =
      kp_store_finish_pointer (self, result, kp_store_find_last_subject_async, &failure);

  if (failure != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&failure));
      return FALSE;
    }
  *subject = found;
  return TRUE;
}
