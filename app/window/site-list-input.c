/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "window/site-list-private.h"

#include "widget/tab-out.h"

/* While the pointer rests on the rows or the focus is in them nobody moves them. */
static gboolean
held_cb (gpointer data)
{
  KpSiteList *self = data;
  gboolean pointed = gtk_event_controller_motion_contains_pointer (
      GTK_EVENT_CONTROLLER_MOTION (self->motion));
  gboolean focused =
      gtk_event_controller_focus_contains_focus (GTK_EVENT_CONTROLLER_FOCUS (self->focus));

  self->held_id = 0;
  kp_site_view_set_held (self->view, pointed || focused || self->menu != NULL);
  return G_SOURCE_REMOVE;
}

/* Not at once: the focus leaves a row also while GTK takes it away because the model has
 * changed, and that is no moment to change the model again. */
static void
update_held (KpSiteList *self)
{
  if (self->held_id == 0)
    self->held_id = g_idle_add (held_cb, self);
}

static GtkWidget *
get_focus (KpSiteList *self)
{
  GtkRoot *root = gtk_widget_get_root (GTK_WIDGET (self));

  return root != NULL ? gtk_root_get_focus (root) : NULL;
}

/* Down goes from the search to what was found, over the strip. */
static gboolean
search_key_cb (GtkEventControllerKey *controller, guint keyval, guint keycode,
               GdkModifierType state, KpSiteList *self)
{
  if ((keyval != GDK_KEY_Down && keyval != GDK_KEY_KP_Down)
      || (state & gtk_accelerator_get_default_mod_mask ()) != 0)
    return FALSE;
  return kp_site_list_focus_first (self);
}

static gboolean
drop_menu_cb (gpointer data)
{
  gtk_widget_unparent (data);
  return G_SOURCE_REMOVE;
}

/* The item that was clicked is activated after the menu has closed. */
static void
menu_closed_cb (KpSiteList *self)
{
  g_idle_add_full (G_PRIORITY_DEFAULT, drop_menu_cb, g_object_ref (self->menu),
                   g_object_unref);
  self->menu = NULL;
  update_held (self);
}

static void
open_menu (KpSiteList *self, const GdkRectangle *place)
{
  g_autoptr (GMenuModel) model = kp_site_actions_make_menu (self->actions);

  g_clear_pointer (&self->menu, gtk_widget_unparent);
  self->menu = gtk_popover_menu_new_from_model (model);
  gtk_popover_set_has_arrow (GTK_POPOVER (self->menu), FALSE);
  gtk_popover_set_pointing_to (GTK_POPOVER (self->menu), place);
  gtk_widget_set_halign (self->menu, GTK_ALIGN_START);
  gtk_widget_set_parent (self->menu, GTK_WIDGET (self));
  g_signal_connect_object (self->menu, "closed", G_CALLBACK (menu_closed_cb), self,
                           G_CONNECT_SWAPPED);
  update_held (self);
  gtk_popover_popup (GTK_POPOVER (self->menu));
}

/* A row that is not selected becomes the selection: what the menu acts on can be seen. */
static void
open_menu_on (KpSiteList *self, guint position, const GdkRectangle *place)
{
  GtkSelectionModel *selection = GTK_SELECTION_MODEL (self->selection);

  if (!gtk_selection_model_is_selected (selection, position))
    gtk_selection_model_select_item (selection, position, TRUE);
  /* The selection is told of in an idle: the menu needs it now. */
  g_autoptr (GPtrArray) sites = kp_site_list_get_selected (self);
  kp_site_actions_set_sites (self->actions, sites);
  open_menu (self, place);
}

static void
secondary_pressed_cb (GtkGestureClick *gesture, int n_press, double x, double y,
                      KpSiteList *self)
{
  GtkWidget *widget = gtk_widget_pick (GTK_WIDGET (self->bin), x, y, GTK_PICK_DEFAULT);
  double left, top;
  guint position;

  if (kp_site_rows_find (self->rows, widget, NULL, &position) == NULL
      || !gtk_widget_translate_coordinates (GTK_WIDGET (self->bin), GTK_WIDGET (self), x, y,
                                            &left, &top))
    return;
  gtk_gesture_set_state (GTK_GESTURE (gesture), GTK_EVENT_SEQUENCE_CLAIMED);
  open_menu_on (self, position, &(GdkRectangle){ left, top, 1, 1 });
}

