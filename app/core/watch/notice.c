/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "core/watch/notice.h"

KpNotice *
kp_notice_new (const char *id, const char *title, const char *body, KpNoticePage page,
               gint64 target)
{
  KpNotice *self = g_new0 (KpNotice, 1);

  self->id = g_strdup (id);
  self->title = g_strdup (title);
  self->body = g_strdup (body);
  self->page = page;
  self->target = target;
  return self;
}

void
kp_notice_free (KpNotice *self)
{
  if (self == NULL)
    return;
  g_free (self->id);
  g_free (self->title);
  g_free (self->body);
  g_free (self);
}

KpTopic *
kp_topic_new (KpTopicKind kind, guint count, KpNotice *notice)
{
  KpTopic *self = g_new0 (KpTopic, 1);

  self->kind = kind;
  self->count = count;
  self->notice = notice;
  return self;
}

void
kp_topic_free (KpTopic *self)
{
  if (self == NULL)
    return;
  kp_notice_free (self->notice);
  g_free (self);
}
