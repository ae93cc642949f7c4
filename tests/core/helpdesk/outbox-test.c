/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "helpdesk/outbox-test.h"

KpOutbox *
outbox_test_open (OutboxTest *test, KpStore *store)
{
  KpOutbox *outbox =
      kp_outbox_new (store, test->store.clock, twin_find_route, test->store.clock);
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;

  kp_outbox_open_async (outbox, NULL, store_test_take, &result);
  kp_outbox_open_finish (outbox, store_test_wait (&result), &error);
  g_assert_no_error (error);
  return outbox;
}

void
outbox_test_set_up (OutboxTest *test, gconstpointer data)
{
  twin = twin_new ();
  store_test_set_up (&test->store, NULL);
  test->now = NOW;
  test->outbox = outbox_test_open (test, test->store.store);
}

void
outbox_test_close (KpOutbox *outbox)
{
  g_autoptr (GAsyncResult) result = NULL;

  kp_outbox_stop_async (outbox, store_test_take, &result);
  g_assert_true (kp_outbox_stop_finish (outbox, store_test_wait (&result), NULL));
}

void
outbox_test_tear_down (OutboxTest *test, gconstpointer data)
{
  if (test->outbox != NULL)
    outbox_test_close (test->outbox);
  g_clear_object (&test->outbox);
  store_test_tear_down (&test->store, NULL);
  g_clear_pointer (&twin, twin_free);
}

void
outbox_test_run (KpOutbox *outbox)
{
  g_autoptr (GAsyncResult) result = NULL;

  kp_outbox_run_async (outbox, NULL, store_test_take, &result);
  g_assert_true (kp_outbox_run_finish (outbox, store_test_wait (&result), NULL));
}

/* The clock goes on (or back), and what is due then is done. */
void
outbox_test_pass (OutboxTest *test, gint64 seconds)
{
  test->now += seconds;
  kp_fixed_clock_set (KP_FIXED_CLOCK (test->store.clock), test->now);
  outbox_test_run (test->outbox);
}

KpRequest *
outbox_test_make (const char *channel, const char *reference)
{
  KpRequest *request = kp_request_new ();
  g_autofree char *subject = g_strdup_printf ("Certificate [%s]", reference);
  g_autoptr (GPtrArray) fields = kp_request_field_list_new ();
  g_autoptr (GPtrArray) files = kp_attachment_list_new ();
  g_autoptr (GBytes) content = g_bytes_new ("a,b,c\n", 6);

  g_ptr_array_add (fields, kp_request_field_new ("site", "Site URL", "cp.kite.example"));
  g_ptr_array_add (fields, kp_request_field_new ("country", "Country", "NO"));
  g_ptr_array_add (files, kp_attachment_new ("list.csv", "text/csv", content));
  g_object_set (request, "site", "cp.kite.example", "provider", "desk", "channel", channel,
                "reference", reference, "subject", subject, "body", "Dear all,\n", "fields",
                fields, "attachments", files, NULL);
  return request;
}

gint64
outbox_test_queue (OutboxTest *test, KpRequest *request)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;

  kp_outbox_queue_async (test->outbox, request, NULL, store_test_take, &result);
  kp_outbox_queue_finish (test->outbox, store_test_wait (&result), &error);
  g_assert_no_error (error);
  return kp_request_get_id (request);
}

gint64
outbox_test_queue_one (OutboxTest *test, const char *channel)
{
  g_autoptr (KpRequest) request = outbox_test_make (channel, "KP-AAAA-3467");

  return outbox_test_queue (test, request);
}

/* As it stands in the store. */
KpRequest *
outbox_test_load (OutboxTest *test, gint64 id)
{
  g_autoptr (GAsyncResult) result = NULL;

  kp_store_load_request_async (test->store.store, id, NULL, store_test_take, &result);
  return kp_store_load_request_finish (test->store.store, store_test_wait (&result), NULL);
}

void
outbox_test_assert_state (OutboxTest *test, gint64 id, KpRequestState state,
                          KpRequestReason code)
{
  g_autoptr (KpRequest) request = outbox_test_load (test, id);
  KpRequest *listed = kp_request_list_find (kp_outbox_get_requests (test->outbox), id);

  g_assert_cmpstr (kp_request_state_to_string (kp_request_get_state (request)), ==,
                   kp_request_state_to_string (state));
  g_assert_cmpint (kp_request_get_reason_code (request), ==, code);
  g_assert_cmpstr (kp_request_get_claimed_by (request), ==, "");
  g_assert_cmpint (kp_request_get_state (listed), ==, state);
}
