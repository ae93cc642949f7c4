/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "core/certificate/csr-maker.h"

#include <glib/gi18n.h>
#include <gnutls/abstract.h>
#include <gnutls/x509-ext.h>
#include <string.h>

#include "core/base/host-name.h"
#include "core/model/subject-rules.h"

/* Characters of the longest common name (BR section 7.1.4.2). */
#define MAX_COMMON_NAME 64

G_DEFINE_QUARK (kp - csr - error - quark, kp_csr_error)

static const struct
{
  KpSubjectField field;
  const char *oid;
} attributes[] = {
  { KP_SUBJECT_COUNTRY, GNUTLS_OID_X520_COUNTRY_NAME },
  { KP_SUBJECT_STATE, GNUTLS_OID_X520_STATE_OR_PROVINCE_NAME },
  { KP_SUBJECT_LOCALITY, GNUTLS_OID_X520_LOCALITY_NAME },
  { KP_SUBJECT_ORGANIZATION, GNUTLS_OID_X520_ORGANIZATION_NAME },
  { KP_SUBJECT_ORGANIZATIONAL_UNIT, GNUTLS_OID_X520_ORGANIZATIONAL_UNIT_NAME },
};

char **
kp_csr_read_names (const char *const *texts, GError **error)
{
  g_autoptr (GStrvBuilder) names = g_strv_builder_new ();
  g_autoptr (GHashTable) seen =
      g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);

  for (guint i = 0; texts[i] != NULL; i++)
    {
      g_autoptr (GError) reason = NULL;
      char *name = kp_host_name_parse (texts[i], NULL, &reason);

      if (name == NULL)
        {
          g_set_error_literal (error, KP_CSR_ERROR, KP_CSR_ERROR_NAME, reason->message);
          return NULL;
        }
      if (!g_hash_table_contains (seen, name))
        g_strv_builder_add (names, name);
      g_hash_table_add (seen, name);
    }
  if (g_hash_table_size (seen) > 0 && g_hash_table_size (seen) <= KP_CSR_MAX_NAMES)
    return g_strv_builder_end (names);
  g_set_error (error, KP_CSR_ERROR, KP_CSR_ERROR_NAMES,
               /* Translators: %d is the greatest number of names. */
               _ ("A certificate is for at least one name, and for %d at most."),
               KP_CSR_MAX_NAMES);
  return NULL;
}

/* GnuTLS writes whatever it is given, so every bound is ours. */
static int
set_subject (gnutls_x509_crq_t crq, KpSubject *subject, gboolean with_unit, GError **error)
{
  int number = 0;

  for (guint i = 0; i < G_N_ELEMENTS (attributes) && number >= 0; i++)
    {
      KpSubjectField field = attributes[i].field;
      g_autofree char *value = NULL;
      g_autofree char *reason = NULL;

      if (field == KP_SUBJECT_ORGANIZATIONAL_UNIT && !with_unit)
        continue;
      value = kp_subject_normalize_field (field, kp_subject_get_field (subject, field));
      if (*value == '\0')
        continue;
      if (!kp_subject_check_field (field, value, &reason))
        {
          g_set_error_literal (error, KP_CSR_ERROR, KP_CSR_ERROR_SUBJECT, reason);
          return -1;
        }
      number = gnutls_x509_crq_set_dn_by_oid (crq, attributes[i].oid, 0, value,
                                              (unsigned int) strlen (value));
    }
  return number;
}

static int
set_names (gnutls_x509_crq_t crq, const char *const *names)
{
  int number = 0;

  if (strlen (names[0]) <= MAX_COMMON_NAME)
    number = gnutls_x509_crq_set_dn_by_oid (crq, GNUTLS_OID_X520_COMMON_NAME, 0, names[0],
                                            (unsigned int) strlen (names[0]));
  for (guint i = 0; names[i] != NULL && number >= 0; i++)
    number = gnutls_x509_crq_set_subject_alt_name (
        crq, GNUTLS_SAN_DNSNAME, names[i], (unsigned int) strlen (names[i]),
        i == 0 ? GNUTLS_FSAN_SET : GNUTLS_FSAN_APPEND);
  return number;
}

/* As octets: gnutls_x509_crq_set_key_purpose_oid () makes it as critical as the extension
 * it happened to read last. */
