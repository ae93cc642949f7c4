/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "core/desk.h"
#include "core/model/signing-key.h"

G_BEGIN_DECLS

#define KP_TYPE_KEY_EXPORT_WINDOW (kp_key_export_window_get_type ())
G_DECLARE_FINAL_TYPE (KpKeyExportWindow, kp_key_export_window, KP, KEY_EXPORT_WINDOW,
                      AdwWindow)

/**
 * KpKeyExportWindow:
 *
 * Writes a key of the vault to a file: as encrypted PKCS #8 or PKCS #12, never without a
 * passphrase. It closes once the file is there. Main thread.
 */

/**
 * kp_key_export_window_new:
 * @desk: the desk
 * @key: which key
 * @chain: (nullable) (array zero-terminated=1): fingerprints of the chain that goes into
 * PKCS #12 with it
 * @teller: a widget of the window that says that it was exported
 * @parent: (nullable): the window it belongs to
 *
 * Returns: (transfer none): the window, not shown
 */
GtkWidget *kp_key_export_window_new (KpDesk *desk, const KpSigningKey *key,
                                     const char *const *chain, GtkWidget *teller,
                                     GtkWindow *parent);

G_END_DECLS
