/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "page/preferences-window.h"

#include <glib/gi18n.h>

#include "core/store/settings-editor.h"
#include "page/background-page.h"
#include "page/general-page.h"
#include "page/providers-page.h"
#include "page/read-only.h"
#include "page/resolvers-page.h"
#include "page/trust-page.h"
#include "widget/cut-text.h"
#include "widget/banner.h"
#include "widget/compat.h"
#include "widget/help.h"
#include "widget/narrow-bin.h"
#include "widget/toast.h"

struct _KpPreferencesWindow
{
  AdwWindow parent_instance;

  KpBanner *banner;
  AdwToastOverlay *toasts;
  AdwViewStack *pages;
  KpGeneralPage *general;
  KpResolversPage *resolvers;
  KpTrustPage *trust;
  KpProvidersPage *providers;
  KpBackgroundPage *background;

  KpDesk *desk;
  KpSettingsEditor *editor;
  AdwToast *check; /* (nullable): not owned: that offers to check the sites again */
};

G_DEFINE_FINAL_TYPE (KpPreferencesWindow, kp_preferences_window, ADW_TYPE_WINDOW)

static void
check_all (gpointer data)
{
  GtkWindow *parent = gtk_window_get_transient_for (GTK_WINDOW (data));

  if (parent != NULL)
    gtk_widget_activate_action (GTK_WIDGET (parent), "win.check-all", NULL);
}

static void
check_dismissed_cb (KpPreferencesWindow *self)
{
  self->check = NULL;
}

/* What sites are asked with has changed. They are asked again only if somebody wants it:
 * it may be hundreds. */
static void
offer_check (KpPreferencesWindow *self)
{
  KpPortfolio *portfolio = kp_desk_get_portfolio (self->desk);

  if (self->check != NULL || kp_desk_is_sample (self->desk)
      || g_list_model_get_n_items (G_LIST_MODEL (portfolio)) == 0)
    return;
  self->check = kp_toast_offer (GTK_WIDGET (self->pages),
                                _ ("The sites are not checked with this yet"),
                                _ ("Check All"), ADW_TOAST_PRIORITY_NORMAL, check_all,
                                g_object_ref (self), g_object_unref);
  if (self->check == NULL)
    return;
  g_signal_connect_object (self->check, "dismissed", G_CALLBACK (check_dismissed_cb), self,
                           G_CONNECT_SWAPPED);
}

static void
changed_cb (KpSettingsEditor *editor, const char *name, KpPreferencesWindow *self)
{
  static const char *const asked_with[] = { "resolvers", "system-resolver",
                                            "trust-connections", "trust-sites", NULL };

  if (g_strv_contains (asked_with, name))
    offer_check (self);
}

/* The window may be gone when a write fails: then the main window says so. */
static void
failed_cb (KpSettingsEditor *editor, const char *name, const GError *error,
           GtkWidget *parent)
{
  KpPreferencesWindow *self = kp_preferences_window_find (GTK_WINDOW (parent));
  g_autofree char *text = NULL;

  /* Translators: %s is the reason, as a sentence. */
  text = g_strdup_printf (_ ("The setting was not saved: %s"), error->message);
  if (self != NULL)
    kp_toast_show (GTK_WIDGET (self->pages), text);
  else
    gtk_widget_activate_action (parent, "win.show-toast", "s", text);
}

/* Whatever is being typed is left, and so saved. */
static gboolean
kp_preferences_window_close_request (GtkWindow *window)
{
  gtk_window_set_focus (window, NULL);

  return GTK_WINDOW_CLASS (kp_preferences_window_parent_class)->close_request (window);
}

static void
kp_preferences_window_dispose (GObject *object)
{
  KpPreferencesWindow *self = KP_PREFERENCES_WINDOW (object);

  gtk_widget_dispose_template (GTK_WIDGET (object), KP_TYPE_PREFERENCES_WINDOW);
  g_clear_object (&self->editor);
  g_clear_object (&self->desk);

  G_OBJECT_CLASS (kp_preferences_window_parent_class)->dispose (object);
}