/* Menu or Shift+F10: at the start of the row that has the focus. */
static gboolean
menu_key_cb (GtkWidget *widget, GVariant *args, gpointer data)
{
  KpSiteList *self = data;
  graphene_rect_t bounds;
  GtkWidget *row;
  guint position;

  if (kp_site_rows_find (self->rows, get_focus (self), &row, &position) == NULL
      || !gtk_widget_compute_bounds (row, GTK_WIDGET (self), &bounds))
    return FALSE;
  open_menu_on (
      self, position,
      &(GdkRectangle){ bounds.origin.x + 12, bounds.origin.y, 1, bounds.size.height });
  return TRUE;
}

static void
add_menu_keys (KpSiteList *self)
{
  GtkEventController *controller = gtk_shortcut_controller_new ();

  gtk_shortcut_controller_add_shortcut (
      GTK_SHORTCUT_CONTROLLER (controller),
      gtk_shortcut_new (gtk_shortcut_trigger_parse_string ("Menu|<Shift>F10"),
                        gtk_callback_action_new (menu_key_cb, self, NULL)));
  gtk_widget_add_controller (GTK_WIDGET (self->bin), controller);
}

static void
add_search_keys (KpSiteList *self)
{
  GtkEventController *keys = gtk_event_controller_key_new ();

  gtk_event_controller_set_propagation_phase (keys, GTK_PHASE_CAPTURE);
  g_signal_connect_object (keys, "key-pressed", G_CALLBACK (search_key_cb), self, 0);
  gtk_widget_add_controller (GTK_WIDGET (self->search_entry), keys);
}

void
kp_site_list_init_input (KpSiteList *self)
{
  GtkWidget *bin = GTK_WIDGET (self->bin);
  GtkGesture *secondary = gtk_gesture_click_new ();

  self->motion = gtk_event_controller_motion_new ();
  g_signal_connect_object (self->motion, "notify::contains-pointer",
                           G_CALLBACK (update_held), self, G_CONNECT_SWAPPED);
  gtk_widget_add_controller (bin, self->motion);
  self->focus = gtk_event_controller_focus_new ();
  g_signal_connect_object (self->focus, "notify::contains-focus", G_CALLBACK (update_held),
                           self, G_CONNECT_SWAPPED);
  gtk_widget_add_controller (bin, self->focus);

  kp_tab_out_of (bin);
  add_menu_keys (self);
  add_search_keys (self);

  gtk_gesture_single_set_button (GTK_GESTURE_SINGLE (secondary), GDK_BUTTON_SECONDARY);
  gtk_event_controller_set_propagation_phase (GTK_EVENT_CONTROLLER (secondary),
                                              GTK_PHASE_CAPTURE);
  g_signal_connect_object (secondary, "pressed", G_CALLBACK (secondary_pressed_cb), self,
                           0);
  gtk_widget_add_controller (bin, GTK_EVENT_CONTROLLER (secondary));
}

void
kp_site_list_end_input (KpSiteList *self)
{
  g_clear_pointer (&self->menu, gtk_widget_unparent);
  g_clear_handle_id (&self->held_id, g_source_remove);
}

static GtkWidget *
get_pointed_widget (KpSiteList *self)
{
  GtkNative *native = gtk_widget_get_native (GTK_WIDGET (self));
  GdkSurface *surface = native != NULL ? gtk_native_get_surface (native) : NULL;
  GdkDevice *pointer;
  double x, y, left, top;

  if (surface == NULL
      || !gtk_event_controller_motion_contains_pointer (
          GTK_EVENT_CONTROLLER_MOTION (self->motion)))
    return NULL;
  pointer = gdk_seat_get_pointer (
      gdk_display_get_default_seat (gdk_surface_get_display (surface)));
  if (pointer == NULL || !gdk_surface_get_device_position (surface, pointer, &x, &y, NULL))
    return NULL;
  gtk_native_get_surface_transform (native, &left, &top);
  return gtk_widget_pick (GTK_WIDGET (native), x - left, y - top, GTK_PICK_DEFAULT);
}

KpSite *
kp_site_list_get_anchor (KpSiteList *self, double *y)
{
  GtkWidget *scroller = GTK_WIDGET (kp_site_list_get_scroller (self));
  GtkWidget *candidates[] = { get_pointed_widget (self), get_focus (self) };

  for (guint i = 0; i < G_N_ELEMENTS (candidates); i++)
    {
      graphene_rect_t bounds;
      GtkWidget *row;
      KpSite *site = kp_site_rows_find (self->rows, candidates[i], &row, NULL);

      if (site == NULL || !gtk_widget_compute_bounds (row, scroller, &bounds)
          || bounds.origin.y < 0 || bounds.origin.y > gtk_widget_get_height (scroller))
        continue;
      *y = bounds.origin.y;
      return site;
    }
  return NULL;
}
