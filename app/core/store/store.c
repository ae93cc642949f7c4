/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "core/store/store.h"

#include <glib/gi18n.h>
#include <unistd.h>

#include "core/base/worker.h"
#include "core/store/certificate-table.h"
#include "core/store/site-table.h"
#include "core/store/store-private.h"

/* How often another process's changes are looked for: noticed within half a second. */
#define WATCH_INTERVAL_MS 300

/* How long a removed site can be had back, seconds. */
#define KEEP_REMOVED 86400

struct _KpStore
{
  GObject parent;

  char *data_dir;
  KpClock *clock;
  gboolean read_only;
  guint busy_timeout;
  KpWorker *worker; /* from the first opening to the end */
  gboolean closed;
  GMainContext *context; /* where signals are emitted */
  GSource *watch_source; /* looks for other processes' changes */
  gint looking;          /* atomic: one look is under way */
  gint64 writer;         /* number of this connection in the change log */

  /* The worker's alone. */
  KpDatabase *database;
  int lock;
  gint64 last_change;
  gint64 data_version;
};

enum
{
  SITES_CHANGED,
  CUSTOMERS_CHANGED,
  SETTINGS_CHANGED,
  SUBJECTS_CHANGED,
  REQUESTS_CHANGED,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (KpStore, kp_store, G_TYPE_OBJECT)
G_DEFINE_QUARK (kp - store - error - quark, kp_store_error)

static void
stop_watching (KpStore *self)
{
  if (self->watch_source == NULL)
    return;
  g_source_destroy (self->watch_source);
  g_clear_pointer (&self->watch_source, g_source_unref);
}

static void
close_file (KpStore *self)
{
  g_clear_pointer (&self->database, kp_database_close);
  if (self->lock >= 0)
    close (self->lock);
  self->lock = -1;
}

/* May run in the worker's thread, if the last reference was a task's. Nothing is queued
 * then, so the connection is nobody else's. */
static void
kp_store_finalize (GObject *object)
{
  KpStore *self = KP_STORE (object);

  stop_watching (self);
  close_file (self);
  g_clear_object (&self->worker);
  g_clear_object (&self->clock);
  g_clear_pointer (&self->context, g_main_context_unref);
  g_free (self->data_dir);

  G_OBJECT_CLASS (kp_store_parent_class)->finalize (object);
}

static void
kp_store_class_init (KpStoreClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = kp_store_finalize;

  signals[SITES_CHANGED] = g_signal_new ("sites-changed", KP_TYPE_STORE, G_SIGNAL_RUN_LAST,
                                         0, NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_ARRAY);
  signals[CUSTOMERS_CHANGED] =
      g_signal_new ("customers-changed", KP_TYPE_STORE, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                    NULL, G_TYPE_NONE, 0);
  signals[SETTINGS_CHANGED] =
      g_signal_new ("settings-changed", KP_TYPE_STORE, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                    NULL, G_TYPE_NONE, 0);
  signals[SUBJECTS_CHANGED] =
      g_signal_new ("subjects-changed", KP_TYPE_STORE, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                    NULL, G_TYPE_NONE, 0);
  signals[REQUESTS_CHANGED] =
      g_signal_new ("requests-changed", KP_TYPE_STORE, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                    NULL, G_TYPE_NONE, 0);
}

static void
kp_store_init (KpStore *self)
{
  self->lock = -1;
  self->busy_timeout = KP_DATABASE_BUSY_MS;
  /* Only has to differ from others that have the file open now. */
  self->writer = (gint64) g_random_int () << 31 | g_random_int () >> 1;
}

KpStore *
kp_store_new (const char *data_dir, gboolean read_only, KpClock *clock)
{
  KpStore *self;

  g_return_val_if_fail (data_dir != NULL, NULL);
  g_return_val_if_fail (KP_IS_CLOCK (clock), NULL);

  self = g_object_new (KP_TYPE_STORE, NULL);
  self->data_dir = g_strdup (data_dir);
  self->read_only = !!read_only;
  self->clock = g_object_ref (clock);
  return self;
}

const char *
kp_store_get_data_dir (KpStore *self)
{
  g_return_val_if_fail (KP_IS_STORE (self), NULL);

  return self->data_dir;
}

gboolean
kp_store_get_read_only (KpStore *self)
{
  g_return_val_if_fail (KP_IS_STORE (self), FALSE);

  return self->read_only;
}

void
kp_store_set_busy_timeout (KpStore *self, guint milliseconds)
{
  g_return_if_fail (KP_IS_STORE (self));

  self->busy_timeout = milliseconds;
}

/* What is told of changes, from the worker to the context of the signals. */
typedef struct
{
  KpStore *store;
  KpChanges *changes;
} Announcement;

static void
announcement_free (gpointer data)
{
  Announcement *announcement = data;

  g_object_unref (announcement->store);
  kp_changes_free (announcement->changes);
  g_free (announcement);
}

static gboolean
announce_cb (gpointer data)
{
  Announcement *announcement = data;
  const KpChanges *changes = announcement->changes;

  if (changes->any_site || changes->sites->len > 0)
    g_signal_emit (announcement->store, signals[SITES_CHANGED], 0,
                   changes->any_site ? NULL : changes->sites);
  if (changes->customers)
    g_signal_emit (announcement->store, signals[CUSTOMERS_CHANGED], 0);
  if (changes->settings)
    g_signal_emit (announcement->store, signals[SETTINGS_CHANGED], 0);
  if (changes->subjects)
    g_signal_emit (announcement->store, signals[SUBJECTS_CHANGED], 0);
  if (changes->requests)
    g_signal_emit (announcement->store, signals[REQUESTS_CHANGED], 0);
  return G_SOURCE_REMOVE;
}

/* @changes: (transfer full) */
static void
announce (KpStore *self, KpChanges *changes)
{
  g_autoptr (GSource) source = NULL;
  Announcement *announcement;

  if (kp_changes_is_empty (changes))
    {
      kp_changes_free (changes);
      return;
    }
  announcement = g_new0 (Announcement, 1);
  announcement->store = g_object_ref (self);
  announcement->changes = changes;
  source = g_idle_source_new ();
  g_source_set_priority (source, G_PRIORITY_DEFAULT);
  g_source_set_static_name (source, "keyplate: store changed");
  g_source_set_callback (source, announce_cb, announcement, announcement_free);
  g_source_attach (source, self->context);
}

/* A verb on its way to the worker. */
typedef struct
{
  KpStoreVerb verb;
  gpointer data;
  GDestroyNotify free_data;
  GDestroyNotify free_result;
  gboolean writes;
} Verb;

static void
verb_free (gpointer data)
{
  Verb *verb = data;

  if (verb->free_data != NULL && verb->data != NULL)
    verb->free_data (verb->data);
  g_free (verb);
}

static gboolean
check_open (KpStore *self, gboolean writes, GError **error)
{
  if (self->database == NULL)
    {
      g_set_error (error, KP_STORE_ERROR, KP_STORE_ERROR_FAILED,
                   /* Translators: %s is a folder. */
                   _ ("The store in %s isn’t open."), self->data_dir);
      return FALSE;
    }
  if (writes && self->read_only)
    {
      g_set_error (error, KP_STORE_ERROR, KP_STORE_ERROR_READ_ONLY,
                   /* Translators: %s is a folder. */
                   _ ("The store in %s was opened for reading only."), self->data_dir);
      return FALSE;
    }
  return TRUE;
}

static gboolean
run_write (KpStore *self, const Verb *verb, KpStoreCall *call, GError **error)
{
  if (!kp_database_begin (self->database, error))
    return FALSE;
  if (verb->verb (call, error)
      && kp_change_table_append (self->database, self->writer, call->changes, error))
    return kp_database_commit (self->database, error);
  kp_database_rollback (self->database);
  return FALSE;
}

/* All statements of one verb see the same state. */
static gboolean
run_read (KpStore *self, const Verb *verb, KpStoreCall *call, GError **error)
{
  gboolean good;

  if (!kp_database_begin_read (self->database, error))
    return FALSE;
  good = verb->verb (call, error);
  kp_database_rollback (self->database);
  return good;
}

static void
run_verb (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  KpStore *self = source;
  const Verb *verb = data;
  g_autoptr (KpChanges) changes = kp_changes_new ();
  KpStoreCall call = { self->database, changes, 0, verb->data, NULL };
  GError *error = NULL;

  g_assert (kp_worker_is_in_thread (self->worker));

  call.now = kp_clock_now (self->clock);
  if (!check_open (self, verb->writes, &error)
      || !(verb->writes ? run_write (self, verb, &call, &error)
                        : run_read (self, verb, &call, &error)))
    {
      g_task_return_error (task, error);
      return;
    }
  announce (self, g_steal_pointer (&changes));
  if (verb->writes)
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_pointer (task, call.result, verb->free_result);
}

/* The store, not the cancellable, says whether something was written. */
static GTask *
make_task (KpStore *self, gpointer tag, gboolean writes, GCancellable *cancellable,
           GAsyncReadyCallback callback, gpointer user_data)
{
  GTask *task = g_task_new (self, cancellable, callback, user_data);

  g_task_set_source_tag (task, tag);
  g_task_set_check_cancellable (task, !writes);
  return task;
}

static void
queue_verb (KpStore *self, GTask *task, Verb *verb)
{
  g_task_set_task_data (task, verb, verb_free);
  if (self->worker != NULL && !self->closed)
    {
      kp_worker_queue (self->worker, G_PRIORITY_DEFAULT, run_verb, task);
      return;
    }
  g_task_return_new_error (task, KP_STORE_ERROR, KP_STORE_ERROR_FAILED,
                           /* Translators: %s is a folder. */
                           _ ("The store in %s isn’t open."), self->data_dir);
  g_object_unref (task);
}

void
kp_store_read (KpStore *self, gpointer tag, KpStoreVerb verb, gpointer data,
               GDestroyNotify free_data, GDestroyNotify free_result,
               GCancellable *cancellable, GAsyncReadyCallback callback, gpointer user_data)
{
  Verb *call = g_new0 (Verb, 1);

  call->verb = verb;
  call->data = data;
  call->free_data = free_data;
  call->free_result = free_result;
  queue_verb (self, make_task (self, tag, FALSE, cancellable, callback, user_data), call);
}

void
kp_store_write (KpStore *self, gpointer tag, KpStoreVerb verb, gpointer data,
                GDestroyNotify free_data, GCancellable *cancellable,
                GAsyncReadyCallback callback, gpointer user_data)
{
  Verb *call = g_new0 (Verb, 1);

  call->verb = verb;
  call->data = data;
  call->free_data = free_data;
  call->writes = TRUE;
  queue_verb (self, make_task (self, tag, TRUE, cancellable, callback, user_data), call);
}

gpointer
kp_store_finish_pointer (KpStore *self, GAsyncResult *result, gpointer tag, GError **error)
{
  g_return_val_if_fail (KP_IS_STORE (self), NULL);
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);
  g_return_val_if_fail (g_async_result_is_tagged (result, tag), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}

gboolean
kp_store_finish_boolean (KpStore *self, GAsyncResult *result, gpointer tag, GError **error)
{
  g_return_val_if_fail (KP_IS_STORE (self), FALSE);
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);
  g_return_val_if_fail (g_async_result_is_tagged (result, tag), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}

gpointer
kp_store_get_call_data (GAsyncResult *result)
{
  Verb *verb = g_task_get_task_data (G_TASK (result));

  return verb->data;
}

GArray *
kp_store_copy_ids (const gint64 *ids, guint n_ids)
{
  GArray *copy = g_array_sized_new (FALSE, FALSE, sizeof (gint64), n_ids);

  if (n_ids > 0)
    g_array_append_vals (copy, ids, n_ids);
  return copy;
}

/* What was removed a day ago can't be had back any more. Looked for first, so that an
 * opening writes only if there is something to write. */
static gboolean
purge (KpStore *self, GError **error)
{
  gint64 before = kp_clock_now (self->clock) - KEEP_REMOVED;
  gint64 n;

  if (!kp_site_table_count_removed (self->database, before, &n, error))
    return FALSE;
  if (n == 0)
    return TRUE;
  if (!kp_database_begin (self->database, error))
    return FALSE;
  if (kp_site_table_purge (self->database, before, error)
      && kp_certificate_table_purge (self->database, error))
    return kp_database_commit (self->database, error);
  kp_database_rollback (self->database);
  return FALSE;
}

static gboolean
open_file (KpStore *self, GError **error)
{
  self->database = kp_store_open_file (self->data_dir, self->read_only, self->busy_timeout,
                                       &self->lock, error);
  if (self->database == NULL)
    return FALSE;
  if (kp_change_table_get_last (self->database, &self->last_change, error)
      && kp_database_get_int (self->database, "PRAGMA data_version", &self->data_version,
                              error)
      && (self->read_only || purge (self, error)))
    return TRUE;
  close_file (self);
  return FALSE;
}

static void
run_open (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  KpStore *self = source;
  GError *error = NULL;

  if (self->database == NULL && !open_file (self, &error))
    g_task_return_error (task, error);
  else
    g_task_return_boolean (task, TRUE);
}

void
kp_store_open_async (KpStore *self, GCancellable *cancellable, GAsyncReadyCallback callback,
                     gpointer data)
{
  GTask *task;

  g_return_if_fail (KP_IS_STORE (self));
  g_return_if_fail (!self->closed);

  task = make_task (self, kp_store_open_async, TRUE, cancellable, callback, data);
  if (self->worker == NULL)
    {
      self->worker = kp_worker_new ("keyplate-store");
      self->context = g_main_context_ref_thread_default ();
    }
  kp_worker_queue (self->worker, G_PRIORITY_DEFAULT, run_open, task);
}

gboolean
kp_store_open_finish (KpStore *self, GAsyncResult *result, GError **error)
{
  return kp_store_finish_boolean (self, result, kp_store_open_async, error);
}

static void
run_close (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  close_file (source);
  g_task_return_boolean (task, TRUE);
}

static void
worker_ended_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GTask) task = data;
  GError *error = NULL;

  if (kp_worker_shutdown_finish (KP_WORKER (source), result, &error))
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, error);
}

