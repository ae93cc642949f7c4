/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "dns/name-server.h"

#include "dns/wire-builder.h"

#define MAX_QUESTION 600
#define SLOW_USEC (G_USEC_PER_SEC / 2)
#define DRIP_USEC (G_USEC_PER_SEC / 5)

struct _NameServer
{
  gboolean better;
  GSocket *udp;
  GSocket *tcp;
  GSocketAddress *address;
  GCancellable *end;
  GThread *thread;
  GPtrArray *hanging; /* GSocket: connections that are kept and not answered */

  GMutex mutex;
  guint n_udp;
  guint n_tcp;
  guint n_lost;
  GBytes *last;
};

typedef struct
{
  char *name;
  char *kind;
  guint type;
} Question;

static void
question_clear (Question *self)
{
  g_free (self->name);
  g_free (self->kind);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Question, question_clear)

static void
read_question (const guint8 *octets, gsize size, Question *question)
{
  g_autoptr (GString) name = g_string_new (NULL);
  gsize position = 12;

  g_assert_cmpuint (size, >, 17);
  while (octets[position] != 0)
    {
      g_string_append_printf (name, "%s%.*s", name->len > 0 ? "." : "", octets[position],
                              octets + position + 1);
      position += octets[position] + 1u;
      g_assert_cmpuint (position + 5, <=, size);
    }
  question->type = (guint) octets[position + 1] << 8 | octets[position + 2];
  question->kind = g_strndup (name->str, strcspn (name->str, "."));
  question->name = g_string_free (g_steal_pointer (&name), FALSE);
}

static gboolean
is (const Question *question, const char *kind)
{
  return g_str_equal (question->kind, kind);
}

static void
put_soa (GByteArray *wire)
{
  static const guint8 rdata[] = { 1, 'a', 0, 1, 'b', 0, 0, 0, 0, 1, 0, 0,    0,
                                  2, 0,   0, 0, 3,   0, 0, 0, 4, 0, 0, 0x02, 0x58 };
  const guint8 owner[] = { 4, 't', 'e', 's', 't', 0 };

  wire_put (wire, owner, sizeof owner);
  wire_put16 (wire, 6);
  wire_put16 (wire, 1);
  wire_put32 (wire, 900);
  wire_put16 (wire, sizeof rdata);
  wire_put (wire, rdata, sizeof rdata);
}

/* TXT records until the message has exactly 65,535 octets. */
static void
fill_up (GByteArray *wire)
{
  guint n = 0;

  while (wire->len < KP_DNS_MESSAGE_MAX)
    {
      guint left = KP_DNS_MESSAGE_MAX - wire->len;
      guint length = MIN (left - 12, 200);
      guint8 rdata[200] = { 0 };

      /* What stays must be enough for one more record. */
      if (left - 12 - length > 0 && left - 12 - length < 14)
        length -= 14;
      rdata[0] = (guint8) (length - 1);
      memset (rdata + 1, 'x', length - 1);
      wire_put_record (wire, 16, 300, rdata, length);
      n++;
    }
  wire_set_counts (wire, n, 0, 0);
}

static GByteArray *
make_answer (NameServer *self, const Question *question, const guint8 *id, gboolean tcp)
{
  guint flags = 0x81a0;
  GByteArray *wire = NULL;
  gboolean bare = TRUE;

  if (is (question, "servfail") && !self->better)
    flags |= 2;
  else if (is (question, "nothing"))
    flags |= 3;
  else if (is (question, "notimp") && !self->better)
    flags |= 4;
  else if (is (question, "refused") && !self->better)
    flags |= 5;
  else if (!tcp
           && g_strv_contains ((const char *const[]){ "tc", "large", "hang", "short",
                                                      "drip", "other", NULL },
                               question->kind))
    flags |= 0x0200;
  else
    bare = FALSE;
  wire = wire_new (flags, tcp && is (question, "other") ? "x.test" : question->name,
                   question->type);
  memcpy (wire->data, id, 2);
  if (is (question, "nothing"))
    {
      put_soa (wire);
      wire_set_counts (wire, 0, 1, 0);
    }
  else if (is (question, "large") && tcp)
    fill_up (wire);
  else if (!bare)
    {
      wire_put_record (wire, 1, 300, "\xc0\x00\x02\x01", 4);
      wire_set_counts (wire, 1, 0, 0);
    }
  if (is (question, "broken"))
    g_byte_array_set_size (wire, wire->len - 3);
  return wire;
}

