/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "core/check/rejudge.h"

/* So many sites are judged between two turns of the main loop. */
#define CHUNK 256

struct _KpRejudge
{
  GObject parent;

  KpStore *store;
  KpCatalogue *catalogue;
  KpClock *clock;
  KpThresholds thresholds;
  GHashTable *you_change;
  GPtrArray *sites;
  guint next;
};

enum
{
  SIGNAL_FINISHED,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (KpRejudge, kp_rejudge, G_TYPE_OBJECT)

static void load_chunk (KpRejudge *self);

void
kp_judgement_fill (KpJudgement *judgement, KpSite *site, KpCatalogue *catalogue,
                   const KpThresholds *thresholds, GHashTable *you_change, gint64 now)
{
  gint64 customer = kp_site_get_customer_id (site);

  memset (judgement, 0, sizeof *judgement);
  judgement->site = site;
  judgement->profile = kp_catalogue_find (catalogue, kp_site_get_provider (site));
  if (judgement->profile == NULL)
    judgement->broken_profile =
        kp_catalogue_find_broken (catalogue, kp_site_get_provider (site), NULL);
  judgement->identities = kp_ca_identities_get_default ();
  judgement->customer_changes_dns =
      customer != 0
      && (you_change == NULL || !g_hash_table_contains (you_change, &customer));
  judgement->job = kp_site_get_job (site);
  /* Who was told to change the record is whose turn it is. */
  if (judgement->job != NULL
      && (judgement->job->step == KP_JOB_STEP_DNS
          || judgement->job->step == KP_JOB_STEP_WAIT_CA))
    judgement->customer_changes_dns = judgement->job->changer == KP_DNS_CHANGER_CUSTOMER;
  judgement->thresholds = *thresholds;
  judgement->now = now;
}

static void
finish (KpRejudge *self)
{
  g_clear_pointer (&self->sites, g_ptr_array_unref);
  g_signal_emit (self, signals[SIGNAL_FINISHED], 0);
}

static void
saved_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (KpRejudge) self = data;

  /* What was not written is judged again the next time: nothing is lost. */
  kp_store_save_checks_finish (KP_STORE (source), result, NULL);
  load_chunk (self);
}

/* Returns: (transfer full): what to write, with the site's summary set */
static KpCheckRecord *
judge (KpRejudge *self, KpSite *site, const KpEvidence *evidence)
{
  g_autoptr (KpVerdict) verdict = NULL;
  KpCheckRecord *record = g_new0 (KpCheckRecord, 1);
  KpJudgement judgement;

  kp_judgement_fill (&judgement, site, self->catalogue, &self->thresholds, self->you_change,
                     kp_clock_now (self->clock));
  judgement.observation = evidence->observation;
  judgement.history = evidence->history;
  verdict = kp_verdict_new (&judgement);
  kp_site_set_summary (site, &verdict->summary);

  record->site_id = evidence->site_id;
  record->history = kp_history_advance (evidence->history, &judgement, verdict);
  kp_summary_init (&record->summary);
  kp_summary_copy (&record->summary, &verdict->summary);
  record->job_id = verdict->done_job;
  record->job_revision = verdict->done_revision;
  return record;
}

static void
evidence_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (KpRejudge) self = data;
  g_autoptr (GPtrArray) all =
      kp_store_load_evidence_finish (KP_STORE (source), result, NULL);
  g_autoptr (GPtrArray) records =
      g_ptr_array_new_with_free_func ((GDestroyNotify) kp_check_record_free);
  guint end = MIN (self->next + CHUNK, self->sites->len), used = 0;

  for (guint i = self->next; all != NULL && i < end && used < all->len; i++)
    {
      KpSite *site = g_ptr_array_index (self->sites, i);
      const KpEvidence *evidence = g_ptr_array_index (all, used);

      if (evidence->site_id != kp_site_get_id (site))
        continue;
      used++;
      g_ptr_array_add (records, judge (self, site, evidence));
    }
  self->next = all != NULL ? end : self->sites->len;
  if (records->len == 0 || kp_store_get_read_only (self->store))
    load_chunk (self);
  else
    kp_store_save_checks_async (self->store, g_steal_pointer (&records), NULL, saved_cb,
                                g_object_ref (self));
}

static void
load_chunk (KpRejudge *self)
{
  g_autoptr (GArray) ids = g_array_new (FALSE, FALSE, sizeof (gint64));

  for (guint i = self->next; i < MIN (self->next + CHUNK, self->sites->len); i++)
    {
      gint64 id = kp_site_get_id (g_ptr_array_index (self->sites, i));

      g_array_append_val (ids, id);
    }
  if (ids->len == 0)
    {
      finish (self);
      return;
    }
  kp_store_load_evidence_async (self->store, (const gint64 *) ids->data, ids->len, NULL,
                                evidence_cb, g_object_ref (self));
}

gboolean
kp_rejudge_is_outdated (KpSite *site, KpCatalogue *catalogue, gint64 now)
{
  const KpSummary *summary = kp_site_get_summary (site);
  KpProfile *profile;

  if (summary->holds_until != 0 && summary->holds_until <= now)
    return TRUE;
  /* Without evidence there is nothing to judge. */
  if (summary->checked_at == 0)
    return FALSE;
  profile = kp_catalogue_find (catalogue, kp_site_get_provider (site));
  return summary->judged_by != (profile != NULL ? kp_profile_get_fingerprint (profile) : 0);
}

gboolean
kp_rejudge_is_running (KpRejudge *self)
{
  g_return_val_if_fail (KP_IS_REJUDGE (self), FALSE);

  return self->sites != NULL;
}

void
kp_rejudge_run (KpRejudge *self, GPtrArray *sites, const KpThresholds *thresholds,
                GHashTable *you_change)
{
  g_return_if_fail (KP_IS_REJUDGE (self));

  if (self->sites != NULL)
    return;
  self->sites = g_ptr_array_new_with_free_func (g_object_unref);
  for (guint i = 0; i < sites->len; i++)
    g_ptr_array_add (self->sites, g_object_ref (g_ptr_array_index (sites, i)));
  self->next = 0;
  self->thresholds = *thresholds;
  g_clear_pointer (&self->you_change, g_hash_table_unref);
  self->you_change = you_change != NULL ? g_hash_table_ref (you_change) : NULL;
  load_chunk (self);
}

static void
kp_rejudge_dispose (GObject *object)
{
  KpRejudge *self = KP_REJUDGE (object);

  g_clear_object (&self->store);
  g_clear_object (&self->catalogue);
  g_clear_object (&self->clock);
  g_clear_pointer (&self->you_change, g_hash_table_unref);
  g_clear_pointer (&self->sites, g_ptr_array_unref);

  G_OBJECT_CLASS (kp_rejudge_parent_class)->dispose (object);
}

static void
kp_rejudge_class_init (KpRejudgeClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = kp_rejudge_dispose;
  signals[SIGNAL_FINISHED] =
      g_signal_new ("finished", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                    NULL, G_TYPE_NONE, 0);
}

static void
kp_rejudge_init (KpRejudge *self)
{
}

KpRejudge *
kp_rejudge_new (KpStore *store, KpCatalogue *catalogue, KpClock *clock)
{
  KpRejudge *self = g_object_new (KP_TYPE_REJUDGE, NULL);

  self->store = g_object_ref (store);
  self->catalogue = g_object_ref (catalogue);
  self->clock = g_object_ref (clock);
  return self;
}
