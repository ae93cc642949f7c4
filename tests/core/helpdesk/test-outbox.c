/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/helpdesk/outbox.h"

#include "core/store/database.h"
#include "core/store/store-private.h"

#include <gnutls/x509.h>
#include <string.h>

#include "helpdesk/twin.h"
#include "store/store-test.h"

typedef struct
{
  StoreTest store;
  KpOutbox *outbox;
  gint64 now;
} Fixture;

/* Made anew: none lies in the sources. */
static const char *
get_key (void)
{
  static char *pem;

  if (pem == NULL)
    {
      gnutls_x509_privkey_t key;
      gnutls_datum_t out;

      g_assert_cmpint (gnutls_x509_privkey_init (&key), ==, 0);
      g_assert_cmpint (gnutls_x509_privkey_generate (key, GNUTLS_PK_EDDSA_ED25519, 0, 0),
                       ==, 0);
      g_assert_cmpint (gnutls_x509_privkey_export2_pkcs8 (key, GNUTLS_X509_FMT_PEM, NULL,
                                                          GNUTLS_PKCS_PLAIN, &out),
                       ==, 0);
      pem = g_strndup ((const char *) out.data, out.size);
      gnutls_free (out.data);
      gnutls_x509_privkey_deinit (key);
    }
  return pem;
}

static KpOutbox *
open_outbox (Fixture *fixture, KpStore *store)
{
  KpOutbox *outbox =
      kp_outbox_new (store, fixture->store.clock, twin_find_route, fixture->store.clock);
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;

  kp_outbox_open_async (outbox, NULL, store_test_take, &result);
  kp_outbox_open_finish (outbox, store_test_wait (&result), &error);
  g_assert_no_error (error);
  return outbox;
}

static void
set_up (Fixture *fixture, gconstpointer data)
{
  twin = twin_new ();
  store_test_set_up (&fixture->store, NULL);
  fixture->now = NOW;
  fixture->outbox = open_outbox (fixture, fixture->store.store);
}

static void
close_outbox (KpOutbox *outbox)
{
  g_autoptr (GAsyncResult) result = NULL;

  kp_outbox_stop_async (outbox, store_test_take, &result);
  g_assert_true (kp_outbox_stop_finish (outbox, store_test_wait (&result), NULL));
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  if (fixture->outbox != NULL)
    close_outbox (fixture->outbox);
  g_clear_object (&fixture->outbox);
  store_test_tear_down (&fixture->store, NULL);
  g_clear_pointer (&twin, twin_free);
}

static void
run (KpOutbox *outbox)
{
  g_autoptr (GAsyncResult) result = NULL;

  kp_outbox_run_async (outbox, NULL, store_test_take, &result);
  g_assert_true (kp_outbox_run_finish (outbox, store_test_wait (&result), NULL));
}

/* The clock goes on (or back), and what is due then is done. */
static void
pass (Fixture *fixture, gint64 seconds)
{
  fixture->now += seconds;
  kp_fixed_clock_set (KP_FIXED_CLOCK (fixture->store.clock), fixture->now);
  run (fixture->outbox);
}

static KpRequest *
make_request (const char *channel, const char *reference)
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

static gint64
queue (Fixture *fixture, KpRequest *request)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;

  kp_outbox_queue_async (fixture->outbox, request, NULL, store_test_take, &result);
  kp_outbox_queue_finish (fixture->outbox, store_test_wait (&result), &error);
  g_assert_no_error (error);
  return kp_request_get_id (request);
}

static gint64
queue_one (Fixture *fixture, const char *channel)
{
  g_autoptr (KpRequest) request = make_request (channel, "KP-AAAA-3467");

  return queue (fixture, request);
}

/* As it stands in the store. */
static KpRequest *
load (Fixture *fixture, gint64 id)
{
  g_autoptr (GAsyncResult) result = NULL;

  kp_store_load_request_async (fixture->store.store, id, NULL, store_test_take, &result);
  return kp_store_load_request_finish (fixture->store.store, store_test_wait (&result),
                                       NULL);
}

