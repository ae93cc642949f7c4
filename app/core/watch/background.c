/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "core/watch/background.h"

#include <glib/gi18n.h>

#include "core/watch/autostart.h"

struct _KpBackground
{
  GObject parent;

  char *file;
  char *program;
  gboolean autostart;
  gboolean busy;
};

enum
{
  PROP_AUTOSTART = 1,
  PROP_BUSY,
  N_PROPS,
};

static GParamSpec *properties[N_PROPS];

G_DEFINE_FINAL_TYPE (KpBackground, kp_background, G_TYPE_OBJECT)

/* What is asked for. */
typedef struct
{
  char *file;
  char *program;
  gboolean autostart;
} Wish;

static void
wish_free (gpointer data)
{
  Wish *wish = data;

  g_free (wish->file);
  g_free (wish->program);
  g_free (wish);
}

static void
set_boolean (KpBackground *self, gboolean *field, gboolean value, guint property)
{
  if (*field == value)
    return;
  *field = value;
  g_object_notify_by_pspec (G_OBJECT (self), properties[property]);
}

static void
kp_background_finalize (GObject *object)
{
  KpBackground *self = KP_BACKGROUND (object);

  g_free (self->file);
  g_free (self->program);

  G_OBJECT_CLASS (kp_background_parent_class)->finalize (object);
}

static void
kp_background_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  KpBackground *self = KP_BACKGROUND (object);

  switch (id)
    {
    case PROP_AUTOSTART:
      g_value_set_boolean (value, self->autostart);
      break;
    case PROP_BUSY:
      g_value_set_boolean (value, self->busy);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
kp_background_class_init (KpBackgroundClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  const GParamFlags flags =
      G_PARAM_READABLE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS;

  object_class->finalize = kp_background_finalize;
  object_class->get_property = kp_background_get_property;

  properties[PROP_AUTOSTART] = g_param_spec_boolean ("autostart", NULL, NULL, FALSE, flags);
  properties[PROP_BUSY] = g_param_spec_boolean ("busy", NULL, NULL, FALSE, flags);
  g_object_class_install_properties (object_class, N_PROPS, properties);
}

static void
kp_background_init (KpBackground *self)
{
}

KpBackground *
kp_background_new (const char *autostart_file, const char *program)
{
  KpBackground *self;

  g_return_val_if_fail (autostart_file != NULL && program != NULL, NULL);

  self = g_object_new (KP_TYPE_BACKGROUND, NULL);
  self->file = g_strdup (autostart_file);
  self->program = g_strdup (program);
  self->autostart = kp_autostart_is_on (autostart_file);
  return self;
}

gboolean
kp_background_get_autostart (KpBackground *self)
{
  g_return_val_if_fail (KP_IS_BACKGROUND (self), FALSE);

  return self->autostart;
}

gboolean
kp_background_is_busy (KpBackground *self)
{
  g_return_val_if_fail (KP_IS_BACKGROUND (self), FALSE);

  return self->busy;
}

static void
write_file (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  const Wish *wish = data;
  g_autoptr (GError) error = NULL;

  if (kp_autostart_set (wish->file, wish->program, _ ("Keyplate"), wish->autostart, &error))
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_new_error (task, error->domain, error->code,
                             wish->autostart
                                 /* Translators: %s says what went wrong. */
                                 ? _ ("Keyplate will not be started when you log in: %s")
                                 /* Translators: %s says what went wrong. */
                                 : _ ("Keyplate is still started when you log in: %s"),
                             error->message);
}

void
kp_background_ask_async (KpBackground *self, gboolean goes_on, gboolean autostart,
                         GCancellable *cancellable, GAsyncReadyCallback callback,
                         gpointer data)
{
  g_autoptr (GTask) task = NULL;
  Wish *wish;

  g_return_if_fail (KP_IS_BACKGROUND (self));
  g_return_if_fail (!self->busy);

  task = g_task_new (self, cancellable, callback, data);
  g_task_set_source_tag (task, kp_background_ask_async);
  wish = g_new0 (Wish, 1);
  wish->file = g_strdup (self->file);
  wish->program = g_strdup (self->program);
  wish->autostart = goes_on && autostart;
  g_task_set_task_data (task, wish, wish_free);
  set_boolean (self, &self->busy, TRUE, PROP_BUSY);
  if (wish->autostart == kp_autostart_is_on (self->file))
    g_task_return_boolean (task, TRUE);
  else
    g_task_run_in_thread (task, write_file);
}

gboolean
kp_background_ask_finish (KpBackground *self, GAsyncResult *result, GError **error)
{
  gboolean done;

  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);

  done = g_task_propagate_boolean (G_TASK (result), error);
  set_boolean (self, &self->busy, FALSE, PROP_BUSY);
  set_boolean (self, &self->autostart, kp_autostart_is_on (self->file), PROP_AUTOSTART);
  return done;
}
