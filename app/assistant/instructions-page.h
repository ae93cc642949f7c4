/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "assistant/job-page.h"

G_BEGIN_DECLS

#define KP_TYPE_INSTRUCTIONS_PAGE (kp_instructions_page_get_type ())
G_DECLARE_FINAL_TYPE (KpInstructionsPage, kp_instructions_page, KP, INSTRUCTIONS_PAGE,
                      KpJobPage)

/**
 * KpInstructionsPage:
 *
 * DNS Instructions: who changes the record, what is to be changed, what to mind, and the
 * text for whoever does it: copied, mailed or saved.
 */

G_END_DECLS