static int
set_purpose (gnutls_x509_crq_t crq)
{
  gnutls_x509_key_purposes_t purposes;
  gnutls_datum_t der = { NULL, 0 };
  int number = gnutls_x509_key_purpose_init (&purposes);

  if (number < 0)
    return number;
  number = gnutls_x509_key_purpose_set (purposes, GNUTLS_KP_TLS_WWW_SERVER);
  if (number >= 0)
    number = gnutls_x509_ext_export_key_purposes (purposes, &der);
  if (number >= 0)
    number = gnutls_x509_crq_set_extension_by_oid (
        crq, GNUTLS_X509EXT_OID_EXTENDED_KEY_USAGE, der.data, der.size, 0);
  gnutls_free (der.data);
  gnutls_x509_key_purpose_deinit (purposes);
  return number;
}

static gboolean
is_rsa (KpKey *key)
{
  return kp_key_get_key_type (key) >= KP_KEY_RSA_2048;
}

static int
sign (gnutls_x509_crq_t crq, KpKey *key)
{
  gnutls_digest_algorithm_t digest = kp_key_get_key_type (key) == KP_KEY_ECDSA_P384
                                         ? GNUTLS_DIG_SHA384
                                         : GNUTLS_DIG_SHA256;
  gnutls_privkey_t privkey;
  int number = gnutls_privkey_init (&privkey);

  if (number < 0)
    return number;
  number = gnutls_privkey_import_x509 (privkey, kp_key_get_privkey (key), 0);
  if (number >= 0)
    number = gnutls_x509_crq_privkey_sign (crq, privkey, digest, 0);
  gnutls_privkey_deinit (privkey);
  /* By its own public key: what a CA looks at first. */
  return number < 0 ? number : gnutls_x509_crq_verify (crq, 0);
}

static int
fill (gnutls_x509_crq_t crq, KpKey *key, const char *const *names, KpSubject *subject,
      gboolean with_unit, GError **error)
{
  unsigned int usage = GNUTLS_KEY_DIGITAL_SIGNATURE;
  /* The first version is the number 0, and GnuTLS counts from 1. */
  int number = gnutls_x509_crq_set_version (crq, 1);

  if (is_rsa (key))
    usage |= GNUTLS_KEY_KEY_ENCIPHERMENT;
  if (number >= 0 && subject != NULL)
    number = set_subject (crq, subject, with_unit, error);
  if (number >= 0)
    number = set_names (crq, names);
  if (number >= 0)
    number = set_purpose (crq);
  if (number >= 0)
    number = gnutls_x509_crq_set_key_usage (crq, usage);
  if (number >= 0)
    number = gnutls_x509_crq_set_key (crq, kp_key_get_privkey (key));
  return number < 0 ? number : sign (crq, key);
}

GBytes *
kp_csr_make (KpKey *key, const char *const *names, KpSubject *subject, gboolean with_unit,
             GError **error)
{
  g_autoptr (GError) reason = NULL;
  gnutls_x509_crq_t crq;
  gnutls_datum_t der = { NULL, 0 };
  GBytes *octets = NULL;
  int number;

  g_return_val_if_fail (key != NULL, NULL);
  g_return_val_if_fail (names != NULL && names[0] != NULL, NULL);

  number = gnutls_x509_crq_init (&crq);
  if (number >= 0)
    {
      number = fill (crq, key, names, subject, with_unit, &reason);
      if (number >= 0)
        number = gnutls_x509_crq_export2 (crq, GNUTLS_X509_FMT_DER, &der);
      gnutls_x509_crq_deinit (crq);
    }
  if (number >= 0)
    octets = g_bytes_new (der.data, der.size);
  else if (reason != NULL)
    g_propagate_error (error, g_steal_pointer (&reason));
  else
    g_set_error (error, KP_CSR_ERROR, KP_CSR_ERROR_FAILED,
                 /* Translators: %s is a reason from the library that makes requests. */
                 _ ("The signing request could not be made: %s"), gnutls_strerror (number));
  gnutls_free (der.data);
  return octets;
}

char *
kp_csr_to_pem (GBytes *der)
{
  gsize length;
  gnutls_datum_t octets;
  gnutls_datum_t pem = { NULL, 0 };
  char *text;

  g_return_val_if_fail (der != NULL, NULL);

  octets.data = (guint8 *) g_bytes_get_data (der, &length);
  octets.size = (unsigned int) length;
  /* Its own export writes NEW CERTIFICATE REQUEST, which many forms refuse. */
  if (gnutls_pem_base64_encode2 ("CERTIFICATE REQUEST", &octets, &pem) < 0)
    return NULL;
  text = g_strndup ((const char *) pem.data, pem.size);
  gnutls_free (pem.data);
  return text;
}
