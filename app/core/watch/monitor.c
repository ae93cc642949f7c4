/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "core/watch/monitor.h"

#include <glib/gi18n.h>

#include "core/watch/check-policy.h"
#include "core/watch/monitor-private.h"

/* How often the monitor looks for what is due, in seconds. */
#define LOOK_EVERY 15
/* Its timer stands still while the machine sleeps, the clock does not: a look that comes so
 * many seconds after the last one is the first after a sleep. */
#define SLEPT (4 * LOOK_EVERY)

enum
{
  PROP_RUNNING = 1,
  PROP_TOTAL,
  PROP_DONE,
  PROP_INTERCEPTED,
  PROP_PROBLEM,
  PROP_HELD,
  N_PROPS,
};

enum
{
  SIGNAL_FINISHED,
  N_SIGNALS,
};

static GParamSpec *properties[N_PROPS];
static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (KpMonitor, kp_monitor, G_TYPE_OBJECT)

static void run_waiting (KpMonitor *self);

static void
set_string (KpMonitor *self, char **field, const char *value, guint property)
{
  if (g_strcmp0 (*field, value) == 0)
    return;
  g_free (*field);
  *field = g_strdup (value);
  g_object_notify_by_pspec (G_OBJECT (self), properties[property]);
}

void
kp_monitor_notify_held (KpMonitor *self)
{
  gboolean held = kp_monitor_is_held (self);

  if (self->held == held)
    return;
  self->held = held;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_HELD]);
}

static guint
get_failures (KpMonitor *self, KpSite *site)
{
  gint64 id = kp_site_get_id (site);

  return GPOINTER_TO_UINT (g_hash_table_lookup (self->failures, &id));
}

static void
notify_progress (KpMonitor *self)
{
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_TOTAL]);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_DONE]);
}

static void
done_cb (KpMonitor *self)
{
  notify_progress (self);
}

static gboolean
nobody_answered (const KpObservation *observation)
{
  for (guint i = 0; i < observation->answers->len; i++)
    {
      const KpResolverAnswer *answer = g_ptr_array_index (observation->answers, i);

      if (answer->answered)
        return FALSE;
    }
  return TRUE;
}

/* How often in a row a site could not be asked: the next try is the later for it. */
static void
count_failure (KpMonitor *self, const KpCheckResult *result)
{
  gint64 id = kp_site_get_id (result->site);

  if (result->verdict->summary.status == KP_STATUS_COULD_NOT_ASK)
    g_hash_table_insert (self->failures, g_memdup2 (&id, sizeof id),
                         GUINT_TO_POINTER (get_failures (self, result->site) + 1));
  else
    g_hash_table_remove (self->failures, &id);
}

/* The moment at which the first of the answers runs out; 0 if that is not known. */
static gint64
find_heard_until (const KpObservation *observation)
{
  gint64 first = 0;

  for (guint i = 0; i < observation->answers->len; i++)
    {
      const KpResolverAnswer *answer = g_ptr_array_index (observation->answers, i);
      gint64 until = answer->asked_at + answer->ttl;

      if (answer->answered && answer->ttl_known && (first == 0 || until < first))
        first = until;
    }
  return first;
}

static void
note_heard (KpMonitor *self, const KpCheckResult *result)
{
  gint64 id = kp_site_get_id (result->site);
  gint64 until = find_heard_until (result->observation);

  if (until > 0 && result->verdict->summary.lock == KP_LOCK_UNLOCKED)
    g_hash_table_insert (self->heard_until, g_memdup2 (&id, sizeof id),
                         g_memdup2 (&until, sizeof until));
  else
    g_hash_table_remove (self->heard_until, &id);
}

static gint64
get_heard_until (KpMonitor *self, KpSite *site)
{
  gint64 id = kp_site_get_id (site);
  const gint64 *until = g_hash_table_lookup (self->heard_until, &id);

  return until != NULL ? *until : 0;
}

/* One answer from any resolver for any site of the sweep says that the network is there. */
static void
results_cb (KpSweep *sweep, GPtrArray *results, KpMonitor *self)
{
  for (guint i = 0; i < results->len && !self->heard; i++)
    {
      const KpCheckResult *result = g_ptr_array_index (results, i);

      self->heard = !nobody_answered (result->observation);
    }
  for (guint i = 0; i < results->len; i++)
    {
      const KpCheckResult *result = g_ptr_array_index (results, i);

      g_hash_table_remove (self->checking, result->site);
      count_failure (self, result);
      note_heard (self, result);
    }
  set_string (self, &self->problem, self->heard ? NULL : _ ("No resolver answered."),
              PROP_PROBLEM);
  notify_progress (self);
}

