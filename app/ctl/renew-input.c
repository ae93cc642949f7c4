/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "ctl/renew-input.h"

#include "core/certificate/bundle-fetch.h"
#include "core/certificate/csr-check.h"
#include "core/certificate/signing-key-maker.h"
#include "core/job/renew-job.h"
#include "ctl/input.h"
#include "ctl/job-report.h"
#include "ctl/message.h"
#include "ctl/overrule.h"
#include "ctl/renew-report.h"
#include "ctl/vault.h"

#include <glib/gi18n.h>
#include <string.h>

/* What a signing request or a certificate is held against. */
typedef struct
{
  KpEvidence *evidence;
  KpVerdict *verdict;
  const KpCertificateFacts *live; /* (nullable): of the evidence */
  KpSubject *asked;               /* (nullable) */
  KpCsr *kept;                    /* (nullable): the request that was taken before */
} Expected;

static void
expected_clear (Expected *self)
{
  g_clear_pointer (&self->verdict, kp_verdict_unref);
  g_clear_pointer (&self->evidence, kp_evidence_free);
  g_clear_object (&self->asked);
  g_clear_pointer (&self->kept, kp_csr_free);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Expected, expected_clear)

void
kp_ctl_renew_input_clear (KpCtlRenewInput *self)
{
  g_clear_pointer (&self->csr, kp_csr_free);
  g_clear_pointer (&self->csr_findings, g_ptr_array_unref);
  g_clear_pointer (&self->bundle, kp_bundle_free);
  g_clear_pointer (&self->overruled, g_ptr_array_unref);
  g_clear_pointer (&self->record, kp_validation_record_free);
  g_clear_pointer (&self->pem, g_free);
  g_clear_pointer (&self->order, g_free);
  g_clear_pointer (&self->ca, g_free);
  g_clear_pointer (&self->price, g_free);
}

/* The first option that only a renewal can be given. */
static const char *
find_given (const KpCtlRenewOptions *options)
{
  if (options->csr != NULL)
    return "--csr";
  if (options->bundle != NULL)
    return "--bundle";
  if (options->overrule != NULL)
    return "--overrule";
  if (options->order != NULL)
    return "--order";
  if (options->ca != NULL)
    return "--ca";
  if (options->price != NULL)
    return "--price";
  return options->record != NULL ? "--record" : NULL;
}

gboolean
kp_ctl_renew_options_given (const KpCtlRenewOptions *self)
{
  return find_given (self) != NULL;
}

static KpCtlStatus
load_kept (KpCtl *ctl, KpSite *site, Expected *expected)
{
  const KpJob *job = kp_site_get_job (site);
  g_autoptr (KpRenewal) renewal = NULL;
  KpCtlStatus status;

  if (job == NULL)
    return KP_CTL_FINE;
  if (expected->asked == NULL && job->subject != NULL)
    expected->asked = kp_subject_from_json (job->subject, NULL);
  if (job->csr_spki_sha256 == NULL)
    return KP_CTL_FINE;
  status = kp_ctl_load_renewal (ctl, site, job->id, &renewal);
  if (status == KP_CTL_FINE && renewal->csr != NULL)
    expected->kept = kp_csr_new_from_der (renewal->csr, NULL);
  return status;
}

static KpCtlStatus
fill_expected (KpCtl *ctl, KpSite *site, KpSubject *asked, Expected *expected)
{
  g_autoptr (GError) error = NULL;

  g_set_object (&expected->asked, asked);
  expected->verdict = kp_ctl_judge (ctl, site, &expected->evidence, &error);
  if (expected->verdict == NULL)
    return kp_ctl_fail_error (ctl, kp_site_get_label (site), error);
  if (expected->verdict->shown != NULL)
    expected->live = expected->verdict->shown->certificate;
  return load_kept (ctl, site, expected);
}

static void
give_csr (KpCtlRenewInput *self)
{
  self->given_csr = (KpGivenCsr){ .der = self->csr->der,
                                  .sha256 = self->csr->sha256,
                                  .spki_sha256 = self->csr->spki_sha256,
                                  .findings = self->csr_findings };
}

