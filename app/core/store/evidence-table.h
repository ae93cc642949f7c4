/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/store/change-table.h"
#include "core/store/store.h"

G_BEGIN_DECLS

/**
 * kp_evidence_table_load:
 * @database: a connection
 * @ids: (element-type gint64): row ids of sites
 * @error: #KpStoreError
 *
 * Evidence that can't be read is none: the next check makes it anew.
 *
 * Returns: (transfer full) (element-type KpEvidence) (nullable): one for each that is there
 */
GPtrArray *kp_evidence_table_load (KpDatabase *database, GArray *ids, GError **error);

/** kp_evidence_table_parse: Returns: (transfer full) (nullable): the observation of which
 * @json (nullable) is what the store keeps; %NULL if that can't be read. Any thread */
KpObservation *kp_evidence_table_parse (const char *json);

/**
 * kp_evidence_table_save:
 * @database: in a transaction
 * @record: what a check left
 * @changes: takes what changes
 * @error: #KpStoreError
 *
 * Writes it, unless its site is gone or newer evidence is there already.
 *
 * Returns: whether it was written or passed over
 */
gboolean kp_evidence_table_save (KpDatabase *database, const KpCheckRecord *record,
                                 KpChanges *changes, GError **error);

G_END_DECLS
