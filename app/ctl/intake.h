/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/job/intake.h"
#include "ctl/context.h"

#include <json-glib/json-glib.h>

G_BEGIN_DECLS

/** kp_ctl_intake_add_sites: Adds @sites (element-type KpSite) with what their renewals have
 * gathered and what they serve. Returns: KP_CTL_FINE, or another status after having said
 * why */
KpCtlStatus kp_ctl_intake_add_sites (KpCtl *ctl, KpIntake *intake, GPtrArray *sites);
/**
 * kp_ctl_intake_share:
 * @offline: no intermediate is fetched
 * @gives: the jobs take what fits
 * @offers: (out) (transfer none) (element-type KpIntakeOffer): what became of each thing
 *
 * Returns: KP_CTL_FINE, or another status after having said why
 */
KpCtlStatus kp_ctl_intake_share (KpCtl *ctl, KpIntake *intake, gboolean offline,
                                 gboolean gives, GPtrArray **offers);
/** kp_ctl_intake_add_json: Adds @offers to the array of @builder. */
void kp_ctl_intake_add_json (JsonBuilder *builder, GPtrArray *offers);
/** kp_ctl_intake_print: Prints @offers for people. */
void kp_ctl_intake_print (GPtrArray *offers);

G_END_DECLS
