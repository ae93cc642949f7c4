/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "page/intake-window.h"

#include <glib/gi18n.h>

#include "page/intake-row.h"
#include "page/intake-window-private.h"
#include "widget/compat.h"
#include "widget/tab-out.h"

G_DEFINE_FINAL_TYPE (KpIntakeWindow, kp_intake_window, ADW_TYPE_WINDOW)

static guint
count_jobs (KpIntakeWindow *self, gboolean chosen)
{
  g_autoptr (GHashTable) sites = g_hash_table_new (NULL, NULL);
  guint n = g_list_model_get_n_items (G_LIST_MODEL (self->items));

  for (guint i = 0; i < n; i++)
    {
      g_autoptr (KpIntakeItem) item = g_list_model_get_item (G_LIST_MODEL (self->items), i);
      const KpIntakeOffer *offer = kp_intake_item_get_offer (item);

      if (chosen ? kp_intake_item_get_chosen (item) : offer->state == KP_INTAKE_FITS)
        g_hash_table_add (sites, offer->site);
    }
  return g_hash_table_size (sites);
}

static void
update_hand (KpIntakeWindow *self)
{
  guint n = count_jobs (self, TRUE);
  g_autofree char *label = NULL;

  if (n > 0)
    /* Translators: the button that gives each job what is for it */
    label = g_strdup_printf (ngettext ("Hand to %u Job", "Hand to %u Jobs", n), n);
  else
    /* Translators: that button, while nothing is chosen */
    label = g_strdup (_ ("Hand to Jobs"));
  gtk_button_set_label (self->hand, label);
  gtk_widget_set_visible (self->bottom, self->gives && count_jobs (self, FALSE) > 0);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "intake.hand",
                                 n > 0 && self->stage == KP_INTAKE_IDLE);
}

void
kp_intake_window_update (KpIntakeWindow *self)
{
  gboolean busy = self->stage != KP_INTAKE_IDLE || self->n_reading > 0;
  gboolean viewing =
      g_strcmp0 (gtk_stack_get_visible_child_name (self->stack), "view") == 0;
  gboolean any = g_list_model_get_n_items (G_LIST_MODEL (self->items)) > 0;

  gtk_label_set_label (self->busy_words, self->stage == KP_INTAKE_FETCHING
                                             ? _ ("Fetching what is missing in chains…")
                                         : self->stage == KP_INTAKE_GIVING
                                             ? _ ("Handing over…")
                                             : _ ("Reading…"));
  gtk_widget_set_visible (self->busy, busy);
  gtk_spinner_set_spinning (self->spinner, busy);
  gtk_widget_set_visible (self->empty, self->n_papers == 0);
  gtk_widget_set_visible (self->found, any);
  gtk_widget_set_visible (self->clear, self->n_papers > 0 && !viewing);
  gtk_widget_set_visible (self->back, viewing);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "intake.back", viewing);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "intake.clear", !busy);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "intake.cancel",
                                 self->n_reading > 0 || self->cancellable != NULL);
  gtk_widget_set_vexpand (self->top, !any);
  /* What is handed over by now can't be held back any more. */
  gtk_widget_set_sensitive (GTK_WIDGET (self->list), self->stage != KP_INTAKE_GIVING);
  update_hand (self);
}

static void
view_changed_cb (KpIntakeWindow *self)
{
  kp_intake_window_update (self);
}

void
kp_intake_window_go_back (KpIntakeWindow *self)
{
  if (g_strcmp0 (gtk_stack_get_visible_child_name (self->stack), "view") != 0)
    return;
  gtk_stack_set_visible_child_name (self->stack, "list");
  kp_intake_view_set_item (self->view, NULL, self->gives);
  gtk_widget_grab_focus (GTK_WIDGET (self->list));
}

/* The offers go with the next plan. */
void
kp_intake_window_forget_items (KpIntakeWindow *self)
{
  kp_intake_window_go_back (self);
  kp_list_feeder_clear (self->feeder);
  g_list_store_remove_all (self->items);
}

static void
octets_cb (KpIntakeWindow *self, GBytes *octets, const char *name)
{
  kp_intake_window_take_octets (self, octets, name);
}

static void
hand_activated (GtkWidget *widget, const char *name, GVariant *parameter)
{
  kp_intake_window_hand (KP_INTAKE_WINDOW (widget));
}

static void
cancel_activated (GtkWidget *widget, const char *name, GVariant *parameter)
{
  KpIntakeWindow *self = KP_INTAKE_WINDOW (widget);

  g_cancellable_cancel (self->n_reading > 0 ? self->reading : self->cancellable);
}

static void
clear_activated (GtkWidget *widget, const char *name, GVariant *parameter)
{
  KpIntakeWindow *self = KP_INTAKE_WINDOW (widget);

  if (self->stage != KP_INTAKE_IDLE || self->n_reading > 0)
    return;
  kp_intake_window_clear (self);
  kp_intake_window_update (self);
}

