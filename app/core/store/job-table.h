/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/model/job.h"
#include "core/store/change-table.h"

G_BEGIN_DECLS

/**
 * kp_job_table_load_open:
 * @database: a connection
 * @error: #KpStoreError
 *
 * Returns: (transfer full) (element-type gint64 KpJob) (nullable): the open jobs by the row
 *   id of their site
 */
GHashTable *kp_job_table_load_open (KpDatabase *database, GError **error);

/**
 * kp_job_table_load:
 * @database: a connection
 * @site_id: a site
 * @error: #KpStoreError
 *
 * Returns: (transfer full) (element-type KpJob) (nullable): all its jobs, the newest first,
 *   ended ones too
 */
GPtrArray *kp_job_table_load (KpDatabase *database, gint64 site_id, GError **error);

/**
 * kp_job_table_add:
 * @database: in a transaction
 * @job: a new one; its id and revision are set
 * @changes: takes what changes
 * @error: %KP_STORE_ERROR_EXISTS where the site has an open job, %KP_STORE_ERROR_NOT_FOUND
 *   where the site is gone
 *
 * Returns: whether it was written
 */
gboolean kp_job_table_add (KpDatabase *database, KpJob *job, KpChanges *changes,
                           GError **error);

/**
 * kp_job_table_update:
 * @database: in a transaction
 * @job: the job as it becomes; its revision is the one it was made from, and is set to the
 *   next
 * @changes: takes what changes
 * @error: %KP_STORE_ERROR_CONFLICT where somebody else changed or ended it since
 *
 * Compare and swap: two windows, or a window and a command line, can't drive a job apart.
 *
 * Returns: whether it was written
 */
gboolean kp_job_table_update (KpDatabase *database, KpJob *job, KpChanges *changes,
                              GError **error);

/**
 * kp_job_table_take_sights:
 * @database: in a transaction
 * @job: the job as it becomes, made from the revision that it names; about the same record
 *   as there
 * @now: Unix seconds
 * @error: #KpStoreError
 *
 * Has it keep what was seen of its record since it was read, which counts no revision up:
 * see kp_job_table_save_sights(). What the store has at another revision, or of another
 * record, is passed over.
 *
 * Returns: whether the store could be asked
 */
gboolean kp_job_table_take_sights (KpDatabase *database, KpJob *job, gint64 now,
                                   GError **error);

/**
 * kp_job_table_save_sights:
 * @database: in a transaction
 * @before: the job as it was read
 * @after: the same but for what was seen of its record
 * @changes: takes what changes
 * @error: %KP_STORE_ERROR_CONFLICT where somebody else changed or ended it since, or has
 *   seen something else
 *
 * What is seen is evidence, and nobody's decision: the revision stays, and who has read the
 * job before may still change it.
 *
 * Returns: whether it was written
 */
gboolean kp_job_table_save_sights (KpDatabase *database, const KpJob *before,
                                   const KpJob *after, KpChanges *changes, GError **error);

/**
 * kp_job_table_finish:
 * @database: in a transaction
 * @id: a job
 * @revision: the one that was judged
 * @now: Unix seconds
 * @ended: (out): whether it was; it is not where it changed or ended since
 * @kind: (out): what kind of job that is; untouched where it was not ended
 * @error: #KpStoreError
 *
 * Ends a job that has reached its aim.
 *
 * Returns: whether the store could be asked
 */
gboolean kp_job_table_finish (KpDatabase *database, gint64 id, gint64 revision, gint64 now,
                              gboolean *ended, KpJobKind *kind, GError **error);

/**
 * kp_job_table_retire:
 * @database: in a transaction
 * @site_id: a site that is taken out of use
 * @now: Unix seconds
 * @id: (out): row id of the job that was ended, 0 if it had none
 * @error: #KpStoreError
 *
 * Ends its open job with it, if it has one.
 *
 * Returns: whether the store could be asked
 */
gboolean kp_job_table_retire (KpDatabase *database, gint64 site_id, gint64 now, gint64 *id,
                              GError **error);
/** kp_job_table_unretire: @retired_at: when its site was retired; @id: (out): row id, 0 if
 * none. In a transaction. Opens the job again that was ended with its site. #KpStoreError
 */
gboolean kp_job_table_unretire (KpDatabase *database, gint64 site_id, gint64 retired_at,
                                gint64 *id, GError **error);

G_END_DECLS
