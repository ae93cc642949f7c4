/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "core/check/unsafe-access.h"

#include <glib/gi18n.h>

struct _KpUnsafeAccess
{
  GObject parent;

  KpSettings *settings;
  KpVault *vault;
  KpClock *clock;
  KpUnsafeLookup *lookup; /* (nullable) */
  KpSecret *key;          /* (nullable): that @lookup has */
};

G_DEFINE_FINAL_TYPE (KpUnsafeAccess, kp_unsafe_access, G_TYPE_OBJECT)

static void
forget (KpUnsafeAccess *self)
{
  g_clear_object (&self->lookup);
  g_clear_pointer (&self->key, kp_secret_unref);
}

static void
kp_unsafe_access_dispose (GObject *object)
{
  KpUnsafeAccess *self = KP_UNSAFE_ACCESS (object);

  forget (self);
  g_clear_object (&self->settings);
  g_clear_object (&self->vault);
  g_clear_object (&self->clock);

  G_OBJECT_CLASS (kp_unsafe_access_parent_class)->dispose (object);
}

static void
kp_unsafe_access_class_init (KpUnsafeAccessClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = kp_unsafe_access_dispose;
}

static void
kp_unsafe_access_init (KpUnsafeAccess *self)
{
}

/* What a look-up was made from. */
static void
changed_cb (KpSettings *settings, const char *name, KpUnsafeAccess *self)
{
  static const char *const names[] = { "unsafe-lookup", "trust-connections", "timeout",
                                       NULL };

  if (g_strv_contains (names, name))
    forget (self);
}

KpUnsafeAccess *
kp_unsafe_access_new (KpSettings *settings, KpVault *vault, KpClock *clock)
{
  KpUnsafeAccess *self;

  g_return_val_if_fail (KP_IS_SETTINGS (settings), NULL);
  g_return_val_if_fail (KP_IS_VAULT (vault), NULL);
  g_return_val_if_fail (KP_IS_CLOCK (clock), NULL);

  self = g_object_new (KP_TYPE_UNSAFE_ACCESS, NULL);
  self->settings = g_object_ref (settings);
  self->vault = g_object_ref (vault);
  self->clock = g_object_ref (clock);
  g_signal_connect_object (settings, "changed", G_CALLBACK (changed_cb), self, 0);
  return self;
}

static gboolean
choose (KpUnsafeAccess *self, KpUnsafeService *service)
{
  const char *chosen = kp_settings_get_string (self->settings, "unsafe-lookup");

  *service =
      g_str_equal (chosen, "safe-browsing") ? KP_UNSAFE_SAFE_BROWSING : KP_UNSAFE_WEB_RISK;
  return !g_str_equal (chosen, "off");
}

/* Returns: whether there is a look-up with @key now */
static gboolean
make_lookup (KpUnsafeAccess *self, KpSecret *key, GError **error)
{
  const char *roots = kp_settings_get_string (self->settings, "trust-connections");
  g_autoptr (KpNetSession) session = NULL;
  KpUnsafeService service;

  if (self->lookup != NULL && kp_secret_equal (self->key, key))
    return TRUE;
  forget (self);
  session = kp_net_session_new (*roots != '\0' ? roots : NULL, error);
  if (session == NULL)
    return FALSE;
  choose (self, &service);
  self->key = kp_secret_ref (key);
  self->lookup = kp_unsafe_lookup_new (
      service, NULL, key, session, (guint) kp_settings_get_int (self->settings, "timeout"),
      self->clock);
  return TRUE;
}

static char *
explain (const GError *error)
{
  if (g_error_matches (error, KP_VAULT_ERROR, KP_VAULT_ERROR_ABSENT))
    return g_strdup (_ ("Whether the site is suspected to be unsafe was not looked up: a "
                        "list is chosen, but no key for it was entered."));
  if (error->domain != KP_VAULT_ERROR)
    return g_strdup_printf (
        /* Translators: a reason, as a sentence */
        _ ("Whether the site is suspected to be unsafe was not looked up. %s"),
        error->message);
  return g_strdup_printf (
      /* Translators: a reason, as a sentence */
      _ ("Whether the site is suspected to be unsafe was not looked up: the key for the "
         "list can’t be read. %s"),
      error->message);
}

static void
loaded_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GTask) task = data;
  KpUnsafeAccess *self = g_task_get_source_object (task);
  GError *error = NULL;
  g_autoptr (KpSecret) key = kp_vault_load_finish (KP_VAULT (source), result, &error);
  KpUnsafeService service;

  /* It may have been turned off while the vault was asked. */
  if (key != NULL && choose (self, &service) && make_lookup (self, key, &error))
    g_task_return_pointer (task, g_object_ref (self->lookup), g_object_unref);
  else if (error != NULL)
    g_task_return_error (task, error);
  else
    g_task_return_pointer (task, NULL, NULL);
}

void
kp_unsafe_access_get_async (KpUnsafeAccess *self, GCancellable *cancellable,
                            GAsyncReadyCallback callback, gpointer data)
{
  g_autoptr (GTask) task = NULL;
  KpUnsafeService service;

  g_return_if_fail (KP_IS_UNSAFE_ACCESS (self));

  task = g_task_new (self, cancellable, callback, data);
  g_task_set_source_tag (task, kp_unsafe_access_get_async);
  if (choose (self, &service))
    kp_vault_load_async (self->vault, KP_UNSAFE_KEY_NAME, cancellable, loaded_cb,
                         g_steal_pointer (&task));
  else
    g_task_return_pointer (task, NULL, NULL);
}

KpUnsafeLookup *
kp_unsafe_access_get_finish (KpUnsafeAccess *self, GAsyncResult *result, char **why_not)
{
  g_autoptr (GError) error = NULL;
  KpUnsafeLookup *lookup;

  g_return_val_if_fail (g_task_is_valid (result, self), NULL);

  lookup = g_task_propagate_pointer (G_TASK (result), &error);
  if (lookup == NULL && why_not != NULL)
    *why_not = error != NULL
                   ? explain (error)
                   : g_strdup (_ ("Whether the site is suspected to be unsafe was not "
                                  "looked up: no list is chosen."));
  return lookup;
}
