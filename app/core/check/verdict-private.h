/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/base/time-text.h"
#include "core/check/verdict.h"
#include "core/dns/answer-kind.h"

G_BEGIN_DECLS

/** KP_NONE_ODD: no answer stands alone */
#define KP_NONE_ODD G_MAXUINT

/**
 * KpAnswerCount:
 * @n_answered: resolvers that gave a DNS message
 * @n_lead: of them, those that lead to the target
 * @n_astray: of them, those that don't
 * @n_records: of those, the ones that show a record (no error)
 * @n_deny: of those, the ones that say that there is nothing at the name
 * @n_shown: of those, the ones that show something there
 * @n_away: of those, the ones that lead elsewhere by a record that is not an old one of a
 * change under way
 * @odd: index of the answer that is astray where only one is, else KP_NONE_ODD
 *
 * The answers of an observation, counted.
 */
typedef struct
{
  guint n_answered;
  guint n_lead;
  guint n_astray;
  guint n_records;
  guint n_deny;
  guint n_shown;
  guint n_away;
  guint odd;
} KpAnswerCount;

/**
 * KpJudge:
 * @in: all that it depends on
 * @seen: (nullable): the evidence
 * @history: the past
 * @own_history: (nullable): owned: @history, where that of @in is of another target
 * @verdict: what is filled
 * @target: (nullable): where DNS must lead
 * @stale: the evidence is too old, or from a time to come
 * @wants_target: the profile wants a target, or the site has one
 * @proxied: judged as behind a proxy
 * @judges_dns: where DNS leads is judged
 * @spreading: a change is under way: old records count as waiting
 * @moved_away: it was at the provider and is elsewhere
 * @count: the answers
 * @unasked: (element-type utf8): addresses that had to be judged and were never asked; not
 * owned: of the evidence
 * @lacks_target: the evidence says nothing of the end behind the proxy
 * @ends: when what is served for the name stops being good: with the certificate or with
 * an intermediate before it; 0 if it is not good
 * @secured: the provider serves a good certificate for the name, wherever DNS leads
 * @proven: every judged address that answered serves the certificate that was submitted
 * @changes_at: the first moment after now at which something looked at is another;
 * G_MAXINT64 if there is none
 *
 * One verdict in the making. The parts fill it in this order: DNS, its notes, TLS, its
 * notes, renewal, CAA, the lock, next action, status.
 */
typedef struct
{
  const KpJudgement *in;
  const KpObservation *seen;
  const KpHistory *history;
  KpHistory *own_history;
  KpVerdict *verdict;
  const char *target;
  gboolean stale;
  gboolean wants_target;
  gboolean proxied;
  gboolean judges_dns;
  gboolean spreading;
  gboolean moved_away;
  KpAnswerCount count;
  GPtrArray *unasked;
  gboolean lacks_target;
  gint64 ends;
  gboolean secured;
  gboolean proven;
  gint64 changes_at;
} KpJudge;

/** kp_judge_is_past: Returns: whether @moment is over. Every comparison with now is made by
 * this and kp_judge_has_come(), so that it is known when the verdict changes. */
gboolean kp_judge_is_past (KpJudge *self, gint64 moment);
/** kp_judge_has_come: Returns: whether @moment is here or over */
gboolean kp_judge_has_come (KpJudge *self, gint64 moment);

/** kp_judge_add: Adds a finding with its own severity; takes @text and @fix. */
void kp_judge_add (KpJudge *self, KpFindingId id, const char *subject, char *text,
                   char *fix);
/** kp_judge_add_as: Adds a finding with that severity and date; takes @text and @fix. */
void kp_judge_add_as (KpJudge *self, KpFindingId id, KpSeverity severity,
                      const char *subject, char *text, char *fix, gint64 until);
/** kp_judge_opened: Something that was waited for is wrong since @moment (0: never was
 * waited for). */
void kp_judge_opened (KpJudge *self, gint64 moment);
/** kp_judge_job_at: Returns: whether a job of that kind is open at that step */
gboolean kp_judge_job_at (const KpJudge *self, KpJobKind kind, KpJobStep step);
/** kp_judge_days: Returns: (transfer none): the usual days of the profile; all 0 without
 * one */
const KpProfileDays *kp_judge_days (const KpJudge *self);
/** kp_judge_provider: Returns: (transfer none): what to call the provider */
const char *kp_judge_provider (const KpJudge *self);
/** kp_judge_customer_until: Returns: when the open job's DNS step is over: its start plus
 * the customer's days; 0 if no job is at that step */