static void
kp_preferences_window_class_init (KpPreferencesWindowClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = kp_preferences_window_dispose;
  GTK_WINDOW_CLASS (klass)->close_request = kp_preferences_window_close_request;

  g_type_ensure (KP_TYPE_BACKGROUND_PAGE);
  g_type_ensure (KP_TYPE_BANNER);
  g_type_ensure (KP_TYPE_GENERAL_PAGE);
  g_type_ensure (KP_TYPE_NARROW_BIN);
  g_type_ensure (KP_TYPE_PROVIDERS_PAGE);
  g_type_ensure (KP_TYPE_RESOLVERS_PAGE);
  g_type_ensure (KP_TYPE_TRUST_PAGE);
  kp_compat_add_window_keys (widget_class);
  gtk_widget_class_set_template_from_resource (
      widget_class, "/io/github/keyplate_app/Keyplate/page/preferences-window.ui");
  gtk_widget_class_bind_template_child (widget_class, KpPreferencesWindow, banner);
  gtk_widget_class_bind_template_child (widget_class, KpPreferencesWindow, toasts);
  gtk_widget_class_bind_template_child (widget_class, KpPreferencesWindow, pages);
  gtk_widget_class_bind_template_child (widget_class, KpPreferencesWindow, general);
  gtk_widget_class_bind_template_child (widget_class, KpPreferencesWindow, resolvers);
  gtk_widget_class_bind_template_child (widget_class, KpPreferencesWindow, trust);
  gtk_widget_class_bind_template_child (widget_class, KpPreferencesWindow, providers);
  gtk_widget_class_bind_template_child (widget_class, KpPreferencesWindow, background);
}

static void
kp_preferences_window_init (KpPreferencesWindow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  kp_cut_text_let_wrap (GTK_WIDGET (self));
  kp_help_set_page (GTK_WIDGET (self), "network");
  kp_compat_hide_other_pages (GTK_WIDGET (self->pages));
  g_signal_connect_object (self->pages, "notify::visible-child",
                           G_CALLBACK (kp_toast_dismiss), self->pages, G_CONNECT_SWAPPED);
}

static void
set_up (KpPreferencesWindow *self, KpBackground *background)
{
  gboolean writes = !kp_store_get_read_only (kp_desk_get_store (self->desk));

  self->editor = kp_settings_editor_new (kp_desk_get_settings (self->desk));
  kp_general_page_set_up (self->general, self->desk, self->editor, writes);
  kp_resolvers_page_set_up (self->resolvers, self->desk, self->editor, writes);
  kp_trust_page_set_up (self->trust, self->desk, self->editor, writes);
  kp_providers_page_set_up (self->providers, self->desk);
  kp_background_page_set_up (self->background, background, self->editor, writes);
  g_signal_connect_object (self->editor, "changed", G_CALLBACK (changed_cb), self, 0);
  if (writes)
    return;
  kp_read_only_tell (self->banner, self->desk,
                     _ ("Preferences of the demo, to look at: they can’t be changed."));
}

GtkWidget *
kp_preferences_window_new (KpDesk *desk, KpBackground *background, GtkWindow *parent)
{
  KpPreferencesWindow *self;

  g_return_val_if_fail (KP_IS_DESK (desk), NULL);
  g_return_val_if_fail (parent == NULL || GTK_IS_WINDOW (parent), NULL);

  self = g_object_new (KP_TYPE_PREFERENCES_WINDOW, "transient-for", parent, NULL);
  self->desk = g_object_ref (desk);
  set_up (self, background);
  if (parent != NULL)
    g_signal_connect_object (self->editor, "failed", G_CALLBACK (failed_cb), parent, 0);
  return GTK_WIDGET (self);
}

KpPreferencesWindow *
kp_preferences_window_find (GtkWindow *parent)
{
  g_autoptr (GList) windows = gtk_window_list_toplevels ();

  for (GList *l = windows; l != NULL; l = l->next)
    if (KP_IS_PREFERENCES_WINDOW (l->data)
        && gtk_window_get_transient_for (l->data) == parent)
      return l->data;
  return NULL;
}

void
kp_preferences_window_show_page (KpPreferencesWindow *self, const char *page)
{
  g_return_if_fail (KP_IS_PREFERENCES_WINDOW (self));
  g_return_if_fail (page != NULL);

  if (adw_view_stack_get_child_by_name (self->pages, page) != NULL)
    adw_view_stack_set_visible_child_name (self->pages, page);
}
