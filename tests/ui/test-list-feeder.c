/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "widget/list-feeder.h"

/* The items of a list that are let through a few at a time: all of them, in order, and what
 * is added, taken out or put in their place meanwhile.
 */

/* Microseconds that a row takes: more than one go. */
#define LONG 9000

typedef struct
{
  GtkStringList *model;
  GtkWidget *view;
  KpListFeeder *feeder;
  GListModel *shown;
  gulong takes;
} Fixture;

/* As the row of each that comes does. */
static void
changed_cb (Fixture *fixture, guint position, guint removed, guint added)
{
  g_usleep (fixture->takes * added);
}

static void
append (Fixture *fixture, guint n)
{
  for (guint i = 0; i < n; i++)
    {
      guint at = g_list_model_get_n_items (G_LIST_MODEL (fixture->model));
      g_autofree char *text = g_strdup_printf ("%u", at);

      gtk_string_list_append (fixture->model, text);
    }
}

static void
set_up (Fixture *fixture, gconstpointer takes)
{
  fixture->takes = GPOINTER_TO_SIZE (takes);
  fixture->model = gtk_string_list_new (NULL);
  fixture->view = g_object_ref_sink (gtk_list_view_new (NULL, NULL));
  fixture->feeder =
      kp_list_feeder_new (GTK_LIST_VIEW (fixture->view), G_LIST_MODEL (fixture->model));
  fixture->shown = kp_list_feeder_get_shown (fixture->feeder);
  g_signal_connect_swapped (fixture->shown, "items-changed", G_CALLBACK (changed_cb),
                            fixture);
  gtk_list_view_set_model (
      GTK_LIST_VIEW (fixture->view),
      GTK_SELECTION_MODEL (gtk_no_selection_new (g_object_ref (fixture->shown))));
}

static void
tear_down (Fixture *fixture, gconstpointer takes)
{
  g_clear_pointer (&fixture->feeder, kp_list_feeder_free);
  g_object_unref (fixture->view);
  g_object_unref (fixture->model);
}

/* The first @n of the model. */
static void
assert_shown (Fixture *fixture, guint n)
{
  g_assert_cmpuint (g_list_model_get_n_items (fixture->shown), ==, n);
  for (guint i = 0; i < n; i++)
    {
      g_autoptr (GtkStringObject) item = g_list_model_get_item (fixture->shown, i);

      g_assert_cmpstr (gtk_string_object_get_string (item), ==,
                       gtk_string_list_get_string (fixture->model, i));
    }
}

static void
finish (Fixture *fixture)
{
  guint n = g_list_model_get_n_items (G_LIST_MODEL (fixture->model));

  while (g_list_model_get_n_items (fixture->shown) < n)
    g_main_context_iteration (NULL, TRUE);
  assert_shown (fixture, n);
}

static void
test_all (Fixture *fixture, gconstpointer takes)
{
  append (fixture, 300);
  assert_shown (fixture, 0);
  kp_list_feeder_start (fixture->feeder);
  finish (fixture);
  /* Behind so many a row costs nothing. */
  append (fixture, 2000);
  finish (fixture);
}

static void
test_several (Fixture *fixture, gconstpointer takes)
{
  append (fixture, 6);
  kp_list_feeder_start (fixture->feeder);
  assert_shown (fixture, 1);
  kp_list_feeder_start (fixture->feeder);
  assert_shown (fixture, 1);
  /* Who wants a certain one does not wait. */
  kp_list_feeder_let_through (fixture->feeder, 4);
  assert_shown (fixture, 4);
  finish (fixture);
}

static void
test_later (Fixture *fixture, gconstpointer takes)
{
  const char *const others[] = { "a", "b", "c", "d", "e", "f", NULL };

  kp_list_feeder_start (fixture->feeder);
  assert_shown (fixture, 0);
  append (fixture, 1);
  finish (fixture);
  /* In front of the others, too. */
  gtk_string_list_splice (fixture->model, 0, 0, others);
  finish (fixture);
  /* As many as were there are no reason to let as many others through at once. */
  gtk_string_list_splice (fixture->model, 0, 7, NULL);
  assert_shown (fixture, 0);
  append (fixture, 6);
  g_assert_cmpuint (g_list_model_get_n_items (fixture->shown), <, 6);
  finish (fixture);
}

static void
test_clear (Fixture *fixture, gconstpointer takes)
{
  append (fixture, 6);
  kp_list_feeder_start (fixture->feeder);
  kp_list_feeder_clear (fixture->feeder);
  append (fixture, 1);
  assert_shown (fixture, 0);
  kp_list_feeder_start (fixture->feeder);
  finish (fixture);
}

#define ADD(path, takes, function)                                                         \
  g_test_add (path, Fixture, GSIZE_TO_POINTER (takes), set_up, function, tear_down)

int
main (int argc, char **argv)
{
  gtk_test_init (&argc, &argv, NULL);

  ADD ("/list-feeder/all", 0, test_all);
  ADD ("/list-feeder/several", LONG, test_several);
  ADD ("/list-feeder/later", LONG, test_later);
  ADD ("/list-feeder/clear", LONG, test_clear);
  return g_test_run ();
}
