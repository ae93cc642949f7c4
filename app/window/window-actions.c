/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "window/window-private.h"

#include "page/preferences-window.h"
#include "widget/toast.h"

/* The sites of a parameter of type ax, those that are still there. */
static GPtrArray *
get_sites (KpWindow *self, GVariant *ids)
{
  KpPortfolio *portfolio = kp_desk_get_portfolio (self->desk);
  GPtrArray *sites = g_ptr_array_new_with_free_func (g_object_unref);
  GVariantIter iter;
  gint64 id;

  g_variant_iter_init (&iter, ids);
  while (g_variant_iter_next (&iter, "x", &id))
    {
      KpSite *site = kp_portfolio_find_by_id (portfolio, id);

      if (site != NULL)
        g_ptr_array_add (sites, g_object_ref (site));
    }
  return sites;
}

static void
add_site_activated (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  kp_window_add_site (data,
                      parameter != NULL ? g_variant_get_string (parameter, NULL) : NULL);
}

static void
import_activated (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  kp_window_import (data,
                    parameter != NULL ? g_variant_get_string (parameter, NULL) : NULL);
}

static void
back_up_activated (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  kp_window_back_up (data);
}

static void
restore_activated (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  kp_window_restore (data);
}

static void
export_activated (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  kp_window_export (data);
}

static void
check_all_activated (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  KpWindow *self = data;

  kp_monitor_check (kp_desk_get_monitor (self->desk), NULL);
}

static void
check_sites_activated (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  KpWindow *self = data;
  g_autoptr (GPtrArray) sites = get_sites (self, parameter);

  if (sites->len > 0)
    kp_monitor_check (kp_desk_get_monitor (self->desk), sites);
}

static void
cancel_check_activated (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  KpWindow *self = data;

  kp_monitor_cancel (kp_desk_get_monitor (self->desk));
}

static void
show_site_activated (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  KpWindow *self = data;
  KpSite *site = kp_portfolio_find_by_id (kp_desk_get_portfolio (self->desk),
                                          g_variant_get_int64 (parameter));

  if (site != NULL)
    kp_window_show_site (self, site);
}

static void
select_site_activated (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  KpWindow *self = data;
  KpSite *site = kp_portfolio_find_by_id (kp_desk_get_portfolio (self->desk),
                                          g_variant_get_int64 (parameter));

  if (site != NULL)
    kp_window_select_site (self, site);
}

static void
show_in_list_activated (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  KpWindow *self = data;
  KpSite *site = kp_portfolio_find_by_id (kp_desk_get_portfolio (self->desk),
                                          g_variant_get_int64 (parameter));

  if (site != NULL)
    kp_window_show_in_list (self, site);
}

static void
next_site_activated (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  kp_window_show_neighbour (data, 1);
}

static void
previous_site_activated (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  kp_window_show_neighbour (data, -1);
}

static void
sort_attention_activated (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  KpWindow *self = data;

  kp_site_list_sort_by_attention (self->list);
}

static void
search_changed (GSimpleAction *action, GVariant *state, gpointer data)
{
  KpWindow *self = data;

  g_object_set (self->list, "search-mode", g_variant_get_boolean (state), NULL);
}

static void
back_activated (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  kp_window_go_back (data);
}

static void
remove_sites_activated (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  g_autoptr (GPtrArray) sites = get_sites (data, parameter);

  kp_window_remove_sites (data, sites);
}

static void
undo_activated (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  kp_window_undo (data);
}

static void
edit_site_activated (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  KpWindow *self = data;
  KpSite *site = kp_portfolio_find_by_id (kp_desk_get_portfolio (self->desk),
                                          g_variant_get_int64 (parameter));

  if (site != NULL)
    kp_window_edit_site (self, site);
}

static void
secure_site_activated (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  KpWindow *self = data;
  KpSite *site = kp_portfolio_find_by_id (kp_desk_get_portfolio (self->desk),
                                          g_variant_get_int64 (parameter));

  if (site != NULL)
    kp_window_secure_site (self, site);
}

static void
renew_site_activated (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  KpWindow *self = data;
  KpSite *site = kp_portfolio_find_by_id (kp_desk_get_portfolio (self->desk),
                                          g_variant_get_int64 (parameter));

  if (site != NULL)
    kp_window_renew_site (self, site);
}

static void
renew_sites_activated (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  g_autoptr (GPtrArray) sites = get_sites (data, parameter);

  if (sites->len > 0)
    kp_window_renew_sites (data, sites);
}

static void
continue_job_activated (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  KpWindow *self = data;
  KpSite *site = kp_portfolio_find_by_id (kp_desk_get_portfolio (self->desk),
                                          g_variant_get_int64 (parameter));

  if (site != NULL)
    kp_window_continue_job (self, site);
}

static void
create_csr_activated (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  KpWindow *self = data;
  KpSite *site = kp_portfolio_find_by_id (kp_desk_get_portfolio (self->desk),
                                          g_variant_get_int64 (parameter));

  if (site != NULL)
    kp_window_create_csr (self, site);
}

