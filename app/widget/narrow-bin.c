/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "widget/narrow-bin.h"

#include "widget/assistive.h"

#define THRESHOLD 640

struct _KpNarrowBin
{
  GtkWidget parent_instance;

  GtkWidget *wide;
  GtkWidget *narrow;
  int threshold;
  gboolean is_narrow;
  gboolean settled;   /* it has a width, and so it is known which child shows */
  gboolean had_focus; /* the child that went */
  guint notify_id;
};

enum
{
  PROP_WIDE = 1,
  PROP_NARROW,
  PROP_THRESHOLD,
  PROP_IS_NARROW,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

static void kp_narrow_bin_buildable_init (GtkBuildableIface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (KpNarrowBin, kp_narrow_bin, GTK_TYPE_WIDGET,
                               G_IMPLEMENT_INTERFACE (GTK_TYPE_BUILDABLE,
                                                      kp_narrow_bin_buildable_init))

static GtkBuildableIface *parent_buildable;

static GtkWidget *
current_child (KpNarrowBin *self)
{
  return self->is_narrow ? self->narrow : self->wide;
}

static gboolean
notify_idle (gpointer user_data)
{
  KpNarrowBin *self = user_data;
  GtkWidget *child = current_child (self);

  self->notify_id = 0;
  if (self->had_focus && child != NULL)
    gtk_widget_child_focus (child, GTK_DIR_TAB_FORWARD);
  self->had_focus = FALSE;

  gtk_widget_queue_resize (GTK_WIDGET (self));
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_IS_NARROW]);
  return G_SOURCE_REMOVE;
}

static gboolean
has_focus (KpNarrowBin *self, GtkWidget *child)
{
  GtkRoot *root = gtk_widget_get_root (GTK_WIDGET (self));
  GtkWidget *focus = root != NULL ? gtk_root_get_focus (root) : NULL;

  return focus != NULL && child != NULL
         && (focus == child || gtk_widget_is_ancestor (focus, child));
}

static void
update_visible (KpNarrowBin *self)
{
  kp_assistive_set_shown (self->wide, !self->is_narrow);
  kp_assistive_set_shown (self->narrow, self->is_narrow);
}

static GtkSizeRequestMode
kp_narrow_bin_get_request_mode (GtkWidget *widget)
{
  return GTK_SIZE_REQUEST_CONSTANT_SIZE;
}

static void
kp_narrow_bin_measure (GtkWidget *widget, GtkOrientation orientation, int for_size,
                       int *minimum, int *natural, int *minimum_baseline,
                       int *natural_baseline)
{
  KpNarrowBin *self = KP_NARROW_BIN (widget);
  int wide_minimum = 0, wide_natural = 0, narrow_minimum = 0, narrow_natural = 0;

  if (self->wide != NULL)
    gtk_widget_measure (self->wide, orientation, -1, &wide_minimum, &wide_natural, NULL,
                        NULL);
  if (self->narrow != NULL)
    gtk_widget_measure (self->narrow, orientation, -1, &narrow_minimum, &narrow_natural,
                        NULL, NULL);

  if (orientation == GTK_ORIENTATION_HORIZONTAL)
    {
      *minimum = self->narrow != NULL ? narrow_minimum : wide_minimum;
      *natural = MAX (wide_natural, narrow_natural);
    }
  else if (self->settled)
    {
      *minimum = self->is_narrow ? narrow_minimum : wide_minimum;
      *natural = self->is_narrow ? narrow_natural : wide_natural;
    }
  else
    {
      /* Which child shows isn't known yet: enough for either. */
      *minimum = MAX (wide_minimum, narrow_minimum);
      *natural = MAX (wide_natural, narrow_natural);
    }
}

static void
kp_narrow_bin_size_allocate (GtkWidget *widget, int width, int height, int baseline)
{
  KpNarrowBin *self = KP_NARROW_BIN (widget);
  gboolean is_narrow = self->narrow != NULL;
  GtkWidget *child;

  /* The wide child must fit, too: with large fonts it may need more. */
  if (self->wide != NULL && width >= self->threshold)
    {
      int wide_minimum;

      gtk_widget_measure (self->wide, GTK_ORIENTATION_HORIZONTAL, -1, &wide_minimum, NULL,
                          NULL, NULL);
      is_narrow = self->narrow != NULL && width < wide_minimum;
    }

  if (is_narrow != self->is_narrow)
    {
      /* GTK takes the focus from a child that is hidden. */
      self->had_focus |= has_focus (self, current_child (self));
      self->is_narrow = is_narrow;
      update_visible (self);
      /* What is bound to is-narrow may ask for a new size, which GTK
       * forbids while it allocates. */
      if (self->notify_id == 0)
        self->notify_id =
            g_idle_add_full (GTK_PRIORITY_RESIZE - 1, notify_idle, self, NULL);
    }

  self->settled = TRUE;
  child = current_child (self);
  if (child != NULL)
    {
      int minimum;

      /* The height is still that of the other child until it is asked for anew. */
      gtk_widget_measure (child, GTK_ORIENTATION_VERTICAL, -1, &minimum, NULL, NULL, NULL);
      gtk_widget_allocate (child, width, MAX (height, minimum), baseline, NULL);
    }
}

