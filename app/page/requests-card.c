/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "page/requests-card.h"

#include <glib/gi18n.h>

#include "widget/compat.h"

struct _KpRequestsCard
{
  AdwBin parent_instance;

  GtkWidget *row;

  KpRequestList *requests; /* (nullable) */
  gint64 site;
};

G_DEFINE_FINAL_TYPE (KpRequestsCard, kp_requests_card, ADW_TYPE_BIN)

static void
update (KpRequestsCard *self)
{
  guint n = 0;
  gint64 newest = 0;
  g_autofree char *title = NULL;
  g_autofree char *one = NULL;
  const char *word = "";

  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (self->requests)); i++)
    {
      g_autoptr (KpRequest) request =
          g_list_model_get_item (G_LIST_MODEL (self->requests), i);

      if (kp_request_get_site_id (request) != self->site)
        continue;
      if (n++ > 0)
        continue;
      newest = kp_request_get_id (request);
      word = kp_request_state_to_text (kp_request_get_state (request));
    }
  gtk_widget_set_visible (GTK_WIDGET (self), n > 0);
  if (n == 0)
    return;
  /* Translators: %u is how many requests a site has. */
  title = g_strdup_printf (_ ("Requests (%u)"), n);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (self->row), title);
  adw_action_row_set_subtitle (ADW_ACTION_ROW (self->row), word);
  kp_compat_set_name (self->row, title);
  one = g_strdup_printf ("win.show-request(int64 %" G_GINT64_FORMAT ")", newest);
  kp_compat_set_action (GTK_ACTIONABLE (self->row), n == 1 ? one : "win.show-requests");
}

static void
kp_requests_card_dispose (GObject *object)
{
  g_clear_object (&KP_REQUESTS_CARD (object)->requests);

  G_OBJECT_CLASS (kp_requests_card_parent_class)->dispose (object);
}

static void
kp_requests_card_class_init (KpRequestsCardClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = kp_requests_card_dispose;
}

static void
kp_requests_card_init (KpRequestsCard *self)
{
  GtkWidget *list = gtk_list_box_new ();

  self->row =
      g_object_new (ADW_TYPE_ACTION_ROW, "use-markup", FALSE, "activatable", TRUE, NULL);
  adw_action_row_add_suffix (ADW_ACTION_ROW (self->row),
                             g_object_new (GTK_TYPE_IMAGE, "icon-name", "go-next-symbolic",
                                           "accessible-role",
                                           GTK_ACCESSIBLE_ROLE_PRESENTATION, NULL));
  gtk_list_box_set_selection_mode (GTK_LIST_BOX (list), GTK_SELECTION_NONE);
  gtk_widget_add_css_class (list, "boxed-list");
  gtk_list_box_append (GTK_LIST_BOX (list), self->row);
  adw_bin_set_child (ADW_BIN (self), list);
  gtk_widget_set_visible (GTK_WIDGET (self), FALSE);
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
