/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "assistant/job-page.h"

G_BEGIN_DECLS

#define KP_TYPE_SIGNING_REQUEST_PAGE (kp_signing_request_page_get_type ())
G_DECLARE_FINAL_TYPE (KpSigningRequestPage, kp_signing_request_page, KP,
                      SIGNING_REQUEST_PAGE, KpJobPage)

/**
 * KpSigningRequestPage:
 *
 * Waits for the signing request (CSR) that a provider makes: whose turn it is, and where
 * the CSR can be dropped, pasted or opened. One that is in a reply of the provider is found
 * by itself. It is held against what was asked for before anybody pays.
 */

G_END_DECLS