static void
intercepted_cb (KpSweep *sweep, GParamSpec *pspec, KpMonitor *self)
{
  set_string (self, &self->intercepted, kp_sweep_get_intercepted (sweep), PROP_INTERCEPTED);
}

static void
swept_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (KpMonitor) self = data;
  g_autoptr (GError) error = NULL;

  intercepted_cb (KP_SWEEP (source), NULL, self);
  g_free (self->interceptor);
  self->interceptor = g_strdup (kp_sweep_get_interceptor (KP_SWEEP (source)));
  if (!kp_sweep_run_finish (KP_SWEEP (source), result, &error)
      && !g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    set_string (self, &self->problem, error->message, PROP_PROBLEM);
  g_signal_handlers_disconnect_by_data (source, self);
  g_clear_object (&self->sweep);
  g_clear_object (&self->cancellable);
  g_hash_table_remove_all (self->checking);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_RUNNING]);
  notify_progress (self);
  g_signal_emit (self, signals[SIGNAL_FINISHED], 0);
  run_waiting (self);
  kp_monitor_judge_all (self);
}

static void
run_waiting (KpMonitor *self)
{
  g_autoptr (GPtrArray) sites = NULL;
  g_autoptr (GHashTable) due = NULL;
  g_autoptr (KpChecker) checker = NULL;
  g_autoptr (GError) error = NULL;
  KpThresholds thresholds;

  if (self->sweep != NULL || self->waiting->len == 0)
    return;
  sites = g_steal_pointer (&self->waiting);
  due = g_steal_pointer (&self->due);
  self->waiting = g_ptr_array_new_with_free_func (g_object_unref);
  self->due = g_hash_table_new_full (NULL, NULL, g_object_unref, NULL);
  g_hash_table_remove_all (self->waiting_set);

  checker = self->make_checker (self->make_data, &error);
  if (checker == NULL)
    {
      set_string (self, &self->problem, error->message, PROP_PROBLEM);
      g_signal_emit (self, signals[SIGNAL_FINISHED], 0);
      return;
    }
  for (guint i = 0; i < sites->len; i++)
    g_hash_table_add (self->checking, g_object_ref (g_ptr_array_index (sites, i)));
  kp_monitor_fill_thresholds (self, &thresholds);
  self->sweep = kp_sweep_new (checker, self->catalogue, self->store, &thresholds,
                              self->clock, kp_settings_get_int (self->settings, "jobs"));
  kp_sweep_set_customers (self->sweep, self->you_change);
  kp_sweep_spare_resolvers (self->sweep, due);
  kp_sweep_expect_interceptor (self->sweep, self->interceptor, self->intercepted);
  g_signal_connect_object (self->sweep, "notify::done", G_CALLBACK (done_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->sweep, "results", G_CALLBACK (results_cb), self, 0);
  g_signal_connect_object (self->sweep, "notify::intercepted", G_CALLBACK (intercepted_cb),
                           self, 0);
  self->cancellable = g_cancellable_new ();
  self->heard = FALSE;
  kp_sweep_run_async (self->sweep, sites, self->cancellable, swept_cb, g_object_ref (self));
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_RUNNING]);
  notify_progress (self);
}

/* @asked: somebody asks for it, and wants it to be seen as it is; else it is just due. */
static void
add_waiting (KpMonitor *self, KpSite *site, gboolean asked)
{
  gboolean is_new = g_hash_table_add (self->waiting_set, site);

  if (is_new)
    g_ptr_array_add (self->waiting, g_object_ref (site));
  if (asked)
    g_hash_table_remove (self->due, site);
  else if (is_new)
    g_hash_table_add (self->due, g_object_ref (site));
}

void
kp_monitor_check_due (KpMonitor *self, GPtrArray *sites)
{
  for (guint i = 0; i < sites->len; i++)
    add_waiting (self, g_ptr_array_index (sites, i), FALSE);
  run_waiting (self);
  notify_progress (self);
}

void
kp_monitor_check (KpMonitor *self, GPtrArray *sites)
{
  g_return_if_fail (KP_IS_MONITOR (self));

  if (sites != NULL)
    {
      for (guint i = 0; i < sites->len; i++)
        add_waiting (self, g_ptr_array_index (sites, i), TRUE);
    }
  else
    {
      guint n = g_list_model_get_n_items (G_LIST_MODEL (self->portfolio));

      for (guint i = 0; i < n; i++)
        {
          g_autoptr (KpSite) site =
              g_list_model_get_item (G_LIST_MODEL (self->portfolio), i);

          add_waiting (self, site, TRUE);
        }
    }
  run_waiting (self);
  notify_progress (self);
}

