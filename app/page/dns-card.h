/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "page/site-report.h"

G_BEGIN_DECLS

#define KP_TYPE_DNS_CARD (kp_dns_card_get_type ())
G_DECLARE_FINAL_TYPE (KpDnsCard, kp_dns_card, KP, DNS_CARD, AdwBin)

/**
 * KpDnsCard:
 *
 * DNS of a site's page: the record as it is and as it must be, what to copy for whoever
 * changes it, and what each resolver says, with the time that its old record has left.
 */

/** kp_dns_card_set_report: Shows @report, changing in place what is another. */
void kp_dns_card_set_report (KpDnsCard *self, KpSiteReport *report);
/** kp_dns_card_set_now: Draws the countdowns anew. */
void kp_dns_card_set_now (KpDnsCard *self, gint64 now);

G_END_DECLS