static void
set_child (KpNarrowBin *self, GtkWidget **place, GtkWidget *child, GParamSpec *pspec)
{
  if (*place == child)
    return;

  g_clear_pointer (place, gtk_widget_unparent);
  *place = child;
  if (child != NULL)
    gtk_widget_set_parent (child, GTK_WIDGET (self));
  update_visible (self);
  gtk_widget_queue_resize (GTK_WIDGET (self));
  g_object_notify_by_pspec (G_OBJECT (self), pspec);
}

static void
kp_narrow_bin_add_child (GtkBuildable *buildable, GtkBuilder *builder, GObject *child,
                         const char *type)
{
  if (g_strcmp0 (type, "wide") == 0 && GTK_IS_WIDGET (child))
    kp_narrow_bin_set_wide (KP_NARROW_BIN (buildable), GTK_WIDGET (child));
  else if (g_strcmp0 (type, "narrow") == 0 && GTK_IS_WIDGET (child))
    kp_narrow_bin_set_narrow (KP_NARROW_BIN (buildable), GTK_WIDGET (child));
  else
    parent_buildable->add_child (buildable, builder, child, type);
}

static void
kp_narrow_bin_buildable_init (GtkBuildableIface *iface)
{
  parent_buildable = g_type_interface_peek_parent (iface);
  iface->add_child = kp_narrow_bin_add_child;
}

static void
kp_narrow_bin_get_property (GObject *object, guint property_id, GValue *value,
                            GParamSpec *pspec)
{
  KpNarrowBin *self = KP_NARROW_BIN (object);

  switch (property_id)
    {
    case PROP_WIDE:
      g_value_set_object (value, self->wide);
      break;
    case PROP_NARROW:
      g_value_set_object (value, self->narrow);
      break;
    case PROP_THRESHOLD:
      g_value_set_int (value, self->threshold);
      break;
    case PROP_IS_NARROW:
      g_value_set_boolean (value, self->is_narrow);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, property_id, pspec);
    }
}

static void
kp_narrow_bin_set_property (GObject *object, guint property_id, const GValue *value,
                            GParamSpec *pspec)
{
  KpNarrowBin *self = KP_NARROW_BIN (object);

  switch (property_id)
    {
    case PROP_WIDE:
      kp_narrow_bin_set_wide (self, g_value_get_object (value));
      break;
    case PROP_NARROW:
      kp_narrow_bin_set_narrow (self, g_value_get_object (value));
      break;
    case PROP_THRESHOLD:
      if (self->threshold != g_value_get_int (value))
        {
          self->threshold = g_value_get_int (value);
          gtk_widget_queue_allocate (GTK_WIDGET (self));
          g_object_notify_by_pspec (object, pspec);
        }
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, property_id, pspec);
    }
}

static void
kp_narrow_bin_dispose (GObject *object)
{
  KpNarrowBin *self = KP_NARROW_BIN (object);

  g_clear_handle_id (&self->notify_id, g_source_remove);
  g_clear_pointer (&self->wide, gtk_widget_unparent);
  g_clear_pointer (&self->narrow, gtk_widget_unparent);

  G_OBJECT_CLASS (kp_narrow_bin_parent_class)->dispose (object);
}

static void
kp_narrow_bin_class_init (KpNarrowBinClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);
  const GParamFlags flags = G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS;

  object_class->get_property = kp_narrow_bin_get_property;
  object_class->set_property = kp_narrow_bin_set_property;
  object_class->dispose = kp_narrow_bin_dispose;
  widget_class->get_request_mode = kp_narrow_bin_get_request_mode;
  widget_class->measure = kp_narrow_bin_measure;
  widget_class->size_allocate = kp_narrow_bin_size_allocate;

  properties[PROP_WIDE] =
      g_param_spec_object ("wide", NULL, NULL, GTK_TYPE_WIDGET, G_PARAM_READWRITE | flags);
  properties[PROP_NARROW] = g_param_spec_object ("narrow", NULL, NULL, GTK_TYPE_WIDGET,
                                                 G_PARAM_READWRITE | flags);
  properties[PROP_THRESHOLD] = g_param_spec_int ("threshold", NULL, NULL, 0, G_MAXINT,
                                                 THRESHOLD, G_PARAM_READWRITE | flags);
  properties[PROP_IS_NARROW] =
      g_param_spec_boolean ("is-narrow", NULL, NULL, FALSE, G_PARAM_READABLE | flags);
  g_object_class_install_properties (object_class, N_PROPS, properties);
}

static void
kp_narrow_bin_init (KpNarrowBin *self)
{
  self->threshold = THRESHOLD;
  gtk_widget_set_overflow (GTK_WIDGET (self), GTK_OVERFLOW_HIDDEN);
}

void
kp_narrow_bin_set_wide (KpNarrowBin *self, GtkWidget *child)
{
  g_return_if_fail (KP_IS_NARROW_BIN (self));
  g_return_if_fail (child == NULL || GTK_IS_WIDGET (child));

  set_child (self, &self->wide, child, properties[PROP_WIDE]);
}

void
kp_narrow_bin_set_narrow (KpNarrowBin *self, GtkWidget *child)
{
  g_return_if_fail (KP_IS_NARROW_BIN (self));
  g_return_if_fail (child == NULL || GTK_IS_WIDGET (child));

  set_child (self, &self->narrow, child, properties[PROP_NARROW]);
}

gboolean
kp_narrow_bin_get_is_narrow (KpNarrowBin *self)
{
  g_return_val_if_fail (KP_IS_NARROW_BIN (self), FALSE);

  return self->is_narrow;
}
