/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "core/helpdesk/incoming.h"

KpIncoming *
kp_incoming_new (const char *remote_id)
{
  KpIncoming *self = g_atomic_rc_box_new0 (KpIncoming);

  self->remote_id = g_strdup (remote_id);
  self->attachments = kp_attachment_list_new ();
  return self;
}

KpIncoming *
kp_incoming_ref (KpIncoming *self)
{
  return g_atomic_rc_box_acquire (self);
}

static void
clear (gpointer data)
{
  KpIncoming *self = data;

  g_free (self->remote_id);
  g_free (self->author);
  g_free (self->subject);
  g_free (self->body);
  g_ptr_array_unref (self->attachments);
}

void
kp_incoming_unref (KpIncoming *self)
{
  g_atomic_rc_box_release_full (self, clear);
}
