/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/check/check-result.h"

G_BEGIN_DECLS

/** KP_INTERCEPTION_MIN_SITES: fewer sites than this that end in one unknown root say
 * nothing */
#define KP_INTERCEPTION_MIN_SITES 5

/**
 * KpInterception:
 *
 * Counts, over one sweep, in which unknown roots the served chains end. If at least
 * KP_INTERCEPTION_MIN_SITES and over half of its sites end in one of them, it is the
 * network that answers, not the sites. Pure but for its own memory; one thread.
 */
typedef struct _KpInterception KpInterception;

/**
 * KpIntercepted:
 * @result: what the check gave
 * @before: the history before it, from which it can be judged again
 */
typedef struct
{
  KpCheckResult *result;
  KpHistory *before;
} KpIntercepted;

/** kp_interception_new: Returns: (transfer full): nothing counted yet */
KpInterception *kp_interception_new (void);
/** kp_interception_free: Frees @self; %NULL is fine. */
void kp_interception_free (KpInterception *self);
/** kp_interception_add: Counts one site; @before is copied where it may be needed again. */
void kp_interception_add (KpInterception *self, KpCheckResult *result,
                          const KpHistory *before);
/**
 * kp_interception_find:
 * @sites: (out) (transfer none) (element-type KpIntercepted) (nullable): the sites
 * concerned
 *
 * Returns: (transfer none) (nullable): the name of the root that intercepts, %NULL if none
 * does
 */
const char *kp_interception_find (KpInterception *self, GPtrArray **sites);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (KpInterception, kp_interception_free)

G_END_DECLS
