/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "assistant/job-page.h"

G_BEGIN_DECLS

#define KP_TYPE_REVIEW_PAGE (kp_review_page_get_type ())
G_DECLARE_FINAL_TYPE (KpReviewPage, kp_review_page, KP, REVIEW_PAGE, KpJobPage)

/**
 * KpReviewPage:
 *
 * Everything on one page before the provider is asked, with the way back to change it.
 */

G_END_DECLS
