/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "window/site-list.h"

#include "widget/compat.h"
#include "widget/tab-out.h"
#include "window/site-list-private.h"

#define MINUTE 60

enum
{
  PROP_LOCK_FILTER = 1,
  PROP_YOUR_TURN,
  PROP_OVERDUE,
  PROP_SEARCH_MODE,
  PROP_N_SELECTED,
  N_PROPERTIES,
};

static GParamSpec *properties[N_PROPERTIES];

G_DEFINE_FINAL_TYPE (KpSiteList, kp_site_list, GTK_TYPE_WIDGET)

GtkWidget *
kp_site_list_get_rows (KpSiteList *self)
{
  return kp_narrow_bin_get_is_narrow (self->bin) ? GTK_WIDGET (self->narrow)
                                                 : kp_site_table_get_list (self->table);
}

GtkScrolledWindow *
kp_site_list_get_scroller (KpSiteList *self)
{
  return kp_narrow_bin_get_is_narrow (self->bin) ? self->narrow_scroller
                                                 : kp_site_table_get_scroller (self->table);
}

void
kp_site_list_scroll_to (KpSiteList *self, guint position)
{
  gtk_widget_activate_action (kp_site_list_get_rows (self), "list.scroll-to-item", "u",
                              position);
}

GtkWidget *
kp_site_list_find_row (KpSiteList *self, KpSite *site)
{
  for (GtkWidget *row = gtk_widget_get_first_child (kp_site_list_get_rows (self));
       row != NULL; row = gtk_widget_get_next_sibling (row))
    if (kp_site_rows_find (self->rows, row, NULL, NULL) == site)
      return row;
  return NULL;
}

/* Only the list that shows has rows: they cost, seen or not. */
static void
update_model (KpSiteList *self)
{
  GtkSelectionModel *model = GTK_SELECTION_MODEL (self->selection);
  gboolean narrow = kp_narrow_bin_get_is_narrow (self->bin);
  GtkBitset *selected;

  if (self->view == NULL)
    return;
  kp_selection_bar_set_narrow (self->bar, narrow);
  gtk_list_view_set_model (self->narrow, narrow ? model : NULL);
  kp_site_table_set_model (self->table, narrow ? NULL : model);
  selected = gtk_selection_model_get_selection (model);
  if (!gtk_bitset_is_empty (selected))
    kp_site_list_scroll_to (self, gtk_bitset_get_minimum (selected));
  gtk_bitset_unref (selected);
}

/* Who looks at the top wants to see what comes first, whatever that becomes; GTK would keep
 * the row that was first. */
static gboolean
is_at_top (KpSiteList *self)
{
  GtkAdjustment *adjustment =
      gtk_scrolled_window_get_vadjustment (kp_site_list_get_scroller (self));
  double y;

  return gtk_adjustment_get_value (adjustment) <= 0
         && kp_site_list_get_anchor (self, &y) == NULL;
}

static void
items_changed_cb (KpSiteList *self)
{
  GtkBitset *selected =
      gtk_selection_model_get_selection (GTK_SELECTION_MODEL (self->selection));
  gboolean any = g_list_model_get_n_items (G_LIST_MODEL (self->view)) > 0;

  if (any && self->to_top && !gtk_bitset_is_empty (selected))
    kp_site_list_scroll_to (self, gtk_bitset_get_minimum (selected));
  else if (any && (self->to_top || is_at_top (self)))
    kp_site_list_scroll_to (self, 0);
  gtk_bitset_unref (selected);
  self->to_top = FALSE;
  kp_site_list_update_page (self);
  kp_site_list_queue_selection (self);
}

static void
update_filters (KpSiteList *self)
{
  KpLock lock = KP_LOCK_UNKNOWN;
  gboolean any = !kp_lock_from_string (self->lock_filter, &lock);

  self->to_top = TRUE;
  kp_site_strip_set_filters (self->strip, self->lock_filter, self->your_turn,
                             self->overdue);
  kp_site_view_set_lock (self->view, any, lock);
  kp_site_view_set_your_turn (self->view, self->your_turn);
  kp_site_view_set_overdue (self->view, self->overdue);
  kp_site_view_set_cause (self->view, kp_reason_button_get_cause (
                                          kp_site_strip_get_reason_button (self->strip)));
  kp_site_list_update_page (self);
}

static void
search_changed_cb (KpSiteList *self)
{
  self->to_top = TRUE;
  kp_site_view_set_search (self->view, gtk_editable_get_text (self->search_entry));
  kp_site_list_update_page (self);
}

/* Whoever sorts wants to see what comes first then. */
static void
sorted_cb (KpSiteList *self)
{
  self->to_top = TRUE;
}

