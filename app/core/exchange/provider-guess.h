/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/dns/resolver.h"
#include "core/model/site.h"
#include "core/provider/catalogue.h"

G_BEGIN_DECLS

#define KP_TYPE_PROVIDER_GUESS (kp_provider_guess_get_type ())
G_DECLARE_FINAL_TYPE (KpProviderGuess, kp_provider_guess, KP, PROVIDER_GUESS, GObject)

/**
 * KpProviderGuess:
 *
 * Asks DNS where sites lead that nobody has added yet, and fills in what that says: the
 * provider whose profile fits, where nobody named one, and the target, where that provider
 * has no fixed one and the site none. A site that leads nowhere known keeps what it has,
 * and so does one that the provider found would refuse. Properties: "total", "done" and
 * "found" (uint); "done" notifies a few times a second, "total" once it runs. Main thread.
 */

/** kp_provider_guess_new: @resolvers: (element-type KpResolver): asked in turn, the next
 * where one gives no answer. Returns: (transfer full): a guess about no site yet */
KpProviderGuess *kp_provider_guess_new (KpCatalogue *catalogue, GPtrArray *resolvers);
/** kp_provider_guess_add: Adds a site before it runs. @is_open: its provider is not known;
 * else only a target is looked for. A site of which nothing is to be found is not taken. */
void kp_provider_guess_add (KpProviderGuess *self, KpSite *site, gboolean is_open);
/** kp_provider_guess_get_total: Returns: how many sites it asks for */
guint kp_provider_guess_get_total (KpProviderGuess *self);
/** kp_provider_guess_get_done: Returns: how many were asked for */
guint kp_provider_guess_get_done (KpProviderGuess *self);
/** kp_provider_guess_get_found: Returns: for how many something was filled in */
guint kp_provider_guess_get_found (KpProviderGuess *self);
/**
 * kp_provider_guess_run_async:
 * @self: a guess that has not run
 * @cancellable: (nullable): ends it; what was found stays
 *
 * Asks for all of them, a bounded number at once. Where nobody answers at all it gives up
 * early. Sites are changed as answers come in.
 */
void kp_provider_guess_run_async (KpProviderGuess *self, GCancellable *cancellable,
                                  GAsyncReadyCallback callback, gpointer data);
/** kp_provider_guess_run_finish: Returns: whether anybody could be asked; %FALSE with the
 * last #KpDnsError, or G_IO_ERROR_CANCELLED */
gboolean kp_provider_guess_run_finish (KpProviderGuess *self, GAsyncResult *result,
                                       GError **error);

G_END_DECLS
