/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "core/job/renew-job-private.h"

#include <glib/gi18n.h>
#include <string.h>

#include "core/base/plain-text.h"
#include "core/provider/shop-list.h"

/* What a person has to give until the certificate is ordered, and until it is there, by
 * where it is bought. A CA that is asked by a protocol would be a row that needs nobody. */
static const struct
{
  KpJobNeed order;
  KpJobNeed delivery;
} sellers[] = {
  [KP_SHOP_KIND_SHOP] = { KP_JOB_NEED_ORDER, KP_JOB_NEED_BUNDLE },
};

static KpJobNeed
get_needs (const KpJob *job, const KpJobFacts *facts)
{
  /* What is there from before a step back needs only a word that it is still the one. */
  KpJobNeed csr = job->csr_spki_sha256 != NULL ? KP_JOB_NEED_ANSWER : KP_JOB_NEED_CSR;

  switch (job->step)
    {
    case KP_JOB_STEP_DETAILS:
      return kp_renew_job_wants_details (facts) ? KP_JOB_NEED_SUBJECT
                                                : KP_JOB_NEED_CONFIRMED;
    case KP_JOB_STEP_HAND_OVER:
      return kp_job_facts_makes_key_here (facts) ? csr : KP_JOB_NEED_HAND_OVER;
    case KP_JOB_STEP_WAIT_PROVIDER:
      return csr;
    case KP_JOB_STEP_BUY:
      return sellers[KP_SHOP_KIND_SHOP].order;
    case KP_JOB_STEP_WAIT_CA:
      return job->submitted_sha256 != NULL ? KP_JOB_NEED_ANSWER
                                           : sellers[KP_SHOP_KIND_SHOP].delivery;
    case KP_JOB_STEP_SUBMIT:
      return KP_JOB_NEED_HAND_OVER;
    default:
      return KP_JOB_NEED_NOTHING;
    }
}

static gboolean
refuse (GError **error, const char *text)
{
  g_set_error_literal (error, KP_JOB_ERROR, KP_JOB_ERROR_REFUSED, text);
  return FALSE;
}

static gboolean
not_now (GError **error, const char *text)
{
  g_set_error_literal (error, KP_JOB_ERROR, KP_JOB_ERROR_NOT_NOW, text);
  return FALSE;
}

static gboolean
is_reason (const char *reason)
{
  return reason != NULL && strspn (reason, " ") < strlen (reason)
         && g_utf8_strlen (reason, -1) <= KP_RENEWAL_MAX_REASON;
}

/* The first wrong one that nobody has set aside refuses it; what was set aside is kept. */
static gboolean
check_findings (KpJobMove *move, GPtrArray *findings, GError **error)
{
  for (guint i = 0; findings != NULL && i < findings->len; i++)
    {
      const KpFinding *finding = g_ptr_array_index (findings, i);
      const char *id = kp_finding_id_to_string (finding->id);
      const char *reason = kp_overrule_list_find (move->input->overruled, id);

      if (finding->severity != KP_SEVERITY_WRONG)
        continue;
      if (!kp_renew_job_can_overrule (finding->id) || !is_reason (reason))
        {
          g_autofree char *text = finding->fix != NULL
                                      ? g_strjoin (" ", finding->text, finding->fix, NULL)
                                      : g_strdup (finding->text);

          /* Translators: the id of a finding, and a sentence or two about it */
          g_set_error (error, KP_JOB_ERROR, KP_JOB_ERROR_REFUSED, C_ ("finding", "%s: %s"),
                       id, text);
          return FALSE;
        }
      if (kp_overrule_list_find (move->changes->overruled, id) == NULL)
        g_ptr_array_add (move->changes->overruled, kp_overrule_new (id, reason));
    }
  return TRUE;
}

static void
forget_bundle (KpJob *job)
{
  g_clear_pointer (&job->submitted_sha256, g_free);
  job->submitted_not_after = 0;
}

static void
keep_csr (KpJobMove *move)
{
  const KpGivenCsr *csr = move->input->csr;
  KpRenewal *changes = move->changes;

  changes->csr = g_bytes_ref (csr->der);
  changes->csr_sha256 = g_strdup (csr->sha256);
  changes->csr_spki_sha256 = g_strdup (csr->spki_sha256);
  changes->csr_at = move->facts->now;
  /* A certificate of another key is none for it. */
  if (g_strcmp0 (move->after->csr_spki_sha256, csr->spki_sha256) != 0)
    forget_bundle (move->after);
  kp_job_set_text (&move->after->csr_spki_sha256, csr->spki_sha256);
}

