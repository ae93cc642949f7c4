/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <string.h>

#include "core/model/finding.h"
#include "window/site-texts.h"
#include "window/site-view.h"

/* What a list of sites shows, without a display: against a model so simple that it is
 * right. */

/* Sunday, 22 November 2026, 12:00 UTC: the tests run with TZ=UTC. */
#define NOW G_GINT64_CONSTANT (1795348800)
#define HOUR 3600
#define DAY 86400

typedef struct
{
  GListStore *sites;
  KpCatalogue *catalogue;
  KpClock *clock;
  KpSiteView *view;
  GPtrArray *mirror; /* what whoever listens to items-changed believes is listed */
  guint changes;     /* items-changed since it was last looked at */
} Fixture;

static void
mirror_cb (GListModel *view, guint position, guint removed, guint added, Fixture *fixture)
{
  g_assert_cmpuint (position + removed, <=, fixture->mirror->len);
  g_assert_true (removed > 0 || added > 0);
  if (removed > 0)
    g_ptr_array_remove_range (fixture->mirror, position, removed);
  for (guint i = 0; i < added; i++)
    g_ptr_array_insert (fixture->mirror, position + i,
                        g_list_model_get_item (view, position + i));
  g_assert_cmpuint (fixture->mirror->len, ==, g_list_model_get_n_items (view));
  fixture->changes++;
}

static void
set_up (Fixture *fixture, gconstpointer data)
{
  fixture->sites = g_list_store_new (KP_TYPE_SITE);
  fixture->catalogue = kp_catalogue_new (NULL);
  fixture->clock = kp_fixed_clock_new (NOW);
  fixture->view =
      kp_site_view_new (G_LIST_MODEL (fixture->sites), fixture->catalogue, fixture->clock);
  fixture->mirror = g_ptr_array_new_with_free_func (g_object_unref);
  g_signal_connect (fixture->view, "items-changed", G_CALLBACK (mirror_cb), fixture);
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  KpSiteView *view = fixture->view;

  g_ptr_array_unref (fixture->mirror);
  g_object_add_weak_pointer (G_OBJECT (view), (gpointer *) &view);
  g_object_unref (fixture->view);
  g_assert_null (view);
  /* What it followed is followed no more. */
  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (fixture->sites)); i++)
    {
      g_autoptr (KpSite) site = g_list_model_get_item (G_LIST_MODEL (fixture->sites), i);

      kp_site_set_note (site, "changed when the view was gone");
    }
  g_object_unref (fixture->sites);
  g_object_unref (fixture->catalogue);
  g_object_unref (fixture->clock);
}

/* Until it has come to rest: a batch takes 150 ms, which are not waited for here. */
static void
settle (Fixture *fixture)
{
  while (kp_site_view_is_busy (fixture->view))
    g_main_context_iteration (NULL, TRUE);
}

static gboolean
timeout_cb (gpointer data)
{
  *(gboolean *) data = TRUE;
  return G_SOURCE_REMOVE;
}

static void
wait_batch (Fixture *fixture)
{
  gboolean over = FALSE;

  g_timeout_add (250, timeout_cb, &over);
  while (!over)
    g_main_context_iteration (NULL, TRUE);
  settle (fixture);
}

static KpSite *
make_site (gint64 id, const char *host, const char *provider)
{
  KpSite *site = kp_site_new (host, 443, provider);

  kp_site_set_id (site, id);
  return site;
}

static KpSite *
add (Fixture *fixture, const char *host)
{
  static gint64 last_id = 1000000;
  KpSite *site = make_site (++last_id, host, "own-server");

  g_list_store_append (fixture->sites, site);
  g_object_unref (site);
  return site;
}

static void
set_lock (KpSite *site, KpLock lock, KpStatus status, guint64 attention)
{
  KpSummary summary;

  kp_summary_init (&summary);
  kp_summary_copy (&summary, kp_site_get_summary (site));
  summary.lock = lock;
  summary.status = status;
  summary.attention = attention;
  kp_site_set_summary (site, &summary);
  kp_summary_clear (&summary);
}

