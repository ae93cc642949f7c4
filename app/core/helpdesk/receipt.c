/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "core/helpdesk/receipt.h"

KpReceipt *
kp_receipt_new (const char *number, const char *url)
{
  KpReceipt *self = g_atomic_rc_box_new0 (KpReceipt);

  self->number = g_strdup (number);
  self->url = g_strdup (url);
  return self;
}

KpReceipt *
kp_receipt_ref (KpReceipt *self)
{
  return g_atomic_rc_box_acquire (self);
}

static void
clear (gpointer data)
{
  KpReceipt *self = data;

  g_free (self->number);
  g_free (self->url);
  g_free (self->open_uri);
  g_clear_pointer (&self->mail, g_bytes_unref);
}

void
kp_receipt_unref (KpReceipt *self)
{
  g_atomic_rc_box_release_full (self, clear);
}
