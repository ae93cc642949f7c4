/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "core/certificate/document-private.h"

#include <gmime/gmime.h>
#include <string.h>

#include "core/base/mime.h"
#include "core/certificate/wiped-octets.h"

/* Header lines that are looked at to tell whether something is a mail. */
#define MAX_LINES 200

static void read_object (KpDocumentReader *self, GMimeObject *object, const char *source);

/* Names of header fields that prose has no two of. */
static gboolean
is_known_field (const char *line, gsize length)
{
  static const char *const names[] = {
    "From",         "To",           "Subject",
    "Date",         "Message-ID",   "Received",
    "Return-Path",  "Delivered-To", "MIME-Version",
    "Content-Type", "Reply-To",     "Content-Transfer-Encoding",
    "Cc",           "X-Mailer",     "Content-Disposition",
  };

  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    {
      gsize n = strlen (names[i]);

      if (n < length && line[n] == ':' && g_ascii_strncasecmp (line, names[i], n) == 0)
        return TRUE;
    }
  return FALSE;
}

/* Length of a name of a field at the start of @line, without what stands between it and its
 * colon; 0 if there is none */
static gsize
measure_name (const char *line, gsize length)
{
  gsize n = 0;
  gsize end;

  while (n < length && g_ascii_isgraph (line[n]) && line[n] != ':')
    n++;
  end = n;
  while (end < length && (line[end] == ' ' || line[end] == '\t'))
    end++;
  return end < length && line[end] == ':' ? n : 0;
}

/* RFC 5322 section 2.2: a line that begins with a blank goes on with the field before. */
static gboolean
is_field (const char *line, gsize length)
{
  return line[0] == ' ' || line[0] == '\t' || measure_name (line, length) > 0;
}

static gboolean
is_mail (const char *data, gsize length)
{
  guint n_known = 0;

  for (guint i = 0; i < MAX_LINES && length > 0; i++)
    {
      const char *end = memchr (data, '\n', length);
      gsize n = end != NULL ? (gsize) (end - data) : length;

      /* The first line of a mailbox of Unix is none of the mail. */
      if (n == 0 || (n == 1 && data[0] == '\r')
          || !(is_field (data, n) || (i == 0 && n > 5 && memcmp (data, "From ", 5) == 0)))
        break;
      n_known += is_known_field (data, n);
      n = MIN (n + 1, length);
      data += n;
      length -= n;
    }
  return n_known >= 2;
}

/* GMime reads addresses as soon as it sees them, and each group within a group (RFC 5322
 * section 3.4) takes some of the stack. Nobody here asks who wrote, so these fields get a
 * name that it does not know, in mails within the mail too. */
static void
hide_addresses (GByteArray *mail)
{
  static const char *const names[] = { "from", "to", "cc", "bcc", "sender", "reply-to" };
  char *line = (char *) mail->data;
  gsize left = mail->len;

  while (left > 0)
    {
      const char *end = memchr (line, '\n', left);
      gsize length = end != NULL ? (gsize) (end - line) + 1 : left;
      gsize n = measure_name (line, length);

      for (guint i = 0; i < G_N_ELEMENTS (names); i++)
        if (n == strlen (names[i]) && g_ascii_strncasecmp (line, names[i], n) == 0)
          line[0] = 'X';
      line += length;
      left -= length;
    }
}

/* Pictures and the like are not looked at: there may be many in a signature. */
static gboolean
is_passed_over (GMimeObject *object)
{
  static const char *const types[] = { "image", "audio", "video", "font" };
  GMimeContentType *type = g_mime_object_get_content_type (object);

  for (guint i = 0; type != NULL && i < G_N_ELEMENTS (types); i++)
    if (g_mime_content_type_is_type (type, types[i], "*"))
      return TRUE;
  return FALSE;
}

/* Decoding makes no more of it, so what the parts of one mail become is bounded by it. */
static GBytes *
decode (GMimePart *part)
{
  GMimeDataWrapper *content = g_mime_part_get_content (part);
  GMimeStream *from = content != NULL ? g_mime_data_wrapper_get_stream (content) : NULL;
  gint64 length = from != NULL ? g_mime_stream_length (from) : -1;
  GByteArray *octets;
  GMimeStream *to;

  if (length <= 0)
    return NULL;
  octets = kp_wiped_octets_new ((gsize) length + 64);
  to = g_mime_stream_mem_new ();
  g_mime_stream_mem_set_byte_array (GMIME_STREAM_MEM (to), octets);
  g_mime_stream_mem_set_owner (GMIME_STREAM_MEM (to), FALSE);
  (void) g_mime_data_wrapper_write_to_stream (content, to);
  g_object_unref (to);
  return kp_wiped_octets_to_bytes (octets);
}

