/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "core/job/renew-job-private.h"

#include <glib/gi18n.h>

const char *
kp_renew_job_describe_need (KpJobNeed need)
{
  if (need & KP_JOB_NEED_SUBJECT)
    return _ ("The certificate details are missing.");
  if (need & KP_JOB_NEED_CONFIRMED)
    return _ ("Look at everything once more and confirm it.");
  if (need & KP_JOB_NEED_HAND_OVER)
    return _ ("It has to be handed to the provider first.");
  if (need & KP_JOB_NEED_CSR)
    return _ ("The signing request is missing.");
  if (need & KP_JOB_NEED_ORDER)
    return _ ("The certificate has to be ordered first.");
  if (need & KP_JOB_NEED_BUNDLE)
    return _ ("The certificate is missing.");
  return _ ("What is there already has to be confirmed, or replaced by another.");
}

/* Whether something of this job has been handed to the provider. */
static gboolean
is_at_provider (const KpJob *job)
{
  return job->channel != NULL
         && (job->step_at[KP_JOB_STEP_HAND_OVER] > 0
             || job->step_at[KP_JOB_STEP_SUBMIT] > 0);
}

void
kp_renew_job_describe_left (GString *text, const KpJob *job, KpJobVerb verb,
                            const KpJobFacts *facts)
{
  gboolean ends = verb == KP_JOB_VERB_ABANDON || verb == KP_JOB_VERB_START_OVER;

  if (ends ? is_at_provider (job)
           : job->step == KP_JOB_STEP_WAIT_PROVIDER || job->step == KP_JOB_STEP_INSTALL)
    kp_job_add_at_provider (text, job, facts);
  if (ends ? job->step_at[KP_JOB_STEP_BUY] > 0 : job->step == KP_JOB_STEP_WAIT_CA)
    kp_job_add_sentence (
        text,
        job->ca != NULL
            ? g_strdup_printf (
                /* Translators: a certificate authority */
                _ ("The order at %s stays: cancel it there if it is not wanted any more."),
                job->ca)
            : g_strdup (_ ("The order at the CA stays: cancel it there if it is not wanted "
                           "any more.")));
  if (verb == KP_JOB_VERB_START_OVER)
    kp_job_add_sentence (text, g_strdup (_ ("The certificate details are kept, and the "
                                            "journal tells what was done.")));
}

/* Returns: (nullable): "Example CA, 4711, 90 €" */
static char *
join_order (const KpRenewal *changes)
{
  const char *const all[] = { changes->ca, changes->order_number, changes->price };
  g_autoptr (GString) text = g_string_new (NULL);

  for (guint i = 0; i < G_N_ELEMENTS (all); i++)
    if (all[i] != NULL)
      g_string_append_printf (text, "%s%s", text->len > 0 ? ", " : "", all[i]);
  return text->len > 0 ? g_string_free (g_steal_pointer (&text), FALSE) : NULL;
}

static void
add_order (GString *text, const KpJob *before, const KpJob *after, const KpRenewal *changes)
{
  g_autofree char *order = join_order (changes);
  gboolean now =
      after->step_at[KP_JOB_STEP_BUY] > 0 && before->step_at[KP_JOB_STEP_BUY] == 0;

  if (order != NULL)
    kp_sentence_add (
        text, kp_sentence_keep (now ? KP_SENTENCE_JOB_ORDER : KP_SENTENCE_JOB_ORDER_NOTED,
                                order, NULL));
  else if (now)
    kp_sentence_add (text, kp_sentence_keep (KP_SENTENCE_JOB_ORDERED, NULL));
}

static void
add_record (GString *text, const KpJob *before, const KpJob *after,
            const KpRenewal *changes)
{
  if (changes->validation_name != NULL)
    kp_sentence_add (text,
                     kp_sentence_keep (KP_SENTENCE_JOB_RECORD, changes->validation_type,
                                       changes->validation_name, NULL));
  if (after->validation_seen_at > 0 && before->validation_seen_at == 0)
    kp_sentence_add (text, kp_sentence_keep (KP_SENTENCE_JOB_RECORD_THERE, NULL));
  else if (after->validation_seen_at == 0 && before->validation_seen_at > 0
           && changes->validation_name == NULL)
    kp_sentence_add (text, kp_sentence_keep (KP_SENTENCE_JOB_RECORD_GONE, NULL));
}

