/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "window/site-causes.h"

G_BEGIN_DECLS

#define KP_TYPE_REASON_BUTTON (kp_reason_button_get_type ())
G_DECLARE_FINAL_TYPE (KpReasonButton, kp_reason_button, KP, REASON_BUTTON, GtkWidget)

/**
 * KpReasonButton:
 *
 * The menu button *Reason*: a list of what is wrong, one line a cause, with the sites it
 * explains, to filter by. The list is counted when it opens. Signal "chosen": another cause
 * is chosen, or none.
 */

/** kp_reason_button_set_causes: Takes the list from @causes. */
void kp_reason_button_set_causes (KpReasonButton *self, KpSiteCauses *causes);
/** kp_reason_button_get_cause: Returns: (transfer none) (nullable): the cause that is
 * chosen
 */
const KpCause *kp_reason_button_get_cause (KpReasonButton *self);
/** kp_reason_button_choose: Chooses @cause; which sites it means exactly is known a little
 * later. */
void kp_reason_button_choose (KpReasonButton *self, const KpCause *cause);
/** kp_reason_button_clear: Chooses none. */
void kp_reason_button_clear (KpReasonButton *self);

G_END_DECLS
