/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "widget/timeline-row.h"

#include <glib/gi18n.h>

#include "core/base/time-text.h"
#include "widget/wrap-box.h"

struct _KpTimelineRow
{
  GtkListBoxRow parent_instance;

  GtkImage *icon;
  GtkLabel *title;
  GtkLabel *who;
  GtkImage *alarm;
  GtkLabel *when;
  GtkLabel *result;
};

G_DEFINE_FINAL_TYPE (KpTimelineRow, kp_timeline_row, GTK_TYPE_LIST_BOX_ROW)

static const struct
{
  const char *icon;
  const char *style;
  const char *word;
} looks[] = {
  [KP_JOB_LINE_DONE] = { "object-select-symbolic", "success", N_ ("done") },
  [KP_JOB_LINE_NOW] = { "media-record-symbolic", "accent", N_ ("now") },
  [KP_JOB_LINE_TO_COME] = { "keyplate-to-come-symbolic", "dim-label", N_ ("to come") },
};

static void
set_class (GtkWidget *widget, const char *style, gboolean on)
{
  if (on)
    gtk_widget_add_css_class (widget, style);
  else
    gtk_widget_remove_css_class (widget, style);
}

static void
set_text (GtkLabel *label, const char *text)
{
  if (text == NULL)
    text = "";
  if (g_strcmp0 (gtk_label_get_text (label), text) != 0)
    gtk_label_set_text (label, text);
  gtk_widget_set_visible (GTK_WIDGET (label), *text != '\0');
}

static void
set_look (KpTimelineRow *self, const KpJobLine *line)
{
  gboolean now = line->state == KP_JOB_LINE_NOW;

  for (guint i = 0; i < G_N_ELEMENTS (looks); i++)
    set_class (GTK_WIDGET (self->icon), looks[i].style, i == line->state);
  gtk_image_set_from_icon_name (self->icon, looks[line->state].icon);
  set_class (GTK_WIDGET (self->title), "heading", now);
  set_class (GTK_WIDGET (self->title), "dim-label", line->state == KP_JOB_LINE_TO_COME);
  gtk_widget_set_visible (GTK_WIDGET (self->alarm), line->overdue);
  set_class (GTK_WIDGET (self->when), "error", line->overdue);
  set_class (GTK_WIDGET (self->when), "dim-label", !line->overdue);
}

/* Of what is waited for, how long already and by when; of the rest, when it was. */
static char *
format_when (const KpJobLine *line, gint64 now)
{
  const KpNextAction wait = {
    .who = line->who, .since = line->at, .due = line->due, .overdue = line->overdue
  };

  if (line->state == KP_JOB_LINE_NOW)
    return kp_next_action_format_when (&wait, now);
  if (line->state == KP_JOB_LINE_DONE && line->at > 0)
    return kp_time_format_moment (line->at, now);
  return NULL;
}

static void
update_name (KpTimelineRow *self, const KpJobLine *line)
{
  const char *parts[] = { gtk_label_get_text (self->who), gtk_label_get_text (self->when),
                          gtk_label_get_text (self->result) };
  g_autoptr (GString) name = g_string_new (NULL);

  /* Translators: a line of a job for assistive technology: what ("Name checked"), and
   * whether it is done, now or to come. */
  g_string_append_printf (name, C_ ("step of a job", "%s: %s"), line->title,
                          _ (looks[line->state].word));
  for (guint i = 0; i < G_N_ELEMENTS (parts); i++)
    if (*parts[i] != '\0')
      g_string_append_printf (name, ", %s", parts[i]);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  name->str, -1);
}

static void
kp_timeline_row_dispose (GObject *object)
{
  gtk_widget_dispose_template (GTK_WIDGET (object), KP_TYPE_TIMELINE_ROW);

  G_OBJECT_CLASS (kp_timeline_row_parent_class)->dispose (object);
}

static void
kp_timeline_row_class_init (KpTimelineRowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = kp_timeline_row_dispose;

  g_type_ensure (KP_TYPE_WRAP_BOX);
  gtk_widget_class_set_template_from_resource (
      widget_class, "/io/github/keyplate_app/Keyplate/widget/timeline-row.ui");
  gtk_widget_class_bind_template_child (widget_class, KpTimelineRow, icon);
  gtk_widget_class_bind_template_child (widget_class, KpTimelineRow, title);
  gtk_widget_class_bind_template_child (widget_class, KpTimelineRow, who);
  gtk_widget_class_bind_template_child (widget_class, KpTimelineRow, alarm);
  gtk_widget_class_bind_template_child (widget_class, KpTimelineRow, when);
  gtk_widget_class_bind_template_child (widget_class, KpTimelineRow, result);
}

static void
kp_timeline_row_init (KpTimelineRow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

GtkWidget *
kp_timeline_row_new (void)
{
  return g_object_new (KP_TYPE_TIMELINE_ROW, NULL);
}

void
kp_timeline_row_set_line (KpTimelineRow *self, const KpJobLine *line, const char *provider,
                          gint64 now)
{
  g_autofree char *when = format_when (line, now);

  g_return_if_fail (KP_IS_TIMELINE_ROW (self));

  set_look (self, line);
  set_text (self->title, line->title);
  set_text (self->who, kp_turn_get_text (line->who, provider, NULL));
  set_text (self->when, when);
  set_text (self->result, line->result);
  update_name (self, line);
}
