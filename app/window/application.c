/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "window/application.h"

#include <glib/gi18n.h>

#include "core/base/portal.h"
#include "widget/assistive.h"
#include "widget/compat.h"
#include "widget/cut-text.h"
#include "widget/help.h"
#include "window/window.h"

/* So long, in milliseconds, who was started by the desktop waits for what it is to do. */
#define SERVICE_PATIENCE 5000
/* Within a folder of data. */
#define DEMO_DIR "keyplate" G_DIR_SEPARATOR_S "demo"

struct _KpApplication
{
  AdwApplication parent_instance;

  char *data_dir;
  KpWork *work; /* (nullable): on the user's own data */
  KpBackground *background;
  gboolean quitting;
};

G_DEFINE_FINAL_TYPE (KpApplication, kp_application, ADW_TYPE_APPLICATION)

static const GOptionEntry options[] = {
  { "version", 0, G_OPTION_FLAG_NONE, G_OPTION_ARG_NONE, NULL,
    N_ ("Show the version and exit"), NULL },
  { "data-dir", 0, G_OPTION_FLAG_NONE, G_OPTION_ARG_FILENAME, NULL,
    N_ ("Use the data in this folder"), N_ ("DIR") },
  { NULL }
};

/* Keys that come before the widget with the focus, and stand in menus. Those that an entry
 * uses, too, and those for a site are in window-keys.c. */
static const struct
{
  const char *action;
  const char *accels[3];
} accels[] = {
  { "app.help", { "F1", NULL } },
  { "app.preferences", { "<Control>comma", NULL } },
  { "app.shortcuts", { "<Control>question", NULL } },
  { "app.quit", { "<Control>q", NULL } },
  { "window.close", { "<Control>w", NULL } },
  { "win.add-site", { "<Control>n", NULL } },
  { "win.import", { "<Control>o", NULL } },
  { "win.check-all", { "<Control><Shift>r", NULL } },
  { "win.search", { "<Control>f", NULL } },
  { "win.year-ahead", { "<Control>e", NULL } },
  { "win.lock-filter::all", { "<Control>1", NULL } },
  { "win.lock-filter::unlocked", { "<Control>2", NULL } },
  { "win.lock-filter::pending", { "<Control>3", NULL } },
  { "win.lock-filter::unknown", { "<Control>4", NULL } },
  { "win.lock-filter::locked", { "<Control>5", NULL } },
  { "win.your-turn", { "<Control>t", NULL } },
  { "win.sort-attention", { "<Control>0", NULL } },
  { "win.back", { "<Alt>Left", NULL } },
  { "win.next-site", { "<Alt>Down", NULL } },
  { "win.previous-site", { "<Alt>Up", NULL } },
  { "win.view::sites", { "<Control>Page_Up", NULL } },
  { "win.view::requests", { "<Control>Page_Down", NULL } },
};

/* It is held as long as a desk is open: what was checked is still written after the last
 * window is gone. */
static void
ended_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (KpApplication) self = data;
  g_autoptr (GError) error = NULL;

  if (!kp_work_close_finish (KP_WORK (source), result, &error))
    g_debug ("closing the desk: %s", error->message);
  g_application_release (G_APPLICATION (self));
}

static void
end_work (KpApplication *self, KpWork *work)
{
  g_autoptr (KpWork) ending = g_object_ref (work);

  if (work == self->work)
    {
      g_signal_handlers_disconnect_by_data (kp_desk_get_settings (kp_work_get_desk (work)),
                                            self);
      g_signal_handlers_disconnect_by_data (work, self);
      g_clear_object (&self->work);
    }
  kp_work_close_async (ending, ended_cb, g_object_ref (self));
}

/* Not before its settings are read can it go on without a window. */
static gboolean
may_go_on (KpApplication *self)
{
  KpSettings *settings = kp_desk_get_settings (kp_work_get_desk (self->work));

  return kp_work_get_state (self->work) == KP_WORK_OPEN
         && kp_application_get_background (self) != NULL
         && g_str_equal (kp_settings_get_string (settings, "background"), "yes");
}

static KpWindow *find_window (KpApplication *self, gboolean demo);

