/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "window/window-private.h"

/* What the window remembers of its look. The schema may be missing where the program was
 * not installed: then nothing is remembered, and nothing else changes. The sample remembers
 * nothing either: its filters are not those of the user's own sites. */

static const char *const turn_filters[] = { "your-turn", "overdue" };

GSettings *
kp_window_make_settings (void)
{
  GSettingsSchemaSource *source = g_settings_schema_source_get_default ();
  g_autoptr (GSettingsSchema) schema = NULL;

  if (source != NULL)
    schema = g_settings_schema_source_lookup (source, APPLICATION_ID, TRUE);
  return schema != NULL ? g_settings_new_full (schema, NULL, NULL) : NULL;
}

static void
restore_filters (KpWindow *self)
{
  g_autofree char *lock = g_settings_get_string (self->settings, "lock-filter");
  g_auto (GStrv) turns = g_settings_get_strv (self->settings, "turn-filters");

  g_action_group_change_action_state (G_ACTION_GROUP (self), "lock-filter",
                                      g_variant_new_string (lock));
  for (guint i = 0; i < G_N_ELEMENTS (turn_filters); i++)
    g_action_group_change_action_state (G_ACTION_GROUP (self), turn_filters[i],
                                        g_variant_new_boolean (g_strv_contains (
                                            (const char *const *) turns, turn_filters[i])));
}

void
kp_window_restore_state (KpWindow *self)
{
  self->settings = kp_window_make_settings ();
  if (self->settings == NULL)
    return;
  gtk_window_set_default_size (GTK_WINDOW (self),
                               g_settings_get_int (self->settings, "window-width"),
                               g_settings_get_int (self->settings, "window-height"));
  if (g_settings_get_boolean (self->settings, "window-maximized"))
    gtk_window_maximize (GTK_WINDOW (self));
  if (!kp_window_is_demo (self))
    restore_filters (self);
}

static void
save_filters (KpWindow *self)
{
  GActionGroup *group = G_ACTION_GROUP (self);
  g_autoptr (GVariant) lock = g_action_group_get_action_state (group, "lock-filter");
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();
  g_auto (GStrv) turns = NULL;

  for (guint i = 0; i < G_N_ELEMENTS (turn_filters); i++)
    {
      g_autoptr (GVariant) on = g_action_group_get_action_state (group, turn_filters[i]);

      if (g_variant_get_boolean (on))
        g_strv_builder_add (builder, turn_filters[i]);
    }
  turns = g_strv_builder_end (builder);
  g_settings_set_string (self->settings, "lock-filter", g_variant_get_string (lock, NULL));
  g_settings_set_strv (self->settings, "turn-filters", (const char *const *) turns);
}

void
kp_window_save_state (KpWindow *self)
{
  int width;
  int height;

  if (self->settings == NULL || kp_window_is_demo (self))
    return;
  g_settings_delay (self->settings);
  gtk_window_get_default_size (GTK_WINDOW (self), &width, &height);
  if (width > 0 && height > 0)
    {
      g_settings_set_int (self->settings, "window-width", width);
      g_settings_set_int (self->settings, "window-height", height);
    }
  g_settings_set_boolean (self->settings, "window-maximized",
                          gtk_window_is_maximized (GTK_WINDOW (self)));
  save_filters (self);
  g_settings_apply (self->settings);
}
