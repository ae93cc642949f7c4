/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "core/certificate/certificate-details.h"

#include <glib/gi18n.h>
#include <gnutls/crypto.h>
#include <gnutls/x509-ext.h>
#include <gnutls/x509.h>

#include "core/certificate/certificate-text.h"
#include "core/certificate/certificate.h"

/* Of each kind of thing that a certificate may have many of. */
#define MAX_EACH 200
#define MAX_LOCATIONS 16
#define MAX_EXTENSIONS 64
/* Octets and characters of one value. */
#define MAX_OCTETS 1024
#define MAX_SHOWN 512
#define MAX_HEX 64
#define OID_SIZE 128

static void
field_free (gpointer data)
{
  KpDetailField *field = data;

  g_free (field->label);
  g_free (field->value);
  g_free (field);
}

static void
section_free (gpointer data)
{
  KpDetailSection *section = data;

  g_free (section->title);
  g_ptr_array_unref (section->fields);
  g_free (section);
}

static KpDetailSection *
section_new (const char *title)
{
  KpDetailSection *self = g_new0 (KpDetailSection, 1);

  self->title = g_strdup (title);
  self->fields = g_ptr_array_new_with_free_func (field_free);
  return self;
}

/* Takes @section; one that has nothing is left out. */
static void
add_section (GPtrArray *sections, KpDetailSection *section)
{
  if (section->fields->len > 0)
    g_ptr_array_add (sections, section);
  else
    section_free (section);
}

/* Takes @value. */
static void
add_field (KpDetailSection *section, const char *label, char *value, gboolean monospace)
{
  KpDetailField *field;

  if (value == NULL || *value == '\0')
    {
      g_free (value);
      return;
    }
  field = g_new0 (KpDetailField, 1);
  field->label = g_strdup (label);
  field->value = value;
  field->monospace = monospace;
  g_ptr_array_add (section->fields, field);
}

static void
add_name_part (KpDetailSection *section, gnutls_x509_crt_t crt, gboolean issuer,
               const char *oid, const char *label)
{
  for (guint i = 0; i < MAX_LOCATIONS; i++)
    {
      char *value = kp_certificate_text_part (crt, issuer, oid, i);

      if (value == NULL)
        return;
      add_field (section, label, value, FALSE);
    }
}

static KpDetailSection *
make_name (gnutls_x509_crt_t crt, gboolean issuer)
{
  KpDetailSection *section = section_new (issuer ? _ ("Issued By") : _ ("Issued To"));
  const struct
  {
    const char *oid;
    const char *label;
  } parts[] = {
    { GNUTLS_OID_X520_COMMON_NAME, _ ("Common name") },
    { GNUTLS_OID_X520_ORGANIZATION_NAME, _ ("Organization") },
    { GNUTLS_OID_X520_ORGANIZATIONAL_UNIT_NAME, _ ("Organizational unit") },
    { GNUTLS_OID_X520_LOCALITY_NAME, _ ("Locality") },
    { GNUTLS_OID_X520_STATE_OR_PROVINCE_NAME, _ ("State or province") },
    { GNUTLS_OID_X520_COUNTRY_NAME, _ ("Country") },
  };

  for (guint i = 0; i < G_N_ELEMENTS (parts); i++)
    add_name_part (section, crt, issuer, parts[i].oid, parts[i].label);
  if (section->fields->len == 0)
    add_field (section, _ ("Name"), kp_certificate_text_name (crt, issuer), FALSE);
  return section;
}

/* To the second and in UTC, as the certificate has it. */
static char *
format_time (time_t time)
{
  g_autoptr (GDateTime) date = g_date_time_new_from_unix_utc (time);
  char *text = NULL;

  if (date != NULL)
    /* Translators: a moment, as g_date_time_format() takes it: "12 November 2026 08:10:00
     * UTC". */
    text = g_date_time_format (date, _ ("%-d %B %Y %H:%M:%S UTC"));
  return text != NULL ? text : g_strdup ("–");
}

