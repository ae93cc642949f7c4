/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib/gi18n.h>

#include "core/helpdesk/channels.h"
#include "core/helpdesk/form-link.h"

static void
test (GTask *task, KpChannelContext *context, const char *const *fields)
{
  g_task_return_pointer (task,
                         g_strdup (_ ("You open the provider’s form and paste the fields. "
                                      "There is nothing to log in to from here.")),
                         g_free);
}

static void
send (GTask *task, KpChannelContext *context, KpOutgoing *outgoing)
{
  KpReceipt *receipt = kp_receipt_new (NULL, NULL);

  receipt->by_hand = TRUE;
  receipt->open_uri = kp_form_link_fill (context->connection->url, outgoing);
  g_task_return_pointer (task, receipt, (GDestroyNotify) kp_receipt_free);
}

/* Nobody can look into somebody else's form: the user confirms, with a number if there is
 * one. Its link comes from the profile and was checked there. */
const KpChannel kp_form_channel = {
  .id = "form",
  .label = N_ ("Provider’s Own Form"),
  .by_hand = TRUE,
  .test = test,
  .send = send,
};
