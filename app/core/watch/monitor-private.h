/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/check/rejudge.h"
#include "core/watch/monitor.h"

G_BEGIN_DECLS

/* What monitor.c (checking what is due or asked for) and monitor-judging.c (judging again
 * without asking) share. */

struct _KpMonitor
{
  GObject parent;

  KpPortfolio *portfolio;
  KpStore *store;
  KpSettings *settings;
  KpCatalogue *catalogue;
  KpClock *clock;
  KpMakeChecker make_checker;
  gpointer make_data;
  GHashTable *you_change;

  guint look_id;
  KpSweep *sweep;
  GCancellable *cancellable;
  /* A resolver has answered for a site of the sweep that runs. */
  gboolean heard;
  /* What was asked for while a sweep runs: checked by the next one. */
  GPtrArray *waiting;
  GHashTable *waiting_set;
  /* Of those that wait: nobody asked for them, their time has come. */
  GHashTable *due;
  /* Of the sweep that runs, those without a result yet. */
  GHashTable *checking;
  /* Row id → checks in a row that nobody answered, where there are any. */
  GHashTable *failures;
  /* Row id → gint64: until when no resolver answers otherwise, of sites that are wrong. */
  GHashTable *heard_until;
  GNetworkMonitor *network; /* (nullable) */
  GDBusConnection *system;  /* (nullable): where sleep_id is subscribed */
  guint sleep_id;
  gboolean held; /* what is due waits for another network */
  guint ask_id;
  gint64 looked_at; /* the last time it looked for what is due; 0 before */
  KpRejudge *rejudge;
  GHashTable *edited;         /* sites to be judged by what holds for them now */
  gboolean compares_profiles; /* until the first look: they are read once */
  gboolean judge_all;         /* what all are judged by has changed */
  guint judge_id;
  char *problem;
  char *intercepted;
  char *interceptor; /* the fingerprint of that root */
};

/** kp_monitor_fill_thresholds: Fills @thresholds from the settings. */
void kp_monitor_fill_thresholds (KpMonitor *self, KpThresholds *thresholds);
/** kp_monitor_judge_all: Judges all sites again, if that waits and can be done now. */
void kp_monitor_judge_all (KpMonitor *self);
/** kp_monitor_look: Looks for what is due, as it does by itself once it is started. */
void kp_monitor_look (KpMonitor *self);
/** kp_monitor_check_due: Checks @sites (element-type KpSite) by itself: resolvers that can
 * only repeat themselves are spared. */
void kp_monitor_check_due (KpMonitor *self, GPtrArray *sites);
/** kp_monitor_is_held: Returns: whether nothing is checked by itself on this network */
gboolean kp_monitor_is_held (KpMonitor *self);
/** kp_monitor_notify_held: Tells if that is another now. */
void kp_monitor_notify_held (KpMonitor *self);
/** kp_monitor_end_sleep: Follows sleep no more; may be called twice. */
void kp_monitor_end_sleep (KpMonitor *self);
/** kp_monitor_ask_again: Checks what could not be asked, whenever it would be due. */
void kp_monitor_ask_again (KpMonitor *self);
/** kp_monitor_init_judging: Begins to follow what verdicts are made by. */
void kp_monitor_init_judging (KpMonitor *self);

G_END_DECLS
