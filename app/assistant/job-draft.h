/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "assistant/job-page.h"

G_BEGIN_DECLS

/**
 * kp_job_draft_keep:
 * @page: (nullable): what is shown
 * @sheet: the job as it is shown there
 * @parent: (nullable): the main window: says by its toast what could not be kept
 *
 * Keeps what is typed on @page and not given yet with its job, which goes on when the
 * assistant is closed.
 *
 * Returns: whether nothing of it is lost
 */
gboolean kp_job_draft_keep (KpJobPage *page, KpJobSheet *sheet, GtkWindow *parent);

G_END_DECLS
