/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "window/window-private.h"

#include <glib/gi18n.h>
#include <string.h>

#include "core/certificate/document-input.h"
#include "core/certificate/wiped-octets.h"
#include "core/exchange/site-import.h"
#include "page/intake-window.h"

/* One file or text that is looked into: a list of sites goes to Import, and all else to
 * Check Certificate Files, which tells what it is. */
typedef struct
{
  KpWindow *window;
  GFile *file;    /* (nullable): of a text */
  GBytes *octets; /* (nullable): of a file that could not be read */
} Look;

static void
look_free (Look *self)
{
  g_clear_object (&self->file);
  g_clear_pointer (&self->octets, g_bytes_unref);
  g_object_unref (self->window);
  g_free (self);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Look, look_free)

static KpIntakeWindow *
present_intake (KpWindow *self)
{
  g_autoptr (GList) windows = gtk_window_list_toplevels ();
  GtkWidget *window = NULL;

  for (GList *l = windows; l != NULL; l = l->next)
    if (KP_IS_INTAKE_WINDOW (l->data)
        && gtk_window_get_transient_for (l->data) == GTK_WINDOW (self))
      window = l->data;
  if (window == NULL)
    window = kp_intake_window_new (self->desk, GTK_WINDOW (self));
  gtk_window_present (GTK_WINDOW (window));
  return KP_INTAKE_WINDOW (window);
}

static void
check (const Look *look)
{
  KpIntakeWindow *window = present_intake (look->window);
  g_autoptr (GListStore) files = g_list_store_new (G_TYPE_FILE);

  if (look->file == NULL)
    {
      kp_intake_window_give_text (window, look->octets);
      return;
    }
  g_list_store_append (files, look->file);
  kp_intake_window_give_files (window, G_LIST_MODEL (files));
}

/* Several lines are a list, one is an address. */
static void
add_sites (const Look *look)
{
  KpWindow *self = look->window;
  gsize length;
  const char *octets = g_bytes_get_data (look->octets, &length);
  g_autofree char *text = g_strstrip (g_strndup (octets, length));

  if (look->file != NULL)
    kp_window_import_file (self, look->file);
  else if (strpbrk (text, "\r\n") != NULL)
    kp_window_import (self, text);
  else
    kp_window_add_site (self, text);
}

static void
listed_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (Look) look = data;
  g_autoptr (KpSiteImport) import = kp_site_import_new_finish (result, NULL);

  if (look->window->state != KP_WINDOW_OPEN)
    return;
  if (import != NULL && kp_site_import_get_is_list (import))
    add_sites (look);
  else
    check (look);
}

static void
read_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (Look) look = data;
  KpWindow *self = look->window;
  g_autoptr (KpDocument) document = kp_document_input_read_finish (result, NULL);

  if (self->state != KP_WINDOW_OPEN)
    return;
  if (document == NULL || document->parts->len > 0 || document->problems != 0
      || document->private_key != KP_PRIVATE_KEY_NONE || kp_window_is_demo (self))
    {
      check (look);
      return;
    }
  kp_site_import_new_async (look->octets, kp_desk_get_catalogue (self->desk),
                            self->cancellable, listed_cb, look);
  g_steal_pointer (&look);
}

/* @look: (transfer full): with its octets */
static void
look_into (Look *look)
{
  g_autoptr (GPtrArray) inputs = kp_document_input_list_new ();

  kp_document_input_list_add (inputs, look->octets, NULL);
  kp_document_input_read_async (inputs, look->window->cancellable, read_cb, look);
}

/* What is larger is not read to its end. */
static gboolean
read_more_cb (const char *content, goffset size, gpointer data)
{
  return size <= KP_DOCUMENT_MAX_INPUT;
}

/* What can't be read is told where it would be shown. */
static void
loaded_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (Look) look = data;
  char *content = NULL;
  gsize length = 0;

  g_file_load_partial_contents_finish (G_FILE (source), result, &content, &length, NULL,
                                       NULL);
  if (content != NULL)
    look->octets =
        kp_wiped_octets_to_bytes (g_byte_array_new_take ((guint8 *) content, length));
  if (look->window->state != KP_WINDOW_OPEN)
    return;
  if (content == NULL || length > KP_DOCUMENT_MAX_INPUT)
    check (look);
  else
    look_into (g_steal_pointer (&look));
}

