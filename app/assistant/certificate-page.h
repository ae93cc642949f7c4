/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "assistant/job-page.h"

G_BEGIN_DECLS

#define KP_TYPE_CERTIFICATE_PAGE (kp_certificate_page_get_type ())
G_DECLARE_FINAL_TYPE (KpCertificatePage, kp_certificate_page, KP, CERTIFICATE_PAGE,
                      KpJobPage)

/**
 * KpCertificatePage:
 *
 * Takes what the CA sent, in whatever it is wrapped, one file after the other: puts the
 * chain in order, fetches an intermediate that is missing, and says what is wrong with it
 * before it is handed over.
 */

G_END_DECLS
