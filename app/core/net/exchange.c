/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "core/net/exchange.h"

#include "core/model/sentence.h"
#include "core/net/net-error.h"

#include <string.h>

#define CHUNK 4096

/* libsoup 3.2 notices that a message on an HTTP/2 connection was cancelled only when
 * something arrives on that connection: never, if the server fell silent. So an exchange
 * ends its task by itself, and what libsoup says later of it goes nowhere. */
struct _KpExchange
{
  GTask *task; /* NULL once it is over */
  GMainContext *context;
  GQueue *live;
  GList link;
  SoupSession *soup;
  KpAddressPolicy *policy; /* NULL: any address */
  char *refused;           /* the last address that it refused */
  SoupMessage *message;
  GInputStream *stream;
  gboolean reading;
  gboolean headed; /* the head of the answer is here, and on_sent () is about to be told */
  GObject *keeper; /* the session of an exchange that is over, until on_sent () is told */
  GByteArray *body;
  GCancellable *cancellable; /* of the message under way */
  gulong watch;              /* on the caller's */
  gint64 deadline;
  char *accept;
  char **headers;
  gsize max_size;
  gboolean whole;
  gboolean begun;
  guint redirects;
  gboolean any_scheme;
  guint age;
  const char *protocol;
};

static void send_message (KpExchange *self);
static void read_more (KpExchange *self);

/* A token may stand in them. What libsoup has copied of it is out of reach. */
static void
forget_headers (KpExchange *self)
{
  for (guint i = 0; self->headers != NULL && self->headers[i] != NULL; i++)
    explicit_bzero (self->headers[i], strlen (self->headers[i]));
  g_clear_pointer (&self->headers, g_strfreev);
}

static void
clear (gpointer data)
{
  KpExchange *self = data;

  g_clear_pointer (&self->context, g_main_context_unref);
  g_clear_object (&self->soup);
  g_clear_object (&self->policy);
  g_free (self->refused);
  g_clear_object (&self->message);
  g_clear_object (&self->stream);
  g_clear_object (&self->keeper);
  g_clear_pointer (&self->body, g_byte_array_unref);
  g_clear_object (&self->cancellable);
  g_free (self->accept);
  forget_headers (self);
}

static KpExchange *
hold (KpExchange *self)
{
  return g_atomic_rc_box_acquire (self);
}

static void
release (gpointer data)
{
  g_atomic_rc_box_release_full (data, clear);
}

