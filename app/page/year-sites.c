/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "page/year-sites.h"

#include "core/base/slice-sort.h"

/* How long the main loop is held at a time, microseconds. */
#define SLICE 4000
#define BETWEEN_LOOKS 64

typedef struct
{
  KpYear year;
  GPtrArray *spans[KP_YEAR_SPANS]; /* the sites of each */
} Count;

/* What orders the sites of a span: for what is overdue how soon the certificate ends, else
 * the day that brought it here. */
typedef struct
{
  const KpYear *year;
  int span;
} Order;

struct _KpYearSites
{
  GObject parent;

  GListModel *sites;
  KpClock *clock;
  Count *count;
  Count *next;    /* (nullable): under way */
  guint position; /* of the site that is counted next */
  guint span;     /* that is put in order, once all are counted */
  Order order;
  KpSliceSort *sort; /* (nullable): of that span, once it has begun */
  gboolean again;    /* once this is over */
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
    count->spans[i] = g_ptr_array_new_with_free_func (g_object_unref);
  return count;
}

static void
count_free (Count *count)
{
  for (guint i = 0; i < KP_YEAR_SPANS; i++)
    g_ptr_array_unref (count->spans[i]);
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
    g_ptr_array_add (count->spans[end], g_object_ref (site));
  if (renewal != KP_YEAR_NONE && renewal != KP_YEAR_SPANS && renewal != end)
    g_ptr_array_add (count->spans[renewal], g_object_ref (site));
}

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

/* Returns: whether all are counted; else it is time to let others work */
static gboolean
count_until (KpYearSites *self, gint64 end)
{
  for (guint n = g_list_model_get_n_items (self->sites); self->position < n;
       self->position++)
    {
      g_autoptr (KpSite) site = NULL;

      if (self->position % BETWEEN_LOOKS == 0 && g_get_monotonic_time () >= end)
        return FALSE;
      site = g_list_model_get_item (self->sites, self->position);
      add_site (self->next, site);
    }
  return TRUE;
}

/* One week may have nearly all sites: those of one certificate. */
static gboolean
sort_until (KpYearSites *self, gint64 end)
{
  for (; self->span < KP_YEAR_SPANS; self->span++)
    {
      self->order = (Order){ .year = &self->next->year, .span = (int) self->span };
      if (self->sort == NULL)
        self->sort =
            kp_slice_sort_new (self->next->spans[self->span], compare, &self->order);
      while (!kp_slice_sort_step (self->sort, BETWEEN_LOOKS))
        if (g_get_monotonic_time () >= end)
          return FALSE;
      g_clear_pointer (&self->sort, kp_slice_sort_free);
    }
  return TRUE;
}

static gboolean count_cb (gpointer data);

static void
drop_next (KpYearSites *self)
{
  g_clear_pointer (&self->sort, kp_slice_sort_free);
  g_clear_pointer (&self->next, count_free);
}

static void
begin (KpYearSites *self)
{
  drop_next (self);
  self->next = count_new (kp_clock_now (self->clock));
  self->position = self->span = 0;
  self->again = FALSE;
  if (self->idle_id == 0)
    self->idle_id = g_idle_add_full (G_PRIORITY_LOW, count_cb, self, NULL);
}

static gboolean
count_cb (gpointer data)
{
  KpYearSites *self = data;
  gint64 end = g_get_monotonic_time () + SLICE;

  if (!count_until (self, end) || !sort_until (self, end))
    return G_SOURCE_CONTINUE;
  self->idle_id = 0;
  count_free (self->count);
  self->count = g_steal_pointer (&self->next);
  if (self->again)
    begin (self);
  g_signal_emit (self, signals[CHANGED], 0);
  return G_SOURCE_REMOVE;
}

/* Positions are others now; what is put in order needs none. */
static void
sites_changed_cb (KpYearSites *self)
{
  if (self->next != NULL && self->sort == NULL)
    begin (self);
}

static void
kp_year_sites_dispose (GObject *object)
{
  KpYearSites *self = KP_YEAR_SITES (object);

  g_clear_handle_id (&self->idle_id, g_source_remove);
  drop_next (self);
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

  if (self->next != NULL)
    self->again = TRUE;
  else
    begin (self);
}

const KpYear *
kp_year_sites_get_year (KpYearSites *self)
{
  g_return_val_if_fail (KP_IS_YEAR_SITES (self), NULL);

  return &self->count->year;
}

GPtrArray *
kp_year_sites_list (KpYearSites *self, guint span)
{
  g_return_val_if_fail (KP_IS_YEAR_SITES (self), NULL);
  g_return_val_if_fail (span < KP_YEAR_SPANS, NULL);

  return self->count->spans[span];
}
