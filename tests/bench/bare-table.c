/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bare-table.h"

static const char *const titles[] = { "Site",     "Status",  "Next Action", "Customer",
                                      "Provider", "Expires", "Checked" };

#define N_TEXTS G_N_ELEMENTS (titles)

/* What the theme puts above and below the child of a cell. */
#define CELL_PADDING 16

/* A row's texts. */
#define TYPE_ROW (row_get_type ())
G_DECLARE_FINAL_TYPE (Row, row, BARE, ROW, GObject)

struct _Row
{
  GObject parent;

  char *texts[N_TEXTS];
};

G_DEFINE_FINAL_TYPE (Row, row, G_TYPE_OBJECT)

static void
row_finalize (GObject *object)
{
  Row *self = BARE_ROW (object);

  for (guint i = 0; i < N_TEXTS; i++)
    g_free (self->texts[i]);
  G_OBJECT_CLASS (row_parent_class)->finalize (object);
}

static void
row_class_init (RowClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = row_finalize;
}

static void
row_init (Row *self)
{
}

/* Texts as long as those of the list of sites. */
static Row *
row_new (guint i)
{
  static const char *const states[] = { "Locked", "Locked, expires in 12 days",
                                        "Not secured yet: points to another name" };
  static const char *const actions[] = { "Nobody", "You: renew the certificate",
                                         "Customer: change the DNS record" };
  Row *self = g_object_new (TYPE_ROW, NULL);

  self->texts[0] = g_strdup_printf ("cp.harbour-%06u.example", i);
  self->texts[1] = g_strdup (states[i % 3]);
  self->texts[2] = g_strdup (actions[i % 3]);
  self->texts[3] = g_strdup_printf ("harbour %u Ltd", i / 20);
  self->texts[4] = g_strdup ("Cloud Office");
  self->texts[5] = g_strdup_printf ("%u days", 12 + i % 90);
  self->texts[6] = g_strdup_printf ("%u min", 1 + i % 59);
  return self;
}

static guint
get_column (GtkListItemFactory *factory)
{
  return GPOINTER_TO_UINT (g_object_get_data (G_OBJECT (factory), "column"));
}

/* One line, which is the cheapest. */
static GtkWidget *
new_label (void)
{
  return g_object_new (GTK_TYPE_LABEL, "xalign", 0.0, "ellipsize", PANGO_ELLIPSIZE_END,
                       NULL);
}

static void
setup_cb (GtkListItemFactory *factory, GtkListItem *item, gpointer row_height)
{
  guint column = get_column (factory);
  GtkWidget *child;

  if (column == N_TEXTS)
    child = g_object_new (GTK_TYPE_MENU_BUTTON, "label", "Actions", "has-frame", FALSE,
                          "valign", GTK_ALIGN_CENTER, NULL);
  else if (column == 0)
    {
      child = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);
      gtk_widget_set_size_request (child, -1, GPOINTER_TO_INT (row_height) - CELL_PADDING);
      gtk_box_append (GTK_BOX (child), new_label ());
      gtk_box_append (GTK_BOX (child),
                      gtk_image_new_from_icon_name ("changes-prevent-symbolic"));
    }
  else
    child = new_label ();
  gtk_list_item_set_child (item, child);
}

static void
bind_cb (GtkListItemFactory *factory, GtkListItem *item, gpointer data)
{
  guint column = get_column (factory);
  GtkWidget *child = gtk_list_item_get_child (item);
  Row *row = gtk_list_item_get_item (item);

  if (column == N_TEXTS)
    return;
  if (column == 0)
    child = gtk_widget_get_first_child (child);
  gtk_label_set_text (GTK_LABEL (child), row->texts[column]);
}

static void
add_column (GtkColumnView *view, guint i, int row_height)
{
  GtkListItemFactory *factory = gtk_signal_list_item_factory_new ();
  g_autoptr (GtkColumnViewColumn) column = NULL;

  g_object_set_data (G_OBJECT (factory), "column", GUINT_TO_POINTER (i));
  g_signal_connect (factory, "setup", G_CALLBACK (setup_cb), GINT_TO_POINTER (row_height));
  g_signal_connect (factory, "bind", G_CALLBACK (bind_cb), NULL);
  column = gtk_column_view_column_new (i < N_TEXTS ? titles[i] : NULL, factory);
  gtk_column_view_column_set_expand (column, i == 1 || i == 2);
  gtk_column_view_append_column (view, column);
}

GtkWidget *
bare_table_new (guint n, int row_height)
{
  GListStore *store = g_list_store_new (TYPE_ROW);
  g_autoptr (GPtrArray) rows = g_ptr_array_new_with_free_func (g_object_unref);
  GtkWidget *view;

  for (guint i = 0; i < n; i++)
    g_ptr_array_add (rows, row_new (i));
  g_list_store_splice (store, 0, 0, rows->pdata, n);
  view = gtk_column_view_new (
      GTK_SELECTION_MODEL (gtk_multi_selection_new (G_LIST_MODEL (store))));
  gtk_column_view_set_show_row_separators (GTK_COLUMN_VIEW (view), TRUE);
  for (guint i = 0; i <= N_TEXTS; i++)
    add_column (GTK_COLUMN_VIEW (view), i, row_height);
  return view;
}
