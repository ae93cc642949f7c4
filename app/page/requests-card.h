/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "core/desk.h"

G_BEGIN_DECLS

#define KP_TYPE_REQUESTS_CARD (kp_requests_card_get_type ())
G_DECLARE_FINAL_TYPE (KpRequestsCard, kp_requests_card, KP, REQUESTS_CARD, AdwBin)

/**
 * KpRequestsCard:
 *
 * The requests of a site, the newest first: each row leads to its conversation. Not visible
 * without one.
 */

/** kp_requests_card_set_site: Shows the requests of @site; once. */
void kp_requests_card_set_site (KpRequestsCard *self, KpDesk *desk, KpSite *site);

G_END_DECLS
