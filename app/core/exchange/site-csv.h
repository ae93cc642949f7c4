/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/model/site.h"

G_BEGIN_DECLS

/** kp_site_csv_export: @sites: a list model of #KpSite. Returns: (transfer full): the
 * contract's CSV: heading host,provider,customer,target,port,note,proxied, then a row per
 * site, which import reads back the same */
char *kp_site_csv_export (GListModel *sites);

G_END_DECLS
