/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/model/record.h"

G_BEGIN_DECLS

/** KpResolverSource: where an answer comes from: a DNS-over-HTTPS server, or the resolver
 * of this machine */
typedef enum
{
  KP_RESOLVER_SOURCE_DOH,
  KP_RESOLVER_SOURCE_SYSTEM,
} KpResolverSource;

/**
 * KpResolverAnswer:
 * @url: the resolver: its URL, or "system"
 * @name: how people call it ("Google"), never empty; for the resolver of this machine in
 * the user's language
 * @source: DoH or system
 * @answered: a DNS message came for A and for AAAA (any RCODE: SERVFAIL is an answer)
 * @error: (nullable): why no answer came, as kp_sentence_keep() keeps it; set if and only
 * if not @answered
 * @rcode: RCODE of the worse of both (RFC 1035 section 4.1.1; 0 NOERROR, 2 SERVFAIL, 3
 * NXDOMAIN, 5 REFUSED)
 * @bogus: SERVFAIL, and yet an answer when asked with CD=1 (RFC 4035 section 3.2.2): DNSSEC
 * fails
 * @authenticated: AD was set on both
 * @loop: the CNAME chain comes back to itself, or is longer than the limit
 * @dangling: the chain ends in a name that does not exist or has no address
 * @chain: (element-type KpRecord): the CNAME records from the asked name on, in order
 * @addresses: (element-type KpRecord): A and AAAA records at the end of the chain, sorted,
 * without doubles
 * @ttl: seconds the record at the asked name itself is still kept (smallest of its set); if
 * there is none, the negative TTL (RFC 2308 section 5); 0 if unknown
 * @ttl_known: whether @ttl was seen
 * @negative_ttl: of A and AAAA, where one or both are not there: seconds that this is kept
 * (of both the smaller); 0 if unknown
 * @asked_at: Unix seconds
 *
 * What one resolver says about one name. Facts only. Immutable once filled; reference
 * counted.
 */
typedef struct
{
  char *url;
  char *name;
  KpResolverSource source;
  gboolean answered;
  char *error;
  guint rcode;
  gboolean bogus;
  gboolean authenticated;
  gboolean loop;
  gboolean dangling;
  GPtrArray *chain;
  GPtrArray *addresses;
  guint32 ttl;
  gboolean ttl_known;
  guint32 negative_ttl;
  gint64 asked_at;
} KpResolverAnswer;

#define KP_TYPE_RESOLVER_ANSWER (kp_resolver_answer_get_type ())
GType kp_resolver_answer_get_type (void);

/** kp_resolver_source_get_name: Returns: (transfer none) (nullable): how people call a
 * resolver of that source in their language, %NULL where each has a name of its own */
const char *kp_resolver_source_get_name (KpResolverSource source);
/** kp_resolver_answer_new: Returns: (transfer full): an answer with copies of @url and
 * @name and empty arrays, to be filled */
KpResolverAnswer *kp_resolver_answer_new (const char *url, const char *name,
                                          KpResolverSource source);
/** kp_resolver_answer_tell_error: Returns: (transfer full) (nullable): @error in the user's
 * language */
char *kp_resolver_answer_tell_error (const KpResolverAnswer *self);
/** kp_resolver_answer_ref: Returns: (transfer full): @self with one more reference */
KpResolverAnswer *kp_resolver_answer_ref (KpResolverAnswer *self);
/** kp_resolver_answer_unref: Drops a reference. */
void kp_resolver_answer_unref (KpResolverAnswer *self);
/** kp_resolver_answer_get_ttl_at: Returns: what is left of @ttl at @moment, Unix seconds:
 * an answer that was taken over from an earlier check is older than the one it is part of
 */
guint32 kp_resolver_answer_get_ttl_at (const KpResolverAnswer *self, gint64 moment);
/**
 * kp_resolver_answer_get_key:
 * @self: an answer
 *
 * Names the record set at the asked name ("CNAME pl-10.admin.emailsrvr.com", "A
 * 192.0.2.1,192.0.2.2 AAAA 2001:db8::1", "none"), so that two answers with the same set
 * have the same key whatever their TTL.
 *
 * Returns: (transfer full): the key
 */
char *kp_resolver_answer_get_key (const KpResolverAnswer *self);
/**
 * kp_resolver_answer_get_beside:
 * @self: an answer
 * @ttl: (out): seconds that resolver still keeps them: of A and AAAA the longer
 *
 * Names the addresses at the asked name itself where the answer has a CNAME as well. A
 * zone may not hold both (RFC 1034 section 3.6.2); a cache keeps each set for itself, and
 * while a change spreads it gives the old addresses to one question and the new CNAME to
 * the other.
 *
 * Returns: (transfer full) (nullable): the key of that set; %NULL if there is none
 */
char *kp_resolver_answer_get_beside (const KpResolverAnswer *self, guint32 *ttl);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (KpResolverAnswer, kp_resolver_answer_unref)

G_END_DECLS
