/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a real Request Tracker does not do at will: proxies that fail, pages that lie. The
 * rest of the channel is tested with a real one in tests/world. */
#include "core/helpdesk/channel.h"
#include "core/helpdesk/rt-read.h"
#include "core/helpdesk/rt-write.h"

#include <libsoup/soup.h>
#include <string.h>

#include "patience.h"
#include "model/kept.h"

typedef struct
{
  guint status;
  const char *type;
  const char *location;
  const char *retry_after;
  const char *body;
} Answer;

typedef struct
{
  SoupServer *server;
  KpChannelContext *context;
  Answer answer;
  guint n_posts;
  char *seen;
  gboolean lies; /* about the size of the attachment that is too large */
} Fixture;

/* A ticket whose history has its rows on pages 1 and 3, an empty one in the middle, and two
 * attachments, of which one is too large. */
static const char *
answer_list (const char *path, GHashTable *query)
{
  const char *page = query != NULL ? g_hash_table_lookup (query, "page") : "";

  if (g_str_has_suffix (path, "/history"))
    {
      if (g_str_equal (page, "1"))
        return "{\"pages\":null,\"items\":[{\"id\":\"90\",\"Type\":\"Correspond\","
               "\"Created\":"
               "\"2026-11-22T06:38:41Z\",\"Creator\":{\"id\":\"staff\"}}]}";
      if (g_str_equal (page, "3"))
        return "{\"pages\":null,\"items\":[{\"id\":\"10\",\"Type\":\"Correspond\","
               "\"Created\":"
               "\"2026-11-21T06:38:41Z\",\"Creator\":{\"id\":\"staff\"}},{\"id\":\"9\","
               "\"Type\":\"Comment\"},{\"id\":\"x\",\"Type\":\"Correspond\"}]}";
    }
  else if (g_str_has_suffix (path, "/attachments") && g_str_equal (page, "1"))
    return "{\"pages\":null,\"items\":[{\"id\":\"5\",\"TransactionId\":\"90\",\"Filename\":"
           "\"\","
           "\"ContentType\":\"text/html\",\"ContentLength\":\"10\"},{\"id\":\"4\","
           "\"TransactionId\":\"10\",\"Filename\":\"huge.bin\",\"ContentType\":\"x/y\","
           "\"ContentLength\":\"99999999999\"}]}";
  else if (g_str_equal (path, "/REST/2.0/attachment/5"))
    return "{\"id\":5,\"Content\":\"PHA+SGVsbG88L3A+PHNjcmlwdD4xPC9zY3JpcHQ+\"}";
  return "{\"pages\":null,\"items\":[]}";
}

static char *
with_small_size (const char *body)
{
  g_auto (GStrv) parts = g_strsplit (body, "99999999999", 2);

  return g_strjoinv ("12", parts);
}

/* The answer for a file with one octet more than is kept. */
static char *
write_large (void)
{
  g_autofree guint8 *octets = g_malloc0 (KP_ATTACHMENT_MAX_SIZE + 1);
  g_autofree char *text = g_base64_encode (octets, KP_ATTACHMENT_MAX_SIZE + 1);

  return g_strdup_printf ("{\"id\":4,\"Content\":\"%s\"}", text);
}

