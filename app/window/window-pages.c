/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "page/request-view.h"
#include "page/site-page.h"
#include "widget/toast.h"
#include "window/window-private.h"

/* The page of a site or a request over the list. It is made when it is wanted, and goes
 * when it no longer shows, that is, when whatever moved it away has come to rest. */

static void
drop_left_pages (KpWindow *self)
{
  GtkWidget *shown = gtk_stack_get_visible_child (self->pages);
  GtkWidget *next;

  if (gtk_stack_get_transition_running (self->pages))
    return;
  for (GtkWidget *page = gtk_widget_get_first_child (GTK_WIDGET (self->pages));
       page != NULL; page = next)
    {
      next = gtk_widget_get_next_sibling (page);
      if (page != shown && (KP_IS_SITE_PAGE (page) || KP_IS_REQUEST_VIEW (page)))
        gtk_stack_remove (self->pages, page);
    }
}

static KpSitePage *
get_page (KpWindow *self)
{
  GtkWidget *page = gtk_stack_get_visible_child (self->pages);

  return KP_IS_SITE_PAGE (page) ? KP_SITE_PAGE (page) : NULL;
}

KpSite *
kp_window_get_open_site (KpWindow *self)
{
  KpSitePage *page = get_page (self);

  return page != NULL ? kp_site_page_get_site (page) : NULL;
}

/* What was said on the page that is left would cover what the other one offers. A site that
 * is retired takes its page along: that it is, is said on the page that shows then. */
static void
dismiss_toasts (KpWindow *self)
{
  KpSite *site = kp_window_get_open_site (self);

  if (site == NULL
      || kp_portfolio_find_by_id (kp_desk_get_portfolio (self->desk), kp_site_get_id (site))
             != NULL)
    kp_toast_dismiss (GTK_WIDGET (self->pages));
}

static void
show_page (KpWindow *self, GtkWidget *page)
{
  dismiss_toasts (self);
  gtk_stack_set_visible_child (self->pages, page);
  drop_left_pages (self);
  kp_window_update_actions (self);
}

void
kp_window_show_site (KpWindow *self, KpSite *site)
{
  GtkWidget *page;

  self->below = 0;
  if (kp_window_get_open_site (self) == site)
    return;
  page = kp_site_page_new (self->desk, site);
  gtk_stack_add_child (self->pages, page);
  show_page (self, page);
  gtk_widget_child_focus (page, GTK_DIR_TAB_FORWARD);
}

gboolean
kp_window_is_page_open (KpWindow *self)
{
  return g_strcmp0 (gtk_stack_get_visible_child_name (self->pages), "main") != 0;
}

void
kp_window_show_request (KpWindow *self, KpRequest *request)
{
  GtkWidget *page = gtk_stack_get_visible_child (self->pages);
  KpSite *below = kp_window_get_open_site (self);

  if (KP_IS_REQUEST_VIEW (page)
      && kp_request_view_get_request (KP_REQUEST_VIEW (page)) == request)
    return;
  if (!KP_IS_REQUEST_VIEW (page))
    self->below = below != NULL ? kp_site_get_id (below) : 0;
  page = kp_request_view_new (self->desk, request);
  gtk_stack_add_child (self->pages, page);
  show_page (self, page);
  gtk_widget_child_focus (page, GTK_DIR_TAB_FORWARD);
}

void
kp_window_close_page (KpWindow *self)
{
  KpSite *site = kp_window_get_open_site (self);

  if (!kp_window_is_page_open (self))
    return;
  self->below = 0;
  if (site != NULL)
    g_object_ref (site);
  show_page (self, gtk_stack_get_child_by_name (self->pages, "main"));
  gtk_widget_grab_focus (kp_window_get_shown (self));
  if (site != NULL)
    kp_window_select_site (self, site);
  g_clear_object (&site);
}

void
kp_window_go_back (KpWindow *self)
{
  KpSite *below = NULL;

  if (self->below != 0)
    below = kp_portfolio_find_by_id (kp_desk_get_portfolio (self->desk), self->below);
  if (below != NULL)
    kp_window_show_site (self, below);
  else
    kp_window_close_page (self);
}

void
kp_window_flush_page (KpWindow *self)
{
  KpSitePage *page = get_page (self);

  if (page != NULL)
    kp_site_page_flush (page);
}

/* The button at the side of a mouse. */
static void
back_pressed_cb (GtkGestureClick *gesture, int n, double x, double y, KpWindow *self)
{
  kp_window_go_back (self);
  gtk_gesture_set_state (GTK_GESTURE (gesture), GTK_EVENT_SEQUENCE_CLAIMED);
}

/* What had the focus on a page may be hidden or unusable once the page knows more: then the
 * first that can be used has it. */
static gboolean
keep_focus (gpointer data)
{
  KpWindow *self = data;

  if (gtk_widget_get_mapped (GTK_WIDGET (self))
      && gtk_window_get_focus (GTK_WINDOW (self)) == NULL && kp_window_is_page_open (self))
    gtk_widget_child_focus (gtk_stack_get_visible_child (self->pages), GTK_DIR_TAB_FORWARD);
  return G_SOURCE_REMOVE;
}

/* On its way from one to the next nothing has it for a moment. */
static void
focus_moved_cb (KpWindow *self)
{
  if (gtk_window_get_focus (GTK_WINDOW (self)) == NULL)
    g_idle_add_full (G_PRIORITY_DEFAULT_IDLE, keep_focus, g_object_ref (self),
                     g_object_unref);
}

void
kp_window_init_pages (KpWindow *self)
{
  GtkGesture *gesture = gtk_gesture_click_new ();

  gtk_gesture_single_set_button (GTK_GESTURE_SINGLE (gesture), 8);
  g_signal_connect_object (gesture, "pressed", G_CALLBACK (back_pressed_cb), self, 0);
  gtk_widget_add_controller (GTK_WIDGET (self), GTK_EVENT_CONTROLLER (gesture));
  g_signal_connect_object (self->pages, "notify::transition-running",
                           G_CALLBACK (drop_left_pages), self, G_CONNECT_SWAPPED);
  g_signal_connect (self, "notify::focus-widget", G_CALLBACK (focus_moved_cb), NULL);
}
