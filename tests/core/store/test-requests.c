/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/base/process-id.h"
#include "core/store/database.h"
#include "core/store/request-list.h"

#include <signal.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include "store/store-test.h"

static KpAttachment *
attach (const char *name, const char *content)
{
  g_autoptr (GBytes) bytes = g_bytes_new (content, strlen (content));

  return kp_attachment_new (name, "application/pkcs10", bytes);
}

static KpRequest *
make_request (const char *reference)
{
  KpRequest *request = kp_request_new ();
  g_autoptr (GPtrArray) fields = kp_request_field_list_new ();
  g_autoptr (GPtrArray) files = kp_attachment_list_new ();

  g_ptr_array_add (fields, kp_request_field_new ("site", "Site URL", "cp.kite.example"));
  g_ptr_array_add (fields, kp_request_field_new ("country", "Country", "NO"));
  g_ptr_array_add (files, attach ("kite.csr", "abc"));
  g_ptr_array_add (files, attach ("kite.pem", "defg"));
  g_object_set (request, "site", "cp.kite.example", "provider", "pexip", "channel", "rt",
                "reference", reference, "subject", "Certificate", "body", "Dear all,\n",
                "fields", fields, "attachments", files, "state", KP_REQUEST_QUEUED, NULL);
  return request;
}

static gboolean
add (KpStore *store, KpRequest *request, GError **error)
{
  g_autoptr (GAsyncResult) result = NULL;

  kp_store_add_request_async (store, request, NULL, store_test_take, &result);
  return kp_store_add_request_finish (store, store_test_wait (&result), error);
}

static KpRequest *
load (KpStore *store, gint64 id)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  KpRequest *request;

  kp_store_load_request_async (store, id, NULL, store_test_take, &result);
  request = kp_store_load_request_finish (store, store_test_wait (&result), &error);
  g_assert_no_error (error);
  return request;
}

static GPtrArray *
load_all (KpStore *store)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  GPtrArray *requests;

  kp_store_load_requests_async (store, NULL, store_test_take, &result);
  requests = kp_store_load_requests_finish (store, store_test_wait (&result), &error);
  g_assert_no_error (error);
  return requests;
}

static gint64
add_one (KpStore *store, const char *reference)
{
  g_autoptr (KpRequest) request = make_request (reference);
  g_autoptr (GError) error = NULL;

  add (store, request, &error);
  g_assert_no_error (error);
  return kp_request_get_id (request);
}

static gboolean
claim (KpStore *store, KpRequest *request, KpRequestState state, const char *claimer)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  gboolean claimed;

  kp_store_claim_request_async (store, kp_request_get_id (request),
                                kp_request_get_revision (request), state, claimer, NULL,
                                store_test_take, &result);
  kp_store_claim_request_finish (store, store_test_wait (&result), &claimed, &error);
  g_assert_no_error (error);
  return claimed;
}

static gboolean
settle (KpStore *store, KpRequest *request)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  gboolean settled;

  kp_store_settle_request_async (store, request, "Told.", NULL, store_test_take, &result);
  kp_store_settle_request_finish (store, store_test_wait (&result), &settled, &error);
  g_assert_no_error (error);
  return settled;
}

static gboolean
save (KpStore *store, KpRequest *request, gboolean attachments)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  gboolean written;

  kp_store_save_request_async (store, request, attachments, NULL, NULL, store_test_take,
                               &result);
  kp_store_save_request_finish (store, store_test_wait (&result), &written, &error);
  g_assert_no_error (error);
  return written;
}

static void
free_stale (KpStore *store)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;

  kp_store_free_stale_requests_async (store, NULL, store_test_take, &result);
  kp_store_free_stale_requests_finish (store, store_test_wait (&result), &error);
  g_assert_no_error (error);
}

static void
assert_file (KpRequest *request, guint index, const char *name, const char *content)
{
  const KpAttachment *file =
      g_ptr_array_index (kp_request_get_attachments (request), index);

  g_assert_cmpstr (file->name, ==, name);
  g_assert_cmpuint (file->size, ==, strlen (content));
  g_assert_cmpmem (g_bytes_get_data (file->content, NULL), g_bytes_get_size (file->content),
                   content, strlen (content));
}

