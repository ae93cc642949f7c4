/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "core/desk.h"

G_BEGIN_DECLS

#define KP_TYPE_SITE_FORM (kp_site_form_get_type ())
G_DECLARE_FINAL_TYPE (KpSiteForm, kp_site_form, KP, SITE_FORM, AdwBin)

/**
 * KpSiteForm:
 *
 * What is wanted of a site: provider, target and customer, of one that is added or one that
 * is edited. What the user did not choose follows what is proposed, or the site. Signal
 * "changed": something of it is another. Main thread.
 */

/** kp_site_form_set_desk: @site: (nullable): the one that is edited, %NULL for a new one.
 * Once. */
void kp_site_form_set_desk (KpSiteForm *self, KpDesk *desk, KpSite *site);
/**
 * kp_site_form_propose:
 * @host: (nullable): the new site, in canonical form; it is never its own target
 * @found: (nullable): the provider to which DNS leads
 * @target: (nullable): its target there
 * @usual: who is chosen if nobody was found
 *
 * Chooses what fits a new site, unless the user chose.
 */
void kp_site_form_propose (KpSiteForm *self, const char *host, KpProfile *found,
                           const char *target, KpProfile *usual);
/** kp_site_form_get_profile: Returns: (transfer none) (nullable): the provider that is
 * chosen; %NULL if the site's own has no profile */
KpProfile *kp_site_form_get_profile (KpSiteForm *self);
/** kp_site_form_set_provider_problem: @problem: (nullable): why it can't be that provider
 */
void kp_site_form_set_provider_problem (KpSiteForm *self, const char *problem);
/** kp_site_form_get_ready: Returns: whether target and customer can be taken as they are */
gboolean kp_site_form_get_ready (KpSiteForm *self);
/** kp_site_form_apply: Puts what was entered into @site; of one that is edited only what
 * the user changed. A customer is given by name. */
void kp_site_form_apply (KpSiteForm *self, KpSite *site);

G_END_DECLS
