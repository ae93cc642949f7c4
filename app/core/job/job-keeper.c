/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "core/job/job-keeper.h"

#include <glib/gi18n.h>

#include "core/job/renew-job.h"
#include "core/job/secure-job.h"
#include "core/store/store-renewals.h"
#include "core/store/store-requests.h"
#include "core/store/store-retirement.h"

struct _KpJobKeeper
{
  GObject parent;

  KpStore *store;
  KpCatalogue *catalogue;
  KpClock *clock;
  KpSettings *settings; /* (nullable) */
  GHashTable *you_change;
  GHashTable *channels; /* by id of the profile */
};

enum
{
  CHANNELS_CHANGED,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (KpJobKeeper, kp_job_keeper, G_TYPE_OBJECT)

/* Returns: (nullable): the language that the user wants for all providers */
static const char *
get_language (KpJobKeeper *self)
{
  const char *value = self->settings != NULL
                          ? kp_settings_get_string (self->settings, "letter-language")
                          : "provider";

  return g_str_equal (value, "provider") ? NULL : value;
}

void
kp_job_keeper_fill_facts (KpJobKeeper *self, KpSite *site, KpJobFacts *facts)
{
  gint64 customer;

  g_return_if_fail (KP_IS_JOB_KEEPER (self));
  g_return_if_fail (KP_IS_SITE (site));

  customer = kp_site_get_customer_id (site);
  facts->site = site;
  facts->profile = kp_catalogue_find (self->catalogue, kp_site_get_provider (site));
  facts->channel = g_hash_table_lookup (self->channels, kp_site_get_provider (site));
  facts->language = get_language (self);
  facts->customer_changes_dns =
      customer != 0
      && (self->you_change == NULL || !g_hash_table_contains (self->you_change, &customer));
  facts->now = kp_clock_now (self->clock);
}

static void
saved_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GTask) task = data;
  GError *error = NULL;
  KpJob *job = kp_store_save_job_finish (KP_STORE (source), result, &error);

  if (job != NULL)
    g_task_return_pointer (task, job, (GDestroyNotify) kp_job_free);
  else
    g_task_return_error (task, error);
}

/* A draft that is written down is to be sent. */
static KpRequest *
make_queued (KpRequest *request, gint64 now)
{
  KpRequest *queued;

  if (request == NULL)
    return NULL;
  queued = kp_request_copy (request);
  g_object_set (queued, "state", KP_REQUEST_QUEUED, "state-at", now, "next-at", now, NULL);
  return queued;
}

/* A target of its own is kept with the site from the moment on in which it is confirmed. */
static const char *
find_new_target (const KpJob *after, const KpJobFacts *facts)
{
  if (after->target == NULL || !kp_job_has_reached (after, KP_JOB_STEP_INSTRUCTIONS)
      || g_strcmp0 (after->target, kp_site_get_target (facts->site)) == 0)
    return NULL;
  return after->target;
}

/* Returns: (transfer full) (element-type KpJournalEvent): what a person would want to read
 * later */
static GPtrArray *
list_events (const KpJobFacts *facts, const KpJob *before, const KpJob *after,
             const KpRenewal *changes)
{
  GPtrArray *events =
      g_ptr_array_new_with_free_func ((GDestroyNotify) kp_journal_event_unref);
  g_autofree char *text = kp_job_describe_change (before, after, facts, changes);

  if (text != NULL)
    g_ptr_array_add (events,
                     kp_journal_event_new (after->site_id, facts->now, "job", text));
  return events;
}

/* @after: (transfer full) (nullable): %NULL with @error set; @changes: (transfer full)
 * (nullable): what a renewal gathers by it */
static void
save (KpJobKeeper *self, GTask *owned, const KpJobFacts *facts, const KpJob *before,
      KpJob *after, KpRenewal *changes, KpRequest *request, GError *error)
{
  g_autoptr (GTask) task = owned;
  g_autoptr (KpJob) job = after;
  g_autoptr (KpRenewal) renewal = changes;
  g_autoptr (KpRequest) queued = make_queued (request, facts->now);
  g_autoptr (GPtrArray) events = NULL;

  if (job == NULL)
    {
      g_task_return_error (task, error);
      return;
    }
  events = list_events (facts, before, job, renewal);
  kp_store_save_job_async (self->store, job, renewal, find_new_target (job, facts), queued,
                           events, g_task_get_cancellable (task), saved_cb,
                           g_object_ref (task));
}

static void
seen_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GTask) task = data;
  GError *error = NULL;
  KpJob *job = kp_store_save_sights_finish (KP_STORE (source), result, &error);

  if (job != NULL)
    g_task_return_pointer (task, job, (GDestroyNotify) kp_job_free);
  else
    g_task_return_error (task, error);
}

/* A look in the background takes the job from under nobody who has read it. As save(). */
static void
save_sights (KpJobKeeper *self, GTask *task, const KpJobFacts *facts, const KpJob *before,
             KpJob *after, KpRenewal *changes)
{
  g_autoptr (KpJob) job = after;
  g_autoptr (KpRenewal) renewal = changes;
  g_autoptr (GPtrArray) events = list_events (facts, before, job, renewal);

  kp_store_save_sights_async (self->store, before, job, events,
                              g_task_get_cancellable (task), seen_cb, task);
}