/* All of it is there again after the program ended. */
static void
test_add (StoreTest *test, gconstpointer data)
{
  gint64 site = store_test_add_host (test->store, "cp.kite.example");
  g_autoptr (KpRequest) request = make_request ("KP-AAAA-2345");
  g_autoptr (KpRequest) read = NULL;
  g_autoptr (GPtrArray) all = NULL;
  const KpAttachment *file;

  g_object_set (request, "site-id", site, "ticket", "17", "priority", KP_PRIORITY_LOW,
                NULL);
  g_assert_true (add (test->store, request, NULL));
  add_one (test->store, "KP-BBBB-2345");
  store_test_reopen (test);
  read = load (test->store, kp_request_get_id (request));
  g_assert_cmpint (kp_request_get_site_id (read), ==, site);
  g_assert_cmpstr (kp_request_get_reference (read), ==, "KP-AAAA-2345");
  g_assert_cmpstr (kp_request_get_ticket (read), ==, "17");
  g_assert_cmpstr (kp_request_get_number (read), ==, "");
  g_assert_cmpint (kp_request_get_priority (read), ==, KP_PRIORITY_LOW);
  g_assert_cmpint (kp_request_get_state (read), ==, KP_REQUEST_QUEUED);
  g_assert_cmpint (kp_request_get_created_at (read), ==, NOW);
  g_assert_cmpstr (kp_request_get_body (read), ==, "Dear all,\n");
  g_assert_true (kp_request_field_list_equal (kp_request_get_fields (read),
                                              kp_request_get_fields (request)));
  assert_file (read, 0, "kite.csr", "abc");
  assert_file (read, 1, "kite.pem", "defg");

  all = load_all (test->store);
  g_assert_cmpuint (all->len, ==, 2);
  g_assert_cmpstr (kp_request_get_reference (all->pdata[0]), ==, "KP-BBBB-2345");
  file = g_ptr_array_index (kp_request_get_attachments (all->pdata[1]), 1);
  g_assert_cmpstr (file->name, ==, "kite.pem");
  g_assert_cmpuint (file->size, ==, 4);
  g_assert_null (file->content);
}

static void
test_reference_taken (StoreTest *test, gconstpointer data)
{
  g_autoptr (KpRequest) second = make_request ("KP-AAAA-2345");
  g_autoptr (GPtrArray) all = NULL;
  g_autoptr (GError) error = NULL;

  add_one (test->store, "KP-AAAA-2345");
  g_assert_false (add (test->store, second, &error));
  g_assert_error (error, KP_STORE_ERROR, KP_STORE_ERROR_EXISTS);
  all = load_all (test->store);
  g_assert_cmpuint (all->len, ==, 1);
}

/* A number that no Keyplate wrote is none to look words up with. */
static void
test_damaged_priority (StoreTest *test, gconstpointer data)
{
  gint64 id = add_one (test->store, "KP-AAAA-2345");
  g_autoptr (KpDatabase) database = kp_database_open (test->path, KP_DATABASE_WRITE, NULL);
  g_autoptr (KpRequest) read = NULL;

  g_assert_true (kp_database_exec (database, "UPDATE request SET priority = 77", NULL));
  read = load (test->store, id);
  g_assert_cmpint (kp_request_get_priority (read), ==, KP_PRIORITY_HIGH);
}

/* The largest file that is taken from a reply is kept with it. */
static void
test_largest_attachment (StoreTest *test, gconstpointer data)
{
  g_autoptr (KpRequest) request = make_request ("KP-AAAA-2345");
  g_autoptr (GPtrArray) files = kp_attachment_list_new ();
  g_autofree char *large = g_strnfill (KP_ATTACHMENT_MAX_SIZE, 'x');
  g_autoptr (GError) error = NULL;

  g_ptr_array_add (files, attach ("large", large));
  g_object_set (request, "attachments", files, NULL);
  add (test->store, request, &error);
  g_assert_no_error (error);
}

/* A site goes, what was written about it stays. */
static void
test_site_removed (StoreTest *test, gconstpointer data)
{
  gint64 site = store_test_add_host (test->store, "cp.kite.example");
  g_autoptr (KpRequest) request = make_request ("KP-AAAA-2345");
  g_autoptr (KpRequest) read = NULL;
  g_autoptr (KpDatabase) database = NULL;

  g_object_set (request, "site-id", site, NULL);
  g_assert_true (add (test->store, request, NULL));
  database = kp_database_open (test->path, KP_DATABASE_WRITE, NULL);
  g_assert_true (kp_database_exec (database, "DELETE FROM site", NULL));
  read = load (test->store, kp_request_get_id (request));
  g_assert_cmpint (kp_request_get_site_id (read), ==, 0);
  g_assert_cmpstr (kp_request_get_site (read), ==, "cp.kite.example");
}

