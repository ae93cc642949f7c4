/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "certificate/mint.h"

#include <gnutls/abstract.h>
#include <gnutls/x509-ext.h>
#include <string.h>

#define DAY (24 * 60 * 60)

static void
check (int status, const char *what)
{
  if (status < 0)
    g_error ("mint: %s: %s", what, gnutls_strerror (status));
}

static gnutls_x509_privkey_t
make_key (MintKey kind)
{
  gnutls_x509_privkey_t key;
  int status;

  check (gnutls_x509_privkey_init (&key), "key");
  switch (kind)
    {
    case MINT_RSA_1024:
      status = gnutls_x509_privkey_generate (key, GNUTLS_PK_RSA, 1024, 0);
      break;
    case MINT_RSA_2048:
      status = gnutls_x509_privkey_generate (key, GNUTLS_PK_RSA, 2048, 0);
      break;
    case MINT_P384:
      status = gnutls_x509_privkey_generate (
          key, GNUTLS_PK_ECDSA, GNUTLS_CURVE_TO_BITS (GNUTLS_ECC_CURVE_SECP384R1), 0);
      break;
    case MINT_P256:
    default:
      status = gnutls_x509_privkey_generate (
          key, GNUTLS_PK_ECDSA, GNUTLS_CURVE_TO_BITS (GNUTLS_ECC_CURVE_SECP256R1), 0);
      break;
    }
  check (status, "new key");
  return key;
}

static gnutls_x509_privkey_t
copy_key (gnutls_x509_privkey_t from)
{
  gnutls_x509_privkey_t key;

  check (gnutls_x509_privkey_init (&key), "key");
  check (gnutls_x509_privkey_cpy (key, from), "copy of a key");
  return key;
}

/* gnutls_x509_crt_set_subject_alt_name () writes them all anew for each of them. */
static void
set_alternative_names (gnutls_x509_crt_t crt, const char *const *names)
{
  gnutls_subject_alt_names_t set;
  gnutls_datum_t extension = { NULL, 0 };

  check (gnutls_subject_alt_names_init (&set), "names");
  for (guint i = 0; names[i] != NULL; i++)
    {
      gnutls_datum_t name = { (guint8 *) names[i], (unsigned int) strlen (names[i]) };

      check (gnutls_subject_alt_names_set (set, GNUTLS_SAN_DNSNAME, &name, NULL), "name");
    }
  check (gnutls_x509_ext_export_subject_alt_names (set, &extension), "names");
  check (gnutls_x509_crt_set_extension_by_oid (crt, GNUTLS_X509EXT_OID_SAN, extension.data,
                                               extension.size, 0),
         "names");
  gnutls_free (extension.data);
  gnutls_subject_alt_names_deinit (set);
}

static void
set_names (gnutls_x509_crt_t crt, const MintSpec *spec)
{
  if (spec->subject != NULL)
    check (gnutls_x509_crt_set_dn (crt, spec->subject, NULL), "subject");
  if (spec->organization != NULL)
    check (gnutls_x509_crt_set_dn_by_oid (crt, GNUTLS_OID_X520_ORGANIZATION_NAME, 0,
                                          spec->organization, strlen (spec->organization)),
           "organization");
  if (spec->common_name != NULL)
    check (gnutls_x509_crt_set_dn_by_oid (crt, GNUTLS_OID_X520_COMMON_NAME, 0,
                                          spec->common_name, strlen (spec->common_name)),
           "common name");
  if (spec->names != NULL && spec->names[0] != NULL)
    set_alternative_names (crt, spec->names);
}

static void
set_key_ids (gnutls_x509_crt_t crt, gnutls_x509_privkey_t own, gnutls_x509_privkey_t issuer)
{
  guint8 id[64];
  gsize size = sizeof id;

  check (gnutls_x509_privkey_get_key_id (own, 0, id, &size), "key id");
  check (gnutls_x509_crt_set_subject_key_id (crt, id, size), "subject key id");
  size = sizeof id;
  check (gnutls_x509_privkey_get_key_id (issuer, 0, id, &size), "key id");
  check (gnutls_x509_crt_set_authority_key_id (crt, id, size), "authority key id");
}

static void
set_usage (gnutls_x509_crt_t crt, const MintSpec *spec)
{
  const char *purpose = spec->purpose != NULL ? spec->purpose : GNUTLS_KP_TLS_WWW_SERVER;

  check (gnutls_x509_crt_set_basic_constraints (
             crt, spec->ca, spec->limits_path ? (int) spec->path_length : -1),
         "basic constraints");
  check (gnutls_x509_crt_set_key_usage (
             crt, spec->ca ? GNUTLS_KEY_KEY_CERT_SIGN | GNUTLS_KEY_CRL_SIGN
                           : GNUTLS_KEY_DIGITAL_SIGNATURE | GNUTLS_KEY_KEY_ENCIPHERMENT),
         "key usage");
  if ((!spec->ca || spec->purpose != NULL) && *purpose != '\0')
    check (gnutls_x509_crt_set_key_purpose_oid (crt, purpose, 0), "purpose");
}

static void
set_constraints (gnutls_x509_crt_t crt, const char *permitted)
{
  gnutls_x509_name_constraints_t constraints;
  gnutls_datum_t name = { (guint8 *) permitted, (unsigned int) strlen (permitted) };

  check (gnutls_x509_name_constraints_init (&constraints), "name constraints");
  check (
      gnutls_x509_name_constraints_add_permitted (constraints, GNUTLS_SAN_DNSNAME, &name),
      "name constraints");
  check (gnutls_x509_crt_set_name_constraints (crt, constraints, 1), "name constraints");
  gnutls_x509_name_constraints_deinit (constraints);
}

