/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "window/window-private.h"

#include "page/site-page.h"

/* Keys that are no accelerators of the application: those come before the widget with the
 * focus, these after it. An entry keeps its own, and an action of the site is that of the
 * list's selection or of the page that is open. */

static gboolean
is_in_entry (KpWindow *self)
{
  GtkWidget *focus = gtk_window_get_focus (GTK_WINDOW (self));

  return focus != NULL && (GTK_IS_EDITABLE (focus) || GTK_IS_TEXT_VIEW (focus));
}

/* Where the way up to an action begins: at the focus, if it lies in what is shown. */
static GtkWidget *
get_origin (KpWindow *self)
{
  GtkWidget *shown = kp_window_get_shown (self);
  GtkWidget *focus = gtk_window_get_focus (GTK_WINDOW (self));

  return focus != NULL && gtk_widget_is_ancestor (focus, shown) ? focus : shown;
}

static gboolean
action_cb (GtkWidget *widget, GVariant *name, gpointer data)
{
  return gtk_widget_activate_action (get_origin (KP_WINDOW (widget)),
                                     g_variant_get_string (name, NULL), NULL);
}

static gboolean
action_outside_entry_cb (GtkWidget *widget, GVariant *name, gpointer data)
{
  return !is_in_entry (KP_WINDOW (widget)) && action_cb (widget, name, data);
}

static gboolean
paste_cb (GtkWidget *widget, GVariant *name, gpointer data)
{
  if (is_in_entry (KP_WINDOW (widget)))
    return FALSE;
  kp_window_paste (KP_WINDOW (widget));
  return TRUE;
}

/* F5 also puts what has changed in its place. */
static gboolean
check_cb (GtkWidget *widget, GVariant *name, gpointer data)
{
  KpWindow *self = KP_WINDOW (widget);

  if (kp_window_is_list_shown (self))
    kp_site_list_refresh_order (self->list);
  action_cb (widget, name, data);
  return TRUE;
}

/* Over the list it is the menu of a row, which the list opens itself. */
static gboolean
menu_cb (GtkWidget *widget, GVariant *args, gpointer data)
{
  GtkWidget *shown = kp_window_get_shown (KP_WINDOW (widget));

  if (!KP_IS_SITE_PAGE (shown) || is_in_entry (KP_WINDOW (widget)))
    return FALSE;
  kp_site_page_open_menu (KP_SITE_PAGE (shown));
  return TRUE;
}

/* What lies nearest ends first: the page over the list, the search, then the check. */
static gboolean
escape_cb (GtkWidget *widget, GVariant *args, gpointer data)
{
  GActionGroup *actions = G_ACTION_GROUP (widget);
  g_autoptr (GVariant) search = g_action_group_get_action_state (actions, "search");

  if (g_action_group_get_action_enabled (actions, "back"))
    g_action_group_activate_action (actions, "back", NULL);
  else if (g_variant_get_boolean (search))
    g_action_group_change_action_state (actions, "search", g_variant_new_boolean (FALSE));
  else if (g_action_group_get_action_enabled (actions, "cancel-check"))
    g_action_group_activate_action (actions, "cancel-check", NULL);
  else
    return FALSE;
  return TRUE;
}

static const struct
{
  const char *trigger;
  GtkShortcutFunc function;
  const char *action;
} keys[] = {
  { "F5|<Control>r", check_cb, "site.check" },
  { "<Control>j", action_cb, "site.continue-job" },
  { "<Control><Shift>s", action_cb, "site.secure" },
  { "<Control><Shift>e", action_cb, "site.renew" },
  { "<Control>c", action_outside_entry_cb, "site.copy-address" },
  { "<Control><Shift>c", action_outside_entry_cb, "site.copy-instructions" },
  { "<Control>v", paste_cb, NULL },
  { "Delete|KP_Delete", action_outside_entry_cb, "site.remove" },
  { "<Control>a", action_outside_entry_cb, "sites.select-all" },
  { "<Control>z", action_outside_entry_cb, "win.undo" },
  { "Menu|<Shift>F10", menu_cb, NULL },
  { "Escape", escape_cb, NULL },
};

void
kp_window_init_keys (KpWindow *self)
{
  GtkEventController *controller = gtk_shortcut_controller_new ();

  gtk_event_controller_set_propagation_phase (controller, GTK_PHASE_BUBBLE);
  for (guint i = 0; i < G_N_ELEMENTS (keys); i++)
    {
      GtkShortcutAction *action = gtk_callback_action_new (keys[i].function, NULL, NULL);
      GtkShortcut *shortcut =
          gtk_shortcut_new (gtk_shortcut_trigger_parse_string (keys[i].trigger), action);

      if (keys[i].action != NULL)
        gtk_shortcut_set_arguments (shortcut, g_variant_new_string (keys[i].action));
      gtk_shortcut_controller_add_shortcut (GTK_SHORTCUT_CONTROLLER (controller), shortcut);
    }
  gtk_widget_add_controller (GTK_WIDGET (self), controller);
}
