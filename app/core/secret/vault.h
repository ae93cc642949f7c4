/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/secret/secret.h"

G_BEGIN_DECLS

/** KP_VAULT_MAX_NAME: octets of the longest name of a secret */
#define KP_VAULT_MAX_NAME 200
/** KP_VAULT_MAX_LABEL: characters of the longest label */
#define KP_VAULT_MAX_LABEL 300
/** KP_VAULT_MAX_SECRET: octets of the largest secret */
#define KP_VAULT_MAX_SECRET (64 * 1024)

/**
 * KpVaultError:
 * @KP_VAULT_ERROR_LOCKED: it must be unlocked first, and nobody may be asked
 * @KP_VAULT_ERROR_REFUSED: who was asked to unlock it said no; ask again if wanted
 * @KP_VAULT_ERROR_ABSENT: it keeps no secret of that name
 * @KP_VAULT_ERROR_UNAVAILABLE: no such vault on this computer; use another
 * @KP_VAULT_ERROR_DAMAGED: what it keeps can't be read; bring back a copy of it
 * @KP_VAULT_ERROR_NEWER: a newer Keyplate wrote it; update this one
 * @KP_VAULT_ERROR_PASSPHRASE: the passphrase is wrong; give another
 * @KP_VAULT_ERROR_BUSY: another process holds it; try again
 * @KP_VAULT_ERROR_FULL: no space is left, on the disk or by its own bounds
 * @KP_VAULT_ERROR_FAILED: anything else; the message holds the reason
 *
 * Why a secret was neither kept nor found. No message holds any of it.
 */
typedef enum
{
  KP_VAULT_ERROR_LOCKED,
  KP_VAULT_ERROR_REFUSED,
  KP_VAULT_ERROR_ABSENT,
  KP_VAULT_ERROR_UNAVAILABLE,
  KP_VAULT_ERROR_DAMAGED,
  KP_VAULT_ERROR_NEWER,
  KP_VAULT_ERROR_PASSPHRASE,
  KP_VAULT_ERROR_BUSY,
  KP_VAULT_ERROR_FULL,
  KP_VAULT_ERROR_FAILED,
} KpVaultError;

#define KP_VAULT_ERROR (kp_vault_error_quark ())
GQuark kp_vault_error_quark (void);

/**
 * KpVaultState:
 * @KP_VAULT_STATE_UNKNOWN: nothing was asked of it yet
 * @KP_VAULT_STATE_UNLOCKED: it gives and takes
 * @KP_VAULT_STATE_LOCKED: it must be unlocked first
 * @KP_VAULT_STATE_NEW: it keeps nothing yet; the passphrase given first will be its own
 * @KP_VAULT_STATE_UNAVAILABLE: there is none
 *
 * What was last seen of a vault.
 */
typedef enum
{
  KP_VAULT_STATE_UNKNOWN,
  KP_VAULT_STATE_UNLOCKED,
  KP_VAULT_STATE_LOCKED,
  KP_VAULT_STATE_NEW,
  KP_VAULT_STATE_UNAVAILABLE,
} KpVaultState;

#define KP_TYPE_VAULT (kp_vault_get_type ())
G_DECLARE_INTERFACE (KpVault, kp_vault, KP, VAULT, GObject)

/**
 * KpVaultInterface:
 * @get_state: what was last seen
 * @takes_passphrase: whether unlocking it needs a passphrase from us
 * @set_may_ask: (nullable): whether its user may be asked
 * @unlock: makes it ready; returns a boolean from the task
 * @store: keeps a secret; returns a boolean from the task
 * @load: returns a #KpSecret from the task
 * @remove: forgets a secret; returns a boolean from the task
 * @reach: (nullable): looks for a secret in each place, where there are several; returns a
 * boolean from the task
 *
 * What a vault does. Tasks are (transfer full); names and sizes are checked already.
 */
struct _KpVaultInterface
{
  GTypeInterface parent;

