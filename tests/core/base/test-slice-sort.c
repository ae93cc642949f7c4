/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/base/slice-sort.h"

/* An element: what it is ordered by, and the place it had. */
#define ITEM(key, place) GUINT_TO_POINTER ((key) << 16 | (place))
#define KEY(item) (GPOINTER_TO_UINT (item) >> 16)

static int
compare (gconstpointer a, gconstpointer b, gpointer calls)
{
  guint first = KEY (*(const gpointer *) a);
  guint second = KEY (*(const gpointer *) b);

  ++*(guint *) calls;
  return first < second ? -1 : first > second;
}

static int
compare_whole (gconstpointer a, gconstpointer b)
{
  guint first = GPOINTER_TO_UINT (*(const gpointer *) a);
  guint second = GPOINTER_TO_UINT (*(const gpointer *) b);

  return first < second ? -1 : first > second;
}

/* Whatever the length and the step, equal ones stay in their order, and no step does more
 * than it may. */
static void
test_order (void)
{
  static const guint steps[] = { 1, 3, 64, G_MAXUINT };
  g_autoptr (GRand) random = g_rand_new_with_seed (4711);

  for (guint length = 0; length < 70; length++)
    for (guint s = 0; s < G_N_ELEMENTS (steps); s++)
      {
        g_autoptr (GPtrArray) items = g_ptr_array_new ();
        g_autoptr (GPtrArray) expected = NULL;
        g_autoptr (KpSliceSort) sort = NULL;
        guint calls = 0, all = 0;
        gboolean done = FALSE;

        for (guint i = 0; i < length; i++)
          g_ptr_array_add (items, ITEM ((guint) g_rand_int_range (random, 0, 9), i));
        expected = g_ptr_array_copy (items, NULL, NULL);
        g_ptr_array_sort (expected, compare_whole);
        sort = kp_slice_sort_new (items, compare, &calls);
        while (!done)
          {
            calls = 0;
            done = kp_slice_sort_step (sort, steps[s]);
            g_assert_cmpuint (calls, <=, steps[s]);
            all += calls;
            g_assert_cmpuint (all, <=, length * 7);
          }
        for (guint i = 0; i < length; i++)
          g_assert_true (items->pdata[i] == expected->pdata[i]);
      }
}

/* Left in the middle, and freed: the array is as it was. */
static void
test_left (void)
{
  g_autoptr (GPtrArray) items = g_ptr_array_new ();
  guint calls = 0;
  KpSliceSort *sort;

  for (guint i = 0; i < 100; i++)
    g_ptr_array_add (items, ITEM (100 - i, i));
  sort = kp_slice_sort_new (items, compare, &calls);
  g_assert_false (kp_slice_sort_step (sort, 300));
  kp_slice_sort_free (sort);
  for (guint i = 0; i < 100; i++)
    g_assert_cmpuint (KEY (items->pdata[i]), ==, 100 - i);
}

static int
compare_nonsense (gconstpointer a, gconstpointer b, gpointer data)
{
  return g_rand_boolean (data) ? 1 : -1;
}

/* What it orders by changes all the time: nothing is lost, nothing is there twice. */
static void
test_changing (void)
{
  g_autoptr (GRand) random = g_rand_new_with_seed (4711);
  g_autoptr (GPtrArray) items = g_ptr_array_new ();
  g_autoptr (KpSliceSort) sort = NULL;

  for (guint i = 0; i < 1000; i++)
    g_ptr_array_add (items, ITEM (0, i));
  sort = kp_slice_sort_new (items, compare_nonsense, random);
  while (!kp_slice_sort_step (sort, 100))
    ;
  g_ptr_array_sort (items, compare_whole);
  for (guint i = 0; i < 1000; i++)
    g_assert_cmpuint (GPOINTER_TO_UINT (items->pdata[i]), ==, i);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/base/slice-sort/order", test_order);
  g_test_add_func ("/base/slice-sort/left", test_left);
  g_test_add_func ("/base/slice-sort/changing", test_changing);
  return g_test_run ();
}
