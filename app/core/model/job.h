/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "core/model/record-sight.h"

G_BEGIN_DECLS

/** KpJobKind: the two jobs the product exists for */
typedef enum
{
  KP_JOB_SECURE = 1,
  KP_JOB_RENEW = 2,
} KpJobKind;

/**
 * KpJobStep:
 *
 * Where a job stands. Numbers are stored: never renumber, and never compare them: the order
 * in which a kind of job goes through them is kp_job_step_is_before()'s. Up to the
 * hand-over nothing outside has changed.
 */
typedef enum
{
  KP_JOB_STEP_NAME = 1,          /* secure: the name is checked */
  KP_JOB_STEP_DETAILS = 2,       /* the certificate details are entered or verified */
  KP_JOB_STEP_REVIEW = 3,        /* everything is looked at once more */
  KP_JOB_STEP_HAND_OVER = 4,     /* your turn: fill in the provider's form, or send the
                                    request */
  KP_JOB_STEP_WAIT_PROVIDER = 5, /* the request is with the provider: secure: it tells the
                                    target; renew: it makes the CSR */
  KP_JOB_STEP_BUY = 6,           /* renew: the CSR is there; your turn: order */
  KP_JOB_STEP_INSTRUCTIONS = 7,  /* secure: the target is confirmed; whoever changes DNS is
                                    to be told */
  KP_JOB_STEP_DNS = 8,           /* secure: told (OK, Got It), waiting for the record to be
                                    changed, for caches, and for the lock */
  KP_JOB_STEP_INSTALL = 9,       /* waiting for the provider to install the certificate */
  KP_JOB_STEP_DONE = 10,
  KP_JOB_STEP_WAIT_CA = 11, /* renew: ordered, waiting for the certificate */
  KP_JOB_STEP_SUBMIT = 12,  /* renew: your turn: hand the certificate over */
} KpJobStep;

#define KP_JOB_N_STEPS (KP_JOB_STEP_SUBMIT + 1)

/** KpJobEnding: how a job came to its end. Stored: never renumber. */
typedef enum
{
  KP_JOB_OPEN = 0,
  KP_JOB_FINISHED = 1,
  KP_JOB_ABANDONED = 2,
  KP_JOB_RETIRED = 3, /* with its site */
} KpJobEnding;

/** KpDnsChanger: who changes the record */
typedef enum
{
  KP_DNS_CHANGER_CUSTOMER,
  KP_DNS_CHANGER_YOU,
} KpDnsChanger;

/** KpTold: how the instructions were handed on */
typedef enum
{
  KP_TOLD_NOTHING = 0,
  KP_TOLD_COPIED = 1 << 0,
  KP_TOLD_MAILED = 1 << 1,
  KP_TOLD_SAVED = 1 << 2,
} KpTold;

/** KP_TOLD_ALL: all of them */
#define KP_TOLD_ALL (KP_TOLD_COPIED | KP_TOLD_MAILED | KP_TOLD_SAVED)

/** KP_JOB_MAX_TEXT: characters of a ticket number and of each certificate detail */
#define KP_JOB_MAX_TEXT 254

/** KP_JOB_MAX_DRAFT: octets of what is typed and not given yet */
#define KP_JOB_MAX_DRAFT (16 * 1024)

/**
 * KpJob:
 * @id: row id, 0 if it is not in the store
 * @site_id: row id of the site
 * @revision: counts up with every change in the store but what resolvers say: who changes
 * it says which one it saw
 * @kind: secure or renew
 * @step: where it stands
 * @since: Unix seconds; when it came to @step
 * @started_at: Unix seconds
 * @ended_at: Unix seconds; 0 while it is open
 * @ending: how it ended
 * @paused_at: Unix seconds; 0 while it is under way
 * @subject_id: row id of the saved details it uses, 0 if none
 * @subject: (nullable): JSON of the details as they were handed over
 * @draft: (nullable): what was typed at its present step and is not given yet, as whoever
 * typed it wrote it
 * @channel: (nullable): id of the channel by which it was handed over
 * @ticket: (nullable): number of the ticket, where there is one
 * @target: (nullable): the host name that the provider gave, confirmed
 * @changer: who changes the record
 * @told: how the instructions were handed on, flags of #KpTold
 * @changed_at: when the record was changed, as the user says; 0 if that was not said
 * @reminded_at: when somebody was last reminded in this step; 0 if never
 * @n_reminded: how often
 * @step_at: when each step was done, by its number; 0 if it was not
 * @csr_spki_sha256: (nullable): renew: fingerprint of the public key of the CSR that was
 * taken, lower-case hex
 * @ca: (nullable): renew: the CA that was ordered from, as the user calls it
 * @order_number: (nullable): renew: the number of the order
 * @validation_at: renew: when the record that the CA asks for was noted; 0 if there is none
 * @validation_seen_at: renew: when that record was there; 0 if it is not yet, or is gone
 * @validation_sights: (nullable) (element-type KpRecordSight): renew: what the resolvers
 * said of it the last time
 * @submitted_sha256: (nullable): renew: fingerprint of the certificate that is handed over,
 * or will be, lower-case hex
 * @submitted_not_after: renew: when that one ends; 0 without one
 * @said_installed_at: when the provider said that it is installed; 0 if it has not
 * @held_up: the request that hands it over has not left and waits for its user, or was
 * taken back: read from the requests, not kept with the job
 *
 * A job. A plain owned value; a verdict reads it, core/job changes it.
 */
