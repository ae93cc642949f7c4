/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "core/model/probe.h"

G_BEGIN_DECLS

/** KpTlsClient: what all handshakes share: credentials and what they offer */
typedef struct _KpTlsClient KpTlsClient;

/**
 * kp_tls_client_new:
 *
 * Returns: (transfer full): what handshakes share
 */
KpTlsClient *kp_tls_client_new (void);

/**
 * kp_tls_client_free:
 * @self: what no handshake uses any more
 *
 * Frees it.
 */
void kp_tls_client_free (KpTlsClient *self);

/**
 * KpTlsOffer:
 * @KP_TLS_OFFER_TODAY: TLS 1.3 and 1.2, as a browser
 * @KP_TLS_OFFER_OLD: TLS 1.1 and 1.0 only, to tell a server that speaks nothing else
 *
 * Which versions a handshake offers.
 */
typedef enum
{
  KP_TLS_OFFER_TODAY,
  KP_TLS_OFFER_OLD,
} KpTlsOffer;

/**
 * KpTlsHandshake:
 *
 * One handshake of a client on a connected socket, step by step: it offers and reads, and
 * verifies nothing. The names of the peer, its keys and its messages are hostile: messages
 * are at most 100 KiB.
 */
typedef struct _KpTlsHandshake KpTlsHandshake;

/**
 * kp_tls_handshake_new:
 * @client: what is shared
 * @fd: (transfer full): a connected socket that does not block
 * @host: the name to ask for (SNI, RFC 6066 section 3)
 * @offer: which versions
 *
 * Returns: (transfer full): a handshake that has sent nothing yet
 */
KpTlsHandshake *kp_tls_handshake_new (KpTlsClient *client, int fd, const char *host,
                                      KpTlsOffer offer);

/**
 * kp_tls_handshake_free:
 * @self: a handshake
 *
 * Says goodbye if it was successful, and closes the socket. %NULL is fine.
 */
void kp_tls_handshake_free (KpTlsHandshake *self);

/**
 * kp_tls_handshake_step:
 * @self: a handshake that is not done
 *
 * Goes on as far as the socket allows.
 *
 * Returns: %G_IO_IN or %G_IO_OUT: what to wait for before the next step; 0 when it is done
 */
GIOCondition kp_tls_handshake_step (KpTlsHandshake *self);

/**
 * kp_tls_handshake_has_heard:
 * @self: a handshake
 *
 * Returns: whether the server has begun to answer
 */
gboolean kp_tls_handshake_has_heard (KpTlsHandshake *self);

/**
 * kp_tls_handshake_get_fd:
 * @self: a handshake
 *
 * Returns: its socket, still owned by it
 */
int kp_tls_handshake_get_fd (KpTlsHandshake *self);

/**
 * kp_tls_handshake_has_served:
 * @self: a handshake that is done
 *
 * Returns: whether it gave a certificate, and proof of its key
 */
gboolean kp_tls_handshake_has_served (KpTlsHandshake *self);

/**
 * kp_tls_handshake_take_result:
 * @self: a handshake that is done
 * @probe: filled: outcome, reason, protocol, chain
 *
 * Tells how it ended: served, refused, not TLS, alert or failed.
 */
void kp_tls_handshake_take_result (KpTlsHandshake *self, KpProbe *probe);

/**
 * kp_tls_handshake_may_be_old:
 * @self: a handshake that is done
 *
 * Returns: whether it ended as with a server that speaks only versions that were not
 * offered
 */
gboolean kp_tls_handshake_may_be_old (KpTlsHandshake *self);

/**
 * kp_tls_handshake_is_version:
 * @self: a handshake that is done
 *
 * Returns: whether the server said that the versions offered are the reason
 */
gboolean kp_tls_handshake_is_version (KpTlsHandshake *self);

G_END_DECLS
