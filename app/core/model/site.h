/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>
#include "core/model/job.h"
#include "core/model/summary.h"

G_BEGIN_DECLS

/** KP_SITE_MAX_NOTE: characters of the note: a sentence or two */
#define KP_SITE_MAX_NOTE 2000

#define KP_TYPE_SITE (kp_site_get_type ())
G_DECLARE_FINAL_TYPE (KpSite, kp_site, KP, SITE, GObject)

/**
 * KpSite:
 *
 * One branded web address with what its owner wants, and the summary of its last verdict. A
 * model: services change it (in the thread that owns it, notify follows), the window reads.
 * Properties (all readable, notify when changed): "id", "host", "unicode", "port",
 * "provider", "customer-id", "customer", "target", "proxied", "note", "retired-at",
 * "job-serial" and "summary-serial" (uint, count up at each kp_site_set_job() and
 * kp_site_set_summary() that changes something, so that one binding follows the whole).
 */

/**
 * kp_site_new:
 * @host: canonical host name (A-label)
 * @port: 1 to 65535
 * @provider: id of a profile
 *
 * Returns: (transfer full): a site with id 0 (not in the store yet)
 */
KpSite *kp_site_new (const char *host, guint16 port, const char *provider);
/** kp_site_copy: Returns: (transfer full): another object with the same content, summary
 * included: what an editor changes */
KpSite *kp_site_copy (KpSite *self);
/** kp_site_assign: Makes @self equal to @source, notifying what changes. */
void kp_site_assign (KpSite *self, KpSite *source);

/** kp_site_get_id: Returns: the row id in the store, 0 if it is not there */
gint64 kp_site_get_id (KpSite *self);
/** kp_site_set_id: For the store. */
void kp_site_set_id (KpSite *self, gint64 id);
/** kp_site_get_host: Returns: (transfer none): A-label */
const char *kp_site_get_host (KpSite *self);
/** kp_site_get_unicode: Returns: (transfer none): the host as people read it */
const char *kp_site_get_unicode (KpSite *self);
/** kp_site_get_port: Returns: 1 to 65535 */
guint16 kp_site_get_port (KpSite *self);
/** kp_site_get_label: Returns: (transfer none): Unicode host, with ":PORT" where that is
 * not 443 */
const char *kp_site_get_label (KpSite *self);
/** kp_site_get_provider: Returns: (transfer none): id of its profile, interned */
const char *kp_site_get_provider (KpSite *self);
/** kp_site_set_provider: Sets the profile id. */
void kp_site_set_provider (KpSite *self, const char *provider);
/** kp_site_get_customer_id: Returns: row id of the customer, 0 if none */
gint64 kp_site_get_customer_id (KpSite *self);
/** kp_site_get_customer: Returns: (transfer none) (nullable): the customer's name */
const char *kp_site_get_customer (KpSite *self);
/** kp_site_set_customer: Sets both; 0 and %NULL for none. */
void kp_site_set_customer (KpSite *self, gint64 id, const char *name);
/** kp_site_get_target: Returns: (transfer none) (nullable): the expected DNS target of this
 * site, canonical; %NULL: the profile's own, if it has one */
const char *kp_site_get_target (KpSite *self);
/** kp_site_set_target: @target canonical or %NULL */
void kp_site_set_target (KpSite *self, const char *target);
/** kp_site_get_proxied: Returns: whether the user marked it as behind a proxy */
gboolean kp_site_get_proxied (KpSite *self);
/** kp_site_set_proxied: Marks it as behind a proxy, or not. */
void kp_site_set_proxied (KpSite *self, gboolean proxied);
/** kp_site_get_note: Returns: (transfer none): the user's note, "" if none */
const char *kp_site_get_note (KpSite *self);
/** kp_site_set_note: Sets the note; %NULL for none. */
void kp_site_set_note (KpSite *self, const char *note);
/** kp_site_get_retired_at: Returns: Unix seconds, 0 if it is in use */
gint64 kp_site_get_retired_at (KpSite *self);
/** kp_site_set_retired_at: For the store and the service that retires. */
void kp_site_set_retired_at (KpSite *self, gint64 at);
/** kp_site_get_job: Returns: (transfer none) (nullable): its open job */
const KpJob *kp_site_get_job (KpSite *self);
/** kp_site_set_job: Copies @job (nullable); notifies "job-serial" if anything differs. */
void kp_site_set_job (KpSite *self, const KpJob *job);
/** kp_site_get_summary: Returns: (transfer none): the summary of the last verdict */
const KpSummary *kp_site_get_summary (KpSite *self);
/** kp_site_set_summary: Copies @summary; notifies "summary-serial" if anything differs. */
void kp_site_set_summary (KpSite *self, const KpSummary *summary);

G_END_DECLS
