/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "page/customers-window.h"

#include <glib/gi18n.h>
#include <string.h>

#include "page/customer-row.h"
#include "page/customer-window.h"
#include "page/read-only.h"
#include "widget/banner.h"
#include "widget/compat.h"
#include "widget/help.h"
#include "widget/tab-out.h"
#include "widget/toast.h"
#include "widget/undo.h"

/* Sites are counted again so many milliseconds after they changed. */
#define COUNT_AFTER 100

struct _KpCustomersWindow
{
  AdwWindow parent_instance;

  GtkWidget *search_button;
  KpBanner *banner;
  GtkSearchBar *search_bar;
  GtkEditable *search_entry;
  AdwToastOverlay *toasts;
  GtkStack *stack;
  GtkListView *list;

  KpDesk *desk;
  GtkFilterListModel *found;
  GtkSingleSelection *selection;
  char *wanted;        /* (nullable): what is searched for, with case folded */
  GHashTable *rows;    /* the KpCustomerRow that are bound */
  GHashTable *n_sites; /* row id of a customer => number */
  guint count_id;
  gint64 expected; /* row id of who was just added; 0: nobody */
};

G_DEFINE_FINAL_TYPE (KpCustomersWindow, kp_customers_window, ADW_TYPE_WINDOW)

static KpCustomerList *
get_customers (KpCustomersWindow *self)
{
  return kp_desk_get_customers (self->desk);
}

static guint
get_n_sites (KpCustomersWindow *self, KpCustomer *customer)
{
  gint64 id = kp_customer_get_id (customer);

  return GPOINTER_TO_UINT (g_hash_table_lookup (self->n_sites, &id));
}

static void
count_sites (KpCustomersWindow *self)
{
  GListModel *sites = G_LIST_MODEL (kp_desk_get_portfolio (self->desk));
  guint n = g_list_model_get_n_items (sites);
  GHashTableIter iter;
  gpointer row;

  g_hash_table_remove_all (self->n_sites);
  for (guint i = 0; i < n; i++)
    {
      g_autoptr (KpSite) site = g_list_model_get_item (sites, i);
      gint64 id = kp_site_get_customer_id (site);
      guint count = GPOINTER_TO_UINT (g_hash_table_lookup (self->n_sites, &id));

      g_hash_table_insert (self->n_sites, g_memdup2 (&id, sizeof id),
                           GUINT_TO_POINTER (count + 1));
    }
  g_hash_table_iter_init (&iter, self->rows);
  while (g_hash_table_iter_next (&iter, &row, NULL))
    kp_customer_row_set_sites (row, get_n_sites (self, kp_customer_row_get_customer (row)));
}

static gboolean
count_cb (gpointer data)
{
  KpCustomersWindow *self = data;

  self->count_id = 0;
  count_sites (self);
  return G_SOURCE_REMOVE;
}

static void
sites_changed_cb (KpCustomersWindow *self)
{
  if (self->count_id == 0)
    self->count_id = g_timeout_add (COUNT_AFTER, count_cb, self);
}

static gboolean
matches (gpointer item, gpointer data)
{
  static const char *const properties[] = { "name", "dns-administrator", "email",
                                            "dns-host", "note" };
  KpCustomersWindow *self = data;

  if (self->wanted == NULL)
    return TRUE;
  for (guint i = 0; i < G_N_ELEMENTS (properties); i++)
    {
      g_autofree char *text = NULL;
      g_autofree char *folded = NULL;

      g_object_get (item, properties[i], &text, NULL);
      folded = g_utf8_casefold (text, -1);
      if (strstr (folded, self->wanted) != NULL)
        return TRUE;
    }
  return FALSE;
}

static void
update (KpCustomersWindow *self)
{
  gboolean any = g_list_model_get_n_items (G_LIST_MODEL (get_customers (self))) > 0;
  gboolean found = g_list_model_get_n_items (G_LIST_MODEL (self->found)) > 0;

  gtk_stack_set_visible_child_name (self->stack, !any     ? "empty"
                                                 : !found ? "nothing"
                                                          : "list");
  gtk_widget_set_visible (self->search_button, any);
  if (!any)
    gtk_search_bar_set_search_mode (self->search_bar, FALSE);
}

