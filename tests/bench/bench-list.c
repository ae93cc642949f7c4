/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * bench-list [N]: how long a list of N sites (100,000) takes to show a result after it was
 * asked for, and for how long at most the main loop was held meanwhile.
 */
#include "config.h"

#include <stdlib.h>
#include <time.h>

#include "core/model/finding.h"
#include "window/site-view.h"

#define NOW G_GINT64_CONSTANT (1795335000)
#define DAY 86400

static gint64 longest;     /* that the main loop was held */
static gint64 longest_cpu; /* the same without what other programs took */

static gint64
get_cpu_time (void)
{
  struct timespec now;

  clock_gettime (CLOCK_THREAD_CPUTIME_ID, &now);
  return now.tv_sec * G_USEC_PER_SEC + now.tv_nsec / 1000;
}

/* One turn of the main loop; nothing waits in it for anything but work. */
static void
turn (void)
{
  gint64 start = g_get_monotonic_time (), cpu = get_cpu_time ();

  g_main_context_iteration (NULL, FALSE);
  longest = MAX (longest, g_get_monotonic_time () - start);
  longest_cpu = MAX (longest_cpu, get_cpu_time () - cpu);
}

typedef struct
{
  gint64 start;
  gint64 cpu;
} Asked;

static Asked
begin (void)
{
  longest = longest_cpu = 0;
  return (Asked){ g_get_monotonic_time (), get_cpu_time () };
}

/* Call when what was asked for has returned. */
static void
finish (KpSiteView *view, const char *what, Asked asked)
{
  longest = MAX (longest, g_get_monotonic_time () - asked.start);
  longest_cpu = MAX (longest_cpu, get_cpu_time () - asked.cpu);
  while (kp_site_view_is_busy (view))
    turn ();
  g_print ("%-32s %8.1f %8.1f %8.1f %8.1f %9u\n", what,
           (g_get_monotonic_time () - asked.start) / 1000.0,
           (get_cpu_time () - asked.cpu) / 1000.0, longest / 1000.0, longest_cpu / 1000.0,
           g_list_model_get_n_items (G_LIST_MODEL (view)));
}

/* What the portfolio is to the view: an array. (GListStore takes 0.5 µs for each item.) */
#define TYPE_SITE_ARRAY (site_array_get_type ())
G_DECLARE_FINAL_TYPE (SiteArray, site_array, SITE, ARRAY, GObject)

struct _SiteArray
{
  GObject parent;

  GPtrArray *sites;
};