static gboolean
take_csr (KpJobMove *move, GError **error)
{
  KpJob *job = move->after;

  if (move->input->csr == NULL)
    return TRUE;
  if (kp_job_is_past (job, KP_JOB_STEP_BUY))
    return not_now (error, _ ("The certificate is ordered already. Take the job back to "
                              "“buy” to give another signing request."));
  if (!check_findings (move, move->input->csr->findings, error))
    return FALSE;
  keep_csr (move);
  if (job->step == KP_JOB_STEP_BUY)
    move->noted = TRUE;
  else
    kp_job_go_to (job,
                  kp_job_facts_makes_key_here (move->facts) ? KP_JOB_STEP_HAND_OVER
                                                            : KP_JOB_STEP_WAIT_PROVIDER,
                  KP_JOB_STEP_BUY, move->facts->now);
  return TRUE;
}

static gboolean
check_bundle (KpJobMove *move, GError **error)
{
  const KpGivenBundle *bundle = move->input->bundle;
  const char *spki = move->after->csr_spki_sha256;

  if (!check_findings (move, bundle->findings, error))
    return FALSE;
  if (*bundle->pem == '\0' || bundle->sha256 == NULL || bundle->spki_sha256 == NULL)
    return refuse (error, _ ("There is no certificate in it."));
  if (strlen (bundle->pem) > KP_RENEWAL_MAX_BUNDLE)
    return refuse (error, _ ("It is too large for a certificate."));
  /* Whatever was looked at: this one can never be served with that key. */
  if (spki != NULL && g_ascii_strcasecmp (spki, bundle->spki_sha256) != 0)
    return refuse (error, _ ("The certificate is for another key than the signing request. "
                             "Look whether it is the right file."));
  return TRUE;
}

static void
keep_bundle (KpJobMove *move)
{
  const KpGivenBundle *bundle = move->input->bundle;
  KpRenewal *changes = move->changes;
  KpJob *job = move->after;

  changes->bundle = g_strdup (bundle->pem);
  changes->leaf_sha256 = g_strdup (bundle->sha256);
  changes->leaf_spki_sha256 = g_strdup (bundle->spki_sha256);
  changes->leaf_not_after = bundle->not_after;
  changes->bundle_at = move->facts->now;
  kp_job_set_text (&job->submitted_sha256, bundle->sha256);
  job->submitted_not_after = bundle->not_after;
}

static gboolean
take_bundle (KpJobMove *move, GError **error)
{
  KpJob *job = move->after;

  if (move->input->bundle == NULL)
    return TRUE;
  if (kp_job_is_past (job, KP_JOB_STEP_SUBMIT))
    return not_now (error, _ ("The certificate is handed over already. Take the job one "
                              "step back to hand another over."));
  if (!check_bundle (move, error))
    return FALSE;
  keep_bundle (move);
  if (job->step == KP_JOB_STEP_SUBMIT)
    move->noted = TRUE;
  else
    kp_job_go_to (job, KP_JOB_STEP_WAIT_CA, KP_JOB_STEP_SUBMIT, move->facts->now);
  return TRUE;
}

static gboolean
check_line (const char *text, glong most)
{
  return text == NULL
         || (g_utf8_strlen (text, -1) <= most && !kp_plain_text_has_control (text, FALSE));
}

static gboolean
take_order (KpJobMove *move, GError **error)
{
  const KpJobInput *input = move->input;

  if (!check_line (input->ca, KP_JOB_MAX_TEXT)
      || !check_line (input->order_number, KP_JOB_MAX_TEXT)
      || !check_line (input->price, KP_JOB_MAX_TEXT))
    return refuse (error, _ ("What is noted of the order must be one line of plain text."));
  kp_job_set_text (&move->after->ca, input->ca);
  kp_job_set_text (&move->after->order_number, input->order_number);
  kp_job_set_text (&move->changes->ca, input->ca);
  kp_job_set_text (&move->changes->order_number, input->order_number);
  kp_job_set_text (&move->changes->price, input->price);
  if (input->ordered_at > 0)
    move->changes->ordered_at = MIN (input->ordered_at, move->facts->now);
  move->noted |= input->ca != NULL || input->order_number != NULL || input->price != NULL
                 || input->ordered_at > 0;
  return TRUE;
}

