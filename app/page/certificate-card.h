/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "page/site-report.h"

G_BEGIN_DECLS

#define KP_TYPE_CERTIFICATE_CARD (kp_certificate_card_get_type ())
G_DECLARE_FINAL_TYPE (KpCertificateCard, kp_certificate_card, KP, CERTIFICATE_CARD, AdwBin)

/**
 * KpCertificateCard:
 *
 * The certificate of a site's page: who issued it, for which names, how long it is valid,
 * and what each address serves. A line opens the chain that its address served.
 */

/** kp_certificate_card_set_report: Shows @report, changing in place what is another. */
void kp_certificate_card_set_report (KpCertificateCard *self, KpSiteReport *report);

G_END_DECLS
