/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/job/job-facts.h"
#include "core/store/request-list.h"

G_BEGIN_DECLS

/* The letter to a provider that is typed and not sent yet, as the draft of its job keeps
 * it: it holds as long as what it was written with is the same. */

/** kp_request_draft_describe: Pure. Returns: (transfer full): what the letter for @job
 * depends on: a pause, or a restart, changes nothing of it */
char *kp_request_draft_describe (const KpJob *job, const KpJobFacts *facts);
/** kp_request_draft_is_free: Returns: whether @reference belongs to none of @requests: what
 * was saved once is not written again */
gboolean kp_request_draft_is_free (KpRequestList *requests, const char *reference);
/** kp_request_draft_take: @draft: (nullable): of a job; @details: of now, as described
 * above; @language: (out) (optional) (transfer full): tag of the language it is in.
 * Returns: whether @request has been made the letter that was typed */
gboolean kp_request_draft_take (const char *draft, const char *details,
                                KpRequestList *requests, KpRequest *request,
                                char **language);
/** kp_request_draft_write: @language: tag of the one it is in. Returns: (transfer full):
 * @request, which was written with @details, as a draft */
char *kp_request_draft_write (KpRequest *request, const char *details,
                              const char *language);

G_END_DECLS
