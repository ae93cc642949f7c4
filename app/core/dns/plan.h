/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/model/observation.h"

G_BEGIN_DECLS

/**
 * KpDnsPlan:
 * @needed: something is to be changed
 * @impossible: a CNAME can't be made (apex); @reason says why and the way out
 * @reason: (nullable): one or two sentences
 * @remove: (element-type KpRecord): what to remove first, as the resolvers show it
 * (addresses, MX, TXT, CAA, another CNAME)
 * @set: (nullable): the record to make: CNAME, owner in full form, data the target
 * @zone: (nullable): the zone it is made in
 * @relative_host: host relative to @zone ("cp"), "@" for the apex
 *
 * DNS as it must be. Pure facts; an owned value.
 */
typedef struct
{
  gboolean needed;
  gboolean impossible;
  char *reason;
  GPtrArray *remove;
  KpRecord *set;
  char *zone;
  char *relative_host;
} KpDnsPlan;

/** kp_dns_plan_new: Pure. @target: (nullable): where it must point; %NULL gives a plan that
 * needs nothing. Returns: (transfer full): the plan */
KpDnsPlan *kp_dns_plan_new (const KpObservation *observation, const char *target);
/** kp_dns_plan_free: Frees @self; %NULL is fine. */
void kp_dns_plan_free (KpDnsPlan *self);
/** kp_dns_relative_host: @host: a name; @zone: (nullable): the zone that holds it. Returns:
 * (transfer full): what is typed into the form of a DNS host: "cp", "@" for the zone
 * itself, @host in full where the zone is not known */
char *kp_dns_relative_host (const char *host, const char *zone);
/** kp_dns_plan_find_present: What stands at the name now: where something is to be
 * changed, the first answer with a record that is in the way, else one that leads where it
 * must. Returns: (transfer none) (nullable): an answer of @observation, %NULL for no record
 */
const KpResolverAnswer *kp_dns_plan_find_present (const KpDnsPlan *self,
                                                  const KpObservation *observation);
/** kp_dns_plan_format_zone_line: Returns: (transfer full) (nullable): "cp.fjord.no. 3600 IN
 * CNAME pl-10.admin.emailsrvr.com." for a zone file */
char *kp_dns_plan_format_zone_line (const KpDnsPlan *self);
/** kp_dns_plan_format_instructions: Returns: (transfer full): the text for whoever changes
 * the record, in the user's language: before, after, what to remove first, relative and
 * full host */
char *kp_dns_plan_format_instructions (const KpDnsPlan *self,
                                       const KpObservation *observation);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (KpDnsPlan, kp_dns_plan_free)

G_END_DECLS