static void
release_closure (gpointer data, GClosure *closure)
{
  release (data);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (KpExchange, release)

guint
kp_exchange_get_age (const KpExchange *self)
{
  return self->age;
}

gboolean
kp_exchange_get_begun (const KpExchange *self)
{
  return self->begun;
}

const char *
kp_exchange_get_protocol (const KpExchange *self)
{
  return self->protocol;
}

/* What is left of a message that nobody wants is not waited for. */
static void
close_stream (KpExchange *self)
{
  if (self->stream == NULL || self->reading)
    return;
  g_input_stream_close_async (self->stream, G_PRIORITY_DEFAULT, self->cancellable, NULL,
                              NULL);
  g_clear_object (&self->stream);
}

/* libsoup before 3.6.6 ends a message twice, and lets go of its memory too often, if it is
 * cancelled between the end of its head and the callback: then the callback ends it. */
static void
drop_message (KpExchange *self)
{
  if (self->headed)
    return;
  g_cancellable_cancel (self->cancellable);
  close_stream (self);
}

/* Returns: (transfer full): the task, to be ended */
static GTask *
leave (KpExchange *self)
{
  g_queue_unlink (self->live, &self->link);
  /* Each handler holds the exchange, which holds the message. */
  g_signal_handlers_disconnect_by_data (self->message, self);
  if (self->watch != 0)
    /* Not g_cancellable_disconnect(): it would wait for itself within a cancellation. */
    g_signal_handler_disconnect (g_task_get_cancellable (self->task), self->watch);
  self->watch = 0;
  return g_steal_pointer (&self->task);
}

static void
fail (KpExchange *self, GError *error)
{
  g_autoptr (GTask) task = leave (self);

  drop_message (self);
  /* A session that goes cancels what is left. */
  if (self->headed)
    g_set_object (&self->keeper, g_task_get_source_object (task));
  g_task_return_error (task, error);
}

static void
fail_for (KpExchange *self, GQuark domain, int code)
{
  g_autoptr (GError) failure = g_error_new_literal (domain, code, "");

  fail (self, kp_net_error_new_for_failure (failure, self->message));
}

static void
fail_too_large (KpExchange *self)
{
  const char *host = g_uri_get_host (soup_message_get_uri (self->message));

  fail (self, kp_net_error_new (KP_NET_ERROR_TOO_LARGE,
                                kp_sentence_keep_number (KP_SENTENCE_NET_TOO_LARGE, host,
                                                         (gint64) self->max_size)));
}

static void
succeed (KpExchange *self)
{
  g_autoptr (GTask) task = leave (self);
  GBytes *body = g_byte_array_free_to_bytes (g_steal_pointer (&self->body));

  close_stream (self);
  if (self->whole)
    g_task_return_pointer (task, kp_net_answer_new (self->message, body),
                           (GDestroyNotify) kp_net_answer_unref);
  else
    g_task_return_pointer (task, body, (GDestroyNotify) g_bytes_unref);
}

/* @n octets came to the end of the body. Returns whether there is more to read. */
static gboolean
take (KpExchange *self, gsize start, gssize n)
{
  g_byte_array_set_size (self->body, (guint) start + (guint) n);
  if (self->body->len > self->max_size)
    fail_too_large (self);
  else if (n == 0)
    succeed (self);
  else
    return TRUE;
  return FALSE;
}

static void
on_read (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (KpExchange) self = data;
  g_autoptr (GError) error = NULL;
  gssize n = g_input_stream_read_finish (G_INPUT_STREAM (source), result, &error);

  self->reading = FALSE;
  if (self->task == NULL)
    close_stream (self);
  else if (n < 0)
    fail (self, kp_net_error_new_for_failure (error, self->message));
  else if (take (self, self->body->len - CHUNK, n))
    read_more (self);
}

/* Octets that are here already are read at once; an asynchronous read for each would cost
 * a turn of the main loop. */
static void
read_more (KpExchange *self)
{
  GPollableInputStream *pollable = NULL;

  if (G_IS_POLLABLE_INPUT_STREAM (self->stream)
      && g_pollable_input_stream_can_poll (G_POLLABLE_INPUT_STREAM (self->stream)))
    pollable = G_POLLABLE_INPUT_STREAM (self->stream);

  for (;;)
    {
      g_autoptr (GError) error = NULL;
      gsize start = self->body->len;
      gssize n = 0;

      g_byte_array_set_size (self->body, (guint) start + CHUNK);
      if (pollable == NULL)
        break;
      n = g_pollable_input_stream_read_nonblocking (pollable, self->body->data + start,
                                                    CHUNK, self->cancellable, &error);
      if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_WOULD_BLOCK))
        break;
      if (n < 0)
        {
          fail (self, kp_net_error_new_for_failure (error, self->message));
          return;
        }
      if (!take (self, start, n))
        return;
    }
  self->reading = TRUE;
  g_input_stream_read_async (self->stream, self->body->data + self->body->len - CHUNK,
                             CHUNK, G_PRIORITY_DEFAULT, self->cancellable, on_read,
                             hold (self));
}

static void
read_age (KpExchange *self, SoupMessageHeaders *headers)
{
  const char *text = soup_message_headers_get_one (headers, "Age");
  guint64 age = 0;

  self->age = 0;
  if (text != NULL && g_ascii_string_to_unsigned (text, 10, 0, G_MAXUINT64, &age, NULL))
    self->age = (guint) MIN (age, G_MAXINT32);
}

