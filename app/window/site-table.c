/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "window/site-table.h"

#include <glib/gi18n.h>

/* Below this width Customer and Provider give way, in pixels. */
#define ROOMY 900
/* Widths are written so many milliseconds after the last of a drag. */
#define SAVE_AFTER 500

static const struct
{
  const char *id; /* in the settings: never rename */
  const char *title;
  KpSiteCellKind kind;
  KpSiteOrder order;
  gboolean expands;
  gboolean stays; /* can't be hidden: it stands for the row */
  gboolean gives_way;
} columns[] = {
  { "site", N_ ("Site"), KP_SITE_CELL_SITE, KP_SITE_ORDER_SITE, .stays = TRUE },
  { "status", N_ ("Status"), KP_SITE_CELL_STATUS, KP_SITE_ORDER_STATUS, .expands = TRUE },
  { "next-action", N_ ("Next Action"), KP_SITE_CELL_NEXT_ACTION, KP_SITE_ORDER_NEXT_ACTION,
    .expands = TRUE },
  { "customer", N_ ("Customer"), KP_SITE_CELL_CUSTOMER, KP_SITE_ORDER_CUSTOMER,
    .gives_way = TRUE },
  { "provider", N_ ("Provider"), KP_SITE_CELL_PROVIDER, KP_SITE_ORDER_PROVIDER,
    .gives_way = TRUE },
  { "expires", N_ ("Expires"), KP_SITE_CELL_EXPIRES, KP_SITE_ORDER_EXPIRES },
  { "checked", N_ ("Checked"), KP_SITE_CELL_CHECKED, KP_SITE_ORDER_CHECKED },
};

#define N_COLUMNS G_N_ELEMENTS (columns)

struct _KpSiteTable
{
  GtkWidget parent_instance;

  KpSiteView *view;
  GSettings *settings; /* (nullable) */
  GtkWidget *scroller;
  GtkColumnView *table;
  GtkColumnViewColumn *columns[N_COLUMNS];
  gboolean hidden[N_COLUMNS]; /* by the user */
  gboolean roomy;
  guint room_id;
  double beyond; /* pixels of the table that lie right of what is seen */
  guint place_id;
  guint save_id;
  gboolean restoring;
  int probed; /* the column that was asked to compare, -1 for none */
};

typedef struct
{
  KpSiteTable *table;
  int column;
} Probe;

