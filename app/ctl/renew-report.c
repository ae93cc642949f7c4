/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "ctl/renew-report.h"

#include "core/base/time-text.h"
#include "core/certificate/csr-maker.h"
#include "core/certificate/validity-rules.h"
#include "core/helpdesk/letter.h"
#include "core/job/job-request.h"
#include "core/job/reminder.h"
#include "core/job/shop-advice.h"
#include "core/store/store-renewals.h"
#include "ctl/job-report.h"
#include "ctl/message.h"
#include "ctl/request.h"
#include "ctl/table.h"

#include <glib/gi18n.h>

KpCtlStatus
kp_ctl_load_renewal (KpCtl *ctl, KpSite *site, gint64 job, KpRenewal **renewal)
{
  KpStore *store = kp_desk_get_store (ctl->desk);
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;

  kp_store_load_renewal_async (store, job, NULL, kp_ctl_wait_cb, &result);
  result = kp_ctl_wait (&result);
  *renewal = kp_store_load_renewal_finish (store, result, &error);
  return *renewal != NULL ? KP_CTL_FINE
                          : kp_ctl_fail_error (ctl, kp_site_get_label (site), error);
}

static void
add_time (JsonBuilder *builder, const char *name, gint64 time)
{
  g_autofree char *text = time != 0 ? kp_time_to_rfc3339 (time) : NULL;

  kp_ctl_add_string (builder, name, text);
}

/* Returns: whether there is one, and its object is open */
static gboolean
begin_part (JsonBuilder *builder, const char *name, gboolean there)
{
  json_builder_set_member_name (builder, name);
  if (there)
    json_builder_begin_object (builder);
  else
    json_builder_add_null_value (builder);
  return there;
}

static void
add_csr (JsonBuilder *builder, const KpRenewal *renewal)
{
  g_autofree char *pem = NULL;

  if (!begin_part (builder, "csr", renewal->csr != NULL))
    return;
  pem = kp_csr_to_pem (renewal->csr);
  kp_ctl_add_string (builder, "sha256", renewal->csr_sha256);
  kp_ctl_add_string (builder, "spki_sha256", renewal->csr_spki_sha256);
  add_time (builder, "at", renewal->csr_at);
  kp_ctl_add_string (builder, "pem", pem);
  json_builder_end_object (builder);
}

static void
add_order (JsonBuilder *builder, const KpRenewal *renewal)
{
  if (!begin_part (builder, "order",
                   renewal->ordered_at > 0 || renewal->order_number != NULL
                       || renewal->ca != NULL || renewal->price != NULL))
    return;
  kp_ctl_add_string (builder, "number", renewal->order_number);
  kp_ctl_add_string (builder, "ca", renewal->ca);
  kp_ctl_add_string (builder, "price", renewal->price);
  add_time (builder, "at", renewal->ordered_at);
  json_builder_end_object (builder);
}

static const char *
get_verdict (const KpRecordSight *sight)
{
  if (!sight->answered)
    return "unknown";
  return sight->there ? "ok" : "waiting";
}

static void
add_sights (JsonBuilder *builder, GPtrArray *sights)
{
  json_builder_set_member_name (builder, "resolvers");
  json_builder_begin_array (builder);
  for (guint i = 0; sights != NULL && i < sights->len; i++)
    {
      const KpRecordSight *sight = g_ptr_array_index (sights, i);

      json_builder_begin_object (builder);
      kp_ctl_add_string (builder, "url", sight->url);
      kp_ctl_add_string (builder, "verdict", get_verdict (sight));
      json_builder_set_member_name (builder, "found");
      json_builder_begin_array (builder);
      /* What it said before is not told as what it says. */
      for (char **found = sight->found; sight->answered && *found != NULL; found++)
        json_builder_add_string_value (builder, *found);
      json_builder_end_array (builder);
      kp_ctl_add_int (builder, "ttl", sight->ttl);
      add_time (builder, "asked_at", sight->asked_at);
      json_builder_end_object (builder);
    }
  json_builder_end_array (builder);
}

static void
add_record (JsonBuilder *builder, const KpJob *job, const KpRenewal *renewal)
{
  if (!begin_part (builder, "record", renewal->validation_name != NULL))
    return;
  kp_ctl_add_string (builder, "name", renewal->validation_name);
  kp_ctl_add_string (builder, "type", renewal->validation_type);
  kp_ctl_add_string (builder, "value", renewal->validation_value);
  add_time (builder, "at", job->validation_at);
  add_time (builder, "seen_at", job->validation_seen_at);
  add_sights (builder, job->validation_sights);
  json_builder_end_object (builder);
}

static void
add_bundle (JsonBuilder *builder, const KpRenewal *renewal)
{
  if (!begin_part (builder, "bundle", renewal->bundle != NULL))
    return;
  kp_ctl_add_string (builder, "sha256", renewal->leaf_sha256);
  kp_ctl_add_string (builder, "spki_sha256", renewal->leaf_spki_sha256);
  add_time (builder, "not_after", renewal->leaf_not_after);
  add_time (builder, "at", renewal->bundle_at);
  kp_ctl_add_string (builder, "pem", renewal->bundle);
  json_builder_end_object (builder);
}

