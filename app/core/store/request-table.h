/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/model/request.h"
#include "core/store/change-table.h"

G_BEGIN_DECLS

/**
 * kp_request_table_add:
 * @database: in a transaction
 * @request: a new one (id 0) with its attachments' content; its reference is nobody else's
 * @now: Unix seconds
 * @changes: takes what changes
 * @id: (out): its row id
 * @error: %KP_STORE_ERROR_EXISTS if a request has that reference
 *
 * For whoever writes something together with a request: both are written or none.
 *
 * Returns: whether it was written
 */
gboolean kp_request_table_add (KpDatabase *database, KpRequest *request, gint64 now,
                               KpChanges *changes, gint64 *id, GError **error);

/**
 * kp_request_table_take_back:
 * @database: in a transaction
 * @job_id: a job
 * @now: Unix seconds
 * @changes: takes what changes
 * @error: #KpStoreError
 *
 * Cancels the requests of a job that has ended or gone back, as far as nothing of them has
 * left and nobody is sending them.
 *
 * Returns: whether the store could be asked
 */
gboolean kp_request_table_take_back (KpDatabase *database, gint64 job_id, gint64 now,
                                     KpChanges *changes, GError **error);

/**
 * kp_request_table_load:
 * @database: a connection
 * @error: #KpStoreError
 *
 * Returns: (transfer full) (element-type KpRequest) (nullable): all, the newest first; of
 *   attachments all but their octets
 */
GPtrArray *kp_request_table_load (KpDatabase *database, GError **error);

/**
 * kp_request_table_load_one:
 * @database: a connection
 * @id: row id
 * @error: %KP_STORE_ERROR_NOT_FOUND
 *
 * Returns: (transfer full) (nullable): it with its attachments' octets
 */
KpRequest *kp_request_table_load_one (KpDatabase *database, gint64 id, GError **error);

/**
 * kp_request_table_save:
 * @database: in a transaction
 * @request: as it is to be; its revision is the one that was read
 * @now: Unix seconds
 * @attachments: whether attachments are written too (with their content)
 * @changes: takes what changes
 * @written: (out): whether it was still at that revision and nobody was sending it; if not,
 *   nothing changed
 * @error: #KpStoreError
 *
 * Writes what a user may change: subject, text, fields, priority, channel, ticket, number
 * and link, and its state.
 */
gboolean kp_request_table_save (KpDatabase *database, KpRequest *request, gint64 now,
                                gboolean attachments, KpChanges *changes, gboolean *written,
                                GError **error);

/** kp_request_table_queue_again: @cancelled_at: when they were. In a transaction. Has those
 * of a job sent after all that were taken back with it. #KpStoreError */
gboolean kp_request_table_queue_again (KpDatabase *database, gint64 job_id,
                                       gint64 cancelled_at, gint64 now, KpChanges *changes,
                                       GError **error);
/** kp_request_table_take_back_one: @created_at: when; @left: (out): whether one that is not
 * taken back has left, or may have. In a transaction. Takes back what was written about
 * @site_id beside its jobs at that time. #KpStoreError */
gboolean kp_request_table_take_back_one (KpDatabase *database, gint64 site_id,
                                         gint64 created_at, gint64 now, KpChanges *changes,
                                         gboolean *left, GError **error);

/**
 * kp_request_table_claim:
 * @database: in a transaction
 * @id: row id
 * @revision: the revision that was read
 * @state: its state from now on: sending, or still uncertain for a look-up
 * @claimer: name of this process
 * @now: Unix seconds
 * @changes: takes what changes
 * @claimed: (out): whether it is this process's now; if not, nothing changed
 * @error: #KpStoreError
 */
gboolean kp_request_table_claim (KpDatabase *database, gint64 id, gint64 revision,
                                 KpRequestState state, const char *claimer, gint64 now,
                                 KpChanges *changes, gboolean *claimed, GError **error);

/**
 * kp_request_table_settle:
 * @database: in a transaction
 * @request: as it is now: state, number, link, reason, tries, when next; claimed by this
 *   process
 * @now: Unix seconds
 * @changes: takes what changes
 * @settled: (out): whether it was still this process's. One that was proven sent is written
 *   even if another process took it for lost meanwhile
 * @error: #KpStoreError
 *
 * Writes what came of sending or looking up, and lets go of the claim.
 */
gboolean kp_request_table_settle (KpDatabase *database, KpRequest *request, gint64 now,
                                  KpChanges *changes, gboolean *settled, GError **error);

/**
 * kp_request_table_free_stale:
 * @database: in a transaction
 * @now: Unix seconds
 * @changes: takes what changes
 * @error: #KpStoreError
 *
 * What a process held that has ended since (or, where that can't be seen, for longer than
 * any sending takes) becomes uncertain: it may have arrived.
 */
gboolean kp_request_table_free_stale (KpDatabase *database, gint64 now, KpChanges *changes,
                                      GError **error);

/**
 * kp_request_table_get_site:
 * @database: a connection
 * @id: row id
 * @site: (out): row id of its site, 0 if it has none (any more)
 * @error: #KpStoreError
 */
gboolean kp_request_table_get_site (KpDatabase *database, gint64 id, gint64 *site,
                                    GError **error);

/**
 * kp_request_table_set_received:
 * @database: in a transaction
 * @id: row id
 * @at: Unix seconds; when replies were fetched
 * @error: #KpStoreError
 */
gboolean kp_request_table_set_received (KpDatabase *database, gint64 id, gint64 at,
                                        GError **error);

G_END_DECLS
