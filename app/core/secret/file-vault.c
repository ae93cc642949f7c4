/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "core/secret/file-vault.h"

#include <glib/gi18n.h>
#include <unistd.h>

#include "core/base/worker.h"
#include "core/secret/file-vault-private.h"
#include "core/secret/vault-disk.h"
#include "core/secret/vault-entries.h"
#include "core/secret/vault-seal.h"
#include "core/secret/vault-error.h"

/* How long another process is waited for; it needs the file for a second at most. */
#define PATIENCE 20

struct _KpFileVault
{
  GObject parent;

  char *data_dir;
  guint32 iterations;
  guint patience;
  KpWorker *worker;
  int unlocked; /* (atomic): whether there is a key */

  /* The worker's alone. */
  KpSecret *key;
  KpVaultSalt salt;
};

static void kp_file_vault_vault_init (KpVaultInterface *interface);

G_DEFINE_FINAL_TYPE_WITH_CODE (KpFileVault, kp_file_vault, G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (KP_TYPE_VAULT,
                                                      kp_file_vault_vault_init))

/* What the worker is to do. */
typedef struct
{
  char *name;
  char *label;
  KpSecret *secret; /* or passphrase */
} Job;

static void
job_free (gpointer data)
{
  Job *job = data;

  g_clear_pointer (&job->name, g_free);
  g_clear_pointer (&job->label, g_free);
  g_clear_pointer (&job->secret, kp_secret_unref);
  g_free (job);
}

static void
set_locked (GError **error)
{
  g_propagate_error (
      error, kp_vault_error_new (KP_VAULT_ERROR_LOCKED,
                                 kp_sentence_keep (KP_SENTENCE_VAULT_LOCKED, NULL)));
}

static void
forget_key (KpFileVault *self)
{
  g_clear_pointer (&self->key, kp_secret_unref);
  g_atomic_int_set (&self->unlocked, FALSE);
}

/* @entries: (out) (transfer full) (nullable): what it keeps, %NULL if there is no file. The
 * key may be that of another file, which was moved away meanwhile. */
static gboolean
read_entries (KpFileVault *self, KpSecret **entries, GError **error)
{
  g_autoptr (GBytes) file = NULL;
  KpVaultSalt salt;

  *entries = NULL;
  if (!kp_vault_disk_read (self->data_dir, &file, error))
    return FALSE;
  if (file != NULL && !kp_vault_salt_read (&salt, file, self->iterations, error))
    return FALSE;
  if (file != NULL && self->key != NULL && !kp_vault_salt_equal (&salt, &self->salt))
    forget_key (self);
  if (self->key == NULL)
    {
      set_locked (error);
      return FALSE;
    }
  if (file != NULL)
    *entries = kp_vault_seal_open (self->key, file, error);
  return file == NULL || *entries != NULL;
}

static gboolean
write_entries (KpFileVault *self, KpSecret *entries, GError **error)
{
  g_autoptr (GBytes) file = kp_vault_seal_close (self->key, &self->salt, entries, error);

  return file != NULL && kp_vault_disk_write (self->data_dir, file, error);
}

static gboolean
take_key (KpFileVault *self, GBytes *file, KpSecret *passphrase, GError **error)
{
  g_autoptr (KpSecret) key = NULL;
  g_autoptr (KpSecret) entries = NULL;
  KpVaultSalt salt;

  if (file != NULL ? !kp_vault_salt_read (&salt, file, self->iterations, error)
                   : !kp_vault_salt_make (&salt, self->iterations, error))
    return FALSE;
  key = kp_vault_seal_derive (&salt, passphrase, error);
  if (key == NULL)
    return FALSE;
  if (file != NULL)
    {
      entries = kp_vault_seal_open (key, file, error);
      if (entries == NULL)
        return FALSE;
    }
  forget_key (self);
  self->key = g_steal_pointer (&key);
  self->salt = salt;
  return TRUE;
}

