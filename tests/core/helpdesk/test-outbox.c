/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/store/database.h"
#include "core/store/store-private.h"

#include <string.h>

#include "helpdesk/outbox-test.h"

static void
look_at_store (gpointer data)
{
  OutboxTest *test = data;
  g_autoptr (KpDatabase) database =
      kp_database_open (test->store.path, KP_DATABASE_READ, NULL);
  gint64 n;

  /* On the disk, as being sent, before it leaves. */
  g_assert_true (kp_database_get_int (
      database, "SELECT COUNT (*) FROM request WHERE state = 2 AND claimed_by IS NOT NULL",
      &n, NULL));
  g_assert_cmpint (n, ==, 1);
}

static void
test_sent (OutboxTest *test, gconstpointer data)
{
  gint64 site = store_test_add_host (test->store.store, "cp.kite.example");
  g_autoptr (KpRequest) request = outbox_test_make ("twin", "KP-AAAA-3467");
  g_autoptr (KpRequest) sent = NULL;
  g_autoptr (GPtrArray) journal = NULL;
  g_autofree char *told = NULL;
  const KpOutgoing *ticket;

  g_object_set (request, "site-id", site, NULL);
  twin->sending = look_at_store;
  twin->data = test;
  outbox_test_queue (test, request);
  outbox_test_run (test->outbox);
  outbox_test_assert_state (test, kp_request_get_id (request), KP_REQUEST_SENT,
                            KP_REQUEST_REASON_NONE);
  sent = outbox_test_load (test, kp_request_get_id (request));
  g_assert_cmpstr (kp_request_get_number (sent), ==, "1");
  g_assert_cmpstr (kp_request_get_url (sent), ==, "https://help.example/1");
  ticket = g_ptr_array_index (twin->tickets, 0);
  g_assert_cmpstr (ticket->subject, ==, "Certificate [KP-AAAA-3467]");
  g_assert_cmpuint (ticket->fields->len, ==, 2);
  g_assert_cmpuint (ticket->attachments->len, ==, 1);
  /* Read back once, and then left alone. */
  g_assert_cmpuint (twin->n_asked, ==, 1);
  outbox_test_pass (test, 100000);
  g_assert_cmpuint (twin->n_sent, ==, 1);
  g_assert_cmpuint (twin->n_asked, ==, 1);
  journal = store_test_load_journal (test->store.store, site, 10);
  /* One event beside that of the site itself. */
  g_assert_cmpuint (journal->len, ==, 2);
  told = kp_journal_event_format (journal->pdata[0]);
  g_assert_cmpstr (told, ==, "Request KP-AAAA-3467 sent: ticket 1.");
}

/* Nothing left: tried again, each time later, for as long as it takes. */
static void
test_offline (OutboxTest *test, gconstpointer data)
{
  gint64 id;

  twin->mood = TWIN_OFFLINE;
  id = outbox_test_queue_one (test, "twin");
  outbox_test_run (test->outbox);
  outbox_test_assert_state (test, id, KP_REQUEST_OFFLINE, KP_REQUEST_REASON_NONE);
  outbox_test_pass (test, 29);
  g_assert_cmpuint (twin->n_sent, ==, 1);
  twin->mood = TWIN_OFFLINE;
  outbox_test_pass (test, 1);
  g_assert_cmpuint (twin->n_sent, ==, 2);
  outbox_test_pass (test, 59);
  g_assert_cmpuint (twin->n_sent, ==, 2);
  for (guint i = 0; i < 20; i++)
    {
      twin->mood = TWIN_OFFLINE;
      outbox_test_pass (test, 1800);
      g_assert_cmpuint (twin->n_sent, ==, 3 + i);
    }
  twin->mood = TWIN_TAKES;
  outbox_test_pass (test, 1800);
  outbox_test_assert_state (test, id, KP_REQUEST_SENT, KP_REQUEST_REASON_NONE);
  g_assert_cmpuint (twin->tickets->len, ==, 1);
}

