/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/dns/resolver.h"
#include "core/model/observation.h"

G_BEGIN_DECLS

/**
 * KpCaaJudgement:
 * @KP_CAA_ALLOWS: nothing forbids
 * @KP_CAA_FORBIDS: the CA may not issue
 * @KP_CAA_FORBIDS_ALL: nobody may (issue ";")
 * @KP_CAA_CANT_TELL: not known which CA or which account of it (RFC 8657)
 */
typedef enum
{
  KP_CAA_ALLOWS,
  KP_CAA_FORBIDS,
  KP_CAA_FORBIDS_ALL,
  KP_CAA_CANT_TELL,
} KpCaaJudgement;

/**
 * kp_caa_judge:
 * @records: (element-type KpRecord): the relevant CAA set
 * @issuers: (array zero-terminated=1) (nullable): issuer domain names of the CA; %NULL if
 * it is not known: then only issue ";" (nobody) forbids
 * @wildcard: for a wildcard name (issuewild goes first)
 *
 * RFC 8659 section 4: issue, issuewild, parameters after ";", unknown critical tags forbid,
 * iodef alone allows. Pure.
 *
 * Returns: what the set says
 */
KpCaaJudgement kp_caa_judge (GPtrArray *records, const char *const *issuers,
                             gboolean wildcard);

/**
 * kp_caa_find_async:
 *
 * Finds the relevant set of @host (RFC 8659 section 3): CAA of the name through its CNAME,
 * then of the parents of the original name.
 */
void kp_caa_find_async (KpResolver *resolver, const char *host, GCancellable *cancellable,
                        GAsyncReadyCallback callback, gpointer data);
/** kp_caa_find_finish: @node: (out) (transfer full) (nullable); @records: (out) (transfer
 * container) (nullable). Returns: what is known; KP_CAA_UNKNOWN also when cancelled */
KpCaaState kp_caa_find_finish (GAsyncResult *result, char **node, GPtrArray **records,
                               GError **error);

G_END_DECLS
