/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/net/address-policy.h"

G_BEGIN_DECLS

/* For servers of a test: every address is public but 127.0.0.2. */

#define POLICY_TYPE_TWIN (policy_twin_get_type ())
G_DECLARE_FINAL_TYPE (PolicyTwin, policy_twin, POLICY, TWIN, GObject)

KpAddressPolicy *policy_twin_new (void);
/* What it was asked, each with a space behind it */
const char *policy_twin_get_asked (PolicyTwin *self);

G_END_DECLS