/* It arrived, the answer did not: found, and never sent twice. */
static void
test_answer_lost (OutboxTest *test, gconstpointer data)
{
  g_autoptr (KpRequest) sent = NULL;
  gint64 id;

  twin->mood = TWIN_LOSES_ANSWER;
  id = outbox_test_queue_one (test, "twin");
  outbox_test_run (test->outbox);
  outbox_test_assert_state (test, id, KP_REQUEST_UNCERTAIN, KP_REQUEST_REASON_NONE);
  outbox_test_pass (test, 14);
  g_assert_cmpuint (twin->n_asked, ==, 0);
  outbox_test_pass (test, 1);
  outbox_test_assert_state (test, id, KP_REQUEST_SENT, KP_REQUEST_REASON_NONE);
  sent = outbox_test_load (test, id);
  g_assert_cmpstr (kp_request_get_number (sent), ==, "1");
  outbox_test_pass (test, 100000);
  g_assert_cmpuint (twin->n_sent, ==, 1);
  g_assert_cmpuint (twin->tickets->len, ==, 1);
}

/* It did not arrive: looked up at 15 s, 1 and 5 minutes, then sent again. */
static void
test_request_lost (OutboxTest *test, gconstpointer data)
{
  gint64 id;

  twin->mood = TWIN_LOSES;
  id = outbox_test_queue_one (test, "twin");
  outbox_test_run (test->outbox);
  outbox_test_pass (test, 15);
  g_assert_cmpuint (twin->n_asked, ==, 1);
  outbox_test_pass (test, 44);
  g_assert_cmpuint (twin->n_asked, ==, 1);
  outbox_test_pass (test, 1);
  g_assert_cmpuint (twin->n_asked, ==, 2);
  outbox_test_pass (test, 239);
  g_assert_cmpuint (twin->n_asked, ==, 2);
  outbox_test_assert_state (test, id, KP_REQUEST_UNCERTAIN, KP_REQUEST_REASON_NONE);
  g_assert_cmpuint (twin->n_sent, ==, 1);
  outbox_test_pass (test, 1);
  g_assert_cmpuint (twin->n_sent, ==, 2);
  outbox_test_assert_state (test, id, KP_REQUEST_SENT, KP_REQUEST_REASON_NONE);
  g_assert_cmpuint (twin->tickets->len, ==, 1);
}

/* As long as the last look-up has no answer nothing is sent again. */
static void
test_no_look (OutboxTest *test, gconstpointer data)
{
  gint64 id;

  twin->mood = TWIN_LOSES_ANSWER;
  twin->silent = TRUE;
  id = outbox_test_queue_one (test, "twin");
  outbox_test_run (test->outbox);
  for (guint i = 0; i < 30; i++)
    outbox_test_pass (test, 3600);
  outbox_test_assert_state (test, id, KP_REQUEST_UNCERTAIN, KP_REQUEST_REASON_NONE);
  g_assert_cmpuint (twin->n_asked, >=, 20);
  g_assert_cmpuint (twin->n_sent, ==, 1);
  twin->silent = FALSE;
  outbox_test_pass (test, 3600);
  outbox_test_assert_state (test, id, KP_REQUEST_SENT, KP_REQUEST_REASON_NONE);
  g_assert_cmpuint (twin->tickets->len, ==, 1);
}

/* A clock that is set back or far ahead neither stops it nor doubles anything. */
static void
test_clock (OutboxTest *test, gconstpointer data)
{
  gint64 id;

  twin->mood = TWIN_LOSES;
  id = outbox_test_queue_one (test, "twin");
  outbox_test_run (test->outbox);
  outbox_test_pass (test, 15);
  outbox_test_pass (test, -86400);
  /* What was due in a day is due. */
  g_assert_cmpuint (twin->n_asked, ==, 2);
  g_assert_cmpuint (twin->n_sent, ==, 1);
  outbox_test_pass (test, 86400);
  g_assert_cmpuint (twin->n_asked, >=, 3);
  outbox_test_pass (test, 300);
  outbox_test_assert_state (test, id, KP_REQUEST_SENT, KP_REQUEST_REASON_NONE);
  g_assert_cmpuint (twin->tickets->len, ==, 1);
}

