/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "ctl/request.h"

#include "core/base/time-text.h"
#include "core/helpdesk/request-findings.h"
#include "ctl/command.h"
#include "ctl/message.h"
#include "ctl/output.h"
#include "ctl/table.h"
#include "ctl/text.h"

#include <glib/gi18n.h>

static char *option_mail;

static const KpCtlOption show_options[] = {
  { "mail", KP_CTL_OPTION_FILE, &option_mail,
    N_ ("Save it as a mail with its files, for a mail program to send; - prints it"),
    N_ ("FILE") },
  { NULL },
};

KpCtlStatus
kp_ctl_open_outbox (KpCtl *ctl, KpOutbox **outbox)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  KpCtlStatus status = kp_ctl_open (ctl);

  if (status != KP_CTL_FINE)
    return status;
  *outbox = kp_desk_get_outbox (ctl->desk);
  kp_outbox_open_async (*outbox, NULL, kp_ctl_wait_cb, &result);
  result = kp_ctl_wait (&result);
  if (!kp_outbox_open_finish (*outbox, result, &error))
    return kp_ctl_fail_error (ctl, _ ("store"), error);
  kp_ctl_warn_profiles (ctl);
  return KP_CTL_FINE;
}

void
kp_ctl_run_outbox (KpOutbox *outbox)
{
  g_autoptr (GAsyncResult) result = NULL;

  kp_outbox_run_async (outbox, NULL, kp_ctl_wait_cb, &result);
  result = kp_ctl_wait (&result);
  kp_outbox_run_finish (outbox, result, NULL);
}

KpCtlStatus
kp_ctl_find_request (KpCtl *ctl, KpOutbox *outbox, const char *text, KpRequest **request)
{
  KpRequestList *list = kp_outbox_get_requests (outbox);
  guint64 id = 0;

  if (g_ascii_string_to_unsigned (text, 10, 1, G_MAXINT64, &id, NULL))
    *request = kp_request_list_find (list, (gint64) id);
  else
    *request = kp_request_list_find_by_reference (list, text);
  if (*request != NULL)
    return KP_CTL_FINE;
  return kp_ctl_fail (ctl, KP_CTL_USAGE, "unknown-request", text,
                      _ ("unknown request; “keyplatectl request list” shows all"));
}

static void
add_text (JsonBuilder *builder, const char *name, const char *text)
{
  kp_ctl_add_string (builder, name, *text != '\0' ? text : NULL);
}

static void
add_time (JsonBuilder *builder, const char *name, gint64 time)
{
  g_autofree char *text = time != 0 ? kp_time_to_rfc3339 (time) : NULL;

  kp_ctl_add_string (builder, name, text);
}

static void
add_attachments (JsonBuilder *builder, GPtrArray *attachments)
{
  json_builder_set_member_name (builder, "attachments");
  json_builder_begin_array (builder);
  for (guint i = 0; i < attachments->len; i++)
    {
      const KpAttachment *file = g_ptr_array_index (attachments, i);

      json_builder_begin_object (builder);
      kp_ctl_add_string (builder, "name", file->name);
      kp_ctl_add_int (builder, "size", (gint64) file->size);
      kp_ctl_add_string (builder, "sha256", file->sha256);
      json_builder_end_object (builder);
    }
  json_builder_end_array (builder);
}

static void
add_fields (JsonBuilder *builder, KpRequest *request)
{
  GPtrArray *fields = kp_request_get_fields (request);

  json_builder_set_member_name (builder, "fields");
  json_builder_begin_object (builder);
  for (guint i = 0; i < fields->len; i++)
    {
      const KpRequestField *field = g_ptr_array_index (fields, i);

      kp_ctl_add_string (builder, field->id, field->value);
    }
  json_builder_end_object (builder);
}

static void
add_findings (JsonBuilder *builder, KpRequest *request)
{
  g_autoptr (GPtrArray) findings = kp_request_findings (request);

  json_builder_set_member_name (builder, "findings");
  json_builder_begin_array (builder);
  for (guint i = 0; i < findings->len; i++)
    {
      const KpFinding *finding = g_ptr_array_index (findings, i);

      json_builder_begin_object (builder);
      kp_ctl_add_string (builder, "id", kp_finding_id_to_string (finding->id));
      kp_ctl_add_string (builder, "severity", kp_severity_to_string (finding->severity));
      kp_ctl_add_string (builder, "title", kp_finding_id_get_title (finding->id));
      kp_ctl_add_string (builder, "text", finding->text);
      kp_ctl_add_string (builder, "fix", finding->fix);
      add_time (builder, "until", finding->until);
      json_builder_end_object (builder);
    }
  json_builder_end_array (builder);
}