static void
on_request (SoupServer *server, SoupServerMessage *message, const char *path,
            GHashTable *query, gpointer data)
{
  Fixture *self = data;
  SoupMessageHeaders *headers = soup_server_message_get_response_headers (message);
  const char *body = self->answer.body;
  g_autofree char *large = NULL;

  if (g_str_equal (soup_server_message_get_method (message), "POST"))
    self->n_posts++;
  /* What is known to be too large is never asked for. */
  g_assert_true (self->lies || !g_str_equal (path, "/REST/2.0/attachment/4"));
  g_free (self->seen);
  self->seen = g_strdup (soup_message_headers_get_one (
      soup_server_message_get_request_headers (message), "Authorization"));
  if (body == NULL)
    body = answer_list (path, query);
  if (self->lies && strstr (body, "99999999999") != NULL)
    body = large = with_small_size (body);
  else if (self->lies && g_str_has_suffix (path, "/attachment/4"))
    body = large = write_large ();
  soup_server_message_set_status (message, self->answer.status, NULL);
  soup_server_message_set_response (
      message, self->answer.type != NULL ? self->answer.type : "application/json",
      SOUP_MEMORY_COPY, body, strlen (body));
  if (self->answer.location != NULL)
    soup_message_headers_replace (headers, "Location", self->answer.location);
  if (self->answer.retry_after != NULL)
    soup_message_headers_replace (headers, "Retry-After", self->answer.retry_after);
}

static void
connect_with (Fixture *self, const char *token)
{
  g_autoptr (KpConnection) connection = kp_connection_new ("some-provider", "rt");
  g_autoptr (KpSecret) secret = kp_secret_new (token, strlen (token));
  g_autoptr (KpNetSession) net = kp_net_session_new (NULL, NULL);
  g_autoptr (KpClock) clock = kp_fixed_clock_new (0);
  GSList *uris = soup_server_get_uris (self->server);

  connection->url = g_uri_to_string (uris->data);
  connection->queue = g_strdup ("Hosting");
  g_slist_free_full (uris, (GDestroyNotify) g_uri_unref);
  g_clear_pointer (&self->context, kp_channel_context_unref);
  self->context = kp_channel_context_new (connection, secret, net, clock);
}

static void
set_up (Fixture *self, gconstpointer data)
{
  self->server = soup_server_new (NULL, NULL);
  soup_server_add_handler (self->server, NULL, on_request, self, NULL);
  g_assert_true (
      soup_server_listen_local (self->server, 0, SOUP_SERVER_LISTEN_IPV4_ONLY, NULL));
  connect_with (self, " 1-14-0123456789abcdef\n");
}

static void
tear_down (Fixture *self, gconstpointer data)
{
  kp_channel_context_unref (self->context);
  soup_server_disconnect (self->server);
  g_object_unref (self->server);
  g_free (self->seen);
}

typedef struct
{
  gboolean done;
  KpReceipt *receipt;
  GPtrArray *messages;
  GError *error;
} Outcome;

static void
on_sent (GObject *source, GAsyncResult *result, gpointer data)
{
  Outcome *outcome = data;

  outcome->receipt = kp_channel_send_finish (result, &outcome->error);
  outcome->done = TRUE;
}

static void
on_received (GObject *source, GAsyncResult *result, gpointer data)
{
  Outcome *outcome = data;

  outcome->messages = kp_channel_receive_finish (result, &outcome->error);
  outcome->done = TRUE;
}

static void
outcome_clear (Outcome *outcome)
{
  g_clear_pointer (&outcome->receipt, kp_receipt_free);
  g_clear_pointer (&outcome->messages, g_ptr_array_unref);
  g_clear_error (&outcome->error);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Outcome, outcome_clear)

static void
send (Fixture *self, Outcome *outcome)
{
  g_autoptr (KpOutgoing) outgoing = kp_outgoing_new ("KP-AAAA-BBBB", "Subject", "Body");

  kp_channel_send_async (kp_channel_get ("rt"), self->context, outgoing, NULL, on_sent,
                         outcome);
  while (!outcome->done)
    g_main_context_iteration (NULL, TRUE);
}

