/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "assistant/job-page.h"

G_BEGIN_DECLS

#define KP_TYPE_REQUEST_PAGE (kp_request_page_get_type ())
G_DECLARE_FINAL_TYPE (KpRequestPage, kp_request_page, KP, REQUEST_PAGE, KpJobPage)

/**
 * KpRequestPage:
 *
 * The hand-over to a provider that takes requests: the letter, which may be changed, with
 * its fields, the way it goes and how urgent it is. Nothing leaves before it is given to
 * the job. Where that way needs a login, the vault is opened first; if it stays closed the
 * request is kept and waits.
 */

G_END_DECLS
