/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/check/verdict.h"
#include "core/provider/catalogue.h"
#include "core/store/store.h"

G_BEGIN_DECLS

/**
 * KpExportFormat:
 * @KP_EXPORT_CSV: what is wanted of each site: what import reads
 * @KP_EXPORT_JSON: all that is known of each site: the contract's "check --json"
 * @KP_EXPORT_ICS: a calendar of the days by which to start renewing
 */
typedef enum
{
  KP_EXPORT_CSV,
  KP_EXPORT_JSON,
  KP_EXPORT_ICS,
} KpExportFormat;

#define KP_TYPE_SITE_EXPORT (kp_site_export_get_type ())
G_DECLARE_FINAL_TYPE (KpSiteExport, kp_site_export, KP, SITE_EXPORT, GObject)

/**
 * KpSiteExport:
 *
 * Writes sites to a file that is there whole or not at all: what stood there before stays
 * until the end. However many they are, the main loop is held for a few milliseconds at a
 * time. A job object: properties "total" and "done" (uint, sites, with notify). Main
 * thread.
 */

/**
 * kp_site_export_new:
 * @store: where evidence is read
 * @catalogue: the profiles
 * @clock: the clock
 * @thresholds: the settings
 * @you_change: (nullable): see kp_sweep_set_customers()
 *
 * Returns: (transfer full): an export, not started
 */
KpSiteExport *kp_site_export_new (KpStore *store, KpCatalogue *catalogue, KpClock *clock,
                                  const KpThresholds *thresholds, GHashTable *you_change);
/** kp_site_export_run_async: Writes @sites (element-type KpSite), in their order, to @file.
 * Once. */
void kp_site_export_run_async (KpSiteExport *self, GPtrArray *sites, KpExportFormat format,
                               GFile *file, GCancellable *cancellable,
                               GAsyncReadyCallback callback, gpointer data);
/** kp_site_export_run_finish: Returns: whether the file is there; #GIOError or
 * #KpStoreError */
gboolean kp_site_export_run_finish (KpSiteExport *self, GAsyncResult *result,
                                    GError **error);

G_END_DECLS
