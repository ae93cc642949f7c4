/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/** kp_text_is_plain: @width: (out): its cells, where it is. Returns: whether @text is
 * printable ASCII, as most texts are: then it needs no cleaning */
gboolean kp_text_is_plain (const char *text, guint *width);
/** kp_text_clean: Returns: (transfer full): @text as valid UTF-8 with control characters as
 * "?", so that nothing from outside steers a terminal */
char *kp_text_clean (const char *text);
/** kp_text_clean_lines: Returns: (transfer full): the same, its lines and tabs left alone
 */
char *kp_text_clean_lines (const char *text);
/** kp_text_escape_json: Returns: (transfer full): the JSON document @text (UTF-8) with what
 * could steer a terminal written as "\uXXXX": it says the same */
char *kp_text_escape_json (const char *text);
/** kp_text_line: Returns: (transfer full): the same on one line, cut after @most characters
 */
char *kp_text_line (const char *text, guint most);
/** kp_text_width: Returns: how many cells of a terminal @text takes */
guint kp_text_width (const char *text);
/** kp_text_fit: Returns: (transfer full): @text cut to @width cells, with an ellipsis where
 * something is left out */
char *kp_text_fit (const char *text, guint width);
/** kp_text_pad: Appends @text to @line and spaces up to @width cells. */
void kp_text_pad (GString *line, const char *text, guint width);

G_END_DECLS