static char *
keep_certificate (const KpRenewal *changes)
{
  g_autofree char *end = g_strdup_printf ("%" G_GINT64_FORMAT, changes->leaf_not_after);

  return kp_sentence_keep (KP_SENTENCE_JOB_CERTIFICATE, end, changes->leaf_sha256, NULL);
}

static void
add_files (GString *text, const KpRenewal *changes)
{
  if (changes->csr != NULL)
    kp_sentence_add (
        text, kp_sentence_keep (KP_SENTENCE_JOB_CSR, changes->csr_spki_sha256, NULL));
  if (changes->bundle != NULL)
    kp_sentence_add (text, keep_certificate (changes));
  for (guint i = 0; i < changes->overruled->len; i++)
    {
      const KpOverrule *overrule = g_ptr_array_index (changes->overruled, i);

      kp_sentence_add (text, kp_sentence_keep (KP_SENTENCE_JOB_SET_ASIDE, overrule->finding,
                                               overrule->reason, NULL));
    }
}

static char *
describe_submission (const KpJob *after, const KpJobFacts *facts)
{
  const char *provider = kp_job_facts_get_provider (facts);

  if (kp_job_facts_makes_key_here (facts))
    return kp_sentence_keep (KP_SENTENCE_JOB_SAVED, NULL);
  if (!kp_job_was_form (after))
    return kp_sentence_keep (KP_SENTENCE_JOB_SUBMITTED_BY, provider, NULL);
  if (after->ticket != NULL)
    return kp_sentence_keep (KP_SENTENCE_JOB_SUBMITTED_TICKET, provider, after->ticket,
                             NULL);
  return kp_sentence_keep (KP_SENTENCE_JOB_SUBMITTED, provider, NULL);
}

static void
add_moves (GString *text, const KpJob *before, const KpJob *after, const KpJobFacts *facts)
{
  if (after->step == KP_JOB_STEP_WAIT_PROVIDER && before->step != after->step)
    kp_sentence_add (text, kp_job_describe_hand_over (after, facts));
  else if (after->step == KP_JOB_STEP_HAND_OVER && before->step != after->step)
    kp_sentence_add (text, kp_sentence_keep (KP_SENTENCE_JOB_CONFIRMED, NULL));
  else if (after->step == KP_JOB_STEP_INSTALL && before->step != after->step)
    kp_sentence_add (text, describe_submission (after, facts));
  if (after->said_installed_at > 0 && before->said_installed_at == 0)
    kp_sentence_add (text,
                     kp_job_facts_makes_key_here (facts)
                         ? kp_sentence_keep (KP_SENTENCE_JOB_INSTALLED_HERE, NULL)
                         : kp_sentence_keep (KP_SENTENCE_JOB_INSTALLED,
                                             kp_job_facts_get_provider (facts), NULL));
}

char *
kp_renew_job_describe_step (const KpJob *before, const KpJob *after,
                            const KpJobFacts *facts, const KpRenewal *changes)
{
  g_autoptr (KpRenewal) nothing = kp_renewal_new (after->id);
  g_autoptr (GString) text = g_string_new (NULL);

  if (changes == NULL)
    changes = nothing;
  add_files (text, changes);
  add_order (text, before, after, changes);
  add_record (text, before, after, changes);
  add_moves (text, before, after, facts);
  return text->len > 0 ? g_string_free (g_steal_pointer (&text), FALSE) : NULL;
}

KpSentence
kp_renew_job_get_reminder (const KpJob *job)
{
  return job->step == KP_JOB_STEP_WAIT_CA ? KP_SENTENCE_JOB_REMINDED_CUSTOMER
                                          : KP_SENTENCE_JOB_REMINDED_PROVIDER;
}