  KpVaultState (*get_state) (KpVault *self);
  gboolean (*takes_passphrase) (KpVault *self);
  void (*set_may_ask) (KpVault *self, gboolean may_ask);
  void (*unlock) (KpVault *self, KpSecret *passphrase, GTask *task);
  void (*store) (KpVault *self, const char *name, const char *label, KpSecret *secret,
                 GTask *task);
  void (*load) (KpVault *self, const char *name, GTask *task);
  void (*remove) (KpVault *self, const char *name, GTask *task);
  void (*reach) (KpVault *self, const char *name, GTask *task);
};

/** kp_vault_get_state: Returns: what was last seen of it; nothing is asked */
KpVaultState kp_vault_get_state (KpVault *self);
/** kp_vault_takes_passphrase: Returns: whether kp_vault_unlock_async() needs a passphrase:
 * ask for one after LOCKED, twice where the state is NEW */
gboolean kp_vault_takes_passphrase (KpVault *self);
/** kp_vault_set_may_ask: Whether it may ask its user to be unlocked (at first it may not);
 * what is locked is LOCKED otherwise. */
void kp_vault_set_may_ask (KpVault *self, gboolean may_ask);
/**
 * kp_vault_unlock_async:
 * @self: a vault
 * @passphrase: (nullable): what unlocks it, where it takes one
 * @cancellable: (nullable): ends waiting
 * @callback: called when it is done
 * @data: for @callback
 *
 * Makes it ready, so that what follows need not ask. Without a passphrase LOCKED where one
 * is needed. PASSPHRASE if it is the wrong one.
 */
void kp_vault_unlock_async (KpVault *self, KpSecret *passphrase, GCancellable *cancellable,
                            GAsyncReadyCallback callback, gpointer data);
gboolean kp_vault_unlock_finish (KpVault *self, GAsyncResult *result, GError **error);
/**
 * kp_vault_store_async:
 * @self: a vault
 * @name: "key/SPKI-SHA256", "token/PROVIDER", …: letters, digits and "/._-"
 * @label: what its user reads beside it, in keyring programs for one
 * @secret: what to keep
 * @cancellable: (nullable): ends waiting
 * @callback: called when it is kept
 * @data: for @callback
 *
 * Keeps a secret in place of what it kept by that name.
 */
void kp_vault_store_async (KpVault *self, const char *name, const char *label,
                           KpSecret *secret, GCancellable *cancellable,
                           GAsyncReadyCallback callback, gpointer data);
gboolean kp_vault_store_finish (KpVault *self, GAsyncResult *result, GError **error);
/** kp_vault_load_async: Finish gives (transfer full) (nullable) the secret; ABSENT. */
void kp_vault_load_async (KpVault *self, const char *name, GCancellable *cancellable,
                          GAsyncReadyCallback callback, gpointer data);
KpSecret *kp_vault_load_finish (KpVault *self, GAsyncResult *result, GError **error);
/** kp_vault_remove_async: Forgets a secret for good; ABSENT. */
void kp_vault_remove_async (KpVault *self, const char *name, GCancellable *cancellable,
                            GAsyncReadyCallback callback, gpointer data);
gboolean kp_vault_remove_finish (KpVault *self, GAsyncResult *result, GError **error);
/**
 * kp_vault_reach_async:
 * @self: a vault
 * @name: of a secret
 * @cancellable: (nullable): ends waiting
 * @callback: called when it is done
 * @data: for @callback
 *
 * Looks into each place where a secret of that name may be, before it is to be removed from
 * all of them: ABSENT if it is in none. LOCKED and the like where one of them can't be
 * looked into; the vault is then that one, and takes a passphrase if that one does.
 */
void kp_vault_reach_async (KpVault *self, const char *name, GCancellable *cancellable,
                           GAsyncReadyCallback callback, gpointer data);
gboolean kp_vault_reach_finish (KpVault *self, GAsyncResult *result, GError **error);

/** kp_vault_is_name: Returns: whether a secret can be called so */
gboolean kp_vault_is_name (const char *name);
/** kp_vault_set_absent: Sets ABSENT for @name. */
void kp_vault_set_absent (GError **error, const char *name);

G_END_DECLS
