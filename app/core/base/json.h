/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <json-glib/json-glib.h>

G_BEGIN_DECLS

/** KP_JSON_MAX_DEPTH: how deep arrays and objects may lie within each other; json-glib
 * itself recurses without a limit (before 1.10) */
#define KP_JSON_MAX_DEPTH 16

/**
 * kp_json_parse:
 * @text: hostile text
 * @length: its octets, or -1
 * @max_length: octets that are accepted
 * @file_name: (nullable): how messages call it
 * @error: G_IO_ERROR_INVALID_DATA, G_IO_ERROR_MESSAGE_TOO_LARGE; the message names file,
 * line and reason
 *
 * The one way JSON from outside is read: UTF-8, bounded in size and depth, an object at the
 * top, no comments. Any thread.
 *
 * Returns: (transfer full) (nullable): the object
 */
JsonObject *kp_json_parse (const char *text, gssize length, gsize max_length,
                           const char *file_name, GError **error);
/**
 * kp_json_parse_with_lines:
 * @text: hostile text
 * @length: its octets, or -1
 * @max_length: octets that are accepted
 * @file_name: (nullable): how messages call it
 * @lines: (out) (transfer full): where everything stood, for kp_json_get_line()
 *
 * As kp_json_parse(), and remembers where each member and element stood, for messages. A
 * member given twice in one object is refused.
 *
 * Returns: (transfer full) (nullable): the object
 */
JsonObject *kp_json_parse_with_lines (const char *text, gssize length, gsize max_length,
                                      const char *file_name, GHashTable **lines,
                                      GError **error);
/** kp_json_get_line: Returns: the line (from 1) on which the value of @member of @object
 * ended, 0 if unknown */
guint kp_json_get_line (GHashTable *lines, JsonObject *object, const char *member);
/** kp_json_array_get_line: Returns: the line (from 1) on which element @index ended, 0 if
 * unknown */
guint kp_json_array_get_line (GHashTable *lines, JsonArray *array, guint index);

/** kp_json_get_string: Returns: (transfer none) (nullable): a text of at most @max octets;
 * %NULL if it is absent, of another type or longer */
const char *kp_json_get_string (JsonObject *object, const char *member, gsize max);
/** KP_JSON_TIME_MAX: the last second of the year 9999, the greatest time that is read:
 * days can be added to it, and taken from its negative, without an overflow */
#define KP_JSON_TIME_MAX G_GINT64_CONSTANT (253402300799)
/** kp_json_get_int: Returns: a whole number; @fallback if it is absent, of another type or
 * outside @min to @max */
gint64 kp_json_get_int (JsonObject *object, const char *member, gint64 min, gint64 max,
                        gint64 fallback);
/** kp_json_get_boolean: Returns: the truth value; %FALSE if it is absent or of another type
 */
gboolean kp_json_get_boolean (JsonObject *object, const char *member);
/** kp_json_get_object: Returns: (transfer none) (nullable): the object, %NULL if it is none
 */
JsonObject *kp_json_get_object (JsonObject *object, const char *member);
/** kp_json_get_array: @length: (out): how many elements to read: at most @max. Returns:
 * (transfer none) (nullable): the array, %NULL if it is none */
JsonArray *kp_json_get_array (JsonObject *object, const char *member, guint max,
                              guint *length);
/** kp_json_array_get_object: Returns: (transfer none) (nullable): element @index, %NULL if
 * it is no object */
JsonObject *kp_json_array_get_object (JsonArray *array, guint index);
/** kp_json_get_strv: Returns: (transfer full) (array zero-terminated=1) (nullable): the
 * texts of an array, those of more than @max_each octets left out; %NULL if it is none */
char **kp_json_get_strv (JsonObject *object, const char *member, guint max, gsize max_each);

G_END_DECLS