gboolean
kp_monitor_is_checking (KpMonitor *self, KpSite *site)
{
  g_return_val_if_fail (KP_IS_MONITOR (self), FALSE);

  return g_hash_table_contains (self->checking, site)
         || g_hash_table_contains (self->waiting_set, site);
}

void
kp_monitor_cancel (KpMonitor *self)
{
  g_return_if_fail (KP_IS_MONITOR (self));

  g_ptr_array_set_size (self->waiting, 0);
  g_hash_table_remove_all (self->waiting_set);
  g_hash_table_remove_all (self->due);
  if (self->cancellable != NULL)
    g_cancellable_cancel (self->cancellable);
  notify_progress (self);
}

/* Only the first look holds the profiles against those of the last judgement: another
 * process with newer files may judge, too, and the two would never end. */
static gboolean
is_outdated (KpMonitor *self, KpSite *site, gint64 now)
{
  const KpSummary *summary = kp_site_get_summary (site);

  if (self->compares_profiles)
    return kp_rejudge_is_outdated (site, self->catalogue, now);
  return summary->holds_until != 0 && summary->holds_until <= now;
}

/* What is due is checked; what only needs another judgement, because time has passed over
 * it (a certificate ended, evidence grew stale), gets one, unless it is due the next time:
 * then a change whose time is over would be shown as failed for that while. */
void
kp_monitor_look (KpMonitor *self)
{
  guint n = g_list_model_get_n_items (G_LIST_MODEL (self->portfolio));
  gint64 now = kp_clock_now (self->clock);
  gint64 every = kp_settings_get_int (self->settings, "check-every") * 3600;
  g_autoptr (GPtrArray) outdated = g_ptr_array_new_with_free_func (g_object_unref);

  kp_monitor_notify_held (self);
  if (self->looked_at != 0 && now - self->looked_at > SLEPT)
    kp_monitor_ask_again (self);
  self->looked_at = now;
  if (self->sweep != NULL)
    return;
  for (guint i = 0; i < n; i++)
    {
      g_autoptr (KpSite) site = g_list_model_get_item (G_LIST_MODEL (self->portfolio), i);
      const KpSummary *summary = kp_site_get_summary (site);
      gint64 next = kp_check_policy_next (summary, every, get_failures (self, site),
                                          get_heard_until (self, site), now);

      if (next <= now && !self->held)
        add_waiting (self, site, FALSE);
      else if ((next > now + LOOK_EVERY || self->held) && is_outdated (self, site, now))
        g_ptr_array_add (outdated, g_object_ref (site));
    }
  if (kp_rejudge_is_running (self->rejudge))
    {
      run_waiting (self);
      return;
    }
  self->compares_profiles = FALSE;
  if (outdated->len > 0)
    {
      KpThresholds thresholds;

      kp_monitor_fill_thresholds (self, &thresholds);
      kp_rejudge_run (self->rejudge, outdated, &thresholds, self->you_change);
    }
  run_waiting (self);
}

static gboolean
look_cb (gpointer data)
{
  kp_monitor_look (data);
  return G_SOURCE_CONTINUE;
}

void
kp_monitor_start (KpMonitor *self)
{
  g_return_if_fail (KP_IS_MONITOR (self));

  if (self->look_id != 0)
    return;
  self->compares_profiles = TRUE;
  self->looked_at = 0;
  self->look_id = g_timeout_add_seconds (LOOK_EVERY, look_cb, self);
  kp_monitor_look (self);
}

void
kp_monitor_stop (KpMonitor *self)
{
  g_return_if_fail (KP_IS_MONITOR (self));

  g_clear_handle_id (&self->look_id, g_source_remove);
  g_clear_handle_id (&self->judge_id, g_source_remove);
  g_clear_handle_id (&self->ask_id, g_source_remove);
  self->judge_all = FALSE;
  g_hash_table_remove_all (self->edited);
  kp_monitor_cancel (self);
}

