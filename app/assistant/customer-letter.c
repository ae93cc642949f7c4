/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "assistant/customer-letter.h"

#include "core/job/retirement.h"
#include "core/job/validation-letter.h"

struct _KpCustomerLetter
{
  KpDesk *desk;
  KpSite *site;
  KpVerdict *verdict;
  KpObservation *seen; /* (nullable) */
  KpHistory *history;  /* (nullable) */
};

KpCustomerLetter *
kp_customer_letter_new (KpDesk *desk, KpSite *site, KpVerdict *verdict,
                        const KpEvidence *evidence)
{
  KpCustomerLetter *self = g_new0 (KpCustomerLetter, 1);

  self->desk = g_object_ref (desk);
  self->site = g_object_ref (site);
  self->verdict = kp_verdict_ref (verdict);
  if (evidence->observation != NULL)
    self->seen = kp_observation_ref (evidence->observation);
  self->history = kp_history_copy (evidence->history);
  return self;
}

void
kp_customer_letter_free (KpCustomerLetter *self)
{
  if (self == NULL)
    return;
  /* The verdict points into what was seen. */
  kp_verdict_unref (self->verdict);
  g_clear_pointer (&self->seen, kp_observation_unref);
  g_clear_pointer (&self->history, kp_history_free);
  g_object_unref (self->site);
  g_object_unref (self->desk);
  g_free (self);
}

const KpVerdict *
kp_customer_letter_get_verdict (const KpCustomerLetter *self)
{
  return self->verdict;
}

const char *
kp_customer_letter_find_record (const KpCustomerLetter *self)
{
  return kp_retirement_find_record (self->verdict, self->seen);
}

static void
fill_plan (const KpCustomerLetter *self, const char *language, KpInstructionsPlan *plan,
           char **address)
{
  plan->site = self->site;
  plan->customer = kp_customer_list_find (kp_desk_get_customers (self->desk),
                                          kp_site_get_customer_id (self->site));
  plan->observation = self->seen;
  plan->history = self->history;
  plan->target = self->verdict->target;
  plan->sender = kp_letter_get_sender ();
  plan->language = language;
  plan->needed_by = self->verdict->summary.next.due;
  plan->now = kp_clock_now (kp_desk_get_clock (self->desk));
  *address =
      g_strdup (plan->customer != NULL ? kp_customer_get_email (plan->customer) : NULL);
}

KpLetter *
kp_customer_letter_write (const KpCustomerLetter *self, KpLetterKind kind,
                          const char *language, char **address)
{
  g_autoptr (KpInstructions) instructions = NULL;
  g_autoptr (GError) error = NULL;
  const KpJob *job = kp_site_get_job (self->site);
  KpInstructionsPlan plan = { NULL };
  KpLetter *letter;

  fill_plan (self, language, &plan, address);
  plan.asked_at = job != NULL ? job->step_at[KP_JOB_STEP_INSTRUCTIONS] : 0;
  instructions = kp_instructions_new (&plan);
  /* What is there can be removed all the same. */
  if (instructions->impossible != NULL && kind != KP_LETTER_RETIRE_CUSTOMER)
    return NULL;
  letter = kp_instructions_write (instructions, &plan, kind, &error);
  if (letter == NULL)
    g_debug ("The letter could not be written: %s", error->message);
  return letter;
}

KpLetter *
kp_customer_letter_write_record (const KpCustomerLetter *self, const KpRenewal *renewal,
                                 gint64 asked_at, const char *language, char **address)
{
  KpInstructionsPlan plan = { NULL };
  g_autoptr (GError) error = NULL;
  const KpJob *job = kp_site_get_job (self->site);
  KpValidationRecord record;
  KpLetter *letter;

  fill_plan (self, language, &plan, address);
  plan.asked_at = asked_at;
  /* Before it is ordered, the day that is due is yours. */
  if (self->verdict->summary.next.who != KP_TURN_CUSTOMER)
    plan.needed_by = 0;
  if (renewal == NULL || renewal->validation_name == NULL)
    return NULL;
  record.name = renewal->validation_name;
  record.type = renewal->validation_type;
  record.value = renewal->validation_value;
  letter = kp_validation_letter_write (&record, &plan, renewal->ca,
                                       job != NULL ? job->validation_sights : NULL, &error);
  if (letter == NULL)
    g_debug ("The letter could not be written: %s", error->message);
  return letter;
}
