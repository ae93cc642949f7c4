/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "widget/help.h"

#include <adwaita.h>
#include <glib/gi18n.h>

#include "widget/launch.h"
#include "widget/toast.h"

#define PROGRAM "keyplate"
#define INDEX "index"
/* Which page a window opens, where that is not the one of its class. */
#define PAGE "kp-help-page"

char *
kp_help_find_uri (const char *page, const char *const *viewed, const char *const *html,
                  const char *const *languages)
{
  g_autofree char *source = g_strconcat (page, ".page", NULL);
  g_autofree char *file = g_strconcat (page, ".html", NULL);

  g_return_val_if_fail (page != NULL, NULL);
  g_return_val_if_fail (html != NULL && languages != NULL, NULL);

  /* The program chooses the language by itself; without one there is always C. */
  for (guint i = 0; viewed != NULL && viewed[i] != NULL; i++)
    {
      g_autofree char *path =
          g_build_filename (viewed[i], "help", "C", PROGRAM, source, NULL);

      if (g_file_test (path, G_FILE_TEST_IS_REGULAR))
        return g_str_equal (page, INDEX) ? g_strdup ("help:" PROGRAM)
                                         : g_strconcat ("help:" PROGRAM "/", page, NULL);
    }
  for (guint i = 0; languages[i] != NULL; i++)
    for (guint j = 0; html[j] != NULL; j++)
      {
        g_autofree char *path =
            g_build_filename (html[j], "help", languages[i], file, NULL);

        if (g_file_test (path, G_FILE_TEST_IS_REGULAR))
          return g_filename_to_uri (path, NULL, NULL);
      }
  return NULL;
}

/* Where a program that lies in its build folder has the HTML: in data/ beside app/. Gives
 * NULL elsewhere. */
static char *
find_built (void)
{
  g_autofree char *self = g_file_read_link ("/proc/self/exe", NULL);
  g_autofree char *dir = self != NULL ? g_path_get_dirname (self) : NULL;
  g_autofree char *name = dir != NULL ? g_path_get_basename (dir) : NULL;
  g_autofree char *above = dir != NULL ? g_path_get_dirname (dir) : NULL;

  return g_strcmp0 (name, "app") == 0 ? g_build_filename (above, "data", NULL) : NULL;
}

static char *
find_uri (const char *page)
{
  const char *const *dirs = g_get_system_data_dirs ();
  g_autoptr (GAppInfo) viewer = g_app_info_get_default_for_uri_scheme ("help");
  g_autoptr (GPtrArray) html = g_ptr_array_new_with_free_func (g_free);
  char *built = find_built ();

  if (built != NULL)
    g_ptr_array_add (html, built);
  g_ptr_array_add (html, g_build_filename (DATADIR, PROGRAM, NULL));
  for (guint i = 0; dirs[i] != NULL; i++)
    g_ptr_array_add (html, g_build_filename (dirs[i], PROGRAM, NULL));
  g_ptr_array_add (html, NULL);
  return kp_help_find_uri (page, viewer != NULL ? dirs : NULL,
                           (const char *const *) html->pdata, g_get_language_names ());
}

/* In the window of @widget, or else in the main one that it belongs to. */
static void
say (GtkWidget *widget, const char *text)
{
  GtkWidget *window = GTK_WIDGET (gtk_widget_get_root (widget));

  if (gtk_widget_get_ancestor (widget, ADW_TYPE_TOAST_OVERLAY) != NULL)
    kp_toast_show (widget, text);
  else
    while (window != NULL
           && !gtk_widget_activate_action (window, "win.show-toast", "s", text))
      window = GTK_WIDGET (gtk_window_get_transient_for (GTK_WINDOW (window)));
}

static void
shown_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GtkWidget) widget = data;
  g_autoptr (GError) error = NULL;

  if (kp_launch_guide_finish (result, &error))
    return;
  g_debug ("No program took the guide: %s", error->message);
  say (widget, _ ("No program could be started to show the guide. Install a web browser or "
                  "Yelp, and try again."));
}

void
kp_help_show (GtkWidget *widget, const char *page)
{
  GtkRoot *root = gtk_widget_get_root (widget);
  g_autofree char *uri = NULL;

  g_return_if_fail (GTK_IS_WIDGET (widget) && GTK_IS_WINDOW (root));
  g_return_if_fail (page != NULL);

  uri = find_uri (page);
  if (uri == NULL)
    {
      say (widget, _ ("The guide is not installed. Install Keyplate again, with all of its "
                      "files."));
      return;
    }
  kp_launch_guide_async (GTK_WINDOW (root), uri, NULL, shown_cb, g_object_ref (widget));
}

static gboolean
key_cb (GtkWidget *widget, GVariant *arguments, gpointer data)
{
  GtkWidget *focus = gtk_window_get_focus (GTK_WINDOW (widget));
  const char *page = g_object_get_data (G_OBJECT (widget), PAGE);

  if (page == NULL)
    g_variant_get (arguments, "(&s)", &page);
  kp_help_show (focus != NULL ? focus : widget, page);
  return TRUE;
}

void
kp_help_add_key (GtkWidgetClass *widget_class, const char *page)
{
  g_return_if_fail (GTK_IS_WINDOW_CLASS (widget_class));

  gtk_widget_class_add_binding (widget_class, GDK_KEY_F1, 0, key_cb, "(s)", page);
}

void
kp_help_set_page (GtkWidget *widget, const char *page)
{
  GtkRoot *root = gtk_widget_get_root (widget);

  if (root != NULL)
    g_object_set_data (G_OBJECT (root), PAGE, (gpointer) page);
}
