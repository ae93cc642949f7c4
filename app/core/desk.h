/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/certificate/issuer-fetcher.h"
#include "core/certificate/trust.h"
#include "core/check/sweep.h"
#include "core/check/unsafe-access.h"
#include "core/exchange/site-export.h"
#include "core/helpdesk/connector.h"
#include "core/helpdesk/outbox.h"
#include "core/secret/vault.h"
#include "core/job/intake.h"
#include "core/job/job-keeper.h"
#include "core/store/customer-list.h"
#include "core/store/portfolio.h"
#include "core/store/settings.h"
#include "core/store/subject-list.h"
#include "core/watch/monitor.h"
#include "core/watch/record-watch.h"

G_BEGIN_DECLS

#define KP_TYPE_DESK (kp_desk_get_type ())
G_DECLARE_FINAL_TYPE (KpDesk, kp_desk, KP, DESK, GObject)

/**
 * KpDesk:
 *
 * Builds the services and hands each what it needs; the only one that knows them all. The
 * window and the command line have one. Main thread.
 */

/** kp_desk_default_data_dir: Returns: (transfer full): KEYPLATE_DATA_DIR, or where the
 * store of this user lies */
char *kp_desk_default_data_dir (void);
/** kp_desk_new: @data_dir: (nullable): where the store lies, %NULL for KEYPLATE_DATA_DIR or
 * the default. Returns: (transfer full): a desk, not open yet */
KpDesk *kp_desk_new (const char *data_dir, gboolean read_only);
/**
 * kp_desk_new_sample:
 * @dir: folder of a sample store, with the moment it was taken at in the file "taken-at"
 * (RFC 3339)
 *
 * A desk for looking: the store is only read, the clock stands at that moment, and nobody
 * is asked anything.
 *
 * Returns: (transfer full) (nullable): a desk, not open yet; #GFileError where that moment
 * can't be read, G_IO_ERROR_INVALID_DATA where it is none
 */
KpDesk *kp_desk_new_sample (const char *dir, GError **error);
/** kp_desk_is_sample: Returns: whether it is one of kp_desk_new_sample() */
gboolean kp_desk_is_sample (KpDesk *self);
/** kp_desk_open_async: Opens the store and loads settings, customers, certificate details
 * and catalogue, not the portfolio. #KpStoreError. */
void kp_desk_open_async (KpDesk *self, GCancellable *cancellable,
                         GAsyncReadyCallback callback, gpointer data);
gboolean kp_desk_open_finish (KpDesk *self, GAsyncResult *result, GError **error);
/** kp_desk_close_async: Cancels what runs, waits until what was checked is written, and
 * closes the store. */
void kp_desk_close_async (KpDesk *self, GAsyncReadyCallback callback, gpointer data);
gboolean kp_desk_close_finish (KpDesk *self, GAsyncResult *result, GError **error);

/** kp_desk_watch: From now on, until it is closed, it follows what other processes write,
 * checks what is due, looks for the records of CAs, sends requests and fetches replies. The
 * portfolio must be loaded. */
void kp_desk_watch (KpDesk *self);

/** kp_desk_get_store: Returns: (transfer none): the store */
KpStore *kp_desk_get_store (KpDesk *self);
/** kp_desk_get_settings: Returns: (transfer none): the settings */
KpSettings *kp_desk_get_settings (KpDesk *self);
/** kp_desk_get_portfolio: Returns: (transfer none): the sites */
KpPortfolio *kp_desk_get_portfolio (KpDesk *self);
/** kp_desk_get_catalogue: Returns: (transfer none): the profiles */
KpCatalogue *kp_desk_get_catalogue (KpDesk *self);
/** kp_desk_get_clock: Returns: (transfer none): the clock */
KpClock *kp_desk_get_clock (KpDesk *self);
/** kp_desk_get_monitor: Returns: (transfer none): the monitor */
KpMonitor *kp_desk_get_monitor (KpDesk *self);
/** kp_desk_get_record_watch: Returns: (transfer none): what looks for the records of CAs */
KpRecordWatch *kp_desk_get_record_watch (KpDesk *self);
/** kp_desk_get_customers: Returns: (transfer none): the customers */
KpCustomerList *kp_desk_get_customers (KpDesk *self);
/** kp_desk_get_subjects: Returns: (transfer none): the saved certificate details */
KpSubjectList *kp_desk_get_subjects (KpDesk *self);
/** kp_desk_get_unsafe_access: Returns: (transfer none): the list of suspected unsafe sites
 * that the user has chosen */