/* Without a window it was started to work in the background, or let go on there. */
static void
judge_work (KpApplication *self)
{
  if (find_window (self, FALSE) != NULL)
    return;
  if (may_go_on (self))
    kp_work_watch (self->work);
  else if (kp_work_get_state (self->work) != KP_WORK_OPENING)
    end_work (self, self->work);
}

static KpWork *
ensure_work (KpApplication *self)
{
  g_autoptr (KpDesk) desk = NULL;

  if (self->work != NULL)
    return self->work;
  desk = kp_desk_new (self->data_dir, FALSE);
  self->work = kp_work_new (desk);
  g_application_hold (G_APPLICATION (self));
  g_signal_connect_object (self->work, "notify::state", G_CALLBACK (judge_work), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (kp_desk_get_settings (desk), "changed::background",
                           G_CALLBACK (judge_work), self, G_CONNECT_SWAPPED);
  return self->work;
}

static void
quit_activated (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  KpApplication *self = KP_APPLICATION (user_data);
  g_autoptr (GList) windows =
      g_list_copy (gtk_application_get_windows (GTK_APPLICATION (self)));

  /* Windows are closed, not dropped: each saves its state in close-request,
   * and may keep itself open to ask about unsaved work. The application ends
   * with its last window, and with what goes on without one. */
  self->quitting = TRUE;
  for (GList *l = windows; l != NULL; l = l->next)
    gtk_window_close (GTK_WINDOW (l->data));
  self->quitting = FALSE;
  if (self->work != NULL && find_window (self, FALSE) == NULL)
    end_work (self, self->work);
}

static void
about_activated (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  kp_compat_show_about (gtk_application_get_active_window (GTK_APPLICATION (user_data)));
}

/* Building it takes a twentieth of the time to the first frame: not before it is wanted. */
static void
ensure_help_overlay (GtkApplicationWindow *window)
{
  g_autoptr (GtkBuilder) builder = NULL;

  if (gtk_application_window_get_help_overlay (window) != NULL)
    return;
  builder =
      gtk_builder_new_from_resource ("/io/github/keyplate_app/Keyplate/help-overlay.ui");
  gtk_application_window_set_help_overlay (
      window, GTK_SHORTCUTS_WINDOW (gtk_builder_get_object (builder, "help_overlay")));
}

static void
shortcuts_activated (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  GtkWindow *window = gtk_application_get_active_window (GTK_APPLICATION (user_data));

  if (!KP_IS_WINDOW (window))
    return;
  ensure_help_overlay (GTK_APPLICATION_WINDOW (window));
  g_action_group_activate_action (G_ACTION_GROUP (window), "show-help-overlay", NULL);
}

static void
preferences_activated (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  GtkWindow *window = gtk_application_get_active_window (GTK_APPLICATION (user_data));

  if (KP_IS_WINDOW (window))
    g_action_group_activate_action (G_ACTION_GROUP (window), "preferences-page",
                                    g_variant_new_string ("general"));
}

static void
help_activated (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  GtkWindow *window = gtk_application_get_active_window (GTK_APPLICATION (user_data));
  GtkWidget *focus = window != NULL ? gtk_window_get_focus (window) : NULL;

  if (window != NULL)
    kp_help_show (focus != NULL ? focus : GTK_WIDGET (window), "index");
}

static void open_reason_activated (GSimpleAction *action, GVariant *parameter,
                                   gpointer user_data);
static void open_notice_activated (GSimpleAction *action, GVariant *parameter,
                                   gpointer user_data);

static const GActionEntry actions[] = {
  { .name = "help", .activate = help_activated },
  { .name = "preferences", .activate = preferences_activated },
  { .name = "quit", .activate = quit_activated },
  { .name = "about", .activate = about_activated },
  { .name = "shortcuts", .activate = shortcuts_activated },
  { .name = "open-notice", .activate = open_notice_activated, .parameter_type = "(sx)" },
  { .name = "open-reason", .activate = open_reason_activated, .parameter_type = "s" },
};

static char *
default_data_dir (void)
{
  return g_build_filename (g_get_user_data_dir (), "keyplate", NULL);
}

static void
kp_application_startup (GApplication *application)
{
  G_APPLICATION_CLASS (kp_application_parent_class)->startup (application);

  kp_assistive_start ();
  gtk_window_set_default_icon_name (APPLICATION_ID);
  kp_cut_text_tell ();
  g_action_map_add_action_entries (G_ACTION_MAP (application), actions,
                                   G_N_ELEMENTS (actions), application);
  for (gsize i = 0; i < G_N_ELEMENTS (accels); i++)
    gtk_application_set_accels_for_action (GTK_APPLICATION (application), accels[i].action,
                                           (const char *const *) accels[i].accels);

  /* Started by the desktop, at login or for what is asked of it next: the work begins, and
   * stays if it may. What it was started for may come after it was found that it may not.
   */
  if (g_application_get_flags (application) & G_APPLICATION_IS_SERVICE)
    {
      g_application_set_inactivity_timeout (application, SERVICE_PATIENCE);
      kp_work_open (ensure_work (KP_APPLICATION (application)));
    }
}

/* The window of the user's own data, or of the sample. */
static KpWindow *
find_window (KpApplication *self, gboolean demo)
{
  for (GList *l = gtk_application_get_windows (GTK_APPLICATION (self)); l != NULL;
       l = l->next)
    if (KP_IS_WINDOW (l->data) && kp_window_is_demo (l->data) == demo
        && !kp_window_is_closing (l->data))
      return l->data;
  return NULL;
}

static KpWindow *
ensure_window (KpApplication *self)
{
  KpWindow *window = find_window (self, FALSE);

  if (window == NULL)
    window = kp_window_new (self, ensure_work (self));
  /* From now on it ends with the last window. */
  g_application_set_inactivity_timeout (G_APPLICATION (self), 0);
  kp_window_show_soon (window);
  return window;
}

/* Who chooses a notice may have closed the window since. */
static void
open_notice_activated (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  const char *page;
  gint64 id;

  g_variant_get (parameter, "(&sx)", &page, &id);
  kp_window_open_notice (ensure_window (KP_APPLICATION (user_data)), page, id, "");
}

/* Likewise, of a notice about the cause that several sites have. */
static void
open_reason_activated (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  kp_window_open_notice (ensure_window (KP_APPLICATION (user_data)), "list", 0,
                         g_variant_get_string (parameter, NULL));
}

static void
kp_application_activate (GApplication *application)
{
  ensure_window (KP_APPLICATION (application));
}

static int
kp_application_handle_local_options (GApplication *application, GVariantDict *dict)
{
  KpApplication *self = KP_APPLICATION (application);
  g_autofree char *usual = default_data_dir ();
  g_autofree char *path = NULL;

  if (g_variant_dict_contains (dict, "version"))
    {
      g_print ("keyplate %s\n", VERSION);
      return 0;
    }

  if (g_variant_dict_lookup (dict, "data-dir", "^ay", &path))
    {
      if (*path == '\0')
        {
          g_printerr (_ ("keyplate: --data-dir: the name of a folder is expected\n"));
          return 2;
        }
    }
  else if (g_getenv ("KEYPLATE_DATA_DIR") != NULL
           && *g_getenv ("KEYPLATE_DATA_DIR") != '\0')
    path = g_strdup (g_getenv ("KEYPLATE_DATA_DIR"));

  g_free (self->data_dir);
  self->data_dir = g_canonicalize_filename (path != NULL ? path : usual, NULL);
  if (g_strcmp0 (self->data_dir, usual) != 0)
    g_application_set_flags (application, g_application_get_flags (application)
                                              | G_APPLICATION_NON_UNIQUE);

  return -1;
}

static void
kp_application_finalize (GObject *object)
{
  KpApplication *self = KP_APPLICATION (object);

  g_free (self->data_dir);
  g_clear_object (&self->work);
  g_clear_object (&self->background);

  G_OBJECT_CLASS (kp_application_parent_class)->finalize (object);
}

static void
kp_application_class_init (KpApplicationClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GApplicationClass *application_class = G_APPLICATION_CLASS (klass);

  object_class->finalize = kp_application_finalize;
  application_class->startup = kp_application_startup;
  application_class->activate = kp_application_activate;
  application_class->handle_local_options = kp_application_handle_local_options;
}

static void
kp_application_init (KpApplication *self)
{
  self->data_dir = default_data_dir ();
  g_application_add_main_option_entries (G_APPLICATION (self), options);
}

KpApplication *
kp_application_new (void)
{
  /* Translators: the name of the program; don't translate it. */
  g_set_application_name (_ ("Keyplate"));

  return g_object_new (KP_TYPE_APPLICATION, "application-id", APPLICATION_ID, "flags",
                       G_APPLICATION_DEFAULT_FLAGS, NULL);
}

void
kp_application_leave (KpApplication *self, KpWork *work)
{
  g_return_if_fail (KP_IS_APPLICATION (self));
  g_return_if_fail (KP_IS_WORK (work));

  if (work == self->work && !self->quitting && may_go_on (self))
    kp_work_watch (work);
  else
    end_work (self, work);
}

KpWork *
kp_application_end_work (KpApplication *self)
{
  g_autoptr (KpWork) work = NULL;
  KpWindow *window;

  g_return_val_if_fail (KP_IS_APPLICATION (self), NULL);

  g_set_object (&work, self->work);
  window = find_window (self, FALSE);
  self->quitting = TRUE;
  if (window != NULL)
    gtk_window_close (GTK_WINDOW (window));
  self->quitting = FALSE;
  if (self->work != NULL)
    end_work (self, self->work);
  return g_steal_pointer (&work);
}

/* Without the schema it is forgotten, and asked of the portal again. */
static KpBackground *
make_portal_background (void)
{
  g_autoptr (GSettings) settings = kp_window_make_settings ();
  KpBackground *background = kp_background_new_for_portal (
      settings != NULL && g_settings_get_boolean (settings, "autostart"));

  if (settings != NULL)
    g_settings_bind (settings, "autostart", background, "autostart", G_SETTINGS_BIND_SET);
  return background;
}

static KpBackground *
make_background (void)
{
  g_autofree char *name = g_strconcat (APPLICATION_ID, ".desktop", NULL);
  g_autofree char *file =
      g_build_filename (g_get_user_config_dir (), "autostart", name, NULL);
  g_autofree char *program = g_file_read_link ("/proc/self/exe", NULL);

  if (kp_portal_is_wanted ())
    return make_portal_background ();
  return program != NULL ? kp_background_new (file, program) : NULL;
}

KpBackground *
kp_application_get_background (KpApplication *self)
{
  g_return_val_if_fail (KP_IS_APPLICATION (self), NULL);

  if (g_application_get_flags (G_APPLICATION (self)) & G_APPLICATION_NON_UNIQUE)
    return NULL;
  if (self->background == NULL)
    self->background = make_background ();
  return self->background;
}

gboolean
kp_application_is_quitting (KpApplication *self)
{
  g_return_val_if_fail (KP_IS_APPLICATION (self), FALSE);

  return self->quitting;
}

/* Where it was installed; else where the session looks for data, which is how a program
 * that was not installed finds it. */
static char *
find_demo_dir (void)
{
  const char *const *dirs = g_get_system_data_dirs ();
  g_autofree char *installed = g_build_filename (DATADIR, DEMO_DIR, NULL);

  if (g_file_test (installed, G_FILE_TEST_IS_DIR))
    return g_steal_pointer (&installed);
  for (guint i = 0; dirs[i] != NULL; i++)
    {
      g_autofree char *dir = g_build_filename (dirs[i], DEMO_DIR, NULL);

      if (g_file_test (dir, G_FILE_TEST_IS_DIR))
        return g_steal_pointer (&dir);
    }
  return NULL;
}

gboolean
kp_application_open_demo (KpApplication *self, GError **error)
{
  KpWindow *window;

  g_return_val_if_fail (KP_IS_APPLICATION (self), FALSE);

  window = find_window (self, TRUE);
  if (window == NULL)
    {
      g_autofree char *dir = find_demo_dir ();
      g_autoptr (KpDesk) desk = NULL;
      g_autoptr (KpWork) work = NULL;

      if (dir == NULL)
        {
          g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_NOT_FOUND,
                               _ ("The demo is not installed"));
          return FALSE;
        }
      desk = kp_desk_new_sample (dir, error);
      if (desk == NULL)
        return FALSE;
      work = kp_work_new (desk);
      g_application_hold (G_APPLICATION (self));
      window = kp_window_new (self, work);
    }
  kp_window_show_soon (window);
  return TRUE;
}
