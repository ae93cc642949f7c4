/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/dns/resolver.h"

G_BEGIN_DECLS

/** KP_RESOLVER_TEST_NAME: the name that is asked for: it is kept for examples (RFC 2606
 * section 3), always has an address, and tells nobody whom you look after */
#define KP_RESOLVER_TEST_NAME "example.com"

/**
 * KpResolverTestState:
 * @KP_RESOLVER_TEST_WORKS: it found the address
 * @KP_RESOLVER_TEST_ODD: it speaks DNS, but not as a check needs it
 * @KP_RESOLVER_TEST_FAILED: no DNS message came
 *
 * Whether a resolver is fit for checks.
 */
typedef enum
{
  KP_RESOLVER_TEST_WORKS,
  KP_RESOLVER_TEST_ODD,
  KP_RESOLVER_TEST_FAILED,
} KpResolverTestState;

/**
 * KpResolverTest:
 * @state: whether it is fit for checks
 * @milliseconds: from the question to the answer, connecting included; 0 if none came
 * @protocol: (nullable): "HTTP/2"; %NULL if it has none (the system's), or none came
 * @words: all of this in a sentence without its full stop, in the user's language
 *
 * What one question showed. An owned value; free with kp_resolver_test_free().
 */
typedef struct
{
  KpResolverTestState state;
  guint milliseconds;
  const char *protocol;
  char *words;
} KpResolverTest;

/** kp_resolver_test_free: Frees @self; %NULL is fine. */
void kp_resolver_test_free (KpResolverTest *self);

/**
 * kp_resolver_test_async:
 * @resolver: a resolver; where it was asked before, a connection may be there already
 *
 * Asks one real question, past all HTTP caches, and judges the answer. The resolver's own
 * time-out counts.
 */
void kp_resolver_test_async (KpResolver *resolver, GCancellable *cancellable,
                             GAsyncReadyCallback callback, gpointer data);
/** kp_resolver_test_finish: Returns: (transfer full) (nullable): what came of it; %NULL
 * with #KpDnsError CANCELLED only */
KpResolverTest *kp_resolver_test_finish (KpResolver *resolver, GAsyncResult *result,
                                         GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (KpResolverTest, kp_resolver_test_free)

G_END_DECLS
