/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/model/year.h"

G_BEGIN_DECLS

/* What the year ahead says in words, in the user's language and time zone. */

/** kp_year_words_days: Returns: (transfer full): which days a span is: "30 November – 6
 * December", with the year where that is another, or "Overdue" */
char *kp_year_words_days (const KpYear *year, guint span);
/** kp_year_words_counts: Returns: (transfer full): what is in it: "2 certificates end, 3
 * renewals to start" */
char *kp_year_words_counts (const KpYear *year, guint span);
/** kp_year_words_span: Returns: (transfer full): both in one line */
char *kp_year_words_span (const KpYear *year, guint span);

G_END_DECLS
