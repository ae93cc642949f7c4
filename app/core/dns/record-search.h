/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/dns/resolver.h"
#include "core/model/record-sight.h"

G_BEGIN_DECLS

/**
 * kp_record_search_async:
 * @resolvers: (element-type KpResolver): whom to ask, all at once
 * @name: where it is to be, canonical
 * @type: %KP_RECORD_TXT or %KP_RECORD_CNAME
 * @value: what it is to say; a CNAME in any case
 * @now: Unix seconds, noted in the sights
 *
 * Asks for one record past all HTTP caches. Other records beside it, and a TXT that a CNAME
 * leads to, are fine: a CA looks no closer. Where a CNAME is not there, it is also asked
 * for the TXT that may stand in its way.
 */
void kp_record_search_async (GPtrArray *resolvers, const char *name, KpRecordType type,
                             const char *value, gint64 now, GCancellable *cancellable,
                             GAsyncReadyCallback callback, gpointer data);
/** kp_record_search_finish: Returns: (transfer full) (element-type KpRecordSight)
 * (nullable): one per resolver, in their order; %NULL only when cancelled */
GPtrArray *kp_record_search_finish (GAsyncResult *result, GError **error);

G_END_DECLS