static void
set_issuer_at (gnutls_x509_crt_t crt, const char *const *addresses)
{
  for (guint i = 0; addresses != NULL && addresses[i] != NULL; i++)
    {
      gnutls_datum_t text = { (guint8 *) addresses[i],
                              (unsigned int) strlen (addresses[i]) };

      check (
          gnutls_x509_crt_set_authority_info_access (crt, GNUTLS_IA_CAISSUERS_URI, &text),
          "address of the issuer");
    }
}

static void
set_filler (gnutls_x509_crt_t crt, guint size)
{
  g_autofree guint8 *octets = g_malloc0 (size + 4);

  /* An OCTET STRING that holds the rest, so that what is inside is DER, too. */
  octets[0] = 0x04;
  octets[1] = 0x82;
  octets[2] = (guint8) (size >> 8);
  octets[3] = (guint8) size;
  check (gnutls_x509_crt_set_extension_by_oid (crt, "1.3.6.1.4.1.99999.1", octets, size + 4,
                                               0),
         "filler");
}

/* gnutls_x509_crt_sign2() has no flag that lets SHA-1 pass; this has. */
static void
sign (gnutls_x509_crt_t crt, gnutls_x509_crt_t issuer, gnutls_x509_privkey_t key,
      gnutls_digest_algorithm_t digest)
{
  gnutls_privkey_t abstract;

  check (gnutls_privkey_init (&abstract), "key");
  check (gnutls_privkey_import_x509 (abstract, key, 0), "key");
  check (gnutls_x509_crt_privkey_sign (crt, issuer, abstract,
                                       digest != 0 ? digest : GNUTLS_DIG_SHA256, 0),
         "signature");
  gnutls_privkey_deinit (abstract);
}

Mint *
mint_new (const MintSpec *spec, Mint *issuer)
{
  static guint64 serial = 0;
  gint64 now = g_get_real_time () / G_USEC_PER_SEC;
  guint64 number = GUINT64_TO_BE (((guint64) now << 24) + ++serial);
  Mint *self = g_new0 (Mint, 1);
  gnutls_datum_t out;

  self->privkey =
      spec->key_of != NULL ? copy_key (spec->key_of->privkey) : make_key (spec->key);
  check (gnutls_x509_crt_init (&self->crt), "certificate");
  check (gnutls_x509_crt_set_version (self->crt, 3), "version");
  check (gnutls_x509_crt_set_serial (self->crt, &number, sizeof number), "serial number");
  check (gnutls_x509_crt_set_key (self->crt, self->privkey), "key");
  check (gnutls_x509_crt_set_activation_time (
             self->crt, spec->not_before != 0 ? spec->not_before : now - 30 * DAY),
         "first day");
  check (gnutls_x509_crt_set_expiration_time (
             self->crt, spec->not_after != 0 ? spec->not_after : now + 60 * DAY),
         "last day");
  set_names (self->crt, spec);
  set_usage (self->crt, spec);
  if (!spec->no_key_ids)
    set_key_ids (self->crt, self->privkey,
                 issuer != NULL ? issuer->privkey : self->privkey);
  if (spec->permitted != NULL)
    set_constraints (self->crt, spec->permitted);
  set_issuer_at (self->crt, spec->issuer_at);
  if (spec->filler > 0)
    set_filler (self->crt, spec->filler);
  sign (self->crt, issuer != NULL ? issuer->crt : self->crt,
        issuer != NULL ? issuer->privkey : self->privkey, spec->digest);
  check (gnutls_x509_crt_export2 (self->crt, GNUTLS_X509_FMT_DER, &out), "octets");
  self->der = g_bytes_new (out.data, out.size);
  gnutls_free (out.data);
  return self;
}

Mint *
mint_ca (const char *name, Mint *issuer)
{
  MintSpec spec = { .common_name = name, .ca = TRUE };

  spec.not_after = g_get_real_time () / G_USEC_PER_SEC + 3650 * (gint64) DAY;
  return mint_new (&spec, issuer);
}

Mint *
mint_leaf (const char *name, Mint *issuer)
{
  const char *names[] = { name, NULL };
  MintSpec spec = { .common_name = name, .names = names };

  return mint_new (&spec, issuer);
}

void
mint_free (Mint *self)
{
  if (self == NULL)
    return;
  gnutls_x509_crt_deinit (self->crt);
  gnutls_x509_privkey_deinit (self->privkey);
  g_bytes_unref (self->der);
  g_free (self);
}

char *
mint_to_pem (Mint *self)
{
  gnutls_datum_t out;
  char *pem;

  check (gnutls_x509_crt_export2 (self->crt, GNUTLS_X509_FMT_PEM, &out), "PEM");
  pem = g_strndup ((const char *) out.data, out.size);
  gnutls_free (out.data);
  return pem;
}

char *
mint_key_to_pem (Mint *self)
{
  gnutls_datum_t out;
  char *pem;

  check (gnutls_x509_privkey_export2 (self->privkey, GNUTLS_X509_FMT_PEM, &out), "PEM");
  pem = g_strndup ((const char *) out.data, out.size);
  gnutls_free (out.data);
  return pem;
}

GPtrArray *
mint_chain (Mint *first, ...)
{
  GPtrArray *chain = g_ptr_array_new_with_free_func ((GDestroyNotify) g_bytes_unref);
  va_list list;

  va_start (list, first);
  for (Mint *one = first; one != NULL; one = va_arg (list, Mint *))
    g_ptr_array_add (chain, g_bytes_ref (one->der));
  va_end (list);
  return chain;
}