static GTask *
make_task (KpJobKeeper *self, GCancellable *cancellable, GAsyncReadyCallback callback,
           gpointer data)
{
  GTask *task = g_task_new (self, cancellable, callback, data);

  g_task_set_source_tag (task, kp_job_keeper_finish);
  /* The store says whether something was written, not the cancellable. */
  g_task_set_check_cancellable (task, FALSE);
  return task;
}

/* Returns: (nullable): the open job of @site; %NULL with @error set */
static const KpJob *
get_job (KpSite *site, GError **error)
{
  const KpJob *job = kp_site_get_job (site);

  if (job == NULL)
    g_set_error (error, KP_JOB_ERROR, KP_JOB_ERROR_NOT_NOW,
                 /* Translators: a host name */
                 _ ("No job is under way for %s."), kp_site_get_label (site));
  return job;
}

static void
begin (KpJobKeeper *self, KpSite *site,
       KpJob *(*start) (const KpJobFacts *facts, GError **error), GTask *task)
{
  KpJobFacts facts;
  GError *error = NULL;
  KpJob *job;

  kp_job_keeper_fill_facts (self, site, &facts);
  job = start (&facts, &error);
  save (self, task, &facts, NULL, job, NULL, NULL, error);
}

void
kp_job_keeper_secure_async (KpJobKeeper *self, KpSite *site, GCancellable *cancellable,
                            GAsyncReadyCallback callback, gpointer data)
{
  g_return_if_fail (KP_IS_JOB_KEEPER (self));
  g_return_if_fail (KP_IS_SITE (site));

  begin (self, site, kp_secure_job_start, make_task (self, cancellable, callback, data));
}

void
kp_job_keeper_renew_async (KpJobKeeper *self, KpSite *site, GCancellable *cancellable,
                           GAsyncReadyCallback callback, gpointer data)
{
  g_return_if_fail (KP_IS_JOB_KEEPER (self));
  g_return_if_fail (KP_IS_SITE (site));

  begin (self, site, kp_renew_job_start, make_task (self, cancellable, callback, data));
}

void
kp_job_keeper_next_async (KpJobKeeper *self, KpSite *site, const KpJobInput *input,
                          GCancellable *cancellable, GAsyncReadyCallback callback,
                          gpointer data)
{
  KpJobFacts facts;
  GError *error = NULL;
  const KpJob *before;
  KpRenewal *changes = NULL;
  KpJob *after = NULL;
  GTask *task;

  g_return_if_fail (KP_IS_JOB_KEEPER (self));
  g_return_if_fail (KP_IS_SITE (site));
  g_return_if_fail (input != NULL);

  kp_job_keeper_fill_facts (self, site, &facts);
  before = get_job (site, &error);
  if (before != NULL)
    after = kp_job_next (before, &facts, input, &changes, &error);
  task = make_task (self, cancellable, callback, data);
  if (after != NULL && input->sights != NULL)
    save_sights (self, task, &facts, before, after, changes);
  else
    save (self, task, &facts, before, after, changes, input->request, error);
}

void
kp_job_keeper_do_async (KpJobKeeper *self, KpSite *site, KpJobVerb verb,
                        GCancellable *cancellable, GAsyncReadyCallback callback,
                        gpointer data)
{
  KpJobFacts facts;
  GError *error = NULL;
  const KpJob *before;
  KpRenewal *changes = NULL;
  KpJob *after = NULL;

  g_return_if_fail (KP_IS_JOB_KEEPER (self));
  g_return_if_fail (KP_IS_SITE (site));

  kp_job_keeper_fill_facts (self, site, &facts);
  before = get_job (site, &error);
  if (before != NULL)
    after = kp_job_do (before, verb, &facts, &changes, &error);
  save (self, make_task (self, cancellable, callback, data), &facts, before, after, changes,
        NULL, error);
}

KpJob *
kp_job_keeper_finish (KpJobKeeper *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (KP_IS_JOB_KEEPER (self), NULL);
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);
  g_return_val_if_fail (g_async_result_is_tagged (result, kp_job_keeper_finish), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}

static void
retired_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GTask) task = data;
  GError *error = NULL;

  if (kp_store_retire_site_finish (KP_STORE (source), result, &error))
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, error);
}

void
kp_job_keeper_retire_async (KpJobKeeper *self, KpSite *site, KpRequest *request,
                            GCancellable *cancellable, GAsyncReadyCallback callback,
                            gpointer data)
{
  g_autoptr (KpRequest) queued = NULL;
  GTask *task;

  g_return_if_fail (KP_IS_JOB_KEEPER (self));
  g_return_if_fail (KP_IS_SITE (site));

  queued = make_queued (request, kp_clock_now (self->clock));
  task = make_task (self, cancellable, callback, data);
  g_task_set_source_tag (task, kp_job_keeper_retire_async);
  kp_store_retire_site_async (self->store, kp_site_get_id (site), queued, NULL, cancellable,
                              retired_cb, task);
}

