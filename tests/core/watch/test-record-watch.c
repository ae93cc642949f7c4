/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/watch/record-watch.h"

#include <string.h>

#include "core/dns/table-resolver.h"
#include "store/store-test.h"

#define HOUR 3600
#define HOST "my.kite.example"
#define NAME "_dnsauth.my.kite.example"
#define VALUE "one two"
#define N_RESOLVERS 3
/* How long a resolver keeps to it that nothing is there, and to a record. */
#define NEGATIVE 1800
#define TTL 600

typedef struct
{
  StoreTest store;
  KpCatalogue *catalogue;
  KpPortfolio *portfolio;
  KpJobKeeper *keeper;
  KpRecordWatch *watch;
  KpTableResolver *resolvers[N_RESOLVERS];
  gboolean refuses;
  guint n_made; /* how often resolvers were made */
} Fixture;

static GPtrArray *
make_resolvers_cb (gpointer data, GError **error)
{
  Fixture *fixture = data;
  GPtrArray *resolvers = g_ptr_array_new_with_free_func (g_object_unref);

  fixture->n_made++;
  for (guint i = 0; i < N_RESOLVERS; i++)
    g_ptr_array_add (resolvers, g_object_ref (fixture->resolvers[i]));
  if (!fixture->refuses)
    return resolvers;
  g_ptr_array_unref (resolvers);
  g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_FAILED, "The trust is broken.");
  return NULL;
}

static KpSite *
get_site (Fixture *fixture)
{
  KpSite *site = kp_portfolio_find (fixture->portfolio, HOST, 0, NULL);

  g_assert_nonnull (site);
  return site;
}

static const KpJob *
get_job (Fixture *fixture)
{
  return kp_site_get_job (get_site (fixture));
}

static void
load (Fixture *fixture)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;

  kp_portfolio_load_async (fixture->portfolio, 0, NULL, store_test_take, &result);
  kp_portfolio_load_finish (fixture->portfolio, store_test_wait (&result), &error);
  g_assert_no_error (error);
}

/* As the portfolio does it a little later. */
static void
show (Fixture *fixture, const KpJob *job)
{
  kp_site_set_job (get_site (fixture), job);
}

static void
give (Fixture *fixture, const KpJobInput *input)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (KpJob) job = NULL;

  kp_job_keeper_next_async (fixture->keeper, get_site (fixture), input, NULL,
                            store_test_take, &result);
  job = kp_job_keeper_finish (fixture->keeper, store_test_wait (&result), &error);
  g_assert_no_error (error);
  /* What the portfolio began to read before that comes first. */
  load (fixture);
}

/* A renewal that was ordered, and whose CA asks for a record. */
static void
begin (Fixture *fixture)
{
  g_autoptr (GBytes) der = g_bytes_new_static ("der", 3);
  const KpGivenCsr csr = { .der = der, .sha256 = "ab", .spki_sha256 = "cd" };
  const KpJobInput steps[] = {
    { .csr = &csr },
    { .ordered = TRUE, .ca = "Kite CA" },
    { .validation_name = NAME, .validation_type = "TXT", .validation_value = VALUE },
  };
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (KpJob) job = NULL;

  kp_job_keeper_renew_async (fixture->keeper, get_site (fixture), NULL, store_test_take,
                             &result);
  job = kp_job_keeper_finish (fixture->keeper, store_test_wait (&result), &error);
  g_assert_no_error (error);
  /* What the portfolio began to read before that comes first. */
  load (fixture);
  for (guint i = 0; i < G_N_ELEMENTS (steps); i++)
    give (fixture, &steps[i]);
  g_assert_true (kp_job_waits_for_record (get_job (fixture)));
}

