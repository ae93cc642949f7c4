/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/dns/resolver.h"

G_BEGIN_DECLS

#define KP_TYPE_SYSTEM_RESOLVER (kp_system_resolver_get_type ())
G_DECLARE_FINAL_TYPE (KpSystemResolver, kp_system_resolver, KP, SYSTEM_RESOLVER, GObject)

/** kp_system_resolver_new: res_nquery() in worker threads of its own. Returns: (transfer
 * full): the resolver of this machine */
KpResolver *kp_system_resolver_new (guint timeout);

G_END_DECLS
