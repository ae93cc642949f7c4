/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/model/observation.h"
#include "core/store/database.h"

G_BEGIN_DECLS

/** KP_STORE_MAX_INTERMEDIATES: so many CA certificates are given to complete chains */
#define KP_STORE_MAX_INTERMEDIATES 2000

/**
 * kp_certificate_table_add:
 * @database: in a transaction
 * @observation: what was seen, with the certificates that were served
 * @error: #KpStoreError
 *
 * Keeps each certificate once. What is no certificate of that fingerprint, or larger than
 * any (64 KiB), is passed over.
 *
 * Returns: whether it was written
 */
gboolean kp_certificate_table_add (KpDatabase *database, const KpObservation *observation,
                                   GError **error);

/**
 * kp_certificate_table_link:
 * @database: in a transaction
 * @site_id: a site with evidence
 * @latest: (nullable): its latest observation
 * @previous: (nullable): the last that differed
 * @error: #KpStoreError
 *
 * Notes which certificates the site's evidence names; the others of before may be forgotten
 * (kp_certificate_table_purge()).
 *
 * Returns: whether it was written
 */
gboolean kp_certificate_table_link (KpDatabase *database, gint64 site_id,
                                    const KpObservation *latest,
                                    const KpObservation *previous, GError **error);

/**
 * kp_certificate_table_load:
 * @database: a connection
 * @sha256: fingerprint, lower-case hex
 * @error: #KpStoreError
 *
 * Returns: (transfer full) (nullable): the DER; %KP_STORE_ERROR_NOT_FOUND
 */
GBytes *kp_certificate_table_load (KpDatabase *database, const char *sha256,
                                   GError **error);

/**
 * kp_certificate_table_load_intermediates:
 * @database: a connection
 * @error: #KpStoreError
 *
 * Returns: (transfer full) (element-type GBytes) (nullable): DER of CA certificates that
 *   were served: first those of chains that were trusted, then the newest, at most
 *   #KP_STORE_MAX_INTERMEDIATES
 */
GPtrArray *kp_certificate_table_load_intermediates (KpDatabase *database, GError **error);

/**
 * kp_certificate_table_purge:
 * @database: in a transaction
 * @error: #KpStoreError
 *
 * Forgets the certificates that no evidence names any more, except CA certificates of
 * trusted chains.
 *
 * Returns: whether it was written
 */
gboolean kp_certificate_table_purge (KpDatabase *database, GError **error);

G_END_DECLS