static void
set_up (Fixture *fixture, gconstpointer data)
{
  store_test_set_up (&fixture->store, NULL);
  store_test_add_host (fixture->store.store, HOST);
  fixture->catalogue = kp_catalogue_new (NULL);
  fixture->portfolio = kp_portfolio_new (fixture->store.store);
  fixture->keeper =
      kp_job_keeper_new (fixture->store.store, fixture->catalogue, fixture->store.clock);
  fixture->watch =
      kp_record_watch_new (fixture->portfolio, fixture->store.store, fixture->keeper,
                           fixture->store.clock, make_resolvers_cb, fixture);
  for (guint i = 0; i < N_RESOLVERS; i++)
    {
      g_autofree char *url = g_strdup_printf ("https://%u.example/dns-query", i);

      fixture->resolvers[i] = kp_table_resolver_new (url, "One");
      kp_table_resolver_add (fixture->resolvers[i], "kite.example", KP_RECORD_SOA, NEGATIVE,
                             "ns.example. host.example. 1 2 3 4 1800");
    }
  load (fixture);
  begin (fixture);
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  kp_record_watch_stop (fixture->watch);
  while (g_main_context_iteration (NULL, FALSE))
    ;
  g_object_unref (fixture->watch);
  g_object_unref (fixture->keeper);
  g_object_unref (fixture->portfolio);
  g_object_unref (fixture->catalogue);
  for (guint i = 0; i < N_RESOLVERS; i++)
    g_object_unref (fixture->resolvers[i]);
  store_test_tear_down (&fixture->store, NULL);
}

static void
add (Fixture *fixture, guint index)
{
  kp_table_resolver_add (fixture->resolvers[index], NAME, KP_RECORD_TXT, TTL, VALUE);
}

static void
pass (Fixture *fixture, gint64 seconds)
{
  kp_fixed_clock_set (KP_FIXED_CLOCK (fixture->store.clock),
                      kp_clock_now (fixture->store.clock) + seconds);
}

/* Returns: how many jobs were looked for */
static guint
look (Fixture *fixture, KpRecordLook how)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GPtrArray) jobs = NULL;
  g_autoptr (GError) error = NULL;

  kp_record_watch_look_async (fixture->watch, NULL, how, NULL, store_test_take, &result);
  jobs = kp_record_watch_look_finish (fixture->watch, store_test_wait (&result), &error);
  g_assert_no_error (error);
  for (guint i = 0; i < jobs->len; i++)
    show (fixture, g_ptr_array_index (jobs, i));
  return jobs->len;
}

/* Returns: how many questions the resolver was asked since the last time */
static guint
count_asked (Fixture *fixture, guint index)
{
  g_auto (GStrv) asked = kp_table_resolver_take_questions (fixture->resolvers[index]);

  return g_strv_length (asked);
}

static guint
count_journal (Fixture *fixture, const char *words)
{
  g_autoptr (GPtrArray) journal = store_test_load_journal (
      fixture->store.store, kp_site_get_id (get_site (fixture)), 50);
  guint n = 0;

  for (guint i = 0; i < journal->len; i++)
    {
      g_autofree char *told = kp_journal_event_format (g_ptr_array_index (journal, i));

      n += strstr (told, words) != NULL;
    }
  return n;
}

static void
says (Fixture *fixture, const char *expected)
{
  g_autofree char *text = kp_record_sights_describe (get_job (fixture)->validation_sights);

  g_assert_cmpstr (text, ==, expected);
}

