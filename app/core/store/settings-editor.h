/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/store/settings.h"

G_BEGIN_DECLS

#define KP_TYPE_SETTINGS_EDITOR (kp_settings_editor_get_type ())
G_DECLARE_FINAL_TYPE (KpSettingsEditor, kp_settings_editor, KP, SETTINGS_EDITOR, GObject)

/**
 * KpSettingsEditor:
 *
 * The settings as somebody changes them. What was set last holds here at once, though it is
 * written a little later: so quick changes build on each other, and none is lost. A value
 * that could not be written falls back to the one that is stored. What others change is
 * followed.
 *
 * Signals: "changed" (detail: the name; the name): another value holds; "failed" (the name,
 * a #GError): the last value of it was not written. Main thread.
 */

/** kp_settings_editor_new: Returns: (transfer full): an editor of @settings */
KpSettingsEditor *kp_settings_editor_new (KpSettings *settings);
/** kp_settings_editor_get_string: Returns: (transfer none): the value that was set last, be
 * it written or not */
const char *kp_settings_editor_get_string (KpSettingsEditor *self, const char *name);
/** kp_settings_editor_get_int: Returns: that value as a number (yes is 1) */
gint64 kp_settings_editor_get_int (KpSettingsEditor *self, const char *name);
/** kp_settings_editor_is_default: Returns: whether the default holds */
gboolean kp_settings_editor_is_default (KpSettingsEditor *self, const char *name);
/**
 * kp_settings_editor_set:
 * @self: an editor
 * @name: the setting
 * @value: (nullable): what shall hold, %NULL for the default
 * @error: #KpSettingsError
 *
 * Begins to write @value, unless it holds already. An editor that is dropped meanwhile
 * writes it all the same.
 *
 * Returns: whether @value can be one of @name
 */
gboolean kp_settings_editor_set (KpSettingsEditor *self, const char *name,
                                 const char *value, GError **error);

G_END_DECLS
