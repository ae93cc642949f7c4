/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "page/findings-card.h"

#include <glib/gi18n.h>

#include "page/finding-row.h"

struct _KpFindingsCard
{
  AdwBin parent_instance;

  GtkListBox *list;
  AdwExpanderRow *notes;

  GPtrArray *rows;  /* of KpFindingRow, those in the list, in order */
  GPtrArray *noted; /* of KpFindingRow, those under the notes, in order */
};

G_DEFINE_FINAL_TYPE (KpFindingsCard, kp_findings_card, ADW_TYPE_BIN)

/* The row of @finding, taken out of @from; a new one where there is none. */
static KpFindingRow *
take_row (GPtrArray *from, const KpFinding *finding)
{
  for (guint i = 0; i < from->len; i++)
    if (kp_finding_row_is_about (g_ptr_array_index (from, i), finding))
      return g_ptr_array_steal_index (from, i);
  return g_object_ref_sink (g_object_new (KP_TYPE_FINDING_ROW, NULL));
}

static gboolean
is_same (GPtrArray *a, GPtrArray *b)
{
  return a->len == b->len
         && (a->len == 0 || memcmp (a->pdata, b->pdata, a->len * sizeof (gpointer)) == 0);
}

/* Makes the rows of @self's list (or of its notes) those of the findings of @report. Only
 * where their order is another are they put in anew: that would take the focus away. */
static void
update_rows (KpFindingsCard *self, GPtrArray **rows, gboolean notes, KpSiteReport *report)
{
  GPtrArray *findings = report->verdict->findings;
  g_autoptr (GPtrArray) before = g_ptr_array_new ();
  GPtrArray *after = g_ptr_array_new_with_free_func (g_object_unref);

  g_ptr_array_extend (before, *rows, NULL, NULL);
  for (guint i = 0; i < findings->len; i++)
    {
      const KpFinding *finding = g_ptr_array_index (findings, i);
      KpFindingRow *row;

      if ((finding->severity == KP_SEVERITY_NOTE) != notes)
        continue;
      row = take_row (*rows, finding);
      kp_finding_row_set_finding (row, report, finding);
      g_ptr_array_add (after, row);
    }
  if (!is_same (before, after))
    {
      for (guint i = 0; i < before->len; i++)
        {
          GtkWidget *row = g_ptr_array_index (before, i);

          if (notes)
            adw_expander_row_remove (self->notes, row);
          else
            gtk_list_box_remove (self->list, row);
        }
      for (guint i = 0; i < after->len; i++)
        {
          GtkWidget *row = g_ptr_array_index (after, i);

          if (notes)
            adw_expander_row_add_row (self->notes, row);
          else
            gtk_list_box_insert (self->list, row, (int) i);
        }
    }
  g_ptr_array_unref (*rows);
  *rows = after;
}

static void
kp_findings_card_dispose (GObject *object)
{
  KpFindingsCard *self = KP_FINDINGS_CARD (object);

  g_ptr_array_set_size (self->rows, 0);
  g_ptr_array_set_size (self->noted, 0);
  gtk_widget_dispose_template (GTK_WIDGET (object), KP_TYPE_FINDINGS_CARD);

  G_OBJECT_CLASS (kp_findings_card_parent_class)->dispose (object);
}

static void
kp_findings_card_finalize (GObject *object)
{
  KpFindingsCard *self = KP_FINDINGS_CARD (object);

  g_ptr_array_unref (self->rows);
  g_ptr_array_unref (self->noted);

  G_OBJECT_CLASS (kp_findings_card_parent_class)->finalize (object);
}

static void
kp_findings_card_class_init (KpFindingsCardClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = kp_findings_card_dispose;
  object_class->finalize = kp_findings_card_finalize;

  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_REGION);
  gtk_widget_class_set_template_from_resource (
      widget_class, "/io/github/keyplate_app/Keyplate/page/findings-card.ui");
  gtk_widget_class_bind_template_child (widget_class, KpFindingsCard, list);
  gtk_widget_class_bind_template_child (widget_class, KpFindingsCard, notes);
}

static void
kp_findings_card_init (KpFindingsCard *self)
{
  self->rows = g_ptr_array_new_with_free_func (g_object_unref);
  self->noted = g_ptr_array_new_with_free_func (g_object_unref);
  gtk_widget_init_template (GTK_WIDGET (self));
}

void
kp_findings_card_set_report (KpFindingsCard *self, KpSiteReport *report)
{
  g_autofree char *title = NULL;
  guint n;

  g_return_if_fail (KP_IS_FINDINGS_CARD (self));

  update_rows (self, &self->rows, FALSE, report);
  update_rows (self, &self->noted, TRUE, report);
  n = self->noted->len;
  title = g_strdup_printf (
      /* Translators: how many findings are only notes */
      ngettext ("%u note", "%u notes", n), n);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (self->notes), title);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->notes),
                                  GTK_ACCESSIBLE_PROPERTY_LABEL, title, -1);
  gtk_widget_set_visible (GTK_WIDGET (self->notes), n > 0);
  gtk_widget_set_visible (GTK_WIDGET (self), n + self->rows->len > 0);
}
