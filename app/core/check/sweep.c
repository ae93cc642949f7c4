/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "core/check/sweep.h"

#include "core/check/check-events.h"
#include "core/check/interception.h"
#include "core/check/rejudge.h"

/* How many sites are under way at once: the resolvers and the prober have bounds of their
 * own, so this only has to be more than the sites that hang (a time-out each) while others
 * go on. */
#define AUTOMATIC_JOBS 400
/* Evidence is read from the store so many sites at a time. */
#define EVIDENCE_CHUNK 256
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

  GTask *task;
  GCancellable *cancellable;
  GPtrArray *sites;
  guint n_loaded;
  gboolean loading;
  GQueue ready;
  guint n_running;
  guint n_saving;
  guint done;
  GPtrArray *batch;
  GPtrArray *records;
  guint flush_id;
  GError *error;
  KpInterception *interception;
  gboolean interception_judged;
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

/* A site whose evidence has been read. */
typedef struct
{
  KpSweep *sweep;
  KpSite *site;
  KpEvidence *evidence;
} Item;

static void pump (KpSweep *self);
static void flush (KpSweep *self);

static void
item_free (Item *item)
{
  g_object_unref (item->site);
  kp_evidence_free (item->evidence);
  g_free (item);
}

static void
add_item (KpSweep *self, KpSite *site, KpEvidence *evidence)
{
  Item *item = g_new0 (Item, 1);

  item->sweep = self;
  item->site = g_object_ref (site);
  item->evidence = evidence;
  g_queue_push_tail (&self->ready, item);
}

/* Sets verdict and history of @result, from the history before the check. */
static void
judge (KpSweep *self, KpCheckResult *result, const KpHistory *before, gboolean intercepted)
{
  g_autoptr (KpHistory) seen = NULL;
  KpJudgement judgement;

  g_clear_pointer (&result->verdict, kp_verdict_unref);
  g_clear_pointer (&result->history, kp_history_free);
  kp_judgement_fill (&judgement, result->site, self->catalogue, &self->thresholds,
                     self->you_change, kp_clock_now (self->clock));
  judgement.observation = result->observation;
  judgement.history = before;
  judgement.intercepted = intercepted;
  seen = kp_history_advance (before, &judgement, NULL);
  judgement.history = seen;
  result->verdict = kp_verdict_new (&judgement);
  result->history = kp_history_advance (seen, &judgement, result->verdict);
}

static KpCheckRecord *
make_record (const KpCheckResult *result, GPtrArray *events)
{
  KpCheckRecord *record = g_new0 (KpCheckRecord, 1);

  record->site_id = kp_site_get_id (result->site);
  record->observation = kp_observation_ref (result->observation);
  record->history = kp_history_copy (result->history);
  kp_summary_init (&record->summary);
  kp_summary_copy (&record->summary, &result->verdict->summary);
  record->events = events;
  return record;
}

static void
add_result (KpSweep *self, KpCheckResult *result, const KpObservation *previous)
{
  if (self->store != NULL && kp_site_get_id (result->site) != 0)
    g_ptr_array_add (
        self->records,
        make_record (result, kp_check_events_new (kp_site_get_summary (result->site),
                                                  previous, result)));
  g_ptr_array_add (self->batch, kp_check_result_ref (result));
}

typedef struct
{
  KpSweep *sweep;
  GPtrArray *batch;
} Saving;

/* The batch stands in the store: now, and not before, it is told. */
static void
tell (KpSweep *self, GPtrArray *batch)
{
  for (guint i = 0; i < batch->len; i++)
    {
      KpCheckResult *result = g_ptr_array_index (batch, i);

      kp_site_set_summary (result->site, &result->verdict->summary);
    }
  g_signal_emit (self, signals[SIGNAL_RESULTS], 0, batch);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_DONE]);
}

static void
saved_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  Saving *saving = data;
  g_autoptr (KpSweep) self = saving->sweep;
  g_autoptr (GPtrArray) batch = saving->batch;
  g_autoptr (GError) error = NULL;

  g_free (saving);
  self->n_saving--;
  if (!kp_store_save_checks_finish (KP_STORE (source), result, &error)
      && self->error == NULL)
    {
      /* Nothing that can't be kept is claimed: the sweep ends with the store's reason. */
      self->error = g_steal_pointer (&error);
      g_cancellable_cancel (self->cancellable);
    }
  else
    tell (self, batch);
  pump (self);
}

