/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "core/check/sweep.h"

#include "core/check/interception.h"
#include "core/check/rejudge.h"
#include "core/check/sweep-private.h"

/* How many sites are under way at once: the resolvers and the prober have bounds of their
 * own, so this only has to be more than the sites that hang (a time-out each) while others
 * go on. */
#define AUTOMATIC_JOBS 400
/* Results reach the models in batches of this many milliseconds. */
#define BATCH_MS 200

struct _KpSweep
{
  GObject parent;

  KpChecker *checker;
  KpCatalogue *catalogue;
  KpStore *store;
  KpClock *clock;
  KpThresholds thresholds;
  guint jobs;
  GHashTable *you_change;
  GHashTable *sparing; /* (nullable) */

  GTask *task;
  GCancellable *cancellable;
  gulong cancelled;
  KpSweepFeed *feed;
  guint n_running;
  guint n_saving;
  guint n_checked;
  guint begin_id;
  guint flush_id;
  GError *error;
  GPtrArray *batch; /* of KpSweepItem: judged, not given out yet */

  /* Those that end in an unknown root: what that means shows once others are checked. */
  GPtrArray *held;
  GPtrArray *released; /* of them, those that were put in a batch */
  gboolean settled;    /* no other will be checked */
  KpInterception *interception;
  char *intercepted;
};

enum
{
  PROP_TOTAL = 1,
  PROP_DONE,
  PROP_RUNNING,
  PROP_INTERCEPTED,
  N_PROPS,
};

enum
{
  SIGNAL_RESULTS,
  SIGNAL_FINISHED,
  N_SIGNALS,
};

static GParamSpec *properties[N_PROPS];
static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (KpSweep, kp_sweep, G_TYPE_OBJECT)

/* The check of one site under way. */
typedef struct
{
  KpSweep *sweep;
  KpSweepItem *item;
} Running;

static void pump (KpSweep *self);

/* Nothing that can't be kept is claimed: the sweep ends with the store's reason. */
static void
fail (KpSweep *self, const GError *error)
{
  if (self->error == NULL)
    self->error = g_error_copy (error);
  g_cancellable_cancel (self->cancellable);
}

/* Gives @item a result of @observation, judged now. */
static void
judge (KpSweep *self, KpSweepItem *item, KpObservation *observation)
{
  KpCheckResult *result = kp_check_result_new (item->site, observation);
  g_autoptr (KpHistory) seen = NULL;
  KpJudgement judgement;

  kp_judgement_fill (&judgement, item->site, self->catalogue, &self->thresholds,
                     self->you_change, kp_clock_now (self->clock));
  judgement.observation = observation;
  judgement.history = item->before->history;
  judgement.fresh = TRUE;
  seen = kp_history_advance (item->before->history, &judgement, NULL);
  judgement.fresh = FALSE;
  judgement.history = seen;
  result->verdict = kp_verdict_new (&judgement);
  result->history = kp_history_advance (seen, &judgement, result->verdict);
  g_clear_pointer (&item->result, kp_check_result_unref);
  item->result = result;
}

/* Judges what ends in an unknown root in the light of all that was seen by now. Returns:
 * whether that makes a difference */
static gboolean
look_again (KpSweep *self, KpSweepItem *item, const char *interceptor)
{
  KpObservation *observation = item->result->observation;
  gboolean intercepted = kp_interception_concerns (observation, interceptor);
  gboolean completed = !intercepted && kp_checker_complete (self->checker, observation);

  if (!completed && observation->intercepted == intercepted)
    return FALSE;
  observation->intercepted = intercepted;
  judge (self, item, observation);
  return TRUE;
}

static void
set_intercepted (KpSweep *self, const char *name)
{
  if (g_strcmp0 (name, self->intercepted) == 0)
    return;
  g_free (self->intercepted);
  self->intercepted = g_strdup (name);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_INTERCEPTED]);
}

/* Puts in the batch what is known to stay as it is. */
static void
release (KpSweep *self)
{
  const char *name, *interceptor = kp_interception_find (self->interception, &name);
  g_autoptr (GPtrArray) held = g_steal_pointer (&self->held);

  self->held = g_ptr_array_new_with_free_func ((GDestroyNotify) kp_sweep_item_unref);
  for (guint i = 0; i < held->len; i++)
    {
      KpSweepItem *item = g_ptr_array_index (held, i);
      gboolean known =
          self->settled
          || kp_interception_is_decided (self->interception, item->result->observation);

      if (known)
        {
          look_again (self, item, interceptor);
          g_ptr_array_add (self->batch, kp_sweep_item_ref (item));
        }
      g_ptr_array_add (known ? self->released : self->held, kp_sweep_item_ref (item));
    }
  if (self->held->len == 0)
    set_intercepted (self, name);
}

