/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "core/helpdesk/channel.h"
#include "core/helpdesk/connector.h"
#include "ctl/command.h"
#include "ctl/input.h"
#include "ctl/message.h"
#include "ctl/reply.h"
#include "ctl/request.h"
#include "ctl/text.h"
#include "ctl/vault.h"

#include <glib/gi18n.h>

static gboolean option_done;
static char *option_ticket;
/* The same without white space around it. */
static char *ticket;

static const KpCtlOption send_options[] = {
  { "done", KP_CTL_OPTION_FLAG, &option_done,
    N_ ("It was sent by hand, or has arrived: nothing is sent"), NULL },
  { "ticket", KP_CTL_OPTION_TEXT, &option_ticket,
    N_ ("With --done: number of the ticket it became"), N_ ("NUMBER") },
  { NULL },
};

#define MAX_TICKET 100

/* What is to be done about requests. */
typedef enum
{
  TO_SEND,
  TO_RECEIVE,
} Purpose;

/* Of one that is sent only reading it back may be left to do. */
static gboolean
is_due (KpRequest *request, const KpChannel *channel, Purpose purpose)
{
  KpRequestState state = kp_request_get_state (request);

  if (purpose == TO_RECEIVE)
    return state == KP_REQUEST_SENT && kp_channel_can_receive (channel);
  return kp_request_state_is_open (state)
         || (state == KP_REQUEST_SENT && kp_request_get_next_at (request) > 0);
}

/* Whether any of them logs in with a token. @only: (nullable): %NULL for all */
static gboolean
needs_vault (KpOutbox *outbox, KpRequest *only, Purpose purpose)
{
  GListModel *model = G_LIST_MODEL (kp_outbox_get_requests (outbox));

  for (guint i = 0; i < g_list_model_get_n_items (model); i++)
    {
      g_autoptr (KpRequest) request = g_list_model_get_item (model, i);
      const KpChannel *channel = kp_channel_get (kp_request_get_channel (request));

      if (channel != NULL && channel->needs_token
          && (only != NULL ? request == only : is_due (request, channel, purpose)))
        return TRUE;
    }
  return FALSE;
}

static KpCtlStatus
open_for (KpCtl *ctl, const char *text, Purpose purpose, KpOutbox **outbox,
          KpRequest **request)
{
  KpVault *vault;
  KpCtlStatus status = kp_ctl_open_outbox (ctl, outbox);

  *request = NULL;
  if (status == KP_CTL_FINE && text != NULL)
    status = kp_ctl_find_request (ctl, *outbox, text, request);
  if (status == KP_CTL_FINE && !option_done && needs_vault (*outbox, *request, purpose))
    status = kp_ctl_open_vault (ctl, &vault);
  return status;
}

/* Tells of those requests, and what they come to. */
static KpCtlStatus
report (KpCtl *ctl, GPtrArray *requests)
{
  g_autoptr (JsonBuilder) builder = json_builder_new ();
  KpCtlStatus status = KP_CTL_FINE;

  json_builder_begin_object (builder);
  json_builder_set_member_name (builder, "requests");
  json_builder_begin_array (builder);
  for (guint i = 0; i < requests->len; i++)
    {
      KpRequest *request = g_ptr_array_index (requests, i);
      g_autofree char *line = kp_ctl_request_line (request);
      g_autofree char *clean = kp_text_clean (line);

      status = kp_ctl_worse (status, kp_ctl_request_status (request));
      if (ctl->json)
        kp_ctl_add_request (builder, request, NULL);
      else
        g_print ("%s\n", clean);
    }
  json_builder_end_array (builder);
  json_builder_end_object (builder);
  if (ctl->json)
    kp_ctl_print_json (builder);
  else if (requests->len == 0)
    g_print ("%s\n", _ ("Nothing to send."));
  return status;
}

static KpCtlStatus
confirm (KpCtl *ctl, KpOutbox *outbox, KpRequest *request, const char *what)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;

  kp_outbox_confirm_async (outbox, request, ticket, NULL, kp_ctl_wait_cb, &result);
  result = kp_ctl_wait (&result);
  if (!kp_outbox_confirm_finish (outbox, result, &error))
    return kp_ctl_fail_error (ctl, what, error);
  return KP_CTL_FINE;
}

/* One that was named is tried now, whatever it waits for. One that is sent is told so. */
static KpCtlStatus
retry (KpCtl *ctl, KpOutbox *outbox, KpRequest *request, const char *what)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;

  if (kp_request_get_state (request) == KP_REQUEST_SENT)
    return KP_CTL_FINE;
  kp_outbox_retry_async (outbox, request, NULL, kp_ctl_wait_cb, &result);
  result = kp_ctl_wait (&result);
  if (!kp_outbox_retry_finish (outbox, result, &error))
    return kp_ctl_fail_error (ctl, what, error);
  return KP_CTL_FINE;
}

/* Those that are open before anything is sent: what became of these is told. */
static GPtrArray *
find_open (KpOutbox *outbox, KpRequest *request)
{
  GListModel *model = G_LIST_MODEL (kp_outbox_get_requests (outbox));
  GPtrArray *found = g_ptr_array_new_with_free_func (g_object_unref);

  if (request != NULL)
    {
      g_ptr_array_add (found, g_object_ref (request));
      return found;
    }
  for (guint i = 0; i < g_list_model_get_n_items (model); i++)
    {
      KpRequest *one = g_list_model_get_item (model, i);

      if (kp_request_state_is_open (kp_request_get_state (one)))
        g_ptr_array_add (found, one);
      else
        g_object_unref (one);
    }
  return found;
}

