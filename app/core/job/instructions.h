/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/check/verdict.h"
#include "core/helpdesk/letter.h"
#include "core/model/customer.h"

G_BEGIN_DECLS

/**
 * KpInstructionsPlan:
 * @site: the site
 * @customer: (nullable): whose DNS it is
 * @observation: (nullable): the last evidence
 * @history: (nullable): of the site
 * @target: (nullable): where the record must lead
 * @sender: (nullable): who signs
 * @language: (nullable): BCP 47 tag; %NULL for the customer's
 * @asked_at: for a reminder: when the customer was asked
 * @needed_by: for a reminder: by when it is needed; left out when that is over
 * @now: Unix seconds
 *
 * What a letter about a DNS change is made of. A plain value; nothing is owned.
 */
typedef struct
{
  KpSite *site;
  KpCustomer *customer;
  const KpObservation *observation;
  const KpHistory *history;
  const char *target;
  const char *sender;
  const char *language;
  gint64 asked_at;
  gint64 needed_by;
  gint64 now;
} KpInstructionsPlan;

/**
 * KpDnsRow:
 * @type: "A", "AAAA", "CNAME" …
 * @host: relative to the zone: "cp"
 * @full_host: in full
 * @value: where it points, or what it holds
 *
 * One record as people are told of it. An owned value.
 */
typedef struct
{
  char *type;
  char *host;
  char *full_host;
  char *value;
} KpDnsRow;

/**
 * KpInstructions:
 * @before: (element-type KpDnsRow): what stands there now; empty if nothing is known
 * @remove: (element-type KpDnsRow): what is to be removed first
 * @after: (nullable): the record to make
 * @zone_line: (nullable): the same as a line of a zone file
 * @zone: (nullable): the zone it is made in
 * @impossible: (nullable): why it can't be made there, and the way out
 * @old_ttl: the greatest TTL ever seen for what stands there now, in seconds; 0 if unknown
 * @latest: by when it has left all caches if it is changed now; 0 if unknown
 *
 * DNS before and after a change, as facts. An owned value.
 */
typedef struct
{
  GPtrArray *before;
  GPtrArray *remove;
  KpDnsRow *after;
  char *zone_line;
  char *zone;
  char *impossible;
  guint32 old_ttl;
  gint64 latest;
} KpInstructions;

/** KP_INSTRUCTIONS_LONG_TTL: seconds; with a greater TTL it is worth lowering it first */
#define KP_INSTRUCTIONS_LONG_TTL 3600

/** kp_instructions_find_old_ttl: @history: (nullable). Returns: the greatest TTL of all
 * that was seen there and does not lead, in seconds: caches may still hold any of it. What
 * one answer has is only what is left of it in a resolver's cache */
guint32 kp_instructions_find_old_ttl (const KpHistory *history);
/** kp_instructions_new: Pure. Returns: (transfer full): what is to be changed */
KpInstructions *kp_instructions_new (const KpInstructionsPlan *plan);
/** kp_instructions_free: Frees @self; %NULL is fine. */
void kp_instructions_free (KpInstructions *self);
/**
 * kp_instructions_write:
 * @self: what is to be changed
 * @plan: what it was made of
 * @kind: %KP_LETTER_INSTRUCTIONS, %KP_LETTER_REMINDER_CUSTOMER,
 *   %KP_LETTER_RETIRE_CUSTOMER or %KP_LETTER_MOVED_AWAY
 * @error: #KpLetterError
 *
 * Returns: (transfer full) (nullable): the letter, in the customer's language where there
 *   is one
 */
KpLetter *kp_instructions_write (const KpInstructions *self, const KpInstructionsPlan *plan,
                                 KpLetterKind kind, GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (KpInstructions, kp_instructions_free)

G_END_DECLS
