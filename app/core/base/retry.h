/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * KpRetry:
 * @first: seconds to wait after the first failure
 * @limit: seconds to wait at most
 * @failures: failures in a row so far
 *
 * When to try again what failed: each wait is twice the one before, up to a limit. A plain
 * value, no I/O and no clock: whoever holds it adds the wait to its own time.
 */
typedef struct
{
  guint first;
  guint limit;
  guint failures;
} KpRetry;

/**
 * kp_retry_fail:
 * @self: a schedule
 * @asked: seconds the other side asked to wait (Retry-After), 0 if it did not
 *
 * Notes one more failure. What the other side asks for is kept where it is longer than the
 * schedule's own wait, even past the limit. Pure.
 *
 * Returns: seconds to wait from now on
 */
guint kp_retry_fail (KpRetry *self, guint asked);

/**
 * kp_retry_succeed:
 * @self: a schedule
 *
 * Begins anew: the next failure waits @first seconds again. Pure.
 */
void kp_retry_succeed (KpRetry *self);

G_END_DECLS
