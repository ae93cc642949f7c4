/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/certificate/document.h"
#include "core/check/name-check.h"
#include "ctl/context.h"

G_BEGIN_DECLS

/** kp_ctl_read_file: Reads @path, or standard input for "-". Returns: (transfer full)
 * (nullable): its octets; G_IO_ERROR */
GBytes *kp_ctl_read_file (const char *path, gsize max_size, GError **error);
/** kp_ctl_read_document: Reads @path as kp_ctl_read_file() does into @document; that it is
 * too large is one of its problems. Returns: KP_CTL_FINE, or KP_CTL_COULD_NOT after having
 * said why */
KpCtlStatus kp_ctl_read_document (KpCtl *ctl, const char *path, KpDocument *document);
/**
 * kp_ctl_read_text:
 * @what: the option it was given for
 * @text: (nullable): what was given
 * @most: so many characters at most
 * @lines: it may have several
 * @clean: (out) (transfer full): without white space around it; untouched where @text is
 * %NULL
 *
 * Returns: KP_CTL_FINE, or KP_CTL_USAGE after having said why
 */
KpCtlStatus kp_ctl_read_text (KpCtl *ctl, const char *what, const char *text, guint most,
                              gboolean lines, char **clean);
/** kp_ctl_read_target: Reads where the site @host must point, by the rules of @profile
 * (nullable). @target: (out) (transfer full). Returns: KP_CTL_FINE, or KP_CTL_USAGE after
 * having said why */
KpCtlStatus kp_ctl_read_target (KpCtl *ctl, KpProfile *profile, const char *host,
                                const char *text, char **target);
/** kp_ctl_read_name: Reads the name @text by the rules of @profile. @looked_at: it is only
 * looked at: DNS itself will tell whether it is the top of a zone. @check: (out) (transfer
 * full). Returns: KP_CTL_FINE, or KP_CTL_ATTENTION after having told the finding that
 * refuses it */
KpCtlStatus kp_ctl_read_name (KpCtl *ctl, KpProfile *profile, const char *text,
                              gboolean looked_at, KpNameCheck **check);

G_END_DECLS
