/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "core/secret/service-vault.h"

#include "core/secret/vault-error.h"

#include <libsecret/secret.h>

/* Of no meaning to us, but keyring programs show and compare it. */
#define CONTENT_TYPE "application/octet-stream"

struct _KpServiceVault
{
  GObject parent;

  SecretService *service; /* (nullable): until it is asked for the first time */
  gboolean may_ask;
  KpVaultState state;
};

static void kp_service_vault_vault_init (KpVaultInterface *interface);

G_DEFINE_FINAL_TYPE_WITH_CODE (KpServiceVault, kp_service_vault, G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (KP_TYPE_VAULT,
                                                      kp_service_vault_vault_init))

static const SecretSchema schema = { APPLICATION_ID,
                                     SECRET_SCHEMA_NONE,
                                     { { "name", SECRET_SCHEMA_ATTRIBUTE_STRING } } };

typedef enum
{
  UNLOCK,
  STORE,
  LOAD,
  REMOVE,
} Verb;

/* What is asked of the service, with what it gave so far. */
typedef struct
{
  Verb verb;
  char *name;
  char *label;
  KpSecret *secret;
  GHashTable *attributes;
  SecretItem *item;
} Request;

static void
request_free (gpointer data)
{
  Request *request = data;

  g_clear_pointer (&request->name, g_free);
  g_clear_pointer (&request->label, g_free);
  g_clear_pointer (&request->secret, kp_secret_unref);
  g_clear_pointer (&request->attributes, g_hash_table_unref);
  g_clear_object (&request->item);
  g_free (request);
}

/* That there is nobody to ask, or not any more. */
static gboolean
is_gone (const GError *error)
{
  static const int codes[] = {
    G_DBUS_ERROR_SERVICE_UNKNOWN,    G_DBUS_ERROR_NAME_HAS_NO_OWNER,
    G_DBUS_ERROR_DISCONNECTED,       G_DBUS_ERROR_SPAWN_EXEC_FAILED,
    G_DBUS_ERROR_SPAWN_CHILD_EXITED, G_DBUS_ERROR_SPAWN_CHILD_SIGNALED,
    G_DBUS_ERROR_SPAWN_FAILED,       G_DBUS_ERROR_SPAWN_SERVICE_NOT_FOUND
  };

  for (guint i = 0; i < G_N_ELEMENTS (codes); i++)
    if (g_error_matches (error, G_DBUS_ERROR, codes[i]))
      return TRUE;
  return g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CLOSED);
}

/* @kept: (transfer full): as kp_sentence_keep() keeps it */
static void
fail (GTask *task, KpVaultState state, KpVaultError code, char *kept)
{
  KpServiceVault *self = g_task_get_source_object (task);

  if (state != KP_VAULT_STATE_UNKNOWN)
    self->state = state;
  g_task_return_error (task, kp_vault_error_new (code, kept));
}

static void
fail_unavailable (GTask *task)
{
  KpServiceVault *self = g_task_get_source_object (task);

  /* A service that comes back is another one. */
  g_clear_object (&self->service);
  fail (task, KP_VAULT_STATE_UNAVAILABLE, KP_VAULT_ERROR_UNAVAILABLE,
        kp_sentence_keep (KP_SENTENCE_KEYRING_ABSENT, NULL));
}

static void
fail_locked (GTask *task)
{
  fail (task, KP_VAULT_STATE_LOCKED, KP_VAULT_ERROR_LOCKED,
        kp_sentence_keep (KP_SENTENCE_KEYRING_LOCKED, NULL));
}

static void
fail_refused (GTask *task)
{
  fail (task, KP_VAULT_STATE_LOCKED, KP_VAULT_ERROR_REFUSED,
        kp_sentence_keep (KP_SENTENCE_KEYRING_REFUSED, NULL));
}

/* @error: (transfer full): of libsecret */
static void
fail_with (GTask *task, GError *error)
{

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    {
      g_task_return_error (task, error);
      return;
    }
  if (is_gone (error))
    fail_unavailable (task);
  else if (g_error_matches (error, SECRET_ERROR, SECRET_ERROR_IS_LOCKED))
    fail_locked (task);
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
  KpServiceVault *self = g_task_get_source_object (task);

  self->state = KP_VAULT_STATE_UNLOCKED;
  g_task_return_boolean (task, TRUE);
}

