/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/base/clock.h"
#include "core/model/customer.h"
#include "core/model/history.h"
#include "core/model/journal-event.h"
#include "core/model/observation.h"
#include "core/model/renewal.h"
#include "core/model/request.h"
#include "core/model/site.h"
#include "core/model/subject.h"

G_BEGIN_DECLS

/**
 * KpStoreError:
 * @KP_STORE_ERROR_DAMAGED: the file is no Keyplate store or is damaged; it is left
 * untouched
 * @KP_STORE_ERROR_NEWER: written by a newer Keyplate; left untouched
 * @KP_STORE_ERROR_BUSY: another process holds it longer than the time-out
 * @KP_STORE_ERROR_READ_ONLY: the place can't be written
 * @KP_STORE_ERROR_FULL: no space is left
 * @KP_STORE_ERROR_EXISTS: a site, customer, details, open job or request of that
 * name are there already
 * @KP_STORE_ERROR_NOT_FOUND: no such site, customer, setting, details, request,
 * attachment or key
 * @KP_STORE_ERROR_CONFLICT: it was changed by another meanwhile: look at it anew
 * @KP_STORE_ERROR_FAILED: anything else; the message holds the reason
 *
 * Messages name the file and say what a person can do.
 */
typedef enum
{
  KP_STORE_ERROR_DAMAGED,
  KP_STORE_ERROR_NEWER,
  KP_STORE_ERROR_BUSY,
  KP_STORE_ERROR_READ_ONLY,
  KP_STORE_ERROR_FULL,
  KP_STORE_ERROR_EXISTS,
  KP_STORE_ERROR_NOT_FOUND,
  KP_STORE_ERROR_CONFLICT,
  KP_STORE_ERROR_FAILED,
} KpStoreError;

#define KP_STORE_ERROR (kp_store_error_quark ())
GQuark kp_store_error_quark (void);

#define KP_TYPE_STORE (kp_store_get_type ())
G_DECLARE_FINAL_TYPE (KpStore, kp_store, KP, STORE, GObject)

/**
 * KpStore:
 *
 * The SQLite file DIR/keyplate.db, in one worker thread of its own. Every verb is
 * asynchronous; callbacks run in the main context of the caller. Objects handed to a verb
 * are read before it returns, never later: except journal events and messages, which nobody
 * changes any more.
 *
 * Signals: "sites-changed" (GArray of gint64 row ids, or %NULL: anything may have changed),
 * "customers-changed", "settings-changed" (and how a provider is connected),
 * "subjects-changed", "requests-changed": something was written, by this process or,
 * noticed within half a second, by another (while kp_store_watch() is on). Emitted in the
 * main context that opened the store.
 */

/** kp_store_new: @data_dir is made (0700) when opened. Returns: (transfer full): a store,
 * not open yet */
KpStore *kp_store_new (const char *data_dir, gboolean read_only, KpClock *clock);
/** kp_store_open_async: Opens, checks and migrates (after a backup); see #KpStoreError. */
void kp_store_open_async (KpStore *self, GCancellable *cancellable,
                          GAsyncReadyCallback callback, gpointer data);
gboolean kp_store_open_finish (KpStore *self, GAsyncResult *result, GError **error);
/** kp_store_close_async: Ends the worker after what was asked before is written. */
void kp_store_close_async (KpStore *self, GAsyncReadyCallback callback, gpointer data);
gboolean kp_store_close_finish (KpStore *self, GAsyncResult *result, GError **error);
/** kp_store_watch: Turns looking for other processes' changes on or off (it costs a wake-up
 * every 300 ms). */
void kp_store_watch (KpStore *self, gboolean watch);
/** kp_store_get_data_dir: Returns: (transfer none): where it lies */
const char *kp_store_get_data_dir (KpStore *self);
/** kp_store_get_read_only: Returns: whether it was opened for reading only (the demo) */
gboolean kp_store_get_read_only (KpStore *self);

/**
 * kp_store_load_sites_async:
 * @limit: at most so many, the most urgent first (order Attention); 0 for all, in that
 * order too
 *
 * Finish gives (transfer container) (element-type KpSite): new objects with their
 * summaries; retired and removed ones are not among them.
 */
void kp_store_load_sites_async (KpStore *self, guint limit, GCancellable *cancellable,
                                GAsyncReadyCallback callback, gpointer data);
