/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/check/checker.h"
#include "core/dns/caa.h"

G_BEGIN_DECLS

/**
 * KpTargetCache:
 *
 * The present addresses of the providers' targets, asked once for all sites of a sweep.
 * Main thread.
 */
typedef struct _KpTargetCache KpTargetCache;

/** kp_target_cache_new: Returns: (transfer full): an empty cache */
KpTargetCache *kp_target_cache_new (void);
/** kp_target_cache_free: Frees @self; nobody may wait for it. */
void kp_target_cache_free (KpTargetCache *self);
/** kp_target_cache_clear: Forgets what is known; look-ups under way still answer. */
void kp_target_cache_clear (KpTargetCache *self);

/**
 * KpTargetFunc:
 * @addresses: (element-type KpRecord): sorted, without doubles
 * @answered: whether any resolver answered
 */
typedef void (*KpTargetFunc) (GPtrArray *addresses, gboolean answered, gpointer data);

/**
 * kp_target_cache_get:
 * @target: canonical name
 * @resolvers: (element-type KpResolver): all are asked
 * @now: Unix seconds
 * @cancellable: (nullable): cancelled in the main thread
 *
 * Calls @func once, perhaps before it returns; soon after a cancellation, with what is
 * known by then. The look-up is shared by all who ask: it goes on while any of them wants
 * it.
 */
void kp_target_cache_get (KpTargetCache *self, const char *target, GPtrArray *resolvers,
                          gint64 now, GCancellable *cancellable, KpTargetFunc func,
                          gpointer data);

/**
 * kp_checker_ask_more_async:
 * @resolver: one that answered
 * @observation: filled: zone, name servers, other records, doubled name, wildcard
 *
 * What is asked only where the name does not lead to the provider.
 */
void kp_checker_ask_more_async (KpResolver *resolver, KpObservation *observation,
                                GCancellable *cancellable, GAsyncReadyCallback callback,
                                gpointer data);
/** kp_checker_ask_more_finish: Returns: whether it ran to its end; G_IO_ERROR_CANCELLED */
gboolean kp_checker_ask_more_finish (GAsyncResult *result, GError **error);

G_END_DECLS