static KpDetailSection *
make_validity (gnutls_x509_crt_t crt)
{
  KpDetailSection *section = section_new (_ ("Validity"));

  add_field (section, _ ("Not before"),
             format_time (gnutls_x509_crt_get_activation_time (crt)), FALSE);
  add_field (section, _ ("Not after"),
             format_time (gnutls_x509_crt_get_expiration_time (crt)), FALSE);
  return section;
}

static char *
format_address (const char *octets, gsize size)
{
  GSocketFamily family = size == 4 ? G_SOCKET_FAMILY_IPV4 : G_SOCKET_FAMILY_IPV6;
  g_autoptr (GInetAddress) address = NULL;

  if (size != 4 && size != 16)
    return NULL;
  address = g_inet_address_new_from_bytes ((const guint8 *) octets, family);
  return g_inet_address_to_string (address);
}

static void
add_alternative_name (KpDetailSection *section, int kind, const char *value, gsize size)
{
  switch (kind)
    {
    case GNUTLS_SAN_DNSNAME:
      add_field (section, _ ("Host name"),
                 kp_certificate_text_clean (value, size, MAX_SHOWN), FALSE);
      break;
    case GNUTLS_SAN_IPADDRESS:
      add_field (section, _ ("IP address"), format_address (value, size), FALSE);
      break;
    case GNUTLS_SAN_RFC822NAME:
      add_field (section, _ ("Email address"),
                 kp_certificate_text_clean (value, size, MAX_SHOWN), FALSE);
      break;
    case GNUTLS_SAN_URI:
      add_field (section, _ ("Web address"),
                 kp_certificate_text_clean (value, size, MAX_SHOWN), FALSE);
      break;
    default:
      add_field (section, _ ("Other name"),
                 kp_certificate_text_hex ((const guint8 *) value, size, MAX_HEX), TRUE);
      break;
    }
}

/* Read once, and not once for each of them. */
static void
add_alternative_names (KpDetailSection *section, gnutls_subject_alt_names_t list)
{
  unsigned int kind = 0;
  gnutls_datum_t value;
  guint n = 0;

  for (; gnutls_subject_alt_names_get (list, n, &kind, &value, NULL) >= 0; n++)
    if (n >= MAX_EACH)
      continue;
    else if (value.size > MAX_OCTETS)
      add_field (section, _ ("Other name"), g_strdup (_ ("too long to be shown")), FALSE);
    else
      add_alternative_name (section, (int) kind, (const char *) value.data, value.size);
  if (n > MAX_EACH)
    add_field (section, _ ("Not shown"),
               g_strdup_printf (
                   /* Translators: how many names of a certificate, beside those above */
                   ngettext ("%u more name", "%u more names", n - MAX_EACH), n - MAX_EACH),
               FALSE);
}

static KpDetailSection *
make_names (gnutls_x509_crt_t crt)
{
  KpDetailSection *section = section_new (_ ("Names"));
  gnutls_subject_alt_names_t list = NULL;
  gnutls_datum_t octets = { NULL, 0 };

  if (gnutls_x509_crt_get_extension_by_oid2 (crt, "2.5.29.17", 0, &octets, NULL) < 0)
    return section;
  if (gnutls_subject_alt_names_init (&list) == 0
      && gnutls_x509_ext_import_subject_alt_names (&octets, list, 0) == 0)
    add_alternative_names (section, list);
  g_clear_pointer (&list, gnutls_subject_alt_names_deinit);
  gnutls_free (octets.data);
  return section;
}

static KpDetailSection *
make_key (gnutls_x509_crt_t crt, GBytes *der)
{
  KpDetailSection *section = section_new (_ ("Public Key"));
  g_autoptr (KpCertificateFacts) facts = kp_certificate_facts_from_crt (crt, der, NULL);

  add_field (section, _ ("Algorithm"), kp_certificate_text_key (crt), FALSE);
  if (facts != NULL)
    add_field (section, _ ("SHA-256 of the key"), g_strdup (facts->spki_sha256), TRUE);
  return section;
}

