/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "core/net/exchange.h"

#include "core/net/net-error.h"

#include <glib/gi18n.h>

#define CHUNK 4096

struct _KpExchange
{
  GTask *task; /* not owned: it owns this */
  GQueue *live;
  GList link;
  SoupSession *soup;
  SoupMessage *message;
  GInputStream *stream;
  GByteArray *body;
  GCancellable *cancellable; /* the caller's, or the deadline */
  gulong forward;
  gint64 deadline;
  gboolean expired;
  char *accept;
  char **headers;
  gsize max_size;
  guint redirects;
  guint age;
};

static void send_message (KpExchange *self);
static void read_more (KpExchange *self);

static void
exchange_free (gpointer data)
{
  KpExchange *self = data;

  g_clear_object (&self->soup);
  g_clear_object (&self->message);
  g_clear_object (&self->stream);
  g_clear_pointer (&self->body, g_byte_array_unref);
  g_clear_object (&self->cancellable);
  g_free (self->accept);
  g_strfreev (self->headers);
  g_free (self);
}

guint
kp_exchange_get_age (const KpExchange *self)
{
  return self->age;
}

static void
forward_cancel (GCancellable *caller, gpointer data)
{
  g_cancellable_cancel (data);
}

/* Each message has a cancellable of its own: the caller's and the deadline end it, and what
 * is left of it once nobody wants it any more. */
static void
arm (KpExchange *self)
{
  GCancellable *caller = g_task_get_cancellable (self->task);

  self->cancellable = g_cancellable_new ();
  if (caller != NULL)
    self->forward =
        g_cancellable_connect (caller, G_CALLBACK (forward_cancel),
                               g_object_ref (self->cancellable), g_object_unref);
}

static void
disarm (KpExchange *self, gboolean complete)
{
  GCancellable *caller = g_task_get_cancellable (self->task);

  /* Not g_cancellable_disconnect(): it would wait for itself within a cancellation. */
  if (self->forward != 0)
    g_signal_handler_disconnect (caller, self->forward);
  self->forward = 0;
  if (!complete)
    g_cancellable_cancel (self->cancellable);
  if (self->stream != NULL)
    g_input_stream_close_async (self->stream, G_PRIORITY_DEFAULT, self->cancellable, NULL,
                                NULL);
  g_clear_object (&self->stream);
  g_clear_object (&self->cancellable);
}

static void
fail (KpExchange *self, GError *error)
{
  g_queue_unlink (self->live, &self->link);
  disarm (self, FALSE);
  g_task_return_error (self->task, error);
}

static void
fail_for (KpExchange *self, const GError *failure)
{
  if (self->expired)
    {
      g_autoptr (GError) late =
          g_error_new_literal (G_IO_ERROR, G_IO_ERROR_TIMED_OUT, "deadline");

      fail (self, kp_net_error_new_for_failure (late, self->message));
    }
  else
    fail (self, kp_net_error_new_for_failure (failure, self->message));
}

static void
fail_too_large (KpExchange *self)
{
  fail (self, g_error_new (KP_NET_ERROR, KP_NET_ERROR_TOO_LARGE,
                           /* Translators: %s is a host name, %zu a number of bytes. */
                           _ ("%s sends more than %zu bytes"),
                           g_uri_get_host (soup_message_get_uri (self->message)),
                           self->max_size));
}

static void
succeed (KpExchange *self)
{
  g_queue_unlink (self->live, &self->link);
  disarm (self, TRUE);
  g_task_return_pointer (self->task,
                         g_byte_array_free_to_bytes (g_steal_pointer (&self->body)),
                         (GDestroyNotify) g_bytes_unref);
}

/* @n octets came to the end of the body. Returns whether there is more to read. */
static gboolean
take (KpExchange *self, gsize start, gssize n)
{
  g_byte_array_set_size (self->body, (guint) (start + n));
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
  g_autoptr (GTask) task = data;
  KpExchange *self = g_task_get_task_data (task);
  g_autoptr (GError) error = NULL;
  gssize n = g_input_stream_read_finish (G_INPUT_STREAM (source), result, &error);

  if (n < 0)
    fail_for (self, error);
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
          fail_for (self, error);
          return;
        }
      if (!take (self, start, n))
        return;
    }
  g_input_stream_read_async (self->stream, self->body->data + self->body->len - CHUNK,
                             CHUNK, G_PRIORITY_DEFAULT, self->cancellable, on_read,
                             g_object_ref (self->task));
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

