/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/secret/vault.h"

G_BEGIN_DECLS

#define KP_TYPE_PORTAL_VAULT (kp_portal_vault_get_type ())
G_DECLARE_FINAL_TYPE (KpPortalVault, kp_portal_vault, KP, PORTAL_VAULT, GObject)

/**
 * KpPortalVault:
 *
 * What a sandbox has in place of the Secret Service: a file of libsecret's among the data
 * of the application, encrypted with a key that the Secret portal gives to it alone. Where
 * there is no such portal everything is UNAVAILABLE, where it is silent FAILED. The portal
 * asks its user by itself; REFUSED if that is dismissed. Main thread.
 */

/** kp_portal_vault_new: @patience: seconds until a portal that says nothing is silent, as
 * long as it takes to start them. Returns: (transfer full): a vault; nothing is asked yet
 */
KpVault *kp_portal_vault_new (guint patience);

G_END_DECLS
