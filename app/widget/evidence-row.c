/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "widget/evidence-row.h"

#include <glib/gi18n.h>

#include "widget/ttl-bar.h"
#include "widget/wrap-box.h"

struct _KpEvidenceRow
{
  GtkListBoxRow parent_instance;

  GtkLabel *name;
  GtkLabel *says;
  GtkImage *icon;
  GtkLabel *state;
  KpTtlBar *bar;
  GtkImage *arrow;

  guint index;
  guint32 ttl;
  gint64 until;
};

G_DEFINE_FINAL_TYPE (KpEvidenceRow, kp_evidence_row, GTK_TYPE_LIST_BOX_ROW)

/* Outline and word say the same as the colour. */
static const struct
{
  const char *icon;
  const char *style;
} looks[] = {
  [KP_OUTCOME_OK] = { "object-select-symbolic", "success" },
  [KP_OUTCOME_WRONG] = { "dialog-warning-symbolic", "error" },
  [KP_OUTCOME_WAITING] = { "preferences-system-time-symbolic", "warning" },
  [KP_OUTCOME_UNKNOWN] = { "dialog-question-symbolic", "dim-label" },
};

static void
set_look (KpEvidenceRow *self, KpOutcome outcome, gboolean answered)
{
  gboolean shown = outcome == KP_OUTCOME_UNKNOWN && answered;

  for (guint i = 0; i < G_N_ELEMENTS (looks); i++)
    if (i != outcome)
      gtk_widget_remove_css_class (GTK_WIDGET (self->icon), looks[i].style);
  gtk_widget_add_css_class (GTK_WIDGET (self->icon), looks[outcome].style);
  /* What answered and doesn't count is no question. */
  gtk_image_set_from_icon_name (self->icon, shown ? "dialog-information-symbolic"
                                                  : looks[outcome].icon);
}

static void
kp_evidence_row_dispose (GObject *object)
{
  gtk_widget_dispose_template (GTK_WIDGET (object), KP_TYPE_EVIDENCE_ROW);

  G_OBJECT_CLASS (kp_evidence_row_parent_class)->dispose (object);
}

static void
kp_evidence_row_class_init (KpEvidenceRowClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = kp_evidence_row_dispose;

  g_type_ensure (KP_TYPE_TTL_BAR);
  g_type_ensure (KP_TYPE_WRAP_BOX);
  gtk_widget_class_set_template_from_resource (
      widget_class, "/io/github/keyplate_app/Keyplate/widget/evidence-row.ui");
  gtk_widget_class_bind_template_child (widget_class, KpEvidenceRow, name);
  gtk_widget_class_bind_template_child (widget_class, KpEvidenceRow, says);
  gtk_widget_class_bind_template_child (widget_class, KpEvidenceRow, icon);
  gtk_widget_class_bind_template_child (widget_class, KpEvidenceRow, state);
  gtk_widget_class_bind_template_child (widget_class, KpEvidenceRow, bar);
  gtk_widget_class_bind_template_child (widget_class, KpEvidenceRow, arrow);
}

static void
kp_evidence_row_init (KpEvidenceRow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

void
kp_evidence_row_set_now (KpEvidenceRow *self, gint64 now)
{
  g_autofree char *name = NULL;
  const char *left;

  g_return_if_fail (KP_IS_EVIDENCE_ROW (self));

  kp_ttl_bar_set (self->bar, self->until > 0 ? self->ttl : 0, self->until, now);
  left = kp_ttl_bar_get_text (self->bar);
  name =
      /* Translators: what assistive technology reads of a line: who was asked, what it
       * says, what that means, and "until 14:35" or nothing */
      g_strdup_printf (_ ("%s: %s. %s %s"), gtk_label_get_text (self->name),
                       gtk_label_get_text (self->says), gtk_label_get_text (self->state),
                       left);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  g_strchomp (name), -1);
}

void
kp_evidence_row_set_line (KpEvidenceRow *self, const KpEvidenceLine *line, gboolean opens,
                          gint64 now)
{
  g_return_if_fail (KP_IS_EVIDENCE_ROW (self));

  self->index = line->index;
  self->until = line->until;
  self->ttl = line->ttl;
  gtk_label_set_text (self->name, line->name);
  gtk_widget_set_tooltip_text (GTK_WIDGET (self->name), line->detail);
  gtk_label_set_text (self->says, line->says);
  gtk_label_set_text (self->state, line->state);
  set_look (self, line->outcome, line->answered);
  gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (self), opens);
  /* A press on text that can be selected does not open the row. */
  gtk_label_set_selectable (self->says, !opens);
  gtk_widget_set_focusable (GTK_WIDGET (self->says), FALSE);
  /* One that can be selected would still hold Tab back, and take no focus. */
  gtk_widget_set_can_focus (GTK_WIDGET (self->says), FALSE);
  gtk_widget_set_opacity (GTK_WIDGET (self->arrow), opens ? 1 : 0);
  kp_evidence_row_set_now (self, now);
}

guint
kp_evidence_row_get_index (KpEvidenceRow *self)
{
  g_return_val_if_fail (KP_IS_EVIDENCE_ROW (self), 0);

  return self->index;
}

void
kp_evidence_rows_update (GtkListBox *list, GPtrArray *lines,
                         gboolean (*opens) (guint index, gpointer data), gpointer data,
                         gint64 now)
{
  GtkListBoxRow *row;

  for (guint i = 0; i < lines->len; i++)
    {
      const KpEvidenceLine *line = g_ptr_array_index (lines, i);
      KpEvidenceRow *shown =
          (KpEvidenceRow *) gtk_list_box_get_row_at_index (list, (int) i);

      if (shown == NULL)
        {
          shown = g_object_new (KP_TYPE_EVIDENCE_ROW, NULL);
          gtk_widget_set_visible (GTK_WIDGET (shown->arrow), opens != NULL);
          gtk_list_box_append (list, GTK_WIDGET (shown));
        }
      kp_evidence_row_set_line (shown, line, opens != NULL && opens (line->index, data),
                                now);
    }
  while ((row = gtk_list_box_get_row_at_index (list, (int) lines->len)) != NULL)
    gtk_list_box_remove (list, GTK_WIDGET (row));
  gtk_widget_set_visible (GTK_WIDGET (list), lines->len > 0);
}

void
kp_evidence_rows_set_now (GtkListBox *list, gint64 now)
{
  GtkListBoxRow *row;

  for (int i = 0; (row = gtk_list_box_get_row_at_index (list, i)) != NULL; i++)
    kp_evidence_row_set_now (KP_EVIDENCE_ROW (row), now);
}
