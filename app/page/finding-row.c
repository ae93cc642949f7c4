/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "page/finding-row.h"

#include <glib/gi18n.h>

#include "core/base/time-text.h"
#include "widget/copy-text.h"
#include "widget/finding-look.h"
#include "widget/help.h"

struct _KpFindingRow
{
  AdwExpanderRow parent_instance;

  GtkImage *icon;
  GtkLabel *word;
  GtkLabel *text;
  GtkLabel *fix;
  GtkLabel *values;
  GtkLabel *seen;

  KpSiteReport *report;
  KpFinding *finding;
};

G_DEFINE_FINAL_TYPE (KpFindingRow, kp_finding_row, ADW_TYPE_EXPANDER_ROW)

static void
set_text (GtkLabel *label, const char *text)
{
  if (g_strcmp0 (gtk_label_get_text (label), text != NULL ? text : "") != 0)
    gtk_label_set_text (label, text != NULL ? text : "");
  gtk_widget_set_visible (GTK_WIDGET (label), text != NULL && *text != '\0');
}

static void
copy_activated (GtkWidget *widget, const char *name, GVariant *parameter)
{
  KpFindingRow *self = KP_FINDING_ROW (widget);
  g_autofree char *text = NULL;

  if (self->finding == NULL)
    return;
  text = kp_site_report_format_finding (self->report, self->finding);
  kp_copy_text (widget, text, _ ("Finding copied"));
}

static void
learn_more_activated (GtkWidget *widget, const char *name, GVariant *parameter)
{
  KpFindingRow *self = KP_FINDING_ROW (widget);

  if (self->finding != NULL)
    kp_help_show (widget, kp_finding_id_to_string (self->finding->id));
}

static void
kp_finding_row_dispose (GObject *object)
{
  KpFindingRow *self = KP_FINDING_ROW (object);

  gtk_widget_dispose_template (GTK_WIDGET (object), KP_TYPE_FINDING_ROW);
  g_clear_pointer (&self->finding, kp_finding_unref);
  g_clear_pointer (&self->report, kp_site_report_unref);

  G_OBJECT_CLASS (kp_finding_row_parent_class)->dispose (object);
}

static void
kp_finding_row_class_init (KpFindingRowClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = kp_finding_row_dispose;

  gtk_widget_class_install_action (widget_class, "finding.copy", NULL, copy_activated);
  gtk_widget_class_install_action (widget_class, "finding.learn-more", NULL,
                                   learn_more_activated);
  gtk_widget_class_set_template_from_resource (
      widget_class, "/io/github/keyplate_app/Keyplate/page/finding-row.ui");
  gtk_widget_class_bind_template_child (widget_class, KpFindingRow, icon);
  gtk_widget_class_bind_template_child (widget_class, KpFindingRow, word);
  gtk_widget_class_bind_template_child (widget_class, KpFindingRow, text);
  gtk_widget_class_bind_template_child (widget_class, KpFindingRow, fix);
  gtk_widget_class_bind_template_child (widget_class, KpFindingRow, values);
  gtk_widget_class_bind_template_child (widget_class, KpFindingRow, seen);
}

static void
kp_finding_row_init (KpFindingRow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

void
kp_finding_row_set_finding (KpFindingRow *self, KpSiteReport *report,
                            const KpFinding *finding)
{
  const char *title = kp_finding_id_get_title (finding->id);
  g_autofree char *word = kp_finding_look_describe (finding, report->now);
  g_autofree char *values =
      kp_evidence_values_of_finding (finding, report->resolvers, report->addresses);
  g_autofree char *seen = NULL;
  g_autofree char *name = NULL;

  g_return_if_fail (KP_IS_FINDING_ROW (self));

  if (self->finding != finding)
    {
      g_clear_pointer (&self->finding, kp_finding_unref);
      self->finding = kp_finding_ref ((KpFinding *) finding);
    }
  kp_site_report_ref (report);
  g_clear_pointer (&self->report, kp_site_report_unref);
  self->report = report;

  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (self), title);
  kp_finding_look_set_image (self->icon, finding->severity);
  set_text (self->word, word);
  set_text (self->text, finding->text);
  set_text (self->fix, finding->fix);
  set_text (self->values, values);
  if (report->seen != NULL)
    {
      g_autofree char *ago = kp_time_format_ago (report->seen->checked_at, report->now);

      /* Translators: %s is "2 minutes ago". */
      seen = g_strdup_printf (_ ("Seen %s"), ago);
    }
  set_text (self->seen, seen);
  /* Translators: what assistive technology reads of a finding: its title and severity
   * ("wrong", "waiting until 14:35"). */
  name = g_strdup_printf (_ ("%s, %s"), title, word);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  name, -1);
}

gboolean
kp_finding_row_is_about (KpFindingRow *self, const KpFinding *finding)
{
  g_return_val_if_fail (KP_IS_FINDING_ROW (self), FALSE);

  return self->finding != NULL && self->finding->id == finding->id
         && g_strcmp0 (self->finding->subject, finding->subject) == 0;
}
