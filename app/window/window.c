/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "window/window.h"

#include <glib/gi18n.h>

#include "page/requests-page.h"
#include "page/welcome.h"
#include "widget/compat.h"
#include "widget/narrow-bin.h"
#include "widget/toast.h"
#include "window/window-private.h"

#define RESOURCES "/io/github/keyplate_app/Keyplate/"

/* A window that has nothing to show after this long shows that, in milliseconds. */
#define SHOW_AFTER 200

G_DEFINE_FINAL_TYPE (KpWindow, kp_window, ADW_TYPE_APPLICATION_WINDOW)

void
kp_window_toast (KpWindow *self, const char *text)
{
  kp_toast_show (GTK_WIDGET (self->pages), text);
}

GtkWidget *
kp_window_get_shown (KpWindow *self)
{
  GtkWidget *page = gtk_stack_get_visible_child (self->pages);

  if (g_strcmp0 (gtk_stack_get_visible_child_name (self->pages), "main") == 0)
    page = adw_view_stack_get_visible_child (self->views);
  if (page == GTK_WIDGET (self->contents))
    page = gtk_stack_get_visible_child (self->contents);
  return page;
}

static void
show_now (KpWindow *self)
{
  g_clear_handle_id (&self->show_id, g_source_remove);
  if (!self->show_soon)
    return;
  self->show_soon = FALSE;
  gtk_window_present (GTK_WINDOW (self));
}

static gboolean
show_cb (gpointer data)
{
  KpWindow *self = data;

  self->show_id = 0;
  show_now (self);
  return G_SOURCE_REMOVE;
}

/* Checks and the look-out for other processes wait until the first frame is on the screen.
 */
static void
start_watching (KpWindow *self)
{
  if (self->drawn && !kp_window_is_demo (self))
    kp_work_watch (self->work);
}

static void
add_content (KpWindow *self, const char *name, GtkWidget *child)
{
  gtk_stack_add_named (self->contents, child, name);
}

static void
update_contents (KpWindow *self)
{
  KpPortfolio *portfolio = kp_desk_get_portfolio (self->desk);
  const char *name = "opening";
  const char *shown;
  gboolean appears;

  if (self->state == KP_WINDOW_FAILED)
    name = "problem";
  else if (self->state == KP_WINDOW_OPEN
           && g_list_model_get_n_items (G_LIST_MODEL (portfolio)) > 0)
    name = "list";
  else if (self->state == KP_WINDOW_OPEN && kp_portfolio_get_loaded (portfolio))
    name = "welcome";

  if (g_str_equal (name, "welcome")
      && gtk_stack_get_child_by_name (self->contents, name) == NULL)
    add_content (self, name, kp_welcome_new ());
  shown = gtk_stack_get_visible_child_name (self->contents);
  appears = g_strcmp0 (shown, name) != 0;
  gtk_stack_set_visible_child_name (self->contents, name);
  kp_window_update_actions (self);
  /* Who starts anew has three choices, and the keys are on the first. */
  if (appears && g_str_equal (name, "welcome") && kp_window_get_shown (self) != NULL)
    gtk_widget_grab_focus (kp_window_get_shown (self));
  if (!g_str_equal (name, "opening"))
    show_now (self);
}

/* What happened is in the title; why and what to do are in the store's message. */
static const char *
get_problem_title (const GError *error)
{
  if (error->domain != KP_STORE_ERROR)
    return _ ("Can’t Open the Sites");
  switch (error->code)
    {
    case KP_STORE_ERROR_DAMAGED:
      return _ ("Can’t Read the Sites");
    case KP_STORE_ERROR_NEWER:
      return _ ("Written by a Newer Keyplate");
    case KP_STORE_ERROR_BUSY:
      return _ ("Another Program Holds the Sites");
    case KP_STORE_ERROR_READ_ONLY:
      return _ ("Not Allowed to Write Here");
    case KP_STORE_ERROR_FULL:
      return _ ("No Space Left");
    default:
      return _ ("Can’t Open the Sites");
    }
}

static void
show_problem (KpWindow *self, const GError *error)
{
  GtkWidget *page = gtk_stack_get_child_by_name (self->contents, "problem");
  g_autofree char *description = g_markup_escape_text (error->message, -1);

  if (page == NULL)
    {
      GtkWidget *button = gtk_button_new_with_label (_ ("Try Again"));

      gtk_actionable_set_action_name (GTK_ACTIONABLE (button), "win.try-again");
      gtk_widget_set_halign (button, GTK_ALIGN_CENTER);
      gtk_widget_add_css_class (button, "pill");
      gtk_widget_add_css_class (button, "suggested-action");
      page = g_object_new (ADW_TYPE_STATUS_PAGE, "icon-name", "dialog-warning-symbolic",
                           "child", button, NULL);
      add_content (self, "problem", page);
    }
  adw_status_page_set_title (ADW_STATUS_PAGE (page), get_problem_title (error));
  adw_status_page_set_description (ADW_STATUS_PAGE (page), description);
}

