/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/check/verdict.h"

G_BEGIN_DECLS

/**
 * KpCheckResult:
 * @site: the site (the object that was given)
 * @observation: what was seen
 * @verdict: what follows; it points into @observation
 * @history: the history after it
 *
 * What the check of one site gave. Reference counted.
 */
typedef struct
{
  KpSite *site;
  KpObservation *observation;
  KpVerdict *verdict;
  KpHistory *history;
} KpCheckResult;

#define KP_TYPE_CHECK_RESULT (kp_check_result_get_type ())
GType kp_check_result_get_type (void);

/** kp_check_result_new: Returns: (transfer full): a result without verdict and history yet
 */
KpCheckResult *kp_check_result_new (KpSite *site, KpObservation *observation);
/** kp_check_result_ref: Returns: (transfer full): @self with one more reference */
KpCheckResult *kp_check_result_ref (KpCheckResult *self);
/** kp_check_result_unref: Drops a reference. */
void kp_check_result_unref (KpCheckResult *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (KpCheckResult, kp_check_result_unref)

G_END_DECLS
