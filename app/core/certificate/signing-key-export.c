/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "core/certificate/signing-key-export.h"

#include <glib/gi18n.h>

#include "core/base/worker.h"

typedef struct
{
  KpSigningKey *key;
  KpKeyFile form;
  KpSecret *passphrase;
  GPtrArray *chain; /* (nullable) */
  KpSecret *secret; /* (nullable): from the vault */
} Export;

static void
export_free (gpointer data)
{
  Export *export = data;

  g_clear_pointer (&export->key, kp_signing_key_free);
  g_clear_pointer (&export->passphrase, kp_secret_unref);
  g_clear_pointer (&export->chain, g_ptr_array_unref);
  g_clear_pointer (&export->secret, kp_secret_unref);
  g_free (export);
}

static GBytes *
write_key (const Export *export, GError **error)
{
  g_autoptr (KpKey) key = kp_key_new_from_secret (export->secret, error);

  if (key == NULL)
    return NULL;
  if (!g_str_equal (kp_key_get_spki_sha256 (key), export->key->spki_sha256))
    {
      g_set_error_literal (error, KP_KEY_ERROR, KP_KEY_ERROR_INVALID,
                           _ ("The vault keeps another key in the place of this one."));
      return NULL;
    }
  return export->form == KP_KEY_FILE_PKCS12
             ? kp_key_to_pkcs12 (key, export->passphrase, export->key->host, export->chain,
                                 error)
             : kp_key_to_pkcs8 (key, export->passphrase, error);
}

static void
export_in_worker (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  GError *error = NULL;
  GBytes *octets = write_key (data, &error);

  if (octets != NULL)
    g_task_return_pointer (task, octets, (GDestroyNotify) g_bytes_unref);
  else
    g_task_return_error (task, error);
}

static void
loaded_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GTask) task = data;
  Export *export = g_task_get_task_data (task);
  g_autoptr (KpWorker) worker = NULL;
  GError *error = NULL;

  export->secret = kp_vault_load_finish (KP_VAULT (source), result, &error);
  if (export->secret == NULL)
    {
      g_task_return_error (task, error);
      return;
    }
  worker = kp_worker_new ("keyplate-key");
  kp_worker_queue (worker, G_PRIORITY_DEFAULT, export_in_worker, g_object_ref (task));
}

void
kp_signing_key_export_async (KpVault *vault, const KpSigningKey *key, KpKeyFile form,
                             KpSecret *passphrase, GPtrArray *chain,
                             GCancellable *cancellable, GAsyncReadyCallback callback,
                             gpointer data)
{
  g_autofree char *name = NULL;
  Export *export;
  GTask *task;

  g_return_if_fail (KP_IS_VAULT (vault));
  g_return_if_fail (key != NULL && passphrase != NULL);

  name = kp_signing_key_make_name (key->spki_sha256);
  export = g_new0 (Export, 1);
  export->key = kp_signing_key_copy (key);
  export->form = form;
  export->passphrase = kp_secret_ref (passphrase);
  export->chain = chain != NULL ? g_ptr_array_ref (chain) : NULL;
  task = g_task_new (NULL, cancellable, callback, data);
  g_task_set_source_tag (task, kp_signing_key_export_async);
  g_task_set_task_data (task, export, export_free);
  kp_vault_load_async (vault, name, cancellable, loaded_cb, task);
}

GBytes *
kp_signing_key_export_finish (GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_async_result_is_tagged (result, kp_signing_key_export_async),
                        NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}
