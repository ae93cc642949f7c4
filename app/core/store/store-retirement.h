/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/store/store.h"

G_BEGIN_DECLS

/**
 * kp_store_retire_site_async:
 * @site_id: a site in use
 * @request: (nullable): the request by which its provider is asked to remove it
 * @events: (nullable) (element-type KpJournalEvent): what goes into the journal
 *
 * Takes a site out of use and ends its job; its history stays, and
 * kp_store_restore_sites_async() takes it back. All in one transaction; NOT_FOUND if it is
 * not in use.
 */
void kp_store_retire_site_async (KpStore *self, gint64 site_id, KpRequest *request,
                                 GPtrArray *events, GCancellable *cancellable,
                                 GAsyncReadyCallback callback, gpointer data);
gboolean kp_store_retire_site_finish (KpStore *self, GAsyncResult *result, GError **error);
/** kp_store_undo_retirement_async: Has @site_id as it was before it was retired: in use,
 * its job open again, and what was taken back with that to be sent; what was to ask its
 * provider to remove it is taken back. The journal says both. All in one transaction;
 * otherwise as kp_store_restore_sites_async(). */
void kp_store_undo_retirement_async (KpStore *self, gint64 site_id,
                                     GCancellable *cancellable,
                                     GAsyncReadyCallback callback, gpointer data);
/** kp_store_undo_retirement_finish: @left: (out) (optional): whether the provider was asked
 * already, or may have been: that can't be undone */
gboolean kp_store_undo_retirement_finish (KpStore *self, GAsyncResult *result,
                                          gboolean *left, GError **error);
/** kp_store_load_retired_async: Finish gives (transfer full) (element-type KpSite): the
 * retired sites, the one retired last first. */
void kp_store_load_retired_async (KpStore *self, GCancellable *cancellable,
                                  GAsyncReadyCallback callback, gpointer data);
GPtrArray *kp_store_load_retired_finish (KpStore *self, GAsyncResult *result,
                                         GError **error);

G_END_DECLS
