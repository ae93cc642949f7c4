/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/store/subject-list.h"

#include "store/store-test.h"

static gboolean
save (KpStore *store, KpSubject *subject, GError **error)
{
  g_autoptr (GAsyncResult) result = NULL;

  kp_store_save_subject_async (store, subject, NULL, store_test_take, &result);
  return kp_store_save_subject_finish (store, store_test_wait (&result), error);
}

static gint64
add (KpStore *store, const char *name, const char *organization)
{
  g_autoptr (KpSubject) subject = kp_subject_new (name);
  g_autoptr (GError) error = NULL;

  kp_subject_set_field (subject, KP_SUBJECT_ORGANIZATION, organization);
  save (store, subject, &error);
  g_assert_no_error (error);
  g_assert_cmpint (kp_subject_get_id (subject), >, 0);
  return kp_subject_get_id (subject);
}

static gboolean
remove_one (KpStore *store, gint64 id, GError **error)
{
  g_autoptr (GAsyncResult) result = NULL;

  kp_store_remove_subject_async (store, id, NULL, store_test_take, &result);
  return kp_store_remove_subject_finish (store, store_test_wait (&result), error);
}

static gboolean
verify (KpStore *store, gint64 id, GError **error)
{
  g_autoptr (GAsyncResult) result = NULL;

  kp_store_verify_subject_async (store, id, NULL, store_test_take, &result);
  return kp_store_verify_subject_finish (store, store_test_wait (&result), error);
}

static GPtrArray *
load (KpStore *store)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  GPtrArray *subjects;

  kp_store_load_subjects_async (store, NULL, store_test_take, &result);
  subjects = kp_store_load_subjects_finish (store, store_test_wait (&result), &error);
  g_assert_no_error (error);
  return subjects;
}

/* The name under which what was last used for @provider is kept. */
static char *
find_last (KpStore *store, const char *provider)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (KpSubject) subject = NULL;
  g_autoptr (GError) error = NULL;

  kp_store_find_last_subject_async (store, provider, NULL, store_test_take, &result);
  kp_store_find_last_subject_finish (store, store_test_wait (&result), &subject, &error);
  g_assert_no_error (error);
  return g_strdup (subject != NULL ? kp_subject_get_name (subject) : "none");
}

static KpJob *
begin (KpStore *store, gint64 site, gint64 subject, gint64 at)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (KpJob) job = kp_job_new (site, KP_JOB_SECURE, at);
  KpJob *saved;

  job->subject_id = subject;
  kp_store_save_job_async (store, job, NULL, NULL, NULL, NULL, NULL, store_test_take,
                           &result);
  saved = kp_store_save_job_finish (store, store_test_wait (&result), &error);
  g_assert_no_error (error);
  return saved;
}

/* All that was saved comes back, after a restart too, in the form in which it is used. */
static void
test_round_trip (StoreTest *test, gconstpointer data)
{
  g_autoptr (KpSubject) kite = kp_subject_new ("  Kite ");
  g_autoptr (GPtrArray) all = NULL;
  KpSubject *read;

  g_object_set (kite, "country", "UK", "state", "Greater  London", "locality", "London ",
                "organization", "Bücher “Söhne”", "organizational-unit", "IT", "email",
                "dns@kite.example", "verified-at", (gint64) 5, NULL);
  g_assert_true (save (test->store, kite, NULL));
  add (test->store, "Ant", "Ant AB");
  store_test_reopen (test);
  all = load (test->store);
  g_assert_cmpuint (all->len, ==, 2);
  g_assert_cmpstr (kp_subject_get_name (all->pdata[0]), ==, "Ant");
  read = all->pdata[1];
  g_assert_cmpint (kp_subject_get_id (read), ==, kp_subject_get_id (kite));
  g_assert_cmpstr (kp_subject_get_name (read), ==, "Kite");
  g_assert_cmpstr (kp_subject_get_field (read, KP_SUBJECT_COUNTRY), ==, "GB");
  g_assert_cmpstr (kp_subject_get_field (read, KP_SUBJECT_STATE), ==, "Greater London");
  g_assert_cmpstr (kp_subject_get_field (read, KP_SUBJECT_LOCALITY), ==, "London");
  g_assert_cmpstr (kp_subject_get_field (read, KP_SUBJECT_ORGANIZATION), ==,
                   "Bücher “Söhne”");
  g_assert_cmpstr (kp_subject_get_field (read, KP_SUBJECT_ORGANIZATIONAL_UNIT), ==, "IT");
  g_assert_cmpstr (kp_subject_get_field (read, KP_SUBJECT_EMAIL), ==, "dns@kite.example");
  g_assert_cmpint (kp_subject_get_verified_at (read), ==, 5);
}

