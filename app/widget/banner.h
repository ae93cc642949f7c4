/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define KP_TYPE_BANNER (kp_banner_get_type ())
G_DECLARE_FINAL_TYPE (KpBanner, kp_banner, KP, BANNER, GtkWidget)

/**
 * KpBanner:
 *
 * A line over a page that says what holds for all of it, with up to two
 * buttons. (AdwBanner is newer than the floor, and has one button.) Properties,
 * all texts plain: #KpBanner:revealed, #KpBanner:title, #KpBanner:icon-name
 * (%NULL for none), #KpBanner:button-label and #KpBanner:button-action,
 * #KpBanner:other-label and #KpBanner:other-action (detailed action names as in
 * "app.do::it"; a button without a label isn't there). The first button stands
 * at the end. A revealed banner is an alert for assistive technology.
 */

/**
 * kp_banner_show:
 * @self: the banner
 * @icon_name: (nullable): a symbolic icon
 * @title: one or two sentences, plain text
 *
 * Sets icon and title, takes both buttons away, and reveals the banner.
 */
void kp_banner_show (KpBanner *self, const char *icon_name, const char *title);

/**
 * kp_banner_set_buttons:
 * @self: the banner
 * @label: (nullable): label of the first button
 * @action: (nullable): its detailed action name
 * @other_label: (nullable): label of the second button
 * @other_action: (nullable): its detailed action name
 */
void kp_banner_set_buttons (KpBanner *self, const char *label, const char *action,
                            const char *other_label, const char *other_action);

/**
 * kp_banner_set_revealed:
 * @self: the banner
 * @revealed: whether it shows
 */
void kp_banner_set_revealed (KpBanner *self, gboolean revealed);

G_END_DECLS
