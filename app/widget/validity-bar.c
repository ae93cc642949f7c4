/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "widget/validity-bar.h"

#include <adwaita.h>
#include <glib/gi18n.h>

#define DAY (24 * 60 * 60)
#define LAST_DAYS (7 * DAY)
#define BAR_HEIGHT 8
#define TICK_WIDTH 2
#define TODAY_WIDTH 4
#define OVERHANG 4 /* of tick and today over the bar, above and below */
#define GAP 6

/* The parts of the bar are CSS nodes, so that themes and high contrast colour
 * them: trough, fill (by the class of the bar), tick and today. */
struct _KpValidityBar
{
  GtkWidget parent_instance;

  GtkWidget *trough;
  GtkWidget *fill;
  GtkWidget *tick;
  GtkWidget *today;
  GtkWidget *letter; /* R, above the tick */
  GtkWidget *start;  /* under the ends */
  GtkWidget *end;
  GtkWidget *words;

  gint64 not_before;
  gint64 not_after;
  gint64 renew_by;
  gint64 now;
  char *text;
};

enum
{
  PROP_NOT_BEFORE = 1,
  PROP_NOT_AFTER,
  PROP_RENEW_BY,
  PROP_NOW,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

G_DEFINE_FINAL_TYPE (KpValidityBar, kp_validity_bar, GTK_TYPE_WIDGET)

static char *
format_day (gint64 time, gint64 now)
{
  g_autoptr (GDateTime) day = g_date_time_new_from_unix_local (time);
  g_autoptr (GDateTime) today = g_date_time_new_from_unix_local (now);

  /* A certificate may name a year that no calendar here reaches. */
  if (day == NULL || today == NULL)
    return g_strdup ("–");

  return g_date_time_format (day, g_date_time_get_year (day) == g_date_time_get_year (today)
                                      /* Translators: a day of this year, "18 November". */
                                      ? _ ("%-d %B")
                                      /* Translators: a day, "18 November 2027". */
                                      : _ ("%-d %B %Y"));
}

static gboolean
has_dates (KpValidityBar *self)
{
  return self->not_after > self->not_before;
}

static gboolean
has_tick (KpValidityBar *self)
{
  return self->renew_by > self->not_before && self->renew_by < self->not_after;
}

/* Of the whole validity; differences as doubles, since they may not fit. */
static double
share (KpValidityBar *self, gint64 time)
{
  double whole = (double) self->not_after - (double) self->not_before;

  return CLAMP (((double) time - (double) self->not_before) / whole, 0, 1);
}

static const char *
state_class (KpValidityBar *self)
{
  if ((double) self->now >= (double) self->not_after - LAST_DAYS)
    return "error";
  if (self->renew_by != 0 && self->now >= self->renew_by)
    return "warning";

  return "success";
}

static char *
days_text (KpValidityBar *self)
{
  double whole = (double) self->not_after - (double) self->not_before;
  double left = (double) self->not_after - (double) self->now;
  gulong days_left = (gulong) CLAMP (left / DAY, 0, G_MAXINT);
  gulong days_whole = (gulong) CLAMP ((whole + DAY / 2) / DAY, 1, G_MAXINT);
  g_autofree char *day = NULL;

  if (left <= 0)
    {
      day = format_day (self->not_after, self->now);
      /* Translators: %s is a day. */
      return g_strdup_printf (_ ("Expired on %s"), day);
    }
  if (self->now < self->not_before)
    {
      day = format_day (self->not_before, self->now);
      /* Translators: %s is a day. */
      return g_strdup_printf (_ ("Not valid before %s"), day);
    }

  return g_strdup_printf (
      /* Translators: of a certificate; the first number is of days left, the second of all
       * days it is valid for. */
      ngettext ("%lu of %lu day left", "%lu of %lu days left", days_whole), days_left,
      days_whole);
}

static void
update_words (KpValidityBar *self)
{
  g_autofree char *days = days_text (self);
  g_autofree char *start = format_day (self->not_before, self->now);
  g_autofree char *end = format_day (self->not_after, self->now);
  g_autofree char *shown = NULL;

  g_free (self->text);
  if (has_tick (self))
    {
      g_autofree char *renew = format_day (self->renew_by, self->now);

      /* Translators: the first %s is like "19 of 200 days left", the second is a day. */
      self->text = g_strdup_printf (_ ("%s, start renewing by %s"), days, renew);
      /* Translators: the first %s is like "19 of 200 days left", the second is a day; R is
       * the letter at the mark in the bar. */
      shown = g_strdup_printf (_ ("%s · R start renewing by %s"), days, renew);
    }
  else
    {
      self->text = g_strdup (days);
      shown = g_strdup (days);
    }

  gtk_label_set_text (GTK_LABEL (self->start), start);
  gtk_label_set_text (GTK_LABEL (self->end), end);
  gtk_label_set_text (GTK_LABEL (self->words), shown);
}

static void
update (KpValidityBar *self)
{
  GtkWidget *parts[] = { self->trough, self->fill, self->today,
                         self->start,  self->end,  self->words };
  gboolean drawn = has_dates (self);

  for (gsize i = 0; i < G_N_ELEMENTS (parts); i++)
    gtk_widget_set_visible (parts[i], drawn);
  gtk_widget_set_visible (self->tick, drawn && has_tick (self));
  gtk_widget_set_visible (self->letter, drawn && has_tick (self));

  gtk_widget_remove_css_class (GTK_WIDGET (self), "success");
  gtk_widget_remove_css_class (GTK_WIDGET (self), "warning");
  gtk_widget_remove_css_class (GTK_WIDGET (self), "error");
  if (drawn)
    {
      gtk_widget_add_css_class (GTK_WIDGET (self), state_class (self));
      update_words (self);
    }
  else
    {
      g_free (self->text);
      self->text = g_strdup ("");
    }

  gtk_accessible_update_property (
      GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_VALUE_MIN, 0.0,
      GTK_ACCESSIBLE_PROPERTY_VALUE_MAX, 1.0, GTK_ACCESSIBLE_PROPERTY_VALUE_NOW,
      drawn ? share (self, self->now) : 0.0, GTK_ACCESSIBLE_PROPERTY_VALUE_TEXT, self->text,
      GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, self->text, -1);
  gtk_widget_queue_resize (GTK_WIDGET (self));
}

static GtkSizeRequestMode
kp_validity_bar_get_request_mode (GtkWidget *widget)
{
  return GTK_SIZE_REQUEST_HEIGHT_FOR_WIDTH;
}

static int
height_of (GtkWidget *child, int width)
{
  int natural = 0;

  gtk_widget_measure (child, GTK_ORIENTATION_VERTICAL, width, NULL, &natural, NULL, NULL);
  return natural;
}

static int
width_of (GtkWidget *child)
{
  int natural = 0;

  gtk_widget_measure (child, GTK_ORIENTATION_HORIZONTAL, -1, NULL, &natural, NULL, NULL);
  return natural;
}

static int
bar_top (KpValidityBar *self)
{
  int letter = gtk_widget_get_visible (self->letter) ? height_of (self->letter, -1) : 0;

  return letter + OVERHANG;
}

static void
kp_validity_bar_measure (GtkWidget *widget, GtkOrientation orientation, int for_size,
                         int *minimum, int *natural, int *minimum_baseline,
                         int *natural_baseline)
{
  KpValidityBar *self = KP_VALIDITY_BAR (widget);
  int words_minimum = 0, words_natural = 0, dates;

  if (!has_dates (self))
    return;

  if (orientation == GTK_ORIENTATION_VERTICAL)
    {
      *minimum = *natural = bar_top (self) + BAR_HEIGHT + OVERHANG
                            + height_of (self->start, -1)
                            + height_of (self->words, for_size);
      return;
    }

  gtk_widget_measure (self->words, orientation, -1, &words_minimum, &words_natural, NULL,
                      NULL);
  dates = width_of (self->start) + 2 * GAP + width_of (self->end);
  *minimum = MAX (dates, words_minimum);
  *natural = MAX (dates, words_natural);
}

/* Positions are told from the start of the line. */
static void
place (KpValidityBar *self, GtkWidget *child, double x, int y, int width, int height)
{
  int whole = gtk_widget_get_width (GTK_WIDGET (self));
  int left = (int) CLAMP (x, 0, MAX (0, whole - width));

  if (!gtk_widget_should_layout (child))
    return;

  if (gtk_widget_get_direction (GTK_WIDGET (self)) == GTK_TEXT_DIR_RTL)
    left = whole - left - width;
  gtk_widget_size_allocate (child, &(GtkAllocation){ left, y, width, height }, -1);
}

static void
kp_validity_bar_size_allocate (GtkWidget *widget, int width, int height, int baseline)
{
  KpValidityBar *self = KP_VALIDITY_BAR (widget);
  int top, below, dates, letter, mark;
  double now, renew;

  if (!has_dates (self))
    return;

  top = bar_top (self);
  below = top + BAR_HEIGHT + OVERHANG;
  dates = height_of (self->start, -1);
  letter = width_of (self->letter);
  mark = BAR_HEIGHT + 2 * OVERHANG;
  now = share (self, self->now) * width;
  renew = share (self, self->renew_by) * width;

  place (self, self->trough, 0, top, width, BAR_HEIGHT);
  place (self, self->fill, 0, top, (int) now, BAR_HEIGHT);
  place (self, self->tick, renew - TICK_WIDTH / 2.0, top - OVERHANG, TICK_WIDTH, mark);
  place (self, self->today, now - TODAY_WIDTH / 2.0, top - OVERHANG, TODAY_WIDTH, mark);
  place (self, self->letter, renew - letter / 2.0, 0, letter, top - OVERHANG);
  place (self, self->start, 0, below, width_of (self->start), dates);
  place (self, self->end, width - width_of (self->end), below, width_of (self->end), dates);
  place (self, self->words, 0, below + dates, width, MAX (0, height - below - dates));
}

static void
kp_validity_bar_get_property (GObject *object, guint property_id, GValue *value,
                              GParamSpec *pspec)
{
  KpValidityBar *self = KP_VALIDITY_BAR (object);

  switch (property_id)
    {
    case PROP_NOT_BEFORE:
      g_value_set_int64 (value, self->not_before);
      break;
    case PROP_NOT_AFTER:
      g_value_set_int64 (value, self->not_after);
      break;
    case PROP_RENEW_BY:
      g_value_set_int64 (value, self->renew_by);
      break;
    case PROP_NOW:
      g_value_set_int64 (value, self->now);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, property_id, pspec);
    }
}

