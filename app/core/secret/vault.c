/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "core/secret/vault.h"

#include <glib/gi18n.h>
#include <string.h>

G_DEFINE_INTERFACE (KpVault, kp_vault, G_TYPE_OBJECT)
static void
kp_vault_default_init (KpVaultInterface *interface)
{
}

gboolean
kp_vault_is_name (const char *name)
{
  static const char allowed[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
                                "0123456789/._-";
  gsize length = strspn (name, allowed);

  return length > 0 && length <= KP_VAULT_MAX_NAME && name[length] == '\0';
}

void
kp_vault_set_absent (GError **error, const char *name)
{
  g_set_error (error, KP_VAULT_ERROR, KP_VAULT_ERROR_ABSENT,
               /* Translators: %s is what a secret is called, as in "token/helpdesk". */
               _ ("The vault keeps nothing that is called “%s”."), name);
}

KpVaultState
kp_vault_get_state (KpVault *self)
{
  g_return_val_if_fail (KP_IS_VAULT (self), KP_VAULT_STATE_UNKNOWN);

  return KP_VAULT_GET_IFACE (self)->get_state (self);
}

gboolean
kp_vault_takes_passphrase (KpVault *self)
{
  g_return_val_if_fail (KP_IS_VAULT (self), FALSE);

  return KP_VAULT_GET_IFACE (self)->takes_passphrase (self);
}

void
kp_vault_set_may_ask (KpVault *self, gboolean may_ask)
{
  g_return_if_fail (KP_IS_VAULT (self));

  if (KP_VAULT_GET_IFACE (self)->set_may_ask != NULL)
    KP_VAULT_GET_IFACE (self)->set_may_ask (self, may_ask);
}

static GTask *
make_task (KpVault *self, gpointer tag, GCancellable *cancellable,
           GAsyncReadyCallback callback, gpointer data)
{
  GTask *task = g_task_new (self, cancellable, callback, data);

  g_task_set_source_tag (task, tag);
  return task;
}

static gboolean
finish_boolean (KpVault *self, GAsyncResult *result, gpointer tag, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);
  g_return_val_if_fail (g_async_result_is_tagged (result, tag), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}

void
kp_vault_unlock_async (KpVault *self, KpSecret *passphrase, GCancellable *cancellable,
                       GAsyncReadyCallback callback, gpointer data)
{
  g_return_if_fail (KP_IS_VAULT (self));

  KP_VAULT_GET_IFACE (self)->unlock (
      self, passphrase,
      make_task (self, kp_vault_unlock_async, cancellable, callback, data));
}

gboolean
kp_vault_unlock_finish (KpVault *self, GAsyncResult *result, GError **error)
{
  return finish_boolean (self, result, kp_vault_unlock_async, error);
}

void
kp_vault_store_async (KpVault *self, const char *name, const char *label, KpSecret *secret,
                      GCancellable *cancellable, GAsyncReadyCallback callback,
                      gpointer data)
{
  gsize length;
  GTask *task;

  g_return_if_fail (KP_IS_VAULT (self));
  g_return_if_fail (kp_vault_is_name (name));
  g_return_if_fail (g_utf8_validate (label, -1, NULL));
  g_return_if_fail (g_utf8_strlen (label, -1) <= KP_VAULT_MAX_LABEL);

  task = make_task (self, kp_vault_store_async, cancellable, callback, data);
  g_task_set_check_cancellable (task, FALSE);
  kp_secret_get_octets (secret, &length);
  if (length <= KP_VAULT_MAX_SECRET)
    {
      KP_VAULT_GET_IFACE (self)->store (self, name, label, secret, task);
      return;
    }
  g_task_return_new_error (task, KP_VAULT_ERROR, KP_VAULT_ERROR_FULL,
                           /* Translators: %d is a number of KiB. */
                           _ ("A secret may have %d KiB at most."),
                           KP_VAULT_MAX_SECRET / 1024);
  g_object_unref (task);
}

gboolean
kp_vault_store_finish (KpVault *self, GAsyncResult *result, GError **error)
{
  return finish_boolean (self, result, kp_vault_store_async, error);
}

void
kp_vault_load_async (KpVault *self, const char *name, GCancellable *cancellable,
                     GAsyncReadyCallback callback, gpointer data)
{
  g_return_if_fail (KP_IS_VAULT (self));
  g_return_if_fail (kp_vault_is_name (name));

  KP_VAULT_GET_IFACE (self)->load (
      self, name, make_task (self, kp_vault_load_async, cancellable, callback, data));
}

KpSecret *
kp_vault_load_finish (KpVault *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);
  g_return_val_if_fail (g_async_result_is_tagged (result, kp_vault_load_async), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}

void
kp_vault_remove_async (KpVault *self, const char *name, GCancellable *cancellable,
                       GAsyncReadyCallback callback, gpointer data)
{
  GTask *task;

  g_return_if_fail (KP_IS_VAULT (self));
  g_return_if_fail (kp_vault_is_name (name));

  task = make_task (self, kp_vault_remove_async, cancellable, callback, data);
  g_task_set_check_cancellable (task, FALSE);
  KP_VAULT_GET_IFACE (self)->remove (self, name, task);
}

gboolean
kp_vault_remove_finish (KpVault *self, GAsyncResult *result, GError **error)
{
  return finish_boolean (self, result, kp_vault_remove_async, error);
}

/* There is one place only. */
static void
reached_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GTask) task = data;
  GError *error = NULL;
  g_autoptr (KpSecret) secret = kp_vault_load_finish (KP_VAULT (source), result, &error);

  if (secret != NULL)
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, error);
}

void
kp_vault_reach_async (KpVault *self, const char *name, GCancellable *cancellable,
                      GAsyncReadyCallback callback, gpointer data)
{
  GTask *task;

  g_return_if_fail (KP_IS_VAULT (self));
  g_return_if_fail (kp_vault_is_name (name));

  task = make_task (self, kp_vault_reach_async, cancellable, callback, data);
  if (KP_VAULT_GET_IFACE (self)->reach != NULL)
    KP_VAULT_GET_IFACE (self)->reach (self, name, task);
  else
    kp_vault_load_async (self, name, cancellable, reached_cb, task);
}

gboolean
kp_vault_reach_finish (KpVault *self, GAsyncResult *result, GError **error)
{
  return finish_boolean (self, result, kp_vault_reach_async, error);
}
