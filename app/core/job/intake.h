/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/certificate/bundle.h"
#include "core/certificate/issuer-fetcher.h"
#include "core/job/job-keeper.h"

G_BEGIN_DECLS

/** KP_INTAKE_MAX_PAPERS: files and pasted texts that are read in one go */
#define KP_INTAKE_MAX_PAPERS 256
/** KP_INTAKE_MAX_PARTS: certificates and signing requests that are looked at in one go */
#define KP_INTAKE_MAX_PARTS 1024
/** KP_INTAKE_MAX_ADDRESSES: addresses asked in one go, after which nothing more is fetched
 * for certificates that no job waits for */
#define KP_INTAKE_MAX_ADDRESSES 32

/** KpIntakeKind: what was found in something that was given */
typedef enum
{
  KP_INTAKE_CSR,
  KP_INTAKE_CERTIFICATE,
  KP_INTAKE_PRIVATE_KEY,
  KP_INTAKE_OTHER, /* nothing of use, or what can't be read */
} KpIntakeKind;

/**
 * KpIntakeState:
 * @KP_INTAKE_FITS: a job can take it
 * @KP_INTAKE_TAKEN: the job has taken it
 * @KP_INTAKE_SAME: the job has it already
 * @KP_INTAKE_CHAIN: an intermediate or a root that goes with a certificate
 * @KP_INTAKE_WRONG: it is for that job, but something is wrong with it
 * @KP_INTAKE_LEFT: no job takes it
 *
 * What becomes of it.
 */
typedef enum
{
  KP_INTAKE_FITS,
  KP_INTAKE_TAKEN,
  KP_INTAKE_SAME,
  KP_INTAKE_CHAIN,
  KP_INTAKE_WRONG,
  KP_INTAKE_LEFT,
} KpIntakeState;

/**
 * KpIntakeOffer:
 * @kind: what it is
 * @state: what becomes of it
 * @source: where it was found: "ca.zip › leaf.crt"; hostile
 * @what: what it is, for the user: "Certificate for cp.example.com, until 2027-03-01"
 * @issuer: (nullable): who issued it, a certificate, as people call the CA; hostile
 * @self_issued: it issued itself
 * @site: (nullable): the site whose job it is offered to
 * @about: (nullable): the site that @text speaks of, where it is offered to none
 * @text: (nullable): why it is not taken, or what it goes with, in a sentence or more
 * @findings: (element-type KpFinding) (nullable): what its check found
 * @der: (nullable): its octets, of a signing request or a certificate
 * @csr: (nullable): the signing request
 * @bundle: (nullable): the certificate with its intermediates
 * @held_back: the user does not want it to be given; to be set while nothing runs
 * @document: (nullable): what @bundle was made of
 * @order: where it stands among all
 *
 * One thing that was found, and one job it is offered to.
 */
typedef struct
{
  KpIntakeKind kind;
  KpIntakeState state;
  char *source;
  char *what;
  char *issuer;
  gboolean self_issued;
  KpSite *site;
  KpSite *about;
  char *text;
  GPtrArray *findings;
  GBytes *der;
  KpCsr *csr;
  KpBundle *bundle;
  gboolean held_back;
  /*< private >*/
  KpDocument *document;
  guint order;
} KpIntakeOffer;

/**
 * KpIntake:
 *
 * Shares out what somebody sent, for any number of sites, to the renewals that wait for it:
 * a signing request by the names in it; a certificate, with what belongs to its chain, by
 * the key of the job's signing request, else by name. One certificate may serve several
 * jobs. What fits none is told with the reason. Main thread.
 */
typedef struct _KpIntake KpIntake;

/** kp_intake_new: Returns: (transfer full): one with nothing in it */
KpIntake *kp_intake_new (void);
/** kp_intake_free: Frees @self; %NULL is fine. */
void kp_intake_free (KpIntake *self);
/** kp_intake_take_document: @document: (transfer full): a file or a pasted text that was
 * read, hostile; @name: what the user knows it by. More than %KP_INTAKE_MAX_PAPERS are told
 * as left. */
