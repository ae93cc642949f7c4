/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "core/job/intake-private.h"

/* One after the other. */
typedef struct
{
  KpIntake *intake;
  KpJobKeeper *keeper;
  guint next;
} Round;

static void
round_free (gpointer data)
{
  Round *self = data;

  g_object_unref (self->keeper);
  g_free (self);
}

/* Returns: the offer of that kind that fits the job of @site, or NULL */
static KpIntakeOffer *
find_fitting (const KpIntake *self, const KpIntakeSite *site, KpIntakeKind kind)
{
  /* A reply is asked for a signing request: whatever else comes is looked at by a person.
   */
  if (self->answer_to != NULL && kind != KP_INTAKE_CSR)
    return NULL;
  for (guint i = 0; i < self->offers->len; i++)
    {
      KpIntakeOffer *offer = self->offers->pdata[i];

      if (offer->site == site->site && offer->kind == kind && !offer->held_back
          && offer->state == KP_INTAKE_FITS)
        return offer;
    }
  return NULL;
}

static void
settle (KpIntakeOffer *offer, const GError *error)
{
  /* What was not done fits as before. */
  if (offer == NULL || g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  g_clear_pointer (&offer->text, g_free);
  offer->state = error == NULL ? KP_INTAKE_TAKEN : KP_INTAKE_LEFT;
  offer->text = error != NULL ? g_strdup (error->message) : NULL;
}

static void give_next (GTask *task);

static void
given_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GTask) task = data;
  Round *round = g_task_get_task_data (task);
  const KpIntakeSite *site = round->intake->sites->pdata[round->next - 1];
  KpIntakeOffer *request = find_fitting (round->intake, site, KP_INTAKE_CSR);
  KpIntakeOffer *certificate = find_fitting (round->intake, site, KP_INTAKE_CERTIFICATE);
  g_autoptr (GError) error = NULL;
  g_autoptr (KpJob) job = kp_job_keeper_finish (KP_JOB_KEEPER (source), result, &error);

  settle (request, error);
  settle (certificate, error);
  /* The portfolio would tell only later. */
  if (job != NULL)
    kp_site_set_job (site->site, job->ended_at == 0 ? job : NULL);
  give_next (task);
}

/* @request, @certificate: (nullable) */
static void
give (GTask *task, const KpIntakeSite *site, const KpIntakeOffer *request,
      const KpIntakeOffer *certificate)
{
  Round *round = g_task_get_task_data (task);
  KpJobInput input = { FALSE };
  g_autofree char *pem = NULL;
  KpGivenCsr csr;
  KpGivenBundle bundle;

  if (request != NULL)
    {
      csr = (KpGivenCsr){ .der = request->csr->der,
                          .sha256 = request->csr->sha256,
                          .spki_sha256 = request->csr->spki_sha256,
                          .findings = request->findings };
      input.csr = &csr;
    }
  if (certificate != NULL)
    {
      const KpCertificateFacts *leaf = certificate->bundle->leaf;

      pem = kp_bundle_to_pem (certificate->bundle);
      bundle = (KpGivenBundle){ .pem = pem,
                                .sha256 = leaf->sha256,
                                .spki_sha256 = leaf->spki_sha256,
                                .not_after = leaf->not_after,
                                .findings = certificate->findings };
      input.bundle = &bundle;
    }
  kp_job_keeper_next_async (round->keeper, site->site, &input,
                            g_task_get_cancellable (task), given_cb, g_object_ref (task));
}

static void
give_next (GTask *task)
{
  Round *round = g_task_get_task_data (task);

  if (g_task_return_error_if_cancelled (task))
    return;
  while (round->next < round->intake->sites->len)
    {
      const KpIntakeSite *site = round->intake->sites->pdata[round->next++];
      const KpIntakeOffer *request = find_fitting (round->intake, site, KP_INTAKE_CSR);
      const KpIntakeOffer *certificate =
          find_fitting (round->intake, site, KP_INTAKE_CERTIFICATE);

      if (request != NULL || certificate != NULL)
        {
          give (task, site, request, certificate);
          return;
        }
    }
  g_task_return_boolean (task, TRUE);
}

void
kp_intake_give_async (KpIntake *self, KpJobKeeper *keeper, GCancellable *cancellable,
                      GAsyncReadyCallback callback, gpointer data)
{
  g_autoptr (GTask) task = g_task_new (NULL, cancellable, callback, data);
  Round *round = g_new0 (Round, 1);

  g_return_if_fail (KP_IS_JOB_KEEPER (keeper));

  g_task_set_source_tag (task, kp_intake_give_async);
  g_task_set_task_data (task, round, round_free);
  round->intake = self;
  round->keeper = g_object_ref (keeper);
  give_next (task);
}

gboolean
kp_intake_give_finish (GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_async_result_is_tagged (result, kp_intake_give_async), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}