/* Never before an answer may be another; what waits long is looked for seldom. */
static void
test_due (void)
{
  static const struct
  {
    const char *about;
    gint64 waiting; /* since the record was noted */
    gboolean seen;
    guint32 ttl;
    KpRecordLook how;
    gint64 after; /* the last answer; -1: now */
  } rows[] = {
    { "just noted", 0, FALSE, 0, KP_RECORD_LOOK_DUE, 300 },
    { "its answer lasts longer", 0, FALSE, 7200, KP_RECORD_LOOK_DUE, 7200 },
    { "for two hours", 2 * HOUR, FALSE, 60, KP_RECORD_LOOK_DUE, 720 },
    { "for days", 99 * HOUR, FALSE, 60, KP_RECORD_LOOK_DUE, HOUR },
    { "it is there", 99 * HOUR, TRUE, 60, KP_RECORD_LOOK_DUE, 6 * HOUR },
    { "something else was asked", 99 * HOUR, TRUE, 60, KP_RECORD_LOOK_EXPIRED, 60 },
    { "no TTL is known", 0, FALSE, 0, KP_RECORD_LOOK_EXPIRED, -1 },
    { "somebody asks", 0, FALSE, 7200, KP_RECORD_LOOK_NOW, -1 },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      const KpJob job = { .kind = KP_JOB_RENEW,
                          .validation_at = NOW - rows[i].waiting,
                          .validation_seen_at = rows[i].seen ? NOW - 1 : 0 };
      const KpRecordSight sight = { .answered = TRUE, .ttl = rows[i].ttl, .asked_at = NOW };

      g_test_message ("%s", rows[i].about);
      g_assert_cmpint (kp_record_watch_get_due (&job, &sight, rows[i].how, NOW), ==,
                       rows[i].after < 0 ? 0 : NOW + rows[i].after);
    }
}

/* From nobody to all but one: the CA's turn, told once, and kept. */
static void
test_comes (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GPtrArray) stored = NULL;
  gint64 seen_at;

  g_assert_cmpuint (look (fixture, KP_RECORD_LOOK_DUE), ==, 1);
  says (fixture, "Seen by 0 of 3 resolvers");
  g_assert_true (kp_job_waits_for_record (get_job (fixture)));
  for (guint i = 0; i < N_RESOLVERS; i++)
    g_assert_cmpuint (count_asked (fixture, i), ==, 1);

  /* Nobody is asked while he would only repeat himself. */
  add (fixture, 0);
  add (fixture, 1);
  pass (fixture, NEGATIVE - 1);
  g_assert_cmpuint (look (fixture, KP_RECORD_LOOK_DUE), ==, 0);
  g_assert_cmpuint (look (fixture, KP_RECORD_LOOK_EXPIRED), ==, 0);
  g_assert_cmpuint (count_asked (fixture, 0), ==, 0);
  pass (fixture, 1);
  g_assert_cmpuint (look (fixture, KP_RECORD_LOOK_DUE), ==, 1);
  says (fixture, "Seen by 2 of 3 resolvers");
  g_assert_false (kp_job_waits_for_record (get_job (fixture)));
  seen_at = kp_clock_now (fixture->store.clock);
  g_assert_cmpint (get_job (fixture)->validation_seen_at, ==, seen_at);

  pass (fixture, 7 * HOUR);
  add (fixture, 2);
  g_assert_cmpuint (look (fixture, KP_RECORD_LOOK_DUE), ==, 1);
  says (fixture, "Seen by 3 of 3 resolvers");
  g_assert_cmpint (get_job (fixture)->validation_seen_at, ==, seen_at);
  g_assert_cmpuint (count_journal (fixture, "asks for is there"), ==, 1);
  stored = store_test_load (fixture->store.store, 0);
  g_assert_true (kp_job_equal (kp_site_get_job (stored->pdata[0]), get_job (fixture)));
}

