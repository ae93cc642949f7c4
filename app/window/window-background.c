/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib/gi18n.h>

#include "widget/compat.h"
#include "window/window-private.h"

/* Whether the work goes on when the window is closed: asked once. */

static KpBackground *
get_background (KpWindow *self)
{
  GtkApplication *application = gtk_window_get_application (GTK_WINDOW (self));

  return application != NULL ? kp_application_get_background (KP_APPLICATION (application))
                             : NULL;
}

static void
remembered_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (KpWindow) self = data;
  g_autoptr (GError) error = NULL;
  g_autofree char *text = NULL;

  self->asking = FALSE;
  if (kp_window_is_closing (self))
    return;
  if (kp_settings_set_finish (KP_SETTINGS (source), result, &error))
    {
      gtk_window_close (GTK_WINDOW (self));
      return;
    }
  /* Translators: %s is the reason, as a sentence. */
  text = g_strdup_printf (_ ("Your answer was not saved: %s"), error->message);
  kp_window_toast (self, text);
}

static void
allowed_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (KpWindow) self = data;
  g_autoptr (GError) error = NULL;

  if (kp_background_ask_finish (KP_BACKGROUND (source), result, &error))
    {
      kp_settings_set_async (kp_desk_get_settings (self->desk), "background", "yes", NULL,
                             remembered_cb, g_object_ref (self));
      return;
    }
  self->asking = FALSE;
  if (kp_window_is_closing (self))
    return;
  /* The window stays, for this to be read; the next time it closes unasked. */
  if (g_error_matches (error, KP_BACKGROUND_ERROR, KP_BACKGROUND_ERROR_REFUSED))
    kp_settings_set_async (kp_desk_get_settings (self->desk), "background", "no", NULL,
                           NULL, NULL);
  kp_window_toast (self, error->message);
}

static void
decided_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (KpWindow) self = data;
  KpAnswer answer = kp_compat_decide_finish (result);
  KpBackground *background = get_background (self);

  if (answer == KP_ANSWER_NONE || background == NULL || kp_window_is_closing (self))
    self->asking = FALSE;
  else if (answer == KP_ANSWER_NO)
    kp_settings_set_async (kp_desk_get_settings (self->desk), "background", "no", NULL,
                           remembered_cb, g_object_ref (self));
  else
    kp_background_ask_async (background, TRUE, kp_background_get_autostart (background),
                             NULL, allowed_cb, g_object_ref (self));
}

static gboolean
is_to_be_asked (KpWindow *self)
{
  KpBackground *background = get_background (self);

  return background != NULL && !kp_background_is_busy (background)
         && self->state == KP_WINDOW_OPEN && !kp_window_is_demo (self)
         && !kp_store_get_read_only (kp_desk_get_store (self->desk))
         && g_list_model_get_n_items (G_LIST_MODEL (kp_desk_get_portfolio (self->desk))) > 0
         && g_str_equal (
             kp_settings_get_string (kp_desk_get_settings (self->desk), "background"),
             "ask");
}

gboolean
kp_window_ask_background (KpWindow *self)
{
  GtkApplication *application = gtk_window_get_application (GTK_WINDOW (self));

  if (application == NULL || kp_application_is_quitting (KP_APPLICATION (application)))
    return FALSE;
  if (self->asking)
    return TRUE;
  if (!is_to_be_asked (self))
    return FALSE;
  self->asking = TRUE;
  kp_compat_decide_async (
      GTK_WINDOW (self), _ ("Go on checking when the window is closed?"),
      _ ("In the background Keyplate goes on checking your sites, sending requests and "
         "fetching replies, and the desktop tells you what needs you. Quit, in the menu or "
         "with Ctrl+Q, ends that too. Preferences › Background changes your answer."),
      _ ("Stop When Closed"), _ ("Go On"), decided_cb, g_object_ref (self));
  return TRUE;
}
