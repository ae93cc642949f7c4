/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/model/finding.h"
#include "core/model/site.h"

G_BEGIN_DECLS

/** KP_CAUSE_MANY: a cause of so many sites of different customers is told before all else
 */
#define KP_CAUSE_MANY 5

/**
 * KpCause:
 * @id: the finding
 * @subject: (nullable): the target, resolver, address or zone it is about; %NULL for the
 * finding wherever it occurs alone
 * @count: the sites that have it
 * @unlocked: of them, those that are unlocked
 * @elsewhere: (nullable) (element-type utf8 utf8): where @subject is %NULL, the subjects of
 * the same finding that have a line of their own
 * @customers: the customers they belong to; a site without one counts as one of its own
 *
 * One cause, and the sites it explains.
 */
typedef struct
{
  KpFindingId id;
  char *subject;
  guint count;
  guint unlocked;
  guint customers;
  GHashTable *elsewhere;
} KpCause;

/** kp_cause_new_from_key: @key: the id of a finding, and behind a blank the subject if
 * there is one, as in the notice of a cause. Returns: (transfer full) (nullable): that
 * cause, which counts nothing and knows of no other; %NULL where there is no such finding
 */
KpCause *kp_cause_new_from_key (const char *key);
/** kp_cause_copy: Returns: (transfer full) (nullable): a copy; %NULL gives %NULL */
KpCause *kp_cause_copy (const KpCause *self);
/** kp_cause_free: Frees @self; %NULL is fine. */
void kp_cause_free (KpCause *self);

/**
 * kp_cause_format:
 * @self: a cause
 *
 * Returns: (transfer full): a line of the list of reasons, in the user's language, without
 * the count: "mpg.vp.vc refuses connections", or the finding's title
 */
char *kp_cause_format (const KpCause *self);

/**
 * kp_cause_matches:
 * @self: a cause
 * @summary: of a site
 *
 * Returns: whether @summary has it: what a filter by this cause lets through
 */
gboolean kp_cause_matches (const KpCause *self, const KpSummary *summary);

/**
 * KpCauses:
 *
 * Groups sites by what is wrong with them, so that one cause of many red sites is one line.
 * Sites can be added some at a time, so that a list of 100,000 never blocks anybody. Pure
 * but for its own memory; one thread.
 */
typedef struct _KpCauses KpCauses;

/** kp_causes_new: Returns: (transfer full): nothing counted yet */
KpCauses *kp_causes_new (void);
/** kp_causes_free: Frees @self; %NULL is fine. */
void kp_causes_free (KpCauses *self);
/** kp_causes_add: Counts @site by the main finding of its summary, if it has one. */
void kp_causes_add (KpCauses *self, KpSite *site);
/**
 * kp_causes_list:
 *
 * A finding about one subject on at least two sites is a cause; what is left of a finding
 * is one line for all its sites.
 *
 * Returns: (transfer full) (element-type KpCause): most sites first
 */
GPtrArray *kp_causes_list (KpCauses *self);
/**
 * kp_causes_find_banner:
 * @causes: (element-type KpCause): from kp_causes_list()
 *
 * Returns: (transfer none) (nullable): the cause that leaves the most sites unlocked, if
 * they are at least KP_CAUSE_MANY and of different customers
 */
const KpCause *kp_causes_find_banner (GPtrArray *causes);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (KpCause, kp_cause_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (KpCauses, kp_causes_free)

G_END_DECLS
