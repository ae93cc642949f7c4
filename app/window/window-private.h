/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "page/requests-page.h"
#include "widget/banner.h"
#include "widget/undo.h"
#include "window/site-causes.h"
#include "window/site-list.h"
#include "window/window.h"

G_BEGIN_DECLS

/* What window.c and the files of its roles (window-*.c) share. */

typedef enum
{
  KP_WINDOW_OPENING,
  KP_WINDOW_OPEN,
  KP_WINDOW_FAILED,
  KP_WINDOW_CLOSING,
} KpWindowState;

struct _KpWindow
{
  AdwApplicationWindow parent_instance;

  KpWork *work;
  KpDesk *desk; /* of that */
  KpWindowState state;
  GCancellable *cancellable; /* of what is read for it */
  gboolean show_soon;
  guint show_id;
  gboolean drawn;      /* the first frame is on the screen */
  GSettings *settings; /* (nullable) */

  /* window-background.c */
  gboolean asking;

  /* window-banner.c */
  KpSiteCauses *causes;
  guint count_id;
  KpCause *cause; /* (nullable): what explains most */
  guint progress_id;

  /* window-notices.c */
  GVariant *notice; /* (nullable): what is to be opened once it is read */

  /* window-pages.c */
  gint64 below; /* row id of the site that a request was opened from, 0 if from none */

  /* window-removal.c */
  KpUndo *undo;
  GMenu *undo_menu; /* what it would take back, or nothing */

  KpSiteList *list;
  AdwToastOverlay *toasts;
  GtkStack *pages;
  AdwViewStack *views;
  KpRequestsPage *requests;
  GtkStack *contents;
  KpBanner *banner;
  GtkBox *progress;
  GtkLabel *progress_label;
  GtkProgressBar *progress_bar;
  GtkMenuButton *wide_menu;
  GtkMenuButton *narrow_menu;
};

/** kp_window_init_actions: Adds the group "win"; once, in init. */
void kp_window_init_actions (KpWindow *self);
/** kp_window_update_actions: Enables what can be used now. */
void kp_window_update_actions (KpWindow *self);
/** kp_window_enable: Enables or disables the action @name. */
void kp_window_enable (KpWindow *self, const char *name, gboolean enabled);
/** kp_window_open_desk: Opens the desk (again) and loads its portfolio. */
void kp_window_open_desk (KpWindow *self);
/** kp_window_toast: Says @text, which is plain, in a toast. */
void kp_window_toast (KpWindow *self, const char *text);
/** kp_window_get_shown: Returns: (transfer none): what fills the window now: the list, or
 * the page over it */
GtkWidget *kp_window_get_shown (KpWindow *self);

/* window-adding.c */

/** kp_window_add_site: Opens Add Site; @text: (nullable): the address it begins with. */
void kp_window_add_site (KpWindow *self, const char *text);
/** kp_window_import: Opens Import; @text: (nullable): the list it reads. */
void kp_window_import (KpWindow *self, const char *text);
/** kp_window_import_file: Opens Import with the list @file. */
void kp_window_import_file (KpWindow *self, GFile *file);
/** kp_window_back_up: Opens Back Up. */
void kp_window_back_up (KpWindow *self);
/** kp_window_restore: Opens Restore. */
void kp_window_restore (KpWindow *self);
/** kp_window_export: Opens Export. */
void kp_window_export (KpWindow *self);

/* window-background.c */

/** kp_window_ask_background: Returns: whether it asks if the work may go on without the
 * window, which is closed after that */
gboolean kp_window_ask_background (KpWindow *self);

/* window-banner.c */

/** kp_window_init_banner: Follows what the banner and the progress row tell. */
void kp_window_init_banner (KpWindow *self);
/** kp_window_update_banner: Tells what holds now. */
void kp_window_update_banner (KpWindow *self);
/** kp_window_queue_causes: Counts again soon what is wrong with how many sites. */
void kp_window_queue_causes (KpWindow *self);
/** kp_window_end_banner: Drops what is under way; may be called twice. */
void kp_window_end_banner (KpWindow *self);

/* window-dropping.c */

/** kp_window_init_dropping: Takes what is dropped anywhere on it; once, in init. */
void kp_window_init_dropping (KpWindow *self);
/** kp_window_check_files: Opens Check Certificate Files, or brings it to the front. */
void kp_window_check_files (KpWindow *self);
/** kp_window_paste: Takes the files or the text that were copied, as if dropped. */
void kp_window_paste (KpWindow *self);

/* window-editing.c */

/** kp_window_edit_site: Opens Edit Site. */
void kp_window_edit_site (KpWindow *self, KpSite *site);
/** kp_window_secure_site: Begins to secure @site, or goes on with its open job; the
 * assistant that is open for it comes to the front. */
