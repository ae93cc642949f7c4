/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/**
 * kp_link_open:
 * @widget: what asks
 * @uri: an address with the scheme https or http
 *
 * Opens a page in the program that the user chose for that, in a sandbox through the
 * desktop. Where none takes it the window of @widget says so, and offers to copy the
 * address. Addresses come from profiles and from DNS: another scheme is refused, as it
 * could start any program on the machine.
 */
void kp_link_open (GtkWidget *widget, const char *uri);

G_END_DECLS
