/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "ctl/context.h"

G_BEGIN_DECLS

/** kp_ctl_refresh: Judges those of @sites (element-type KpSite) again whose verdict time
 * has outlived, or that another profile than today's was the measure of. */
void kp_ctl_refresh (KpCtl *ctl, GPtrArray *sites);
/** kp_ctl_rejudge: Judges all of @sites (element-type KpSite) again, from the evidence that
 * is stored: what is wanted of them has changed. */
void kp_ctl_rejudge (KpCtl *ctl, GPtrArray *sites);
/** kp_ctl_rejudge_all: Loads the portfolio and judges all of it again. Returns: as
 * kp_ctl_load_sites() */
KpCtlStatus kp_ctl_rejudge_all (KpCtl *ctl);
/** kp_ctl_all_sites: Returns: (transfer full) (element-type KpSite): the portfolio that was
 * loaded, as an array */
GPtrArray *kp_ctl_all_sites (KpCtl *ctl);
/** kp_ctl_sort_attention: Sorts @sites (element-type KpSite), the most urgent first. */
void kp_ctl_sort_attention (GPtrArray *sites);

G_END_DECLS
