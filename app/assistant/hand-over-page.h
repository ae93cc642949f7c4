/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "assistant/job-page.h"

G_BEGIN_DECLS

#define KP_TYPE_HAND_OVER_PAGE (kp_hand_over_page_get_type ())
G_DECLARE_FINAL_TYPE (KpHandOverPage, kp_hand_over_page, KP, HAND_OVER_PAGE, KpJobPage)

/**
 * KpHandOverPage:
 *
 * Every field of the provider's form with its value, ready to be copied, and what the
 * provider answered: the host name it gave, which is never used before a person has
 * confirmed it, and the number of a ticket.
 */

G_END_DECLS
