/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "assistant/record-grid.h"

#include <glib/gi18n.h>

#include "core/base/plain-text.h"
#include "widget/long-label.h"

/* What of a TXT record is shown: enough to tell which one it is. */
#define MAX_DATA 100
/* What is over this is no host name's. */
#define MAX_RECORDS 16

/* Returns: (transfer container) (element-type KpRecord): the records that stand at the name
 * now */
static GPtrArray *
list_present (const KpDnsPlan *plan, const KpObservation *seen)
{
  GPtrArray *records = g_ptr_array_new ();
  const KpResolverAnswer *answer = kp_dns_plan_find_present (plan, seen);

  if (answer != NULL && answer->chain->len > 0)
    g_ptr_array_add (records, g_ptr_array_index (answer->chain, 0));
  else
    for (guint i = 0; answer != NULL && i < answer->addresses->len; i++)
      g_ptr_array_add (records, g_ptr_array_index (answer->addresses, i));
  for (guint i = 0; i < seen->other_records->len; i++)
    g_ptr_array_add (records, g_ptr_array_index (seen->other_records, i));
  return records;
}

static void
add_cell (GtkGrid *grid, int column, int row, const char *text, const char *style)
{
  GtkWidget *cell = kp_long_label_new (text, style);
  g_autoptr (PangoAttrList) attributes = pango_attr_list_new ();

  /* A name is broken anywhere, and is still the same name. */
  pango_attr_list_insert (attributes, pango_attr_insert_hyphens_new (FALSE));
  gtk_label_set_attributes (GTK_LABEL (cell), attributes);
  gtk_widget_set_hexpand (cell, column == 3);
  if (column >= 2)
    gtk_label_set_max_width_chars (GTK_LABEL (cell), 24);
  gtk_grid_attach (grid, cell, column, row, 1, 1);
}

static void
add_record (GtkGrid *grid, int row, const char *when, const KpRecord *record,
            const char *zone)
{
  g_autofree char *relative = kp_dns_relative_host (record->owner, zone);
  g_autofree char *data = kp_plain_text_shorten (record->data, MAX_DATA);
  g_autofree char *host = g_str_equal (relative, record->owner)
                              ? g_strdup (relative)
                              : g_strdup_printf ("%s\n%s", relative, record->owner);

  add_cell (grid, 0, row, when, "dim-label");
  add_cell (grid, 1, row, kp_record_type_to_string (record->type), NULL);
  add_cell (grid, 2, row, host, NULL);
  add_cell (grid, 3, row, data, NULL);
}

static void
add_heads (GtkGrid *grid)
{
  const char *heads[] = { "", _ ("Type"), _ ("Host"), _ ("Points to") };

  for (int i = 0; i < (int) G_N_ELEMENTS (heads); i++)
    add_cell (grid, i, 0, heads[i], "caption-heading");
}

void
kp_record_grid_show (GtkGrid *grid, const KpDnsPlan *plan, const KpObservation *seen)
{
  g_autoptr (GPtrArray) present = list_present (plan, seen);
  GtkWidget *child;
  int row = 1;

  g_return_if_fail (GTK_IS_GRID (grid));

  while ((child = gtk_widget_get_first_child (GTK_WIDGET (grid))) != NULL)
    gtk_grid_remove (grid, child);
  add_heads (grid);
  for (guint i = 0; i < MIN (present->len, MAX_RECORDS); i++)
    add_record (grid, row++, i == 0 ? _ ("Now") : "", g_ptr_array_index (present, i),
                plan->zone);
  if (present->len == 0)
    {
      add_cell (grid, 0, row, _ ("Now"), "dim-label");
      add_cell (grid, 1, row++, "–", NULL);
    }
  if (plan->set != NULL)
    add_record (grid, row, _ ("After"), plan->set, plan->zone);
}