static void
take_files (KpWindow *self, GdkFileList *dropped)
{
  g_autoptr (GSList) list = gdk_file_list_get_files (dropped);
  g_autoptr (GListStore) files = NULL;
  Look *look;

  if (list != NULL && list->next == NULL)
    {
      look = g_new0 (Look, 1);
      look->window = g_object_ref (self);
      look->file = g_object_ref (list->data);
      g_file_load_partial_contents_async (look->file, self->cancellable, read_more_cb,
                                          loaded_cb, look);
      return;
    }
  files = g_list_store_new (G_TYPE_FILE);
  for (const GSList *l = list; l != NULL; l = l->next)
    g_list_store_append (files, l->data);
  kp_intake_window_give_files (present_intake (self), G_LIST_MODEL (files));
}

/* @text: (transfer full): there may be a private key in it */
static void
take_text (KpWindow *self, char *text)
{
  g_autoptr (Look) look = g_new0 (Look, 1);
  gsize length = strlen (text);

  look->window = g_object_ref (self);
  look->octets = kp_wiped_octets_to_bytes (g_byte_array_new_take ((guint8 *) text, length));
  if (length > KP_DOCUMENT_MAX_INPUT)
    check (look);
  else
    look_into (g_steal_pointer (&look));
}

static gboolean
drop_cb (GtkDropTarget *target, const GValue *value, double x, double y, KpWindow *self)
{
  if (self->state != KP_WINDOW_OPEN)
    return FALSE;
  if (G_VALUE_HOLDS (value, GDK_TYPE_FILE_LIST))
    take_files (self, g_value_get_boxed (value));
  else
    take_text (self, g_value_dup_string (value));
  return TRUE;
}

void
kp_window_init_dropping (KpWindow *self)
{
  GType types[] = { GDK_TYPE_FILE_LIST, G_TYPE_STRING };
  GtkDropTarget *target = gtk_drop_target_new (G_TYPE_INVALID, GDK_ACTION_COPY);

  gtk_drop_target_set_gtypes (target, types, G_N_ELEMENTS (types));
  g_signal_connect_object (target, "drop", G_CALLBACK (drop_cb), self, 0);
  gtk_widget_add_controller (GTK_WIDGET (self->pages), GTK_EVENT_CONTROLLER (target));
}

void
kp_window_check_files (KpWindow *self)
{
  present_intake (self);
}

static void
text_pasted_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (KpWindow) self = data;
  char *text = gdk_clipboard_read_text_finish (GDK_CLIPBOARD (source), result, NULL);

  if (text != NULL && self->state == KP_WINDOW_OPEN)
    take_text (self, text);
  else
    g_free (text);
}

static void
files_pasted_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (KpWindow) self = data;
  const GValue *value =
      gdk_clipboard_read_value_finish (GDK_CLIPBOARD (source), result, NULL);

  if (value != NULL && self->state == KP_WINDOW_OPEN)
    take_files (self, g_value_get_boxed (value));
}

/* A file manager copies files, and their names as text. */
void
kp_window_paste (KpWindow *self)
{
  GdkClipboard *clipboard = gtk_widget_get_clipboard (GTK_WIDGET (self));
  g_autoptr (GdkContentFormats) formats = gdk_content_formats_union_deserialize_gtypes (
      gdk_content_formats_ref (gdk_clipboard_get_formats (clipboard)));

  if (self->state != KP_WINDOW_OPEN)
    return;
  if (gdk_content_formats_contain_gtype (formats, GDK_TYPE_FILE_LIST))
    gdk_clipboard_read_value_async (clipboard, GDK_TYPE_FILE_LIST, G_PRIORITY_DEFAULT,
                                    self->cancellable, files_pasted_cb,
                                    g_object_ref (self));
  else
    gdk_clipboard_read_text_async (clipboard, self->cancellable, text_pasted_cb,
                                   g_object_ref (self));
}
