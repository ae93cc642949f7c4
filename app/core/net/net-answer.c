/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "core/net/net-answer.h"

#include "core/net/net-error.h"

KpNetAnswer *
kp_net_answer_new (SoupMessage *message, GBytes *body)
{
  SoupMessageHeaders *headers = soup_message_get_response_headers (message);
  KpNetAnswer *self = g_atomic_rc_box_new0 (KpNetAnswer);

  self->status = soup_message_get_status (message);
  self->content_type = g_strdup (soup_message_headers_get_content_type (headers, NULL));
  self->location = g_strdup (soup_message_headers_get_one (headers, "Location"));
  self->retry_after = kp_net_read_retry_after (headers);
  self->body = body;
  return self;
}

static void
clear (gpointer data)
{
  KpNetAnswer *self = data;

  g_free (self->content_type);
  g_free (self->location);
  g_bytes_unref (self->body);
}

void
kp_net_answer_unref (KpNetAnswer *self)
{
  g_atomic_rc_box_release_full (self, clear);
}