static void
add_messages (JsonBuilder *builder, GPtrArray *messages)
{
  json_builder_set_member_name (builder, "messages");
  json_builder_begin_array (builder);
  for (guint i = 0; i < messages->len; i++)
    {
      KpMessage *message = g_ptr_array_index (messages, i);

      json_builder_begin_object (builder);
      add_time (builder, "at", kp_message_get_at (message));
      add_text (builder, "author", kp_message_get_author (message));
      json_builder_set_member_name (builder, "incoming");
      json_builder_add_boolean_value (builder, kp_message_get_incoming (message));
      kp_ctl_add_string (builder, "body", kp_message_get_body (message));
      add_attachments (builder, kp_message_get_attachments (message));
      json_builder_end_object (builder);
    }
  json_builder_end_array (builder);
}

void
kp_ctl_add_request (JsonBuilder *builder, KpRequest *request, GPtrArray *messages)
{
  g_autofree char *reason = kp_request_tell_reason (request);

  json_builder_begin_object (builder);
  kp_ctl_add_int (builder, "id", kp_request_get_id (request));
  kp_ctl_add_string (builder, "site", kp_request_get_site (request));
  kp_ctl_add_string (builder, "provider", kp_request_get_provider (request));
  kp_ctl_add_string (builder, "channel", kp_request_get_channel (request));
  kp_ctl_add_string (builder, "state",
                     kp_request_state_to_string (kp_request_get_state (request)));
  kp_ctl_add_string (builder, "priority",
                     kp_priority_to_string (kp_request_get_priority (request)));
  kp_ctl_add_string (builder, "reference", kp_request_get_reference (request));
  kp_ctl_add_string (builder, "subject", kp_request_get_subject (request));
  add_text (builder, "ticket", kp_request_get_ticket (request));
  add_text (builder, "number", kp_request_get_number (request));
  add_text (builder, "url", kp_request_get_url (request));
  add_text (builder, "reason", reason);
  add_time (builder, "created_at", kp_request_get_created_at (request));
  add_time (builder, "state_at", kp_request_get_state_at (request));
  add_time (builder, "next_at", kp_request_get_next_at (request));
  kp_ctl_add_int (builder, "unseen", kp_request_get_unseen (request));
  add_fields (builder, request);
  add_attachments (builder, kp_request_get_attachments (request));
  add_findings (builder, request);
  if (messages != NULL)
    {
      kp_ctl_add_string (builder, "body", kp_request_get_body (request));
      add_messages (builder, messages);
    }
  json_builder_end_object (builder);
}

char *
kp_ctl_request_line (KpRequest *request)
{
  const char *state = kp_request_state_to_text (kp_request_get_state (request));
  const char *number = kp_request_get_number (request);
  g_autofree char *reason = kp_request_tell_reason (request);
  GString *line = g_string_new (NULL);

  /* Translators: the reference of a request, and where it is: "Sent" */
  g_string_append_printf (line, C_ ("request", "%s: %s"),
                          kp_request_get_reference (request), state);
  if (kp_request_get_state (request) == KP_REQUEST_SENT && *number != '\0')
    /* Translators: the number of a ticket, behind "Sent" */
    g_string_append_printf (line, _ (", ticket %s"), number);
  if (*reason != '\0')
    g_string_append_printf (line, ". %s", reason);
  return g_string_free (line, FALSE);
}

KpCtlStatus
kp_ctl_request_status (KpRequest *request)
{
  KpRequestReason code = kp_request_get_reason_code (request);

  switch (kp_request_get_state (request))
    {
    case KP_REQUEST_REFUSED:
      return KP_CTL_ATTENTION;
    case KP_REQUEST_SENT:
      return code == KP_REQUEST_REASON_FIELD_LOST
                     || code == KP_REQUEST_REASON_ATTACHMENT_LOST
                 ? KP_CTL_ATTENTION
                 : KP_CTL_FINE;
    case KP_REQUEST_QUEUED:
    case KP_REQUEST_SENDING:
    case KP_REQUEST_UNCERTAIN:
    case KP_REQUEST_OFFLINE:
      return KP_CTL_COULD_NOT;
    case KP_REQUEST_WAITING_FOR_YOU:
      return code == KP_REQUEST_REASON_DECIDE ? KP_CTL_ATTENTION : KP_CTL_FINE;
    case KP_REQUEST_DRAFT:
    case KP_REQUEST_CANCELLED:
    default:
      return KP_CTL_FINE;
    }
}

