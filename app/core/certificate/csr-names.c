/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "core/base/host-name.h"
#include "core/certificate/certificate-text.h"
#include "core/certificate/csr-private.h"

/* Entries looked at: of other kinds there may be some, too. */
#define MAX_ENTRIES 1024
#define MAX_EXTENSIONS 64
#define MAX_ATTRIBUTES 64
#define MAX_EMAIL 254

#define OID_EXTENSIONS "1.2.840.113549.1.9.14"
#define OID_EXTENSIONS_MICROSOFT "1.3.6.1.4.1.311.2.1.14"
#define OID_ALTERNATIVE_NAMES "2.5.29.17"
#define OID_TLS_FEATURE "1.3.6.1.5.5.7.1.24"

/* Context tags of GeneralName (RFC 5280 section 4.2.1.6). */
enum
{
  TAG_EMAIL = 0x81,
  TAG_DNS = 0x82,
};

/* Lower case; %NULL for what can't be a name. */
static char *
read_name (KpDer value)
{
  if (value.length == 0 || value.length > KP_HOST_NAME_MAX)
    return NULL;
  for (gsize i = 0; i < value.length; i++)
    if (!g_ascii_isgraph (value.data[i]))
      return NULL;
  return g_ascii_strdown ((const char *) value.data, (gssize) value.length);
}

static void
add_name (KpCsr *self, KpDer value)
{
  g_autofree char *name = read_name (value);

  self->has_san = TRUE;
  if (name == NULL || self->names->len >= KP_CSR_MAX_READ_NAMES)
    self->n_other++;
  else if (!g_ptr_array_find_with_equal_func (self->names, name, g_str_equal, NULL))
    g_ptr_array_add (self->names, g_steal_pointer (&name));
}

/* The first one that is found speaks for all. */
static void
add_email (KpCsr *self, KpDer value)
{
  g_autofree char *text = NULL;

  if (*kp_subject_get_field (self->subject, KP_SUBJECT_EMAIL) != '\0')
    return;
  text = kp_certificate_text_clean ((const char *) value.data, value.length, MAX_EMAIL);
  kp_subject_set_field (self->subject, KP_SUBJECT_EMAIL, text);
}

static void
read_alternative_names (KpCsr *self, KpDer octets)
{
  KpDer list, value;
  guint8 tag = 0;

  if (!kp_der_enter (&octets, KP_DER_SEQUENCE, &list))
    return;
  for (guint i = 0; i < MAX_ENTRIES && kp_der_next (&list, &tag, &value, NULL); i++)
    if (tag == TAG_DNS)
      add_name (self, value);
    else if (tag == TAG_EMAIL)
      add_email (self, value);
    else
      self->n_other++;
}

static void
read_extensions (KpCsr *self, KpDer list)
{
  KpDer extension, oid, critical, octets;

  for (guint i = 0; i < MAX_EXTENSIONS && kp_der_enter (&list, KP_DER_SEQUENCE, &extension);
       i++)
    {
      g_autofree char *type = NULL;

      if (!kp_der_enter (&extension, KP_DER_OID, &oid))
        continue;
      (void) kp_der_enter (&extension, KP_DER_BOOLEAN, &critical);
      if (!kp_der_enter (&extension, KP_DER_OCTET_STRING, &octets))
        continue;
      type = kp_der_oid_to_text (oid);
      if (g_str_equal (type, OID_ALTERNATIVE_NAMES))
        read_alternative_names (self, octets);
      else if (g_str_equal (type, OID_TLS_FEATURE))
        self->must_staple = TRUE;
    }
}

void
kp_csr_read_attributes (KpCsr *self, KpDer attributes)
{
  KpDer attribute, oid, values, list;

  for (guint i = 0;
       i < MAX_ATTRIBUTES && kp_der_enter (&attributes, KP_DER_SEQUENCE, &attribute); i++)
    {
      g_autofree char *type = NULL;

      if (!kp_der_enter (&attribute, KP_DER_OID, &oid)
          || !kp_der_enter (&attribute, KP_DER_SET, &values))
        continue;
      type = kp_der_oid_to_text (oid);
      if ((g_str_equal (type, OID_EXTENSIONS)
           || g_str_equal (type, OID_EXTENSIONS_MICROSOFT))
          && kp_der_enter (&values, KP_DER_SEQUENCE, &list))
        read_extensions (self, list);
    }
}
