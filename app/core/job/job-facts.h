/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/job/job-error.h"
#include "core/model/finding.h"
#include "core/model/job.h"
#include "core/model/renewal.h"
#include "core/model/request.h"
#include "core/model/site.h"
#include "core/provider/profile.h"

G_BEGIN_DECLS

/**
 * KpJobFacts:
 * @site: the site, with its last summary
 * @profile: (nullable): its profile
 * @channel: (nullable): id of the channel by which requests reach the provider: "form",
 * "email", "rt"; %NULL for the profile's own
 * @language: (nullable): BCP 47 tag of the language of letters to the provider; %NULL for
 * the one that it wants itself
 * @customer_changes_dns: who is to be told unless it is said otherwise
 * @now: Unix seconds
 *
 * What the rules of a job must know beside the job. Nothing is owned.
 */
typedef struct
{
  KpSite *site;
  KpProfile *profile;
  const char *channel;
  const char *language;
  gboolean customer_changes_dns;
  gint64 now;
} KpJobFacts;

/**
 * KpGivenCsr:
 * @der: the signing request
 * @sha256: its fingerprint, lower-case hex
 * @spki_sha256: that of its public key
 * @findings: (element-type KpFinding): what its check found
 *
 * A signing request that was looked at. Nothing is owned.
 */
typedef struct
{
  GBytes *der;
  const char *sha256;
  const char *spki_sha256;
  GPtrArray *findings;
} KpGivenCsr;

/**
 * KpGivenBundle:
 * @pem: certificate and intermediates as the provider wants them; "" where no certificate
 * was found
 * @sha256: (nullable): fingerprint of the certificate, lower-case hex
 * @spki_sha256: (nullable): that of its public key
 * @not_after: when it ends
 * @findings: (element-type KpFinding): what its check found
 *
 * A bundle that was looked at. Nothing is owned.
 */
typedef struct
{
  const char *pem;
  const char *sha256;
  const char *spki_sha256;
  gint64 not_after;
  GPtrArray *findings;
} KpGivenBundle;

/**
 * KpJobInput:
 * @name_allowed: the name was checked, and nothing refuses it
 * @subject: (nullable): JSON of the certificate details, complete by the profile's rules
 * @subject_id: row id of the saved details that is, 0 if they are not saved
 * @confirmed: everything was looked at once more
 * @handed_over: the provider's form was filled in, or the files are where they belong
 * @reminded: somebody was reminded, with @request where that was the provider; the step
 * stays
 * @request: (nullable): the request that is to be sent, instead of @handed_over: it is
 * saved with the step
 * @ticket: (nullable): number of the ticket, where there is one
 * @target: (nullable): the host name that the provider gave, confirmed by a person; checked
 * here
 * @csr: (nullable): the signing request, checked
 * @bundle: (nullable): the certificate with its intermediates, checked
 * @overruled: (nullable) (element-type KpOverrule): findings of these that do not count
 * @ordered: the certificate was ordered
 * @ca: (nullable): whom from
 * @order_number: (nullable): the number of the order
 * @price: (nullable): in the user's words
 * @ordered_at: when, as a person says; 0 if nobody said
 * @validation_name: (nullable): where the record is to be that the CA asks for
 * @validation_type: (nullable): with it: "TXT" or "CNAME"
 * @validation_value: (nullable): with it: what it is to say
 * @validation_seen: that record is there, as a person says
 * @sights: (nullable) (element-type KpRecordSight): what the resolvers say of that record;
 * given alone
 * @sights_of: with it: when the record was noted that they were asked for
 * @answered: the provider has answered that its part is done
 * @told: how the instructions were handed on, flags of #KpTold
 * @finished: "OK, Got It": whoever changes the record knows
 * @has_changer: @changer is given
 * @changer: who changes the record
 * @changed_at: when the record was changed, as a person says; 0 if nobody said
 * @draft: (nullable): what is typed and not given yet: it is kept, and nothing else is
 * taken; "" for nothing any more
 *
 * What a step may be given. All zero is nothing. Nothing is owned.
 */