static void
list_json (GListModel *requests)
{
  g_autoptr (JsonBuilder) builder = json_builder_new ();

  json_builder_begin_object (builder);
  json_builder_set_member_name (builder, "requests");
  json_builder_begin_array (builder);
  for (guint i = 0; i < g_list_model_get_n_items (requests); i++)
    {
      g_autoptr (KpRequest) one = g_list_model_get_item (requests, i);

      kp_ctl_add_request (builder, one, NULL);
    }
  json_builder_end_array (builder);
  json_builder_end_object (builder);
  kp_ctl_print_json (builder);
}

static void
list_table (KpCtl *ctl, GListModel *requests)
{
  const char *const headings[] = { _ ("ID"),     _ ("STATE"), _ ("SITE"), _ ("PROVIDER"),
                                   _ ("TICKET"), _ ("SINCE"), NULL };
  g_autoptr (KpTable) table = kp_table_new (headings);
  gint64 now = kp_clock_now (kp_desk_get_clock (ctl->desk));
  guint n = g_list_model_get_n_items (requests);

  kp_table_set_optional (table, 3);
  for (guint i = 0; i < n; i++)
    {
      g_autoptr (KpRequest) one = g_list_model_get_item (requests, i);
      g_autofree char *id = g_strdup_printf ("%" G_GINT64_FORMAT, kp_request_get_id (one));
      g_autofree char *since = kp_time_format_ago (kp_request_get_state_at (one), now);

      kp_table_add (table, (const char *const[]){
                               id, kp_request_state_to_text (kp_request_get_state (one)),
                               kp_request_get_site (one), kp_request_get_provider (one),
                               kp_request_get_number (one), since, NULL });
    }
  if (n > 0)
    kp_table_print (table);
  else
    g_print ("%s\n", _ ("No requests yet."));
}

static KpCtlStatus
run_list (KpCtl *ctl, char **operands)
{
  KpOutbox *outbox;
  KpCtlStatus status = kp_ctl_open_outbox (ctl, &outbox);

  if (status != KP_CTL_FINE)
    return status;
  if (ctl->json)
    list_json (G_LIST_MODEL (kp_outbox_get_requests (outbox)));
  else
    list_table (ctl, G_LIST_MODEL (kp_outbox_get_requests (outbox)));
  return KP_CTL_FINE;
}

static void
print_attachments (GPtrArray *attachments)
{
  for (guint i = 0; i < attachments->len; i++)
    {
      const KpAttachment *file = g_ptr_array_index (attachments, i);
      g_autofree char *name = kp_text_clean (file->name);
      g_autofree char *size = g_format_size (file->size);

      g_print ("  ");
      /* Translators: a file that goes with a request or reply, and its size */
      g_print (_ ("Attached: %s (%s)"), name, size);
      g_print ("\n");
    }
}

static void
print_text (const char *text)
{
  g_autofree char *clean = kp_text_clean_lines (text);
  g_auto (GStrv) lines = g_strsplit (clean, "\n", -1);

  for (guint i = 0; lines[i] != NULL; i++)
    if (*lines[i] != '\0' || lines[i + 1] != NULL)
      g_print ("%s%s\n", *lines[i] != '\0' ? "  " : "", lines[i]);
}

static void
print_row (KpTable *table, const char *label, const char *value)
{
  if (*value != '\0')
    kp_table_add (table, (const char *const[]){ label, value, NULL });
}

static void
print_facts (KpRequest *request)
{
  g_autoptr (KpTable) table = kp_table_new_plain (2);
  GPtrArray *fields = kp_request_get_fields (request);

  print_row (table, _ ("Site"), kp_request_get_site (request));
  print_row (table, _ ("Provider"), kp_request_get_provider (request));
  print_row (table, _ ("Channel"), kp_request_get_channel (request));
  print_row (table, _ ("Ticket"), kp_request_get_number (request));
  print_row (table, _ ("Link"), kp_request_get_url (request));
  print_row (table, _ ("Subject"), kp_request_get_subject (request));
  for (guint i = 0; i < fields->len; i++)
    {
      const KpRequestField *field = g_ptr_array_index (fields, i);

      print_row (table, field->label, field->value);
    }
  kp_table_print (table);
}