enum
{
  SORTED,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (KpSiteTable, kp_site_table, GTK_TYPE_WIDGET)

/* GTK of the floor does not tell by which column its view is sorted. So the sorters of the
 * columns sort nothing: they note that they were asked. */
static int
probe_cb (gconstpointer a, gconstpointer b, gpointer data)
{
  const Probe *probe = data;

  probe->table->probed = probe->column;
  return GTK_ORDERING_SMALLER;
}

static GtkSorter *
new_probe (KpSiteTable *self, int column)
{
  Probe *probe = g_new0 (Probe, 1);

  probe->table = self;
  probe->column = column;
  return GTK_SORTER (gtk_custom_sorter_new (probe_cb, probe, g_free));
}

static void
save_sort (KpSiteTable *self, gboolean descending)
{
  if (self->settings == NULL || self->restoring)
    return;
  g_settings_set_string (self->settings, "sort-column",
                         self->probed >= 0 ? columns[self->probed].id : "attention");
  g_settings_set_string (self->settings, "sort-direction",
                         descending ? "descending" : "ascending");
}

static void
sorter_changed_cb (KpSiteTable *self)
{
  GtkOrdering ordering;

  self->probed = -1;
  ordering =
      gtk_sorter_compare (gtk_column_view_get_sorter (self->table), self, self->table);
  g_signal_emit (self, signals[SORTED], 0);
  kp_site_view_set_order (
      self->view, self->probed >= 0 ? columns[self->probed].order : KP_SITE_ORDER_ATTENTION,
      ordering == GTK_ORDERING_LARGER);
  save_sort (self, ordering == GTK_ORDERING_LARGER);
}

static void
update_visible (KpSiteTable *self)
{
  for (guint i = 0; i < N_COLUMNS; i++)
    gtk_column_view_column_set_visible (
        self->columns[i], !self->hidden[i] && (self->roomy || !columns[i].gives_way));
}

static gboolean
room_cb (gpointer data)
{
  KpSiteTable *self = data;

  self->room_id = 0;
  update_visible (self);
  return G_SOURCE_REMOVE;
}

static int
find_column (const char *id)
{
  for (guint i = 0; i < N_COLUMNS; i++)
    if (g_strcmp0 (columns[i].id, id) == 0)
      return i;
  return -1;
}

static int
find_index (KpSiteTable *self, GtkColumnViewColumn *column)
{
  for (guint i = 0; i < N_COLUMNS; i++)
    if (self->columns[i] == column)
      return i;
  return -1;
}

static void
save_order (KpSiteTable *self)
{
  GListModel *list = gtk_column_view_get_columns (self->table);
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();
  g_auto (GStrv) ids = NULL;

  for (guint i = 0; i < g_list_model_get_n_items (list); i++)
    {
      g_autoptr (GtkColumnViewColumn) column = g_list_model_get_item (list, i);
      int index = find_index (self, column);

      if (index >= 0)
        g_strv_builder_add (builder, columns[index].id);
    }
  ids = g_strv_builder_end (builder);
  /* While a column is moved it is out for a moment. */
  if (g_strv_length (ids) == N_COLUMNS)
    g_settings_set_strv (self->settings, "columns", (const char *const *) ids);
}

static void
save_widths (KpSiteTable *self)
{
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();
  g_auto (GStrv) widths = NULL;

  for (guint i = 0; i < N_COLUMNS; i++)
    {
      int width = gtk_column_view_column_get_fixed_width (self->columns[i]);
      g_autofree char *entry = g_strdup_printf ("%s=%d", columns[i].id, width);

      if (width >= 0)
        g_strv_builder_add (builder, entry);
    }
  widths = g_strv_builder_end (builder);
  g_settings_set_strv (self->settings, "column-widths", (const char *const *) widths);
}

static gboolean
save_cb (gpointer data)
{
  KpSiteTable *self = data;

  self->save_id = 0;
  save_order (self);
  save_widths (self);
  return G_SOURCE_REMOVE;
}

static void
queue_save (KpSiteTable *self)
{
  if (self->settings == NULL || self->restoring)
    return;
  g_clear_handle_id (&self->save_id, g_source_remove);
  self->save_id = g_timeout_add (SAVE_AFTER, save_cb, self);
}

static void
save_hidden (KpSiteTable *self)
{
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();
  g_auto (GStrv) ids = NULL;

  if (self->settings == NULL)
    return;
  for (guint i = 0; i < N_COLUMNS; i++)
    if (self->hidden[i])
      g_strv_builder_add (builder, columns[i].id);
  ids = g_strv_builder_end (builder);
  g_settings_set_strv (self->settings, "hidden-columns", (const char *const *) ids);
}

static void
show_column_changed (GSimpleAction *action, GVariant *state, gpointer data)
{
  KpSiteTable *self = data;
  int i = find_column (g_action_get_name (G_ACTION (action)));

  g_simple_action_set_state (action, state);
  self->hidden[i] = !g_variant_get_boolean (state);
  update_visible (self);
  save_hidden (self);
}

/* A group "columns" with an action for each that can be hidden. */
static void
add_column_actions (KpSiteTable *self)
{
  g_autoptr (GSimpleActionGroup) group = g_simple_action_group_new ();
  g_autoptr (GMenu) menu = g_menu_new ();

  for (guint i = 0; i < N_COLUMNS; i++)
    {
      g_autoptr (GSimpleAction) action = NULL;
      g_autofree char *name = g_strdup_printf ("columns.%s", columns[i].id);

      if (columns[i].stays)
        continue;
      action = g_simple_action_new_stateful (columns[i].id, NULL,
                                             g_variant_new_boolean (!self->hidden[i]));
      g_signal_connect_object (action, "change-state", G_CALLBACK (show_column_changed),
                               self, 0);
      g_action_map_add_action (G_ACTION_MAP (group), G_ACTION (action));
      g_menu_append (menu, _ (columns[i].title), name);
    }
  gtk_widget_insert_action_group (GTK_WIDGET (self), "columns", G_ACTION_GROUP (group));
  for (guint i = 0; i < N_COLUMNS; i++)
    gtk_column_view_column_set_header_menu (self->columns[i], G_MENU_MODEL (menu));
}

static void
add_columns (KpSiteTable *self, KpSiteRows *rows)
{
  g_autoptr (GtkColumnViewColumn) actions = NULL;

  for (guint i = 0; i < N_COLUMNS; i++)
    {
      g_autoptr (GtkSorter) probe = new_probe (self, i);

      self->columns[i] = gtk_column_view_column_new (
          _ (columns[i].title), kp_site_rows_make_factory (rows, columns[i].kind));
      gtk_column_view_column_set_sorter (self->columns[i], probe);
      gtk_column_view_column_set_resizable (self->columns[i], TRUE);
      gtk_column_view_column_set_expand (self->columns[i], columns[i].expands);
      gtk_column_view_append_column (self->table, self->columns[i]);
    }
  actions = gtk_column_view_column_new (
      NULL, kp_site_rows_make_factory (rows, KP_SITE_CELL_ACTIONS));
  gtk_column_view_append_column (self->table, actions);
}

static void
restore_order (KpSiteTable *self)
{
  g_auto (GStrv) ids = g_settings_get_strv (self->settings, "columns");
  guint position = 0;

  for (guint i = 0; ids[i] != NULL; i++)
    {
      int column = find_column (ids[i]);

      if (column >= 0)
        gtk_column_view_insert_column (self->table, position++, self->columns[column]);
    }
}

static void
restore_widths (KpSiteTable *self)
{
  g_auto (GStrv) entries = g_settings_get_strv (self->settings, "column-widths");

  for (guint i = 0; entries[i] != NULL; i++)
    {
      g_auto (GStrv) parts = g_strsplit (entries[i], "=", 2);
      int column = find_column (parts[0]);
      gint64 width;

      if (column >= 0 && parts[1] != NULL
          && g_ascii_string_to_signed (parts[1], 10, 20, 2000, &width, NULL))
        gtk_column_view_column_set_fixed_width (self->columns[column], width);
    }
}

static void
restore_sort (KpSiteTable *self)
{
  g_autofree char *id = g_settings_get_string (self->settings, "sort-column");
  g_autofree char *direction = g_settings_get_string (self->settings, "sort-direction");
  int column = find_column (id);

  if (column >= 0)
    gtk_column_view_sort_by_column (self->table, self->columns[column],
                                    g_strcmp0 (direction, "descending") == 0
                                        ? GTK_SORT_DESCENDING
                                        : GTK_SORT_ASCENDING);
}

static void
restore (KpSiteTable *self)
{
  g_auto (GStrv) hidden = NULL;

  if (self->settings == NULL)
    return;
  self->restoring = TRUE;
  hidden = g_settings_get_strv (self->settings, "hidden-columns");
  for (guint i = 0; i < N_COLUMNS; i++)
    self->hidden[i] =
        !columns[i].stays && g_strv_contains ((const char *const *) hidden, columns[i].id);
  restore_order (self);
  restore_widths (self);
  restore_sort (self);
  self->restoring = FALSE;
}

/* Where the program was not installed the schema may be missing. */
static GSettings *
get_settings (void)
{
  GSettingsSchemaSource *source = g_settings_schema_source_get_default ();
  g_autoptr (GSettingsSchema) schema = NULL;

  if (source != NULL)
    schema = g_settings_schema_source_lookup (source, APPLICATION_ID, TRUE);
  return schema != NULL ? g_settings_new_full (schema, NULL, NULL) : NULL;
}

static void
activate_cb (GtkColumnView *table, guint position, KpSiteTable *self)
{
  g_autoptr (KpSite) site = g_list_model_get_item (G_LIST_MODEL (self->view), position);

  if (site != NULL)
    gtk_widget_activate_action (GTK_WIDGET (self), "win.show-site", "x",
                                kp_site_get_id (site));
}

static gboolean
query_tooltip_cb (GtkWidget *table, int x, int y, gboolean keyboard, GtkTooltip *tooltip,
                  KpSiteRows *rows)
{
  GtkWidget *widget = gtk_widget_pick (table, x, y, GTK_PICK_DEFAULT);
  KpSite *site = kp_site_rows_find (rows, widget, NULL, NULL);
  g_autofree char *text = NULL;
  graphene_rect_t bounds;

  if (site == NULL)
    return FALSE;
  if (!kp_site_cell_is (widget))
    widget = gtk_widget_get_first_child (widget);
  text = widget != NULL ? kp_site_cell_get_tooltip (widget, site) : NULL;
  if (text == NULL || !gtk_widget_compute_bounds (widget, table, &bounds))
    return FALSE;
  gtk_tooltip_set_text (tooltip, text);
  gtk_tooltip_set_tip_area (tooltip,
                            &(GdkRectangle){ bounds.origin.x, bounds.origin.y,
                                             bounds.size.width, bounds.size.height });
  return TRUE;
}

static void
kp_site_table_size_allocate (GtkWidget *widget, int width, int height, int baseline)
{
  KpSiteTable *self = KP_SITE_TABLE (widget);
  gboolean roomy = width >= ROOMY;

  gtk_widget_allocate (self->scroller, width, height, baseline, NULL);
  if (roomy == self->roomy)
    return;
  self->roomy = roomy;
  /* Not while sizes are given out. */
  if (self->room_id == 0)
    self->room_id = g_idle_add_full (GTK_PRIORITY_RESIZE - 1, room_cb, self, NULL);
}

static void
kp_site_table_measure (GtkWidget *widget, GtkOrientation orientation, int for_size,
                       int *minimum, int *natural, int *minimum_baseline,
                       int *natural_baseline)
{
  gtk_widget_measure (KP_SITE_TABLE (widget)->scroller, orientation, for_size, minimum,
                      natural, NULL, NULL);
}

/* From right to left the first column is at the right. */
static double
get_beyond (GtkAdjustment *sideways)
{
  return gtk_adjustment_get_upper (sideways) - gtk_adjustment_get_page_size (sideways)
         - gtk_adjustment_get_value (sideways);
}

static void
sideways_scrolled_cb (KpSiteTable *self, GtkAdjustment *sideways)
{
  self->beyond = get_beyond (sideways);
}

static gboolean
place_cb (gpointer data)
{
  KpSiteTable *self = data;

  self->place_id = 0;
  gtk_widget_queue_allocate (GTK_WIDGET (self->table));
  return G_SOURCE_REMOVE;
}

/* GTK before 4.17.3 keeps what is left of the table where it is when there is less or more
 * room. It tells so while it gives out sizes, and has placed the columns by the old value.
 */
static void
sideways_changed_cb (KpSiteTable *self, GtkAdjustment *sideways)
{
  double beyond = self->beyond;

  if (gtk_widget_get_direction (GTK_WIDGET (self)) != GTK_TEXT_DIR_RTL)
    return;
  if (get_beyond (sideways) == beyond)
    return;
  gtk_adjustment_set_value (sideways, gtk_adjustment_get_value (sideways)
                                          + get_beyond (sideways) - beyond);
  if (self->place_id == 0)
    self->place_id = g_idle_add_full (GTK_PRIORITY_RESIZE - 1, place_cb, self, NULL);
}

static void
follow_direction (KpSiteTable *self)
{
  GtkAdjustment *sideways =
      gtk_scrolled_window_get_hadjustment (GTK_SCROLLED_WINDOW (self->scroller));

  if (gtk_check_version (4, 17, 3) == NULL)
    return;
  g_signal_connect_object (sideways, "changed", G_CALLBACK (sideways_changed_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (sideways, "value-changed", G_CALLBACK (sideways_scrolled_cb),
                           self, G_CONNECT_SWAPPED);
}

static gboolean
kp_site_table_grab_focus (GtkWidget *widget)
{
  return gtk_widget_grab_focus (kp_site_table_get_list (KP_SITE_TABLE (widget)));
}

static void
kp_site_table_dispose (GObject *object)
{
  KpSiteTable *self = KP_SITE_TABLE (object);

  if (self->save_id != 0)
    save_cb (self);
  g_clear_handle_id (&self->save_id, g_source_remove);
  g_clear_handle_id (&self->room_id, g_source_remove);
  g_clear_handle_id (&self->place_id, g_source_remove);
  /* That it drops its columns now is not to be remembered. */
  g_clear_object (&self->settings);
  for (guint i = 0; i < N_COLUMNS; i++)
    g_clear_object (&self->columns[i]);
  g_clear_pointer (&self->scroller, gtk_widget_unparent);
  g_clear_object (&self->view);

  G_OBJECT_CLASS (kp_site_table_parent_class)->dispose (object);
}

static void
kp_site_table_class_init (KpSiteTableClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = kp_site_table_dispose;
  widget_class->measure = kp_site_table_measure;
  widget_class->size_allocate = kp_site_table_size_allocate;
  widget_class->grab_focus = kp_site_table_grab_focus;

  signals[SORTED] = g_signal_new ("sorted", KP_TYPE_SITE_TABLE, G_SIGNAL_RUN_LAST, 0, NULL,
                                  NULL, NULL, G_TYPE_NONE, 0);

  gtk_widget_class_set_css_name (widget_class, "sitetable");
}

static void
kp_site_table_init (KpSiteTable *self)
{
  self->roomy = TRUE;
  self->table = g_object_new (GTK_TYPE_COLUMN_VIEW, "reorderable", TRUE,
                              "show-row-separators", TRUE, "has-tooltip", TRUE, NULL);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->table),
                                  GTK_ACCESSIBLE_PROPERTY_LABEL, _ ("Sites"), -1);
  self->scroller = gtk_scrolled_window_new ();
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (self->scroller),
                                 GTK_WIDGET (self->table));
  gtk_widget_set_parent (self->scroller, GTK_WIDGET (self));
  follow_direction (self);
}

