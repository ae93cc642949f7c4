/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "core/job/batch.h"

#include <glib/gi18n.h>

struct _KpBatch
{
  GObject parent;

  GQueue again;       /* sites whose job is to be begun once more, before the next ones */
  KpBatchSite *begun; /* (nullable): whose job is being begun */
  KpJobKeeper *keeper;
  GPtrArray *sites;    /* KpBatchSite */
  GHashTable *awaited; /* of them: somebody else began a job, which is not known yet */
  guint next;          /* whose job is to be begun */
  gboolean busy;       /* one is being begun */
};

enum
{
  CHANGED,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

static void kp_batch_model_init (GListModelInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (KpBatch, kp_batch, G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (G_TYPE_LIST_MODEL,
                                                      kp_batch_model_init))

static void begin_next (KpBatch *self);

static void
tell (KpBatch *self, KpBatchSite *site)
{
  g_signal_emit (self, signals[CHANGED], 0, site);
}

static void
take_existing (KpBatchSite *site, const KpJob *job)
{
  if (job->kind != KP_JOB_RENEW)
    kp_batch_site_set_reason (site, _ ("A job to secure it is under way. Finish or "
                                       "abandon that first."));
}

/* Where somebody was quicker, it may be with a job of another kind. */
static void
look_at_awaited (KpBatch *self, KpBatchSite *site)
{
  const KpJob *job = kp_site_get_job (kp_batch_site_get_site (site));

  if (job != NULL && g_hash_table_remove (self->awaited, site))
    take_existing (site, job);
}

static void
site_changed_cb (KpBatch *self, GParamSpec *pspec, KpSite *site)
{
  KpBatchSite *changed = kp_batch_find (self, site, NULL);

  if (changed == NULL)
    return;
  look_at_awaited (self, changed);
  tell (self, changed);
}

static void
reason_changed_cb (KpBatch *self, GParamSpec *pspec, KpBatchSite *site)
{
  tell (self, site);
}

static GType
kp_batch_get_item_type (GListModel *model)
{
  return KP_TYPE_BATCH_SITE;
}

static guint
kp_batch_get_n_items (GListModel *model)
{
  return KP_BATCH (model)->sites->len;
}

static gpointer
kp_batch_get_item (GListModel *model, guint position)
{
  KpBatch *self = KP_BATCH (model);

  return position < self->sites->len ? g_object_ref (self->sites->pdata[position]) : NULL;
}

static void
kp_batch_model_init (GListModelInterface *iface)
{
  iface->get_item_type = kp_batch_get_item_type;
  iface->get_n_items = kp_batch_get_n_items;
  iface->get_item = kp_batch_get_item;
}

static void
begun_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (KpBatch) self = data;
  KpBatchSite *begun = self->begun;
  g_autoptr (GError) error = NULL;
  g_autoptr (KpJob) job = kp_job_keeper_finish (KP_JOB_KEEPER (source), result, &error);

  self->busy = FALSE;
  /* The portfolio would tell only later; where somebody was quicker, it will. */
  if (job != NULL)
    kp_site_set_job (kp_batch_site_get_site (begun), job);
  else if (g_error_matches (error, KP_STORE_ERROR, KP_STORE_ERROR_EXISTS))
    {
      g_hash_table_add (self->awaited, begun);
      look_at_awaited (self, begun);
    }
  else
    kp_batch_site_set_reason (begun, error->message);
  begin_next (self);
}

/* Returns: (nullable) */
static KpBatchSite *
take_next (KpBatch *self)
{
  if (!g_queue_is_empty (&self->again))
    return g_queue_pop_head (&self->again);
  return self->next < self->sites->len ? self->sites->pdata[self->next++] : NULL;
}

static void
begin_next (KpBatch *self)
{
  KpBatchSite *next;

  while (!self->busy && (next = take_next (self)) != NULL)
    {
      KpSite *site = kp_batch_site_get_site (next);
      const KpJob *job = kp_site_get_job (site);

      if (kp_batch_site_get_reason (next) != NULL)
        continue;
      if (job == NULL)
        {
          self->busy = TRUE;
          self->begun = next;
          kp_job_keeper_renew_async (self->keeper, site, NULL, begun_cb,
                                     g_object_ref (self));
        }
      else
        take_existing (next, job);
    }
}

static void
kp_batch_finalize (GObject *object)
{
  KpBatch *self = KP_BATCH (object);

  g_hash_table_unref (self->awaited);
  g_ptr_array_unref (self->sites);
  g_object_unref (self->keeper);
  g_queue_clear (&self->again);

  G_OBJECT_CLASS (kp_batch_parent_class)->finalize (object);
}

static void
kp_batch_class_init (KpBatchClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = kp_batch_finalize;

  signals[CHANGED] = g_signal_new ("changed", KP_TYPE_BATCH, G_SIGNAL_RUN_LAST, 0, NULL,
                                   NULL, NULL, G_TYPE_NONE, 1, KP_TYPE_BATCH_SITE);
}

static void
kp_batch_init (KpBatch *self)
{
  g_queue_init (&self->again);
  self->sites = g_ptr_array_new_with_free_func (g_object_unref);
  self->awaited = g_hash_table_new (NULL, NULL);
}

KpBatch *
kp_batch_new (KpJobKeeper *keeper)
{
  KpBatch *self;

  g_return_val_if_fail (KP_IS_JOB_KEEPER (keeper), NULL);

  self = g_object_new (KP_TYPE_BATCH, NULL);
  self->keeper = g_object_ref (keeper);
  return self;
}

/* Why it was left out may hold no more; a job that goes on is not begun once more, nor is
 * one whose turn is still to come. */
static void
add_again (KpBatch *self, KpBatchSite *site, guint position)
{
  const KpJob *job = kp_site_get_job (kp_batch_site_get_site (site));

  if (job != NULL && job->kind != KP_JOB_RENEW)
    return;
  kp_batch_site_set_reason (site, NULL);
  if (job == NULL && position < self->next && g_queue_find (&self->again, site) == NULL
      && !(self->busy && self->begun == site))
    g_queue_push_tail (&self->again, site);
}

void
kp_batch_add (KpBatch *self, GPtrArray *sites)
{
  guint before;

  g_return_if_fail (KP_IS_BATCH (self));
  g_return_if_fail (sites != NULL);

  before = self->sites->len;
  for (guint i = 0; i < sites->len; i++)
    {
      KpSite *site = g_ptr_array_index (sites, i);
      guint position;
      KpBatchSite *added = kp_batch_find (self, site, &position);

      if (added != NULL)
        {
          add_again (self, added, position);
          continue;
        }
      added = kp_batch_site_new (site);
      g_ptr_array_add (self->sites, added);
      g_signal_connect_object (site, "notify::job-serial", G_CALLBACK (site_changed_cb),
                               self, G_CONNECT_SWAPPED);
      g_signal_connect_object (site, "notify::summary-serial", G_CALLBACK (site_changed_cb),
                               self, G_CONNECT_SWAPPED);
      g_signal_connect_object (added, "notify::reason", G_CALLBACK (reason_changed_cb),
                               self, G_CONNECT_SWAPPED);
    }
  if (self->sites->len > before)
    g_list_model_items_changed (G_LIST_MODEL (self), before, 0, self->sites->len - before);
  begin_next (self);
}

void
kp_batch_exclude (KpBatch *self, KpSite *site, const char *reason)
{
  KpBatchSite *excluded;

  g_return_if_fail (KP_IS_BATCH (self));
  g_return_if_fail (reason != NULL);

  excluded = kp_batch_find (self, site, NULL);
  if (excluded != NULL)
    kp_batch_site_set_reason (excluded, reason);
}

guint
kp_batch_get_size (KpBatch *self)
{
  g_return_val_if_fail (KP_IS_BATCH (self), 0);

  return self->sites->len;
}

KpBatchSite *
kp_batch_get (KpBatch *self, guint position)
{
  g_return_val_if_fail (KP_IS_BATCH (self), NULL);
  g_return_val_if_fail (position < self->sites->len, NULL);

  return self->sites->pdata[position];
}

KpBatchSite *
kp_batch_find (KpBatch *self, KpSite *site, guint *position)
{
  g_return_val_if_fail (KP_IS_BATCH (self), NULL);

  for (guint i = 0; i < self->sites->len; i++)
    if (kp_batch_site_get_site (self->sites->pdata[i]) == site)
      {
        if (position != NULL)
          *position = i;
        return self->sites->pdata[i];
      }
  return NULL;
}

gboolean
kp_batch_is_beginning (KpBatch *self)
{
  g_return_val_if_fail (KP_IS_BATCH (self), FALSE);

  return self->busy;
}
