/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "core/check/tls-handshake.h"

#include <errno.h>
#include <gnutls/gnutls.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "core/certificate/certificate.h"
#include "core/certificate/trust.h"
#include "core/check/dial.h"

/* GnuTLS' NORMAL accepts TLS 1.0 without a word; X25519 first, because it is offered by all
 * and costs the least. */
#define OFFER_TODAY                                                                        \
  "NORMAL:-VERS-ALL:+VERS-TLS1.3:+VERS-TLS1.2:"                                            \
  "-GROUP-ALL:+GROUP-X25519:+GROUP-SECP256R1:+GROUP-SECP384R1:+GROUP-SECP521R1:"           \
  "+GROUP-FFDHE2048:+GROUP-FFDHE3072"
#define OFFER_OLD "NORMAL:-VERS-ALL:+VERS-TLS1.1:+VERS-TLS1.0:+3DES-CBC:%COMPAT"

/* As much as OpenSSL and browsers read of a chain. */
#define MESSAGE_MAX (100 * 1024)
/* Warnings a server may send before its answer. */
#define WARNINGS_MAX 8
/* The content types of a first record: alert, handshake (RFC 8446 section 5.1). */
#define RECORD_ALERT 21
#define RECORD_HANDSHAKE 22
#define RECORD_MAJOR 3

struct _KpTlsClient
{
  gnutls_certificate_credentials_t credentials;
  gnutls_priority_t today;
  gnutls_priority_t old; /* NULL where the system forbids it */
};

struct _KpTlsHandshake
{
  int fd;
  gnutls_session_t session;
  guint heard;    /* octets so far, as far as they are looked at */
  gboolean alien; /* the first octets are not those of TLS */
  guint warnings;
  gboolean unbearable; /* a key too large to compute with */
  gboolean done;
  gboolean may_be_old;
  gboolean version;
  KpProbeOutcome outcome;
  KpProbeReason reason;
  int number;
};

KpTlsClient *
kp_tls_client_new (void)
{
  KpTlsClient *self = g_new0 (KpTlsClient, 1);

  if (gnutls_certificate_allocate_credentials (&self->credentials) < 0)
    self->credentials = NULL;
  /* A system that forbids some of it still has a default. */
  if (gnutls_priority_init (&self->today, OFFER_TODAY, NULL) < 0
      && gnutls_priority_init (&self->today, NULL, NULL) < 0)
    self->today = NULL;
  if (gnutls_priority_init (&self->old, OFFER_OLD, NULL) < 0)
    self->old = NULL;
  return self;
}

void
kp_tls_client_free (KpTlsClient *self)
{
  g_clear_pointer (&self->today, gnutls_priority_deinit);
  g_clear_pointer (&self->old, gnutls_priority_deinit);
  g_clear_pointer (&self->credentials, gnutls_certificate_free_credentials);
  g_free (self);
}

static void
finish (KpTlsHandshake *self, KpProbeOutcome outcome, KpProbeReason reason, int number)
{
  self->done = TRUE;
  self->outcome = outcome;
  self->reason = reason;
  self->number = number;
}

static guint
read_24 (const guint8 *at)
{
  return (guint) at[0] << 16 | (guint) at[1] << 8 | at[2];
}

/* Looks at the leaf's key before GnuTLS computes with it (RFC 8446 section 4.4.2, RFC 5246
 * section 7.4.2). */
static int
certificate_cb (gnutls_session_t session, unsigned int type, unsigned int when,
                unsigned int incoming, const gnutls_datum_t *message)
{
  KpTlsHandshake *self = gnutls_session_get_ptr (session);
  const guint8 *at = message->data;
  gsize left = message->size;
  guint length;

  if (!incoming || left == 0)
    return 0;
  if (gnutls_protocol_get_version (session) == GNUTLS_TLS1_3)
    {
      gsize context = 1 + (gsize) at[0];

      if (left < context)
        return 0;
      at += context;
      left -= context;
    }
  if (left < 6)
    return 0;
  length = read_24 (at + 3);
  if (length > left - 6 || kp_certificate_key_is_bounded (at + 6, length))
    return 0;
  self->unbearable = TRUE;
  return GNUTLS_E_CERTIFICATE_ERROR;
}

/* What answers without TLS is told by its first octets: GnuTLS has a different error for
 * every one of them. */
static gboolean
is_alien (KpTlsHandshake *self, const guint8 *octets, gsize length)
{
  for (gsize i = 0; i < length && self->heard < 2; i++, self->heard++)
    if (self->heard == 0 ? octets[i] != RECORD_HANDSHAKE && octets[i] != RECORD_ALERT
                         : octets[i] != RECORD_MAJOR)
      return TRUE;
  return FALSE;
}