GtkWidget *
kp_site_table_new (KpSiteRows *rows, KpSiteView *view, gboolean remember)
{
  KpSiteTable *self = g_object_new (KP_TYPE_SITE_TABLE, NULL);

  self->view = g_object_ref (view);
  self->settings = remember ? get_settings () : NULL;
  add_columns (self, rows);
  g_signal_connect_object (gtk_column_view_get_sorter (self->table), "changed",
                           G_CALLBACK (sorter_changed_cb), self, G_CONNECT_SWAPPED);
  restore (self);
  update_visible (self);
  add_column_actions (self);
  for (guint i = 0; i < N_COLUMNS; i++)
    g_signal_connect_object (self->columns[i], "notify::fixed-width",
                             G_CALLBACK (queue_save), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (gtk_column_view_get_columns (self->table), "items-changed",
                           G_CALLBACK (queue_save), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->table, "activate", G_CALLBACK (activate_cb), self, 0);
  g_signal_connect_object (self->table, "query-tooltip", G_CALLBACK (query_tooltip_cb),
                           rows, 0);
  return GTK_WIDGET (self);
}

void
kp_site_table_set_model (KpSiteTable *self, GtkSelectionModel *model)
{
  g_return_if_fail (KP_IS_SITE_TABLE (self));

  gtk_column_view_set_model (self->table, model);
}

/* The view's own list comes after its headings. */
GtkWidget *
kp_site_table_get_list (KpSiteTable *self)
{
  g_return_val_if_fail (KP_IS_SITE_TABLE (self), NULL);

  return gtk_widget_get_last_child (GTK_WIDGET (self->table));
}

GtkScrolledWindow *
kp_site_table_get_scroller (KpSiteTable *self)
{
  g_return_val_if_fail (KP_IS_SITE_TABLE (self), NULL);

  return GTK_SCROLLED_WINDOW (self->scroller);
}

void
kp_site_table_sort_by_attention (KpSiteTable *self)
{
  g_return_if_fail (KP_IS_SITE_TABLE (self));

  gtk_column_view_sort_by_column (self->table, NULL, GTK_SORT_ASCENDING);
}
