/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/store/store-renewals.h"

#include <glib/gstdio.h>

#include "core/store/migrations.h"
#include "core/store/store-requests.h"
#include "store/store-test.h"

static KpJob *
save (KpStore *store, const KpJob *job, const KpRenewal *changes, GError **error)
{
  g_autoptr (GAsyncResult) result = NULL;

  kp_store_save_job_async (store, job, changes, NULL, NULL, NULL, NULL, store_test_take,
                           &result);
  return kp_store_save_job_finish (store, store_test_wait (&result), error);
}

static KpJob *
begin (KpStore *store, gint64 site, const KpRenewal *changes)
{
  g_autoptr (KpJob) job = kp_job_new (site, KP_JOB_RENEW, NOW);
  g_autoptr (GError) error = NULL;
  KpJob *saved = save (store, job, changes, &error);

  g_assert_no_error (error);
  return saved;
}

static KpRenewal *
load (KpStore *store, gint64 job)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  KpRenewal *renewal;

  kp_store_load_renewal_async (store, job, NULL, store_test_take, &result);
  renewal = kp_store_load_renewal_finish (store, store_test_wait (&result), &error);
  g_assert_no_error (error);
  return renewal;
}

static GPtrArray *
load_open (KpStore *store)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  GPtrArray *renewals;

  kp_store_load_renewals_async (store, NULL, store_test_take, &result);
  renewals = kp_store_load_renewals_finish (store, store_test_wait (&result), &error);
  g_assert_no_error (error);
  return renewals;
}

static KpRenewal *
make (void)
{
  KpRenewal *self = kp_renewal_new (0);

  self->csr = g_bytes_new_static ("D\0ER", 4);
  self->csr_sha256 = g_strdup ("c0");
  self->csr_spki_sha256 = g_strdup ("aa");
  self->csr_at = NOW;
  self->order_number = g_strdup ("12");
  self->ca = g_strdup ("Example CA");
  self->price = g_strdup ("90 €");
  self->ordered_at = NOW + 1;
  self->validation_name = g_strdup ("_dnsauth.one.example.com");
  self->validation_type = g_strdup ("TXT");
  self->validation_value = g_strdup ("4711");
  self->bundle = g_strdup ("-----BEGIN CERTIFICATE-----\n");
  self->leaf_sha256 = g_strdup ("b0");
  self->leaf_spki_sha256 = g_strdup ("aa");
  self->leaf_not_after = NOW + 1000;
  self->bundle_at = NOW + 2;
  g_ptr_array_add (self->overruled, kp_overrule_new ("bundle.lost-name", "It is “old”."));
  return self;
}

/* All of it comes back, after a restart too; what is added leaves the rest. */
static void
test_round_trip (StoreTest *test, gconstpointer data)
{
  gint64 site = store_test_add_host (test->store, "one.example.com");
  g_autoptr (KpRenewal) all = make ();
  g_autoptr (KpJob) job = begin (test->store, site, all);
  g_autoptr (KpJob) later = NULL;
  g_autoptr (KpRenewal) stored = NULL;
  g_autoptr (KpRenewal) changes = kp_renewal_new (0);
  g_autoptr (GError) error = NULL;

  all->job_id = job->id;
  store_test_reopen (test);
  stored = load (test->store, job->id);
  g_assert_true (kp_renewal_equal (stored, all));

  changes->price = g_strdup ("95 €");
  later = save (test->store, job, changes, &error);
  g_assert_no_error (error);
  kp_renewal_apply (all, changes);
  kp_renewal_free (stored);
  stored = load (test->store, job->id);
  g_assert_true (kp_renewal_equal (stored, all));
}

/* What nobody has gathered is empty; starting over forgets all of it. */
static void
test_anew (StoreTest *test, gconstpointer data)
{
  gint64 site = store_test_add_host (test->store, "one.example.com");
  g_autoptr (KpRenewal) all = make ();
  g_autoptr (KpRenewal) anew = kp_renewal_new (0);
  g_autoptr (KpJob) job = begin (test->store, site, all);
  g_autoptr (KpJob) later = NULL;
  g_autoptr (KpRenewal) stored = NULL;
  g_autoptr (KpRenewal) none = load (test->store, job->id + 1);
  g_autoptr (GError) error = NULL;

  g_assert_true (kp_renewal_is_empty (none));
  anew->anew = TRUE;
  later = save (test->store, job, anew, &error);
  g_assert_no_error (error);
  stored = load (test->store, job->id);
  g_assert_true (kp_renewal_is_empty (stored));
}