static void
back_activated (GtkWidget *widget, const char *name, GVariant *parameter)
{
  kp_intake_window_go_back (KP_INTAKE_WINDOW (widget));
}

static void
open_activated (GtkWidget *widget, const char *name, GVariant *parameter)
{
  KpIntakeWindow *self = KP_INTAKE_WINDOW (widget);
  GtkWindow *parent = gtk_window_get_transient_for (GTK_WINDOW (self));
  KpSite *site = kp_portfolio_find_by_id (kp_desk_get_portfolio (self->desk),
                                          g_variant_get_int64 (parameter));

  if (site == NULL || parent == NULL)
    return;
  if (self->gives && kp_site_get_job (site) != NULL)
    gtk_widget_activate_action_variant (GTK_WIDGET (parent), "win.continue-job", parameter);
  else
    {
      gtk_widget_activate_action_variant (GTK_WIDGET (parent), "win.show-site", parameter);
      gtk_window_present (parent);
    }
}

static void
row_activated_cb (KpIntakeWindow *self, guint position)
{
  g_autoptr (KpIntakeItem) item =
      g_list_model_get_item (G_LIST_MODEL (self->items), position);

  if (item == NULL)
    return;
  kp_intake_view_set_item (self->view, item, self->gives);
  gtk_stack_set_visible_child_name (self->stack, "view");
  kp_intake_view_take_focus (self->view);
}

/* Space gives the row that has the focus, or does not. The pointer selects what it is over:
 * that is another one, maybe. */
static gboolean
space_cb (GtkWidget *widget, GVariant *parameter, gpointer data)
{
  KpIntakeWindow *self = data;
  GtkWidget *focus = gtk_window_get_focus (GTK_WINDOW (self));
  GtkWidget *row = focus != NULL ? gtk_widget_get_first_child (focus) : NULL;
  KpIntakeItem *item =
      KP_IS_INTAKE_ROW (row) ? kp_intake_row_get_item (KP_INTAKE_ROW (row)) : NULL;

  if (item == NULL || !self->gives)
    return FALSE;
  kp_intake_item_set_chosen (item, !kp_intake_item_get_chosen (item));
  return TRUE;
}

static gboolean
close_request_cb (KpIntakeWindow *self)
{
  self->closed = TRUE;
  g_cancellable_cancel (self->reading);
  /* What is being handed over is handed over. */
  if (self->cancellable != NULL && self->stage != KP_INTAKE_GIVING)
    g_cancellable_cancel (self->cancellable);
  return FALSE;
}

static void
setup_cb (GtkListItemFactory *factory, GtkListItem *item, KpIntakeWindow *self)
{
  gtk_list_item_set_child (item, kp_intake_row_new (self->gives));
}

static void
bind_cb (GtkListItemFactory *factory, GtkListItem *item)
{
  kp_intake_row_set_item (KP_INTAKE_ROW (gtk_list_item_get_child (item)),
                          gtk_list_item_get_item (item));
}

static void
unbind_cb (GtkListItemFactory *factory, GtkListItem *item)
{
  kp_intake_row_set_item (KP_INTAKE_ROW (gtk_list_item_get_child (item)), NULL);
}

static void
kp_intake_window_dispose (GObject *object)
{
  KpIntakeWindow *self = KP_INTAKE_WINDOW (object);

  close_request_cb (self);
  g_clear_pointer (&self->feeder, kp_list_feeder_free);
  gtk_widget_dispose_template (GTK_WIDGET (object), KP_TYPE_INTAKE_WINDOW);
  g_clear_object (&self->selection);
  g_clear_object (&self->items);

  G_OBJECT_CLASS (kp_intake_window_parent_class)->dispose (object);
}

static void
kp_intake_window_finalize (GObject *object)
{
  KpIntakeWindow *self = KP_INTAKE_WINDOW (object);

  g_ptr_array_unref (self->papers);
  g_hash_table_unref (self->held_back);
  kp_intake_free (self->intake);
  g_clear_object (&self->cancellable);
  g_object_unref (self->reading);
  g_clear_object (&self->desk);

  G_OBJECT_CLASS (kp_intake_window_parent_class)->finalize (object);
}

