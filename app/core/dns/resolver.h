/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "core/dns/message.h"
#include "core/model/resolver-answer.h"

G_BEGIN_DECLS

/** KpLookupFlags: how to ask */
typedef enum
{
  KP_LOOKUP_NONE = 0,
  KP_LOOKUP_NO_CACHE = 1 << 0, /* ask the HTTP caches on the way for a fresh copy */
  KP_LOOKUP_CHECKING_DISABLED = 1 << 1, /* CD=1 */
} KpLookupFlags;

#define KP_TYPE_RESOLVER (kp_resolver_get_type ())
G_DECLARE_INTERFACE (KpResolver, kp_resolver, KP, RESOLVER, GObject)

/**
 * KpResolver:
 *
 * Something that answers DNS questions: a DoH server, the system's resolver, or a table in
 * a test.
 */
struct _KpResolverInterface
{
  GTypeInterface parent;

  const char *(*get_url) (KpResolver *self);
  const char *(*get_name) (KpResolver *self);
  KpResolverSource (*get_source) (KpResolver *self);
  void (*lookup_async) (KpResolver *self, const char *name, KpRecordType type,
                        KpLookupFlags flags, GCancellable *cancellable,
                        GAsyncReadyCallback callback, gpointer data);
  KpDnsReply *(*lookup_finish) (KpResolver *self, GAsyncResult *result, GError **error);
};

/** kp_resolver_get_url: Returns: (transfer none): its URL, or "system" */
const char *kp_resolver_get_url (KpResolver *self);
/** kp_resolver_get_name: Returns: (transfer none): how people call it: "Google" for a known
 * one, else the URL's host */
const char *kp_resolver_get_name (KpResolver *self);
/** kp_resolver_get_source: Returns: DoH or system */
KpResolverSource kp_resolver_get_source (KpResolver *self);
/**
 * kp_resolver_lookup_async:
 * @name: canonical name
 * @type: the type to ask for
 * @flags: how to ask
 *
 * One question. Any RCODE is a reply; #KpDnsError where none came. Many may be under way at
 * once: the resolver bounds them.
 */
void kp_resolver_lookup_async (KpResolver *self, const char *name, KpRecordType type,
                               KpLookupFlags flags, GCancellable *cancellable,
                               GAsyncReadyCallback callback, gpointer data);
/** kp_resolver_lookup_finish: Returns: (transfer full) (nullable): the reply */
KpDnsReply *kp_resolver_lookup_finish (KpResolver *self, GAsyncResult *result,
                                       GError **error);

/**
 * kp_resolver_answer_async:
 * @now: Unix seconds, noted in the answer
 *
 * Asks A and AAAA of @name and puts them into one #KpResolverAnswer; asks again with CD=1
 * after a SERVFAIL to tell a DNSSEC failure. Never fails but by cancellation: what could
 * not be asked stands in the answer.
 */
void kp_resolver_answer_async (KpResolver *self, const char *name, gint64 now,
                               GCancellable *cancellable, GAsyncReadyCallback callback,
                               gpointer data);
/**
 * kp_resolver_answer_again_async:
 * @before: what it said of @name before
 * @now: Unix seconds, noted in the answer
 *
 * Likewise, but a question to which it can only repeat itself (kept-answer.h) is not asked
 * where the other one is: its part is taken from @before, with what is left of its time,
 * unless the other one shows an alias by now. Finish with kp_resolver_answer_finish().
 */
void kp_resolver_answer_again_async (KpResolver *self, const KpResolverAnswer *before,
                                     const char *name, gint64 now,
                                     GCancellable *cancellable,
                                     GAsyncReadyCallback callback, gpointer data);
/** kp_resolver_answer_finish: Returns: (transfer full) (nullable): the answer; CANCELLED */
KpResolverAnswer *kp_resolver_answer_finish (KpResolver *self, GAsyncResult *result,
                                             GError **error);

G_END_DECLS