static KpCtlStatus
read_csr (KpCtl *ctl, KpSite *site, const char *file, const Expected *expected,
          KpCtlRenewInput *self)
{
  g_autoptr (KpDocument) document = kp_document_new ();
  const KpCsrExpectation held = {
    .host = kp_site_get_host (site),
    .asked = expected->asked,
    .live_spki_sha256 = expected->live != NULL ? expected->live->spki_sha256 : NULL,
  };
  KpCtlStatus status = kp_ctl_read_document (ctl, file, document);

  if (status != KP_CTL_FINE)
    return status;
  self->csr = kp_csr_take (document, &held, &self->csr_findings);
  status = kp_ctl_refuse_wrong (ctl, self->csr_findings, self->overruled, "csr check");
  if (status == KP_CTL_FINE)
    give_csr (self);
  return status;
}

static KpCtlStatus
build (KpCtl *ctl, KpSite *site, KpDocument *document, gboolean offline,
       const Expected *expected, KpCtlRenewInput *self)
{
  g_autoptr (KpIssuerFetcher) fetcher = NULL;
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  KpTrust *trust = kp_desk_get_trust (ctl->desk, &error);
  const KpBundleExpectation held = {
    .host = kp_site_get_host (site),
    .csr = self->csr != NULL ? self->csr : expected->kept,
    .asked = expected->asked,
    .live = expected->live,
    .now = kp_clock_now (kp_desk_get_clock (ctl->desk)),
  };

  if (trust == NULL)
    return kp_ctl_fail_error (ctl, _ ("roots"), error);
  if (!offline)
    fetcher = kp_desk_make_issuer_fetcher (ctl->desk);
  kp_bundle_fetch_async (document, &held, trust, fetcher, NULL, kp_ctl_wait_cb, &result);
  result = kp_ctl_wait (&result);
  self->bundle = kp_bundle_fetch_finish (result, &error);
  return self->bundle != NULL ? KP_CTL_FINE : kp_ctl_fail_error (ctl, _ ("bundle"), error);
}

static void
give_bundle (KpCtlRenewInput *self)
{
  const KpCertificateFacts *leaf = self->bundle->leaf;

  self->pem = kp_bundle_to_pem (self->bundle);
  self->given_bundle =
      (KpGivenBundle){ .pem = self->pem,
                       .sha256 = leaf != NULL ? leaf->sha256 : NULL,
                       .spki_sha256 = leaf != NULL ? leaf->spki_sha256 : NULL,
                       .not_after = leaf != NULL ? leaf->not_after : 0,
                       .findings = self->bundle->findings };
}

static KpCtlStatus
read_bundle (KpCtl *ctl, KpSite *site, const KpCtlRenewOptions *options,
             const Expected *expected, KpCtlRenewInput *self)
{
  g_autoptr (KpDocument) document = kp_document_new ();
  KpCtlStatus status = KP_CTL_FINE;

  for (guint i = 0; i < options->bundle->len && status == KP_CTL_FINE; i++)
    status = kp_ctl_read_document (ctl, options->bundle->pdata[i], document);
  if (status == KP_CTL_FINE)
    status = build (ctl, site, document, options->offline, expected, self);
  if (status == KP_CTL_FINE)
    status =
        kp_ctl_refuse_wrong (ctl, self->bundle->findings, self->overruled, "bundle check");
  if (status == KP_CTL_FINE)
    give_bundle (self);
  return status;
}

/* In whatever form the CA told it. */
static KpCtlStatus
read_record (KpCtl *ctl, KpSite *site, const char *text, KpCtlRenewInput *self)
{
  g_autoptr (GError) error = NULL;

  if (text == NULL)
    return KP_CTL_FINE;
  self->record = kp_validation_record_parse (text, kp_site_get_host (site), NULL, &error);
  return self->record != NULL
             ? KP_CTL_FINE
             : kp_ctl_fail (ctl, KP_CTL_USAGE, "value", "--record", error->message);
}

