/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "widget/finding-line.h"

#include <glib/gi18n.h>

#include "widget/finding-look.h"
#include "widget/help.h"
#include "widget/long-label.h"

struct _KpFindingLine
{
  GtkListBoxRow parent_instance;

  GtkImage *icon;
  GtkLabel *title;
  GtkLabel *word;
  GtkLabel *text;
  GtkLabel *fix;
  GtkLabel *reason;
  GtkWidget *overrule;

  KpFinding *finding;
  gboolean may_overrule;
};

enum
{
  OVERRULE,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (KpFindingLine, kp_finding_line, GTK_TYPE_LIST_BOX_ROW)

static void
set_text (GtkLabel *label, const char *text)
{
  kp_long_label_set_text (label, text);
  gtk_widget_set_visible (GTK_WIDGET (label), text != NULL && *text != '\0');
}

static void
overrule_activated (GtkWidget *widget, const char *name, GVariant *parameter)
{
  g_signal_emit (widget, signals[OVERRULE], 0);
}

static void
learn_more_activated (GtkWidget *widget, const char *name, GVariant *parameter)
{
  KpFindingLine *self = KP_FINDING_LINE (widget);

  if (self->finding != NULL)
    kp_help_show (widget, kp_finding_id_to_string (self->finding->id));
}

static void
kp_finding_line_dispose (GObject *object)
{
  KpFindingLine *self = KP_FINDING_LINE (object);

  /* GTK of the floor would let go of the child twice. */
  gtk_list_box_row_set_child (GTK_LIST_BOX_ROW (object), NULL);
  gtk_widget_dispose_template (GTK_WIDGET (object), KP_TYPE_FINDING_LINE);
  g_clear_pointer (&self->finding, kp_finding_unref);

  G_OBJECT_CLASS (kp_finding_line_parent_class)->dispose (object);
}

static void
kp_finding_line_class_init (KpFindingLineClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = kp_finding_line_dispose;

  signals[OVERRULE] = g_signal_new ("overrule", KP_TYPE_FINDING_LINE, G_SIGNAL_RUN_LAST, 0,
                                    NULL, NULL, NULL, G_TYPE_NONE, 0);

  gtk_widget_class_install_action (widget_class, "finding.overrule", NULL,
                                   overrule_activated);
  gtk_widget_class_install_action (widget_class, "finding.learn-more", NULL,
                                   learn_more_activated);
  gtk_widget_class_set_template_from_resource (
      widget_class, "/io/github/keyplate_app/Keyplate/widget/finding-line.ui");
  gtk_widget_class_bind_template_child (widget_class, KpFindingLine, icon);
  gtk_widget_class_bind_template_child (widget_class, KpFindingLine, title);
  gtk_widget_class_bind_template_child (widget_class, KpFindingLine, word);
  gtk_widget_class_bind_template_child (widget_class, KpFindingLine, text);
  gtk_widget_class_bind_template_child (widget_class, KpFindingLine, fix);
  gtk_widget_class_bind_template_child (widget_class, KpFindingLine, reason);
  gtk_widget_class_bind_template_child (widget_class, KpFindingLine, overrule);
}

static void
kp_finding_line_init (KpFindingLine *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

GtkWidget *
kp_finding_line_new (const KpFinding *finding, gboolean may_overrule)
{
  KpFindingLine *self;
  const char *title;

  g_return_val_if_fail (finding != NULL, NULL);

  self = g_object_new (KP_TYPE_FINDING_LINE, NULL);
  self->finding = kp_finding_ref ((KpFinding *) finding);
  self->may_overrule = may_overrule;
  title = kp_finding_id_get_title (finding->id);
  kp_finding_look_set_image (self->icon, finding->severity);
  kp_long_label_set_text (self->title, title);
  set_text (self->text, finding->text);
  set_text (self->fix, finding->fix);
  kp_finding_line_set_reason (self, NULL);
  return GTK_WIDGET (self);
}

const KpFinding *
kp_finding_line_get_finding (KpFindingLine *self)
{
  g_return_val_if_fail (KP_IS_FINDING_LINE (self), NULL);

  return self->finding;
}

void
kp_finding_line_set_reason (KpFindingLine *self, const char *reason)
{
  g_autofree char *word = NULL;
  g_autofree char *said = NULL;
  g_autofree char *name = NULL;

  g_return_if_fail (KP_IS_FINDING_LINE (self));

  word = reason != NULL ? g_strdup (C_ ("severity", "set aside"))
                        : kp_finding_look_describe (self->finding, 0);
  gtk_label_set_text (self->word, word);
  if (reason != NULL)
    /* Translators: %s is why a finding does not count, in the user's words. */
    said = g_strdup_printf (_ ("Used anyway: %s"), reason);
  set_text (self->reason, said);
  gtk_widget_set_visible (self->overrule, self->may_overrule && reason == NULL);
  /* Translators: what assistive technology reads of a finding: its title, its severity
   * ("wrong") or "set aside", and what was found. */
  name = g_strdup_printf (_ ("%s, %s: %s"), kp_finding_id_get_title (self->finding->id),
                          word, self->finding->text);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  name, -1);
}
