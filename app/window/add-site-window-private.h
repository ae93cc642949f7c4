/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/check/address-check.h"
#include "widget/banner.h"
#include "window/add-site-window.h"

G_BEGIN_DECLS

/* What add-site-window.c and add-site-choices.c share. */

struct _KpAddSiteWindow
{
  AdwWindow parent_instance;

  AdwEntryRow *address;
  GtkLabel *name_words;
  GtkLabel *answer_words;
  GtkWidget *problem;
  GtkLabel *problem_words;
  GtkWidget *existing;
  GtkLabel *existing_words;
  AdwActionRow *provider_row;
  GtkDropDown *provider;
  AdwEntryRow *target;
  GtkWidget *later_row;
  GtkSwitch *later;
  GtkLabel *target_problem;
  GtkDropDown *customer;
  GtkWidget *new_customer;
  GtkWidget *form;
  KpBanner *banner;

  KpDesk *desk;
  KpAddressCheck *check;
  GListModel *providers; /* of KpChoice */
  gboolean updating;     /* what changes now was not changed by the user */
  gboolean provider_chosen;
  gboolean target_typed;
  gboolean later_chosen;
  char *target_host; /* (nullable): canonical, if what stands there is one */
};

/* add-site-choices.c: provider, target and customer */

/** kp_add_site_window_fill_choices: Fills the lists of providers and customers; once. */
void kp_add_site_window_fill_choices (KpAddSiteWindow *self);
/** kp_add_site_window_get_profile: Returns: (transfer none): the provider that is chosen */
KpProfile *kp_add_site_window_get_profile (KpAddSiteWindow *self);
/** kp_add_site_window_propose_provider: Chooses what fits the address, unless the user
 * chose. */
void kp_add_site_window_propose_provider (KpAddSiteWindow *self);
/** kp_add_site_window_propose_target: Enters what fits the provider, unless the user did.
 */
void kp_add_site_window_propose_target (KpAddSiteWindow *self);
/** kp_add_site_window_check_target: Takes the target that stands there. Returns: (transfer
 * full) (nullable): what is wrong with it */
char *kp_add_site_window_check_target (KpAddSiteWindow *self);
/** kp_add_site_window_dup_customer: Returns: (transfer full) (nullable): the name of the
 * customer that was chosen or entered, %NULL for none, "" if it is missing */
char *kp_add_site_window_dup_customer (KpAddSiteWindow *self);
/** kp_add_site_window_is_new_customer: Returns: whether its name is to be entered */
gboolean kp_add_site_window_is_new_customer (KpAddSiteWindow *self);

G_END_DECLS
