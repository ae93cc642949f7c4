/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "core/watch/background.h"

#include <glib/gi18n.h>

#include "core/base/portal.h"
#include "core/watch/autostart.h"

/* A portal may ask the user first. */
#define TIMEOUT 30

struct _KpBackground
{
  GObject parent;

  char *file; /* (nullable): there is none where the portal is asked */
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
G_DEFINE_QUARK (kp - background - error - quark, kp_background_error)

/* What is asked for. */
typedef struct
{
  char *file;
  char *program;
  gboolean goes_on;
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

KpBackground *
kp_background_new_for_portal (gboolean autostart)
{
  KpBackground *self = g_object_new (KP_TYPE_BACKGROUND, NULL);

  self->autostart = autostart;
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
    g_task_return_new_error (task, KP_BACKGROUND_ERROR, KP_BACKGROUND_ERROR_AUTOSTART,
                             wish->autostart
                                 /* Translators: %s says what went wrong. */
                                 ? _ ("Keyplate will not be started when you log in: %s")
                                 /* Translators: %s says what went wrong. */
                                 : _ ("Keyplate is still started when you log in: %s"),
                             error->message);
}

static void
take_refusal (GTask *task, const Wish *wish, const GError *error)
{
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    g_task_return_error (task, g_error_copy (error));
  else if (!wish->goes_on)
    g_task_return_new_error (task, KP_BACKGROUND_ERROR, KP_BACKGROUND_ERROR_AUTOSTART,
                             /* Translators: %s says what went wrong. */
                             _ ("Keyplate is still started when you log in: %s"),
                             error->message);
  else if (g_error_matches (error, KP_PORTAL_ERROR, KP_PORTAL_ERROR_REFUSED))
    g_task_return_new_error (task, KP_BACKGROUND_ERROR, KP_BACKGROUND_ERROR_REFUSED, "%s",
                             _ ("You did not allow Keyplate to go on in the background."));
  else
    g_task_return_new_error (task, KP_BACKGROUND_ERROR, KP_BACKGROUND_ERROR_ASKING,
                             /* Translators: %s says what went wrong. */
                             _ ("Whether Keyplate may go on in the background could not be "
                                "asked: %s"),
                             error->message);
}

/* What is not said is not so. */
static gboolean
is_granted (GVariant *results, const char *name)
{
  gboolean granted = FALSE;

  return g_variant_lookup (results, name, "b", &granted) && granted;
}

static void
answered_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GTask) task = data;
  KpBackground *self = g_task_get_source_object (task);
  const Wish *wish = g_task_get_task_data (task);
  g_autoptr (GError) error = NULL;
  g_autoptr (GVariant) results = kp_portal_request_finish (result, &error);
  gboolean autostart;

  if (results == NULL)
    {
      take_refusal (task, wish, error);
      return;
    }
  autostart = is_granted (results, "autostart");
  set_boolean (self, &self->autostart, autostart, PROP_AUTOSTART);
  if (wish->goes_on && !is_granted (results, "background"))
    g_task_return_new_error (
        task, KP_BACKGROUND_ERROR, KP_BACKGROUND_ERROR_REFUSED, "%s",
        _ ("The desktop does not allow Keyplate to go on in the background. Its settings "
           "for this app can allow it."));
  else if (wish->autostart && !autostart)
    g_task_return_new_error (task, KP_BACKGROUND_ERROR, KP_BACKGROUND_ERROR_AUTOSTART, "%s",
                             _ ("The desktop does not start Keyplate when you log in."));
  else
    g_task_return_boolean (task, TRUE);
}

/* @task: (transfer full) */
static void
ask_portal (KpBackground *self, GTask *task)
{
  static const char *const command[] = { "keyplate", "--gapplication-service", NULL };
  const Wish *wish = g_task_get_task_data (task);
  GVariantDict options;

  /* Who stops needs nobody's leave. */
  if (!wish->goes_on && !self->autostart)
    {
      g_task_return_boolean (task, TRUE);
      g_object_unref (task);
      return;
    }
  g_variant_dict_init (&options, NULL);
  g_variant_dict_insert (&options, "reason", "s",
                         _ ("Keyplate checks your sites, sends requests and fetches "
                            "replies."));
  g_variant_dict_insert (&options, "autostart", "b", wish->autostart);
  g_variant_dict_insert (&options, "dbus-activatable", "b", FALSE);
  g_variant_dict_insert_value (&options, "commandline", g_variant_new_strv (command, -1));
  kp_portal_request_async ("Background", "RequestBackground", "",
                           g_variant_dict_end (&options), TIMEOUT,
                           g_task_get_cancellable (task), answered_cb, task);
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
  wish->goes_on = goes_on;
  wish->autostart = goes_on && autostart;
  g_task_set_task_data (task, wish, wish_free);
  set_boolean (self, &self->busy, TRUE, PROP_BUSY);
  if (self->file == NULL)
    ask_portal (self, g_object_ref (task));
  else if (wish->autostart == kp_autostart_is_on (self->file))
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
  if (self->file != NULL)
    set_boolean (self, &self->autostart, kp_autostart_is_on (self->file), PROP_AUTOSTART);
  return done;
}
