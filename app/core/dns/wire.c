/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "core/dns/wire.h"

#include <arpa/nameser.h>
#include <resolv.h>
#include <string.h>

#include "core/model/sentence.h"

gboolean
kp_wire_fail_malformed (GError **error, const char *format, ...)
{
  g_autofree char *fault = NULL;
  va_list arguments;

  va_start (arguments, format);
  fault = g_strdup_vprintf (format, arguments);
  va_end (arguments);
  g_propagate_error (
      error, kp_dns_error_new (KP_DNS_ERROR_MALFORMED,
                               kp_sentence_keep (KP_SENTENCE_DNS_MALFORMED, fault, NULL)));
  return FALSE;
}

gboolean
kp_wire_fail_short (gsize offset, GError **error)
{
  g_propagate_error (error,
                     kp_dns_error_new (KP_DNS_ERROR_TRUNCATED,
                                       kp_sentence_keep_number (KP_SENTENCE_DNS_SHORT, NULL,
                                                                (gint64) offset)));
  return FALSE;
}

gboolean
kp_wire_skip_name (const KpWire *self, gsize *offset, GError **error)
{
  gsize position = *offset;
  gsize run = position; /* where the labels being read began */
  gsize after = 0;
  gsize length = 1;

  for (;;)
    {
      guint8 label;

      if (position >= self->size)
        return kp_wire_fail_short (self->size, error);
      label = self->octets[position];
      if ((label & NS_CMPRSFLGS) == NS_CMPRSFLGS)
        {
          gsize target;

          if (self->size - position < 2)
            return kp_wire_fail_short (self->size, error);
          target = ((gsize) (label & 0x3f) << 8) | self->octets[position + 1];
          if (after == 0)
            after = position + 2;
          if (target < NS_HFIXEDSZ || target >= run)
            return kp_wire_fail_malformed (error, "name at %zu points to %zu, not back",
                                           position, target);
          position = run = target;
          continue;
        }
      if ((label & NS_CMPRSFLGS) != 0)
        return kp_wire_fail_malformed (error, "label of unknown kind at %zu", position);
      length += label + (label > 0);
      if (length > NS_MAXCDNAME)
        return kp_wire_fail_malformed (error, "name at %zu is too long", *offset);
      if (self->size - position < (gsize) label + 1)
        return kp_wire_fail_short (self->size, error);
      position += label + 1;
      if (label == 0)
        break;
    }
  *offset = after != 0 ? after : position;
  return TRUE;
}

char *
kp_wire_read_name (const KpWire *self, gsize *offset, GError **error)
{
  char text[NS_MAXDNAME];
  gsize after = *offset;

  if (!kp_wire_skip_name (self, &after, error))
    return NULL;
  if (dn_expand (self->octets, self->octets + self->size, self->octets + *offset, text,
                 sizeof text)
      < 0)
    {
      kp_wire_fail_malformed (error, "bad name at %zu", *offset);
      return NULL;
    }
  *offset = after;
  return text[0] != '\0' ? g_ascii_strdown (text, -1) : g_strdup (".");
}
