/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "core/exchange/backup.h"

#include <string.h>

#include "core/base/worker.h"
#include "core/exchange/backup-private.h"
#include "core/store/store-replace.h"

struct _KpBackup
{
  GObject parent;

  char *data_dir;
  KpClock *clock;
  KpWorker *worker;
  KpBackupMeter meter;
};

G_DEFINE_FINAL_TYPE (KpBackup, kp_backup, G_TYPE_OBJECT)

typedef KpBackupReport *(*Work) (const KpBackupOrder *order, GError **error);

typedef struct
{
  KpBackupOrder order;
  Work work;
} Call;

static void
call_free (gpointer data)
{
  Call *call = data;

  g_free (call->order.data_dir);
  g_free (call->order.path);
  g_free (call);
}

static void
run (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  Call *call = data;
  GError *error = NULL;
  KpBackupReport *report = call->work (&call->order, &error);

  if (report != NULL)
    g_task_return_pointer (task, report, (GDestroyNotify) kp_backup_report_free);
  else
    g_task_return_error (task, error);
}

static void
kp_backup_dispose (GObject *object)
{
  KpBackup *self = KP_BACKUP (object);

  if (self->worker != NULL)
    kp_worker_shutdown_async (self->worker, NULL, NULL, NULL);
  g_clear_object (&self->worker);
  g_clear_object (&self->clock);

  G_OBJECT_CLASS (kp_backup_parent_class)->dispose (object);
}

static void
kp_backup_finalize (GObject *object)
{
  g_free (KP_BACKUP (object)->data_dir);

  G_OBJECT_CLASS (kp_backup_parent_class)->finalize (object);
}

static void
kp_backup_class_init (KpBackupClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = kp_backup_dispose;
  object_class->finalize = kp_backup_finalize;
}

static void
kp_backup_init (KpBackup *self)
{
}

KpBackup *
kp_backup_new (const char *data_dir, KpClock *clock)
{
  KpBackup *self;

  g_return_val_if_fail (data_dir != NULL, NULL);
  g_return_val_if_fail (KP_IS_CLOCK (clock), NULL);

  self = g_object_new (KP_TYPE_BACKUP, NULL);
  self->data_dir = g_strdup (data_dir);
  self->clock = g_object_ref (clock);
  return self;
}

double
kp_backup_get_fraction (KpBackup *self)
{
  g_return_val_if_fail (KP_IS_BACKUP (self), 0);

  return g_atomic_int_get (&self->meter.permille) / 1000.0;
}

static void
start (KpBackup *self, gpointer tag, Work work, const char *path, gboolean replace,
       GCancellable *cancellable, GAsyncReadyCallback callback, gpointer data)
{
  GTask *task = g_task_new (self, cancellable, callback, data);
  Call *call = g_new0 (Call, 1);

  /* What is in place is told so, however late it was cancelled. */
  g_task_set_check_cancellable (task, FALSE);
  g_task_set_source_tag (task, tag);
  call->work = work;
  call->order.data_dir = g_strdup (self->data_dir);
  call->order.path = g_strdup (path);
  call->order.replace = replace;
  call->order.now = kp_clock_now (self->clock);
  call->order.meter = &self->meter;
  g_task_set_task_data (task, call, call_free);
  self->meter.cancellable = cancellable;
  self->worker = kp_worker_new ("keyplate-backup");
  kp_worker_queue (self->worker, G_PRIORITY_DEFAULT, run, task);
}

static KpBackupReport *
finish (KpBackup *self, GAsyncResult *result, gpointer tag, GError **error)
{
  g_return_val_if_fail (KP_IS_BACKUP (self), NULL);
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);
  g_return_val_if_fail (g_async_result_is_tagged (result, tag), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}

void
kp_backup_write_async (KpBackup *self, const char *path, gboolean replace,
                       GCancellable *cancellable, GAsyncReadyCallback callback,
                       gpointer data)
{
  g_return_if_fail (KP_IS_BACKUP (self));
  g_return_if_fail (self->worker == NULL);

  start (self, kp_backup_write_async, kp_backup_write, path, replace, cancellable, callback,
         data);
}

KpBackupReport *
kp_backup_write_finish (KpBackup *self, GAsyncResult *result, GError **error)
{
  return finish (self, result, kp_backup_write_async, error);
}

void
kp_backup_look_async (KpBackup *self, const char *path, GCancellable *cancellable,
                      GAsyncReadyCallback callback, gpointer data)
{
  g_return_if_fail (KP_IS_BACKUP (self));
  g_return_if_fail (self->worker == NULL);

  start (self, kp_backup_look_async, kp_backup_look, path, FALSE, cancellable, callback,
         data);
}

KpBackupReport *
kp_backup_look_finish (KpBackup *self, GAsyncResult *result, GError **error)
{
  return finish (self, result, kp_backup_look_async, error);
}

void
kp_backup_restore_async (KpBackup *self, const char *path, gboolean replace,
                         GCancellable *cancellable, GAsyncReadyCallback callback,
                         gpointer data)
{
  g_return_if_fail (KP_IS_BACKUP (self));
  g_return_if_fail (self->worker == NULL);

  start (self, kp_backup_restore_async, kp_backup_restore, path, replace, cancellable,
         callback, data);
}

KpBackupReport *
kp_backup_restore_finish (KpBackup *self, GAsyncResult *result, GError **error)
{
  return finish (self, result, kp_backup_restore_async, error);
}

KpBackupReport *
kp_backup_report_new (const char *path)
{
  KpBackupReport *self = g_new0 (KpBackupReport, 1);

  self->path = g_strdup (path);
  self->left_out = g_ptr_array_new_with_free_func (g_free);
  return self;
}

gboolean
kp_backup_report_has_vault (const KpBackupReport *self)
{
  return kp_backup_manifest_find (self->manifest, KP_STORE_VAULT) != NULL;
}

guint
kp_backup_report_count_profiles (const KpBackupReport *self)
{
  guint n = 0;

  for (guint i = 0; i < self->manifest->files->len; i++)
    {
      const KpBackupFile *file = g_ptr_array_index (self->manifest->files, i);

      n += g_str_has_prefix (file->name, KP_STORE_PROVIDERS "/");
    }
  return n;
}

void
kp_backup_report_free (KpBackupReport *self)
{
  if (self == NULL)
    return;
  g_clear_pointer (&self->manifest, kp_backup_manifest_free);
  g_free (self->path);
  g_free (self->saved);
  g_clear_pointer (&self->left_out, g_ptr_array_unref);
  g_free (self);
}
