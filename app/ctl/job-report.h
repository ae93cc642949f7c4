/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/check/verdict.h"
#include "core/helpdesk/letter.h"
#include "core/model/request.h"
#include "ctl/context.h"

#include <json-glib/json-glib.h>

G_BEGIN_DECLS

/**
 * KpCtlLetters:
 * @letter: (nullable): to the customer
 * @request: (nullable): to the provider
 *
 * What was written to somebody. Nothing is owned.
 */
typedef struct
{
  const KpLetter *letter;
  KpRequest *request;
} KpCtlLetters;

/** kp_ctl_judge: @evidence: (out) (transfer full): what the verdict points into. Returns:
 * (transfer full) (nullable): @site judged by its last evidence */
KpVerdict *kp_ctl_judge (KpCtl *ctl, KpSite *site, KpEvidence **evidence, GError **error);
/** kp_ctl_add_letters: Adds its members "letter" and "request", null where there is none.
 */
void kp_ctl_add_letters (JsonBuilder *builder, const KpCtlLetters *reminder);
/**
 * kp_ctl_report_job:
 * @site: a site
 * @job: its job, open or ended
 * @letters: (nullable): told with it in its object
 * @builder: (nullable): where its object is added; %NULL prints it for people
 *
 * Reads the evidence of @site, and tells where its job stands, whose turn it is, and what
 * is missing. Returns: KP_CTL_FINE, or COULD_NOT after having said why
 */
KpCtlStatus kp_ctl_report_job (KpCtl *ctl, KpSite *site, const KpJob *job,
                               const KpCtlLetters *letters, JsonBuilder *builder);
/** kp_ctl_report_jobs: Prints a table of the open jobs of @sites (element-type KpSite). */
void kp_ctl_report_jobs (KpCtl *ctl, GPtrArray *sites);
/** kp_ctl_print_hand_over: Prints every field that the provider's form asks for. Returns:
 * KP_CTL_FINE, or COULD_NOT after having said why */
KpCtlStatus kp_ctl_print_hand_over (KpCtl *ctl, KpSite *site);
/** kp_ctl_write_letter: @letter: (out) (transfer full): the one of that @kind to whoever
 * changes the record. Returns: as kp_ctl_report_job(); ATTENTION where it can't be changed
 * so, after having said why */
KpCtlStatus kp_ctl_write_letter (KpCtl *ctl, KpSite *site, KpLetterKind kind,
                                 KpLetter **letter);
/** kp_ctl_print_letter: Prints @letter. */
void kp_ctl_print_letter (const KpLetter *letter);
/** kp_ctl_print_instructions: Prints the letter that asks for the change, or why it can't
 * be made. Returns: as kp_ctl_report_job() */
KpCtlStatus kp_ctl_print_instructions (KpCtl *ctl, KpSite *site);
/** kp_ctl_find_record: @record: (out) (transfer full) (nullable): where the DNS record of
 * @site leads at its provider by the last check. Returns: as kp_ctl_report_job() */
KpCtlStatus kp_ctl_find_record (KpCtl *ctl, KpSite *site, char **record);

G_END_DECLS
