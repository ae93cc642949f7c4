/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "widget/row-feeder.h"

/* Rows that are added a few at a time: all of them, in order, with the main loop in
 * between.
 */

/* Microseconds that a row takes: more than one go. */
#define LONG 9000
#define ROWS 6

typedef struct
{
  GtkWidget *list;
  KpRowFeeder *feeder;
  gulong takes;
  guint n_rows;  /* that are wanted */
  guint n_added; /* so far */
  guint n_calls;
} Fixture;

static GtkWidget *
add_next (gpointer data)
{
  Fixture *fixture = data;
  GtkWidget *row;
  char name[8];

  fixture->n_calls++;
  if (fixture->n_added == fixture->n_rows)
    return NULL;
  g_usleep (fixture->takes);
  g_snprintf (name, sizeof name, "%u", fixture->n_added++);
  row = gtk_list_box_row_new ();
  gtk_widget_set_name (row, name);
  gtk_list_box_append (GTK_LIST_BOX (fixture->list), row);
  return row;
}

static void
set_up (Fixture *fixture, gconstpointer takes)
{
  fixture->takes = GPOINTER_TO_SIZE (takes);
  fixture->list = g_object_ref_sink (gtk_list_box_new ());
  fixture->feeder = kp_row_feeder_new (fixture->list, add_next, fixture);
  fixture->n_rows = ROWS;
}

static void
tear_down (Fixture *fixture, gconstpointer takes)
{
  g_clear_pointer (&fixture->feeder, kp_row_feeder_free);
  g_object_unref (fixture->list);
}

static void
assert_busy (Fixture *fixture, gboolean busy)
{
  gtk_test_accessible_assert_state (GTK_ACCESSIBLE (fixture->list),
                                    GTK_ACCESSIBLE_STATE_BUSY, busy);
}

static void
assert_rows (Fixture *fixture, guint n)
{
  GtkListBoxRow *row;
  guint i = 0;

  for (; (row = gtk_list_box_get_row_at_index (GTK_LIST_BOX (fixture->list), (int) i))
         != NULL;
       i++)
    g_assert_cmpint (g_ascii_strtoll (gtk_widget_get_name (GTK_WIDGET (row)), NULL, 10), ==,
                     i);
  g_assert_cmpuint (i, ==, n);
}

/* Until nothing is left to be added. */
static void
finish (Fixture *fixture)
{
  guint n_calls;

  while (fixture->n_added < fixture->n_rows)
    {
      n_calls = fixture->n_calls;
      g_main_context_iteration (NULL, TRUE);
      /* Each takes a whole go: then it is the turn of others. */
      if (fixture->takes >= LONG)
        g_assert_cmpuint (fixture->n_calls, <=, n_calls + 1);
    }
  while (gtk_test_accessible_check_state (GTK_ACCESSIBLE (fixture->list),
                                          GTK_ACCESSIBLE_STATE_BUSY, FALSE)
         != NULL)
    g_main_context_iteration (NULL, TRUE);
}

static gboolean
set_true_cb (gpointer flag)
{
  *(gboolean *) flag = TRUE;
  return G_SOURCE_REMOVE;
}

/* Longer than until the next go. */
static void
wait_a_while (void)
{
  gboolean over = FALSE;

  g_timeout_add_full (G_PRIORITY_LOW, 100, set_true_cb, &over, NULL);
  while (!over)
    g_main_context_iteration (NULL, TRUE);
}

static void
test_all (Fixture *fixture, gconstpointer takes)
{
  kp_row_feeder_start (fixture->feeder);
  g_assert_cmpuint (fixture->n_added, >=, 1);
  finish (fixture);
  assert_rows (fixture, ROWS);
  assert_busy (fixture, FALSE);
  /* More of them come behind. */
  fixture->n_rows = 2 * ROWS;
  kp_row_feeder_start (fixture->feeder);
  finish (fixture);
  assert_rows (fixture, 2 * ROWS);
}

static void
test_several (Fixture *fixture, gconstpointer takes)
{
  kp_row_feeder_start (fixture->feeder);
  assert_rows (fixture, 1);
  assert_busy (fixture, TRUE);
  /* Who is told so again while it is at it goes on, and does no more at once. */
  kp_row_feeder_start (fixture->feeder);
  assert_rows (fixture, 1);
  finish (fixture);
  assert_rows (fixture, ROWS);
}

static void
test_stop (Fixture *fixture, gconstpointer takes)
{
  kp_row_feeder_start (fixture->feeder);
  kp_row_feeder_stop (fixture->feeder);
  assert_busy (fixture, FALSE);
  wait_a_while ();
  assert_rows (fixture, 1);
  kp_row_feeder_stop (fixture->feeder);
  kp_row_feeder_start (fixture->feeder);
  assert_rows (fixture, 2);
  finish (fixture);
  assert_rows (fixture, ROWS);
}

static void
test_free (Fixture *fixture, gconstpointer takes)
{
  kp_row_feeder_start (fixture->feeder);
  g_clear_pointer (&fixture->feeder, kp_row_feeder_free);
  wait_a_while ();
  assert_rows (fixture, 1);
  g_assert_cmpuint (fixture->n_calls, ==, 1);
}

static void
test_none (Fixture *fixture, gconstpointer takes)
{
  fixture->n_rows = 0;
  kp_row_feeder_start (fixture->feeder);
  assert_busy (fixture, FALSE);
  g_assert_cmpuint (fixture->n_calls, ==, 1);
}

#define ADD(path, takes, function)                                                         \
  g_test_add (path, Fixture, GSIZE_TO_POINTER (takes), set_up, function, tear_down)

int
main (int argc, char **argv)
{
  gtk_test_init (&argc, &argv, NULL);

  ADD ("/row-feeder/none", 0, test_none);
  ADD ("/row-feeder/quick", 0, test_all);
  ADD ("/row-feeder/slow", LONG, test_all);
  ADD ("/row-feeder/several", LONG, test_several);
  ADD ("/row-feeder/stop", LONG, test_stop);
  ADD ("/row-feeder/free", LONG, test_free);
  return g_test_run ();
}