static void
note (NameServer *self, const guint8 *octets, gsize size, gboolean tcp)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->mutex);

  self->n_udp += !tcp;
  self->n_tcp += tcp;
  g_clear_pointer (&self->last, g_bytes_unref);
  self->last = g_bytes_new (octets, size);
}

static void
send_forged (NameServer *self, GSocketAddress *to, const Question *question,
             const guint8 *id)
{
  g_autoptr (GByteArray) other_id = make_answer (self, question, id, FALSE);
  g_autoptr (GByteArray) other_name = wire_new (0x8180, "x.test", question->type);

  other_id->data[1] ^= 1;
  other_id->data[other_id->len - 1] = 66;
  g_socket_send_to (self->udp, to, (char *) other_id->data, other_id->len, NULL, NULL);
  memcpy (other_name->data, id, 2);
  wire_put_record (other_name, 1, 300, "\xc0\x00\x02\x42", 4);
  wire_set_counts (other_name, 1, 0, 0);
  g_socket_send_to (self->udp, to, (char *) other_name->data, other_name->len, NULL, NULL);
}

static void
answer_udp (NameServer *self)
{
  guint8 octets[MAX_QUESTION];
  g_autoptr (GSocketAddress) from = NULL;
  g_autoptr (GByteArray) answer = NULL;
  g_auto (Question) question = { 0 };
  gssize size =
      g_socket_receive_from (self->udp, &from, (char *) octets, sizeof octets, NULL, NULL);

  if (size <= 0)
    return;
  read_question (octets, (gsize) size, &question);
  note (self, octets, (gsize) size, FALSE);
  if (is (&question, "silent") || (is (&question, "lost") && self->n_lost++ == 0))
    return;
  if (is (&question, "slow"))
    g_usleep (SLOW_USEC);
  if (is (&question, "forged"))
    send_forged (self, from, &question, octets);
  answer = make_answer (self, &question, octets, FALSE);
  g_socket_send_to (self->udp, from, (char *) answer->data, answer->len, NULL, NULL);
}

static void
read_exactly (GSocket *socket, guint8 *octets, gsize size)
{
  for (gsize done = 0; done < size;)
    {
      gssize n = g_socket_receive (socket, (char *) octets + done, size - done, NULL, NULL);

      g_assert_cmpint (n, >, 0);
      done += (gsize) n;
    }
}

static void
write_slowly (GSocket *socket, const guint8 *octets, gsize size)
{
  for (gsize i = 0; i < size; i++)
    {
      if (g_socket_send (socket, (const char *) octets + i, 1, NULL, NULL) < 1)
        return;
      g_usleep (DRIP_USEC);
    }
}

static void
answer_tcp (NameServer *self)
{
  g_autoptr (GSocket) socket = g_socket_accept (self->tcp, NULL, NULL);
  g_autoptr (GByteArray) answer = NULL;
  g_auto (Question) question = { 0 };
  guint8 octets[MAX_QUESTION];
  guint8 length[2];
  gsize size = 0;

  if (socket == NULL)
    return;
  read_exactly (socket, length, 2);
  size = (gsize) length[0] << 8 | length[1];
  g_assert_cmpuint (size, <=, sizeof octets);
  read_exactly (socket, octets, size);
  read_question (octets, size, &question);
  note (self, octets, size, TRUE);
  answer = make_answer (self, &question, octets, TRUE);
  length[0] = (guint8) (answer->len >> 8);
  length[1] = (guint8) answer->len;
  if (is (&question, "hang"))
    g_ptr_array_add (self->hanging, g_steal_pointer (&socket));
  else if (is (&question, "drip"))
    write_slowly (socket, answer->data, answer->len);
  else
    {
      gsize all = is (&question, "short") ? answer->len / 2 : answer->len;

      g_socket_send (socket, (char *) length, 2, NULL, NULL);
      for (gsize done = 0; done < all;)
        {
          gssize n =
              g_socket_send (socket, (char *) answer->data + done, all - done, NULL, NULL);

          if (n <= 0)
            break;
          done += (gsize) n;
        }
    }
}