/* The last one may have shown the intermediate that one of them lacks. */
static void
look_at_released (KpSweep *self)
{
  const char *interceptor = kp_interception_find (self->interception, NULL);

  for (guint i = 0; i < self->released->len; i++)
    {
      KpSweepItem *item = g_ptr_array_index (self->released, i);

      if (look_again (self, item, interceptor))
        g_ptr_array_add (self->batch, kp_sweep_item_ref (item));
    }
}

/* The batch stands in the store: now, and not before, it is told. */
static void
tell (KpSweep *self, GPtrArray *results)
{
  for (guint i = 0; i < results->len; i++)
    {
      KpCheckResult *result = g_ptr_array_index (results, i);

      kp_site_set_summary (result->site, &result->verdict->summary);
    }
  if (results->len > 0)
    g_signal_emit (self, signals[SIGNAL_RESULTS], 0, results);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_DONE]);
}

typedef struct
{
  KpSweep *sweep;
  GPtrArray *results;
} Saving;

static void
saved_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  Saving *saving = data;
  g_autoptr (KpSweep) self = saving->sweep;
  g_autoptr (GPtrArray) results = saving->results;
  g_autoptr (GError) error = NULL;

  g_free (saving);
  self->n_saving--;
  if (kp_store_save_checks_finish (KP_STORE (source), result, &error))
    tell (self, results);
  else
    fail (self, error);
  pump (self);
}

static void
save (KpSweep *self, GPtrArray *records, GPtrArray *results)
{
  Saving *saving = g_new0 (Saving, 1);

  saving->sweep = g_object_ref (self);
  saving->results = g_ptr_array_ref (results);
  self->n_saving++;
  kp_store_save_checks_async (self->store, g_ptr_array_ref (records), NULL, saved_cb,
                              saving);
}

static void
flush (KpSweep *self)
{
  g_autoptr (GPtrArray) results =
      g_ptr_array_new_with_free_func ((GDestroyNotify) kp_check_result_unref);
  g_autoptr (GPtrArray) records =
      g_ptr_array_new_with_free_func ((GDestroyNotify) kp_check_record_free);

  g_clear_handle_id (&self->flush_id, g_source_remove);
  if (self->settled)
    look_at_released (self);
  release (self);
  for (guint i = 0; i < self->batch->len; i++)
    {
      KpSweepItem *item = g_ptr_array_index (self->batch, i);

      if (self->store != NULL && kp_site_get_id (item->site) != 0)
        g_ptr_array_add (records, kp_sweep_item_make_record (item));
      g_ptr_array_add (results, kp_check_result_ref (item->result));
      item->told = TRUE;
    }
  g_ptr_array_set_size (self->batch, 0);
  if (records->len > 0)
    save (self, records, results);
  else
    tell (self, results);
}

static gboolean
flush_cb (gpointer data)
{
  KpSweep *self = data;

  self->flush_id = 0;
  flush (self);
  return G_SOURCE_REMOVE;
}

static void
add_result (KpSweep *self, KpSweepItem *item, KpObservation *observation)
{
  judge (self, item, observation);
  g_ptr_array_add (kp_interception_add (self->interception, observation) ? self->held
                                                                         : self->batch,
                   kp_sweep_item_ref (item));
  self->n_checked++;
  if (self->flush_id == 0)
    self->flush_id = g_timeout_add (BATCH_MS, flush_cb, self);
}

static void
checked_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  Running *running = data;
  g_autoptr (KpSweep) self = running->sweep;
  g_autoptr (KpSweepItem) item = running->item;
  g_autoptr (KpObservation) observation =
      kp_checker_check_finish (KP_CHECKER (source), result, NULL);

  g_free (running);
  self->n_running--;
  if (observation != NULL)
    add_result (self, item, observation);
  pump (self);
}