/* It is written with its job or not at all. */
static void
test_in_one (StoreTest *test, gconstpointer data)
{
  gint64 site = store_test_add_host (test->store, "one.example.com");
  g_autoptr (KpRenewal) all = make ();
  g_autoptr (KpJob) job = begin (test->store, site, NULL);
  g_autoptr (KpJob) quicker = NULL;
  g_autoptr (KpRenewal) stored = NULL;
  g_autoptr (GError) error = NULL;

  quicker = save (test->store, job, NULL, &error);
  g_assert_no_error (error);
  g_assert_null (save (test->store, job, all, &error));
  g_assert_error (error, KP_STORE_ERROR, KP_STORE_ERROR_CONFLICT);
  stored = load (test->store, job->id);
  g_assert_true (kp_renewal_is_empty (stored));
}

/* Those that something that arrives can be for. */
static void
test_open (StoreTest *test, gconstpointer data)
{
  gint64 one = store_test_add_host (test->store, "one.example.com");
  gint64 two = store_test_add_host (test->store, "two.example.com");
  gint64 three = store_test_add_host (test->store, "three.example.com");
  g_autoptr (KpRenewal) all = make ();
  g_autoptr (KpJob) first = begin (test->store, one, all);
  g_autoptr (KpJob) second = begin (test->store, two, all);
  g_autoptr (KpJob) third = begin (test->store, three, NULL);
  g_autoptr (KpJob) ended = NULL;
  g_autoptr (GPtrArray) open = NULL;
  g_autoptr (GError) error = NULL;

  second->ended_at = NOW + 5;
  second->ending = KP_JOB_ABANDONED;
  ended = save (test->store, second, NULL, &error);
  g_assert_no_error (error);
  open = load_open (test->store);
  g_assert_cmpuint (open->len, ==, 1);
  g_assert_cmpint (((KpRenewal *) open->pdata[0])->job_id, ==, first->id);
  g_assert_cmpstr (((KpRenewal *) open->pdata[0])->csr_spki_sha256, ==, "aa");
}

static gint64
queue (KpStore *store, const KpJob *job, const char *reference, gboolean attached)
{
  g_autoptr (KpRequest) request = kp_request_new ();
  g_autoptr (GPtrArray) fields = kp_request_field_list_new ();
  g_autoptr (GPtrArray) files = kp_attachment_list_new ();
  g_autoptr (GBytes) content = g_bytes_new_static ("PEM", 3);
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;

  g_ptr_array_add (fields, kp_request_field_new ("organization", "Organization", "Kite"));
  if (attached)
    g_ptr_array_add (files, kp_attachment_new ("one.pem", NULL, content));
  g_object_set (request, "site-id", job->site_id, "job-id", job->id, "site",
                "one.example.com", "provider", "pexip", "channel", "rt", "reference",
                reference, "subject", "About it", "state", KP_REQUEST_QUEUED, "fields",
                fields, "attachments", files, NULL);
  kp_store_add_request_async (store, request, NULL, store_test_take, &result);
  kp_store_add_request_finish (store, store_test_wait (&result), &error);
  g_assert_no_error (error);
  return kp_request_get_id (request);
}

static KpRequest *
load_request (KpStore *store, gint64 id)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  KpRequest *request;

  kp_store_load_request_async (store, id, NULL, store_test_take, &result);
  request = kp_store_load_request_finish (store, store_test_wait (&result), &error);
  g_assert_no_error (error);
  return request;
}

static void
refuse (KpStore *store, gint64 id)
{
  g_autoptr (KpRequest) request = load_request (store, id);
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  gboolean written;

  g_object_set (request, "state", KP_REQUEST_REFUSED, NULL);
  kp_store_save_request_async (store, request, FALSE, NULL, NULL, store_test_take, &result);
  kp_store_save_request_finish (store, store_test_wait (&result), &written, &error);
  g_assert_no_error (error);
}

