/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/model/renewal.h"
#include "core/store/store.h"

G_BEGIN_DECLS

/* What the store tells of renewals; as all of its verbs in store.h. It is written with the
 * job: kp_store_save_job_async(). */

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

G_END_DECLS
