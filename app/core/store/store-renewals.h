/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/model/renewal.h"
#include "core/store/store.h"

G_BEGIN_DECLS

/* What the store tells of renewals; as all of its verbs in store.h. It is written with the
 * job: kp_store_save_job_async(), but for what is seen of the record that its CA asks for.
 */

/** kp_store_load_renewal_async: Finish gives (transfer full) what a job has gathered;
 * nothing gathered is no error. */
void kp_store_load_renewal_async (KpStore *self, gint64 job_id, GCancellable *cancellable,
                                  GAsyncReadyCallback callback, gpointer data);
KpRenewal *kp_store_load_renewal_finish (KpStore *self, GAsyncResult *result,
                                         GError **error);
/** kp_store_load_renewals_async: Finish gives (transfer full) (element-type KpRenewal) what
 * the open jobs have gathered, without those that have nothing. */
void kp_store_load_renewals_async (KpStore *self, GCancellable *cancellable,
                                   GAsyncReadyCallback callback, gpointer data);
GPtrArray *kp_store_load_renewals_finish (KpStore *self, GAsyncResult *result,
                                          GError **error);
/**
 * kp_store_save_sights_async:
 * @before: the job as it was read
 * @after: the same but for what was seen of its record
 * @events: (nullable) (element-type KpJournalEvent): what goes into the journal
 *
 * All in one transaction, and without a new revision: who has read the job before may still
 * change it, and keeps what was seen. CONFLICT if somebody changed or ended it since, or
 * has seen something else. Finish gives (transfer full) (nullable) the job as it is in the
 * store now.
 */
void kp_store_save_sights_async (KpStore *self, const KpJob *before, const KpJob *after,
                                 GPtrArray *events, GCancellable *cancellable,
                                 GAsyncReadyCallback callback, gpointer data);
KpJob *kp_store_save_sights_finish (KpStore *self, GAsyncResult *result, GError **error);

G_END_DECLS
