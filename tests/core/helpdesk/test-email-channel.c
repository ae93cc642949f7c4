/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/helpdesk/channel.h"
#include "core/helpdesk/mail-writer.h"

#include <gmime/gmime.h>
#include <string.h>

/* GMime 3 has none of its own. */
G_DEFINE_AUTOPTR_CLEANUP_FUNC (GMimeStream, g_object_unref)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (GMimeMessage, g_object_unref)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (GMimeParser, g_object_unref)

#define TO "help@provider.example"
#define NOON 1796040000 /* 2026-11-30T12:00:00Z */

static KpOutgoing *
make_outgoing (const char *subject, const char *body)
{
  KpOutgoing *outgoing = kp_outgoing_new ("KP-AAAA-BBBB", subject, body);

  outgoing->requestor = g_strdup ("me@reseller.example");
  return outgoing;
}

static void
attach (KpOutgoing *outgoing, const char *name, const char *type, gconstpointer octets,
        gsize length)
{
  g_autoptr (GBytes) content = g_bytes_new (octets, length);

  g_ptr_array_add (outgoing->attachments, kp_attachment_new (name, type, content));
}

/* As another program reads it. */
static GMimeMessage *
parse (GBytes *mail)
{
  g_autoptr (GMimeStream) stream = g_mime_stream_mem_new_with_buffer (
      g_bytes_get_data (mail, NULL), g_bytes_get_size (mail));
  g_autoptr (GMimeParser) parser = g_mime_parser_new_with_stream (stream);
  GMimeMessage *message = g_mime_parser_construct_message (parser, NULL);

  g_assert_nonnull (message);
  return message;
}

static const char *
get_header (GMimeMessage *message, const char *name)
{
  return g_mime_object_get_header (GMIME_OBJECT (message), name);
}

static void
assert_content (GMimeObject *part, gconstpointer octets, gsize length)
{
  g_autoptr (GMimeStream) stream = g_mime_stream_mem_new ();
  GByteArray *array;

  g_mime_data_wrapper_write_to_stream (g_mime_part_get_content (GMIME_PART (part)), stream);
  array = g_mime_stream_mem_get_byte_array (GMIME_STREAM_MEM (stream));
  g_assert_cmpmem (array->data, array->len, octets, length);
}

static void
test_mail (void)
{
  static const char octets[] = "\0\xff\r\n.\r\n--x\r\n";
  /* Lines that mean something to who carries mail. */
  static const char body[] = "Grüße,\n\nFrom here\n.\nend";
  g_autoptr (KpOutgoing) outgoing =
      make_outgoing ("Sécure cp.kite.example [KP-AAAA-BBBB]", body);
  g_autoptr (GBytes) mail = NULL;
  g_autoptr (GMimeMessage) message = NULL;
  g_autofree char *read = NULL;
  g_autofree char *text = NULL;
  g_auto (GStrv) lines = NULL;
  GMimeMultipart *parts;
  GMimeObject *part;

  outgoing->priority = KP_PRIORITY_HIGH;
  attach (outgoing, "Zertifikat für Köln.pem", "application/x-pem-file", octets,
          sizeof octets - 1);
  attach (outgoing, "a.zip", "application/zip", octets, 4);
  mail = kp_mail_write (outgoing, TO, NOON);
  message = parse (mail);
  g_assert_cmpstr (g_mime_message_get_subject (message), ==, outgoing->subject);
  g_assert_cmpstr (get_header (message, "To"), ==, TO);
  g_assert_cmpstr (get_header (message, "From"), ==, "me@reseller.example");
  g_assert_cmpstr (get_header (message, "Importance"), ==, "high");
  g_assert_cmpstr (get_header (message, "X-Unsent"), ==, "1");
  g_assert_cmpint (g_date_time_to_unix (g_mime_message_get_date (message)), ==, NOON);
  g_assert_true (
      g_str_has_prefix (g_mime_message_get_message_id (message), "KP-AAAA-BBBB."));
  parts = GMIME_MULTIPART (g_mime_message_get_mime_part (message));
  g_assert_cmpint (g_mime_multipart_get_count (parts), ==, 3);
  read = g_mime_text_part_get_text (GMIME_TEXT_PART (g_mime_multipart_get_part (parts, 0)));
  /* The lines of a mail end with CR LF, the text is the same. */
  lines = g_strsplit (read, "\r\n", -1);
  text = g_strjoinv ("\n", lines);
  g_assert_cmpstr (g_strchomp (text), ==, body);
  part = g_mime_multipart_get_part (parts, 1);
  g_assert_cmpstr (g_mime_part_get_filename (GMIME_PART (part)), ==,
                   "Zertifikat für Köln.pem");
  assert_content (part, octets, sizeof octets - 1);
  assert_content (g_mime_multipart_get_part (parts, 2), octets, 4);
}

/* No value begins a header of its own. */
static void
test_injection (void)
{
  static const char *const evil[] = {
    "x\r\nBcc: thief@example.com",
    "x\nBcc: thief@example.com",
    "x\r\n\r\n<html>",
    "x\u2028Bcc: thief@example.com",
    "=?utf-8?q?x=0d=0aBcc:_thief@example.com?=",
  };

  for (guint i = 0; i < G_N_ELEMENTS (evil); i++)
    {
      g_autoptr (KpOutgoing) outgoing = make_outgoing (evil[i], "Body");
      g_autoptr (GBytes) mail = NULL;
      g_autoptr (GMimeMessage) message = NULL;
      g_autofree char *uri = kp_mail_make_uri (outgoing, TO);

      attach (outgoing, evil[i], "text/plain\r\nBcc: thief@example.com", "x", 1);
      mail = kp_mail_write (outgoing, TO, NOON);
      message = parse (mail);
      g_test_message ("case %u", i);
      g_assert_null (get_header (message, "Bcc"));
      g_assert_cmpstr (get_header (message, "To"), ==, TO);
      g_assert_true (GMIME_IS_MULTIPART (g_mime_message_get_mime_part (message)));
      g_assert_null (strpbrk (uri, "\r\n "));
      g_assert_null (strstr (uri, "&Bcc"));
    }
}

