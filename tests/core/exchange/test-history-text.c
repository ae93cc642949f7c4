/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/exchange/history-text.h"

#include <string.h>

#define NOW G_GINT64_CONSTANT (1795335000)
#define DAY 86400

/* The oldest first, a day told once, and nothing that the user noted for himself. */
static void
test_order (void)
{
  g_autoptr (GPtrArray) events =
      g_ptr_array_new_with_free_func ((GDestroyNotify) kp_journal_event_unref);
  g_autoptr (KpSite) site = kp_site_new ("cp.kite.example", 443, "cloud-office");
  g_autofree char *text = NULL;
  const char *first, *second, *last;

  g_ptr_array_add (events, kp_journal_event_new (1, NOW, "lock", "Locked."));
  g_ptr_array_add (events, kp_journal_event_new (1, NOW, "note", "They never pay."));
  g_ptr_array_add (events, kp_journal_event_new (1, NOW, "dns", "CNAME changed."));
  g_ptr_array_add (events, kp_journal_event_new (1, NOW - 3 * DAY, "added", "Added."));
  kp_site_set_customer (site, 1, "Kite Travel");
  text = kp_history_text (site, "Cloud Office", events, NOW);
  first = strstr (text, "  Added to Keyplate.\n");
  second = strstr (text, "  CNAME changed.\n");
  last = strstr (text, "  Locked.\n");
  g_assert_true (first != NULL && first < second && second < last);
  g_assert_null (strstr (text, "They never pay"));
  g_assert_nonnull (
      strstr (text, "19 November 2026\n  Added to Keyplate.\n22 November 2026\n"));
  g_assert_nonnull (strstr (text, "cp.kite.example"));
  g_assert_nonnull (strstr (text, "Kite Travel"));
  g_assert_nonnull (strstr (text, "Cloud Office"));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/history-text/order", test_order);
  return g_test_run ();
}
