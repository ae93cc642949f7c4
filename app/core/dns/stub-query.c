/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "core/dns/stub-query.h"

#include <arpa/nameser.h>
#include <errno.h>
#include <resolv.h>
#include <string.h>
#include <sys/random.h>

#include "core/model/sentence.h"

/* Each server is asked so often, should a datagram be lost. */
#define ROUNDS 2
/* What passes everywhere without being split up (DNS flag day 2020). */
#define EDNS_UDP_SIZE 1232
#define OPT_SIZE 11

/* Octets of the header. */
#define HEADER_FLAGS 2
#define HEADER_ADDITIONAL 10
#define FLAG_TC 0x02 /* of the first octet of flags */
#define FLAG_AD 0x20 /* of the second */

typedef struct
{
  GSocketAddress *address; /* not owned */
  GSocket *socket;
  gboolean over; /* nothing is expected of it any more */
} Server;

typedef struct
{
  const KpStubServers *servers;
  const char *name;
  KpRecordType type;
  gint64 deadline;
  GCancellable *cancellable;

  guint8 query[KP_DNS_QUERY_MAX];
  gsize size;
  guint8 *answer; /* of KP_DNS_MESSAGE_MAX octets, most of which are never touched */
  Server asked[MAXNS];
  guint n_asked;

  KpDnsReply *reply;
  KpDnsReply *refusal; /* SERVFAIL and its like: if nobody has better */
  GError *error;
} Query;

static void
query_free (Query *self)
{
  for (guint i = 0; i < self->n_asked; i++)
    g_clear_object (&self->asked[i].socket);
  g_clear_pointer (&self->reply, kp_dns_reply_unref);
  g_clear_pointer (&self->refusal, kp_dns_reply_unref);
  g_clear_error (&self->error);
  g_free (self->answer);
  g_free (self);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Query, query_free)

static KpDnsError
translate (const GError *error)
{
  if (error->domain == KP_DNS_ERROR)
    return error->code;
  if (error->domain != G_IO_ERROR)
    return KP_DNS_ERROR_FAILED;
  switch (error->code)
    {
    case G_IO_ERROR_TIMED_OUT:
      return KP_DNS_ERROR_TIMED_OUT;
    case G_IO_ERROR_CANCELLED:
      return KP_DNS_ERROR_CANCELLED;
    case G_IO_ERROR_CONNECTION_REFUSED:
    case G_IO_ERROR_HOST_UNREACHABLE:
    case G_IO_ERROR_NETWORK_UNREACHABLE:
    case G_IO_ERROR_CONNECTION_CLOSED:
      return KP_DNS_ERROR_UNREACHABLE;
    default:
      return KP_DNS_ERROR_FAILED;
    }
}

/* What GIO says of a socket is in the language of the process: its errno is in none. */
static char *
keep (const GError *error)
{
  static const struct
  {
    GIOErrorEnum code;
    int number;
  } known[] = {
    { G_IO_ERROR_CONNECTION_REFUSED, ECONNREFUSED },
    { G_IO_ERROR_HOST_UNREACHABLE, EHOSTUNREACH },
    { G_IO_ERROR_NETWORK_UNREACHABLE, ENETUNREACH },
    { G_IO_ERROR_CONNECTION_CLOSED, ECONNRESET },
    { G_IO_ERROR_PERMISSION_DENIED, EACCES },
  };

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_TIMED_OUT))
    return kp_sentence_keep (KP_SENTENCE_DNS_SILENT, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (known); i++)
    if (g_error_matches (error, G_IO_ERROR, (int) known[i].code))
      return kp_sentence_keep_number (KP_SENTENCE_SYSTEM, NULL, known[i].number);
  return kp_dns_error_keep (error);
}

/* Takes @error; the first one tells most, unless it was only that nobody answered. */
static void
give_up (Query *self, Server *server, GError *error)
{
  server->over = TRUE;
  g_clear_object (&server->socket);
  if (self->error == NULL)
    self->error = kp_dns_error_new (translate (error), keep (error));
  g_error_free (error);
}

static gboolean
fail (GError **error, KpDnsError code, char *kept)
{
  g_propagate_error (error, kp_dns_error_new (code, kept));
  return FALSE;
}

/* As for DoH, but with an id that can't be guessed, and without padding, which would hide
 * nothing here. A server that was not said to know EDNS is asked without it: some routers
 * still choke on it. */
