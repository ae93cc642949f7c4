/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/base/clock.h"
#include "core/check/name-check.h"
#include "core/provider/catalogue.h"

G_BEGIN_DECLS

/** KP_ADDRESS_PAUSE: milliseconds after the last key before anybody is asked or anything is
 * found fault with */
#define KP_ADDRESS_PAUSE 300

/**
 * KpAddressState:
 * @KP_ADDRESS_EMPTY: nothing was entered
 * @KP_ADDRESS_TYPED: allowed as far as it was typed; the pause is not over
 * @KP_ADDRESS_REFUSED: no site can have that name
 * @KP_ADDRESS_ASKING: allowed; DNS is being asked
 * @KP_ADDRESS_ANSWERED: allowed; a resolver answered
 * @KP_ADDRESS_SILENT: allowed; nobody could be asked
 */
typedef enum
{
  KP_ADDRESS_EMPTY,
  KP_ADDRESS_TYPED,
  KP_ADDRESS_REFUSED,
  KP_ADDRESS_ASKING,
  KP_ADDRESS_ANSWERED,
  KP_ADDRESS_SILENT,
} KpAddressState;

#define KP_TYPE_ADDRESS_CHECK (kp_address_check_get_type ())
G_DECLARE_FINAL_TYPE (KpAddressCheck, kp_address_check, KP, ADDRESS_CHECK, GObject)

/**
 * KpAddressCheck:
 *
 * Follows an address while it is typed: whether it may be a site, what DNS answers, and
 * which provider that leads to. The rules that need no network hold at once; DNS is asked
 * after a pause, all resolvers at the same time, and the first that answers is believed.
 * Each key ends what was asked before. Signal "changed": any of it changed. Main thread.
 */

/** kp_address_check_new: @resolvers: (element-type KpResolver) (nullable): %NULL: nobody
 * can be asked. Returns: (transfer full): a check of nothing yet */
KpAddressCheck *kp_address_check_new (KpCatalogue *catalogue, GPtrArray *resolvers,
                                      KpClock *clock);
/** kp_address_check_set_text: Checks what was typed so far. */
void kp_address_check_set_text (KpAddressCheck *self, const char *text);
/** kp_address_check_set_profile: @profile: (nullable): whose rules hold */
void kp_address_check_set_profile (KpAddressCheck *self, KpProfile *profile);
/** kp_address_check_settle: Ends the pause now. */
void kp_address_check_settle (KpAddressCheck *self);
/** kp_address_check_get_state: Returns: how far it is */
KpAddressState kp_address_check_get_state (KpAddressCheck *self);
/** kp_address_check_get_settled: Returns: whether the pause after the last key is over */
gboolean kp_address_check_get_settled (KpAddressCheck *self);
/** kp_address_check_get_name: Returns: (transfer none) (nullable): what is known of the
 * name, %NULL if nothing was entered */
const KpNameCheck *kp_address_check_get_name (KpAddressCheck *self);
/** kp_address_check_get_problem: Returns: (transfer none) (nullable): why the name is
 * refused */
const KpFinding *kp_address_check_get_problem (KpAddressCheck *self);
/** kp_address_check_get_answer: Returns: (transfer none) (nullable): what DNS answers */
const KpResolverAnswer *kp_address_check_get_answer (KpAddressCheck *self);
/** kp_address_check_get_found: Returns: (transfer none) (nullable): the provider to which
 * the name leads; @target: (out) (transfer none) (nullable) (optional): its target there */
KpProfile *kp_address_check_get_found (KpAddressCheck *self, const char **target);
/** kp_address_check_describe_name: Returns: (transfer full) (nullable): "cp.kite.io ·
 * subdomain of kite.io"; %NULL while it is no host name */
char *kp_address_check_describe_name (KpAddressCheck *self);
/** kp_address_check_describe_answer: Returns: (transfer full) (nullable): "Answers
 * 203.0.113.7 (address record). Provider found: none."; %NULL if nobody was asked */
char *kp_address_check_describe_answer (KpAddressCheck *self);

G_END_DECLS
