/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "core/dns/answer-kind.h"

#define RCODE_NOERROR 0
#define RCODE_NXDOMAIN 3

gboolean
kp_records_have_address (GPtrArray *records, const char *address)
{
  for (guint i = 0; i < records->len; i++)
    {
      const KpRecord *record = g_ptr_array_index (records, i);

      if (g_strcmp0 (record->data, address) == 0)
        return TRUE;
    }
  return FALSE;
}

static guint
count_type (GPtrArray *records, KpRecordType type)
{
  guint n = 0;

  for (guint i = 0; i < records->len; i++)
    n += ((const KpRecord *) g_ptr_array_index (records, i))->type == type;
  return n;
}

/* Whether all of @records of @type are among @others. */
static gboolean
are_among (GPtrArray *records, KpRecordType type, GPtrArray *others)
{
  for (guint i = 0; i < records->len; i++)
    {
      const KpRecord *record = g_ptr_array_index (records, i);

      if (record->type == type && !kp_records_have_address (others, record->data))
        return FALSE;
    }
  return TRUE;
}

static gboolean
are_same (GPtrArray *records, GPtrArray *others, KpRecordType type)
{
  return are_among (records, type, others) && are_among (others, type, records);
}

static gboolean
chain_passes (GPtrArray *chain, const char *target)
{
  for (guint i = 0; i < chain->len; i++)
    {
      const KpRecord *record = g_ptr_array_index (chain, i);

      if (g_ascii_strcasecmp (record->data, target) == 0)
        return TRUE;
    }
  return FALSE;
}

/* Addresses at the asked name itself although there is a CNAME: what an unusual DNS host
 * leaves there (RFC 1034 section 3.6.2 forbids it), or caches while a change spreads. */
static guint
count_beside (const KpResolverAnswer *answer, KpRecordType type)
{
  const KpRecord *first = g_ptr_array_index (answer->chain, 0);
  guint n = 0;

  for (guint i = 0; i < answer->addresses->len; i++)
    {
      const KpRecord *record = g_ptr_array_index (answer->addresses, i);

      n += record->type == type && g_strcmp0 (record->owner, first->owner) == 0;
    }
  return n;
}

static KpAnswerKind
kind_of_chain (const KpResolverAnswer *answer, const char *target,
               GPtrArray *target_addresses)
{
  if (!chain_passes (answer->chain, target))
    /* Under another name, but at the target's addresses: the provider's all the same. */
    return !answer->dangling && target_addresses->len > 0
                   && are_same (answer->addresses, target_addresses, KP_RECORD_A)
                   && are_same (answer->addresses, target_addresses, KP_RECORD_AAAA)
               ? KP_ANSWER_FLATTENED
               : KP_ANSWER_ELSEWHERE;
  if (answer->dangling || answer->addresses->len == 0)
    return KP_ANSWER_DANGLING;
  if (count_beside (answer, KP_RECORD_A) > 0)
    return KP_ANSWER_BESIDE;
  if (count_beside (answer, KP_RECORD_AAAA) > 0)
    return KP_ANSWER_LEFTOVER;
  return KP_ANSWER_CHAIN;
}

static KpAnswerKind
kind_of_addresses (const KpResolverAnswer *answer, GPtrArray *target_addresses)
{
  gboolean v4, v6;

  if (target_addresses->len == 0)
    return KP_ANSWER_ADDRESS;

  v4 = are_same (answer->addresses, target_addresses, KP_RECORD_A);
  v6 = are_same (answer->addresses, target_addresses, KP_RECORD_AAAA);
  if (v4 && v6)
    return KP_ANSWER_FLATTENED;
  if (v4 && count_type (answer->addresses, KP_RECORD_A) > 0
      && !are_among (answer->addresses, KP_RECORD_AAAA, target_addresses))
    return KP_ANSWER_LEFTOVER;
  return KP_ANSWER_ADDRESS;
}

