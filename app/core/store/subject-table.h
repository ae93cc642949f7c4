/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/model/subject.h"
#include "core/store/change-table.h"

G_BEGIN_DECLS

/**
 * kp_subject_table_load:
 * @database: a connection
 * @error: #KpStoreError
 *
 * Returns: (transfer full) (element-type KpSubject) (nullable): all, by name
 */
GPtrArray *kp_subject_table_load (KpDatabase *database, GError **error);

/**
 * kp_subject_table_save:
 * @database: in a transaction
 * @subject: adds (id 0) or writes it, its details in normal form
 * @changes: takes what changes
 * @id: (out): its row id
 * @error: %KP_STORE_ERROR_EXISTS if others are kept under that name,
 *   %KP_STORE_ERROR_NOT_FOUND
 *
 * Returns: whether it was written
 */
gboolean kp_subject_table_save (KpDatabase *database, KpSubject *subject,
                                KpChanges *changes, gint64 *id, GError **error);

/**
 * kp_subject_table_remove:
 * @database: in a transaction
 * @id: saved details; jobs that use them keep their own copy
 * @changes: takes what changes, the sites of open jobs among it
 * @error: %KP_STORE_ERROR_NOT_FOUND
 *
 * Returns: whether it was removed
 */
gboolean kp_subject_table_remove (KpDatabase *database, gint64 id, KpChanges *changes,
                                  GError **error);

/**
 * kp_subject_table_verify:
 * @database: in a transaction
 * @id: saved details
 * @at: Unix seconds: when they were found right
 * @changes: takes what changes
 * @error: %KP_STORE_ERROR_NOT_FOUND
 *
 * Returns: whether it was written
 */
gboolean kp_subject_table_verify (KpDatabase *database, gint64 id, gint64 at,
                                  KpChanges *changes, GError **error);

/**
 * kp_subject_table_find_last_used:
 * @database: a connection
 * @provider: id of a profile
 * @subject: (out) (transfer full) (nullable): what the newest job of a site there that has
 *   details was given, with the row id of those it chose if they are still kept
 * @error: #KpStoreError
 *
 * Returns: whether it could be looked up
 */
gboolean kp_subject_table_find_last_used (KpDatabase *database, const char *provider,
                                          KpSubject **subject, GError **error);

G_END_DECLS