static void
remind_activated (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  KpWindow *self = data;
  KpSite *site = kp_portfolio_find_by_id (kp_desk_get_portfolio (self->desk),
                                          g_variant_get_int64 (parameter));

  if (site != NULL)
    kp_window_remind (self, site);
}

static void
ask_customer_activated (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  KpWindow *self = data;
  KpSite *site = kp_portfolio_find_by_id (kp_desk_get_portfolio (self->desk),
                                          g_variant_get_int64 (parameter));

  if (site != NULL)
    kp_window_ask_customer (self, site);
}

static void
retire_activated (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  KpWindow *self = data;
  KpSite *site = kp_portfolio_find_by_id (kp_desk_get_portfolio (self->desk),
                                          g_variant_get_int64 (parameter));

  if (site != NULL)
    kp_window_retire_site (self, site);
}

static void
retired_activated (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  kp_window_show_retired (data);
}

static void
show_request_activated (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  KpWindow *self = data;
  KpRequestList *requests = kp_outbox_get_requests (kp_desk_get_outbox (self->desk));
  KpRequest *request = kp_request_list_find (requests, g_variant_get_int64 (parameter));

  if (request != NULL)
    kp_window_show_request (self, request);
}

static void
show_requests_activated (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  kp_window_show_requests (data);
}

static void
details_activated (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  kp_window_show_details (data);
}

static void
year_activated (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  kp_window_show_year (data);
}

static void
customers_activated (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  kp_window_show_customers (data);
}

static void
show_toast_activated (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  kp_window_toast (data, g_variant_get_string (parameter, NULL));
}

static void
preferences_page_activated (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  KpWindow *self = data;
  KpPreferencesWindow *window = kp_preferences_window_find (GTK_WINDOW (self));
  GtkApplication *application = gtk_window_get_application (GTK_WINDOW (self));

  if (window == NULL)
    window = KP_PREFERENCES_WINDOW (kp_preferences_window_new (
        self->desk, kp_application_get_background (KP_APPLICATION (application)),
        GTK_WINDOW (self)));
  kp_preferences_window_show_page (window, g_variant_get_string (parameter, NULL));
  gtk_window_present (GTK_WINDOW (window));
}

static void
show_demo_activated (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  KpWindow *self = data;
  GtkApplication *application = gtk_window_get_application (GTK_WINDOW (self));
  g_autoptr (GError) error = NULL;

  if (!kp_application_open_demo (KP_APPLICATION (application), &error))
    kp_window_toast (self, error->message);
}

static void
close_demo_activated (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  gtk_window_close (GTK_WINDOW (data));
}

static void
try_again_activated (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  kp_window_open_desk (data);
}

static void
view_changed (GSimpleAction *action, GVariant *state, gpointer data)
{
  KpWindow *self = data;
  const char *name = g_variant_get_string (state, NULL);

  if (g_strcmp0 (name, "sites") != 0 && g_strcmp0 (name, "requests") != 0)
    return;
  /* Nothing changes under the page of a site. */
  if (g_action_group_get_action_enabled (G_ACTION_GROUP (self), "back"))
    return;
  g_simple_action_set_state (action, state);
  adw_view_stack_set_visible_child_name (self->views, name);
  kp_window_update_actions (self);
}

static void
visible_view_cb (KpWindow *self)
{
  const char *name = adw_view_stack_get_visible_child_name (self->views);

  kp_toast_dismiss (GTK_WIDGET (self->pages));
  if (name != NULL)
    g_action_group_change_action_state (G_ACTION_GROUP (self), "view",
                                        g_variant_new_string (name));
}

static void
check_files_activated (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  kp_window_check_files (data);
}

