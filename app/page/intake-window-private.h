/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "page/intake-view.h"
#include "page/intake-window.h"
#include "widget/banner.h"
#include "widget/drop-area.h"
#include "widget/list-feeder.h"

G_BEGIN_DECLS

/* The files of KpIntakeWindow: intake-window.c shows what was found, intake-window-run.c
 * reads it, shares it out and hands it over. */

/* What goes on, one after the other. */
typedef enum
{
  KP_INTAKE_IDLE,
  KP_INTAKE_PLANNING,
  KP_INTAKE_FETCHING,
  KP_INTAKE_GIVING,
} KpIntakeStage;

struct _KpIntakeWindow
{
  AdwWindow parent_instance;

  GtkWidget *back;
  GtkWidget *clear;
  KpBanner *banner;
  GtkStack *stack;
  GtkWidget *top;
  GtkWidget *empty;
  KpDropArea *area;
  GtkWidget *busy;
  GtkSpinner *spinner;
  GtkLabel *busy_words;
  GtkWidget *found;
  GtkListView *list;
  GtkWidget *bottom;
  GtkButton *hand;
  KpIntakeView *view;

  KpDesk *desk;
  KpIntake *intake;
  GListStore *items; /* of KpIntakeItem */
  KpListFeeder *feeder;
  gboolean telling; /* of all of them: once is enough */
  GtkSingleSelection *selection;
  GPtrArray *papers; /* given, and not in the intake yet */
  guint n_reading;
  guint n_papers; /* all that were given */
  gboolean gives; /* anything can be handed to jobs */
  KpIntakeStage stage;
  gboolean again;            /* once it ends */
  gboolean closed;           /* nobody looks any more */
  GHashTable *held_back;     /* of keys of offers that the user does not want to give */
  GCancellable *cancellable; /* (nullable): of what goes on */
  GCancellable *reading;     /* of files that are being read */
};

/** kp_intake_window_update: Shows what goes on and what can be done. */
void kp_intake_window_update (KpIntakeWindow *self);
/** kp_intake_window_go_back: Goes from one thing to the list of them. */
void kp_intake_window_go_back (KpIntakeWindow *self);
/** kp_intake_window_forget_items: Empties the list: the offers go with the next plan. */
void kp_intake_window_forget_items (KpIntakeWindow *self);

/** kp_intake_window_new_papers: Returns: (transfer full): a list for what was given */
GPtrArray *kp_intake_window_new_papers (void);
/** kp_intake_window_take_octets: Reads @octets; @name: (nullable): of their file. */
void kp_intake_window_take_octets (KpIntakeWindow *self, GBytes *octets, const char *name);
/** kp_intake_window_plan: Shares out all that was given, as soon as nothing else goes on.
 */
void kp_intake_window_plan (KpIntakeWindow *self);
/** kp_intake_window_hand: Hands what is chosen to its jobs. */
void kp_intake_window_hand (KpIntakeWindow *self);
/** kp_intake_window_clear: Likewise, which can be undone. */
void kp_intake_window_clear (KpIntakeWindow *self);
/** kp_intake_window_forget_all: Begins with nothing. */
void kp_intake_window_forget_all (KpIntakeWindow *self);

G_END_DECLS
