/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "core/desk.h"

G_BEGIN_DECLS

#define KP_TYPE_CERTIFICATE_WINDOW (kp_certificate_window_get_type ())
G_DECLARE_FINAL_TYPE (KpCertificateWindow, kp_certificate_window, KP, CERTIFICATE_WINDOW,
                      AdwWindow)

/**
 * KpCertificateWindow:
 *
 * A chain as it was served, from the store, or as it was given: the certificates at the
 * top, and of the one that is chosen every part; Copy PEM and Save… are for that one.
 */

/**
 * kp_certificate_window_new:
 * @desk: where the certificates are kept
 * @site: whose they are
 * @chain: (array zero-terminated=1): fingerprints in the order they were served
 * @address: the address that served them
 * @parent: (nullable): the window that shows it
 *
 * Returns: (transfer none): the window, not shown yet
 */
GtkWidget *kp_certificate_window_new (KpDesk *desk, KpSite *site, const char *const *chain,
                                      const char *address, GtkWindow *parent);

/** kp_certificate_window_new_given: @site: (nullable): whose they are to be; @chain:
 * (element-type GBytes): DER, the site's first; @place: of the one that is chosen at first;
 * @parent: (nullable). Returns: (transfer none): the window, not shown yet */
GtkWidget *kp_certificate_window_new_given (KpSite *site, GPtrArray *chain, guint place,
                                            GtkWindow *parent);

G_END_DECLS
