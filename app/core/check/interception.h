/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/model/observation.h"

G_BEGIN_DECLS

/** KP_INTERCEPTION_MIN_SITES: fewer sites than this that end in one unknown root say
 * nothing */
#define KP_INTERCEPTION_MIN_SITES 5

/**
 * KpInterception:
 *
 * Counts, over one sweep, in which unknown roots the served chains end. If at least
 * KP_INTERCEPTION_MIN_SITES and over half of its sites end in one of them, it is the
 * network that answers, not the sites. For a root that was found so before, over half of
 * the sites that served anything are enough. Pure but for its own memory; one thread.
 */
typedef struct _KpInterception KpInterception;

/** kp_interception_new: Returns: (transfer full): nothing counted yet */
KpInterception *kp_interception_new (void);
/** kp_interception_set_total: @n_sites: how many will be counted at the most */
void kp_interception_set_total (KpInterception *self, guint n_sites);
/** kp_interception_free: Frees @self; %NULL is fine. */
void kp_interception_free (KpInterception *self);
/** kp_interception_expect: @root_sha256: (nullable): what was found to intercept the last
 * time; @name: (nullable): its name. Call before the first site is counted. */
void kp_interception_expect (KpInterception *self, const char *root_sha256,
                             const char *name);
/** kp_interception_add: Counts one site. Returns: whether it ends in an unknown root: then
 * what it means is known only once others are counted */
gboolean kp_interception_add (KpInterception *self, const KpObservation *observation);
/** kp_interception_is_decided: Returns: whether what is found of the root of @observation
 * stays so, whatever the sites serve that are still to be counted */
gboolean kp_interception_is_decided (const KpInterception *self,
                                     const KpObservation *observation);
/** kp_interception_find: @name: (out) (transfer none) (nullable) (optional): how people
 * read it. Returns: (transfer none) (nullable): the fingerprint of the root that
 * intercepts, %NULL if none does; while no site has served anything, what was expected */
const char *kp_interception_find (const KpInterception *self, const char **name);
/** kp_interception_concerns: Returns: whether @observation ends in @root_sha256 (nullable)
 */
gboolean kp_interception_concerns (const KpObservation *observation,
                                   const char *root_sha256);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (KpInterception, kp_interception_free)

G_END_DECLS
