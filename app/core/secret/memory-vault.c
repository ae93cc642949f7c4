/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "core/secret/memory-vault.h"

struct _KpMemoryVault
{
  GObject parent;

  GHashTable *secrets; /* name => KpSecret */
  GError *error;
};

static void kp_memory_vault_vault_init (KpVaultInterface *interface);

G_DEFINE_FINAL_TYPE_WITH_CODE (KpMemoryVault, kp_memory_vault, G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (KP_TYPE_VAULT,
                                                      kp_memory_vault_vault_init))

static KpVaultState
get_state (KpVault *vault)
{
  KpMemoryVault *self = KP_MEMORY_VAULT (vault);

  if (g_error_matches (self->error, KP_VAULT_ERROR, KP_VAULT_ERROR_UNAVAILABLE))
    return KP_VAULT_STATE_UNAVAILABLE;
  return self->error != NULL ? KP_VAULT_STATE_LOCKED : KP_VAULT_STATE_UNLOCKED;
}

static gboolean
takes_passphrase (KpVault *vault)
{
  return FALSE;
}

static gboolean
fails (KpMemoryVault *self, GTask *task)
{
  if (self->error == NULL)
    return FALSE;
  g_task_return_error (task, g_error_copy (self->error));
  return TRUE;
}

static void
unlock (KpVault *vault, KpSecret *passphrase, GTask *task)
{
  if (!fails (KP_MEMORY_VAULT (vault), task))
    g_task_return_boolean (task, TRUE);
  g_object_unref (task);
}

static void
store (KpVault *vault, const char *name, const char *label, KpSecret *secret, GTask *task)
{
  KpMemoryVault *self = KP_MEMORY_VAULT (vault);

  if (!fails (self, task))
    {
      g_hash_table_replace (self->secrets, g_strdup (name), kp_secret_ref (secret));
      g_task_return_boolean (task, TRUE);
    }
  g_object_unref (task);
}

static void
return_absent (GTask *task, const char *name)
{
  GError *error = NULL;

  kp_vault_set_absent (&error, name);
  g_task_return_error (task, error);
}

static void
load (KpVault *vault, const char *name, GTask *task)
{
  KpMemoryVault *self = KP_MEMORY_VAULT (vault);
  KpSecret *secret = g_hash_table_lookup (self->secrets, name);

  if (fails (self, task))
    ;
  else if (secret == NULL)
    return_absent (task, name);
  else
    g_task_return_pointer (task, kp_secret_ref (secret), (GDestroyNotify) kp_secret_unref);
  g_object_unref (task);
}

static void
remove_secret (KpVault *vault, const char *name, GTask *task)
{
  KpMemoryVault *self = KP_MEMORY_VAULT (vault);

  if (fails (self, task))
    ;
  else if (!g_hash_table_remove (self->secrets, name))
    return_absent (task, name);
  else
    g_task_return_boolean (task, TRUE);
  g_object_unref (task);
}

static void
kp_memory_vault_vault_init (KpVaultInterface *interface)
{
  interface->get_state = get_state;
  interface->takes_passphrase = takes_passphrase;
  interface->unlock = unlock;
  interface->store = store;
  interface->load = load;
  interface->remove = remove_secret;
}

static void
kp_memory_vault_finalize (GObject *object)
{
  KpMemoryVault *self = KP_MEMORY_VAULT (object);

  g_hash_table_unref (self->secrets);
  g_clear_error (&self->error);

  G_OBJECT_CLASS (kp_memory_vault_parent_class)->finalize (object);
}

static void
kp_memory_vault_class_init (KpMemoryVaultClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = kp_memory_vault_finalize;
}

static void
kp_memory_vault_init (KpMemoryVault *self)
{
  self->secrets = g_hash_table_new_full (g_str_hash, g_str_equal, g_free,
                                         (GDestroyNotify) kp_secret_unref);
}

KpVault *
kp_memory_vault_new (void)
{
  return g_object_new (KP_TYPE_MEMORY_VAULT, NULL);
}

void
kp_memory_vault_set_error (KpMemoryVault *self, const GError *error)
{
  g_return_if_fail (KP_IS_MEMORY_VAULT (self));

  g_clear_error (&self->error);
  self->error = error != NULL ? g_error_copy (error) : NULL;
}

guint
kp_memory_vault_get_n_secrets (KpMemoryVault *self)
{
  g_return_val_if_fail (KP_IS_MEMORY_VAULT (self), 0);

  return g_hash_table_size (self->secrets);
}