/* @item: (transfer full) */
static void
start (KpSweep *self, KpSweepItem *item)
{
  KpProfile *profile =
      kp_catalogue_find (self->catalogue, kp_site_get_provider (item->site));
  const char *target = kp_site_get_target (item->site);
  gboolean wants_target = target != NULL;
  KpObservation *before = NULL;
  Running *running = g_new0 (Running, 1);

  if (profile != NULL)
    {
      target = kp_profile_effective_target (profile, target);
      wants_target = wants_target || kp_profile_wants_target (profile);
    }
  running->sweep = g_object_ref (self);
  running->item = item;
  self->n_running++;
  if (self->sparing != NULL && g_hash_table_contains (self->sparing, item->site))
    before = item->before->observation;
  kp_checker_check_async (self->checker, item->site, target, wants_target, before,
                          self->cancellable, checked_cb, running);
}

static void
finish (KpSweep *self)
{
  g_autoptr (GTask) task = g_steal_pointer (&self->task);

  /* Not g_cancellable_disconnect(): this may run within the cancellation. */
  if (self->cancelled != 0)
    g_signal_handler_disconnect (g_task_get_cancellable (task), self->cancelled);
  self->cancelled = 0;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_DONE]);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_RUNNING]);
  g_signal_emit (self, signals[SIGNAL_FINISHED], 0);
  if (self->error != NULL)
    g_task_return_error (task, g_steal_pointer (&self->error));
  else if (!g_task_return_error_if_cancelled (task))
    g_task_return_boolean (task, TRUE);
}

static void
pump (KpSweep *self)
{
  KpSweepItem *item;

  if (self->task == NULL)
    return;
  if (g_cancellable_is_cancelled (self->cancellable))
    kp_sweep_feed_stop (self->feed);
  while (self->n_running < self->jobs && (item = kp_sweep_feed_take (self->feed)) != NULL)
    start (self, item);
  if (self->n_running > 0 || !kp_sweep_feed_is_idle (self->feed))
    return;

  /* Every site has been asked; what was checked is kept, whatever ended it. */
  if (!self->settled)
    {
      self->settled = TRUE;
      flush (self);
    }
  if (self->n_saving == 0)
    finish (self);
}

static void
fed_cb (gpointer data, const GError *error)
{
  g_autoptr (KpSweep) self = g_object_ref (data);

  if (error != NULL)
    fail (self, error);
  pump (self);
}

static void
cancelled_cb (GCancellable *cancellable, gpointer data)
{
  g_cancellable_cancel (data);
}

static gboolean
begin_cb (gpointer data)
{
  KpSweep *self = data;

  self->begin_id = 0;
  pump (self);
  return G_SOURCE_REMOVE;
}

void
kp_sweep_run_async (KpSweep *self, GPtrArray *sites, GCancellable *cancellable,
                    GAsyncReadyCallback callback, gpointer data)
{
  g_return_if_fail (KP_IS_SWEEP (self));
  g_return_if_fail (self->task == NULL && self->feed == NULL);

  /* The task looks at its own cancellable only at the end; errors of the store cancel ours.
   */
  self->task = g_task_new (self, cancellable, callback, data);
  g_task_set_source_tag (self->task, kp_sweep_run_async);
  self->feed = kp_sweep_feed_new (sites, self->store, fed_cb, self);
  if (cancellable != NULL)
    self->cancelled =
        g_cancellable_connect (cancellable, G_CALLBACK (cancelled_cb),
                               g_object_ref (self->cancellable), g_object_unref);
  kp_interception_set_total (self->interception, kp_sweep_feed_get_total (self->feed));
  kp_checker_forget (self->checker);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_TOTAL]);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_RUNNING]);
  /* Not at once: it may be over before it is asked anything. */
  self->begin_id = g_idle_add_full (G_PRIORITY_DEFAULT, begin_cb, self, NULL);
}

gboolean
kp_sweep_run_finish (KpSweep *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}

const char *
kp_sweep_get_intercepted (KpSweep *self)
{
  g_return_val_if_fail (KP_IS_SWEEP (self), NULL);

  return self->intercepted;
}

const char *
kp_sweep_get_interceptor (KpSweep *self)
{
  g_return_val_if_fail (KP_IS_SWEEP (self), NULL);

  return kp_interception_find (self->interception, NULL);
}

void
kp_sweep_expect_interceptor (KpSweep *self, const char *root_sha256, const char *name)
{
  g_return_if_fail (KP_IS_SWEEP (self));

  kp_interception_expect (self->interception, root_sha256, name);
}

void
kp_sweep_set_customers (KpSweep *self, GHashTable *you_change)
{
  g_return_if_fail (KP_IS_SWEEP (self));

  g_clear_pointer (&self->you_change, g_hash_table_unref);
  self->you_change = you_change != NULL ? g_hash_table_ref (you_change) : NULL;
}