static void
search_changed_cb (KpCustomersWindow *self)
{
  g_autofree char *text =
      g_strstrip (g_strdup (gtk_editable_get_text (self->search_entry)));

  g_clear_pointer (&self->wanted, g_free);
  if (*text != '\0')
    self->wanted = g_utf8_casefold (text, -1);
  gtk_filter_changed (gtk_filter_list_model_get_filter (self->found),
                      GTK_FILTER_CHANGE_DIFFERENT);
}

/* Selects the row and gives it the focus. */
static void
go_to (KpCustomersWindow *self, guint position)
{
  gtk_single_selection_set_selected (self->selection, position);
  gtk_widget_activate_action (GTK_WIDGET (self->list), "list.scroll-to-item", "u",
                              position);
  gtk_widget_grab_focus (GTK_WIDGET (self->list));
}

static guint
find_position (KpCustomersWindow *self, gint64 id)
{
  guint n = g_list_model_get_n_items (G_LIST_MODEL (self->selection));

  for (guint i = 0; i < n; i++)
    {
      g_autoptr (KpCustomer) customer =
          g_list_model_get_item (G_LIST_MODEL (self->selection), i);

      if (kp_customer_get_id (customer) == id)
        return i;
    }
  return GTK_INVALID_LIST_POSITION;
}

/* Who was added is shown where it stands, once the list has it. */
static void
show_expected (KpCustomersWindow *self)
{
  guint position = self->expected != 0 ? find_position (self, self->expected)
                                       : GTK_INVALID_LIST_POSITION;

  if (position == GTK_INVALID_LIST_POSITION)
    return;
  self->expected = 0;
  go_to (self, position);
}

static void
found_changed_cb (KpCustomersWindow *self)
{
  update (self);
  show_expected (self);
}

static void
saved_cb (KpCustomerWindow *window, gint64 id, KpCustomersWindow *self)
{
  self->expected = id;
  show_expected (self);
}

static void
open_customer (KpCustomersWindow *self, KpCustomer *customer)
{
  GtkWidget *window = kp_customer_window_new (self->desk, customer, GTK_WINDOW (self));

  g_signal_connect_object (window, "saved", G_CALLBACK (saved_cb), self, 0);
  gtk_window_present (GTK_WINDOW (window));
}

static void
add_activated (GtkWidget *widget, const char *name, GVariant *parameter)
{
  open_customer (KP_CUSTOMERS_WINDOW (widget), NULL);
}

static void
edit_activated (GtkWidget *widget, const char *name, GVariant *parameter)
{
  KpCustomersWindow *self = KP_CUSTOMERS_WINDOW (widget);
  KpCustomer *customer =
      kp_customer_list_find (get_customers (self), g_variant_get_int64 (parameter));

  if (customer != NULL)
    open_customer (self, customer);
}

static void
row_activated_cb (KpCustomersWindow *self, guint position)
{
  g_autoptr (KpCustomer) customer =
      g_list_model_get_item (G_LIST_MODEL (self->selection), position);

  if (customer != NULL)
    open_customer (self, customer);
}

/* A customer that is removed, or was, with the sites that had it. */
typedef struct
{
  KpStore *store;
  KpCustomer *customer;
  GArray *sites;
  KpUndo *undo;      /* (nullable): until it is offered */
  GtkWidget *window; /* (nullable): where it was asked for, while it is there */
} Removal;

static void
removal_free (gpointer data)
{
  Removal *removal = data;

  g_object_unref (removal->store);
  g_object_unref (removal->customer);
  g_clear_pointer (&removal->sites, g_array_unref);
  g_clear_object (&removal->undo);
  g_clear_weak_pointer (&removal->window);
  g_free (removal);
}