static void
assert_listed (Fixture *fixture, const char *expected)
{
  g_autoptr (GString) listed = g_string_new (NULL);

  settle (fixture);
  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (fixture->view)); i++)
    {
      g_autoptr (KpSite) site = g_list_model_get_item (G_LIST_MODEL (fixture->view), i);

      g_string_append_printf (listed, "%s%s", i > 0 ? " " : "", kp_site_get_label (site));
      g_assert_true (g_ptr_array_index (fixture->mirror, i) == site);
    }
  g_assert_cmpstr (listed->str, ==, expected);
}

static void
test_order (Fixture *fixture, gconstpointer data)
{
  KpSite *kite = add (fixture, "cp.kite.io");
  KpSite *acme = add (fixture, "my.acme.com");
  KpSite *umlaut = add (fixture, "xn--mller-kva.de");
  KpSite *lake = add (fixture, "cp.lake.se");

  set_lock (kite, KP_LOCK_UNLOCKED, KP_STATUS_NOT_SECURED_YET, 50);
  set_lock (acme, KP_LOCK_UNLOCKED, KP_STATUS_NO_LONGER_SECURE, 1);
  set_lock (umlaut, KP_LOCK_LOCKED, KP_STATUS_LOCKED, 70);
  set_lock (lake, KP_LOCK_PENDING, KP_STATUS_WAITING_DNS, 50);
  kp_site_set_customer (kite, 1, "Anna");
  kp_site_set_customer (acme, 2, "Zorn");
  kp_site_view_refresh (fixture->view);
  /* Of equal rank: by name. */
  assert_listed (fixture, "my.acme.com cp.kite.io cp.lake.se müller.de");

  kp_site_view_set_order (fixture->view, KP_SITE_ORDER_SITE, FALSE);
  assert_listed (fixture, "cp.kite.io cp.lake.se müller.de my.acme.com");
  kp_site_view_set_order (fixture->view, KP_SITE_ORDER_SITE, TRUE);
  assert_listed (fixture, "my.acme.com müller.de cp.lake.se cp.kite.io");
  /* Without a customer: last, and by name. */
  kp_site_view_set_order (fixture->view, KP_SITE_ORDER_CUSTOMER, FALSE);
  assert_listed (fixture, "cp.kite.io my.acme.com cp.lake.se müller.de");
  kp_site_view_set_order (fixture->view, KP_SITE_ORDER_STATUS, FALSE);
  assert_listed (fixture, "my.acme.com cp.kite.io cp.lake.se müller.de");
  kp_site_view_set_order (fixture->view, KP_SITE_ORDER_ATTENTION, TRUE);
  assert_listed (fixture, "müller.de cp.kite.io cp.lake.se my.acme.com");
}

static void
test_times (Fixture *fixture, gconstpointer data)
{
  static const struct
  {
    const char *host;
    gint64 not_after, checked_at, due;
    KpTurn who;
  } sites[] = {
    { "one.example", NOW + 10 * DAY, NOW - 60, 0, KP_TURN_NOBODY },
    { "two.example", 0, 0, NOW + DAY, KP_TURN_YOU },
    { "three.example", NOW + 2 * DAY, NOW - DAY, 0, KP_TURN_YOU },
    { "four.example", NOW - DAY, NOW - HOUR, NOW + 2 * DAY, KP_TURN_CUSTOMER },
  };

  for (guint i = 0; i < G_N_ELEMENTS (sites); i++)
    {
      KpSummary summary;
      KpSite *site = add (fixture, sites[i].host);

      kp_summary_init (&summary);
      summary.not_after = sites[i].not_after;
      summary.checked_at = sites[i].checked_at;
      summary.next.who = sites[i].who;
      summary.next.due = sites[i].due;
      kp_site_set_summary (site, &summary);
    }
  kp_site_view_refresh (fixture->view);
  kp_site_view_set_order (fixture->view, KP_SITE_ORDER_EXPIRES, FALSE);
  assert_listed (fixture, "four.example three.example one.example two.example");
  kp_site_view_set_order (fixture->view, KP_SITE_ORDER_CHECKED, FALSE);
  assert_listed (fixture, "one.example four.example three.example two.example");
  kp_site_view_set_order (fixture->view, KP_SITE_ORDER_NEXT_ACTION, FALSE);
  assert_listed (fixture, "two.example three.example four.example one.example");
}

