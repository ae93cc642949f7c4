/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

#define KP_TYPE_REQUESTS_PAGE (kp_requests_page_get_type ())
G_DECLARE_FINAL_TYPE (KpRequestsPage, kp_requests_page, KP, REQUESTS_PAGE, AdwBin)

/**
 * kp_requests_page_new:
 *
 * What waits for delivery to a provider. There is no outbox yet, so it says that there is
 * nothing in it. Main thread.
 *
 * Returns: (transfer floating): the page
 */
GtkWidget *kp_requests_page_new (void);

G_END_DECLS