typedef struct
{
  gint64 id;
  gint64 site_id;
  gint64 revision;
  KpJobKind kind;
  KpJobStep step;
  gint64 since;
  gint64 started_at;
  gint64 ended_at;
  KpJobEnding ending;
  gint64 paused_at;
  gint64 subject_id;
  char *subject;
  char *draft;
  char *channel;
  char *ticket;
  char *target;
  KpDnsChanger changer;
  guint told;
  gint64 changed_at;
  gint64 reminded_at;
  guint n_reminded;
  gint64 step_at[KP_JOB_N_STEPS];
  char *csr_spki_sha256;
  char *ca;
  char *order_number;
  gint64 validation_at;
  gint64 validation_seen_at;
  GPtrArray *validation_sights;
  char *submitted_sha256;
  gint64 submitted_not_after;
  gint64 said_installed_at;
  gboolean held_up;
} KpJob;

/** kp_job_new: Returns: (transfer full): a job that begins @now at its first step */
KpJob *kp_job_new (gint64 site_id, KpJobKind kind, gint64 now);
/** kp_job_copy: Returns: (transfer full) (nullable): a deep copy; %NULL gives %NULL */
KpJob *kp_job_copy (const KpJob *self);
/** kp_job_free: Frees @self; %NULL is fine. */
void kp_job_free (KpJob *self);
/** kp_job_equal: Returns: whether both are the same; %NULL is equal to %NULL only */
gboolean kp_job_equal (const KpJob *a, const KpJob *b);
/** kp_job_kind_to_string: Returns: (transfer none): "secure" or "renew" */
const char *kp_job_kind_to_string (KpJobKind kind);
/** kp_job_step_to_string: Returns: (transfer none): a stable word for scripts: "name",
 * "details", "review", "hand-over", "wait-provider", "buy", "instructions", "dns",
 * "install", "done", "wait-ca" or "submit" */
const char *kp_job_step_to_string (KpJobStep step);
/** kp_job_kind_get_first_step: Returns: the step at which such a job begins */
KpJobStep kp_job_kind_get_first_step (KpJobKind kind);
/** kp_job_step_is_before: Returns: whether a job of that kind comes to @a before it comes
 * to
 * @b; a step that the kind does not have is before all that it has */
gboolean kp_job_step_is_before (KpJobKind kind, KpJobStep a, KpJobStep b);
/** kp_job_is_past: Returns: whether @step lies behind @self */
gboolean kp_job_is_past (const KpJob *self, KpJobStep step);
/** kp_job_has_reached: Returns: whether @self is at @step or past it */
gboolean kp_job_has_reached (const KpJob *self, KpJobStep step);
/** kp_job_waits_for_record: Returns: whether @self is a renewal whose CA waits for a record
 * in DNS that is not there yet */
gboolean kp_job_waits_for_record (const KpJob *self);
/** kp_job_watches_record: Returns: whether @self is a renewal under way whose CA asks for a
 * record in DNS that it may still look at, be it there or not */
gboolean kp_job_watches_record (const KpJob *self);
/** kp_job_asks_nobody: Returns: whether @self has ended, or is at a step at which it has
 * nothing to ask of the provider: what was not sent for it is not wanted any more */
gboolean kp_job_asks_nobody (const KpJob *self);
/** kp_job_data_to_json: Returns: (transfer full): what of @self has no column of its own in
 * the store */
char *kp_job_data_to_json (const KpJob *self);
/** kp_job_data_from_json: Sets what kp_job_data_to_json() wrote. Returns: whether @json was
 * that; @self is as it was if not: G_IO_ERROR_INVALID_DATA */
gboolean kp_job_data_from_json (KpJob *self, const char *json, GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (KpJob, kp_job_free)

G_END_DECLS