static SecretValue *
make_value (KpSecret *secret)
{
  gsize length;
  const guint8 *octets = kp_secret_get_octets (secret, &length);

  /* Its copy lies in locked memory too, and is wiped. */
  return secret_value_new ((const char *) octets, (gssize) length, CONTENT_TYPE);
}

static void
stored_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GTask) task = data;
  GError *error = NULL;

  if (secret_service_store_finish (SECRET_SERVICE (source), result, &error))
    succeed (task);
  else
    fail_with (task, error);
}

static void
store_now (GTask *task)
{
  KpServiceVault *self = g_task_get_source_object (task);
  Request *request = g_task_get_task_data (task);
  g_autoptr (SecretValue) value = make_value (request->secret);

  secret_service_store (self->service, &schema, request->attributes,
                        SECRET_COLLECTION_DEFAULT, request->label, value,
                        g_task_get_cancellable (task), stored_cb, task);
}

static void
deleted_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GTask) task = data;
  GError *error = NULL;

  if (secret_item_delete_finish (SECRET_ITEM (source), result, &error))
    succeed (task);
  else
    fail_with (task, error);
}

static void
loaded_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GTask) task = data;
  KpServiceVault *self = g_task_get_source_object (task);
  g_autoptr (SecretValue) value = NULL;
  GError *error = NULL;
  const char *octets;
  gsize length;

  if (!secret_item_load_secret_finish (SECRET_ITEM (source), result, &error))
    {
      fail_with (task, error);
      return;
    }
  value = secret_item_get_secret (SECRET_ITEM (source));
  if (value == NULL)
    {
      fail_locked (task);
      return;
    }
  self->state = KP_VAULT_STATE_UNLOCKED;
  octets = secret_value_get (value, &length);
  g_task_return_pointer (task, kp_secret_new (octets, length),
                         (GDestroyNotify) kp_secret_unref);
}

/* With the item or the keyring unlocked. */
static void
go_on (GTask *task)
{
  Request *request = g_task_get_task_data (task);
  GCancellable *cancellable = g_task_get_cancellable (task);

  switch (request->verb)
    {
    case STORE:
      store_now (task);
      break;
    case LOAD:
      secret_item_load_secret (request->item, cancellable, loaded_cb, task);
      break;
    case REMOVE:
      secret_item_delete (request->item, cancellable, deleted_cb, task);
      break;
    case UNLOCK:
    default:
      succeed (task);
      g_object_unref (task);
    }
}

static void
unlocked_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  GTask *task = data;
  GError *error = NULL;
  int n = secret_service_unlock_finish (SECRET_SERVICE (source), result, NULL, &error);

  if (n > 0)
    {
      go_on (task);
      return;
    }
  if (error != NULL)
    fail_with (task, error);
  else
    fail_refused (task);
  g_object_unref (task);
}

/* @thing: an item or a keyring. Goes on if it is unlocked, asks if it may. */
static void
go_on_unlocked (GTask *task, gpointer thing, gboolean locked)
{
  KpServiceVault *self = g_task_get_source_object (task);
  g_autoptr (GList) things = g_list_append (NULL, thing);

  if (!locked)
    go_on (task);
  else if (self->may_ask)
    secret_service_unlock (self->service, things, g_task_get_cancellable (task),
                           unlocked_cb, task);
  else
    {
      fail_locked (task);
      g_object_unref (task);
    }
}

static void
collection_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  GTask *task = data;
  KpServiceVault *self = g_task_get_source_object (task);
  GError *error = NULL;
  g_autoptr (SecretCollection) collection =
      secret_collection_for_alias_finish (result, &error);

  if (collection != NULL)
    go_on_unlocked (task, collection, secret_collection_get_locked (collection));
  else if (error == NULL && self->may_ask)
    /* There is none yet: libsecret has its user set one up when something is stored. */
    go_on (task);
  else
    {
      if (error != NULL)
        fail_with (task, error);
      else
        fail (task, KP_VAULT_STATE_LOCKED, KP_VAULT_ERROR_LOCKED,
              kp_sentence_keep (KP_SENTENCE_KEYRING_NEW, NULL));
      g_object_unref (task);
    }
}