void kp_window_secure_site (KpWindow *self, KpSite *site);
/** kp_window_renew_site: Likewise begins to renew its certificate. */
void kp_window_renew_site (KpWindow *self, KpSite *site);
/** kp_window_renew_sites: Renews those of @sites (element-type KpSite) in one window. */
void kp_window_renew_sites (KpWindow *self, GPtrArray *sites);
/** kp_window_continue_job: Goes on with the open job of @site, if it has one. */
void kp_window_continue_job (KpWindow *self, KpSite *site);
/** kp_window_remind: Opens a reminder for whoever the job of @site waits for. */
void kp_window_remind (KpWindow *self, KpSite *site);
/** kp_window_ask_customer: Opens a letter that asks whether @site has moved on purpose. */
void kp_window_ask_customer (KpWindow *self, KpSite *site);
/** kp_window_retire_site: Opens Retire Site. */
void kp_window_retire_site (KpWindow *self, KpSite *site);
/** kp_window_show_retired: Opens Retired Sites, or brings it to the front. */
void kp_window_show_retired (KpWindow *self);
/** kp_window_create_csr: Opens Create Signing Request. */
void kp_window_create_csr (KpWindow *self, KpSite *site);
/** kp_window_close_assistants: Lets them keep what is typed and not given yet. */
void kp_window_close_assistants (KpWindow *self);
/** kp_window_show_customers: Opens Customers, or brings it to the front. */
void kp_window_show_customers (KpWindow *self);
/** kp_window_show_details: Opens Certificate Details, or brings it to the front. */
void kp_window_show_details (KpWindow *self);
/** kp_window_show_year: Opens The Year Ahead, or brings it to the front. */
void kp_window_show_year (KpWindow *self);

/* window-keys.c */

/** kp_window_init_keys: Adds the keys that are no accelerators of the application. */
void kp_window_init_keys (KpWindow *self);

/* window-list.c */

/** kp_window_init_list: Makes the list, once there is a desk, and adds its actions. */
void kp_window_init_list (KpWindow *self);
/** kp_window_is_list_shown: Returns: whether the list fills the window now */
gboolean kp_window_is_list_shown (KpWindow *self);
/** kp_window_select_site: Selects @site alone, if the list shows it. */
void kp_window_select_site (KpWindow *self, KpSite *site);
/** kp_window_show_neighbour: Goes from the open site so many further in the list. */
void kp_window_show_neighbour (KpWindow *self, int step);

/** kp_window_show_in_list: Goes to the list, whatever is over it, and selects @site. */
void kp_window_show_in_list (KpWindow *self, KpSite *site);

/* window-notices.c */

/** kp_window_init_notices: Opens what a notice is about, once there is a desk. */
void kp_window_init_notices (KpWindow *self);
/** kp_window_end_notices: Opens nothing more; may be called twice. */
void kp_window_end_notices (KpWindow *self);

/* window-pages.c */

/** kp_window_init_pages: Once, in init. */
void kp_window_init_pages (KpWindow *self);
/** kp_window_show_site: Puts the page of @site over the list. */
void kp_window_show_site (KpWindow *self, KpSite *site);
/** kp_window_get_open_site: Returns: (transfer none) (nullable): the site whose page shows
 */
KpSite *kp_window_get_open_site (KpWindow *self);
/** kp_window_go_back: Returns from the page over the list: from a request to the site that
 * it was opened from, else to the list. */
void kp_window_go_back (KpWindow *self);
/** kp_window_close_page: Returns to the list, if a page is over it. */
void kp_window_close_page (KpWindow *self);
/** kp_window_flush_page: Lets the page save what is typed and not saved yet. */
void kp_window_flush_page (KpWindow *self);

/** kp_window_show_request: Puts the page of @request over the list. */
void kp_window_show_request (KpWindow *self, KpRequest *request);
/** kp_window_is_page_open: Returns: whether a page is over the list */
gboolean kp_window_is_page_open (KpWindow *self);

/* window-requests.c */

/** kp_window_init_requests: Shows the requests, once there is a desk. */
void kp_window_init_requests (KpWindow *self);
/** kp_window_show_requests: Goes to the requests. */
void kp_window_show_requests (KpWindow *self);

/* window-removal.c */

/** kp_window_init_undo: Once, in init. */
void kp_window_init_undo (KpWindow *self);
/** kp_window_remove_sites: Removes @sites (element-type KpSite) and offers to undo it. */
void kp_window_remove_sites (KpWindow *self, GPtrArray *sites);
/** kp_window_can_undo: Returns: whether there is something to undo */
gboolean kp_window_can_undo (KpWindow *self);
/** kp_window_undo: Takes the latest removal back, whatever was removed in which window. */
void kp_window_undo (KpWindow *self);
/** kp_window_end_undo: Forgets all that could be undone; may be called twice. */
void kp_window_end_undo (KpWindow *self);

/* window-state.c */

/** kp_window_restore_state: Takes size and filters from the last time. */
void kp_window_restore_state (KpWindow *self);
/** kp_window_save_state: Remembers them. */
void kp_window_save_state (KpWindow *self);

G_END_DECLS