static gboolean
may_lead (KpExchange *self, GUri *from, GUri *to)
{
  const char *scheme = g_uri_get_scheme (to), *host = g_uri_get_host (to);

  if (host == NULL || *host == '\0' || g_uri_get_user (to) != NULL)
    return FALSE;
  if (self->any_scheme)
    return g_str_equal (scheme, "http") || g_str_equal (scheme, "https");
  return g_strcmp0 (g_uri_get_scheme (from), scheme) == 0;
}

static void
follow_redirect (KpExchange *self)
{
  const char *location = soup_message_headers_get_one (
      soup_message_get_response_headers (self->message), "Location");
  GUri *from = soup_message_get_uri (self->message);
  g_autoptr (GUri) to = NULL;

  if (location != NULL && self->redirects > 0)
    to = g_uri_parse_relative (from, location, SOUP_HTTP_URI_FLAGS, NULL);
  if (to == NULL || !may_lead (self, from, to))
    {
      fail (self, kp_net_error_new_for_redirect (self->message));
      return;
    }
  /* What the headers say, a token perhaps, is for the host they were made for. */
  if (g_ascii_strcasecmp (g_uri_get_host (from), g_uri_get_host (to)) != 0
      || g_uri_get_port (from) != g_uri_get_port (to))
    forget_headers (self);
  self->redirects--;
  drop_message (self);
  g_signal_handlers_disconnect_by_data (self->message, self);
  g_clear_object (&self->message);
  self->message = soup_message_new_from_uri (SOUP_METHOD_GET, to);
  send_message (self);
}

static gboolean
is_redirect (guint status)
{
  return status == SOUP_STATUS_MOVED_PERMANENTLY || status == SOUP_STATUS_FOUND
         || status == SOUP_STATUS_SEE_OTHER || status == SOUP_STATUS_TEMPORARY_REDIRECT
         || status == SOUP_STATUS_PERMANENT_REDIRECT;
}

static const char *
name_protocol (SoupHTTPVersion version)
{
  switch (version)
    {
    case SOUP_HTTP_2_0:
      return "HTTP/2";
    case SOUP_HTTP_1_0:
      return "HTTP/1.0";
    case SOUP_HTTP_1_1:
    default:
      return "HTTP/1.1";
    }
}

static void
judge_head (KpExchange *self)
{
  SoupMessageHeaders *headers = soup_message_get_response_headers (self->message);
  guint status = soup_message_get_status (self->message);
  const char *type = NULL;

  self->protocol = name_protocol (soup_message_get_http_version (self->message));
  if (is_redirect (status))
    {
      follow_redirect (self);
      return;
    }
  if (!self->whole && !SOUP_STATUS_IS_SUCCESSFUL (status))
    {
      fail (self, kp_net_error_new_for_status (self->message));
      return;
    }
  type = soup_message_headers_get_content_type (headers, NULL);
  if (self->accept != NULL
      && (type == NULL || g_ascii_strcasecmp (type, self->accept) != 0))
    {
      const char *host = g_uri_get_host (soup_message_get_uri (self->message));

      fail (self, kp_net_error_new (KP_NET_ERROR_CONTENT,
                                    kp_sentence_keep (KP_SENTENCE_NET_CONTENT, host,
                                                      type != NULL ? type : "?",
                                                      self->accept, NULL)));
      return;
    }
  if (soup_message_headers_get_encoding (headers) == SOUP_ENCODING_CONTENT_LENGTH
      && soup_message_headers_get_content_length (headers) > (goffset) self->max_size)
    {
      fail_too_large (self);
      return;
    }
  read_age (self, headers);
  read_more (self);
}

