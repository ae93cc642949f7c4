/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "core/base/host-name.h"

#include <glib/gi18n.h>
#include <idn2.h>
#include <string.h>

#include "core/base/host-name-private.h"

#define MAX_LABEL 63
/* More than this is no address that somebody pasted, whatever it holds. */
#define MAX_TEXT 16384
/* The longest text that could still be a name: 253 characters of four octets. */
#define MAX_AUTHORITY (4 * KP_HOST_NAME_MAX + 8)
/* How much of what was given a message repeats. */
#define MAX_QUOTE 60
/* What a part of a name may hold. */
#define LETTERS "abcdefghijklmnopqrstuvwxyz0123456789-"

G_DEFINE_QUARK (kp - host - name - error - quark, kp_host_name_error)

/* Hidden characters can turn a text round or stand for nothing at all. */
static gboolean
is_hidden (gunichar c)
{
  switch (g_unichar_type (c))
    {
    case G_UNICODE_CONTROL:
    case G_UNICODE_FORMAT:
    case G_UNICODE_LINE_SEPARATOR:
    case G_UNICODE_PARAGRAPH_SEPARATOR:
    case G_UNICODE_SURROGATE:
    case G_UNICODE_PRIVATE_USE:
    case G_UNICODE_UNASSIGNED:
      return TRUE;
    default:
      return FALSE;
    }
}

/* As much of @text as a message can show without being harmed by it. */
static char *
quote (const char *text)
{
  GString *quoted = g_string_new (NULL);
  guint n = 0;

  for (const char *p = text; *p != '\0'; p = g_utf8_next_char (p))
    {
      gunichar c = g_utf8_get_char (p);

      if (++n > MAX_QUOTE)
        {
          g_string_append (quoted, "…");
          break;
        }
      if (is_hidden (c))
        g_string_append_printf (quoted, "<U+%04X>", c);
      else
        g_string_append_unichar (quoted, c);
    }
  return g_string_free (quoted, FALSE);
}

static gboolean G_GNUC_PRINTF (4, 0)
    fail (GError **error, KpHostNameError code, const char *value, const char *format)
{
  g_autofree char *quoted = quote (value);

#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wformat-nonliteral"
  g_set_error (error, KP_HOST_NAME_ERROR, code, format, quoted);
#pragma GCC diagnostic pop
  return FALSE;
}

/* Takes the authority out of a URL, or of what looks like the beginning of one
 * (RFC 3986 section 3). */
static char *
take_authority (const char *text, gboolean *is_url, GError **error)
{
  const char *start = strstr (text, "://");
  const char *cut = strpbrk (text, "/?#");
  char *authority, *at;

  *is_url = start != NULL && start < (cut != NULL ? cut : start + 1);
  if (*is_url)
    start += strlen ("://");
  else if (g_str_has_prefix (text, "//"))
    {
      *is_url = TRUE;
      start = text + 2;
    }
  else
    start = text;

  authority = g_strndup (start, strcspn (start, "/?#"));
  if (strchr (authority, '\\') != NULL)
    {
      /* A slash to browsers (WHATWG URL), not to others: no telling the host. */
      fail (error, KP_HOST_NAME_ERROR_CHARACTER, authority,
            /* Translators: what was typed */
            _ ("“%s” holds a backslash; enter the host name alone"));
      g_free (authority);
      return NULL;
    }
  at = strrchr (authority, '@');
  if (at == NULL)
    return authority;
  if (!*is_url)
    {
      fail (error, KP_HOST_NAME_ERROR_CHARACTER, text,
            /* Translators: what was typed */
            _ ("“%s” is an email address; enter a host name"));
      g_free (authority);
      return NULL;
    }
  memmove (authority, at + 1, strlen (at + 1) + 1);
  return authority;
}

static gboolean
read_port (const char *digits, guint16 *port)
{
  guint value = 0;
  gsize length = strlen (digits);

  if (length == 0 || length > 5 || strspn (digits, "0123456789") != length)
    return FALSE;
  for (const char *p = digits; *p != '\0'; p++)
    value = value * 10 + (*p - '0');
  if (value < 1 || value > 65535)
    return FALSE;
  *port = value;
  return TRUE;
}