static gboolean
make_query (Query *self, gboolean unchecked, GError **error)
{
  gsize question = NS_HFIXEDSZ + strlen (self->name) + 2 + NS_QFIXEDSZ;
  guint8 *opt = self->query + question;

  if (kp_dns_query_write (self->query, self->name, self->type, unchecked, error) == 0)
    return FALSE;
  if (getrandom (self->query, 2, 0) != 2)
    {
      return fail (error, KP_DNS_ERROR_FAILED,
                   kp_sentence_keep_number (KP_SENTENCE_SYSTEM, NULL, errno));
    }
  if (!self->servers->trust_ad)
    self->query[HEADER_FLAGS + 1] &= (guint8) ~FLAG_AD;
  self->size = question;
  if (!self->servers->edns)
    {
      self->query[HEADER_ADDITIONAL + 1] = 0;
      return TRUE;
    }
  opt[3] = EDNS_UDP_SIZE >> 8;
  opt[4] = EDNS_UDP_SIZE & 0xff;
  memset (opt + 5, 0, OPT_SIZE - 5);
  self->size += OPT_SIZE;
  return TRUE;
}

static gboolean
is_refusal (const KpDnsReply *reply)
{
  return reply->rcode == ns_r_servfail || reply->rcode == ns_r_refused
         || reply->rcode == ns_r_notimpl || reply->rcode == ns_r_formerr;
}

/* Whether the octets are the answer of @server. Others may come too: late ones, and ones of
 * who hopes to be faster. */
static gboolean
take_answer (Query *self, Server *server, gsize size)
{
  g_autoptr (GBytes) message = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (KpDnsReply) reply = NULL;

  if (size < NS_HFIXEDSZ || memcmp (self->answer, self->query, 2) != 0)
    return FALSE;
  memset (self->answer, 0, 2);
  message = g_bytes_new_static (self->answer, size);
  reply = kp_dns_reply_decode (message, self->name, self->type, 0, &error);
  if (g_error_matches (error, KP_DNS_ERROR, KP_DNS_ERROR_MISMATCH))
    return FALSE;
  if (reply == NULL)
    {
      give_up (self, server, g_steal_pointer (&error));
      return TRUE;
    }
  reply->authenticated &= self->servers->trust_ad;
  server->over = TRUE;
  if (!is_refusal (reply))
    self->reply = g_steal_pointer (&reply);
  else if (self->refusal == NULL)
    self->refusal = g_steal_pointer (&reply);
  return TRUE;
}

static gboolean
wait_on (Query *self, GSocket *socket, GIOCondition condition, GError **error)
{
  gint64 left = self->deadline - g_get_monotonic_time ();

  if (left > 0)
    return g_socket_condition_timed_wait (socket, condition, left, self->cancellable,
                                          error);
  return fail (error, KP_DNS_ERROR_TIMED_OUT,
               kp_sentence_keep (KP_SENTENCE_DNS_SILENT, NULL));
}

static gboolean
move_octets (Query *self, GSocket *socket, GIOCondition way, guint8 *octets, gsize size,
             GError **error)
{
  gsize done = 0;

  while (done < size)
    {
      g_autoptr (GError) failure = NULL;
      gssize n = 0;

      if (!wait_on (self, socket, way, error))
        return FALSE;
      n = way == G_IO_IN
              ? g_socket_receive_with_blocking (socket, (char *) octets + done, size - done,
                                                FALSE, NULL, &failure)
              : g_socket_send_with_blocking (socket, (const char *) octets + done,
                                             size - done, FALSE, NULL, &failure);
      if (n < 0 && !g_error_matches (failure, G_IO_ERROR, G_IO_ERROR_WOULD_BLOCK))
        {
          g_propagate_error (error, g_steal_pointer (&failure));
          return FALSE;
        }
      if (n == 0)
        return fail (error, KP_DNS_ERROR_TRUNCATED,
                     kp_sentence_keep (KP_SENTENCE_DNS_ENDED, NULL));
      done += (gsize) MAX (n, 0);
    }
  return TRUE;
}

static GSocket *
open_socket (Query *self, Server *server, GSocketType type, GError **error)
{
  g_autoptr (GSocket) socket = g_socket_new (g_socket_address_get_family (server->address),
                                             type, G_SOCKET_PROTOCOL_DEFAULT, error);
  g_autoptr (GError) failure = NULL;

  if (socket == NULL)
    return NULL;
  g_socket_set_blocking (socket, FALSE);
  if (g_socket_connect (socket, server->address, NULL, &failure))
    return g_steal_pointer (&socket);
  if (!g_error_matches (failure, G_IO_ERROR, G_IO_ERROR_PENDING))
    {
      g_propagate_error (error, g_steal_pointer (&failure));
      return NULL;
    }
  if (!wait_on (self, socket, G_IO_OUT, error)
      || !g_socket_check_connect_result (socket, error))
    return NULL;
  return g_steal_pointer (&socket);
}

