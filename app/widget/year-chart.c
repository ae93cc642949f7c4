/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "widget/year-chart.h"

#include <glib/gi18n.h>

#include "widget/year-bar.h"
#include "widget/year-words.h"

/* Pixels. */
#define BAR_WIDTH 14
#define MIN_BAR_WIDTH 4
#define BAR_HEIGHT 180
#define MIN_BAR_HEIGHT 60
#define MARK 1
#define LABEL_GAP 6
#define NUMBER_GAP 2
/* Bars narrower than this have a thin outline, or it would fill them. */
#define NARROW 9
/* Weeks of a step of Page Up and Page Down. */
#define MONTH 4

struct _KpYearChart
{
  GtkWidget parent_instance;

  KpYear year;
  GtkWidget *bars[KP_YEAR_SPANS];
  GtkWidget *overdue; /* labels under the bars */
  GtkWidget *months[KP_YEAR_MONTHS];
  guint selected;
  KpYearNames names; /* (nullable) */
  gpointer data;
};

enum
{
  PROP_SELECTED = 1,
  N_PROPERTIES,
};

enum
{
  OPENED,
  N_SIGNALS,
};

static GParamSpec *properties[N_PROPERTIES];
static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (KpYearChart, kp_year_chart, GTK_TYPE_WIDGET)

static gboolean
is_rtl (KpYearChart *self)
{
  return gtk_widget_get_direction (GTK_WIDGET (self)) == GTK_TEXT_DIR_RTL;
}

static int
measure (GtkWidget *child, GtkOrientation orientation)
{
  int natural = 0;

  gtk_widget_measure (child, orientation, -1, NULL, &natural, NULL, NULL);
  return natural;
}

/* Where a place in spans lies, in pixels from the start of the line. */
static int
pixel (double place, int width)
{
  return (int) (place * width / KP_YEAR_SPANS + 0.5);
}

static void
kp_year_chart_measure (GtkWidget *widget, GtkOrientation orientation, int for_size,
                       int *minimum, int *natural, int *minimum_baseline,
                       int *natural_baseline)
{
  KpYearChart *self = KP_YEAR_CHART (widget);
  int bar_minimum = 0, label;

  if (orientation == GTK_ORIENTATION_HORIZONTAL)
    {
      *minimum = KP_YEAR_SPANS * MIN_BAR_WIDTH;
      *natural = KP_YEAR_SPANS * BAR_WIDTH;
      return;
    }
  gtk_widget_measure (self->bars[0], orientation, -1, &bar_minimum, NULL, NULL, NULL);
  label = measure (self->overdue, orientation);
  *minimum = MAX (bar_minimum, MIN_BAR_HEIGHT) + label;
  *natural = MAX (bar_minimum, BAR_HEIGHT) + label;
}

/* Positions are told from the start of the line. */
static void
place (KpYearChart *self, GtkWidget *child, int x, int y, int width, int height)
{
  if (is_rtl (self))
    x = gtk_widget_get_width (GTK_WIDGET (self)) - x - width;
  gtk_widget_size_allocate (child, &(GtkAllocation){ x, y, width, height }, -1);
}

/* A month whose name would run into the one before it, or out at the end, has none. */
static void
place_labels (KpYearChart *self, int width, int y, int height)
{
  int taken = measure (self->overdue, GTK_ORIENTATION_HORIZONTAL);

  place (self, self->overdue, 0, y, taken, height);
  for (guint i = 0; i < KP_YEAR_MONTHS; i++)
    {
      GtkWidget *label = self->months[i];
      int wanted = measure (label, GTK_ORIENTATION_HORIZONTAL);
      int x = i < self->year.n_months
                  ? pixel (kp_year_place (&self->year, self->year.months[i]), width)
                  : width;
      gboolean fits = x >= taken + LABEL_GAP && x + wanted <= width;

      gtk_widget_set_child_visible (label, fits);
      if (!fits)
        continue;
      place (self, label, x, y, wanted, height);
      taken = x + wanted;
    }
}

static void
kp_year_chart_size_allocate (GtkWidget *widget, int width, int height, int baseline)
{
  KpYearChart *self = KP_YEAR_CHART (widget);
  int label = measure (self->overdue, GTK_ORIENTATION_VERTICAL);

  if (width < KP_YEAR_SPANS * NARROW)
    gtk_widget_add_css_class (widget, "narrow");
  else
    gtk_widget_remove_css_class (widget, "narrow");
  for (guint i = 0; i < KP_YEAR_SPANS; i++)
    {
      int start = pixel (i, width);

      place (self, self->bars[i], start, 0, pixel (i + 1, width) - start, height - label);
    }
  place_labels (self, width, height - label, label);
}