static gboolean
split_port (char *authority, gboolean is_url, guint16 *port, GError **error)
{
  char *colon = strchr (authority, ':');

  *port = 0;
  if (*authority == '[' || g_hostname_is_ip_address (authority))
    return fail (error, KP_HOST_NAME_ERROR_ADDRESS, authority,
                 /* Translators: what was typed */
                 _ ("“%s” is an IP address; enter the host name"));
  if (colon == NULL)
    return TRUE;

  *colon = '\0';
  /* RFC 3986 section 3.2.3 lets a URL have the colon without a port. */
  if (is_url && colon[1] == '\0')
    return TRUE;
  if (colon[1] == '\0')
    {
      *colon = ':';
      return fail (
          error, KP_HOST_NAME_ERROR_PORT, authority,
          /* Translators: what was typed */
          _ ("“%s” has no port after its colon; enter a number from 1 to 65535, or "
             "leave the colon out"));
    }
  if (!read_port (colon + 1, port))
    return fail (error, KP_HOST_NAME_ERROR_PORT, colon + 1,
                 /* Translators: what was typed after the colon */
                 _ ("“%s” is no port; enter a number from 1 to 65535"));
  return TRUE;
}

/* The full stops that UTS 46 takes for a dot: so labels can be told apart
 * before anything is mapped. */
static char *
replace_dots (const char *text)
{
  GString *name = g_string_new (NULL);

  for (const char *p = text; *p != '\0'; p = g_utf8_next_char (p))
    {
      gunichar c = g_utf8_get_char (p);

      if (c == 0x3002 || c == 0xff0e || c == 0xff61)
        c = '.';
      g_string_append_unichar (name, c);
    }
  return g_string_free (name, FALSE);
}

/* As browsers do (WHATWG URL, "ends in a number"): 127.1, 0x7f.0.0.1 and
 * 2130706433 are all addresses to something. */
static gboolean
ends_in_number (const char *name)
{
  const char *last = strrchr (name, '.');

  last = last != NULL ? last + 1 : name;
  if (*last == '\0')
    return FALSE;
  if (strspn (last, "0123456789") == strlen (last))
    return TRUE;
  return last[0] == '0' && (last[1] == 'x' || last[1] == 'X')
         && strspn (last + 2, "0123456789abcdefABCDEF") == strlen (last + 2);
}

static gboolean
check_characters (const char *name, gboolean underscores, GError **error)
{
  if (g_str_has_prefix (name, "*."))
    return fail (error, KP_HOST_NAME_ERROR_WILDCARD, name,
                 /* Translators: what was typed */
                 _ ("“%s” is a wildcard; enter one host name"));

  for (const char *p = name; *p != '\0'; p = g_utf8_next_char (p))
    {
      gunichar c = g_utf8_get_char (p);

      if (is_hidden (c))
        return fail (error, KP_HOST_NAME_ERROR_CHARACTER, name,
                     /* Translators: what was typed, with the character shown as <U+200B> */
                     _ ("“%s” holds a hidden character; type the name anew"));
      if (g_unichar_isspace (c))
        return fail (error, KP_HOST_NAME_ERROR_CHARACTER, name,
                     /* Translators: what was typed */
                     _ ("“%s” holds a space; a host name has none"));
      if (c == '_' && underscores)
        continue;
      if (c == '_')
        return fail (error, KP_HOST_NAME_ERROR_CHARACTER, name,
                     /* Translators: what was typed */
                     _ ("“%s” holds an underscore, which no certificate may have"));
      if (c < 0x80 && !g_ascii_isalnum (c) && c != '-' && c != '.')
        return fail (error, KP_HOST_NAME_ERROR_CHARACTER, name,
                     /* Translators: what was typed */
                     _ ("“%s” holds a character that no host name may have"));
    }
  return TRUE;
}

static gboolean
check_label (const char *label, gboolean underscores, GError **error)
{
  gsize length = strlen (label);

  if (length > MAX_LABEL)
    return fail (error, KP_HOST_NAME_ERROR_TOO_LONG, label,
                 /* Translators: a part of a host name between two dots */
                 _ ("“%s” is too long; a part of a host name has at most 63 characters"));
  if (label[0] == '-' || label[length - 1] == '-')
    return fail (error, KP_HOST_NAME_ERROR_LABEL, label,
                 /* Translators: a part of a host name between two dots */
                 _ ("“%s” begins or ends with a hyphen"));
  if (strspn (label, underscores ? LETTERS "_" : LETTERS) != length)
    return fail (error, KP_HOST_NAME_ERROR_CHARACTER, label,
                 /* Translators: a part of a host name between two dots */
                 _ ("“%s” holds a character that no host name may have"));
  /* Reserved labels but A-labels: no CA may issue for them (BR 7.1.4.2). */
  if (length >= 4 && label[2] == '-' && label[3] == '-'
      && !g_str_has_prefix (label, "xn--"))
    return fail (error, KP_HOST_NAME_ERROR_LABEL, label,
                 /* Translators: a part of a host name between two dots */
                 _ ("“%s” has two hyphens in third place, which is reserved"));
  return TRUE;
}

static gboolean
has_empty_label (const char *name)
{
  gsize length = strlen (name);

  return length == 0 || name[0] == '.' || name[length - 1] == '.'
         || strstr (name, "..") != NULL;
}

