/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "core/certificate/csr.h"
#include "core/certificate/document.h"
#include "core/certificate/trust.h"
#include "core/model/finding.h"
#include "core/model/subject.h"

G_BEGIN_DECLS

/**
 * KpBundleExpectation:
 * @host: (nullable): canonical name of the site it is for
 * @csr: (nullable): the signing request it answers
 * @spki_sha256: (nullable): fingerprint of the public key it must be for, where no request
 *   is at hand
 * @asked: (nullable): the details that were asked for
 * @live: (nullable): the certificate that the site serves now
 * @fetched: (nullable) (element-type GBytes): DER of certificates that were fetched where
 *   kp_bundle_build() said that some are missing
 * @now: Unix seconds
 *
 * What a bundle is compared with. Nothing is owned.
 */
typedef struct
{
  const char *host;
  const KpCsr *csr;
  const char *spki_sha256;
  KpSubject *asked;
  const KpCertificateFacts *live;
  GPtrArray *fetched;
  gint64 now;
} KpBundleExpectation;

/**
 * KpBundle:
 * @chain: (element-type GBytes): DER, the site's certificate first, then each one's issuer;
 *   no root. Empty where the site's certificate was not found
 * @leaf: (nullable): the site's certificate
 * @root: (nullable): DER of the root in which it ends, known to clients or not
 * @findings: (element-type KpFinding): what is wrong first; each id at most once
 * @missing_issuer: (nullable): who signed the topmost certificate, where its own is missing
 * @missing_uri: (nullable): where that can be had, an address of http or https that the
 *   topmost certificate names. Hostile
 *
 * What a CA sent, as a server must be given it. Immutable.
 */
typedef struct
{
  GPtrArray *chain;
  KpCertificateFacts *leaf;
  GBytes *root;
  GPtrArray *findings;
  char *missing_issuer;
  char *missing_uri;
} KpBundle;

/**
 * kp_bundle_build:
 * @document: what was read
 * @expected: what it is compared with
 * @trust: where its chain may end
 *
 * Finds the certificate of the site among all that was given, by the key that is expected,
 * else by name; puts its chain in order, removes what does not belong to it, fills a gap
 * with @expected's fetched certificates, and judges the result. Depends on its arguments
 * alone, and its time on their size. Main thread.
 *
 * Returns: (transfer full): the bundle
 */
KpBundle *kp_bundle_build (const KpDocument *document, const KpBundleExpectation *expected,
                           KpTrust *trust);
/** kp_bundle_free: Frees @self; %NULL is fine. */
void kp_bundle_free (KpBundle *self);

/** kp_bundle_is_wrong: Returns: whether a finding is wrong */
gboolean kp_bundle_is_wrong (const KpBundle *self);
/** kp_bundle_to_pem: Returns: (transfer full): the chain as PEM, as servers read it: the
 * site's certificate first, no root */
char *kp_bundle_to_pem (const KpBundle *self);
/** kp_bundle_can_overrule: Returns: whether the user may hand a bundle over in spite of
 * this one: it is wrong, but neither gives a key away nor can it never work */
gboolean kp_bundle_can_overrule (KpFindingId id);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (KpBundle, kp_bundle_free)

G_END_DECLS
