/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "core/certificate/key.h"

#include <glib/gi18n.h>
#include <gnutls/gnutls.h>
#include <string.h>

#include "core/base/worker.h"

#define SHA256_SIZE 32

struct _KpKey
{
  gnutls_x509_privkey_t privkey;
  KpKeyType type;
  char spki_sha256[2 * SHA256_SIZE + 1];
};

static const struct
{
  const char *name;
  const char *label;
  gnutls_pk_algorithm_t algorithm;
  unsigned int bits; /* as GnuTLS counts them */
  gnutls_ecc_curve_t curve;
} types[KP_KEY_N_TYPES] = {
  [KP_KEY_ECDSA_P256] = { "ecdsa-p256", "ECDSA P-256", GNUTLS_PK_ECDSA, 256,
                          GNUTLS_ECC_CURVE_SECP256R1 },
  [KP_KEY_ECDSA_P384] = { "ecdsa-p384", "ECDSA P-384", GNUTLS_PK_ECDSA, 384,
                          GNUTLS_ECC_CURVE_SECP384R1 },
  [KP_KEY_RSA_2048] = { "rsa-2048", "RSA 2048", GNUTLS_PK_RSA, 2048,
                        GNUTLS_ECC_CURVE_INVALID },
  [KP_KEY_RSA_3072] = { "rsa-3072", "RSA 3072", GNUTLS_PK_RSA, 3072,
                        GNUTLS_ECC_CURVE_INVALID },
  [KP_KEY_RSA_4096] = { "rsa-4096", "RSA 4096", GNUTLS_PK_RSA, 4096,
                        GNUTLS_ECC_CURVE_INVALID },
};

G_DEFINE_QUARK (kp - key - error - quark, kp_key_error)

const char *
kp_key_type_to_string (KpKeyType type)
{
  g_return_val_if_fail (type < KP_KEY_N_TYPES, NULL);

  return types[type].name;
}

gboolean
kp_key_type_from_string (const char *text, KpKeyType *type)
{
  for (guint i = 0; i < KP_KEY_N_TYPES; i++)
    if (g_strcmp0 (text, types[i].name) == 0)
      {
        *type = (KpKeyType) i;
        return TRUE;
      }
  return FALSE;
}

const char *
kp_key_type_get_label (KpKeyType type)
{
  g_return_val_if_fail (type < KP_KEY_N_TYPES, NULL);

  return types[type].label;
}

static void
fail (GError **error, int number)
{
  g_set_error (error, KP_KEY_ERROR, KP_KEY_ERROR_FAILED,
               /* Translators: %s is a reason from the library that makes keys. */
               _ ("The key could not be used: %s"), gnutls_strerror (number));
}

static gboolean
find_type (gnutls_x509_privkey_t privkey, KpKeyType *type)
{
  unsigned int bits = 0;
  int algorithm = gnutls_x509_privkey_get_pk_algorithm2 (privkey, &bits);

  for (guint i = 0; i < KP_KEY_N_TYPES; i++)
    if (algorithm == (int) types[i].algorithm && bits == types[i].bits)
      {
        *type = (KpKeyType) i;
        return TRUE;
      }
  return FALSE;
}

/* @privkey: (transfer full) */
static KpKey *
key_new (gnutls_x509_privkey_t privkey, GError **error)
{
  KpKey *self = g_new0 (KpKey, 1);
  guint8 id[SHA256_SIZE];
  size_t size = sizeof id;
  int number;

  self->privkey = privkey;
  if (!find_type (privkey, &self->type))
    {
      g_set_error_literal (error, KP_KEY_ERROR, KP_KEY_ERROR_TYPE,
                           _ ("No public certificate may have a key of this kind. Use "
                              "ECDSA P-256 or P-384, or RSA with 2048, 3072 or 4096 "
                              "bits."));
      kp_key_free (self);
      return NULL;
    }
  number = gnutls_x509_privkey_get_key_id (privkey, GNUTLS_KEYID_USE_SHA256, id, &size);
  if (number < 0)
    {
      fail (error, number);
      kp_key_free (self);
      return NULL;
    }
  for (guint i = 0; i < sizeof id; i++)
    g_snprintf (self->spki_sha256 + 2 * i, 3, "%02x", id[i]);
  return self;
}

/* What one call of kp_key_generate_async () waits for. Main thread, but for the type. */
typedef struct
{
  KpKeyType type;
  GTask *task; /* (nullable): until it was answered */
  GSource *cancellation;
} Making;

static void
making_free (gpointer data)
{
  Making *making = data;

  if (making->cancellation != NULL)
    {
      g_source_destroy (making->cancellation);
      g_source_unref (making->cancellation);
    }
  g_clear_object (&making->task);
  g_free (making);
}

static void
generate_in_worker (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  const Making *making = data;
  gnutls_pk_algorithm_t algorithm = types[making->type].algorithm;
  unsigned int bits = algorithm == GNUTLS_PK_ECDSA
                          ? GNUTLS_CURVE_TO_BITS (types[making->type].curve)
                          : types[making->type].bits;
  gnutls_x509_privkey_t privkey;
  GError *error = NULL;
  KpKey *key = NULL;
  int number;

  /* A program that ends does not wait for a key that nobody wants any more: what GnuTLS has
   * for itself stays meanwhile. */
  number = gnutls_global_init ();
  if (number >= 0)
    {
      number = gnutls_x509_privkey_init (&privkey);
      if (number >= 0)
        {
          number = gnutls_x509_privkey_generate2 (privkey, algorithm, bits, 0, NULL, 0);
          if (number >= 0)
            key = key_new (privkey, &error);
          else
            gnutls_x509_privkey_deinit (privkey);
        }
      gnutls_global_deinit ();
    }
  if (number < 0)
    fail (&error, number);
  if (key != NULL)
    g_task_return_pointer (task, key, (GDestroyNotify) kp_key_free);
  else
    g_task_return_error (task, error);
}

