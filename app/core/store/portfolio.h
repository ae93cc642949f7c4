/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/store/store.h"

G_BEGIN_DECLS

#define KP_TYPE_PORTFOLIO (kp_portfolio_get_type ())
G_DECLARE_FINAL_TYPE (KpPortfolio, kp_portfolio, KP, PORTFOLIO, GObject)

/**
 * KpPortfolio:
 *
 * The sites in use as a #GListModel of #KpSite, in no particular order, kept equal to the
 * store: it follows the changes of this process and of others. A changed site stays the
 * same object (its properties notify); added and removed ones come as one items-changed
 * where possible. Signal "edited" (GPtrArray of #KpSite, gboolean): another customer,
 * provider, target or proxy holds for these, or their job went on; whether they are to be
 * asked again, too: by another target, or since a job waits for DNS now. Signal
 * "secured" (GPtrArray of #KpSite): the job of these has reached its aim, by a check of
 * this process or of another. Signal "renewed" (GPtrArray of #KpSite): the same of jobs
 * that renewed a certificate. Main thread.
 */

/** kp_portfolio_new: Returns: (transfer full): an empty portfolio of @store */
KpPortfolio *kp_portfolio_new (KpStore *store);
/**
 * kp_portfolio_load_async:
 * @first: so many of the most urgent are listed first, in a splice of their own (the first
 * screen); 0 for all at once
 *
 * Fills the list. Finish when all are there.
 */
void kp_portfolio_load_async (KpPortfolio *self, guint first, GCancellable *cancellable,
                              GAsyncReadyCallback callback, gpointer data);
gboolean kp_portfolio_load_finish (KpPortfolio *self, GAsyncResult *result, GError **error);
/** kp_portfolio_get_loaded: Returns: whether everything is there ("loaded" is a property
 * with notify) */
gboolean kp_portfolio_get_loaded (KpPortfolio *self);
/** kp_portfolio_find: Returns: (transfer none) (nullable): the site with that address;
 * @port 0: the one at 443, else the only one of that host (several: %NULL and @several is
 * set) */
KpSite *kp_portfolio_find (KpPortfolio *self, const char *host, guint16 port,
                           gboolean *several);
/** kp_portfolio_find_by_id: Returns: (transfer none) (nullable): the site with that row id
 */
KpSite *kp_portfolio_find_by_id (KpPortfolio *self, gint64 id);

G_END_DECLS
