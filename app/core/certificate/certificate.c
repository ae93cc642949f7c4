/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "core/certificate/certificate.h"

#include <glib/gi18n.h>
#include <gnutls/abstract.h>
#include <gnutls/crypto.h>
#include <gnutls/x509-ext.h>
#include <string.h>

#include "core/certificate/certificate-text.h"
#include "core/certificate/der.h"

#define SHA256_SIZE 32
#define SUBJECT_MAX 1024
#define DNS_NAME_MAX 253
/* Entries looked at for names: of other kinds there may be some, too. */
#define ALT_NAMES_MAX 1024

static char *
sha256 (const void *data, gsize length)
{
  static const char digits[] = "0123456789abcdef";
  guint8 digest[SHA256_SIZE] = { 0 };
  char *hex = g_malloc (SHA256_SIZE * 2 + 1);

  /* Three times as fast as GChecksum; a probe does it for every certificate served. */
  (void) gnutls_hash_fast (GNUTLS_DIG_SHA256, data, length, digest);
  for (guint i = 0; i < SHA256_SIZE; i++)
    {
      hex[i * 2] = digits[digest[i] >> 4];
      hex[i * 2 + 1] = digits[digest[i] & 0x0f];
    }
  hex[SHA256_SIZE * 2] = '\0';
  return hex;
}

char *
kp_certificate_sha256 (GBytes *der)
{
  gsize length = 0;
  gconstpointer data = g_bytes_get_data (der, &length);

  return sha256 (data, length);
}

char *
kp_certificate_to_pem (GBytes *der)
{
  gsize length = 0;
  gconstpointer data = g_bytes_get_data (der, &length);
  g_autofree char *base64 = g_base64_encode (data, length);
  gsize left = strlen (base64);
  GString *pem = g_string_new ("-----BEGIN CERTIFICATE-----\n");

  for (const char *at = base64; left > 0;)
    {
      gsize line = MIN (left, 64);

      g_string_append_len (pem, at, (gssize) line);
      g_string_append_c (pem, '\n');
      at += line;
      left -= line;
    }
  g_string_append (pem, "-----END CERTIFICATE-----\n");
  return g_string_free (pem, FALSE);
}

/* One SEQUENCE that is as long as the octets: what a certificate has behind it is no part
 * of it, yet would change its fingerprint. */
static gboolean
is_whole (GBytes *der)
{
  KpDer rest, content;

  rest.data = g_bytes_get_data (der, &rest.length);
  return rest.length <= KP_CERTIFICATE_MAX_SIZE
         && kp_der_enter (&rest, KP_DER_SEQUENCE, &content) && rest.length == 0;
}

gboolean
kp_certificate_key_is_bounded (gconstpointer der, gsize length)
{
  KpDer key;

  return kp_der_find_public_key ((KpDer){ der, length }, &key)
         && kp_der_public_key_is_bounded (key);
}

gnutls_x509_crt_t
kp_certificate_import (GBytes *der, GError **error)
{
  gnutls_x509_crt_t crt = NULL;
  gnutls_datum_t datum;
  gsize length = 0;
  int status;

  if (!is_whole (der))
    {
      g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_INVALID_DATA,
                           _ ("This is not a certificate."));
      return NULL;
    }
  datum.data = (guint8 *) g_bytes_get_data (der, &length);
  datum.size = (unsigned int) length;
  status = kp_certificate_key_is_bounded (datum.data, length) ? 0 : -1;
  if (status == 0)
    status = gnutls_x509_crt_init (&crt);
  if (status == 0)
    status = gnutls_x509_crt_import (crt, &datum, GNUTLS_X509_FMT_DER);
  if (status < 0)
    {
      g_clear_pointer (&crt, gnutls_x509_crt_deinit);
      g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_INVALID_DATA,
                           _ ("The certificate is damaged and can’t be read."));
    }
  return crt;
}

