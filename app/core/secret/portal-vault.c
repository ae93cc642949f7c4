/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "core/secret/portal-vault.h"

#include <libsecret/secret.h>

#include "core/base/portal.h"
#include "core/secret/vault-error.h"

#define CONTENT_TYPE "application/octet-stream"
/* Of no secret: looked for to see whether the file can be opened. */
#define NOTHING "-"

struct _KpPortalVault
{
  GObject parent;

  guint patience;
  KpVaultState state;
};

static void kp_portal_vault_vault_init (KpVaultInterface *interface);

G_DEFINE_FINAL_TYPE_WITH_CODE (KpPortalVault, kp_portal_vault, G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (KP_TYPE_VAULT,
                                                      kp_portal_vault_vault_init))

static const SecretSchema schema = { APPLICATION_ID,
                                     SECRET_SCHEMA_NONE,
                                     { { "name", SECRET_SCHEMA_ATTRIBUTE_STRING } } };

/* What is asked of libsecret once the portal has answered. */
typedef struct
{
  void (*go_on) (GTask *task);
  char *name;
  char *label;
  KpSecret *secret;
} Request;

static void
request_free (gpointer data)
{
  Request *request = data;

  g_free (request->name);
  g_free (request->label);
  g_clear_pointer (&request->secret, kp_secret_unref);
  g_free (request);
}

static GHashTable *
attributes_of (const char *name)
{
  return secret_attributes_build (&schema, "name", name, NULL);
}

/* @kept: (transfer full): why, as kp_sentence_keep() keeps it, or not our words */
static void
fail (GTask *task, KpVaultState state, KpVaultError code, char *kept)
{
  KpPortalVault *self = g_task_get_source_object (task);

  if (state != KP_VAULT_STATE_UNKNOWN)
    self->state = state;
  g_task_return_error (task, kp_vault_error_new (code, kept));
}

static void
fail_unavailable (GTask *task)
{
  fail (task, KP_VAULT_STATE_UNAVAILABLE, KP_VAULT_ERROR_UNAVAILABLE,
        kp_sentence_keep (KP_SENTENCE_KEYRING_NO_PORTAL, NULL));
}

/* That nobody is there who could be asked: without the portal libsecret asks the Secret
 * Service, whom no sandbox sees. */
static gboolean
is_missing (const GError *error)
{
  static const int codes[] = {
    G_DBUS_ERROR_SERVICE_UNKNOWN, G_DBUS_ERROR_NAME_HAS_NO_OWNER,
    G_DBUS_ERROR_ACCESS_DENIED,   G_DBUS_ERROR_DISCONNECTED,
    G_DBUS_ERROR_SPAWN_FAILED,    G_DBUS_ERROR_SPAWN_SERVICE_NOT_FOUND,
    G_DBUS_ERROR_UNKNOWN_METHOD,  G_DBUS_ERROR_UNKNOWN_INTERFACE,
    G_DBUS_ERROR_UNKNOWN_OBJECT,  G_DBUS_ERROR_SPAWN_CHILD_EXITED,
  };

  for (guint i = 0; i < G_N_ELEMENTS (codes); i++)
    if (g_error_matches (error, G_DBUS_ERROR, codes[i]))
      return TRUE;
  return g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CLOSED)
         || g_error_matches (error, G_IO_ERROR, G_IO_ERROR_NOT_FOUND);
}

/* @error: (transfer full): of libsecret */
static void
fail_with (GTask *task, GError *error)
{
  GCancellable *cancellable = g_task_get_cancellable (task);

  if (g_cancellable_is_cancelled (cancellable))
    {
      g_task_return_error (task, error);
      return;
    }
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    fail (task, KP_VAULT_STATE_LOCKED, KP_VAULT_ERROR_REFUSED,
          kp_sentence_keep (KP_SENTENCE_KEYRING_REFUSED, NULL));
  else if (is_missing (error))
    fail_unavailable (task);
  else if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_WRONG_ETAG))
    fail (task, KP_VAULT_STATE_UNKNOWN, KP_VAULT_ERROR_BUSY,
          kp_sentence_keep (KP_SENTENCE_KEYRING_CHANGED, NULL));
  else if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_NO_SPACE))
    fail (task, KP_VAULT_STATE_UNKNOWN, KP_VAULT_ERROR_FULL,
          kp_sentence_keep (KP_SENTENCE_KEYRING_FULL, NULL));
  else
    {
      g_dbus_error_strip_remote_error (error);
      fail (task, KP_VAULT_STATE_UNKNOWN, KP_VAULT_ERROR_FAILED,
            kp_sentence_keep (KP_SENTENCE_KEYRING_SAYS, error->message, NULL));
    }
  g_error_free (error);
}

static void
succeed (GTask *task)
{
  KpPortalVault *self = g_task_get_source_object (task);

  self->state = KP_VAULT_STATE_UNLOCKED;
  g_task_return_boolean (task, TRUE);
}

static void
found_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  GTask *task = data;
  Request *request = g_task_get_task_data (task);
  g_autoptr (GError) error = NULL;

  if (kp_portal_find_finish (result, &error))
    {
      request->go_on (task);
      return;
    }
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    g_task_return_error (task, g_steal_pointer (&error));
  else if (g_error_matches (error, KP_PORTAL_ERROR, KP_PORTAL_ERROR_MISSING))
    fail_unavailable (task);
  else
    /* It may well keep what is asked for: no other place is taken for it. */
    fail (task, KP_VAULT_STATE_UNKNOWN, KP_VAULT_ERROR_FAILED,
          kp_sentence_keep_foreign (error->message));
  g_object_unref (task);
}

