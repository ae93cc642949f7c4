/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/** KP_SETTING_MAX_RESOLVERS: so many DNS-over-HTTPS servers can be asked */
#define KP_SETTING_MAX_RESOLVERS 16
/** KP_SETTING_MAX_URL: characters of one resolver's URL */
#define KP_SETTING_MAX_URL 512
/** KP_SETTING_MAX_PEM: octets of a text of roots */
#define KP_SETTING_MAX_PEM (1024 * 1024)

/**
 * kp_setting_value_check_number:
 * @name: the setting, for messages
 * @value: what was given
 * @min: smallest
 * @max: greatest
 * @error: %KP_SETTINGS_ERROR_VALUE
 *
 * Returns: (transfer full) (nullable): the whole number without zeros before it
 */
char *kp_setting_value_check_number (const char *name, const char *value, gint64 min,
                                     gint64 max, GError **error);

/**
 * kp_setting_value_check_boolean:
 * @name: the setting, for messages
 * @value: what was given: yes, no, true, false, on, off, 1 or 0 in any case
 * @error: %KP_SETTINGS_ERROR_VALUE
 *
 * Returns: (transfer full) (nullable): "yes" or "no"
 */
char *kp_setting_value_check_boolean (const char *name, const char *value, GError **error);

/**
 * kp_setting_value_check_choice:
 * @name: the setting, for messages
 * @value: what was given, in any case
 * @words: what it can be, with "|" between
 * @error: %KP_SETTINGS_ERROR_VALUE
 *
 * Returns: (transfer full) (nullable): the word
 */
char *kp_setting_value_check_choice (const char *name, const char *value, const char *words,
                                     GError **error);

/**
 * kp_setting_value_check_resolvers:
 * @name: the setting, for messages
 * @value: what was given: URLs, separated by white space
 * @error: %KP_SETTINGS_ERROR_VALUE
 *
 * Each is an absolute https URL (RFC 8484 section 4.1; a template's "{?dns}" is taken off),
 * none is there twice.
 *
 * Returns: (transfer full) (nullable): the URLs in normal form, one per line
 */
char *kp_setting_value_check_resolvers (const char *name, const char *value,
                                        GError **error);

/**
 * kp_setting_value_check_roots:
 * @name: the setting, for messages
 * @value: what was given: PEM text; "" for no roots
 * @error: %KP_SETTINGS_ERROR_VALUE
 *
 * Returns: (transfer full) (nullable): the certificates alone, as PEM; a text with a
 * private key in it is refused
 */
char *kp_setting_value_check_roots (const char *name, const char *value, GError **error);

G_END_DECLS
