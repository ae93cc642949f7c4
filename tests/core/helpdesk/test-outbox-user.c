/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The outbox and its user: what is refused, done by hand, tried again, taken back. */
#include <string.h>

#include "helpdesk/outbox-test.h"
#include "helpdesk/private-key.h"

static gboolean
finish_action (OutboxTest *test, GAsyncResult *result, const char *action, GError **error)
{
  if (g_str_equal (action, "retry"))
    return kp_outbox_retry_finish (test->outbox, result, error);
  if (g_str_equal (action, "cancel"))
    return kp_outbox_cancel_finish (test->outbox, result, error);
  return kp_outbox_confirm_finish (test->outbox, result, error);
}

/* @action: "retry", "cancel", or the number with which it is confirmed */
static gboolean
act (OutboxTest *test, gint64 id, const char *action, GError **error)
{
  KpRequest *request = kp_request_list_find (kp_outbox_get_requests (test->outbox), id);
  g_autoptr (GAsyncResult) result = NULL;

  if (g_str_equal (action, "retry"))
    kp_outbox_retry_async (test->outbox, request, NULL, store_test_take, &result);
  else if (g_str_equal (action, "cancel"))
    kp_outbox_cancel_async (test->outbox, request, NULL, store_test_take, &result);
  else
    kp_outbox_confirm_async (test->outbox, request, action, NULL, store_test_take, &result);
  return finish_action (test, store_test_wait (&result), action, error);
}