static void
restored_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (KpUndo) undo = data;
  g_autoptr (GError) error = NULL;

  if (!kp_store_restore_customer_finish (KP_STORE (source), result, &error))
    kp_undo_tell (undo, error->message);
}

static void
undo_removal (KpUndo *undo, gpointer data)
{
  const Removal *removal = data;

  kp_store_restore_customer_async (removal->store, removal->customer, removal->sites, NULL,
                                   restored_cb, g_object_ref (undo));
}

static char *
describe_removal (const Removal *removal)
{
  guint n = removal->sites->len;
  g_autofree char *name = kp_toast_name (kp_customer_get_name (removal->customer));

  if (n == 0)
    /* Translators: %s is the name of a customer. */
    return g_strdup_printf (_ ("“%s” removed"), name);
  return g_strdup_printf (
      /* Translators: %s is the name of a customer, %u the number of its sites. */
      ngettext ("“%s” removed. %u site is without a customer now.",
                "“%s” removed. %u sites are without a customer now.", n),
      name, n);
}

/* The window may be gone by now: then the main window says it. */
static void
removed_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  Removal *removal = data;
  KpCustomersWindow *self = (KpCustomersWindow *) removal->window;
  GtkWidget *widget = self != NULL ? GTK_WIDGET (self->stack) : NULL;
  g_autoptr (KpUndo) undo = g_steal_pointer (&removal->undo);
  g_autoptr (GError) error = NULL;
  g_autofree char *text = NULL;
  g_autofree char *label = NULL;

  g_clear_weak_pointer (&removal->window);
  if (!kp_store_remove_customer_finish (KP_STORE (source), result, &removal->sites, &error))
    {
      kp_undo_say (undo, widget, error->message);
      removal_free (removal);
      return;
    }
  text = describe_removal (removal);
  label = kp_undo_label_remove (kp_customer_get_name (removal->customer));
  kp_undo_offer (undo, widget, text, label, undo_removal, removal, removal_free);
}

static void
remove_customer (KpCustomersWindow *self, KpCustomer *customer)
{
  KpUndo *undo = kp_undo_find (GTK_WIDGET (self));
  Removal *removal = g_new0 (Removal, 1);

  removal->store = g_object_ref (kp_desk_get_store (self->desk));
  removal->undo = undo != NULL ? g_object_ref (undo) : NULL;
  g_set_weak_pointer (&removal->window, GTK_WIDGET (self));
  /* As it is now, whatever becomes of the one in the list. */
  removal->customer = kp_customer_new (NULL);
  kp_customer_assign (removal->customer, customer);
  kp_store_remove_customer_async (removal->store, kp_customer_get_id (customer), NULL,
                                  removed_cb, removal);
}

static void
remove_activated (GtkWidget *widget, const char *name, GVariant *parameter)
{
  KpCustomersWindow *self = KP_CUSTOMERS_WINDOW (widget);
  KpCustomer *customer =
      kp_customer_list_find (get_customers (self), g_variant_get_int64 (parameter));

  if (customer != NULL)
    remove_customer (self, customer);
}

static gboolean
delete_key_cb (GtkWidget *widget, GVariant *parameter, gpointer data)
{
  KpCustomersWindow *self = data;
  KpCustomer *customer = gtk_single_selection_get_selected_item (self->selection);

  if (customer == NULL)
    return FALSE;
  gtk_widget_activate_action (GTK_WIDGET (self), "customers.remove", "x",
                              kp_customer_get_id (customer));
  return TRUE;
}

static gboolean
menu_key_cb (GtkWidget *widget, GVariant *parameter, gpointer data)
{
  KpCustomersWindow *self = data;
  KpCustomer *customer = gtk_single_selection_get_selected_item (self->selection);
  GHashTableIter iter;
  gpointer row;

  g_hash_table_iter_init (&iter, self->rows);
  while (g_hash_table_iter_next (&iter, &row, NULL))
    if (customer != NULL && kp_customer_row_get_customer (row) == customer)
      {
        kp_customer_row_open_menu (row);
        return TRUE;
      }
  return FALSE;
}

