/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "core/dns/rdata.h"

#include <arpa/inet.h>
#include <arpa/nameser.h>

gboolean
kp_rdata_is_known (guint type)
{
  switch (type)
    {
    case KP_RECORD_A:
    case KP_RECORD_NS:
    case KP_RECORD_CNAME:
    case KP_RECORD_SOA:
    case KP_RECORD_MX:
    case KP_RECORD_TXT:
    case KP_RECORD_AAAA:
    case KP_RECORD_DNAME:
    case KP_RECORD_CAA:
      return TRUE;
    default:
      return FALSE;
    }
}

/* Whatever a name's owner put there is shown to people and goes into JSON: only printable
 * ASCII leaves here. */
static void
append_escaped (GString *text, const guint8 *octets, gsize length, gboolean quoted)
{
  for (gsize i = 0; i < length; i++)
    {
      /* An escape is never cut in two. */
      if (text->len + 4 > KP_RDATA_TEXT_MAX)
        return;
      if (octets[i] < 0x20 || octets[i] > 0x7e)
        g_string_append_printf (text, "\\%03u", octets[i]);
      else if (octets[i] == '\\' || (quoted && octets[i] == '"'))
        g_string_append_printf (text, "\\%c", octets[i]);
      else
        g_string_append_c (text, (char) octets[i]);
    }
}

static char *
address_to_text (int family, gsize wanted, const guint8 *octets, gsize length,
                 GError **error)
{
  char text[INET6_ADDRSTRLEN];

  if (length != wanted)
    {
      kp_wire_fail_malformed (error, "address of %zu octets", length);
      return NULL;
    }
  return g_strdup (inet_ntop (family, octets, text, sizeof text));
}

/* A name that must end exactly where its RDATA (or what follows it) says. */
static char *
read_name (const KpWire *wire, gsize *offset, gsize end, GError **error)
{
  gsize start = *offset;
  g_autofree char *name = kp_wire_read_name (wire, offset, error);

  if (name == NULL)
    return NULL;
  if (*offset > end)
    {
      kp_wire_fail_malformed (error, "name at %zu leaves its record", start);
      return NULL;
    }
  return g_steal_pointer (&name);
}

static char *
name_to_text (const KpWire *wire, gsize offset, gsize end, GError **error)
{
  g_autofree char *name = read_name (wire, &offset, end, error);

  if (name != NULL && offset != end)
    {
      kp_wire_fail_malformed (error, "record goes on after its name at %zu", offset);
      return NULL;
    }
  return g_steal_pointer (&name);
}

static char *
mx_to_text (const KpWire *wire, gsize offset, gsize end, GError **error)
{
  g_autofree char *name = NULL;

  if (end - offset < 3)
    {
      kp_wire_fail_malformed (error, "MX of %zu octets", end - offset);
      return NULL;
    }
  name = name_to_text (wire, offset + 2, end, error);
  return name != NULL ? g_strdup_printf ("%u %s", ns_get16 (wire->octets + offset), name)
                      : NULL;
}

static char *
soa_to_text (const KpWire *wire, gsize offset, gsize end, GError **error)
{
  g_autofree char *mname = NULL;
  g_autofree char *rname = NULL;
  const guint8 *numbers = NULL;

  mname = read_name (wire, &offset, end, error);
  if (mname == NULL)
    return NULL;
  rname = read_name (wire, &offset, end, error);
  if (rname == NULL)
    return NULL;
  if (end - offset != 5 * NS_INT32SZ)
    {
      kp_wire_fail_malformed (error, "SOA with %zu octets of numbers", end - offset);
      return NULL;
    }
  numbers = wire->octets + offset;
  return g_strdup_printf ("%s %s %lu %lu %lu %lu %lu", mname, rname, ns_get32 (numbers),
                          ns_get32 (numbers + 4), ns_get32 (numbers + 8),
                          ns_get32 (numbers + 12), ns_get32 (numbers + 16));
}

static char *
txt_to_text (const guint8 *octets, gsize length, GError **error)
{
  g_autoptr (GString) text = g_string_sized_new (MIN (length, KP_RDATA_TEXT_MAX));
  gsize position = 0;

  if (length == 0)
    {
      kp_wire_fail_malformed (error, "TXT without a string");
      return NULL;
    }
  while (position < length)
    {
      gsize string = octets[position];

      if (length - position - 1 < string)
        {
          kp_wire_fail_malformed (error, "string of %zu octets leaves its TXT", string);
          return NULL;
        }
      append_escaped (text, octets + position + 1, string, FALSE);
      position += string + 1;
    }
  return g_string_free (g_steal_pointer (&text), FALSE);
}

/* RFC 8659 section 4.1. A tag with other characters is refused rather than shown: it could
 * not be told from its value any more. */
static char *
caa_to_text (const guint8 *octets, gsize length, GError **error)
{
  g_autoptr (GString) text = NULL;
  gsize tag = length >= 2 ? octets[1] : 0;

  if (tag == 0 || length - 2 < tag)
    {
      kp_wire_fail_malformed (error, "CAA of %zu octets with a tag of %zu", length, tag);
      return NULL;
    }
  text = g_string_new (NULL);
  g_string_append_printf (text, "%u ", octets[0]);
  for (gsize i = 0; i < tag; i++)
    {
      if (!g_ascii_isalnum ((char) octets[2 + i]))
        {
          kp_wire_fail_malformed (error, "CAA tag with octet %u", octets[2 + i]);
          return NULL;
        }
      g_string_append_c (text, (char) octets[2 + i]);
    }
  g_string_append (text, " \"");
  append_escaped (text, octets + 2 + tag, length - 2 - tag, TRUE);
  g_string_append_c (text, '"');
  return g_string_free (g_steal_pointer (&text), FALSE);
}

char *
kp_rdata_to_text (KpRecordType type, const KpWire *wire, gsize offset, gsize length,
                  GError **error)
{
  /* An empty message has no octets to count from. */
  const guint8 *octets = wire->octets != NULL ? wire->octets + offset : NULL;
  gsize end = offset + length;

  switch (type)
    {
    case KP_RECORD_A:
      return address_to_text (AF_INET, NS_INADDRSZ, octets, length, error);
    case KP_RECORD_AAAA:
      return address_to_text (AF_INET6, NS_IN6ADDRSZ, octets, length, error);
    case KP_RECORD_NS:
    case KP_RECORD_CNAME:
    case KP_RECORD_DNAME:
      return name_to_text (wire, offset, end, error);
    case KP_RECORD_MX:
      return mx_to_text (wire, offset, end, error);
    case KP_RECORD_SOA:
      return soa_to_text (wire, offset, end, error);
    case KP_RECORD_TXT:
      return txt_to_text (octets, length, error);
    case KP_RECORD_CAA:
      return caa_to_text (octets, length, error);
    case KP_RECORD_OPT:
    default:
      kp_wire_fail_malformed (error, "type %u has no text", type);
      return NULL;
    }
}

GString *
kp_rdata_unescape (const char *text)
{
  GString *octets = g_string_new (NULL);

  for (const char *p = text; *p != '\0'; p++)
    {
      if (*p != '\\' || p[1] == '\0')
        {
          g_string_append_c (octets, *p);
          continue;
        }
      p++;
      if (g_ascii_isdigit (p[0]) && g_ascii_isdigit (p[1]) && g_ascii_isdigit (p[2]))
        {
          guint octet = (p[0] - '0') * 100 + (p[1] - '0') * 10 + (p[2] - '0');

          g_string_append_c (octets, (char) (octet & 0xff));
          p += 2;
        }
      else
        g_string_append_c (octets, *p);
    }
  return octets;
}
