/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/model/message.h"
#include "core/model/request.h"

#include <string.h>

static KpAttachment *
attach (const char *name, const char *content)
{
  g_autoptr (GBytes) bytes = g_bytes_new (content, strlen (content));

  return kp_attachment_new (name, "application/pkcs10", bytes);
}

static void
notify_cb (GObject *object, GParamSpec *pspec, gpointer data)
{
  g_string_append_printf (data, "%s ", pspec->name);
}

static KpRequest *
make_request (void)
{
  KpRequest *request = kp_request_new ();
  g_autoptr (GPtrArray) fields = kp_request_field_list_new ();
  g_autoptr (GPtrArray) files = kp_attachment_list_new ();

  g_ptr_array_add (fields, kp_request_field_new ("site", "Site URL", "cp.kite.example"));
  g_ptr_array_add (fields, kp_request_field_new ("country", "Country", ""));
  g_ptr_array_add (fields, kp_request_field_new ("email", "Email", "ada@kite.example"));
  g_ptr_array_add (files, attach ("kite.csr", "abc"));
  g_object_set (request, "site", "cp.kite.example", "subject", "Certificate", "fields",
                fields, "attachments", files, "state", KP_REQUEST_QUEUED, "tries", 2, NULL);
  return request;
}

/* A copy has it all, and what is made equal tells only what differs. */
static void
test_assign (void)
{
  g_autoptr (KpRequest) request = make_request ();
  g_autoptr (KpRequest) copy = kp_request_copy (request);
  g_autoptr (GString) told = g_string_new (NULL);
  g_autofree char *lines = kp_request_format_fields (copy);

  g_assert_cmpstr (kp_request_get_site (copy), ==, "cp.kite.example");
  g_assert_cmpint (kp_request_get_state (copy), ==, KP_REQUEST_QUEUED);
  g_assert_cmpuint (kp_request_get_tries (copy), ==, 2);
  g_assert_cmpstr (kp_request_get_field (copy, "email"), ==, "ada@kite.example");
  g_assert_null (kp_request_get_field (copy, "locality"));
  g_assert_cmpstr (lines, ==, "Site URL: cp.kite.example\nEmail: ada@kite.example\n");
  g_assert_cmpuint (kp_request_get_attachments (copy)->len, ==, 1);
  g_signal_connect (copy, "notify", G_CALLBACK (notify_cb), told);
  kp_request_assign (copy, request);
  g_assert_cmpstr (told->str, ==, "");
  g_object_set (request, "state", KP_REQUEST_SENT, "number", "42", NULL);
  kp_request_assign (copy, request);
  g_assert_cmpuint (told->len, ==, strlen ("state number "));
  g_assert_nonnull (strstr (told->str, "state "));
  g_assert_nonnull (strstr (told->str, "number "));
}

