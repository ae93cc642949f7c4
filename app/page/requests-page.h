/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "core/desk.h"

G_BEGIN_DECLS

#define KP_TYPE_REQUESTS_PAGE (kp_requests_page_get_type ())
G_DECLARE_FINAL_TYPE (KpRequestsPage, kp_requests_page, KP, REQUESTS_PAGE, AdwBin)

/**
 * KpRequestsPage:
 *
 * The requests to providers, the newest first: state by icon and word, subject, site,
 * provider, ticket and age. One that is chosen is shown by the action `win.show-request`.
 * Main thread.
 */

/** kp_requests_page_set_desk: Shows the outbox of @desk; once. */
void kp_requests_page_set_desk (KpRequestsPage *self, KpDesk *desk);

G_END_DECLS