GPtrArray *kp_store_load_sites_finish (KpStore *self, GAsyncResult *result, GError **error);
/** kp_store_load_sites_by_id_async: Finish gives those of @ids that are there and in use.
 */
void kp_store_load_sites_by_id_async (KpStore *self, const gint64 *ids, guint n_ids,
                                      GCancellable *cancellable,
                                      GAsyncReadyCallback callback, gpointer data);
GPtrArray *kp_store_load_sites_by_id_finish (KpStore *self, GAsyncResult *result,
                                             GError **error);
/**
 * kp_store_add_sites_async:
 * @sites: (element-type KpSite): sites with id 0; a customer given by name only (id 0) is
 * found or made
 *
 * In one transaction: all or nothing. EXISTS names the first that is there already. Finish
 * sets the ids of @sites.
 */
void kp_store_add_sites_async (KpStore *self, GPtrArray *sites, GCancellable *cancellable,
                               GAsyncReadyCallback callback, gpointer data);
gboolean kp_store_add_sites_finish (KpStore *self, GAsyncResult *result, GError **error);
/** kp_store_update_sites_async: Writes what the user wants of each site (not its summary);
 * one transaction. */
void kp_store_update_sites_async (KpStore *self, GPtrArray *sites,
                                  GCancellable *cancellable, GAsyncReadyCallback callback,
                                  gpointer data);
gboolean kp_store_update_sites_finish (KpStore *self, GAsyncResult *result, GError **error);
/** kp_store_remove_sites_async: Marks sites as removed; kp_store_restore_sites_async()
 * takes it back until the next opening a day later purges them. */
void kp_store_remove_sites_async (KpStore *self, const gint64 *ids, guint n_ids,
                                  GCancellable *cancellable, GAsyncReadyCallback callback,
                                  gpointer data);
gboolean kp_store_remove_sites_finish (KpStore *self, GAsyncResult *result, GError **error);
/** kp_store_restore_sites_async: Takes a removal or retirement back. EXISTS if the same
 * address was added meanwhile. */
void kp_store_restore_sites_async (KpStore *self, const gint64 *ids, guint n_ids,
                                   GCancellable *cancellable, GAsyncReadyCallback callback,
                                   gpointer data);
gboolean kp_store_restore_sites_finish (KpStore *self, GAsyncResult *result,
                                        GError **error);

/**
 * KpEvidence:
 * @site_id: row id
 * @observation: (nullable): the latest
 * @text: (nullable): a #GRefString: @observation as it lies in the store
 * @history: the history, never %NULL
 * @older: its own; see kp_evidence_get_previous()
 * @previous: its own
 *
 * What the store knows of one site's checks. An owned value; free with kp_evidence_free().
 */
typedef struct
{
  gint64 site_id;
  KpObservation *observation;
  char *text;
  KpHistory *history;
  char *older;
  KpObservation *previous;
} KpEvidence;

/** kp_evidence_free: Frees @self; %NULL is fine. */
void kp_evidence_free (KpEvidence *self);
/** kp_evidence_get_previous: Returns: (transfer none) (nullable): the last observation that
 * differed from the latest, of those that were evidence: what was known before nobody
 * answered. It is only parsed now: few ask. */
KpObservation *kp_evidence_get_previous (KpEvidence *self);

/** kp_store_load_evidence_async: Finish gives (transfer full) (element-type KpEvidence),
 * one for each of @ids that is there, in their order. */
void kp_store_load_evidence_async (KpStore *self, const gint64 *ids, guint n_ids,
                                   GCancellable *cancellable, GAsyncReadyCallback callback,
                                   gpointer data);
GPtrArray *kp_store_load_evidence_finish (KpStore *self, GAsyncResult *result,
                                          GError **error);

/**
 * KpCheckRecord:
 * @site_id: row id
 * @observation: (nullable): what was seen; %NULL when only the judgement changed
 * @history: the history after it
 * @summary: the summary of the verdict
 * @events: (element-type KpJournalEvent) (nullable): what goes into the journal
 * @before: (nullable): what the store held when the check began
 * @before_text: (nullable): a #GRefString: @before as it lay there; if it still does, it
 * need not be parsed again to see what has changed
 * @again: the check that was written last, in the light of others: not another one
 * @job_id: row id of the job that has reached its aim by this check, 0 if none has
 * @job_revision: the revision that was judged
 *
 * What one check leaves in the store. An owned value.
 */
