/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/dns/resolver.h"

G_BEGIN_DECLS

#define KP_TYPE_TABLE_RESOLVER (kp_table_resolver_get_type ())
G_DECLARE_FINAL_TYPE (KpTableResolver, kp_table_resolver, KP, TABLE_RESOLVER, GObject)

/** kp_table_resolver_new: Returns: (transfer full): a resolver that answers from memory
 * (the twin for tests): NXDOMAIN for what it was not told */
KpTableResolver *kp_table_resolver_new (const char *url, const char *name);
/** kp_table_resolver_add: Adds a record; replies follow CNAMEs as a recursive resolver
 * does. */
void kp_table_resolver_add (KpTableResolver *self, const char *owner, KpRecordType type,
                            guint32 ttl, const char *data);
/** kp_table_resolver_remove: Takes away every record at @owner. */
void kp_table_resolver_remove (KpTableResolver *self, const char *owner);
/** kp_table_resolver_set_rcode: Questions at @owner get @rcode; with CD=1 they are answered
 * normally if @bogus. */
void kp_table_resolver_set_rcode (KpTableResolver *self, const char *owner, guint rcode,
                                  gboolean bogus);
/** kp_table_resolver_set_error: Every question fails with this #KpDnsError; -1 for none. */
void kp_table_resolver_set_error (KpTableResolver *self, int code);
/** kp_table_resolver_set_silent: With @silent no question is answered until it is
 * cancelled; one that can't be cancelled fails with TIMED_OUT. */
void kp_table_resolver_set_silent (KpTableResolver *self, gboolean silent);
/** kp_table_resolver_get_n_lookups: Returns: questions it was asked so far */
guint kp_table_resolver_get_n_lookups (KpTableResolver *self);
/** kp_table_resolver_take_questions: Returns: (transfer full) (array zero-terminated=1):
 * what it was asked since the last call, in order: "NAME TYPE" */
char **kp_table_resolver_take_questions (KpTableResolver *self);

G_END_DECLS