/* Some of them are asked, the others are believed until their time is over. */
static void
test_some (Fixture *fixture, gconstpointer data)
{
  const KpRecordSight *sight;

  add (fixture, 0);
  kp_table_resolver_set_error (fixture->resolvers[2], KP_DNS_ERROR_TIMED_OUT);
  look (fixture, KP_RECORD_LOOK_DUE);
  says (fixture, "Seen by 1 of 2 resolvers");
  g_assert_true (kp_job_waits_for_record (get_job (fixture)));
  for (guint i = 0; i < N_RESOLVERS; i++)
    count_asked (fixture, i);
  kp_table_resolver_set_error (fixture->resolvers[2], -1);
  kp_table_resolver_add (fixture->resolvers[2], NAME, KP_RECORD_TXT, TTL, "other");
  pass (fixture, 300);
  look (fixture, KP_RECORD_LOOK_DUE);
  g_assert_cmpuint (count_asked (fixture, 0), ==, 0);
  g_assert_cmpuint (count_asked (fixture, 1), ==, 0);
  g_assert_cmpuint (count_asked (fixture, 2), ==, 1);
  says (fixture, "Seen by 1 of 3 resolvers");
  sight = get_job (fixture)->validation_sights->pdata[2];
  g_assert_cmpstr (sight->found[0], ==, "TXT other");
  g_assert_cmpint (sight->asked_at, ==, kp_clock_now (fixture->store.clock));
}

/* What was there and is gone is waited for again, and told; what a person saw is not. */
static void
test_goes (Fixture *fixture, gconstpointer data)
{
  const KpJobInput seen = { .validation_seen = TRUE };

  look (fixture, KP_RECORD_LOOK_NOW);
  give (fixture, &seen);
  look (fixture, KP_RECORD_LOOK_NOW);
  g_assert_false (kp_job_waits_for_record (get_job (fixture)));
  for (guint i = 0; i < N_RESOLVERS; i++)
    add (fixture, i);
  look (fixture, KP_RECORD_LOOK_NOW);
  says (fixture, "Seen by 3 of 3 resolvers");
  kp_table_resolver_remove (fixture->resolvers[0], NAME);
  look (fixture, KP_RECORD_LOOK_NOW);
  g_assert_false (kp_job_waits_for_record (get_job (fixture)));
  kp_table_resolver_remove (fixture->resolvers[1], NAME);
  kp_table_resolver_remove (fixture->resolvers[2], NAME);
  look (fixture, KP_RECORD_LOOK_NOW);
  g_assert_true (kp_job_waits_for_record (get_job (fixture)));
  g_assert_cmpuint (count_journal (fixture, "is gone again"), ==, 1);
}

static void
set_error (Fixture *fixture, guint index, int error)
{
  kp_table_resolver_set_error (fixture->resolvers[index], error);
}

/* Who does not answer takes nothing back: neither is the record gone by that, nor is what
 * it said forgotten once it is gone. */
static void
test_silence (Fixture *fixture, gconstpointer data)
{
  for (guint i = 0; i < N_RESOLVERS; i++)
    add (fixture, i);
  look (fixture, KP_RECORD_LOOK_NOW);
  for (guint i = 0; i < N_RESOLVERS; i++)
    set_error (fixture, i, KP_DNS_ERROR_UNREACHABLE);
  look (fixture, KP_RECORD_LOOK_NOW);
  says (fixture, "No resolver could be asked");
  g_assert_cmpuint (count_asked (fixture, 0), >, 0);
  g_assert_false (kp_job_waits_for_record (get_job (fixture)));

  set_error (fixture, 0, -1);
  kp_table_resolver_remove (fixture->resolvers[0], NAME);
  look (fixture, KP_RECORD_LOOK_NOW);
  says (fixture, "Seen by 0 of 1 resolver");
  g_assert_false (kp_job_waits_for_record (get_job (fixture)));
  g_assert_cmpuint (count_journal (fixture, "is gone again"), ==, 0);

  for (guint i = 1; i < N_RESOLVERS; i++)
    {
      set_error (fixture, i, -1);
      kp_table_resolver_remove (fixture->resolvers[i], NAME);
    }
  look (fixture, KP_RECORD_LOOK_NOW);
  says (fixture, "Seen by 0 of 3 resolvers");
  g_assert_true (kp_job_waits_for_record (get_job (fixture)));
  g_assert_cmpuint (count_journal (fixture, "is gone again"), ==, 1);
}

