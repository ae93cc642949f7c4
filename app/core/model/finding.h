/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib-object.h>

G_BEGIN_DECLS

/**
 * KpFindingId:
 *
 * The stable ids of contract.md: what a check of a name, a site, a signing request or a
 * bundle, or a request to a helpdesk can give.
 * The numbers are not stored; the texts are.
 */
typedef enum
{
  KP_FINDING_NAME_INVALID,
  KP_FINDING_NAME_APEX,
  KP_FINDING_NAME_REFUSED_DOMAIN,
  KP_FINDING_NAME_SUSPECTED_UNSAFE,
  KP_FINDING_NAME_UNSAFE_NOT_CHECKED,
  KP_FINDING_SITE_NO_TARGET,
  KP_FINDING_SITE_NO_PROFILE,
  KP_FINDING_SITE_MOVED_AWAY,
  KP_FINDING_DNS_A_RECORD,
  KP_FINDING_DNS_WRONG_TARGET,
  KP_FINDING_DNS_MISSING,
  KP_FINDING_DNS_LEFTOVER_AAAA,
  KP_FINDING_DNS_APEX,
  KP_FINDING_DNS_LOOP,
  KP_FINDING_DNS_BROKEN,
  KP_FINDING_DNS_DOUBLED_NAME,
  KP_FINDING_DNS_OTHER_RECORDS,
  KP_FINDING_DNS_BOGUS,
  KP_FINDING_DNS_CAA_BLOCKS,
  KP_FINDING_DNS_PROPAGATING,
  KP_FINDING_DNS_RESOLVER_DIFFERS,
  KP_FINDING_DNS_NO_ANSWER,
  KP_FINDING_DNS_PROXIED,
  KP_FINDING_DNS_FILTERED,
  KP_FINDING_DNS_OK,
  KP_FINDING_DNS_CHAIN,
  KP_FINDING_DNS_FLATTENED,
  KP_FINDING_DNS_LONG_TTL,
  KP_FINDING_DNS_WILDCARD,
  KP_FINDING_DNS_SPLIT_HORIZON,
  KP_FINDING_TLS_UNTRUSTED,
  KP_FINDING_TLS_SELF_SIGNED,
  KP_FINDING_TLS_INCOMPLETE_CHAIN,
  KP_FINDING_TLS_NAME_MISMATCH,
  KP_FINDING_TLS_EXPIRED,
  KP_FINDING_TLS_NOT_YET_VALID,
  KP_FINDING_TLS_REFUSED,
  KP_FINDING_TLS_OLD_PROTOCOL,
  KP_FINDING_TLS_RENEWAL_LATE,
  KP_FINDING_TLS_NOT_SUBMITTED,
  KP_FINDING_TLS_NOT_YET_INSTALLED,
  KP_FINDING_TLS_TARGET_NOT_READY,
  KP_FINDING_TLS_NO_ANSWER,
  KP_FINDING_TLS_INTERCEPTED,
  KP_FINDING_TLS_OK,
  KP_FINDING_TLS_PRIVATE_ROOT,
  KP_FINDING_TLS_EXPIRING,
  KP_FINDING_TLS_ADDRESSES_DIFFER,
  KP_FINDING_TLS_ROOT_SERVED,
  KP_FINDING_TLS_PLAIN_HTTP,
  KP_FINDING_REQUEST_PRIVATE_KEY,
  KP_FINDING_REQUEST_REFUSED,
  KP_FINDING_REQUEST_ATTACHMENT_LOST,
  KP_FINDING_REQUEST_FIELD_LOST,
  KP_FINDING_REQUEST_QUEUED,
  KP_FINDING_REQUEST_UNCERTAIN,
  KP_FINDING_REQUEST_OFFLINE,
  KP_FINDING_REQUEST_SENT,
  KP_FINDING_REQUEST_REPLY,
  KP_FINDING_CSR_NOT_A_CSR,
  KP_FINDING_CSR_PRIVATE_KEY,
  KP_FINDING_CSR_SIGNATURE,
  KP_FINDING_CSR_MISSING_NAME,
  KP_FINDING_CSR_WEAK_KEY,
  KP_FINDING_CSR_WEAK_SIGNATURE,
  KP_FINDING_CSR_KEY_TYPE,
  KP_FINDING_CSR_SUBJECT_DIFFERS,
  KP_FINDING_CSR_MUST_STAPLE,
  KP_FINDING_CSR_SEVERAL,
  KP_FINDING_CSR_COUNTRY,
  KP_FINDING_CSR_TOO_LARGE,
  KP_FINDING_CSR_OK,
  KP_FINDING_CSR_NO_SAN,
  KP_FINDING_CSR_EXTRA_NAME,
  KP_FINDING_CSR_HAS_ORGANIZATIONAL_UNIT,
  KP_FINDING_CSR_HAS_EMAIL,
  KP_FINDING_CSR_SAME_KEY_AS_LIVE,
  KP_FINDING_CSR_NEW_KEY,
  KP_FINDING_BUNDLE_NOT_A_CERTIFICATE,
  KP_FINDING_BUNDLE_PRIVATE_KEY,
  KP_FINDING_BUNDLE_NO_LEAF,
  KP_FINDING_BUNDLE_SEVERAL_LEAVES,
  KP_FINDING_BUNDLE_KEY_MISMATCH,
  KP_FINDING_BUNDLE_MISSING_NAME,
  KP_FINDING_BUNDLE_LOST_NAME,
  KP_FINDING_BUNDLE_NO_SAN,
  KP_FINDING_BUNDLE_EXPIRED,
  KP_FINDING_BUNDLE_NOT_YET_VALID,
  KP_FINDING_BUNDLE_TOO_LONG,
  KP_FINDING_BUNDLE_WEAK_KEY,
  KP_FINDING_BUNDLE_WEAK_SIGNATURE,
  KP_FINDING_BUNDLE_WRONG_PURPOSE,
  KP_FINDING_BUNDLE_MISSING_INTERMEDIATE,
  KP_FINDING_BUNDLE_UNTRUSTED,
  KP_FINDING_BUNDLE_SELF_SIGNED,
  KP_FINDING_BUNDLE_INTERMEDIATE_EXPIRES_FIRST,
  KP_FINDING_BUNDLE_NOT_NEWER,
  KP_FINDING_BUNDLE_TOO_LARGE,
  KP_FINDING_BUNDLE_ENCRYPTED,
  KP_FINDING_BUNDLE_OK,
  KP_FINDING_BUNDLE_REORDERED,
  KP_FINDING_BUNDLE_DUPLICATE_REMOVED,
  KP_FINDING_BUNDLE_ROOT_REMOVED,
  KP_FINDING_BUNDLE_UNRELATED_REMOVED,
  KP_FINDING_BUNDLE_INTERMEDIATE_FETCHED,
  KP_FINDING_BUNDLE_EXTRA_NAME,
  KP_FINDING_BUNDLE_SUBJECT_DIFFERS,
  KP_FINDING_BUNDLE_CLIENT_PURPOSE,
  KP_FINDING_BUNDLE_NO_SCT,
  KP_FINDING_BUNDLE_NO_CSR,
  KP_FINDING_BUNDLE_FORMAT,
  KP_FINDING_N,
} KpFindingId;

