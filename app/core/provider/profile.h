/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/** KpTargetKind: how the expected DNS target of a provider's sites is known */
typedef enum
{
  KP_TARGET_NONE,    /* own servers: no target is wanted, DNS is not judged */
  KP_TARGET_FIXED,   /* one name for all sites */
  KP_TARGET_PATTERN, /* a name that must match a pattern; the usual one is only a default
                        that the user confirms */
  KP_TARGET_TOLD,    /* the provider tells it for each site */
} KpTargetKind;

/** KpKeyMaker: who makes the key pair: the provider (and the certificate), the provider who
 * answers with a CSR, or Keyplate here */
typedef enum
{
  KP_KEY_PROVIDER,
  KP_KEY_PROVIDER_CSR,
  KP_KEY_HERE,
} KpKeyMaker;

/** KpCertificateOrder: whether the provider makes the certificate before or after the DNS
 * change */
typedef enum
{
  KP_CERTIFICATE_ORDER_UNKNOWN,
  KP_CERTIFICATE_ORDER_BEFORE_DNS,
  KP_CERTIFICATE_ORDER_AFTER_DNS,
} KpCertificateOrder;

/**
 * KpProfileDays:
 *
 * Usual days: to answer a request, of the CA to issue, to install, and the margin kept.
 */
typedef struct
{
  guint answer;
  guint ca;
  guint install;
  guint margin;
} KpProfileDays;

/**
 * KpProfileField:
 * @id: stable id
 * @name: as the provider calls it, in the provider's own language: by that its helpdesk
 * knows it
 * @label: the same in the user's language where the profile has it
 * @required: whether it can't be empty
 * @max_length: characters, 0 where no limit is known
 *
 * One field of a request to the provider.
 */
typedef struct
{
  char *id;
  char *name;
  char *label;
  gboolean required;
  guint max_length;
} KpProfileField;

#define KP_TYPE_PROFILE (kp_profile_get_type ())
G_DECLARE_FINAL_TYPE (KpProfile, kp_profile, KP, PROFILE, GObject)

/** KpProfileError: a profile that can't be used; the message has the file, the line where
 * known, and the reason */
typedef enum
{
  KP_PROFILE_ERROR_SYNTAX,
  KP_PROFILE_ERROR_MEMBER,
  KP_PROFILE_ERROR_VALUE,
  KP_PROFILE_ERROR_TOO_LARGE,
} KpProfileError;

#define KP_PROFILE_ERROR (kp_profile_error_quark ())
GQuark kp_profile_error_quark (void);

/**
 * kp_profile_new_from_json:
 * @json: text of a profile file, at most 256 KiB
 * @length: its octets, or -1
 * @file_name: how messages call it
 *
 * Reads and checks against the same rules as data/providers/profile.schema.json. Immutable
 * afterwards; any thread.
 *
 * Returns: (transfer full) (nullable): the profile
 */
KpProfile *kp_profile_new_from_json (const char *json, gssize length, const char *file_name,
                                     GError **error);

/** kp_profile_get_id: Returns: (transfer none): "cloud-office" */
const char *kp_profile_get_id (KpProfile *self);
/** kp_profile_get_fingerprint: Returns: a number that is another for every other text of
 * its file, never 0, and the same on every machine */
gint64 kp_profile_get_fingerprint (KpProfile *self);
/** kp_profile_get_name: Returns: (transfer none): as people call it, in the user's language
 * where the profile has it */
const char *kp_profile_get_name (KpProfile *self);
/** kp_profile_get_noun: Returns: (transfer none): the noun of its sites ("Control Panel
 * Site") */
const char *kp_profile_get_noun (KpProfile *self);
/** kp_profile_get_language: Returns: (transfer none) (nullable): BCP 47 tag of the language
 * in which its helpdesk wants letters, if the profile says */
const char *kp_profile_get_language (KpProfile *self);
/** kp_profile_get_secure_label: Returns: (transfer none): label of the button that begins
 * to secure a site ("Secure Control Panel Site") */
const char *kp_profile_get_secure_label (KpProfile *self);
/** kp_profile_get_help_uri: Returns: (transfer none) (nullable): its help page in the
 * user's language */