static void
set_state (KpWindow *self, KpWindowState state)
{
  self->state = state;
  kp_window_update_banner (self);
  update_contents (self);
}

static void
work_changed_cb (KpWindow *self)
{
  if (self->state == KP_WINDOW_CLOSING)
    return;
  switch (kp_work_get_state (self->work))
    {
    case KP_WORK_OPEN:
      set_state (self, KP_WINDOW_OPEN);
      break;
    case KP_WORK_FAILED:
      show_problem (self, kp_work_get_error (self->work));
      set_state (self, KP_WINDOW_FAILED);
      break;
    default:
      set_state (self, KP_WINDOW_OPENING);
    }
}

void
kp_window_open_desk (KpWindow *self)
{
  kp_work_open (self->work);
}

/* The window goes at once; what it showed when that may end, too. */
static gboolean
kp_window_close_request (GtkWindow *window)
{
  KpWindow *self = KP_WINDOW (window);

  if (self->state != KP_WINDOW_CLOSING)
    {
      if (kp_window_ask_background (self))
        return TRUE;
      kp_window_save_state (self);
      kp_window_flush_page (self);
      kp_window_close_assistants (self);
      self->state = KP_WINDOW_CLOSING;
      g_clear_handle_id (&self->show_id, g_source_remove);
      kp_application_leave (KP_APPLICATION (gtk_window_get_application (window)),
                            self->work);
    }
  return GTK_WINDOW_CLASS (kp_window_parent_class)->close_request (window);
}

static void
drawn_cb (GdkFrameClock *clock, KpWindow *self)
{
  g_signal_handlers_disconnect_by_func (clock, drawn_cb, self);
  self->drawn = TRUE;
  start_watching (self);
}

static void
kp_window_map (GtkWidget *widget)
{
  KpWindow *self = KP_WINDOW (widget);

  GTK_WIDGET_CLASS (kp_window_parent_class)->map (widget);
  if (!self->drawn)
    g_signal_connect_object (gtk_widget_get_frame_clock (widget), "after-paint",
                             G_CALLBACK (drawn_cb), self, 0);
}

/* The desk may live on: nothing that happens there reaches a window that is gone. */
static void
leave_desk (KpWindow *self)
{
  if (self->desk == NULL)
    return;
  g_signal_handlers_disconnect_by_data (self->work, self);
  g_signal_handlers_disconnect_by_data (kp_desk_get_portfolio (self->desk), self);
  g_signal_handlers_disconnect_by_data (kp_desk_get_monitor (self->desk), self);
  g_signal_handlers_disconnect_by_data (kp_desk_get_outbox (self->desk), self);
  g_signal_handlers_disconnect_by_data (
      kp_outbox_get_requests (kp_desk_get_outbox (self->desk)), self);
}

static void
kp_window_dispose (GObject *object)
{
  KpWindow *self = KP_WINDOW (object);

  self->state = KP_WINDOW_CLOSING;
  g_clear_handle_id (&self->show_id, g_source_remove);
  g_cancellable_cancel (self->cancellable);
  leave_desk (self);
  kp_window_end_banner (self);
  kp_window_end_notices (self);
  kp_window_end_undo (self);
  gtk_widget_dispose_template (GTK_WIDGET (self), KP_TYPE_WINDOW);
  g_clear_object (&self->desk);
  g_clear_object (&self->work);

  G_OBJECT_CLASS (kp_window_parent_class)->dispose (object);
}

static void
kp_window_finalize (GObject *object)
{
  KpWindow *self = KP_WINDOW (object);

  g_clear_object (&self->cancellable);
  g_clear_object (&self->settings);

  G_OBJECT_CLASS (kp_window_parent_class)->finalize (object);
}

