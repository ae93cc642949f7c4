/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "core/watch/monitor-private.h"

/* Somebody turns a number step by step: judge once, so many milliseconds after the last. */
#define JUDGE_AFTER 400

void
kp_monitor_fill_thresholds (KpMonitor *self, KpThresholds *thresholds)
{
  kp_thresholds_init (thresholds);
  thresholds->stale_after = kp_settings_get_int (self->settings, "stale-after") * 3600;
  thresholds->customer_days = kp_settings_get_int (self->settings, "customer-days");
  thresholds->expiring_days = kp_settings_get_int (self->settings, "expiring-days");
}

/* A sweep makes verdicts of its own, by what held when it began: it is waited for. */
void
kp_monitor_judge_all (KpMonitor *self)
{
  guint n = g_list_model_get_n_items (G_LIST_MODEL (self->portfolio));
  g_autoptr (GPtrArray) sites = NULL;
  KpThresholds thresholds;

  if (!self->judge_all || self->judge_id != 0 || self->sweep != NULL
      || kp_rejudge_is_running (self->rejudge))
    return;
  self->judge_all = FALSE;
  g_hash_table_remove_all (self->edited);
  sites = g_ptr_array_new_full (n, g_object_unref);
  for (guint i = 0; i < n; i++)
    g_ptr_array_add (sites, g_list_model_get_item (G_LIST_MODEL (self->portfolio), i));
  kp_monitor_fill_thresholds (self, &thresholds);
  kp_rejudge_run (self->rejudge, sites, &thresholds, self->you_change);
}

/* One site is judged at once, also while a sweep runs, which takes it as it is. */
static void
judge_edited (KpMonitor *self)
{
  g_autoptr (GPtrArray) sites = NULL;
  KpThresholds thresholds;
  GHashTableIter iter;
  gpointer site;

  if (g_hash_table_size (self->edited) == 0 || kp_rejudge_is_running (self->rejudge))
    return;
  sites = g_ptr_array_new_with_free_func (g_object_unref);
  g_hash_table_iter_init (&iter, self->edited);
  while (g_hash_table_iter_next (&iter, &site, NULL))
    g_ptr_array_add (sites, g_object_ref (site));
  g_hash_table_remove_all (self->edited);
  kp_monitor_fill_thresholds (self, &thresholds);
  kp_rejudge_run (self->rejudge, sites, &thresholds, self->you_change);
}

static void
rejudged_cb (KpMonitor *self)
{
  kp_monitor_judge_all (self);
  judge_edited (self);
}

/* What was seen of a site was asked for another target: it is looked at again, too. Who
 * does not watch does both by himself. */
static void
edited_cb (KpPortfolio *portfolio, GPtrArray *sites, gboolean asked, KpMonitor *self)
{
  if (self->look_id == 0)
    return;
  for (guint i = 0; i < sites->len; i++)
    g_hash_table_add (self->edited, g_object_ref (g_ptr_array_index (sites, i)));
  judge_edited (self);
  if (asked)
    kp_monitor_check (self, sites);
}

static gboolean
judge_cb (gpointer data)
{
  KpMonitor *self = data;

  self->judge_id = 0;
  kp_monitor_judge_all (self);
  return G_SOURCE_REMOVE;
}

/* Who does not watch judges by himself, when he wants to know. */
static void
judge_all_later (KpMonitor *self)
{
  if (self->look_id == 0)
    return;
  self->judge_all = TRUE;
  g_clear_handle_id (&self->judge_id, g_source_remove);
  self->judge_id = g_timeout_add (JUDGE_AFTER, judge_cb, self);
}

static void
settings_changed_cb (KpSettings *settings, const char *name, KpMonitor *self)
{
  static const char *const judged_by[] = { "stale-after", "customer-days", "expiring-days",
                                           NULL };

  if (g_strv_contains (judged_by, name))
    judge_all_later (self);
  else if (g_str_equal (name, "check-metered") && self->look_id != 0)
    kp_monitor_notify_held (self);
}

/* Of row ids; %NULL is an empty one. */
static gboolean
are_equal (GHashTable *a, GHashTable *b)
{
  guint n_a = a != NULL ? g_hash_table_size (a) : 0;
  guint n_b = b != NULL ? g_hash_table_size (b) : 0;
  GHashTableIter iter;
  gpointer id;

  if (n_a != n_b || n_a == 0)
    return n_a == n_b;
  g_hash_table_iter_init (&iter, a);
  while (g_hash_table_iter_next (&iter, &id, NULL))
    if (!g_hash_table_contains (b, id))
      return FALSE;
  return TRUE;
}

void
kp_monitor_set_customers (KpMonitor *self, GHashTable *you_change)
{
  gboolean same;

  g_return_if_fail (KP_IS_MONITOR (self));

  same = are_equal (self->you_change, you_change);
  if (you_change != NULL)
    g_hash_table_ref (you_change);
  g_clear_pointer (&self->you_change, g_hash_table_unref);
  self->you_change = you_change;
  if (!same)
    judge_all_later (self);
}

void
kp_monitor_init_judging (KpMonitor *self)
{
  g_signal_connect_object (self->settings, "changed", G_CALLBACK (settings_changed_cb),
                           self, 0);
  g_signal_connect_object (self->rejudge, "finished", G_CALLBACK (rejudged_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->portfolio, "edited", G_CALLBACK (edited_cb), self, 0);
}
