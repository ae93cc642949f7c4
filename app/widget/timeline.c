/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "widget/timeline.h"

#include "widget/timeline-row.h"

struct _KpTimeline
{
  AdwBin parent_instance;

  GtkListBox *list;
};

G_DEFINE_FINAL_TYPE (KpTimeline, kp_timeline, ADW_TYPE_BIN)

static void
kp_timeline_dispose (GObject *object)
{
  /* GTK of the floor would let go of the child twice. */
  adw_bin_set_child (ADW_BIN (object), NULL);
  gtk_widget_dispose_template (GTK_WIDGET (object), KP_TYPE_TIMELINE);

  G_OBJECT_CLASS (kp_timeline_parent_class)->dispose (object);
}

static void
kp_timeline_class_init (KpTimelineClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = kp_timeline_dispose;

  gtk_widget_class_set_template_from_resource (
      widget_class, "/io/github/keyplate_app/Keyplate/widget/timeline.ui");
  gtk_widget_class_bind_template_child (widget_class, KpTimeline, list);
}

static void
kp_timeline_init (KpTimeline *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

void
kp_timeline_set_lines (KpTimeline *self, GPtrArray *lines, const char *provider, gint64 now)
{
  GtkListBoxRow *row;

  g_return_if_fail (KP_IS_TIMELINE (self));
  g_return_if_fail (lines != NULL);

  for (guint i = 0; i < lines->len; i++)
    {
      row = gtk_list_box_get_row_at_index (self->list, (int) i);
      if (row == NULL)
        {
          row = GTK_LIST_BOX_ROW (kp_timeline_row_new ());
          gtk_list_box_append (self->list, GTK_WIDGET (row));
        }
      kp_timeline_row_set_line (KP_TIMELINE_ROW (row), g_ptr_array_index (lines, i),
                                provider, now);
    }
  while ((row = gtk_list_box_get_row_at_index (self->list, (int) lines->len)) != NULL)
    gtk_list_box_remove (self->list, GTK_WIDGET (row));
}
