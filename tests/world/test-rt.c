/* SPDX-License-Identifier: GPL-3.0-or-later */
/* test-rt SCRIPT: the channel for Request Tracker, against a real one (tests/world/rt). */
#include <string.h>

#include "rt-world.h"

typedef struct
{
  gboolean done;
  gboolean good;
  char *summary;
  KpReceipt *receipt;
  KpReadBack *found;
  GPtrArray *messages;
  GError *error;
} Outcome;

static void
outcome_clear (Outcome *self)
{
  g_free (self->summary);
  g_clear_pointer (&self->receipt, kp_receipt_free);
  g_clear_pointer (&self->found, kp_read_back_free);
  g_clear_pointer (&self->messages, g_ptr_array_unref);
  g_clear_error (&self->error);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Outcome, outcome_clear)

static void
wait_for (Outcome *self)
{
  while (!self->done)
    g_main_context_iteration (NULL, TRUE);
}

static void
on_tested (GObject *source, GAsyncResult *result, gpointer data)
{
  Outcome *self = data;

  self->good = kp_channel_test_finish (result, &self->summary, &self->error);
  self->done = TRUE;
}

static void
on_sent (GObject *source, GAsyncResult *result, gpointer data)
{
  Outcome *self = data;

  self->receipt = kp_channel_send_finish (result, &self->error);
  self->done = TRUE;
}

static void
on_found (GObject *source, GAsyncResult *result, gpointer data)
{
  Outcome *self = data;

  self->good = kp_channel_find_finish (result, &self->found, &self->error);
  self->done = TRUE;
}

static void
on_received (GObject *source, GAsyncResult *result, gpointer data)
{
  Outcome *self = data;

  self->messages = kp_channel_receive_finish (result, &self->error);
  self->done = TRUE;
}

static void
test_connection (KpChannelContext *context, const char *const *fields, Outcome *outcome)
{
  kp_channel_test_async (kp_channel_get ("rt"), context, fields, NULL, on_tested, outcome);
  wait_for (outcome);
}

static void
send (KpChannelContext *context, KpOutgoing *outgoing, Outcome *outcome)
{
  kp_channel_send_async (kp_channel_get ("rt"), context, outgoing, NULL, on_sent, outcome);
  wait_for (outcome);
}

static void
find (KpChannelContext *context, KpOutgoing *outgoing, const char *number, Outcome *outcome)
{
  kp_channel_find_async (kp_channel_get ("rt"), context, outgoing, number, NULL, on_found,
                         outcome);
  wait_for (outcome);
}

static void
receive (KpChannelContext *context, const char *number, const char *const *known,
         Outcome *outcome)
{
  kp_channel_receive_async (kp_channel_get ("rt"), context, number, known, NULL,
                            on_received, outcome);
  wait_for (outcome);
  g_assert_no_error (outcome->error);
}

static KpOutgoing *
make_outgoing (const char *body)
{
  g_autofree char *reference = g_strdup_printf ("KP-TEST-%04u", ++rt_world.n_references);
  g_autofree char *subject = g_strdup_printf ("Sécure cp.kite.example [%s]", reference);

  return kp_outgoing_new (reference, subject, body);
}

static void
add_field (KpOutgoing *outgoing, const char *name, const char *value)
{
  g_ptr_array_add (outgoing->fields, kp_request_field_new ("x", name, value));
}

static void
attach (KpOutgoing *outgoing, const char *name, const char *type, gconstpointer octets,
        gsize length)
{
  g_autoptr (GBytes) content = g_bytes_new (octets, length);

  g_ptr_array_add (outgoing->attachments, kp_attachment_new (name, type, content));
}

static void
assert_nothing_lost (const KpReadBack *found, const KpOutgoing *sent)
{
  g_auto (GStrv) fields = kp_read_back_find_lost_fields (found, sent);
  g_auto (GStrv) files = kp_read_back_find_lost_attachments (found, sent);

  g_assert_cmpstrv (fields, ((const char *const[]){ NULL }));
  g_assert_cmpstrv (files, ((const char *const[]){ NULL }));
  g_assert_true (found->body_found);
}

static const char *const seven[] = { "Site URL",     "Country",
                                     "State",        "Locality",
                                     "Organization", "Organizational Unit",
                                     "Email",        NULL };

