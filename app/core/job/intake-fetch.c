/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "core/certificate/bundle-fetch.h"
#include "core/job/intake-private.h"

/* A host that does not answer holds up what it is asked for, and not the others. */
#define MAX_AT_ONCE 8

/* What is fetched for all that was planned. */
typedef struct
{
  KpIntake *intake;
  KpTrust *trust;
  KpIntakeMakeFetcher make;
  gpointer make_data;
  GPtrArray *waiting;  /* of KpIntakeOffer, not owned */
  GHashTable *asked;   /* the addresses that are being asked */
  GHashTable *answers; /* what came from the addresses that were asked */
  GPtrArray *fetched;  /* of GBytes: certificates that came */
  guint n_running;
  gboolean told;
} Round;

/* One offer, while something is fetched for it. */
typedef struct
{
  GTask *task;
  KpIntakeOffer *offer;
  char *uri; /* of what is missing */
  KpBundleExpectation expected;
} Run;

static void
round_free (gpointer data)
{
  Round *self = data;

  g_object_unref (self->trust);
  g_ptr_array_unref (self->waiting);
  g_hash_table_unref (self->asked);
  g_hash_table_unref (self->answers);
  g_ptr_array_unref (self->fetched);
  g_free (self);
}

static void
run_free (Run *self)
{
  g_ptr_array_unref (self->expected.fetched);
  g_object_unref (self->task);
  g_free (self->uri);
  g_free (self);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Run, run_free)

static gboolean
has_gap (const KpIntakeOffer *offer)
{
  return offer->bundle != NULL && offer->bundle->missing_uri != NULL
         && offer->state != KP_INTAKE_SAME && offer->state != KP_INTAKE_TAKEN;
}

/* Many certificates of one CA lack the same one: it is asked for once. */
static void
learn (Round *round, const KpBundle *bundle)
{
  g_autoptr (GPtrArray) issuers = g_ptr_array_new ();

  for (guint i = 1; i < bundle->chain->len; i++)
    {
      g_ptr_array_add (issuers, bundle->chain->pdata[i]);
      if (round->fetched->len < KP_DOCUMENT_MAX_PARTS
          && !g_ptr_array_find_with_equal_func (round->fetched, bundle->chain->pdata[i],
                                                g_bytes_equal, NULL))
        g_ptr_array_add (round->fetched, g_bytes_ref (bundle->chain->pdata[i]));
    }
  if (issuers->len > 0 && !kp_bundle_is_wrong (bundle))
    kp_trust_learn (round->trust, issuers);
}

static void go_on (GTask *task);

static void
fetched_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (Run) run = data;
  Round *round = g_task_get_task_data (run->task);
  KpBundle *bundle = kp_bundle_fetch_finish (result, NULL);

  round->n_running--;
  g_hash_table_remove (round->asked, run->uri);
  /* Without one it was cancelled, which the task tells. */
  if (bundle != NULL)
    {
      learn (round, bundle);
      kp_bundle_free (run->offer->bundle);
      run->offer->bundle = bundle;
      kp_intake_judge_bundle (run->offer, kp_intake_find_site (round->intake, run->offer));
    }
  go_on (run->task);
}

static void
begin (GTask *task, KpIntakeOffer *offer)
{
  Round *round = g_task_get_task_data (task);
  g_autoptr (KpIssuerFetcher) fetcher = NULL;
  Run *run = g_new0 (Run, 1);

  run->task = g_object_ref (task);
  run->offer = offer;
  run->uri = g_strdup (offer->bundle->missing_uri);
  kp_intake_fill_expectation (round->intake, kp_intake_find_site (round->intake, offer),
                              &run->expected);
  run->expected.fetched = g_ptr_array_ref (round->fetched);
  if (offer->site != NULL
      || g_hash_table_size (round->answers) + round->n_running < KP_INTAKE_MAX_ADDRESSES)
    fetcher = round->make (round->make_data);
  if (fetcher != NULL)
    kp_issuer_fetcher_share_answers (fetcher, round->answers);
  g_hash_table_add (round->asked, g_strdup (run->uri));
  round->n_running++;
  kp_bundle_fetch_async (offer->document, &run->expected, round->trust, fetcher,
                         g_task_get_cancellable (task), fetched_cb, run);
}

/* Whoever lacks what is being asked for waits for that answer. */
static KpIntakeOffer *
take_next (Round *round)
{
  for (guint i = 0; i < round->waiting->len; i++)
    {
      KpIntakeOffer *offer = round->waiting->pdata[i];

      if (!g_hash_table_contains (round->asked, offer->bundle->missing_uri))
        return g_ptr_array_steal_index (round->waiting, i);
    }
  return NULL;
}

static void
go_on (GTask *task)
{
  Round *round = g_task_get_task_data (task);
  GCancellable *cancellable = g_task_get_cancellable (task);
  KpIntakeOffer *offer;

  while (round->n_running < MAX_AT_ONCE && !g_cancellable_is_cancelled (cancellable)
         && (offer = take_next (round)) != NULL)
    begin (task, offer);
  /* Whoever waits is told once, by the last one that ends. */
  if (round->n_running == 0 && !round->told)
    {
      round->told = TRUE;
      g_task_return_boolean (task, TRUE);
    }
}

/* @for_jobs: those that a job waits for, otherwise the others */
static void
gather (Round *round, gboolean for_jobs)
{
  GPtrArray *offers = round->intake->offers;

  for (guint i = 0; i < offers->len; i++)
    {
      KpIntakeOffer *offer = offers->pdata[i];

      if (has_gap (offer) && (offer->site != NULL) == for_jobs)
        g_ptr_array_add (round->waiting, offer);
    }
}

void
kp_intake_fetch_async (KpIntake *self, KpTrust *trust, KpIntakeMakeFetcher make,
                       gpointer make_data, GCancellable *cancellable,
                       GAsyncReadyCallback callback, gpointer data)
{
  g_autoptr (GTask) task = g_task_new (NULL, cancellable, callback, data);
  Round *round = g_new0 (Round, 1);

  g_task_set_source_tag (task, kp_intake_fetch_async);
  g_task_set_task_data (task, round, round_free);
  round->intake = self;
  round->trust = g_object_ref (trust);
  round->make = make;
  round->make_data = make_data;
  round->waiting = g_ptr_array_new ();
  round->asked = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  round->answers = kp_issuer_answers_new ();
  round->fetched = g_ptr_array_new_with_free_func ((GDestroyNotify) g_bytes_unref);
  gather (round, TRUE);
  gather (round, FALSE);
  go_on (task);
}

gboolean
kp_intake_fetch_finish (GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_async_result_is_tagged (result, kp_intake_fetch_async), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}
