/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/dns/stub-query.h"
#include "core/dns/system-resolver.h"

G_BEGIN_DECLS

/** kp_system_resolver_new_for: The same for other servers than those of resolv.conf, for
 * tests. @servers: (transfer full). Returns: (transfer full): the resolver */
KpResolver *kp_system_resolver_new_for (KpStubServers *servers, guint timeout);

G_END_DECLS
