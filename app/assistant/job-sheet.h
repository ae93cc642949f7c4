/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/desk.h"
#include "core/helpdesk/letter.h"
#include "core/job/batch.h"

G_BEGIN_DECLS

/**
 * KpJobSheet:
 * @desk: the desk
 * @site: the site
 * @profile: (nullable): its profile
 * @job: its open job, or the one that was shown last where that has ended
 * @ended: whether it has
 * @subject: (nullable): the certificate details that the job has
 * @verdict: (nullable): what follows from the last evidence
 * @seen: (nullable): that evidence
 * @history: (nullable): of the site
 * @plan: (nullable): what is to be changed in DNS, once the target is known: also where
 * nobody could be asked how it is now
 * @batch: (nullable): the sites that are renewed together with it in one window
 * @now: Unix seconds
 *
 * All that the pages of the assistant draw. Immutable; reference counted. Main thread.
 */
typedef struct
{
  KpDesk *desk;
  KpSite *site;
  KpProfile *profile;
  KpJob *job;
  gboolean ended;
  KpSubject *subject;
  KpVerdict *verdict;
  KpObservation *seen;
  KpHistory *history;
  KpDnsPlan *plan;
  KpBatch *batch;
  gint64 now;
} KpJobSheet;

/** kp_job_sheet_new: @verdict: (nullable); @evidence: (nullable). Returns: (transfer
 * full): the open job of @site now */
KpJobSheet *kp_job_sheet_new (KpDesk *desk, KpSite *site, KpVerdict *verdict,
                              const KpEvidence *evidence);
/** kp_job_sheet_new_ended: @last: of the job when it was open; @verdict and @evidence: of
 * its site since. Returns: (transfer full): that job, which has ended, with what was
 * seen since */
KpJobSheet *kp_job_sheet_new_ended (const KpJobSheet *last, KpVerdict *verdict,
                                    const KpEvidence *evidence);
/** kp_job_sheet_set_batch: For whoever has just made it; @batch: (nullable). */
void kp_job_sheet_set_batch (KpJobSheet *self, KpBatch *batch);
/** kp_job_sheet_ref: Returns: (transfer full): @self with one more reference */
KpJobSheet *kp_job_sheet_ref (KpJobSheet *self);
/** kp_job_sheet_unref: Drops a reference. */
void kp_job_sheet_unref (KpJobSheet *self);
/** kp_job_sheet_get_provider: Returns: (transfer none): what to call the provider */
const char *kp_job_sheet_get_provider (const KpJobSheet *self);
/** kp_job_sheet_get_needs: Returns: what the job's step waits for, flags of #KpJobNeed
 */
KpJobNeed kp_job_sheet_get_needs (const KpJobSheet *self);
/** kp_job_sheet_is_form: Returns: whether a person fills in the provider's form */
gboolean kp_job_sheet_is_form (const KpJobSheet *self);
/** kp_job_sheet_makes_key_here: Returns: whether the key is made here, not by the provider
 */
gboolean kp_job_sheet_makes_key_here (const KpJobSheet *self);
/** kp_job_sheet_describe_renewal: Returns: (transfer full): until when what is served is
 * good, by when to begin, and that DNS stays as it is: a sentence each */
char *kp_job_sheet_describe_renewal (const KpJobSheet *self);
/** kp_job_sheet_describe_end: Returns: (transfer full): how the job has ended, which is not
 * open any more */
char *kp_job_sheet_describe_end (const KpJobSheet *self);
/** kp_job_sheet_get_channel: Returns: (transfer none): what to call the way by which the
 * provider is reached */
const char *kp_job_sheet_get_channel (const KpJobSheet *self);
/** kp_job_sheet_dup_field: @id: of a field of the profile. Returns: (transfer full):
 * what the provider is to have there, "" if nothing */
char *kp_job_sheet_dup_field (const KpJobSheet *self, const char *id);
/** kp_job_sheet_find_target_problem: @text: what was typed as the target. Returns:
 * (transfer full) (nullable): why it can't be the target, %NULL for "" too */
char *kp_job_sheet_find_target_problem (const KpJobSheet *self, const char *text);
/** kp_job_sheet_write_letter: @changer: who changes the record; @language: (nullable):
 * BCP 47 tag, %NULL for that one's own. Returns: (transfer full) (nullable): the letter to
 * that one; %NULL where nothing is to be changed */
KpLetter *kp_job_sheet_write_letter (const KpJobSheet *self, KpDnsChanger changer,
                                     const char *language);
/** kp_job_sheet_describe_bundle: @pem: certificates that are handed over. Returns:
 * (transfer full): their file and what is in it: "my.globe.org.pem (2 certificates, no
 * key)" */
char *kp_job_sheet_describe_bundle (const KpJobSheet *self, const char *pem);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (KpJobSheet, kp_job_sheet_unref)

G_END_DECLS
