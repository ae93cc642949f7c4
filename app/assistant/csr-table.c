/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "assistant/csr-table.h"

#include <glib/gi18n.h>

#include "core/base/plain-text.h"

/* Characters of a detail that are shown: what is longer can't be in a certificate. */
#define MAX_DETAIL 200

static GtkWidget *
make_mark (gboolean same)
{
  GtkWidget *image = gtk_image_new_from_icon_name (same ? "object-select-symbolic"
                                                        : "dialog-warning-symbolic");

  gtk_widget_add_css_class (image, same ? "success" : "warning");
  gtk_widget_set_valign (image, GTK_ALIGN_START);
  gtk_accessible_update_property (GTK_ACCESSIBLE (image), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  same ? _ ("As asked for") : _ ("Not as asked for"), -1);
  return image;
}

static void
add_cell (GtkGrid *grid, int column, int row, const char *text, const char *style)
{
  g_autofree char *shown = kp_plain_text_shorten (text, MAX_DETAIL);
  GtkWidget *cell = g_object_new (GTK_TYPE_LABEL, "label", *shown != '\0' ? shown : "–",
                                  "xalign", 0.0, "yalign", 0.0, "wrap", TRUE, "wrap-mode",
                                  PANGO_WRAP_WORD_CHAR, "hexpand", column > 0, NULL);

  if (style != NULL)
    gtk_widget_add_css_class (cell, style);
  gtk_grid_attach (grid, cell, column, row, 1, 1);
}

static void
fill_grid (GtkGrid *grid, GPtrArray *rows)
{
  GtkWidget *child;

  while ((child = gtk_widget_get_first_child (GTK_WIDGET (grid))) != NULL)
    gtk_grid_remove (grid, child);
  add_cell (grid, 0, 0, _ ("Field"), "caption-heading");
  add_cell (grid, 1, 0, _ ("Asked"), "caption-heading");
  add_cell (grid, 2, 0, _ ("In the CSR"), "caption-heading");
  for (guint i = 0; i < rows->len; i++)
    {
      const KpCsrRow *row = g_ptr_array_index (rows, i);
      int at = (int) i + 1;

      add_cell (grid, 0, at, row->label, "dim-label");
      add_cell (grid, 1, at, row->asked, NULL);
      add_cell (grid, 2, at, row->found, NULL);
      gtk_grid_attach (grid, make_mark (row->same), 3, at, 1, 1);
    }
}

static void
add_row (GtkListBox *list, const KpCsrRow *row)
{
  g_autofree char *asked = kp_plain_text_shorten (row->asked, MAX_DETAIL);
  g_autofree char *found = kp_plain_text_shorten (row->found, MAX_DETAIL);
  g_autofree char *both = NULL;
  GtkWidget *line;

  if (g_str_equal (asked, found))
    both = g_strdup (found);
  else
    both = g_strdup_printf (
        /* Translators: a detail of a certificate as it was asked for, and as it is in the
         * signing request */
        _ ("Asked: %s\nIn the CSR: %s"), *asked != '\0' ? asked : "–",
        *found != '\0' ? found : "–");
  line = g_object_new (ADW_TYPE_ACTION_ROW, "use-markup", FALSE, "title", row->label,
                       "subtitle", both, "subtitle-lines", 0, NULL);
  adw_action_row_add_suffix (ADW_ACTION_ROW (line), make_mark (row->same));
  gtk_list_box_append (list, line);
}

void
kp_csr_table_show (GtkGrid *grid, GtkListBox *list, GPtrArray *rows)
{
  GtkListBoxRow *row;

  g_return_if_fail (GTK_IS_GRID (grid));
  g_return_if_fail (GTK_IS_LIST_BOX (list));
  g_return_if_fail (rows != NULL);

  fill_grid (grid, rows);
  while ((row = gtk_list_box_get_row_at_index (list, 0)) != NULL)
    gtk_list_box_remove (list, GTK_WIDGET (row));
  for (guint i = 0; i < rows->len; i++)
    add_row (list, g_ptr_array_index (rows, i));
}
