/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "core/exchange/whole-file.h"

struct _KpWholeFile
{
  GObject parent;

  GFile *file;
  GFile *part; /* (nullable): what is written beside it */
  GOutputStream *stream;
};

G_DEFINE_FINAL_TYPE (KpWholeFile, kp_whole_file, G_TYPE_OBJECT)

/* A hidden name that nobody else takes. */
static GFile *
make_part (GFile *file)
{
  g_autoptr (GFile) folder = g_file_get_parent (file);
  g_autofree char *name = NULL;

  if (folder == NULL)
    return NULL;
  name = g_strdup_printf (".keyplate.%08x.part", g_random_int ());
  return g_file_get_child (folder, name);
}

static void
deleted_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_file_delete_finish (G_FILE (source), result, NULL);
}

/* Closed as if it were cancelled, a stream that replaces leaves what was there. */
static void
abandon (KpWholeFile *self)
{
  if (self->stream != NULL)
    {
      g_autoptr (GCancellable) cancelled = g_cancellable_new ();

      g_cancellable_cancel (cancelled);
      g_output_stream_close (self->stream, cancelled, NULL);
    }
  g_clear_object (&self->stream);
  if (self->part != NULL)
    g_file_delete_async (self->part, G_PRIORITY_DEFAULT, NULL, deleted_cb, NULL);
  g_clear_object (&self->part);
}

static void
kp_whole_file_dispose (GObject *object)
{
  KpWholeFile *self = KP_WHOLE_FILE (object);

  abandon (self);
  g_clear_object (&self->file);

  G_OBJECT_CLASS (kp_whole_file_parent_class)->dispose (object);
}

static void
kp_whole_file_class_init (KpWholeFileClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = kp_whole_file_dispose;
}

static void
kp_whole_file_init (KpWholeFile *self)
{
}

KpWholeFile *
kp_whole_file_new (GFile *file)
{
  KpWholeFile *self;

  g_return_val_if_fail (G_IS_FILE (file), NULL);

  self = g_object_new (KP_TYPE_WHOLE_FILE, NULL);
  self->file = g_object_ref (file);
  return self;
}

static GTask *
make_task (KpWholeFile *self, gpointer tag, GCancellable *cancellable,
           GAsyncReadyCallback callback, gpointer data)
{
  GTask *task = g_task_new (self, cancellable, callback, data);

  g_task_set_source_tag (task, tag);
  return task;
}

static gboolean
finish (KpWholeFile *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}

static void
take_stream (GTask *task, GFileOutputStream *stream, GError *error)
{
  KpWholeFile *self = g_task_get_source_object (task);

  if (stream == NULL)
    {
      g_task_return_error (task, error);
      return;
    }
  self->stream = G_OUTPUT_STREAM (stream);
  g_task_return_boolean (task, TRUE);
}

static void
replaced_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GTask) task = data;
  GError *error = NULL;
  GFileOutputStream *stream = g_file_replace_finish (G_FILE (source), result, &error);

  take_stream (task, stream, error);
}

static void
replace (GTask *task)
{
  KpWholeFile *self = g_task_get_source_object (task);

  g_clear_object (&self->part);
  g_file_replace_async (self->file, NULL, FALSE, G_FILE_CREATE_NONE, G_PRIORITY_DEFAULT,
                        g_task_get_cancellable (task), replaced_cb, task);
}

/* A folder may let only that one file be written. */
static void
created_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  GTask *task = data;
  g_autoptr (GError) error = NULL;
  GFileOutputStream *stream = g_file_create_finish (G_FILE (source), result, &error);

  if (stream == NULL && !g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    {
      replace (task);
      return;
    }
  take_stream (task, stream, g_steal_pointer (&error));
  g_object_unref (task);
}

void
kp_whole_file_open_async (KpWholeFile *self, GCancellable *cancellable,
                          GAsyncReadyCallback callback, gpointer data)
{
  GTask *task;

  g_return_if_fail (KP_IS_WHOLE_FILE (self));
  g_return_if_fail (self->stream == NULL);

  task = make_task (self, kp_whole_file_open_async, cancellable, callback, data);
  self->part = make_part (self->file);
  if (self->part == NULL)
    replace (task);
  else
    g_file_create_async (self->part, G_FILE_CREATE_NONE, G_PRIORITY_DEFAULT, cancellable,
                         created_cb, task);
}

gboolean
kp_whole_file_open_finish (KpWholeFile *self, GAsyncResult *result, GError **error)
{
  return finish (self, result, error);
}

static void
written_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GTask) task = data;
  GError *error = NULL;

  if (g_output_stream_write_all_finish (G_OUTPUT_STREAM (source), result, NULL, &error))
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, error);
}

void
kp_whole_file_write_async (KpWholeFile *self, GBytes *text, GCancellable *cancellable,
                           GAsyncReadyCallback callback, gpointer data)
{
  GTask *task;
  gconstpointer octets;
  gsize size;

  g_return_if_fail (KP_IS_WHOLE_FILE (self));
  g_return_if_fail (self->stream != NULL);

  task = make_task (self, kp_whole_file_write_async, cancellable, callback, data);
  g_task_set_task_data (task, g_bytes_ref (text), (GDestroyNotify) g_bytes_unref);
  octets = g_bytes_get_data (text, &size);
  g_output_stream_write_all_async (self->stream, octets, size, G_PRIORITY_DEFAULT,
                                   cancellable, written_cb, task);
}

gboolean
kp_whole_file_write_finish (KpWholeFile *self, GAsyncResult *result, GError **error)
{
  return finish (self, result, error);
}

static void
moved_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GTask) task = data;
  KpWholeFile *self = g_task_get_source_object (task);
  GError *error = NULL;

  if (!g_file_move_finish (G_FILE (source), result, &error))
    {
      g_task_return_error (task, error);
      return;
    }
  g_clear_object (&self->part);
  g_task_return_boolean (task, TRUE);
}

static void
closed_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  GTask *task = data;
  KpWholeFile *self = g_task_get_source_object (task);
  GError *error = NULL;

  if (g_output_stream_close_finish (G_OUTPUT_STREAM (source), result, &error)
      && self->part != NULL)
    {
      g_clear_object (&self->stream);
      g_file_move_async (self->part, self->file, G_FILE_COPY_OVERWRITE, G_PRIORITY_DEFAULT,
                         g_task_get_cancellable (task), NULL, NULL, moved_cb, task);
      return;
    }
  if (error != NULL)
    g_task_return_error (task, error);
  else
    {
      g_clear_object (&self->stream);
      g_task_return_boolean (task, TRUE);
    }
  g_object_unref (task);
}

void
kp_whole_file_keep_async (KpWholeFile *self, GCancellable *cancellable,
                          GAsyncReadyCallback callback, gpointer data)
{
  GTask *task;

  g_return_if_fail (KP_IS_WHOLE_FILE (self));
  g_return_if_fail (self->stream != NULL);

  task = make_task (self, kp_whole_file_keep_async, cancellable, callback, data);
  g_output_stream_close_async (self->stream, G_PRIORITY_DEFAULT, cancellable, closed_cb,
                               task);
}

gboolean
kp_whole_file_keep_finish (KpWholeFile *self, GAsyncResult *result, GError **error)
{
  return finish (self, result, error);
}