KpUnsafeAccess *kp_desk_get_unsafe_access (KpDesk *self);
/** kp_desk_get_job_keeper: Returns: (transfer none): what changes jobs */
KpJobKeeper *kp_desk_get_job_keeper (KpDesk *self);
/** kp_desk_get_vault: Returns: (transfer none): where keys and tokens are; nothing is asked
 * of it yet */
KpVault *kp_desk_get_vault (KpDesk *self);
/** kp_desk_get_connector: Returns: (transfer none): how providers are connected */
KpConnector *kp_desk_get_connector (KpDesk *self);
/** kp_desk_get_outbox: Returns: (transfer none): the requests to providers; open it before
 * it is used */
KpOutbox *kp_desk_get_outbox (KpDesk *self);
/** kp_desk_make_checker: Returns: (transfer full) (nullable): a checker from the settings
 * as they are; #KpNetError or #KpTrustError; G_IO_ERROR_NOT_SUPPORTED from a sample */
KpChecker *kp_desk_make_checker (KpDesk *self, GError **error);
/** kp_desk_make_resolvers: Returns: (transfer full) (element-type KpResolver) (nullable):
 * the resolvers of the settings */
GPtrArray *kp_desk_make_resolvers (KpDesk *self, GError **error);
/** kp_desk_make_resolver: @url: a DoH server, be it in the settings or not, or "system".
 * Returns: (transfer full) (nullable): a resolver that shares no connection with others,
 * for trying it; errors as kp_desk_make_resolvers() */
KpResolver *kp_desk_make_resolver (KpDesk *self, const char *url, GError **error);
/** kp_desk_get_trust: Returns: (transfer none) (nullable): where a chain may end by the
 * settings as they are, until those change; #KpTrustError */
KpTrust *kp_desk_get_trust (KpDesk *self, GError **error);
/** kp_desk_make_issuer_fetcher: Returns: (transfer full) (nullable): what fetches an
 * intermediate that is missing in a bundle, from public addresses; %NULL from a sample,
 * which asks nobody */
KpIssuerFetcher *kp_desk_make_issuer_fetcher (KpDesk *self);
/** kp_desk_make_export: Returns: (transfer full): an export by the settings as they are */
KpSiteExport *kp_desk_make_export (KpDesk *self);
/** kp_desk_get_thresholds: Fills @thresholds from the settings. */
void kp_desk_get_thresholds (KpDesk *self, KpThresholds *thresholds);
/** kp_desk_get_you_change: Returns: (transfer none) (nullable) (element-type gint64): row
 * ids of the customers whose DNS you change yourself */
GHashTable *kp_desk_get_you_change (KpDesk *self);
/** kp_desk_fill_judgement: Fills @judgement for @site from the settings, catalogue and
 * customers with now; the caller adds observation and history. */
void kp_desk_fill_judgement (KpDesk *self, KpSite *site, KpJudgement *judgement);
/** kp_desk_judge_async: Reads the evidence of @site and judges it now. */
void kp_desk_judge_async (KpDesk *self, KpSite *site, GCancellable *cancellable,
                          GAsyncReadyCallback callback, gpointer data);
/** kp_desk_judge_finish: @evidence: (out) (transfer full) (optional). Returns: (transfer
 * full) (nullable): the verdict; it points into @evidence */
KpVerdict *kp_desk_judge_finish (KpDesk *self, GAsyncResult *result, KpEvidence **evidence,
                                 GError **error);
/** kp_desk_fill_intake_async: Adds @sites (element-type KpSite) to @intake, in the place of
 * those it has, with what their renewals have gathered and what they serve. Both must live
 * until the callback. #KpStoreError. */
void kp_desk_fill_intake_async (KpDesk *self, KpIntake *intake, GPtrArray *sites,
                                GCancellable *cancellable, GAsyncReadyCallback callback,
                                gpointer data);
gboolean kp_desk_fill_intake_finish (KpDesk *self, GAsyncResult *result, GError **error);

G_END_DECLS
