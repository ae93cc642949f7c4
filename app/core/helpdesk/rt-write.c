/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "core/helpdesk/rt-write.h"

#include <gnutls/crypto.h>
#include <json-glib/json-glib.h>
#include <string.h>

int
kp_rt_write_priority (KpPriority priority)
{
  switch (priority)
    {
    case KP_PRIORITY_LOW:
      return 0;
    case KP_PRIORITY_HIGH:
      return 100;
    case KP_PRIORITY_NORMAL:
    default:
      return 50;
    }
}

static void
set_string (JsonBuilder *builder, const char *member, const char *value)
{
  json_builder_set_member_name (builder, member);
  json_builder_add_string_value (builder, value);
}

static void
set_ticket (JsonBuilder *builder, const KpOutgoing *outgoing, const char *queue)
{
  set_string (builder, "Queue", queue);
  json_builder_set_member_name (builder, "Priority");
  json_builder_add_int_value (builder, kp_rt_write_priority (outgoing->priority));
  if (outgoing->requestor != NULL && *outgoing->requestor != '\0')
    {
      json_builder_set_member_name (builder, "Requestor");
      json_builder_begin_array (builder);
      json_builder_add_string_value (builder, outgoing->requestor);
      json_builder_end_array (builder);
    }
  json_builder_set_member_name (builder, "CustomFields");
  json_builder_begin_object (builder);
  for (guint i = 0; i < outgoing->fields->len; i++)
    {
      const KpRequestField *field = g_ptr_array_index (outgoing->fields, i);

      if (field->value != NULL && *field->value != '\0')
        set_string (builder, field->label, field->value);
    }
  json_builder_end_object (builder);
}

char *
kp_rt_write_json (const KpOutgoing *outgoing, const char *queue)
{
  g_autoptr (JsonBuilder) builder = json_builder_new ();
  g_autoptr (JsonNode) root = NULL;

  json_builder_begin_object (builder);
  if (queue != NULL)
    set_ticket (builder, outgoing, queue);
  set_string (builder, "Subject", outgoing->subject);
  set_string (builder, "Content", outgoing->body);
  set_string (builder, "ContentType", "text/plain");
  json_builder_end_object (builder);
  root = json_builder_get_root (builder);
  return json_to_string (root, FALSE);
}

char *
kp_rt_write_file_name (const KpAttachment *file)
{
  char *name = g_strdup (file->name);

  for (char *p = name; *p != '\0'; p++)
    if (*p == '"' || *p == '\\' || (guchar) *p < ' ')
      *p = '_';
  return name;
}

/* What is text to it, Request Tracker recodes; what it recodes is another file. */
static const char *
get_type (const KpAttachment *file)
{
  return g_str_has_prefix (file->type, "text/") || g_str_has_prefix (file->type, "message/")
                 || g_str_has_prefix (file->type, "multipart/")
             ? "application/octet-stream"
             : file->type;
}

static void
append (GByteArray *body, const char *text)
{
  g_byte_array_append (body, (const guint8 *) text, (guint) strlen (text));
}

static char *
make_boundary (void)
{
  guint8 octets[16];
  GString *boundary = g_string_new ("keyplate-");

  if (gnutls_rnd (GNUTLS_RND_NONCE, octets, sizeof octets) < 0)
    memset (octets, 0x5a, sizeof octets);
  for (guint i = 0; i < sizeof octets; i++)
    g_string_append_printf (boundary, "%02x", octets[i]);
  return g_string_free (boundary, FALSE);
}

GBytes *
kp_rt_write_body (const KpOutgoing *outgoing, const char *queue, char **content_type)
{
  g_autofree char *json = kp_rt_write_json (outgoing, queue);
  g_autofree char *boundary = NULL;
  GByteArray *body;

  if (outgoing->attachments->len == 0)
    {
      *content_type = g_strdup ("application/json");
      return g_bytes_new (json, strlen (json));
    }
  boundary = make_boundary ();
  body = g_byte_array_new ();
  append (body, "--");
  append (body, boundary);
  append (body, "\r\nContent-Disposition: form-data; name=\"JSON\"\r\n"
                "Content-Type: application/json\r\n\r\n");
  append (body, json);
  for (guint i = 0; i < outgoing->attachments->len; i++)
    {
      const KpAttachment *file = g_ptr_array_index (outgoing->attachments, i);
      g_autofree char *name = kp_rt_write_file_name (file);
      g_autofree char *head = g_strdup_printf (
          "\r\n--%s\r\nContent-Disposition: form-data; name=\"Attachments\"; "
          "filename=\"%s\"\r\nContent-Type: %s\r\n\r\n",
          boundary, name, get_type (file));

      append (body, head);
      g_byte_array_append (body, g_bytes_get_data (file->content, NULL),
                           (guint) g_bytes_get_size (file->content));
    }
  append (body, "\r\n--");
  append (body, boundary);
  append (body, "--\r\n");
  *content_type = g_strconcat ("multipart/form-data; boundary=", boundary, NULL);
  return g_byte_array_free_to_bytes (body);
}

char *
kp_rt_write_quoted (const char *text)
{
  GString *quoted = g_string_new ("'");

  for (const char *p = text; *p != '\0'; p++)
    {
      if (*p == '\'' || *p == '\\')
        g_string_append_c (quoted, '\\');
      g_string_append_c (quoted, *p);
    }
  g_string_append_c (quoted, '\'');
  return g_string_free (quoted, FALSE);
}