static void
bind_template (GtkWidgetClass *widget_class)
{
  gtk_widget_class_set_template_from_resource (
      widget_class, "/io/github/keyplate_app/Keyplate/page/intake-window.ui");
  gtk_widget_class_bind_template_child (widget_class, KpIntakeWindow, back);
  gtk_widget_class_bind_template_child (widget_class, KpIntakeWindow, clear);
  gtk_widget_class_bind_template_child (widget_class, KpIntakeWindow, banner);
  gtk_widget_class_bind_template_child (widget_class, KpIntakeWindow, stack);
  gtk_widget_class_bind_template_child (widget_class, KpIntakeWindow, empty);
  gtk_widget_class_bind_template_child (widget_class, KpIntakeWindow, top);
  gtk_widget_class_bind_template_child (widget_class, KpIntakeWindow, area);
  gtk_widget_class_bind_template_child (widget_class, KpIntakeWindow, busy);
  gtk_widget_class_bind_template_child (widget_class, KpIntakeWindow, spinner);
  gtk_widget_class_bind_template_child (widget_class, KpIntakeWindow, busy_words);
  gtk_widget_class_bind_template_child (widget_class, KpIntakeWindow, found);
  gtk_widget_class_bind_template_child (widget_class, KpIntakeWindow, list);
  gtk_widget_class_bind_template_child (widget_class, KpIntakeWindow, bottom);
  gtk_widget_class_bind_template_child (widget_class, KpIntakeWindow, hand);
  gtk_widget_class_bind_template_child (widget_class, KpIntakeWindow, view);
  gtk_widget_class_bind_template_callback (widget_class, bind_cb);
  gtk_widget_class_bind_template_callback (widget_class, close_request_cb);
  gtk_widget_class_bind_template_callback (widget_class, octets_cb);
  gtk_widget_class_bind_template_callback (widget_class, row_activated_cb);
  gtk_widget_class_bind_template_callback (widget_class, setup_cb);
  gtk_widget_class_bind_template_callback (widget_class, unbind_cb);
  gtk_widget_class_bind_template_callback (widget_class, view_changed_cb);
}

static void
kp_intake_window_class_init (KpIntakeWindowClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = kp_intake_window_dispose;
  object_class->finalize = kp_intake_window_finalize;

  g_type_ensure (KP_TYPE_BANNER);
  g_type_ensure (KP_TYPE_DROP_AREA);
  g_type_ensure (KP_TYPE_INTAKE_VIEW);
  gtk_widget_class_install_action (widget_class, "intake.hand", NULL, hand_activated);
  gtk_widget_class_install_action (widget_class, "intake.cancel", NULL, cancel_activated);
  gtk_widget_class_install_action (widget_class, "intake.clear", NULL, clear_activated);
  gtk_widget_class_install_action (widget_class, "intake.back", NULL, back_activated);
  gtk_widget_class_install_action (widget_class, "intake.open", "x", open_activated);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Left, GDK_ALT_MASK,
                                       "intake.back", NULL);
  kp_compat_add_window_keys (widget_class);
  bind_template (widget_class);
}

static void
kp_intake_window_init (KpIntakeWindow *self)
{
  GtkEventController *keys = gtk_shortcut_controller_new ();

  self->intake = kp_intake_new ();
  self->papers = kp_intake_window_new_papers ();
  self->held_back = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  self->reading = g_cancellable_new ();
  self->items = g_list_store_new (KP_TYPE_INTAKE_ITEM);
  gtk_widget_init_template (GTK_WIDGET (self));
  self->feeder = kp_list_feeder_new (self->list, G_LIST_MODEL (self->items));
  self->selection =
      gtk_single_selection_new (g_object_ref (kp_list_feeder_get_shown (self->feeder)));
  gtk_single_selection_set_autoselect (self->selection, FALSE);
  gtk_single_selection_set_can_unselect (self->selection, TRUE);
  kp_compat_hide_other_pages (GTK_WIDGET (self->stack));
  kp_drop_area_catch (self->area, GTK_WIDGET (self->stack));
  gtk_event_controller_set_propagation_phase (keys, GTK_PHASE_CAPTURE);
  gtk_shortcut_controller_add_shortcut (
      GTK_SHORTCUT_CONTROLLER (keys),
      gtk_shortcut_new (gtk_shortcut_trigger_parse_string ("space|KP_Space"),
                        gtk_callback_action_new (space_cb, self, NULL)));
  gtk_widget_add_controller (GTK_WIDGET (self->list), keys);
  kp_tab_out_of (GTK_WIDGET (self->list));
}

GtkWidget *
kp_intake_window_new (KpDesk *desk, GtkWindow *parent)
{
  KpIntakeWindow *self;

  g_return_val_if_fail (KP_IS_DESK (desk), NULL);
  g_return_val_if_fail (parent == NULL || GTK_IS_WINDOW (parent), NULL);

  self = g_object_new (KP_TYPE_INTAKE_WINDOW, "transient-for", parent, NULL);
  self->desk = g_object_ref (desk);
  self->gives = !kp_store_get_read_only (kp_desk_get_store (desk));
  gtk_list_view_set_model (self->list, GTK_SELECTION_MODEL (self->selection));
  kp_intake_window_update (self);
  return GTK_WIDGET (self);
}

void
kp_intake_window_give_files (KpIntakeWindow *self, GListModel *files)
{
  g_return_if_fail (KP_IS_INTAKE_WINDOW (self));

  kp_intake_window_go_back (self);
  kp_drop_area_give_files (self->area, files);
}

void
kp_intake_window_give_text (KpIntakeWindow *self, GBytes *text)
{
  g_return_if_fail (KP_IS_INTAKE_WINDOW (self));

  kp_intake_window_go_back (self);
  kp_drop_area_give_text (self->area, text);
}
