/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/watch/notice-state.h"

G_BEGIN_DECLS

/* What the desktop is told, and when. Pure. */

/** KP_NOTICE_MAX_SINGLE: so many new topics of one kind are told each by itself: more are
 * told together */
#define KP_NOTICE_MAX_SINGLE 3

/**
 * KpNoticeFacts:
 * @topics: (element-type KpTopic): what holds now
 * @summary: (nullable): what is to be done, for the summary of the day; %NULL if nothing is
 * @summary_ready: the summary may be sent: what it counts is from today
 * @unsure: some sites could not be asked: that they are well again is not known
 * @now: Unix seconds
 * @day: the local day, its Julian number
 * @minute: the local minute of that day
 * @quiet_from: the minute at which quiet hours begin
 * @quiet_to: the minute at which they end; the same as @quiet_from: there are none
 *
 * All that the policy goes by, beside what was told. A plain value.
 */
typedef struct
{
  GPtrArray *topics;
  const KpNotice *summary;
  gboolean summary_ready;
  gboolean unsure;
  gint64 now;
  guint day;
  guint minute;
  guint quiet_from;
  guint quiet_to;
} KpNoticeFacts;

/**
 * KpNoticePlan:
 * @send: (element-type KpNotice): in this order
 * @withdraw: (element-type utf8): ids of notices that hold no longer
 *
 * What is to be done. An owned value.
 */
typedef struct
{
  GPtrArray *send;
  GPtrArray *withdraw;
} KpNoticePlan;

/** kp_notice_plan_free: Frees @self; %NULL is fine. */
void kp_notice_plan_free (KpNoticePlan *self);

/**
 * kp_notice_policy_plan:
 * @facts: what holds
 * @state: what was told; brought up to date as if the plan were carried out
 *
 * A topic is told once, and again only when it has grown: a cause to twice as many sites,
 * replies by any. One that no longer holds is withdrawn; a cause not while sites can't be
 * asked. In quiet hours nothing is sent, and what still holds after them is told then. The
 * summary comes once a day at most, and only where it says something else than the last
 * one, or a week later.
 *
 * Returns: (transfer full): the plan
 */
KpNoticePlan *kp_notice_policy_plan (const KpNoticeFacts *facts, KpNoticeState *state);
/** kp_notice_policy_is_quiet: Returns: whether @minute lies in the quiet hours, which may
 * go over midnight */
gboolean kp_notice_policy_is_quiet (guint minute, guint from, guint to);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (KpNoticePlan, kp_notice_plan_free)

G_END_DECLS
