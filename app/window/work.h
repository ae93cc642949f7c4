/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/desk.h"

G_BEGIN_DECLS

/** KpWorkState: how far a desk is */
typedef enum
{
  KP_WORK_CLOSED,
  KP_WORK_OPENING,
  KP_WORK_OPEN,
  KP_WORK_FAILED, /* it could not be opened: kp_work_get_error() */
  KP_WORK_CLOSING,
} KpWorkState;

#define KP_TYPE_WORK (kp_work_get_type ())
G_DECLARE_FINAL_TYPE (KpWork, kp_work, KP, WORK, GObject)

/**
 * KpWork:
 *
 * A desk at work, with a window or without: it is opened and its sites are read; from
 * kp_work_watch() on what is due is done, and the desktop is told of it; and it is closed
 * when what was checked is written. The window shows it, and may go before it. Property:
 * "state" (int, a #KpWorkState). Main thread.
 */

/** kp_work_new: @desk: not open yet. Returns: (transfer full): its work, not begun */
KpWork *kp_work_new (KpDesk *desk);
/** kp_work_get_desk: Returns: (transfer none): its desk */
KpDesk *kp_work_get_desk (KpWork *self);
/** kp_work_get_state: Returns: how far it is */
KpWorkState kp_work_get_state (KpWork *self);
/** kp_work_get_error: Returns: (transfer none) (nullable): why it could not be opened */
const GError *kp_work_get_error (KpWork *self);
/** kp_work_open: Opens the desk and reads the sites, or tries that again; nothing if it is
 * open. */
void kp_work_open (KpWork *self);
/** kp_work_watch: From now on, as soon as all sites are read, checks and tells by itself.
 * Not for a sample. */
void kp_work_watch (KpWork *self);
/** kp_work_close_async: Ends all of it and closes the desk, once. */
void kp_work_close_async (KpWork *self, GAsyncReadyCallback callback, gpointer data);
gboolean kp_work_close_finish (KpWork *self, GAsyncResult *result, GError **error);

G_END_DECLS
