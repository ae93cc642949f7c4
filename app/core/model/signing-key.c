/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "core/model/signing-key.h"

KpSigningKey *
kp_signing_key_new (const char *spki_sha256, const char *host, const char *algorithm,
                    GBytes *csr)
{
  KpSigningKey *self = g_new0 (KpSigningKey, 1);

  self->spki_sha256 = g_strdup (spki_sha256);
  self->host = g_strdup (host);
  self->algorithm = g_strdup (algorithm);
  self->csr = g_bytes_ref (csr);
  return self;
}

KpSigningKey *
kp_signing_key_copy (const KpSigningKey *self)
{
  KpSigningKey *copy =
      kp_signing_key_new (self->spki_sha256, self->host, self->algorithm, self->csr);

  copy->created_at = self->created_at;
  copy->destroyed_at = self->destroyed_at;
  return copy;
}

void
kp_signing_key_free (KpSigningKey *self)
{
  if (self == NULL)
    return;
  g_free (self->spki_sha256);
  g_free (self->host);
  g_free (self->algorithm);
  g_clear_pointer (&self->csr, g_bytes_unref);
  g_free (self);
}

char *
kp_signing_key_make_name (const char *spki_sha256)
{
  return g_strconcat ("key/", spki_sha256, NULL);
}