/* libsecret looks for the portal by itself, until it has opened its file once; but whoever
 * calls it stands still meanwhile, for 25 seconds where the desktop says nothing.
 *
 * @task: (transfer full) */
static void
ask (KpVault *vault, void (*go_on) (GTask *task), const char *name, const char *label,
     KpSecret *secret, GTask *task)
{
  KpPortalVault *self = KP_PORTAL_VAULT (vault);
  Request *request = g_new0 (Request, 1);

  request->go_on = go_on;
  request->name = g_strdup (name);
  request->label = g_strdup (label);
  request->secret = secret != NULL ? kp_secret_ref (secret) : NULL;
  g_task_set_task_data (task, request, request_free);
  if (self->state == KP_VAULT_STATE_UNLOCKED)
    go_on (task);
  else
    kp_portal_find_async ("Secret", self->patience, g_task_get_cancellable (task), found_cb,
                          task);
}

static KpVaultState
get_state (KpVault *vault)
{
  return KP_PORTAL_VAULT (vault)->state;
}

/* The portal knows who may. */
static gboolean
takes_passphrase (KpVault *vault)
{
  return FALSE;
}

static void
unlocked_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GTask) task = data;
  g_autoptr (SecretValue) value = NULL;
  GError *error = NULL;

  value = secret_password_lookup_binary_finish (result, &error);
  if (error != NULL)
    fail_with (task, error);
  else
    succeed (task);
}

static void
unlock_now (GTask *task)
{
  g_autoptr (GHashTable) attributes = attributes_of (NOTHING);

  secret_password_lookupv (&schema, attributes, g_task_get_cancellable (task), unlocked_cb,
                           task);
}

static void
unlock (KpVault *vault, KpSecret *passphrase, GTask *task)
{
  ask (vault, unlock_now, NULL, NULL, NULL, task);
}

static void
stored_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GTask) task = data;
  GError *error = NULL;

  if (secret_password_store_finish (result, &error))
    succeed (task);
  else
    fail_with (task, error);
}

static void
store_now (GTask *task)
{
  Request *request = g_task_get_task_data (task);
  g_autoptr (GHashTable) attributes = attributes_of (request->name);
  g_autoptr (SecretValue) value = NULL;
  const guint8 *octets;
  gsize length;

  octets = kp_secret_get_octets (request->secret, &length);
  /* Its copy lies in locked memory too, and is wiped. */
  value = secret_value_new ((const char *) octets, (gssize) length, CONTENT_TYPE);
  secret_password_storev_binary (&schema, attributes, SECRET_COLLECTION_DEFAULT,
                                 request->label, value, g_task_get_cancellable (task),
                                 stored_cb, task);
}

static void
store (KpVault *vault, const char *name, const char *label, KpSecret *secret, GTask *task)
{
  ask (vault, store_now, name, label, secret, task);
}

static void
loaded_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GTask) task = data;
  KpPortalVault *self = g_task_get_source_object (task);
  Request *request = g_task_get_task_data (task);
  g_autoptr (SecretValue) value = NULL;
  GError *error = NULL;
  const char *octets;
  gsize length;

  value = secret_password_lookup_binary_finish (result, &error);
  if (error != NULL)
    {
      fail_with (task, error);
      return;
    }
  self->state = KP_VAULT_STATE_UNLOCKED;
  if (value == NULL)
    {
      kp_vault_set_absent (&error, request->name);
      g_task_return_error (task, error);
      return;
    }
  octets = secret_value_get (value, &length);
  g_task_return_pointer (task, kp_secret_new (octets, length),
                         (GDestroyNotify) kp_secret_unref);
}

static void
load_now (GTask *task)
{
  Request *request = g_task_get_task_data (task);
  g_autoptr (GHashTable) attributes = attributes_of (request->name);

  secret_password_lookupv (&schema, attributes, g_task_get_cancellable (task), loaded_cb,
                           task);
}

static void
load (KpVault *vault, const char *name, GTask *task)
{
  ask (vault, load_now, name, NULL, NULL, task);
}

static void
removed_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GTask) task = data;
  Request *request = g_task_get_task_data (task);
  GError *error = NULL;
  gboolean removed = secret_password_clear_finish (result, &error);

  if (removed)
    {
      succeed (task);
      return;
    }
  if (error != NULL)
    {
      fail_with (task, error);
      return;
    }
  kp_vault_set_absent (&error, request->name);
  g_task_return_error (task, error);
}

static void
remove_now (GTask *task)
{
  Request *request = g_task_get_task_data (task);
  g_autoptr (GHashTable) attributes = attributes_of (request->name);

  secret_password_clearv (&schema, attributes, g_task_get_cancellable (task), removed_cb,
                          task);
}

static void
remove_secret (KpVault *vault, const char *name, GTask *task)
{
  ask (vault, remove_now, name, NULL, NULL, task);
}

static void
kp_portal_vault_vault_init (KpVaultInterface *interface)
{
  interface->get_state = get_state;
  interface->takes_passphrase = takes_passphrase;
  interface->unlock = unlock;
  interface->store = store;
  interface->load = load;
  interface->remove = remove_secret;
}

static void
kp_portal_vault_class_init (KpPortalVaultClass *klass)
{
}

static void
kp_portal_vault_init (KpPortalVault *self)
{
}

KpVault *
kp_portal_vault_new (guint patience)
{
  KpPortalVault *self;

  g_return_val_if_fail (patience > 0, NULL);

  self = g_object_new (KP_TYPE_PORTAL_VAULT, NULL);
  self->patience = patience;
  return KP_VAULT (self);
}
