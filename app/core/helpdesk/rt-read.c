/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "core/helpdesk/rt-read.h"

#include <string.h>

#include "core/base/clock.h"
#include "core/base/json.h"
#include "core/base/plain-text.h"

#define MAX_ID 18
#define MAX_TEXT 1000
#define MAX_NAME 200
#define MAX_FIELDS 200
#define MAX_LINKS 400
#define MAX_CONTENT (32 * 1024 * 1024)

/* A name or number: short, on one line. Never NULL. */
static char *
read_text (JsonObject *object, const char *member, guint most)
{
  const char *text = kp_json_get_string (object, member, MAX_TEXT * 4);

  return text != NULL ? kp_plain_text_shorten (text, most) : g_strdup ("");
}

char *
kp_rt_read_id (JsonObject *object, const char *member)
{
  const char *text = kp_json_get_string (object, member, MAX_ID);
  gint64 number = kp_json_get_int (object, member, 0, G_MAXINT64 / 10, -1);

  if (text != NULL && *text != '\0' && strspn (text, "0123456789") == strlen (text))
    return g_strdup (text);
  return number >= 0 ? g_strdup_printf ("%" G_GINT64_FORMAT, number) : NULL;
}

KpRtEvent *
kp_rt_read_event (JsonObject *row)
{
  g_autoptr (KpRtEvent) self = g_new0 (KpRtEvent, 1);
  JsonObject *creator = kp_json_get_object (row, "Creator");
  const char *created = kp_json_get_string (row, "Created", 40);

  self->id = kp_rt_read_id (row, "id");
  self->type = read_text (row, "Type", 40);
  self->creator = creator != NULL ? read_text (creator, "id", MAX_NAME) : g_strdup ("");
  self->author =
      creator != NULL ? read_text (creator, "RealName", MAX_NAME) : g_strdup ("");
  if (*self->author == '\0')
    {
      g_free (self->author);
      self->author = g_strdup (self->creator);
    }
  if (created == NULL || !kp_time_from_rfc3339 (created, &self->at))
    self->at = 0;
  if (self->id == NULL || *self->type == '\0')
    return NULL;
  return g_steal_pointer (&self);
}

void
kp_rt_event_free (KpRtEvent *self)
{
  if (self == NULL)
    return;
  g_free (self->id);
  g_free (self->type);
  g_free (self->creator);
  g_free (self->author);
  g_free (self);
}

KpRtPart *
kp_rt_read_part (JsonObject *row)
{
  g_autoptr (KpRtPart) self = g_new0 (KpRtPart, 1);
  g_autofree char *type = read_text (row, "ContentType", 100);
  g_autofree char *length = kp_rt_read_id (row, "ContentLength");

  self->id = kp_rt_read_id (row, "id");
  self->event = kp_rt_read_id (row, "TransactionId");
  self->name = read_text (row, "Filename", MAX_NAME);
  self->type = g_ascii_strdown (type, -1);
  self->subject = read_text (row, "Subject", MAX_TEXT);
  self->length = length != NULL ? (gsize) g_ascii_strtoull (length, NULL, 10) : 0;
  if (self->id == NULL || self->event == NULL)
    return NULL;
  return g_steal_pointer (&self);
}

void
kp_rt_part_free (KpRtPart *self)
{
  if (self == NULL)
    return;
  g_free (self->id);
  g_free (self->event);
  g_free (self->name);
  g_free (self->type);
  g_free (self->subject);
  g_free (self);
}

gboolean
kp_rt_part_is_container (const KpRtPart *self)
{
  return g_str_has_prefix (self->type, "multipart/");
}

gboolean
kp_rt_part_is_text (const KpRtPart *self)
{
  return *self->name == '\0'
         && (g_str_equal (self->type, "text/plain")
             || g_str_equal (self->type, "text/html"));
}

GBytes *
kp_rt_read_content (JsonObject *answer)
{
  const char *text = kp_json_get_string (answer, "Content", MAX_CONTENT);
  gsize length = 0;
  guchar *octets;

  /* An empty file has no content at all. */
  if (text == NULL)
    return json_object_has_member (answer, "id") ? g_bytes_new_static ("", 0) : NULL;
  for (const char *p = text; *p != '\0'; p++)
    if (!g_ascii_isalnum (*p) && strchr ("+/=\r\n", *p) == NULL)
      return NULL;
  octets = g_base64_decode (text, &length);
  return g_bytes_new_take (octets, length);
}

