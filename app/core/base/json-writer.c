/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "core/base/json-writer.h"

/* What RFC 8259 section 7 wants written otherwise; and DEL, which terminals act on. */
static gboolean
is_plain (guchar octet)
{
  return octet >= 0x20 && octet != '"' && octet != '\\' && octet != 0x7f;
}

static void
write_escape (GString *json, guchar octet)
{
  switch (octet)
    {
    case '"':
    case '\\':
      g_string_append_c (json, '\\');
      g_string_append_c (json, (char) octet);
      break;
    case '\n':
      g_string_append (json, "\\n");
      break;
    case '\r':
      g_string_append (json, "\\r");
      break;
    case '\t':
      g_string_append (json, "\\t");
      break;
    default:
      g_string_append_printf (json, "\\u%04x", octet);
    }
}

static void
write_text (GString *json, const char *text)
{
  g_string_append_c (json, '"');
  while (*text != '\0')
    {
      const char *end = text;

      while (is_plain ((guchar) *end))
        end++;
      g_string_append_len (json, text, end - text);
      text = end;
      if (*text != '\0')
        write_escape (json, (guchar) *text++);
    }
  g_string_append_c (json, '"');
}

/* A value never ends as what comes before the first one does. */
static void
write_name (GString *json, const char *member)
{
  char last = json->len > 0 ? json->str[json->len - 1] : '[';

  if (last != '[' && last != '{')
    g_string_append_c (json, ',');
  if (member == NULL)
    return;
  write_text (json, member);
  g_string_append_c (json, ':');
}

void
kp_json_write_begin (GString *json, const char *member, char bracket)
{
  write_name (json, member);
  g_string_append_c (json, bracket);
}

void
kp_json_write_end (GString *json, char bracket)
{
  g_string_append_c (json, bracket);
}

void
kp_json_write_string (GString *json, const char *member, const char *value)
{
  write_name (json, member);
  write_text (json, value);
}

void
kp_json_write_int (GString *json, const char *member, gint64 value)
{
  write_name (json, member);
  g_string_append_printf (json, "%" G_GINT64_FORMAT, value);
}

void
kp_json_write_boolean (GString *json, const char *member, gboolean value)
{
  write_name (json, member);
  g_string_append (json, value ? "true" : "false");
}