static void
found_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  GTask *task = data;
  Request *request = g_task_get_task_data (task);
  GError *error = NULL;
  GList *items = secret_service_search_finish (SECRET_SERVICE (source), result, &error);

  if (items != NULL)
    {
      request->item = g_object_ref (items->data);
      g_list_free_full (items, g_object_unref);
      go_on_unlocked (task, request->item, secret_item_get_locked (request->item));
      return;
    }
  if (error == NULL)
    {
      kp_vault_set_absent (&error, request->name);
      g_task_return_error (task, error);
    }
  else
    fail_with (task, error);
  g_object_unref (task);
}

/* A keyring is needed to store, an item to be loaded or removed. */
static void
begin (GTask *task)
{
  KpServiceVault *self = g_task_get_source_object (task);
  Request *request = g_task_get_task_data (task);
  GCancellable *cancellable = g_task_get_cancellable (task);

  if (request->verb == UNLOCK || request->verb == STORE)
    secret_collection_for_alias (self->service, SECRET_COLLECTION_DEFAULT,
                                 SECRET_COLLECTION_NONE, cancellable, collection_cb, task);
  else
    secret_service_search (self->service, &schema, request->attributes, SECRET_SEARCH_NONE,
                           cancellable, found_cb, task);
}

static void
opened_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  GTask *task = data;
  KpServiceVault *self = g_task_get_source_object (task);
  g_autoptr (GError) error = NULL;
  SecretService *service = secret_service_open_finish (result, &error);

  if (service != NULL)
    {
      g_set_object (&self->service, service);
      g_object_unref (service);
      begin (task);
      return;
    }
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    g_task_return_error (task, g_steal_pointer (&error));
  else
    {
      g_debug ("No Secret Service: %s", error->message);
      fail_unavailable (task);
    }
  g_object_unref (task);
}

static void
ask (KpVault *vault, Verb verb, const char *name, const char *label, KpSecret *secret,
     GTask *task)
{
  KpServiceVault *self = KP_SERVICE_VAULT (vault);
  Request *request = g_new0 (Request, 1);

  request->verb = verb;
  request->name = g_strdup (name);
  request->label = g_strdup (label);
  request->secret = secret != NULL ? kp_secret_ref (secret) : NULL;
  if (name != NULL)
    request->attributes = secret_attributes_build (&schema, "name", name, NULL);
  g_task_set_task_data (task, request, request_free);
  if (self->service != NULL)
    begin (task);
  else
    secret_service_open (SECRET_TYPE_SERVICE, NULL, SECRET_SERVICE_OPEN_SESSION,
                         g_task_get_cancellable (task), opened_cb, task);
}

static KpVaultState
get_state (KpVault *vault)
{
  return KP_SERVICE_VAULT (vault)->state;
}

/* Its user is asked by the service itself. */
static gboolean
takes_passphrase (KpVault *vault)
{
  return FALSE;
}

static void
set_may_ask (KpVault *vault, gboolean may_ask)
{
  KP_SERVICE_VAULT (vault)->may_ask = may_ask;
}

static void
unlock (KpVault *vault, KpSecret *passphrase, GTask *task)
{
  ask (vault, UNLOCK, NULL, NULL, NULL, task);
}

static void
store (KpVault *vault, const char *name, const char *label, KpSecret *secret, GTask *task)
{
  ask (vault, STORE, name, label, secret, task);
}

static void
load (KpVault *vault, const char *name, GTask *task)
{
  ask (vault, LOAD, name, NULL, NULL, task);
}

static void
remove_secret (KpVault *vault, const char *name, GTask *task)
{
  ask (vault, REMOVE, name, NULL, NULL, task);
}

static void
kp_service_vault_vault_init (KpVaultInterface *interface)
{
  interface->get_state = get_state;
  interface->takes_passphrase = takes_passphrase;
  interface->set_may_ask = set_may_ask;
  interface->unlock = unlock;
  interface->store = store;
  interface->load = load;
  interface->remove = remove_secret;
}

static void
kp_service_vault_dispose (GObject *object)
{
  KpServiceVault *self = KP_SERVICE_VAULT (object);

  g_clear_object (&self->service);

  G_OBJECT_CLASS (kp_service_vault_parent_class)->dispose (object);
}

static void
kp_service_vault_class_init (KpServiceVaultClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = kp_service_vault_dispose;
}

static void
kp_service_vault_init (KpServiceVault *self)
{
}

KpVault *
kp_service_vault_new (void)
{
  return g_object_new (KP_TYPE_SERVICE_VAULT, NULL);
}
