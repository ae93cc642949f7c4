/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "page/background-page.h"

#include <glib/gi18n.h>

#include "widget/problem-row.h"

#define SETTING "background"

struct _KpBackgroundPage
{
  AdwPreferencesPage parent_instance;

  AdwActionRow *goes_on_row;
  GtkSwitch *goes_on;
  AdwActionRow *autostart_row;
  GtkSwitch *autostart;
  KpProblemRow *problem;

  KpBackground *background; /* (nullable) */
  KpSettingsEditor *editor;
  gboolean writes;
  gboolean loading;
  gboolean wanted; /* that it goes on, of what the desktop is being asked */
};

G_DEFINE_FINAL_TYPE (KpBackgroundPage, kp_background_page, ADW_TYPE_PREFERENCES_PAGE)

static gboolean
goes_on (KpBackgroundPage *self)
{
  return self->background != NULL
         && g_str_equal (kp_settings_editor_get_string (self->editor, SETTING), "yes");
}

static void
load (KpBackgroundPage *self)
{
  gboolean on = goes_on (self);
  gboolean free =
      self->background != NULL && self->writes && !kp_background_is_busy (self->background);

  self->loading = TRUE;
  gtk_widget_set_sensitive (GTK_WIDGET (self->goes_on_row), free);
  gtk_widget_set_sensitive (GTK_WIDGET (self->goes_on), free);
  gtk_widget_set_sensitive (GTK_WIDGET (self->autostart_row), free && on);
  gtk_widget_set_sensitive (GTK_WIDGET (self->autostart), free && on);
  /* What is being asked for shows until it is refused. */
  if (self->background == NULL || !kp_background_is_busy (self->background))
    {
      gtk_switch_set_active (self->goes_on, on);
      gtk_switch_set_active (self->autostart,
                             on && kp_background_get_autostart (self->background));
    }
  self->loading = FALSE;
}

static void
asked_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (KpBackgroundPage) self = data;
  g_autoptr (GError) error = NULL;
  gboolean allowed =
      kp_background_ask_finish (KP_BACKGROUND (source), result, &error) || !self->wanted;
  gboolean refused =
      g_error_matches (error, KP_BACKGROUND_ERROR, KP_BACKGROUND_ERROR_REFUSED);

  /* The window may be gone: the answer holds all the same. */
  if (self->editor == NULL)
    return;
  if (self->wanted != goes_on (self) && allowed)
    kp_settings_editor_set (self->editor, SETTING, self->wanted ? "yes" : "no", NULL);
  else if (refused)
    kp_settings_editor_set (self->editor, SETTING, "no", NULL);
  kp_problem_row_set_text (self->problem, error != NULL ? error->message : NULL);
  load (self);
}

static void
ask (KpBackgroundPage *self, gboolean goes_on, gboolean autostart)
{
  if (self->loading)
    return;
  self->wanted = goes_on;
  kp_problem_row_set_text (self->problem, NULL);
  kp_background_ask_async (self->background, goes_on, autostart, NULL, asked_cb,
                           g_object_ref (self));
  load (self);
}

static void
goes_on_cb (KpBackgroundPage *self)
{
  ask (self, gtk_switch_get_active (self->goes_on),
       gtk_switch_get_active (self->autostart));
}

static void
autostart_cb (KpBackgroundPage *self)
{
  ask (self, TRUE, gtk_switch_get_active (self->autostart));
}

static void
kp_background_page_dispose (GObject *object)
{
  KpBackgroundPage *self = KP_BACKGROUND_PAGE (object);

  self->loading = TRUE;
  gtk_widget_dispose_template (GTK_WIDGET (object), KP_TYPE_BACKGROUND_PAGE);
  g_clear_object (&self->background);
  g_clear_object (&self->editor);

  G_OBJECT_CLASS (kp_background_page_parent_class)->dispose (object);
}

static void
kp_background_page_class_init (KpBackgroundPageClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = kp_background_page_dispose;

  g_type_ensure (KP_TYPE_PROBLEM_ROW);
  gtk_widget_class_set_template_from_resource (
      widget_class, "/io/github/keyplate_app/Keyplate/page/background-page.ui");
  gtk_widget_class_bind_template_child (widget_class, KpBackgroundPage, goes_on_row);
  gtk_widget_class_bind_template_child (widget_class, KpBackgroundPage, goes_on);
  gtk_widget_class_bind_template_child (widget_class, KpBackgroundPage, autostart_row);
  gtk_widget_class_bind_template_child (widget_class, KpBackgroundPage, autostart);
  gtk_widget_class_bind_template_child (widget_class, KpBackgroundPage, problem);
  gtk_widget_class_bind_template_callback (widget_class, goes_on_cb);
  gtk_widget_class_bind_template_callback (widget_class, autostart_cb);
}

static void
kp_background_page_init (KpBackgroundPage *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

void
kp_background_page_set_up (KpBackgroundPage *self, KpBackground *background,
                           KpSettingsEditor *editor, gboolean writes)
{
  g_return_if_fail (KP_IS_BACKGROUND_PAGE (self));
  g_return_if_fail (background == NULL || KP_IS_BACKGROUND (background));
  g_return_if_fail (self->editor == NULL);

  g_set_object (&self->background, background);
  self->editor = g_object_ref (editor);
  self->writes = writes;
  g_signal_connect_object (editor, "changed::" SETTING, G_CALLBACK (load), self,
                           G_CONNECT_SWAPPED);
  if (background != NULL)
    {
      g_signal_connect_object (background, "notify", G_CALLBACK (load), self,
                               G_CONNECT_SWAPPED);
    }
  else if (writes)
    kp_problem_row_set_text (
        self->problem,
        _ ("This window was started on a folder of its own: what is in it is checked only "
           "while the window is open. “keyplatectl watch” goes on without one."));
  load (self);
}