static gboolean
is_held_up (KpStore *store)
{
  g_autoptr (GPtrArray) sites = store_test_load (store, 0);

  return kp_site_get_job (sites->pdata[0])->held_up;
}

/* Each of the two requests holds up the step that waits for what it asks. */
static void
test_held_up (StoreTest *test, gconstpointer data)
{
  gint64 site = store_test_add_host (test->store, "one.example.com");
  g_autoptr (KpJob) job = begin (test->store, site, NULL);
  g_autoptr (KpJob) asked = NULL;
  g_autoptr (KpJob) submitted = NULL;
  g_autoptr (KpJob) back = NULL;
  g_autoptr (KpRequest) taken_back = NULL;
  g_autoptr (GError) error = NULL;
  gint64 first, second, third;

  job->step = KP_JOB_STEP_WAIT_PROVIDER;
  asked = save (test->store, job, NULL, &error);
  first = queue (test->store, asked, "KP-AAAA-3467", FALSE);
  g_assert_false (is_held_up (test->store));
  refuse (test->store, first);
  g_assert_true (is_held_up (test->store));

  asked->step = KP_JOB_STEP_INSTALL;
  submitted = save (test->store, asked, NULL, &error);
  g_assert_false (is_held_up (test->store));
  second = queue (test->store, submitted, "KP-CCCC-3467", TRUE);
  refuse (test->store, second);
  g_assert_true (is_held_up (test->store));

  /* One step back takes back what was not sent. */
  third = queue (test->store, submitted, "KP-DDDD-3467", TRUE);
  submitted->step = KP_JOB_STEP_SUBMIT;
  back = save (test->store, submitted, NULL, &error);
  g_assert_no_error (error);
  taken_back = load_request (test->store, third);
  g_assert_cmpint (kp_request_get_state (taken_back), ==, KP_REQUEST_CANCELLED);
}

/* A store of before keeps its jobs, and takes renewals from then on. */
static void
test_migration (StoreTest *test, gconstpointer data)
{
  g_autofree char *dir = g_dir_make_tmp ("keyplate-renewals-XXXXXX", NULL);
  g_autofree char *path = g_build_filename (dir, "old.db", NULL);
  g_autoptr (KpDatabase) database = NULL;
  g_autoptr (GError) error = NULL;
  const KpMigration *own;
  gint64 value;
  guint n;

  own = kp_migrations_get (&n);
  g_assert_cmpuint (n, >=, 4);
  g_file_set_contents (path, "", 0, NULL);
  database = kp_database_create (path, KP_STORE_APPLICATION_ID, &error);
  g_assert_no_error (error);
  g_assert_true (kp_migrations_run (database, own, 3, NULL, &error));
  kp_database_exec (database,
                    "INSERT INTO site (host, port, provider, proxied, note, added_at,"
                    " attention) VALUES ('one.example.com', 443, 'pexip', 0, '', 1, 0);"
                    "INSERT INTO job (site_id, kind, step, since, started_at, data)"
                    " VALUES (1, 1, 8, 1, 1, '{}')",
                    &error);
  g_assert_no_error (error);
  g_assert_true (kp_migrations_run (database, own, n, NULL, &error));
  g_assert_no_error (error);
  kp_database_get_int (database, "SELECT step FROM job", &value, &error);
  g_assert_cmpint (value, ==, KP_JOB_STEP_DNS);
  kp_database_exec (database,
                    "INSERT INTO renewal (job_id, overruled) VALUES (1, '{}');"
                    "DELETE FROM site",
                    &error);
  g_assert_no_error (error);
  kp_database_get_int (database, "SELECT COUNT (*) FROM renewal", &value, &error);
  g_assert_cmpint (value, ==, 0);
  g_clear_pointer (&database, kp_database_close);
  g_unlink (path);
  g_rmdir (dir);
}

#define ADD(path, function)                                                                \
  g_test_add (path, StoreTest, NULL, store_test_set_up, function, store_test_tear_down)

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  ADD ("/store/renewals/round-trip", test_round_trip);
  ADD ("/store/renewals/anew", test_anew);
  ADD ("/store/renewals/in-one", test_in_one);
  ADD ("/store/renewals/open", test_open);
  ADD ("/store/renewals/held-up", test_held_up);
  ADD ("/store/renewals/migration", test_migration);

  return g_test_run ();
}