/* Of two that want to send it one does, and a user's change in between wins over both. */
static void
test_claim (StoreTest *test, gconstpointer data)
{
  gint64 id = add_one (test->store, "KP-AAAA-2345");
  g_autoptr (KpRequest) first = load (test->store, id);
  g_autoptr (KpRequest) late = load (test->store, id);
  g_autoptr (KpRequest) held = NULL;
  g_autoptr (KpRequest) edited = NULL;
  g_autoptr (KpRequest) after = NULL;

  g_object_set (first, "subject", "Another", NULL);
  g_assert_true (save (test->store, first, FALSE));
  g_assert_false (claim (test->store, late, KP_REQUEST_SENDING, "a"));
  edited = load (test->store, id);
  g_assert_cmpstr (kp_request_get_subject (edited), ==, "Another");
  g_assert_true (claim (test->store, edited, KP_REQUEST_SENDING, "a"));
  g_assert_false (claim (test->store, edited, KP_REQUEST_SENDING, "b"));
  held = load (test->store, id);
  g_assert_cmpint (kp_request_get_state (held), ==, KP_REQUEST_SENDING);
  g_assert_cmpstr (kp_request_get_claimed_by (held), ==, "a");
  g_assert_false (claim (test->store, held, KP_REQUEST_SENDING, "b"));
  /* Nobody edits what is being sent. */
  g_assert_false (save (test->store, held, FALSE));

  g_object_set (held, "claimed-by", "b", "state", KP_REQUEST_QUEUED, NULL);
  g_assert_false (settle (test->store, held));
  g_object_set (held, "claimed-by", "a", "state", KP_REQUEST_SENT, "number", "20", "url",
                "https://help.example/20", NULL);
  g_assert_true (settle (test->store, held));
  after = load (test->store, id);
  g_assert_cmpint (kp_request_get_state (after), ==, KP_REQUEST_SENT);
  g_assert_cmpstr (kp_request_get_number (after), ==, "20");
  g_assert_cmpstr (kp_request_get_claimed_by (after), ==, "");
  g_assert_false (settle (test->store, held));
}

static void
test_save_attachments (StoreTest *test, gconstpointer data)
{
  gint64 id = add_one (test->store, "KP-AAAA-2345");
  g_autoptr (KpRequest) request = load (test->store, id);
  g_autoptr (KpRequest) read = NULL;
  g_autoptr (GPtrArray) files = kp_attachment_list_new ();

  g_ptr_array_add (files, attach ("other.csr", "xyz"));
  g_object_set (request, "attachments", files, "state", KP_REQUEST_CANCELLED, NULL);
  g_assert_true (save (test->store, request, TRUE));
  read = load (test->store, id);
  g_assert_cmpuint (kp_request_get_attachments (read)->len, ==, 1);
  assert_file (read, 0, "other.csr", "xyz");
  g_assert_cmpint (kp_request_get_state (read), ==, KP_REQUEST_CANCELLED);
}

/* Claims the request in a process of its own that is killed then. */
static void
claim_and_die (StoreTest *test)
{
  pid_t child = fork ();
  int status;

  if (child == 0)
    {
      /* The parent's main context and threads are not the child's. */
      g_autoptr (KpDatabase) database =
          kp_database_open (test->path, KP_DATABASE_WRITE, NULL);
      g_autofree char *sql = g_strdup_printf (
          "UPDATE request SET claimed_by = '%s', claimed_at = %" G_GINT64_FORMAT
          ", state = 2, revision = revision + 1",
          kp_process_id_get (), NOW);
      gboolean done = database != NULL && kp_database_exec (database, sql, NULL);

      /* Killed, as told: and valgrind looks for no leaks in it. */
      if (done)
        raise (SIGKILL);
      _exit (1);
    }
  g_assert_cmpint (waitpid (child, &status, 0), ==, child);
  g_assert_true (WIFSIGNALED (status));
}

