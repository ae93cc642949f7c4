/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/model/site.h"

G_BEGIN_DECLS

/**
 * KpSiteIndex:
 *
 * Finds sites by row id and by address. It holds no references: who adds a site takes it
 * out again before letting go of it, and before its address changes. A plain object.
 */
typedef struct _KpSiteIndex KpSiteIndex;

/** kp_site_index_new: Returns: (transfer full): an empty index */
KpSiteIndex *kp_site_index_new (void);

/**
 * kp_site_index_free:
 * @self: (nullable): an index
 *
 * Frees it.
 */
void kp_site_index_free (KpSiteIndex *self);

/**
 * kp_site_index_add:
 * @self: an index
 * @site: a site with a row id that is not in it
 *
 * Adds a site.
 */
void kp_site_index_add (KpSiteIndex *self, KpSite *site);

/**
 * kp_site_index_remove:
 * @self: an index
 * @site: a site that is in it
 *
 * Takes a site out.
 */
void kp_site_index_remove (KpSiteIndex *self, KpSite *site);

/**
 * kp_site_index_find_by_id:
 * @self: an index
 * @id: row id
 *
 * Returns: (transfer none) (nullable): the site
 */
KpSite *kp_site_index_find_by_id (KpSiteIndex *self, gint64 id);

/**
 * kp_site_index_find:
 * @self: an index
 * @host: canonical host name
 * @port: 1 to 65535; 0 for the one at 443, else the only one of @host
 * @several: (out) (optional): whether there are several and none of them is meant
 *
 * Returns: (transfer none) (nullable): the site
 */
KpSite *kp_site_index_find (KpSiteIndex *self, const char *host, guint16 port,
                            gboolean *several);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (KpSiteIndex, kp_site_index_free)

G_END_DECLS
