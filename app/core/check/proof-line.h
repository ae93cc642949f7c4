/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/check/evidence-line.h"

G_BEGIN_DECLS

/**
 * kp_proof_lines_new:
 * @verdict: of @observation
 * @observation: the evidence
 * @job: a renewal whose certificate was handed over
 * @now: Unix seconds
 *
 * The lines of kp_evidence_lines_of_addresses(), told by whether an address serves the
 * certificate that was handed over. Pure.
 *
 * Returns: (transfer full) (element-type KpEvidenceLine): one per address
 */
GPtrArray *kp_proof_lines_new (const KpVerdict *verdict, const KpObservation *observation,
                               const KpJob *job, gint64 now);
/** kp_proof_lines_sum: @lines: from kp_proof_lines_new(). Pure. Returns: (transfer full)
 * (nullable): "3 of 4 addresses serve the new certificate.", %NULL where none that counts
 * has answered */
char *kp_proof_lines_sum (GPtrArray *lines, const KpObservation *observation,
                          const KpJob *job);

G_END_DECLS
