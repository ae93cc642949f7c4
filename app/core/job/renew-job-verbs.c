/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "core/job/renew-job-private.h"

#include <glib/gi18n.h>

#include "core/base/time-text.h"

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

  if (order != NULL && now)
    kp_job_add_sentence (text, g_strdup_printf (
                                   /* Translators: a CA, the number of an order, and a
                                    * price, as far as they are known */
                                   _ ("Certificate ordered: %s."), order));
  else if (order != NULL)
    kp_job_add_sentence (text, g_strdup_printf (
                                   /* Translators: a CA, the number of an order, and a
                                    * price, as far as they are known */
                                   _ ("Noted of the order: %s."), order));
  else if (now)
    kp_job_add_sentence (text, g_strdup (_ ("Certificate ordered.")));
}

static void
add_record (GString *text, const KpJob *before, const KpJob *after,
            const KpRenewal *changes)
{
  if (changes->validation_name != NULL)
    kp_job_add_sentence (text, g_strdup_printf (
                                   /* Translators: "TXT" or "CNAME", and a name */
                                   _ ("The CA asks for a %s record at %s."),
                                   changes->validation_type, changes->validation_name));
  if (after->validation_seen_at > 0 && before->validation_seen_at == 0)
    kp_job_add_sentence (text, g_strdup (_ ("The record that the CA asks for is there.")));
  else if (after->validation_seen_at == 0 && before->validation_seen_at > 0
           && changes->validation_name == NULL)
    kp_job_add_sentence (
        text, g_strdup (_ ("The record that the CA asks for is gone again: no resolver "
                           "sees it any more.")));
}

static void
add_files (GString *text, const KpRenewal *changes)
{
  if (changes->csr != NULL)
    kp_job_add_sentence (text, g_strdup_printf (
                                   /* Translators: a fingerprint in hex */
                                   _ ("Signing request taken, SHA-256 of its key %s."),
                                   changes->csr_spki_sha256));
  if (changes->bundle != NULL)
    {
      g_autofree char *day = kp_time_format_date (changes->leaf_not_after);

      kp_job_add_sentence (text, g_strdup_printf (
                                     /* Translators: a date, and a fingerprint in hex */
                                     _ ("Certificate taken, valid until %s, SHA-256 %s."),
                                     day, changes->leaf_sha256));
    }
  for (guint i = 0; i < changes->overruled->len; i++)
    {
      const KpOverrule *overrule = g_ptr_array_index (changes->overruled, i);

      kp_job_add_sentence (
          text, g_strdup_printf (
                    /* Translators: the id of a finding, and the user's
                     * reason why it does not count */
                    _ ("“%s” was set aside: %s"), overrule->finding, overrule->reason));
    }
}

static char *
describe_submission (const KpJob *after, const KpJobFacts *facts)
{
  const char *provider = kp_job_facts_get_provider (facts);

  if (kp_job_facts_makes_key_here (facts))
    return g_strdup (_ ("The files for the server were saved."));
  if (!kp_job_was_form (after))
    /* Translators: a provider */
    return g_strdup_printf (_ ("Request with the certificate to %s written."), provider);
  if (after->ticket != NULL)
    /* Translators: a provider, and the number of a ticket */
    return g_strdup_printf (_ ("Certificate handed to %s, ticket %s."), provider,
                            after->ticket);
  /* Translators: a provider */
  return g_strdup_printf (_ ("Certificate handed to %s."), provider);
}

static void
add_moves (GString *text, const KpJob *before, const KpJob *after, const KpJobFacts *facts)
{
  if (after->step == KP_JOB_STEP_WAIT_PROVIDER && before->step != after->step)
    kp_job_add_sentence (text, kp_job_describe_hand_over (after, facts));
  else if (after->step == KP_JOB_STEP_HAND_OVER && before->step != after->step)
    kp_job_add_sentence (text, g_strdup (_ ("Certificate details confirmed.")));
  else if (after->step == KP_JOB_STEP_INSTALL && before->step != after->step)
    kp_job_add_sentence (text, describe_submission (after, facts));
  if (after->said_installed_at > 0 && before->said_installed_at == 0)
    kp_job_add_sentence (text, kp_job_facts_makes_key_here (facts)
                                   ? g_strdup (_ ("It is installed, as you say."))
                                   /* Translators: a provider */
                                   : g_strdup_printf (_ ("%s said that it is installed."),
                                                      kp_job_facts_get_provider (facts)));
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

const char *
kp_renew_job_describe_reminder (const KpJob *job)
{
  return job->step == KP_JOB_STEP_WAIT_CA ? _ ("The customer was reminded.")
                                          : _ ("The provider was reminded.");
}
