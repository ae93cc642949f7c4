/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/secret/vault.h"

G_BEGIN_DECLS

#define KP_TYPE_SERVICE_VAULT (kp_service_vault_get_type ())
G_DECLARE_FINAL_TYPE (KpServiceVault, kp_service_vault, KP, SERVICE_VAULT, GObject)

/**
 * KpServiceVault:
 *
 * The Secret Service of the session: the keyring of GNOME, KDE or whoever runs one. Where
 * there is none, everything is UNAVAILABLE. What is locked is LOCKED, or its user is asked
 * where kp_vault_set_may_ask() allows it; REFUSED if that is dismissed. Main thread.
 */

/** kp_service_vault_new: Returns: (transfer full): a vault; nothing is asked yet */
KpVault *kp_service_vault_new (void);

G_END_DECLS