/* What each answer to a POST means; whatever may have been taken is uncertain. */
static void
test_answers (Fixture *self, gconstpointer data)
{
  static const char json[] = "application/json";
  static const char html[] = "text/html";
  static const struct
  {
    Answer answer;
    int code; /* -1: a receipt */
    const char *word;
    guint retry_after;
  } cases[] = {
    { { 201, json, "/REST/2.0/ticket/7", NULL, "{\"id\":\"7\"}" }, -1, "7", 0 },
    { { 201, json, "/REST/2.0/ticket/7", NULL, "[]" }, -1, "7", 0 },
    { { 201, json, NULL, NULL, "{\"id\":\"seven\"}" },
      KP_CHANNEL_ERROR_UNCERTAIN,
      "number",
      0 },
    { { 200, json, NULL, NULL, "{}" }, KP_CHANNEL_ERROR_UNCERTAIN, "200", 0 },
    { { 200, html, NULL, NULL, "<p>" }, KP_CHANNEL_ERROR_UNCERTAIN, "127.0.0.1", 0 },
    { { 302, html, "/", NULL, "Login required" }, KP_CHANNEL_ERROR_TOKEN, "token", 0 },
    { { 302, html, "/NoAuth/Login.html?next=1", NULL, "" },
      KP_CHANNEL_ERROR_TOKEN,
      "token",
      0 },
    { { 301, html, "https://new.example.com/rt/REST/2.0/ticket", NULL, "" },
      KP_CHANNEL_ERROR_SETTINGS,
      "new.example.com",
      0 },
    { { 401, json, NULL, NULL, "{\"message\":\"Unauthorized\"}" },
      KP_CHANNEL_ERROR_TOKEN,
      "token",
      0 },
    { { 400, json, NULL, NULL, "{\"message\":\"JSON parse\\r\\nerror\"}" },
      KP_CHANNEL_ERROR_REFUSED,
      "JSON parse",
      0 },
    { { 404, html, NULL, NULL, "<h1>Not Found" }, KP_CHANNEL_ERROR_NOT_HELPDESK, "404", 0 },
    { { 413, html, NULL, NULL, "<html>" }, KP_CHANNEL_ERROR_TOO_LARGE, "larger", 0 },
    { { 429, html, NULL, "30", "" }, KP_CHANNEL_ERROR_BUSY, "429", 30 },
    { { 503, html, NULL, "7", "" }, KP_CHANNEL_ERROR_BUSY, "503", 7 },
    { { 503, html, NULL, NULL, "" }, KP_CHANNEL_ERROR_UNCERTAIN, "503", 0 },
    { { 500, NULL, NULL, NULL, "" }, KP_CHANNEL_ERROR_UNCERTAIN, "500", 0 },
    { { 502, html, NULL, NULL, "<html>Bad Gateway" },
      KP_CHANNEL_ERROR_UNCERTAIN,
      "502",
      0 },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_auto (Outcome) outcome = { 0 };

      g_test_message ("case %u: %u", i, cases[i].answer.status);
      self->answer = cases[i].answer;
      self->n_posts = 0;
      send (self, &outcome);
      g_assert_cmpuint (self->n_posts, ==, 1);
      if (cases[i].code < 0)
        {
          g_assert_no_error (outcome.error);
          g_assert_cmpstr (outcome.receipt->number, ==, cases[i].word);
          continue;
        }
      g_assert_error (outcome.error, KP_CHANNEL_ERROR, cases[i].code);
      assert_kept (kp_channel_error_keep (outcome.error), outcome.error->message);
      g_assert_nonnull (strstr (outcome.error->message, cases[i].word));
      g_assert_null (strstr (outcome.error->message, "0123456789abcdef"));
      g_assert_cmpuint (kp_channel_error_get_retry_after (outcome.error), ==,
                        cases[i].retry_after);
    }
}

