/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/job/job-keeper.h"
#include "core/store/portfolio.h"

G_BEGIN_DECLS

#define KP_TYPE_RECORD_WATCH (kp_record_watch_get_type ())
G_DECLARE_FINAL_TYPE (KpRecordWatch, kp_record_watch, KP, RECORD_WATCH, GObject)

/** KpRecordLook: when a resolver is asked for a record */
typedef enum
{
  KP_RECORD_LOOK_DUE,     /* once it is worth to look by itself */
  KP_RECORD_LOOK_EXPIRED, /* once it may answer otherwise than the last time */
  KP_RECORD_LOOK_NOW,     /* whatever it said */
} KpRecordLook;

/** kp_record_watch_get_due: @job: a renewal whose CA asks for a record; @sight: (nullable):
 * what a resolver said of it the last time. Pure. Returns: Unix seconds from which on it is
 * to be asked, 0 for now: never before its answer may be another; while the record is
 * waited for, the more seldom the longer that takes, but every hour; once it is there, a
 * few times a day */
gint64 kp_record_watch_get_due (const KpJob *job, const KpRecordSight *sight,
                                KpRecordLook how, gint64 now);

/** KpMakeResolvers: makes resolvers from the settings as they are; (transfer full)
 * (element-type KpResolver) (nullable) */
typedef GPtrArray *(*KpMakeResolvers) (gpointer data, GError **error);

/**
 * KpRecordWatch:
 *
 * Looks for the records that CAs ask for before they issue, and has the jobs keep what each
 * resolver says: whose turn it is follows from that. By itself while the window is open,
 * and when somebody asks. Main thread.
 */

/** kp_record_watch_new: @make_resolvers: asked before each look that has something to ask,
 * with @data. Returns: (transfer full): a watch, not started */
KpRecordWatch *kp_record_watch_new (KpPortfolio *portfolio, KpStore *store,
                                    KpJobKeeper *keeper, KpClock *clock,
                                    KpMakeResolvers make_resolvers, gpointer data);
/** kp_record_watch_start: Begins to look by itself. kp_record_watch_stop() ends it. */
void kp_record_watch_start (KpRecordWatch *self);
/** kp_record_watch_wake: Looks soon for what may be another now, if it looks by itself:
 * something else was asked of the resolvers. */
void kp_record_watch_wake (KpRecordWatch *self);
/** kp_record_watch_stop: Looks no more by itself, and gives up what it is looking for. */
void kp_record_watch_stop (KpRecordWatch *self);
/**
 * kp_record_watch_look_async:
 * @sites: (element-type KpSite) (nullable): %NULL for all
 * @how: which resolvers are asked
 *
 * Looks for the records of those of @sites whose jobs have one, a few at a time. That a job
 * was changed meanwhile, or a site is gone, is no error: the next look is about what is
 * there then.
 */
void kp_record_watch_look_async (KpRecordWatch *self, GPtrArray *sites, KpRecordLook how,
                                 GCancellable *cancellable, GAsyncReadyCallback callback,
                                 gpointer data);
/** kp_record_watch_look_finish: Returns: (transfer full) (element-type KpJob) (nullable):
 * the jobs that were looked for, as they are now; %NULL where there is nobody to ask
 * (#KpNetError), or the store failed (#KpStoreError) */
GPtrArray *kp_record_watch_look_finish (KpRecordWatch *self, GAsyncResult *result,
                                        GError **error);

G_END_DECLS
