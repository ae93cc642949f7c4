/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "certificate/mint.h"

G_BEGIN_DECLS

/**
 * TlsServerManner:
 *
 * How a server of a test answers: as a good one, or as one of those that are out there.
 */
typedef enum
{
  TLS_SERVER_GOOD,
  TLS_SERVER_SILENT,    /* accepts and says nothing */
  TLS_SERVER_RESETS,    /* resets at once */
  TLS_SERVER_CLOSES,    /* reads what is sent and closes */
  TLS_SERVER_BREAKS,    /* closes in the middle of its answer */
  TLS_SERVER_HTTP,      /* speaks HTTP without TLS */
  TLS_SERVER_GARBAGE,   /* looks like TLS and is none */
  TLS_SERVER_DRIPS,     /* one octet of a record in 20 ms, for ever */
  TLS_SERVER_SLOW,      /* a good one, eight octets in 1 ms */
  TLS_SERVER_ALERT,     /* unrecognized_name */
  TLS_SERVER_WANTS_OURS /* wants a certificate of the client */
} TlsServerManner;

typedef struct _TlsServer TlsServer;

/** tls_server_new: On a port of its own of 127.0.0.1 with threads of its own. @priority:
 * (nullable): of GnuTLS; @chain: (nullable) (element-type GBytes): what it serves, leaf
 * first; @key: the leaf's. Returns: (transfer full) */
TlsServer *tls_server_new (TlsServerManner manner, const char *priority, GPtrArray *chain,
                           Mint *key);
/** http_server_new: One that reads a request and writes @answer (nullable: nothing, for
 * ever), without TLS. Returns: (transfer full) */
TlsServer *http_server_new (const char *answer);
/** tls_server_get_port: Returns: where it listens */
guint16 tls_server_get_port (TlsServer *self);
/** tls_server_get_count: Returns: connections so far */
guint tls_server_get_count (TlsServer *self);
/** tls_server_take_request: Returns: (transfer full) (nullable): the last request of an
 * HTTP server */
char *tls_server_take_request (TlsServer *self);
/** tls_server_free: Ends it and its connections. */
void tls_server_free (TlsServer *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (TlsServer, tls_server_free)

G_END_DECLS
