/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "assistant/job-page.h"

G_BEGIN_DECLS

#define KP_TYPE_BUY_PAGE (kp_buy_page_get_type ())
G_DECLARE_FINAL_TYPE (KpBuyPage, kp_buy_page, KP, BUY_PAGE, KpJobPage)

/**
 * KpBuyPage:
 *
 * The certificate is ordered: the signing request and all else that shops ask for, each to
 * be copied; where shops are; what is noted of the order; and the record in DNS that the CA
 * may ask for.
 */

G_END_DECLS