/* Where numbers stand already, and what they must not cover. */
typedef struct
{
  KpYearChart *self;
  GtkSnapshot *snapshot;
  GdkRGBA colour;
  gboolean ends;
  graphene_rect_t taken;
} Numbers;

static gboolean
get_part (KpYearChart *self, guint span, gboolean ends, graphene_rect_t *rect)
{
  GtkWidget *part = kp_year_bar_get_part (KP_YEAR_BAR (self->bars[span]), ends);

  return gtk_widget_get_child_visible (part)
         && gtk_widget_compute_bounds (part, GTK_WIDGET (self), rect);
}

static gboolean
covers (const Numbers *numbers, guint span, const graphene_rect_t *rect)
{
  /* What is further away is narrower than any number there is. */
  guint from = span > 4 ? span - 4 : 0;
  guint to = MIN (span + 4, KP_YEAR_WEEKS);

  if (graphene_rect_intersection (&numbers->taken, rect, NULL))
    return TRUE;
  for (guint i = from; i <= to; i++)
    {
      graphene_rect_t other;

      if (i != span && get_part (numbers->self, i, numbers->ends, &other)
          && graphene_rect_intersection (&other, rect, NULL))
        return TRUE;
    }
  return FALSE;
}

/* A number that has no room is told by its bar when somebody points at it or goes there. */
static void
draw_number (Numbers *numbers, guint span, guint number)
{
  GtkWidget *widget = GTK_WIDGET (numbers->self);
  g_autofree char *text = g_strdup_printf ("%u", number);
  g_autoptr (PangoLayout) layout = NULL;
  graphene_rect_t bar, rect;
  int width, height;
  float x, y;

  if (!get_part (numbers->self, span, numbers->ends, &bar))
    return;
  layout = gtk_widget_create_pango_layout (numbers->self->overdue, text);
  pango_layout_get_pixel_size (layout, &width, &height);
  x = bar.origin.x + (bar.size.width - (float) width) / 2;
  x = CLAMP (x, 0, MAX (0, (float) (gtk_widget_get_width (widget) - width)));
  y = numbers->ends ? bar.origin.y - (float) height : bar.origin.y + bar.size.height;
  graphene_rect_init (&rect, x - NUMBER_GAP, y, (float) width + 2 * NUMBER_GAP,
                      (float) height);
  if (covers (numbers, span, &rect))
    return;
  graphene_rect_inset (&rect, NUMBER_GAP, 0);
  numbers->taken = rect;
  gtk_snapshot_save (numbers->snapshot);
  gtk_snapshot_translate (numbers->snapshot, &rect.origin);
  gtk_snapshot_append_layout (numbers->snapshot, layout, &numbers->colour);
  gtk_snapshot_restore (numbers->snapshot);
}

static void
draw_line (KpYearChart *self, GtkSnapshot *snapshot, const GdkRGBA *colour, float x,
           float y, float width, float height)
{
  if (is_rtl (self))
    x = (float) gtk_widget_get_width (GTK_WIDGET (self)) - x - width;
  gtk_snapshot_append_color (snapshot, colour, &GRAPHENE_RECT_INIT (x, y, width, height));
}

/* The line on which the bars stand, and where a month begins. */
static void
draw_lines (KpYearChart *self, GtkSnapshot *snapshot, GdkRGBA colour)
{
  int width = gtk_widget_get_width (GTK_WIDGET (self));
  int height = gtk_widget_get_height (GTK_WIDGET (self))
               - measure (self->overdue, GTK_ORIENTATION_VERTICAL);

  colour.alpha *= .15f;
  for (guint i = 0; i < self->year.n_months; i++)
    {
      int x = pixel (kp_year_place (&self->year, self->year.months[i]), width);

      draw_line (self, snapshot, &colour, (float) x, 0, MARK, (float) height);
    }
  colour.alpha *= 3;
  draw_line (self, snapshot, &colour, 0, (float) (height / 2), (float) width, MARK);
  /* Today: what is before it is overdue. */
  draw_line (self, snapshot, &colour, (float) pixel (1, width) - MARK, 0, 2 * MARK,
             (float) height);
}

static void
kp_year_chart_snapshot (GtkWidget *widget, GtkSnapshot *snapshot)
{
  KpYearChart *self = KP_YEAR_CHART (widget);
  Numbers numbers = { .self = self, .snapshot = snapshot };

  gtk_style_context_get_color (gtk_widget_get_style_context (widget), &numbers.colour);
  draw_lines (self, snapshot, numbers.colour);
  GTK_WIDGET_CLASS (kp_year_chart_parent_class)->snapshot (widget, snapshot);
  for (guint ends = 0; ends < 2; ends++)
    {
      numbers.ends = ends == 1;
      graphene_rect_init (&numbers.taken, 0, 0, 0, 0);
      for (guint i = 0; i < KP_YEAR_SPANS; i++)
        draw_number (&numbers, i,
                     numbers.ends ? self->year.spans[i].ends
                                  : self->year.spans[i].renewals);
    }
}