static void
flush (KpSweep *self)
{
  g_autoptr (GPtrArray) batch = g_steal_pointer (&self->batch);
  g_autoptr (GPtrArray) records = g_steal_pointer (&self->records);

  g_clear_handle_id (&self->flush_id, g_source_remove);
  self->batch = g_ptr_array_new_with_free_func ((GDestroyNotify) kp_check_result_unref);
  self->records = g_ptr_array_new_with_free_func ((GDestroyNotify) kp_check_record_free);
  if (batch->len == 0)
    return;
  if (records->len == 0)
    {
      tell (self, batch);
      return;
    }

  Saving *saving = g_new0 (Saving, 1);
  saving->sweep = g_object_ref (self);
  saving->batch = g_steal_pointer (&batch);
  self->n_saving++;
  kp_store_save_checks_async (self->store, g_steal_pointer (&records), NULL, saved_cb,
                              saving);
}

static gboolean
flush_cb (gpointer data)
{
  KpSweep *self = data;

  self->flush_id = 0;
  flush (self);
  pump (self);
  return G_SOURCE_REMOVE;
}

static void
checked_cb (GObject *source, GAsyncResult *async_result, gpointer data)
{
  Item *item = data;
  g_autoptr (KpSweep) self = g_object_ref (item->sweep);
  g_autoptr (KpObservation) observation =
      kp_checker_check_finish (KP_CHECKER (source), async_result, NULL);

  self->n_running--;
  if (observation != NULL)
    {
      g_autoptr (KpCheckResult) result = kp_check_result_new (item->site, observation);

      judge (self, result, item->evidence->history, FALSE);
      kp_interception_add (self->interception, result, item->evidence->history);
      add_result (self, result, item->evidence->observation);
      self->done++;
      if (self->flush_id == 0)
        self->flush_id = g_timeout_add (BATCH_MS, flush_cb, self);
    }
  item_free (item);
  pump (self);
}

static void
start (KpSweep *self, Item *item)
{
  KpProfile *profile =
      kp_catalogue_find (self->catalogue, kp_site_get_provider (item->site));
  const char *target = kp_site_get_target (item->site);
  gboolean wants_target = target != NULL;

  if (profile != NULL)
    {
      target = kp_profile_effective_target (profile, target);
      wants_target = wants_target || kp_profile_wants_target (profile);
    }
  self->n_running++;
  kp_checker_check_async (self->checker, item->site, target, wants_target,
                          self->cancellable, checked_cb, item);
}

static KpEvidence *
no_evidence (gint64 site_id)
{
  KpEvidence *evidence = g_new0 (KpEvidence, 1);

  evidence->site_id = site_id;
  evidence->history = kp_history_new ();
  return evidence;
}

typedef struct
{
  KpSweep *sweep;
  guint first;
  guint n;
} Chunk;

static void
evidence_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  Chunk *chunk = data;
  g_autoptr (KpSweep) self = chunk->sweep;
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) all =
      kp_store_load_evidence_finish (KP_STORE (source), result, &error);
  guint next = 0;

  self->loading = FALSE;
  if (all == NULL && self->error == NULL)
    {
      self->error = g_steal_pointer (&error);
      g_cancellable_cancel (self->cancellable);
    }
  /* They come in the order of the ids; a site removed meanwhile has none. */
  if (all != NULL)
    g_ptr_array_set_free_func (all, NULL);
  for (guint i = 0; all != NULL && i < chunk->n; i++)
    {
      KpSite *site = g_ptr_array_index (self->sites, chunk->first + i);
      KpEvidence *evidence = next < all->len ? g_ptr_array_index (all, next) : NULL;

      if (evidence != NULL && evidence->site_id == kp_site_get_id (site))
        {
          add_item (self, site, evidence);
          next++;
        }
      else
        self->done++;
    }
  for (; all != NULL && next < all->len; next++)
    kp_evidence_free (g_ptr_array_index (all, next));
  g_free (chunk);
  pump (self);
}

static void
load_chunk (KpSweep *self)
{
  guint n = MIN (EVIDENCE_CHUNK, self->sites->len - self->n_loaded);
  g_autoptr (GArray) ids = NULL;
  Chunk *chunk;

  if (self->store == NULL)
    {
      for (guint i = 0; i < n; i++)
        add_item (self, g_ptr_array_index (self->sites, self->n_loaded + i),
                  no_evidence (0));
      self->n_loaded += n;
      return;
    }

  ids = g_array_sized_new (FALSE, FALSE, sizeof (gint64), n);
  for (guint i = 0; i < n; i++)
    {
      gint64 id = kp_site_get_id (g_ptr_array_index (self->sites, self->n_loaded + i));

      g_array_append_val (ids, id);
    }
  chunk = g_new0 (Chunk, 1);
  chunk->sweep = g_object_ref (self);
  chunk->first = self->n_loaded;
  chunk->n = n;
  self->n_loaded += n;
  self->loading = TRUE;
  kp_store_load_evidence_async (self->store, (const gint64 *) ids->data, ids->len,
                                self->cancellable, evidence_cb, chunk);
}