static void
fail_redirect (KpExchange *self)
{
  fail (self, g_error_new (KP_NET_ERROR, KP_NET_ERROR_REDIRECT,
                           /* Translators: %s is a host name. */
                           _ ("%s sends to another address, which is not followed"),
                           g_uri_get_host (soup_message_get_uri (self->message))));
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
  if (to == NULL || g_strcmp0 (g_uri_get_scheme (from), g_uri_get_scheme (to)) != 0
      || g_uri_get_host (to) == NULL || *g_uri_get_host (to) == '\0')
    {
      fail_redirect (self);
      return;
    }
  self->redirects--;
  disarm (self, FALSE);
  g_clear_object (&self->message);
  self->message = soup_message_new_from_uri (SOUP_METHOD_GET, to);
  arm (self);
  send_message (self);
}

static gboolean
is_redirect (guint status)
{
  return status == SOUP_STATUS_MOVED_PERMANENTLY || status == SOUP_STATUS_FOUND
         || status == SOUP_STATUS_SEE_OTHER || status == SOUP_STATUS_TEMPORARY_REDIRECT
         || status == SOUP_STATUS_PERMANENT_REDIRECT;
}

static void
judge_head (KpExchange *self)
{
  SoupMessageHeaders *headers = soup_message_get_response_headers (self->message);
  guint status = soup_message_get_status (self->message);
  const char *type = NULL;

  if (is_redirect (status))
    {
      follow_redirect (self);
      return;
    }
  if (!SOUP_STATUS_IS_SUCCESSFUL (status))
    {
      fail (self, kp_net_error_new_for_status (self->message));
      return;
    }
  type = soup_message_headers_get_content_type (headers, NULL);
  if (self->accept != NULL
      && (type == NULL || g_ascii_strcasecmp (type, self->accept) != 0))
    {
      fail (self, g_error_new (KP_NET_ERROR, KP_NET_ERROR_CONTENT,
                               /* Translators: the first %s is a host name, the second and
                                * third are content types such as text/html. */
                               _ ("%s answers with %s instead of %s"),
                               g_uri_get_host (soup_message_get_uri (self->message)),
                               type != NULL ? type : "?", self->accept));
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
on_sent (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GTask) task = data;
  KpExchange *self = g_task_get_task_data (task);
  g_autoptr (GError) error = NULL;

  self->stream = soup_session_send_finish (SOUP_SESSION (source), result, &error);
  if (self->stream == NULL)
    fail_for (self, error);
  else
    judge_head (self);
}

static void
send_message (KpExchange *self)
{
  SoupMessageHeaders *headers = soup_message_get_request_headers (self->message);

  soup_message_add_flags (self->message, SOUP_MESSAGE_NO_REDIRECT);
  if (self->accept != NULL)
    soup_message_headers_append (headers, "Accept", self->accept);
  for (guint i = 0; self->headers != NULL && self->headers[i] != NULL; i += 2)
    soup_message_headers_replace (headers, self->headers[i], self->headers[i + 1]);
  soup_session_send_async (self->soup, self->message, G_PRIORITY_DEFAULT, self->cancellable,
                           on_sent, g_object_ref (self->task));
}

gboolean
kp_exchange_expire (KpExchange *self, gint64 now)
{
  if (now < self->deadline || self->expired)
    return FALSE;
  self->expired = TRUE;
  g_cancellable_cancel (self->cancellable);
  return TRUE;
}

void
kp_exchange_start (GTask *task, SoupSession *soup, const KpNetRequest *request,
                   GQueue *live)
{
  g_autoptr (SoupMessage) message = soup_message_new (SOUP_METHOD_GET, request->uri);
  KpExchange *self = NULL;

  if (message == NULL)
    {
      g_task_return_new_error (task, KP_NET_ERROR, KP_NET_ERROR_FAILED,
                               /* Translators: %s is what should be a web address. */
                               _ ("“%s” is no web address"), request->uri);
      return;
    }
  self = g_new0 (KpExchange, 1);
  self->task = task;
  self->live = live;
  self->link.data = self;
  self->soup = g_object_ref (soup);
  self->message = g_steal_pointer (&message);
  self->body = g_byte_array_new ();
  self->deadline =
      g_get_monotonic_time () + (gint64) MAX (request->timeout, 1) * G_USEC_PER_SEC;
  self->accept = g_strdup (request->accept);
  self->headers = g_strdupv ((char **) request->headers);
  self->max_size = MIN (request->max_size, G_MAXINT32);
  self->redirects = request->max_redirects;
  g_task_set_task_data (task, self, exchange_free);
  g_queue_push_tail_link (live, &self->link);
  arm (self);
  send_message (self);
}
