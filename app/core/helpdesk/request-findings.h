/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/model/finding.h"
#include "core/model/request.h"

G_BEGIN_DECLS

/** kp_request_findings: Pure. Returns: (transfer full) (element-type KpFinding): what is to
 * be said of @request: request.private-key, request.refused, request.attachment-lost,
 * request.field-lost, request.queued, request.uncertain, request.offline, request.sent and
 * request.reply; none of a draft or of one that waits for the user */
GPtrArray *kp_request_findings (KpRequest *request);

G_END_DECLS