static char *
format_usage (gnutls_x509_crt_t crt)
{
  const struct
  {
    unsigned int bit;
    const char *name;
  } bits[] = {
    { GNUTLS_KEY_DIGITAL_SIGNATURE, _ ("digital signature") },
    { GNUTLS_KEY_NON_REPUDIATION, _ ("non-repudiation") },
    { GNUTLS_KEY_KEY_ENCIPHERMENT, _ ("key encipherment") },
    { GNUTLS_KEY_DATA_ENCIPHERMENT, _ ("data encipherment") },
    { GNUTLS_KEY_KEY_AGREEMENT, _ ("key agreement") },
    { GNUTLS_KEY_KEY_CERT_SIGN, _ ("signing certificates") },
    { GNUTLS_KEY_CRL_SIGN, _ ("signing revocation lists") },
  };
  GString *text = g_string_new (NULL);
  unsigned int usage = 0;

  if (gnutls_x509_crt_get_key_usage (crt, &usage, NULL) < 0)
    usage = 0;
  for (guint i = 0; i < G_N_ELEMENTS (bits); i++)
    if ((usage & bits[i].bit) != 0)
      g_string_append_printf (text, "%s%s", text->len > 0 ? ", " : "", bits[i].name);
  return g_string_free (text, FALSE);
}

static char *
format_ca (gnutls_x509_crt_t crt)
{
  unsigned int ca = 0;
  int length = -1;

  if (gnutls_x509_crt_get_basic_constraints (crt, NULL, &ca, &length) < 0 || ca == 0)
    return g_strdup (_ ("no"));
  if (length < 0)
    return g_strdup (_ ("yes"));
  return g_strdup_printf (
      /* Translators: of a certificate that may sign others; how many CAs may follow below
       * it */
      ngettext ("yes, with %d CA below it", "yes, with %d CAs below it", (gulong) length),
      length);
}

static KpDetailSection *
make_uses (gnutls_x509_crt_t crt)
{
  KpDetailSection *section = section_new (_ ("Uses"));

  add_field (section, _ ("May sign other certificates"), format_ca (crt), FALSE);
  add_field (section, _ ("Key usage"), format_usage (crt), FALSE);
  add_field (section, _ ("Purposes"), kp_certificate_text_purposes (crt), FALSE);
  return section;
}

static void
add_accesses (KpDetailSection *section, gnutls_x509_crt_t crt, int what, const char *label)
{
  for (guint i = 0; i < MAX_LOCATIONS; i++)
    {
      gnutls_datum_t value = { NULL, 0 };
      int status = gnutls_x509_crt_get_authority_info_access (crt, i, what, &value, NULL);

      if (status == GNUTLS_E_REQUESTED_DATA_NOT_AVAILABLE)
        return;
      if (status >= 0)
        add_field (
            section, label,
            kp_certificate_text_clean ((const char *) value.data, value.size, MAX_SHOWN),
            FALSE);
      gnutls_free (value.data);
    }
}

static KpDetailSection *
make_locations (gnutls_x509_crt_t crt)
{
  KpDetailSection *section = section_new (_ ("Where to Ask"));

  add_accesses (section, crt, GNUTLS_IA_CAISSUERS_URI, _ ("Certificate of the issuer"));
  add_accesses (section, crt, GNUTLS_IA_OCSP_URI, _ ("OCSP"));
  for (guint i = 0; i < MAX_LOCATIONS; i++)
    {
      char value[MAX_OCTETS];
      gsize size = sizeof value;

      if (gnutls_x509_crt_get_crl_dist_points (crt, i, value, &size, NULL, NULL) < 0)
        break;
      add_field (section, _ ("Revocation list"),
                 kp_certificate_text_clean (value, size, MAX_SHOWN), FALSE);
    }
  return section;
}

