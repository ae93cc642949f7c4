/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "widget/toast.h"

#include "core/base/plain-text.h"

/* Seconds: who reaches the button by keys or by ear needs longer than the five of a toast
 * that only says something. */
#define OFFERED_FOR 15
/* Characters of a name. */
#define NAME_CHARS 40
/* What an overlay says and offers nothing with: an #AdwToast. */
#define SAID "kp-said"
/* What lets Escape through: a #GtkEventController. */
#define ESCAPE "kp-escape"

/* What the button of a toast does. */
typedef struct
{
  KpToastAction action;
  gpointer data;
  GDestroyNotify destroy;
} Offer;

static void
offer_free (gpointer data, GClosure *closure)
{
  Offer *offer = data;

  if (offer->destroy != NULL)
    offer->destroy (offer->data);
  g_free (offer);
}

static void
pressed_cb (AdwToast *toast, gpointer data)
{
  const Offer *offer = data;

  offer->action (offer->data);
}

static AdwToastOverlay *
find_overlay (GtkWidget *widget)
{
  return ADW_TOAST_OVERLAY (gtk_widget_get_ancestor (widget, ADW_TYPE_TOAST_OVERLAY));
}

AdwToast *
kp_toast_new (const char *text)
{
  static const char *const classes[] = { "heading", NULL };
  AdwToast *toast = adw_toast_new ("");

  /* A title of its own would be cut off where an error needs a second line. */
  adw_toast_set_custom_title (
      toast, g_object_new (GTK_TYPE_LABEL, "label", text, "wrap", TRUE, "wrap-mode",
                           PANGO_WRAP_WORD_CHAR, "width-chars", 16, "max-width-chars", 56,
                           "xalign", 0.0, "css-classes", classes, NULL));
  return toast;
}

char *
kp_toast_name (const char *name)
{
  return kp_plain_text_shorten_middle (name, NAME_CHARS);
}

static void
dismissed_cb (AdwToastOverlay *overlay, AdwToast *toast)
{
  if (g_object_get_data (G_OBJECT (overlay), SAID) == toast)
    g_object_set_data (G_OBJECT (overlay), SAID, NULL);
}

static void
dismiss (AdwToastOverlay *overlay)
{
  g_autoptr (AdwToast) said = g_object_steal_data (G_OBJECT (overlay), SAID);

  if (said != NULL)
    adw_toast_dismiss (said);
}

/* The overlay takes Escape for itself while it shows a toast. One that only says something
 * must not be what Escape ends: whoever presses it means the window. */
static gboolean
escape_cb (GtkWidget *widget, GVariant *parameter, gpointer data)
{
  dismiss (ADW_TOAST_OVERLAY (widget));
  return FALSE;
}

static void
let_escape_through (AdwToastOverlay *overlay)
{
  GtkEventController *keys;

  if (g_object_get_data (G_OBJECT (overlay), ESCAPE) != NULL)
    return;
  keys = gtk_shortcut_controller_new ();
  gtk_event_controller_set_propagation_phase (keys, GTK_PHASE_CAPTURE);
  gtk_shortcut_controller_add_shortcut (
      GTK_SHORTCUT_CONTROLLER (keys),
      gtk_shortcut_new (gtk_keyval_trigger_new (GDK_KEY_Escape, 0),
                        gtk_callback_action_new (escape_cb, NULL, NULL)));
  gtk_widget_add_controller (GTK_WIDGET (overlay), keys);
  g_object_set_data (G_OBJECT (overlay), ESCAPE, keys);
}

void
kp_toast_show (GtkWidget *widget, const char *text)
{
  AdwToastOverlay *overlay;
  AdwToast *toast;

  g_return_if_fail (GTK_IS_WIDGET (widget));

  overlay = find_overlay (widget);
  if (overlay == NULL)
    return;
  dismiss (overlay);
  let_escape_through (overlay);
  toast = kp_toast_new (text);
  g_object_set_data_full (G_OBJECT (overlay), SAID, g_object_ref (toast), g_object_unref);
  g_signal_connect_object (toast, "dismissed", G_CALLBACK (dismissed_cb), overlay,
                           G_CONNECT_SWAPPED);
  adw_toast_overlay_add_toast (overlay, toast);
}

void
kp_toast_dismiss (GtkWidget *widget)
{
  AdwToastOverlay *overlay;

  g_return_if_fail (GTK_IS_WIDGET (widget));

  overlay = find_overlay (widget);
  if (overlay != NULL)
    dismiss (overlay);
}

AdwToast *
kp_toast_offer (GtkWidget *widget, const char *text, const char *label,
                AdwToastPriority priority, KpToastAction action, gpointer data,
                GDestroyNotify destroy)
{
  AdwToastOverlay *overlay;
  AdwToast *toast;
  Offer *offer;

  g_return_val_if_fail (GTK_IS_WIDGET (widget), NULL);
  g_return_val_if_fail (action != NULL, NULL);

  toast = kp_toast_new (text);
  offer = g_new0 (Offer, 1);
  offer->action = action;
  offer->data = data;
  offer->destroy = destroy;
  adw_toast_set_button_label (toast, label);
  adw_toast_set_priority (toast, priority);
  adw_toast_set_timeout (toast, OFFERED_FOR);
  g_signal_connect_data (toast, "button-clicked", G_CALLBACK (pressed_cb), offer,
                         offer_free, 0);
  overlay = find_overlay (widget);
  if (overlay == NULL)
    {
      g_object_unref (g_object_ref_sink (toast));
      return NULL;
    }
  adw_toast_overlay_add_toast (overlay, toast);
  return toast;
}