/* A token is one word; it never shows in a message. */
static void
test_token (Fixture *self, gconstpointer data)
{
  static const char *const bad[] = { "", " \n", "two words", "a\r\nX-Evil: 1",
                                     "t\xc3\xb6ken" };
  g_auto (Outcome) good = { 0 };

  self->answer = (Answer){ 201, NULL, NULL, NULL, "{\"id\":\"7\"}" };
  send (self, &good);
  g_assert_no_error (good.error);
  g_assert_cmpstr (self->seen, ==, "token 1-14-0123456789abcdef");
  for (guint i = 0; i < G_N_ELEMENTS (bad); i++)
    {
      g_auto (Outcome) outcome = { 0 };

      connect_with (self, bad[i]);
      self->n_posts = 0;
      send (self, &outcome);
      g_assert_error (outcome.error, KP_CHANNEL_ERROR, KP_CHANNEL_ERROR_TOKEN);
      g_assert_cmpuint (self->n_posts, ==, 0);
      if (strlen (bad[i]) > 2)
        g_assert_null (strstr (outcome.error->message, bad[i]));
    }
}

/* An empty page is not the end, and what is too large is not fetched. */
static void
check_pages (Fixture *self)
{
  g_auto (Outcome) outcome = { 0 };
  const KpIncoming *message;

  self->answer = (Answer){ .status = 200 };
  kp_channel_receive_async (kp_channel_get ("rt"), self->context, "1", NULL, NULL,
                            on_received, &outcome);
  while (!outcome.done)
    g_main_context_iteration (NULL, TRUE);
  g_assert_no_error (outcome.error);
  g_assert_cmpuint (outcome.messages->len, ==, 2);
  message = g_ptr_array_index (outcome.messages, 0);
  g_assert_cmpstr (message->remote_id, ==, "10");
  g_assert_cmpuint (message->n_left_out, ==, 1);
  message = g_ptr_array_index (outcome.messages, 1);
  g_assert_cmpstr (message->remote_id, ==, "90");
  g_assert_cmpstr (message->author, ==, "staff");
  g_assert_cmpstr (message->body, ==, "Hello\n");
}

static void
test_pages (Fixture *self, gconstpointer data)
{
  check_pages (self);
}

/* What the list says of a size need not be true: a file that the store can't hold would
 * keep out every reply. */
static void
test_lying_size (Fixture *self, gconstpointer data)
{
  self->lies = TRUE;
  check_pages (self);
}

static void
test_html (void)
{
  static const char *const cases[][2] = {
    { "<p>one</p><p>two &amp; three</p>", "one\ntwo & three\n" },
    { "a<br>b<BR/>c", "a\nb\nc" },
    { "<style>p { }</style>x<script>y</script>z", "xz" },
    { "  a \n\n b ", "a b " },
    { "1 &lt; 2 &unknown; 3 < 4", "1 < 2 &unknown; 3 " },
    { "\xff", "\uFFFD" },
    { "<unclosed", "" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *text = kp_rt_text_from_html (cases[i][0], 100);

      g_assert_cmpstr (text, ==, cases[i][1]);
    }
}

/* A meaning, never a bare 4: to Request Tracker more is more urgent. */
static void
test_priority (void)
{
  g_assert_cmpint (kp_rt_write_priority (KP_PRIORITY_LOW), <,
                   kp_rt_write_priority (KP_PRIORITY_NORMAL));
  g_assert_cmpint (kp_rt_write_priority (KP_PRIORITY_NORMAL), <,
                   kp_rt_write_priority (KP_PRIORITY_HIGH));
}

int
main (int argc, char **argv)
{
  g_setenv ("GIO_USE_PROXY_RESOLVER", "dummy", TRUE);
  g_test_init (&argc, &argv, NULL);
  g_test_add ("/rt-channel/answers", Fixture, NULL, set_up, test_answers, tear_down);
  g_test_add ("/rt-channel/token", Fixture, NULL, set_up, test_token, tear_down);
  g_test_add ("/rt-channel/pages", Fixture, NULL, set_up, test_pages, tear_down);
  /* 20 MiB are decoded: no time for that under valgrind. */
  if (!is_watched ())
    g_test_add ("/rt-channel/lying-size", Fixture, NULL, set_up, test_lying_size,
                tear_down);
  g_test_add_func ("/rt-channel/html", test_html);
  g_test_add_func ("/rt-channel/priority", test_priority);
  return g_test_run ();
}