/* An empty file at once: another process that is given its first passphrase at the same
 * time must find it, or one of the two would be of no use afterwards. */
static gboolean
begin_file (KpFileVault *self, KpSecret *passphrase, GCancellable *cancellable,
            GError **error)
{
  int lock = kp_vault_disk_lock (self->data_dir, self->patience, cancellable, error);
  g_autoptr (GBytes) file = NULL;
  g_autoptr (KpSecret) none = kp_secret_new (NULL, 0);
  gboolean done;

  if (lock < 0)
    return FALSE;
  done = kp_vault_disk_read (self->data_dir, &file, error)
         && take_key (self, file, passphrase, error)
         && (file != NULL || write_entries (self, none, error));
  close (lock);
  if (!done)
    forget_key (self);
  return done;
}

static gboolean
unlock_with (KpFileVault *self, KpSecret *passphrase, GCancellable *cancellable,
             GError **error)
{
  g_autoptr (GBytes) file = NULL;
  gboolean done;

  if (!kp_vault_disk_read (self->data_dir, &file, error))
    return FALSE;
  done = file != NULL ? take_key (self, file, passphrase, error)
                      : begin_file (self, passphrase, cancellable, error);
  if (done)
    g_atomic_int_set (&self->unlocked, TRUE);
  return done;
}

static gboolean
is_empty (KpSecret *passphrase)
{
  gsize length;

  kp_secret_get_octets (passphrase, &length);
  return length == 0;
}

static void
return_success (GTask *task, gboolean success, GError *error)
{
  if (success)
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, error);
}

static void
unlock_in_worker (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  KpFileVault *self = source;
  Job *job = data;
  GError *error = NULL;
  gboolean done = FALSE;

  if (job->secret == NULL)
    done = self->key != NULL;
  else if (is_empty (job->secret))
    g_set_error_literal (&error, KP_VAULT_ERROR, KP_VAULT_ERROR_PASSPHRASE,
                         _ ("The passphrase is empty."));
  else
    done = unlock_with (self, job->secret, cancellable, &error);
  if (!done && error == NULL)
    set_locked (&error);
  return_success (task, done, error);
}

static gboolean
store_locked (KpFileVault *self, const Job *job, GError **error)
{
  g_autoptr (KpSecret) before = NULL;
  g_autoptr (KpSecret) after = NULL;

  if (!read_entries (self, &before, error))
    return FALSE;
  after = kp_vault_entries_put (before, job->name, job->label, job->secret, error);
  return after != NULL && write_entries (self, after, error);
}

static gboolean
remove_locked (KpFileVault *self, const Job *job, GError **error)
{
  g_autoptr (KpSecret) before = NULL;
  g_autoptr (KpSecret) after = NULL;

  if (!read_entries (self, &before, error))
    return FALSE;
  if (before == NULL)
    {
      kp_vault_set_absent (error, job->name);
      return FALSE;
    }
  after = kp_vault_entries_take_out (before, job->name, error);
  return after != NULL && write_entries (self, after, error);
}

/* From reading to writing no other process may write. */
static void
change_in_worker (GTask *task, KpFileVault *self, GCancellable *cancellable,
                  gboolean (*change) (KpFileVault *, const Job *, GError **))
{
  GError *error = NULL;
  int lock = kp_vault_disk_lock (self->data_dir, self->patience, cancellable, &error);
  gboolean done = lock >= 0 && change (self, g_task_get_task_data (task), &error);

  if (lock >= 0)
    close (lock);
  return_success (task, done, error);
}

static void
store_in_worker (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  change_in_worker (task, source, cancellable, store_locked);
}

static void
remove_in_worker (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  change_in_worker (task, source, cancellable, remove_locked);
}

