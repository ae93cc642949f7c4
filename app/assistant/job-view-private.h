/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "assistant/job-look.h"
#include "assistant/job-view.h"
#include "widget/banner.h"

G_BEGIN_DECLS

/* What job-view.c, which shows a job, job-view-focus.c, which leads the focus through it,
 * and job-view-input.c, which gives it what the user says, share. */

struct _KpJobView
{
  AdwBin parent_instance;

  KpBanner *banner;
  GtkScrolledWindow *scroller;
  GtkMenuButton *have;
  GtkStack *pages;
  GtkWidget *bottom;
  GtkButton *main_button;

  KpDesk *desk;
  KpSite *site;
  KpBatch *batch; /* (nullable) */
  GSimpleActionGroup *actions;
  KpJobSheet *sheet; /* (nullable): what is shown */
  char *name;        /* (nullable): of the job, for the window */
  char *title;       /* (nullable): of the step */
  char *subtitle;    /* (nullable): likewise */
  gboolean goes_on;  /* with Next */
  char *ahead;       /* (nullable): the page of what the user has already */
  GCancellable *cancellable;
  gboolean judging;
  gboolean judge_again;
  guint focus_id;   /* gives the focus to what comes next */
  gint64 awaited;   /* the revision that was saved here and is not shown yet */
  gboolean saving;  /* what was given is on its way */
  gboolean closing; /* nothing is left to be kept */
  gboolean noticed; /* the banner says how the job stands, not what went wrong */
};

/* job-view.c */

/** kp_job_view_get_page: Returns: (transfer none) (nullable): the page that is shown */
KpJobPage *kp_job_view_get_page (KpJobView *self);
/** kp_job_view_get_job: Returns: (transfer none) (nullable): the open job of its site */
const KpJob *kp_job_view_get_job (KpJobView *self);
/** kp_job_view_get_look: Returns: (transfer none) (nullable): how what is shown is drawn */
const KpJobLook *kp_job_view_get_look (KpJobView *self);
/** kp_job_view_update_actions: What can be done now is to be pressed. */
void kp_job_view_update_actions (KpJobView *self);
/** kp_job_view_show_problem: Says what went wrong. */
void kp_job_view_show_problem (KpJobView *self, const char *text);
/** kp_job_view_judge: Shows the job as it is now, soon. */
void kp_job_view_judge (KpJobView *self);
/** kp_job_view_go_ahead: Shows that page of what comes later; %NULL: that of the job's
 * step. Nothing has become of the job by it. */
void kp_job_view_go_ahead (KpJobView *self, const char *page);
/** kp_job_view_leave: Tells the window that nothing is left to be done here but to wait. */
void kp_job_view_leave (KpJobView *self, const char *text);

/* job-view-focus.c */

/** kp_job_view_may_take_focus: Returns: whether the focus may go to another page: not that
 * of somebody who walks through the list of sites */
gboolean kp_job_view_may_take_focus (KpJobView *self);
/** kp_job_view_keep_focus: Gives the focus to what comes next where nothing has it. */
void kp_job_view_keep_focus (KpJobView *self);
/** kp_job_view_follow_focus: From now on that happens by itself in the window @root. */
void kp_job_view_follow_focus (KpJobView *self, GtkRoot *root);

/* job-view-input.c */

/** kp_job_view_add_actions: Adds what the buttons do. */
void kp_job_view_add_actions (KpJobView *self);
/** kp_job_view_take_input: Gives the job what @page says. */
void kp_job_view_take_input (KpJobView *self, KpJobPage *page);

G_END_DECLS