/* Refused in the provider's own words; only the user sends it again. */
static void
test_refused (OutboxTest *test, gconstpointer data)
{
  g_autoptr (KpRequest) refused = NULL;
  g_autoptr (GError) error = NULL;
  gint64 id;

  twin->mood = TWIN_REFUSES;
  id = outbox_test_queue_one (test, "twin");
  outbox_test_run (test->outbox);
  outbox_test_assert_state (test, id, KP_REQUEST_REFUSED, KP_REQUEST_REASON_REFUSED);
  refused = outbox_test_load (test, id);
  g_assert_cmpstr (kp_request_get_reason (refused), ==, "We don't do that here.");
  outbox_test_pass (test, 100000);
  g_assert_cmpuint (twin->n_sent, ==, 1);
  g_assert_true (act (test, id, "retry", &error));
  outbox_test_run (test->outbox);
  outbox_test_assert_state (test, id, KP_REQUEST_SENT, KP_REQUEST_REASON_NONE);
  g_assert_false (act (test, id, "cancel", &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_EXISTS);
}

static void
put_key (KpRequest *request, guint place)
{
  g_autoptr (GBytes) content =
      g_bytes_new (private_key_get_pem (), strlen (private_key_get_pem ()));
  g_autoptr (GPtrArray) files = kp_attachment_list_new ();
  g_autoptr (GPtrArray) fields = kp_request_field_list_new ();

  if (place == 0)
    g_object_set (request, "body", private_key_get_pem (), NULL);
  else if (place == 1)
    {
      g_ptr_array_add (fields,
                       kp_request_field_new ("site", "Site URL", private_key_get_pem ()));
      g_object_set (request, "fields", fields, NULL);
    }
  else
    {
      g_ptr_array_add (files, kp_attachment_new ("site.pem", NULL, content));
      g_object_set (request, "attachments", files, NULL);
    }
}

/* A private key is refused before it is saved; and where something else saved it, it still
 * does not leave. */
static void
test_private_key (OutboxTest *test, gconstpointer data)
{
  for (guint place = 0; place < 3; place++)
    {
      g_autofree char *reference = g_strdup_printf ("KP-%uAAA-3467", 3 + place);
      g_autoptr (KpRequest) request = outbox_test_make ("twin", reference);
      g_autoptr (KpRequest) hidden = outbox_test_make ("twin", reference);
      g_autoptr (GAsyncResult) queued = NULL;
      g_autoptr (GAsyncResult) added = NULL;
      g_autoptr (GAsyncResult) listed = NULL;
      g_autoptr (GError) error = NULL;

      put_key (request, place);
      kp_outbox_queue_async (test->outbox, request, NULL, store_test_take, &queued);
      g_assert_false (
          kp_outbox_queue_finish (test->outbox, store_test_wait (&queued), &error));
      g_assert_error (error, G_IO_ERROR, G_IO_ERROR_PERMISSION_DENIED);
      g_assert_cmpint (kp_request_get_id (request), ==, 0);

      put_key (hidden, place);
      g_object_set (hidden, "state", KP_REQUEST_QUEUED, NULL);
      kp_store_add_request_async (test->store.store, hidden, NULL, store_test_take, &added);
      g_assert_true (
          kp_store_add_request_finish (test->store.store, store_test_wait (&added), NULL));
      kp_outbox_open_async (test->outbox, NULL, store_test_take, &listed);
      store_test_wait (&listed);
      outbox_test_run (test->outbox);
      outbox_test_assert_state (test, kp_request_get_id (hidden), KP_REQUEST_REFUSED,
                                KP_REQUEST_REASON_PRIVATE_KEY);
    }
  g_assert_cmpuint (twin->n_sent, ==, 0);
}

/* The user sends it, and says so. */
static void
test_by_hand (OutboxTest *test, gconstpointer data)
{
  gint64 id = outbox_test_queue_one (test, "hand");
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (KpRequest) waiting = NULL;
  g_autoptr (KpRequest) sent = NULL;
  g_autoptr (KpReceipt) receipt = NULL;

  outbox_test_run (test->outbox);
  outbox_test_assert_state (test, id, KP_REQUEST_WAITING_FOR_YOU, KP_REQUEST_REASON_NONE);
  waiting = outbox_test_load (test, id);
  g_assert_cmpstr (kp_request_get_url (waiting), ==, "https://provider.example/form");
  kp_outbox_prepare_async (test->outbox, waiting, NULL, store_test_take, &result);
  receipt = kp_outbox_prepare_finish (test->outbox, store_test_wait (&result), NULL);
  g_assert_cmpstr (receipt->open_uri, ==, "https://provider.example/form");
  g_assert_true (act (test, id, "4711", NULL));
  outbox_test_assert_state (test, id, KP_REQUEST_SENT, KP_REQUEST_REASON_NONE);
  sent = outbox_test_load (test, id);
  g_assert_cmpstr (kp_request_get_number (sent), ==, "4711");
  g_assert_cmpstr (kp_request_get_url (sent), ==, "");
  g_assert_cmpuint (twin->n_sent, ==, 0);
}

/* Where nobody can look from here the user decides. */
static void
test_decide (OutboxTest *test, gconstpointer data)
{
  g_autoptr (KpRequest) second = outbox_test_make ("blind", "KP-CCCC-3467");
  gint64 id;

  twin->mood = TWIN_LOSES_ANSWER;
  id = outbox_test_queue_one (test, "blind");
  outbox_test_run (test->outbox);
  outbox_test_assert_state (test, id, KP_REQUEST_WAITING_FOR_YOU, KP_REQUEST_REASON_DECIDE);
  outbox_test_pass (test, 100000);
  g_assert_cmpuint (twin->n_sent, ==, 1);
  g_assert_true (act (test, id, "1", NULL));
  outbox_test_assert_state (test, id, KP_REQUEST_SENT, KP_REQUEST_REASON_NONE);
  twin->mood = TWIN_LOSES;
  outbox_test_queue (test, second);
  outbox_test_run (test->outbox);
  g_assert_true (act (test, kp_request_get_id (second), "retry", NULL));
  outbox_test_run (test->outbox);
  outbox_test_assert_state (test, kp_request_get_id (second), KP_REQUEST_SENT,
                            KP_REQUEST_REASON_NONE);
  g_assert_cmpuint (twin->tickets->len, ==, 2);
}

static void
test_cancel (OutboxTest *test, gconstpointer data)
{
  gint64 id;

  twin->mood = TWIN_OFFLINE;
  id = outbox_test_queue_one (test, "twin");
  outbox_test_run (test->outbox);
  g_assert_true (act (test, id, "cancel", NULL));
  outbox_test_pass (test, 100000);
  outbox_test_assert_state (test, id, KP_REQUEST_CANCELLED, KP_REQUEST_REASON_NONE);
  g_assert_cmpuint (twin->n_sent, ==, 1);
}

/* Half an hour is long when the network is there again. */
static void
test_network_is_back (OutboxTest *test, gconstpointer data)
{
  gint64 id;

  twin->mood = TWIN_OFFLINE;
  id = outbox_test_queue_one (test, "twin");
  outbox_test_run (test->outbox);
  outbox_test_assert_state (test, id, KP_REQUEST_OFFLINE, KP_REQUEST_REASON_NONE);
  twin->mood = TWIN_TAKES;
  outbox_test_run (test->outbox);
  outbox_test_assert_state (test, id, KP_REQUEST_OFFLINE, KP_REQUEST_REASON_NONE);
  kp_outbox_network_is_back (test->outbox);
  while (kp_request_get_state (
             kp_request_list_find (kp_outbox_get_requests (test->outbox), id))
         == KP_REQUEST_OFFLINE)
    g_main_context_iteration (NULL, TRUE);
  outbox_test_run (test->outbox);
  outbox_test_assert_state (test, id, KP_REQUEST_SENT, KP_REQUEST_REASON_NONE);
  g_assert_cmpuint (twin->tickets->len, ==, 1);
}

/* Who is in a hurry has it looked up, not sent again. */
static void
test_retry_uncertain (OutboxTest *test, gconstpointer data)
{
  gint64 id;

  twin->mood = TWIN_LOSES_ANSWER;
  id = outbox_test_queue_one (test, "twin");
  outbox_test_run (test->outbox);
  g_assert_true (act (test, id, "retry", NULL));
  outbox_test_run (test->outbox);
  outbox_test_assert_state (test, id, KP_REQUEST_SENT, KP_REQUEST_REASON_NONE);
  g_assert_cmpuint (twin->n_sent, ==, 1);
}

/* As long as it may have arrived it can't be taken back: the ticket would be nobody's. */
static void
test_cancel_uncertain (OutboxTest *test, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  gint64 id;

  twin->mood = TWIN_LOSES_ANSWER;
  id = outbox_test_queue_one (test, "twin");
  outbox_test_run (test->outbox);
  g_assert_false (act (test, id, "cancel", &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_PENDING);
  outbox_test_assert_state (test, id, KP_REQUEST_UNCERTAIN, KP_REQUEST_REASON_NONE);
  /* The user may know that it did. */
  g_assert_true (act (test, id, "4711", NULL));
  outbox_test_assert_state (test, id, KP_REQUEST_SENT, KP_REQUEST_REASON_NONE);
}

/* What was taken back stays so. */
static void
test_cancelled (OutboxTest *test, gconstpointer data)
{
  static const char *const actions[] = { "retry", "cancel", "4711" };
  gint64 id;

  twin->mood = TWIN_OFFLINE;
  id = outbox_test_queue_one (test, "twin");
  outbox_test_run (test->outbox);
  g_assert_true (act (test, id, "cancel", NULL));
  for (guint i = 0; i < G_N_ELEMENTS (actions); i++)
    {
      g_autoptr (GError) error = NULL;

      g_assert_false (act (test, id, actions[i], &error));
      g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CLOSED);
    }
  outbox_test_pass (test, 100000);
  outbox_test_assert_state (test, id, KP_REQUEST_CANCELLED, KP_REQUEST_REASON_NONE);
  g_assert_cmpuint (twin->tickets->len, ==, 0);
}

int
main (int argc, char **argv)
{
  static const struct
  {
    const char *path;
    void (*run) (OutboxTest *test, gconstpointer data);
  } tests[] = {
    { "/outbox-user/refused", test_refused },
    { "/outbox-user/private-key", test_private_key },
    { "/outbox-user/by-hand", test_by_hand },
    { "/outbox-user/decide", test_decide },
    { "/outbox-user/cancel", test_cancel },
    { "/outbox-user/cancel-uncertain", test_cancel_uncertain },
    { "/outbox-user/cancelled", test_cancelled },
    { "/outbox-user/retry-uncertain", test_retry_uncertain },
    { "/outbox-user/network-is-back", test_network_is_back },
  };

  g_test_init (&argc, &argv, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (tests); i++)
    g_test_add (tests[i].path, OutboxTest, NULL, outbox_test_set_up, tests[i].run,
                outbox_test_tear_down);
  return g_test_run ();
}
