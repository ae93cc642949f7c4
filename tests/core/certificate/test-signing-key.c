/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/certificate/signing-key-export.h"
#include "core/certificate/signing-key-maker.h"
#include "core/secret/file-vault-private.h"
#include "core/secret/memory-vault.h"
#include "core/secret/vault-disk.h"
#include "store/store-test.h"

#include <gnutls/pkcs12.h>
#include <string.h>
#include <unistd.h>

#include "patience.h"

static const char *const names[] = { "cp.kite.example", "www.kite.example", NULL };

typedef struct
{
  StoreTest base;
  KpVault *vault;
} Fixture;

static void
set_up (Fixture *self, gconstpointer data)
{
  store_test_set_up (&self->base, data);
  self->vault = kp_memory_vault_new ();
}

static void
tear_down (Fixture *self, gconstpointer data)
{
  g_clear_object (&self->vault);
  store_test_tear_down (&self->base, data);
}

static KpSigningKey *
make (Fixture *self, KpKeyType type, GCancellable *cancellable, GError **error)
{
  g_autoptr (KpSubject) subject = kp_subject_new (NULL);
  g_autoptr (GAsyncResult) result = NULL;

  kp_subject_set_field (subject, KP_SUBJECT_ORGANIZATION, "Kite Ltd");
  kp_subject_set_field (subject, KP_SUBJECT_COUNTRY, "GB");
  kp_subject_set_field (subject, KP_SUBJECT_EMAIL, "ada@kite.example");
  kp_subject_set_field (subject, KP_SUBJECT_ORGANIZATIONAL_UNIT, "Web");
  kp_signing_key_make_async (self->vault, self->base.store, type, names, subject, NOW,
                             cancellable, store_test_take, &result);
  return kp_signing_key_make_finish (store_test_wait (&result), error);
}

static GPtrArray *
load_noted (Fixture *self)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  GPtrArray *keys;

  kp_store_load_signing_keys_async (self->base.store, names[0], NULL, store_test_take,
                                    &result);
  keys = kp_store_load_signing_keys_finish (self->base.store, store_test_wait (&result),
                                            &error);
  g_assert_no_error (error);
  return keys;
}

static KpKey *
load_key (Fixture *self, const KpSigningKey *key)
{
  g_autofree char *name = kp_signing_key_make_name (key->spki_sha256);
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (KpSecret) secret = NULL;
  g_autoptr (GError) error = NULL;
  KpKey *loaded;

  kp_vault_load_async (self->vault, name, NULL, store_test_take, &result);
  secret = kp_vault_load_finish (self->vault, store_test_wait (&result), &error);
  g_assert_no_error (error);
  loaded = kp_key_new_from_secret (secret, &error);
  g_assert_no_error (error);
  return loaded;
}

static char *
get_subject (GBytes *der)
{
  gnutls_datum_t octets = { (void *) g_bytes_get_data (der, NULL), g_bytes_get_size (der) };
  gnutls_datum_t text = { NULL, 0 };
  gnutls_x509_crq_t crq;
  char *subject;

  g_assert_cmpint (gnutls_x509_crq_init (&crq), ==, 0);
  g_assert_cmpint (gnutls_x509_crq_import (crq, &octets, GNUTLS_X509_FMT_DER), ==, 0);
  g_assert_cmpint (gnutls_x509_crq_verify (crq, 0), ==, 0);
  g_assert_cmpint (gnutls_x509_crq_get_dn2 (crq, &text), ==, 0);
  subject = g_strdup ((const char *) text.data);
  gnutls_free (text.data);
  gnutls_x509_crq_deinit (crq);
  return subject;
}

/* The key is in the vault, its request in the store, and they belong together. */
static void
test_made (Fixture *self, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (KpSigningKey) key = make (self, KP_KEY_ECDSA_P384, NULL, &error);
  g_autoptr (GPtrArray) noted = NULL;
  g_autoptr (KpKey) kept = NULL;
  g_autofree char *subject = NULL;

  g_assert_no_error (error);
  noted = load_noted (self);
  g_assert_cmpuint (noted->len, ==, 1);
  g_assert_cmpstr (((KpSigningKey *) noted->pdata[0])->spki_sha256, ==, key->spki_sha256);
  g_assert_true (g_bytes_equal (((KpSigningKey *) noted->pdata[0])->csr, key->csr));
  g_assert_cmpstr (key->host, ==, "cp.kite.example");
  g_assert_cmpstr (key->algorithm, ==, "ecdsa-p384");
  g_assert_cmpint (key->created_at, ==, NOW);
  g_assert_cmpint (((KpSigningKey *) noted->pdata[0])->created_at, ==, NOW);
  kept = load_key (self, key);
  g_assert_cmpstr (kp_key_get_spki_sha256 (kept), ==, key->spki_sha256);
  subject = get_subject (key->csr);
  g_assert_nonnull (strstr (subject, "Kite Ltd"));
  g_assert_null (strstr (subject, "ada@"));
  g_assert_null (strstr (subject, "Web"));
}

