/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "core/check/step.h"

#include <glib-unix.h>

/* Less than half of a frame at 60 Hz. */
#define SLICE_MICROSECONDS 4000

/* Behind GTK's layout (110) and drawing (120), before what is idle (200). */
#define SLICE_PRIORITY 130

struct _KpStepQueue
{
  GQueue steps;
  GMainContext *context;
  GSource *slice;
};

static void
clear (gpointer data)
{
  KpStepQueue *self = data;

  g_assert (g_queue_is_empty (&self->steps));
  if (self->slice != NULL)
    {
      g_source_destroy (self->slice);
      g_source_unref (self->slice);
    }
  g_main_context_unref (self->context);
}

KpStepQueue *
kp_step_queue_new (void)
{
  KpStepQueue *self = g_rc_box_new0 (KpStepQueue);

  g_queue_init (&self->steps);
  self->context = g_main_context_ref_thread_default ();
  return self;
}

KpStepQueue *
kp_step_queue_ref (KpStepQueue *self)
{
  return g_rc_box_acquire (self);
}

void
kp_step_queue_unref (KpStepQueue *self)
{
  g_rc_box_release_full (self, clear);
}

static gboolean
run_slice (gpointer data)
{
  KpStepQueue *self = kp_step_queue_ref (data);
  gint64 end = g_get_monotonic_time () + SLICE_MICROSECONDS;
  gboolean more;

  while (!g_queue_is_empty (&self->steps))
    {
      KpStep *step = g_queue_peek_head (&self->steps);

      g_queue_unlink (&self->steps, &step->link);
      step->queued = FALSE;
      step->run (step->data);
      if (g_get_monotonic_time () >= end)
        break;
    }
  more = !g_queue_is_empty (&self->steps);
  if (!more)
    g_clear_pointer (&self->slice, g_source_unref);
  kp_step_queue_unref (self);
  return more ? G_SOURCE_CONTINUE : G_SOURCE_REMOVE;
}

static void
stop_watching (KpStep *self)
{
  if (self->watch == NULL)
    return;
  g_source_destroy (self->watch);
  g_clear_pointer (&self->watch, g_source_unref);
}

void
kp_step_init (KpStep *self, KpStepQueue *queue, KpStepFunc run, gpointer data)
{
  *self = (KpStep){ .queue = queue, .run = run, .data = data };
  self->link.data = self;
}

void
kp_step_schedule (KpStep *self)
{
  KpStepQueue *queue = self->queue;

  stop_watching (self);
  if (self->queued)
    return;
  self->queued = TRUE;
  g_queue_push_tail_link (&queue->steps, &self->link);
  if (queue->slice != NULL)
    return;
  queue->slice = g_idle_source_new ();
  g_source_set_priority (queue->slice, SLICE_PRIORITY);
  g_source_set_callback (queue->slice, run_slice, queue, NULL);
  g_source_set_static_name (queue->slice, "[keyplate] steps");
  g_source_attach (queue->slice, queue->context);
}

static gboolean
ready_cb (int fd, GIOCondition condition, gpointer data)
{
  kp_step_schedule (data);
  return G_SOURCE_REMOVE;
}

void
kp_step_watch (KpStep *self, int fd, GIOCondition condition)
{
  stop_watching (self);
  self->watch = g_unix_fd_source_new (fd, condition | G_IO_ERR | G_IO_HUP);
  g_source_set_callback (self->watch, G_SOURCE_FUNC (ready_cb), self, NULL);
  g_source_attach (self->watch, self->queue->context);
}

void
kp_step_clear (KpStep *self)
{
  stop_watching (self);
  if (self->queued)
    g_queue_unlink (&self->queue->steps, &self->link);
  self->queued = FALSE;
}