/* @typed: as it was given, with its last dot */
static gboolean
check_labels (const char *name, const char *typed, gboolean underscores, GError **error)
{
  g_auto (GStrv) labels = g_strsplit (name, ".", -1);

  if (has_empty_label (name))
    return fail (error, KP_HOST_NAME_ERROR_LABEL, typed,
                 /* Translators: what was typed */
                 _ ("“%s” has nothing before or between its dots"));
  for (char **label = labels; *label != NULL; label++)
    if (!check_label (*label, underscores, error))
      return FALSE;
  if (strlen (name) > KP_HOST_NAME_MAX)
    return fail (error, KP_HOST_NAME_ERROR_TOO_LONG, name,
                 /* Translators: what was typed */
                 _ ("“%s” is too long; a host name has at most 253 characters"));
  return TRUE;
}

static gboolean
check_scripts (const char *unicode, GError **error)
{
  g_auto (GStrv) labels = g_strsplit (unicode, ".", -1);

  for (char **label = labels; *label != NULL; label++)
    if (!kp_host_name_is_highly_restrictive (*label))
      return fail (error, KP_HOST_NAME_ERROR_SCRIPTS, *label,
                   /* Translators: a part of a host name between two dots */
                   _ ("“%s” mixes alphabets whose letters look alike"));
  return TRUE;
}

/* What libidn2 gives must be freed by its own free(). */
static char *
take_idn (char *text)
{
  char *copy = g_strdup (text);

  idn2_free (text);
  return copy;
}

static char *
to_ascii (const char *name, int *status)
{
  uint8_t *ascii = NULL;

  *status = idn2_lookup_u8 ((const uint8_t *) name, &ascii,
                            IDN2_NFC_INPUT | IDN2_NONTRANSITIONAL);
  return *status == IDN2_OK ? take_idn ((char *) ascii) : NULL;
}

static char *
decode (const char *ascii)
{
  char *unicode = NULL;

  if (idn2_to_unicode_8z8z (ascii, &unicode, 0) != IDN2_OK)
    return NULL;
  return take_idn (unicode);
}

static gboolean
fail_idna (const char *name, int status, GError **error)
{
  if (status == IDN2_TOO_BIG_LABEL || status == IDN2_TOO_BIG_DOMAIN
      || status == IDN2_PUNYCODE_BIG_OUTPUT)
    return fail (error, KP_HOST_NAME_ERROR_TOO_LONG, name,
                 /* Translators: what was typed */
                 _ ("“%s” is too long for a host name"));
  return fail (error, KP_HOST_NAME_ERROR_IDNA, name,
               /* Translators: what was typed */
               _ ("“%s” holds letters that a host name may not have there"));
}

/* IDNA2008 (RFC 5891) with the mapping of UTS 46. libidn2 leaves ASCII as it
 * is, so letters and labels are judged here. */
static char *
map (const char *name, gboolean underscores, GError **error)
{
  g_autofree char *ascii = NULL;
  g_autofree char *lower = NULL;
  g_autofree char *unicode = NULL;
  g_autofree char *again = NULL;
  int status = IDN2_OK;
  gsize length;

  if (g_str_is_ascii (name))
    ascii = g_strdup (name);
  else
    ascii = to_ascii (name, &status);
  if (ascii == NULL)
    {
      fail_idna (name, status, error);
      return NULL;
    }

  lower = g_ascii_strdown (ascii, -1);
  length = strlen (lower);
  if (length > 0 && lower[length - 1] == '.')
    lower[length - 1] = '\0';
  if (ends_in_number (lower))
    {
      fail (error, KP_HOST_NAME_ERROR_ADDRESS, name,
            /* Translators: what was typed */
            _ ("“%s” is an IP address; enter the host name"));
      return NULL;
    }
  if (!check_labels (lower, name, underscores, error))
    return NULL;
  if (strstr (lower, "xn--") == NULL)
    return g_steal_pointer (&lower);

  /* An A-label that says nothing, or not what it would be made from, is a
   * disguise (RFC 5891 section 5.4). */
  unicode = decode (lower);
  again = unicode != NULL ? to_ascii (unicode, &status) : NULL;
  if (g_strcmp0 (again, lower) != 0)
    {
      fail_idna (name, status, error);
      return NULL;
    }
  return check_scripts (unicode, error) ? g_steal_pointer (&lower) : NULL;
}

