/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "core/certificate/csr.h"

#include <glib/gi18n.h>
#include <string.h>

#include "core/base/host-name.h"
#include "core/certificate/certificate.h"
#include "core/certificate/csr-private.h"

#define TAG_ATTRIBUTES 0xa0 /* [0] IMPLICIT */

#define OID_COMMON_NAME "2.5.4.3"
#define OID_EMAIL "1.2.840.113549.1.9.1"

static const struct
{
  KpSubjectField field;
  const char *oid;
} parts[] = {
  { KP_SUBJECT_COUNTRY, "2.5.4.6" },
  { KP_SUBJECT_STATE, "2.5.4.8" },
  { KP_SUBJECT_LOCALITY, "2.5.4.7" },
  { KP_SUBJECT_ORGANIZATION, "2.5.4.10" },
  { KP_SUBJECT_ORGANIZATIONAL_UNIT, "2.5.4.11" },
  { KP_SUBJECT_EMAIL, OID_EMAIL },
};

static char *
digest (KpDer octets)
{
  g_autoptr (GBytes) bytes = g_bytes_new_static (octets.data, octets.length);

  return kp_certificate_sha256 (bytes);
}

static void
read_subject (KpCsr *self, KpDer name)
{
  self->subject = kp_subject_new (NULL);
  for (guint i = 0; i < G_N_ELEMENTS (parts); i++)
    {
      g_autofree char *text = kp_der_name_get (name, parts[i].oid);

      kp_subject_set_field (self->subject, parts[i].field, text);
    }
  self->common_name = kp_der_name_get (name, OID_COMMON_NAME);
}

/* What a CA would take for the name: a host name in any script, or a wildcard. A URL would
 * be read as one, too, and is none. */
static void
add_common_name (KpCsr *self)
{
  const char *text = self->common_name;
  gboolean is_wildcard = g_str_has_prefix (text, "*.");
  g_autofree char *name = NULL;

  if (strpbrk (text, "/:@ ") != NULL || g_str_has_suffix (text, "."))
    return;
  name = kp_host_name_parse (is_wildcard ? text + 2 : text, NULL, NULL);
  if (name != NULL)
    g_ptr_array_add (self->names, is_wildcard ? g_strconcat ("*.", name, NULL)
                                              : g_steal_pointer (&name));
}

/* Version, subject, key and attributes (RFC 2986 section 4.1). */
static gboolean
read_info (KpCsr *self, KpDer info, gboolean *is_bounded)
{
  KpDer name, key, attributes;
  guint8 tag = 0;

  if (!kp_der_enter (&info, KP_DER_INTEGER, &name)
      || !kp_der_enter (&info, KP_DER_SEQUENCE, &name)
      || !kp_der_next (&info, &tag, NULL, &key) || tag != KP_DER_SEQUENCE)
    return FALSE;
  self->spki_sha256 = digest (key);
  *is_bounded = kp_csr_read_key (self, key);
  read_subject (self, name);
  if (kp_der_enter (&info, TAG_ATTRIBUTES, &attributes))
    kp_csr_read_attributes (self, attributes);
  if (!self->has_san && self->common_name != NULL)
    add_common_name (self);
  return TRUE;
}

static gboolean
read_all (KpCsr *self)
{
  KpDer rest, request, info, algorithm, signature;
  gboolean is_bounded = FALSE;

  rest.data = g_bytes_get_data (self->der, &rest.length);
  self->sha256 = digest (rest);
  return kp_der_enter (&rest, KP_DER_SEQUENCE, &request) && rest.length == 0
         && kp_der_enter (&request, KP_DER_SEQUENCE, &info)
         && kp_der_enter (&request, KP_DER_SEQUENCE, &algorithm)
         && kp_der_enter (&request, KP_DER_BIT_STRING, &signature) && request.length == 0
         && read_info (self, info, &is_bounded)
         && kp_csr_read_signature (self, algorithm, is_bounded);
}

KpCsr *
kp_csr_new_from_der (GBytes *der, GError **error)
{
  g_autoptr (KpCsr) self = NULL;

  g_return_val_if_fail (der != NULL, NULL);

  if (g_bytes_get_size (der) > KP_CSR_MAX_SIZE)
    {
      g_set_error (error, G_IO_ERROR, G_IO_ERROR_MESSAGE_TOO_LARGE,
                   /* Translators: two numbers of KiB */
                   _ ("The signing request has %u KiB; at most %u are read."),
                   (guint) ((g_bytes_get_size (der) + 1023) / 1024),
                   KP_CSR_MAX_SIZE / 1024);
      return NULL;
    }
  self = g_new0 (KpCsr, 1);
  self->der = g_bytes_ref (der);
  self->names = g_ptr_array_new_with_free_func (g_free);
  if (read_all (self))
    return g_steal_pointer (&self);
  g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_INVALID_DATA,
                       _ ("This is no signing request, or a damaged one."));
  return NULL;
}

void
kp_csr_free (KpCsr *self)
{
  if (self == NULL)
    return;
  g_bytes_unref (self->der);
  g_free (self->sha256);
  g_free (self->spki_sha256);
  g_ptr_array_unref (self->names);
  g_free (self->common_name);
  g_free (self->key);
  g_clear_object (&self->subject);
  g_free (self->signed_with);
  g_free (self);
}
