/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "page/intake-item.h"

G_BEGIN_DECLS

#define KP_TYPE_INTAKE_VIEW (kp_intake_view_get_type ())
G_DECLARE_FINAL_TYPE (KpIntakeView, kp_intake_view, KP, INTAKE_VIEW, AdwBin)

/**
 * KpIntakeView:
 *
 * One thing that was found in files, as closely as it was looked at: what becomes of it,
 * its findings, the chain of a certificate, what is in a signing request.
 */

/** kp_intake_view_set_item: Shows @item; %NULL empties it. @gives: whether anything can be
 * given. */
void kp_intake_view_set_item (KpIntakeView *self, KpIntakeItem *item, gboolean gives);
/** kp_intake_view_take_focus: Takes the focus, with the first thing that can be done. */
void kp_intake_view_take_focus (KpIntakeView *self);

G_END_DECLS
