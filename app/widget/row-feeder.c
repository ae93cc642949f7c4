/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "widget/row-feeder.h"

/* Microseconds of one go, and milliseconds from one to the next: a quarter of a frame,
 * about once for each. */
#define GO 4000
#define PAUSE 16

struct _KpRowFeeder
{
  GtkWidget *widget;
  KpRowFeederFunc add_next;
  gpointer data;
  guint source;
};

/* Most of what a row takes is not making it, but its style and the breaking of its lines,
 * which would come with the next frame for all that are new. A size that was asked for is
 * kept. */
static void
measure (GtkWidget *row, int width)
{
  gtk_widget_measure (row, GTK_ORIENTATION_HORIZONTAL, -1, NULL, NULL, NULL, NULL);
  gtk_widget_measure (row, GTK_ORIENTATION_VERTICAL, width, NULL, NULL, NULL, NULL);
}

/* Of what can't be measured yet one row at a time: how long it takes is told only by the
 * next frame, to which all else that is new comes. Returns: whether more may be left */
static gboolean
feed (KpRowFeeder *self)
{
  int width =
      gtk_widget_get_mapped (self->widget) ? gtk_widget_get_width (self->widget) : 0;
  gint64 end = width > 0 ? g_get_monotonic_time () + GO : 0;

  do
    {
      GtkWidget *row = self->add_next (self->data);

      if (row == NULL)
        return FALSE;
      if (width > 0)
        measure (row, width);
    }
  while (g_get_monotonic_time () < end);
  return TRUE;
}

static void
tell_busy (KpRowFeeder *self, gboolean busy)
{
  gtk_accessible_update_state (GTK_ACCESSIBLE (self->widget), GTK_ACCESSIBLE_STATE_BUSY,
                               busy, -1);
}

static gboolean
feed_cb (gpointer data)
{
  KpRowFeeder *self = data;

  if (feed (self))
    return G_SOURCE_CONTINUE;
  self->source = 0;
  tell_busy (self, FALSE);
  return G_SOURCE_REMOVE;
}

KpRowFeeder *
kp_row_feeder_new (GtkWidget *widget, KpRowFeederFunc add_next, gpointer data)
{
  KpRowFeeder *self;

  g_return_val_if_fail (GTK_IS_WIDGET (widget), NULL);
  g_return_val_if_fail (add_next != NULL, NULL);

  self = g_new0 (KpRowFeeder, 1);
  self->widget = widget;
  self->add_next = add_next;
  self->data = data;
  return self;
}

/* After what the user does, and before the frame: one that is animated, on a machine that
 * is slow, would never let it have its turn. By time and not with the frames, which do not
 * come to a window that is not seen. */
void
kp_row_feeder_start (KpRowFeeder *self)
{
  g_return_if_fail (self != NULL);

  if (self->source != 0 || !feed (self))
    return;
  tell_busy (self, TRUE);
  self->source = g_timeout_add_full (GTK_PRIORITY_RESIZE, PAUSE, feed_cb, self, NULL);
}

void
kp_row_feeder_stop (KpRowFeeder *self)
{
  g_return_if_fail (self != NULL);

  if (self->source == 0)
    return;
  g_clear_handle_id (&self->source, g_source_remove);
  tell_busy (self, FALSE);
}

void
kp_row_feeder_free (KpRowFeeder *self)
{
  g_return_if_fail (self != NULL);

  g_clear_handle_id (&self->source, g_source_remove);
  g_free (self);
}