static void
assert_state (Fixture *fixture, gint64 id, KpRequestState state, KpRequestReason code)
{
  g_autoptr (KpRequest) request = load (fixture, id);
  KpRequest *listed = kp_request_list_find (kp_outbox_get_requests (fixture->outbox), id);

  g_assert_cmpstr (kp_request_state_to_string (kp_request_get_state (request)), ==,
                   kp_request_state_to_string (state));
  g_assert_cmpint (kp_request_get_reason_code (request), ==, code);
  g_assert_cmpstr (kp_request_get_claimed_by (request), ==, "");
  g_assert_cmpint (kp_request_get_state (listed), ==, state);
}

static void
look_at_store (gpointer data)
{
  Fixture *fixture = data;
  g_autoptr (KpDatabase) database =
      kp_database_open (fixture->store.path, KP_DATABASE_READ, NULL);
  gint64 n;

  /* On the disk, as being sent, before it leaves. */
  g_assert_true (kp_database_get_int (
      database, "SELECT COUNT (*) FROM request WHERE state = 2 AND claimed_by IS NOT NULL",
      &n, NULL));
  g_assert_cmpint (n, ==, 1);
}

static void
test_sent (Fixture *fixture, gconstpointer data)
{
  gint64 site = store_test_add_host (fixture->store.store, "cp.kite.example");
  g_autoptr (KpRequest) request = make_request ("twin", "KP-AAAA-3467");
  g_autoptr (KpRequest) sent = NULL;
  g_autoptr (GPtrArray) journal = NULL;
  const KpOutgoing *ticket;

  g_object_set (request, "site-id", site, NULL);
  twin->sending = look_at_store;
  twin->data = fixture;
  queue (fixture, request);
  run (fixture->outbox);
  assert_state (fixture, kp_request_get_id (request), KP_REQUEST_SENT,
                KP_REQUEST_REASON_NONE);
  sent = load (fixture, kp_request_get_id (request));
  g_assert_cmpstr (kp_request_get_number (sent), ==, "1");
  g_assert_cmpstr (kp_request_get_url (sent), ==, "https://help.example/1");
  ticket = g_ptr_array_index (twin->tickets, 0);
  g_assert_cmpstr (ticket->subject, ==, "Certificate [KP-AAAA-3467]");
  g_assert_cmpuint (ticket->fields->len, ==, 2);
  g_assert_cmpuint (ticket->attachments->len, ==, 1);
  /* Read back once, and then left alone. */
  g_assert_cmpuint (twin->n_asked, ==, 1);
  pass (fixture, 100000);
  g_assert_cmpuint (twin->n_sent, ==, 1);
  g_assert_cmpuint (twin->n_asked, ==, 1);
  journal = store_test_load_journal (fixture->store.store, site, 10);
  /* One event beside that of the site itself. */
  g_assert_cmpuint (journal->len, ==, 2);
  g_assert_cmpstr (((KpJournalEvent *) journal->pdata[0])->text, ==,
                   "Request KP-AAAA-3467 sent: ticket 1.");
}

/* Nothing left: tried again, each time later, for as long as it takes. */
static void
test_offline (Fixture *fixture, gconstpointer data)
{
  gint64 id;

  twin->mood = TWIN_OFFLINE;
  id = queue_one (fixture, "twin");
  run (fixture->outbox);
  assert_state (fixture, id, KP_REQUEST_OFFLINE, KP_REQUEST_REASON_NONE);
  pass (fixture, 29);
  g_assert_cmpuint (twin->n_sent, ==, 1);
  twin->mood = TWIN_OFFLINE;
  pass (fixture, 1);
  g_assert_cmpuint (twin->n_sent, ==, 2);
  pass (fixture, 59);
  g_assert_cmpuint (twin->n_sent, ==, 2);
  for (guint i = 0; i < 20; i++)
    {
      twin->mood = TWIN_OFFLINE;
      pass (fixture, 1800);
      g_assert_cmpuint (twin->n_sent, ==, 3 + i);
    }
  twin->mood = TWIN_TAKES;
  pass (fixture, 1800);
  assert_state (fixture, id, KP_REQUEST_SENT, KP_REQUEST_REASON_NONE);
  g_assert_cmpuint (twin->tickets->len, ==, 1);
}

