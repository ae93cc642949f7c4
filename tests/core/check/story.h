/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "check/scene.h"
#include "core/check/verdict.h"
#include "core/provider/catalogue.h"

G_BEGIN_DECLS

/* What every site of a story leads to, unless it is told otherwise. */
#define STORY_HOST "cp.kite.example"
#define STORY_TARGET "pl-10.admin.emailsrvr.com"
#define STORY_ADDRESSES "192.0.2.10 192.0.2.11"

/**
 * Story:
 *
 * One site and all that ever happened to it, told in words, and judged as a sweep judges
 * it: history before, verdict, history after.
 */
typedef struct
{
  KpJudgement judgement;
  KpCatalogue *catalogue;
  KpJob job;
  KpHistory *history;
  KpObservation *observation;
  GStrv words;
  char *target;
} Story;

/**
 * story_new:
 * @words: the id of a profile ("none": it is missing), then, separated by blanks:
 *   "target=NAME", "told" (no target is known), "proxied", "host=NAME", "apex",
 *   "you" (you change the DNS, not the customer), "intercepted",
 *   "job=KIND:STEP:WHEN" ("secure:dns:-3d"), "begun=WHEN" (else with the step),
 *   "paused=WHEN", "held-up", "submitted=SHA", "said=WHEN", "record=WHEN" (that the CA asks
 *   for, noted) and "there=WHEN" (seen);
 *   and what each check sees beside answers and probes: "addresses=A,B" (of the target),
 *   "dangling" (it has none), "unasked" (nobody answers for it), "other=TYPE,TYPE",
 *   "doubled", "wildcard=ADDRESS", "caa=VALUE" (of the issue tag, at the zone),
 *   "caa-at-host=VALUE", "caa-at-target=VALUE" (found through the CNAME), "caa-failed",
 *   "system=WORDS" (with "," for blanks)
 *
 * WHEN is counted from SCENE_NOW: "-3d", "+90m", "now".
 *
 * Returns: (transfer full): a site that was never checked
 */
Story *story_new (const char *words);
/** story_free: Frees @self. */
void story_free (Story *self);

/**
 * story_check:
 * @at: Unix seconds
 * @answers: as scene_answers() takes them; "leads" is a CNAME to the target, "T" its name
 * @probes: (nullable): as scene_probes() takes them; "good" alone is every address of the
 *   target with a good certificate, "ready" the same where nothing leads there yet
 *
 * A check: sees, judges, remembers.
 *
 * Returns: (transfer full): the verdict
 */
KpVerdict *story_check (Story *self, gint64 at, const char *answers, const char *probes);
/** story_checks: @checks: (nullable): earlier ones: "WHEN: ANSWERS # PROBES" separated by
 * ";" */
void story_checks (Story *self, const char *checks);
/** story_judge: Judges the last evidence at @now, without asking. Returns: (transfer full)
 */
KpVerdict *story_judge (Story *self, gint64 now);
/** story_remember: What a judgement at @now leaves in the history. */
void story_remember (Story *self, gint64 now);

/** story_when: Returns: the moment that "-3d" is */
gint64 story_when (const char *word);
/** story_format_when: Returns: (transfer full): "-3d", "+90m", "now", and "-" for 0 */
char *story_format_when (gint64 moment);
/** story_format_findings: Returns: (transfer full): ids by severity: "wrong !dns.a-record;
 * waiting !tls.refused +2d; note dns.proxied tls.ok". An id with "!" opens the lock. */
char *story_format_findings (const KpVerdict *verdict);
/** story_format_status: Returns: (transfer full): "not-secured-yet", "waiting-customer
 * -3d": the moment it speaks of */
char *story_format_status (const KpVerdict *verdict);
/** story_format_next: Returns: (transfer full): "you secure", "customer change-dns since
 * -3d due +4d", with "overdue" at its end */
char *story_format_next (const KpVerdict *verdict);

/**
 * StoryRow:
 * @about: what the row is
 * @words: see story_new()
 * @before: (nullable): see story_checks()
 * @answers: of the check at SCENE_NOW
 * @probes: (nullable)
 * @later: (nullable): judged at that moment instead, without asking again
 * @lock: expected
 * @findings: expected: all of them
 * @status: (nullable): expected
 * @next: (nullable): expected
 * @until: (nullable): expected; %NULL: there is none
 * @holds: (nullable): expected: until when it holds
 */
typedef struct
{
  const char *about;
  const char *words;
  const char *before;
  const char *answers;
  const char *probes;
  const char *later;
  const char *lock;
  const char *findings;
  const char *status;
  const char *next;
  const char *until;
  const char *holds;
} StoryRow;

/** story_run: Every row; all that fail are told. Each is held to story_prove() as well. */
void story_run (const StoryRow *rows, guint n);
/** story_prove: What holds of any judgement: it is pure, its lock follows from its findings
 * and from nothing else, green is proven by the evidence, and it holds as long as it says.
 */
void story_prove (Story *self, gint64 now);
/** story_same: Fails the test, and goes on, if @got is not @expected. */
void story_same (const char *about, const char *what, const char *got,
                 const char *expected);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Story, story_free)

G_END_DECLS
