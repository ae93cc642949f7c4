/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/dns/resolver.h"
#include "core/model/site.h"
#include "core/provider/catalogue.h"

G_BEGIN_DECLS

/**
 * kp_provider_guess_async:
 * @catalogue: the profiles
 * @resolvers: (element-type KpResolver): asked in turn
 * @sites: (element-type KpSite): sites whose provider nobody named
 *
 * Asks where each name leads and sets the provider whose profile fits, and, where that
 * provider has no fixed target and the site none yet, the target found in DNS. A site that
 * leads nowhere known keeps what it has. Finish: whether any resolver answered;
 * G_IO_ERROR_CANCELLED. Main thread.
 */
void kp_provider_guess_async (KpCatalogue *catalogue, GPtrArray *resolvers,
                              GPtrArray *sites, GCancellable *cancellable,
                              GAsyncReadyCallback callback, gpointer data);
gboolean kp_provider_guess_finish (GAsyncResult *result, GError **error);

G_END_DECLS
