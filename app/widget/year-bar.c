/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "widget/year-bar.h"

#include <adwaita.h>

#include "widget/compat.h"

/* Pixels: of a part, and the least of one that counts at all. */
#define MIN_WIDTH 2
#define MAX_WIDTH 18
#define MIN_LENGTH 3
/* Between neighbours, where there is room for it. */
#define GAP 2

/* The parts are CSS nodes, so that themes and high contrast colour them. */
struct _KpYearBar
{
  GtkToggleButton parent_instance;

  GtkWidget *end;
  GtkWidget *renewal;
  double ends;
  double renewals;
};

enum
{
  OPENED,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (KpYearBar, kp_year_bar, GTK_TYPE_TOGGLE_BUTTON)

static int
length_of (double share, int half)
{
  return share > 0 ? MAX (MIN_LENGTH, (int) (share * half + 0.5)) : 0;
}

static void
place (GtkWidget *part, int x, int y, int width, int height)
{
  gtk_widget_set_child_visible (part, height > 0);
  if (height > 0)
    gtk_widget_size_allocate (part, &(GtkAllocation){ x, y, width, height }, -1);
}

static void
kp_year_bar_measure (GtkWidget *widget, GtkOrientation orientation, int for_size,
                     int *minimum, int *natural, int *minimum_baseline,
                     int *natural_baseline)
{
  *minimum = orientation == GTK_ORIENTATION_HORIZONTAL ? MIN_WIDTH : 2 * MIN_LENGTH;
  *natural = *minimum;
}

static void
kp_year_bar_size_allocate (GtkWidget *widget, int width, int height, int baseline)
{
  KpYearBar *self = KP_YEAR_BAR (widget);
  int thick = CLAMP (width - GAP, MIN_WIDTH, MAX_WIDTH);
  int half = height / 2;
  int x = (width - thick) / 2;
  int up = length_of (self->ends, half);

  place (self->end, x, half - up, thick, up);
  place (self->renewal, x, half, thick, length_of (self->renewals, half));
}

/* By Enter, Space, and what assistive technology calls a click. */
static void
kp_year_bar_activate (GtkButton *button)
{
  gtk_toggle_button_set_active (GTK_TOGGLE_BUTTON (button), TRUE);
  g_signal_emit (button, signals[OPENED], 0);
}

static void
kp_year_bar_dispose (GObject *object)
{
  KpYearBar *self = KP_YEAR_BAR (object);

  g_clear_pointer (&self->end, gtk_widget_unparent);
  g_clear_pointer (&self->renewal, gtk_widget_unparent);

  G_OBJECT_CLASS (kp_year_bar_parent_class)->dispose (object);
}

static void
kp_year_bar_class_init (KpYearBarClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = kp_year_bar_dispose;
  widget_class->measure = kp_year_bar_measure;
  widget_class->size_allocate = kp_year_bar_size_allocate;
  GTK_BUTTON_CLASS (klass)->activate = kp_year_bar_activate;

  signals[OPENED] = g_signal_new ("opened", KP_TYPE_YEAR_BAR, G_SIGNAL_RUN_LAST, 0, NULL,
                                  NULL, NULL, G_TYPE_NONE, 0);

  gtk_widget_class_set_css_name (widget_class, "yearbar");
}

static GtkWidget *
add_part (KpYearBar *self, const char *css_name)
{
  GtkWidget *part =
      g_object_new (ADW_TYPE_BIN, "css-name", css_name, "can-target", FALSE,
                    "accessible-role", GTK_ACCESSIBLE_ROLE_PRESENTATION, NULL);

  gtk_widget_set_parent (part, GTK_WIDGET (self));
  return part;
}

static void
kp_year_bar_init (KpYearBar *self)
{
  gtk_widget_set_layout_manager (GTK_WIDGET (self), NULL);
  gtk_widget_remove_css_class (GTK_WIDGET (self), "toggle");
  self->end = add_part (self, "end");
  self->renewal = add_part (self, "renewal");
}

GtkWidget *
kp_year_bar_new (KpYearBar *group)
{
  return g_object_new (KP_TYPE_YEAR_BAR, "group", group, NULL);
}

void
kp_year_bar_set (KpYearBar *self, double ends, double renewals, const char *name)
{
  g_return_if_fail (KP_IS_YEAR_BAR (self));

  self->ends = ends;
  self->renewals = renewals;
  kp_compat_set_name (GTK_WIDGET (self), name);
  gtk_widget_queue_allocate (GTK_WIDGET (self));
}

GtkWidget *
kp_year_bar_get_part (KpYearBar *self, gboolean ends)
{
  g_return_val_if_fail (KP_IS_YEAR_BAR (self), NULL);

  return ends ? self->end : self->renewal;
}