/* What a process held that is gone may have arrived: it is never simply sent again. */
static void
test_stale (StoreTest *test, gconstpointer data)
{
  gint64 id = add_one (test->store, "KP-AAAA-2345");
  g_autoptr (KpRequest) read = NULL;

  claim_and_die (test);
  store_test_reopen (test);
  free_stale (test->store);
  read = load (test->store, id);
  g_assert_cmpint (kp_request_get_state (read), ==, KP_REQUEST_UNCERTAIN);
  g_assert_cmpstr (kp_request_get_claimed_by (read), ==, "");
  g_assert_cmpint (kp_request_get_next_at (read), ==, NOW + KP_REQUEST_FIRST_LOOK);
}

/* A process that lives keeps what it holds, however the clock is set; one that can't be
 * seen from here keeps it for half an hour; one of an earlier boot has lost it. */
static void
test_not_stale (StoreTest *test, gconstpointer data)
{
  gint64 id = add_one (test->store, "KP-AAAA-2345");
  g_autoptr (KpRequest) request = load (test->store, id);
  g_autoptr (KpRequest) own = NULL;
  g_autoptr (KpRequest) unseen = NULL;
  g_autoptr (KpRequest) freed = NULL;
  g_auto (GStrv) parts = g_strsplit (kp_process_id_get (), "/", -1);
  g_autofree char *elsewhere = g_strjoin ("/", parts[0], "pid:[1]", "2", "3", NULL);
  g_autofree char *earlier = g_strjoin ("/", "0", parts[1], parts[2], parts[3], NULL);

  g_assert_true (claim (test->store, request, KP_REQUEST_SENDING, kp_process_id_get ()));
  kp_fixed_clock_set (KP_FIXED_CLOCK (test->clock), NOW + 100000);
  free_stale (test->store);
  own = load (test->store, id);
  g_assert_cmpint (kp_request_get_state (own), ==, KP_REQUEST_SENDING);
  g_object_set (own, "state", KP_REQUEST_QUEUED, NULL);
  g_assert_true (settle (test->store, own));

  g_clear_object (&own);
  own = load (test->store, id);
  g_assert_true (claim (test->store, own, KP_REQUEST_SENDING, elsewhere));
  kp_fixed_clock_set (KP_FIXED_CLOCK (test->clock), NOW);
  free_stale (test->store);
  unseen = load (test->store, id);
  g_assert_cmpint (kp_request_get_state (unseen), ==, KP_REQUEST_SENDING);
  kp_fixed_clock_set (KP_FIXED_CLOCK (test->clock), NOW + 100000 + 1801);
  free_stale (test->store);
  freed = load (test->store, id);
  g_assert_cmpint (kp_request_get_state (freed), ==, KP_REQUEST_UNCERTAIN);

  g_assert_true (claim (test->store, freed, KP_REQUEST_SENDING, earlier));
  free_stale (test->store);
  g_clear_object (&freed);
  freed = load (test->store, id);
  g_assert_cmpint (kp_request_get_state (freed), ==, KP_REQUEST_UNCERTAIN);
}

/* It was taken for lost, and then the answer came: it is sent. Any other end comes too
 * late.
 */
static void
test_late_proof (StoreTest *test, gconstpointer data)
{
  gint64 id = add_one (test->store, "KP-AAAA-2345");
  g_autoptr (KpRequest) request = load (test->store, id);
  g_autoptr (KpRequest) late = NULL;
  g_autoptr (KpRequest) read = NULL;

  g_assert_true (claim (test->store, request, KP_REQUEST_SENDING, "0/gone/1/2"));
  late = load (test->store, id);
  free_stale (test->store);
  g_object_set (late, "state", KP_REQUEST_REFUSED, NULL);
  g_assert_false (settle (test->store, late));
  g_object_set (late, "state", KP_REQUEST_SENT, "number", "7", NULL);
  g_assert_true (settle (test->store, late));
  read = load (test->store, id);
  g_assert_cmpint (kp_request_get_state (read), ==, KP_REQUEST_SENT);
  g_assert_cmpstr (kp_request_get_number (read), ==, "7");
}

