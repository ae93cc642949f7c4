/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "widget/link.h"

#include <adwaita.h>
#include <glib/gi18n.h>

#include "widget/copy-text.h"
#include "widget/launch.h"
#include "widget/toast.h"

typedef struct
{
  GtkWidget *widget;
  char *uri;
} Link;

static void
link_free (gpointer data)
{
  Link *link = data;

  g_object_unref (link->widget);
  g_free (link->uri);
  g_free (link);
}

static void
copy_address (gpointer data)
{
  const Link *link = data;

  kp_copy_text (link->widget, link->uri, C_ ("web page", "Address copied"));
}

/* @link: (transfer full): in its window or, where that has no toasts, in the main one */
static void
offer_copy (Link *link)
{
  GtkWidget *window = GTK_WIDGET (gtk_widget_get_root (link->widget));
  g_autofree char *text = NULL;

  if (gtk_widget_get_ancestor (link->widget, ADW_TYPE_TOAST_OVERLAY) != NULL)
    {
      kp_toast_offer (link->widget, _ ("No program could open the page."),
                      _ ("Copy Address"), ADW_TOAST_PRIORITY_HIGH, copy_address, link,
                      link_free);
      return;
    }
  /* Translators: %s is the address of a page. */
  text = g_strdup_printf (_ ("No program could open the page %s"), link->uri);
  while (window != NULL
         && !gtk_widget_activate_action (window, "win.show-toast", "s", text))
    window = GTK_WIDGET (gtk_window_get_transient_for (GTK_WINDOW (window)));
  link_free (link);
}

static void
shown_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  Link *link = data;
  g_autoptr (GError) error = NULL;

  if (kp_launch_page_finish (result, &error))
    {
      link_free (link);
      return;
    }
  g_debug ("No program took the page: %s", error->message);
  offer_copy (link);
}

void
kp_link_open (GtkWidget *widget, const char *uri)
{
  GtkRoot *root;
  Link *link;

  g_return_if_fail (GTK_IS_WIDGET (widget));
  g_return_if_fail (uri != NULL);

  root = gtk_widget_get_root (widget);
  link = g_new0 (Link, 1);
  link->widget = g_object_ref (widget);
  link->uri = g_strdup (uri);
  kp_launch_page_async (GTK_IS_WINDOW (root) ? GTK_WINDOW (root) : NULL, uri, NULL,
                        shown_cb, link);
}
