/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "page/requests-page.h"

#include <glib/gi18n.h>

#include "core/base/time-text.h"
#include "page/request-row.h"
#include "widget/compat.h"
#include "widget/list-feeder.h"
#include "widget/minute.h"
#include "widget/request-look.h"
#include "widget/tab-out.h"

struct _KpRequestsPage
{
  AdwBin parent_instance;

  GtkStack *stack;
  GtkListView *list;

  KpDesk *desk;         /* (nullable) */
  KpListFeeder *feeder; /* (nullable): with the desk */
};

G_DEFINE_FINAL_TYPE (KpRequestsPage, kp_requests_page, ADW_TYPE_BIN)

static const char *
get_provider (KpRequestsPage *self, KpRequest *request)
{
  const char *id = kp_request_get_provider (request);
  KpProfile *profile = kp_catalogue_find (kp_desk_get_catalogue (self->desk), id);

  return profile != NULL ? kp_profile_get_name (profile) : id;
}

static void
add (GString *text, const char *part)
{
  if (*part != '\0')
    g_string_append_printf (text, "%s%s", text->len > 0 ? " · " : "", part);
}

static char *
describe (KpRequest *request, gpointer data)
{
  KpRequestsPage *self = data;
  g_autoptr (GString) text = g_string_new (NULL);
  const char *number = kp_request_get_number (request);
  gint64 now = kp_clock_now (kp_desk_get_clock (self->desk));
  gint64 created = kp_request_get_created_at (request);
  g_autofree char *state = kp_request_look_describe_state (request);
  g_autofree char *age = kp_time_format_ago (created, now);

  add (text, state);
  add (text, kp_request_get_site (request));
  add (text, get_provider (self, request));
  if (*number != '\0')
    {
      /* Translators: the number of a ticket */
      g_autofree char *ticket = g_strdup_printf (_ ("ticket %s"), number);

      add (text, ticket);
    }
  if (created > 0)
    add (text, age);
  return g_string_free (g_steal_pointer (&text), FALSE);
}

static void
setup_cb (GtkListItemFactory *factory, GtkListItem *item, KpRequestsPage *self)
{
  gtk_list_item_set_child (item, kp_request_row_new (describe, self));
}

static void
bind_cb (GtkListItemFactory *factory, GtkListItem *item)
{
  kp_request_row_set_request (KP_REQUEST_ROW (gtk_list_item_get_child (item)),
                              gtk_list_item_get_item (item));
}

static void
unbind_cb (GtkListItemFactory *factory, GtkListItem *item)
{
  kp_request_row_set_request (KP_REQUEST_ROW (gtk_list_item_get_child (item)), NULL);
}

static void
row_activated_cb (KpRequestsPage *self, guint position)
{
  g_autoptr (KpRequest) request =
      g_list_model_get_item (kp_list_feeder_get_shown (self->feeder), position);

  if (request != NULL)
    gtk_widget_activate_action (GTK_WIDGET (self), "win.show-request", "x",
                                kp_request_get_id (request));
}

static void
update_stack (KpRequestsPage *self)
{
  GListModel *requests =
      G_LIST_MODEL (kp_outbox_get_requests (kp_desk_get_outbox (self->desk)));

  gtk_stack_set_visible_child_name (
      self->stack, g_list_model_get_n_items (requests) > 0 ? "list" : "empty");
}

static void
update_ages (gpointer data)
{
  KpRequestsPage *self = data;

  for (GtkWidget *row = gtk_widget_get_first_child (GTK_WIDGET (self->list)); row != NULL;
       row = gtk_widget_get_next_sibling (row))
    if (KP_IS_REQUEST_ROW (gtk_widget_get_first_child (row)))
      kp_request_row_update (KP_REQUEST_ROW (gtk_widget_get_first_child (row)));
}

/* While it is not seen no row is made: all would be laid out when it is. */
static void
kp_requests_page_map (GtkWidget *widget)
{
  KpRequestsPage *self = KP_REQUESTS_PAGE (widget);

  GTK_WIDGET_CLASS (kp_requests_page_parent_class)->map (widget);
  if (self->feeder != NULL)
    kp_list_feeder_start (self->feeder);
}

static void
kp_requests_page_dispose (GObject *object)
{
  KpRequestsPage *self = KP_REQUESTS_PAGE (object);

  g_clear_pointer (&self->feeder, kp_list_feeder_free);
  /* The template takes its children out by itself, which a bin would not notice. */
  adw_bin_set_child (ADW_BIN (self), NULL);
  gtk_widget_dispose_template (GTK_WIDGET (object), KP_TYPE_REQUESTS_PAGE);
  g_clear_object (&self->desk);

  G_OBJECT_CLASS (kp_requests_page_parent_class)->dispose (object);
}

static void
kp_requests_page_class_init (KpRequestsPageClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = kp_requests_page_dispose;
  widget_class->map = kp_requests_page_map;

  gtk_widget_class_set_template_from_resource (
      widget_class, "/io/github/keyplate_app/Keyplate/page/requests-page.ui");
  gtk_widget_class_bind_template_child (widget_class, KpRequestsPage, stack);
  gtk_widget_class_bind_template_child (widget_class, KpRequestsPage, list);
  gtk_widget_class_bind_template_callback (widget_class, bind_cb);
  gtk_widget_class_bind_template_callback (widget_class, row_activated_cb);
  gtk_widget_class_bind_template_callback (widget_class, setup_cb);
  gtk_widget_class_bind_template_callback (widget_class, unbind_cb);
}

static void
kp_requests_page_init (KpRequestsPage *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  kp_compat_hide_other_pages (GTK_WIDGET (self->stack));
  kp_tab_out_of (GTK_WIDGET (self->list));
  kp_minute_follow (GTK_WIDGET (self), update_ages);
}

void
kp_requests_page_set_desk (KpRequestsPage *self, KpDesk *desk)
{
  GListModel *requests;
  g_autoptr (GtkNoSelection) selection = NULL;

  g_return_if_fail (KP_IS_REQUESTS_PAGE (self));
  g_return_if_fail (KP_IS_DESK (desk));
  g_return_if_fail (self->desk == NULL);

  self->desk = g_object_ref (desk);
  requests = G_LIST_MODEL (kp_outbox_get_requests (kp_desk_get_outbox (desk)));
  self->feeder = kp_list_feeder_new (self->list, requests);
  selection = gtk_no_selection_new (g_object_ref (kp_list_feeder_get_shown (self->feeder)));
  gtk_list_view_set_model (self->list, GTK_SELECTION_MODEL (selection));
  if (gtk_widget_get_mapped (GTK_WIDGET (self)))
    kp_list_feeder_start (self->feeder);
  g_signal_connect_object (requests, "items-changed", G_CALLBACK (update_stack), self,
                           G_CONNECT_SWAPPED);
  update_stack (self);
}
