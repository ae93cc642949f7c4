/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "widget/host-label.h"

#include <glib/gi18n.h>

#include "widget/lock-icon.h"

/* Between the name and its icons. */
#define SPACING 6

struct _KpHostLabel
{
  GtkWidget parent_instance;

  GtkWidget *text;
  GtkWidget *lock;
  GtkWidget *proxied;
  int width; /* of the name in full, -1 until it was measured */
};

G_DEFINE_FINAL_TYPE (KpHostLabel, kp_host_label, GTK_TYPE_WIDGET)

static const char *
get_text (KpHostLabel *self)
{
  const char *text = gtk_inscription_get_text (GTK_INSCRIPTION (self->text));

  return text != NULL ? text : "";
}

/* Only of rows that are seen: the others are never allocated. */
static int
get_full_width (KpHostLabel *self)
{
  g_autoptr (PangoLayout) layout = NULL;

  if (self->width >= 0)
    return self->width;
  layout = gtk_widget_create_pango_layout (self->text, get_text (self));
  pango_layout_get_pixel_size (layout, &self->width, NULL);
  return self->width;
}

static int
get_width (PangoLayout *layout)
{
  int width;

  pango_layout_get_size (layout, &width, NULL);
  return width;
}

/* Pango leaves out whole characters and makes the "…" as wide as what is left over.
 * Returns: that much of @width */
static int
get_surplus (KpHostLabel *self, int width)
{
  g_autoptr (PangoLayout) cut =
      gtk_widget_create_pango_layout (self->text, get_text (self));
  g_autoptr (PangoLayout) dots = gtk_widget_create_pango_layout (self->text, "…");
  int surplus = 0;

  pango_layout_set_width (cut, width * PANGO_SCALE);
  pango_layout_set_ellipsize (cut, PANGO_ELLIPSIZE_MIDDLE);
  for (GSList *l = pango_layout_get_line_readonly (cut, 0)->runs; l != NULL; l = l->next)
    {
      const PangoGlyphItem *run = l->data;

      if ((run->item->analysis.flags & PANGO_ANALYSIS_FLAG_IS_ELLIPSIS) != 0)
        surplus = pango_glyph_string_get_width (run->glyphs) - get_width (dots);
    }
  return CLAMP (surplus / PANGO_SCALE, 0, width);
}

/* Of @most, so that the lock stands at the end of what is seen. */
static int
get_text_width (KpHostLabel *self, int most)
{
  if (get_full_width (self) <= most)
    return get_full_width (self);
  most = MAX (most, 0);
  return most - get_surplus (self, most);
}

static int
get_icons_width (KpHostLabel *self)
{
  int width, all;

  gtk_widget_measure (self->lock, GTK_ORIENTATION_HORIZONTAL, -1, &all, NULL, NULL, NULL);
  all += SPACING;
  if (gtk_widget_get_visible (self->proxied))
    {
      gtk_widget_measure (self->proxied, GTK_ORIENTATION_HORIZONTAL, -1, &width, NULL, NULL,
                          NULL);
      all += width + SPACING;
    }
  return all;
}

static void
kp_host_label_measure (GtkWidget *widget, GtkOrientation orientation, int for_size,
                       int *minimum, int *natural, int *minimum_baseline,
                       int *natural_baseline)
{
  KpHostLabel *self = KP_HOST_LABEL (widget);
  int icon, icon_natural;

  gtk_widget_measure (self->text, orientation, -1, minimum, natural, NULL, NULL);
  gtk_widget_measure (self->lock, orientation, -1, &icon, &icon_natural, NULL, NULL);
  if (orientation == GTK_ORIENTATION_HORIZONTAL)
    {
      *minimum += icon + SPACING;
      *natural += icon_natural + SPACING;
    }
  else
    {
      *minimum = MAX (*minimum, icon);
      *natural = MAX (*natural, icon_natural);
    }
}

/* In the middle, as high as it asks for: with more height the name would wrap. */
static void
place (KpHostLabel *self, GtkWidget *child, int *x, int width, int height)
{
  gboolean rtl = gtk_widget_get_direction (GTK_WIDGET (self)) == GTK_TEXT_DIR_RTL;
  int left = rtl ? gtk_widget_get_width (GTK_WIDGET (self)) - *x - width : *x;
  int high;

  gtk_widget_measure (child, GTK_ORIENTATION_VERTICAL, -1, NULL, &high, NULL, NULL);
  high = MIN (high, height);
  gtk_widget_size_allocate (child,
                            &(GtkAllocation){ left, (height - high) / 2, width, high }, -1);
  *x += width + SPACING;
}