/* It arrived, the answer did not: found, and never sent twice. */
static void
test_answer_lost (Fixture *fixture, gconstpointer data)
{
  g_autoptr (KpRequest) sent = NULL;
  gint64 id;

  twin->mood = TWIN_LOSES_ANSWER;
  id = queue_one (fixture, "twin");
  run (fixture->outbox);
  assert_state (fixture, id, KP_REQUEST_UNCERTAIN, KP_REQUEST_REASON_NONE);
  pass (fixture, 14);
  g_assert_cmpuint (twin->n_asked, ==, 0);
  pass (fixture, 1);
  assert_state (fixture, id, KP_REQUEST_SENT, KP_REQUEST_REASON_NONE);
  sent = load (fixture, id);
  g_assert_cmpstr (kp_request_get_number (sent), ==, "1");
  pass (fixture, 100000);
  g_assert_cmpuint (twin->n_sent, ==, 1);
  g_assert_cmpuint (twin->tickets->len, ==, 1);
}

/* It did not arrive: looked up at 15 s, 1 and 5 minutes, then sent again. */
static void
test_request_lost (Fixture *fixture, gconstpointer data)
{
  gint64 id;

  twin->mood = TWIN_LOSES;
  id = queue_one (fixture, "twin");
  run (fixture->outbox);
  pass (fixture, 15);
  g_assert_cmpuint (twin->n_asked, ==, 1);
  pass (fixture, 44);
  g_assert_cmpuint (twin->n_asked, ==, 1);
  pass (fixture, 1);
  g_assert_cmpuint (twin->n_asked, ==, 2);
  pass (fixture, 239);
  g_assert_cmpuint (twin->n_asked, ==, 2);
  assert_state (fixture, id, KP_REQUEST_UNCERTAIN, KP_REQUEST_REASON_NONE);
  g_assert_cmpuint (twin->n_sent, ==, 1);
  pass (fixture, 1);
  g_assert_cmpuint (twin->n_sent, ==, 2);
  assert_state (fixture, id, KP_REQUEST_SENT, KP_REQUEST_REASON_NONE);
  g_assert_cmpuint (twin->tickets->len, ==, 1);
}

/* As long as the last look-up has no answer nothing is sent again. */
static void
test_no_look (Fixture *fixture, gconstpointer data)
{
  gint64 id;

  twin->mood = TWIN_LOSES_ANSWER;
  twin->silent = TRUE;
  id = queue_one (fixture, "twin");
  run (fixture->outbox);
  for (guint i = 0; i < 30; i++)
    pass (fixture, 3600);
  assert_state (fixture, id, KP_REQUEST_UNCERTAIN, KP_REQUEST_REASON_NONE);
  g_assert_cmpuint (twin->n_asked, >=, 20);
  g_assert_cmpuint (twin->n_sent, ==, 1);
  twin->silent = FALSE;
  pass (fixture, 3600);
  assert_state (fixture, id, KP_REQUEST_SENT, KP_REQUEST_REASON_NONE);
  g_assert_cmpuint (twin->tickets->len, ==, 1);
}

/* A clock that is set back or far ahead neither stops it nor doubles anything. */
static void
test_clock (Fixture *fixture, gconstpointer data)
{
  gint64 id;

  twin->mood = TWIN_LOSES;
  id = queue_one (fixture, "twin");
  run (fixture->outbox);
  pass (fixture, 15);
  pass (fixture, -86400);
  /* What was due in a day is due. */
  g_assert_cmpuint (twin->n_asked, ==, 2);
  g_assert_cmpuint (twin->n_sent, ==, 1);
  pass (fixture, 86400);
  g_assert_cmpuint (twin->n_asked, >=, 3);
  pass (fixture, 300);
  assert_state (fixture, id, KP_REQUEST_SENT, KP_REQUEST_REASON_NONE);
  g_assert_cmpuint (twin->tickets->len, ==, 1);
}