static gboolean
go (KpYearChart *self, int span)
{
  kp_year_chart_select (self, (guint) CLAMP (span, 0, KP_YEAR_WEEKS));
  return gtk_widget_grab_focus (self->bars[self->selected]);
}

/* Within it Tab leads out, and the arrow keys of the line choose. */
static gboolean
kp_year_chart_focus (GtkWidget *widget, GtkDirectionType direction)
{
  KpYearChart *self = KP_YEAR_CHART (widget);
  gboolean onward = direction == (is_rtl (self) ? GTK_DIR_LEFT : GTK_DIR_RIGHT);

  if (gtk_widget_get_focus_child (widget) == NULL)
    return gtk_widget_grab_focus (self->bars[self->selected]);
  if (direction != GTK_DIR_LEFT && direction != GTK_DIR_RIGHT)
    return FALSE;
  return go (self, (int) self->selected + (onward ? 1 : -1));
}

static gboolean
kp_year_chart_grab_focus (GtkWidget *widget)
{
  KpYearChart *self = KP_YEAR_CHART (widget);

  return gtk_widget_grab_focus (self->bars[self->selected]);
}

static gboolean
jump_cb (GtkWidget *widget, GVariant *parameter, gpointer data)
{
  KpYearChart *self = KP_YEAR_CHART (widget);

  return go (self, (int) self->selected + g_variant_get_int32 (parameter));
}

static int
find_bar (KpYearChart *self, int x, int y, gboolean keyboard)
{
  GtkWidget *picked;

  if (keyboard)
    return (int) self->selected;
  picked = gtk_widget_pick (GTK_WIDGET (self), x, y, GTK_PICK_DEFAULT);
  for (int i = 0; i < KP_YEAR_SPANS; i++)
    if (picked == self->bars[i])
      return i;
  return -1;
}

static gboolean
kp_year_chart_query_tooltip (GtkWidget *widget, int x, int y, gboolean keyboard,
                             GtkTooltip *tooltip)
{
  KpYearChart *self = KP_YEAR_CHART (widget);
  int span = find_bar (self, x, y, keyboard);
  g_autofree char *words = NULL;
  g_autofree char *names = NULL;
  g_autofree char *text = NULL;
  graphene_rect_t bounds;

  if (span < 0)
    return FALSE;
  words = kp_year_words_span (&self->year, (guint) span);
  if (self->names != NULL)
    names = self->names ((guint) span, self->data);
  text = names != NULL ? g_strdup_printf ("%s\n%s", words, names) : g_strdup (words);
  gtk_tooltip_set_text (tooltip, text);
  if (gtk_widget_compute_bounds (self->bars[span], widget, &bounds))
    gtk_tooltip_set_tip_area (
        tooltip, &(GdkRectangle){ (int) bounds.origin.x, (int) bounds.origin.y,
                                  (int) bounds.size.width, (int) bounds.size.height });
  return TRUE;
}

static void
kp_year_chart_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  if (id == PROP_SELECTED)
    g_value_set_uint (value, KP_YEAR_CHART (object)->selected);
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
}

static void
kp_year_chart_dispose (GObject *object)
{
  KpYearChart *self = KP_YEAR_CHART (object);

  for (guint i = 0; i < KP_YEAR_SPANS; i++)
    g_clear_pointer (&self->bars[i], gtk_widget_unparent);
  for (guint i = 0; i < KP_YEAR_MONTHS; i++)
    g_clear_pointer (&self->months[i], gtk_widget_unparent);
  g_clear_pointer (&self->overdue, gtk_widget_unparent);

  G_OBJECT_CLASS (kp_year_chart_parent_class)->dispose (object);
}

static void
add_jump (GtkWidgetClass *widget_class, guint key, int weeks)
{
  gtk_widget_class_add_binding (widget_class, key, 0, jump_cb, "i", weeks);
}

