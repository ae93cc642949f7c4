/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "core/desk.h"
#include "core/model/signing-key.h"

G_BEGIN_DECLS

#define KP_TYPE_KEY_ROW (kp_key_row_get_type ())
G_DECLARE_FINAL_TYPE (KpKeyRow, kp_key_row, KP, KEY_ROW, AdwExpanderRow)

/**
 * KpKeyRow:
 *
 * A key that is kept here: its kind and age, and, opened, what can be done with it: its
 * signing request copied or saved, the key itself exported.
 */

/** kp_key_row_new: @chain: (nullable) (array zero-terminated=1): fingerprints of the chain
 * that the site serves with it. Returns: (transfer floating): a row for @key, closed */
GtkWidget *kp_key_row_new (KpDesk *desk, const KpSigningKey *key, const char *const *chain);

G_END_DECLS
