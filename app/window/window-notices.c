/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "window/window-private.h"

/* What a notice opens. */

static void
show_list (KpWindow *self)
{
  kp_window_close_page (self);
  g_action_group_change_action_state (G_ACTION_GROUP (self), "view",
                                      g_variant_new_string ("sites"));
}

/* @reason: the cause of a notice; one that no site has any more leaves the list empty, and
 * that says so. Returns: whether it is open, or never will be */
static gboolean
open_reason (KpWindow *self, const char *reason)
{
  g_autoptr (KpCause) cause = kp_cause_new_from_key (reason);

  if (self->list == NULL && !kp_portfolio_get_loaded (kp_desk_get_portfolio (self->desk)))
    return FALSE;
  show_list (self);
  if (self->list != NULL && cause != NULL)
    kp_site_list_show_cause (self->list, cause);
  return TRUE;
}

/* Returns: whether it is open, or never will be */
static gboolean
open_site (KpWindow *self, gint64 id)
{
  KpPortfolio *portfolio = kp_desk_get_portfolio (self->desk);
  KpSite *site = kp_portfolio_find_by_id (portfolio, id);

  if (site == NULL && !kp_portfolio_get_loaded (portfolio))
    return FALSE;
  if (site != NULL)
    kp_window_show_site (self, site);
  return TRUE;
}

static gboolean
open_request (KpWindow *self, gint64 id)
{
  KpRequestList *requests = kp_outbox_get_requests (kp_desk_get_outbox (self->desk));
  KpRequest *request = kp_request_list_find (requests, id);

  if (request == NULL)
    return FALSE;
  kp_window_show_request (self, request);
  return TRUE;
}

/* What it is about may not be read yet, where the program was started for it. */
static void
open_waiting (KpWindow *self)
{
  gboolean opened = TRUE;
  const char *page, *reason;
  gint64 id;

  if (self->notice == NULL || self->state != KP_WINDOW_OPEN)
    return;
  g_variant_get (self->notice, "(&sx&s)", &page, &id, &reason);
  if (g_str_equal (page, "site"))
    opened = open_site (self, id);
  else if (g_str_equal (page, "request"))
    opened = open_request (self, id);
  else if (g_str_equal (page, "requests"))
    kp_window_show_requests (self);
  else if (*reason != '\0')
    opened = open_reason (self, reason);
  else
    show_list (self);
  if (opened)
    g_clear_pointer (&self->notice, g_variant_unref);
}

void
kp_window_open_notice (KpWindow *self, const char *page, gint64 id, const char *reason)
{
  g_return_if_fail (KP_IS_WINDOW (self));
  g_return_if_fail (page != NULL && reason != NULL);

  g_clear_pointer (&self->notice, g_variant_unref);
  self->notice = g_variant_ref_sink (g_variant_new ("(sxs)", page, id, reason));
  open_waiting (self);
}

void
kp_window_end_notices (KpWindow *self)
{
  g_clear_pointer (&self->notice, g_variant_unref);
}

void
kp_window_init_notices (KpWindow *self)
{
  KpPortfolio *portfolio = kp_desk_get_portfolio (self->desk);
  KpOutbox *outbox = kp_desk_get_outbox (self->desk);

  if (kp_window_is_demo (self))
    return;
  g_signal_connect_object (portfolio, "notify::loaded", G_CALLBACK (open_waiting), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (kp_outbox_get_requests (outbox), "items-changed",
                           G_CALLBACK (open_waiting), self, G_CONNECT_SWAPPED);
}
