/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

#define KP_TYPE_COUNTRY_ROW (kp_country_row_get_type ())
G_DECLARE_FINAL_TYPE (KpCountryRow, kp_country_row, KP, COUNTRY_ROW, AdwActionRow)

/**
 * KpCountryRow:
 *
 * A country out of the list of ISO 3166-1, in the user's language. It is looked for by what
 * people call it: "UK" finds the United Kingdom. Property "code" (string, readable and
 * writable with explicit notify): ISO 3166-1 alpha-2, "" for none.
 */

/** kp_country_row_get_code: Returns: (transfer none): the code, "" for none */
const char *kp_country_row_get_code (KpCountryRow *self);
/** kp_country_row_set_code: @code: one that is not in the list is none */
void kp_country_row_set_code (KpCountryRow *self, const char *code);

G_END_DECLS
