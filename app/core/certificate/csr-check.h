/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/certificate/csr.h"
#include "core/certificate/document.h"
#include "core/model/finding.h"

G_BEGIN_DECLS

/**
 * KpCsrExpectation:
 * @host: (nullable): the site it must be for, in canonical form
 * @asked: (nullable): the details that were asked for; the organizational unit and the
 *   email address are for the provider alone, and are not compared
 * @live_spki_sha256: (nullable): of the key of the certificate that the site serves
 *
 * What a signing request is held against.
 */
typedef struct
{
  const char *host;
  KpSubject *asked;
  const char *live_spki_sha256;
} KpCsrExpectation;

/**
 * kp_csr_check:
 * @csr: a signing request
 * @expected: (nullable): what it is held against
 *
 * Everything a CA or the site would stumble over, and what is worth knowing. Pure but for
 * the list of countries; any thread.
 *
 * Returns: (transfer full) (element-type KpFinding): the csr.* findings, wrong ones first;
 *   %KP_FINDING_CSR_OK among them if none is wrong
 */
GPtrArray *kp_csr_check (const KpCsr *csr, const KpCsrExpectation *expected);

/**
 * kp_csr_take:
 * @document: what somebody sent
 * @expected: (nullable): what the signing request is held against
 * @findings: (out) (transfer full) (element-type KpFinding): why there is none, else those
 *   of kp_csr_check()
 *
 * Takes the one signing request of a document; the same one twice is one. Where a private
 * key came along none is taken: its key is nobody's secret any more. Pure but for the list
 * of countries; any thread.
 *
 * Returns: (transfer full) (nullable): it, with whatever is wrong with it
 */
KpCsr *kp_csr_take (const KpDocument *document, const KpCsrExpectation *expected,
                    GPtrArray **findings);

/** kp_csr_findings_are_wrong: Returns: whether one of @findings (element-type KpFinding) is
 * wrong */
gboolean kp_csr_findings_are_wrong (const GPtrArray *findings);

/**
 * KpCsrRow:
 * @label: the detail, in the user's language
 * @asked: what was asked for, "" if nothing
 * @found: what is in the signing request, "" if nothing
 * @same: it is as it was asked for, or need not be
 *
 * One line of what was asked and what came.
 */
typedef struct
{
  char *label;
  char *asked;
  char *found;
  gboolean same;
} KpCsrRow;

/** kp_csr_compare: @asked: (nullable): the details that were asked for. Returns: (transfer
 * full) (element-type KpCsrRow): a line for each detail that is in either */
GPtrArray *kp_csr_compare (const KpCsr *csr, KpSubject *asked);

G_END_DECLS
