/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "assistant/job-sheet.h"

G_BEGIN_DECLS

/**
 * kp_subject_proposal_find_async:
 * @sheet: of a job that has no details yet
 * @cancellable: (nullable): gives up
 * @callback: called when it is known
 * @data: for @callback
 *
 * Looks for details to begin with: what was last used at the provider; else, and in a
 * renewal before that, what a CA has found right for this very site.
 */
void kp_subject_proposal_find_async (KpJobSheet *sheet, GCancellable *cancellable,
                                     GAsyncReadyCallback callback, gpointer data);

/**
 * kp_subject_proposal_find_finish:
 * @result: from the callback
 * @kept: (out): row id of the kept details that it is, 0 if it is none of them
 * @unserved: (out): what is served would be better, and was not seen yet: to be asked again
 * @error: #KpStoreError
 *
 * Returns: (transfer full) (nullable): the details; %NULL for none
 */
KpSubject *kp_subject_proposal_find_finish (GAsyncResult *result, gint64 *kept,
                                            gboolean *unserved, GError **error);

G_END_DECLS