static gpointer
serve (gpointer data)
{
  NameServer *self = data;
  GPollFD fds[3] = { 0 };

  fds[0].fd = g_socket_get_fd (self->udp);
  fds[1].fd = g_socket_get_fd (self->tcp);
  fds[0].events = fds[1].events = G_IO_IN;
  g_assert_true (g_cancellable_make_pollfd (self->end, &fds[2]));
  while (!g_cancellable_is_cancelled (self->end))
    {
      g_poll (fds, G_N_ELEMENTS (fds), -1);
      if (fds[0].revents != 0)
        answer_udp (self);
      if (fds[1].revents != 0)
        answer_tcp (self);
    }
  g_cancellable_release_fd (self->end);
  return NULL;
}

static GSocket *
make_socket (GSocketType type, guint16 port)
{
  g_autoptr (GInetAddress) loopback = g_inet_address_new_loopback (G_SOCKET_FAMILY_IPV4);
  g_autoptr (GSocketAddress) address = g_inet_socket_address_new (loopback, port);
  g_autoptr (GSocket) socket =
      g_socket_new (G_SOCKET_FAMILY_IPV4, type, G_SOCKET_PROTOCOL_DEFAULT, NULL);

  g_assert_nonnull (socket);
  return g_socket_bind (socket, address, FALSE, NULL) ? g_steal_pointer (&socket) : NULL;
}

/* UDP and TCP on one port: one that is free for both. */
static void
bind_both (NameServer *self)
{
  for (guint i = 0; i < 20 && self->udp == NULL; i++)
    {
      g_clear_object (&self->tcp);
      g_clear_object (&self->address);
      self->tcp = make_socket (G_SOCKET_TYPE_STREAM, 0);
      g_assert_nonnull (self->tcp);
      self->address = g_socket_get_local_address (self->tcp, NULL);
      self->udp = make_socket (
          G_SOCKET_TYPE_DATAGRAM,
          g_inet_socket_address_get_port (G_INET_SOCKET_ADDRESS (self->address)));
    }
  g_assert_nonnull (self->udp);
  g_assert_true (g_socket_listen (self->tcp, NULL));
}

NameServer *
name_server_new (gboolean better)
{
  NameServer *self = g_new0 (NameServer, 1);

  self->better = better;
  self->end = g_cancellable_new ();
  self->hanging = g_ptr_array_new_with_free_func (g_object_unref);
  g_mutex_init (&self->mutex);
  bind_both (self);
  self->thread = g_thread_new ("name server", serve, self);
  return self;
}

void
name_server_free (NameServer *self)
{
  g_cancellable_cancel (self->end);
  g_thread_join (self->thread);
  g_ptr_array_unref (self->hanging);
  g_object_unref (self->udp);
  g_object_unref (self->tcp);
  g_object_unref (self->address);
  g_object_unref (self->end);
  g_clear_pointer (&self->last, g_bytes_unref);
  g_mutex_clear (&self->mutex);
  g_free (self);
}

GSocketAddress *
name_server_get_address (NameServer *self)
{
  return self->address;
}

guint
name_server_count_udp (NameServer *self)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->mutex);

  return self->n_udp;
}

guint
name_server_count_tcp (NameServer *self)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->mutex);

  return self->n_tcp;
}

GBytes *
name_server_get_last (NameServer *self)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->mutex);

  return g_bytes_ref (self->last);
}

GSocketAddress *
name_server_make_closed (void)
{
  g_autoptr (GSocket) socket = make_socket (G_SOCKET_TYPE_DATAGRAM, 0);

  return g_socket_get_local_address (socket, NULL);
}