/* The name without its port, as it was given: not mapped yet. */
static char *
take_name (const char *text, guint16 *port, GError **error)
{
  g_autofree char *trimmed = g_strstrip (g_strdup (text));
  g_autofree char *authority = NULL;
  gboolean is_url;

  authority = take_authority (trimmed, &is_url, error);
  if (authority == NULL || !split_port (authority, is_url, port, error))
    return NULL;
  /* Where plain HTTP is served says nothing of where TLS is. */
  if (g_ascii_strncasecmp (trimmed, "http://", strlen ("http://")) == 0)
    *port = 0;
  if (*authority == '\0')
    {
      g_set_error_literal (error, KP_HOST_NAME_ERROR, KP_HOST_NAME_ERROR_EMPTY,
                           _ ("No host name was given"));
      return NULL;
    }
  if (strlen (authority) > MAX_AUTHORITY)
    {
      fail (error, KP_HOST_NAME_ERROR_TOO_LONG, authority,
            /* Translators: what was typed */
            _ ("“%s” is too long; a host name has at most 253 characters"));
      return NULL;
    }
  return replace_dots (authority);
}

static gboolean
check_text (const char *text, GError **error)
{
  if (text == NULL || *text == '\0')
    {
      g_set_error_literal (error, KP_HOST_NAME_ERROR, KP_HOST_NAME_ERROR_EMPTY,
                           _ ("No host name was given"));
      return FALSE;
    }
  if (strnlen (text, MAX_TEXT + 1) > MAX_TEXT)
    {
      g_set_error_literal (error, KP_HOST_NAME_ERROR, KP_HOST_NAME_ERROR_TOO_LONG,
                           _ ("The text is too long for a host name"));
      return FALSE;
    }
  if (!g_utf8_validate (text, -1, NULL))
    {
      g_set_error_literal (error, KP_HOST_NAME_ERROR, KP_HOST_NAME_ERROR_CHARACTER,
                           _ ("The host name is no valid text (UTF-8)"));
      return FALSE;
    }
  return TRUE;
}

static char *
parse (const char *text, gboolean underscores, guint16 *port, GError **error)
{
  g_autofree char *name = NULL;
  g_autofree char *host = NULL;
  guint16 given_port = 0;

  if (!check_text (text, error))
    return NULL;
  name = take_name (text, &given_port, error);
  if (name == NULL || !check_characters (name, underscores, error))
    return NULL;

  host = map (name, underscores, error);
  if (host == NULL)
    return NULL;
  if (strchr (host, '.') == NULL)
    {
      fail (error, KP_HOST_NAME_ERROR_SINGLE_LABEL, name,
            /* Translators: what was typed */
            _ ("“%s” is only one word; enter the full host name with its domain"));
      return NULL;
    }
  if (port != NULL)
    *port = given_port;
  return g_steal_pointer (&host);
}

char *
kp_host_name_parse (const char *text, guint16 *port, GError **error)
{
  return parse (text, FALSE, port, error);
}

char *
kp_host_name_parse_target (const char *text, const char *host, GError **error)
{
  g_autofree char *target = parse (text, TRUE, NULL, error);

  if (target == NULL || g_strcmp0 (target, host) != 0)
    return g_steal_pointer (&target);
  fail (error, KP_HOST_NAME_ERROR_SELF, target,
        /* Translators: a host name */
        _ ("“%s” is the site itself; a name can’t point to itself"));
  return NULL;
}

char *
kp_host_name_to_unicode (const char *host)
{
  g_autofree char *unicode = NULL;
  g_autofree char *again = NULL;

  if (strstr (host, "xn--") == NULL)
    return g_strdup (host);

  unicode = decode (host);
  again = unicode != NULL ? kp_host_name_parse (unicode, NULL, NULL) : NULL;
  return g_strdup (g_strcmp0 (again, host) == 0 ? unicode : host);
}

gboolean
kp_host_name_is_below (const char *host, const char *domain)
{
  gsize host_length = strlen (host);
  gsize domain_length = strlen (domain);
  gsize start;

  if (domain_length == 0 || host_length < domain_length)
    return FALSE;
  start = host_length - domain_length;
  return strcmp (host + start, domain) == 0 && (start == 0 || host[start - 1] == '.');
}

gboolean
kp_host_name_is_valid_dns (const char *name)
{
  gsize length = strlen (name);
  gsize label = 0;

  if (length == 0 || length > KP_HOST_NAME_MAX)
    return FALSE;
  for (const char *p = name; *p != '\0'; p++)
    {
      if (*p == '.')
        {
          if (label == 0)
            return FALSE;
          label = 0;
        }
      else if (!g_ascii_isgraph (*p) || *p == '\\' || *p == '"' || ++label > MAX_LABEL)
        return FALSE;
    }
  return label > 0;
}

char *
kp_host_name_format_site (const char *host, guint16 port)
{
  return port == 443 ? g_strdup (host) : g_strdup_printf ("%s:%u", host, port);
}
