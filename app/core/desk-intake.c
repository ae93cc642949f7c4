/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "core/desk-private.h"
#include "core/store/store-renewals.h"

/* Microseconds of the main loop that are taken at once. */
#define SLICE 8000

/* What the sites of an intake are compared with: renewals first, then what they serve. */
typedef struct
{
  KpIntake *intake;
  GPtrArray *sites;
  GPtrArray *renewals; /* of KpRenewal */
  GPtrArray *evidence; /* of KpEvidence */
  GHashTable *by_job;  /* id of a job => its KpRenewal */
  GHashTable *by_site; /* id of a site => its KpEvidence */
  guint next;          /* site to be added */
} Filling;

static void
filling_free (gpointer data)
{
  Filling *self = data;

  g_ptr_array_unref (self->sites);
  g_clear_pointer (&self->by_job, g_hash_table_unref);
  g_clear_pointer (&self->by_site, g_hash_table_unref);
  g_clear_pointer (&self->renewals, g_ptr_array_unref);
  g_clear_pointer (&self->evidence, g_ptr_array_unref);
  g_free (self);
}

static gboolean
renews (KpSite *site)
{
  const KpJob *job = kp_site_get_job (site);

  return job != NULL && job->kind == KP_JOB_RENEW;
}

/* Of a site without a renewal nothing is needed but its name. */
static void
add_site (KpDesk *self, Filling *filling, KpSite *site)
{
  gint64 id = kp_site_get_id (site);
  const KpRenewal *renewal = NULL;
  const KpEvidence *evidence = NULL;
  g_autoptr (KpVerdict) verdict = NULL;
  KpJudgement judgement;

  if (renews (site))
    {
      renewal = g_hash_table_lookup (filling->by_job, &kp_site_get_job (site)->id);
      evidence = g_hash_table_lookup (filling->by_site, &id);
    }
  if (evidence != NULL)
    {
      kp_desk_fill_judgement (self, site, &judgement);
      judgement.observation = evidence->observation;
      judgement.history = evidence->history;
      verdict = kp_verdict_new (&judgement);
    }
  kp_intake_add_site (
      filling->intake, site, renewal,
      verdict != NULL && verdict->shown != NULL ? verdict->shown->certificate : NULL);
}

static gboolean
add_some_cb (gpointer data)
{
  GTask *task = data;
  KpDesk *self = g_task_get_source_object (task);
  Filling *filling = g_task_get_task_data (task);
  gint64 until = g_get_monotonic_time () + SLICE;

  if (g_task_return_error_if_cancelled (task))
    return G_SOURCE_REMOVE;
  while (filling->next < filling->sites->len)
    {
      add_site (self, filling, g_ptr_array_index (filling->sites, filling->next++));
      if (g_get_monotonic_time () >= until)
        return G_SOURCE_CONTINUE;
    }
  g_task_return_boolean (task, TRUE);
  return G_SOURCE_REMOVE;
}

static void
sort_out (Filling *filling)
{
  filling->by_job = g_hash_table_new (g_int64_hash, g_int64_equal);
  filling->by_site = g_hash_table_new (g_int64_hash, g_int64_equal);
  for (guint i = 0; i < filling->renewals->len; i++)
    {
      KpRenewal *renewal = g_ptr_array_index (filling->renewals, i);

      g_hash_table_insert (filling->by_job, &renewal->job_id, renewal);
    }
  for (guint i = 0; i < filling->evidence->len; i++)
    {
      KpEvidence *evidence = g_ptr_array_index (filling->evidence, i);

      g_hash_table_insert (filling->by_site, &evidence->site_id, evidence);
    }
}

static void
evidence_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GTask) task = data;
  Filling *filling = g_task_get_task_data (task);
  g_autoptr (GSource) idle = NULL;
  GError *error = NULL;

  filling->evidence = kp_store_load_evidence_finish (KP_STORE (source), result, &error);
  if (filling->evidence == NULL)
    {
      g_task_return_error (task, error);
      return;
    }
  sort_out (filling);
  idle = g_idle_source_new ();
  g_source_set_static_name (idle, "keyplate: judge what files are compared with");
  g_task_attach_source (task, idle, add_some_cb);
}

static void
renewals_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GTask) task = data;
  Filling *filling = g_task_get_task_data (task);
  g_autoptr (GArray) ids = g_array_new (FALSE, FALSE, sizeof (gint64));
  GError *error = NULL;

  filling->renewals = kp_store_load_renewals_finish (KP_STORE (source), result, &error);
  if (filling->renewals == NULL)
    {
      g_task_return_error (task, error);
      return;
    }
  for (guint i = 0; i < filling->sites->len; i++)
    {
      KpSite *site = g_ptr_array_index (filling->sites, i);
      gint64 id = kp_site_get_id (site);

      if (renews (site))
        g_array_append_val (ids, id);
    }
  kp_store_load_evidence_async (KP_STORE (source), (const gint64 *) (gpointer) ids->data,
                                ids->len, g_task_get_cancellable (task), evidence_cb,
                                g_object_ref (task));
}

void
kp_desk_fill_intake_async (KpDesk *self, KpIntake *intake, GPtrArray *sites,
                           GCancellable *cancellable, GAsyncReadyCallback callback,
                           gpointer data)
{
  GTask *task;
  Filling *filling;

  g_return_if_fail (KP_IS_DESK (self));
  g_return_if_fail (intake != NULL && sites != NULL);

  task = g_task_new (self, cancellable, callback, data);
  g_task_set_source_tag (task, kp_desk_fill_intake_async);
  filling = g_new0 (Filling, 1);
  filling->intake = intake;
  filling->sites = g_ptr_array_ref (sites);
  g_task_set_task_data (task, filling, filling_free);
  /* The window is drawn between two slices. */
  g_task_set_priority (task, G_PRIORITY_DEFAULT_IDLE);
  kp_intake_forget_sites (intake);
  kp_store_load_renewals_async (self->store, cancellable, renewals_cb, task);
}

gboolean
kp_desk_fill_intake_finish (KpDesk *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}
