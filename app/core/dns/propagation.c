/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "core/dns/propagation.h"

#include "core/dns/answer-kind.h"

/* Where no TTL of the old record was ever seen, so long it may be a cache that still has
 * it: most resolvers keep nothing longer than a day (cache-max-ttl of unbound, PowerDNS and
 * knot-resolver). No latest time is told then. */
#define UNKNOWN_TTL (24 * 60 * 60)
/* A cache counts in whole seconds, and so does the clock that saw the change: either may be
 * one late. An old record seen within them is no reason to open a lock. */
#define ROUNDING 2

gboolean
kp_answer_leads (const KpResolverAnswer *answer, const char *target,
                 GPtrArray *target_addresses)
{
  return target != NULL
         && kp_answer_kind_leads (kp_answer_kind (answer, target, target_addresses));
}

/* Whether a set is one that was there before the change: seen by then, or, while the site
 * has never led, whatever does not lead. Once it has led, a set that comes up later is
 * somebody moving away. */
static gboolean
is_old_set (const KpHistory *history, const KpRecordSighting *sighting)
{
  return !sighting->leads
         && (sighting->first_seen <= history->first_led_at || !history->ever_led);
}

static guint32
greatest_ttl (const KpRecordSighting *sighting)
{
  return MIN (sighting->greatest_ttl, KP_GREATEST_TTL);
}

/* The greatest TTL ever seen for the record that stood there just before the change: not of
 * one that had gone from all caches by then. */
static guint32
old_ttl_of_change (const KpHistory *history)
{
  gint64 change = history->first_led_at, latest = 0;
  guint32 greatest = 0;

  for (guint i = 0; i < history->sightings->len; i++)
    {
      const KpRecordSighting *sighting = g_ptr_array_index (history->sightings, i);

      if (is_old_set (history, sighting))
        latest = MAX (latest, MIN (sighting->last_seen, change));
    }
  for (guint i = 0; i < history->sightings->len; i++)
    {
      const KpRecordSighting *sighting = g_ptr_array_index (history->sightings, i);

      if (is_old_set (history, sighting)
          && (sighting->last_seen >= latest
              || sighting->last_seen + greatest_ttl (sighting) >= change))
        greatest = MAX (greatest, greatest_ttl (sighting));
    }
  return greatest;
}

/* Nothing has changed yet: the record that stands there now. */
static guint32
old_ttl_of_answer (const KpHistory *history, const KpResolverAnswer *answer)
{
  g_autofree char *key = kp_resolver_answer_get_key (answer);
  const KpRecordSighting *sighting = kp_history_find (history, key);
  guint32 ttl = answer->ttl_known ? MIN (answer->ttl, KP_GREATEST_TTL) : 0;

  return sighting != NULL ? MAX (ttl, greatest_ttl (sighting)) : ttl;
}

/* The new CNAME with addresses beside it: a cache holds each set for itself. */
static gboolean
is_mixed (const KpResolverAnswer *answer, KpAnswerKind kind)
{
  return answer->chain->len > 0 && (kind == KP_ANSWER_LEFTOVER || kind == KP_ANSWER_BESIDE);
}

static gboolean
answer_is_old (const KpHistory *history, const KpResolverAnswer *answer, KpAnswerKind kind)
{
  g_autofree char *key = kp_resolver_answer_get_key (answer);
  const KpRecordSighting *sighting = kp_history_find (history, key);

  if (is_mixed (answer, kind))
    return history->first_led_at > 0;
  return sighting != NULL ? is_old_set (history, sighting) : !history->ever_led;
}

/* Until when that resolver may give what does not lead; 0 if unknown. */
static gint64
find_until (const KpResolverAnswer *answer, KpAnswerKind kind)
{
  guint32 beside_ttl;
  g_autofree char *beside = kp_resolver_answer_get_beside (answer, &beside_ttl);

  if (is_mixed (answer, kind))
    return answer->asked_at + beside_ttl;
  return answer->ttl_known ? answer->asked_at + answer->ttl : 0;
}

static void
look_at_answer (KpPropagation *self, const KpHistory *history,
                const KpResolverAnswer *answer, KpAnswerKind kind, guint32 *old_ttl)
{
  gint64 until = 0;
  guint8 old = FALSE;

  self->n_answered += kind != KP_ANSWER_SILENT;
  if (kp_answer_kind_leads (kind))
    self->n_new++;
  else if (kp_answer_kind_is_record (kind))
    {
      until = find_until (answer, kind);
      *old_ttl = MAX (*old_ttl, old_ttl_of_answer (history, answer));
      old = answer_is_old (history, answer, kind);
    }
  g_array_append_val (self->resolver_until, until);
  g_array_append_val (self->resolver_old, old);
}

static gboolean
any_is_old (const KpPropagation *self)
{
  for (guint i = 0; i < self->resolver_old->len; i++)
    if (g_array_index (self->resolver_old, guint8, i))
      return TRUE;
  return FALSE;
}

KpPropagation *
kp_propagation_new (const KpObservation *observation, const KpHistory *history,
                    const char *target, gint64 now)
{
  KpPropagation *self = g_new0 (KpPropagation, 1);
  guint32 old_ttl = 0;

  self->resolver_until = g_array_new (FALSE, TRUE, sizeof (gint64));
  self->resolver_old = g_array_new (FALSE, FALSE, sizeof (guint8));
  for (guint i = 0; i < observation->answers->len; i++)
    {
      const KpResolverAnswer *answer = g_ptr_array_index (observation->answers, i);

      look_at_answer (self, history, answer,
                      kp_answer_kind_in (answer, observation, target), &old_ttl);
    }
  if (target == NULL)
    {
      self->n_new = 0;
      g_array_set_size (self->resolver_until, 0);
      g_array_set_size (self->resolver_until, observation->answers->len);
      return self;
    }

  if (history->first_led_at > 0)
    {
      old_ttl = old_ttl_of_change (history);
      self->limit = history->first_led_at + (old_ttl > 0 ? old_ttl : UNKNOWN_TTL);
      self->until = old_ttl > 0 ? self->limit : 0;
      self->over_at = self->limit + (old_ttl > 0 ? ROUNDING : 0);
      /* That none leads right now is an answer that flipped back. */
      self->under_way = now < self->over_at && any_is_old (self);
    }
  self->hours_after_change = (old_ttl + 60 * 60 - 1) / (60 * 60);
  return self;
}

void
kp_propagation_free (KpPropagation *self)
{
  if (self == NULL)
    return;
  g_array_unref (self->resolver_until);
  g_array_unref (self->resolver_old);
  g_free (self);
}
