/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/watch/notice.h"

G_BEGIN_DECLS

/** KP_NOTICE_STATE_MAX: topics and events that are remembered: more say nothing to anybody
 */
#define KP_NOTICE_STATE_MAX 1000

/**
 * KpToldTopic:
 * @notice_id: the notice that told of it: its own, or one of several together
 * @count: of how many it was told
 *
 * A topic that was told. An owned value.
 */
typedef struct
{
  char *notice_id;
  guint count;
} KpToldTopic;

/**
 * KpNoticeEvent:
 * @kind: KP_TOPIC_SECURED or KP_TOPIC_RENEWED
 * @site_id: row id of the site
 * @at: Unix seconds
 *
 * What the user waited for has come to pass. A plain value.
 */
typedef struct
{
  KpTopicKind kind;
  gint64 site_id;
  gint64 at;
} KpNoticeEvent;

/**
 * KpNoticeState:
 * @told: (element-type utf8 KpToldTopic): by the id of the topic
 * @events: (element-type KpNoticeEvent): what holds until it is over, told or not yet
 * @day: the local day (its Julian number) on which the summary was last due; 0 if never
 * @summary_at: Unix seconds; when one was last sent, 0 if never
 * @summary: (nullable): what it said
 *
 * What was told, and what is still to be told: kept from run to run. An owned value.
 */
typedef struct
{
  GHashTable *told;
  GArray *events;
  guint day;
  gint64 summary_at;
  char *summary;
} KpNoticeState;

/** kp_notice_state_new: Returns: (transfer full): nothing was told yet */
KpNoticeState *kp_notice_state_new (void);
/** kp_notice_state_free: Frees @self; %NULL is fine. */
void kp_notice_state_free (KpNoticeState *self);
/** kp_notice_state_tell: Notes that the notice @notice_id told of @topic. */
void kp_notice_state_tell (KpNoticeState *self, const char *topic, const char *notice_id,
                           guint count);
/** kp_notice_state_add_event: Adds one; the oldest goes where there are too many. */
void kp_notice_state_add_event (KpNoticeState *self, KpTopicKind kind, gint64 site_id,
                                gint64 at);
/** kp_notice_state_to_json: Returns: (transfer full): the form in which the store keeps it
 */
char *kp_notice_state_to_json (const KpNoticeState *self);
/** kp_notice_state_from_json: Returns: (transfer full): what can be read of @json
 * (nullable); nothing was told where it is damaged */
KpNoticeState *kp_notice_state_from_json (const char *json);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (KpNoticeState, kp_notice_state_free)

G_END_DECLS