static void
test_filter (Fixture *fixture, gconstpointer data)
{
  KpSite *kite = add (fixture, "cp.kite.io");
  KpSite *lake = add (fixture, "cp.lake.se");
  g_autoptr (KpCauses) causes = kp_causes_new ();
  g_autoptr (GPtrArray) list = NULL;
  KpSummary summary;

  add (fixture, "my.old.net");
  kp_summary_init (&summary);
  summary.lock = KP_LOCK_UNLOCKED;
  summary.next.who = KP_TURN_YOU;
  summary.cause = g_strdup ("dns.a-record 203.0.113.7");
  kp_site_set_summary (kite, &summary);
  summary.lock = KP_LOCK_PENDING;
  summary.next.overdue = TRUE;
  kp_site_set_summary (lake, &summary);
  kp_summary_clear (&summary);
  kp_site_view_refresh (fixture->view);
  wait_batch (fixture);

  g_assert_cmpuint (kp_site_view_get_total (fixture->view), ==, 3);
  g_assert_cmpuint (kp_site_view_get_count (fixture->view, KP_LOCK_UNLOCKED), ==, 1);
  g_assert_cmpuint (kp_site_view_get_count (fixture->view, KP_LOCK_PENDING), ==, 1);
  g_assert_cmpuint (kp_site_view_get_count (fixture->view, KP_LOCK_UNKNOWN), ==, 1);
  g_assert_cmpuint (kp_site_view_get_count (fixture->view, KP_LOCK_LOCKED), ==, 0);
  g_assert_cmpuint (kp_site_view_get_your_turn_count (fixture->view), ==, 3);
  g_assert_cmpuint (kp_site_view_get_overdue_count (fixture->view), ==, 1);

  kp_site_view_set_lock (fixture->view, FALSE, KP_LOCK_UNKNOWN);
  assert_listed (fixture, "my.old.net");
  kp_site_view_set_lock (fixture->view, TRUE, KP_LOCK_UNKNOWN);
  kp_site_view_set_your_turn (fixture->view, TRUE);
  /* One that was never checked is yours to check. */
  assert_listed (fixture, "cp.kite.io cp.lake.se my.old.net");
  kp_site_view_set_overdue (fixture->view, TRUE);
  assert_listed (fixture, "cp.lake.se");
  kp_site_view_set_lock (fixture->view, FALSE, KP_LOCK_LOCKED);
  assert_listed (fixture, "");
  kp_site_view_set_lock (fixture->view, TRUE, KP_LOCK_LOCKED);
  kp_site_view_set_your_turn (fixture->view, FALSE);
  kp_site_view_set_overdue (fixture->view, FALSE);

  kp_causes_add (causes, kite);
  kp_causes_add (causes, lake);
  list = kp_causes_list (causes);
  kp_site_view_set_cause (fixture->view, g_ptr_array_index (list, 0));
  assert_listed (fixture, "cp.kite.io cp.lake.se");
  kp_site_view_set_cause (fixture->view, NULL);
  assert_listed (fixture, "cp.kite.io cp.lake.se my.old.net");
}