static guint
receive (KpStore *store, gint64 id, ...)
{
  g_autoptr (KpRequest) request = load (store, id);
  g_autoptr (GPtrArray) messages = g_ptr_array_new_with_free_func (g_object_unref);
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  const char *remote_id;
  guint n_added;
  va_list more;

  va_start (more, id);
  while ((remote_id = va_arg (more, const char *)) != NULL)
    {
      KpMessage *message =
          kp_message_new (remote_id, NOW + g_ascii_strtoll (remote_id, NULL, 10), "staff",
                          TRUE, "Here it is.");
      g_autoptr (KpAttachment) file = attach ("kite.csr", remote_id);

      kp_message_add_attachment (message, file);
      g_ptr_array_add (messages, message);
    }
  va_end (more);
  kp_store_add_messages_async (store, request, messages, NULL, store_test_take, &result);
  kp_store_add_messages_finish (store, store_test_wait (&result), &n_added, &error);
  g_assert_no_error (error);
  return n_added;
}

static GPtrArray *
load_messages (KpStore *store, gint64 request)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  GPtrArray *messages;

  kp_store_load_messages_async (store, request, NULL, store_test_take, &result);
  messages = kp_store_load_messages_finish (store, store_test_wait (&result), &error);
  g_assert_no_error (error);
  return messages;
}

/* What is fetched again is there once, the newest first, with its files. */
static void
test_messages (StoreTest *test, gconstpointer data)
{
  gint64 id = add_one (test->store, "KP-AAAA-2345");
  g_autoptr (KpRequest) before = NULL;
  g_autoptr (KpRequest) after = NULL;
  g_autoptr (GPtrArray) messages = NULL;
  g_autoptr (GAsyncResult) loaded = NULL;
  g_autoptr (GAsyncResult) seen = NULL;
  g_autoptr (GBytes) content = NULL;
  const KpAttachment *file;

  g_assert_cmpuint (receive (test->store, id, "48", "12", NULL), ==, 2);
  g_assert_cmpuint (receive (test->store, id, "50", "48", "12", NULL), ==, 1);
  messages = load_messages (test->store, id);
  g_assert_cmpuint (messages->len, ==, 3);
  g_assert_cmpstr (kp_message_get_remote_id (messages->pdata[0]), ==, "50");
  g_assert_cmpstr (kp_message_get_remote_id (messages->pdata[2]), ==, "12");
  g_assert_cmpstr (kp_message_get_body (messages->pdata[0]), ==, "Here it is.");
  file = g_ptr_array_index (kp_message_get_attachments (messages->pdata[0]), 0);
  g_assert_null (file->content);
  kp_store_load_attachment_async (test->store, file->id, NULL, store_test_take, &loaded);
  content = kp_store_load_attachment_finish (test->store, store_test_wait (&loaded), NULL);
  g_assert_cmpmem (g_bytes_get_data (content, NULL), g_bytes_get_size (content), "50", 2);

  before = load (test->store, id);
  g_assert_cmpuint (kp_request_get_unseen (before), ==, 3);
  kp_store_set_messages_seen_async (test->store, id, NULL, store_test_take, &seen);
  g_assert_true (
      kp_store_set_messages_seen_finish (test->store, store_test_wait (&seen), NULL));
  after = load (test->store, id);
  g_assert_cmpuint (kp_request_get_unseen (after), ==, 0);
}

/* Where the disk is full nothing is half there, and it works when there is room again. */
static void
test_disk_full (StoreTest *test, gconstpointer data)
{
  g_autofree char *large = g_strnfill (4 * 1024 * 1024, 'x');
  g_autoptr (KpRequest) request = make_request ("KP-AAAA-2345");
  g_autoptr (GPtrArray) files = kp_attachment_list_new ();
  g_autoptr (GPtrArray) none = NULL;
  g_autoptr (GPtrArray) all = NULL;
  g_autoptr (GError) error = NULL;
  struct rlimit before, limit;

  g_ptr_array_add (files, attach ("large", large));
  g_object_set (request, "attachments", files, NULL);
  signal (SIGXFSZ, SIG_IGN);
  g_assert_cmpint (getrlimit (RLIMIT_FSIZE, &before), ==, 0);
  limit = before;
  limit.rlim_cur = 1024 * 1024;
  g_assert_cmpint (setrlimit (RLIMIT_FSIZE, &limit), ==, 0);
  g_assert_false (add (test->store, request, &error));
  g_assert_nonnull (error);
  g_assert_cmpint (kp_request_get_id (request), ==, 0);
  none = load_all (test->store);
  g_assert_cmpuint (none->len, ==, 0);
  g_assert_cmpint (setrlimit (RLIMIT_FSIZE, &before), ==, 0);
  g_assert_true (add (test->store, request, NULL));
  store_test_reopen (test);
  all = load_all (test->store);
  g_assert_cmpuint (all->len, ==, 1);
}

