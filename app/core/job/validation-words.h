/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* What kp_validation_text_read() tells lines apart by. Pure; any thread. */

/** kp_validation_is_type: Returns: whether @text is "TXT" or "CNAME", in any case */
gboolean kp_validation_is_type (const char *text);
/** kp_validation_is_name: Returns: whether @text can be where a record is made; one that is
 * not @labelled has a dot or begins with "_", so that words of a sentence are none */
gboolean kp_validation_is_name (const char *text, gboolean labelled);
/** kp_validation_is_ttl: Returns: whether @text is a time to live: "3600", "1h" */
gboolean kp_validation_is_ttl (const char *text);
/** kp_validation_is_arrow: Returns: whether @text is an arrow between name and value */
gboolean kp_validation_is_arrow (const char *text);
/** kp_validation_read_value: Returns: (transfer full): @text without spaces around it; the
 * strings in quotes that it begins with are one text (RFC 1035 section 5.1) */
char *kp_validation_read_value (const char *text);
/** kp_validation_split_words: Returns: (transfer full) (element-type utf8): the words of a
 * line as a zone file has them, at most 64, without parentheses and comment; strings in
 * quotes that follow one another are one */
GPtrArray *kp_validation_split_words (const char *line);
/** kp_validation_split_cells: @separator: ' ' for two spaces or more. Returns: (transfer
 * full) (element-type utf8): the cells of a row of a table, at most 64 */
GPtrArray *kp_validation_split_cells (const char *line, char separator);

G_END_DECLS