static const GActionEntry entries[] = {
  { .name = "add-site", .activate = add_site_activated },
  { .name = "add-site-text", .activate = add_site_activated, .parameter_type = "s" },
  { .name = "import", .activate = import_activated },
  { .name = "import-text", .activate = import_activated, .parameter_type = "s" },
  { .name = "export", .activate = export_activated },
  { .name = "back-up", .activate = back_up_activated },
  { .name = "restore", .activate = restore_activated },
  { .name = "check-all", .activate = check_all_activated },
  { .name = "check-sites", .activate = check_sites_activated, .parameter_type = "ax" },
  { .name = "cancel-check", .activate = cancel_check_activated },
  { .name = "show-site", .activate = show_site_activated, .parameter_type = "x" },
  { .name = "back", .activate = back_activated },
  { .name = "select-site", .activate = select_site_activated, .parameter_type = "x" },
  { .name = "show-in-list", .activate = show_in_list_activated, .parameter_type = "x" },
  { .name = "next-site", .activate = next_site_activated },
  { .name = "previous-site", .activate = previous_site_activated },
  { .name = "remove-sites", .activate = remove_sites_activated, .parameter_type = "ax" },
  { .name = "undo", .activate = undo_activated },
  { .name = "edit-site", .activate = edit_site_activated, .parameter_type = "x" },
  { .name = "secure-site", .activate = secure_site_activated, .parameter_type = "x" },
  { .name = "renew-site", .activate = renew_site_activated, .parameter_type = "x" },
  { .name = "renew-sites", .activate = renew_sites_activated, .parameter_type = "ax" },
  { .name = "continue-job", .activate = continue_job_activated, .parameter_type = "x" },
  { .name = "remind", .activate = remind_activated, .parameter_type = "x" },
  { .name = "ask-customer", .activate = ask_customer_activated, .parameter_type = "x" },
  { .name = "retire-site", .activate = retire_activated, .parameter_type = "x" },
  { .name = "create-csr", .activate = create_csr_activated, .parameter_type = "x" },
  { .name = "show-request", .activate = show_request_activated, .parameter_type = "x" },
  { .name = "show-requests", .activate = show_requests_activated },
  { .name = "year-ahead", .activate = year_activated },
  { .name = "customers", .activate = customers_activated },
  { .name = "certificate-details", .activate = details_activated },
  { .name = "retired-sites", .activate = retired_activated },
  { .name = "check-files", .activate = check_files_activated },
  { .name = "preferences-page",
    .activate = preferences_page_activated,
    .parameter_type = "s" },
  { .name = "sort-attention", .activate = sort_attention_activated },
  { .name = "search", .state = "false", .change_state = search_changed },
  { .name = "show-demo", .activate = show_demo_activated },
  { .name = "close-demo", .activate = close_demo_activated },
  { .name = "show-toast", .activate = show_toast_activated, .parameter_type = "s" },
  { .name = "view",
    .parameter_type = "s",
    .state = "'sites'",
    .change_state = view_changed },
  { .name = "try-again", .activate = try_again_activated },
};

void
kp_window_enable (KpWindow *self, const char *name, gboolean enabled)
{
  GAction *action = g_action_map_lookup_action (G_ACTION_MAP (self), name);

  g_assert (action != NULL);
  g_simple_action_set_enabled (G_SIMPLE_ACTION (action), enabled);
}

void
kp_window_update_actions (KpWindow *self)
{
  gboolean open = self->state == KP_WINDOW_OPEN;
  gboolean writes = open && !kp_window_is_demo (self);
  gboolean has_sites =
      g_list_model_get_n_items (G_LIST_MODEL (kp_desk_get_portfolio (self->desk))) > 0;

  kp_window_enable (self, "add-site", writes);
  kp_window_enable (self, "add-site-text", writes);
  kp_window_enable (self, "import", writes);
  kp_window_enable (self, "import-text", writes);
  kp_window_enable (self, "export", open && has_sites);
  kp_window_enable (self, "back-up", writes);
  /* Where the store can't be opened it is wanted most. */
  kp_window_enable (self, "restore",
                    writes
                        || (self->state == KP_WINDOW_FAILED && !kp_window_is_demo (self)));
  kp_window_enable (self, "check-all", writes && has_sites);
  kp_window_enable (self, "check-sites", writes);
  kp_window_enable (self, "remove-sites", writes);
  kp_window_enable (self, "edit-site", writes);
  kp_window_enable (self, "secure-site", writes);
  kp_window_enable (self, "renew-site", writes);
  kp_window_enable (self, "renew-sites", writes);
  kp_window_enable (self, "continue-job", writes);
  kp_window_enable (self, "create-csr", writes);
  kp_window_enable (self, "remind", writes);
  kp_window_enable (self, "ask-customer", open);
  kp_window_enable (self, "retire-site", writes);
  kp_window_enable (self, "retired-sites", open);
  kp_window_enable (self, "year-ahead", open);
  kp_window_enable (self, "customers", open);
  kp_window_enable (self, "certificate-details", open);
  kp_window_enable (self, "check-files", open);
  kp_window_enable (self, "undo", writes && kp_window_can_undo (self));
  kp_window_enable (self, "show-site", open);
  kp_window_enable (self, "show-request", open);
  kp_window_enable (self, "show-requests", open);
  kp_window_enable (self, "back", kp_window_is_page_open (self));
  kp_window_enable (self, "select-site", open);
  kp_window_enable (self, "show-in-list", open);
  kp_window_enable (self, "next-site", kp_window_get_open_site (self) != NULL);
  kp_window_enable (self, "previous-site", kp_window_get_open_site (self) != NULL);
  kp_window_enable (self, "sort-attention", open && has_sites);
  kp_window_enable (self, "search", kp_window_is_list_shown (self));
  kp_window_enable (self, "show-demo", !kp_window_is_demo (self));
  kp_window_enable (self, "close-demo", kp_window_is_demo (self));
  kp_window_enable (self, "try-again", self->state == KP_WINDOW_FAILED);
}

void
kp_window_init_actions (KpWindow *self)
{
  g_action_map_add_action_entries (G_ACTION_MAP (self), entries, G_N_ELEMENTS (entries),
                                   self);
  g_signal_connect_object (self->views, "notify::visible-child-name",
                           G_CALLBACK (visible_view_cb), self, G_CONNECT_SWAPPED);
}
