/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "assistant/job-page.h"

G_BEGIN_DECLS

#define KP_TYPE_NAME_PAGE (kp_name_page_get_type ())
G_DECLARE_FINAL_TYPE (KpNamePage, kp_name_page, KP, NAME_PAGE, KpJobPage)

/**
 * KpNamePage:
 *
 * The first page: whether the provider takes the name of the site, and why not.
 */

G_END_DECLS