gint64 kp_judge_customer_until (const KpJudge *self);
/** kp_judge_install_until: @until: (out): when the provider's usual days for installing are
 * over, 0 if they have not begun. Returns: whether an open job waits for the certificate */
gboolean kp_judge_install_until (const KpJudge *self, gint64 *until);
/** kp_judge_join: @words: (element-type utf8) (transfer none). Returns: (transfer full): at
 * most four different ones of them, separated by commas, "…" for the rest */
char *kp_judge_join (GPtrArray *words);

/** kp_judgement_find_target: @wants: (out): whether one is wanted; @proxied: (out): whether
 * it is judged as behind a proxy. Returns: (transfer none) (nullable): where DNS must lead
 */
const char *kp_judgement_find_target (const KpJudgement *judgement, gboolean *wants,
                                      gboolean *proxied);
/** kp_answer_count_init: Counts the answers of @observation; @target: (nullable): where
 * they must lead; @propagation: how far a change has spread. Pure */
void kp_answer_count_init (KpAnswerCount *self, const KpObservation *observation,
                           const char *target, const KpPropagation *propagation);
/** kp_answer_count_is_away: @history: the past. Returns: whether the site has moved away:
 * elsewhere at two resolvers, or still so at the only one that answers */
gboolean kp_answer_count_is_away (const KpAnswerCount *self, const KpHistory *history);
/** kp_answer_count_is_filtered: Returns: whether one resolver alone denies the name */
gboolean kp_answer_count_is_filtered (const KpAnswerCount *self);
/** kp_unlocked_since: @history: the past; @judgement: with the evidence; @verdict: one that
 * is unlocked. Returns: since when it is so */
gint64 kp_unlocked_since (const KpHistory *history, const KpJudgement *judgement,
                          const KpVerdict *verdict);

/** kp_judge_kind: @i: index of an answer. Returns: what it means where DNS must lead */
KpAnswerKind kp_judge_kind (const KpJudge *self, guint i);
/** kp_judge_id_of_kind: @kind: what an answer means. Returns: which finding that is;
 * KP_FINDING_N for none */
KpFindingId kp_judge_id_of_kind (const KpJudge *self, KpAnswerKind kind);
/** kp_judge_add_values: @i: index of an answer; @values: (element-type utf8): gets the
 * values it shows that are in the way, not owned */
void kp_judge_add_values (const KpJudge *self, guint i, GPtrArray *values);
/** kp_judge_add_dns: @id: a finding of an answer. Adds it once for all answers that say so.
 * Returns: its severity: what the DNS step of a job waits for is waiting until the
 * customer's days are over */
KpSeverity kp_judge_add_dns (KpJudge *self, KpFindingId id);

/** kp_judge_dns: Where the resolvers lead. */
void kp_judge_dns (KpJudge *self);
/** kp_judge_dns_notes: What is to be known beside it. */
void kp_judge_dns_notes (KpJudge *self);
/** kp_judge_tls: What the addresses serve. */
void kp_judge_tls (KpJudge *self);
/** kp_judge_find_unasked: Which addresses should have been asked and were not. */
void kp_judge_find_unasked (KpJudge *self);
/** kp_judge_silent: Tells which addresses could not be asked. */
void kp_judge_silent (KpJudge *self);
/** kp_judge_tls_notes: What is to be known beside it. */
void kp_judge_tls_notes (KpJudge *self);
/** kp_probe_is_good: @host: the name that was asked. Returns: whether @probe serves what a
 * browser would take for @host */
gboolean kp_probe_is_good (KpJudge *self, const KpProbe *probe, const char *host);
/** kp_probe_answered: Returns: whether the address answered: a refusal is an answer */
gboolean kp_probe_answered (const KpProbe *probe);
/** kp_judge_renewal: When the certificate ends, and what a renewal waits for. */
void kp_judge_renewal (KpJudge *self);
/** kp_judge_renewal_due: Returns: by when the step of an open renewal is due that is the
 * user's own: what is served ends so many days later as the steps to come take; 0 if there
 * is no such day */
gint64 kp_judge_renewal_due (const KpJudge *self);
/** kp_judge_is_renewing: Returns: whether a renewal is under way that has not reached its
 * aim */
gboolean kp_judge_is_renewing (const KpJudge *self);
/** kp_judge_caa: Whether CAA forbids the CA; after the certificate is known. */
void kp_judge_caa (KpJudge *self);
/** kp_judge_next: Whose turn it is; after the lock is known. */
void kp_judge_next (KpJudge *self);
/** kp_judge_status: Status, dates and order; at the end. */
void kp_judge_status (KpJudge *self);

G_END_DECLS
