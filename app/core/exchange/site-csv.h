/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/model/site.h"

G_BEGIN_DECLS

/** kp_site_csv_append_heading: Appends the heading of the contract's CSV to @out:
 * host,provider,customer,target,port,note,proxied. */
void kp_site_csv_append_heading (GString *out);
/** kp_site_csv_append: Appends the row of @site to @out. Nothing in it is a formula to a
 * spreadsheet, and import reads it back the same. */
void kp_site_csv_append (GString *out, KpSite *site);
/** kp_site_csv_export: @sites: a list model of #KpSite. Returns: (transfer full): heading
 * and rows */
char *kp_site_csv_export (GListModel *sites);

G_END_DECLS
