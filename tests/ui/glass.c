/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <locale.h>

#include <adwaita.h>
#include <gdk/x11/gdkx.h>
#include <glib/gi18n.h>

#include "core/secret/core-dump.h"
#include "glass-contrast.h"
#include "glass-look.h"
#include "window/application.h"

/* Keyplate under glass: the program as it is, with its texts from the folder that
 * KEYPLATE_TEST_LOCALES names, and asked over D-Bus what can only be seen from inside: what
 * of a window is cut off, where the focus is. tests/ui/glass.py asks. */

#define PATH "/glass"
/* Frames that a size must keep to be the last one. */
#define SETTLED 4
/* After which a size that was wanted does not come any more. */
#define PATIENCE (3 * G_USEC_PER_SEC)

static const char introspection[] =
    "<node><interface name='io.github.keyplate_app.Glass'>"
    /* Of the window with that title: its X window, 0 if there is none, the width and height
     * of what is in it, and how much wider its frame makes it. */
    "<method name='Find'><arg type='s' direction='in'/><arg type='u' direction='out'/>"
    "<arg type='i' direction='out'/><arg type='i' direction='out'/>"
    "<arg type='i' direction='out'/></method>"
    /* What is wrong with what shows in it, (what, where, text), and every text of it,
     * (where, text), once it has that width. */
    "<method name='Look'><arg type='s' direction='in'/><arg type='i' direction='in'/>"
    "<arg type='a(sss)' direction='out'/><arg type='a(ss)' direction='out'/></method>"
    /* Writes a picture of that window without its frame, as PNG. */
    "<method name='Picture'><arg type='s' direction='in'/><arg type='s' direction='in'/>"
    "</method>"
    /* How well what shows in it can be told from what is around it, see glass-contrast.h.
     */
    "<method name='Contrast'><arg type='s' direction='in'/>"
    "<arg type='a(sssd)' direction='out'/></method>"
    /* Draws what has the focus in it as after a key, or not, and tells how well what has
     * changed by that can be told from what was there. */
    "<method name='Ring'><arg type='s' direction='in'/><arg type='b' direction='in'/>"
    "<arg type='d' direction='out'/></method>"
    /* How many frames that window has drawn. */
    "<method name='Frames'><arg type='s' direction='in'/><arg type='x' direction='out'/>"
    "</method>"
    /* Opens every row of that window that can be opened in place. */
    "<method name='Unfold'><arg type='s' direction='in'/></method>"
    /* Sets a property of GtkSettings, "direction" to "rtl" or "ltr", or "colours" to
     * "light" or "dark". */
    "<method name='Set'><arg type='s' direction='in'/><arg type='v' "
    "direction='in'/></method>"
    /* The title of the active window, what has the focus there, the name of its action or
     * text, and what is wrong with it; empty if nothing is. */
    "<method name='Focus'><arg type='s' direction='out'/><arg type='s' direction='out'/>"
    "<arg type='s' direction='out'/></method>"
    "</interface></node>";

typedef struct _Look Look;

struct _Look
{
  GDBusMethodInvocation *invocation;
  GtkWindow *window;
  int width; /* that is waited for, -1 for any */
  void (*answer) (Look *look);
  gint64 since;
  int same; /* frames in which it kept its size */
  int last_width;
  int last_height;
};

static GtkWindow *
find_window (const char *title)
{
  GListModel *windows = gtk_window_get_toplevels ();

  /* The newest of a title. */
  for (guint i = g_list_model_get_n_items (windows); i > 0; i--)
    {
      g_autoptr (GtkWindow) window = g_list_model_get_item (windows, i - 1);

      if (gtk_widget_get_mapped (GTK_WIDGET (window))
          && g_strcmp0 (gtk_window_get_title (window), title) == 0)
        return window;
    }
  return NULL;
}

static void
free_look (gpointer data)
{
  Look *look = data;

  g_object_unref (look->window);
  g_free (look);
}

static gboolean
is_settled (Look *look)
{
  int width = gtk_widget_get_width (GTK_WIDGET (look->window));
  int height = gtk_widget_get_height (GTK_WIDGET (look->window));
  gboolean same = width == look->last_width && height == look->last_height;

  look->last_width = width;
  look->last_height = height;
  look->same = same ? look->same + 1 : 0;
  return look->same >= SETTLED
         && (look->width < 0 || width == look->width
             || !gtk_window_get_resizable (look->window));
}

static gboolean
look_cb (GtkWidget *widget, GdkFrameClock *clock, gpointer data)
{
  Look *look = data;

  if (!is_settled (look) && g_get_monotonic_time () < look->since + PATIENCE)
    return G_SOURCE_CONTINUE;
  look->answer (look);
  return G_SOURCE_REMOVE;
}

