/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "core/helpdesk/mail-writer.h"

#include <gmime/gmime.h>
#include <string.h>

#include "core/base/mime.h"
#include "core/base/plain-text.h"

#define MAX_SUBJECT 250

/* GMime 3 has none of its own. */
G_DEFINE_AUTOPTR_CLEANUP_FUNC (GMimeStream, g_object_unref)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (GMimeObject, g_object_unref)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (GMimeMessage, g_object_unref)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (GMimeDataWrapper, g_object_unref)

/* The words of RFC 4021 section 2.1.57. */
static const char *
get_importance (KpPriority priority)
{
  switch (priority)
    {
    case KP_PRIORITY_LOW:
      return "low";
    case KP_PRIORITY_HIGH:
      return "high";
    case KP_PRIORITY_NORMAL:
    default:
      return "normal";
    }
}

static GMimeObject *
make_text (const char *body)
{
  GMimeTextPart *part = g_mime_text_part_new_with_subtype ("plain");

  g_mime_text_part_set_charset (part, "utf-8");
  g_mime_text_part_set_text (part, body);
  g_mime_part_set_content_encoding (GMIME_PART (part),
                                    GMIME_CONTENT_ENCODING_QUOTEDPRINTABLE);
  return GMIME_OBJECT (part);
}

static GMimeObject *
make_file (const KpAttachment *file)
{
  g_auto (GStrv) type = g_strsplit (file->type, "/", 2);
  GMimePart *part = g_mime_part_new_with_type (type[0], type[1]);
  g_autoptr (GMimeStream) stream = g_mime_stream_mem_new_with_buffer (
      g_bytes_get_data (file->content, NULL), g_bytes_get_size (file->content));
  g_autoptr (GMimeDataWrapper) content =
      g_mime_data_wrapper_new_with_stream (stream, GMIME_CONTENT_ENCODING_DEFAULT);

  g_mime_part_set_content (part, content);
  g_mime_part_set_content_encoding (part, GMIME_CONTENT_ENCODING_BASE64);
  g_mime_object_set_disposition (GMIME_OBJECT (part), GMIME_DISPOSITION_ATTACHMENT);
  g_mime_part_set_filename (part, file->name);
  return GMIME_OBJECT (part);
}

static GMimeObject *
make_content (const KpOutgoing *outgoing)
{
  GMimeMultipart *parts = NULL;

  if (outgoing->attachments->len == 0)
    return make_text (outgoing->body);
  parts = g_mime_multipart_new_with_subtype ("mixed");
  for (guint i = 0; i <= outgoing->attachments->len; i++)
    {
      g_autoptr (GMimeObject) part =
          i == 0 ? make_text (outgoing->body)
                 : make_file (g_ptr_array_index (outgoing->attachments, i - 1));

      g_mime_multipart_add (parts, part);
    }
  return GMIME_OBJECT (parts);
}

static char *
make_subject (const KpOutgoing *outgoing)
{
  return kp_plain_text_shorten (outgoing->subject, MAX_SUBJECT);
}

/* The same for the same request, so that a mail sent twice can be told to be one. */
static char *
make_message_id (const KpOutgoing *outgoing, gint64 now)
{
  const char *at = outgoing->requestor != NULL ? strrchr (outgoing->requestor, '@') : NULL;
  g_autofree char *ascii = at != NULL ? g_hostname_to_ascii (at + 1) : NULL;

  return g_strdup_printf ("%s.%" G_GINT64_FORMAT "@%s", outgoing->reference, now,
                          ascii != NULL ? ascii : "keyplate.invalid");
}

GBytes *
kp_mail_write (const KpOutgoing *outgoing, const char *to, gint64 now)
{
  g_autoptr (GMimeMessage) message = NULL;
  g_autoptr (GMimeObject) content = NULL;
  g_autoptr (GDateTime) date = g_date_time_new_from_unix_utc (now);
  g_autofree char *subject = make_subject (outgoing);
  g_autofree char *id = make_message_id (outgoing, now);
  GMimeFormatOptions *options;
  char *text;

  kp_mime_init ();
  message = g_mime_message_new (TRUE);
  if (outgoing->requestor != NULL && *outgoing->requestor != '\0')
    g_mime_message_add_mailbox (message, GMIME_ADDRESS_TYPE_FROM, NULL,
                                outgoing->requestor);
  g_mime_message_add_mailbox (message, GMIME_ADDRESS_TYPE_TO, NULL, to);
  g_mime_message_set_subject (message, subject, "utf-8");
  if (date != NULL)
    g_mime_message_set_date (message, date);
  g_mime_message_set_message_id (message, id);
  g_mime_object_set_header (GMIME_OBJECT (message), "Importance",
                            get_importance (outgoing->priority), NULL);
  g_mime_object_set_header (GMIME_OBJECT (message), "X-Unsent", "1", NULL);
  content = make_content (outgoing);
  g_mime_message_set_mime_part (message, content);
  options = g_mime_format_options_new ();
  g_mime_format_options_set_newline_format (options, GMIME_NEWLINE_FORMAT_DOS);
  text = g_mime_object_to_string (GMIME_OBJECT (message), options);
  g_mime_format_options_free (options);
  return g_bytes_new_take (text, strlen (text));
}