static void
kp_host_label_size_allocate (GtkWidget *widget, int width, int height, int baseline)
{
  KpHostLabel *self = KP_HOST_LABEL (widget);
  int x = 0;
  int icon;

  place (self, self->text, &x, get_text_width (self, width - get_icons_width (self)),
         height);
  gtk_widget_measure (self->lock, GTK_ORIENTATION_HORIZONTAL, -1, &icon, NULL, NULL, NULL);
  place (self, self->lock, &x, icon, height);
  if (!gtk_widget_get_visible (self->proxied))
    return;
  gtk_widget_measure (self->proxied, GTK_ORIENTATION_HORIZONTAL, -1, &icon, NULL, NULL,
                      NULL);
  place (self, self->proxied, &x, icon, height);
}

static void
kp_host_label_css_changed (GtkWidget *widget, GtkCssStyleChange *change)
{
  KP_HOST_LABEL (widget)->width = -1;

  GTK_WIDGET_CLASS (kp_host_label_parent_class)->css_changed (widget, change);
}

static gboolean
kp_host_label_query_tooltip (GtkWidget *widget, int x, int y, gboolean keyboard,
                             GtkTooltip *tooltip)
{
  KpHostLabel *self = KP_HOST_LABEL (widget);

  if (gtk_widget_get_width (self->text) >= get_full_width (self))
    return FALSE;
  gtk_tooltip_set_text (tooltip, get_text (self));
  return TRUE;
}

static void
kp_host_label_dispose (GObject *object)
{
  KpHostLabel *self = KP_HOST_LABEL (object);

  g_clear_pointer (&self->text, gtk_widget_unparent);
  g_clear_pointer (&self->lock, gtk_widget_unparent);
  g_clear_pointer (&self->proxied, gtk_widget_unparent);

  G_OBJECT_CLASS (kp_host_label_parent_class)->dispose (object);
}

static void
kp_host_label_class_init (KpHostLabelClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = kp_host_label_dispose;
  widget_class->measure = kp_host_label_measure;
  widget_class->size_allocate = kp_host_label_size_allocate;
  widget_class->css_changed = kp_host_label_css_changed;
  widget_class->query_tooltip = kp_host_label_query_tooltip;

  gtk_widget_class_set_css_name (widget_class, "hostlabel");
}

static void
kp_host_label_init (KpHostLabel *self)
{
  GtkWidget *widget = GTK_WIDGET (self);

  self->width = -1;
  self->text =
      g_object_new (GTK_TYPE_INSCRIPTION, "wrap-mode", PANGO_WRAP_CHAR, "text-overflow",
                    GTK_INSCRIPTION_OVERFLOW_ELLIPSIZE_MIDDLE, NULL);
  gtk_widget_set_parent (self->text, widget);
  self->lock = kp_lock_icon_new ();
  gtk_widget_set_parent (self->lock, widget);
  self->proxied =
      g_object_new (GTK_TYPE_IMAGE, "icon-name", "keyplate-proxied-symbolic", "visible",
                    FALSE, "tooltip-text", _ ("Behind a proxy"), NULL);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->proxied),
                                  GTK_ACCESSIBLE_PROPERTY_LABEL, _ ("Behind a proxy"), -1);
  gtk_widget_set_parent (self->proxied, widget);
  gtk_widget_set_has_tooltip (widget, TRUE);
}

GtkWidget *
kp_host_label_new (guint min_chars, guint nat_chars)
{
  KpHostLabel *self = g_object_new (KP_TYPE_HOST_LABEL, NULL);

  g_object_set (self->text, "min-chars", min_chars, "nat-chars", nat_chars, NULL);
  return GTK_WIDGET (self);
}

void
kp_host_label_set (KpHostLabel *self, const char *host, const char *lock, gboolean proxied)
{
  g_return_if_fail (KP_IS_HOST_LABEL (self));
  g_return_if_fail (host != NULL);

  if (g_strcmp0 (get_text (self), host) != 0)
    {
      gtk_inscription_set_text (GTK_INSCRIPTION (self->text), host);
      self->width = -1;
      /* The lock follows the end of the name. */
      gtk_widget_queue_allocate (GTK_WIDGET (self));
    }
  kp_lock_icon_set_lock (KP_LOCK_ICON (self->lock), lock);
  gtk_widget_set_visible (self->proxied, proxied);
}
