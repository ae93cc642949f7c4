/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/certificate/document.h"
#include "core/desk.h"
#include "core/job/batch.h"

G_BEGIN_DECLS

/**
 * KpBatchIntakeOwn:
 * @KP_BATCH_INTAKE_SHOW: it is to be looked at on the pages of the site, as if it had been
 * given for that one alone
 * @KP_BATCH_INTAKE_TAKEN: the job of the site has taken what is for it
 * @KP_BATCH_INTAKE_NOTHING: all of it is for others
 *
 * What becomes of it at the site on whose page it was given.
 */
typedef enum
{
  KP_BATCH_INTAKE_SHOW,
  KP_BATCH_INTAKE_TAKEN,
  KP_BATCH_INTAKE_NOTHING,
} KpBatchIntakeOwn;

/** kp_batch_intake_is_shared: @batch: (nullable): sites that are renewed together;
 * @document: what was given on the page of one of them. Returns: whether it may be for any
 * of them, and is to be shared out first. A private key is none's: it is refused before
 * anything else. */
gboolean kp_batch_intake_is_shared (KpBatch *batch, const KpDocument *document);

/**
 * kp_batch_intake_share_async:
 * @desk: the desk
 * @batch: sites that are renewed together
 * @own: that of them on whose page it was given
 * @document: (transfer full): what was given
 * @name: (nullable): what the user knows it by
 * @cancellable: (nullable): gives up
 * @callback: called once the jobs have it
 * @data: for @callback
 *
 * Shares out certificates and signing requests to all jobs of @batch, by public key and
 * name. What is for @own alone is given to nobody, unless it is one of several signing
 * requests: of these none could be taken on its page.
 */
void kp_batch_intake_share_async (KpDesk *desk, KpBatch *batch, KpSite *own,
                                  KpDocument *document, const char *name,
                                  GCancellable *cancellable, GAsyncReadyCallback callback,
                                  gpointer data);
/** kp_batch_intake_share_finish: @own: (out); @alone: (out) (optional) (transfer full)
 * (nullable): the signing request of several that is to be looked at there; @text: (out)
 * (transfer full) (nullable): what went where, and what fits none with the reason; %NULL
 * where nothing was shared out; @left: (out): whether something fits none. Returns: whether
 * it could be looked at; #KpStoreError, #KpTrustError, G_IO_ERROR_CANCELLED */
gboolean kp_batch_intake_share_finish (GAsyncResult *result, KpBatchIntakeOwn *own,
                                       KpDocument **alone, char **text, gboolean *left,
                                       GError **error);

G_END_DECLS
