/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "window/window.h"

G_BEGIN_DECLS

/**
 * Stall:
 * @part: what is done, as it is printed; %NULL for what belongs to none
 * @run: does it
 * @data: for it
 * @ready: (nullable): whether it can be done yet, at rest
 *
 * One thing that a user does.
 */
typedef struct
{
  const char *part;
  void (*run) (KpWindow *window, gpointer data);
  gpointer data;
  gboolean (*ready) (KpWindow *window);
} StallStep;

/** stall_fail: Says why nothing can be measured, and ends. */
G_NORETURN void stall_fail (const char *why);
/** stall_find: Returns: (transfer none) (nullable): the first widget of that kind in
 * @widget that is shown */
gpointer stall_find (GtkWidget *widget, GType type);
/** stall_find_window: Returns: (transfer none): the window of that kind; without it, ends
 */
GtkWidget *stall_find_window (GType type);
/**
 * stall_run:
 * @data_dir: the store
 * @steps: (element-type StallStep): in their order, each once the one before has come to
 * rest
 *
 * Opens Keyplate's window, and measures. Prints for each part the longest time that the
 * main loop did not come round, and the most that its thread computed in one round: what
 * others on the machine do is no part of that.
 */
int stall_run (const char *data_dir, GArray *steps);

G_END_DECLS
