/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "page/requests-card.h"

#include <glib/gi18n.h>

#include "widget/compat.h"
#include "widget/request-look.h"

struct _KpRequestsCard
{
  AdwBin parent_instance;

  GtkLabel *heading;
  GtkListBox *list;

  KpRequestList *requests; /* (nullable) */
  GArray *ids;             /* of the requests that have a row, in their order */
  gint64 site;
};

G_DEFINE_FINAL_TYPE (KpRequestsCard, kp_requests_card, ADW_TYPE_BIN)

static GtkWidget *
make_row (gint64 id)
{
  GtkWidget *row = g_object_new (ADW_TYPE_ACTION_ROW, "use-markup", FALSE, "title-lines", 2,
                                 "activatable", TRUE, NULL);

  adw_action_row_add_suffix (ADW_ACTION_ROW (row),
                             g_object_new (GTK_TYPE_IMAGE, "icon-name", "go-next-symbolic",
                                           "accessible-role",
                                           GTK_ACCESSIBLE_ROLE_PRESENTATION, NULL));
  gtk_actionable_set_action_target (GTK_ACTIONABLE (row), "x", id);
  gtk_actionable_set_action_name (GTK_ACTIONABLE (row), "win.show-request");
  return row;
}

static void
show_request (GtkListBoxRow *row, KpRequest *request)
{
  const char *subject = kp_request_get_subject (request);
  g_autofree char *state = kp_request_look_describe_state (request);
  g_autofree char *name = g_strdup_printf ("%s, %s", subject, state);

  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), subject);
  adw_action_row_set_subtitle (ADW_ACTION_ROW (row), state);
  kp_compat_set_name (GTK_WIDGET (row), name);
}

/* Made anew only where they are others: that would take the focus away. */
static void
make_rows (KpRequestsCard *self, GPtrArray *requests)
{
  gboolean same = requests->len == self->ids->len;
  GtkListBoxRow *row;

  for (guint i = 0; same && i < requests->len; i++)
    same = g_array_index (self->ids, gint64, i) == kp_request_get_id (requests->pdata[i]);
  if (same)
    return;
  g_array_set_size (self->ids, 0);
  while ((row = gtk_list_box_get_row_at_index (self->list, 0)) != NULL)
    gtk_list_box_remove (self->list, GTK_WIDGET (row));
  for (guint i = 0; i < requests->len; i++)
    {
      gint64 id = kp_request_get_id (requests->pdata[i]);

      g_array_append_val (self->ids, id);
      gtk_list_box_append (self->list, make_row (id));
    }
}

static void
update (KpRequestsCard *self)
{
  g_autoptr (GPtrArray) requests = g_ptr_array_new_with_free_func (g_object_unref);
  g_autofree char *title = NULL;

  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (self->requests)); i++)
    {
      g_autoptr (KpRequest) request =
          g_list_model_get_item (G_LIST_MODEL (self->requests), i);

      if (kp_request_get_site_id (request) == self->site)
        g_ptr_array_add (requests, g_steal_pointer (&request));
    }
  make_rows (self, requests);
  for (guint i = 0; i < requests->len; i++)
    show_request (gtk_list_box_get_row_at_index (self->list, (int) i), requests->pdata[i]);
  gtk_widget_set_visible (GTK_WIDGET (self), requests->len > 0);
  /* Translators: %u is how many requests a site has. */
  title = g_strdup_printf (_ ("Requests (%u)"), requests->len);
  gtk_label_set_text (self->heading, title);
}

static void
kp_requests_card_dispose (GObject *object)
{
  gtk_widget_dispose_template (GTK_WIDGET (object), KP_TYPE_REQUESTS_CARD);
  g_clear_object (&KP_REQUESTS_CARD (object)->requests);

  G_OBJECT_CLASS (kp_requests_card_parent_class)->dispose (object);
}

static void
kp_requests_card_finalize (GObject *object)
{
  g_array_unref (KP_REQUESTS_CARD (object)->ids);

  G_OBJECT_CLASS (kp_requests_card_parent_class)->finalize (object);
}

static void
kp_requests_card_class_init (KpRequestsCardClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = kp_requests_card_dispose;
  G_OBJECT_CLASS (klass)->finalize = kp_requests_card_finalize;

  gtk_widget_class_set_template_from_resource (
      GTK_WIDGET_CLASS (klass), "/io/github/keyplate_app/Keyplate/page/requests-card.ui");
  gtk_widget_class_bind_template_child (GTK_WIDGET_CLASS (klass), KpRequestsCard, heading);
  gtk_widget_class_bind_template_child (GTK_WIDGET_CLASS (klass), KpRequestsCard, list);
}

static void
kp_requests_card_init (KpRequestsCard *self)
{
  self->ids = g_array_new (FALSE, FALSE, sizeof (gint64));
  gtk_widget_init_template (GTK_WIDGET (self));
}

void
kp_requests_card_set_site (KpRequestsCard *self, KpDesk *desk, KpSite *site)
{
  g_return_if_fail (KP_IS_REQUESTS_CARD (self));
  g_return_if_fail (KP_IS_DESK (desk));
  g_return_if_fail (KP_IS_SITE (site));
  g_return_if_fail (self->requests == NULL);

  self->site = kp_site_get_id (site);
  self->requests = g_object_ref (kp_outbox_get_requests (kp_desk_get_outbox (desk)));
  g_signal_connect_object (self->requests, "changed", G_CALLBACK (update), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->requests, "items-changed", G_CALLBACK (update), self,
                           G_CONNECT_SWAPPED);
  update (self);
}
