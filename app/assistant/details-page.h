/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "assistant/job-page.h"

G_BEGIN_DECLS

#define KP_TYPE_DETAILS_PAGE (kp_details_page_get_type ())
G_DECLARE_FINAL_TYPE (KpDetailsPage, kp_details_page, KP, DETAILS_PAGE, KpJobPage)

/**
 * KpDetailsPage:
 *
 * Secure Certificate Information: the details a certificate is asked for with, out of those
 * that are kept, out of the certificate the site serves, or typed; what is wrong with them
 * stands under each while it is typed.
 */

G_END_DECLS