static void
activate_cb (GtkListView *list, guint position, KpSiteList *self)
{
  g_autoptr (KpSite) site = g_list_model_get_item (G_LIST_MODEL (self->view), position);

  if (site != NULL)
    gtk_widget_activate_action (GTK_WIDGET (self), "win.show-site", "x",
                                kp_site_get_id (site));
}

static void
clear_search_activated (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  KpSiteList *self = data;

  gtk_search_bar_set_search_mode (self->search_bar, FALSE);
}

static void
show_all_activated (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  KpSiteList *self = data;

  kp_site_strip_show_all (self->strip);
}

static const GActionEntry actions[] = {
  { .name = "clear-search", .activate = clear_search_activated },
  { .name = "show-all", .activate = show_all_activated },
};

static gboolean
minute_cb (gpointer data)
{
  KpSiteList *self = data;

  kp_site_view_tell_time (self->view);
  kp_site_rows_tell_time (self->rows);
  return G_SOURCE_CONTINUE;
}

static void
kp_site_list_map (GtkWidget *widget)
{
  KpSiteList *self = KP_SITE_LIST (widget);

  GTK_WIDGET_CLASS (kp_site_list_parent_class)->map (widget);
  minute_cb (self);
  self->minute_id = g_timeout_add_seconds (MINUTE, minute_cb, self);
}

static void
kp_site_list_unmap (GtkWidget *widget)
{
  KpSiteList *self = KP_SITE_LIST (widget);

  g_clear_handle_id (&self->minute_id, g_source_remove);
  GTK_WIDGET_CLASS (kp_site_list_parent_class)->unmap (widget);
}

static gboolean
kp_site_list_grab_focus (GtkWidget *widget)
{
  return gtk_widget_grab_focus (kp_site_list_get_rows (KP_SITE_LIST (widget)));
}

static void
set_lock_filter (KpSiteList *self, const char *lock)
{
  KpLock known;

  if (g_strcmp0 (lock, "all") != 0 && !kp_lock_from_string (lock, &known))
    return;
  if (g_strcmp0 (self->lock_filter, lock) == 0)
    return;
  g_free (self->lock_filter);
  self->lock_filter = g_strdup (lock);
  update_filters (self);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_LOCK_FILTER]);
}

static void
set_flag (KpSiteList *self, gboolean *flag, gboolean value, guint property)
{
  if (*flag == value)
    return;
  *flag = value;
  update_filters (self);
  g_object_notify_by_pspec (G_OBJECT (self), properties[property]);
}

