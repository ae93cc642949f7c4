/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "assistant/csr-table.h"

#include <glib/gi18n.h>

#include "core/base/plain-text.h"
#include "widget/long-label.h"

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
  GtkWidget *cell = kp_long_label_new (*shown != '\0' ? shown : "–", style);

  gtk_widget_set_hexpand (cell, column > 0);
  gtk_grid_attach (grid, cell, column, row, 1, 1);
}

void
kp_csr_table_show (GtkGrid *grid, GPtrArray *rows)
{
  GtkWidget *child;

  g_return_if_fail (GTK_IS_GRID (grid));
  g_return_if_fail (rows != NULL);

  while ((child = gtk_widget_get_first_child (GTK_WIDGET (grid))) != NULL)
    gtk_grid_remove (grid, child);
  add_cell (grid, 0, 0, _ ("Field"), "caption-heading");
  /* Translators: a heading of a table: what was asked for, beside what came */
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
