/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "widget/wrap-box.h"

#define SPACING 6
/* No line is full at this width; Pango counts in 1024ths. */
#define AMPLE_WIDTH (1 << 20)

struct _KpWrapBox
{
  GtkWidget parent_instance;

  int spacing;
  float align;
};

enum
{
  PROP_SPACING = 1,
  PROP_ALIGN,
  N_PROPS
};

/* A child that shows, and the line that may begin with it. */
typedef struct
{
  GtkWidget *widget;
  int width; /* before the rest of its line is shared out */
  gboolean expands;
  guint end;  /* of that line: the number of the child after its last */
  int height; /* of that line and all after it */
} Child;

static GParamSpec *properties[N_PROPS];

static void kp_wrap_box_buildable_init (GtkBuildableIface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (KpWrapBox, kp_wrap_box, GTK_TYPE_WIDGET,
                               G_IMPLEMENT_INTERFACE (GTK_TYPE_BUILDABLE,
                                                      kp_wrap_box_buildable_init))

static GtkBuildableIface *parent_buildable;

static gboolean
expands (GtkWidget *child)
{
  return gtk_widget_compute_expand (child, GTK_ORIENTATION_HORIZONTAL);
}

/* What a child is given before a line's rest is shared out. */
static int
child_width (GtkWidget *child, int available)
{
  int minimum, natural;

  gtk_widget_measure (child, GTK_ORIENTATION_HORIZONTAL, -1, &minimum, &natural, NULL,
                      NULL);
  return expands (child) ? minimum : MAX (minimum, MIN (natural, available));
}

/* What each child that expands gets of the rest of the line from @from to @end, and what is
 * left if none does. */
static int
share_rest (KpWrapBox *self, GArray *children, guint from, guint end, int available,
            int *left)
{
  int rest = available - (int) (end - from - 1) * self->spacing, n_expand = 0;

  for (guint i = from; i < end; i++)
    {
      const Child *child = &g_array_index (children, Child, i);

      rest -= child->width;
      n_expand += child->expands ? 1 : 0;
    }
  *left = n_expand > 0 ? 0 : MAX (0, rest);
  return n_expand > 0 ? MAX (0, rest) / n_expand : 0;
}

static int
line_height (KpWrapBox *self, GArray *children, guint from, guint end, int available)
{
  int highest = 0, left;
  int share = share_rest (self, children, from, end, available, &left);

  for (guint i = from; i < end; i++)
    {
      const Child *child = &g_array_index (children, Child, i);
      int height;

      gtk_widget_measure (child->widget, GTK_ORIENTATION_VERTICAL,
                          child->width + (child->expands ? share : 0), NULL, &height, NULL,
                          NULL);
      highest = MAX (highest, height);
    }
  return highest;
}

/* Where the line that begins with child @from ends, those after it being known. */
static void
end_line (KpWrapBox *self, GArray *children, guint from, int available)
{
  Child *first = &g_array_index (children, Child, from);
  int width = 0;

  first->height = -1;
  for (guint end = from + 1; end <= children->len; end++)
    {
      int height, after = 0;

      width += g_array_index (children, Child, end - 1).width;
      if (end > from + 1 && (width += self->spacing) > available)
        return;
      height = line_height (self, children, from, end, available);
      if (end < children->len)
        after = g_array_index (children, Child, end).height;
      height += after + (height > 0 && after > 0 ? self->spacing : 0);
      if (first->height >= 0 && height > first->height)
        continue;
      first->height = height;
      first->end = end;
    }
}

/* Breaks them into lines that are as low as can be; where that leaves a choice, a line
 * takes what fits. Were each line just filled, a wider box could be the higher one, as a
 * low label and a high button come to stand in one line; and where GTK looks for the least
 * width of a window by halving, it takes it that none is. */
static GArray *
break_lines (KpWrapBox *self, int available)
{
  GArray *children = g_array_new (FALSE, TRUE, sizeof (Child));

  for (GtkWidget *widget = gtk_widget_get_first_child (GTK_WIDGET (self)); widget != NULL;
       widget = gtk_widget_get_next_sibling (widget))
    if (gtk_widget_should_layout (widget))
      {
        const Child child = { .widget = widget,
                              .width = child_width (widget, available),
                              .expands = expands (widget) };

        g_array_append_val (children, child);
      }
  for (guint i = children->len; i > 0; i--)
    end_line (self, children, i - 1, available);
  return children;
}

static int
lines_height (GArray *children)
{
  return children->len > 0 ? g_array_index (children, Child, 0).height : 0;
}

static int
measure_height (KpWrapBox *self, int width)
{
  g_autoptr (GArray) children = break_lines (self, width);

  return lines_height (children);
}

static void
allocate_line (KpWrapBox *self, GArray *children, guint from, int y, int height,
               int available)
{
  gboolean rtl = gtk_widget_get_direction (GTK_WIDGET (self)) == GTK_TEXT_DIR_RTL;
  guint end = g_array_index (children, Child, from).end;
  int left;
  int share = share_rest (self, children, from, end, available, &left);
  int x = (int) (self->align * (float) left);

  for (guint i = from; i < end; i++)
    {
      const Child *child = &g_array_index (children, Child, i);
      int width = child->width + (child->expands ? share : 0);

      gtk_widget_size_allocate (
          child->widget,
          &(GtkAllocation){ rtl ? available - x - width : x, y, width, height }, -1);
      x += width + self->spacing;
    }
}

static GtkSizeRequestMode
kp_wrap_box_get_request_mode (GtkWidget *widget)
{
  return GTK_SIZE_REQUEST_HEIGHT_FOR_WIDTH;
}

static void
kp_wrap_box_measure (GtkWidget *widget, GtkOrientation orientation, int for_size,
                     int *minimum, int *natural, int *minimum_baseline,
                     int *natural_baseline)
{
  KpWrapBox *self = KP_WRAP_BOX (widget);
  int widest = 0, together = 0;

  if (orientation == GTK_ORIENTATION_VERTICAL && for_size >= 0)
    {
      *minimum = *natural = measure_height (self, for_size);
      return;
    }

  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    {
      int child_minimum, child_natural;

      if (!gtk_widget_should_layout (child))
        continue;
      gtk_widget_measure (child, GTK_ORIENTATION_HORIZONTAL, -1, &child_minimum,
                          &child_natural, NULL, NULL);
      widest = MAX (widest, child_minimum);
      together += child_natural + (together > 0 ? self->spacing : 0);
    }

  if (orientation == GTK_ORIENTATION_HORIZONTAL)
    {
      *minimum = widest;
      *natural = MAX (widest, together);
    }
  else
    {
      /* No width may need less: what children that expand get of a line is not what they
       * would like, and they have more lines of their own at the natural width. */
      *minimum = measure_height (self, AMPLE_WIDTH);
      *natural = MAX (*minimum, measure_height (self, MAX (widest, together)));
    }
}

static void
kp_wrap_box_size_allocate (GtkWidget *widget, int width, int height, int baseline)
{
  KpWrapBox *self = KP_WRAP_BOX (widget);
  g_autoptr (GArray) children = break_lines (self, width);
  int y = MAX (0, height - lines_height (children)) / 2;
  guint from = 0;

  while (from < children->len)
    {
      guint end = g_array_index (children, Child, from).end;
      int line = line_height (self, children, from, end, width);

      allocate_line (self, children, from, y, line, width);
      y += line + (line > 0 ? self->spacing : 0);
      from = end;
    }
}

static void
kp_wrap_box_compute_expand (GtkWidget *widget, gboolean *hexpand, gboolean *vexpand)
{
  *hexpand = FALSE;
  *vexpand = FALSE;
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    *hexpand |= expands (child);
}

static void
kp_wrap_box_add_child (GtkBuildable *buildable, GtkBuilder *builder, GObject *child,
                       const char *type)
{
  if (type == NULL && GTK_IS_WIDGET (child))
    kp_wrap_box_append (KP_WRAP_BOX (buildable), GTK_WIDGET (child));
  else
    parent_buildable->add_child (buildable, builder, child, type);
}

static void
kp_wrap_box_buildable_init (GtkBuildableIface *iface)
{
  parent_buildable = g_type_interface_peek_parent (iface);
  iface->add_child = kp_wrap_box_add_child;
}

static void
kp_wrap_box_get_property (GObject *object, guint property_id, GValue *value,
                          GParamSpec *pspec)
{
  KpWrapBox *self = KP_WRAP_BOX (object);

  switch (property_id)
    {
    case PROP_SPACING:
      g_value_set_int (value, self->spacing);
      break;
    case PROP_ALIGN:
      g_value_set_float (value, self->align);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, property_id, pspec);
    }
}

