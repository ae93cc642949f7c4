/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <libsoup/soup.h>

G_BEGIN_DECLS

/* A server on 127.0.0.1 in the test's own process, with a certificate for "localhost" that
 * is made when the test runs. libsoup answers over HTTP/2 from the main context; a script
 * answers every connection with the same octets over HTTP/1.1 from a thread. */
typedef struct _Loopback Loopback;

typedef void (*LoopbackHandler) (SoupServerMessage *message, const char *path,
                                 GHashTable *query, gpointer data);

/* @valid: seconds from now until the certificate's end, negative for an expired one */
Loopback *loopback_new (int valid, LoopbackHandler handler, gpointer data);
/* The same without TLS: "http://localhost:PORT" */
Loopback *loopback_new_plain (LoopbackHandler handler, gpointer data);
/* Closes each connection after writing @octets; with @drip one octet more every 50 ms is
 * written until the other side has enough. */
Loopback *loopback_new_script (const char *octets, gsize length, gboolean drip);
/* The same without TLS; it keeps its connections */
Loopback *loopback_new_plain_script (const char *octets, gsize length);
void loopback_free (Loopback *self);

/* PEM of its certificate, which is its own root */
const char *loopback_get_root (Loopback *self);
/* "https://localhost:PORT" (http for a plain one) and @path */
char *loopback_make_uri (Loopback *self, const char *path);
/* Connections that were made to it so far */
guint loopback_count_connections (Loopback *self);
/* Of a script: how often @octets were written so far */
guint loopback_count_answers (Loopback *self);
/* A port of 127.0.0.1 on which nobody listens */
guint16 loopback_find_closed_port (void);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Loopback, loopback_free)

G_END_DECLS