static void
test_search (Fixture *fixture, gconstpointer data)
{
  static const struct
  {
    const char *text;
    const char *expected;
  } rows[] = {
    { "kite", "cp.kite.io" },
    { "KITE", "cp.kite.io" },
    { "muller", "müller.de:8443" },
    { "Müller", "müller.de:8443" },
    { "xn--mller", "müller.de:8443" },
    { "8443", "müller.de:8443" },
    { "asa", "cp.kite.io" },
    { "Ångström", "cp.kite.io" },
    { "own server", "cp.kite.io cp.lake.se müller.de:8443" }, /* the provider's name */
    { "second address", "cp.lake.se" },                       /* the note */
    { "not secured", "cp.kite.io" },                          /* the status */
    { "You: secure", "cp.kite.io" },                          /* the next action */
    { "No DNS record", "cp.kite.io" },                        /* a finding's title */
    { "refuses", "cp.kite.io" },                              /* another finding's title */
    { "203.0.113.7", "cp.kite.io" },                          /* what it is about */
    { "41 days", "cp.kite.io" },                              /* the end */
    { "5 min", "cp.kite.io" },                                /* the check */
    { "target.example", "cp.lake.se" },
    { "cp  lake", "cp.lake.se" },
    { " ", "cp.kite.io cp.lake.se müller.de:8443" },
    { "kite lake", "" },
    { "%s", "" },
    { "\xff\xfe", "" },
  };
  KpSite *kite = add (fixture, "cp.kite.io");
  KpSite *lake = add (fixture, "cp.lake.se");
  KpSite *umlaut = make_site (3, "xn--mller-kva.de", "own-server");
  KpSite *ported = kp_site_new ("xn--mller-kva.de", 8443, "own-server");
  KpSummary summary;

  g_list_store_append (fixture->sites, ported);
  g_object_unref (ported);
  g_object_unref (umlaut);
  kp_site_set_customer (kite, 1, "Åsa Ångström AB");
  kp_site_set_note (lake, "Has a Second Address");
  kp_site_set_target (lake, "target.example.net");
  kp_summary_init (&summary);
  summary.lock = KP_LOCK_UNLOCKED;
  summary.status = KP_STATUS_NOT_SECURED_YET;
  summary.next = (KpNextAction){ .who = KP_TURN_YOU, .kind = KP_ACTION_SECURE };
  summary.not_after = NOW + 41 * DAY + HOUR;
  summary.checked_at = NOW - 5 * 60;
  summary.main_finding = "dns.missing";
  summary.findings = g_strdup ("dns.missing tls.refused later.finding");
  summary.cause = g_strdup ("dns.missing 203.0.113.7");
  kp_site_set_summary (kite, &summary);
  kp_summary_clear (&summary);
  kp_site_view_set_order (fixture->view, KP_SITE_ORDER_SITE, FALSE);

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autofree char *shown = g_strescape (rows[i].text, NULL);

      g_test_message ("%s", shown);
      kp_site_view_set_search (fixture->view, rows[i].text);
      assert_listed (fixture, rows[i].expected);
    }
  /* What is typed too long is cut by words, not refused. */
  kp_site_view_set_search (fixture->view, "4 1 4 1 4 1 4 1 4 1 4 1 4 1 4 1 4 1 4 1");
  assert_listed (fixture, "cp.kite.io");
  kp_site_view_set_search (fixture->view, NULL);
  assert_listed (fixture, "cp.kite.io cp.lake.se müller.de:8443");
}

/* Texts that speak of days are found by what they say now. */
static void
test_search_time (Fixture *fixture, gconstpointer data)
{
  KpSite *site = add (fixture, "cp.fjord.no");
  KpSummary summary;

  kp_summary_init (&summary);
  summary.lock = KP_LOCK_PENDING;
  summary.status = KP_STATUS_WAITING_CUSTOMER;
  summary.status_at = NOW - 5 * DAY;
  kp_site_set_summary (site, &summary);
  kp_site_view_set_search (fixture->view, "customer, 5 days");
  assert_listed (fixture, "cp.fjord.no");
  kp_fixed_clock_set (KP_FIXED_CLOCK (fixture->clock), NOW + DAY);
  kp_site_view_tell_time (fixture->view);
  assert_listed (fixture, "");
  kp_site_view_set_search (fixture->view, "customer, 6 days");
  assert_listed (fixture, "cp.fjord.no");
}

