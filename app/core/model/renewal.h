/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/** KP_RENEWAL_MAX_REASON: characters of a reason why a finding does not count */
#define KP_RENEWAL_MAX_REASON 500
/** KP_RENEWAL_MAX_VALUE: characters of the value of a validation record */
#define KP_RENEWAL_MAX_VALUE 2000
/** KP_RENEWAL_MAX_BUNDLE: octets of a bundle as PEM */
#define KP_RENEWAL_MAX_BUNDLE (1024 * 1024)
/** KP_RENEWAL_MAX_OVERRULED: findings that can be overruled in one renewal */
#define KP_RENEWAL_MAX_OVERRULED 50

/**
 * KpOverrule:
 * @finding: the id of a finding, as in the contract
 * @reason: why it does not count here, in the user's words
 *
 * That a wrong finding was overruled. An owned value.
 */
typedef struct
{
  char *finding;
  char *reason;
} KpOverrule;

/** kp_overrule_new: Returns: (transfer full): one with copies of the texts */
KpOverrule *kp_overrule_new (const char *finding, const char *reason);
/** kp_overrule_free: Frees @self; %NULL is fine. */
void kp_overrule_free (KpOverrule *self);
/** kp_overrule_list_new: Returns: (transfer full) (element-type KpOverrule): an empty list
 * that owns what is in it */
GPtrArray *kp_overrule_list_new (void);
/** kp_overrule_list_find: @list: (element-type KpOverrule) (nullable). Returns: (transfer
 * none) (nullable): the reason that was given for @finding, the last one */
const char *kp_overrule_list_find (GPtrArray *list, const char *finding);
/** kp_overrule_list_to_json: Returns: (transfer full): @list as one JSON object */
char *kp_overrule_list_to_json (GPtrArray *list);
/** kp_overrule_list_from_json: Reads that from text of any kind; what is none of it is left
 * out. Returns: (transfer full) (element-type KpOverrule): the list */
GPtrArray *kp_overrule_list_from_json (const char *json);

/**
 * KpRenewal:
 * @job_id: row id of the job, 0 if it is not in the store
 * @anew: as a change: what was kept before is forgotten; never kept itself
 * @csr: (nullable): the CSR, DER
 * @csr_sha256: (nullable): its fingerprint, lower-case hex
 * @csr_spki_sha256: (nullable): that of its public key
 * @csr_at: when it was taken; 0 without one
 * @order_number: (nullable): of the order
 * @ca: (nullable): whom it was ordered from, as the user calls it
 * @price: (nullable): in the user's words
 * @ordered_at: when it was ordered; 0 if it was not
 * @validation_name: (nullable): where the record is to be that the CA asks for
 * @validation_type: (nullable): "TXT" or "CNAME"
 * @validation_value: (nullable): what it is to say
 * @bundle: (nullable): certificate and intermediates as they are handed over, PEM
 * @leaf_sha256: (nullable): fingerprint of the certificate, lower-case hex
 * @leaf_spki_sha256: (nullable): that of its public key
 * @leaf_not_after: when it ends; 0 without one
 * @bundle_at: when it was taken; 0 without one
 * @overruled: (element-type KpOverrule): wrong findings that the user set aside
 *
 * What a renewal has gathered beside its job. A plain owned value.
 */
typedef struct
{
  gint64 job_id;
  gboolean anew;
  GBytes *csr;
  char *csr_sha256;
  char *csr_spki_sha256;
  gint64 csr_at;
  char *order_number;
  char *ca;
  char *price;
  gint64 ordered_at;
  char *validation_name;
  char *validation_type;
  char *validation_value;
  char *bundle;
  char *leaf_sha256;
  char *leaf_spki_sha256;
  gint64 leaf_not_after;
  gint64 bundle_at;
  GPtrArray *overruled;
} KpRenewal;

/** kp_renewal_new: Returns: (transfer full): one that has gathered nothing yet */
KpRenewal *kp_renewal_new (gint64 job_id);
/** kp_renewal_copy: Returns: (transfer full) (nullable): a deep copy; %NULL gives %NULL */
KpRenewal *kp_renewal_copy (const KpRenewal *self);
/** kp_renewal_free: Frees @self; %NULL is fine. */
void kp_renewal_free (KpRenewal *self);
/** kp_renewal_equal: Returns: whether both are the same; %NULL is equal to %NULL only */
gboolean kp_renewal_equal (const KpRenewal *a, const KpRenewal *b);
/** kp_renewal_is_empty: Returns: whether @self has gathered nothing */
gboolean kp_renewal_is_empty (const KpRenewal *self);
/** kp_renewal_apply: Adds what @changes has to @self: a CSR, a bundle or a validation
 * record replaces the one that was there as a whole, what was overruled adds up. */
void kp_renewal_apply (KpRenewal *self, const KpRenewal *changes);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (KpOverrule, kp_overrule_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (KpRenewal, kp_renewal_free)

G_END_DECLS
