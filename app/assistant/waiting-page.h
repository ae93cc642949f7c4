/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "assistant/job-page.h"

G_BEGIN_DECLS

#define KP_TYPE_WAITING_PAGE (kp_waiting_page_get_type ())
G_DECLARE_FINAL_TYPE (KpWaitingPage, kp_waiting_page, KP, WAITING_PAGE, KpJobPage)

/**
 * KpWaitingPage:
 *
 * A step at which nothing is given in the assistant: what is waited for, of whom, and since
 * when.
 */

G_END_DECLS