static void
test_uri (void)
{
  g_autoptr (KpOutgoing) outgoing =
      make_outgoing ("A & B [KP-AAAA-BBBB]", "one\ntwo?&=100 %\r\nGrüße");
  g_autofree char *much = g_strnfill (3000, 'x');
  g_autoptr (KpOutgoing) large = make_outgoing ("Subject", much);
  g_autofree char *uri = kp_mail_make_uri (outgoing, "a+b@provider.example");
  g_autofree char *short_uri = kp_mail_make_uri (large, TO);

  g_assert_cmpstr (
      uri, ==,
      "mailto:a+b@provider.example?subject=A%20%26%20B%20%5BKP-AAAA-BBBB%5D&body="
      "one%0D%0Atwo%3F%26%3D100%20%25%0D%0AGr%C3%BC%C3%9Fe");
  g_assert_cmpstr (short_uri, ==, "mailto:" TO "?subject=Subject");
}

static const struct
{
  const char *uri;
  const char *printed; /* what the Email portal is given, its fields in their order */
} uris[] = {
  { "mailto:a+b@provider.example?subject=A%20%26%20B&body=one%0D%0Atwo%3F%26%3D100%20%25",
    "address=a+b@provider.example|subject=A & B|body=one\ntwo?&=100 %|" },
  { "mailto:dns@kite.example", "address=dns@kite.example|" },
  { "mailto:a@kite.example,b%2Cc@kite.example?SUBJECT=Hi",
    "addresses=a@kite.example,b,c@kite.example|subject=Hi|" },
  { "mailto:?subject=a+b=c#part", "subject=a+b=c|" },
  { "mailto:a@kite.example?body", "address=a@kite.example|" },
  { "mailto:a@kite.example?subject=%FF&body=%zz", "address=a@kite.example|" },
  { "mailto:a@kite.example?subject=1&subject=2", "address=a@kite.example|subject=1|" },
};

static void
append_value (GString *printed, GVariant *options, const char *name)
{
  g_autoptr (GVariant) value = g_variant_lookup_value (options, name, NULL);
  g_autofree char *joined = NULL;

  if (value == NULL)
    return;
  if (g_variant_is_of_type (value, G_VARIANT_TYPE_STRING_ARRAY))
    {
      g_auto (GStrv) texts = g_variant_dup_strv (value, NULL);

      joined = g_strjoinv (",", texts);
    }
  else
    joined = g_variant_dup_string (value, NULL);
  g_string_append_printf (printed, "%s=%s|", name, joined);
}

static void
test_read_uri (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (uris); i++)
    {
      g_autoptr (GVariant) options = g_variant_ref_sink (kp_mail_read_uri (uris[i].uri));
      g_autoptr (GString) printed = g_string_new (NULL);

      g_test_message ("%s", uris[i].uri);
      append_value (printed, options, "address");
      append_value (printed, options, "addresses");
      append_value (printed, options, "subject");
      append_value (printed, options, "body");
      g_assert_cmpstr (printed->str, ==, uris[i].printed);
    }
}

typedef struct
{
  gboolean done;
  KpReceipt *receipt;
  GError *error;
} Outcome;

static void
on_sent (GObject *source, GAsyncResult *result, gpointer data)
{
  Outcome *outcome = data;

  outcome->receipt = kp_channel_send_finish (result, &outcome->error);
  outcome->done = TRUE;
}

static void
send (KpConnection *connection, Outcome *outcome)
{
  g_autoptr (KpNetSession) net = kp_net_session_new (NULL, NULL);
  g_autoptr (KpClock) clock = kp_fixed_clock_new (NOON);
  g_autoptr (KpChannelContext) context =
      kp_channel_context_new (connection, NULL, net, clock);
  g_autoptr (KpOutgoing) outgoing = make_outgoing ("Subject", "Body");

  kp_channel_send_async (kp_channel_get ("email"), context, outgoing, NULL, on_sent,
                         outcome);
  while (!outcome->done)
    g_main_context_iteration (NULL, TRUE);
}

/* It is the user who sends. */
static void
test_channel (void)
{
  g_autoptr (KpConnection) connection = kp_connection_new ("some-provider", "email");
  Outcome without = { 0 };
  Outcome with = { 0 };

  send (connection, &without);
  g_assert_error (without.error, KP_CHANNEL_ERROR, KP_CHANNEL_ERROR_SETTINGS);
  g_clear_error (&without.error);
  connection->address = g_strdup (TO);
  send (connection, &with);
  g_assert_no_error (with.error);
  g_assert_true (with.receipt->by_hand);
  g_assert_true (g_str_has_prefix (with.receipt->open_uri, "mailto:" TO));
  g_assert_nonnull (with.receipt->mail);
  kp_receipt_free (with.receipt);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_mime_init ();
  g_test_add_func ("/email-channel/mail", test_mail);
  g_test_add_func ("/email-channel/injection", test_injection);
  g_test_add_func ("/email-channel/uri", test_uri);
  g_test_add_func ("/email-channel/read-uri", test_read_uri);
  g_test_add_func ("/email-channel/channel", test_channel);
  return g_test_run ();
}
