/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "core/model/certificate-facts.h"

#include <string.h>

G_DEFINE_BOXED_TYPE (KpCertificateFacts, kp_certificate_facts, kp_certificate_facts_ref,
                     kp_certificate_facts_unref)

KpCertificateFacts *
kp_certificate_facts_new (void)
{
  return g_atomic_rc_box_new0 (KpCertificateFacts);
}

KpCertificateFacts *
kp_certificate_facts_ref (KpCertificateFacts *self)
{
  return g_atomic_rc_box_acquire (self);
}

static void
clear (gpointer data)
{
  KpCertificateFacts *self = data;

  g_strfreev (self->names);
  g_free (self->subject);
  g_free (self->issuer);
  g_free (self->key);
  g_free (self->sha256);
  g_free (self->spki_sha256);
}

void
kp_certificate_facts_unref (KpCertificateFacts *self)
{
  g_atomic_rc_box_release_full (self, clear);
}

gboolean
kp_certificate_name_covers (const char *name, const char *host)
{
  const char *rest;

  if (g_ascii_strcasecmp (name, host) == 0)
    return TRUE;
  if (!g_str_has_prefix (name, "*."))
    return FALSE;

  /* The wildcard is one whole label; what follows must be at least two, and
   * may hold no other one. */
  rest = strchr (host, '.');
  return rest != NULL && rest != host && strchr (rest + 1, '.') != NULL
         && strchr (name + 1, '*') == NULL && g_ascii_strcasecmp (name + 1, rest) == 0;
}

gboolean
kp_certificate_facts_cover (const KpCertificateFacts *self, const char *host)
{
  for (char **name = self->names; name != NULL && *name != NULL; name++)
    if (kp_certificate_name_covers (*name, host))
      return TRUE;
  return FALSE;
}
