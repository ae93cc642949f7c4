/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "core/desk.h"

G_BEGIN_DECLS

/** kp_site_history_save: Asks for a file and writes into it all that happened to @site, for
 * its customer to read; @widget: where it was asked for. */
void kp_site_history_save (KpDesk *desk, KpSite *site, GtkWidget *widget);

G_END_DECLS