static void
look_at (GDBusMethodInvocation *invocation, const char *title, int width,
         void (*answer) (Look *look))
{
  GtkWindow *window = find_window (title);
  Look *look;

  if (window == NULL)
    {
      g_dbus_method_invocation_return_dbus_error (invocation, "io.github.keyplate_app.None",
                                                  title);
      return;
    }
  look = g_new0 (Look, 1);
  look->invocation = invocation;
  look->window = g_object_ref (window);
  look->width = width;
  look->answer = answer;
  look->since = g_get_monotonic_time ();
  gtk_widget_add_tick_callback (GTK_WIDGET (window), look_cb, look, free_look);
}

static void
tell_flaws (Look *look)
{
  GVariantBuilder flaws, texts;

  g_variant_builder_init (&flaws, G_VARIANT_TYPE ("a(sss)"));
  g_variant_builder_init (&texts, G_VARIANT_TYPE ("a(ss)"));
  glass_look (look->window, &flaws, &texts);
  g_dbus_method_invocation_return_value (look->invocation,
                                         g_variant_new ("(a(sss)a(ss))", &flaws, &texts));
}

static void
tell_contrast (Look *look)
{
  GVariantBuilder found;

  g_variant_builder_init (&found, G_VARIANT_TYPE ("a(sssd)"));
  glass_measure_contrast (look->window, &found);
  g_dbus_method_invocation_return_value (look->invocation,
                                         g_variant_new ("(a(sssd))", &found));
}

static void
tell_ring (Look *look)
{
  g_dbus_method_invocation_return_value (
      look->invocation, g_variant_new ("(d)", glass_compare (look->window)));
}

static void
find (GDBusMethodInvocation *invocation, GVariant *parameters)
{
  guint32 xid = 0;
  int width = 0, height = 0, frame = 0;
  GtkWindow *window;
  const char *title;

  g_variant_get (parameters, "(&s)", &title);
  window = find_window (title);
  if (window != NULL)
    {
      xid = gdk_x11_surface_get_xid (gtk_native_get_surface (GTK_NATIVE (window)));
      width = gtk_widget_get_width (GTK_WIDGET (window));
      height = gtk_widget_get_height (GTK_WIDGET (window));
      frame = glass_frame (window);
    }
  g_dbus_method_invocation_return_value (
      invocation, g_variant_new ("(uiii)", xid, width, height, frame));
}

static void
look (GDBusMethodInvocation *invocation, GVariant *parameters)
{
  const char *title;
  int width;

  g_variant_get (parameters, "(&si)", &title, &width);
  look_at (invocation, title, width, tell_flaws);
}

static void
picture (GDBusMethodInvocation *invocation, GVariant *parameters)
{
  const char *title, *path;
  GtkWindow *window;

  g_variant_get (parameters, "(&s&s)", &title, &path);
  window = find_window (title);
  if (window != NULL && glass_save_picture (window, path))
    g_dbus_method_invocation_return_value (invocation, NULL);
  else
    g_dbus_method_invocation_return_dbus_error (invocation, "io.github.keyplate_app.None",
                                                path);
}

static void
measure_contrast (GDBusMethodInvocation *invocation, GVariant *parameters)
{
  const char *title;
  GtkWindow *window;

  g_variant_get (parameters, "(&s)", &title);
  window = find_window (title);
  /* A ring would be what is around a mark. */
  if (window != NULL)
    gtk_window_set_focus_visible (window, FALSE);
  look_at (invocation, title, -1, tell_contrast);
}

static void
show_ring (GDBusMethodInvocation *invocation, GVariant *parameters)
{
  const char *title;
  gboolean visible;
  GtkWindow *window;

  g_variant_get (parameters, "(&sb)", &title, &visible);
  window = find_window (title);
  if (window != NULL)
    gtk_window_set_focus_visible (window, visible);
  look_at (invocation, title, -1, tell_ring);
}

static void
count_frames (GDBusMethodInvocation *invocation, GVariant *parameters)
{
  const char *title;
  GtkWindow *window;
  gint64 frames = -1;

  g_variant_get (parameters, "(&s)", &title);
  window = find_window (title);
  if (window != NULL)
    frames = gdk_frame_clock_get_frame_counter (
        gtk_widget_get_frame_clock (GTK_WIDGET (window)));
  g_dbus_method_invocation_return_value (invocation, g_variant_new ("(x)", frames));
}