typedef struct
{
  gint64 site_id;
  KpObservation *observation;
  KpHistory *history;
  KpSummary summary;
  GPtrArray *events;
  KpObservation *before;
  char *before_text;
  gboolean again;
  gint64 job_id;
  gint64 job_revision;
} KpCheckRecord;

/** kp_check_record_free: Frees @self; %NULL is fine. */
void kp_check_record_free (KpCheckRecord *self);

/**
 * kp_store_save_checks_async:
 * @records: (element-type KpCheckRecord) (transfer full): a batch; written in one
 * transaction
 *
 * Keeps the latest observation and the last that differed; certificates once by SHA-256;
 * older ones are summed into the journal by the events. A record older than what is there
 * (another process was quicker) is passed over. A job that has reached its aim is ended in
 * the same transaction, unless somebody changed it since.
 */
void kp_store_save_checks_async (KpStore *self, GPtrArray *records,
                                 GCancellable *cancellable, GAsyncReadyCallback callback,
                                 gpointer data);
gboolean kp_store_save_checks_finish (KpStore *self, GAsyncResult *result, GError **error);
/** kp_store_load_certificate_async: Finish gives (transfer full) the DER of the certificate
 * with that fingerprint; NOT_FOUND. */
void kp_store_load_certificate_async (KpStore *self, const char *sha256,
                                      GCancellable *cancellable,
                                      GAsyncReadyCallback callback, gpointer data);
GBytes *kp_store_load_certificate_finish (KpStore *self, GAsyncResult *result,
                                          GError **error);
/** kp_store_load_intermediates_async: Finish gives (transfer full) (element-type GBytes)
 * DER of every CA certificate ever served (at most 2,000): what completes a chain. */
void kp_store_load_intermediates_async (KpStore *self, GCancellable *cancellable,
                                        GAsyncReadyCallback callback, gpointer data);
GPtrArray *kp_store_load_intermediates_finish (KpStore *self, GAsyncResult *result,
                                               GError **error);
/** kp_store_load_journal_async: Finish gives (transfer full) (element-type KpJournalEvent),
 * newest first, at most @limit. */
void kp_store_load_journal_async (KpStore *self, gint64 site_id, guint limit,
                                  GCancellable *cancellable, GAsyncReadyCallback callback,
                                  gpointer data);
GPtrArray *kp_store_load_journal_finish (KpStore *self, GAsyncResult *result,
                                         GError **error);

/**
 * kp_store_save_job_async:
 * @job: a new job (id 0), or one changed from the revision that it names
 * @renewal: (nullable): what is added to what it has gathered
 * @target: (nullable): the expected DNS target of its site from now on
 * @request: (nullable): a new request by which it is handed over, with its attachments
 * @events: (nullable) (element-type KpJournalEvent): what goes into the journal
 *
 * All in one transaction. EXISTS if the site has an open job already, CONFLICT if somebody
 * changed or ended the job since that revision. Finish gives (transfer full) (nullable) the
 * job as it is in the store now.
 */
void kp_store_save_job_async (KpStore *self, const KpJob *job, const KpRenewal *renewal,
                              const char *target, KpRequest *request, GPtrArray *events,
                              GCancellable *cancellable, GAsyncReadyCallback callback,
                              gpointer data);
KpJob *kp_store_save_job_finish (KpStore *self, GAsyncResult *result, GError **error);
/** kp_store_load_jobs_async: Finish gives (transfer full) (element-type KpJob) all jobs of
 * a site, the newest first, ended ones too. */
void kp_store_load_jobs_async (KpStore *self, gint64 site_id, GCancellable *cancellable,
                               GAsyncReadyCallback callback, gpointer data);
GPtrArray *kp_store_load_jobs_finish (KpStore *self, GAsyncResult *result, GError **error);

/** kp_store_load_customers_async: Finish gives (transfer full) (element-type KpCustomer),
 * by name. */
void kp_store_load_customers_async (KpStore *self, GCancellable *cancellable,
                                    GAsyncReadyCallback callback, gpointer data);
GPtrArray *kp_store_load_customers_finish (KpStore *self, GAsyncResult *result,
                                           GError **error);
/** kp_store_save_customer_async: Adds (id 0) or writes one; EXISTS if the name is taken.
 * Finish sets its id. */