static gboolean
is_blocked (const KpResolverAnswer *answer)
{
  for (guint i = 0; i < answer->addresses->len; i++)
    {
      const KpRecord *record = g_ptr_array_index (answer->addresses, i);

      if (g_strcmp0 (record->data, "0.0.0.0") != 0 && g_strcmp0 (record->data, "::") != 0)
        return FALSE;
    }
  return TRUE;
}

KpAnswerKind
kp_answer_kind (const KpResolverAnswer *answer, const char *target,
                GPtrArray *target_addresses)
{
  static GPtrArray none = { NULL, 0 };

  if (!answer->answered)
    return KP_ANSWER_SILENT;
  if (answer->bogus)
    return KP_ANSWER_BOGUS;
  if (answer->loop)
    return KP_ANSWER_LOOP;
  /* A chain that goes elsewhere goes elsewhere, however its end is broken. */
  if (answer->rcode != RCODE_NOERROR && answer->rcode != RCODE_NXDOMAIN)
    return target != NULL && answer->chain->len > 0 && !chain_passes (answer->chain, target)
               ? KP_ANSWER_ELSEWHERE
               : KP_ANSWER_BROKEN;
  if (answer->chain->len == 0 && answer->addresses->len == 0)
    return KP_ANSWER_MISSING;
  if (answer->addresses->len > 0 && is_blocked (answer))
    return KP_ANSWER_BLOCKED;
  if (target == NULL)
    return answer->dangling || answer->addresses->len == 0 ? KP_ANSWER_DANGLING
                                                           : KP_ANSWER_ADDRESS;
  if (target_addresses == NULL)
    target_addresses = &none;
  return answer->chain->len > 0 ? kind_of_chain (answer, target, target_addresses)
                                : kind_of_addresses (answer, target_addresses);
}

KpAnswerKind
kp_answer_kind_in (const KpResolverAnswer *answer, const KpObservation *observation,
                   const char *target)
{
  return kp_answer_kind (
      answer, target,
      g_strcmp0 (observation->target, target) == 0 ? observation->target_addresses : NULL);
}

gboolean
kp_answer_kind_leads (KpAnswerKind kind)
{
  return kind == KP_ANSWER_CHAIN || kind == KP_ANSWER_FLATTENED;
}

gboolean
kp_answer_kind_denies (KpAnswerKind kind)
{
  return kind == KP_ANSWER_MISSING || kind == KP_ANSWER_BLOCKED;
}

gboolean
kp_answer_kind_is_record (KpAnswerKind kind)
{
  switch (kind)
    {
    case KP_ANSWER_CHAIN:
    case KP_ANSWER_FLATTENED:
    case KP_ANSWER_MISSING:
    case KP_ANSWER_ADDRESS:
    case KP_ANSWER_LEFTOVER:
    case KP_ANSWER_BESIDE:
    case KP_ANSWER_ELSEWHERE:
    case KP_ANSWER_DANGLING:
      return TRUE;
    case KP_ANSWER_SILENT:
    case KP_ANSWER_BLOCKED:
    case KP_ANSWER_LOOP:
    case KP_ANSWER_BROKEN:
    case KP_ANSWER_BOGUS:
    default:
      return FALSE;
    }
}

gboolean
kp_answer_kind_is_away (KpAnswerKind kind)
{
  return kind == KP_ANSWER_ADDRESS || kind == KP_ANSWER_ELSEWHERE;
}

gboolean
kp_answer_is_of_wildcard (const KpResolverAnswer *answer, const KpRecord *wildcard)
{
  if (wildcard == NULL)
    return FALSE;
  if (wildcard->type == KP_RECORD_CNAME)
    return answer->chain->len > 0
           && g_str_equal (((const KpRecord *) g_ptr_array_index (answer->chain, 0))->data,
                           wildcard->data);
  return answer->chain->len == 0
         && kp_records_have_address (answer->addresses, wildcard->data);
}

gboolean
kp_observation_is_of_wildcard (const KpObservation *observation)
{
  for (guint i = 0; i < observation->answers->len; i++)
    if (kp_answer_is_of_wildcard (g_ptr_array_index (observation->answers, i),
                                  observation->wildcard))
      return TRUE;
  return FALSE;
}
