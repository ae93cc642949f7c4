/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "widget/minute.h"

#define MINUTE 60

typedef struct
{
  gpointer widget; /* not owned: it has this */
  KpMinuteFunc func;
  guint source;
} Follower;

static gboolean
minute_cb (gpointer data)
{
  Follower *self = data;

  self->func (self->widget);
  return G_SOURCE_CONTINUE;
}

static void
map_cb (GtkWidget *widget, Follower *self)
{
  self->func (widget);
  if (self->source == 0)
    self->source = g_timeout_add_seconds (MINUTE, minute_cb, self);
}

static void
unmap_cb (GtkWidget *widget, Follower *self)
{
  g_clear_handle_id (&self->source, g_source_remove);
}

static void
follower_free (gpointer data)
{
  Follower *self = data;

  g_clear_handle_id (&self->source, g_source_remove);
  g_free (self);
}

void
kp_minute_follow (GtkWidget *widget, KpMinuteFunc func)
{
  Follower *self;

  g_return_if_fail (GTK_IS_WIDGET (widget));
  g_return_if_fail (func != NULL);

  self = g_new0 (Follower, 1);
  self->widget = widget;
  self->func = func;
  g_object_set_data_full (G_OBJECT (widget), "keyplate-minute", self, follower_free);
  g_signal_connect (widget, "map", G_CALLBACK (map_cb), self);
  g_signal_connect (widget, "unmap", G_CALLBACK (unmap_cb), self);
}