static void
test_names (StoreTest *test, gconstpointer data)
{
  gint64 kite = add (test->store, "Kite", "Kite Ltd");
  g_autoptr (KpSubject) other = kp_subject_new (" kITE");
  g_autoptr (GError) exists = NULL;
  g_autoptr (GError) gone = NULL;

  g_assert_false (save (test->store, other, &exists));
  g_assert_error (exists, KP_STORE_ERROR, KP_STORE_ERROR_EXISTS);
  g_assert_cmpint (kp_subject_get_id (other), ==, 0);
  kp_subject_set_id (other, kite);
  g_assert_true (save (test->store, other, NULL));
  kp_subject_set_id (other, kite + 1);
  kp_subject_set_name (other, "Lake");
  g_assert_false (save (test->store, other, &gone));
  g_assert_error (gone, KP_STORE_ERROR, KP_STORE_ERROR_NOT_FOUND);
}

static void
test_verify (StoreTest *test, gconstpointer data)
{
  gint64 kite = add (test->store, "Kite", "Kite Ltd");
  g_autoptr (GPtrArray) all = NULL;
  g_autoptr (GError) error = NULL;

  g_assert_true (verify (test->store, kite, NULL));
  all = load (test->store);
  g_assert_cmpint (kp_subject_get_verified_at (all->pdata[0]), ==, NOW);
  g_assert_false (verify (test->store, kite + 1, &error));
  g_assert_error (error, KP_STORE_ERROR, KP_STORE_ERROR_NOT_FOUND);
}

static void
sites_changed_cb (KpStore *store, GArray *sites, gpointer data)
{
  *(guint *) data += sites != NULL ? sites->len : 0;
}

static gboolean
was_told (gpointer data)
{
  return *(guint *) data > 0;
}

/* What a job was started with is the job's own: it stays when the details go. */
static void
test_remove (StoreTest *test, gconstpointer data)
{
  gint64 kite = add (test->store, "Kite", "Kite Ltd");
  gint64 site = store_test_add_host (test->store, "one.example.com");
  g_autoptr (KpJob) job = begin (test->store, site, kite, NOW);
  g_autoptr (GPtrArray) sites = NULL;
  g_autoptr (GPtrArray) all = NULL;
  g_autoptr (GError) error = NULL;
  guint told = 0;

  g_assert_cmpint (job->subject_id, ==, kite);
  /* What is told of the job itself comes first. */
  while (g_main_context_iteration (NULL, FALSE))
    ;
  g_signal_connect (test->store, "sites-changed", G_CALLBACK (sites_changed_cb), &told);
  g_assert_true (remove_one (test->store, kite, NULL));
  g_assert_true (store_test_wait_for (was_told, &told));
  sites = store_test_load (test->store, 0);
  g_assert_cmpint (kp_site_get_job (sites->pdata[0])->subject_id, ==, 0);
  all = load (test->store);
  g_assert_cmpuint (all->len, ==, 0);
  g_assert_false (remove_one (test->store, kite, &error));
  g_assert_error (error, KP_STORE_ERROR, KP_STORE_ERROR_NOT_FOUND);
}

