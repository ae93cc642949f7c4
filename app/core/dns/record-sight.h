/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/dns/resolver.h"

G_BEGIN_DECLS

/**
 * KpRecordSight:
 * @resolver: how people call it
 * @answered: whether it answered
 * @there: whether the record is among what it says
 *
 * What one resolver says of a record that is to be there. An owned value.
 */
typedef struct
{
  char *resolver;
  gboolean answered;
  gboolean there;
} KpRecordSight;

/**
 * kp_record_sights_async:
 * @resolvers: (element-type KpResolver): whom to ask, all at once
 * @name: where it is to be, canonical
 * @type: %KP_RECORD_TXT or %KP_RECORD_CNAME
 * @value: what it is to say; a CNAME in any case
 *
 * Asks for one record past all HTTP caches. Other records beside it, and a TXT that a CNAME
 * leads to, are fine: a CA looks no closer.
 */
void kp_record_sights_async (GPtrArray *resolvers, const char *name, KpRecordType type,
                             const char *value, GCancellable *cancellable,
                             GAsyncReadyCallback callback, gpointer data);
/** kp_record_sights_finish: Returns: (transfer full) (element-type KpRecordSight)
 * (nullable): one per resolver, in their order; %NULL only when cancelled */
GPtrArray *kp_record_sights_finish (GAsyncResult *result, GError **error);
/** kp_record_sights_describe: @there: (out) (optional): whether all that answered see it,
 * and one did. Pure. Returns: (transfer full): "Seen by 2 of 3 resolvers" */
char *kp_record_sights_describe (GPtrArray *sights, gboolean *there);

G_END_DECLS
