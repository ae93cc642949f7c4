/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "core/helpdesk/receipt.h"

KpReceipt *
kp_receipt_new (const char *number, const char *url)
{
  KpReceipt *self = g_new0 (KpReceipt, 1);

  self->number = g_strdup (number);
  self->url = g_strdup (url);
  return self;
}

void
kp_receipt_free (KpReceipt *self)
{
  if (self == NULL)
    return;
  g_free (self->number);
  g_free (self->url);
  g_free (self->open_uri);
  g_clear_pointer (&self->mail, g_bytes_unref);
  g_free (self);
}