static void
print_one (KpCtl *ctl, KpRequest *request, GPtrArray *messages)
{
  g_autofree char *line = kp_ctl_request_line (request);
  g_autofree char *clean = kp_text_clean (line);
  gint64 now = kp_clock_now (kp_desk_get_clock (ctl->desk));

  g_print ("%s\n", clean);
  print_facts (request);
  g_print ("\n");
  print_text (kp_request_get_body (request));
  print_attachments (kp_request_get_attachments (request));
  for (guint i = messages->len; i > 0; i--)
    {
      KpMessage *message = g_ptr_array_index (messages, i - 1);
      g_autofree char *author = kp_text_clean (kp_message_get_author (message));
      g_autofree char *when = kp_time_format_ago (kp_message_get_at (message), now);

      g_print ("\n%s, %s:\n", *author != '\0' ? author : "–", when);
      print_text (kp_message_get_body (message));
      print_attachments (kp_message_get_attachments (message));
    }
}

/* A mail program sends it: in a link that opens one its files are not. */
static KpCtlStatus
save_mail (KpCtl *ctl, KpOutbox *outbox, KpRequest *request, const char *what)
{
  g_autoptr (KpCtlOutput) output = NULL;
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (KpReceipt) receipt = NULL;
  g_autoptr (GError) error = NULL;
  gconstpointer octets;
  gsize length;
  KpCtlStatus status = kp_ctl_output_begin (ctl, "--mail", option_mail, TRUE, &output);

  if (status != KP_CTL_FINE)
    return status;
  kp_outbox_prepare_async (outbox, request, NULL, kp_ctl_wait_cb, &result);
  result = kp_ctl_wait (&result);
  receipt = kp_outbox_prepare_finish (outbox, result, &error);
  if (receipt == NULL)
    return kp_ctl_fail_error (ctl, what, error);
  if (receipt->mail == NULL)
    return kp_ctl_fail (ctl, KP_CTL_USAGE, "option", "--mail",
                        _ ("this request is not sent by mail"));
  octets = g_bytes_get_data (receipt->mail, &length);
  status = kp_ctl_output_write (ctl, output, octets, length);
  return status == KP_CTL_FINE ? kp_ctl_output_keep (ctl, output) : status;
}

static KpCtlStatus
run_show (KpCtl *ctl, char **operands)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GPtrArray) messages = NULL;
  g_autoptr (GError) error = NULL;
  KpRequest *request;
  KpStore *store;
  KpOutbox *outbox;
  KpCtlStatus status = kp_ctl_open_outbox (ctl, &outbox);

  if (status == KP_CTL_FINE)
    status = kp_ctl_find_request (ctl, outbox, operands[0], &request);
  if (status == KP_CTL_FINE && option_mail != NULL)
    status = save_mail (ctl, outbox, request, operands[0]);
  if (status != KP_CTL_FINE || g_strcmp0 (option_mail, "-") == 0)
    return status;
  store = kp_desk_get_store (ctl->desk);
  kp_store_load_messages_async (store, kp_request_get_id (request), NULL, kp_ctl_wait_cb,
                                &result);
  result = kp_ctl_wait (&result);
  messages = kp_store_load_messages_finish (store, result, &error);
  if (messages == NULL)
    return kp_ctl_fail_error (ctl, operands[0], error);
  if (ctl->json)
    {
      g_autoptr (JsonBuilder) builder = json_builder_new ();

      kp_ctl_add_request (builder, request, messages);
      kp_ctl_print_json (builder);
    }
  else
    print_one (ctl, request, messages);
  return KP_CTL_FINE;
}

const KpCtlCommand kp_ctl_request_list = {
  .name = "request list",
  .usage = "",
  .summary = N_ ("Lists the requests to providers"),
  .run = run_list,
  .reads = TRUE,
};

const KpCtlCommand kp_ctl_request_show = {
  .name = "request show",
  .usage = N_ ("ID"),
  .summary = N_ ("Shows a request and its conversation"),
  .run = run_show,
  .options = show_options,
  .operand = KP_CTL_OPERAND_REQUEST,
  .least = 1,
  .most = 1,
  .reads = TRUE,
};