static gboolean
check_record (const KpJobInput *input)
{
  const char *type = input->validation_type;

  return type != NULL
         && (g_ascii_strcasecmp (type, "TXT") == 0
             || g_ascii_strcasecmp (type, "CNAME") == 0)
         && input->validation_value != NULL && *input->validation_value != '\0'
         && check_line (input->validation_value, KP_RENEWAL_MAX_VALUE)
         && *input->validation_name != '\0' && check_line (input->validation_name, 253)
         && strchr (input->validation_name, ' ') == NULL;
}

static gboolean
take_record (KpJobMove *move, GError **error)
{
  const KpJobInput *input = move->input;
  KpJob *job = move->after;

  if (input->validation_name == NULL)
    return TRUE;
  if (job->step != KP_JOB_STEP_BUY && job->step != KP_JOB_STEP_WAIT_CA)
    return not_now (error, _ ("No record is asked for at this step of the job."));
  if (!check_record (input))
    return refuse (error, _ ("The record that the CA asks for is a name, TXT or CNAME, and "
                             "a value."));
  move->changes->validation_name = g_strdup (input->validation_name);
  move->changes->validation_type = g_ascii_strup (input->validation_type, -1);
  move->changes->validation_value = g_strdup (input->validation_value);
  job->validation_at = move->facts->now;
  job->validation_seen_at = 0;
  g_clear_pointer (&job->validation_sights, g_ptr_array_unref);
  move->noted = TRUE;
  return TRUE;
}

/* One that was seen and that nobody has any more is gone; one that only a person saw is
 * what that person says. */
static gboolean
take_sights (KpJobMove *move, GError **error)
{
  const KpJobInput *input = move->input;
  KpJob *job = move->after;
  gboolean before;

  if (input->sights == NULL)
    return TRUE;
  if (!kp_job_watches_record (job) || job->validation_at != input->sights_of)
    return not_now (error, _ ("The CA does not ask for this record any more."));
  before = kp_record_sights_any_there (job->validation_sights);
  g_clear_pointer (&job->validation_sights, g_ptr_array_unref);
  job->validation_sights = kp_record_sights_copy (input->sights);
  if (job->validation_seen_at == 0 && kp_record_sights_are_there (input->sights))
    job->validation_seen_at = move->facts->now;
  else if (before && kp_record_sights_are_gone (input->sights))
    job->validation_seen_at = 0;
  move->noted = TRUE;
  return TRUE;
}

static gboolean
take_seen (KpJobMove *move, GError **error)
{
  KpJob *job = move->after;

  if (!move->input->validation_seen)
    return TRUE;
  if (job->validation_at == 0)
    return not_now (error, _ ("No record is noted that the CA asks for."));
  if (job->validation_seen_at == 0)
    job->validation_seen_at = move->facts->now;
  move->noted = TRUE;
  return TRUE;
}

static gboolean
take (KpJobMove *move, GError **error)
{
  if (!take_csr (move, error) || !take_bundle (move, error) || !take_order (move, error)
      || !take_record (move, error) || !take_sights (move, error)
      || !take_seen (move, error))
    return FALSE;
  if (move->input->answered && move->before->step == KP_JOB_STEP_INSTALL
      && move->after->said_installed_at == 0)
    move->after->said_installed_at = move->facts->now;
  return TRUE;
}

static KpJobNeed
get_given (const KpJobMove *move)
{
  const KpJobInput *input = move->input;
  const KpJob *job = move->after;
  KpJobNeed given = KP_JOB_NEED_NOTHING;

  if (job->subject != NULL)
    given |= KP_JOB_NEED_SUBJECT | KP_JOB_NEED_CONFIRMED;
  if (input->confirmed)
    given |= KP_JOB_NEED_CONFIRMED;
  /* Of the two that are handed over, a word is for the one that the job was at. */
  if ((input->handed_over || input->request != NULL)
      && (job->step == KP_JOB_STEP_HAND_OVER || move->before->step == KP_JOB_STEP_SUBMIT))
    given |= KP_JOB_NEED_HAND_OVER;
  if (input->answered && job->step == move->before->step)
    given |= KP_JOB_NEED_ANSWER;
  if (input->ordered)
    given |= KP_JOB_NEED_ORDER;
  return given;
}

