/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "core/certificate/wiped-octets.h"

#include <gnutls/gnutls.h>

GByteArray *
kp_wiped_octets_new (gsize size)
{
  return g_byte_array_sized_new ((guint) MIN (size, G_MAXINT32));
}

GByteArray *
kp_wiped_octets_new_sized (gsize size)
{
  return g_byte_array_set_size (kp_wiped_octets_new (size), (guint) MIN (size, G_MAXINT32));
}

void
kp_wiped_octets_free (GByteArray *self)
{
  if (self == NULL)
    return;
  if (self->len > 0)
    gnutls_memset (self->data, 0, self->len);
  g_byte_array_unref (self);
}

GBytes *
kp_wiped_octets_to_bytes (GByteArray *self)
{
  return g_bytes_new_with_free_func (self->data, self->len,
                                     (GDestroyNotify) kp_wiped_octets_free, self);
}
