/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/store/store.h"

G_BEGIN_DECLS

/** KpSettingsError: what is wrong with a name or value; the message names both and what was
 * expected */
typedef enum
{
  KP_SETTINGS_ERROR_UNKNOWN,
  KP_SETTINGS_ERROR_VALUE,
} KpSettingsError;

#define KP_SETTINGS_ERROR (kp_settings_error_quark ())
GQuark kp_settings_error_quark (void);

#define KP_TYPE_SETTINGS (kp_settings_get_type ())
G_DECLARE_FINAL_TYPE (KpSettings, kp_settings, KP, SETTINGS, GObject)

/**
 * KpSettings:
 *
 * The settings that a check, a job or a monitor uses, from the store's table (so they
 * follow --data-dir), with the options of a command line laid over them. One table in
 * settings.c lists them all with type, default, bounds and description: resolvers (up to 16
 * https URLs, one per line or separated by spaces; default Cloudflare, Google, Quad9
 * unfiltered), trust-connections, trust-sites (PEM text of extra roots; "settings set" and
 * the window read the file), stale-after (hours, 48), timeout (seconds, 10), jobs (sites at
 * once, 0 = automatic), plain-port (80; 0 = don't look), customer-days (7), expiring-days
 * (30), check-every (hours, 24), check-metered (yes/no), background (ask/yes/no: go on when
 * the window is closed), quiet-hours (yes/no), quiet-from and quiet-to (hours of the day,
 * 20 and 8), system-resolver (yes/no: use it instead of DoH), unsafe-lookup
 * (off/web-risk/safe-browsing), letter-language (provider, or a language that letters are
 * there in: of requests and letters to providers). Signal "changed" (detail: the name).
 * Main thread.
 */

/** kp_settings_new: Returns: (transfer full): settings with defaults; @store may be %NULL
 * (then nothing is saved) */
KpSettings *kp_settings_new (KpStore *store);
/** kp_settings_load_async: Reads what was saved; follows "settings-changed" of the store
 * from then on. */
void kp_settings_load_async (KpSettings *self, GCancellable *cancellable,
                             GAsyncReadyCallback callback, gpointer data);
gboolean kp_settings_load_finish (KpSettings *self, GAsyncResult *result, GError **error);
/** kp_settings_list: Returns: (transfer none) (array zero-terminated=1): all names */
const char *const *kp_settings_list (void);
/** kp_settings_get_description: Returns: (transfer none) (nullable): what it is for, in the
 * user's language; %NULL if unknown */
const char *kp_settings_get_description (const char *name);
/** kp_settings_get_default: Returns: (transfer none): what holds where nothing was set */
const char *kp_settings_get_default (const char *name);
/** kp_settings_get_range: @min: (out): smallest; @max: (out): greatest. Returns: whether
 * @name is a number */
gboolean kp_settings_get_range (const char *name, gint64 *min, gint64 *max);
/** kp_settings_check: Returns: (transfer full) (nullable): @value in canonical form, or
 * UNKNOWN or VALUE */
char *kp_settings_check (const char *name, const char *value, GError **error);
/** kp_settings_error_get_reason: Returns: (transfer none): the message of @error without
 * the name of the setting before it, for where that is plain */
const char *kp_settings_error_get_reason (const GError *error);
/** kp_settings_get_string: Returns: (transfer none): the value in force; overridden, saved
 * or default */
const char *kp_settings_get_string (KpSettings *self, const char *name);
/** kp_settings_get_int: Returns: the value as a number (yes is 1) */
gint64 kp_settings_get_int (KpSettings *self, const char *name);
/** kp_settings_get_resolvers: Returns: (transfer full) (array zero-terminated=1): the
 * resolver URLs in order */
char **kp_settings_get_resolvers (KpSettings *self);
/** kp_settings_override: Lays an option of this run over the saved value; not saved. */
gboolean kp_settings_override (KpSettings *self, const char *name, const char *value,
                               GError **error);
/** kp_settings_set_async: Checks and saves; @value %NULL takes the default. */
void kp_settings_set_async (KpSettings *self, const char *name, const char *value,
                            GCancellable *cancellable, GAsyncReadyCallback callback,
                            gpointer data);
gboolean kp_settings_set_finish (KpSettings *self, GAsyncResult *result, GError **error);

G_END_DECLS
