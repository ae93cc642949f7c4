/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/model/lock.h"

G_BEGIN_DECLS

/**
 * KpRecordSighting:
 * @key: kp_resolver_answer_get_key() of the set
 * @leads: it led to the provider when it was seen
 * @first_seen: Unix seconds
 * @last_seen: Unix seconds
 * @greatest_ttl: seconds; the greatest TTL ever seen for it, 0 if none was
 *
 * One record set that was once seen at a site's name.
 */
typedef struct
{
  char *key;
  gboolean leads;
  gint64 first_seen;
  gint64 last_seen;
  guint32 greatest_ttl;
} KpRecordSighting;

/** KP_HISTORY_MAX_SIGHTINGS: the record sets that are remembered; the one seen longest ago
 * goes first */
#define KP_HISTORY_MAX_SIGHTINGS 32

/**
 * KpHistory:
 * @last_lock: the lock that the last check with evidence gave (never unknown unless there
 * was none); not what time has made of it since
 * @last_lock_at: when that was, Unix seconds, 0 if never
 * @last_locked_at: when it was last locked, 0 if never
 * @first_locked_at: when it was first locked, 0 if never
 * @unlocked_since: since when it is no longer secure; 0 if it is not unlocked or never was
 * locked
 * @led_since: since when DNS leads to the target: 0 if it does not now at every resolver
 * that answered, else from the first of them that newly led
 * @first_led_at: when any resolver first newly led to the target in the present change; 0
 * if none is under way
 * @ever_led: DNS has led to the target at all resolvers at some time
 * @away_since: since when all resolvers that answer (two at least) lead elsewhere after
 * having led to the provider; 0 if they don't
 * @differs_since: since when one resolver alone differs; 0 if none does
 * @not_before: of the certificate that the last check with evidence saw served for the
 * name, 0 if none was
 * @not_after: its end
 * @target: (nullable): the target for which @led_since, @first_led_at and the sightings'
 * "leads" hold
 * @sightings: (element-type KpRecordSighting): the record sets seen
 *
 * What a verdict needs to know of the past. Changed only by kp_history_advance(). Not
 * thread-safe; owned by one.
 */
typedef struct
{
  KpLock last_lock;
  gint64 last_lock_at;
  gint64 last_locked_at;
  gint64 first_locked_at;
  gint64 unlocked_since;
  gint64 led_since;
  gint64 first_led_at;
  gboolean ever_led;
  gint64 away_since;
  gint64 differs_since;
  gint64 not_before;
  gint64 not_after;
  char *target;
  GPtrArray *sightings;
} KpHistory;

#define KP_TYPE_HISTORY (kp_history_get_type ())
GType kp_history_get_type (void);

/** kp_history_new: Returns: (transfer full): the history of a site never checked */
KpHistory *kp_history_new (void);
/** kp_history_copy: Returns: (transfer full): a deep copy */
KpHistory *kp_history_copy (const KpHistory *self);
/** kp_history_free: Frees @self; %NULL is fine. */
void kp_history_free (KpHistory *self);
/** kp_history_find: Returns: (transfer none) (nullable): the sighting with that key */
KpRecordSighting *kp_history_find (const KpHistory *self, const char *key);
/** kp_history_see: Notes a record set: makes or updates its sighting (@ttl 0: none seen).
 */
void kp_history_see (KpHistory *self, const char *key, gboolean leads, guint32 ttl,
                     gint64 at);
/** kp_history_see_rest: Notes what a cache still holds of a record set that did not lead,
 * @key being all of it or its A or its AAAA part: as the set it belongs to if that was seen
 * before, else as a set of its own. */
void kp_history_see_rest (KpHistory *self, const char *key, guint32 ttl, gint64 at);
/** kp_history_to_json: Returns: (transfer full): the form in which the store keeps it */
char *kp_history_to_json (const KpHistory *self);
/** kp_history_from_json: Returns: (transfer full) (nullable): the history;
 * G_IO_ERROR_INVALID_DATA if @json is damaged */
KpHistory *kp_history_from_json (const char *json, GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (KpHistory, kp_history_free)

G_END_DECLS