static KpCtlStatus
read_texts (KpCtl *ctl, KpSite *site, const KpCtlRenewOptions *options,
            KpCtlRenewInput *self)
{
  KpCtlStatus status = kp_ctl_read_text (ctl, "--order", options->order, KP_JOB_MAX_TEXT,
                                         FALSE, &self->order);

  if (status == KP_CTL_FINE)
    status = kp_ctl_read_text (ctl, "--ca", options->ca, KP_JOB_MAX_TEXT, FALSE, &self->ca);
  if (status == KP_CTL_FINE)
    status = kp_ctl_read_text (ctl, "--price", options->price, KP_JOB_MAX_TEXT, FALSE,
                               &self->price);
  if (status == KP_CTL_FINE)
    status = read_record (ctl, site, options->record, self);
  if (status == KP_CTL_FINE)
    status = kp_ctl_read_overrules (ctl, options->overrule, &self->overruled);
  return status;
}

KpCtlStatus
kp_ctl_renew_input_read (KpCtl *ctl, KpSite *site, const KpCtlRenewOptions *options,
                         KpSubject *asked, KpCtlRenewInput *self)
{
  const KpJob *job = kp_site_get_job (site);
  const char *given = find_given (options);
  g_auto (Expected) expected = { NULL };
  KpCtlStatus status;

  if (given == NULL)
    return KP_CTL_FINE;
  if (job != NULL && job->kind != KP_JOB_RENEW)
    return kp_ctl_fail (ctl, KP_CTL_USAGE, "option", given,
                        _ ("it is for a renewal; this job is to secure the site"));
  status = read_texts (ctl, site, options, self);
  if (status != KP_CTL_FINE || (options->csr == NULL && options->bundle == NULL))
    return status;
  status = fill_expected (ctl, site, asked, &expected);
  if (status == KP_CTL_FINE && options->csr != NULL)
    status = read_csr (ctl, site, options->csr, &expected, self);
  if (status == KP_CTL_FINE && options->bundle != NULL)
    status = read_bundle (ctl, site, options, &expected, self);
  return status;
}

KpCtlStatus
kp_ctl_renew_input_make_csr (KpCtl *ctl, KpSite *site, KpCtlRenewInput *self)
{
  const char *const texts[] = { kp_site_get_host (site), NULL };
  const char *json = kp_site_get_job (site)->subject;
  g_autoptr (KpSubject) subject = json != NULL ? kp_subject_from_json (json, NULL) : NULL;
  g_autoptr (GError) error = NULL;
  g_auto (GStrv) names = kp_csr_read_names (texts, &error);
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (KpSigningKey) key = NULL;
  KpVault *vault;
  KpCtlStatus status;

  if (names == NULL)
    return kp_ctl_fail_error (ctl, kp_site_get_label (site), error);
  status = kp_ctl_open_vault (ctl, &vault);
  if (status != KP_CTL_FINE)
    return status;
  kp_signing_key_make_async (
      vault, kp_desk_get_store (ctl->desk), KP_KEY_ECDSA_P256, (const char *const *) names,
      subject, kp_clock_now (kp_desk_get_clock (ctl->desk)), NULL, kp_ctl_wait_cb, &result);
  result = kp_ctl_wait (&result);
  key = kp_signing_key_make_finish (result, &error);
  if (key != NULL)
    self->csr = kp_csr_new_from_der (key->csr, &error);
  if (self->csr == NULL)
    return kp_ctl_fail_error (ctl, kp_site_get_label (site), error);
  self->csr_findings = kp_csr_check (self->csr, NULL);
  give_csr (self);
  return KP_CTL_FINE;
}

void
kp_ctl_renew_input_fill (const KpCtlRenewInput *self, KpJobInput *input)
{
  input->csr = self->given_csr.der != NULL ? &self->given_csr : NULL;
  input->bundle = self->given_bundle.pem != NULL ? &self->given_bundle : NULL;
  input->overruled = self->overruled;
  input->order_number = self->order;
  input->ca = self->ca;
  input->price = self->price;
  if (self->record == NULL)
    return;
  input->validation_name = self->record->name;
  input->validation_type = self->record->type;
  input->validation_value = self->record->value;
}