static void
check_test (const char *login, const char *queue, const char *const *fields, int code,
            const char *word)
{
  g_autoptr (KpChannelContext) context = rt_world_connect (login, queue, FALSE);
  g_auto (Outcome) outcome = { 0 };

  g_test_message ("%s, %s", login, queue);
  test_connection (context, fields, &outcome);
  if (code < 0)
    {
      g_assert_no_error (outcome.error);
      g_assert_nonnull (strstr (outcome.summary, word));
      return;
    }
  g_assert_error (outcome.error, KP_CHANNEL_ERROR, code);
  g_test_message ("%s", outcome.error->message);
  g_assert_nonnull (strstr (outcome.error->message, word));
}

static void
test_test (void)
{
  static const char *const other[] = { "Country", "Shoe Size", NULL };

  check_test ("app", "Hosting", seven, -1, "Request Tracker 5");
  check_test ("app", "Bob's \\ Queue", NULL, -1, "Bob's");
  check_test ("reader", "Hosting", NULL, KP_CHANNEL_ERROR_RIGHT, "CreateTicket");
  check_test ("reader", "Hosting", seven, KP_CHANNEL_ERROR_RIGHT, "SeeCustomField");
  check_test ("newcomer", "Hosting", seven, KP_CHANNEL_ERROR_QUEUE, "SeeQueue");
  check_test ("app", "Nowhere", seven, KP_CHANNEL_ERROR_QUEUE, "Nowhere");
  check_test ("app", "Internal", seven, KP_CHANNEL_ERROR_QUEUE, "Internal");
  check_test ("app", "Hosting", other, KP_CHANNEL_ERROR_RIGHT, "Shoe Size");
  check_test ("nobody", "Hosting", seven, KP_CHANNEL_ERROR_TOKEN, "token");
}

/* The right to reply shows only at a ticket. */
static void
test_test_reply (void)
{
  check_test ("app", "Hosting", seven, -1, "reply");
  check_test ("reader", "Hosting", NULL, KP_CHANNEL_ERROR_RIGHT, "ReplyToTicket");
}

static KpOutgoing *
make_full (void)
{
  static const char latin[] = "subject=Caf\xe9\r\nMIIB\n";
  static const char *const values[] = { "https://cp.kite.example",    "DE",
                                        "Nordrhein-Westfalen",        "Köln",
                                        "Käse & Söhne <GmbH> \"AG\"", "0",
                                        "owner@customer.test" };
  KpOutgoing *outgoing = make_outgoing ("Hello,\n\nplease secure “cp.kite.example”.\n"
                                        "<b>no HTML</b> & 100 %\n\nRegards\n");
  g_autofree guint8 *octets = g_malloc (70000);

  for (guint i = 0; i < 70000; i++)
    octets[i] = (guint8) (i * 7919 >> 3);
  for (guint i = 0; seven[i] != NULL; i++)
    add_field (outgoing, seven[i], values[i]);
  outgoing->requestor = g_strdup ("owner@customer.test");
  attach (outgoing, "site.csr", "application/pkcs10", octets, 70000);
  attach (outgoing, "alt.crt", "text/plain", latin, sizeof latin - 1);
  attach (outgoing, "Zertifikat für Köln – 日本.pem", "application/x-pem-file", "PEM\n", 4);
  attach (outgoing, "with \"quotes\".zip", "application/zip", "PK\0\1\r\n--", 8);
  return outgoing;
}

/* All of it is there, octet for octet, and is found by its reference too. */
static void
test_send (void)
{
  g_autoptr (KpChannelContext) context = rt_world_connect ("app", "Hosting", FALSE);
  g_autoptr (KpOutgoing) outgoing = make_full ();
  g_autoptr (KpOutgoing) other = make_outgoing ("x");
  g_auto (Outcome) sent = { 0 };
  g_auto (Outcome) by_number = { 0 };
  g_auto (Outcome) by_reference = { 0 };
  g_auto (Outcome) absent = { 0 };
  g_auto (Outcome) nowhere = { 0 };

  send (context, outgoing, &sent);
  g_assert_no_error (sent.error);
  g_assert_true (g_str_has_suffix (sent.receipt->url, sent.receipt->number));
  find (context, outgoing, sent.receipt->number, &by_number);
  g_assert_no_error (by_number.error);
  assert_nothing_lost (by_number.found, outgoing);
  find (context, outgoing, NULL, &by_reference);
  g_assert_no_error (by_reference.error);
  g_assert_cmpstr (by_reference.found->number, ==, sent.receipt->number);
  g_assert_cmpuint (by_reference.found->n_found, ==, 1);
  assert_nothing_lost (by_reference.found, outgoing);

  find (context, other, NULL, &absent);
  g_assert_no_error (absent.error);
  g_assert_true (absent.good && absent.found == NULL);
  find (context, other, "999999", &nowhere);
  g_assert_no_error (nowhere.error);
  g_assert_true (nowhere.good && nowhere.found == NULL);
}

