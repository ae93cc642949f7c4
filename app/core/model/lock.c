/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "core/model/lock.h"

#include <glib/gi18n.h>

static const char *const words[KP_LOCK_N] = {
  [KP_LOCK_UNKNOWN] = "unknown",
  [KP_LOCK_UNLOCKED] = "unlocked",
  [KP_LOCK_PENDING] = "pending",
  [KP_LOCK_LOCKED] = "locked",
};

const char *
kp_lock_to_string (KpLock lock)
{
  g_return_val_if_fail ((guint) lock < KP_LOCK_N, "unknown");

  return words[lock];
}

gboolean
kp_lock_from_string (const char *text, KpLock *lock)
{
  for (guint i = 0; i < KP_LOCK_N; i++)
    if (g_strcmp0 (text, words[i]) == 0)
      {
        *lock = i;
        return TRUE;
      }
  return FALSE;
}

const char *
kp_lock_get_label (KpLock lock)
{
  switch (lock)
    {
    case KP_LOCK_LOCKED:
      return _ ("Locked");
    case KP_LOCK_PENDING:
      return _ ("Pending");
    case KP_LOCK_UNLOCKED:
      return _ ("Unlocked");
    case KP_LOCK_UNKNOWN:
    default:
      return _ ("Unknown");
    }
}

const char *
kp_outcome_to_string (KpOutcome outcome)
{
  switch (outcome)
    {
    case KP_OUTCOME_OK:
      return "ok";
    case KP_OUTCOME_WRONG:
      return "wrong";
    case KP_OUTCOME_WAITING:
      return "waiting";
    case KP_OUTCOME_UNKNOWN:
    default:
      return "unknown";
    }
}