const char *kp_profile_get_help_uri (KpProfile *self);
/** kp_profile_offers_secure: Returns: whether it offers the job secure */
gboolean kp_profile_offers_secure (KpProfile *self);
/** kp_profile_offers_renew: Returns: whether it offers the job renew */
gboolean kp_profile_offers_renew (KpProfile *self);
/** kp_profile_get_target_kind: Returns: how its target is known */
KpTargetKind kp_profile_get_target_kind (KpProfile *self);
/** kp_profile_wants_target: Returns: whether DNS must lead to a target */
gboolean kp_profile_wants_target (KpProfile *self);
/** kp_profile_get_target: Returns: (transfer none) (nullable): the fixed target, or the
 * usual one that is offered for confirmation */
const char *kp_profile_get_target (KpProfile *self);
/** kp_profile_target_matches: Returns: whether @target fits the fixed target or pattern;
 * TRUE where any will do */
gboolean kp_profile_target_matches (KpProfile *self, const char *target);
/** kp_profile_effective_target: Returns: (transfer none) (nullable): @site_target if not
 * %NULL, else the fixed target, else %NULL (a usual one must be confirmed first) */
const char *kp_profile_effective_target (KpProfile *self, const char *site_target);
/** kp_profile_host_matches: Returns: whether @host fits its host pattern (e.g. "cp.*");
 * TRUE if it has none */
gboolean kp_profile_host_matches (KpProfile *self, const char *host);
/** kp_profile_get_usual_host: Returns: (transfer none) (nullable): the usual leftmost label
 * ("cp", "my") */
const char *kp_profile_get_usual_host (KpProfile *self);
/** kp_profile_get_own_domains: Returns: (transfer none) (array zero-terminated=1): the
 * provider's own domains: a name that leads there is its */
const char *const *kp_profile_get_own_domains (KpProfile *self);
/** kp_profile_is_own_domain: Returns: whether @name is one of its own domains or under one
 */
gboolean kp_profile_is_own_domain (KpProfile *self, const char *name);
/** kp_profile_find_refused: Returns: (transfer none) (nullable): the refused domain that
 * @host is or is under */
const char *kp_profile_find_refused (KpProfile *self, const char *host);
/** kp_profile_get_key_maker: Returns: who makes the key */
KpKeyMaker kp_profile_get_key_maker (KpProfile *self);
/** kp_profile_get_renewed_by_provider: Returns: whether the provider renews by itself;
 * @days_early: (out) (optional): so many days before the end */
gboolean kp_profile_get_renewed_by_provider (KpProfile *self, guint *days_early);
/** kp_profile_get_certificate_order: Returns: whether the certificate is made before or
 * after the DNS change */
KpCertificateOrder kp_profile_get_certificate_order (KpProfile *self);
/** kp_profile_get_proxies_allowed: Returns: whether a proxy may stand before its sites */
gboolean kp_profile_get_proxies_allowed (KpProfile *self);
/** kp_profile_get_requires_existing: Returns: whether renew is for a site that exists
 * already only */
gboolean kp_profile_get_requires_existing (KpProfile *self);
/** kp_profile_get_days: Returns: (transfer none): its usual days */
const KpProfileDays *kp_profile_get_days (KpProfile *self);
/** kp_profile_get_channel: Returns: (transfer none): default hand-over channel: "form",
 * "email", "rt" or "files" */
const char *kp_profile_get_channel (KpProfile *self);
/** kp_profile_get_form_uri: Returns: (transfer none) (nullable): link of its own form */
const char *kp_profile_get_form_uri (KpProfile *self);
/** kp_profile_get_fields: Returns: (transfer none) (element-type KpProfileField): fields of
 * a request, in order */
GPtrArray *kp_profile_get_fields (KpProfile *self);
/** kp_profile_get_priority: Returns: (transfer none): semantic level of its requests:
 * "low", "normal" or "high" */
const char *kp_profile_get_priority (KpProfile *self);
/** kp_profile_get_priority_label: Returns: (transfer none) (nullable): the provider's own
 * word for it ("Priority 4") */
const char *kp_profile_get_priority_label (KpProfile *self);
/** kp_profile_get_priority_name: Returns: (transfer none) (nullable): the same in the
 * provider's own language, for letters to it */
const char *kp_profile_get_priority_name (KpProfile *self);
/** kp_profile_get_bundle_format: Returns: (transfer none): "pem-leaf-first" */
const char *kp_profile_get_bundle_format (KpProfile *self);
/** kp_profile_get_same_ticket: Returns: whether the second request goes into the same
 * ticket */
gboolean kp_profile_get_same_ticket (KpProfile *self);
/** kp_profile_get_caa_identity: Returns: (transfer none) (nullable): the CA (issuer domain
 * name, RFC 8659 section 4.2) the provider buys from, if known */
const char *kp_profile_get_caa_identity (KpProfile *self);

G_END_DECLS
