/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/dns/resolver.h"

G_BEGIN_DECLS

/**
 * KpStubServers:
 * @addresses: (element-type GSocketAddress): name servers, in the order in which they are
 * asked
 * @edns: they understand EDNS ("options edns0")
 * @trust_ad: the way to them is safe, so that what they say of DNSSEC counts ("options
 * trust-ad")
 * @only_tcp: "options use-vc"
 *
 * Whom the resolver of this machine asks (resolv.conf).
 */
typedef struct
{
  GPtrArray *addresses;
  gboolean edns;
  gboolean trust_ad;
  gboolean only_tcp;
} KpStubServers;

/** KP_STUB_ENVIRONMENT: a variable that, if set, takes the place of resolv.conf: at most
 * three "IP" or "IP:PORT", separated by blanks, none if it is empty. For who must not ask
 * the name servers of this machine: tests, the demo. */
#define KP_STUB_ENVIRONMENT "KEYPLATE_NAME_SERVERS"

/** kp_stub_servers_new_system: Returns: (transfer full): whom this machine asks now: what
 * resolv.conf holds, by res_ninit(), unless KP_STUB_ENVIRONMENT says otherwise. Any thread
 */
KpStubServers *kp_stub_servers_new_system (void);
/** kp_stub_servers_free: Frees @self. */
void kp_stub_servers_free (KpStubServers *self);

/**
 * kp_stub_query_run:
 * @servers: whom to ask
 * @name: canonical name
 * @type: what is asked for
 * @flags: how to ask; there is no cache on the way
 * @timeout: seconds for the whole question, however many servers there are
 * @cancellable: (nullable): ends the waiting at once
 * @error: #KpDnsError
 *
 * One question over UDP, over TCP where the answer does not fit. A server that is silent
 * is not waited for when the next is asked, whoever answers first counts; what can't do it
 * (SERVFAIL, REFUSED) counts when no other can. Blocks; any thread.
 *
 * Not res_nquery(): that throws away the RCODE and the SOA of an answer that something is
 * not there, can't be cancelled, and waits for TCP without a limit.
 *
 * Returns: (transfer full) (nullable): the reply
 */
KpDnsReply *kp_stub_query_run (const KpStubServers *servers, const char *name,
                               KpRecordType type, KpLookupFlags flags, guint timeout,
                               GCancellable *cancellable, GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (KpStubServers, kp_stub_servers_free)

G_END_DECLS
