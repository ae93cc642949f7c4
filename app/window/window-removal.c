/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "window/window-private.h"

#include <glib/gi18n.h>

#include "widget/toast.h"

/* So many removals can be undone, the latest first. */
#define MAX_REMOVALS 50

typedef struct
{
  guint serial;
  GArray *ids;     /* of gint64 */
  AdwToast *toast; /* (nullable): the one that says it, while it is there */
} Removal;

/* What a removal that is being written is about. */
typedef struct
{
  KpWindow *window;
  GArray *ids;
  char *text;
} Removing;

static void
removal_free (Removal *removal)
{
  g_clear_weak_pointer (&removal->toast);
  g_array_unref (removal->ids);
  g_free (removal);
}

static void
removing_free (Removing *removing)
{
  g_object_unref (removing->window);
  g_clear_pointer (&removing->ids, g_array_unref);
  g_free (removing->text);
  g_free (removing);
}

static void
update_undo (KpWindow *self)
{
  kp_window_enable (self, "undo",
                    self->state == KP_WINDOW_OPEN && !g_queue_is_empty (&self->removals));
}

static void
offer_undo (KpWindow *self, GArray *ids, const char *text)
{
  Removal *removal = g_new0 (Removal, 1);
  AdwToast *toast = kp_toast_new (text);

  removal->serial = ++self->removal_serial;
  removal->ids = ids;
  g_set_weak_pointer (&removal->toast, toast);
  g_queue_push_head (&self->removals, removal);
  if (g_queue_get_length (&self->removals) > MAX_REMOVALS)
    removal_free (g_queue_pop_tail (&self->removals));
  update_undo (self);

  adw_toast_set_button_label (toast, _ ("Undo"));
  adw_toast_set_action_name (toast, "win.undo-removal");
  adw_toast_set_action_target_value (toast, g_variant_new_uint32 (removal->serial));
  adw_toast_set_priority (toast, ADW_TOAST_PRIORITY_HIGH);
  adw_toast_overlay_add_toast (self->toasts, toast);
}

static void
removed_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  Removing *removing = data;
  g_autoptr (GError) error = NULL;

  if (kp_window_is_closing (removing->window))
    ;
  else if (kp_store_remove_sites_finish (KP_STORE (source), result, &error))
    offer_undo (removing->window, g_steal_pointer (&removing->ids), removing->text);
  else
    kp_window_toast (removing->window, error->message);
  removing_free (removing);
}

static char *
describe_removal (GPtrArray *sites)
{
  if (sites->len == 1)
    {
      g_autofree char *name =
          kp_toast_name (kp_site_get_label (g_ptr_array_index (sites, 0)));

      /* Translators: %s is the address of a site. */
      return g_strdup_printf (_ ("“%s” removed"), name);
    }
  return g_strdup_printf (
      /* Translators: %u is a number of sites. */
      ngettext ("%u site removed", "%u sites removed", sites->len), sites->len);
}

void
kp_window_remove_sites (KpWindow *self, GPtrArray *sites)
{
  Removing *removing;

  if (sites->len == 0)
    return;
  removing = g_new0 (Removing, 1);
  removing->window = g_object_ref (self);
  removing->text = describe_removal (sites);
  removing->ids = g_array_sized_new (FALSE, FALSE, sizeof (gint64), sites->len);
  for (guint i = 0; i < sites->len; i++)
    {
      gint64 id = kp_site_get_id (g_ptr_array_index (sites, i));

      g_array_append_val (removing->ids, id);
    }
  kp_store_remove_sites_async (kp_desk_get_store (self->desk),
                               (const gint64 *) removing->ids->data, removing->ids->len,
                               NULL, removed_cb, removing);
}

static void
restored_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (KpWindow) self = data;
  g_autoptr (GError) error = NULL;

  if (!kp_store_restore_sites_finish (KP_STORE (source), result, &error)
      && !kp_window_is_closing (self))
    kp_window_toast (self, error->message);
}

static void
undo (KpWindow *self, GList *link)
{
  Removal *removal = link->data;

  g_queue_delete_link (&self->removals, link);
  update_undo (self);
  if (removal->toast != NULL)
    adw_toast_dismiss (removal->toast);
  kp_store_restore_sites_async (kp_desk_get_store (self->desk),
                                (const gint64 *) removal->ids->data, removal->ids->len,
                                NULL, restored_cb, g_object_ref (self));
  removal_free (removal);
}

void
kp_window_undo (KpWindow *self)
{
  if (!g_queue_is_empty (&self->removals))
    undo (self, self->removals.head);
}

void
kp_window_undo_removal (KpWindow *self, guint serial)
{
  for (GList *l = self->removals.head; l != NULL; l = l->next)
    {
      const Removal *removal = l->data;

      if (removal->serial == serial)
        {
          undo (self, l);
          return;
        }
    }
}

void
kp_window_forget_removals (KpWindow *self)
{
  g_queue_clear_full (&self->removals, (GDestroyNotify) removal_free);
}
