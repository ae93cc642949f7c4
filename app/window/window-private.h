/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "widget/banner.h"
#include "window/window.h"

G_BEGIN_DECLS

/* What window.c and the files of its roles (window-*.c) share. */

typedef enum
{
  KP_WINDOW_OPENING,
  KP_WINDOW_OPEN,
  KP_WINDOW_FAILED,
  KP_WINDOW_CLOSING,
  KP_WINDOW_CLOSED,
} KpWindowState;

struct _KpWindow
{
  AdwApplicationWindow parent_instance;

  KpDesk *desk;
  KpWindowState state;
  GCancellable *cancellable; /* of opening and loading */
  gboolean show_soon;
  guint show_id;
  gboolean drawn;    /* the first frame is on the screen */
  gboolean watching; /* monitor and watch are on */
  GQueue removals;   /* of Removal, the latest first; window-removal.c */
  guint removal_serial;

  AdwToastOverlay *toasts;
  GtkStack *pages;
  AdwViewStack *views;
  GtkStack *contents;
  KpBanner *banner;
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

G_END_DECLS
