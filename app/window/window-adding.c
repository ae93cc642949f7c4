/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "window/window-private.h"

#include "window/add-site-window.h"
#include "window/backup-window.h"
#include "window/export-window.h"
#include "window/import-window.h"
#include "window/restore-window.h"

void
kp_window_add_site (KpWindow *self, const char *text)
{
  GtkWidget *window = kp_add_site_window_new (self->desk, GTK_WINDOW (self));

  if (text != NULL)
    kp_add_site_window_set_text (KP_ADD_SITE_WINDOW (window), text);
  gtk_window_present (GTK_WINDOW (window));
}

void
kp_window_import (KpWindow *self, const char *text)
{
  GtkWidget *window = kp_import_window_new (self->desk, GTK_WINDOW (self));

  if (text != NULL)
    kp_import_window_set_text (KP_IMPORT_WINDOW (window), text);
  gtk_window_present (GTK_WINDOW (window));
}

void
kp_window_import_file (KpWindow *self, GFile *file)
{
  GtkWidget *window = kp_import_window_new (self->desk, GTK_WINDOW (self));

  kp_import_window_open (KP_IMPORT_WINDOW (window), file);
  gtk_window_present (GTK_WINDOW (window));
}

void
kp_window_back_up (KpWindow *self)
{
  gtk_window_present (GTK_WINDOW (kp_backup_window_new (self->desk, GTK_WINDOW (self))));
}

void
kp_window_export (KpWindow *self)
{
  gtk_window_present (
      GTK_WINDOW (kp_export_window_new (self->desk, self->list, GTK_WINDOW (self))));
}

void
kp_window_restore (KpWindow *self)
{
  gtk_window_present (GTK_WINDOW (kp_restore_window_new (self->desk, GTK_WINDOW (self))));
}
