/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/base/shared-text.h"

#define ROUNDS 200000

static void
test_once (void)
{
  char name[] = "Kite Ltd";
  char *one = kp_shared_text_new (name);
  char *other = kp_shared_text_new ("Kite Ltd");
  char *another = kp_shared_text_new ("kite Ltd");

  g_assert_cmpstr (one, ==, "Kite Ltd");
  g_assert_true (one == other);
  g_assert_true (one != name);
  g_assert_cmpstr (another, ==, "kite Ltd");
  kp_shared_text_release (one);
  g_assert_cmpstr (other, ==, "Kite Ltd");
  kp_shared_text_release (other);
  kp_shared_text_release (another);
}

static void
test_nothing (void)
{
  g_assert_null (kp_shared_text_new (NULL));
  g_assert_null (kp_shared_text_new (""));
}

static gpointer
hold_and_release (gpointer wrong)
{
  for (guint i = 0; i < ROUNDS; i++)
    {
      char *text = kp_shared_text_new ("pl-10.admin.example");

      if (!g_str_equal (text, "pl-10.admin.example"))
        g_atomic_int_inc ((int *) wrong);
      kp_shared_text_release (text);
    }
  return NULL;
}

/* The last holder lets go while another thread asks for the same text. */
static void
test_threads (void)
{
  GThread *threads[3];
  int wrong = 0;

  for (guint i = 0; i < G_N_ELEMENTS (threads); i++)
    threads[i] = g_thread_new ("holder", hold_and_release, &wrong);
  for (guint i = 0; i < G_N_ELEMENTS (threads); i++)
    g_thread_join (threads[i]);
  g_assert_cmpint (wrong, ==, 0);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/base/shared-text/once", test_once);
  g_test_add_func ("/base/shared-text/nothing", test_nothing);
  g_test_add_func ("/base/shared-text/threads", test_threads);
  return g_test_run ();
}