static void
test_held (Fixture *fixture, gconstpointer data)
{
  KpSite *kite = add (fixture, "cp.kite.io");
  KpSite *lake = add (fixture, "cp.lake.se");
  KpSite *more;

  kp_site_view_set_held (fixture->view, TRUE);
  set_lock (lake, KP_LOCK_LOCKED, KP_STATUS_LOCKED, 7);
  set_lock (kite, KP_LOCK_PENDING, KP_STATUS_WAITING_DNS, 9);
  wait_batch (fixture);
  /* The counts are new, the order is not. */
  g_assert_cmpuint (kp_site_view_get_count (fixture->view, KP_LOCK_PENDING), ==, 1);
  g_assert_cmpuint (kp_site_view_get_count (fixture->view, KP_LOCK_LOCKED), ==, 1);
  assert_listed (fixture, "cp.kite.io cp.lake.se");

  /* What comes and goes does so, held or not. */
  more = add (fixture, "cp.more.io");
  assert_listed (fixture, "cp.kite.io cp.lake.se cp.more.io");
  set_lock (more, KP_LOCK_LOCKED, KP_STATUS_LOCKED, 8);
  g_list_store_remove (fixture->sites, 2);
  assert_listed (fixture, "cp.kite.io cp.lake.se");

  kp_site_view_refresh (fixture->view);
  assert_listed (fixture, "cp.lake.se cp.kite.io");
  set_lock (kite, KP_LOCK_PENDING, KP_STATUS_WAITING_DNS, 1);
  wait_batch (fixture);
  assert_listed (fixture, "cp.lake.se cp.kite.io");
  kp_site_view_set_held (fixture->view, FALSE);
  assert_listed (fixture, "cp.kite.io cp.lake.se");

  /* Who filters wants the truth. */
  kp_site_view_set_held (fixture->view, TRUE);
  set_lock (kite, KP_LOCK_UNLOCKED, KP_STATUS_NOT_SECURED_YET, 9);
  wait_batch (fixture);
  kp_site_view_set_lock (fixture->view, FALSE, KP_LOCK_UNLOCKED);
  assert_listed (fixture, "cp.kite.io");
}

static void
count_cb (KpSiteView *view, guint *count)
{
  ++*count;
}

static void
test_batches (Fixture *fixture, gconstpointer data)
{
  KpSite *sites[20];
  guint updates = 0;

  for (guint i = 0; i < G_N_ELEMENTS (sites); i++)
    {
      g_autofree char *host = g_strdup_printf ("cp.%02u.example", i);

      sites[i] = add (fixture, host);
    }
  fixture->changes = 0;
  g_signal_connect (fixture->view, "updated", G_CALLBACK (count_cb), &updates);
  for (guint i = 0; i < G_N_ELEMENTS (sites); i++)
    set_lock (sites[i], KP_LOCK_LOCKED, KP_STATUS_LOCKED, 100 - i);
  g_assert_cmpuint (updates, ==, 0);
  g_assert_cmpuint (fixture->changes, ==, 0);
  wait_batch (fixture);
  g_assert_cmpuint (updates, ==, 1);
  g_assert_cmpuint (fixture->changes, ==, 1);
  /* A change that moves nothing is no change of the list. */
  set_lock (sites[0], KP_LOCK_LOCKED, KP_STATUS_RENEWING, 100);
  wait_batch (fixture);
  g_assert_cmpuint (updates, ==, 2);
  g_assert_cmpuint (fixture->changes, ==, 1);
}

/* The model that is right: every key made anew of the site, whenever it is asked. */
typedef struct
{
  gboolean any_lock;
  KpLock lock;
  gboolean your_turn;
  gboolean overdue;
  const char *search;
  KpSiteOrder order;
  gboolean descending;
} Naive;

static gboolean
naive_matches (const Naive *naive, KpSite *site)
{
  const KpSummary *summary = kp_site_get_summary (site);
  g_autofree char *status = kp_summary_format_status (summary, "One", NOW);
  g_autofree char *text =
      g_strconcat (kp_site_get_host (site), "\n", status, "\n",
                   kp_site_get_customer (site) ? kp_site_get_customer (site) : "", NULL);
  g_autofree char *lower = g_ascii_strdown (text, -1);

  return (naive->any_lock || summary->lock == naive->lock)
         && (!naive->your_turn || summary->next.who == KP_TURN_YOU)
         && (!naive->overdue || summary->next.overdue)
         && (naive->search == NULL || strstr (lower, naive->search) != NULL);
}