static void list_model_iface_init (GListModelInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (SiteArray, site_array, G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (G_TYPE_LIST_MODEL,
                                                      list_model_iface_init))

static GType
get_item_type (GListModel *model)
{
  return KP_TYPE_SITE;
}

static guint
get_n_items (GListModel *model)
{
  return SITE_ARRAY (model)->sites->len;
}

static gpointer
get_item (GListModel *model, guint position)
{
  SiteArray *self = SITE_ARRAY (model);

  return position < self->sites->len
             ? g_object_ref (g_ptr_array_index (self->sites, position))
             : NULL;
}

static void
list_model_iface_init (GListModelInterface *iface)
{
  iface->get_item_type = get_item_type;
  iface->get_n_items = get_n_items;
  iface->get_item = get_item;
}

static void
site_array_class_init (SiteArrayClass *klass)
{
}

static void
site_array_init (SiteArray *self)
{
}

static const char *const words[] = {
  "acme",  "globe", "fjord", "lake",  "kite",   "north", "harbour", "meadow",
  "stone", "river", "birch", "ember", "falcon", "grove", "island",  "juniper",
};

static void
fill_summary (KpSummary *summary, guint i, GRand *rand)
{
  static const KpFindingId findings[] = { KP_FINDING_DNS_A_RECORD,
                                          KP_FINDING_DNS_WRONG_TARGET,
                                          KP_FINDING_TLS_EXPIRED,
                                          KP_FINDING_TLS_NAME_MISMATCH };

  kp_summary_init (summary);
  summary->checked_at = NOW - g_rand_int_range (rand, 0, 2 * DAY);
  summary->lock = i % 10 < 7 ? KP_LOCK_LOCKED : (KpLock) (i % 4);
  summary->not_after = NOW + g_rand_int_range (rand, 1, 200) * DAY;
  summary->renew_by = summary->not_after - 30 * DAY;
  summary->attention = (guint64) (summary->lock * 2) << 56 | (guint64) summary->renew_by;
  summary->status = KP_STATUS_LOCKED;
  if (summary->lock == KP_LOCK_UNLOCKED)
    {
      const char *id = kp_finding_id_to_string (findings[i % G_N_ELEMENTS (findings)]);

      summary->status = i % 3 ? KP_STATUS_NOT_SECURED_YET : KP_STATUS_NO_LONGER_SECURE;
      summary->status_at = NOW - g_rand_int_range (rand, 1, 30) * DAY;
      summary->next = (KpNextAction){ .who = KP_TURN_YOU, .kind = KP_ACTION_SECURE };
      summary->main_finding = g_intern_string (id);
      summary->findings = g_strdup (id);
      summary->cause = g_strdup_printf ("%s 203.0.113.%u", id, i % 200);
    }
  else if (summary->lock == KP_LOCK_PENDING)
    {
      summary->status = KP_STATUS_WAITING_CUSTOMER;
      summary->status_at = NOW - g_rand_int_range (rand, 1, 12) * DAY;
      summary->next = (KpNextAction){ .who = KP_TURN_CUSTOMER,
                                      .kind = KP_ACTION_CHANGE_DNS,
                                      .due = NOW + DAY,
                                      .overdue = i % 5 == 0 };
    }
}

static GPtrArray *
make_sites (guint n, GRand *rand)
{
  GPtrArray *sites = g_ptr_array_new_with_free_func (g_object_unref);

  for (guint i = 0; i < n; i++)
    {
      const char *word = words[g_rand_int_range (rand, 0, G_N_ELEMENTS (words))];
      g_autofree char *host = g_strdup_printf ("%s.%s-%u.example", i % 2 ? "cp" : "my",
                                               word, g_rand_int_range (rand, 0, 1000000));
      g_autofree char *customer = g_strdup_printf ("%s %u Ltd", word, i % 5000);
      KpSite *site = kp_site_new (host, 443, i % 2 ? "one" : "two");
      KpSummary summary = { 0 };

      kp_site_set_id (site, i + 1);
      kp_site_set_customer (site, i % 5000 + 1, customer);
      if (i % 20 == 0)
        kp_site_set_note (site, "Moves to another data centre in spring");
      fill_summary (&summary, i, rand);
      kp_site_set_summary (site, &summary);
      kp_summary_clear (&summary);
      g_ptr_array_add (sites, site);
    }
  return sites;
}

static void
change (GPtrArray *sites, guint n, GRand *rand)
{
  for (guint i = 0; i < n; i++)
    {
      KpSummary summary = { 0 };

      fill_summary (&summary, g_rand_int_range (rand, 0, 1000), rand);
      kp_site_set_summary (
          g_ptr_array_index (sites, g_rand_int_range (rand, 0, sites->len)), &summary);
      kp_summary_clear (&summary);
    }
}

static void
bench_searches (KpSiteView *view)
{
  static const char *const texts[] = {
    "f",
    "fj",
    "fjord",
    "fjord-12",
    "cp.kite",
    "no longer secure",
    "data centre",
    "not there",
    "customer 41 days",
    "",
  };

  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    {
      g_autofree char *what = g_strdup_printf ("search \"%s\"", texts[i]);
      Asked asked = begin ();

      kp_site_view_set_search (view, texts[i]);
      finish (view, what, asked);
    }
}

static void
bench_orders (KpSiteView *view)
{
  static const struct
  {
    const char *what;
    KpSiteOrder order;
    gboolean descending;
  } orders[] = {
    { "sort by site", KP_SITE_ORDER_SITE, FALSE },
    { "and turned round", KP_SITE_ORDER_SITE, TRUE },
    { "sort by customer", KP_SITE_ORDER_CUSTOMER, FALSE },
    { "sort by status", KP_SITE_ORDER_STATUS, FALSE },
    { "sort by expires", KP_SITE_ORDER_EXPIRES, FALSE },
    { "sort by attention", KP_SITE_ORDER_ATTENTION, FALSE },
  };

  for (guint i = 0; i < G_N_ELEMENTS (orders); i++)
    {
      Asked asked = begin ();

      kp_site_view_set_order (view, orders[i].order, orders[i].descending);
      finish (view, orders[i].what, asked);
    }
}

static void
updated_cb (KpSiteView *view, gboolean *updated)
{
  *updated = TRUE;
}

/* The 150 ms of a batch are waited for, not counted. */
static void
bench_changes (KpSiteView *view, GPtrArray *sites, guint n, GRand *rand)
{
  g_autofree char *what = g_strdup_printf ("%u sites change", n);
  gboolean updated = FALSE;
  gulong handler = g_signal_connect (view, "updated", G_CALLBACK (updated_cb), &updated);
  Asked asked;

  change (sites, n, rand);
  g_usleep (200000);
  asked = begin ();
  while (!updated)
    turn ();
  asked.start = g_get_monotonic_time () - longest;
  asked.cpu = get_cpu_time () - longest_cpu;
  g_signal_handler_disconnect (view, handler);
  finish (view, what, asked);
}

int
main (int argc, char **argv)
{
  guint n = argc > 1 ? strtoul (argv[1], NULL, 10) : 100000;
  g_autoptr (GRand) rand = g_rand_new_with_seed (42);
  g_autoptr (GPtrArray) sites = make_sites (n, rand);
  g_autoptr (SiteArray) store = g_object_new (TYPE_SITE_ARRAY, NULL);
  g_autoptr (KpCatalogue) catalogue = kp_catalogue_new (NULL);
  g_autoptr (KpClock) clock = kp_fixed_clock_new (NOW);
  g_autoptr (KpSiteView) view = NULL;
  Asked asked;

  store->sites = sites;
  g_print ("%-32s %17s %17s\n", "", "to result, ms", "longest held, ms");
  g_print ("%-32s %8s %8s %8s %8s %9s\n", "", "time", "cpu", "time", "cpu", "shown");
  asked = begin ();
  view = kp_site_view_new (G_LIST_MODEL (store), catalogue, clock);
  finish (view, "load", asked);
  bench_searches (view);

  asked = begin ();
  kp_site_view_set_lock (view, FALSE, KP_LOCK_UNLOCKED);
  finish (view, "only unlocked", asked);
  asked = begin ();
  kp_site_view_set_lock (view, TRUE, KP_LOCK_UNLOCKED);
  finish (view, "all", asked);
  bench_orders (view);
  bench_changes (view, sites, 10, rand);
  bench_changes (view, sites, 500, rand);
  bench_changes (view, sites, 10000, rand);
  return 0;
}
