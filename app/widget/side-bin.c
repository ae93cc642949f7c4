/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "widget/side-bin.h"

#include "widget/assistive.h"

/* From this width on there is room for a list beside the content. */
#define THRESHOLD 680
/* Of the list. */
#define SIDE_WIDTH 240

typedef enum
{
  SIDE,
  BAR,
  CONTENT,
  N_CHILDREN,
} Place;

static const char *const types[N_CHILDREN] = { "side", "bar", "content" };

struct _KpSideBin
{
  GtkWidget parent_instance;

  GtkWidget *children[N_CHILDREN];
  gboolean revealed;
  gboolean narrow;
};

enum
{
  PROP_REVEALED = 1,
  N_PROPERTIES,
};

static GParamSpec *properties[N_PROPERTIES];

static void kp_side_bin_buildable_init (GtkBuildableIface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (KpSideBin, kp_side_bin, GTK_TYPE_WIDGET,
                               G_IMPLEMENT_INTERFACE (GTK_TYPE_BUILDABLE,
                                                      kp_side_bin_buildable_init))

static GtkBuildableIface *parent_buildable;

static void
update_shown (KpSideBin *self)
{
  kp_assistive_set_shown (self->children[SIDE], self->revealed && !self->narrow);
  kp_assistive_set_shown (self->children[BAR], self->revealed && self->narrow);
}

static void
measure (KpSideBin *self, Place place, GtkOrientation orientation, int *minimum,
         int *natural)
{
  *minimum = *natural = 0;
  if (self->children[place] != NULL && (place == CONTENT || self->revealed))
    gtk_widget_measure (self->children[place], orientation, -1, minimum, natural, NULL,
                        NULL);
}

static GtkSizeRequestMode
kp_side_bin_get_request_mode (GtkWidget *widget)
{
  return GTK_SIZE_REQUEST_CONSTANT_SIZE;
}

static void
kp_side_bin_measure (GtkWidget *widget, GtkOrientation orientation, int for_size,
                     int *minimum, int *natural, int *minimum_baseline,
                     int *natural_baseline)
{
  KpSideBin *self = KP_SIDE_BIN (widget);
  int least[N_CHILDREN], wish[N_CHILDREN];

  for (Place place = 0; place < N_CHILDREN; place++)
    measure (self, place, orientation, &least[place], &wish[place]);
  if (orientation == GTK_ORIENTATION_HORIZONTAL)
    {
      *minimum = MAX (least[BAR], least[CONTENT]);
      *natural = wish[CONTENT] + (self->revealed ? SIDE_WIDTH : 0);
    }
  else
    {
      /* Which of them shows isn't known yet: enough for either. */
      *minimum = MAX (least[SIDE], least[BAR] + least[CONTENT]);
      *natural = MAX (wish[SIDE], wish[BAR] + wish[CONTENT]);
    }
}

static void
allocate (GtkWidget *child, int x, int y, int width, int height)
{
  gtk_widget_size_allocate (child, &(GtkAllocation){ x, y, width, height }, -1);
}

static void
kp_side_bin_size_allocate (GtkWidget *widget, int width, int height, int baseline)
{
  KpSideBin *self = KP_SIDE_BIN (widget);
  gboolean turned = gtk_widget_get_direction (widget) == GTK_TEXT_DIR_RTL;
  gboolean narrow = width < THRESHOLD;
  int bar, wish;

  if (narrow != self->narrow)
    {
      self->narrow = narrow;
      update_shown (self);
    }
  if (!self->revealed)
    allocate (self->children[CONTENT], 0, 0, width, height);
  else if (narrow)
    {
      measure (self, BAR, GTK_ORIENTATION_VERTICAL, &bar, &wish);
      allocate (self->children[BAR], 0, 0, width, bar);
      allocate (self->children[CONTENT], 0, bar, width, height - bar);
    }
  else
    {
      allocate (self->children[SIDE], turned ? width - SIDE_WIDTH : 0, 0, SIDE_WIDTH,
                height);
      allocate (self->children[CONTENT], turned ? 0 : SIDE_WIDTH, 0, width - SIDE_WIDTH,
                height);
    }
}

static void
kp_side_bin_add_child (GtkBuildable *buildable, GtkBuilder *builder, GObject *child,
                       const char *type)
{
  KpSideBin *self = KP_SIDE_BIN (buildable);

  for (Place place = 0; place < N_CHILDREN; place++)
    if (g_strcmp0 (type, types[place]) == 0 && GTK_IS_WIDGET (child)
        && self->children[place] == NULL)
      {
        self->children[place] = GTK_WIDGET (child);
        gtk_widget_set_parent (GTK_WIDGET (child), GTK_WIDGET (self));
        update_shown (self);
        return;
      }
  parent_buildable->add_child (buildable, builder, child, type);
}

static void
kp_side_bin_buildable_init (GtkBuildableIface *iface)
{
  parent_buildable = g_type_interface_peek_parent (iface);
  iface->add_child = kp_side_bin_add_child;
}

static void
kp_side_bin_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  switch (id)
    {
    case PROP_REVEALED:
      g_value_set_boolean (value, KP_SIDE_BIN (object)->revealed);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
kp_side_bin_set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
  switch (id)
    {
    case PROP_REVEALED:
      kp_side_bin_set_revealed (KP_SIDE_BIN (object), g_value_get_boolean (value));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
kp_side_bin_dispose (GObject *object)
{
  KpSideBin *self = KP_SIDE_BIN (object);

  for (Place place = 0; place < N_CHILDREN; place++)
    g_clear_pointer (&self->children[place], gtk_widget_unparent);

  G_OBJECT_CLASS (kp_side_bin_parent_class)->dispose (object);
}

static void
kp_side_bin_class_init (KpSideBinClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->get_property = kp_side_bin_get_property;
  object_class->set_property = kp_side_bin_set_property;
  object_class->dispose = kp_side_bin_dispose;
  widget_class->get_request_mode = kp_side_bin_get_request_mode;
  widget_class->measure = kp_side_bin_measure;
  widget_class->size_allocate = kp_side_bin_size_allocate;

  gtk_widget_class_set_css_name (widget_class, "sidebin");

  properties[PROP_REVEALED] = g_param_spec_boolean (
      "revealed", NULL, NULL, FALSE,
      G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPERTIES, properties);
}

static void
kp_side_bin_init (KpSideBin *self)
{
  gtk_widget_set_overflow (GTK_WIDGET (self), GTK_OVERFLOW_HIDDEN);
}

void
kp_side_bin_set_revealed (KpSideBin *self, gboolean revealed)
{
  g_return_if_fail (KP_IS_SIDE_BIN (self));

  if (self->revealed == revealed)
    return;
  self->revealed = revealed;
  update_shown (self);
  gtk_widget_queue_resize (GTK_WIDGET (self));
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_REVEALED]);
}