/* The clock jumps ahead: the last look-up still waits its four minutes. */
static void
test_clock_ahead (OutboxTest *test, gconstpointer data)
{
  twin->mood = TWIN_LOSES;
  outbox_test_queue_one (test, "twin");
  outbox_test_run (test->outbox);
  outbox_test_pass (test, 100000);
  g_assert_cmpuint (twin->n_asked, ==, 1);
  outbox_test_pass (test, 45);
  outbox_test_pass (test, 239);
  g_assert_cmpuint (twin->n_sent, ==, 1);
  outbox_test_pass (test, 1);
  g_assert_cmpuint (twin->n_sent, ==, 2);
}

/* The process that was sending is gone, and whether it arrived nobody knows. */
static void
die_while_sending (OutboxTest *test, gboolean arrived)
{
  g_autoptr (KpDatabase) database = NULL;
  gint64 id = outbox_test_queue_one (test, "twin");

  if (arrived)
    {
      g_autoptr (KpOutgoing) outgoing =
          kp_outgoing_new ("KP-AAAA-3467", "Certificate", "Dear all,\n");
      g_autoptr (KpRequest) request = outbox_test_load (test, id);
      GPtrArray *files = kp_request_get_attachments (request);

      g_ptr_array_unref (outgoing->fields);
      outgoing->fields = kp_request_field_list_copy (kp_request_get_fields (request));
      g_ptr_array_add (outgoing->attachments, kp_attachment_ref (files->pdata[0]));
      g_ptr_array_add (twin->tickets, g_steal_pointer (&outgoing));
    }
  outbox_test_close (test->outbox);
  g_clear_object (&test->outbox);
  database = kp_database_open (test->store.path, KP_DATABASE_WRITE, NULL);
  g_assert_true (kp_database_exec (
      database, "UPDATE request SET state = 2, claimed_by = '0/x/1/2', revision = 2",
      NULL));
  g_clear_pointer (&database, kp_database_close);
  store_test_reopen (&test->store);
  test->outbox = outbox_test_open (test, test->store.store);
  outbox_test_run (test->outbox);
  outbox_test_assert_state (test, id, KP_REQUEST_UNCERTAIN, KP_REQUEST_REASON_NONE);
  g_assert_cmpuint (twin->n_sent, ==, 0);
  outbox_test_pass (test, 15);
  outbox_test_pass (test, 45);
  outbox_test_pass (test, 240);
  outbox_test_assert_state (test, id, KP_REQUEST_SENT, KP_REQUEST_REASON_NONE);
  g_assert_cmpuint (twin->n_sent, ==, arrived ? 0 : 1);
  g_assert_cmpuint (twin->tickets->len, ==, 1);
}

static void
test_died_before (OutboxTest *test, gconstpointer data)
{
  die_while_sending (test, FALSE);
}

static void
test_died_after (OutboxTest *test, gconstpointer data)
{
  die_while_sending (test, TRUE);
}

/* Two processes that share a store send one request once. */
static void
test_two (OutboxTest *test, gconstpointer data)
{
  g_autoptr (KpStore) other_store = store_test_new (&test->store, FALSE);
  g_autoptr (KpOutbox) other = NULL;
  g_autoptr (GAsyncResult) first = NULL;
  g_autoptr (GAsyncResult) second = NULL;

  outbox_test_queue_one (test, "twin");
  g_assert_true (store_test_open (other_store, NULL));
  other = outbox_test_open (test, other_store);
  kp_outbox_run_async (test->outbox, NULL, store_test_take, &first);
  kp_outbox_run_async (other, NULL, store_test_take, &second);
  store_test_wait (&first);
  store_test_wait (&second);
  g_assert_cmpuint (twin->n_sent, ==, 1);
  g_assert_cmpuint (twin->tickets->len, ==, 1);
  outbox_test_close (other);
  store_test_close (other_store);
}