/* What was seen comes late, by who has @read the job before others changed it. */
static void
comes_late (Fixture *fixture, const KpJob *read, GPtrArray *sights)
{
  const KpJobInput input = { .sights = sights, .sights_of = read->validation_at };
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;

  show (fixture, read);
  kp_job_keeper_next_async (fixture->keeper, get_site (fixture), &input, NULL,
                            store_test_take, &result);
  g_assert_null (kp_job_keeper_finish (fixture->keeper, store_test_wait (&result), &error));
  g_assert_error (error, KP_STORE_ERROR, KP_STORE_ERROR_CONFLICT);
}

static void
give_seen (Fixture *fixture, const KpJob *read)
{
  const KpJobInput seen = { .validation_seen = TRUE };

  show (fixture, read);
  give (fixture, &seen);
}

/* As it is in the store */
static void
show_stored (Fixture *fixture)
{
  g_autoptr (GPtrArray) stored = store_test_load (fixture->store.store, 0);

  show (fixture, kp_site_get_job (stored->pdata[0]));
}

/* Who has read the job before a look may still change it, and takes nothing back of what
 * was seen meanwhile: that it is there, and that it is gone. */
static void
test_beside (Fixture *fixture, gconstpointer data)
{
  const KpJobInput order = { .ordered = TRUE, .order_number = "4711" };
  g_autoptr (KpJob) read = kp_job_copy (get_job (fixture));
  gint64 seen_at = kp_clock_now (fixture->store.clock) + 60;

  for (guint i = 0; i < N_RESOLVERS; i++)
    add (fixture, i);
  pass (fixture, 60);
  g_assert_cmpuint (look (fixture, KP_RECORD_LOOK_NOW), ==, 1);
  g_assert_cmpint (get_job (fixture)->revision, ==, read->revision);
  show (fixture, read);
  pass (fixture, 60);
  give (fixture, &order);
  g_assert_cmpint (get_job (fixture)->revision, ==, read->revision + 1);
  g_assert_cmpint (get_job (fixture)->validation_seen_at, ==, seen_at);
  says (fixture, "Seen by 3 of 3 resolvers");

  g_clear_pointer (&read, kp_job_free);
  read = kp_job_copy (get_job (fixture));
  for (guint i = 0; i < N_RESOLVERS; i++)
    kp_table_resolver_remove (fixture->resolvers[i], NAME);
  pass (fixture, 60);
  g_assert_cmpuint (look (fixture, KP_RECORD_LOOK_NOW), ==, 1);
  show (fixture, read);
  give (fixture, &order);
  g_assert_true (kp_job_waits_for_record (get_job (fixture)));
  says (fixture, "Seen by 0 of 3 resolvers");
  show_stored (fixture);
  g_assert_true (kp_job_waits_for_record (get_job (fixture)));
}

/* What a person says later than a look holds against it. A look is late that began before
 * somebody changed the job, or before another look told of it. */
static void
test_later (Fixture *fixture, gconstpointer data)
{
  g_autoptr (KpJob) read = kp_job_copy (get_job (fixture));
  g_autoptr (GPtrArray) sights = NULL;
  g_autoptr (KpJob) given = NULL;

  g_assert_cmpuint (look (fixture, KP_RECORD_LOOK_NOW), ==, 1);
  sights = kp_record_sights_copy (get_job (fixture)->validation_sights);
  comes_late (fixture, read, sights);
  give_seen (fixture, read);
  g_assert_false (kp_job_waits_for_record (get_job (fixture)));

  given = kp_job_copy (get_job (fixture));
  comes_late (fixture, read, sights);
  show_stored (fixture);
  g_assert_true (kp_job_equal (get_job (fixture), given));
}