/* It says "created", and has left out what it does not know. */
static void
test_unknown_field (void)
{
  g_autoptr (KpChannelContext) context = rt_world_connect ("app", "Hosting", FALSE);
  g_autoptr (KpOutgoing) outgoing = make_outgoing ("Body");
  g_auto (Outcome) sent = { 0 };
  g_auto (Outcome) back = { 0 };
  g_auto (GStrv) lost = NULL;

  add_field (outgoing, "Country", "DE");
  add_field (outgoing, "Shoe Size", "43");
  send (context, outgoing, &sent);
  g_assert_no_error (sent.error);
  find (context, outgoing, sent.receipt->number, &back);
  lost = kp_read_back_find_lost_fields (back.found, outgoing);
  g_assert_cmpstrv (lost, ((const char *const[]){ "Shoe Size", NULL }));
}

static void
check_refused (const char *login, const char *queue, const char *ticket, int code,
               const char *word)
{
  g_autoptr (KpChannelContext) context = rt_world_connect (login, queue, FALSE);
  g_autoptr (KpOutgoing) outgoing = make_outgoing ("Body");
  g_auto (Outcome) outcome = { 0 };

  outgoing->ticket = g_strdup (ticket);
  send (context, outgoing, &outcome);
  g_assert_error (outcome.error, KP_CHANNEL_ERROR, code);
  g_test_message ("%s", outcome.error->message);
  g_assert_nonnull (strstr (outcome.error->message, word));
}

static void
test_refused (void)
{
  check_refused ("reader", "Hosting", NULL, KP_CHANNEL_ERROR_RIGHT, "CreateTicket");
  check_refused ("newcomer", "Hosting", NULL, KP_CHANNEL_ERROR_QUEUE, "Hosting");
  check_refused ("app", "Nowhere", NULL, KP_CHANNEL_ERROR_QUEUE, "Nowhere");
  check_refused ("nobody", "Hosting", NULL, KP_CHANNEL_ERROR_TOKEN, "token");
  check_refused ("reader", "Hosting", "1", KP_CHANNEL_ERROR_RIGHT, "ReplyToTicket");
  check_refused ("app", "Hosting", "999999", KP_CHANNEL_ERROR_RIGHT, "999999");
  check_refused ("app", "Hosting", "1/../2", KP_CHANNEL_ERROR_REFUSED, "1/../2");
}

/* A conversation: the provider's reply with a CSR, a comment nobody outside sees, our own
 * reply into the same ticket, and the provider's answer to that. */
