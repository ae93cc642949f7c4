/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/** KP_HOST_NAME_MAX: octets of a host name in presentation form without the final dot (RFC
 * 1035 section 2.3.4) */
#define KP_HOST_NAME_MAX 253

/**
 * KpHostNameError:
 * @KP_HOST_NAME_ERROR_EMPTY: nothing was given
 * @KP_HOST_NAME_ERROR_TOO_LONG: over 253 octets, or a label over 63, as A-label
 * @KP_HOST_NAME_ERROR_CHARACTER: a character no host name may have (control character,
 * space, underscore …)
 * @KP_HOST_NAME_ERROR_LABEL: an empty label, or one that begins or ends with a hyphen
 * @KP_HOST_NAME_ERROR_ADDRESS: an IP address where a name must be
 * @KP_HOST_NAME_ERROR_WILDCARD: begins with "*."
 * @KP_HOST_NAME_ERROR_SINGLE_LABEL: one label only, "localhost": no public name
 * @KP_HOST_NAME_ERROR_SCRIPTS: a label mixes scripts that look alike (UTS 39 section 5.2,
 * highly restrictive)
 * @KP_HOST_NAME_ERROR_IDNA: refused by IDNA2008 (RFC 5891)
 * @KP_HOST_NAME_ERROR_PORT: what follows the colon is no port from 1 to 65535
 * @KP_HOST_NAME_ERROR_SELF: a target that is the site itself
 *
 * Why a text is no host name; each message names the value and says what a person can
 * change.
 */
typedef enum
{
  KP_HOST_NAME_ERROR_EMPTY,
  KP_HOST_NAME_ERROR_TOO_LONG,
  KP_HOST_NAME_ERROR_CHARACTER,
  KP_HOST_NAME_ERROR_LABEL,
  KP_HOST_NAME_ERROR_ADDRESS,
  KP_HOST_NAME_ERROR_WILDCARD,
  KP_HOST_NAME_ERROR_SINGLE_LABEL,
  KP_HOST_NAME_ERROR_SCRIPTS,
  KP_HOST_NAME_ERROR_IDNA,
  KP_HOST_NAME_ERROR_PORT,
  KP_HOST_NAME_ERROR_SELF,
} KpHostNameError;

#define KP_HOST_NAME_ERROR (kp_host_name_error_quark ())
GQuark kp_host_name_error_quark (void);

/**
 * kp_host_name_parse:
 * @text: (nullable): what a person typed, pasted or a file holds: a name in any case, with
 * a final dot, as A-label or Unicode, with ":PORT", or a whole URL (its host and port are
 * taken); any length
 * @port: (out) (optional): the port given, or 0 if none (an "https" URL without one: 0, and
 * any "http" URL: its port is not that of TLS); untouched on failure
 * @error: #KpHostNameError
 *
 * The one way a text becomes a host name: IDNA2008 with the mapping of UTS 46, then lower
 * case, then letters, digits and hyphens only. "_" and "*" are refused. Pure; any thread.
 *
 * Returns: (transfer full) (nullable): the name as A-label, lower case, no final dot
 */
char *kp_host_name_parse (const char *text, guint16 *port, GError **error);

/**
 * kp_host_name_parse_target:
 * @text: (nullable): where a site must point, as for kp_host_name_parse()
 * @host: (nullable): the site, in canonical form
 * @error: #KpHostNameError
 *
 * The same for the target of a CNAME: no certificate is for it, so it may hold "_" (RFC
 * 2181 section 11), and it is never @host. Pure; any thread.
 *
 * Returns: (transfer full) (nullable): the name as A-label, lower case, no final dot
 */
char *kp_host_name_parse_target (const char *text, const char *host, GError **error);

/**
 * kp_host_name_to_unicode:
 * @host: a name from kp_host_name_parse()
 *
 * Returns: (transfer full): the name as people read it; @host itself where it can't be
 * decoded, or where the decoded form would not come back to @host (RFC 5895 round trip)
 */
char *kp_host_name_to_unicode (const char *host);

/**
 * kp_host_name_is_below:
 * @host: a name in canonical form
 * @domain: a name in canonical form
 *
 * Returns: whether @host is @domain or a name under it, by whole labels
 */
gboolean kp_host_name_is_below (const char *host, const char *domain);

/**
 * kp_host_name_is_valid_dns:
 * @name: a name out of a DNS answer, without its final dot
 *
 * DNS names may hold "_" (RFC 2181 section 11); this allows them and refuses whatever is no
 * printable ASCII name.
 *
 * Returns: whether @name may be shown and compared as it is
 */
gboolean kp_host_name_is_valid_dns (const char *name);

/**
 * kp_host_name_format_site:
 * @host: a name in canonical form
 * @port: 1 to 65535
 *
 * Returns: (transfer full): "HOST", or "HOST:PORT" where the port is not 443: how a site is
 * named
 */
char *kp_host_name_format_site (const char *host, guint16 port);

G_END_DECLS
