/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The outbox and what is answered to it. */
#include "core/store/store-requests.h"

#include "helpdesk/outbox-test.h"

static gboolean
receive (OutboxTest *test, guint *n_added, GError **error)
{
  g_autoptr (GAsyncResult) result = NULL;

  kp_outbox_receive_async (test->outbox, NULL, NULL, store_test_take, &result);
  return kp_outbox_receive_finish (test->outbox, store_test_wait (&result), n_added, error);
}

static void
received_cb (KpOutbox *outbox, KpRequest *request, guint n, gpointer data)
{
  *(guint *) data += n;
}

/* Replies come once, to the request that opened the ticket. */
static void
test_replies (OutboxTest *test, gconstpointer data)
{
  gint64 id = outbox_test_queue_one (test, "twin");
  g_autoptr (KpRequest) reminder = outbox_test_make ("twin", "KP-CCCC-3467");
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GPtrArray) messages = NULL;
  g_autoptr (GError) error = NULL;
  guint n_added, n_told = 0;

  g_signal_connect (test->outbox, "received", G_CALLBACK (received_cb), &n_told);
  outbox_test_run (test->outbox);
  g_object_set (reminder, "ticket", "1", NULL);
  outbox_test_queue (test, reminder);
  outbox_test_run (test->outbox);
  twin_say (twin, "1", TRUE, "Dear all,");
  twin_say (twin, "2", FALSE, "Use pl-10.provider.example.");
  g_assert_true (receive (test, &n_added, NULL));
  g_assert_cmpuint (n_added, ==, 1);
  twin_say (twin, "3", FALSE, "Done.");
  g_assert_true (receive (test, &n_added, NULL));
  g_assert_cmpuint (n_added, ==, 1);
  g_assert_cmpuint (n_told, ==, 2);
  kp_store_load_messages_async (test->store.store, id, NULL, store_test_take, &result);
  messages =
      kp_store_load_messages_finish (test->store.store, store_test_wait (&result), NULL);
  g_assert_cmpuint (messages->len, ==, 3);
  g_assert_true (kp_message_get_incoming (messages->pdata[0]));
  twin->silent = TRUE;
  g_assert_false (receive (test, &n_added, &error));
  g_assert_error (error, KP_CHANNEL_ERROR, KP_CHANNEL_ERROR_OFFLINE);
}

static void
assert_messages (OutboxTest *test, gint64 id, guint n)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GPtrArray) messages = NULL;

  kp_store_load_messages_async (test->store.store, id, NULL, store_test_take, &result);
  messages =
      kp_store_load_messages_finish (test->store.store, store_test_wait (&result), NULL);
  g_assert_cmpuint (messages->len, ==, n);
}

/* A ticket stays the first request's, however old that is: a reminder in it brings no reply
 * a second time. */
static void
test_old_ticket (OutboxTest *test, gconstpointer data)
{
  gint64 id = outbox_test_queue_one (test, "twin");
  g_autoptr (KpRequest) reminder = outbox_test_make ("twin", "KP-CCCC-3467");
  guint n_added, n_asked;

  outbox_test_run (test->outbox);
  twin_say (twin, "1", FALSE, "We are on it.");
  g_assert_true (receive (test, &n_added, NULL));
  g_assert_cmpuint (n_added, ==, 1);
  outbox_test_pass (test, 200 * G_GINT64_CONSTANT (86400));
  /* Nobody waits for an answer to that any more. */
  n_asked = twin->n_asked;
  g_assert_true (receive (test, &n_added, NULL));
  g_assert_cmpuint (twin->n_asked, ==, n_asked);

  g_object_set (reminder, "ticket", "1", NULL);
  outbox_test_queue (test, reminder);
  outbox_test_run (test->outbox);
  twin_say (twin, "2", FALSE, "Done.");
  g_assert_true (receive (test, &n_added, NULL));
  g_assert_cmpuint (n_added, ==, 1);
  assert_messages (test, id, 2);
  assert_messages (test, kp_request_get_id (reminder), 0);
}

int
main (int argc, char **argv)
{
  static const struct
  {
    const char *path;
    void (*run) (OutboxTest *test, gconstpointer data);
  } tests[] = {
    { "/outbox-replies/replies", test_replies },
    { "/outbox-replies/old-ticket", test_old_ticket },
  };

  g_test_init (&argc, &argv, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (tests); i++)
    g_test_add (tests[i].path, OutboxTest, NULL, outbox_test_set_up, tests[i].run,
                outbox_test_tear_down);
  return g_test_run ();
}
