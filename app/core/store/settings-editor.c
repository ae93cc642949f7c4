/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "core/store/settings-editor.h"

/* The last value of a setting that is on its way to the store. */
typedef struct
{
  char *value;
  guint serial;
} Wish;

/* A value that is being written; there may be several of one setting. */
typedef struct
{
  KpSettingsEditor *editor;
  char *name;
  guint serial;
} Write;

struct _KpSettingsEditor
{
  GObject parent;

  KpSettings *settings;
  GHashTable *wishes; /* name → Wish */
  guint serial;
};

enum
{
  CHANGED,
  FAILED,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (KpSettingsEditor, kp_settings_editor, G_TYPE_OBJECT)

static void
wish_free (gpointer data)
{
  Wish *wish = data;

  g_free (wish->value);
  g_free (wish);
}

static void
write_free (Write *write)
{
  g_object_unref (write->editor);
  g_free (write->name);
  g_free (write);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Write, write_free)

static void
tell_changed (KpSettingsEditor *self, const char *name)
{
  g_signal_emit (self, signals[CHANGED], g_quark_from_string (name), name);
}

/* What is wished goes before what is stored. */
static void
settings_changed_cb (KpSettings *settings, const char *name, KpSettingsEditor *self)
{
  if (!g_hash_table_contains (self->wishes, name))
    tell_changed (self, name);
}

static void
written_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (Write) write = data;
  KpSettingsEditor *self = write->editor;
  const Wish *wish = g_hash_table_lookup (self->wishes, write->name);
  g_autofree char *before = NULL;
  g_autoptr (GError) error = NULL;

  kp_settings_set_finish (KP_SETTINGS (source), result, &error);
  /* Another value of it is on its way: what counts is what becomes of that. */
  if (wish == NULL || wish->serial != write->serial)
    return;
  before = g_strdup (wish->value);
  g_hash_table_remove (self->wishes, write->name);
  if (g_strcmp0 (before, kp_settings_get_string (self->settings, write->name)) != 0)
    tell_changed (self, write->name);
  if (error != NULL)
    g_signal_emit (self, signals[FAILED], 0, write->name, error);
}

static void
kp_settings_editor_finalize (GObject *object)
{
  KpSettingsEditor *self = KP_SETTINGS_EDITOR (object);

  g_clear_object (&self->settings);
  g_clear_pointer (&self->wishes, g_hash_table_unref);

  G_OBJECT_CLASS (kp_settings_editor_parent_class)->finalize (object);
}

static void
kp_settings_editor_class_init (KpSettingsEditorClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = kp_settings_editor_finalize;

  signals[CHANGED] = g_signal_new ("changed", KP_TYPE_SETTINGS_EDITOR,
                                   G_SIGNAL_RUN_LAST | G_SIGNAL_DETAILED, 0, NULL, NULL,
                                   NULL, G_TYPE_NONE, 1, G_TYPE_STRING);
  signals[FAILED] =
      g_signal_new ("failed", KP_TYPE_SETTINGS_EDITOR, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                    NULL, G_TYPE_NONE, 2, G_TYPE_STRING, G_TYPE_ERROR);
}

static void
kp_settings_editor_init (KpSettingsEditor *self)
{
  self->wishes = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, wish_free);
}

KpSettingsEditor *
kp_settings_editor_new (KpSettings *settings)
{
  KpSettingsEditor *self;

  g_return_val_if_fail (KP_IS_SETTINGS (settings), NULL);

  self = g_object_new (KP_TYPE_SETTINGS_EDITOR, NULL);
  self->settings = g_object_ref (settings);
  g_signal_connect_object (settings, "changed", G_CALLBACK (settings_changed_cb), self, 0);
  return self;
}

const char *
kp_settings_editor_get_string (KpSettingsEditor *self, const char *name)
{
  const Wish *wish;

  g_return_val_if_fail (KP_IS_SETTINGS_EDITOR (self), "");

  wish = g_hash_table_lookup (self->wishes, name);
  return wish != NULL ? wish->value : kp_settings_get_string (self->settings, name);
}

gint64
kp_settings_editor_get_int (KpSettingsEditor *self, const char *name)
{
  const char *value = kp_settings_editor_get_string (self, name);

  if (g_str_equal (value, "yes"))
    return 1;
  return g_ascii_strtoll (value, NULL, 10);
}

gboolean
kp_settings_editor_is_default (KpSettingsEditor *self, const char *name)
{
  return g_str_equal (kp_settings_editor_get_string (self, name),
                      kp_settings_get_default (name));
}

gboolean
kp_settings_editor_set (KpSettingsEditor *self, const char *name, const char *value,
                        GError **error)
{
  g_autofree char *canonical = NULL;
  Wish *wish;
  Write *write;

  g_return_val_if_fail (KP_IS_SETTINGS_EDITOR (self), FALSE);
  g_return_val_if_fail (name != NULL, FALSE);

  canonical = kp_settings_check (
      name, value != NULL ? value : kp_settings_get_default (name), error);
  if (canonical == NULL)
    return FALSE;
  if (g_str_equal (canonical, kp_settings_editor_get_string (self, name)))
    return TRUE;

  wish = g_new0 (Wish, 1);
  wish->serial = ++self->serial;
  wish->value = g_steal_pointer (&canonical);
  g_hash_table_replace (self->wishes, g_strdup (name), wish);
  write = g_new0 (Write, 1);
  write->editor = g_object_ref (self);
  write->name = g_strdup (name);
  write->serial = wish->serial;
  kp_settings_set_async (self->settings, name, value != NULL ? wish->value : NULL, NULL,
                         written_cb, write);
  tell_changed (self, name);
  return TRUE;
}