/* What the user can mend is told, and it goes on by itself when it is mended. */
static void
test_connection (OutboxTest *test, gconstpointer data)
{
  g_autoptr (KpRequest) waiting = NULL;
  gint64 id;

  twin->mood = TWIN_TOKEN;
  id = outbox_test_queue_one (test, "twin");
  outbox_test_run (test->outbox);
  outbox_test_assert_state (test, id, KP_REQUEST_QUEUED, KP_REQUEST_REASON_TOKEN);
  waiting = outbox_test_load (test, id);
  g_assert_cmpstr (kp_request_get_reason (waiting), ==, "The login was refused.");
  outbox_test_pass (test, 300);
  outbox_test_assert_state (test, id, KP_REQUEST_SENT, KP_REQUEST_REASON_NONE);
}

static void
test_locked_vault (OutboxTest *test, gconstpointer data)
{
  gint64 id = outbox_test_queue_one (test, "nothing");

  outbox_test_run (test->outbox);
  outbox_test_assert_state (test, id, KP_REQUEST_QUEUED, KP_REQUEST_REASON_VAULT);
  g_assert_cmpuint (twin->n_sent, ==, 0);
}

static void
test_busy (OutboxTest *test, gconstpointer data)
{
  gint64 id;

  twin->mood = TWIN_BUSY;
  id = outbox_test_queue_one (test, "twin");
  outbox_test_run (test->outbox);
  outbox_test_assert_state (test, id, KP_REQUEST_QUEUED, KP_REQUEST_REASON_BUSY);
  outbox_test_pass (test, 599);
  g_assert_cmpuint (twin->n_sent, ==, 1);
  outbox_test_pass (test, 1);
  outbox_test_assert_state (test, id, KP_REQUEST_SENT, KP_REQUEST_REASON_NONE);
}

/* What the helpdesk did not keep is a finding. */
static void
test_lost (OutboxTest *test, gconstpointer data)
{
  g_autoptr (KpRequest) field = outbox_test_make ("twin", "KP-AAAA-3467");
  g_autoptr (KpRequest) file = outbox_test_make ("twin", "KP-CCCC-3467");
  g_autoptr (KpRequest) told = NULL;

  twin->drops_field = TRUE;
  outbox_test_queue (test, field);
  outbox_test_run (test->outbox);
  outbox_test_assert_state (test, kp_request_get_id (field), KP_REQUEST_SENT,
                            KP_REQUEST_REASON_FIELD_LOST);
  twin->drops_file = TRUE;
  outbox_test_queue (test, file);
  outbox_test_run (test->outbox);
  outbox_test_assert_state (test, kp_request_get_id (file), KP_REQUEST_SENT,
                            KP_REQUEST_REASON_ATTACHMENT_LOST);
  told = outbox_test_load (test, kp_request_get_id (file));
  g_assert_nonnull (strstr (kp_request_get_reason (told), "Site URL"));
  g_assert_nonnull (strstr (kp_request_get_reason (told), "list.csv"));
}

static void
test_lost_text (OutboxTest *test, gconstpointer data)
{
  gint64 id;
  g_autoptr (KpRequest) told = NULL;
  g_autofree char *reason = NULL;

  twin->drops_body = TRUE;
  id = outbox_test_queue_one (test, "twin");
  outbox_test_run (test->outbox);
  outbox_test_assert_state (test, id, KP_REQUEST_SENT, KP_REQUEST_REASON_FIELD_LOST);
  told = outbox_test_load (test, id);
  g_assert_true (*kp_request_get_reason (told) == '\t');
  reason = kp_request_tell_reason (told);
  g_assert_cmpstr (reason, ==, "The ticket does not have the text as it was sent.");
}

/* It is sent, and can't be read just then: that is done later, and it is not sent again. */
static void
test_read_back_later (OutboxTest *test, gconstpointer data)
{
  gint64 id;

  twin->silent = TRUE;
  twin->drops_field = TRUE;
  id = outbox_test_queue_one (test, "twin");
  outbox_test_run (test->outbox);
  outbox_test_assert_state (test, id, KP_REQUEST_SENT, KP_REQUEST_REASON_NONE);
  twin->silent = FALSE;
  outbox_test_pass (test, 3600);
  outbox_test_assert_state (test, id, KP_REQUEST_SENT, KP_REQUEST_REASON_FIELD_LOST);
  g_assert_cmpuint (twin->n_sent, ==, 1);
}

