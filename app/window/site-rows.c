/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "window/site-rows.h"

#include "page/site-actions.h"

/* Data of a factory and of a list item. */
#define KIND "keyplate-kind"
#define ROW "keyplate-row"

/* A row that is bound. */
typedef struct
{
  KpSiteRows *rows;
  GtkListItem *item; /* of the cell that stands for the row */
  GtkWidget *row;
  KpSite *site;
  gulong handler;
} Bound;

struct _KpSiteRows
{
  GObject parent;

  KpDesk *desk;
  KpSiteActions *actions; /* of the menu that is open */
  GHashTable *bound;      /* row => Bound */
};

G_DEFINE_FINAL_TYPE (KpSiteRows, kp_site_rows, G_TYPE_OBJECT)

static gint64
get_now (KpSiteRows *self)
{
  return kp_clock_now (kp_desk_get_clock (self->desk));
}

static void
bound_free (gpointer data)
{
  Bound *bound = data;

  g_signal_handler_disconnect (bound->site, bound->handler);
  g_object_unref (bound->site);
  g_free (bound);
}

/* GTK 4.8 gives no way to name a row but from within. */
static void
update_name (Bound *bound)
{
  KpSite *site = bound->site;
  KpProfile *profile = kp_catalogue_find (kp_desk_get_catalogue (bound->rows->desk),
                                          kp_site_get_provider (site));
  g_autofree char *name = kp_summary_format_row_name (
      kp_site_get_summary (site), kp_site_get_label (site),
      profile != NULL ? kp_profile_get_name (profile) : kp_site_get_provider (site),
      get_now (bound->rows));

  gtk_accessible_update_property (GTK_ACCESSIBLE (bound->row),
                                  GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
}

/* The cells of a column view lie within cells of GTK's own, that of a list view is the
 * row's only child. */
static void
update_cells (Bound *bound)
{
  KpCatalogue *catalogue = kp_desk_get_catalogue (bound->rows->desk);
  gint64 now = get_now (bound->rows);

  for (GtkWidget *child = gtk_widget_get_first_child (bound->row); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    {
      GtkWidget *cell =
          kp_site_cell_is (child) ? child : gtk_widget_get_first_child (child);

      if (cell != NULL && kp_site_cell_is (cell))
        kp_site_cell_update (cell, bound->site, catalogue, now);
    }
}

static void
site_notify_cb (KpSite *site, GParamSpec *pspec, Bound *bound)
{
  update_cells (bound);
  update_name (bound);
}

static GtkWidget *
get_row (GtkListItem *item, KpSiteCellKind kind)
{
  GtkWidget *parent = gtk_widget_get_parent (gtk_list_item_get_child (item));

  return kind == KP_SITE_CELL_BRIEF ? parent : gtk_widget_get_parent (parent);
}

static void
bind_row (KpSiteRows *self, GtkListItem *item, KpSiteCellKind kind)
{
  Bound *bound = g_new0 (Bound, 1);

  bound->rows = self;
  bound->item = item;
  bound->row = get_row (item, kind);
  bound->site = g_object_ref (gtk_list_item_get_item (item));
  bound->handler =
      g_signal_connect (bound->site, "notify", G_CALLBACK (site_notify_cb), bound);
  g_hash_table_replace (self->bound, bound->row, bound);
  g_object_set_data (G_OBJECT (item), ROW, bound->row);
  update_name (bound);
}

static KpSiteCellKind
get_kind (GtkListItemFactory *factory)
{
  return GPOINTER_TO_UINT (g_object_get_data (G_OBJECT (factory), KIND));
}

static gboolean
stands_for_row (KpSiteCellKind kind)
{
  return kind == KP_SITE_CELL_SITE || kind == KP_SITE_CELL_BRIEF;
}

static void
open_menu_cb (GtkMenuButton *button, gpointer data)
{
  KpSiteRows *self = data;
  KpSite *site = kp_site_rows_find (self, GTK_WIDGET (button), NULL, NULL);
  g_autoptr (GMenuModel) menu = NULL;

  kp_site_actions_set_site (self->actions, site);
  kp_site_actions_attach (self->actions, GTK_WIDGET (button));
  menu = kp_site_actions_make_menu (self->actions);
  gtk_menu_button_set_menu_model (button, menu);
}

static void
setup_cb (GtkListItemFactory *factory, GtkListItem *item, KpSiteRows *self)
{
  GtkWidget *cell = kp_site_cell_new (get_kind (factory));
  GtkMenuButton *button = kp_site_cell_get_button (cell);

  if (button != NULL)
    gtk_menu_button_set_create_popup_func (button, open_menu_cb, g_object_ref (self),
                                           g_object_unref);
  gtk_list_item_set_child (item, cell);
}

static void
bind_cb (GtkListItemFactory *factory, GtkListItem *item, KpSiteRows *self)
{
  KpSiteCellKind kind = get_kind (factory);

  kp_site_cell_update (gtk_list_item_get_child (item), gtk_list_item_get_item (item),
                       kp_desk_get_catalogue (self->desk), get_now (self));
  if (stands_for_row (kind))
    bind_row (self, item, kind);
}

static void
unbind_cb (GtkListItemFactory *factory, GtkListItem *item, KpSiteRows *self)
{
  if (stands_for_row (get_kind (factory)))
    g_hash_table_remove (self->bound, g_object_steal_data (G_OBJECT (item), ROW));
}

static void
kp_site_rows_dispose (GObject *object)
{
  KpSiteRows *self = KP_SITE_ROWS (object);

  g_hash_table_remove_all (self->bound);
  g_clear_object (&self->actions);
  g_clear_object (&self->desk);

  G_OBJECT_CLASS (kp_site_rows_parent_class)->dispose (object);
}

static void
kp_site_rows_finalize (GObject *object)
{
  KpSiteRows *self = KP_SITE_ROWS (object);

  g_hash_table_unref (self->bound);

  G_OBJECT_CLASS (kp_site_rows_parent_class)->finalize (object);
}

static void
kp_site_rows_class_init (KpSiteRowsClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = kp_site_rows_dispose;
  object_class->finalize = kp_site_rows_finalize;
}

static void
kp_site_rows_init (KpSiteRows *self)
{
  self->bound = g_hash_table_new_full (NULL, NULL, NULL, bound_free);
}

KpSiteRows *
kp_site_rows_new (KpDesk *desk)
{
  KpSiteRows *self = g_object_new (KP_TYPE_SITE_ROWS, NULL);

  self->desk = g_object_ref (desk);
  self->actions = kp_site_actions_new (desk);
  return self;
}

GtkListItemFactory *
kp_site_rows_make_factory (KpSiteRows *self, KpSiteCellKind kind)
{
  GtkListItemFactory *factory;

  g_return_val_if_fail (KP_IS_SITE_ROWS (self), NULL);

  factory = gtk_signal_list_item_factory_new ();
  g_object_set_data (G_OBJECT (factory), KIND, GUINT_TO_POINTER (kind));
  g_signal_connect_object (factory, "setup", G_CALLBACK (setup_cb), self, 0);
  g_signal_connect_object (factory, "bind", G_CALLBACK (bind_cb), self, 0);
  g_signal_connect_object (factory, "unbind", G_CALLBACK (unbind_cb), self, 0);
  return factory;
}

void
kp_site_rows_tell_time (KpSiteRows *self)
{
  GHashTableIter iter;
  gpointer bound;

  g_return_if_fail (KP_IS_SITE_ROWS (self));

  g_hash_table_iter_init (&iter, self->bound);
  while (g_hash_table_iter_next (&iter, NULL, &bound))
    {
      update_cells (bound);
      update_name (bound);
    }
}

KpSite *
kp_site_rows_find (KpSiteRows *self, GtkWidget *widget, GtkWidget **row, guint *position)
{
  g_return_val_if_fail (KP_IS_SITE_ROWS (self), NULL);

  for (; widget != NULL; widget = gtk_widget_get_parent (widget))
    {
      Bound *bound = g_hash_table_lookup (self->bound, widget);

      if (bound == NULL)
        continue;
      if (row != NULL)
        *row = widget;
      if (position != NULL)
        *position = gtk_list_item_get_position (bound->item);
      return bound->site;
    }
  return NULL;
}
