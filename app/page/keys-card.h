/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "page/site-report.h"

G_BEGIN_DECLS

#define KP_TYPE_KEYS_CARD (kp_keys_card_get_type ())
G_DECLARE_FINAL_TYPE (KpKeysCard, kp_keys_card, KP, KEYS_CARD, AdwBin)

/**
 * KpKeysCard:
 *
 * The keys of a site's page that were made here and are kept, the newest first. Not visible
 * without one.
 */

/** kp_keys_card_set_report: Shows the keys of the site of @report, and which of them it
 * uses. */
void kp_keys_card_set_report (KpKeysCard *self, KpSiteReport *report);

G_END_DECLS