static gboolean
is_sending (gpointer data)
{
  return twin->n_sent == 1;
}

/* The program ends while it is being sent: what is written says that it may have arrived.
 */
static void
test_stopped (OutboxTest *test, gconstpointer data)
{
  gint64 id;
  g_autoptr (KpRequest) request = NULL;

  twin->mood = TWIN_HANGS;
  id = outbox_test_queue_one (test, "twin");
  kp_outbox_wake (test->outbox);
  g_assert_true (store_test_wait_for (is_sending, NULL));
  outbox_test_close (test->outbox);
  g_clear_object (&test->outbox);
  request = outbox_test_load (test, id);
  g_assert_cmpint (kp_request_get_state (request), ==, KP_REQUEST_UNCERTAIN);
  store_test_reopen (&test->store);
  test->outbox = outbox_test_open (test, test->store.store);
  outbox_test_pass (test, 15);
  outbox_test_assert_state (test, id, KP_REQUEST_SENT, KP_REQUEST_REASON_NONE);
  g_assert_cmpuint (twin->tickets->len, ==, 1);
}

static gboolean
unblock_store (gpointer data)
{
  kp_database_rollback (data);
  return G_SOURCE_REMOVE;
}

static void
block_store (gpointer data)
{
  KpDatabase **database = data;

  g_assert_true (kp_database_begin (*database, NULL));
  g_timeout_add (1500, unblock_store, *database);
}

/* It is sent, and that can't be written for a while: nothing is lost, nothing doubled. */
static void
test_not_writable (OutboxTest *test, gconstpointer data)
{
  g_autoptr (KpDatabase) database =
      kp_database_open (test->store.path, KP_DATABASE_WRITE, NULL);
  gint64 id;

  outbox_test_close (test->outbox);
  g_clear_object (&test->outbox);
  store_test_close (test->store.store);
  g_clear_object (&test->store.store);
  test->store.store = store_test_new (&test->store, FALSE);
  kp_store_set_busy_timeout (test->store.store, 10);
  g_assert_true (store_test_open (test->store.store, NULL));
  test->outbox = outbox_test_open (test, test->store.store);
  id = outbox_test_queue_one (test, "twin");
  twin->sending = block_store;
  twin->data = &database;
  outbox_test_run (test->outbox);
  outbox_test_assert_state (test, id, KP_REQUEST_SENT, KP_REQUEST_REASON_NONE);
  g_assert_cmpuint (twin->n_sent, ==, 1);
}

int
main (int argc, char **argv)
{
  static const struct
  {
    const char *path;
    void (*run) (OutboxTest *test, gconstpointer data);
  } tests[] = {
    { "/outbox/sent", test_sent },
    { "/outbox/offline", test_offline },
    { "/outbox/answer-lost", test_answer_lost },
    { "/outbox/request-lost", test_request_lost },
    { "/outbox/no-look", test_no_look },
    { "/outbox/clock", test_clock },
    { "/outbox/clock-ahead", test_clock_ahead },
    { "/outbox/died-before", test_died_before },
    { "/outbox/died-after", test_died_after },
    { "/outbox/two", test_two },
    { "/outbox/connection", test_connection },
    { "/outbox/locked-vault", test_locked_vault },
    { "/outbox/busy", test_busy },
    { "/outbox/lost", test_lost },
    { "/outbox/lost-text", test_lost_text },
    { "/outbox/read-back-later", test_read_back_later },
    { "/outbox/stopped", test_stopped },
    { "/outbox/not-writable", test_not_writable },
  };

  g_test_init (&argc, &argv, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (tests); i++)
    g_test_add (tests[i].path, OutboxTest, NULL, outbox_test_set_up, tests[i].run,
                outbox_test_tear_down);
  return g_test_run ();
}
