/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "core/desk.h"
#include "core/exchange/import-preview.h"

G_BEGIN_DECLS

#define KP_TYPE_IMPORT_REVIEW (kp_import_review_get_type ())
G_DECLARE_FINAL_TYPE (KpImportReview, kp_import_review, KP, IMPORT_REVIEW, AdwBin)

/**
 * KpImportReview:
 *
 * The page of an import that shows what becomes of each row, bad ones first. It asks DNS
 * where the sites lead, and fills in providers and targets; that can be stopped. Property:
 * "ready" (boolean): something will be added, no bad row stands in the way, and DNS is not
 * being asked. Main thread.
 */

/** kp_import_review_set_preview: Shows @preview (transfer full) and begins to ask. */
void kp_import_review_set_preview (KpImportReview *self, KpDesk *desk,
                                   KpImportPreview *preview);
/** kp_import_review_clear: Drops it and ends asking. */
void kp_import_review_clear (KpImportReview *self);
/** kp_import_review_get_preview: Returns: (transfer none) (nullable): what it shows */
const KpImportPreview *kp_import_review_get_preview (KpImportReview *self);
/** kp_import_review_get_ready: Returns: whether it can be imported now */
gboolean kp_import_review_get_ready (KpImportReview *self);

G_END_DECLS
