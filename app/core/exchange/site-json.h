/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <json-glib/json-glib.h>
#include "core/check/verdict.h"

G_BEGIN_DECLS

/**
 * kp_site_json_add:
 * @builder: where an object is added
 * @judgement: what was judged
 * @verdict: the verdict
 *
 * Adds one object of the contract's "check --json": the same for check, site list, site
 * show and export.
 */
void kp_site_json_add (JsonBuilder *builder, const KpJudgement *judgement,
                       const KpVerdict *verdict);

/**
 * kp_finding_json_add:
 * @builder: where an object is added
 * @finding: a finding
 *
 * Adds one object of the contract's "findings".
 */
void kp_finding_json_add (JsonBuilder *builder, const KpFinding *finding);

G_END_DECLS
