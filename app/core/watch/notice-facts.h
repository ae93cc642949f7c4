/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/store/portfolio.h"
#include "core/store/request-list.h"
#include "core/watch/notice-state.h"

G_BEGIN_DECLS

/* What of sites and requests is worth a notice, and its words. Pure: only reads models. */

/** kp_notice_facts_add_causes: Adds a topic to @topics (element-type KpTopic) for each
 * reason for which sites are no longer secure, once they were asked again about it. @sites:
 * of #KpSite. Returns: whether some sites that were wrong could not be asked */
gboolean kp_notice_facts_add_causes (GListModel *sites, GPtrArray *topics);
/** kp_notice_facts_add_events: Adds one for each event of @state whose site is as it says;
 * takes those that hold no longer at @now out of @state. */
void kp_notice_facts_add_events (KpPortfolio *portfolio, KpNoticeState *state, gint64 now,
                                 GPtrArray *topics);
/** kp_notice_facts_add_requests: Adds one for each of @requests (of #KpRequest) that was
 * refused, or answered and not looked at since; @portfolio: their sites, whose jobs may
 * wait for the answer; @csrs: (element-type gint64): row ids of those whose answer brings a
 * signing request. */
void kp_notice_facts_add_requests (GListModel *requests, KpPortfolio *portfolio,
                                   GHashTable *csrs, GPtrArray *topics);
/** kp_notice_facts_make_summary: Returns: (transfer full) (nullable): what is to be done at
 * @now of @sites (of #KpSite); %NULL if nothing is */
KpNotice *kp_notice_facts_make_summary (GListModel *sites, gint64 now);

G_END_DECLS