static ssize_t
pull_cb (gnutls_transport_ptr_t data, void *buffer, size_t size)
{
  KpTlsHandshake *self = data;
  ssize_t n = recv (self->fd, buffer, size, 0);

  if (n > 0 && is_alien (self, buffer, (gsize) n))
    {
      self->alien = TRUE;
      gnutls_transport_set_errno (self->session, EPROTO);
      return -1;
    }
  return n;
}

static int
pull_timeout_cb (gnutls_transport_ptr_t data, unsigned int milliseconds)
{
  KpTlsHandshake *self = data;

  return gnutls_system_recv_timeout (GINT_TO_POINTER (self->fd), milliseconds);
}

KpTlsHandshake *
kp_tls_handshake_new (KpTlsClient *client, int fd, const char *host, KpTlsOffer offer)
{
  KpTlsHandshake *self = g_new0 (KpTlsHandshake, 1);
  gnutls_priority_t priority = offer == KP_TLS_OFFER_OLD ? client->old : client->today;
  /* What GnuTLS itself takes for the protocols (RFC 7301): the peer's answer is not read.
   */
  gnutls_datum_t protocols[] = { { (guint8 *) "h2", 2 }, { (guint8 *) "http/1.1", 8 } };

  self->fd = fd;
  if (priority == NULL || client->credentials == NULL
      || gnutls_init (&self->session, GNUTLS_CLIENT | GNUTLS_NONBLOCK | GNUTLS_NO_TICKETS
                                          | GNUTLS_NO_SIGNAL)
             < 0)
    {
      self->session = NULL;
      finish (self, KP_PROBE_FAILED, KP_PROBE_REASON_FORBIDDEN, 0);
      return self;
    }
  gnutls_session_set_ptr (self->session, self);
  (void) gnutls_priority_set (self->session, priority);
  (void) gnutls_credentials_set (self->session, GNUTLS_CRD_CERTIFICATE,
                                 client->credentials);
  (void) gnutls_server_name_set (self->session, GNUTLS_NAME_DNS, host, strlen (host));
  (void) gnutls_alpn_set_protocols (self->session, protocols, G_N_ELEMENTS (protocols), 0);
  gnutls_handshake_set_max_packet_length (self->session, MESSAGE_MAX);
  gnutls_handshake_set_timeout (self->session, 0);
  gnutls_handshake_set_hook_function (self->session, GNUTLS_HANDSHAKE_CERTIFICATE_PKT,
                                      GNUTLS_HOOK_POST, certificate_cb);
  gnutls_transport_set_ptr2 (self->session, self, GINT_TO_POINTER (fd));
  gnutls_transport_set_pull_function (self->session, pull_cb);
  gnutls_transport_set_pull_timeout_function (self->session, pull_timeout_cb);
  return self;
}

void
kp_tls_handshake_free (KpTlsHandshake *self)
{
  if (self == NULL)
    return;
  if (self->done && self->outcome == KP_PROBE_SERVED)
    (void) gnutls_bye (self->session, GNUTLS_SHUT_WR);
  g_clear_pointer (&self->session, gnutls_deinit);
  kp_dial_close (self->fd);
  g_free (self);
}

gboolean
kp_tls_handshake_has_heard (KpTlsHandshake *self)
{
  return self->heard > 0;
}

int
kp_tls_handshake_get_fd (KpTlsHandshake *self)
{
  return self->fd;
}

static void
finish_by_alert (KpTlsHandshake *self)
{
  gnutls_alert_description_t alert = gnutls_alert_get (self->session);
  KpProbeReason reason;
  unsigned int n = 0;

  /* It wants a certificate of ours, after it showed and proved its own. */
  if (gnutls_certificate_client_get_request_status (self->session) != 0
      && gnutls_certificate_get_peers (self->session, &n) != NULL && n > 0)
    {
      finish (self, KP_PROBE_SERVED, KP_PROBE_REASON_NONE, 0);
      return;
    }
  switch (alert)
    {
    case GNUTLS_A_UNRECOGNIZED_NAME:
      reason = KP_PROBE_REASON_NAME;
      break;
    case GNUTLS_A_PROTOCOL_VERSION:
      reason = KP_PROBE_REASON_VERSION;
      break;
    case GNUTLS_A_HANDSHAKE_FAILURE:
      reason = KP_PROBE_REASON_NOTHING_COMMON;
      break;
    default:
      reason = KP_PROBE_REASON_ALERT;
      break;
    }
  self->version = alert == GNUTLS_A_PROTOCOL_VERSION;
  self->may_be_old = self->version || alert == GNUTLS_A_HANDSHAKE_FAILURE
                     || alert == GNUTLS_A_INSUFFICIENT_SECURITY;
  finish (self, KP_PROBE_ALERT, reason, (int) alert);
}

