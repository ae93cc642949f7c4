/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/certificate/bundle.h"
#include "core/certificate/issuer-fetcher.h"

G_BEGIN_DECLS

/**
 * kp_bundle_fetch_async:
 * @document: what was read
 * @expected: what it is compared with, as for kp_bundle_build()
 * @trust: where its chain may end
 * @fetcher: (nullable): fetches what is missing, a new one for each bundle; %NULL: nothing
 *   is fetched
 * @cancellable: (nullable): ends it
 *
 * Builds the bundle, and where an intermediate is missing fetches it and builds it again.
 * Where that can't be had, the finding that says so also says why. @document, @expected and
 * what they point to must live until the callback, and nobody changes them: another thread
 * reads them. @trust may be changed.
 */
void kp_bundle_fetch_async (const KpDocument *document, const KpBundleExpectation *expected,
                            KpTrust *trust, KpIssuerFetcher *fetcher,
                            GCancellable *cancellable, GAsyncReadyCallback callback,
                            gpointer data);
/** kp_bundle_fetch_finish: Returns: (transfer full) (nullable): the bundle;
 * KP_ISSUER_ERROR_CANCELLED and nothing else */
KpBundle *kp_bundle_fetch_finish (GAsyncResult *result, GError **error);

G_END_DECLS