/** KpSeverity: the contract's severities, in the order in which a page shows them */
typedef enum
{
  KP_SEVERITY_WRONG,
  KP_SEVERITY_WAITING,
  KP_SEVERITY_UNKNOWN,
  KP_SEVERITY_NOTE,
} KpSeverity;

/**
 * KpFinding:
 * @id: which
 * @severity: as reported now (a wrong one that the open job waits for is reported as
 * waiting)
 * @text: one sentence that names the concrete values, in the user's language
 * @fix: (nullable): what to do, one or two sentences
 * @until: Unix seconds until when it is waited for, 0 if unknown or not waiting
 * @subject: (nullable): the target, resolver or address it is about: same id and subject on
 * many sites is one cause
 *
 * One conclusion of a verdict. Immutable; reference counted.
 */
typedef struct
{
  KpFindingId id;
  KpSeverity severity;
  char *text;
  char *fix;
  gint64 until;
  char *subject;
} KpFinding;

#define KP_TYPE_FINDING (kp_finding_get_type ())
GType kp_finding_get_type (void);

/** kp_finding_new: Returns: (transfer full): a finding with its own severity and copies of
 * the texts */
KpFinding *kp_finding_new (KpFindingId id, const char *subject, const char *text,
                           const char *fix);
/** kp_finding_new_full: Returns: (transfer full): a finding with everything given */
KpFinding *kp_finding_new_full (KpFindingId id, KpSeverity severity, const char *subject,
                                const char *text, const char *fix, gint64 until);
/** kp_finding_ref: Returns: (transfer full): @self with one more reference */
KpFinding *kp_finding_ref (KpFinding *self);
/** kp_finding_unref: Drops a reference. */
void kp_finding_unref (KpFinding *self);

/** kp_finding_id_to_string: Returns: (transfer none): the contract's id, "dns.a-record" */
const char *kp_finding_id_to_string (KpFindingId id);
/** kp_finding_id_from_string: Returns: whether @text is an id of the contract; @id is
 * untouched if not */
gboolean kp_finding_id_from_string (const char *text, KpFindingId *id);
/** kp_finding_id_get_title: Returns: (transfer none): the fixed phrase in the user's
 * language ("Address record where a CNAME must be") */
const char *kp_finding_id_get_title (KpFindingId id);
/** kp_finding_id_get_phrase: Returns: (transfer none): the title as it stands within a
 * sentence, in the user's language ("Not secured yet: address record where a CNAME must
 * be") */
const char *kp_finding_id_get_phrase (KpFindingId id);
/** kp_finding_id_get_severity: Returns: the severity that is its own */
KpSeverity kp_finding_id_get_severity (KpFindingId id);
/** kp_finding_id_opens_lock: Returns: whether it opens the lock when wrong or waiting
 * (contract: all of Site, DNS and served certificate but those marked °) */
gboolean kp_finding_id_opens_lock (KpFindingId id);
/** kp_severity_to_string: Returns: (transfer none): "wrong", "waiting", "unknown" or "note"
 */
const char *kp_severity_to_string (KpSeverity severity);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (KpFinding, kp_finding_unref)

G_END_DECLS
