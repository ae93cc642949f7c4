/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/certificate/chain-link.h"
#include "core/job/intake.h"

G_BEGIN_DECLS

/* What intake.c is made of. */

/**
 * KpIntakePart:
 * @source: where it was found, of a paper
 * @paper: the paper
 * @private_key: whether a private key came along with it
 * @csr: (nullable): as a signing request
 * @link: (nullable): as a certificate
 * @facts: (nullable): likewise
 * @der: its octets
 * @order: where it stands among all
 * @used: some offer tells of it
 *
 * A certificate or a signing request, once, however often it was given.
 */
typedef struct
{
  const char *source;
  const KpDocument *paper;
  KpPrivateKeyForm private_key;
  KpCsr *csr;
  KpChainLink *link;
  KpCertificateFacts *facts;
  GBytes *der;
  guint order;
  gboolean used;
} KpIntakePart;

/**
 * KpIntakeSite:
 * @site: the site
 * @job: (nullable): its open job
 * @asked: (nullable): the details that were asked for
 * @live: (nullable): what it serves now
 * @kept: (nullable): the signing request that its job has
 * @planned: (nullable): the offered one that its job can take
 * @has_bundle: a certificate was offered to it
 */
typedef struct
{
  KpSite *site;
  KpJob *job;
  KpSubject *asked;
  KpCertificateFacts *live;
  KpCsr *kept;
  const KpIntakeOffer *planned;
  gboolean has_bundle;
} KpIntakeSite;

/**
 * KpIntakeBuild:
 * @document: what belongs together
 * @expected: what it is compared with
 * @leaves: (element-type KpIntakePart): certificates of a site
 * @chosen: (element-type KpIntakePart): they and what belongs to their chains
 * @site: (nullable): whose job it is offered to
 * @offer: (nullable): which tells of it already, where it is for no job
 *
 * A bundle that is to be built. That takes signatures, which can be made to take long: in
 * another thread, unless somebody waits.
 */
typedef struct
{
  KpDocument *document;
  KpBundleExpectation expected;
  GPtrArray *leaves;
  GPtrArray *chosen;
  KpIntakeSite *site;
  KpIntakeOffer *offer;
} KpIntakeBuild;

/* How far the sharing out has come: over the sites, then over the parts that are left. */
typedef enum
{
  KP_INTAKE_REQUESTS,
  KP_INTAKE_CERTIFICATES,
  KP_INTAKE_NAMES,
  KP_INTAKE_MISMATCHES,
  KP_INTAKE_LEFTOVERS,
} KpIntakePhase;

struct _KpIntake
{
  GPtrArray *names;  /* char * of each paper */
  GPtrArray *papers; /* KpDocument */
  GPtrArray *whys;   /* char * (nullable) of each paper: why it was not read */
  GPtrArray *sites;  /* KpIntakeSite */
  GPtrArray *parts;  /* KpIntakePart */
  GPtrArray *offers; /* KpIntakeOffer */
  KpSite *answer_to; /* (nullable) */
  guint n_beyond;    /* papers that were not read */
  guint n_unread;    /* parts beyond the limit */
  KpIntakePhase phase;
  guint next;           /* of the phase */
  GHashTable *chains;   /* KpIntakePart of a CA => char *: whose certificate it goes with */
  KpIntakeBuild *build; /* (nullable): before anything else is done */
  GPtrArray *named;     /* GPtrArray of KpIntakePart for each site */
  gint64 now;
};

/** KP_INTAKE_ORDER: how far two parts stand apart in the order of the offers: room for the
 * sites of each */
#define KP_INTAKE_ORDER 65536

/** kp_intake_add_offer: Adds what is told of @part; @site: (nullable); @text: (transfer
 * full) (nullable). Returns: (transfer none): it */
KpIntakeOffer *kp_intake_add_offer (KpIntake *self, KpIntakePart *part,
                                    const KpIntakeSite *site, KpIntakeState state,
                                    char *text);
/** kp_intake_rank: Returns: how well something with these names (@n of them) fits @host: 0
 * not at all, 1 by a wildcard, 2 by a name of several, 3 by its only name */
guint kp_intake_rank (char *const *names, guint n, const char *host);
/** kp_intake_explain_block: Returns: (transfer full) (nullable): why the job of @site takes
 * no such thing, or that there is none; %NULL where it does */
char *kp_intake_explain_block (const KpIntakeSite *site, KpIntakeKind kind);
/** kp_intake_explain_wrong: Returns: (transfer full) (nullable): the first wrong one of
 * @findings, and what to do; %NULL where none is */
char *kp_intake_explain_wrong (GPtrArray *findings);
/** kp_intake_describe_names: Returns: (transfer full): the first of @names (@n of them),
 * and how many more there are */
char *kp_intake_describe_names (char *const *names, guint n);
/** kp_intake_is_leaf: Returns: whether @part is a certificate of a site */
gboolean kp_intake_is_leaf (const KpIntakePart *part);
/** kp_intake_share_request: Offers @site the signing request that fits best. */
void kp_intake_share_request (KpIntake *self, KpIntakeSite *site);
/** kp_intake_check_request: Looks at the signing request of @part, of which @offer tells;
 * @site: (nullable): whose it is to be. */
void kp_intake_check_request (KpIntakeOffer *offer, const KpIntakePart *part,
                              const KpIntakeSite *site);
/** kp_intake_share_certificate: Offers @site the certificate of its key, once its bundle is
 * built. */
void kp_intake_share_certificate (KpIntake *self, KpIntakeSite *site);
/** kp_intake_find_named: Returns: (transfer full) (element-type KpIntakePart): certificates
 * that no job has taken and that fit the name of @site */
GPtrArray *kp_intake_find_named (KpIntake *self, KpIntakeSite *site);
/** kp_intake_share_mismatched: Offers @site, which has got no certificate, @leaves, once
 * their bundle is built: what has its name and another key is no use to its job, and worth
 * knowing. */
void kp_intake_share_mismatched (KpIntake *self, KpIntakeSite *site, GPtrArray *leaves);
/** kp_intake_check_certificate: Looks at the certificate of @part, which is for no job and
 * of which @offer tells, once its bundle is built. */
void kp_intake_check_certificate (KpIntake *self, KpIntakeOffer *offer, KpIntakePart *part);
/** kp_intake_end_build: Offers what was to be built; @bundle: (transfer full) */
void kp_intake_end_build (KpIntake *self, KpBundle *bundle);
/** kp_intake_build_free: Frees @self. */
void kp_intake_build_free (KpIntakeBuild *self);
/** kp_intake_tell_chains: Tells of the certificates of CAs that go with one of a site. */
void kp_intake_tell_chains (KpIntake *self);
/** kp_intake_fill_expectation: Fills what a bundle for @site (nullable) is compared with.
 */
void kp_intake_fill_expectation (const KpIntake *self, const KpIntakeSite *site,
                                 KpBundleExpectation *expected);
/** kp_intake_judge_bundle: Says what becomes of @offer, whose bundle is made; @site:
 * (nullable). */
void kp_intake_judge_bundle (KpIntakeOffer *offer, const KpIntakeSite *site);
/** kp_intake_find_site: Returns: (transfer none): what is known of the site of @offer */
KpIntakeSite *kp_intake_find_site (const KpIntake *self, const KpIntakeOffer *offer);

G_END_DECLS