static void
kp_validity_bar_set_property (GObject *object, guint property_id, const GValue *value,
                              GParamSpec *pspec)
{
  KpValidityBar *self = KP_VALIDITY_BAR (object);
  gint64 time = g_value_get_int64 (value);

  switch (property_id)
    {
    case PROP_NOT_BEFORE:
      kp_validity_bar_set (self, time, self->not_after, self->renew_by, self->now);
      break;
    case PROP_NOT_AFTER:
      kp_validity_bar_set (self, self->not_before, time, self->renew_by, self->now);
      break;
    case PROP_RENEW_BY:
      kp_validity_bar_set (self, self->not_before, self->not_after, time, self->now);
      break;
    case PROP_NOW:
      kp_validity_bar_set (self, self->not_before, self->not_after, self->renew_by, time);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, property_id, pspec);
    }
}

static void
kp_validity_bar_dispose (GObject *object)
{
  GtkWidget *child;

  while ((child = gtk_widget_get_first_child (GTK_WIDGET (object))) != NULL)
    gtk_widget_unparent (child);

  G_OBJECT_CLASS (kp_validity_bar_parent_class)->dispose (object);
}

static void
kp_validity_bar_finalize (GObject *object)
{
  g_free (KP_VALIDITY_BAR (object)->text);

  G_OBJECT_CLASS (kp_validity_bar_parent_class)->finalize (object);
}

