/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/certificate/bundle.h"

G_BEGIN_DECLS

/* What bundle.c is made of: reading the parts, building the chain, judging it. */

/** KP_BUNDLE_OID_POISON: the extension of a precertificate (RFC 6962 section 3.1), which no
 * client takes */
#define KP_BUNDLE_OID_POISON "1.3.6.1.4.1.11129.2.4.3"

/** KpBundlePart: one certificate of the document, with its @facts */
typedef struct
{
  KpChainLink *link;
  KpCertificateFacts *facts;
} KpBundlePart;

/**
 * KpBundleWork:
 * @spki: (nullable): fingerprint of the public key that is expected
 * @parts: (element-type KpBundlePart): each certificate once, in the order given
 * @links: (element-type KpChainLink): the same, without the site's own
 * @fetched: (element-type KpChainLink): those expected's fetched gave
 * @n_unreadable: certificates that can't be read
 * @leaf: (nullable): the site's certificate, one of @parts
 * @path: its chain; the root apart, which may also be one that is not trusted
 * @trusted: @path leads to a root that is
 *
 * A bundle that is being made.
 */
typedef struct
{
  const KpDocument *document;
  const KpBundleExpectation *expected;
  KpTrust *trust;
  KpBundle *bundle;
  const char *spki;
  GPtrArray *parts;
  GPtrArray *links;
  GPtrArray *fetched;
  guint n_unreadable;
  const KpBundlePart *leaf;
  KpChainPath path;
  gboolean trusted;
} KpBundleWork;

/** kp_bundle_read_parts: Reads the certificates and tells what is wrong with the document
 * as a whole. */
void kp_bundle_read_parts (KpBundleWork *work);
/** kp_bundle_find_leaf: Finds the certificate of the site and tells where there is none, or
 * none that stands out. */
void kp_bundle_find_leaf (KpBundleWork *work);
/** kp_bundle_build_chain: Finds the chain above the leaf and tells what was done for it and
 * where it leads. */
void kp_bundle_build_chain (KpBundleWork *work);
/** kp_bundle_check_leaf: Tells how the leaf differs from what is expected. */
void kp_bundle_check_leaf (KpBundleWork *work);
/** kp_bundle_check_strength: Tells what is wrong with the leaf and its chain whatever is
 * expected: dates, keys, signatures, purposes. */
void kp_bundle_check_strength (KpBundleWork *work);
/** kp_bundle_check_subject: Tells which details of those asked for the leaf lacks or has
 * differently. */
void kp_bundle_check_subject (KpBundleWork *work);

/** kp_bundle_tell: Adds a finding. @text: (transfer full). @fix: (nullable) */
void kp_bundle_tell (KpBundleWork *work, KpFindingId id, char *text, const char *fix);
/** kp_bundle_name_link: Returns: (transfer full): what people call a certificate */
char *kp_bundle_name_link (const KpChainLink *link);
/** kp_bundle_name_issuer: Returns: (transfer full): what people call who signed it */
char *kp_bundle_name_issuer (const KpChainLink *link);
/** kp_bundle_name_part: Returns: (transfer full): likewise; a site's by its first name */
char *kp_bundle_name_part (const KpBundlePart *part);
/** kp_bundle_describe_part: Returns: (transfer full): likewise, with the day on which a
 * site's ends: two of the same name differ in that */
char *kp_bundle_describe_part (const KpBundlePart *part);
/** kp_bundle_join: @names: (element-type utf8). Returns: (transfer full): them in one text,
 * those that are too many counted: "“A”, “B” and 3 more" */
char *kp_bundle_join (GPtrArray *names);

G_END_DECLS