static void
search_activated (GtkWidget *widget, const char *name, GVariant *parameter)
{
  KpCustomersWindow *self = KP_CUSTOMERS_WINDOW (widget);

  if (!gtk_widget_get_visible (self->search_button))
    return;
  gtk_search_bar_set_search_mode (self->search_bar, TRUE);
  gtk_widget_grab_focus (GTK_WIDGET (self->search_entry));
}

static void
clear_search_activated (GtkWidget *widget, const char *name, GVariant *parameter)
{
  KpCustomersWindow *self = KP_CUSTOMERS_WINDOW (widget);

  gtk_search_bar_set_search_mode (self->search_bar, FALSE);
  gtk_widget_grab_focus (GTK_WIDGET (self->list));
}

static void
setup_cb (GtkListItemFactory *factory, GtkListItem *item)
{
  gtk_list_item_set_child (item, kp_customer_row_new ());
}

static void
bind_cb (GtkListItemFactory *factory, GtkListItem *item, KpCustomersWindow *self)
{
  KpCustomerRow *row = KP_CUSTOMER_ROW (gtk_list_item_get_child (item));
  KpCustomer *customer = gtk_list_item_get_item (item);

  kp_customer_row_set_sites (row, get_n_sites (self, customer));
  kp_customer_row_set_customer (row, customer);
  g_hash_table_add (self->rows, row);
}

static void
unbind_cb (GtkListItemFactory *factory, GtkListItem *item, KpCustomersWindow *self)
{
  KpCustomerRow *row = KP_CUSTOMER_ROW (gtk_list_item_get_child (item));

  g_hash_table_remove (self->rows, row);
  kp_customer_row_set_customer (row, NULL);
}

static void
kp_customers_window_dispose (GObject *object)
{
  KpCustomersWindow *self = KP_CUSTOMERS_WINDOW (object);

  g_clear_handle_id (&self->count_id, g_source_remove);
  gtk_widget_dispose_template (GTK_WIDGET (object), KP_TYPE_CUSTOMERS_WINDOW);
  g_clear_object (&self->selection);
  g_clear_object (&self->found);

  G_OBJECT_CLASS (kp_customers_window_parent_class)->dispose (object);
}

static void
kp_customers_window_finalize (GObject *object)
{
  KpCustomersWindow *self = KP_CUSTOMERS_WINDOW (object);

  g_clear_object (&self->desk);
  g_clear_pointer (&self->rows, g_hash_table_unref);
  g_clear_pointer (&self->n_sites, g_hash_table_unref);
  g_free (self->wanted);

  G_OBJECT_CLASS (kp_customers_window_parent_class)->finalize (object);
}

static void
install_actions (GtkWidgetClass *widget_class)
{
  gtk_widget_class_install_action (widget_class, "customers.add", NULL, add_activated);
  gtk_widget_class_install_action (widget_class, "customers.edit", "x", edit_activated);
  gtk_widget_class_install_action (widget_class, "customers.remove", "x", remove_activated);
  gtk_widget_class_install_action (widget_class, "customers.search", NULL,
                                   search_activated);
  gtk_widget_class_install_action (widget_class, "customers.clear-search", NULL,
                                   clear_search_activated);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_n, GDK_CONTROL_MASK,
                                       "customers.add", NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_f, GDK_CONTROL_MASK,
                                       "customers.search", NULL);
  kp_compat_add_window_keys (widget_class);
}

