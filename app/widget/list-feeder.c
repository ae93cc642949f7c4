/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "widget/list-feeder.h"

#include "widget/row-feeder.h"

/* More rows than a list view has at a time: what comes behind them costs nothing. */
#define ROWS 256

struct _KpListFeeder
{
  GtkWidget *view;
  GListModel *model;
  GtkSliceListModel *shown;
  KpRowFeeder *feeder;
  gulong changed;
  gboolean started;
};

static GtkWidget *
add_next (gpointer data)
{
  KpListFeeder *self = data;
  guint size = gtk_slice_list_model_get_size (self->shown);
  GtkWidget *row;

  if (size >= g_list_model_get_n_items (self->model))
    return NULL;
  gtk_slice_list_model_set_size (self->shown, size < ROWS ? size + 1 : G_MAXUINT);
  row = gtk_widget_get_last_child (self->view);
  return row != NULL ? row : self->view;
}

/* What comes for those that went is let through as they were, too. */
static void
changed_cb (KpListFeeder *self)
{
  guint n = g_list_model_get_n_items (self->model);

  if (n < ROWS && n < gtk_slice_list_model_get_size (self->shown))
    gtk_slice_list_model_set_size (self->shown, n);
  if (self->started)
    kp_row_feeder_start (self->feeder);
}

KpListFeeder *
kp_list_feeder_new (GtkListView *view, GListModel *model)
{
  KpListFeeder *self;

  g_return_val_if_fail (GTK_IS_LIST_VIEW (view), NULL);
  g_return_val_if_fail (G_IS_LIST_MODEL (model), NULL);

  self = g_new0 (KpListFeeder, 1);
  self->view = GTK_WIDGET (view);
  self->model = g_object_ref (model);
  /* It knows of what has changed first. */
  self->shown = gtk_slice_list_model_new (g_object_ref (model), 0, 0);
  self->changed =
      g_signal_connect_swapped (model, "items-changed", G_CALLBACK (changed_cb), self);
  self->feeder = kp_row_feeder_new (self->view, add_next, self);
  return self;
}

GListModel *
kp_list_feeder_get_shown (KpListFeeder *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return G_LIST_MODEL (self->shown);
}

void
kp_list_feeder_start (KpListFeeder *self)
{
  g_return_if_fail (self != NULL);

  self->started = TRUE;
  kp_row_feeder_start (self->feeder);
}

void
kp_list_feeder_let_through (KpListFeeder *self, guint n)
{
  g_return_if_fail (self != NULL);

  n = MIN (n, g_list_model_get_n_items (self->model));
  if (n > gtk_slice_list_model_get_size (self->shown))
    gtk_slice_list_model_set_size (self->shown, n);
}

void
kp_list_feeder_clear (KpListFeeder *self)
{
  g_return_if_fail (self != NULL);

  self->started = FALSE;
  kp_row_feeder_stop (self->feeder);
  gtk_slice_list_model_set_size (self->shown, 0);
}

void
kp_list_feeder_free (KpListFeeder *self)
{
  g_return_if_fail (self != NULL);

  kp_row_feeder_free (self->feeder);
  g_clear_signal_handler (&self->changed, self->model);
  g_object_unref (self->shown);
  g_object_unref (self->model);
  g_free (self);
}