/* What was loaded of a file is not lost when the list is read anew without it. */
static void
test_keeps_content (void)
{
  g_autoptr (KpRequest) request = make_request ();
  g_autoptr (KpRequest) read = kp_request_copy (request);
  g_autoptr (GPtrArray) bare = kp_attachment_list_new ();
  const KpAttachment *loaded = g_ptr_array_index (kp_request_get_attachments (request), 0);
  const KpAttachment *kept;

  g_ptr_array_add (bare, kp_attachment_new_stored (loaded->id, loaded->name, loaded->type,
                                                   loaded->size, loaded->sha256, NULL));
  g_object_set (read, "attachments", bare, NULL);
  kp_request_assign (request, read);
  kept = g_ptr_array_index (kp_request_get_attachments (request), 0);
  g_assert_nonnull (kept->content);
  g_assert_cmpstr (kept->sha256, ==,
                   "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
}

static void
test_fields_json (void)
{
  g_autoptr (KpRequest) request = make_request ();
  g_autofree char *json = kp_request_field_list_to_json (kp_request_get_fields (request));
  g_autoptr (GPtrArray) read = kp_request_field_list_from_json (json);
  g_autoptr (GPtrArray) none = kp_request_field_list_from_json ("{\"a\":1,\"b\":{}}");
  g_autoptr (GPtrArray) broken = kp_request_field_list_from_json ("{");
  g_autoptr (GPtrArray) absent = kp_request_field_list_from_json (NULL);

  g_assert_true (kp_request_field_list_equal (read, kp_request_get_fields (request)));
  g_assert_cmpuint (none->len, ==, 0);
  g_assert_cmpuint (broken->len, ==, 0);
  g_assert_cmpuint (absent->len, ==, 0);
}

/* A name from a ticket can't leave the folder it is saved in, nor look like another. */
static void
test_file_names (void)
{
  static const struct
  {
    const char *given;
    const char *name;
  } rows[] = {
    { "kite.csr", "kite.csr" },
    { "../../etc/passwd", "passwd" },
    { "C:\\Users\\ada\\kite.csr", "kite.csr" },
    { "..", "file" },
    { ".bashrc", "bashrc" },
    { " . .bashrc", "bashrc" },
    { "\xe2\x80\xae.bashrc", "bashrc" },
    { "\xd8\x9c..kite.csr", "kite.csr" },
    { "", "file" },
    { "a/", "file" },
    { "a\nb.csr", "a b.csr" },
    { "invoice\xe2\x80\xae"
      "fdp.exe",
      "invoicefdp.exe" },
    { "Gr\xc3\xbc\xc3\x9f"
      "e.csr",
      "Gr\xc3\xbc\xc3\x9f"
      "e.csr" },
    { "k\xff.csr", "k\xef\xbf\xbd.csr" },
  };
  static const struct
  {
    const char *given;
    const char *type;
  } types[] = { { "application/pkcs10", "application/pkcs10" },
                { "text/plain; charset=utf-8", "application/octet-stream" },
                { "text", "application/octet-stream" },
                { "a/b\r\nX: y", "application/octet-stream" },
                { NULL, "application/octet-stream" } };
  g_autoptr (GBytes) empty = g_bytes_new (NULL, 0);

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autoptr (KpAttachment) file = kp_attachment_new (rows[i].given, NULL, empty);

      g_assert_cmpstr (file->name, ==, rows[i].name);
    }
  for (guint i = 0; i < G_N_ELEMENTS (types); i++)
    {
      g_autoptr (KpAttachment) file = kp_attachment_new ("a", types[i].given, empty);

      g_assert_cmpstr (file->type, ==, types[i].type);
    }
}

static void
test_message (void)
{
  g_autoptr (KpMessage) message =
      kp_message_new ("48", -5, "Staff\x1b[31m", TRUE, "a\r\nb\x1b[2J\xff\tc\r");
  g_autofree char *large = g_strnfill (KP_MESSAGE_MAX_BODY + 10, 'x');
  g_autoptr (KpMessage) cut = kp_message_new (NULL, 0, NULL, FALSE, large);

  g_assert_cmpstr (kp_message_get_body (message), ==, "a\nb[2J\xef\xbf\xbd\tc\n");
  g_assert_cmpstr (kp_message_get_author (message), ==, "Staff [31m");
  g_assert_cmpint (kp_message_get_at (message), ==, 0);
  g_assert_true (kp_message_get_incoming (message));
  g_assert_cmpuint (strlen (kp_message_get_body (cut)), ==, KP_MESSAGE_MAX_BODY);
  g_assert_cmpstr (kp_message_get_remote_id (cut), ==, "");
}

/* Scripts and the store read these. */
static void
test_words (void)
{
  static const struct
  {
    KpRequestState state;
    const char *id;
    const char *text;
    gboolean open;
  } rows[] = {
    { KP_REQUEST_QUEUED, "queued", "Queued", TRUE },
    { KP_REQUEST_SENDING, "sending", "Sending", TRUE },
    { KP_REQUEST_SENT, "sent", "Sent", FALSE },
    { KP_REQUEST_REFUSED, "refused", "Refused", FALSE },
    { KP_REQUEST_UNCERTAIN, "uncertain", "Being Looked Up", TRUE },
    { KP_REQUEST_WAITING_FOR_YOU, "waiting-for-you", "Waiting for You", FALSE },
    { KP_REQUEST_OFFLINE, "offline", "Offline", TRUE },
    { KP_REQUEST_DRAFT, "draft", "Draft", FALSE },
    { KP_REQUEST_CANCELLED, "cancelled", "Cancelled", FALSE },
    { 0, "unknown", "", FALSE },
    { 99, "unknown", "", FALSE },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_assert_cmpstr (kp_request_state_to_string (rows[i].state), ==, rows[i].id);
      g_assert_cmpstr (kp_request_state_to_text (rows[i].state), ==, rows[i].text);
      g_assert_cmpint (kp_request_state_is_open (rows[i].state), ==, rows[i].open);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/request/assign", test_assign);
  g_test_add_func ("/request/keeps-content", test_keeps_content);
  g_test_add_func ("/request/fields-json", test_fields_json);
  g_test_add_func ("/request/file-names", test_file_names);
  g_test_add_func ("/request/message", test_message);
  g_test_add_func ("/request/words", test_words);
  return g_test_run ();
}