static void
kp_validity_bar_class_init (KpValidityBarClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);
  static const char *const names[N_PROPS] = { NULL, "not-before", "not-after", "renew-by",
                                              "now" };

  object_class->get_property = kp_validity_bar_get_property;
  object_class->set_property = kp_validity_bar_set_property;
  object_class->dispose = kp_validity_bar_dispose;
  object_class->finalize = kp_validity_bar_finalize;
  widget_class->get_request_mode = kp_validity_bar_get_request_mode;
  widget_class->measure = kp_validity_bar_measure;
  widget_class->size_allocate = kp_validity_bar_size_allocate;

  for (guint i = 1; i < N_PROPS; i++)
    properties[i] = g_param_spec_int64 (names[i], NULL, NULL, G_MININT64, G_MAXINT64, 0,
                                        G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY
                                            | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);

  gtk_widget_class_set_css_name (widget_class, "validitybar");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_METER);
}

/* The bar speaks for its parts, which are hidden from assistive technology. */
static GtkWidget *
add_part (KpValidityBar *self, const char *css_name)
{
  GtkWidget *part = g_object_new (ADW_TYPE_BIN, "css-name", css_name, "accessible-role",
                                  GTK_ACCESSIBLE_ROLE_PRESENTATION, NULL);

  gtk_widget_set_parent (part, GTK_WIDGET (self));
  return part;
}

