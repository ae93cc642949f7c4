/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/helpdesk/read-back.h"

#include <string.h>

static void
enclose (GPtrArray *files, const char *name, const char *content)
{
  g_autoptr (GBytes) octets = g_bytes_new (content, strlen (content));

  g_ptr_array_add (files, kp_attachment_new (name, "application/pkcs10", octets));
}

static void
hold_field (KpReadBack *self, const char *name, const char *value)
{
  g_ptr_array_add (self->fields, kp_request_field_new ("", name, value));
}

static KpOutgoing *
make_sent (void)
{
  KpOutgoing *sent = kp_outgoing_new ("KP-AAAA-BBBB", "Subject [KP-AAAA-BBBB]", "Body");

  g_ptr_array_add (sent->fields, kp_request_field_new ("country", "Country", "DE"));
  g_ptr_array_add (sent->fields, kp_request_field_new ("locality", "Locality", "Köln"));
  g_ptr_array_add (sent->fields,
                   kp_request_field_new ("organizational-unit", "Organizational Unit", ""));
  enclose (sent->attachments, "a.csr", "one");
  enclose (sent->attachments, "b.csr", "one");
  return sent;
}

static void
test_all_there (void)
{
  g_autoptr (KpOutgoing) sent = make_sent ();
  g_autoptr (KpReadBack) there = kp_read_back_new ("1", "https://rt.example.com/1");
  g_auto (GStrv) fields = NULL;
  g_auto (GStrv) files = NULL;

  hold_field (there, "Locality", "Köln");
  hold_field (there, "Country", "DE");
  enclose (there->attachments, "b.csr", "one");
  enclose (there->attachments, "a.csr", "one");
  fields = kp_read_back_find_lost_fields (there, sent);
  files = kp_read_back_find_lost_attachments (there, sent);
  g_assert_cmpuint (g_strv_length (fields), ==, 0);
  g_assert_cmpuint (g_strv_length (files), ==, 0);
}

static void
test_lost (void)
{
  g_autoptr (KpOutgoing) sent = make_sent ();
  g_autoptr (KpReadBack) there = kp_read_back_new ("1", "https://rt.example.com/1");
  g_auto (GStrv) fields = NULL;
  g_auto (GStrv) files = NULL;

  /* Another value, none at all; recoded, renamed. */
  hold_field (there, "Locality", "KÃ¶ln");
  enclose (there->attachments, "a.csr", "onE");
  enclose (there->attachments, "b.csr.txt", "one");
  fields = kp_read_back_find_lost_fields (there, sent);
  files = kp_read_back_find_lost_attachments (there, sent);
  g_assert_cmpstrv (fields, ((const char *const[]){ "Country", "Locality", NULL }));
  g_assert_cmpstrv (files, ((const char *const[]){ "a.csr", "b.csr", NULL }));
}

static void
test_doubled_file (void)
{
  g_autoptr (KpOutgoing) sent = make_sent ();
  g_autoptr (KpReadBack) there = kp_read_back_new ("1", "https://rt.example.com/1");
  g_auto (GStrv) files = NULL;

  enclose (sent->attachments, "a.csr", "one");
  enclose (there->attachments, "a.csr", "one");
  enclose (there->attachments, "b.csr", "one");
  files = kp_read_back_find_lost_attachments (there, sent);
  g_assert_cmpstrv (files, ((const char *const[]){ "a.csr", NULL }));
}

static void
test_reply_has_no_fields (void)
{
  g_autoptr (KpOutgoing) sent = make_sent ();
  g_autoptr (KpReadBack) there = kp_read_back_new ("1", "https://rt.example.com/1");
  g_auto (GStrv) fields = NULL;

  sent->ticket = g_strdup ("1");
  fields = kp_read_back_find_lost_fields (there, sent);
  g_assert_cmpuint (g_strv_length (fields), ==, 0);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/read-back/all-there", test_all_there);
  g_test_add_func ("/read-back/lost", test_lost);
  g_test_add_func ("/read-back/doubled-file", test_doubled_file);
  g_test_add_func ("/read-back/reply-has-no-fields", test_reply_has_no_fields);
  return g_test_run ();
}
