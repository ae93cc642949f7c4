/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/model/signing-key.h"
#include "core/store/change-table.h"

G_BEGIN_DECLS

/** kp_signing_key_table_save: Adds a key, or writes for what it was used last; its site
 * counts as changed. Returns: whether it was written */
gboolean kp_signing_key_table_save (KpDatabase *database, const KpSigningKey *key,
                                    KpChanges *changes, GError **error);
/** kp_signing_key_table_load: @host: (nullable): only those that were made for it. Returns:
 * (transfer full) (element-type KpSigningKey) (nullable): the keys, newest first */
GPtrArray *kp_signing_key_table_load (KpDatabase *database, const char *host,
                                      GError **error);
/** kp_signing_key_table_destroy: Notes that a key was destroyed at @at; its site counts as
 * changed. Returns: whether it was written; NOT_FOUND */
gboolean kp_signing_key_table_destroy (KpDatabase *database, const char *spki_sha256,
                                       gint64 at, KpChanges *changes, GError **error);

G_END_DECLS
