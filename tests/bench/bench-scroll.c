/* SPDX-License-Identifier: GPL-3.0-or-later */

/* bench-scroll window DIR: opens Keyplate's window on the store in DIR and scrolls the list
 * of sites, a row or so each frame; "sweep" instead of "window": while all sites are
 * checked. bench-scroll bare N WIDTH HEIGHT ROW: the same for a bare GtkColumnView of N
 * rows, as wide and high as what Keyplate's was. Prints what a frame costs of the
 * processor: the main thread's time from the beginning of the frame to its end. */
#include <adwaita.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "bare-table.h"
#include "window/window.h"

#define FRAMES 180
#define STEP 60
/* Milliseconds after the first rows: until then everything is loaded and drawn. */
#define SETTLE 2000

typedef struct
{
  const char *mode;
  GtkWindow *window;
  GtkScrolledWindow *scroller;
  GArray *costs; /* of double: milliseconds of the processor, frame by frame */
  GArray *gaps;  /* of double: milliseconds between two frames */
  gint64 begun;
  gint64 last_frame;
  gint64 all_begun;
  gint64 all;
  gboolean scrolling;
  gboolean checking; /* when the last frame was drawn */
  int direction;
} Bench;

static gint64
get_cpu_time (void)
{
  struct timespec now;

  clock_gettime (CLOCK_THREAD_CPUTIME_ID, &now);
  return now.tv_sec * G_GINT64_CONSTANT (1000000000) + now.tv_nsec;
}