void
kp_ctl_add_renewal (JsonBuilder *builder, const KpJob *job, const KpRenewal *renewal)
{
  if (!begin_part (builder, "renewal", renewal != NULL))
    return;
  add_csr (builder, renewal);
  add_order (builder, renewal);
  add_record (builder, job, renewal);
  add_bundle (builder, renewal);
  json_builder_set_member_name (builder, "overruled");
  json_builder_begin_array (builder);
  for (guint i = 0; i < renewal->overruled->len; i++)
    {
      const KpOverrule *overrule = renewal->overruled->pdata[i];

      json_builder_begin_object (builder);
      kp_ctl_add_string (builder, "finding", overrule->finding);
      kp_ctl_add_string (builder, "reason", overrule->reason);
      json_builder_end_object (builder);
    }
  json_builder_end_array (builder);
  json_builder_end_object (builder);
}

KpCtlStatus
kp_ctl_compose_submission (KpCtl *ctl, KpSite *site, KpRequest **request)
{
  /* The site's own may be replaced while this waits. */
  g_autoptr (KpJob) job = kp_job_copy (kp_site_get_job (site));
  g_autoptr (KpRenewal) renewal = NULL;
  g_autoptr (KpRequest) first = NULL;
  g_autoptr (GError) error = NULL;
  KpOutbox *outbox;
  KpCtlStatus status = kp_ctl_open_outbox (ctl, &outbox);
  KpJobFacts facts;

  if (status == KP_CTL_FINE)
    status = kp_ctl_load_renewal (ctl, site, job->id, &renewal);
  if (status != KP_CTL_FINE)
    return status;
  first = kp_reminder_find_first (G_LIST_MODEL (kp_outbox_get_requests (outbox)), job);
  kp_job_keeper_fill_facts (kp_desk_get_job_keeper (ctl->desk), site, &facts);
  *request = kp_job_compose_submission (job, &facts, renewal, first,
                                        kp_letter_get_sender (), NULL, &error);
  return *request != NULL ? KP_CTL_FINE
                          : kp_ctl_fail_error (ctl, kp_site_get_label (site), error);
}

/* What to enter in the shop, and the request to paste there. */
static KpCtlStatus
print_order (KpCtl *ctl, KpSite *site, const KpRenewal *renewal)
{
  g_autoptr (KpTable) table = kp_table_new_plain (2);
  g_autoptr (GPtrArray) advice = NULL;
  g_autofree char *pem = renewal->csr != NULL ? kp_csr_to_pem (renewal->csr) : NULL;

  advice =
      kp_shop_advice_list (kp_site_get_host (site), NULL, kp_validity_rules_get_default (),
                           kp_clock_now (kp_desk_get_clock (ctl->desk)));
  g_print ("%s\n", _ ("Order the certificate with this signing request:"));
  kp_table_set_indent (table, 2);
  for (guint i = 0; i < advice->len; i++)
    {
      const KpShopAdvice *line = advice->pdata[i];

      kp_table_add (table, (const char *const[]){ line->label, line->value, NULL });
    }
  kp_table_print (table);
  if (pem != NULL)
    g_print ("\n%s", pem);
  return KP_CTL_FINE;
}

static KpCtlStatus
print_submission (KpCtl *ctl, KpSite *site, const KpRenewal *renewal,
                  const KpJobFacts *facts)
{
  g_autoptr (KpRequest) request = NULL;
  KpCtlStatus status;

  if (kp_job_facts_makes_key_here (facts))
    {
      g_print ("%s\n\n%s", _ ("Save this on the server, beside its key:"),
               renewal->bundle != NULL ? renewal->bundle : "");
      return KP_CTL_FINE;
    }
  if (!kp_job_facts_is_form (facts))
    return KP_CTL_FINE;
  status = kp_ctl_compose_submission (ctl, site, &request);
  if (status != KP_CTL_FINE)
    return status;
  kp_ctl_print_text (kp_request_get_subject (request));
  g_print ("\n\n");
  kp_ctl_print_text (kp_request_get_body (request));
  /* Translators: a host name */
  g_print (_ ("Attach this as %s.pem:"), kp_site_get_host (site));
  g_print ("\n\n%s", renewal->bundle != NULL ? renewal->bundle : "");
  return KP_CTL_FINE;
}

static KpCtlStatus
print_first (KpCtl *ctl, KpSite *site, const KpJobFacts *facts)
{
  if (kp_job_facts_makes_key_here (facts) || !kp_job_facts_is_form (facts))
    return KP_CTL_FINE;
  g_print ("\n");
  return kp_ctl_print_hand_over (ctl, site);
}

KpCtlStatus
kp_ctl_print_renew_step (KpCtl *ctl, KpSite *site)
{
  g_autoptr (KpRenewal) renewal = NULL;
  KpJobStep step = kp_site_get_job (site)->step;
  KpCtlStatus status;
  KpJobFacts facts;

  kp_job_keeper_fill_facts (kp_desk_get_job_keeper (ctl->desk), site, &facts);
  if (step == KP_JOB_STEP_HAND_OVER)
    return print_first (ctl, site, &facts);
  if (kp_job_waits_for_record (kp_site_get_job (site)))
    {
      g_print ("\n");
      return kp_ctl_print_instructions (ctl, site);
    }
  if (step != KP_JOB_STEP_BUY && step != KP_JOB_STEP_SUBMIT)
    return KP_CTL_FINE;
  status = kp_ctl_load_renewal (ctl, site, kp_site_get_job (site)->id, &renewal);
  if (status != KP_CTL_FINE)
    return status;
  g_print ("\n");
  return step == KP_JOB_STEP_BUY ? print_order (ctl, site, renewal)
                                 : print_submission (ctl, site, renewal, &facts);
}