/* Every site has been asked: does one unknown root stand behind most of them? */
static void
judge_interception (KpSweep *self)
{
  GPtrArray *sites = NULL;
  const char *name = kp_interception_find (self->interception, &sites);

  self->interception_judged = TRUE;
  if (name == NULL)
    return;
  self->intercepted = g_strdup (name);
  for (guint i = 0; i < sites->len; i++)
    {
      KpIntercepted *site = g_ptr_array_index (sites, i);
      g_autoptr (KpCheckResult) again =
          kp_check_result_new (site->result->site, site->result->observation);

      judge (self, again, site->before, TRUE);
      add_result (self, again, again->observation);
    }
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_INTERCEPTED]);
}

static void
finish (KpSweep *self)
{
  g_autoptr (GTask) task = g_steal_pointer (&self->task);

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
  gboolean cancelled;

  if (self->task == NULL)
    return;
  cancelled = g_cancellable_is_cancelled (self->cancellable);
  if (cancelled)
    {
      g_queue_clear_full (&self->ready, (GDestroyNotify) item_free);
      self->n_loaded = self->sites->len;
    }
  while (self->ready.length < self->jobs && !self->loading
         && self->n_loaded < self->sites->len)
    load_chunk (self);
  while (self->n_running < self->jobs && !g_queue_is_empty (&self->ready))
    start (self, g_queue_pop_head (&self->ready));

  if (self->n_running > 0 || self->loading || self->n_loaded < self->sites->len)
    return;
  if (!cancelled && !self->interception_judged)
    judge_interception (self);
  if (self->batch->len > 0)
    flush (self);
  if (self->n_saving == 0 && self->batch->len == 0 && self->task != NULL)
    finish (self);
}

static void
cancelled_cb (GCancellable *cancellable, gpointer data)
{
  g_cancellable_cancel (data);
}

void
kp_sweep_run_async (KpSweep *self, GPtrArray *sites, GCancellable *cancellable,
                    GAsyncReadyCallback callback, gpointer data)
{
  g_return_if_fail (KP_IS_SWEEP (self));
  g_return_if_fail (self->task == NULL && self->sites == NULL);

  /* The task looks at its own cancellable only at the end; errors of the store cancel ours.
   */
  self->task = g_task_new (self, cancellable, callback, data);
  g_task_set_source_tag (self->task, kp_sweep_run_async);
  self->sites = g_ptr_array_new_with_free_func (g_object_unref);
  for (guint i = 0; i < sites->len; i++)
    g_ptr_array_add (self->sites, g_object_ref (g_ptr_array_index (sites, i)));
  if (cancellable != NULL)
    g_cancellable_connect (cancellable, G_CALLBACK (cancelled_cb),
                           g_object_ref (self->cancellable), g_object_unref);
  kp_checker_forget (self->checker);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_TOTAL]);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_RUNNING]);
  pump (self);
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

void
kp_sweep_set_customers (KpSweep *self, GHashTable *you_change)
{
  g_return_if_fail (KP_IS_SWEEP (self));

  g_clear_pointer (&self->you_change, g_hash_table_unref);
  self->you_change = you_change != NULL ? g_hash_table_ref (you_change) : NULL;
}

static void
kp_sweep_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  KpSweep *self = KP_SWEEP (object);

  switch (id)
    {
    case PROP_TOTAL:
      g_value_set_uint (value, self->sites != NULL ? self->sites->len : 0);
      break;
    case PROP_DONE:
      g_value_set_uint (value, self->done);
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

  g_clear_handle_id (&self->flush_id, g_source_remove);
  g_queue_clear_full (&self->ready, (GDestroyNotify) item_free);
  g_clear_object (&self->checker);
  g_clear_object (&self->catalogue);
  g_clear_object (&self->store);
  g_clear_object (&self->clock);
  g_clear_object (&self->cancellable);
  g_clear_pointer (&self->you_change, g_hash_table_unref);
  g_clear_pointer (&self->sites, g_ptr_array_unref);
  g_clear_pointer (&self->batch, g_ptr_array_unref);
  g_clear_pointer (&self->records, g_ptr_array_unref);
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
  self->batch = g_ptr_array_new_with_free_func ((GDestroyNotify) kp_check_result_unref);
  self->records = g_ptr_array_new_with_free_func ((GDestroyNotify) kp_check_record_free);
  self->interception = kp_interception_new ();
  g_queue_init (&self->ready);
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
