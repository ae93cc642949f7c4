/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

/**
 * kp_copy_row_new:
 * @label: what it is
 * @text: its value, shown as it is written
 * @action: (nullable): what *Copy* does; %NULL for a value that is not to be copied
 * @target: (nullable): for @action; a floating reference is taken
 *
 * Returns: (transfer floating): a row with a value and a button that copies it
 */
GtkWidget *kp_copy_row_new (const char *label, const char *text, const char *action,
                            GVariant *target);

G_END_DECLS
