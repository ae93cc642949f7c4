/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/dns/resolver.h"
#include "core/net/session.h"

G_BEGIN_DECLS

#define KP_TYPE_DOH_RESOLVER (kp_doh_resolver_get_type ())
G_DECLARE_FINAL_TYPE (KpDohResolver, kp_doh_resolver, KP, DOH_RESOLVER, GObject)

/**
 * kp_doh_resolver_new:
 * @session: the session
 * @url: an https URL; with another every question fails, and none is sent
 * @timeout: seconds for one question
 *
 * DNS over HTTPS by GET (RFC 8484). At most 40 questions are under way at once, the others
 * wait their turn without their time running. After a failure of the connection the
 * resolver backs off and answers what waits with the same error instead of letting each run
 * into its own time-out; Retry-After is kept. So it does where many answers in a row are no
 * DNS.
 *
 * Returns: (transfer full): the resolver
 */
KpResolver *kp_doh_resolver_new (KpNetSession *session, const char *url, guint timeout);

/** kp_doh_resolver_dup_name_of: Returns: (transfer full): how people call the server at
 * @url, as kp_resolver_get_name() */
char *kp_doh_resolver_dup_name_of (const char *url);
/** kp_doh_resolver_get_protocol: Returns: (transfer none) (nullable): what the last answer
 * came over: "HTTP/2" or "HTTP/1.1"; %NULL before the first */
const char *kp_doh_resolver_get_protocol (KpDohResolver *self);

G_END_DECLS
