/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

#define KP_TYPE_LANGUAGE_ROW (kp_language_row_get_type ())
G_DECLARE_FINAL_TYPE (KpLanguageRow, kp_language_row, KP, LANGUAGE_ROW, AdwActionRow)

/**
 * KpLanguageRow:
 *
 * Chooses the language of a letter out of those it is there in, by their names. Its title
 * names the choice for assistive technology, too. Signal "chosen" (string): the user has
 * chosen that tag.
 */

/** kp_language_row_set_up: @tags: BCP 47 tags, as of kp_letter_get_languages(); @own_tag:
 * (nullable), @own_label: (nullable): one more that stands first, and what it stands for */
void kp_language_row_set_up (KpLanguageRow *self, const char *const *tags,
                             const char *own_tag, const char *own_label);
/** kp_language_row_select: Shows @tag as the one that is chosen; says nothing. One that is
 * not there changes nothing. */
void kp_language_row_select (KpLanguageRow *self, const char *tag);
/** kp_language_row_get_tag: Returns: (transfer none) (nullable): the one that is shown */
const char *kp_language_row_get_tag (KpLanguageRow *self);
/** kp_language_row_set_writes: @writes: whether another can be chosen, as at first */
void kp_language_row_set_writes (KpLanguageRow *self, gboolean writes);

G_END_DECLS