static KpJobStep
get_following (const KpJob *job, const KpJobFacts *facts)
{
  switch (job->step)
    {
    case KP_JOB_STEP_DETAILS:
      return KP_JOB_STEP_HAND_OVER;
    case KP_JOB_STEP_HAND_OVER:
      return kp_job_facts_makes_key_here (facts) ? KP_JOB_STEP_BUY
                                                 : KP_JOB_STEP_WAIT_PROVIDER;
    case KP_JOB_STEP_WAIT_PROVIDER:
      return KP_JOB_STEP_BUY;
    case KP_JOB_STEP_BUY:
      return KP_JOB_STEP_WAIT_CA;
    case KP_JOB_STEP_WAIT_CA:
      return KP_JOB_STEP_SUBMIT;
    default:
      return KP_JOB_STEP_INSTALL;
    }
}

/* The last step before buying that the job was at, or should be. */
static KpJobStep
get_before_buying (const KpJob *job)
{
  if (job->step_at[KP_JOB_STEP_HAND_OVER] > 0)
    return job->channel != NULL ? KP_JOB_STEP_WAIT_PROVIDER : KP_JOB_STEP_HAND_OVER;
  return job->subject != NULL ? KP_JOB_STEP_HAND_OVER : KP_JOB_STEP_DETAILS;
}

static KpJobStep
get_preceding (const KpJob *job)
{
  switch (job->step)
    {
    case KP_JOB_STEP_WAIT_PROVIDER:
      return KP_JOB_STEP_HAND_OVER;
    case KP_JOB_STEP_BUY:
      return get_before_buying (job);
    case KP_JOB_STEP_WAIT_CA:
      return KP_JOB_STEP_BUY;
    case KP_JOB_STEP_SUBMIT:
      if (job->step_at[KP_JOB_STEP_BUY] > 0)
        return KP_JOB_STEP_WAIT_CA;
      return job->csr_spki_sha256 != NULL ? KP_JOB_STEP_BUY : get_before_buying (job);
    case KP_JOB_STEP_INSTALL:
      return KP_JOB_STEP_SUBMIT;
    default:
      return KP_JOB_STEP_DETAILS;
    }
}

static void
leave (KpJobMove *move)
{
  KpJob *job = move->after;
  gint64 now = move->facts->now;

  switch (job->step)
    {
    case KP_JOB_STEP_HAND_OVER:
      if (!kp_job_facts_makes_key_here (move->facts))
        kp_job_set_text (&job->channel, kp_job_facts_get_channel (move->facts));
      break;
    case KP_JOB_STEP_SUBMIT:
      kp_job_set_text (&job->channel, kp_job_facts_get_channel (move->facts));
      break;
    case KP_JOB_STEP_BUY:
      if (move->changes->ordered_at == 0)
        move->changes->ordered_at = now;
      /* Days are counted from the order, not from when somebody says so. */
      move->done_at = move->changes->ordered_at;
      break;
    default:
      break;
    }
}

static void
forget (KpJob *job, KpJobStep step, gboolean over)
{
  job->said_installed_at = 0;
  if (!over)
    return;
  g_clear_pointer (&job->csr_spki_sha256, g_free);
  g_clear_pointer (&job->ca, g_free);
  g_clear_pointer (&job->order_number, g_free);
  g_clear_pointer (&job->ticket, g_free);
  g_clear_pointer (&job->channel, g_free);
  job->validation_at = job->validation_seen_at = 0;
  g_clear_pointer (&job->validation_sights, g_ptr_array_unref);
  forget_bundle (job);
}

static gboolean
waits (const KpJob *job)
{
  return job->step == KP_JOB_STEP_WAIT_PROVIDER || job->step == KP_JOB_STEP_INSTALL
         || kp_job_waits_for_record (job);
}

const KpJobRules kp_renew_job_rules = {
  .last = KP_JOB_STEP_INSTALL,
  .begun = KP_SENTENCE_JOB_RENEW,
  .get_needs = get_needs,
  .take = take,
  .get_given = get_given,
  .get_following = get_following,
  .get_preceding = get_preceding,
  .leave = leave,
  .forget = forget,
  .waits = waits,
  .describe_need = kp_renew_job_describe_need,
  .describe_left = kp_renew_job_describe_left,
  .describe_step = kp_renew_job_describe_step,
  .get_reminder = kp_renew_job_get_reminder,
};
