/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/model/journal-event.h"
#include "core/model/site.h"

G_BEGIN_DECLS

/** kp_history_text: @provider: (nullable): how people call its provider; @events:
 * (element-type KpJournalEvent): its journal, the newest first; @now: Unix seconds. What
 * happened to a site, for its customer to read: the oldest first, with dates in words; the
 * user's own notes are left out. Returns: (transfer full): the text */
char *kp_history_text (KpSite *site, const char *provider, GPtrArray *events, gint64 now);

G_END_DECLS
