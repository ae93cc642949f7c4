/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "assistant/job-page.h"

G_BEGIN_DECLS

#define KP_TYPE_MAKE_CSR_PAGE (kp_make_csr_page_get_type ())
G_DECLARE_FINAL_TYPE (KpMakeCsrPage, kp_make_csr_page, KP, MAKE_CSR_PAGE, KpJobPage)

/**
 * KpMakeCsrPage:
 *
 * Where the key of a site is made here: the user chooses its kind, and the job gets the
 * signing request. The key goes into the vault.
 */

G_END_DECLS