static void
unfold (GDBusMethodInvocation *invocation, GVariant *parameters)
{
  GtkWindow *window;
  const char *title;

  g_variant_get (parameters, "(&s)", &title);
  window = find_window (title);
  if (window != NULL)
    glass_unfold (GTK_WIDGET (window));
  g_dbus_method_invocation_return_value (invocation, NULL);
}

static void
set (GDBusMethodInvocation *invocation, GVariant *parameters)
{
  g_autoptr (GVariant) value = NULL;
  GValue unpacked = G_VALUE_INIT;
  const char *name;

  g_variant_get (parameters, "(&sv)", &name, &value);
  if (g_strcmp0 (name, "direction") == 0)
    gtk_widget_set_default_direction (
        g_strcmp0 (g_variant_get_string (value, NULL), "rtl") == 0 ? GTK_TEXT_DIR_RTL
                                                                   : GTK_TEXT_DIR_LTR);
  else if (g_strcmp0 (name, "colours") == 0)
    adw_style_manager_set_color_scheme (
        adw_style_manager_get_default (),
        g_strcmp0 (g_variant_get_string (value, NULL), "dark") == 0
            ? ADW_COLOR_SCHEME_FORCE_DARK
            : ADW_COLOR_SCHEME_FORCE_LIGHT);
  else
    {
      g_dbus_gvariant_to_gvalue (value, &unpacked);
      g_object_set_property (G_OBJECT (gtk_settings_get_default ()), name, &unpacked);
      g_value_unset (&unpacked);
    }
  g_dbus_method_invocation_return_value (invocation, NULL);
}

static void
focus (GDBusMethodInvocation *invocation, GtkApplication *application)
{
  GtkWindow *window = gtk_application_get_active_window (application);
  g_autofree char *where = NULL;
  g_autofree char *wrong = NULL;

  /* A question or a window of a file chooser is not one of the application. */
  for (guint i = 0; i < g_list_model_get_n_items (gtk_window_get_toplevels ()); i++)
    {
      g_autoptr (GtkWindow) one = g_list_model_get_item (gtk_window_get_toplevels (), i);

      if (gtk_window_is_active (one))
        window = one;
    }
  if (window != NULL)
    wrong = glass_judge_focus (window, &where);
  g_dbus_method_invocation_return_value (
      invocation,
      g_variant_new ("(sss)", window != NULL ? gtk_window_get_title (window) : "",
                     where != NULL ? where : "", wrong != NULL ? wrong : ""));
}

static void
called_cb (GDBusConnection *connection, const char *sender, const char *path,
           const char *interface, const char *method, GVariant *parameters,
           GDBusMethodInvocation *invocation, gpointer data)
{
  if (g_strcmp0 (method, "Find") == 0)
    find (invocation, parameters);
  else if (g_strcmp0 (method, "Look") == 0)
    look (invocation, parameters);
  else if (g_strcmp0 (method, "Picture") == 0)
    picture (invocation, parameters);
  else if (g_strcmp0 (method, "Contrast") == 0)
    measure_contrast (invocation, parameters);
  else if (g_strcmp0 (method, "Ring") == 0)
    show_ring (invocation, parameters);
  else if (g_strcmp0 (method, "Frames") == 0)
    count_frames (invocation, parameters);
  else if (g_strcmp0 (method, "Unfold") == 0)
    unfold (invocation, parameters);
  else if (g_strcmp0 (method, "Set") == 0)
    set (invocation, parameters);
  else
    focus (invocation, GTK_APPLICATION (data));
}

static void
startup_cb (GApplication *application)
{
  static const GDBusInterfaceVTable vtable = { .method_call = called_cb };
  g_autoptr (GDBusNodeInfo) node = g_dbus_node_info_new_for_xml (introspection, NULL);
  g_autoptr (GError) error = NULL;

  g_dbus_connection_register_object (g_application_get_dbus_connection (application), PATH,
                                     node->interfaces[0], &vtable, application, NULL,
                                     &error);
  g_assert_no_error (error);
}

int
main (int argc, char **argv)
{
  g_autoptr (KpApplication) application = NULL;
  const char *locales = g_getenv ("KEYPLATE_TEST_LOCALES");

  kp_core_dump_forbid ();
  setlocale (LC_ALL, "");
  bindtextdomain (GETTEXT_PACKAGE, locales != NULL ? locales : LOCALEDIR);
  bind_textdomain_codeset (GETTEXT_PACKAGE, "UTF-8");
  textdomain (GETTEXT_PACKAGE);

  application = kp_application_new ();
  g_signal_connect (application, "startup", G_CALLBACK (startup_cb), NULL);
  return g_application_run (G_APPLICATION (application), argc, argv);
}