static int
compare_int64 (gint64 a, gint64 b)
{
  return a < b ? -1 : a > b;
}

/* No customer is after every customer. */
static int
compare_customers (const char *a, const char *b)
{
  if (a == NULL || b == NULL)
    return (a == NULL) - (b == NULL);
  return g_utf8_collate (a, b);
}

static int
naive_compare (gconstpointer a, gconstpointer b, gpointer data)
{
  const Naive *naive = data;
  KpSite *first = *(KpSite *const *) a, *second = *(KpSite *const *) b;
  const KpSummary *one = kp_site_get_summary (first), *two = kp_site_get_summary (second);
  int order = 0;

  switch (naive->order)
    {
    case KP_SITE_ORDER_CUSTOMER:
      order =
          compare_customers (kp_site_get_customer (first), kp_site_get_customer (second));
      break;
    case KP_SITE_ORDER_EXPIRES:
      order = compare_int64 (one->not_after, two->not_after);
      break;
    case KP_SITE_ORDER_SITE:
      break;
    default:
      order = compare_int64 (one->attention, two->attention);
    }
  if (order == 0 && naive->order == KP_SITE_ORDER_SITE)
    order = strcmp (kp_site_get_host (first), kp_site_get_host (second));
  if (naive->descending)
    order = -order;
  if (order == 0)
    order = strcmp (kp_site_get_host (first), kp_site_get_host (second));
  return order != 0 ? order
                    : compare_int64 (kp_site_get_id (first), kp_site_get_id (second));
}

static void
compare_with_naive (Fixture *fixture, Naive *naive)
{
  GListModel *sites = G_LIST_MODEL (fixture->sites);
  g_autoptr (GPtrArray) expected = g_ptr_array_new_with_free_func (g_object_unref);
  guint counts[KP_LOCK_N] = { 0 };

  settle (fixture);
  for (guint i = 0; i < g_list_model_get_n_items (sites); i++)
    {
      g_autoptr (KpSite) site = g_list_model_get_item (sites, i);

      counts[kp_site_get_summary (site)->lock]++;
      if (naive_matches (naive, site))
        g_ptr_array_add (expected, g_steal_pointer (&site));
    }
  g_ptr_array_sort_with_data (expected, naive_compare, naive);

  g_assert_cmpuint (fixture->mirror->len, ==, expected->len);
  for (guint i = 0; i < expected->len; i++)
    g_assert_true (g_ptr_array_index (fixture->mirror, i)
                   == g_ptr_array_index (expected, i));
  for (guint i = 0; i < KP_LOCK_N; i++)
    g_assert_cmpuint (kp_site_view_get_count (fixture->view, i), ==, counts[i]);
}

static void
randomize (KpSite *site, GRand *rand)
{
  static const char *const customers[] = { NULL, "Acme", "Globe", "Fjord AS", "lake" };
  KpSummary summary;

  kp_summary_init (&summary);
  summary.lock = g_rand_int_range (rand, 0, KP_LOCK_N);
  summary.status =
      summary.lock == KP_LOCK_LOCKED ? KP_STATUS_LOCKED : KP_STATUS_NOT_SECURED_YET;
  summary.attention = g_rand_int_range (rand, 0, 40);
  summary.not_after = NOW + g_rand_int_range (rand, 1, 50) * DAY;
  summary.next.who = g_rand_int_range (rand, 0, 3);
  summary.next.overdue = g_rand_int_range (rand, 0, 4) == 0;
  kp_site_set_summary (site, &summary);
  if (g_rand_int_range (rand, 0, 4) == 0)
    kp_site_set_customer (site, 1,
                          customers[g_rand_int_range (rand, 0, G_N_ELEMENTS (customers))]);
}

static KpSite *
make_random (GRand *rand)
{
  static gint64 id = 0;
  g_autofree char *host =
      g_strdup_printf ("cp.%c%u.example", 'a' + g_rand_int_range (rand, 0, 6),
                       g_rand_int_range (rand, 0, 300));
  KpSite *site = make_site (++id, host, "one");

  randomize (site, rand);
  return site;
}