static void
read_part (KpDocumentReader *self, GMimePart *part, const char *source)
{
  g_autoptr (GBytes) octets = NULL;
  g_autofree char *inner = NULL;
  KpDocument *document = self->document;

  if (is_passed_over (GMIME_OBJECT (part)) || !kp_document_reader_count_entry (self))
    return;
  octets = decode (part);
  if (octets == NULL)
    return;
  if (g_bytes_get_size (octets) > KP_DOCUMENT_MAX_UNPACKED - document->unpacked)
    {
      kp_document_reader_add_problem (self, KP_DOCUMENT_TOO_LARGE);
      return;
    }
  document->unpacked += g_bytes_get_size (octets);
  inner = kp_document_source_enter (source, g_mime_part_get_filename (part));
  kp_document_reader_read_octets (self, octets, inner);
}

/* RFC 1847: a signature holds the certificates of who wrote the mail. RFC 2046 section
 * 5.1.4: alternatives say the same in several ways. */
static void
read_multipart (KpDocumentReader *self, GMimeMultipart *multipart, const char *source)
{
  gboolean is_alternative = g_mime_content_type_is_type (
      g_mime_object_get_content_type (GMIME_OBJECT (multipart)), "multipart",
      "alternative");
  guint before = self->document->parts->len;
  int n = g_mime_multipart_get_count (multipart);

  if (GMIME_IS_MULTIPART_ENCRYPTED (multipart))
    {
      kp_document_reader_add_problem (self, KP_DOCUMENT_ENCRYPTED);
      return;
    }
  if (GMIME_IS_MULTIPART_SIGNED (multipart))
    n = MIN (n, 1);
  for (int i = 0; i < n; i++)
    {
      if (is_alternative && self->document->parts->len > before)
        return;
      read_object (self, g_mime_multipart_get_part (multipart, i), source);
    }
}

static void
read_message (KpDocumentReader *self, GMimeMessage *message, const char *source)
{
  GMimeObject *object = message != NULL ? g_mime_message_get_mime_part (message) : NULL;

  if (object == NULL)
    return;
  if (self->mails >= KP_DOCUMENT_MAX_MAILS)
    {
      kp_document_reader_add_problem (self, KP_DOCUMENT_TOO_LARGE);
      return;
    }
  self->mails++;
  read_object (self, object, source);
  self->mails--;
}

static void
read_object (KpDocumentReader *self, GMimeObject *object, const char *source)
{
  if (GMIME_IS_MULTIPART (object))
    read_multipart (self, GMIME_MULTIPART (object), source);
  else if (GMIME_IS_MESSAGE_PART (object))
    read_message (self, g_mime_message_part_get_message (GMIME_MESSAGE_PART (object)),
                  source);
  else if (GMIME_IS_PART (object))
    read_part (self, GMIME_PART (object), source);
}

gboolean
kp_document_reader_read_mail (KpDocumentReader *self, const guint8 *data, gsize length,
                              const char *source)
{
  GByteArray *copy;
  GMimeStream *stream;
  GMimeParser *parser;
  GMimeMessage *message;
  guint before = self->document->n_entries;

  if (!is_mail ((const char *) data, length))
    return FALSE;
  kp_mime_init ();
  copy = kp_wiped_octets_new (length);
  g_byte_array_append (copy, data, (guint) length);
  hide_addresses (copy);
  stream = g_mime_stream_mem_new ();
  g_mime_stream_mem_set_byte_array (GMIME_STREAM_MEM (stream), copy);
  g_mime_stream_mem_set_owner (GMIME_STREAM_MEM (stream), FALSE);
  parser = g_mime_parser_new_with_stream (stream);
  g_mime_parser_set_persist_stream (parser, TRUE);
  if (memcmp (data, "From ", 5) == 0)
    g_mime_parser_set_format (parser, GMIME_FORMAT_MBOX);
  message = g_mime_parser_construct_message (parser, NULL);
  kp_document_reader_add_format (self, "mail");
  read_message (self, message, source);
  g_clear_object (&message);
  g_object_unref (parser);
  g_object_unref (stream);
  kp_wiped_octets_free (copy);
  return self->document->n_entries > before;
}
