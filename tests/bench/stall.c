/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "stall.h"

#include <stdlib.h>
#include <time.h>

/* Milliseconds of each part at least, and how often it is looked whether it has come to
 * rest: whether all threads together needed next to nothing, so often in a row. */
#define LEAST 800
#define LOOK 250
#define REST 10
#define TIMES 2
/* Looks after which it never will. */
#define MOST 240

typedef struct
{
  GArray *steps; /* of StallStep */
  guint next;
  GtkWindow *window;
  gint64 woke; /* microseconds: when the main loop last went to work, 0 before */
  gint64 woke_cpu;
  gint64 longest;
  gint64 most_cpu;
  const char *part;
  gint64 looked_cpu;
  guint n_looks;
  guint n_idle;
} Stall;

static Stall stall;

static gint64
get_cpu_time (clockid_t whose)
{
  struct timespec now;

  clock_gettime (whose, &now);
  return now.tv_sec * G_USEC_PER_SEC + now.tv_nsec / 1000;
}

static int
poll_cb (GPollFD *fds, guint n, int timeout)
{
  int status;

  if (stall.woke > 0)
    {
      stall.longest = MAX (stall.longest, g_get_monotonic_time () - stall.woke);
      stall.most_cpu =
          MAX (stall.most_cpu, get_cpu_time (CLOCK_THREAD_CPUTIME_ID) - stall.woke_cpu);
    }
  status = g_poll (fds, n, timeout);
  stall.woke = g_get_monotonic_time ();
  stall.woke_cpu = get_cpu_time (CLOCK_THREAD_CPUTIME_ID);
  return status;
}

static void
begin (const char *part)
{
  if (stall.part != NULL)
    g_print ("%s: %.1f ms, at most %.1f ms of its thread\n", stall.part,
             stall.longest / 1000.0, stall.most_cpu / 1000.0);
  stall.part = part;
  stall.longest = stall.most_cpu = 0;
  stall.n_looks = stall.n_idle = 0;
}

static gboolean
look_cb (gpointer data)
{
  gint64 cpu = get_cpu_time (CLOCK_PROCESS_CPUTIME_ID);
  gboolean idle = cpu - stall.looked_cpu < REST * 1000;
  const StallStep *step;

  stall.looked_cpu = cpu;
  stall.n_idle = idle ? stall.n_idle + 1 : 0;
  if (++stall.n_looks > MOST)
    stall_fail ("it does not come to rest");
  if (stall.n_looks * LOOK < LEAST || stall.n_idle < TIMES)
    return G_SOURCE_CONTINUE;
  if (stall.next >= stall.steps->len)
    {
      begin (NULL);
      g_application_quit (g_application_get_default ());
      return G_SOURCE_REMOVE;
    }
  step = &g_array_index (stall.steps, StallStep, stall.next);
  if (step->ready != NULL && !step->ready (KP_WINDOW (stall.window)))
    return G_SOURCE_CONTINUE;
  stall.next++;
  begin (step->part);
  step->run (KP_WINDOW (stall.window), step->data);
  return G_SOURCE_CONTINUE;
}

static void
window_added_cb (GtkApplication *application, GtkWindow *window)
{
  if (!KP_IS_WINDOW (window))
    return;
  stall.window = window;
  g_timeout_add (LOOK, look_cb, NULL);
}

void
stall_fail (const char *why)
{
  g_printerr ("bench-stall: %s\n", why);
  exit (3);
}

gpointer
stall_find (GtkWidget *widget, GType type)
{
  gpointer found = NULL;

  if (G_TYPE_CHECK_INSTANCE_TYPE (widget, type) && gtk_widget_get_mapped (widget))
    return widget;
  for (GtkWidget *child = gtk_widget_get_first_child (widget);
       child != NULL && found == NULL; child = gtk_widget_get_next_sibling (child))
    found = stall_find (child, type);
  return found;
}

GtkWidget *
stall_find_window (GType type)
{
  g_autoptr (GList) windows = gtk_window_list_toplevels ();

  for (GList *l = windows; l != NULL; l = l->next)
    if (G_TYPE_CHECK_INSTANCE_TYPE (l->data, type))
      return l->data;
  stall_fail ("a window is not there");
}

int
stall_run (const char *data_dir, GArray *steps)
{
  g_autoptr (GApplication) application = NULL;
  char *arguments[] = { (char *) "bench-stall", NULL };

  stall.steps = steps;
  g_setenv ("KEYPLATE_DATA_DIR", data_dir, TRUE);
  g_main_context_set_poll_func (NULL, poll_cb);
  application = G_APPLICATION (kp_application_new ());
  g_signal_connect (application, "window-added", G_CALLBACK (window_added_cb), NULL);
  return g_application_run (application, 1, arguments);
}
