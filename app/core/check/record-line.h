/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/check/evidence-line.h"
#include "core/model/record-sight.h"

G_BEGIN_DECLS

/** kp_record_lines_new: @sights: (element-type KpRecordSight) (nullable): what the
 * resolvers say of a record that is to be there. Pure. Returns: (transfer full)
 * (element-type KpEvidenceLine): one per resolver, with how long it keeps to an answer
 * without it */
GPtrArray *kp_record_lines_new (GPtrArray *sights);

G_END_DECLS
