/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib/gi18n.h>

#include "page/requests-page.h"
#include "widget/request-look.h"
#include "window/window-private.h"

/* The page with the requests, and how many of them wait for the user. */

static void
count (KpWindow *self)
{
  GListModel *requests =
      G_LIST_MODEL (kp_outbox_get_requests (kp_desk_get_outbox (self->desk)));
  AdwViewStackPage *page =
      adw_view_stack_get_page (self->views, GTK_WIDGET (self->requests));
  g_autofree char *title = NULL;
  guint n = 0;

  for (guint i = 0; i < g_list_model_get_n_items (requests); i++)
    {
      g_autoptr (KpRequest) request = g_list_model_get_item (requests, i);

      n += kp_request_look_needs_you (request);
    }
  if (n > 0)
    /* Translators: %u is how many requests wait for the user. */
    title = g_strdup_printf (_ ("Requests (%u)"), n);
  adw_view_stack_page_set_title (page, title != NULL ? title : _ ("Requests"));
}

void
kp_window_init_requests (KpWindow *self)
{
  KpOutbox *outbox = kp_desk_get_outbox (self->desk);
  KpRequestList *requests = kp_outbox_get_requests (outbox);

  /* As a child of the template it would be taken out of the view stack before that knows of
   * it (GTK 4.8). */
  self->requests =
      KP_REQUESTS_PAGE (adw_view_stack_get_child_by_name (self->views, "requests"));
  kp_requests_page_set_desk (self->requests, self->desk);
  g_signal_connect_object (requests, "changed", G_CALLBACK (count), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (requests, "items-changed", G_CALLBACK (count), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (outbox, "settled", G_CALLBACK (count), self, G_CONNECT_SWAPPED);
}

void
kp_window_show_requests (KpWindow *self)
{
  kp_window_close_page (self);
  g_action_group_change_action_state (G_ACTION_GROUP (self), "view",
                                      g_variant_new_string ("requests"));
}
