/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/store/database.h"

G_BEGIN_DECLS

/** KpStoreContent: what is counted of a store, to know it again */
typedef enum
{
  KP_STORE_CONTENT_SITES,
  KP_STORE_CONTENT_CUSTOMERS,
  KP_STORE_CONTENT_SUBJECTS,
  KP_STORE_CONTENT_JOBS,
  KP_STORE_CONTENT_REQUESTS,
  KP_STORE_CONTENT_ATTACHMENTS,
  KP_STORE_CONTENT_SETTINGS,
  KP_STORE_CONTENT_N,
} KpStoreContent;

/** kp_store_content_name: Returns: (transfer none): its name in JSON: "sites" */
const char *kp_store_content_name (KpStoreContent content);
/** kp_store_content_count: Counts all of them, retired sites too, in a store of any
 * version; removed sites are not counted. @counts: (out) (array fixed-size=7). Worker
 * thread. Returns: whether it could; #KpStoreError */
gboolean kp_store_content_count (KpDatabase *database, gint64 *counts, GError **error);
/**
 * kp_store_open_copy:
 * @path: a file that nobody else has open
 * @migrate: bring it to the form of this version
 * @error: #KpStoreError
 *
 * Opens a store that lies apart, of unknown making, and makes one plain file of it without
 * a log beside it. All of it is looked at. Worker thread.
 *
 * Returns: (transfer full) (nullable): the connection
 */
KpDatabase *kp_store_open_copy (const char *path, gboolean migrate, GError **error);
/** kp_store_open_alone: For who holds kp_store_lock_alone(): opens the store of @data_dir
 * for reading, of whatever version up to ours, and looks at all of it. Worker thread.
 * Returns: (transfer full) (nullable): the connection; #KpStoreError */
KpDatabase *kp_store_open_alone (const char *data_dir, GError **error);

G_END_DECLS
