/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/**
 * KpReceipt:
 * @number: (nullable): the ticket's number
 * @url: (nullable): where people see the ticket
 * @by_hand: nothing has left: the user pastes it into a form or sends the mail, and says so
 * @open_uri: (nullable): what to open for that: a web form, or a mailto: address
 * @mail: (nullable): the whole mail as a file, for "Save…" and the mail program
 *
 * What came of sending. An owned value.
 */
typedef struct
{
  char *number;
  char *url;
  gboolean by_hand;
  char *open_uri;
  GBytes *mail;
} KpReceipt;

/** kp_receipt_new: Returns: (transfer full): a receipt with copies of @number and @url
 * (both nullable) */
KpReceipt *kp_receipt_new (const char *number, const char *url);
/** kp_receipt_free: Frees @self; %NULL is fine. */
void kp_receipt_free (KpReceipt *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (KpReceipt, kp_receipt_free)

G_END_DECLS
