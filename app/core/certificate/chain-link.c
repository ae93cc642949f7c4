/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "core/certificate/chain-link.h"

#include "core/certificate/certificate.h"

#define RSA_BITS_MIN 2048
#define EC_BITS_MIN 256
#define KEY_ID_MAX 256

static GBytes *
read_name (gnutls_x509_crt_t crt, gboolean issuer)
{
  gnutls_datum_t name = { NULL, 0 };
  int status = issuer ? gnutls_x509_crt_get_raw_issuer_dn (crt, &name)
                      : gnutls_x509_crt_get_raw_dn (crt, &name);
  GBytes *bytes;

  if (status < 0)
    return g_bytes_new_static ("", 0);
  bytes = g_bytes_new (name.data, name.size);
  gnutls_free (name.data);
  return bytes;
}

static GBytes *
read_key_id (gnutls_x509_crt_t crt, gboolean issuer)
{
  guint8 id[KEY_ID_MAX];
  gsize size = sizeof id;
  int status = issuer ? gnutls_x509_crt_get_authority_key_id (crt, id, &size, NULL)
                      : gnutls_x509_crt_get_subject_key_id (crt, id, &size, NULL);

  return status == 0 && size > 0 ? g_bytes_new (id, size) : NULL;
}

static gboolean
has_weak_key (gnutls_x509_crt_t crt)
{
  unsigned int bits = 0;

  switch (gnutls_x509_crt_get_pk_algorithm (crt, &bits))
    {
    case GNUTLS_PK_RSA:
    case GNUTLS_PK_RSA_PSS:
      return bits < RSA_BITS_MIN;
    case GNUTLS_PK_ECDSA:
      return bits < EC_BITS_MIN;
    case GNUTLS_PK_DSA:
      return TRUE;
    default:
      return FALSE;
    }
}

static gboolean
has_weak_signature (gnutls_x509_crt_t crt)
{
  int algorithm = gnutls_x509_crt_get_signature_algorithm (crt);

  return algorithm <= 0
         || !gnutls_sign_is_secure2 (algorithm, GNUTLS_SIGN_FLAG_SECURE_FOR_CERTS);
}

static gboolean
has_extension (gnutls_x509_crt_t crt, const char *oid)
{
  gnutls_datum_t data;

  if (gnutls_x509_crt_get_extension_by_oid2 (crt, oid, 0, &data, NULL) < 0)
    return FALSE;
  gnutls_free (data.data);
  return TRUE;
}

KpChainLink *
kp_chain_link_new (GBytes *der, char *sha256)
{
  gnutls_x509_crt_t crt = kp_certificate_import (der, NULL);
  KpChainLink *self;
  unsigned int ca = 0;

  if (crt == NULL)
    {
      g_free (sha256);
      return NULL;
    }
  self = g_atomic_rc_box_new0 (KpChainLink);
  self->crt = crt;
  self->der = g_bytes_ref (der);
  self->sha256 = sha256;
  self->subject = read_name (crt, FALSE);
  self->issuer = read_name (crt, TRUE);
  self->key_id = read_key_id (crt, FALSE);
  self->issuer_key_id = read_key_id (crt, TRUE);
  self->not_after = gnutls_x509_crt_get_expiration_time (crt);
  self->path_length = -1;
  if (gnutls_x509_crt_get_basic_constraints (crt, NULL, &ca, &self->path_length) < 0)
    self->path_length = -1;
  self->ca = ca != 0;
  self->constrained = has_extension (crt, "2.5.29.30");
  self->serves = gnutls_x509_crt_check_key_purpose (crt, GNUTLS_KP_TLS_WWW_SERVER, 0) != 0;
  self->weak_key = has_weak_key (crt);
  self->weak_signature = has_weak_signature (crt);
  return self;
}

KpChainLink *
kp_chain_link_ref (KpChainLink *self)
{
  return g_atomic_rc_box_acquire (self);
}

static void
clear (gpointer data)
{
  KpChainLink *self = data;

  gnutls_x509_crt_deinit (self->crt);
  g_bytes_unref (self->der);
  g_free (self->sha256);
  g_bytes_unref (self->subject);
  g_bytes_unref (self->issuer);
  g_clear_pointer (&self->key_id, g_bytes_unref);
  g_clear_pointer (&self->issuer_key_id, g_bytes_unref);
}

void
kp_chain_link_unref (KpChainLink *self)
{
  g_atomic_rc_box_release_full (self, clear);
}

gboolean
kp_chain_link_may_sign (const KpChainLink *self, const KpChainLink *other)
{
  if (!g_bytes_equal (self->subject, other->issuer))
    return FALSE;
  return self->key_id == NULL || other->issuer_key_id == NULL
         || g_bytes_equal (self->key_id, other->issuer_key_id);
}

gboolean
kp_chain_link_did_sign (const KpChainLink *self, const KpChainLink *other)
{
  const unsigned int flags =
      GNUTLS_VERIFY_DISABLE_TIME_CHECKS | GNUTLS_VERIFY_DISABLE_TRUSTED_TIME_CHECKS
      | GNUTLS_VERIFY_ALLOW_BROKEN | GNUTLS_VERIFY_ALLOW_SIGN_WITH_SHA1;
  unsigned int status = 0;

  return self->ca && kp_chain_link_may_sign (self, other)
         && gnutls_x509_crt_verify (other->crt, &self->crt, 1, flags, &status) == 0
         && (status
             & (GNUTLS_CERT_SIGNATURE_FAILURE | GNUTLS_CERT_SIGNER_NOT_FOUND
                | GNUTLS_CERT_SIGNER_NOT_CA))
                == 0;
}

gboolean
kp_chain_link_has_extension (const KpChainLink *self, const char *oid)
{
  return has_extension (self->crt, oid);
}

gboolean
kp_chain_link_is_self_issued (const KpChainLink *self)
{
  return g_bytes_equal (self->subject, self->issuer);
}