/* The clock jumps ahead: the last look-up still waits its four minutes. */
static void
test_clock_ahead (Fixture *fixture, gconstpointer data)
{
  twin->mood = TWIN_LOSES;
  queue_one (fixture, "twin");
  run (fixture->outbox);
  pass (fixture, 100000);
  g_assert_cmpuint (twin->n_asked, ==, 1);
  pass (fixture, 45);
  pass (fixture, 239);
  g_assert_cmpuint (twin->n_sent, ==, 1);
  pass (fixture, 1);
  g_assert_cmpuint (twin->n_sent, ==, 2);
}

/* The process that was sending is gone, and whether it arrived nobody knows. */
static void
die_while_sending (Fixture *fixture, gboolean arrived)
{
  g_autoptr (KpDatabase) database = NULL;
  gint64 id = queue_one (fixture, "twin");

  if (arrived)
    {
      g_autoptr (KpOutgoing) outgoing =
          kp_outgoing_new ("KP-AAAA-3467", "Certificate", "Dear all,\n");
      g_autoptr (KpRequest) request = load (fixture, id);
      GPtrArray *files = kp_request_get_attachments (request);

      g_ptr_array_unref (outgoing->fields);
      outgoing->fields = kp_request_field_list_copy (kp_request_get_fields (request));
      g_ptr_array_add (outgoing->attachments, kp_attachment_ref (files->pdata[0]));
      g_ptr_array_add (twin->tickets, g_steal_pointer (&outgoing));
    }
  close_outbox (fixture->outbox);
  g_clear_object (&fixture->outbox);
  database = kp_database_open (fixture->store.path, KP_DATABASE_WRITE, NULL);
  g_assert_true (kp_database_exec (
      database, "UPDATE request SET state = 2, claimed_by = '0/x/1/2', revision = 2",
      NULL));
  g_clear_pointer (&database, kp_database_close);
  store_test_reopen (&fixture->store);
  fixture->outbox = open_outbox (fixture, fixture->store.store);
  run (fixture->outbox);
  assert_state (fixture, id, KP_REQUEST_UNCERTAIN, KP_REQUEST_REASON_NONE);
  g_assert_cmpuint (twin->n_sent, ==, 0);
  pass (fixture, 15);
  pass (fixture, 45);
  pass (fixture, 240);
  assert_state (fixture, id, KP_REQUEST_SENT, KP_REQUEST_REASON_NONE);
  g_assert_cmpuint (twin->n_sent, ==, arrived ? 0 : 1);
  g_assert_cmpuint (twin->tickets->len, ==, 1);
}

static void
test_died_before (Fixture *fixture, gconstpointer data)
{
  die_while_sending (fixture, FALSE);
}

static void
test_died_after (Fixture *fixture, gconstpointer data)
{
  die_while_sending (fixture, TRUE);
}

/* Two processes that share a store send one request once. */
static void
test_two (Fixture *fixture, gconstpointer data)
{
  g_autoptr (KpStore) other_store = store_test_new (&fixture->store, FALSE);
  g_autoptr (KpOutbox) other = NULL;
  g_autoptr (GAsyncResult) first = NULL;
  g_autoptr (GAsyncResult) second = NULL;

  queue_one (fixture, "twin");
  g_assert_true (store_test_open (other_store, NULL));
  other = open_outbox (fixture, other_store);
  kp_outbox_run_async (fixture->outbox, NULL, store_test_take, &first);
  kp_outbox_run_async (other, NULL, store_test_take, &second);
  store_test_wait (&first);
  store_test_wait (&second);
  g_assert_cmpuint (twin->n_sent, ==, 1);
  g_assert_cmpuint (twin->tickets->len, ==, 1);
  close_outbox (other);
  store_test_close (other_store);
}

static gboolean
finish_action (Fixture *fixture, GAsyncResult *result, const char *action, GError **error)
{
  if (g_str_equal (action, "retry"))
    return kp_outbox_retry_finish (fixture->outbox, result, error);
  if (g_str_equal (action, "cancel"))
    return kp_outbox_cancel_finish (fixture->outbox, result, error);
  return kp_outbox_confirm_finish (fixture->outbox, result, error);
}