/* Also where the clock went wrong for a while. */
static void
test_wrong_clock (Fixture *fixture, gconstpointer data)
{
  g_autoptr (KpJob) read = kp_job_copy (get_job (fixture));

  pass (fixture, 99 * HOUR);
  g_assert_cmpuint (look (fixture, KP_RECORD_LOOK_NOW), ==, 1);
  pass (fixture, -99 * HOUR);
  give_seen (fixture, read);
  g_assert_false (kp_job_waits_for_record (get_job (fixture)));
}

/* Another record is another matter: what was seen of the first is forgotten, and what comes
 * late of it is not taken. */
static void
test_another (Fixture *fixture, gconstpointer data)
{
  const KpJobInput other = { .validation_name = NAME,
                             .validation_type = "TXT",
                             .validation_value = "other" };
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GPtrArray) jobs = NULL;
  g_autoptr (GError) error = NULL;

  for (guint i = 0; i < N_RESOLVERS; i++)
    add (fixture, i);
  kp_record_watch_look_async (fixture->watch, NULL, KP_RECORD_LOOK_NOW, NULL,
                              store_test_take, &result);
  pass (fixture, 60);
  give (fixture, &other);
  jobs = kp_record_watch_look_finish (fixture->watch, store_test_wait (&result), &error);
  g_assert_no_error (error);
  g_assert_null (get_job (fixture)->validation_sights);
  g_assert_true (kp_job_waits_for_record (get_job (fixture)));
  look (fixture, KP_RECORD_LOOK_NOW);
  says (fixture, "Seen by 0 of 3 resolvers");
}

static gboolean
is_seen (gpointer data)
{
  return get_job (data)->validation_seen_at > 0;
}

/* By itself, and nobody is asked for sites whose CA asks for nothing. */
static void
test_by_itself (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GPtrArray) jobs = NULL;
  g_autoptr (GError) error = NULL;

  for (guint i = 0; i < N_RESOLVERS; i++)
    add (fixture, i);
  kp_record_watch_start (fixture->watch);
  g_assert_true (store_test_wait_for (is_seen, fixture));
  g_assert_cmpuint (fixture->n_made, ==, 1);
  /* After a check once more, and not after each of many. */
  pass (fixture, 59);
  kp_record_watch_wake (fixture->watch);
  g_assert_cmpuint (fixture->n_made, ==, 1);
  pass (fixture, 1);
  kp_record_watch_wake (fixture->watch);
  g_assert_cmpuint (fixture->n_made, ==, 2);
  kp_record_watch_stop (fixture->watch);

  fixture->refuses = TRUE;
  kp_record_watch_look_async (fixture->watch, NULL, KP_RECORD_LOOK_NOW, NULL,
                              store_test_take, &result);
  jobs = kp_record_watch_look_finish (fixture->watch, store_test_wait (&result), &error);
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_FAILED);
  show (fixture, NULL);
  g_assert_cmpuint (look (fixture, KP_RECORD_LOOK_NOW), ==, 0);
  g_assert_cmpuint (fixture->n_made, ==, 3);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/record-watch/due", test_due);
  g_test_add ("/record-watch/comes", Fixture, NULL, set_up, test_comes, tear_down);
  g_test_add ("/record-watch/some", Fixture, NULL, set_up, test_some, tear_down);
  g_test_add ("/record-watch/goes", Fixture, NULL, set_up, test_goes, tear_down);
  g_test_add ("/record-watch/silence", Fixture, NULL, set_up, test_silence, tear_down);
  g_test_add ("/record-watch/beside", Fixture, NULL, set_up, test_beside, tear_down);
  g_test_add ("/record-watch/later", Fixture, NULL, set_up, test_later, tear_down);
  g_test_add ("/record-watch/wrong-clock", Fixture, NULL, set_up, test_wrong_clock,
              tear_down);
  g_test_add ("/record-watch/another", Fixture, NULL, set_up, test_another, tear_down);
  g_test_add ("/record-watch/by-itself", Fixture, NULL, set_up, test_by_itself, tear_down);

  return g_test_run ();
}
