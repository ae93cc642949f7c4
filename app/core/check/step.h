/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * KpStepQueue:
 *
 * Work in small steps that is done when a socket is ready, in slices of a few milliseconds:
 * a window that draws is never kept waiting, however many sockets are ready at once. Main
 * thread.
 */
typedef struct _KpStepQueue KpStepQueue;

/**
 * KpStepFunc:
 * @data: what was given with it
 *
 * What a step does; it may end the step.
 */
typedef void (*KpStepFunc) (gpointer data);

/**
 * KpStep:
 *
 * One line of work: it waits for a socket, or for its turn, or for nothing. A part of
 * whoever does the work. Its fields are private.
 */
typedef struct
{
  KpStepQueue *queue;
  KpStepFunc run;
  gpointer data;
  GSource *watch;
  gboolean queued;
  GList link;
} KpStep;

/**
 * kp_step_queue_new:
 *
 * Returns: (transfer full): an empty queue of the thread's default main context
 */
KpStepQueue *kp_step_queue_new (void);

/**
 * kp_step_queue_ref:
 * @self: a queue
 *
 * Returns: (transfer full): @self with one more reference
 */
KpStepQueue *kp_step_queue_ref (KpStepQueue *self);

/**
 * kp_step_queue_unref:
 * @self: a queue; no step may be in it when the last reference goes
 *
 * Drops a reference.
 */
void kp_step_queue_unref (KpStepQueue *self);

/**
 * kp_step_init:
 * @self: a step that is to be used
 * @queue: where it takes its turn; must outlive it
 * @run: what it does
 * @data: for @run
 *
 * Sets it up; it waits for nothing yet.
 */
void kp_step_init (KpStep *self, KpStepQueue *queue, KpStepFunc run, gpointer data);

/**
 * kp_step_schedule:
 * @self: a step
 *
 * Runs it when its turn comes, once, whatever it waited for.
 */
void kp_step_schedule (KpStep *self);

/**
 * kp_step_watch:
 * @self: a step
 * @fd: a socket
 * @condition: what it waits for; an error or the other's end count, too
 *
 * Runs it, once, when @fd is ready and its turn comes.
 */
void kp_step_watch (KpStep *self, int fd, GIOCondition condition);

/**
 * kp_step_clear:
 * @self: a step, set up or all zero
 *
 * It waits for nothing any more. Call it before the socket is closed.
 */
void kp_step_clear (KpStep *self);

G_END_DECLS
