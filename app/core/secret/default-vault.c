/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "core/secret/default-vault.h"

#include "core/secret/file-vault.h"
#include "core/secret/service-vault.h"

struct _KpDefaultVault
{
  GObject parent;

  KpVault *service;
  KpVault *file;
  gboolean prefers_file; /* a passphrase was given */
  KpVault *last;         /* (not owned): the one that was asked last */
};

static void kp_default_vault_vault_init (KpVaultInterface *interface);

G_DEFINE_FINAL_TYPE_WITH_CODE (KpDefaultVault, kp_default_vault, G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (KP_TYPE_VAULT,
                                                      kp_default_vault_vault_init))

/* What is asked, and what the first of the two said to it. */
typedef struct
{
  char *name;
  char *label;
  KpSecret *secret;
  KpVault *vault; /* (not owned): whom it was put to */
  GError *error;  /* (nullable): of the first */
} Request;

static void
request_free (gpointer data)
{
  Request *request = data;

  g_clear_pointer (&request->name, g_free);
  g_clear_pointer (&request->label, g_free);
  g_clear_pointer (&request->secret, kp_secret_unref);
  g_clear_error (&request->error);
  g_free (request);
}

static Request *
attach (KpDefaultVault *self, GTask *task, const char *name)
{
  Request *request = g_new0 (Request, 1);

  request->name = g_strdup (name);
  request->vault = self->prefers_file ? self->file : self->service;
  self->last = request->vault;
  g_task_set_task_data (task, request, request_free);
  return request;
}

static KpVault *
get_other (KpDefaultVault *self, KpVault *vault)
{
  return vault == self->file ? self->service : self->file;
}

/* Whether the other one is worth asking: about what is looked for if this one does not keep
 * it, about anything if this one is not there. A file that was never made keeps nothing. */
static gboolean
is_worth (KpVault *other, const GError *error, gboolean looks)
{
  if (g_error_matches (error, KP_VAULT_ERROR, KP_VAULT_ERROR_UNAVAILABLE))
    return TRUE;
  return looks && g_error_matches (error, KP_VAULT_ERROR, KP_VAULT_ERROR_ABSENT)
         && kp_vault_get_state (other) != KP_VAULT_STATE_NEW;
}

/* @error: (transfer full). Returns: whether the other one is to be asked now */
static gboolean
turn (GTask *task, GError *error, gboolean looks)
{
  KpDefaultVault *self = g_task_get_source_object (task);
  Request *request = g_task_get_task_data (task);
  KpVault *other = get_other (self, request->vault);

  if (request->error == NULL && is_worth (other, error, looks))
    {
      request->error = error;
      request->vault = other;
      self->last = other;
      return TRUE;
    }
  /* That the second is not there says less than what the first said. */
  if (request->error != NULL
      && g_error_matches (error, KP_VAULT_ERROR, KP_VAULT_ERROR_UNAVAILABLE))
    {
      self->last = get_other (self, request->vault);
      g_error_free (error);
      error = g_steal_pointer (&request->error);
    }
  g_task_return_error (task, error);
  return FALSE;
}

static void
unlocked_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GTask) task = data;
  KpDefaultVault *self = g_task_get_source_object (task);
  Request *request = g_task_get_task_data (task);
  GError *error = NULL;

  if (kp_vault_unlock_finish (KP_VAULT (source), result, &error))
    g_task_return_boolean (task, TRUE);
  else if (turn (task, error, FALSE))
    kp_vault_unlock_async (self->file, request->secret, g_task_get_cancellable (task),
                           unlocked_cb, g_object_ref (task));
}

static void
unlock (KpVault *vault, KpSecret *passphrase, GTask *task)
{
  KpDefaultVault *self = KP_DEFAULT_VAULT (vault);
  Request *request;

  self->prefers_file |= passphrase != NULL;
  request = attach (self, task, NULL);
  request->secret = passphrase != NULL ? kp_secret_ref (passphrase) : NULL;
  kp_vault_unlock_async (request->vault, passphrase, g_task_get_cancellable (task),
                         unlocked_cb, task);
}

static void stored_cb (GObject *source, GAsyncResult *result, gpointer data);

static void
store_in (GTask *task)
{
  Request *request = g_task_get_task_data (task);

  kp_vault_store_async (request->vault, request->name, request->label, request->secret,
                        g_task_get_cancellable (task), stored_cb, g_object_ref (task));
}

static void
stored_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GTask) task = data;
  GError *error = NULL;

  if (kp_vault_store_finish (KP_VAULT (source), result, &error))
    g_task_return_boolean (task, TRUE);
  else if (turn (task, error, FALSE))
    store_in (task);
}