static void
fail_refused (KpExchange *self)
{
  const char *host = g_uri_get_host (soup_message_get_uri (self->message));

  if (g_str_equal (host, self->refused))
    fail (self,
          kp_net_error_new (KP_NET_ERROR_ADDRESS,
                            kp_sentence_keep (KP_SENTENCE_NET_NOT_PUBLIC, host, NULL)));
  else
    fail (self, kp_net_error_new (KP_NET_ERROR_ADDRESS,
                                  kp_sentence_keep (KP_SENTENCE_NET_NOT_PUBLIC_AT, host,
                                                    self->refused, NULL)));
}

static void
on_sent (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (KpExchange) self = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GInputStream) stream =
      soup_session_send_finish (SOUP_SESSION (source), result, &error);

  self->headed = FALSE;
  g_clear_object (&self->stream);
  self->stream = g_steal_pointer (&stream);
  if (self->task == NULL)
    drop_message (self);
  else if (self->stream == NULL && self->refused != NULL)
    fail_refused (self);
  else if (self->stream == NULL)
    fail (self, kp_net_error_new_for_failure (error, self->message));
  else
    judge_head (self);
  g_clear_object (&self->keeper);
}

/* A name was resolved, and this socket connects to the address next: that address is
 * judged, and a socket that is closed connects no more. Where there are several, each has
 * its turn. */
static void
on_network_event (SoupMessage *message, GSocketClientEvent event, GIOStream *connection,
                  gpointer data)
{
  KpExchange *self = data;
  g_autoptr (GSocketAddress) to = NULL;
  GInetAddress *address = NULL;

  if (event != G_SOCKET_CLIENT_CONNECTING)
    return;
  g_clear_pointer (&self->refused, g_free);
  to = g_socket_connection_get_remote_address (G_SOCKET_CONNECTION (connection), NULL);
  if (G_IS_INET_SOCKET_ADDRESS (to))
    address = g_inet_socket_address_get_address (G_INET_SOCKET_ADDRESS (to));
  if (address != NULL && kp_address_policy_allows (self->policy, address))
    return;
  self->refused = address != NULL ? g_inet_address_to_string (address) : g_strdup ("?");
  g_socket_close (g_socket_connection_get_socket (G_SOCKET_CONNECTION (connection)), NULL);
}

/* Just before the first octet; whatever goes wrong from here on, it may have arrived. */
static void
on_starting (SoupMessage *message, gpointer data)
{
  KpExchange *self = data;

  self->begun = TRUE;
}

/* libsoup is about to send it once more. It has no reason to: nothing here is marked as
 * harmless to repeat, and nobody logs in. Should it find one, what came of the first time
 * is unknown, and that is said instead. */
static void
on_restarted (SoupMessage *message, gpointer data)
{
  KpExchange *self = data;

  if (self->task != NULL)
    fail_for (self, G_IO_ERROR, G_IO_ERROR_CONNECTION_CLOSED);
}

static void
watch_leaving (KpExchange *self)
{
  soup_message_disable_feature (self->message, SOUP_TYPE_AUTH_MANAGER);
  g_signal_connect_data (self->message, "starting", G_CALLBACK (on_starting), hold (self),
                         release_closure, 0);
  if (g_strcmp0 (soup_message_get_method (self->message), SOUP_METHOD_GET) != 0)
    g_signal_connect_data (self->message, "restarted", G_CALLBACK (on_restarted),
                           hold (self), release_closure, 0);
}

static void
on_got_headers (SoupMessage *message, gpointer data)
{
  KpExchange *self = data;

  self->headed = TRUE;
}

/* It is sent once more: an answer to that is still to come. */
static void
on_starting_again (SoupMessage *message, gpointer data)
{
  KpExchange *self = data;

  self->headed = FALSE;
}

