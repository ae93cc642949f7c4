/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/helpdesk/key-guard.h"
#include "core/helpdesk/request-composer.h"

#include <string.h>

#include "helpdesk/private-key.h"
#include "waiting.h"

static KpOutgoing *
make_outgoing (const char *subject, const char *body, const char *field, const char *file)
{
  KpOutgoing *outgoing = kp_outgoing_new ("KP-AAAA-3467", subject, body);
  g_autoptr (GBytes) content = g_bytes_new (file, strlen (file));

  g_ptr_array_add (outgoing->fields, kp_request_field_new ("site", "Site URL", "x"));
  g_ptr_array_add (outgoing->fields, kp_request_field_new ("note", "Note", field));
  g_ptr_array_add (outgoing->attachments,
                   kp_attachment_new ("site.txt", "text/plain", content));
  return outgoing;
}

/* Wherever it stands, the place and the form are told, and what to do. */
static void
test_places (void)
{
  const char *key = private_key_get_pem ();
  g_autofree char *body = g_strconcat ("Dear all,\n", key, NULL);
  const struct
  {
    const char *texts[4];
    const char *place;
  } cases[] = {
    { { "S", "B", "F", "A" }, NULL },         { { key, "B", "F", "A" }, "Subject: " },
    { { "S", body, "F", "A" }, "Text: " },    { { "S", "B", key, "A" }, "Note: " },
    { { "S", "B", "F", key }, "site.txt: " },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      const char *const *texts = cases[i].texts;
      g_autoptr (KpOutgoing) outgoing =
          make_outgoing (texts[0], texts[1], texts[2], texts[3]);
      g_autoptr (GError) error = NULL;
      g_autofree char *expected = NULL;

      g_assert_true (kp_key_guard_check (outgoing, NULL, &error)
                     == (cases[i].place == NULL));
      if (cases[i].place == NULL)
        continue;
      expected = g_strconcat (cases[i].place,
                              "This holds a private key in PEM form. It is not sent: a "
                              "private key never leaves this computer. Take it out and try "
                              "again.",
                              NULL);
      g_assert_error (error, G_IO_ERROR, G_IO_ERROR_PERMISSION_DENIED);
      g_assert_cmpstr (error->message, ==, expected);
    }
}

static const char profile_json[] =
    "{ \"id\": \"desk\", \"name\": \"Desk\", \"jobs\": [\"renew\"],"
    "  \"target\": { \"kind\": \"told\" }, \"key\": \"provider-csr\","
    "  \"renewal\": { \"by\": \"you\" }, \"channel\": { \"kind\": \"rt\" } }";

/* Returns: (transfer full): a certificate that is handed over in @file, as a channel gets
 * it */
static KpOutgoing *
hand_over (const char *file)
{
  g_autoptr (KpProfile) profile =
      kp_profile_new_from_json (profile_json, -1, "desk.json", NULL);
  g_autoptr (KpSite) site = kp_site_new ("my.globe.example", 443, "desk");
  g_autoptr (KpCertificateFacts) facts = kp_certificate_facts_new ();
  g_autoptr (GBytes) content = g_bytes_new (file, strlen (file));
  g_autoptr (KpAttachment) bundle =
      kp_attachment_new ("my.globe.example.pem", "application/x-pem-file", content);
  KpRequestPlan plan = { .profile = profile,
                         .kind = KP_LETTER_CERTIFICATE,
                         .site = site,
                         .attachment = bundle,
                         .certificate = facts };
  g_autoptr (KpRequest) request = NULL;
  g_autoptr (GError) error = NULL;
  KpOutgoing *outgoing;

  facts->names = g_strsplit ("my.globe.example", " ", 0);
  facts->sha256 = g_strdup ("a1b2");
  request = kp_request_compose (&plan, NULL, &error);
  g_assert_no_error (error);
  outgoing =
      kp_outgoing_new (kp_request_get_reference (request), kp_request_get_subject (request),
                       kp_request_get_body (request));
  for (guint i = 0; i < kp_request_get_attachments (request)->len; i++)
    g_ptr_array_add (outgoing->attachments, kp_attachment_ref (g_ptr_array_index (
                                                kp_request_get_attachments (request), i)));
  return outgoing;
}

/* The letter with a certificate says "private key" and is let through; a bundle with the
 * key behind it, as some CAs send it, is not. */
static void
test_certificate (void)
{
  static const char good[] =
      "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n";
  g_autofree char *bad = g_strconcat (good, private_key_get_pem (), NULL);
  g_autoptr (KpOutgoing) first = hand_over (good);
  g_autoptr (KpOutgoing) second = hand_over (bad);
  g_autoptr (GError) error = NULL;

  g_assert_cmpuint (first->attachments->len, ==, 1);
  g_assert_true (kp_key_guard_check (first, NULL, NULL));
  g_assert_false (kp_key_guard_check (second, NULL, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_PERMISSION_DENIED);
  g_assert_true (g_str_has_prefix (error->message, "my.globe.example.pem: "));
}

static void
test_thread (void)
{
  g_autoptr (KpOutgoing) good = make_outgoing ("S", "B", "F", "A");
  g_autoptr (KpOutgoing) bad = make_outgoing ("S", "B", "F", private_key_get_pem ());
  g_autoptr (GAsyncResult) first = NULL;
  g_autoptr (GAsyncResult) second = NULL;
  g_autoptr (GError) error = NULL;

  kp_key_guard_check_async (good, NULL, take_result, &first);
  kp_key_guard_check_async (bad, NULL, take_result, &second);
  g_assert_null (first);
  g_assert_true (kp_key_guard_check_finish (wait_for_result (&first), NULL));
  g_assert_false (kp_key_guard_check_finish (wait_for_result (&second), &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_PERMISSION_DENIED);
}

static void
test_cancelled (void)
{
  g_autoptr (KpOutgoing) bad = make_outgoing ("S", "B", "F", private_key_get_pem ());
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;

  kp_key_guard_check_async (bad, cancellable, take_result, &result);
  g_cancellable_cancel (cancellable);
  g_assert_false (kp_key_guard_check_finish (wait_for_result (&result), &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/key-guard/places", test_places);
  g_test_add_func ("/key-guard/certificate", test_certificate);
  g_test_add_func ("/key-guard/thread", test_thread);
  g_test_add_func ("/key-guard/cancelled", test_cancelled);

  return g_test_run ();
}