static void
kp_wrap_box_set_property (GObject *object, guint property_id, const GValue *value,
                          GParamSpec *pspec)
{
  KpWrapBox *self = KP_WRAP_BOX (object);

  switch (property_id)
    {
    case PROP_SPACING:
      self->spacing = g_value_get_int (value);
      break;
    case PROP_ALIGN:
      self->align = g_value_get_float (value);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, property_id, pspec);
      return;
    }

  gtk_widget_queue_resize (GTK_WIDGET (self));
  g_object_notify_by_pspec (object, pspec);
}

static void
kp_wrap_box_dispose (GObject *object)
{
  GtkWidget *child;

  while ((child = gtk_widget_get_first_child (GTK_WIDGET (object))) != NULL)
    gtk_widget_unparent (child);

  G_OBJECT_CLASS (kp_wrap_box_parent_class)->dispose (object);
}

static void
kp_wrap_box_class_init (KpWrapBoxClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);
  const GParamFlags flags =
      G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS;

  object_class->get_property = kp_wrap_box_get_property;
  object_class->set_property = kp_wrap_box_set_property;
  object_class->dispose = kp_wrap_box_dispose;
  widget_class->get_request_mode = kp_wrap_box_get_request_mode;
  widget_class->measure = kp_wrap_box_measure;
  widget_class->size_allocate = kp_wrap_box_size_allocate;
  widget_class->compute_expand = kp_wrap_box_compute_expand;

  properties[PROP_SPACING] =
      g_param_spec_int ("spacing", NULL, NULL, 0, G_MAXINT, SPACING, flags);
  properties[PROP_ALIGN] = g_param_spec_float ("align", NULL, NULL, 0, 1, 0, flags);
  g_object_class_install_properties (object_class, N_PROPS, properties);

  gtk_widget_class_set_css_name (widget_class, "wrapbox");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_GROUP);
}

static void
kp_wrap_box_init (KpWrapBox *self)
{
  self->spacing = SPACING;
}

GtkWidget *
kp_wrap_box_new (void)
{
  return g_object_new (KP_TYPE_WRAP_BOX, NULL);
}

void
kp_wrap_box_append (KpWrapBox *self, GtkWidget *child)
{
  g_return_if_fail (KP_IS_WRAP_BOX (self));
  g_return_if_fail (GTK_IS_WIDGET (child));

  gtk_widget_insert_before (child, GTK_WIDGET (self), NULL);
}