void kp_intake_take_document (KpIntake *self, KpDocument *document, const char *name);
/** kp_intake_take_unread: Tells of something that was given and not looked into; @name:
 * what the user knows it by; @why: a sentence that says so */
void kp_intake_take_unread (KpIntake *self, const char *name, const char *why);
/**
 * kp_intake_add_site:
 * @site: a site, with its open job, or without one: then it is named as the reason
 * @renewal: (nullable): what its renewal has gathered
 * @live: (nullable): the certificate that it serves now
 */
void kp_intake_add_site (KpIntake *self, KpSite *site, const KpRenewal *renewal,
                         KpCertificateFacts *live);
/** kp_intake_forget_sites: Takes all sites out again: they have changed, and are added anew
 * before the next plan. */
void kp_intake_forget_sites (KpIntake *self);
/** kp_intake_set_answer_to: What was added came as the answer to the request of the job of
 * @site, which alone was added: of all that fits only a signing request is given. */
void kp_intake_set_answer_to (KpIntake *self, KpSite *site);
/**
 * kp_intake_plan:
 * @trust: where a chain may end
 * @now: Unix seconds
 *
 * Shares out what was added, and looks at what is for no job, too. Pure: no job is changed.
 *
 * Returns: (transfer none) (element-type KpIntakeOffer): what becomes of each thing, in the
 *   order in which they were given; nothing is left out
 */
GPtrArray *kp_intake_plan (KpIntake *self, KpTrust *trust, gint64 now);
/** kp_intake_plan_async: Does so a little at a time, and what takes long in a worker
 * thread. Nothing else may be done with @self before the callback, and it must live until
 * then. */
void kp_intake_plan_async (KpIntake *self, KpTrust *trust, gint64 now,
                           GCancellable *cancellable, GAsyncReadyCallback callback,
                           gpointer data);
/** kp_intake_plan_finish: Returns: (transfer none) (element-type KpIntakeOffer) (nullable):
 * as kp_intake_plan(); G_IO_ERROR_CANCELLED */
GPtrArray *kp_intake_plan_finish (KpIntake *self, GAsyncResult *result, GError **error);

/** KpIntakeMakeFetcher: Returns: (transfer full) (nullable): what fetches a certificate */
typedef KpIssuerFetcher *(*KpIntakeMakeFetcher) (gpointer data);
/** kp_intake_fetch_async: Fetches the intermediates that are missing in what was planned,
 * several at a time and each once, and judges that again: for the jobs first, and for what
 * no job waits for only up to %KP_INTAKE_MAX_ADDRESSES, as the sender chose them; @make:
 * called with @make_data for each, while it runs. @self must live until the callback.
 * Cancelled, what was not fetched stays as it is. */
void kp_intake_fetch_async (KpIntake *self, KpTrust *trust, KpIntakeMakeFetcher make,
                            gpointer make_data, GCancellable *cancellable,
                            GAsyncReadyCallback callback, gpointer data);
gboolean kp_intake_fetch_finish (GAsyncResult *result, GError **error);
/** kp_intake_give_async: Gives each job what fits it and is not held back: such an offer is
 * taken then, or left with the reason. The sites show their jobs at once. @self must live
 * until the callback.
 */
void kp_intake_give_async (KpIntake *self, KpJobKeeper *keeper, GCancellable *cancellable,
                           GAsyncReadyCallback callback, gpointer data);
/** kp_intake_give_finish: Returns: %TRUE: the offers tell the rest */
gboolean kp_intake_give_finish (GAsyncResult *result, GError **error);
/** kp_intake_needs_attention: Returns: whether an offer is wrong, or is left */
gboolean kp_intake_needs_attention (const KpIntake *self);
/** kp_intake_kind_to_string: Returns: (transfer none): a stable word for scripts: "csr",
 * "certificate", "private-key", "other" */
const char *kp_intake_kind_to_string (KpIntakeKind kind);
/** kp_intake_state_to_string: Returns: (transfer none): likewise: "fits", "taken", "same",
 * "chain", "wrong", "left" */
const char *kp_intake_state_to_string (KpIntakeState state);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (KpIntake, kp_intake_free)

G_END_DECLS