static void
change_random (Fixture *fixture, guint n, GRand *rand)
{
  guint total = g_list_model_get_n_items (G_LIST_MODEL (fixture->sites));

  for (guint i = 0; i < n && total > 0; i++)
    {
      g_autoptr (KpSite) site = g_list_model_get_item (G_LIST_MODEL (fixture->sites),
                                                       g_rand_int_range (rand, 0, total));

      randomize (site, rand);
    }
}

/* Replaces a range by new sites and some of the old ones, as the portfolio may. */
static void
splice_random (Fixture *fixture, guint n_added, guint n_removed, GRand *rand)
{
  guint total = g_list_model_get_n_items (G_LIST_MODEL (fixture->sites));
  g_autoptr (GPtrArray) added = g_ptr_array_new_with_free_func (g_object_unref);
  guint position, removed;

  removed = MIN (n_removed, total);
  position = g_rand_int_range (rand, 0, total - removed + 1);
  for (guint i = 0; i < removed; i++)
    if (n_added > 0 && g_rand_int_range (rand, 0, 2) == 0)
      g_ptr_array_add (added,
                       g_list_model_get_item (G_LIST_MODEL (fixture->sites), position + i));
  for (guint i = 0; i < n_added; i++)
    g_ptr_array_add (added, make_random (rand));
  g_list_store_splice (fixture->sites, position, removed, added->pdata, added->len);
}

static void
set_random (Fixture *fixture, Naive *naive, GRand *rand)
{
  static const char *const searches[] = {
    NULL, "cp", "a1", "secured", "acme", "lake", "zz"
  };
  static const KpSiteOrder orders[] = { KP_SITE_ORDER_ATTENTION, KP_SITE_ORDER_SITE,
                                        KP_SITE_ORDER_CUSTOMER, KP_SITE_ORDER_EXPIRES };

  switch (g_rand_int_range (rand, 0, 5))
    {
    case 0:
      naive->any_lock = g_rand_boolean (rand);
      naive->lock = g_rand_int_range (rand, 0, KP_LOCK_N);
      kp_site_view_set_lock (fixture->view, naive->any_lock, naive->lock);
      break;
    case 1:
      naive->your_turn = g_rand_int_range (rand, 0, 3) == 0;
      kp_site_view_set_your_turn (fixture->view, naive->your_turn);
      break;
    case 2:
      naive->overdue = g_rand_int_range (rand, 0, 3) == 0;
      kp_site_view_set_overdue (fixture->view, naive->overdue);
      break;
    case 3:
      naive->search = searches[g_rand_int_range (rand, 0, G_N_ELEMENTS (searches))];
      kp_site_view_set_search (fixture->view, naive->search);
      break;
    default:
      naive->order = orders[g_rand_int_range (rand, 0, G_N_ELEMENTS (orders))];
      naive->descending = g_rand_boolean (rand);
      kp_site_view_set_order (fixture->view, naive->order, naive->descending);
    }
}

static void
do_random (Fixture *fixture, Naive *naive, guint size, GRand *rand)
{
  guint total = g_list_model_get_n_items (G_LIST_MODEL (fixture->sites));

  switch (g_rand_int_range (rand, 0, 12))
    {
    case 0:
      splice_random (fixture, g_rand_int_range (rand, 1, 8), 0, rand);
      break;
    case 1:
      splice_random (fixture, 0, g_rand_int_range (rand, 0, 8), rand);
      break;
    case 2:
      splice_random (fixture, g_rand_int_range (rand, 0, 8), g_rand_int_range (rand, 0, 8),
                     rand);
      break;
    case 3: /* more than is done one by one, or at once */
      if (total < size)
        splice_random (fixture, g_rand_int_range (rand, size / 2, size), 5, rand);
      else
        splice_random (fixture, 0, g_rand_int_range (rand, size / 2, total), rand);
      break;
    case 4:
    case 5:
      change_random (fixture, g_rand_int_range (rand, 1, 10), rand);
      break;
    case 6:
      change_random (fixture, g_rand_int_range (rand, 1, size), rand);
      break;
    default:
      set_random (fixture, naive, rand);
    }
}