static void
kp_customers_window_class_init (KpCustomersWindowClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = kp_customers_window_dispose;
  object_class->finalize = kp_customers_window_finalize;

  g_type_ensure (KP_TYPE_BANNER);
  install_actions (widget_class);
  gtk_widget_class_set_template_from_resource (
      widget_class, "/io/github/keyplate_app/Keyplate/page/customers-window.ui");
  gtk_widget_class_bind_template_child (widget_class, KpCustomersWindow, search_button);
  gtk_widget_class_bind_template_child (widget_class, KpCustomersWindow, banner);
  gtk_widget_class_bind_template_child (widget_class, KpCustomersWindow, search_bar);
  gtk_widget_class_bind_template_child (widget_class, KpCustomersWindow, search_entry);
  gtk_widget_class_bind_template_child (widget_class, KpCustomersWindow, toasts);
  gtk_widget_class_bind_template_child (widget_class, KpCustomersWindow, stack);
  gtk_widget_class_bind_template_child (widget_class, KpCustomersWindow, list);
  gtk_widget_class_bind_template_callback (widget_class, bind_cb);
  gtk_widget_class_bind_template_callback (widget_class, row_activated_cb);
  gtk_widget_class_bind_template_callback (widget_class, search_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, setup_cb);
  gtk_widget_class_bind_template_callback (widget_class, unbind_cb);
}

static void
add_key (GtkEventController *controller, const char *trigger, GtkShortcutFunc func,
         KpCustomersWindow *self)
{
  gtk_shortcut_controller_add_shortcut (
      GTK_SHORTCUT_CONTROLLER (controller),
      gtk_shortcut_new (gtk_shortcut_trigger_parse_string (trigger),
                        gtk_callback_action_new (func, self, NULL)));
}

static void
kp_customers_window_init (KpCustomersWindow *self)
{
  GtkEventController *keys = gtk_shortcut_controller_new ();

  self->rows = g_hash_table_new (NULL, NULL);
  self->n_sites = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, NULL);
  gtk_widget_init_template (GTK_WIDGET (self));
  kp_help_set_page (GTK_WIDGET (self), "adding");
  kp_compat_hide_other_pages (GTK_WIDGET (self->stack));
  gtk_search_bar_connect_entry (self->search_bar, self->search_entry);
  gtk_search_bar_set_key_capture_widget (self->search_bar, GTK_WIDGET (self));
  add_key (keys, "Delete", delete_key_cb, self);
  add_key (keys, "Menu|<Shift>F10", menu_key_cb, self);
  gtk_widget_add_controller (GTK_WIDGET (self->list), keys);
  kp_tab_out_of (GTK_WIDGET (self->list));
}

static void
set_desk (KpCustomersWindow *self, KpDesk *desk)
{
  KpPortfolio *portfolio = kp_desk_get_portfolio (desk);
  gboolean writes = !kp_store_get_read_only (kp_desk_get_store (desk));

  self->desk = g_object_ref (desk);
  self->found =
      gtk_filter_list_model_new (g_object_ref (G_LIST_MODEL (kp_desk_get_customers (desk))),
                                 GTK_FILTER (gtk_custom_filter_new (matches, self, NULL)));
  gtk_filter_list_model_set_incremental (self->found, TRUE);
  self->selection = gtk_single_selection_new (g_object_ref (G_LIST_MODEL (self->found)));
  gtk_single_selection_set_autoselect (self->selection, FALSE);
  gtk_single_selection_set_can_unselect (self->selection, TRUE);
  count_sites (self);
  gtk_list_view_set_model (self->list, GTK_SELECTION_MODEL (self->selection));
  g_signal_connect_object (portfolio, "items-changed", G_CALLBACK (sites_changed_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (portfolio, "edited", G_CALLBACK (sites_changed_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->found, "items-changed", G_CALLBACK (found_changed_cb),
                           self, G_CONNECT_SWAPPED);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "customers.add", writes);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "customers.remove", writes);
  if (!writes)
    kp_read_only_tell (self->banner, desk,
                       _ ("Customers of the demo, to look at: they can’t be changed."));
  update (self);
}

GtkWidget *
kp_customers_window_new (KpDesk *desk, GtkWindow *parent)
{
  KpCustomersWindow *self;

  g_return_val_if_fail (KP_IS_DESK (desk), NULL);
  g_return_val_if_fail (parent == NULL || GTK_IS_WINDOW (parent), NULL);

  self = g_object_new (KP_TYPE_CUSTOMERS_WINDOW, "transient-for", parent, NULL);
  set_desk (self, desk);
  return GTK_WIDGET (self);
}