static void
kp_monitor_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  KpMonitor *self = KP_MONITOR (object);

  switch (id)
    {
    case PROP_RUNNING:
      g_value_set_boolean (value, self->sweep != NULL);
      break;
    case PROP_TOTAL:
    case PROP_DONE:
      if (self->sweep != NULL)
        g_object_get_property (G_OBJECT (self->sweep), pspec->name, value);
      break;
    case PROP_INTERCEPTED:
      g_value_set_string (value, self->intercepted);
      break;
    case PROP_PROBLEM:
      g_value_set_string (value, self->problem);
      break;
    case PROP_HELD:
      g_value_set_boolean (value, self->held);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
kp_monitor_dispose (GObject *object)
{
  KpMonitor *self = KP_MONITOR (object);

  g_clear_handle_id (&self->look_id, g_source_remove);
  g_clear_handle_id (&self->judge_id, g_source_remove);
  g_clear_handle_id (&self->ask_id, g_source_remove);
  if (self->cancellable != NULL)
    g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  g_clear_object (&self->sweep);
  g_clear_pointer (&self->waiting, g_ptr_array_unref);
  g_clear_pointer (&self->waiting_set, g_hash_table_unref);
  g_clear_pointer (&self->due, g_hash_table_unref);
  g_clear_pointer (&self->checking, g_hash_table_unref);
  g_clear_pointer (&self->edited, g_hash_table_unref);
  g_clear_pointer (&self->failures, g_hash_table_unref);
  g_clear_pointer (&self->heard_until, g_hash_table_unref);
  g_clear_pointer (&self->you_change, g_hash_table_unref);
  g_clear_object (&self->rejudge);
  g_clear_object (&self->network);
  kp_monitor_end_sleep (self);
  g_clear_object (&self->portfolio);
  g_clear_object (&self->store);
  g_clear_object (&self->settings);
  g_clear_object (&self->catalogue);
  g_clear_object (&self->clock);
  g_clear_pointer (&self->problem, g_free);
  g_clear_pointer (&self->intercepted, g_free);
  g_clear_pointer (&self->interceptor, g_free);

  G_OBJECT_CLASS (kp_monitor_parent_class)->dispose (object);
}

static void
kp_monitor_class_init (KpMonitorClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  const GParamFlags flags =
      G_PARAM_READABLE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS;

  object_class->dispose = kp_monitor_dispose;
  object_class->get_property = kp_monitor_get_property;

  properties[PROP_RUNNING] = g_param_spec_boolean ("running", NULL, NULL, FALSE, flags);
  properties[PROP_TOTAL] = g_param_spec_uint ("total", NULL, NULL, 0, G_MAXUINT, 0, flags);
  properties[PROP_DONE] = g_param_spec_uint ("done", NULL, NULL, 0, G_MAXUINT, 0, flags);
  properties[PROP_INTERCEPTED] =
      g_param_spec_string ("intercepted", NULL, NULL, NULL, flags);
  properties[PROP_PROBLEM] = g_param_spec_string ("problem", NULL, NULL, NULL, flags);
  properties[PROP_HELD] = g_param_spec_boolean ("held", NULL, NULL, FALSE, flags);
  g_object_class_install_properties (object_class, N_PROPS, properties);

  signals[SIGNAL_FINISHED] =
      g_signal_new ("finished", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                    NULL, G_TYPE_NONE, 0);
}

static void
kp_monitor_init (KpMonitor *self)
{
  self->waiting = g_ptr_array_new_with_free_func (g_object_unref);
  self->waiting_set = g_hash_table_new (NULL, NULL);
  self->due = g_hash_table_new_full (NULL, NULL, g_object_unref, NULL);
  self->checking = g_hash_table_new_full (NULL, NULL, g_object_unref, NULL);
  self->edited = g_hash_table_new_full (NULL, NULL, g_object_unref, NULL);
  self->failures = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, NULL);
  self->heard_until = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, g_free);
}

KpMonitor *
kp_monitor_new (KpPortfolio *portfolio, KpStore *store, KpSettings *settings,
                KpCatalogue *catalogue, KpClock *clock, KpMakeChecker make_checker,
                gpointer data)
{
  KpMonitor *self;

  g_return_val_if_fail (KP_IS_PORTFOLIO (portfolio), NULL);
  g_return_val_if_fail (KP_IS_STORE (store), NULL);

  self = g_object_new (KP_TYPE_MONITOR, NULL);
  self->portfolio = g_object_ref (portfolio);
  self->store = g_object_ref (store);
  self->settings = g_object_ref (settings);
  self->catalogue = g_object_ref (catalogue);
  self->clock = g_object_ref (clock);
  self->make_checker = make_checker;
  self->make_data = data;
  self->rejudge = kp_rejudge_new (store, catalogue, clock);
  kp_monitor_init_judging (self);
  return self;
}