void
kp_sweep_spare_resolvers (KpSweep *self, GHashTable *sites)
{
  g_return_if_fail (KP_IS_SWEEP (self));

  g_clear_pointer (&self->sparing, g_hash_table_unref);
  self->sparing = sites != NULL ? g_hash_table_ref (sites) : NULL;
}

static void
kp_sweep_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  KpSweep *self = KP_SWEEP (object);

  switch (id)
    {
    case PROP_TOTAL:
      g_value_set_uint (value,
                        self->feed != NULL ? kp_sweep_feed_get_total (self->feed) : 0);
      break;
    case PROP_DONE:
      g_value_set_uint (
          value,
          self->n_checked + (self->feed != NULL ? kp_sweep_feed_get_gone (self->feed) : 0));
      break;
    case PROP_RUNNING:
      g_value_set_boolean (value, self->task != NULL);
      break;
    case PROP_INTERCEPTED:
      g_value_set_string (value, self->intercepted);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
kp_sweep_dispose (GObject *object)
{
  KpSweep *self = KP_SWEEP (object);

  g_clear_handle_id (&self->begin_id, g_source_remove);
  g_clear_handle_id (&self->flush_id, g_source_remove);
  g_clear_object (&self->checker);
  g_clear_object (&self->catalogue);
  g_clear_object (&self->store);
  g_clear_object (&self->clock);
  g_clear_object (&self->cancellable);
  g_clear_pointer (&self->you_change, g_hash_table_unref);
  g_clear_pointer (&self->sparing, g_hash_table_unref);
  g_clear_pointer (&self->feed, kp_sweep_feed_free);
  g_clear_pointer (&self->batch, g_ptr_array_unref);
  g_clear_pointer (&self->held, g_ptr_array_unref);
  g_clear_pointer (&self->released, g_ptr_array_unref);
  g_clear_pointer (&self->interception, kp_interception_free);
  g_clear_pointer (&self->intercepted, g_free);
  g_clear_error (&self->error);

  G_OBJECT_CLASS (kp_sweep_parent_class)->dispose (object);
}

static void
kp_sweep_class_init (KpSweepClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  const GParamFlags flags =
      G_PARAM_READABLE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS;

  object_class->dispose = kp_sweep_dispose;
  object_class->get_property = kp_sweep_get_property;

  properties[PROP_TOTAL] = g_param_spec_uint ("total", NULL, NULL, 0, G_MAXUINT, 0, flags);
  properties[PROP_DONE] = g_param_spec_uint ("done", NULL, NULL, 0, G_MAXUINT, 0, flags);
  properties[PROP_RUNNING] = g_param_spec_boolean ("running", NULL, NULL, FALSE, flags);
  properties[PROP_INTERCEPTED] =
      g_param_spec_string ("intercepted", NULL, NULL, NULL, flags);
  g_object_class_install_properties (object_class, N_PROPS, properties);

  signals[SIGNAL_RESULTS] =
      g_signal_new ("results", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                    NULL, G_TYPE_NONE, 1, G_TYPE_PTR_ARRAY);
  signals[SIGNAL_FINISHED] =
      g_signal_new ("finished", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                    NULL, G_TYPE_NONE, 0);
}

static void
kp_sweep_init (KpSweep *self)
{
  self->cancellable = g_cancellable_new ();
  self->batch = g_ptr_array_new_with_free_func ((GDestroyNotify) kp_sweep_item_unref);
  self->held = g_ptr_array_new_with_free_func ((GDestroyNotify) kp_sweep_item_unref);
  self->released = g_ptr_array_new_with_free_func ((GDestroyNotify) kp_sweep_item_unref);
  self->interception = kp_interception_new ();
}

KpSweep *
kp_sweep_new (KpChecker *checker, KpCatalogue *catalogue, KpStore *store,
              const KpThresholds *thresholds, KpClock *clock, guint jobs)
{
  KpSweep *self;

  g_return_val_if_fail (KP_IS_CHECKER (checker), NULL);
  g_return_val_if_fail (KP_IS_CATALOGUE (catalogue), NULL);

  self = g_object_new (KP_TYPE_SWEEP, NULL);
  self->checker = g_object_ref (checker);
  self->catalogue = g_object_ref (catalogue);
  self->store = store != NULL ? g_object_ref (store) : NULL;
  self->thresholds = *thresholds;
  self->clock = g_object_ref (clock);
  self->jobs = jobs > 0 ? jobs : AUTOMATIC_JOBS;
  return self;
}
