/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "widget/offering.h"

#include <string.h>

#include "core/certificate/wiped-octets.h"

/* @octets: (transfer full) */
static GBytes *
own (char *octets, gsize length)
{
  return kp_wiped_octets_to_bytes (g_byte_array_new_take ((guint8 *) octets, length));
}

/* @text: (transfer full) (nullable) */
static KpOffering *
new_text (char *text)
{
  KpOffering *self;

  if (text == NULL)
    return NULL;
  self = g_new0 (KpOffering, 1);
  self->text = own (text, strlen (text));
  return self;
}

static KpOffering *
new_files (GdkFileList *list)
{
  KpOffering *self = g_new0 (KpOffering, 1);
  g_autoptr (GSList) files = gdk_file_list_get_files (list);

  self->files = g_ptr_array_new_with_free_func (g_object_unref);
  for (const GSList *l = files; l != NULL; l = l->next)
    g_ptr_array_add (self->files, g_object_ref (l->data));
  return self;
}

static void
text_read_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GTask) task = data;

  g_task_return_pointer (
      task,
      new_text (gdk_clipboard_read_text_finish (GDK_CLIPBOARD (source), result, NULL)),
      (GDestroyNotify) kp_offering_free);
}

static void
files_read_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GTask) task = data;
  const GValue *value =
      gdk_clipboard_read_value_finish (GDK_CLIPBOARD (source), result, NULL);

  g_task_return_pointer (task, value != NULL ? kp_offering_new (value) : NULL,
                         (GDestroyNotify) kp_offering_free);
}

static gboolean
read_more_cb (const char *content, goffset size, gpointer data)
{
  return size <= *(const goffset *) g_task_get_task_data (data);
}

static void
file_read_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GTask) task = data;
  GError *error = NULL;
  char *content = NULL;
  gsize length = 0;

  if (g_file_load_partial_contents_finish (G_FILE (source), result, &content, &length, NULL,
                                           &error))
    g_task_return_pointer (task, own (content, length), (GDestroyNotify) g_bytes_unref);
  else
    g_task_return_error (task, error);
}

void
kp_offering_free (KpOffering *self)
{
  if (self == NULL)
    return;
  g_clear_pointer (&self->files, g_ptr_array_unref);
  g_clear_pointer (&self->text, g_bytes_unref);
  g_free (self);
}

KpOffering *
kp_offering_new (const GValue *value)
{
  if (!G_VALUE_HOLDS (value, GDK_TYPE_FILE_LIST))
    return new_text (g_value_dup_string (value));
  return g_value_get_boxed (value) != NULL ? new_files (g_value_get_boxed (value)) : NULL;
}

GtkDropTarget *
kp_offering_make_target (void)
{
  GType types[] = { GDK_TYPE_FILE_LIST, G_TYPE_STRING };
  GtkDropTarget *target = gtk_drop_target_new (G_TYPE_INVALID, GDK_ACTION_COPY);

  gtk_drop_target_set_gtypes (target, types, G_N_ELEMENTS (types));
  return target;
}

void
kp_offering_paste_async (GtkWidget *widget, GCancellable *cancellable,
                         GAsyncReadyCallback callback, gpointer data)
{
  GdkClipboard *clipboard;
  g_autoptr (GdkContentFormats) formats = NULL;
  GTask *task;

  g_return_if_fail (GTK_IS_WIDGET (widget));

  clipboard = gtk_widget_get_clipboard (widget);
  formats = gdk_content_formats_union_deserialize_gtypes (
      gdk_content_formats_ref (gdk_clipboard_get_formats (clipboard)));
  task = g_task_new (widget, cancellable, callback, data);
  g_task_set_source_tag (task, kp_offering_paste_async);
  /* What could not be read is nothing. */
  g_task_set_check_cancellable (task, FALSE);
  if (gdk_content_formats_contain_gtype (formats, GDK_TYPE_FILE_LIST))
    gdk_clipboard_read_value_async (clipboard, GDK_TYPE_FILE_LIST, G_PRIORITY_DEFAULT,
                                    cancellable, files_read_cb, task);
  else
    gdk_clipboard_read_text_async (clipboard, cancellable, text_read_cb, task);
}

KpOffering *
kp_offering_paste_finish (GAsyncResult *result)
{
  return g_task_propagate_pointer (G_TASK (result), NULL);
}

void
kp_offering_read_async (GFile *file, gsize max, GCancellable *cancellable,
                        GAsyncReadyCallback callback, gpointer data)
{
  goffset limit = (goffset) max;
  GTask *task;

  g_return_if_fail (G_IS_FILE (file));

  task = g_task_new (file, cancellable, callback, data);
  g_task_set_source_tag (task, kp_offering_read_async);
  g_task_set_task_data (task, g_memdup2 (&limit, sizeof limit), g_free);
  g_file_load_partial_contents_async (file, cancellable, read_more_cb, file_read_cb, task);
}

GBytes *
kp_offering_read_finish (GAsyncResult *result, GError **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}