static void
assert_nothing (Fixture *self)
{
  g_autoptr (GPtrArray) noted = load_noted (self);

  g_assert_cmpuint (noted->len, ==, 0);
}

/* A key that can't be kept is not noted either. */
static void
test_locked (Fixture *self, gconstpointer data)
{
  g_autoptr (GError) locked =
      g_error_new_literal (KP_VAULT_ERROR, KP_VAULT_ERROR_LOCKED, "Locked.");
  g_autoptr (GError) error = NULL;

  kp_memory_vault_set_error (KP_MEMORY_VAULT (self->vault), locked);
  g_assert_null (make (self, KP_KEY_ECDSA_P256, NULL, &error));
  g_assert_error (error, KP_VAULT_ERROR, KP_VAULT_ERROR_LOCKED);
  assert_nothing (self);
}

/* One that can't be noted is taken out of the vault again. */
static void
test_not_noted (Fixture *self, gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  store_test_close (self->base.store);
  g_assert_null (make (self, KP_KEY_ECDSA_P256, NULL, &error));
  g_assert_nonnull (error);
  g_assert_null (strstr (error->message, "left in the vault"));
  g_assert_cmpuint (kp_memory_vault_get_n_secrets (KP_MEMORY_VAULT (self->vault)), ==, 0);
  g_clear_object (&self->base.store);
  self->base.store = store_test_new (&self->base, FALSE);
  g_assert_true (store_test_open (self->base.store, NULL));
  assert_nothing (self);
}

static void
test_cancelled (Fixture *self, gconstpointer data)
{
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GError) error = NULL;

  g_cancellable_cancel (cancellable);
  g_assert_null (make (self, KP_KEY_ECDSA_P384, cancellable, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_assert_cmpuint (kp_memory_vault_get_n_secrets (KP_MEMORY_VAULT (self->vault)), ==, 0);
  assert_nothing (self);
}

static gboolean
cancel_cb (gpointer cancellable)
{
  g_cancellable_cancel (cancellable);
  return G_SOURCE_REMOVE;
}

/* Who cancels is told of a key that could not be taken back, which a mere Cancel would not
 * show. */
static void
test_cancelled_and_left (Fixture *self, gconstpointer data)
{
  g_autoptr (KpSecret) passphrase = kp_secret_new ("horse", 5);
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  int lock;

  g_clear_object (&self->vault);
  self->vault = kp_file_vault_new (self->base.dir);
  kp_file_vault_set_iterations (KP_FILE_VAULT (self->vault), 10);
  kp_file_vault_set_patience (KP_FILE_VAULT (self->vault), patience ());
  kp_vault_unlock_async (self->vault, passphrase, NULL, store_test_take, &result);
  g_assert_true (kp_vault_unlock_finish (self->vault, store_test_wait (&result), NULL));

  /* Another process holds it, so that the key waits to be kept when it is cancelled. */
  lock = kp_vault_disk_lock (self->base.dir, 0, NULL, NULL);
  g_assert_cmpint (lock, >=, 0);
  g_timeout_add (300 * patience (), cancel_cb, cancellable);
  g_assert_null (make (self, KP_KEY_ECDSA_P256, cancellable, &error));
  g_assert_error (error, KP_VAULT_ERROR, KP_VAULT_ERROR_BUSY);
  g_assert_nonnull (strstr (error->message, "may be left in the vault"));
  assert_nothing (self);
  close (lock);
}

static GBytes *
export_key (Fixture *self, const KpSigningKey *key, KpKeyFile form, const char *passphrase,
            GError **error)
{
  g_autoptr (KpSecret) secret = kp_secret_new (passphrase, strlen (passphrase));
  g_autoptr (GAsyncResult) result = NULL;

  kp_signing_key_export_async (self->vault, key, form, secret, NULL, NULL, store_test_take,
                               &result);
  return kp_signing_key_export_finish (store_test_wait (&result), error);
}

/* Only the passphrase opens it, and what it opens is the key. */
static void
test_exported (Fixture *self, gconstpointer data)
{
  g_autoptr (KpSigningKey) key = make (self, KP_KEY_ECDSA_P256, NULL, NULL);
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) pem = NULL;
  g_autoptr (GBytes) p12 = NULL;
  gnutls_datum_t octets;
  gnutls_x509_privkey_t privkey;
  gnutls_pkcs12_t file;

  pem = export_key (self, key, KP_KEY_FILE_PKCS8, "pass phrase", &error);
  g_assert_no_error (error);
  octets.data = (void *) g_bytes_get_data (pem, NULL);
  octets.size = g_bytes_get_size (pem);
  g_assert_nonnull (
      g_strstr_len ((char *) octets.data, octets.size, "BEGIN ENCRYPTED PRIVATE KEY"));
  g_assert_cmpint (gnutls_x509_privkey_init (&privkey), ==, 0);
  g_assert_cmpint (
      gnutls_x509_privkey_import2 (privkey, &octets, GNUTLS_X509_FMT_PEM, "wrong", 0), <,
      0);
  gnutls_x509_privkey_deinit (privkey);
  g_assert_cmpint (gnutls_x509_privkey_init (&privkey), ==, 0);
  g_assert_cmpint (
      gnutls_x509_privkey_import2 (privkey, &octets, GNUTLS_X509_FMT_PEM, "pass phrase", 0),
      ==, 0);
  gnutls_x509_privkey_deinit (privkey);

  p12 = export_key (self, key, KP_KEY_FILE_PKCS12, "pass phrase", &error);
  g_assert_no_error (error);
  octets.data = (void *) g_bytes_get_data (p12, NULL);
  octets.size = g_bytes_get_size (p12);
  g_assert_cmpint (gnutls_pkcs12_init (&file), ==, 0);
  g_assert_cmpint (gnutls_pkcs12_import (file, &octets, GNUTLS_X509_FMT_DER, 0), ==, 0);
  g_assert_cmpint (gnutls_pkcs12_verify_mac (file, "wrong"), <, 0);
  g_assert_cmpint (gnutls_pkcs12_verify_mac (file, "pass phrase"), ==, 0);
  gnutls_pkcs12_deinit (file);
}

