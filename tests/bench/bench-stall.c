/* SPDX-License-Identifier: GPL-3.0-or-later */

/* bench-stall DIR FILE…: opens Keyplate's window on the store in DIR, whose first site
 * waits for the certificate of its CA; a bare window with a header bar and a label; the
 * window of that job; and gives that one FILE after the other, as if each were dropped
 * there. Prints for each of these the longest time that the main loop did not come round,
 * and the most that its thread computed in one round: what others on the machine do is no
 * part of that. */
#include <adwaita.h>
#include <stdlib.h>
#include <time.h>

#include "assistant/job-window.h"
#include "widget/drop-area.h"
#include "window/window.h"

/* Milliseconds of each part: what it has begun is over then. */
#define SETTLE 2500

typedef struct
{
  GtkWindow *window;
  char **files; /* those to come */
  gint64 woke;  /* microseconds: when the main loop last went to work, 0 before */
  gint64 woke_cpu;
  gint64 longest;
  gint64 most_cpu;
  const char *part;
} Bench;

static Bench bench;

static gint64
get_cpu_time (void)
{
  struct timespec now;

  clock_gettime (CLOCK_THREAD_CPUTIME_ID, &now);
  return now.tv_sec * G_USEC_PER_SEC + now.tv_nsec / 1000;
}

static int
poll_cb (GPollFD *fds, guint n, int timeout)
{
  int status;

  if (bench.woke > 0)
    {
      bench.longest = MAX (bench.longest, g_get_monotonic_time () - bench.woke);
      bench.most_cpu = MAX (bench.most_cpu, get_cpu_time () - bench.woke_cpu);
    }
  status = g_poll (fds, n, timeout);
  bench.woke = g_get_monotonic_time ();
  bench.woke_cpu = get_cpu_time ();
  return status;
}

static void
begin (const char *part)
{
  if (bench.part != NULL)
    g_print ("%s: %.1f ms, at most %.1f ms of its thread\n", bench.part,
             bench.longest / 1000.0, bench.most_cpu / 1000.0);
  bench.part = part;
  bench.longest = bench.most_cpu = 0;
}

static GtkWidget *
find (GtkWidget *widget, GType type)
{
  GtkWidget *found = NULL;

  if (G_TYPE_CHECK_INSTANCE_TYPE (widget, type) && gtk_widget_get_mapped (widget))
    return widget;
  for (GtkWidget *child = gtk_widget_get_first_child (widget);
       child != NULL && found == NULL; child = gtk_widget_get_next_sibling (child))
    found = find (child, type);
  return found;
}

static KpDropArea *
find_drop_area (void)
{
  g_autoptr (GList) windows = gtk_window_list_toplevels ();

  for (GList *l = windows; l != NULL; l = l->next)
    if (KP_IS_JOB_WINDOW (l->data))
      return KP_DROP_AREA (find (l->data, KP_TYPE_DROP_AREA));
  return NULL;
}

static gboolean
give_cb (gpointer data)
{
  KpDropArea *area = find_drop_area ();
  g_autoptr (GListStore) files = g_list_store_new (G_TYPE_FILE);
  g_autoptr (GFile) file = NULL;

  if (area == NULL)
    {
      g_printerr ("bench-stall: no job that waits for a certificate is shown\n");
      exit (3);
    }
  if (*bench.files == NULL)
    {
      begin (NULL);
      g_application_quit (g_application_get_default ());
      return G_SOURCE_REMOVE;
    }
  begin (*bench.files);
  file = g_file_new_for_path (*bench.files++);
  g_list_store_append (files, file);
  kp_drop_area_give_files (area, G_LIST_MODEL (files));
  return G_SOURCE_CONTINUE;
}

static gboolean
open_cb (gpointer bare)
{
  KpPortfolio *sites =
      kp_desk_get_portfolio (kp_window_get_desk (KP_WINDOW (bench.window)));
  g_autoptr (KpSite) site = g_list_model_get_item (G_LIST_MODEL (sites), 0);

  if (site == NULL)
    {
      g_printerr ("bench-stall: no site is there\n");
      exit (3);
    }
  gtk_window_destroy (bare);
  begin ("open");
  g_action_group_activate_action (G_ACTION_GROUP (bench.window), "renew-site",
                                  g_variant_new_int64 (kp_site_get_id (site)));
  g_timeout_add (SETTLE, give_cb, NULL);
  return G_SOURCE_REMOVE;
}

/* What a window costs that has nothing to say. */
static gboolean
open_bare_cb (gpointer data)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  GtkWidget *window =
      g_object_new (ADW_TYPE_WINDOW, "transient-for", bench.window, "default-width", 640,
                    "default-height", 640, "content", box, NULL);

  begin ("bare window");
  gtk_box_append (GTK_BOX (box), adw_header_bar_new ());
  gtk_box_append (GTK_BOX (box), gtk_label_new ("Bare"));
  gtk_window_present (GTK_WINDOW (window));
  g_timeout_add (SETTLE, open_cb, window);
  return G_SOURCE_REMOVE;
}

static void
window_added_cb (GtkApplication *application, GtkWindow *window)
{
  if (!KP_IS_WINDOW (window))
    return;
  bench.window = window;
  g_timeout_add (SETTLE, open_bare_cb, NULL);
}

int
main (int argc, char **argv)
{
  g_autoptr (GApplication) application = NULL;

  if (argc < 3)
    {
      g_printerr ("Usage: bench-stall DIR FILE…\n");
      return 2;
    }
  g_setenv ("KEYPLATE_DATA_DIR", argv[1], TRUE);
  bench.files = argv + 2;
  g_main_context_set_poll_func (NULL, poll_cb);
  application = G_APPLICATION (kp_application_new ());
  g_signal_connect (application, "window-added", G_CALLBACK (window_added_cb), NULL);
  return g_application_run (application, 1, argv);
}
