/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/** kp_language_get_tags: Returns: (transfer none): BCP 47 tags of the languages that are
 * offered for letters, %NULL at the end; a customer may have another */
const char *const *kp_language_get_tags (void);
/** kp_language_is_tag: Returns: whether @text has the form of a BCP 47 tag */
gboolean kp_language_is_tag (const char *text);
/** kp_language_get_name: Returns: (transfer none): the name of the language @tag
 * ("German"), in the user's own; @tag itself where it is none of the known ones */
const char *kp_language_get_name (const char *tag);

G_END_DECLS
