/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "core/secret/default-vault.h"

#include <glib/gi18n.h>

#include "core/base/sandbox.h"
#include "core/secret/file-vault.h"
#include "core/secret/portal-vault.h"
#include "core/secret/service-vault.h"

/* In seconds. */
#define PORTAL_PATIENCE 10

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
  gboolean done;  /* by the first; the other must not keep another of that name */
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

static gboolean
is_of (const GError *error, KpVaultError code)
{
  return g_error_matches (error, KP_VAULT_ERROR, (int) code);
}

/* Whether the other one is worth asking: about what is looked for if this one does not keep
 * it, about anything if this one is not there. A file that was never made keeps nothing. */
static gboolean
is_worth (KpVault *other, const GError *error, gboolean looks)
{
  if (is_of (error, KP_VAULT_ERROR_UNAVAILABLE))
    return TRUE;
  return looks && is_of (error, KP_VAULT_ERROR_ABSENT)
         && kp_vault_get_state (other) != KP_VAULT_STATE_NEW;
}

/* It is in none that could be asked; it may well be in the one that could not.
 *
 * @error: (transfer full): that the one does not keep it. Returns: (transfer full) */
static GError *
tell_both (GError *error, const GError *other)
{
  GError *both = g_error_new (KP_VAULT_ERROR, KP_VAULT_ERROR_ABSENT, "%s %s",
                              error->message, other->message);

  g_error_free (error);
  return both;
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
  if (request->error != NULL && is_of (error, KP_VAULT_ERROR_ABSENT)
      && is_of (request->error, KP_VAULT_ERROR_UNAVAILABLE))
    error = tell_both (error, request->error);
  /* That the second is not there says less than what the first said. */
  else if (request->error != NULL && is_of (error, KP_VAULT_ERROR_UNAVAILABLE))
    {
      self->last = get_other (self, request->vault);
      if (is_of (request->error, KP_VAULT_ERROR_ABSENT))
        request->error = tell_both (request->error, error);
      g_error_free (error);
      error = g_steal_pointer (&request->error);
    }
  g_task_return_error (task, error);
  return FALSE;
}

/* The first has done it. Returns: whether the other one may have something of that name
 * too, and is to be asked to forget it now */
static gboolean
turn_to_clear (GTask *task)
{
  KpDefaultVault *self = g_task_get_source_object (task);
  Request *request = g_task_get_task_data (task);
  KpVault *other = get_other (self, request->vault);

  if (request->error != NULL || kp_vault_get_state (other) == KP_VAULT_STATE_NEW)
    return FALSE;
  request->done = TRUE;
  request->vault = other;
  return TRUE;
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

/* What is new is kept, whether or not the old one could be taken out. */
static void
cleared_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GTask) task = data;
  g_autoptr (GError) error = NULL;

  if (!kp_vault_remove_finish (KP_VAULT (source), result, &error))
    g_debug ("Nothing was taken out of the other vault: %s", error->message);
  g_task_return_boolean (task, TRUE);
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
  Request *request = g_task_get_task_data (task);
  GError *error = NULL;

  if (kp_vault_store_finish (KP_VAULT (source), result, &error))
    {
      /* An old one in the other would be found in its place one day. */
      if (turn_to_clear (task))
        kp_vault_remove_async (request->vault, request->name, g_task_get_cancellable (task),
                               cleared_cb, g_object_ref (task));
      else
        g_task_return_boolean (task, TRUE);
    }
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

/* Gone from the first: what the second says, where it says more than that. */
static void
finish_removal (GTask *task, GError *error)
{
  KpDefaultVault *self = g_task_get_source_object (task);
  Request *request = g_task_get_task_data (task);

  if (error == NULL || is_of (error, KP_VAULT_ERROR_ABSENT)
      || is_of (error, KP_VAULT_ERROR_UNAVAILABLE))
    {
      g_clear_error (&error);
      g_task_return_boolean (task, TRUE);
      return;
    }
  self->last = request->vault;
  /* Translators: it is followed by the reason. */
  g_prefix_error (&error, "%s ", _ ("It is gone from one place, but may be in another."));
  g_task_return_error (task, error);
}

static void
removed_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GTask) task = data;
  Request *request = g_task_get_task_data (task);
  GError *error = NULL;
  gboolean removed = kp_vault_remove_finish (KP_VAULT (source), result, &error);

  if (request->done)
    finish_removal (task, error);
  else if (removed && turn_to_clear (task))
    remove_from (task);
  else if (removed)
    g_task_return_boolean (task, TRUE);
  /* Where one of the two can't be asked, nobody knows that it is gone. */
  else if (request->error != NULL && is_of (request->error, KP_VAULT_ERROR_UNAVAILABLE)
           && is_of (error, KP_VAULT_ERROR_ABSENT))
    {
      g_error_free (error);
      g_task_return_error (task, g_steal_pointer (&request->error));
    }
  else if (request->error != NULL && is_of (error, KP_VAULT_ERROR_UNAVAILABLE))
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

static void
finish_reaching (GTask *task)
{
  Request *request = g_task_get_task_data (task);

  if (request->done)
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, g_steal_pointer (&request->error));
}

/* The keyring first, then the file. A place that isn't there is passed over, unless the
 * secret is in none of the others: then it may well be there. */
static void
reached_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GTask) task = data;
  KpDefaultVault *self = g_task_get_source_object (task);
  Request *request = g_task_get_task_data (task);
  GError *error = NULL;

  if (kp_vault_reach_finish (KP_VAULT (source), result, &error))
    request->done = TRUE;
  else if (!is_of (error, KP_VAULT_ERROR_ABSENT)
           && !is_of (error, KP_VAULT_ERROR_UNAVAILABLE))
    {
      self->last = request->vault;
      g_task_return_error (task, error);
      return;
    }
  else if (request->error == NULL)
    request->error = error;
  else
    g_error_free (error);
  if (request->vault == self->file || kp_vault_get_state (self->file) == KP_VAULT_STATE_NEW)
    {
      finish_reaching (task);
      return;
    }
  request->vault = self->file;
  kp_vault_reach_async (request->vault, request->name, g_task_get_cancellable (task),
                        reached_cb, g_object_ref (task));
}

static void
reach (KpVault *vault, const char *name, GTask *task)
{
  Request *request = attach (KP_DEFAULT_VAULT (vault), task, name);

  request->vault = KP_DEFAULT_VAULT (vault)->service;
  kp_vault_reach_async (request->vault, name, g_task_get_cancellable (task), reached_cb,
                        task);
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
  interface->reach = reach;
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
  KpVault *service = kp_sandbox_is_here () ? kp_portal_vault_new (PORTAL_PATIENCE)
                                           : kp_service_vault_new ();

  return kp_default_vault_new (service, kp_file_vault_new (data_dir));
}