/* RFC 6068 section 5: a line ends with CR LF. */
static void
append_lines (GString *uri, const char *text)
{
  g_auto (GStrv) lines = g_strsplit (text, "\n", -1);

  for (guint i = 0; lines[i] != NULL; i++)
    {
      gsize length = strlen (lines[i]);

      if (length > 0 && lines[i][length - 1] == '\r')
        lines[i][length - 1] = '\0';
      if (i > 0)
        g_string_append (uri, "%0D%0A");
      g_string_append_uri_escaped (uri, lines[i], NULL, FALSE);
    }
}

char *
kp_mail_make_uri (const KpOutgoing *outgoing, const char *to)
{
  GString *uri = g_string_new ("mailto:");
  g_autofree char *subject = make_subject (outgoing);
  gsize length;

  g_string_append_uri_escaped (uri, to, "@+", FALSE);
  g_string_append (uri, "?subject=");
  g_string_append_uri_escaped (uri, subject, NULL, FALSE);
  length = uri->len;
  g_string_append (uri, "&body=");
  append_lines (uri, outgoing->body);
  if (uri->len > KP_MAILTO_MAX)
    g_string_truncate (uri, length);
  return g_string_free (uri, FALSE);
}

/* Each of the addresses before the question mark, without its escapes. */
static char **
read_addresses (const char *uri)
{
  const char *start = uri + strlen ("mailto:");
  g_autofree char *escaped = g_strndup (start, strcspn (start, "?#"));
  g_auto (GStrv) parts = g_strsplit (escaped, ",", -1);
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();

  for (guint i = 0; parts[i] != NULL; i++)
    {
      g_autofree char *address = g_uri_unescape_string (parts[i], NULL);

      if (address != NULL && *address != '\0' && g_utf8_validate (address, -1, NULL))
        g_strv_builder_add (builder, address);
    }
  return g_strv_builder_end (builder);
}

/* Lines end with CR LF in the address, and with LF in the portal. */
static void
add_field (GVariantDict *dict, const char *query, const char *name)
{
  g_auto (GStrv) fields = g_strsplit (query, "&", -1);

  for (guint i = 0; fields[i] != NULL; i++)
    {
      char *value = strchr (fields[i], '=');
      g_autofree char *text = NULL;

      if (value == NULL)
        continue;
      *value++ = '\0';
      if (g_ascii_strcasecmp (fields[i], name) != 0)
        continue;
      text = g_uri_unescape_string (value, NULL);
      if (text != NULL && g_utf8_validate (text, -1, NULL))
        {
          g_auto (GStrv) lines = g_strsplit (text, "\r\n", -1);
          g_autofree char *joined = g_strjoinv ("\n", lines);

          g_variant_dict_insert (dict, name, "s", joined);
        }
      return;
    }
}

GVariant *
kp_mail_read_uri (const char *uri)
{
  g_auto (GStrv) addresses = NULL;
  const char *query;
  GVariantDict dict;

  g_return_val_if_fail (uri != NULL && g_str_has_prefix (uri, "mailto:"), NULL);

  addresses = read_addresses (uri);
  g_variant_dict_init (&dict, NULL);
  if (g_strv_length (addresses) == 1)
    g_variant_dict_insert (&dict, "address", "s", addresses[0]);
  else if (*addresses != NULL)
    g_variant_dict_insert_value (&dict, "addresses",
                                 g_variant_new_strv ((const char *const *) addresses, -1));
  query = strchr (uri, '?');
  if (query != NULL)
    {
      g_autofree char *fields = g_strndup (query + 1, strcspn (query + 1, "#"));

      add_field (&dict, fields, "subject");
      add_field (&dict, fields, "body");
    }
  return g_variant_dict_end (&dict);
}