static void
store (KpVault *vault, const char *name, const char *label, KpSecret *secret, GTask *task)
{
  Request *request = attach (KP_DEFAULT_VAULT (vault), task, name);

  request->label = g_strdup (label);
  request->secret = kp_secret_ref (secret);
  store_in (task);
  g_object_unref (task);
}

static void loaded_cb (GObject *source, GAsyncResult *result, gpointer data);

static void
load_from (GTask *task)
{
  Request *request = g_task_get_task_data (task);

  kp_vault_load_async (request->vault, request->name, g_task_get_cancellable (task),
                       loaded_cb, g_object_ref (task));
}

static void
loaded_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GTask) task = data;
  GError *error = NULL;
  KpSecret *secret = kp_vault_load_finish (KP_VAULT (source), result, &error);

  if (secret != NULL)
    g_task_return_pointer (task, secret, (GDestroyNotify) kp_secret_unref);
  else if (turn (task, error, TRUE))
    load_from (task);
}

static void
load (KpVault *vault, const char *name, GTask *task)
{
  attach (KP_DEFAULT_VAULT (vault), task, name);
  load_from (task);
  g_object_unref (task);
}

static void removed_cb (GObject *source, GAsyncResult *result, gpointer data);

static void
remove_from (GTask *task)
{
  Request *request = g_task_get_task_data (task);

  kp_vault_remove_async (request->vault, request->name, g_task_get_cancellable (task),
                         removed_cb, g_object_ref (task));
}

static void
removed_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GTask) task = data;
  GError *error = NULL;

  Request *request = g_task_get_task_data (task);

  if (kp_vault_remove_finish (KP_VAULT (source), result, &error))
    g_task_return_boolean (task, TRUE);
  /* Where one of the two can't be asked, nobody knows that it is gone. */
  else if (request->error != NULL
           && g_error_matches (request->error, KP_VAULT_ERROR, KP_VAULT_ERROR_UNAVAILABLE)
           && g_error_matches (error, KP_VAULT_ERROR, KP_VAULT_ERROR_ABSENT))
    {
      g_error_free (error);
      g_task_return_error (task, g_steal_pointer (&request->error));
    }
  else if (request->error != NULL
           && g_error_matches (error, KP_VAULT_ERROR, KP_VAULT_ERROR_UNAVAILABLE))
    g_task_return_error (task, error);
  else if (turn (task, error, TRUE))
    remove_from (task);
}

static void
remove_secret (KpVault *vault, const char *name, GTask *task)
{
  attach (KP_DEFAULT_VAULT (vault), task, name);
  remove_from (task);
  g_object_unref (task);
}

static KpVaultState
get_state (KpVault *vault)
{
  KpDefaultVault *self = KP_DEFAULT_VAULT (vault);

  return kp_vault_get_state (self->last != NULL ? self->last : self->service);
}

static gboolean
takes_passphrase (KpVault *vault)
{
  KpDefaultVault *self = KP_DEFAULT_VAULT (vault);

  return self->last != NULL && kp_vault_takes_passphrase (self->last);
}

static void
set_may_ask (KpVault *vault, gboolean may_ask)
{
  KpDefaultVault *self = KP_DEFAULT_VAULT (vault);

  kp_vault_set_may_ask (self->service, may_ask);
  kp_vault_set_may_ask (self->file, may_ask);
}

static void
kp_default_vault_vault_init (KpVaultInterface *interface)
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
kp_default_vault_dispose (GObject *object)
{
  KpDefaultVault *self = KP_DEFAULT_VAULT (object);

  self->last = NULL;
  g_clear_object (&self->service);
  g_clear_object (&self->file);

  G_OBJECT_CLASS (kp_default_vault_parent_class)->dispose (object);
}

static void
kp_default_vault_class_init (KpDefaultVaultClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = kp_default_vault_dispose;
}

static void
kp_default_vault_init (KpDefaultVault *self)
{
}

KpVault *
kp_default_vault_new (KpVault *service, KpVault *file)
{
  KpDefaultVault *self;

  g_return_val_if_fail (KP_IS_VAULT (service) && KP_IS_VAULT (file), NULL);

  self = g_object_new (KP_TYPE_DEFAULT_VAULT, NULL);
  self->service = service;
  self->file = file;
  return KP_VAULT (self);
}

KpVault *
kp_vault_new_default (const char *data_dir)
{
  return kp_default_vault_new (kp_service_vault_new (), kp_file_vault_new (data_dir));
}
