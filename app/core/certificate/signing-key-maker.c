/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "core/certificate/signing-key-maker.h"

#include <glib/gi18n.h>

/* What is made, step by step. */
typedef struct
{
  KpVault *vault;
  KpStore *store;
  char **names;
  KpSubject *subject; /* (nullable) */
  KpKey *key;
  GBytes *csr;
  gint64 now;
  char *secret_name;
  GError *error; /* (nullable): why the key is taken back */
} Making;

static void
making_free (gpointer data)
{
  Making *making = data;

  g_clear_object (&making->vault);
  g_clear_object (&making->store);
  g_clear_object (&making->subject);
  g_clear_pointer (&making->names, g_strfreev);
  g_clear_pointer (&making->key, kp_key_free);
  g_clear_pointer (&making->csr, g_bytes_unref);
  g_clear_pointer (&making->secret_name, g_free);
  g_clear_error (&making->error);
  g_free (making);
}

/* Returns: (transfer full): @why nothing was made, and that the key may still be there for
 * @error. That is a fault, too, where somebody only wanted no key any more. */
static GError *
add_left (GError *why, const Making *making, const GError *error)
{
  char *message;

  if (g_error_matches (why, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    {
      g_error_free (why);
      return g_error_new (error->domain, error->code,
                          /* Translators: the name of a secret, and a sentence */
                          _ ("Cancelled, but the key “%s” may be left in the vault: %s"),
                          making->secret_name, error->message);
    }
  message = g_strdup_printf (
      /* Translators: a sentence, the name of a secret, and another sentence */
      _ ("%s The key “%s” is left in the vault: %s"), why->message, making->secret_name,
      error->message);
  g_free (why->message);
  why->message = message;
  return why;
}

static void
removed_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GTask) task = data;
  Making *making = g_task_get_task_data (task);
  g_autoptr (GError) error = NULL;
  GError *why = g_steal_pointer (&making->error);

  /* A place that isn't there has not taken it either. */
  if (!kp_vault_remove_finish (KP_VAULT (source), result, &error)
      && !g_error_matches (error, KP_VAULT_ERROR, KP_VAULT_ERROR_ABSENT)
      && !g_error_matches (error, KP_VAULT_ERROR, KP_VAULT_ERROR_UNAVAILABLE))
    why = add_left (why, making, error);
  g_task_return_error (task, why);
}

/* Nothing stays of a key whose request nobody has. @error: (transfer full) */
static void
take_back (GTask *task, GError *error)
{
  Making *making = g_task_get_task_data (task);

  making->error = error;
  kp_vault_remove_async (making->vault, making->secret_name, NULL, removed_cb,
                         g_object_ref (task));
}

static KpSigningKey *
describe (const Making *making)
{
  KpSigningKey *key = kp_signing_key_new (
      kp_key_get_spki_sha256 (making->key), making->names[0],
      kp_key_type_to_string (kp_key_get_key_type (making->key)), making->csr);

  key->created_at = making->now;
  return key;
}

static void
noted_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GTask) task = data;
  GError *error = NULL;

  if (kp_store_save_signing_key_finish (KP_STORE (source), result, &error))
    g_task_return_pointer (task, describe (g_task_get_task_data (task)),
                           (GDestroyNotify) kp_signing_key_free);
  else
    take_back (task, error);
}

static void
stored_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GTask) task = data;
  Making *making = g_task_get_task_data (task);
  GCancellable *cancellable = g_task_get_cancellable (task);
  g_autoptr (KpSigningKey) key = NULL;
  GError *error = NULL;
  gboolean stored = kp_vault_store_finish (KP_VAULT (source), result, &error);

  if (stored && !g_cancellable_set_error_if_cancelled (cancellable, &error))
    {
      key = describe (making);
      kp_store_save_signing_key_async (making->store, key, NULL, noted_cb,
                                       g_object_ref (task));
    }
  /* One that was cancelled may have come to its end. */
  else if (stored || g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    take_back (task, error);
  else
    g_task_return_error (task, error);
}

/* @secret: what the key is; the keyring shows its user the label. */
static void
store_key (GTask *task, KpSecret *secret)
{
  Making *making = g_task_get_task_data (task);
  /* Translators: a host name */
  g_autofree char *label = g_strdup_printf (_ ("Private key of %s"), making->names[0]);

  making->secret_name = kp_signing_key_make_name (kp_key_get_spki_sha256 (making->key));
  kp_vault_store_async (making->vault, making->secret_name, label, secret,
                        g_task_get_cancellable (task), stored_cb, g_object_ref (task));
}

static void
generated_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GTask) task = data;
  Making *making = g_task_get_task_data (task);
  g_autoptr (KpSecret) secret = NULL;
  GError *error = NULL;

  making->key = kp_key_generate_finish (result, &error);
  if (making->key != NULL)
    making->csr = kp_csr_make (making->key, (const char *const *) making->names,
                               making->subject, FALSE, &error);
  if (making->csr != NULL)
    secret = kp_key_to_secret (making->key, &error);
  if (secret != NULL)
    store_key (task, secret);
  else
    g_task_return_error (task, error);
}

void
kp_signing_key_make_async (KpVault *vault, KpStore *store, KpKeyType type,
                           const char *const *names, KpSubject *subject, gint64 now,
                           GCancellable *cancellable, GAsyncReadyCallback callback,
                           gpointer data)
{
  Making *making;
  GTask *task;

  g_return_if_fail (KP_IS_VAULT (vault));
  g_return_if_fail (KP_IS_STORE (store));
  g_return_if_fail (names != NULL && names[0] != NULL);

  making = g_new0 (Making, 1);
  making->vault = g_object_ref (vault);
  making->store = g_object_ref (store);
  making->names = g_strdupv ((char **) names);
  making->subject = subject != NULL ? kp_subject_copy (subject) : NULL;
  making->now = now;
  task = g_task_new (NULL, cancellable, callback, data);
  g_task_set_source_tag (task, kp_signing_key_make_async);
  /* What was written in spite of it is told, not lost. */
  g_task_set_check_cancellable (task, FALSE);
  g_task_set_task_data (task, making, making_free);
  kp_key_generate_async (type, cancellable, generated_cb, task);
}

KpSigningKey *
kp_signing_key_make_finish (GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_async_result_is_tagged (result, kp_signing_key_make_async), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}
