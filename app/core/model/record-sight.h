/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <json-glib/json-glib.h>

#include "core/model/record.h"

G_BEGIN_DECLS

/** KP_RECORD_SIGHTS_MAX: resolvers of which it is kept what they said */
#define KP_RECORD_SIGHTS_MAX 16
/** KP_RECORD_SIGHT_MAX_FOUND: records at one name that are kept */
#define KP_RECORD_SIGHT_MAX_FOUND 4

/**
 * KpRecordSight:
 * @url: the resolver: its URL, or "system"
 * @name: how people call it
 * @answered: whether it answered, the last time it was asked
 * @there: whether the record was among what it said, the last time it answered
 * @found: (array zero-terminated=1): what it said then stands at the name, such as
 * "TXT abc": bounded in number and length
 * @ttl: seconds that it keeps to that answer; 0 if that is not known
 * @asked_at: Unix seconds
 *
 * What one resolver says of a record that is to be there. An owned value.
 */
typedef struct
{
  char *url;
  char *name;
  gboolean answered;
  gboolean there;
  char **found;
  guint32 ttl;
  gint64 asked_at;
} KpRecordSight;

/** kp_record_sight_new: Returns: (transfer full): one of a resolver that has not answered
 */
KpRecordSight *kp_record_sight_new (const char *url, const char *name, gint64 asked_at);
/** kp_record_sight_copy: Returns: (transfer full): a deep copy */
KpRecordSight *kp_record_sight_copy (const KpRecordSight *self);
/** kp_record_sight_free: Frees @self; %NULL is fine. */
void kp_record_sight_free (KpRecordSight *self);
/** kp_record_sight_add_found: Adds a record that stands at the name, unless there are
 * enough. */
void kp_record_sight_add_found (KpRecordSight *self, KpRecordType type, const char *data);
/** kp_record_sight_get_until: Returns: Unix seconds until when asking that resolver again
 * tells nothing new; 0 if nobody knows */
gint64 kp_record_sight_get_until (const KpRecordSight *self);

/* A list of them is (element-type KpRecordSight), one per resolver; %NULL is an empty one.
 * All of these are pure. */

/** kp_record_sights_new: Returns: (transfer full): an empty list that owns what is in it */
GPtrArray *kp_record_sights_new (void);
/** kp_record_sights_copy: Returns: (transfer full) (nullable): a deep copy of the first
 * %KP_RECORD_SIGHTS_MAX; %NULL for an empty one */
GPtrArray *kp_record_sights_copy (GPtrArray *sights);
/** kp_record_sights_equal: Returns: whether both say the same, at the same time */
gboolean kp_record_sights_equal (GPtrArray *a, GPtrArray *b);
/** kp_record_sights_find: Returns: (transfer none) (nullable): what the resolver at @url
 * said */
const KpRecordSight *kp_record_sights_find (GPtrArray *sights, const char *url);
/** kp_record_sights_are_there: Returns: whether the record has come: all that answered have
 * it, or all but one of three and more, whose answer may be an old one */
gboolean kp_record_sights_are_there (GPtrArray *sights);
/** kp_record_sights_any_answered: Returns: whether at least one answered */
gboolean kp_record_sights_any_answered (GPtrArray *sights);
/** kp_record_sights_any_there: Returns: whether at least one has it, or had it when it last
 * answered */
gboolean kp_record_sights_any_there (GPtrArray *sights);
/** kp_record_sights_are_gone: Returns: whether some answered, and none has it or had it
 * when it last answered: silence is no "no" */
gboolean kp_record_sights_are_gone (GPtrArray *sights);
/** kp_record_sights_describe: Returns: (transfer full): "Seen by 2 of 3 resolvers" */
char *kp_record_sights_describe (GPtrArray *sights);
/** kp_record_sights_get_asked_at: Returns: when the last was asked; 0 if none was */
gint64 kp_record_sights_get_asked_at (GPtrArray *sights);
/** kp_record_sights_list_in_way: @type: "TXT" or "CNAME"; @value: what is to stand there.
 * Returns: (transfer full) (array zero-terminated=1): what must be removed first, each
 * once, such as "TXT abc": no other record can stand beside a CNAME (RFC 1034 section
 * 3.6.2) */
char **kp_record_sights_list_in_way (GPtrArray *sights, const char *type,
                                     const char *value);
/** kp_record_sights_list_aliases: @type: "TXT" or "CNAME". Returns: (transfer full) (array
 * zero-terminated=1): the CNAMEs at the name of a text that nobody sees at their end, each
 * once. A CA follows them (RFC 8555 section 8.4): either they are meant to lead to the
 * text, which is to be added there, or they must be removed first */
char **kp_record_sights_list_aliases (GPtrArray *sights, const char *type);
/** kp_record_sights_get_old_ttl: Returns: the longest that a resolver which does not have
 * the record yet keeps to what it says, in seconds; 0 if none is known */
guint32 kp_record_sights_get_old_ttl (GPtrArray *sights);

/** kp_record_sights_add_json: Adds @sights as an array. */
void kp_record_sights_add_json (JsonBuilder *builder, GPtrArray *sights);
/** kp_record_sights_from_json: Reads that from @member of hostile @object; what is none of
 * it is left out. Returns: (transfer full) (nullable): the list, %NULL for an empty one */
GPtrArray *kp_record_sights_from_json (JsonObject *object, const char *member);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (KpRecordSight, kp_record_sight_free)

G_END_DECLS