/* @action: "retry", "cancel", or the number with which it is confirmed */
static gboolean
act (Fixture *fixture, gint64 id, const char *action, GError **error)
{
  KpRequest *request = kp_request_list_find (kp_outbox_get_requests (fixture->outbox), id);
  g_autoptr (GAsyncResult) result = NULL;

  if (g_str_equal (action, "retry"))
    kp_outbox_retry_async (fixture->outbox, request, NULL, store_test_take, &result);
  else if (g_str_equal (action, "cancel"))
    kp_outbox_cancel_async (fixture->outbox, request, NULL, store_test_take, &result);
  else
    kp_outbox_confirm_async (fixture->outbox, request, action, NULL, store_test_take,
                             &result);
  return finish_action (fixture, store_test_wait (&result), action, error);
}

/* Refused in the provider's own words; only the user sends it again. */
static void
test_refused (Fixture *fixture, gconstpointer data)
{
  g_autoptr (KpRequest) refused = NULL;
  g_autoptr (GError) error = NULL;
  gint64 id;

  twin->mood = TWIN_REFUSES;
  id = queue_one (fixture, "twin");
  run (fixture->outbox);
  assert_state (fixture, id, KP_REQUEST_REFUSED, KP_REQUEST_REASON_REFUSED);
  refused = load (fixture, id);
  g_assert_cmpstr (kp_request_get_reason (refused), ==, "We don't do that here.");
  pass (fixture, 100000);
  g_assert_cmpuint (twin->n_sent, ==, 1);
  g_assert_true (act (fixture, id, "retry", &error));
  run (fixture->outbox);
  assert_state (fixture, id, KP_REQUEST_SENT, KP_REQUEST_REASON_NONE);
  g_assert_false (act (fixture, id, "cancel", &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_EXISTS);
}

/* What the user can mend is told, and it goes on by itself when it is mended. */
static void
test_connection (Fixture *fixture, gconstpointer data)
{
  g_autoptr (KpRequest) waiting = NULL;
  gint64 id;

  twin->mood = TWIN_TOKEN;
  id = queue_one (fixture, "twin");
  run (fixture->outbox);
  assert_state (fixture, id, KP_REQUEST_QUEUED, KP_REQUEST_REASON_TOKEN);
  waiting = load (fixture, id);
  g_assert_cmpstr (kp_request_get_reason (waiting), ==, "The login was refused.");
  pass (fixture, 300);
  assert_state (fixture, id, KP_REQUEST_SENT, KP_REQUEST_REASON_NONE);
}

static void
test_locked_vault (Fixture *fixture, gconstpointer data)
{
  gint64 id = queue_one (fixture, "nothing");

  run (fixture->outbox);
  assert_state (fixture, id, KP_REQUEST_QUEUED, KP_REQUEST_REASON_VAULT);
  g_assert_cmpuint (twin->n_sent, ==, 0);
}

static void
test_busy (Fixture *fixture, gconstpointer data)
{
  gint64 id;

  twin->mood = TWIN_BUSY;
  id = queue_one (fixture, "twin");
  run (fixture->outbox);
  assert_state (fixture, id, KP_REQUEST_QUEUED, KP_REQUEST_REASON_BUSY);
  pass (fixture, 599);
  g_assert_cmpuint (twin->n_sent, ==, 1);
  pass (fixture, 1);
  assert_state (fixture, id, KP_REQUEST_SENT, KP_REQUEST_REASON_NONE);
}

/* What the helpdesk did not keep is a finding. */
static void
test_lost (Fixture *fixture, gconstpointer data)
{
  g_autoptr (KpRequest) field = make_request ("twin", "KP-AAAA-3467");
  g_autoptr (KpRequest) file = make_request ("twin", "KP-CCCC-3467");
  g_autoptr (KpRequest) told = NULL;

  twin->drops_field = TRUE;
  queue (fixture, field);
  run (fixture->outbox);
  assert_state (fixture, kp_request_get_id (field), KP_REQUEST_SENT,
                KP_REQUEST_REASON_FIELD_LOST);
  twin->drops_file = TRUE;
  queue (fixture, file);
  run (fixture->outbox);
  assert_state (fixture, kp_request_get_id (file), KP_REQUEST_SENT,
                KP_REQUEST_REASON_ATTACHMENT_LOST);
  told = load (fixture, kp_request_get_id (file));
  g_assert_nonnull (strstr (kp_request_get_reason (told), "Site URL"));
  g_assert_nonnull (strstr (kp_request_get_reason (told), "list.csv"));
}

static void
test_lost_text (Fixture *fixture, gconstpointer data)
{
  gint64 id;
  g_autoptr (KpRequest) told = NULL;

  twin->drops_body = TRUE;
  id = queue_one (fixture, "twin");
  run (fixture->outbox);
  assert_state (fixture, id, KP_REQUEST_SENT, KP_REQUEST_REASON_FIELD_LOST);
  told = load (fixture, id);
  g_assert_cmpstr (kp_request_get_reason (told), ==,
                   "The ticket does not have the text as it was sent.");
}

/* It is sent, and can't be read just then: that is done later, and it is not sent again. */
static void
test_read_back_later (Fixture *fixture, gconstpointer data)
{
  gint64 id;

  twin->silent = TRUE;
  twin->drops_field = TRUE;
  id = queue_one (fixture, "twin");
  run (fixture->outbox);
  assert_state (fixture, id, KP_REQUEST_SENT, KP_REQUEST_REASON_NONE);
  twin->silent = FALSE;
  pass (fixture, 3600);
  assert_state (fixture, id, KP_REQUEST_SENT, KP_REQUEST_REASON_FIELD_LOST);
  g_assert_cmpuint (twin->n_sent, ==, 1);
}

static void
put_key (KpRequest *request, guint place)
{
  g_autoptr (GBytes) content = g_bytes_new (get_key (), strlen (get_key ()));
  g_autoptr (GPtrArray) files = kp_attachment_list_new ();
  g_autoptr (GPtrArray) fields = kp_request_field_list_new ();

  if (place == 0)
    g_object_set (request, "body", get_key (), NULL);
  else if (place == 1)
    {
      g_ptr_array_add (fields, kp_request_field_new ("site", "Site URL", get_key ()));
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
test_private_key (Fixture *fixture, gconstpointer data)
{
  for (guint place = 0; place < 3; place++)
    {
      g_autofree char *reference = g_strdup_printf ("KP-%uAAA-3467", 3 + place);
      g_autoptr (KpRequest) request = make_request ("twin", reference);
      g_autoptr (KpRequest) hidden = make_request ("twin", reference);
      g_autoptr (GAsyncResult) queued = NULL;
      g_autoptr (GAsyncResult) added = NULL;
      g_autoptr (GAsyncResult) listed = NULL;
      g_autoptr (GError) error = NULL;

      put_key (request, place);
      kp_outbox_queue_async (fixture->outbox, request, NULL, store_test_take, &queued);
      g_assert_false (
          kp_outbox_queue_finish (fixture->outbox, store_test_wait (&queued), &error));
      g_assert_error (error, G_IO_ERROR, G_IO_ERROR_PERMISSION_DENIED);
      g_assert_cmpint (kp_request_get_id (request), ==, 0);

      put_key (hidden, place);
      g_object_set (hidden, "state", KP_REQUEST_QUEUED, NULL);
      kp_store_add_request_async (fixture->store.store, hidden, NULL, store_test_take,
                                  &added);
      g_assert_true (kp_store_add_request_finish (fixture->store.store,
                                                  store_test_wait (&added), NULL));
      kp_outbox_open_async (fixture->outbox, NULL, store_test_take, &listed);
      store_test_wait (&listed);
      run (fixture->outbox);
      assert_state (fixture, kp_request_get_id (hidden), KP_REQUEST_REFUSED,
                    KP_REQUEST_REASON_PRIVATE_KEY);
    }
  g_assert_cmpuint (twin->n_sent, ==, 0);
}

/* The user sends it, and says so. */
static void
test_by_hand (Fixture *fixture, gconstpointer data)
{
  gint64 id = queue_one (fixture, "hand");
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (KpRequest) waiting = NULL;
  g_autoptr (KpRequest) sent = NULL;
  g_autoptr (KpReceipt) receipt = NULL;

  run (fixture->outbox);
  assert_state (fixture, id, KP_REQUEST_WAITING_FOR_YOU, KP_REQUEST_REASON_NONE);
  waiting = load (fixture, id);
  g_assert_cmpstr (kp_request_get_url (waiting), ==, "https://provider.example/form");
  kp_outbox_prepare_async (fixture->outbox, waiting, NULL, store_test_take, &result);
  receipt = kp_outbox_prepare_finish (fixture->outbox, store_test_wait (&result), NULL);
  g_assert_cmpstr (receipt->open_uri, ==, "https://provider.example/form");
  g_assert_true (act (fixture, id, "4711", NULL));
  assert_state (fixture, id, KP_REQUEST_SENT, KP_REQUEST_REASON_NONE);
  sent = load (fixture, id);
  g_assert_cmpstr (kp_request_get_number (sent), ==, "4711");
  g_assert_cmpstr (kp_request_get_url (sent), ==, "");
  g_assert_cmpuint (twin->n_sent, ==, 0);
}

/* Where nobody can look from here the user decides. */
static void
test_decide (Fixture *fixture, gconstpointer data)
{
  g_autoptr (KpRequest) second = make_request ("blind", "KP-CCCC-3467");
  gint64 id;

  twin->mood = TWIN_LOSES_ANSWER;
  id = queue_one (fixture, "blind");
  run (fixture->outbox);
  assert_state (fixture, id, KP_REQUEST_WAITING_FOR_YOU, KP_REQUEST_REASON_DECIDE);
  pass (fixture, 100000);
  g_assert_cmpuint (twin->n_sent, ==, 1);
  g_assert_true (act (fixture, id, "1", NULL));
  assert_state (fixture, id, KP_REQUEST_SENT, KP_REQUEST_REASON_NONE);
  twin->mood = TWIN_LOSES;
  queue (fixture, second);
  run (fixture->outbox);
  g_assert_true (act (fixture, kp_request_get_id (second), "retry", NULL));
  run (fixture->outbox);
  assert_state (fixture, kp_request_get_id (second), KP_REQUEST_SENT,
                KP_REQUEST_REASON_NONE);
  g_assert_cmpuint (twin->tickets->len, ==, 2);
}

static void
test_cancel (Fixture *fixture, gconstpointer data)
{
  gint64 id;

  twin->mood = TWIN_OFFLINE;
  id = queue_one (fixture, "twin");
  run (fixture->outbox);
  g_assert_true (act (fixture, id, "cancel", NULL));
  pass (fixture, 100000);
  assert_state (fixture, id, KP_REQUEST_CANCELLED, KP_REQUEST_REASON_NONE);
  g_assert_cmpuint (twin->n_sent, ==, 1);
}

/* Who is in a hurry has it looked up, not sent again. */
static void
test_retry_uncertain (Fixture *fixture, gconstpointer data)
{
  gint64 id;

  twin->mood = TWIN_LOSES_ANSWER;
  id = queue_one (fixture, "twin");
  run (fixture->outbox);
  g_assert_true (act (fixture, id, "retry", NULL));
  run (fixture->outbox);
  assert_state (fixture, id, KP_REQUEST_SENT, KP_REQUEST_REASON_NONE);
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
test_stopped (Fixture *fixture, gconstpointer data)
{
  gint64 id;
  g_autoptr (KpRequest) request = NULL;

  twin->mood = TWIN_HANGS;
  id = queue_one (fixture, "twin");
  kp_outbox_wake (fixture->outbox);
  g_assert_true (store_test_wait_for (is_sending, NULL));
  close_outbox (fixture->outbox);
  g_clear_object (&fixture->outbox);
  request = load (fixture, id);
  g_assert_cmpint (kp_request_get_state (request), ==, KP_REQUEST_UNCERTAIN);
  store_test_reopen (&fixture->store);
  fixture->outbox = open_outbox (fixture, fixture->store.store);
  pass (fixture, 15);
  assert_state (fixture, id, KP_REQUEST_SENT, KP_REQUEST_REASON_NONE);
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
test_not_writable (Fixture *fixture, gconstpointer data)
{
  g_autoptr (KpDatabase) database =
      kp_database_open (fixture->store.path, KP_DATABASE_WRITE, NULL);
  gint64 id;

  close_outbox (fixture->outbox);
  g_clear_object (&fixture->outbox);
  store_test_close (fixture->store.store);
  g_clear_object (&fixture->store.store);
  fixture->store.store = store_test_new (&fixture->store, FALSE);
  kp_store_set_busy_timeout (fixture->store.store, 10);
  g_assert_true (store_test_open (fixture->store.store, NULL));
  fixture->outbox = open_outbox (fixture, fixture->store.store);
  id = queue_one (fixture, "twin");
  twin->sending = block_store;
  twin->data = &database;
  run (fixture->outbox);
  assert_state (fixture, id, KP_REQUEST_SENT, KP_REQUEST_REASON_NONE);
  g_assert_cmpuint (twin->n_sent, ==, 1);
}

static gboolean
receive (Fixture *fixture, guint *n_added, GError **error)
{
  g_autoptr (GAsyncResult) result = NULL;

  kp_outbox_receive_async (fixture->outbox, NULL, NULL, store_test_take, &result);
  return kp_outbox_receive_finish (fixture->outbox, store_test_wait (&result), n_added,
                                   error);
}

static void
received_cb (KpOutbox *outbox, KpRequest *request, guint n, gpointer data)
{
  *(guint *) data += n;
}

/* Replies come once, to the request that opened the ticket. */
static void
test_replies (Fixture *fixture, gconstpointer data)
{
  gint64 id = queue_one (fixture, "twin");
  g_autoptr (KpRequest) reminder = make_request ("twin", "KP-CCCC-3467");
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GPtrArray) messages = NULL;
  g_autoptr (GError) error = NULL;
  guint n_added, n_told = 0;

  g_signal_connect (fixture->outbox, "received", G_CALLBACK (received_cb), &n_told);
  run (fixture->outbox);
  g_object_set (reminder, "ticket", "1", NULL);
  queue (fixture, reminder);
  run (fixture->outbox);
  twin_say (twin, "1", TRUE, "Dear all,");
  twin_say (twin, "2", FALSE, "Use pl-10.provider.example.");
  g_assert_true (receive (fixture, &n_added, NULL));
  g_assert_cmpuint (n_added, ==, 1);
  twin_say (twin, "3", FALSE, "Done.");
  g_assert_true (receive (fixture, &n_added, NULL));
  g_assert_cmpuint (n_added, ==, 1);
  g_assert_cmpuint (n_told, ==, 2);
  kp_store_load_messages_async (fixture->store.store, id, NULL, store_test_take, &result);
  messages =
      kp_store_load_messages_finish (fixture->store.store, store_test_wait (&result), NULL);
  g_assert_cmpuint (messages->len, ==, 3);
  g_assert_true (kp_message_get_incoming (messages->pdata[0]));
  twin->silent = TRUE;
  g_assert_false (receive (fixture, &n_added, &error));
  g_assert_error (error, KP_CHANNEL_ERROR, KP_CHANNEL_ERROR_OFFLINE);
}

int
main (int argc, char **argv)
{
  static const struct
  {
    const char *path;
    void (*run) (Fixture *fixture, gconstpointer data);
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
    { "/outbox/refused", test_refused },
    { "/outbox/connection", test_connection },
    { "/outbox/locked-vault", test_locked_vault },
    { "/outbox/busy", test_busy },
    { "/outbox/lost", test_lost },
    { "/outbox/lost-text", test_lost_text },
    { "/outbox/read-back-later", test_read_back_later },
    { "/outbox/private-key", test_private_key },
    { "/outbox/by-hand", test_by_hand },
    { "/outbox/decide", test_decide },
    { "/outbox/cancel", test_cancel },
    { "/outbox/retry-uncertain", test_retry_uncertain },
    { "/outbox/stopped", test_stopped },
    { "/outbox/not-writable", test_not_writable },
    { "/outbox/replies", test_replies },
  };

  g_test_init (&argc, &argv, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (tests); i++)
    g_test_add (tests[i].path, Fixture, NULL, set_up, tests[i].run, tear_down);
  return g_test_run ();
}
