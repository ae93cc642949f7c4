/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/model/journal-event.h"
#include "core/store/database.h"

G_BEGIN_DECLS

/** KP_JOURNAL_MAX_EVENTS: so many of a site are kept; the oldest go */
#define KP_JOURNAL_MAX_EVENTS 1000

/**
 * kp_journal_table_append:
 * @database: in a transaction
 * @site_id: a site that is there
 * @at: Unix seconds
 * @kind: the event's stable word
 * @text: as #KpJournalEvent keeps it; cut at 2,000 characters
 * @error: #KpStoreError
 *
 * Appends an event, and forgets the oldest beyond #KP_JOURNAL_MAX_EVENTS.
 *
 * Returns: whether it was written
 */
gboolean kp_journal_table_append (KpDatabase *database, gint64 site_id, gint64 at,
                                  const char *kind, const char *text, GError **error);

/**
 * kp_journal_table_append_all:
 * @database: in a transaction
 * @site_id: a site that is there
 * @events: (nullable) (element-type KpJournalEvent): in their order; whose site they name
 *   does not matter
 * @error: #KpStoreError
 *
 * Returns: whether all were written
 */
gboolean kp_journal_table_append_all (KpDatabase *database, gint64 site_id,
                                      GPtrArray *events, GError **error);

/**
 * kp_journal_table_load:
 * @database: a connection
 * @site_id: a site
 * @limit: at most so many
 * @error: #KpStoreError
 *
 * Returns: (transfer full) (element-type KpJournalEvent) (nullable): its events, newest
 *   first
 */
GPtrArray *kp_journal_table_load (KpDatabase *database, gint64 site_id, guint limit,
                                  GError **error);

G_END_DECLS
