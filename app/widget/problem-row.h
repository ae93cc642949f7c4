/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

#define KP_TYPE_PROBLEM_ROW (kp_problem_row_get_type ())
G_DECLARE_FINAL_TYPE (KpProblemRow, kp_problem_row, KP, PROBLEM_ROW, AdwPreferencesRow)

/**
 * KpProblemRow:
 *
 * Says in a boxed list what is wrong with the row above it: "text" (string, nullable,
 * plain) with an icon before it. Not there while there is no text.
 */

/** kp_problem_row_set_text: @text: (nullable): one or two sentences, plain */
void kp_problem_row_set_text (KpProblemRow *self, const char *text);

G_END_DECLS
