/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "page/site-history.h"

#include <glib/gi18n.h>

#include "core/exchange/history-text.h"
#include "widget/save-text.h"

/* Whose history is being read. */
typedef struct
{
  KpDesk *desk;
  KpSite *site;
  GtkWidget *widget; /* (nullable): while it is there */
} Reading;

static void
reading_free (Reading *reading)
{
  g_object_unref (reading->desk);
  g_object_unref (reading->site);
  g_clear_weak_pointer (&reading->widget);
  g_free (reading);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Reading, reading_free)

static void
loaded_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (Reading) reading = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) events =
      kp_store_load_journal_finish (KP_STORE (source), result, &error);
  g_autofree char *text = NULL;
  g_autofree char *name = NULL;
  KpProfile *profile;

  if (reading->widget == NULL)
    return;
  if (events == NULL)
    {
      gtk_widget_activate_action (reading->widget, "win.show-toast", "s", error->message);
      return;
    }
  profile = kp_catalogue_find (kp_desk_get_catalogue (reading->desk),
                               kp_site_get_provider (reading->site));
  text = kp_history_text (reading->site,
                          profile != NULL ? kp_profile_get_name (profile) : NULL, events,
                          kp_clock_now (kp_desk_get_clock (reading->desk)));
  name = g_strdup_printf ("%s-%s.txt", kp_site_get_host (reading->site),
                          /* Translators: part of the name of a file, in small letters. */
                          C_ ("file name", "history"));
  kp_save_text (reading->widget, _ ("Save History"), name, text, _ ("History saved"));
}

void
kp_site_history_save (KpDesk *desk, KpSite *site, GtkWidget *widget)
{
  Reading *reading;

  g_return_if_fail (KP_IS_DESK (desk));
  g_return_if_fail (KP_IS_SITE (site));
  g_return_if_fail (GTK_IS_WIDGET (widget));

  reading = g_new0 (Reading, 1);
  reading->desk = g_object_ref (desk);
  reading->site = g_object_ref (site);
  g_set_weak_pointer (&reading->widget, widget);
  kp_store_load_journal_async (kp_desk_get_store (desk), kp_site_get_id (site), G_MAXINT,
                               NULL, loaded_cb, reading);
}
