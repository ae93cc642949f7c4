/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "core/helpdesk/outgoing.h"

KpOutgoing *
kp_outgoing_new (const char *reference, const char *subject, const char *body)
{
  KpOutgoing *self = g_atomic_rc_box_new0 (KpOutgoing);

  self->reference = g_strdup (reference);
  self->subject = g_strdup (subject);
  self->body = g_strdup (body);
  self->priority = KP_PRIORITY_NORMAL;
  self->fields = kp_request_field_list_new ();
  self->attachments = kp_attachment_list_new ();
  return self;
}

KpOutgoing *
kp_outgoing_ref (KpOutgoing *self)
{
  return g_atomic_rc_box_acquire (self);
}

static void
clear (gpointer data)
{
  KpOutgoing *self = data;

  g_free (self->reference);
  g_free (self->subject);
  g_free (self->body);
  g_free (self->requestor);
  g_free (self->ticket);
  g_ptr_array_unref (self->fields);
  g_ptr_array_unref (self->attachments);
}

void
kp_outgoing_unref (KpOutgoing *self)
{
  g_atomic_rc_box_release_full (self, clear);
}