static GtkWidget *
add_label (KpValidityBar *self, const char *style_class)
{
  GtkWidget *label = g_object_new (GTK_TYPE_LABEL, "accessible-role",
                                   GTK_ACCESSIBLE_ROLE_PRESENTATION, "xalign", 0.0f, NULL);

  gtk_widget_add_css_class (label, "caption");
  gtk_widget_add_css_class (label, style_class);
  gtk_widget_set_parent (label, GTK_WIDGET (self));
  return label;
}

static void
kp_validity_bar_init (KpValidityBar *self)
{
  self->trough = add_part (self, "trough");
  self->fill = add_part (self, "fill");
  self->tick = add_part (self, "tick");
  self->today = add_part (self, "today");
  self->letter = add_label (self, "renew-by");
  self->start = add_label (self, "dim-label");
  self->end = add_label (self, "dim-label");
  self->words = add_label (self, "words");
  /* Translators: one letter at the mark in a certificate's bar from which on it should be
   * renewed; the same as in "R start renewing by". */
  gtk_label_set_text (GTK_LABEL (self->letter), C_ ("mark", "R"));
  gtk_label_set_wrap (GTK_LABEL (self->words), TRUE);

  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _ ("Validity"), -1);
  update (self);
}

void
kp_validity_bar_set (KpValidityBar *self, gint64 not_before, gint64 not_after,
                     gint64 renew_by, gint64 now)
{
  g_return_if_fail (KP_IS_VALIDITY_BAR (self));

  gint64 *places[] = { &self->not_before, &self->not_after, &self->renew_by, &self->now };
  const gint64 times[] = { not_before, not_after, renew_by, now };
  gboolean changed = FALSE;

  g_object_freeze_notify (G_OBJECT (self));
  for (guint i = 0; i < G_N_ELEMENTS (places); i++)
    if (*places[i] != times[i])
      {
        *places[i] = times[i];
        changed = TRUE;
        g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_NOT_BEFORE + i]);
      }
  if (changed)
    update (self);
  g_object_thaw_notify (G_OBJECT (self));
}