/* The newest job at a provider counts, whatever was saved later. */
static void
test_last_used (StoreTest *test, gconstpointer data)
{
  gint64 kite = add (test->store, "Kite", "Kite Ltd");
  gint64 lake = add (test->store, "Lake", "Lake AB");
  gint64 sites[3];
  KpJob *jobs[3];
  g_autofree char *before = find_last (test->store, "own-server");
  g_autofree char *newest = NULL;
  g_autofree char *elsewhere = NULL;
  g_autofree char *left = NULL;

  g_assert_cmpstr (before, ==, "none");
  sites[0] = store_test_add_host (test->store, "one.example.com");
  sites[1] = store_test_add_host (test->store, "two.example.com");
  sites[2] = store_test_add_host (test->store, "three.example.com");
  jobs[0] = begin (test->store, sites[0], lake, NOW - 10);
  jobs[1] = begin (test->store, sites[1], kite, NOW - 20);
  jobs[2] = begin (test->store, sites[2], 0, NOW);
  newest = find_last (test->store, "own-server");
  g_assert_cmpstr (newest, ==, "Lake");
  elsewhere = find_last (test->store, "another");
  g_assert_cmpstr (elsewhere, ==, "none");
  remove_one (test->store, lake, NULL);
  left = find_last (test->store, "own-server");
  g_assert_cmpstr (left, ==, "Kite");
  for (guint i = 0; i < G_N_ELEMENTS (jobs); i++)
    kp_job_free (jobs[i]);
}

static KpJob *
begin_with (KpStore *store, const char *host, gint64 kept, const char *organization,
            gint64 at)
{
  g_autoptr (KpJob) job = begin (store, store_test_add_host (store, host), kept, at);
  g_autoptr (KpSubject) given = kp_subject_new (NULL);
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  KpJob *saved;

  kp_subject_set_field (given, KP_SUBJECT_ORGANIZATION, organization);
  job->subject = kp_subject_to_json (given);
  kp_store_save_job_async (store, job, NULL, NULL, NULL, NULL, NULL, store_test_take,
                           &result);
  saved = kp_store_save_job_finish (store, store_test_wait (&result), &error);
  g_assert_no_error (error);
  return saved;
}

static void
expect_last (KpStore *store, const char *organization, gint64 id)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (KpSubject) subject = NULL;
  g_autoptr (GError) error = NULL;

  kp_store_find_last_subject_async (store, "own-server", NULL, store_test_take, &result);
  kp_store_find_last_subject_finish (store, store_test_wait (&result), &subject, &error);
  g_assert_no_error (error);
  g_assert_nonnull (subject);
  g_assert_cmpstr (kp_subject_get_field (subject, KP_SUBJECT_ORGANIZATION), ==,
                   organization);
  g_assert_cmpint (kp_subject_get_id (subject), ==, id);
}

/* Details that a job was given count whether they are kept under a name or not, as they
 * were given; a job that was only begun has none. */
static void
test_last_given (StoreTest *test, gconstpointer data)
{
  gint64 kite = add (test->store, "Kite", "Kite Ltd");
  g_autoptr (KpJob) older = NULL;
  g_autoptr (KpJob) newer = NULL;
  g_autoptr (KpJob) begun = NULL;
  gint64 site = store_test_add_host (test->store, "begun.example.com");

  older = begin_with (test->store, "one.example.com", kite, "Kite Travel Ltd", NOW - 20);
  expect_last (test->store, "Kite Travel Ltd", kite);
  newer = begin_with (test->store, "two.example.com", 0, "Lake AB", NOW - 10);
  begun = begin (test->store, site, 0, NOW);
  expect_last (test->store, "Lake AB", 0);
}

/* The list that a window shows. */
typedef struct
{
  KpSubjectList *list;
  GString *told; /* each change of items as "POSITION-REMOVED+ADDED " */
  guint changed;
} Shown;

static void
items_changed_cb (GListModel *model, guint position, guint removed, guint added,
                  Shown *shown)
{
  g_string_append_printf (shown->told, "%u-%u+%u ", position, removed, added);
}