static KpConnection *
find_connection (KpStore *store, const char *provider)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GHashTable) all = NULL;

  kp_store_load_connections_async (store, NULL, store_test_take, &result);
  all = kp_store_load_connections_finish (store, store_test_wait (&result), NULL);
  return kp_connection_copy (g_hash_table_lookup (all, provider));
}

static void
save_connection (KpStore *store, const KpConnection *connection)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;

  kp_store_save_connection_async (store, connection, NULL, store_test_take, &result);
  kp_store_save_connection_finish (store, store_test_wait (&result), &error);
  g_assert_no_error (error);
}

static void
test_connections (StoreTest *test, gconstpointer data)
{
  g_autoptr (KpConnection) connection = kp_connection_new ("pexip", "rt");
  g_autoptr (KpConnection) other = kp_connection_new ("cloud-office", "form");
  g_autoptr (KpConnection) read = NULL;
  g_autoptr (GAsyncResult) removed = NULL;

  connection->url = g_strdup ("https://help.example/");
  save_connection (test->store, connection);
  save_connection (test->store, other);
  connection->queue = g_strdup ("Hosting");
  save_connection (test->store, connection);
  store_test_reopen (test);
  read = find_connection (test->store, "pexip");
  g_assert_cmpstr (read->channel, ==, "rt");
  g_assert_cmpstr (read->url, ==, "https://help.example/");
  g_assert_cmpstr (read->queue, ==, "Hosting");
  g_assert_null (read->address);
  g_assert_cmpint (read->updated_at, ==, NOW);
  kp_store_remove_connection_async (test->store, "pexip", NULL, store_test_take, &removed);
  g_assert_true (
      kp_store_remove_connection_finish (test->store, store_test_wait (&removed), NULL));
  g_assert_null (find_connection (test->store, "pexip"));
}

static gboolean
has_three (gpointer data)
{
  return g_list_model_get_n_items (data) == 3;
}

/* The list shows what any process writes, with the same objects. */
static void
test_list (StoreTest *test, gconstpointer data)
{
  g_autoptr (KpRequestList) list = kp_request_list_new (test->store);
  g_autoptr (KpStore) other = store_test_new (test, FALSE);
  g_autoptr (GAsyncResult) result = NULL;
  gint64 id = add_one (test->store, "KP-AAAA-2345");
  KpRequest *kept;

  add_one (test->store, "KP-BBBB-2345");
  kp_store_list_load_async (KP_STORE_LIST (list), NULL, store_test_take, &result);
  g_assert_true (
      kp_store_list_load_finish (KP_STORE_LIST (list), store_test_wait (&result), NULL));
  kept = kp_request_list_find (list, id);
  g_assert_true (kp_request_list_find_by_reference (list, "kp-aaaa-2345") == kept);
  g_assert_null (kp_request_list_find_by_reference (list, "KP-CCCC-2345"));
  kp_store_watch (test->store, TRUE);
  g_assert_true (store_test_open (other, NULL));
  add_one (other, "KP-CCCC-2345");
  g_assert_true (store_test_wait_for (has_three, list));
  g_assert_true (kp_request_list_find (list, id) == kept);
  store_test_close (other);
}

int
main (int argc, char **argv)
{
  static const struct
  {
    const char *path;
    void (*run) (StoreTest *test, gconstpointer data);
  } tests[] = {
    { "/requests/add", test_add },
    { "/requests/reference-taken", test_reference_taken },
    { "/requests/site-removed", test_site_removed },
    { "/requests/damaged-priority", test_damaged_priority },
    { "/requests/largest-attachment", test_largest_attachment },
    { "/requests/claim", test_claim },
    { "/requests/save-attachments", test_save_attachments },
    { "/requests/stale", test_stale },
    { "/requests/not-stale", test_not_stale },
    { "/requests/late-proof", test_late_proof },
    { "/requests/messages", test_messages },
    { "/requests/disk-full", test_disk_full },
    { "/requests/connections", test_connections },
    { "/requests/list", test_list },
  };

  g_test_init (&argc, &argv, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (tests); i++)
    g_test_add (tests[i].path, StoreTest, NULL, store_test_set_up, tests[i].run,
                store_test_tear_down);
  return g_test_run ();
}