static void
finish_by_errno (KpTlsHandshake *self, int number)
{
  KpProbeReason reason;
  KpProbeOutcome outcome = kp_dial_outcome (number, &reason);

  finish (self, outcome, reason, number);
}

/* GnuTLS calls an end in the middle of a record a bad length. */
static gboolean
has_ended (KpTlsHandshake *self)
{
  guint8 octet;

  return recv (self->fd, &octet, 1, MSG_PEEK | MSG_DONTWAIT) == 0;
}

static void
finish_by_error (KpTlsHandshake *self, int status, int number)
{
  if (status == GNUTLS_E_UNEXPECTED_PACKET_LENGTH && has_ended (self))
    status = GNUTLS_E_PREMATURE_TERMINATION;
  switch (status)
    {
    case GNUTLS_E_FATAL_ALERT_RECEIVED:
      finish_by_alert (self);
      break;
    case GNUTLS_E_UNSUPPORTED_VERSION_PACKET:
      self->version = self->may_be_old = TRUE;
      finish (self, KP_PROBE_ALERT, KP_PROBE_REASON_VERSION, 0);
      break;
    case GNUTLS_E_PULL_ERROR:
    case GNUTLS_E_PUSH_ERROR:
      if (self->alien)
        finish (self, KP_PROBE_NOT_TLS, KP_PROBE_REASON_NOT_TLS, 0);
      else
        finish_by_errno (self, number != 0 ? number : ECONNRESET);
      break;
    case GNUTLS_E_PREMATURE_TERMINATION:
      finish (self, KP_PROBE_REFUSED,
              self->heard > 0 ? KP_PROBE_REASON_CLOSED : KP_PROBE_REASON_CLOSED_AT_ONCE, 0);
      break;
    case GNUTLS_E_HANDSHAKE_TOO_LARGE:
    case GNUTLS_E_LARGE_PACKET:
      finish (self, KP_PROBE_FAILED, KP_PROBE_REASON_TOO_LARGE, 0);
      break;
    case GNUTLS_E_MEMORY_ERROR:
    case GNUTLS_E_INTERNAL_ERROR:
      finish (self, KP_PROBE_FAILED, KP_PROBE_REASON_LOCAL, status);
      break;
    default:
      finish (self, KP_PROBE_NOT_TLS,
              self->unbearable ? KP_PROBE_REASON_KEY_TOO_LARGE : KP_PROBE_REASON_RULES,
              status);
      break;
    }
}

GIOCondition
kp_tls_handshake_step (KpTlsHandshake *self)
{
  while (!self->done)
    {
      int status;

      errno = 0;
      status = gnutls_handshake (self->session);
      if (status == GNUTLS_E_SUCCESS)
        finish (self, KP_PROBE_SERVED, KP_PROBE_REASON_NONE, 0);
      else if (status == GNUTLS_E_AGAIN || status == GNUTLS_E_INTERRUPTED)
        return gnutls_record_get_direction (self->session) != 0 ? G_IO_OUT : G_IO_IN;
      else if (gnutls_error_is_fatal (status) || self->warnings++ >= WARNINGS_MAX)
        finish_by_error (self, status, errno);
    }
  return 0;
}

gboolean
kp_tls_handshake_has_served (KpTlsHandshake *self)
{
  return self->outcome == KP_PROBE_SERVED;
}

void
kp_tls_handshake_take_result (KpTlsHandshake *self, KpProbe *probe)
{
  const gnutls_datum_t *peers = NULL;
  unsigned int n = 0;

  probe->outcome = self->outcome;
  probe->reason = self->reason;
  probe->number = self->number;
  if (self->outcome != KP_PROBE_SERVED)
    return;
  peers = gnutls_certificate_get_peers (self->session, &n);
  for (unsigned int i = 0; peers != NULL && i < MIN (n, KP_TRUST_CHAIN_MAX); i++)
    g_ptr_array_add (probe->chain, g_bytes_new (peers[i].data, peers[i].size));
  g_free (probe->protocol);
  probe->protocol =
      g_strdup (gnutls_protocol_get_name (gnutls_protocol_get_version (self->session)));
}

gboolean
kp_tls_handshake_may_be_old (KpTlsHandshake *self)
{
  return self->may_be_old;
}

gboolean
kp_tls_handshake_is_version (KpTlsHandshake *self)
{
  return self->version;
}
