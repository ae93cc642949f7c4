/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "core/desk.h"

G_BEGIN_DECLS

/**
 * kp_was_done_ask:
 * @widget: where it was asked for
 * @desk: a desk that can be written
 * @site: a site whose job waits for its DNS record
 *
 * Asks when the record was changed, and keeps that with the job: from then on the latest
 * time at which the old record is gone can be told.
 */
void kp_was_done_ask (GtkWidget *widget, KpDesk *desk, KpSite *site);

G_END_DECLS