static void
generated_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  GError *error = NULL;
  g_autoptr (KpKey) key = g_task_propagate_pointer (G_TASK (result), &error);
  Making *making = g_task_get_task_data (G_TASK (result));

  /* Nobody wants it any more. */
  if (making->task == NULL)
    g_clear_error (&error);
  else if (key != NULL)
    g_task_return_pointer (making->task, g_steal_pointer (&key),
                           (GDestroyNotify) kp_key_free);
  else
    g_task_return_error (making->task, error);
}

/* Nothing makes GnuTLS stop: who waits is told so at once all the same. */
static gboolean
cancelled_cb (GCancellable *cancellable, gpointer data)
{
  Making *making = data;
  g_autoptr (GTask) task = g_steal_pointer (&making->task);

  if (task != NULL)
    g_task_return_error_if_cancelled (task);
  return G_SOURCE_REMOVE;
}

void
kp_key_generate_async (KpKeyType type, GCancellable *cancellable,
                       GAsyncReadyCallback callback, gpointer data)
{
  g_autoptr (KpWorker) worker = NULL;
  Making *making;
  GTask *work;

  g_return_if_fail (type < KP_KEY_N_TYPES);

  making = g_new0 (Making, 1);
  making->type = type;
  making->task = g_task_new (NULL, cancellable, callback, data);
  g_task_set_source_tag (making->task, kp_key_generate_async);
  if (cancellable != NULL)
    {
      making->cancellation = g_cancellable_source_new (cancellable);
      g_source_set_callback (making->cancellation, G_SOURCE_FUNC (cancelled_cb), making,
                             NULL);
      g_source_attach (making->cancellation, g_task_get_context (making->task));
    }
  work = g_task_new (NULL, NULL, generated_cb, NULL);
  g_task_set_task_data (work, making, making_free);
  /* One each: a key that nobody waits for any more holds up no other. */
  worker = kp_worker_new ("keyplate-key");
  kp_worker_queue (worker, G_PRIORITY_DEFAULT, generate_in_worker, work);
}

KpKey *
kp_key_generate_finish (GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, NULL), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}

KpKey *
kp_key_new_from_secret (KpSecret *secret, GError **error)
{
  gnutls_x509_privkey_t privkey = NULL;
  gnutls_datum_t der;
  gsize length;

  g_return_val_if_fail (secret != NULL, NULL);

  der.data = (guint8 *) kp_secret_get_octets (secret, &length);
  der.size = (unsigned int) length;
  if (length > G_MAXINT || gnutls_x509_privkey_init (&privkey) < 0
      || gnutls_x509_privkey_import_pkcs8 (privkey, &der, GNUTLS_X509_FMT_DER, NULL,
                                           GNUTLS_PKCS_PLAIN)
             < 0)
    {
      g_set_error_literal (error, KP_KEY_ERROR, KP_KEY_ERROR_INVALID,
                           _ ("This is no private key, or a damaged one."));
      gnutls_x509_privkey_deinit (privkey);
      return NULL;
    }
  return key_new (privkey, error);
}

void
kp_key_free (KpKey *self)
{
  g_return_if_fail (self != NULL);

  /* It wipes the numbers that it is made of. */
  gnutls_x509_privkey_deinit (self->privkey);
  g_free (self);
}

KpKeyType
kp_key_get_key_type (KpKey *self)
{
  g_return_val_if_fail (self != NULL, KP_KEY_ECDSA_P256);

  return self->type;
}

const char *
kp_key_get_spki_sha256 (KpKey *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return self->spki_sha256;
}

gnutls_x509_privkey_t
kp_key_get_privkey (KpKey *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return self->privkey;
}

KpSecret *
kp_key_to_secret (KpKey *self, GError **error)
{
  gnutls_datum_t der = { NULL, 0 };
  int number;

  g_return_val_if_fail (self != NULL, NULL);

  number = gnutls_x509_privkey_export2_pkcs8 (self->privkey, GNUTLS_X509_FMT_DER, NULL,
                                              GNUTLS_PKCS_PLAIN, &der);
  if (number < 0)
    {
      fail (error, number);
      return NULL;
    }
  return kp_secret_new_take (der.data, der.size, gnutls_free);
}

/* GnuTLS takes a text, and an empty one for none. */
static const char *
get_passphrase (KpSecret *passphrase, GError **error)
{
  const char *text = kp_secret_get_text (passphrase);

  if (text != NULL && *text != '\0')
    return text;
  g_set_error_literal (error, KP_KEY_ERROR, KP_KEY_ERROR_PASSPHRASE,
                       text != NULL ? _ ("The passphrase is empty.")
                                    : _ ("The passphrase is no UTF-8 text."));
  return NULL;
}

static GBytes *
take_datum (gnutls_datum_t *datum)
{
  GBytes *octets = g_bytes_new (datum->data, datum->size);

  gnutls_free (datum->data);
  return octets;
}

GBytes *
kp_key_to_pkcs8 (KpKey *self, KpSecret *passphrase, GError **error)
{
  gnutls_datum_t pem = { NULL, 0 };
  const char *text;
  int number;

  g_return_val_if_fail (self != NULL && passphrase != NULL, NULL);

  text = get_passphrase (passphrase, error);
  if (text == NULL)
    return NULL;
  number = gnutls_x509_privkey_export2_pkcs8 (self->privkey, GNUTLS_X509_FMT_PEM, text,
                                              GNUTLS_PKCS_PBES2_AES_256, &pem);
  if (number < 0)
    {
      fail (error, number);
      return NULL;
    }
  return take_datum (&pem);
}
