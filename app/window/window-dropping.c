/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "window/window-private.h"

#include <glib/gi18n.h>
#include <string.h>

#include "core/certificate/document-input.h"
#include "core/exchange/site-import.h"
#include "page/intake-window.h"
#include "widget/offering.h"

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

/* What can't be read is told where it would be shown. */
static void
loaded_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (Look) look = data;

  look->octets = kp_offering_read_finish (result, NULL);
  if (look->window->state != KP_WINDOW_OPEN)
    return;
  if (look->octets == NULL || g_bytes_get_size (look->octets) > KP_DOCUMENT_MAX_INPUT)
    check (look);
  else
    look_into (g_steal_pointer (&look));
}

static void
take_files (KpWindow *self, GPtrArray *given)
{
  g_autoptr (GListStore) files = NULL;
  Look *look;

  if (given->len == 1)
    {
      look = g_new0 (Look, 1);
      look->window = g_object_ref (self);
      look->file = g_object_ref (given->pdata[0]);
      kp_offering_read_async (look->file, KP_DOCUMENT_MAX_INPUT, self->cancellable,
                              loaded_cb, look);
      return;
    }
  files = g_list_store_new (G_TYPE_FILE);
  for (guint i = 0; i < given->len; i++)
    g_list_store_append (files, given->pdata[i]);
  kp_intake_window_give_files (present_intake (self), G_LIST_MODEL (files));
}

static void
take_text (KpWindow *self, GBytes *text)
{
  g_autoptr (Look) look = g_new0 (Look, 1);

  look->window = g_object_ref (self);
  look->octets = g_bytes_ref (text);
  if (g_bytes_get_size (text) > KP_DOCUMENT_MAX_INPUT)
    check (look);
  else
    look_into (g_steal_pointer (&look));
}

static void
take (KpWindow *self, const KpOffering *offering)
{
  if (offering->files != NULL)
    take_files (self, offering->files);
  else
    take_text (self, offering->text);
}

static gboolean
drop_cb (GtkDropTarget *target, const GValue *value, double x, double y, KpWindow *self)
{
  g_autoptr (KpOffering) offering = NULL;

  if (self->state != KP_WINDOW_OPEN)
    return FALSE;
  offering = kp_offering_new (value);
  if (offering != NULL)
    take (self, offering);
  return TRUE;
}

void
kp_window_init_dropping (KpWindow *self)
{
  GtkDropTarget *target = kp_offering_make_target ();

  g_signal_connect_object (target, "drop", G_CALLBACK (drop_cb), self, 0);
  gtk_widget_add_controller (GTK_WIDGET (self->pages), GTK_EVENT_CONTROLLER (target));
}

void
kp_window_check_files (KpWindow *self)
{
  present_intake (self);
}

static void
pasted_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (KpWindow) self = data;
  g_autoptr (KpOffering) offering = kp_offering_paste_finish (result);

  if (offering != NULL && self->state == KP_WINDOW_OPEN)
    take (self, offering);
}

void
kp_window_paste (KpWindow *self)
{
  if (self->state == KP_WINDOW_OPEN)
    kp_offering_paste_async (GTK_WIDGET (self), self->cancellable, pasted_cb,
                             g_object_ref (self));
}