static void
kp_window_class_init (KpWindowClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);
  GtkWindowClass *window_class = GTK_WINDOW_CLASS (klass);

  object_class->dispose = kp_window_dispose;
  object_class->finalize = kp_window_finalize;
  widget_class->map = kp_window_map;
  window_class->close_request = kp_window_close_request;

  g_type_ensure (KP_TYPE_BANNER);
  g_type_ensure (KP_TYPE_NARROW_BIN);
  g_type_ensure (KP_TYPE_REQUESTS_PAGE);
  gtk_widget_class_set_template_from_resource (widget_class, RESOURCES "window/window.ui");
  gtk_widget_class_bind_template_child (widget_class, KpWindow, toasts);
  gtk_widget_class_bind_template_child (widget_class, KpWindow, pages);
  gtk_widget_class_bind_template_child (widget_class, KpWindow, views);
  gtk_widget_class_bind_template_child (widget_class, KpWindow, contents);
  gtk_widget_class_bind_template_child (widget_class, KpWindow, banner);
  gtk_widget_class_bind_template_child (widget_class, KpWindow, progress);
  gtk_widget_class_bind_template_child (widget_class, KpWindow, progress_label);
  gtk_widget_class_bind_template_child (widget_class, KpWindow, progress_bar);
  gtk_widget_class_bind_template_child (widget_class, KpWindow, wide_menu);
  gtk_widget_class_bind_template_child (widget_class, KpWindow, narrow_menu);
}

/* A menu takes longer to build than a frame: it is built when it is wanted. */
static void
create_menu_cb (GtkMenuButton *button, gpointer data)
{
  KpWindow *self = data;
  g_autoptr (GtkBuilder) builder = NULL;
  GMenu *menu;

  if (gtk_menu_button_get_menu_model (button) != NULL)
    return;
  builder = gtk_builder_new_from_resource (RESOURCES "window/main-menu.ui");
  menu = G_MENU (gtk_builder_get_object (builder, "menu"));
  if (button == self->narrow_menu)
    g_menu_prepend_section (menu, NULL,
                            G_MENU_MODEL (gtk_builder_get_object (builder, "check")));
  g_menu_prepend_section (menu, NULL, G_MENU_MODEL (self->undo_menu));
  gtk_menu_button_set_menu_model (button, G_MENU_MODEL (menu));
}

static void
kp_window_init (KpWindow *self)
{
  self->cancellable = g_cancellable_new ();
  gtk_widget_init_template (GTK_WIDGET (self));
  kp_compat_hide_other_pages (GTK_WIDGET (self->pages));
  kp_compat_hide_other_pages (GTK_WIDGET (self->views));
  kp_compat_hide_other_pages (GTK_WIDGET (self->contents));
  gtk_menu_button_set_create_popup_func (self->wide_menu, create_menu_cb, self, NULL);
  gtk_menu_button_set_create_popup_func (self->narrow_menu, create_menu_cb, self, NULL);
  kp_window_init_undo (self);
  kp_window_init_actions (self);
  kp_window_init_keys (self);
  kp_window_init_dropping (self);
  kp_window_init_pages (self);
}

KpWindow *
kp_window_new (KpApplication *application, KpWork *work)
{
  KpWindow *self;
  KpDesk *desk;

  g_return_val_if_fail (KP_IS_APPLICATION (application), NULL);
  g_return_val_if_fail (KP_IS_WORK (work), NULL);

  desk = kp_work_get_desk (work);
  self = g_object_new (
      KP_TYPE_WINDOW, "application", application, "title",
      kp_desk_is_sample (desk) ? _ ("Keyplate Demo") : g_get_application_name (), NULL);
  self->work = g_object_ref (work);
  self->desk = g_object_ref (desk);
  kp_window_open_desk (self);
  kp_window_init_list (self);
  kp_window_init_requests (self);
  kp_window_restore_state (self);
  kp_window_init_banner (self);
  kp_window_init_notices (self);
  g_signal_connect_object (kp_desk_get_portfolio (desk), "items-changed",
                           G_CALLBACK (update_contents), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (kp_desk_get_portfolio (desk), "notify::loaded",
                           G_CALLBACK (update_contents), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (work, "notify::state", G_CALLBACK (work_changed_cb), self,
                           G_CONNECT_SWAPPED);
  work_changed_cb (self);
  return self;
}

void
kp_window_show_soon (KpWindow *self)
{
  g_return_if_fail (KP_IS_WINDOW (self));

  self->show_soon = TRUE;
  if (self->state == KP_WINDOW_OPENING && self->show_id == 0)
    self->show_id = g_timeout_add (SHOW_AFTER, show_cb, self);
  else
    update_contents (self);
}

KpDesk *
kp_window_get_desk (KpWindow *self)
{
  g_return_val_if_fail (KP_IS_WINDOW (self), NULL);

  return self->desk;
}

gboolean
kp_window_is_demo (KpWindow *self)
{
  g_return_val_if_fail (KP_IS_WINDOW (self), FALSE);

  return self->desk != NULL && kp_desk_is_sample (self->desk);
}

gboolean
kp_window_is_closing (KpWindow *self)
{
  g_return_val_if_fail (KP_IS_WINDOW (self), FALSE);

  return self->state == KP_WINDOW_CLOSING;
}