/* RFC 7766: two octets of length, then the message. */
static gboolean
exchange_by_tcp (Query *self, Server *server, gsize *size, GError **error)
{
  g_autoptr (GSocket) socket = open_socket (self, server, G_SOCKET_TYPE_STREAM, error);
  guint8 packet[2 + KP_DNS_QUERY_MAX];
  guint8 length[2];

  if (socket == NULL)
    return FALSE;
  packet[0] = (guint8) (self->size >> 8);
  packet[1] = (guint8) self->size;
  memcpy (packet + 2, self->query, self->size);
  if (!move_octets (self, socket, G_IO_OUT, packet, self->size + 2, error)
      || !move_octets (self, socket, G_IO_IN, length, sizeof length, error))
    return FALSE;
  *size = ns_get16 (length);
  return move_octets (self, socket, G_IO_IN, self->answer, *size, error);
}

static void
ask_by_tcp (Query *self, Server *server)
{
  GError *error = NULL;
  gsize size = 0;

  g_clear_object (&server->socket);
  if (!exchange_by_tcp (self, server, &size, &error))
    give_up (self, server, error);
  else if (!take_answer (self, server, size))
    give_up (self, server,
             kp_dns_error_new (KP_DNS_ERROR_MISMATCH,
                               kp_sentence_keep (KP_SENTENCE_DNS_OTHER_QUESTION, NULL)));
}

static void
ask_by_udp (Query *self, Server *server)
{
  GError *error = NULL;

  if (server->socket == NULL)
    server->socket = open_socket (self, server, G_SOCKET_TYPE_DATAGRAM, &error);
  if (server->socket == NULL
      || g_socket_send (server->socket, (const char *) self->query, self->size, NULL,
                        &error)
             < 0)
    give_up (self, server, error);
}

static void
receive (Query *self, Server *server)
{
  g_autoptr (GError) error = NULL;
  gssize size = g_socket_receive (server->socket, (char *) self->answer, KP_DNS_MESSAGE_MAX,
                                  NULL, &error);

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_WOULD_BLOCK))
    return;
  if (size < 0)
    give_up (self, server, g_steal_pointer (&error));
  else if (size >= NS_HFIXEDSZ && memcmp (self->answer, self->query, 2) == 0
           && (self->answer[HEADER_FLAGS] & FLAG_TC) != 0)
    ask_by_tcp (self, server);
  else
    take_answer (self, server, (gsize) size);
}

/* Waits for whichever server speaks first, or @until. */
static void
listen_until (Query *self, gint64 until)
{
  GPollFD fds[MAXNS + 1] = { 0 };
  Server *heard[MAXNS] = { NULL };
  gint64 left = (until - g_get_monotonic_time () + 999) / 1000;
  gboolean cancels = FALSE;
  guint n = 0;

  for (guint i = 0; i < self->n_asked; i++)
    if (!self->asked[i].over && self->asked[i].socket != NULL)
      {
        fds[n].fd = g_socket_get_fd (self->asked[i].socket);
        fds[n].events = G_IO_IN;
        heard[n++] = &self->asked[i];
      }
  cancels = g_cancellable_make_pollfd (self->cancellable, &fds[n]);
  g_poll (fds, n + cancels, (int) CLAMP (left, 0, G_MAXINT));
  if (cancels)
    g_cancellable_release_fd (self->cancellable);
  for (guint i = 0; i < n && self->reply == NULL; i++)
    if (fds[i].revents != 0)
      receive (self, heard[i]);
}

static guint
count_open (const Query *self)
{
  guint n = 0;

  for (guint i = 0; i < self->n_asked; i++)
    n += !self->asked[i].over;
  return n;
}

static void
ask_all (Query *self)
{
  gint64 start = g_get_monotonic_time ();
  gint64 pause = (self->deadline - start) / (ROUNDS * MAX (self->n_asked, 1));
  gint64 next = start;
  guint sent = 0;

  while (self->reply == NULL && count_open (self) > 0
         && !g_cancellable_is_cancelled (self->cancellable))
    {
      Server *server = &self->asked[sent % self->n_asked];
      gint64 now = g_get_monotonic_time ();
      guint open = count_open (self);

      if (now >= self->deadline)
        break;
      if (sent < ROUNDS * self->n_asked && now >= next)
        {
          sent++;
          if (server->over)
            continue;
          next = now + pause;
          if (self->servers->only_tcp)
            ask_by_tcp (self, server);
          else
            ask_by_udp (self, server);
        }
      else
        listen_until (self, sent < ROUNDS * self->n_asked ? MIN (next, self->deadline)
                                                          : self->deadline);
      /* Who has just said that it can't leaves the next its turn. */
      if (count_open (self) < open)
        next = 0;
    }
}

