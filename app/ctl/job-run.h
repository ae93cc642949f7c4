/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/job/job-keeper.h"
#include "ctl/subject.h"

G_BEGIN_DECLS

/**
 * KpCtlDetails:
 * @name: (nullable): under which details are saved
 * @given: what was given by an option each
 *
 * Certificate details as the options of a command give them.
 */
typedef struct
{
  char *name;
  char *given[KP_SUBJECT_N_FIELDS];
} KpCtlDetails;

/** kp_ctl_drive_find: @site: (out) (transfer none): the site called @text, which has an
 * open job. Returns: KP_CTL_FINE, or KP_CTL_USAGE after having said why */
KpCtlStatus kp_ctl_drive_find (KpCtl *ctl, const char *text, KpSite **site);
/** kp_ctl_drive_check_start: Returns: KP_CTL_FINE where such a job can begin for @site, or
 * another status after having said why not */
KpCtlStatus kp_ctl_drive_check_start (KpCtl *ctl, KpSite *site, KpJobKind kind);
/** kp_ctl_drive_begin: Begins such a job for @site. Returns: KP_CTL_FINE, or another status
 * after having said why */
KpCtlStatus kp_ctl_drive_begin (KpCtl *ctl, KpSite *site, KpJobKind kind);
/** kp_ctl_drive_check_name: Checks the name of @site for its provider, with the zone and
 * the list of suspected unsafe sites looked up. Returns: KP_CTL_FINE, or ATTENTION after
 * having told the finding that refuses it */
KpCtlStatus kp_ctl_drive_check_name (KpCtl *ctl, KpSite *site);
/**
 * kp_ctl_drive_read_details:
 * @details: what was given
 * @asks: whether what is missing is asked for, where somebody sits there
 * @subject: (out) (transfer full) (nullable): the details, complete; %NULL where none were
 *   given
 *
 * Returns: KP_CTL_FINE, or another status after having said what is missing or wrong
 */
KpCtlStatus kp_ctl_drive_read_details (KpCtl *ctl, KpSite *site,
                                       const KpCtlDetails *details, gboolean asks,
                                       KpSubject **subject);
/** kp_ctl_drive_next: Gives the open job of @site @input. Returns: as kp_ctl_drive_begin()
 */
KpCtlStatus kp_ctl_drive_next (KpCtl *ctl, KpSite *site, const KpJobInput *input);
/** kp_ctl_drive_look: Looks for the records that the CAs of @sites (element-type KpSite)
 * ask for, and shows on them whose turn it is then. Returns: whether it could, or was
 * cancelled; nothing is told */
gboolean kp_ctl_drive_look (KpCtl *ctl, GPtrArray *sites, KpRecordLook how,
                            GCancellable *cancellable, GError **error);
/** kp_ctl_drive_warn_silence: Says on stderr that no resolver answered, and what helps. */
void kp_ctl_drive_warn_silence (KpCtl *ctl);
/** kp_ctl_drive_send: Writes the request that hands the job of @site over, and sends it.
 * Returns: as kp_ctl_drive_begin(), or what became of the request */
KpCtlStatus kp_ctl_drive_send (KpCtl *ctl, KpSite *site, const char *ticket,
                               const char *target);
/** kp_ctl_drive_open_outbox: Opens the outbox, and the vault where @site's provider is
 * reached with a token: before anything is changed. Returns: KP_CTL_FINE, or another status
 * after having said why */
KpCtlStatus kp_ctl_drive_open_outbox (KpCtl *ctl, KpSite *site);
/**
 * kp_ctl_drive_deliver:
 * @written: a request that was saved just now; the outbox is open
 * @told: (out) (transfer full) (optional) (nullable): the same as it is then
 *
 * Sends what waits in the outbox, and tells what became of @written.
 *
 * Returns: what that comes to
 */
KpCtlStatus kp_ctl_drive_deliver (KpCtl *ctl, KpRequest *written, KpRequest **told);
/** kp_ctl_drive_do: Does @verb to the open job of @site; @job: (out) (transfer full): the
 * job after it. Returns: as kp_ctl_drive_begin() */
KpCtlStatus kp_ctl_drive_do (KpCtl *ctl, KpSite *site, KpJobVerb verb, KpJob **job);
/** kp_ctl_drive_show: Prints the job of @site, and what its step needs to be done by hand.
 * Returns: as kp_ctl_drive_begin() */
KpCtlStatus kp_ctl_drive_show (KpCtl *ctl, KpSite *site, const KpJob *job);

G_END_DECLS
