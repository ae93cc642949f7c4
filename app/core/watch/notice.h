/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib-object.h>

G_BEGIN_DECLS

/** KpNoticePage: what a notice opens */
typedef enum
{
  KP_NOTICE_LIST,     /* the list of sites */
  KP_NOTICE_SITE,     /* the page of the site with that row id */
  KP_NOTICE_REQUEST,  /* the page of the request with that row id */
  KP_NOTICE_REQUESTS, /* all requests */
} KpNoticePage;

/**
 * KpNotice:
 * @id: names it: another one of that id takes its place
 * @title: what has happened, in the user's language
 * @body: more of it
 * @page: what it opens
 * @target: the row id for @page, 0 for none
 *
 * What the desktop is told. An owned value.
 */
typedef struct
{
  char *id;
  char *title;
  char *body;
  KpNoticePage page;
  gint64 target;
} KpNotice;

/** kp_notice_new: Returns: (transfer full): a notice with copies of the texts */
KpNotice *kp_notice_new (const char *id, const char *title, const char *body,
                         KpNoticePage page, gint64 target);
/** kp_notice_free: Frees @self; %NULL is fine. */
void kp_notice_free (KpNotice *self);

/** KpTopicKind: what a notice is about */
typedef enum
{
  KP_TOPIC_CAUSE,   /* sites are no longer secure for one reason */
  KP_TOPIC_SECURED, /* a site that was to be secured is locked */
  KP_TOPIC_RENEWED, /* a certificate that was to be renewed is served */
  KP_TOPIC_REPLY,   /* the provider has answered */
  KP_TOPIC_REFUSED, /* the provider has refused a request */
} KpTopicKind;

#define KP_TOPIC_N_KINDS (KP_TOPIC_REFUSED + 1)

/** KP_NOTICE_CAUSE_PREFIX: begins the id of a topic that is a cause */
#define KP_NOTICE_CAUSE_PREFIX "cause-"

/**
 * KpTopic:
 * @kind: what it is about
 * @count: of how many sites, or replies
 * @notice: what to say of it alone; its id names the topic
 *
 * Something that holds now and is worth a notice. An owned value.
 */
typedef struct
{
  KpTopicKind kind;
  guint count;
  KpNotice *notice;
} KpTopic;

/** kp_topic_new: @notice: (transfer full). Returns: (transfer full): a topic */
KpTopic *kp_topic_new (KpTopicKind kind, guint count, KpNotice *notice);
/** kp_topic_free: Frees @self; %NULL is fine. */
void kp_topic_free (KpTopic *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (KpNotice, kp_notice_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (KpTopic, kp_topic_free)

G_END_DECLS