static KpCtlStatus
check_options (KpCtl *ctl, char **operands)
{
  if (option_done && operands[0] == NULL)
    return kp_ctl_fail_operand (ctl, "missing-argument", N_ ("ID"),
                                _ ("missing; --done is for one request"));
  if (option_ticket != NULL && !option_done)
    return kp_ctl_fail (ctl, KP_CTL_USAGE, "option", "--ticket",
                        _ ("it only goes with --done"));
  return kp_ctl_read_text (ctl, "--ticket", option_ticket, MAX_TICKET, FALSE, &ticket);
}

static KpCtlStatus
run_send (KpCtl *ctl, char **operands)
{
  g_autoptr (GPtrArray) requests = NULL;
  KpRequest *request;
  KpOutbox *outbox;
  KpCtlStatus status = check_options (ctl, operands);

  if (status == KP_CTL_FINE)
    status = open_for (ctl, operands[0], TO_SEND, &outbox, &request);
  if (status != KP_CTL_FINE)
    return status;
  requests = find_open (outbox, request);
  if (option_done)
    status = confirm (ctl, outbox, request, operands[0]);
  else if (request != NULL)
    status = retry (ctl, outbox, request, operands[0]);
  if (status != KP_CTL_FINE)
    return status;
  if (!option_done)
    kp_ctl_run_outbox (outbox);
  return report (ctl, requests);
}

static KpCtlStatus
run_cancel (KpCtl *ctl, char **operands)
{
  g_autoptr (GPtrArray) requests = g_ptr_array_new ();
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  KpRequest *request;
  KpOutbox *outbox;
  KpCtlStatus status = kp_ctl_open_outbox (ctl, &outbox);

  if (status == KP_CTL_FINE)
    status = kp_ctl_find_request (ctl, outbox, operands[0], &request);
  if (status != KP_CTL_FINE)
    return status;
  kp_outbox_cancel_async (outbox, request, NULL, kp_ctl_wait_cb, &result);
  result = kp_ctl_wait (&result);
  if (!kp_outbox_cancel_finish (outbox, result, &error))
    return kp_ctl_fail_error (ctl, operands[0], error);
  g_ptr_array_add (requests, request);
  return report (ctl, requests);
}

/* @error: (nullable): of the helpdesk; what it had given before is looked at all the same
 */
static KpCtlStatus
report_replies (KpCtl *ctl, KpOutbox *outbox, KpRequest *request, guint n_added,
                const GError *error)
{
  g_autoptr (JsonBuilder) builder = ctl->json ? json_builder_new () : NULL;
  gboolean attention = FALSE;
  KpCtlStatus status;

  if (builder != NULL)
    {
      json_builder_begin_object (builder);
      kp_ctl_add_int (builder, "received", n_added);
      json_builder_set_member_name (builder, "items");
      json_builder_begin_array (builder);
    }
  else
    {
      g_print (ngettext ("%u new reply.", "%u new replies.", n_added), n_added);
      g_print ("\n");
    }
  status = kp_ctl_take_replies (ctl, outbox, request, builder, &attention);
  if (status != KP_CTL_FINE)
    return status;
  if (builder != NULL)
    {
      json_builder_end_array (builder);
      if (error != NULL)
        /* Translators: stands before a colon and what is wrong with it. */
        kp_ctl_add_error (builder, "helpdesk", _ ("replies"), error->message);
      json_builder_end_object (builder);
      kp_ctl_print_json (builder);
    }
  return attention ? KP_CTL_ATTENTION : KP_CTL_FINE;
}

static KpCtlStatus
run_receive (KpCtl *ctl, char **operands)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  KpRequest *request;
  KpOutbox *outbox;
  guint n_added = 0;
  KpCtlStatus status = open_for (ctl, operands[0], TO_RECEIVE, &outbox, &request);

  if (status != KP_CTL_FINE)
    return status;
  kp_outbox_receive_async (outbox, request, NULL, kp_ctl_wait_cb, &result);
  result = kp_ctl_wait (&result);
  if (!kp_outbox_receive_finish (outbox, result, &n_added, &error))
    status = KP_CTL_COULD_NOT;
  status = kp_ctl_worse (status, report_replies (ctl, outbox, request, n_added, error));
  if (error != NULL)
    kp_ctl_warn (_ ("replies"), error->message);
  return status;
}

const KpCtlCommand kp_ctl_request_send = {
  .name = "request send",
  .usage = N_ ("[ID]"),
  .summary = N_ ("Sends what is queued, or looks up what may have arrived"),
  .run = run_send,
  .options = send_options,
  .operand = KP_CTL_OPERAND_REQUEST,
  .most = 1,
};

const KpCtlCommand kp_ctl_request_cancel = {
  .name = "request cancel",
  .usage = N_ ("ID"),
  .summary = N_ ("Takes back a request that was not sent"),
  .run = run_cancel,
  .operand = KP_CTL_OPERAND_REQUEST,
  .least = 1,
  .most = 1,
};

const KpCtlCommand kp_ctl_request_receive = {
  .name = "request receive",
  .usage = N_ ("[ID]"),
  .summary = N_ ("Fetches replies with their attachments"),
  .run = run_receive,
  .operand = KP_CTL_OPERAND_REQUEST,
  .most = 1,
};