void kp_store_save_customer_async (KpStore *self, KpCustomer *customer,
                                   GCancellable *cancellable, GAsyncReadyCallback callback,
                                   gpointer data);
gboolean kp_store_save_customer_finish (KpStore *self, GAsyncResult *result,
                                        GError **error);
/** kp_store_remove_customer_async: Its sites stay, without a customer. */
void kp_store_remove_customer_async (KpStore *self, gint64 id, GCancellable *cancellable,
                                     GAsyncReadyCallback callback, gpointer data);
/** kp_store_remove_customer_finish: @sites: (out) (transfer full) (optional) (element-type
 * gint64): row ids of the sites that had it. */
gboolean kp_store_remove_customer_finish (KpStore *self, GAsyncResult *result,
                                          GArray **sites, GError **error);
/**
 * kp_store_restore_customer_async:
 * @customer: one that was removed
 * @sites: (element-type gint64): the sites that had it; those without a customer get it
 * back
 *
 * Takes a removal back. EXISTS if the name was taken meanwhile. Finish sets its id, which
 * is a new one.
 */
void kp_store_restore_customer_async (KpStore *self, KpCustomer *customer, GArray *sites,
                                      GCancellable *cancellable,
                                      GAsyncReadyCallback callback, gpointer data);
gboolean kp_store_restore_customer_finish (KpStore *self, GAsyncResult *result,
                                           GError **error);

/** kp_store_load_subjects_async: Finish gives (transfer full) (element-type KpSubject) all
 * saved certificate details, by name. */
void kp_store_load_subjects_async (KpStore *self, GCancellable *cancellable,
                                   GAsyncReadyCallback callback, gpointer data);
GPtrArray *kp_store_load_subjects_finish (KpStore *self, GAsyncResult *result,
                                          GError **error);
/** kp_store_save_subject_async: Adds (id 0) or writes certificate details, in normal form;
 * EXISTS if others are kept under that name. Finish sets the id. */
void kp_store_save_subject_async (KpStore *self, KpSubject *subject,
                                  GCancellable *cancellable, GAsyncReadyCallback callback,
                                  gpointer data);
gboolean kp_store_save_subject_finish (KpStore *self, GAsyncResult *result, GError **error);
/** kp_store_remove_subject_async: Jobs keep what they were started with. */
void kp_store_remove_subject_async (KpStore *self, gint64 id, GCancellable *cancellable,
                                    GAsyncReadyCallback callback, gpointer data);
gboolean kp_store_remove_subject_finish (KpStore *self, GAsyncResult *result,
                                         GError **error);
/** kp_store_verify_subject_async: Notes that details were found right now. */
void kp_store_verify_subject_async (KpStore *self, gint64 id, GCancellable *cancellable,
                                    GAsyncReadyCallback callback, gpointer data);
gboolean kp_store_verify_subject_finish (KpStore *self, GAsyncResult *result,
                                         GError **error);
/** kp_store_find_last_subject_async: Looks for the details that were last used at
 * @provider: those of the newest job of its sites that are still kept. */
void kp_store_find_last_subject_async (KpStore *self, const char *provider,
                                       GCancellable *cancellable,
                                       GAsyncReadyCallback callback, gpointer data);
/** kp_store_find_last_subject_finish: @subject: (out) (transfer full) (nullable): the
 * details, %NULL if there are none. Returns: whether they could be looked for */
gboolean kp_store_find_last_subject_finish (KpStore *self, GAsyncResult *result,
                                            KpSubject **subject, GError **error);

/** kp_store_load_settings_async: Finish gives (transfer full) (element-type utf8 utf8): all
 * settings that were set. */
void kp_store_load_settings_async (KpStore *self, GCancellable *cancellable,
                                   GAsyncReadyCallback callback, gpointer data);
GHashTable *kp_store_load_settings_finish (KpStore *self, GAsyncResult *result,
                                           GError **error);
/** kp_store_save_setting_async: @value %NULL takes it back to its default. */
void kp_store_save_setting_async (KpStore *self, const char *name, const char *value,
                                  GCancellable *cancellable, GAsyncReadyCallback callback,
                                  gpointer data);
gboolean kp_store_save_setting_finish (KpStore *self, GAsyncResult *result, GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (KpEvidence, kp_evidence_free)

G_END_DECLS
