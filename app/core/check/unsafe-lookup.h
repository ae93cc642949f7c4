/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/base/clock.h"
#include "core/check/unsafe-list.h"
#include "core/model/finding.h"
#include "core/net/session.h"
#include "core/secret/secret.h"

G_BEGIN_DECLS

/** KP_UNSAFE_KEY_NAME: under which name the vault keeps the key of the service */
#define KP_UNSAFE_KEY_NAME "lookup/google"
/** KP_UNSAFE_ADVISORY: what has to be linked wherever an answer of the service is shown */
#define KP_UNSAFE_ADVISORY "https://developers.google.com/safe-browsing/v4/advisory"

#define KP_TYPE_UNSAFE_LOOKUP (kp_unsafe_lookup_get_type ())
G_DECLARE_FINAL_TYPE (KpUnsafeLookup, kp_unsafe_lookup, KP, UNSAFE_LOOKUP, GObject)

/**
 * KpUnsafeLookup:
 *
 * Asks a list of suspected unsafe sites, with a key of the user's own. Names never leave:
 * only the first 4 octets of their hashes do. Keeps what it was answered, for as long as
 * the service allows. Main thread.
 */

/**
 * kp_unsafe_lookup_new:
 * @service: who is asked
 * @base: (nullable): "https://HOST" to ask instead of the service's own
 * @key: the user's key for it
 * @session: by which it is asked
 * @timeout: seconds for one question
 * @clock: tells for how long an answer holds
 *
 * Returns: (transfer full): a look-up
 */
KpUnsafeLookup *kp_unsafe_lookup_new (KpUnsafeService service, const char *base,
                                      KpSecret *key, KpNetSession *session, guint timeout,
                                      KpClock *clock);
/** kp_unsafe_lookup_check_async: Looks the canonical name @host up, and what it lies under.
 */
void kp_unsafe_lookup_check_async (KpUnsafeLookup *self, const char *host,
                                   GCancellable *cancellable, GAsyncReadyCallback callback,
                                   gpointer data);
/** kp_unsafe_lookup_check_finish: Returns: (transfer full) (nullable): %NULL if nothing is
 * suspected, else name.suspected-unsafe, or name.unsafe-not-checked with the reason; %NULL
 * with an error only when cancelled */
KpFinding *kp_unsafe_lookup_check_finish (KpUnsafeLookup *self, GAsyncResult *result,
                                          GError **error);
/** kp_unsafe_lookup_make_not_checked: @reason: why, as a sentence. Returns: (transfer
 * full): the finding name.unsafe-not-checked */
KpFinding *kp_unsafe_lookup_make_not_checked (const char *reason);

G_END_DECLS
