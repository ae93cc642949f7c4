/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/dns/stub-query.h"

G_BEGIN_DECLS

/* A name server on 127.0.0.1, over UDP and TCP, in a thread of its own. What it does with a
 * question is in the first label of the name:
 *
 *   silent    nothing             slow      answers after half a second
 *   lost      nothing the first time it is asked, then answers
 *   servfail  refused  notimp     that RCODE, unless it is @better: then answers
 *   nothing   NXDOMAIN with a SOA
 *   forged    first an answer with another id, then one of another name, then the right one
 *   broken    a message that can't be decoded
 *   tc        cut short over UDP, whole over TCP
 *   large     likewise, with 65,535 octets
 *   hang      cut short over UDP, nothing over TCP
 *   short     cut short over UDP, closed in the middle of the message over TCP
 *   drip      cut short over UDP, an octet every 200 ms over TCP
 *   other     cut short over UDP, the answer to another question over TCP
 *
 * Every other name gets an address, 192.0.2.1. All answers have AD set. */
typedef struct _NameServer NameServer;

NameServer *name_server_new (gboolean better);
void name_server_free (NameServer *self);
GSocketAddress *name_server_get_address (NameServer *self);
/* Questions that came so far, over UDP and TCP */
guint name_server_count_udp (NameServer *self);
guint name_server_count_tcp (NameServer *self);
/* (transfer full) The last question */
GBytes *name_server_get_last (NameServer *self);

/* An address on which nobody listens */
GSocketAddress *name_server_make_closed (void);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (NameServer, name_server_free)

G_END_DECLS
