/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/job/job-rules.h"
#include "core/provider/catalogue.h"
#include "core/store/settings.h"
#include "core/store/store.h"

G_BEGIN_DECLS

#define KP_TYPE_JOB_KEEPER (kp_job_keeper_get_type ())
G_DECLARE_FINAL_TYPE (KpJobKeeper, kp_job_keeper, KP, JOB_KEEPER, GObject)

/**
 * KpJobKeeper:
 *
 * The one service that changes jobs: assistant and command line both drive them by it. Each
 * call reads the job as its site shows it, goes on by the pure rules, and writes the result
 * with what belongs to it in one transaction; where somebody was quicker it fails with
 * %KP_STORE_ERROR_CONFLICT and nothing has changed. What resolvers say is evidence, and
 * hinders nobody who has read the job before. The portfolio then shows the new job by
 * itself. Signals: "channels-changed": a provider is reached otherwise. Main thread.
 */

/** kp_job_keeper_new: Returns: (transfer full): a keeper of the jobs in @store */
KpJobKeeper *kp_job_keeper_new (KpStore *store, KpCatalogue *catalogue, KpClock *clock);
/** kp_job_keeper_set_customers: @you_change: (element-type gint64) (nullable): row ids of
 * customers whose DNS you change yourself. */
void kp_job_keeper_set_customers (KpJobKeeper *self, GHashTable *you_change);
/** kp_job_keeper_set_settings: @settings: say in which language letters to providers are
 * written. */
void kp_job_keeper_set_settings (KpJobKeeper *self, KpSettings *settings);
/** kp_job_keeper_load_async: Reads by which channel each provider is connected; it is
 * followed from then on. #KpStoreError. */
void kp_job_keeper_load_async (KpJobKeeper *self, GCancellable *cancellable,
                               GAsyncReadyCallback callback, gpointer data);
gboolean kp_job_keeper_load_finish (KpJobKeeper *self, GAsyncResult *result,
                                    GError **error);
/** kp_job_keeper_fill_facts: Fills @facts for @site with now. */
void kp_job_keeper_fill_facts (KpJobKeeper *self, KpSite *site, KpJobFacts *facts);

/** kp_job_keeper_secure_async: Begins to secure @site. #KpJobError, #KpStoreError (EXISTS:
 * a job is under way). kp_job_keeper_finish() gives the job. */
void kp_job_keeper_secure_async (KpJobKeeper *self, KpSite *site, GCancellable *cancellable,
                                 GAsyncReadyCallback callback, gpointer data);
/** kp_job_keeper_renew_async: Begins to renew the certificate of @site; otherwise as
 * kp_job_keeper_secure_async(). */
void kp_job_keeper_renew_async (KpJobKeeper *self, KpSite *site, GCancellable *cancellable,
                                GAsyncReadyCallback callback, gpointer data);
/** kp_job_keeper_next_async: Gives the open job of @site @input, which is read before it
 * returns. #KpJobError, #KpStoreError. */
void kp_job_keeper_next_async (KpJobKeeper *self, KpSite *site, const KpJobInput *input,
                               GCancellable *cancellable, GAsyncReadyCallback callback,
                               gpointer data);
/** kp_job_keeper_do_async: Does @verb to the open job of @site. #KpJobError, #KpStoreError.
 */
void kp_job_keeper_do_async (KpJobKeeper *self, KpSite *site, KpJobVerb verb,
                             GCancellable *cancellable, GAsyncReadyCallback callback,
                             gpointer data);
/** kp_job_keeper_retire_async: Takes @site out of use and ends its job; @request:
 * (nullable): asks its provider to remove it, saved with it. #KpStoreError. */
void kp_job_keeper_retire_async (KpJobKeeper *self, KpSite *site, KpRequest *request,
                                 GCancellable *cancellable, GAsyncReadyCallback callback,
                                 gpointer data);
gboolean kp_job_keeper_retire_finish (KpJobKeeper *self, GAsyncResult *result,
                                      GError **error);
/** kp_job_keeper_finish: Returns: (transfer full) (nullable): the job as it is in the store
 * now */
KpJob *kp_job_keeper_finish (KpJobKeeper *self, GAsyncResult *result, GError **error);

G_END_DECLS
