/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/desk.h"
#include "core/job/instructions.h"
#include "core/model/renewal.h"

G_BEGIN_DECLS

/** KpCustomerLetter: What letters to the customer of a site are made of. An owned value.
 * Main thread. */
typedef struct _KpCustomerLetter KpCustomerLetter;

/** kp_customer_letter_new: @verdict, @evidence: of kp_desk_judge_finish(). Returns:
 * (transfer full): what is to be told of @site */
KpCustomerLetter *kp_customer_letter_new (KpDesk *desk, KpSite *site, KpVerdict *verdict,
                                          const KpEvidence *evidence);
/** kp_customer_letter_free: Frees @self; %NULL is fine. */
void kp_customer_letter_free (KpCustomerLetter *self);
/** kp_customer_letter_get_verdict: Returns: (transfer none): what follows from the evidence
 */
const KpVerdict *kp_customer_letter_get_verdict (const KpCustomerLetter *self);
/** kp_customer_letter_find_record: Returns: (transfer none) (nullable): where the name
 * still leads at the provider, see kp_retirement_find_record() */
const char *kp_customer_letter_find_record (const KpCustomerLetter *self);
/** kp_customer_letter_write: @kind: as for kp_instructions_write(); @language: (nullable):
 * BCP 47 tag, %NULL for the customer's; @address: (out) (transfer full) (nullable): where
 * it goes. Returns: (transfer full) (nullable): the letter, %NULL where the change can't be
 * made */
KpLetter *kp_customer_letter_write (const KpCustomerLetter *self, KpLetterKind kind,
                                    const char *language, char **address);
/** kp_customer_letter_write_record: @renewal: (nullable): what the job has gathered;
 * @asked_at: when the customer was asked before, 0 if not yet; otherwise as
 * kp_customer_letter_write(). Returns: (transfer full) (nullable): asks for the record that
 * a CA wants to see, %NULL where none is noted */
KpLetter *kp_customer_letter_write_record (const KpCustomerLetter *self,
                                           const KpRenewal *renewal, gint64 asked_at,
                                           const char *language, char **address);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (KpCustomerLetter, kp_customer_letter_free)

G_END_DECLS
