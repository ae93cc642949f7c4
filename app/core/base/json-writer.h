/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * JSON written straight into a text, for what is written often: a sweep keeps what it saw
 * of every site, and a tree of it, as json-glib needs one, costs several times as much as
 * the text. Commas come by themselves. @member is the name in an object, %NULL in an array
 * or for the whole. Any thread.
 */

/** kp_json_write_begin: Begins an object ('{') or an array ('[') at the end of @json. */
void kp_json_write_begin (GString *json, const char *member, char bracket);
/** kp_json_write_end: Ends it; @bracket: '}' or ']'. */
void kp_json_write_end (GString *json, char bracket);
/** kp_json_write_string: Adds a text, in UTF-8. */
void kp_json_write_string (GString *json, const char *member, const char *value);
/** kp_json_write_int: Adds a number. */
void kp_json_write_int (GString *json, const char *member, gint64 value);
/** kp_json_write_boolean: Adds true or false. */
void kp_json_write_boolean (GString *json, const char *member, gboolean value);

G_END_DECLS