/* Few sites, where all is done at once, and so many that it is done in slices, while which
 * more may happen. */
static void
test_random (Fixture *fixture, gconstpointer data)
{
  guint size = GPOINTER_TO_UINT (data);
  g_autoptr (GRand) rand = g_rand_new_with_seed (size);
  Naive naive = { .any_lock = TRUE };
  guint n = size > 1000 ? 1000 : 4000;

  for (guint i = 0; i < n; i++)
    {
      do_random (fixture, &naive, size, rand);
      /* Sometimes in the midst of the work. */
      for (int j = g_rand_int_range (rand, 0, 3); j > 0; j--)
        g_main_context_iteration (NULL, FALSE);
      if (g_rand_int_range (rand, 0, size > 1000 ? 8 : 2) > 0)
        continue;
      settle (fixture);
      kp_site_view_refresh (fixture->view);
      settle (fixture);
      compare_with_naive (fixture, &naive);
    }
}

static void
test_texts (void)
{
  static const struct
  {
    gint64 age;
    const char *checked;
  } ages[] = {
    { -HOUR, "now" },    { 0, "now" },           { 59, "now" },
    { 60, "1 min" },     { HOUR - 1, "59 min" }, { HOUR, "1 h" },
    { DAY - 1, "23 h" }, { DAY, "1 day" },       { 5 * DAY, "5 days" },
  };
  static const struct
  {
    gint64 left;
    const char *expires;
  } ends[] = {
    { -1, "ended" },         { 0, "ended" },   { 1, "1 hour" },
    { 5 * HOUR, "5 hours" }, { DAY, "1 day" }, { 41 * DAY + HOUR, "41 days" },
  };
  KpSummary summary = { .not_after = NOW + 20 * DAY, .renew_by = NOW + DAY };

  for (guint i = 0; i < G_N_ELEMENTS (ages); i++)
    {
      g_autofree char *text = kp_site_format_checked (NOW - ages[i].age, NOW);

      g_assert_cmpstr (text, ==, ages[i].checked);
    }
  for (guint i = 0; i < G_N_ELEMENTS (ends); i++)
    {
      g_autofree char *text = kp_site_format_expires (NOW + ends[i].left, NOW);

      g_assert_cmpstr (text, ==, ends[i].expires);
    }
  g_assert_cmpint (kp_site_get_expiry (&summary, NOW), ==, KP_EXPIRY_FAR);
  g_assert_cmpint (kp_site_get_expiry (&summary, NOW + DAY), ==, KP_EXPIRY_NEAR);
  g_assert_cmpint (kp_site_get_expiry (&summary, NOW + 13 * DAY), ==, KP_EXPIRY_NEAR);
  g_assert_cmpint (kp_site_get_expiry (&summary, NOW + 13 * DAY + 1), ==, KP_EXPIRY_URGENT);
  summary.not_after = 0;
  g_assert_cmpint (kp_site_get_expiry (&summary, NOW), ==, KP_EXPIRY_FAR);
}

#define ADD(path, data, function)                                                          \
  g_test_add (path, Fixture, data, set_up, function, tear_down)

int
main (int argc, char **argv)
{
  g_setenv ("TZ", "UTC", TRUE);
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/site-view/texts", test_texts);
  ADD ("/site-view/order", NULL, test_order);
  ADD ("/site-view/times", NULL, test_times);
  ADD ("/site-view/filter", NULL, test_filter);
  ADD ("/site-view/search", NULL, test_search);
  ADD ("/site-view/search-time", NULL, test_search_time);
  ADD ("/site-view/held", NULL, test_held);
  ADD ("/site-view/batches", NULL, test_batches);
  ADD ("/site-view/random-few", GUINT_TO_POINTER (400), test_random);
  ADD ("/site-view/random-many", GUINT_TO_POINTER (4000), test_random);
  return g_test_run ();
}
