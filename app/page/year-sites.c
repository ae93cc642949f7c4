/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "page/year-sites.h"

/* How long the main loop is held at a time, microseconds. */
#define SLICE 4000
#define BETWEEN_LOOKS 64

/* The sites of a span, put in order when they are first asked for. */
typedef struct
{
  GPtrArray *sites;
  gboolean sorted;
} Span;

typedef struct
{
  KpYear year;
  Span spans[KP_YEAR_SPANS];
} Count;

struct _KpYearSites
{
  GObject parent;

  GListModel *sites;
  KpClock *clock;
  Count *count;
  Count *next; /* (nullable): under way */
  guint position;
  guint idle_id;
};

enum
{
  CHANGED,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (KpYearSites, kp_year_sites, G_TYPE_OBJECT)

static Count *
count_new (gint64 now)
{
  g_autoptr (GTimeZone) zone = g_time_zone_new_local ();
  Count *count = g_new0 (Count, 1);

  kp_year_init (&count->year, now, zone);
  for (guint i = 0; i < KP_YEAR_SPANS; i++)
    count->spans[i].sites = g_ptr_array_new_with_free_func (g_object_unref);
  return count;
}

static void
count_free (Count *count)
{
  for (guint i = 0; i < KP_YEAR_SPANS; i++)
    g_ptr_array_unref (count->spans[i].sites);
  g_free (count);
}

static void
add_site (Count *count, KpSite *site)
{
  const KpSummary *summary = kp_site_get_summary (site);
  int end = kp_year_find_end (&count->year, summary->not_after);
  int renewal = kp_year_find_renewal (&count->year, summary->renew_by);

  kp_year_add (&count->year, summary->renew_by, summary->not_after);
  if (end != KP_YEAR_NONE && end != KP_YEAR_SPANS)
    g_ptr_array_add (count->spans[end].sites, g_object_ref (site));
  if (renewal != KP_YEAR_NONE && renewal != KP_YEAR_SPANS && renewal != end)
    g_ptr_array_add (count->spans[renewal].sites, g_object_ref (site));
}

static gboolean
count_cb (gpointer data)
{
  KpYearSites *self = data;
  gint64 end = g_get_monotonic_time () + SLICE;

  for (guint n = g_list_model_get_n_items (self->sites); self->position < n;
       self->position++)
    {
      g_autoptr (KpSite) site = NULL;

      if (self->position % BETWEEN_LOOKS == 0 && g_get_monotonic_time () >= end)
        return G_SOURCE_CONTINUE;
      site = g_list_model_get_item (self->sites, self->position);
      add_site (self->next, site);
    }
  self->idle_id = 0;
  count_free (self->count);
  self->count = g_steal_pointer (&self->next);
  g_signal_emit (self, signals[CHANGED], 0);
  return G_SOURCE_REMOVE;
}

static void
begin (KpYearSites *self)
{
  g_clear_pointer (&self->next, count_free);
  self->next = count_new (kp_clock_now (self->clock));
  self->position = 0;
  if (self->idle_id == 0)
    self->idle_id = g_idle_add_full (G_PRIORITY_LOW, count_cb, self, NULL);
}

/* Positions are others now. */
static void
sites_changed_cb (KpYearSites *self)
{
  if (self->next != NULL)
    begin (self);
}

static void
kp_year_sites_dispose (GObject *object)
{
  KpYearSites *self = KP_YEAR_SITES (object);

  g_clear_handle_id (&self->idle_id, g_source_remove);
  g_clear_pointer (&self->next, count_free);
  g_clear_object (&self->sites);

  G_OBJECT_CLASS (kp_year_sites_parent_class)->dispose (object);
}

static void
kp_year_sites_finalize (GObject *object)
{
  KpYearSites *self = KP_YEAR_SITES (object);

  count_free (self->count);
  g_clear_object (&self->clock);

  G_OBJECT_CLASS (kp_year_sites_parent_class)->finalize (object);
}

static void
kp_year_sites_class_init (KpYearSitesClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = kp_year_sites_dispose;
  object_class->finalize = kp_year_sites_finalize;

  signals[CHANGED] = g_signal_new ("changed", KP_TYPE_YEAR_SITES, G_SIGNAL_RUN_LAST, 0,
                                   NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
kp_year_sites_init (KpYearSites *self)
{
}

KpYearSites *
kp_year_sites_new (GListModel *sites, KpClock *clock)
{
  KpYearSites *self;

  g_return_val_if_fail (G_IS_LIST_MODEL (sites), NULL);
  g_return_val_if_fail (KP_IS_CLOCK (clock), NULL);

  self = g_object_new (KP_TYPE_YEAR_SITES, NULL);
  self->sites = g_object_ref (sites);
  self->clock = g_object_ref (clock);
  self->count = count_new (kp_clock_now (clock));
  g_signal_connect_object (sites, "items-changed", G_CALLBACK (sites_changed_cb), self,
                           G_CONNECT_SWAPPED);
  return self;
}

void
kp_year_sites_count (KpYearSites *self)
{
  g_return_if_fail (KP_IS_YEAR_SITES (self));

  begin (self);
}

const KpYear *
kp_year_sites_get_year (KpYearSites *self)
{
  g_return_val_if_fail (KP_IS_YEAR_SITES (self), NULL);

  return &self->count->year;
}

/* What orders the sites of a span: for what is overdue how soon the certificate ends, else
 * the day that brought it here. */
typedef struct
{
  const KpYear *year;
  int span;
} Order;

static gint64
get_key (KpSite *site, const Order *order)
{
  const KpSummary *summary = kp_site_get_summary (site);
  gint64 key = G_MAXINT64;

  if (order->span == 0)
    return summary->not_after;
  if (kp_year_find_end (order->year, summary->not_after) == order->span)
    key = summary->not_after;
  if (kp_year_find_renewal (order->year, summary->renew_by) == order->span)
    key = MIN (key, summary->renew_by);
  return key;
}

static int
compare (gconstpointer a, gconstpointer b, gpointer data)
{
  KpSite *first = *(KpSite *const *) a;
  KpSite *second = *(KpSite *const *) b;
  gint64 first_key = get_key (first, data);
  gint64 second_key = get_key (second, data);

  if (first_key != second_key)
    return first_key < second_key ? -1 : 1;
  return g_strcmp0 (kp_site_get_label (first), kp_site_get_label (second));
}

GPtrArray *
kp_year_sites_list (KpYearSites *self, guint span)
{
  Order order;
  Span *wanted;

  g_return_val_if_fail (KP_IS_YEAR_SITES (self), NULL);
  g_return_val_if_fail (span < KP_YEAR_SPANS, NULL);

  wanted = &self->count->spans[span];
  order = (Order){ .year = &self->count->year, .span = (int) span };
  if (!wanted->sorted)
    g_ptr_array_sort_with_data (wanted->sites, compare, &order);
  wanted->sorted = TRUE;
  return wanted->sites;
}