GPtrArray *
kp_rt_read_fields (JsonObject *ticket)
{
  GPtrArray *fields = kp_request_field_list_new ();
  guint length = 0;
  JsonArray *array = kp_json_get_array (ticket, "CustomFields", MAX_FIELDS, &length);

  for (guint i = 0; array != NULL && i < length; i++)
    {
      JsonObject *field = kp_json_array_get_object (array, i);
      g_auto (GStrv) values =
          field != NULL ? kp_json_get_strv (field, "values", MAX_FIELDS, MAX_TEXT * 64)
                        : NULL;
      const char *name =
          field != NULL ? kp_json_get_string (field, "name", MAX_TEXT) : NULL;

      for (guint j = 0; name != NULL && values != NULL && values[j] != NULL; j++)
        g_ptr_array_add (fields, kp_request_field_new ("", name, values[j]));
    }
  return fields;
}

char **
kp_rt_read_field_names (JsonObject *queue)
{
  g_autoptr (GStrvBuilder) names = g_strv_builder_new ();
  guint length = 0;
  JsonArray *array = kp_json_get_array (queue, "TicketCustomFields", MAX_FIELDS, &length);

  for (guint i = 0; array != NULL && i < length; i++)
    {
      JsonObject *field = kp_json_array_get_object (array, i);
      const char *name =
          field != NULL ? kp_json_get_string (field, "name", MAX_TEXT) : NULL;

      if (name != NULL)
        g_strv_builder_add (names, name);
    }
  return g_strv_builder_end (names);
}

gboolean
kp_rt_has_link (JsonObject *object, const char *ref)
{
  guint length = 0;
  JsonArray *links = kp_json_get_array (object, "_hyperlinks", MAX_LINKS, &length);

  for (guint i = 0; links != NULL && i < length; i++)
    {
      JsonObject *link = kp_json_array_get_object (links, i);

      if (link != NULL && g_strcmp0 (kp_json_get_string (link, "ref", 40), ref) == 0)
        return TRUE;
    }
  return FALSE;
}

/* Returns: how long the entity at @html is, 0 if it is none that is known */
static gsize
append_entity (GString *text, const char *html)
{
  static const struct
  {
    const char *entity, *text;
  } entities[] = {
    { "&lt;", "<" },  { "&gt;", ">" },   { "&amp;", "&" },  { "&quot;", "\"" },
    { "&#39;", "'" }, { "&nbsp;", " " }, { "&apos;", "'" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (entities); i++)
    if (g_str_has_prefix (html, entities[i].entity))
      {
        g_string_append (text, entities[i].text);
        return strlen (entities[i].entity);
      }
  return 0;
}

static gboolean
is_tag (const char *html, const char *name)
{
  gsize length = strlen (name);

  return g_ascii_strncasecmp (html, name, length) == 0 && !g_ascii_isalnum (html[length]);
}

/* A line ends at a <br> and where a paragraph or the like does. */
static gboolean
ends_line (const char *html)
{
  static const char *const names[] = { "<br",  "</p",  "</div", "</li",         "</tr",
                                       "</h1", "</h2", "</h3",  "</blockquote", "</pre" };

  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    if (is_tag (html, names[i]))
      return TRUE;
  return FALSE;
}

/* Behind a style or a script nobody reads what is in it. */
static const char *
skip_tag (const char *html)
{
  const char *const hidden[][2] = { { "<style", "</style" }, { "<script", "</script" } };
  const char *end = strchr (html, '>');

  for (guint i = 0; i < G_N_ELEMENTS (hidden); i++)
    if (is_tag (html, hidden[i][0]))
      {
        const char *p = html;

        while (*p != '\0' && !is_tag (p, hidden[i][1]))
          p++;
        end = strchr (p, '>');
      }
  return end != NULL ? end + 1 : html + strlen (html);
}

char *
kp_rt_text_from_html (const char *html, gsize most)
{
  g_autoptr (GString) text = g_string_new (NULL);

  for (const char *p = html; *p != '\0' && text->len < most;)
    {
      gsize entity = *p == '&' ? append_entity (text, p) : 0;

      if (entity > 0)
        p += entity;
      else if (*p == '<')
        {
          if (ends_line (p) && text->len > 0)
            g_string_append_c (text, '\n');
          p = skip_tag (p);
        }
      else if (g_ascii_isspace (*p))
        {
          if (text->len > 0 && !g_ascii_isspace (text->str[text->len - 1]))
            g_string_append_c (text, ' ');
          p++;
        }
      else
        g_string_append_c (text, *p++);
    }
  g_string_truncate (text, MIN (text->len, most));
  return g_utf8_make_valid (text->str, -1);
}
