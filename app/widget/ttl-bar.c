/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "widget/ttl-bar.h"

#include <glib/gi18n.h>

#define BAR_WIDTH 80
#define SPACING 6

struct _KpTtlBar
{
  GtkWidget parent_instance;

  GtkLevelBar *bar;
  GtkLabel *label;
};

G_DEFINE_FINAL_TYPE (KpTtlBar, kp_ttl_bar, GTK_TYPE_WIDGET)

static char *
format_until (gint64 until, gint64 now)
{
  g_autoptr (GDateTime) end = g_date_time_new_from_unix_local (until);
  g_autoptr (GDateTime) today = g_date_time_new_from_unix_local (now);

  if (until <= now || end == NULL || today == NULL)
    return g_strdup (_ ("time is up"));

  if (g_date_time_get_year (end) == g_date_time_get_year (today)
      && g_date_time_get_day_of_year (end) == g_date_time_get_day_of_year (today))
    /* Translators: a time of today, "until 14:35". */
    return g_date_time_format (end, _ ("until %H:%M"));

  /* Translators: a time of another day, "until 24 Nov 14:35". */
  return g_date_time_format (end, _ ("until %-d %b %H:%M"));
}

static void
kp_ttl_bar_dispose (GObject *object)
{
  GtkWidget *child;

  while ((child = gtk_widget_get_first_child (GTK_WIDGET (object))) != NULL)
    gtk_widget_unparent (child);

  G_OBJECT_CLASS (kp_ttl_bar_parent_class)->dispose (object);
}

static void
kp_ttl_bar_class_init (KpTtlBarClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = kp_ttl_bar_dispose;

  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BOX_LAYOUT);
  gtk_widget_class_set_css_name (widget_class, "ttlbar");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_GROUP);
}

static void
kp_ttl_bar_init (KpTtlBar *self)
{
  GtkLayoutManager *layout = gtk_widget_get_layout_manager (GTK_WIDGET (self));

  gtk_box_layout_set_spacing (GTK_BOX_LAYOUT (layout), SPACING);
  gtk_widget_set_visible (GTK_WIDGET (self), FALSE);

  self->bar = g_object_new (GTK_TYPE_LEVEL_BAR, "width-request", BAR_WIDTH, "valign",
                            GTK_ALIGN_CENTER, NULL);
  /* Less left is better here: none of the bar's own colours for low and full. */
  gtk_level_bar_remove_offset_value (self->bar, GTK_LEVEL_BAR_OFFSET_LOW);
  gtk_level_bar_remove_offset_value (self->bar, GTK_LEVEL_BAR_OFFSET_HIGH);
  gtk_level_bar_remove_offset_value (self->bar, GTK_LEVEL_BAR_OFFSET_FULL);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->bar), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _ ("Time left in the cache"), -1);
  gtk_widget_set_parent (GTK_WIDGET (self->bar), GTK_WIDGET (self));

  self->label = GTK_LABEL (gtk_label_new (NULL));
  gtk_label_set_xalign (self->label, 0);
  gtk_widget_add_css_class (GTK_WIDGET (self->label), "numeric");
  gtk_widget_add_css_class (GTK_WIDGET (self->label), "caption");
  gtk_widget_set_parent (GTK_WIDGET (self->label), GTK_WIDGET (self));
}

void
kp_ttl_bar_set (KpTtlBar *self, gint64 ttl, gint64 until, gint64 now)
{
  g_autofree char *text = NULL;

  g_return_if_fail (KP_IS_TTL_BAR (self));

  gtk_widget_set_visible (GTK_WIDGET (self), ttl > 0);
  if (ttl > 0)
    {
      double left = ((double) until - (double) now) / (double) ttl;

      text = format_until (until, now);
      gtk_level_bar_set_value (self->bar, CLAMP (left, 0, 1));
      gtk_accessible_update_property (GTK_ACCESSIBLE (self->bar),
                                      GTK_ACCESSIBLE_PROPERTY_VALUE_TEXT, text, -1);
    }
  gtk_label_set_text (self->label, text != NULL ? text : "");
}

const char *
kp_ttl_bar_get_text (KpTtlBar *self)
{
  g_return_val_if_fail (KP_IS_TTL_BAR (self), NULL);

  return gtk_label_get_text (self->label);
}