static void
kp_year_chart_class_init (KpYearChartClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = kp_year_chart_dispose;
  object_class->get_property = kp_year_chart_get_property;
  widget_class->focus = kp_year_chart_focus;
  widget_class->grab_focus = kp_year_chart_grab_focus;
  widget_class->measure = kp_year_chart_measure;
  widget_class->query_tooltip = kp_year_chart_query_tooltip;
  widget_class->size_allocate = kp_year_chart_size_allocate;
  widget_class->snapshot = kp_year_chart_snapshot;

  properties[PROP_SELECTED] = g_param_spec_uint (
      "selected", NULL, NULL, 0, KP_YEAR_WEEKS, 0,
      G_PARAM_READABLE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPERTIES, properties);
  signals[OPENED] = g_signal_new ("opened", KP_TYPE_YEAR_CHART, G_SIGNAL_RUN_LAST, 0, NULL,
                                  NULL, NULL, G_TYPE_NONE, 0);

  add_jump (widget_class, GDK_KEY_Home, -KP_YEAR_SPANS);
  add_jump (widget_class, GDK_KEY_KP_Home, -KP_YEAR_SPANS);
  add_jump (widget_class, GDK_KEY_End, KP_YEAR_SPANS);
  add_jump (widget_class, GDK_KEY_KP_End, KP_YEAR_SPANS);
  add_jump (widget_class, GDK_KEY_Page_Up, -MONTH);
  add_jump (widget_class, GDK_KEY_KP_Page_Up, -MONTH);
  add_jump (widget_class, GDK_KEY_Page_Down, MONTH);
  add_jump (widget_class, GDK_KEY_KP_Page_Down, MONTH);
  gtk_widget_class_set_css_name (widget_class, "yearchart");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_GROUP);
}

static void
toggled_cb (KpYearChart *self, GtkToggleButton *bar)
{
  if (!gtk_toggle_button_get_active (bar))
    return;
  for (guint i = 0; i < KP_YEAR_SPANS; i++)
    if (self->bars[i] == GTK_WIDGET (bar) && i != self->selected)
      {
        self->selected = i;
        g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_SELECTED]);
      }
}

static void
opened_cb (KpYearChart *self)
{
  g_signal_emit (self, signals[OPENED], 0);
}

static GtkWidget *
add_label (KpYearChart *self, const char *text)
{
  GtkWidget *label = g_object_new (GTK_TYPE_LABEL, "accessible-role",
                                   GTK_ACCESSIBLE_ROLE_PRESENTATION, "label", text, NULL);

  gtk_widget_add_css_class (label, "caption");
  gtk_widget_set_parent (label, GTK_WIDGET (self));
  return label;
}

static void
kp_year_chart_init (KpYearChart *self)
{
  for (guint i = 0; i < KP_YEAR_SPANS; i++)
    {
      self->bars[i] = kp_year_bar_new (i > 0 ? KP_YEAR_BAR (self->bars[0]) : NULL);
      gtk_widget_set_parent (self->bars[i], GTK_WIDGET (self));
      g_signal_connect_object (self->bars[i], "toggled", G_CALLBACK (toggled_cb), self,
                               G_CONNECT_SWAPPED);
      g_signal_connect_object (self->bars[i], "opened", G_CALLBACK (opened_cb), self,
                               G_CONNECT_SWAPPED);
    }
  gtk_widget_add_css_class (self->bars[0], "overdue");
  gtk_toggle_button_set_active (GTK_TOGGLE_BUTTON (self->bars[0]), TRUE);
  self->overdue = add_label (self, _ ("Overdue"));
  for (guint i = 0; i < KP_YEAR_MONTHS; i++)
    self->months[i] = add_label (self, "");
  gtk_widget_set_has_tooltip (GTK_WIDGET (self), TRUE);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _ ("The year by weeks"), -1);
}

static void
set_months (KpYearChart *self)
{
  for (guint i = 0; i < self->year.n_months; i++)
    {
      g_autoptr (GDateTime) month = g_date_time_new_from_unix_local (self->year.months[i]);
      g_autofree char *name = month != NULL ? g_date_time_format (month, "%b") : NULL;

      gtk_label_set_text (GTK_LABEL (self->months[i]), name != NULL ? name : "");
    }
}

void
kp_year_chart_set (KpYearChart *self, const KpYear *year)
{
  double most;

  g_return_if_fail (KP_IS_YEAR_CHART (self));
  g_return_if_fail (year != NULL);

  self->year = *year;
  most = MAX (1, year->most);
  for (guint i = 0; i < KP_YEAR_SPANS; i++)
    {
      g_autofree char *words = kp_year_words_span (year, i);

      kp_year_bar_set (KP_YEAR_BAR (self->bars[i]), year->spans[i].ends / most,
                       year->spans[i].renewals / most, words);
    }
  set_months (self);
  gtk_widget_queue_resize (GTK_WIDGET (self));
}

void
kp_year_chart_set_names (KpYearChart *self, KpYearNames names, gpointer data)
{
  g_return_if_fail (KP_IS_YEAR_CHART (self));

  self->names = names;
  self->data = data;
}

guint
kp_year_chart_get_selected (KpYearChart *self)
{
  g_return_val_if_fail (KP_IS_YEAR_CHART (self), 0);

  return self->selected;
}

void
kp_year_chart_select (KpYearChart *self, guint span)
{
  g_return_if_fail (KP_IS_YEAR_CHART (self));
  g_return_if_fail (span < KP_YEAR_SPANS);

  gtk_toggle_button_set_active (GTK_TOGGLE_BUTTON (self->bars[span]), TRUE);
}