static void
test_conversation (void)
{
  g_autoptr (KpChannelContext) context = rt_world_connect ("app", "Hosting", FALSE);
  g_autoptr (KpOutgoing) outgoing = make_outgoing ("Body");
  g_autoptr (KpOutgoing) reminder = make_outgoing ("Any news?\n");
  g_autofree char *file = g_build_filename (rt_world.dir, "site.csr", NULL);
  g_auto (Outcome) sent = { 0 };
  g_auto (Outcome) replied = { 0 };
  g_auto (Outcome) back = { 0 };
  g_auto (Outcome) first = { 0 };
  g_auto (Outcome) all = { 0 };
  g_auto (Outcome) rest = { 0 };
  const char *known[2] = { NULL, NULL };
  const KpIncoming *message;
  const KpAttachment *attached;

  g_assert_true (g_file_set_contents (file, "-----\r\nCSR\0\xff\n", 13, NULL));
  send (context, outgoing, &sent);
  g_assert_no_error (sent.error);
  g_free (RT_WORLD_RUN ("reply", rt_world.dir, sent.receipt->number,
                        "Here is the CSR, Grüße", file, "application/pkcs10"));
  g_free (RT_WORLD_RUN ("comment", rt_world.dir, sent.receipt->number, "between us"));
  receive (context, sent.receipt->number, NULL, &first);
  g_assert_cmpuint (first.messages->len, ==, 1);
  message = g_ptr_array_index (first.messages, 0);
  g_assert_cmpstr (message->author, ==, "Support staff");
  g_assert_cmpstr (message->body, ==, "Here is the CSR, Grüße");
  g_assert_false (message->own);
  g_assert_cmpint (message->at, >, 1600000000);
  g_assert_cmpuint (message->attachments->len, ==, 1);
  attached = g_ptr_array_index (message->attachments, 0);
  g_assert_cmpstr (attached->name, ==, "site.csr");
  g_assert_cmpmem (g_bytes_get_data (attached->content, NULL), attached->size,
                   "-----\r\nCSR\0\xff\n", 13);

  reminder->ticket = g_strdup (sent.receipt->number);
  reminder->priority = KP_PRIORITY_HIGH;
  attach (reminder, "again.csr", "application/pkcs10", "octets", 6);
  send (context, reminder, &replied);
  g_assert_no_error (replied.error);
  g_assert_cmpstr (replied.receipt->number, ==, sent.receipt->number);
  find (context, reminder, NULL, &back);
  g_assert_no_error (back.error);
  g_assert_cmpuint (back.found->n_found, ==, 1);
  assert_nothing_lost (back.found, reminder);

  g_free (RT_WORLD_RUN ("reply", rt_world.dir, sent.receipt->number, "Soon."));
  receive (context, sent.receipt->number, NULL, &all);
  g_assert_cmpuint (all.messages->len, ==, 3);
  message = g_ptr_array_index (all.messages, 1);
  g_assert_true (message->own);
  g_assert_nonnull (strstr (message->subject, reminder->reference));
  known[0] = message->remote_id;
  receive (context, sent.receipt->number, known, &rest);
  g_assert_cmpuint (rest.messages->len, ==, 1);
  g_assert_cmpstr (((const KpIncoming *) rest.messages->pdata[0])->body, ==, "Soon.");
}

/* A reply whose reference is not there has not arrived, whatever else the ticket holds. */
static void
test_reply_not_there (void)
{
  g_autoptr (KpChannelContext) context = rt_world_connect ("app", "Hosting", FALSE);
  g_autoptr (KpOutgoing) outgoing = make_outgoing ("Body");
  g_auto (Outcome) outcome = { 0 };

  outgoing->ticket = g_strdup ("1");
  find (context, outgoing, NULL, &outcome);
  g_assert_no_error (outcome.error);
  g_assert_true (outcome.good && outcome.found == NULL);
}

/* With a limit of its own it takes the file, says so, and drops it: only reading back
 * tells. */
static void
test_limited (void)
{
  g_autoptr (KpChannelContext) context = rt_world_connect ("app", "Hosting", FALSE);
  g_autoptr (KpOutgoing) outgoing = make_outgoing ("Body");
  g_autofree char *much = g_strnfill (30000, 'x');
  g_auto (Outcome) sent = { 0 };
  g_auto (Outcome) back = { 0 };
  g_auto (GStrv) lost = NULL;

  attach (outgoing, "big.bin", "application/octet-stream", much, 30000);
  attach (outgoing, "small.bin", "application/octet-stream", much, 100);
  send (context, outgoing, &sent);
  g_assert_no_error (sent.error);
  find (context, outgoing, sent.receipt->number, &back);
  g_assert_no_error (back.error);
  lost = kp_read_back_find_lost_attachments (back.found, outgoing);
  g_assert_cmpstrv (lost, ((const char *const[]){ "big.bin", NULL }));
}

int
main (int argc, char **argv)
{
  int status;

  g_setenv ("GIO_USE_PROXY_RESOLVER", "dummy", TRUE);
  g_test_init (&argc, &argv, NULL);
  g_assert_cmpint (argc, ==, 2);
  rt_world_set_up (argv[1]);
  g_test_add_func ("/rt/test", test_test);
  g_test_add_func ("/rt/send", test_send);
  g_test_add_func ("/rt/test-reply", test_test_reply);
  g_test_add_func ("/rt/unknown-field", test_unknown_field);
  g_test_add_func ("/rt/refused", test_refused);
  g_test_add_func ("/rt/conversation", test_conversation);
  g_test_add_func ("/rt/reply-not-there", test_reply_not_there);
  rt_outbox_add_tests ();
  /* The last of them started it with a limit. */
  g_test_add_func ("/rt/limited", test_limited);
  status = g_test_run ();
  rt_world_tear_down ();
  return status;
}