typedef struct
{
  gboolean name_allowed;
  const char *subject;
  gint64 subject_id;
  gboolean confirmed;
  gboolean handed_over;
  gboolean reminded;
  KpRequest *request;
  const char *ticket;
  const char *target;
  const KpGivenCsr *csr;
  const KpGivenBundle *bundle;
  GPtrArray *overruled;
  gboolean ordered;
  const char *ca;
  const char *order_number;
  const char *price;
  gint64 ordered_at;
  const char *validation_name;
  const char *validation_type;
  const char *validation_value;
  gboolean validation_seen;
  GPtrArray *sights;
  gint64 sights_of;
  gboolean answered;
  guint told;
  gboolean finished;
  gboolean has_changer;
  KpDnsChanger changer;
  gint64 changed_at;
  const char *draft;
} KpJobInput;

/** KpJobNeed: what a step waits for; flags */
typedef enum
{
  KP_JOB_NEED_NOTHING = 0,
  KP_JOB_NEED_NAME = 1 << 0,      /* the name check */
  KP_JOB_NEED_SUBJECT = 1 << 1,   /* the certificate details */
  KP_JOB_NEED_CONFIRMED = 1 << 2, /* a last look */
  KP_JOB_NEED_HAND_OVER = 1 << 3, /* the form, or the request */
  KP_JOB_NEED_TARGET = 1 << 4,    /* the host name that the provider gives */
  KP_JOB_NEED_ANSWER = 1 << 5,    /* the provider's word that it has done its part */
  KP_JOB_NEED_TOLD = 1 << 6,      /* OK, Got It */
  KP_JOB_NEED_CSR = 1 << 7,       /* the signing request */
  KP_JOB_NEED_ORDER = 1 << 8,     /* the user's word that it is ordered */
  KP_JOB_NEED_BUNDLE = 1 << 9,    /* the certificate with its intermediates */
} KpJobNeed;

/** KP_JOB_NEEDS: how many of them there are */
#define KP_JOB_NEEDS 10

/** kp_job_need_to_string: @need: one flag. Returns: (transfer none): a stable word for
 * scripts: "name", "subject", "confirmation", "hand-over", "target", "answer",
 * "instructions", "csr", "order", "bundle" */
const char *kp_job_need_to_string (KpJobNeed need);

/** kp_job_facts_is_form: Returns: whether a person hands over what the provider needs (its
 * own form, files), not a request that Keyplate sends. Pure */
gboolean kp_job_facts_is_form (const KpJobFacts *facts);

/** kp_job_facts_get_channel: Returns: (transfer none) (nullable): id of the channel by
 * which the provider is reached; %NULL where the profile that would tell is gone. Pure */
const char *kp_job_facts_get_channel (const KpJobFacts *facts);

/** kp_job_facts_get_provider: Returns: (transfer none): what to call the provider. Pure */
const char *kp_job_facts_get_provider (const KpJobFacts *facts);

/** kp_job_facts_makes_key_here: Returns: whether the key is made here: a new one, with its
 * signing request, for files that the user takes to the server. Pure */
gboolean kp_job_facts_makes_key_here (const KpJobFacts *facts);

/** kp_job_facts_check_profile: Returns: whether there is a profile of the provider;
 * %KP_JOB_ERROR_NOT_OFFERED says that its file is gone. Pure */
gboolean kp_job_facts_check_profile (const KpJobFacts *facts, GError **error);

/** KpJobVerb: what a person can do to a job beside going on */
typedef enum
{
  KP_JOB_VERB_BACK,
  KP_JOB_VERB_PAUSE,
  KP_JOB_VERB_RESUME,
  KP_JOB_VERB_START_OVER,
  KP_JOB_VERB_ABANDON,
} KpJobVerb;

G_END_DECLS