static void
test_not_exported (Fixture *self, gconstpointer data)
{
  g_autoptr (KpSigningKey) key = make (self, KP_KEY_ECDSA_P256, NULL, NULL);
  g_autoptr (KpSigningKey) other = make (self, KP_KEY_ECDSA_P256, NULL, NULL);
  g_autofree char *name = kp_signing_key_make_name (key->spki_sha256);
  g_autoptr (KpKey) kept = load_key (self, other);
  g_autoptr (KpSecret) secret = kp_key_to_secret (kept, NULL);
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;

  g_assert_null (export_key (self, key, KP_KEY_FILE_PKCS8, "", &error));
  g_assert_error (error, KP_KEY_ERROR, KP_KEY_ERROR_PASSPHRASE);
  g_clear_error (&error);

  /* Another key in its place is not given out as this one. */
  kp_vault_store_async (self->vault, name, "x", secret, NULL, store_test_take, &result);
  g_assert_true (kp_vault_store_finish (self->vault, store_test_wait (&result), NULL));
  g_assert_null (export_key (self, key, KP_KEY_FILE_PKCS8, "pass phrase", &error));
  g_assert_error (error, KP_KEY_ERROR, KP_KEY_ERROR_INVALID);
  g_clear_error (&error);

  g_clear_object (&self->vault);
  self->vault = kp_memory_vault_new ();
  g_assert_null (export_key (self, key, KP_KEY_FILE_PKCS8, "pass phrase", &error));
  g_assert_error (error, KP_VAULT_ERROR, KP_VAULT_ERROR_ABSENT);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
#define TEST(name, function)                                                               \
  g_test_add ("/signing-key/" name, Fixture, NULL, set_up, function, tear_down)
  TEST ("made", test_made);
  TEST ("locked", test_locked);
  TEST ("not-noted", test_not_noted);
  TEST ("cancelled", test_cancelled);
  TEST ("cancelled-and-left", test_cancelled_and_left);
  /* A key is derived six times: no time for that under valgrind. */
  if (!is_watched ())
    TEST ("exported", test_exported);
  TEST ("not-exported", test_not_exported);
#undef TEST
  return g_test_run ();
}
