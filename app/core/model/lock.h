/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib-object.h>

G_BEGIN_DECLS

/**
 * KpLock:
 * @KP_LOCK_UNKNOWN: no fresh evidence
 * @KP_LOCK_UNLOCKED: something that opens the lock is wrong
 * @KP_LOCK_PENDING: something that opens the lock is waited for
 * @KP_LOCK_LOCKED: proven by the last check
 *
 * Derived from evidence by a verdict (design section 1). The numbers are stored: never
 * renumber.
 */
typedef enum
{
  KP_LOCK_UNKNOWN = 0,
  KP_LOCK_UNLOCKED = 1,
  KP_LOCK_PENDING = 2,
  KP_LOCK_LOCKED = 3,
} KpLock;

#define KP_LOCK_N 4

/**
 * KpOutcome:
 *
 * A check result is one of four; "could not ask" never counts as wrong. The contract's
 * words: ok, wrong, waiting, unknown.
 */
typedef enum
{
  KP_OUTCOME_OK = 0,
  KP_OUTCOME_WRONG = 1,
  KP_OUTCOME_WAITING = 2,
  KP_OUTCOME_UNKNOWN = 3,
} KpOutcome;

/** kp_lock_to_string: Returns: (transfer none): "locked", "pending", "unlocked" or
 * "unknown", the contract's words */
const char *kp_lock_to_string (KpLock lock);
/** kp_lock_from_string: Returns: whether @text is one of the four words; @lock is untouched
 * if not */
gboolean kp_lock_from_string (const char *text, KpLock *lock);
/** kp_lock_get_label: Returns: (transfer none): the lock's name in the user's language,
 * sentence case ("Locked") */
const char *kp_lock_get_label (KpLock lock);
/** kp_outcome_to_string: Returns: (transfer none): "ok", "wrong", "waiting" or "unknown" */
const char *kp_outcome_to_string (KpOutcome outcome);

G_END_DECLS
