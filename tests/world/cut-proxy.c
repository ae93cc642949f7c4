/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cut-proxy.h"

#include <string.h>

#define MAX_REQUEST (64 * 1024 * 1024)

struct _CutProxy
{
  GSocketService *service;
  guint16 port;
  guint16 target;
  GMutex lock;
  CutPlace place;
  int n_left;
};

static CutPlace
take_place (CutProxy *self)
{
  CutPlace place = CUT_NOWHERE;

  g_mutex_lock (&self->lock);
  if (self->n_left > 0)
    {
      place = self->place;
      self->n_left--;
    }
  g_mutex_unlock (&self->lock);
  return place;
}

/* Reads one request. Returns: the length of its head; 0 if none came */
static gsize
read_request (GInputStream *in, GByteArray *request)
{
  guint8 chunk[65536];
  gsize wanted = G_MAXSIZE;
  gsize head = 0;

  while (request->len < wanted && request->len < MAX_REQUEST)
    {
      gssize n = g_input_stream_read (in, chunk, sizeof chunk, NULL, NULL);
      const guint8 *end;

      if (n <= 0)
        return 0;
      g_byte_array_append (request, chunk, (guint) n);
      end = head == 0 ? memmem (request->data, request->len, "\r\n\r\n", 4) : NULL;
      if (end != NULL)
        {
          g_autofree char *text =
              g_strndup ((const char *) request->data, (gsize) (end - request->data));
          const char *length = strstr (text, "Content-Length: ");

          head = (gsize) (end - request->data) + 4;
          wanted = head + (length != NULL ? g_ascii_strtoull (length + 16, NULL, 10) : 0);
        }
    }
  return head;
}

static gsize
count_passed (CutPlace place, gsize head, gsize whole)
{
  switch (place)
    {
    case CUT_FIRST_OCTET:
      return 1;
    case CUT_HALF_HEAD:
      return head / 2;
    case CUT_HEAD:
      return head;
    case CUT_HALF_BODY:
      return head + (whole - head) / 2;
    case CUT_LAST_OCTET:
      return whole - 1;
    default:
      return whole;
    }
}

static void
read_answer (GInputStream *in, GByteArray *answer)
{
  guint8 chunk[65536];
  gssize n;

  while ((n = g_input_stream_read (in, chunk, sizeof chunk, NULL, NULL)) > 0)
    g_byte_array_append (answer, chunk, (guint) n);
}

static void
pass (CutProxy *self, CutPlace place, GIOStream *client)
{
  g_autoptr (GByteArray) request = g_byte_array_new ();
  g_autoptr (GByteArray) answer = g_byte_array_new ();
  g_autoptr (GSocketClient) connector = g_socket_client_new ();
  g_autoptr (GSocketConnection) server = NULL;
  gsize head = read_request (g_io_stream_get_input_stream (client), request);
  gsize passed = count_passed (place, head, request->len);

  if (head == 0 || place == CUT_AFTER_ACCEPT)
    return;
  server =
      g_socket_client_connect_to_host (connector, "127.0.0.1", self->target, NULL, NULL);
  if (server == NULL)
    return;
  g_output_stream_write_all (g_io_stream_get_output_stream (G_IO_STREAM (server)),
                             request->data, passed, NULL, NULL, NULL);
  if (passed == request->len)
    read_answer (g_io_stream_get_input_stream (G_IO_STREAM (server)), answer);
  if (place == CUT_NOWHERE || place == CUT_FIRST_OF_ANSWER || place == CUT_HALF_ANSWER)
    g_output_stream_write_all (g_io_stream_get_output_stream (client), answer->data,
                               place == CUT_NOWHERE           ? answer->len
                               : place == CUT_FIRST_OF_ANSWER ? 1
                                                              : answer->len / 2,
                               NULL, NULL, NULL);
  g_io_stream_close (G_IO_STREAM (server), NULL, NULL);
}

static gboolean
on_run (GThreadedSocketService *service, GSocketConnection *connection, GObject *source,
        gpointer data)
{
  CutPlace place = take_place (data);

  if (place != CUT_AT_ACCEPT)
    pass (data, place, G_IO_STREAM (connection));
  g_io_stream_close (G_IO_STREAM (connection), NULL, NULL);
  return TRUE;
}

CutProxy *
cut_proxy_new (guint16 port)
{
  CutProxy *self = g_new0 (CutProxy, 1);

  g_mutex_init (&self->lock);
  self->target = port;
  self->service = g_threaded_socket_service_new (16);
  self->port =
      g_socket_listener_add_any_inet_port (G_SOCKET_LISTENER (self->service), NULL, NULL);
  g_signal_connect (self->service, "run", G_CALLBACK (on_run), self);
  g_socket_service_start (self->service);
  return self;
}

void
cut_proxy_set (CutProxy *self, CutPlace place, int n)
{
  g_mutex_lock (&self->lock);
  self->place = place;
  self->n_left = n;
  g_mutex_unlock (&self->lock);
}

guint16
cut_proxy_get_port (CutProxy *self)
{
  return self->port;
}

void
cut_proxy_free (CutProxy *self)
{
  g_socket_service_stop (self->service);
  g_socket_listener_close (G_SOCKET_LISTENER (self->service));
  /* Its threads keep it until they have ended, and so does what waits for connections. */
  while (G_OBJECT (self->service)->ref_count > 1)
    {
      g_main_context_iteration (NULL, FALSE);
      g_usleep (1000);
    }
  g_object_unref (self->service);
  g_mutex_clear (&self->lock);
  g_free (self);
}
