/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/store/database.h"

G_BEGIN_DECLS

/**
 * kp_setting_table_load:
 * @database: a connection
 * @error: #KpStoreError
 *
 * Returns: (transfer full) (element-type utf8 utf8) (nullable): all settings that were set
 */
GHashTable *kp_setting_table_load (KpDatabase *database, GError **error);

/**
 * kp_setting_table_save:
 * @database: in a transaction
 * @name: a setting
 * @value: (nullable): its value; %NULL takes it back
 * @changed: (out): whether it was another before
 * @error: #KpStoreError
 *
 * Returns: whether it was written
 */
gboolean kp_setting_table_save (KpDatabase *database, const char *name, const char *value,
                                gboolean *changed, GError **error);

G_END_DECLS
