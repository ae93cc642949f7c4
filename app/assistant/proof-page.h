/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "assistant/job-page.h"

G_BEGIN_DECLS

#define KP_TYPE_PROOF_PAGE (kp_proof_page_get_type ())
G_DECLARE_FINAL_TYPE (KpProofPage, kp_proof_page, KP, PROOF_PAGE, KpJobPage)

/**
 * KpProofPage:
 *
 * The certificate is with whoever installs it: which addresses serve it, whose turn it is,
 * and their word that it is installed. The job ends by itself once all serve it.
 */

G_END_DECLS
