/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/model/job.h"
#include "core/model/renewal.h"
#include "ctl/context.h"

#include <json-glib/json-glib.h>

G_BEGIN_DECLS

/** kp_ctl_load_renewal: @job: row id of a job of @site; @renewal: (out) (transfer full):
 * what it has gathered. Returns: KP_CTL_FINE, or COULD_NOT after having said why */
KpCtlStatus kp_ctl_load_renewal (KpCtl *ctl, KpSite *site, gint64 job, KpRenewal **renewal);
/** kp_ctl_add_renewal: @renewal: (nullable): what @job has gathered. Adds the member
 * "renewal", null for none. */
void kp_ctl_add_renewal (JsonBuilder *builder, const KpJob *job, const KpRenewal *renewal);
/** kp_ctl_print_renew_step: Prints what the present step of the renewal of @site needs to
 * be done by hand: the form, what to order, the certificate. Returns: as
 * kp_ctl_load_renewal() */
KpCtlStatus kp_ctl_print_renew_step (KpCtl *ctl, KpSite *site);
/** kp_ctl_compose_submission: @request: (out) (transfer full): the draft that hands the
 * certificate of @site over; the outbox is open. Returns: as kp_ctl_load_renewal() */
KpCtlStatus kp_ctl_compose_submission (KpCtl *ctl, KpSite *site, KpRequest **request);

G_END_DECLS