static void
read_environment (KpStubServers *self, const char *text)
{
  g_auto (GStrv) words = g_strsplit_set (text, " \t\n", -1);

  for (guint i = 0; words[i] != NULL && self->addresses->len < MAXNS; i++)
    {
      g_autoptr (GSocketConnectable) place =
          *words[i] != '\0' ? g_network_address_parse (words[i], NS_DEFAULTPORT, NULL)
                            : NULL;
      GSocketAddress *address = NULL;

      if (place != NULL)
        address = g_inet_socket_address_new_from_string (
            g_network_address_get_hostname (G_NETWORK_ADDRESS (place)),
            g_network_address_get_port (G_NETWORK_ADDRESS (place)));
      if (address != NULL)
        g_ptr_array_add (self->addresses, address);
    }
}

static void
read_system (KpStubServers *self)
{
  struct __res_state state = { 0 };

  if (res_ninit (&state) != 0)
    return;
  for (int i = 0; i < MIN (state.nscount, MAXNS); i++)
    {
      struct sockaddr_in6 *six = state._u._ext.nsaddrs[i];
      GSocketAddress *address = NULL;

      /* IPv6 servers stand apart, in the same place. */
      if (state.nsaddr_list[i].sin_family == AF_INET)
        address = g_socket_address_new_from_native (&state.nsaddr_list[i],
                                                    sizeof state.nsaddr_list[i]);
      else if (six != NULL && six->sin6_family == AF_INET6)
        address = g_socket_address_new_from_native (six, sizeof *six);
      if (address != NULL)
        g_ptr_array_add (self->addresses, address);
    }
  self->edns = (state.options & RES_USE_EDNS0) != 0;
  self->trust_ad = (state.options & RES_TRUSTAD) != 0;
  self->only_tcp = (state.options & RES_USEVC) != 0;
  res_nclose (&state);
}

KpStubServers *
kp_stub_servers_new_system (void)
{
  KpStubServers *self = g_new0 (KpStubServers, 1);
  const char *environment = g_getenv (KP_STUB_ENVIRONMENT);

  self->addresses = g_ptr_array_new_with_free_func (g_object_unref);
  if (environment != NULL)
    read_environment (self, environment);
  else
    read_system (self);
  return self;
}

void
kp_stub_servers_free (KpStubServers *self)
{
  g_ptr_array_unref (self->addresses);
  g_free (self);
}

KpDnsReply *
kp_stub_query_run (const KpStubServers *servers, const char *name, KpRecordType type,
                   KpLookupFlags flags, guint timeout, GCancellable *cancellable,
                   GError **error)
{
  g_autoptr (Query) self = NULL;

  g_return_val_if_fail (servers != NULL, NULL);
  g_return_val_if_fail (name != NULL, NULL);

  self = g_new0 (Query, 1);
  self->answer = g_malloc (KP_DNS_MESSAGE_MAX);
  self->servers = servers;
  self->name = name;
  self->type = type;
  self->deadline = g_get_monotonic_time () + (gint64) timeout * G_USEC_PER_SEC;
  self->cancellable = cancellable;
  self->n_asked = MIN (servers->addresses->len, MAXNS);
  for (guint i = 0; i < self->n_asked; i++)
    self->asked[i].address = g_ptr_array_index (servers->addresses, i);
  if (!make_query (self, (flags & KP_LOOKUP_CHECKING_DISABLED) != 0, error))
    return NULL;

  ask_all (self);
  if (self->reply != NULL)
    return g_steal_pointer (&self->reply);
  if (g_cancellable_is_cancelled (cancellable))
    g_propagate_error (error, kp_dns_error_new_cancelled ());
  else if (self->refusal != NULL)
    return g_steal_pointer (&self->refusal);
  else if (self->error != NULL)
    g_propagate_error (error, g_steal_pointer (&self->error));
  else if (self->n_asked == 0)
    fail (error, KP_DNS_ERROR_UNREACHABLE,
          kp_sentence_keep (KP_SENTENCE_DNS_NO_SERVER, NULL));
  else
    fail (error, KP_DNS_ERROR_TIMED_OUT,
          kp_sentence_keep (KP_SENTENCE_DNS_ALL_SILENT, NULL));
  return NULL;
}
