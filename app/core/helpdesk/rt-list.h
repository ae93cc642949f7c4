/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <json-glib/json-glib.h>

#include "core/helpdesk/rt-call.h"
#include "core/helpdesk/rt-read.h"

G_BEGIN_DECLS

/** KpRtRow: takes one row of a list. Returns: whether it wants more */
typedef gboolean (*KpRtRow) (JsonObject *row, gpointer data);

/** kp_rt_parse: Returns: (transfer full) (nullable): the object in @answer; NOT_HELPDESK if
 * there is none */
JsonObject *kp_rt_parse (const KpNetAnswer *answer, GError **error);
/**
 * kp_rt_list_async:
 * @context: the connection
 * @path: of a list, with "?" and its query
 * @take: called with each row, the newest first
 * @take_data: for @take; must live until the end
 *
 * Goes through a list. Request Tracker cuts out the rows a login may not see after it has
 * paged, so an empty page is not the end, and the number of pages is not told: several
 * empty pages in a row are. Finish gives whether it came to the end, or to where @take had
 * enough.
 */
void kp_rt_list_async (KpChannelContext *context, const char *path, KpRtRow take,
                       gpointer take_data, GCancellable *cancellable,
                       GAsyncReadyCallback callback, gpointer data);
gboolean kp_rt_list_finish (GAsyncResult *result, GError **error);
/**
 * kp_rt_fetch_async:
 * @context: the connection
 * @parts: (element-type KpRtPart): what to fetch
 *
 * Fetches the octets of attachments, one after the other. Finish gives (transfer full)
 * (element-type GBytes) those of each, in the same order; %NULL for one that is too large,
 * that the login may not see, or that is damaged.
 */
void kp_rt_fetch_async (KpChannelContext *context, GPtrArray *parts,
                        GCancellable *cancellable, GAsyncReadyCallback callback,
                        gpointer data);
GPtrArray *kp_rt_fetch_finish (GAsyncResult *result, GError **error);

G_END_DECLS