gboolean
kp_job_keeper_retire_finish (KpJobKeeper *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);
  g_return_val_if_fail (g_async_result_is_tagged (result, kp_job_keeper_retire_async),
                        FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}

void
kp_job_keeper_set_customers (KpJobKeeper *self, GHashTable *you_change)
{
  g_return_if_fail (KP_IS_JOB_KEEPER (self));

  if (you_change != NULL)
    g_hash_table_ref (you_change);
  g_clear_pointer (&self->you_change, g_hash_table_unref);
  self->you_change = you_change;
}

void
kp_job_keeper_set_settings (KpJobKeeper *self, KpSettings *settings)
{
  g_return_if_fail (KP_IS_JOB_KEEPER (self));
  g_return_if_fail (KP_IS_SETTINGS (settings));

  g_set_object (&self->settings, settings);
}

/* @connections: (element-type utf8 KpConnection) */
static gboolean
has_channels (KpJobKeeper *self, GHashTable *connections)
{
  GHashTableIter iter;
  gpointer provider, connection;

  if (g_hash_table_size (self->channels) != g_hash_table_size (connections))
    return FALSE;
  g_hash_table_iter_init (&iter, connections);
  while (g_hash_table_iter_next (&iter, &provider, &connection))
    if (g_strcmp0 (g_hash_table_lookup (self->channels, provider),
                   ((KpConnection *) connection)->channel)
        != 0)
      return FALSE;
  return TRUE;
}

/* @connections: (element-type utf8 KpConnection) */
static void
take_channels (KpJobKeeper *self, GHashTable *connections)
{
  GHashTableIter iter;
  gpointer provider, connection;

  if (has_channels (self, connections))
    return;
  g_hash_table_remove_all (self->channels);
  g_hash_table_iter_init (&iter, connections);
  while (g_hash_table_iter_next (&iter, &provider, &connection))
    g_hash_table_insert (self->channels, g_strdup (provider),
                         g_strdup (((KpConnection *) connection)->channel));
  g_signal_emit (self, signals[CHANNELS_CHANGED], 0);
}

static void
loaded_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GTask) task = data;
  GError *error = NULL;
  g_autoptr (GHashTable) connections =
      kp_store_load_connections_finish (KP_STORE (source), result, &error);

  if (connections == NULL)
    {
      g_task_return_error (task, error);
      return;
    }
  take_channels (g_task_get_source_object (task), connections);
  g_task_return_boolean (task, TRUE);
}

void
kp_job_keeper_load_async (KpJobKeeper *self, GCancellable *cancellable,
                          GAsyncReadyCallback callback, gpointer data)
{
  GTask *task;

  g_return_if_fail (KP_IS_JOB_KEEPER (self));

  task = g_task_new (self, cancellable, callback, data);
  g_task_set_source_tag (task, kp_job_keeper_load_async);
  kp_store_load_connections_async (self->store, cancellable, loaded_cb, task);
}

gboolean
kp_job_keeper_load_finish (KpJobKeeper *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}

/* How a provider is connected counts as a setting. */
static void
settings_changed_cb (KpJobKeeper *self)
{
  kp_job_keeper_load_async (self, NULL, NULL, NULL);
}

static void
kp_job_keeper_dispose (GObject *object)
{
  KpJobKeeper *self = KP_JOB_KEEPER (object);

  g_clear_object (&self->store);
  g_clear_object (&self->catalogue);
  g_clear_object (&self->clock);
  g_clear_object (&self->settings);
  g_clear_pointer (&self->you_change, g_hash_table_unref);
  g_clear_pointer (&self->channels, g_hash_table_unref);

  G_OBJECT_CLASS (kp_job_keeper_parent_class)->dispose (object);
}

static void
kp_job_keeper_class_init (KpJobKeeperClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = kp_job_keeper_dispose;

  signals[CHANNELS_CHANGED] =
      g_signal_new ("channels-changed", KP_TYPE_JOB_KEEPER, G_SIGNAL_RUN_LAST, 0, NULL,
                    NULL, NULL, G_TYPE_NONE, 0);
}

static void
kp_job_keeper_init (KpJobKeeper *self)
{
  self->channels = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
}

KpJobKeeper *
kp_job_keeper_new (KpStore *store, KpCatalogue *catalogue, KpClock *clock)
{
  KpJobKeeper *self;

  g_return_val_if_fail (KP_IS_STORE (store), NULL);
  g_return_val_if_fail (KP_IS_CATALOGUE (catalogue), NULL);
  g_return_val_if_fail (KP_IS_CLOCK (clock), NULL);

  self = g_object_new (KP_TYPE_JOB_KEEPER, NULL);
  self->store = g_object_ref (store);
  self->catalogue = g_object_ref (catalogue);
  self->clock = g_object_ref (clock);
  g_signal_connect_object (store, "settings-changed", G_CALLBACK (settings_changed_cb),
                           self, G_CONNECT_SWAPPED);
  return self;
}
