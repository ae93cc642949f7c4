/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "widget/save-text.h"

#include <string.h>

#include "core/base/file-words.h"
#include "widget/compat.h"

typedef struct
{
  GtkWidget *widget;
  GBytes *octets;
  char *said;
} Saving;

static void
saving_free (Saving *self)
{
  g_object_unref (self->widget);
  g_bytes_unref (self->octets);
  g_free (self->said);
  g_free (self);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Saving, saving_free)

static void
written_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (Saving) self = data;
  g_autoptr (GError) error = NULL;
  g_autofree char *unsaved = NULL;

  if (!g_file_replace_contents_finish (G_FILE (source), result, NULL, &error))
    unsaved = kp_file_words_unsaved (G_FILE (source), error);
  gtk_widget_activate_action (self->widget, "win.show-toast", "s",
                              unsaved != NULL ? unsaved : self->said);
}

static void
chosen_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (Saving) self = data;
  g_autoptr (GFile) file = kp_compat_choose_file_finish (result);
  GBytes *octets = self->octets;

  if (file != NULL)
    g_file_replace_contents_bytes_async (file, octets, NULL, FALSE, G_FILE_CREATE_NONE,
                                         NULL, written_cb, g_steal_pointer (&self));
}

void
kp_save_octets (GtkWidget *widget, const char *title, const char *suggested, GBytes *octets,
                const char *said)
{
  GtkRoot *root;
  Saving *self;

  g_return_if_fail (GTK_IS_WIDGET (widget));
  g_return_if_fail (octets != NULL);

  root = gtk_widget_get_root (widget);
  self = g_new0 (Saving, 1);
  self->widget = g_object_ref (widget);
  self->octets = g_bytes_ref (octets);
  self->said = g_strdup (said);
  kp_compat_choose_file_async (GTK_IS_WINDOW (root) ? GTK_WINDOW (root) : NULL,
                               GTK_FILE_CHOOSER_ACTION_SAVE, title, suggested, NULL, NULL,
                               chosen_cb, self);
}

void
kp_save_text (GtkWidget *widget, const char *title, const char *suggested, const char *text,
              const char *said)
{
  g_autoptr (GBytes) octets = text != NULL ? g_bytes_new (text, strlen (text)) : NULL;

  if (octets != NULL)
    kp_save_octets (widget, title, suggested, octets, said);
}
