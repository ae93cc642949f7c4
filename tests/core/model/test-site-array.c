/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/model/site-array.h"

#include "core/model/site.h"

/* What a view knows of the list, by what it was told. */
typedef struct
{
  KpSiteArray *list;
  GPtrArray *seen;
  guint most; /* that came in one go, until there were KP_SITE_ARRAY_ROWS */
  guint n_told;
} View;

static void
changed_cb (GListModel *list, guint position, guint removed, guint added, View *view)
{
  if (view->seen->len - removed + added <= KP_SITE_ARRAY_ROWS)
    view->most = MAX (view->most, added);
  view->n_told++;
  g_ptr_array_remove_range (view->seen, position, removed);
  for (guint i = 0; i < added; i++)
    g_ptr_array_insert (view->seen, (int) (position + i),
                        g_list_model_get_item (list, position + i));
}

static void
view_init (View *view)
{
  *view = (View){ .list = kp_site_array_new () };
  view->seen = g_ptr_array_new_with_free_func (g_object_unref);
  g_signal_connect (view->list, "items-changed", G_CALLBACK (changed_cb), view);
}

static void
view_clear (View *view)
{
  g_ptr_array_unref (view->seen);
  g_object_unref (view->list);
}

static GPtrArray *
make_sites (guint n)
{
  GPtrArray *sites = g_ptr_array_new_with_free_func (g_object_unref);

  for (guint i = 0; i < n; i++)
    g_ptr_array_add (sites, kp_site_new ("one.example.com", 443, "own-server"));
  return sites;
}

/* With @n less from @at on. */
static GPtrArray *
make_fewer (GPtrArray *sites, guint at, guint n)
{
  GPtrArray *fewer = g_ptr_array_new_with_free_func (g_object_unref);

  for (guint i = 0; i < sites->len; i++)
    if (i < at || i >= at + n)
      g_ptr_array_add (fewer, g_object_ref (sites->pdata[i]));
  return fewer;
}

static void
settle (void)
{
  while (g_main_context_iteration (NULL, FALSE))
    ;
}

static void
assert_shows (View *view, GPtrArray *sites, guint n)
{
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (view->list)), ==, n);
  g_assert_cmpuint (view->seen->len, ==, n);
  for (guint i = 0; i < n; i++)
    g_assert_true (view->seen->pdata[i] == sites->pdata[i]);
  g_assert_null (g_list_model_get_item (G_LIST_MODEL (view->list), n));
}

static void
test_replaced (void)
{
  static const guint lengths[] = { 0, 1, 25, 26, 224, 225, 226, 10000, 30, 0, 500 };
  View view;

  view_init (&view);
  for (guint i = 0; i < G_N_ELEMENTS (lengths); i++)
    {
      g_autoptr (GPtrArray) sites = make_sites (lengths[i]);

      kp_site_array_set (view.list, sites);
      assert_shows (&view, sites, MIN (lengths[i], KP_SITE_ARRAY_STEP));
      settle ();
      assert_shows (&view, sites, lengths[i]);
    }
  g_assert_cmpuint (view.most, ==, KP_SITE_ARRAY_STEP);
  view_clear (&view);
}

/* The same again, or nearly: only the difference is told. */
static void
test_changed (void)
{
  g_autoptr (GPtrArray) sites = make_sites (1000);
  g_autoptr (GPtrArray) again = make_fewer (sites, 0, 0);
  g_autoptr (GPtrArray) fewer = make_fewer (sites, 500, 3);
  g_autoptr (GPtrArray) fewest = make_fewer (sites, 0, 1);
  View view;

  view_init (&view);
  kp_site_array_set (view.list, sites);
  settle ();
  view.n_told = 0;
  kp_site_array_set (view.list, again);
  g_assert_cmpuint (view.n_told, ==, 0);
  kp_site_array_set (view.list, fewer);
  assert_shows (&view, fewer, 997);
  kp_site_array_set (view.list, sites);
  assert_shows (&view, sites, 1000);
  kp_site_array_set (view.list, fewest);
  assert_shows (&view, fewest, 999);
  g_assert_cmpuint (view.n_told, ==, 3);
  view_clear (&view);
}

/* Another one while the first is not all there, and the end of it all. */
static void
test_under_way (void)
{
  g_autoptr (GPtrArray) sites = make_sites (1000);
  g_autoptr (GPtrArray) again = make_fewer (sites, 0, 0);
  g_autoptr (GPtrArray) fewer = make_fewer (sites, 900, 1);
  g_autoptr (GPtrArray) none = make_sites (0);
  View view;

  view_init (&view);
  kp_site_array_set (view.list, sites);
  g_main_context_iteration (NULL, FALSE);
  assert_shows (&view, sites, 2 * KP_SITE_ARRAY_STEP);
  kp_site_array_set (view.list, again);
  assert_shows (&view, sites, 2 * KP_SITE_ARRAY_STEP);
  kp_site_array_set (view.list, fewer);
  assert_shows (&view, fewer, KP_SITE_ARRAY_STEP);
  settle ();
  assert_shows (&view, fewer, 999);
  kp_site_array_set (view.list, none);
  kp_site_array_set (view.list, sites);
  view_clear (&view);
  settle ();
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/site-array/replaced", test_replaced);
  g_test_add_func ("/site-array/changed", test_changed);
  g_test_add_func ("/site-array/under-way", test_under_way);
  return g_test_run ();
}
