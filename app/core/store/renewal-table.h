/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/model/renewal.h"
#include "core/store/database.h"

G_BEGIN_DECLS

/** kp_renewal_table_load: @job_id: a job. Returns: (transfer full) (nullable): what it has
 * gathered, nothing where there is no row; %NULL with @error set */
KpRenewal *kp_renewal_table_load (KpDatabase *database, gint64 job_id, GError **error);
/** kp_renewal_table_load_open: Returns: (transfer full) (element-type KpRenewal)
 * (nullable): those of all open jobs; %NULL with @error set */
GPtrArray *kp_renewal_table_load_open (KpDatabase *database, GError **error);
/** kp_renewal_table_apply: Adds @changes to what @job_id has gathered, which a change
 * "anew" forgets first. Returns: whether it was written */
gboolean kp_renewal_table_apply (KpDatabase *database, gint64 job_id,
                                 const KpRenewal *changes, GError **error);

G_END_DECLS
