/* SPDX-License-Identifier: GPL-3.0-or-later */

/* gnutls-tls ADDRESS PORT NAMES ROOTS [IN-FLIGHT]: the peer of bench-tls, GnuTLS in a main
 * loop and nothing else: a full handshake with ADDRESS for every name of the file NAMES,
 * its chain verified against ROOTS, IN-FLIGHT (32) at once. */
#include <arpa/inet.h>
#include <errno.h>
#include <gio/gio.h>
#include <glib-unix.h>
#include <gnutls/gnutls.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <unistd.h>

typedef struct
{
  GMainLoop *loop;
  struct sockaddr_in to;
  gnutls_certificate_credentials_t credentials;
  gnutls_priority_t priority;
  char **names;
  guint n_names;
  guint next;
  guint limit;
  guint under_way;
  guint trusted;
  guint served;
} Loop;

typedef struct
{
  Loop *loop;
  const char *name;
  int fd;
  gnutls_session_t session;
} Connection;

static void pump (Loop *loop);

static void
finish (Connection *connection)
{
  Loop *loop = connection->loop;

  g_clear_pointer (&connection->session, gnutls_deinit);
  close (connection->fd);
  g_free (connection);
  loop->under_way--;
  pump (loop);
}

static gboolean
shake (int fd, GIOCondition condition, gpointer data)
{
  Connection *connection = data;
  unsigned int status = 1;
  int result;

  do
    result = gnutls_handshake (connection->session);
  while (result == GNUTLS_E_INTERRUPTED
         || (result < 0 && result != GNUTLS_E_AGAIN && !gnutls_error_is_fatal (result)));
  if (result == GNUTLS_E_AGAIN)
    {
      g_unix_fd_add (fd,
                     gnutls_record_get_direction (connection->session) ? G_IO_OUT : G_IO_IN,
                     shake, connection);
      return G_SOURCE_REMOVE;
    }
  connection->loop->served += result == 0;
  if (result == 0
      && gnutls_certificate_verify_peers3 (connection->session, connection->name, &status)
             == 0
      && status == 0)
    connection->loop->trusted++;
  if (result == 0)
    gnutls_bye (connection->session, GNUTLS_SHUT_WR);
  finish (connection);
  return G_SOURCE_REMOVE;
}

static gboolean
on_connected (int fd, GIOCondition condition, gpointer data)
{
  Connection *connection = data;
  Loop *loop = connection->loop;

  gnutls_init (&connection->session, GNUTLS_CLIENT | GNUTLS_NONBLOCK | GNUTLS_NO_TICKETS);
  gnutls_priority_set (connection->session, loop->priority);
  gnutls_credentials_set (connection->session, GNUTLS_CRD_CERTIFICATE, loop->credentials);
  gnutls_server_name_set (connection->session, GNUTLS_NAME_DNS, connection->name,
                          strlen (connection->name));
  gnutls_transport_set_int (connection->session, fd);
  return shake (fd, condition, connection);
}

static void
dial (Loop *loop, const char *name)
{
  const int on = 1;
  Connection *connection = g_new0 (Connection, 1);

  connection->loop = loop;
  connection->name = name;
  connection->fd = socket (AF_INET, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
  setsockopt (connection->fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
  if (connect (connection->fd, (struct sockaddr *) &loop->to, sizeof loop->to) < 0
      && errno != EINPROGRESS)
    g_error ("connect: %s", g_strerror (errno));
  g_unix_fd_add (connection->fd, G_IO_OUT, on_connected, connection);
}

static void
pump (Loop *loop)
{
  while (loop->under_way < loop->limit && loop->next < loop->n_names)
    {
      loop->under_way++;
      dial (loop, loop->names[loop->next++]);
    }
  if (loop->under_way == 0)
    g_main_loop_quit (loop->loop);
}

static double
processor_seconds (void)
{
  struct rusage usage;

  getrusage (RUSAGE_SELF, &usage);
  return (double) (usage.ru_utime.tv_sec + usage.ru_stime.tv_sec)
         + (double) (usage.ru_utime.tv_usec + usage.ru_stime.tv_usec) / 1e6;
}

static void
run (Loop *loop)
{
  double processor = processor_seconds (), seconds;
  gint64 begin = g_get_monotonic_time ();

  pump (loop);
  if (loop->under_way > 0)
    g_main_loop_run (loop->loop);
  seconds = (double) (g_get_monotonic_time () - begin) / G_USEC_PER_SEC;
  processor = processor_seconds () - processor;
  g_print ("%.0f handshakes/s: %u served, %u trusted of %u in %.3f s, %.0f us of CPU "
           "each\n",
           loop->n_names / seconds, loop->served, loop->trusted, loop->n_names, seconds,
           processor * 1e6 / MAX (loop->n_names, 1));
}

int
main (int argc, char **argv)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *text = NULL;
  Loop loop = { 0 };

  if (argc < 5)
    {
      g_printerr ("Usage: gnutls-tls ADDRESS PORT NAMES ROOTS [IN-FLIGHT]\n");
      return 2;
    }
  loop.to.sin_family = AF_INET;
  loop.to.sin_port = htons ((guint16) strtoul (argv[2], NULL, 10));
  gnutls_certificate_allocate_credentials (&loop.credentials);
  if (!g_file_get_contents (argv[3], &text, NULL, &error)
      || inet_pton (AF_INET, argv[1], &loop.to.sin_addr) != 1
      || gnutls_certificate_set_x509_trust_file (loop.credentials, argv[4],
                                                 GNUTLS_X509_FMT_PEM)
             <= 0)
    {
      g_printerr ("gnutls-tls: %s\n", error != NULL ? error->message : "bad arguments");
      return 3;
    }
  gnutls_priority_init (&loop.priority, "NORMAL", NULL);
  loop.names = g_strsplit (g_strchomp (text), "\n", -1);
  loop.n_names = g_strv_length (loop.names);
  loop.limit = argc > 5 ? (guint) strtoul (argv[5], NULL, 10) : 32;
  loop.loop = g_main_loop_new (NULL, FALSE);
  run (&loop);

  g_main_loop_unref (loop.loop);
  g_strfreev (loop.names);
  gnutls_priority_deinit (loop.priority);
  gnutls_certificate_free_credentials (loop.credentials);
  return loop.trusted < loop.n_names;
}
