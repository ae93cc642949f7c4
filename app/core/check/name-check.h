/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/check/unsafe-lookup.h"
#include "core/dns/zone.h"
#include "core/model/finding.h"
#include "core/provider/profile.h"

G_BEGIN_DECLS

/**
 * KpNameCheck:
 * @host: (nullable): canonical name, %NULL if it is none
 * @unicode: (nullable): as people read it
 * @port: the port that was given with it, 0 if none
 * @zone: (nullable): the zone that holds it
 * @findings: (element-type KpFinding): name.* findings; empty if all is well
 * @allowed: no wrong one among them
 */
typedef struct
{
  char *host;
  char *unicode;
  guint16 port;
  KpZone *zone;
  GPtrArray *findings;
  gboolean allowed;
} KpNameCheck;

/** kp_name_check_free: Frees @self; %NULL is fine. */
void kp_name_check_free (KpNameCheck *self);
/** kp_name_check_new: The rules that need no network: syntax, refused domains, apex by the
 * public suffix list. Pure. @profile: (nullable). Returns: (transfer full): the check */
KpNameCheck *kp_name_check_new (const char *text, KpProfile *profile);
/** kp_name_check_async: The same with an SOA look-up for the apex; offline: the public
 * suffix list. @resolver: (nullable) */
void kp_name_check_async (const char *text, KpProfile *profile, KpResolver *resolver,
                          GCancellable *cancellable, GAsyncReadyCallback callback,
                          gpointer data);
/** kp_name_check_finish: Returns: (transfer full) (nullable): the check; %NULL only when
 * cancelled */
KpNameCheck *kp_name_check_finish (GAsyncResult *result, GError **error);

/**
 * kp_name_check_look_up_async:
 * @check: (transfer full): a check that has ended
 * @lookup: (nullable): the list to ask
 * @why_not: (nullable): where there is no @lookup, why, as a sentence
 *
 * Adds what a list of suspected unsafe sites says of the name, or why it was not asked. A
 * name that can't be used anyhow is not looked up.
 */
void kp_name_check_look_up_async (KpNameCheck *check, KpUnsafeLookup *lookup,
                                  const char *why_not, GCancellable *cancellable,
                                  GAsyncReadyCallback callback, gpointer data);
/** kp_name_check_look_up_finish: Returns: (transfer full) (nullable): the check; %NULL only
 * when cancelled */
KpNameCheck *kp_name_check_look_up_finish (GAsyncResult *result, GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (KpNameCheck, kp_name_check_free)

G_END_DECLS