/* The scrolled window that shows a column view. */
static GtkScrolledWindow *
find_scroller (GtkWidget *widget)
{
  GtkWidget *child = NULL;

  if (GTK_IS_SCROLLED_WINDOW (widget) && gtk_widget_get_mapped (widget))
    child = gtk_scrolled_window_get_child (GTK_SCROLLED_WINDOW (widget));
  if (GTK_IS_COLUMN_VIEW (child))
    return GTK_SCROLLED_WINDOW (widget);
  for (child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    {
      GtkScrolledWindow *found = find_scroller (child);

      if (found != NULL)
        return found;
    }
  return NULL;
}

static int
compare (gconstpointer a, gconstpointer b)
{
  double one = *(const double *) a, other = *(const double *) b;

  return one < other ? -1 : one > other;
}

static double
quantile (GArray *values, guint percent)
{
  g_array_sort (values, compare);
  return g_array_index (values, double, (values->len - 1) * percent / 100);
}

/* The height of the rows, which are all alike. */
static int
get_row_height (Bench *bench)
{
  GtkWidget *view = gtk_scrolled_window_get_child (bench->scroller);
  GtkWidget *row = gtk_widget_get_first_child (gtk_widget_get_last_child (view));

  return row != NULL ? gtk_widget_get_height (row) : 0;
}

static void
report (Bench *bench)
{
  double sum = 0;

  for (guint i = 0; i < bench->costs->len; i++)
    sum += g_array_index (bench->costs, double, i);
  g_print ("%s: %.3f ms a frame; p95 %.3f ms; %.3f ms with what is between frames; gap p95 "
           "%.1f ms; %d x %d, rows of %d%s\n",
           bench->mode, sum / bench->costs->len, quantile (bench->costs, 95),
           bench->all / 1e6 / bench->costs->len, quantile (bench->gaps, 95),
           gtk_widget_get_width (GTK_WIDGET (bench->scroller)),
           gtk_widget_get_height (GTK_WIDGET (bench->scroller)), get_row_height (bench),
           bench->checking ? "; checking to the end" : "");
}

static void
before_paint_cb (GdkFrameClock *clock, Bench *bench)
{
  gint64 now = g_get_monotonic_time ();
  double gap = (now - bench->last_frame) / 1000.0;

  if (bench->costs->len > 0)
    g_array_append_val (bench->gaps, gap);
  bench->last_frame = now;
  bench->begun = get_cpu_time ();
}

static void
after_paint_cb (GdkFrameClock *clock, Bench *bench)
{
  double cost = (get_cpu_time () - bench->begun) / 1e6;

  if (!bench->scrolling)
    return;
  g_array_append_val (bench->costs, cost);
  if (bench->costs->len < FRAMES)
    return;
  bench->all = get_cpu_time () - bench->all_begun;
  bench->scrolling = FALSE;
  if (KP_IS_WINDOW (bench->window))
    g_object_get (kp_desk_get_monitor (kp_window_get_desk (KP_WINDOW (bench->window))),
                  "running", &bench->checking, NULL);
  report (bench);
  g_application_quit (g_application_get_default ());
}

static gboolean
tick_cb (GtkWidget *widget, GdkFrameClock *clock, gpointer data)
{
  Bench *bench = data;
  GtkAdjustment *adjustment = gtk_scrolled_window_get_vadjustment (bench->scroller);
  double value = gtk_adjustment_get_value (adjustment) + STEP * bench->direction;

  if (value > gtk_adjustment_get_upper (adjustment)
                  - gtk_adjustment_get_page_size (adjustment)
      || value < 0)
    bench->direction = -bench->direction;
  gtk_adjustment_set_value (adjustment, value);
  return G_SOURCE_CONTINUE;
}

static gboolean
scroll_cb (gpointer data)
{
  Bench *bench = data;
  GdkFrameClock *clock = gtk_widget_get_frame_clock (GTK_WIDGET (bench->window));

  bench->scroller = find_scroller (GTK_WIDGET (bench->window));
  if (bench->scroller == NULL)
    {
      g_printerr ("bench-scroll: no list is shown\n");
      exit (3);
    }
  bench->direction = 1;
  bench->scrolling = TRUE;
  bench->all_begun = get_cpu_time ();
  g_signal_connect (clock, "before-paint", G_CALLBACK (before_paint_cb), bench);
  g_signal_connect (clock, "after-paint", G_CALLBACK (after_paint_cb), bench);
  gtk_widget_add_tick_callback (GTK_WIDGET (bench->scroller), tick_cb, bench, NULL);
  return G_SOURCE_REMOVE;
}

static gboolean
settled_cb (gpointer data)
{
  Bench *bench = data;

  if (!g_str_equal (bench->mode, "sweep"))
    return scroll_cb (bench);
  g_action_group_activate_action (G_ACTION_GROUP (bench->window), "check-all", NULL);
  /* The first results are coming then. */
  g_timeout_add (1000, scroll_cb, bench);
  return G_SOURCE_REMOVE;
}

static void
settle (Bench *bench, GtkWindow *window)
{
  bench->window = window;
  g_timeout_add (SETTLE, settled_cb, bench);
}

static void
window_added_cb (GtkApplication *application, GtkWindow *window, Bench *bench)
{
  if (KP_IS_WINDOW (window))
    settle (bench, window);
}

/* A size in pixels. */
static int
read_size (const char *text)
{
  guint64 size = 0;

  return g_ascii_string_to_unsigned (text, 10, 1, 10000, &size, NULL) ? (int) size : 1;
}

static void
activate_bare_cb (GtkApplication *application, char **argv)
{
  Bench *bench = g_object_get_data (G_OBJECT (application), "bench");
  GtkWidget *window = gtk_application_window_new (application);
  GtkWidget *scroller = gtk_scrolled_window_new ();

  gtk_scrolled_window_set_child (
      GTK_SCROLLED_WINDOW (scroller),
      bare_table_new (strtoul (argv[2], NULL, 10), read_size (argv[5])));
  gtk_widget_set_size_request (scroller, read_size (argv[3]), read_size (argv[4]));
  gtk_window_set_child (GTK_WINDOW (window), scroller);
  gtk_window_present (GTK_WINDOW (window));
  settle (bench, GTK_WINDOW (window));
}

int
main (int argc, char **argv)
{
  g_autoptr (GApplication) application = NULL;
  Bench bench = { .mode = argc > 2 ? argv[1] : "" };
  gboolean bare = g_str_equal (bench.mode, "bare") && argc == 6;
  int status;

  if (!bare && (argc != 3 || g_str_equal (bench.mode, "bare")))
    {
      g_printerr ("Usage: bench-scroll window|sweep DIR, or bare N WIDTH HEIGHT ROW\n");
      return 2;
    }
  bench.costs = g_array_new (FALSE, FALSE, sizeof (double));
  bench.gaps = g_array_new (FALSE, FALSE, sizeof (double));
  if (bare)
    {
      application = G_APPLICATION (adw_application_new (NULL, G_APPLICATION_NON_UNIQUE));
      g_object_set_data (G_OBJECT (application), "bench", &bench);
      g_signal_connect (application, "activate", G_CALLBACK (activate_bare_cb), argv);
    }
  else
    {
      g_setenv ("KEYPLATE_DATA_DIR", argv[2], TRUE);
      application = G_APPLICATION (kp_application_new ());
      g_signal_connect (application, "window-added", G_CALLBACK (window_added_cb), &bench);
    }
  status = g_application_run (application, 1, argv);
  g_array_unref (bench.costs);
  g_array_unref (bench.gaps);
  return status;
}
