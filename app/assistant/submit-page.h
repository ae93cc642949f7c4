/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "assistant/job-page.h"

G_BEGIN_DECLS

#define KP_TYPE_SUBMIT_PAGE (kp_submit_page_get_type ())
G_DECLARE_FINAL_TYPE (KpSubmitPage, kp_submit_page, KP, SUBMIT_PAGE, KpJobPage)

/**
 * KpSubmitPage:
 *
 * The certificate is handed over by hand: its file is saved, for the provider's form or,
 * where the key was made here, with the key for a server. What is sent as a request is
 * #KpRequestPage.
 */

G_END_DECLS