static const char *
name_extension (const char *oid)
{
  static const struct
  {
    const char *oid;
    const char *name;
  } names[] = {
    { "2.5.29.14", N_ ("Subject key identifier") },
    { "2.5.29.15", N_ ("Key usage") },
    { "2.5.29.17", N_ ("Subject alternative names") },
    { "2.5.29.19", N_ ("Basic constraints") },
    { "2.5.29.30", N_ ("Name constraints") },
    { "2.5.29.31", N_ ("Revocation lists") },
    { "2.5.29.32", N_ ("Certificate policies") },
    { "2.5.29.35", N_ ("Authority key identifier") },
    { "2.5.29.37", N_ ("Extended key usage") },
    { "1.3.6.1.5.5.7.1.1", N_ ("Authority information access") },
    { "1.3.6.1.5.5.7.1.24", N_ ("TLS features (must-staple)") },
    { "1.3.6.1.4.1.11129.2.4.2", N_ ("Signed certificate timestamps") },
  };

  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    if (g_str_equal (oid, names[i].oid))
      return _ (names[i].name);
  return _ ("Extension");
}

static KpDetailSection *
make_extensions (gnutls_x509_crt_t crt)
{
  KpDetailSection *section = section_new (_ ("Extensions"));

  for (guint i = 0; i < MAX_EXTENSIONS; i++)
    {
      char oid[OID_SIZE];
      gsize size = sizeof oid;
      unsigned int critical = 0;

      if (gnutls_x509_crt_get_extension_info (crt, i, oid, &size, &critical) < 0)
        break;
      add_field (section, name_extension (oid),
                 critical != 0
                     /* Translators: %s is the OID of an extension that whoever doesn't
                      * know it must refuse. */
                     ? g_strdup_printf (_ ("%s, critical"), oid)
                     : g_strdup (oid),
                 FALSE);
    }
  return section;
}

static char *
fingerprint (GBytes *der, gnutls_digest_algorithm_t algorithm)
{
  guint8 digest[64] = { 0 };
  gsize length = 0;
  gconstpointer data = g_bytes_get_data (der, &length);
  int size = gnutls_hash_get_len ((gnutls_digest_algorithm_t) algorithm);

  if (size <= 0 || size > (int) sizeof digest
      || gnutls_hash_fast (algorithm, data, length, digest) < 0)
    return NULL;
  return kp_certificate_text_hex (digest, (gsize) size, sizeof digest);
}

static KpDetailSection *
make_identity (gnutls_x509_crt_t crt, GBytes *der)
{
  KpDetailSection *section = section_new (_ ("Fingerprints and Signature"));
  guint8 serial[MAX_HEX];
  gsize size = sizeof serial;

  add_field (section, "SHA-256", fingerprint (der, GNUTLS_DIG_SHA256), TRUE);
  add_field (section, "SHA-1", fingerprint (der, GNUTLS_DIG_SHA1), TRUE);
  if (gnutls_x509_crt_get_serial (crt, serial, &size) >= 0)
    add_field (section, _ ("Serial number"),
               kp_certificate_text_hex (serial, size, sizeof serial), TRUE);
  add_field (section, _ ("Signed with"), kp_certificate_text_signature (crt), FALSE);
  add_field (section, _ ("Version"),
             g_strdup_printf ("%d", gnutls_x509_crt_get_version (crt)), FALSE);
  return section;
}

GPtrArray *
kp_certificate_details_new (GBytes *der, GError **error)
{
  gnutls_x509_crt_t crt;
  GPtrArray *sections;

  g_return_val_if_fail (der != NULL, NULL);

  crt = kp_certificate_import (der, error);
  if (crt == NULL)
    return NULL;
  sections = g_ptr_array_new_with_free_func (section_free);
  add_section (sections, make_name (crt, FALSE));
  add_section (sections, make_name (crt, TRUE));
  add_section (sections, make_validity (crt));
  add_section (sections, make_names (crt));
  add_section (sections, make_key (crt, der));
  add_section (sections, make_uses (crt));
  add_section (sections, make_locations (crt));
  add_section (sections, make_identity (crt, der));
  add_section (sections, make_extensions (crt));
  gnutls_x509_crt_deinit (crt);
  return sections;
}