/* Needs no lock: a file is put in place whole. */
static void
load_in_worker (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  KpFileVault *self = source;
  const Job *job = data;
  g_autoptr (KpSecret) entries = NULL;
  KpSecret *secret = NULL;
  GError *error = NULL;

  if (read_entries (self, &entries, &error))
    {
      if (entries == NULL)
        kp_vault_set_absent (&error, job->name);
      else
        secret = kp_vault_entries_find (entries, job->name, &error);
    }
  if (secret != NULL)
    g_task_return_pointer (task, secret, (GDestroyNotify) kp_secret_unref);
  else
    g_task_return_error (task, error);
}

static KpVaultState
get_state (KpVault *vault)
{
  KpFileVault *self = KP_FILE_VAULT (vault);

  if (g_atomic_int_get (&self->unlocked))
    return KP_VAULT_STATE_UNLOCKED;
  return kp_vault_disk_exists (self->data_dir) ? KP_VAULT_STATE_LOCKED : KP_VAULT_STATE_NEW;
}

static gboolean
takes_passphrase (KpVault *vault)
{
  return TRUE;
}

static void
queue (KpVault *vault, const char *name, const char *label, KpSecret *secret,
       GTaskThreadFunc work, GTask *task)
{
  KpFileVault *self = KP_FILE_VAULT (vault);
  Job *job = g_new0 (Job, 1);

  job->name = g_strdup (name);
  job->label = g_strdup (label);
  job->secret = secret != NULL ? kp_secret_ref (secret) : NULL;
  g_task_set_task_data (task, job, job_free);
  if (self->worker == NULL)
    self->worker = kp_worker_new ("keyplate-vault");
  kp_worker_queue (self->worker, G_PRIORITY_DEFAULT, work, task);
}

static void
unlock (KpVault *vault, KpSecret *passphrase, GTask *task)
{
  queue (vault, NULL, NULL, passphrase, unlock_in_worker, task);
}

static void
store (KpVault *vault, const char *name, const char *label, KpSecret *secret, GTask *task)
{
  queue (vault, name, label, secret, store_in_worker, task);
}

static void
load (KpVault *vault, const char *name, GTask *task)
{
  queue (vault, name, NULL, NULL, load_in_worker, task);
}

static void
remove_secret (KpVault *vault, const char *name, GTask *task)
{
  queue (vault, name, NULL, NULL, remove_in_worker, task);
}

static void
kp_file_vault_vault_init (KpVaultInterface *interface)
{
  interface->get_state = get_state;
  interface->takes_passphrase = takes_passphrase;
  interface->unlock = unlock;
  interface->store = store;
  interface->load = load;
  interface->remove = remove_secret;
}

static void
kp_file_vault_finalize (GObject *object)
{
  KpFileVault *self = KP_FILE_VAULT (object);

  /* Every task holds the vault, so the worker has none left. */
  g_clear_object (&self->worker);
  forget_key (self);
  g_free (self->data_dir);

  G_OBJECT_CLASS (kp_file_vault_parent_class)->finalize (object);
}

static void
kp_file_vault_class_init (KpFileVaultClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = kp_file_vault_finalize;
}

static void
kp_file_vault_init (KpFileVault *self)
{
  self->iterations = KP_VAULT_ITERATIONS;
  self->patience = PATIENCE;
}

KpVault *
kp_file_vault_new (const char *data_dir)
{
  KpFileVault *self;

  g_return_val_if_fail (data_dir != NULL, NULL);

  self = g_object_new (KP_TYPE_FILE_VAULT, NULL);
  self->data_dir = g_strdup (data_dir);
  return KP_VAULT (self);
}

void
kp_file_vault_set_iterations (KpFileVault *self, guint32 iterations)
{
  g_return_if_fail (KP_IS_FILE_VAULT (self));

  self->iterations = iterations;
}

void
kp_file_vault_set_patience (KpFileVault *self, guint seconds)
{
  g_return_if_fail (KP_IS_FILE_VAULT (self));

  self->patience = seconds;
}