gboolean
kp_certificate_is_self_signed (gnutls_x509_crt_t crt)
{
  const unsigned int flags =
      GNUTLS_VERIFY_DISABLE_TIME_CHECKS | GNUTLS_VERIFY_DISABLE_TRUSTED_TIME_CHECKS
      | GNUTLS_VERIFY_ALLOW_BROKEN | GNUTLS_VERIFY_ALLOW_SIGN_WITH_SHA1;
  unsigned int status = 0;

  if (!gnutls_x509_crt_check_issuer (crt, crt))
    return FALSE;
  /* One that is no CA may sign itself, too: only the signature counts. */
  return gnutls_x509_crt_verify (crt, &crt, 1, flags, &status) == 0
         && (status & (GNUTLS_CERT_SIGNATURE_FAILURE | GNUTLS_CERT_SIGNER_NOT_FOUND)) == 0;
}

/* Lower case; %NULL for what can't be a name: a NUL would end it early for some readers and
 * not for others, the oldest trick of them all. */
static char *
dns_name (const gnutls_datum_t *name)
{
  if (name->size == 0 || name->size > DNS_NAME_MAX)
    return NULL;
  for (unsigned int i = 0; i < name->size; i++)
    if (!g_ascii_isgraph (name->data[i]))
      return NULL;
  return g_ascii_strdown ((const char *) name->data, name->size);
}

static char **
read_names (gnutls_x509_crt_t crt)
{
  g_autoptr (GStrvBuilder) names = g_strv_builder_new ();
  gnutls_datum_t san;
  gnutls_datum_t name;
  gnutls_subject_alt_names_t list = NULL;
  unsigned int kind = 0;
  guint kept = 0;

  if (gnutls_x509_crt_get_extension_by_oid2 (crt, "2.5.29.17", 0, &san, NULL) < 0)
    return g_new0 (char *, 1);
  if (gnutls_subject_alt_names_init (&list) == 0
      && gnutls_x509_ext_import_subject_alt_names (&san, list, 0) == 0)
    for (guint i = 0; i < ALT_NAMES_MAX && kept < KP_CERTIFICATE_MAX_NAMES
                      && gnutls_subject_alt_names_get (list, i, &kind, &name, NULL) >= 0;
         i++)
      {
        g_autofree char *text = kind == GNUTLS_SAN_DNSNAME ? dns_name (&name) : NULL;

        if (text == NULL)
          continue;
        g_strv_builder_add (names, text);
        kept++;
      }
  g_clear_pointer (&list, gnutls_subject_alt_names_deinit);
  gnutls_free (san.data);
  return g_strv_builder_end (names);
}

static char *
read_subject (gnutls_x509_crt_t crt)
{
  gnutls_datum_t text = { NULL, 0 };
  char *subject;

  if (gnutls_x509_crt_get_dn3 (crt, &text, 0) < 0)
    return g_strdup ("");
  subject = kp_certificate_text_clean ((const char *) text.data, text.size, SUBJECT_MAX);
  gnutls_free (text.data);
  return subject;
}

KpCertificateFacts *
kp_certificate_facts_from_crt (gnutls_x509_crt_t crt, GBytes *der, GError **error)
{
  g_autoptr (KpCertificateFacts) facts = kp_certificate_facts_new ();
  time_t not_before = gnutls_x509_crt_get_activation_time (crt);
  time_t not_after = gnutls_x509_crt_get_expiration_time (crt);
  KpDer whole, key;

  whole.data = g_bytes_get_data (der, &whole.length);
  if (not_before == (time_t) -1 || not_after == (time_t) -1
      || !kp_der_find_public_key (whole, &key))
    {
      g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_INVALID_DATA,
                           _ ("The certificate is damaged and can’t be read."));
      return NULL;
    }
  facts->names = read_names (crt);
  facts->subject = read_subject (crt);
  facts->issuer = kp_certificate_text_name (crt, TRUE);
  facts->key = kp_certificate_text_key (crt);
  facts->not_before = not_before;
  facts->not_after = not_after;
  facts->sha256 = kp_certificate_sha256 (der);
  facts->spki_sha256 = sha256 (key.data, key.length);
  facts->self_issued = kp_certificate_is_self_signed (crt);
  return g_steal_pointer (&facts);
}

KpCertificateFacts *
kp_certificate_facts_from_der (GBytes *der, GError **error)
{
  gnutls_x509_crt_t crt = kp_certificate_import (der, error);
  KpCertificateFacts *facts;

  if (crt == NULL)
    return NULL;
  facts = kp_certificate_facts_from_crt (crt, der, error);
  gnutls_x509_crt_deinit (crt);
  return facts;
}