void
kp_store_close_async (KpStore *self, GAsyncReadyCallback callback, gpointer data)
{
  g_autoptr (GTask) task = NULL;

  g_return_if_fail (KP_IS_STORE (self));

  task = g_task_new (self, NULL, callback, data);
  g_task_set_source_tag (task, kp_store_close_async);
  stop_watching (self);
  if (self->worker == NULL || self->closed)
    {
      g_task_return_boolean (task, TRUE);
      return;
    }
  self->closed = TRUE;
  kp_worker_queue (self->worker, G_PRIORITY_DEFAULT, run_close,
                   g_task_new (self, NULL, NULL, NULL));
  kp_worker_shutdown_async (self->worker, NULL, worker_ended_cb, g_steal_pointer (&task));
}

gboolean
kp_store_close_finish (KpStore *self, GAsyncResult *result, GError **error)
{
  return kp_store_finish_boolean (self, result, kp_store_close_async, error);
}

/* The counter moves when another connection has written; only then the log is read. */
static void
run_look (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  KpStore *self = source;
  KpChanges *changes = NULL;
  gint64 last = self->last_change;
  gint64 version;

  if (self->database != NULL
      && kp_database_get_int (self->database, "PRAGMA data_version", &version, NULL)
      && version != self->data_version
      && kp_change_table_read (self->database, self->writer, &last, &changes, NULL))
    {
      self->last_change = last;
      self->data_version = version;
      announce (self, changes);
    }
  g_atomic_int_set (&self->looking, FALSE);
  g_task_return_boolean (task, TRUE);
}

static gboolean
watch_cb (gpointer data)
{
  g_autoptr (KpStore) self = g_weak_ref_get (data);

  if (self != NULL && self->worker != NULL && !self->closed
      && g_atomic_int_compare_and_exchange (&self->looking, FALSE, TRUE))
    kp_worker_queue (self->worker, G_PRIORITY_DEFAULT, run_look,
                     g_task_new (self, NULL, NULL, NULL));
  return G_SOURCE_CONTINUE;
}

static void
weak_ref_free (gpointer data)
{
  g_weak_ref_clear (data);
  g_free (data);
}

void
kp_store_watch (KpStore *self, gboolean watch)
{
  GWeakRef *weak;

  g_return_if_fail (KP_IS_STORE (self));

  if (!watch)
    stop_watching (self);
  if (!watch || self->watch_source != NULL)
    return;
  weak = g_new0 (GWeakRef, 1);
  g_weak_ref_init (weak, self);
  self->watch_source = g_timeout_source_new (WATCH_INTERVAL_MS);
  g_source_set_static_name (self->watch_source, "keyplate: watch store");
  g_source_set_callback (self->watch_source, watch_cb, weak, weak_ref_free);
  g_source_attach (self->watch_source, self->context);
}