static void
send_message (KpExchange *self)
{
  SoupMessageHeaders *headers = soup_message_get_request_headers (self->message);

  g_clear_object (&self->cancellable);
  self->cancellable = g_cancellable_new ();
  soup_message_add_flags (self->message, SOUP_MESSAGE_NO_REDIRECT);
  g_signal_connect_data (self->message, "got-headers", G_CALLBACK (on_got_headers),
                         hold (self), release_closure, 0);
  g_signal_connect_data (self->message, "restarted", G_CALLBACK (on_starting_again),
                         hold (self), release_closure, 0);
  if (self->whole)
    watch_leaving (self);
  if (self->policy != NULL)
    g_signal_connect_data (self->message, "network-event", G_CALLBACK (on_network_event),
                           hold (self), release_closure, 0);
  if (self->accept != NULL)
    soup_message_headers_append (headers, "Accept", self->accept);
  for (guint i = 0; self->headers != NULL && self->headers[i] != NULL; i += 2)
    soup_message_headers_replace (headers, self->headers[i], self->headers[i + 1]);
  soup_session_send_async (self->soup, self->message, G_PRIORITY_DEFAULT, self->cancellable,
                           on_sent, hold (self));
}

static gboolean
end_cancelled (gpointer data)
{
  KpExchange *self = data;

  if (self->task != NULL)
    fail_for (self, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  return G_SOURCE_REMOVE;
}

/* Any thread, and within g_cancellable_cancel(): the end comes a little later. */
static void
on_cancelled (GCancellable *caller, gpointer data)
{
  KpExchange *self = data;
  g_autoptr (GSource) source = g_idle_source_new ();

  g_source_set_priority (source, G_PRIORITY_DEFAULT);
  g_source_set_callback (source, end_cancelled, hold (self), release);
  g_source_attach (source, self->context);
}

gboolean
kp_exchange_expire (KpExchange *self, gint64 now)
{
  if (now < self->deadline)
    return FALSE;
  fail_for (self, G_IO_ERROR, G_IO_ERROR_TIMED_OUT);
  return TRUE;
}

void
kp_exchange_start (GTask *task, SoupSession *soup, KpAddressPolicy *policy,
                   const KpNetRequest *request, gboolean whole, GQueue *live)
{
  const char *method = request->method != NULL ? request->method : SOUP_METHOD_GET;
  g_autoptr (SoupMessage) message = soup_message_new (method, request->uri);
  GCancellable *caller = g_task_get_cancellable (task);
  KpExchange *self = NULL;

  if (message == NULL)
    {
      g_task_return_error (
          task,
          kp_net_error_new (KP_NET_ERROR_FAILED, kp_sentence_keep (KP_SENTENCE_NET_NOT_WEB,
                                                                   request->uri, NULL)));
      return;
    }
  self = g_atomic_rc_box_new0 (KpExchange);
  self->task = g_object_ref (task);
  self->context = g_task_get_context (task);
  if (self->context != NULL)
    g_main_context_ref (self->context);
  self->live = live;
  self->link.data = self;
  self->soup = g_object_ref (soup);
  g_set_object (&self->policy, policy);
  self->message = g_steal_pointer (&message);
  self->body = g_byte_array_new ();
  self->deadline =
      g_get_monotonic_time () + (gint64) MAX (request->timeout, 1) * G_USEC_PER_SEC;
  self->accept = whole ? NULL : g_strdup (request->accept);
  self->headers = g_strdupv ((char **) request->headers);
  self->max_size = MIN (request->max_size, G_MAXINT32);
  self->whole = whole;
  self->redirects = whole ? 0 : request->max_redirects;
  self->any_scheme = request->any_scheme;
  if (request->body != NULL)
    soup_message_set_request_body_from_bytes (self->message, request->content_type,
                                              request->body);
  g_task_set_task_data (task, self, release);
  g_queue_push_tail_link (live, &self->link);
  send_message (self);
  if (caller != NULL)
    self->watch =
        g_cancellable_connect (caller, G_CALLBACK (on_cancelled), hold (self), release);
}
