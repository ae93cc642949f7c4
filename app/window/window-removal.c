/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "window/window-private.h"

#include <glib/gi18n.h>

#include "widget/toast.h"

/* Sites that are removed, or were. */
typedef struct
{
  KpWindow *window; /* (nullable): until it is offered */
  KpStore *store;
  GArray *ids; /* of gint64 */
  char *text;
  char *label;
} Removal;

static void
removal_free (gpointer data)
{
  Removal *removal = data;

  g_clear_object (&removal->window);
  g_object_unref (removal->store);
  g_array_unref (removal->ids);
  g_free (removal->text);
  g_free (removal->label);
  g_free (removal);
}

static void
restored_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (KpUndo) undo = data;
  g_autoptr (GError) error = NULL;

  if (!kp_store_restore_sites_finish (KP_STORE (source), result, &error))
    kp_undo_tell (undo, error->message);
}

static void
undo_removal (KpUndo *undo, gpointer data)
{
  const Removal *removal = data;

  kp_store_restore_sites_async (removal->store, (const gint64 *) removal->ids->data,
                                removal->ids->len, NULL, restored_cb, g_object_ref (undo));
}

static void
removed_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  Removal *removal = data;
  g_autoptr (KpWindow) self = g_steal_pointer (&removal->window);
  g_autoptr (GError) error = NULL;

  if (kp_window_is_closing (self))
    removal_free (removal);
  else if (kp_store_remove_sites_finish (KP_STORE (source), result, &error))
    kp_undo_offer (self->undo, GTK_WIDGET (self->pages), removal->text, removal->label,
                   undo_removal, removal, removal_free);
  else
    {
      kp_window_toast (self, error->message);
      removal_free (removal);
    }
}

static void
describe_removal (Removal *removal, GPtrArray *sites)
{
  if (sites->len == 1)
    {
      const char *site = kp_site_get_label (g_ptr_array_index (sites, 0));
      g_autofree char *name = kp_toast_name (site);

      /* Translators: %s is the address of a site. */
      removal->text = g_strdup_printf (_ ("“%s” removed"), name);
      removal->label = kp_undo_label_remove (site);
      return;
    }
  removal->text = g_strdup_printf (
      /* Translators: %u is a number of sites. */
      ngettext ("%u site removed", "%u sites removed", sites->len), sites->len);
  removal->label = g_strdup_printf (
      /* Translators: a menu item; %u is a number of sites that were removed. */
      ngettext ("Undo Remove %u Site", "Undo Remove %u Sites", sites->len), sites->len);
}

void
kp_window_remove_sites (KpWindow *self, GPtrArray *sites)
{
  Removal *removal;

  if (sites->len == 0)
    return;
  removal = g_new0 (Removal, 1);
  removal->window = g_object_ref (self);
  removal->store = g_object_ref (kp_desk_get_store (self->desk));
  describe_removal (removal, sites);
  removal->ids = g_array_sized_new (FALSE, FALSE, sizeof (gint64), sites->len);
  for (guint i = 0; i < sites->len; i++)
    {
      gint64 id = kp_site_get_id (g_ptr_array_index (sites, i));

      g_array_append_val (removal->ids, id);
    }
  kp_store_remove_sites_async (removal->store, (const gint64 *) removal->ids->data,
                               removal->ids->len, NULL, removed_cb, removal);
}

/* The menu says what it would take back, and has nothing to say if that is nothing. */
static void
undo_changed_cb (KpWindow *self)
{
  const char *label = kp_undo_get_label (self->undo);

  g_menu_remove_all (self->undo_menu);
  if (label != NULL)
    {
      /* One alone would underline the letter after it. */
      g_auto (GStrv) parts = g_strsplit (label, "_", -1);
      g_autofree char *shown = g_strjoinv ("__", parts);

      g_menu_append (self->undo_menu, shown, "win.undo");
    }
  kp_window_update_actions (self);
}

gboolean
kp_window_can_undo (KpWindow *self)
{
  return self->undo != NULL && kp_undo_get_label (self->undo) != NULL;
}

void
kp_window_undo (KpWindow *self)
{
  kp_undo_take_back (self->undo, GTK_WIDGET (self->pages));
}

void
kp_window_init_undo (KpWindow *self)
{
  self->undo = kp_undo_new (GTK_WINDOW (self));
  self->undo_menu = g_menu_new ();
  g_signal_connect_object (self->undo, "changed", G_CALLBACK (undo_changed_cb), self,
                           G_CONNECT_SWAPPED);
}

void
kp_window_end_undo (KpWindow *self)
{
  if (self->undo != NULL)
    {
      g_signal_handlers_disconnect_by_func (self->undo, undo_changed_cb, self);
      kp_undo_clear (self->undo);
    }
  g_clear_object (&self->undo);
  g_clear_object (&self->undo_menu);
}
