/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "assistant/job-page.h"

G_BEGIN_DECLS

#define KP_TYPE_REPLY_PAGE (kp_reply_page_get_type ())
G_DECLARE_FINAL_TYPE (KpReplyPage, kp_reply_page, KP, REPLY_PAGE, KpJobPage)

/**
 * KpReplyPage:
 *
 * Waits for the answer of a provider that was sent a request: whose turn it is, how the
 * request stands, the replies as they come, and the host name that the provider gives,
 * read from its reply where it can be. A person confirms it.
 */

G_END_DECLS
