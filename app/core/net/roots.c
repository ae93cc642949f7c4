/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "core/net/roots.h"

#include <glib/gi18n.h>
#include <string.h>

#define PEM_BEGIN "-----BEGIN CERTIFICATE-----"
#define PEM_END "-----END CERTIFICATE-----"

struct _KpRoots
{
  GTlsDatabase parent;

  GTlsDatabase *system;
  GPtrArray *extra; /* GTlsCertificate */
};

G_DEFINE_FINAL_TYPE (KpRoots, kp_roots, G_TYPE_TLS_DATABASE)

/* The system decides; only a chain whose root it doesn't know is tried with the others.
 * Each of them alone, so that name and dates count for them too. */
static GTlsCertificateFlags
kp_roots_verify_chain (GTlsDatabase *database, GTlsCertificate *chain, const char *purpose,
                       GSocketConnectable *identity, GTlsInteraction *interaction,
                       GTlsDatabaseVerifyFlags flags, GCancellable *cancellable,
                       GError **error)
{
  KpRoots *self = KP_ROOTS (database);
  GTlsCertificateFlags faults = g_tls_database_verify_chain (
      self->system, chain, purpose, identity, interaction, flags, cancellable, error);

  if ((faults & G_TLS_CERTIFICATE_UNKNOWN_CA) == 0)
    return faults;
  for (guint i = 0; i < self->extra->len; i++)
    if (g_tls_certificate_verify (chain, identity, g_ptr_array_index (self->extra, i)) == 0)
      return 0;
  return faults;
}

static void
kp_roots_finalize (GObject *object)
{
  KpRoots *self = KP_ROOTS (object);

  g_clear_object (&self->system);
  g_ptr_array_unref (self->extra);

  G_OBJECT_CLASS (kp_roots_parent_class)->finalize (object);
}

static void
kp_roots_class_init (KpRootsClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = kp_roots_finalize;
  G_TLS_DATABASE_CLASS (klass)->verify_chain = kp_roots_verify_chain;
}

static void
kp_roots_init (KpRoots *self)
{
  self->system = g_tls_backend_get_default_database (g_tls_backend_get_default ());
  self->extra = g_ptr_array_new_with_free_func (g_object_unref);
}

GTlsDatabase *
kp_roots_new (const char *pem, GError **error)
{
  g_autoptr (KpRoots) self = g_object_new (KP_TYPE_ROOTS, NULL);
  const char *begin = pem;

  while (self->extra->len < KP_ROOTS_MAX && (begin = strstr (begin, PEM_BEGIN)) != NULL)
    {
      const char *end = strstr (begin, PEM_END);
      gsize length =
          end != NULL ? (gsize) (end - begin) + strlen (PEM_END) : strlen (begin);
      g_autofree char *block = g_strndup (begin, length);
      GTlsCertificate *root = g_tls_certificate_new_from_pem (block, -1, error);

      if (root == NULL)
        return NULL;
      g_ptr_array_add (self->extra, root);
      begin += length;
    }
  if (self->extra->len == 0)
    {
      g_set_error_literal (error, G_TLS_ERROR, G_TLS_ERROR_BAD_CERTIFICATE,
                           _ ("There is no certificate in it"));
      return NULL;
    }
  return G_TLS_DATABASE (g_steal_pointer (&self));
}