static void
changed_cb (KpSubjectList *list, Shown *shown)
{
  shown->changed++;
}

static gboolean
has_changed (gpointer data)
{
  return ((Shown *) data)->changed > 0;
}

static void
expect (Shown *shown, const char *told)
{
  g_assert_true (store_test_wait_for (has_changed, shown));
  g_assert_cmpstr (shown->told->str, ==, told);
  g_assert_cmpuint (shown->changed, ==, 1);
  shown->changed = 0;
  g_string_truncate (shown->told, 0);
}

static void
test_list (StoreTest *test, gconstpointer data)
{
  Shown shown = { kp_subject_list_new (test->store), g_string_new (NULL), 0 };
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (KpSubject) changed = NULL;
  KpSubject *bee;
  gint64 id = add (test->store, "Bee", "Bee Ltd");

  g_signal_connect (shown.list, "items-changed", G_CALLBACK (items_changed_cb), &shown);
  g_signal_connect (shown.list, "changed", G_CALLBACK (changed_cb), &shown);
  kp_store_list_load_async (KP_STORE_LIST (shown.list), NULL, store_test_take, &result);
  g_assert_true (kp_store_list_load_finish (KP_STORE_LIST (shown.list),
                                            store_test_wait (&result), NULL));
  /* What was told of the saving before it was loaded asks for nothing more. */
  expect (&shown, "0-0+1 ");
  add (test->store, "Ant", "Ant AB");
  expect (&shown, "0-0+1 ");
  bee = kp_subject_list_find (shown.list, id);
  g_assert_true (kp_subject_list_find_by_name (shown.list, " BEE") == bee);
  changed = kp_subject_copy (bee);
  kp_subject_set_field (changed, KP_SUBJECT_LOCALITY, "Oslo");
  save (test->store, changed, NULL);
  expect (&shown, "");
  g_assert_cmpstr (kp_subject_get_field (bee, KP_SUBJECT_LOCALITY), ==, "Oslo");
  verify (test->store, id, NULL);
  expect (&shown, "");
  g_assert_cmpint (kp_subject_get_verified_at (bee), ==, NOW);
  remove_one (test->store, id, NULL);
  expect (&shown, "1-1+0 ");
  g_assert_null (kp_subject_list_find_by_name (shown.list, "Bee"));
  g_object_unref (shown.list);
  g_string_free (shown.told, TRUE);
}

static void
test_other_process (StoreTest *test, gconstpointer data)
{
  Shown shown = { kp_subject_list_new (test->store), g_string_new (NULL), 0 };
  g_autoptr (KpStore) other = store_test_new (test, FALSE);
  g_autoptr (GAsyncResult) result = NULL;

  g_signal_connect (shown.list, "items-changed", G_CALLBACK (items_changed_cb), &shown);
  g_signal_connect (shown.list, "changed", G_CALLBACK (changed_cb), &shown);
  kp_store_list_load_async (KP_STORE_LIST (shown.list), NULL, store_test_take, &result);
  store_test_wait (&result);
  expect (&shown, "");
  kp_store_watch (test->store, TRUE);
  g_assert_true (store_test_open (other, NULL));
  add (other, "Eel", "Eel BV");
  expect (&shown, "0-0+1 ");
  store_test_close (other);
  g_object_unref (shown.list);
  g_string_free (shown.told, TRUE);
}

int
main (int argc, char **argv)
{
#define ADD(path, function)                                                                \
  g_test_add (path, StoreTest, NULL, store_test_set_up, function, store_test_tear_down)

  g_test_init (&argc, &argv, NULL);
  ADD ("/subjects/round-trip", test_round_trip);
  ADD ("/subjects/names", test_names);
  ADD ("/subjects/verify", test_verify);
  ADD ("/subjects/remove", test_remove);
  ADD ("/subjects/last-used", test_last_used);
  ADD ("/subjects/last-given", test_last_given);
  ADD ("/subjects/list", test_list);
  ADD ("/subjects/other-process", test_other_process);
  return g_test_run ();
}
