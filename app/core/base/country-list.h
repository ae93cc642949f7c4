/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "core/base/country.h"

G_BEGIN_DECLS

#define KP_TYPE_COUNTRY_LIST (kp_country_list_get_type ())
G_DECLARE_FINAL_TYPE (KpCountryList, kp_country_list, KP, COUNTRY_LIST, GObject)

/**
 * KpCountryList:
 *
 * The countries of ISO 3166-1 as iso-codes has them: a #GListModel of #KpCountry, sorted by
 * their names in the user's language. Never changes; any thread.
 */

/**
 * kp_country_list_new:
 * @data_dirs: (array zero-terminated=1): where data are installed, the first one that has
 *   the list counts
 *
 * Reads the list. Blocks for a file of some 40 KiB.
 *
 * Returns: (transfer full): the countries; none where they can't be had
 */
KpCountryList *kp_country_list_new (const char *const *data_dirs);
/** kp_country_list_get_default: The list of this system, read once: from the user's and the
 * system's data folders (XDG) and from where iso-codes was when Keyplate was built.
 * Returns: (transfer none): the countries; none where they can't be had */
KpCountryList *kp_country_list_get_default (void);
/** kp_country_list_get_error: Returns: (transfer none) (nullable): why the list is empty:
 * G_IO_ERROR_NOT_FOUND where no folder has it, else what is wrong with the file, whose name
 * the message has */
const GError *kp_country_list_get_error (KpCountryList *self);
/** kp_country_list_find_code: Returns: (transfer none) (nullable): the country with exactly
 * that code: two capital letters */
KpCountry *kp_country_list_find_code (KpCountryList *self, const char *code);
/** kp_country_list_find: Returns: (transfer none) (nullable): the one country that @text
 * names whole: its code in any case, its name in the user's language or in English, or what
 * people call it: "UK", "Holland" */
KpCountry *kp_country_list_find (KpCountryList *self, const char *text);

G_END_DECLS