static void
kp_site_list_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  KpSiteList *self = KP_SITE_LIST (object);

  switch (id)
    {
    case PROP_LOCK_FILTER:
      g_value_set_string (value, self->lock_filter);
      break;
    case PROP_YOUR_TURN:
      g_value_set_boolean (value, self->your_turn);
      break;
    case PROP_OVERDUE:
      g_value_set_boolean (value, self->overdue);
      break;
    case PROP_SEARCH_MODE:
      g_value_set_boolean (value, gtk_search_bar_get_search_mode (self->search_bar));
      break;
    case PROP_N_SELECTED:
      g_value_set_uint (value, self->n_selected);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
kp_site_list_set_property (GObject *object, guint id, const GValue *value,
                           GParamSpec *pspec)
{
  KpSiteList *self = KP_SITE_LIST (object);

  switch (id)
    {
    case PROP_LOCK_FILTER:
      set_lock_filter (self, g_value_get_string (value));
      break;
    case PROP_YOUR_TURN:
      set_flag (self, &self->your_turn, g_value_get_boolean (value), id);
      break;
    case PROP_OVERDUE:
      set_flag (self, &self->overdue, g_value_get_boolean (value), id);
      break;
    case PROP_SEARCH_MODE:
      gtk_search_bar_set_search_mode (self->search_bar, g_value_get_boolean (value));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
search_mode_cb (KpSiteList *self)
{
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_SEARCH_MODE]);
}

static void
kp_site_list_dispose (GObject *object)
{
  KpSiteList *self = KP_SITE_LIST (object);

  g_clear_handle_id (&self->selection_id, g_source_remove);
  g_clear_handle_id (&self->minute_id, g_source_remove);
  gtk_widget_dispose_template (GTK_WIDGET (self), KP_TYPE_SITE_LIST);
  kp_site_list_end_input (self);
  g_clear_object (&self->actions);
  g_clear_object (&self->causes);
  g_clear_object (&self->rows);
  g_clear_object (&self->selection);
  g_clear_object (&self->view);
  g_clear_object (&self->desk);

  G_OBJECT_CLASS (kp_site_list_parent_class)->dispose (object);
}

static void
kp_site_list_finalize (GObject *object)
{
  g_free (KP_SITE_LIST (object)->lock_filter);

  G_OBJECT_CLASS (kp_site_list_parent_class)->finalize (object);
}

static void
install_properties (GObjectClass *object_class)
{
  const GParamFlags flags =
      G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS;

  properties[PROP_LOCK_FILTER] =
      g_param_spec_string ("lock-filter", NULL, NULL, "all", flags);
  properties[PROP_YOUR_TURN] = g_param_spec_boolean ("your-turn", NULL, NULL, FALSE, flags);
  properties[PROP_OVERDUE] = g_param_spec_boolean ("overdue", NULL, NULL, FALSE, flags);
  properties[PROP_SEARCH_MODE] =
      g_param_spec_boolean ("search-mode", NULL, NULL, FALSE, flags);
  properties[PROP_N_SELECTED] = g_param_spec_uint (
      "n-selected", NULL, NULL, 0, G_MAXUINT, 0,
      G_PARAM_READABLE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPERTIES, properties);
}

static void
kp_site_list_class_init (KpSiteListClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = kp_site_list_dispose;
  object_class->finalize = kp_site_list_finalize;
  object_class->get_property = kp_site_list_get_property;
  object_class->set_property = kp_site_list_set_property;
  widget_class->map = kp_site_list_map;
  widget_class->unmap = kp_site_list_unmap;
  widget_class->grab_focus = kp_site_list_grab_focus;
  install_properties (object_class);

  g_type_ensure (KP_TYPE_NARROW_BIN);
  g_type_ensure (KP_TYPE_SELECTION_BAR);
  g_type_ensure (KP_TYPE_SITE_STRIP);
  gtk_widget_class_set_css_name (widget_class, "sitelist");
  gtk_widget_class_set_template_from_resource (
      widget_class, "/io/github/keyplate_app/Keyplate/window/site-list.ui");
  gtk_widget_class_bind_template_child (widget_class, KpSiteList, search_bar);
  gtk_widget_class_bind_template_child (widget_class, KpSiteList, search_entry);
  gtk_widget_class_bind_template_child (widget_class, KpSiteList, strip);
  gtk_widget_class_bind_template_child (widget_class, KpSiteList, stack);
  gtk_widget_class_bind_template_child (widget_class, KpSiteList, bin);
  gtk_widget_class_bind_template_child (widget_class, KpSiteList, narrow_scroller);
  gtk_widget_class_bind_template_child (widget_class, KpSiteList, narrow);
  gtk_widget_class_bind_template_child (widget_class, KpSiteList, bar);
  gtk_widget_class_bind_template_child (widget_class, KpSiteList, no_results);
  gtk_widget_class_bind_template_child (widget_class, KpSiteList, nothing);
  gtk_widget_class_bind_template_callback (widget_class, activate_cb);
  gtk_widget_class_bind_template_callback (widget_class, kp_site_list_focus_first);
  gtk_widget_class_bind_template_callback (widget_class, search_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, update_model);
}

static void
kp_site_list_init (KpSiteList *self)
{
  self->lock_filter = g_strdup ("all");
  gtk_widget_init_template (GTK_WIDGET (self));
  kp_compat_hide_other_pages (GTK_WIDGET (self->stack));
  gtk_search_bar_connect_entry (self->search_bar, self->search_entry);
  g_signal_connect_object (self->search_bar, "notify::search-mode-enabled",
                           G_CALLBACK (search_mode_cb), self, G_CONNECT_SWAPPED);
}

/* The sites, and what is made of them. */
static void
add_models (KpSiteList *self)
{
  GListModel *sites = G_LIST_MODEL (kp_desk_get_portfolio (self->desk));

  self->view = kp_site_view_new (sites, kp_desk_get_catalogue (self->desk),
                                 kp_desk_get_clock (self->desk));
  self->selection = gtk_multi_selection_new (g_object_ref (G_LIST_MODEL (self->view)));
  self->causes = kp_site_causes_new (sites);
  self->rows = kp_site_rows_new (self->desk);
  self->actions = kp_site_actions_new (self->desk);
}

static void
connect_models (KpSiteList *self)
{
  KpReasonButton *reason = kp_site_strip_get_reason_button (self->strip);

  kp_reason_button_set_causes (reason, self->causes);
  g_signal_connect_object (reason, "chosen", G_CALLBACK (update_filters), self,
                           G_CONNECT_SWAPPED);
  kp_site_strip_set_view (self->strip, self->view);
  g_signal_connect_object (self->table, "sorted", G_CALLBACK (sorted_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->view, "updated", G_CALLBACK (kp_site_list_update_page),
                           self, G_CONNECT_SWAPPED);
  /* The list of GTK first: until it knows of the change it can't be scrolled. */
  g_signal_connect_object (self->selection, "items-changed", G_CALLBACK (items_changed_cb),
                           self, G_CONNECT_SWAPPED | G_CONNECT_AFTER);
  g_signal_connect_object (self->selection, "selection-changed",
                           G_CALLBACK (kp_site_list_queue_selection), self,
                           G_CONNECT_SWAPPED);
}

GtkWidget *
kp_site_list_new (KpDesk *desk)
{
  KpSiteList *self;
  g_autoptr (GSimpleActionGroup) group = g_simple_action_group_new ();
  g_autoptr (GtkListItemFactory) factory = NULL;

  g_return_val_if_fail (KP_IS_DESK (desk), NULL);

  self = g_object_new (KP_TYPE_SITE_LIST, NULL);
  self->desk = g_object_ref (desk);
  add_models (self);
  factory = kp_site_rows_make_factory (self->rows, KP_SITE_CELL_BRIEF);
  gtk_list_view_set_factory (self->narrow, factory);
  self->table =
      KP_SITE_TABLE (kp_site_table_new (self->rows, self->view, !kp_desk_is_sample (desk)));
  kp_tab_keep_row (GTK_WIDGET (self->narrow));
  kp_tab_keep_row (kp_site_table_get_list (self->table));
  kp_narrow_bin_set_wide (self->bin, GTK_WIDGET (self->table));
  connect_models (self);
  kp_site_actions_attach (self->actions, GTK_WIDGET (self));
  kp_selection_bar_set_actions (self->bar, self->actions);
  g_action_map_add_action_entries (G_ACTION_MAP (group), actions, G_N_ELEMENTS (actions),
                                   self);
  kp_site_list_add_selection_actions (self, G_ACTION_MAP (group));
  gtk_widget_insert_action_group (GTK_WIDGET (self), "sites", G_ACTION_GROUP (group));
  kp_site_list_init_input (self);
  gtk_search_bar_set_key_capture_widget (self->search_bar, GTK_WIDGET (self->bin));
  update_model (self);
  return GTK_WIDGET (self);
}

void
kp_site_list_sort_by_attention (KpSiteList *self)
{
  g_return_if_fail (KP_IS_SITE_LIST (self));

  kp_site_table_sort_by_attention (self->table);
}

void
kp_site_list_refresh_order (KpSiteList *self)
{
  KpSite *anchor;
  guint position;
  double y;

  g_return_if_fail (KP_IS_SITE_LIST (self));

  anchor = kp_site_list_get_anchor (self, &y);
  kp_site_view_refresh (self->view);
  if (anchor != NULL && kp_site_view_find (self->view, anchor, &position))
    {
      GtkAdjustment *adjustment =
          gtk_scrolled_window_get_vadjustment (kp_site_list_get_scroller (self));
      guint n = g_list_model_get_n_items (G_LIST_MODEL (self->view));

      /* All rows have one height. */
      gtk_adjustment_set_value (adjustment,
                                gtk_adjustment_get_upper (adjustment) / n * position - y);
    }
}

GPtrArray *
kp_site_list_get_shown (KpSiteList *self)
{
  GPtrArray *sites = g_ptr_array_new_with_free_func (g_object_unref);
  guint n;

  g_return_val_if_fail (KP_IS_SITE_LIST (self), NULL);

  n = g_list_model_get_n_items (G_LIST_MODEL (self->view));
  for (guint i = 0; i < n; i++)
    g_ptr_array_add (sites, g_list_model_get_item (G_LIST_MODEL (self->view), i));
  return sites;
}

KpSite *
kp_site_list_get_neighbour (KpSiteList *self, KpSite *site, int step)
{
  g_autoptr (KpSite) neighbour = NULL;
  guint position;

  g_return_val_if_fail (KP_IS_SITE_LIST (self), NULL);

  if (!kp_site_view_find (self->view, site, &position)
      || (step < 0 && position < (guint) -step))
    return NULL;
  neighbour = g_list_model_get_item (G_LIST_MODEL (self->view), position + step);
  /* The list keeps it. */
  return neighbour;
}

void
kp_site_list_show_cause (KpSiteList *self, const KpCause *cause)
{
  g_return_if_fail (KP_IS_SITE_LIST (self));
  g_return_if_fail (cause != NULL);

  gtk_search_bar_set_search_mode (self->search_bar, FALSE);
  kp_site_strip_choose_cause (self->strip, cause);
}
