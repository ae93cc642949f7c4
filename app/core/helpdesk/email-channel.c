/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib/gi18n.h>

#include "core/helpdesk/channels.h"
#include "core/helpdesk/mail-writer.h"

static void
test (GTask *task, KpChannelContext *context, const char *const *fields)
{
  char *summary = g_strdup_printf (
      /* Translators: %s is a mail address. */
      _ ("Your mail program sends to %s. Whether it arrives, only an answer will show."),
      context->connection->address);

  g_task_return_pointer (task, summary, g_free);
}

static void
send (GTask *task, KpChannelContext *context, KpOutgoing *outgoing)
{
  const char *to = context->connection->address;
  KpReceipt *receipt = kp_receipt_new (NULL, NULL);

  receipt->by_hand = TRUE;
  receipt->open_uri = kp_mail_make_uri (outgoing, to);
  receipt->mail = kp_mail_write (outgoing, to, kp_clock_now (context->clock));
  g_task_return_pointer (task, receipt, (GDestroyNotify) kp_receipt_free);
}

/* The mail goes through the user's own mail program, and the answer comes there. */
const KpChannel kp_email_channel = {
  .id = "email",
  .label = N_ ("Email"),
  .needs_address = TRUE,
  .by_hand = TRUE,
  .test = test,
  .send = send,
};
