/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/model/record.h"

G_BEGIN_DECLS

/** KpDnsError: why there is no DNS answer */
typedef enum
{
  KP_DNS_ERROR_UNREACHABLE, /* no connection: offline, blocked, refused */
  KP_DNS_ERROR_TIMED_OUT,
  KP_DNS_ERROR_TLS,       /* the resolver's own certificate is not trusted */
  KP_DNS_ERROR_BUSY,      /* asked to come back later (429, 503) */
  KP_DNS_ERROR_REFUSED,   /* another HTTP status: no DNS server there */
  KP_DNS_ERROR_NOT_DNS,   /* HTML or another type instead of a message */
  KP_DNS_ERROR_MALFORMED, /* no well-formed message; the message names the fault */
  KP_DNS_ERROR_MISMATCH,  /* answers another question or has another id */
  KP_DNS_ERROR_TRUNCATED, /* TC set, or cut short */
  KP_DNS_ERROR_NAME,      /* the name asked for can't be put into a question */
  KP_DNS_ERROR_CANCELLED,
  KP_DNS_ERROR_FAILED,
} KpDnsError;

#define KP_DNS_ERROR (kp_dns_error_quark ())
GQuark kp_dns_error_quark (void);
/** kp_dns_error_new: @kept: (transfer full): its sentence, from kp_sentence_keep().
 * Returns: (transfer full): an error that says it and keeps it. Any thread */
GError *kp_dns_error_new (KpDnsError code, char *kept);
/** kp_dns_error_new_cancelled: Returns: (transfer full): CANCELLED. Any thread */
GError *kp_dns_error_new_cancelled (void);
/** kp_dns_error_keep: Returns: (transfer full): what the store keeps of @error, of this
 * domain or another: as kp_sentence_keep() gives it, or words that are not ours */
char *kp_dns_error_keep (const GError *error);

/** KP_DNS_MESSAGE_MAX: octets of a DNS message (RFC 8484 section 6) */
#define KP_DNS_MESSAGE_MAX 65535
/** KP_DNS_QUERY_MAX: octets of a question with its padding */
#define KP_DNS_QUERY_MAX 384
/** KP_DNS_MAX_RECORDS: records that are read of one message; more is MALFORMED */
#define KP_DNS_MAX_RECORDS 1000
/** KP_DNS_MAX_CHAIN: CNAME records that are followed */
#define KP_DNS_MAX_CHAIN 12

/**
 * KpDnsReply:
 * @rcode: with the extended bits of EDNS
 * @authenticated: AD
 * @name: the name that was asked, canonical
 * @type: the type that was asked
 * @answers: (element-type KpRecord): the answer section, known types of class IN only
 * @authority: (element-type KpRecord): SOA and NS of the authority section
 * @negative_ttl: seconds a "not there" may be kept: least of the SOA's TTL and its MINIMUM
 * (RFC 2308 section 5); 0 if no SOA
 * @age_applied: seconds already taken off every TTL
 *
 * A decoded DNS message. Immutable; reference counted.
 */
typedef struct
{
  guint rcode;
  gboolean authenticated;
  char *name;
  KpRecordType type;
  GPtrArray *answers;
  GPtrArray *authority;
  guint32 negative_ttl;
  guint age_applied;
} KpDnsReply;

#define KP_TYPE_DNS_REPLY (kp_dns_reply_get_type ())
GType kp_dns_reply_get_type (void);

/**
 * kp_dns_reply_new:
 * @name: the name that was asked, canonical
 * @type: the type that was asked
 *
 * Returns: (transfer full): a reply without records and with RCODE 0, to be filled by
 * whoever reads or makes up a message
 */
KpDnsReply *kp_dns_reply_new (const char *name, KpRecordType type);
/** kp_dns_reply_ref: Returns: (transfer full): @self with one more reference */
KpDnsReply *kp_dns_reply_ref (KpDnsReply *self);
/** kp_dns_reply_unref: Drops a reference. */
void kp_dns_reply_unref (KpDnsReply *self);

/**
 * kp_dns_query_encode:
 * @name: canonical name, may hold "_"
 * @type: the type to ask for
 * @checking_disabled: set CD (RFC 4035 section 3.2.2)
 *
 * Id 0, RD, AD, EDNS with DO, padded to a multiple of 128 octets (RFC 8484 section 4.1, RFC
 * 7830, RFC 8467 section 4.1). Pure.
 *
 * Returns: (transfer full) (nullable): the message in wire format; NAME
 */
GBytes *kp_dns_query_encode (const char *name, KpRecordType type,
                             gboolean checking_disabled, GError **error);
/**
 * kp_dns_query_write:
 * @buffer: KP_DNS_QUERY_MAX octets
 * @name: canonical name
 * @type: what is asked for
 * @checking_disabled: set CD
 * @error: NAME
 *
 * kp_dns_query_encode() without an allocation, for who sends thousands. Pure.
 *
 * Returns: octets of @buffer that are the message, 0 on failure
 */
gsize kp_dns_query_write (guint8 *buffer, const char *name, KpRecordType type,
                          gboolean checking_disabled, GError **error);
/**
 * kp_dns_reply_decode:
 * @message: hostile octets
 * @name: the name that was asked
 * @type: the type that was asked
 * @age: seconds of the HTTP Age header, taken off every TTL (RFC 8484 section 5.1)
 *
 * Pure; any thread. Every error code above from MALFORMED to TRUNCATED.
 *
 * Returns: (transfer full) (nullable): the reply
 */
KpDnsReply *kp_dns_reply_decode (GBytes *message, const char *name, KpRecordType type,
                                 guint age, GError **error);

/**
 * kp_dns_reply_follow:
 * @self: a reply
 * @chain: (out) (transfer container) (element-type KpRecord) (optional): the CNAME records
 * from the asked name on
 * @loop: (out) (optional): whether it comes back to itself or is longer than
 * KP_DNS_MAX_CHAIN
 *
 * Walks the CNAME records of the answer section in logical order whatever their order on
 * the wire. Pure.
 *
 * Returns: (transfer container) (element-type KpRecord): the records of the asked type at
 * the end of the chain
 */
GPtrArray *kp_dns_reply_follow (const KpDnsReply *self, GPtrArray **chain, gboolean *loop);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (KpDnsReply, kp_dns_reply_unref)

G_END_DECLS
