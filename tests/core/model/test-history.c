/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "core/model/history.h"

#include <gio/gio.h>

static KpHistory *
make_history (void)
{
  KpHistory *history = kp_history_new ();

  history->last_lock = KP_LOCK_UNLOCKED;
  history->last_lock_at = 1000;
  history->last_locked_at = 900;
  history->first_locked_at = 100;
  history->unlocked_since = 950;
  history->led_since = 0;
  history->first_led_at = 960;
  history->ever_led = TRUE;
  history->away_since = 940;
  history->differs_since = 930;
  history->not_before = 50;
  history->not_after = 5000;
  history->target = g_strdup ("pl-10.admin.emailsrvr.com");
  kp_history_see (history, "A 192.0.2.1", FALSE, 3600, 500);
  kp_history_see (history, "CNAME pl-10.admin.emailsrvr.com", TRUE, 300, 960);
  kp_history_see (history, "A 192.0.2.1", FALSE, 60, 970);
  return history;
}

static void
assert_same (const KpHistory *a, const KpHistory *b)
{
  g_assert_cmpint (a->last_lock, ==, b->last_lock);
  g_assert_cmpint (a->last_lock_at, ==, b->last_lock_at);
  g_assert_cmpint (a->last_locked_at, ==, b->last_locked_at);
  g_assert_cmpint (a->first_locked_at, ==, b->first_locked_at);
  g_assert_cmpint (a->unlocked_since, ==, b->unlocked_since);
  g_assert_cmpint (a->led_since, ==, b->led_since);
  g_assert_cmpint (a->first_led_at, ==, b->first_led_at);
  g_assert_cmpint (a->ever_led, ==, b->ever_led);
  g_assert_cmpint (a->away_since, ==, b->away_since);
  g_assert_cmpint (a->differs_since, ==, b->differs_since);
  g_assert_cmpint (a->not_before, ==, b->not_before);
  g_assert_cmpint (a->not_after, ==, b->not_after);
  g_assert_cmpstr (a->target, ==, b->target);
  g_assert_cmpuint (a->sightings->len, ==, b->sightings->len);
  for (guint i = 0; i < a->sightings->len; i++)
    {
      const KpRecordSighting *first = g_ptr_array_index (a->sightings, i);
      const KpRecordSighting *second = g_ptr_array_index (b->sightings, i);

      g_assert_cmpstr (first->key, ==, second->key);
      g_assert_cmpint (first->leads, ==, second->leads);
      g_assert_cmpint (first->first_seen, ==, second->first_seen);
      g_assert_cmpint (first->last_seen, ==, second->last_seen);
      g_assert_cmpuint (first->greatest_ttl, ==, second->greatest_ttl);
    }
}

static void
test_sightings (void)
{
  g_autoptr (KpHistory) history = make_history ();
  const KpRecordSighting *sighting = kp_history_find (history, "A 192.0.2.1");

  g_assert_cmpuint (history->sightings->len, ==, 2);
  g_assert_cmpint (sighting->first_seen, ==, 500);
  g_assert_cmpint (sighting->last_seen, ==, 970);
  g_assert_cmpuint (sighting->greatest_ttl, ==, 3600);
  g_assert_null (kp_history_find (history, "none"));
}

/* A cache may hold the addresses of one family longer than those of the other. */
static void
test_rest (void)
{
  static const struct
  {
    const char *rest, *seen_as;
  } rows[] = {
    { "A 192.0.2.1", "A 192.0.2.1 AAAA 2001:db8::1" },
    { "AAAA 2001:db8::1", "A 192.0.2.1 AAAA 2001:db8::1" },
    { "A 192.0.2.1 AAAA 2001:db8::1", "A 192.0.2.1 AAAA 2001:db8::1" },
    { "AAAA 2001:db8::", "AAAA 2001:db8::" },
    { "A 192.0.2.10", "A 192.0.2.10" },
    { "A 192.0.2.2", "A 192.0.2.2" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autoptr (KpHistory) history = kp_history_new ();
      const KpRecordSighting *sighting;

      kp_history_see (history, "A 192.0.2.2 AAAA 2001:db8::2", TRUE, 60, 500);
      kp_history_see (history, "A 192.0.2.1 AAAA 2001:db8::1", FALSE, 3600, 500);
      kp_history_see_rest (history, rows[i].rest, 30, 960);
      sighting = kp_history_find (history, rows[i].seen_as);
      g_assert_nonnull (sighting);
      g_assert_cmpint (sighting->last_seen, ==, 960);
      g_assert_false (sighting->leads);
      sighting = kp_history_find (history, "A 192.0.2.2 AAAA 2001:db8::2");
      g_assert_cmpint (sighting->last_seen, ==, 500);
      g_assert_true (sighting->leads);
    }
}

/* A zone that gives another set at every answer must not make it grow. */
static void
test_bounded (void)
{
  g_autoptr (KpHistory) history = kp_history_new ();

  kp_history_see (history, "old", FALSE, 60, 1);
  kp_history_see (history, "kept", TRUE, 60, 2);
  for (guint i = 0; i < 100; i++)
    {
      g_autofree char *key = g_strdup_printf ("A 192.0.2.%u", i);

      kp_history_see (history, key, FALSE, 60, 10 + i);
      kp_history_see (history, "kept", TRUE, 60, 10 + i);
    }
  g_assert_cmpuint (history->sightings->len, ==, KP_HISTORY_MAX_SIGHTINGS);
  g_assert_null (kp_history_find (history, "old"));
  g_assert_nonnull (kp_history_find (history, "kept"));
  g_assert_nonnull (kp_history_find (history, "A 192.0.2.99"));
}

static void
test_round_trip (void)
{
  g_autoptr (KpHistory) history = make_history ();
  g_autoptr (KpHistory) copy = kp_history_copy (history);
  g_autoptr (KpHistory) empty = kp_history_new ();
  g_autofree char *json = kp_history_to_json (history);
  g_autofree char *empty_json = kp_history_to_json (empty);
  g_autoptr (GError) error = NULL;
  g_autoptr (KpHistory) read = kp_history_from_json (json, &error);
  g_autoptr (KpHistory) empty_read = NULL;

  g_assert_no_error (error);
  assert_same (history, read);
  assert_same (history, copy);
  empty_read = kp_history_from_json (empty_json, &error);
  g_assert_no_error (error);
  assert_same (empty, empty_read);
}

static void
test_tolerant (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (KpHistory) read = kp_history_from_json (
      "{ \"last-lock\": 77, \"last-lock-at\": \"soon\", \"new\": [ 1 ], \"target\": 4,"
      "  \"first-led-at\": 9223372036854775807, \"led-since\": 253402300799,"
      "  \"ever-led\": true, \"sightings\": [ 3, {}, { \"key\": \"none\","
      "  \"greatest-ttl\": -1, \"last-seen\": 5, \"first-seen\": 9 } ] }",
      &error);
  const KpRecordSighting *sighting;

  g_assert_no_error (error);
  g_assert_cmpint (read->last_lock, ==, KP_LOCK_UNKNOWN);
  g_assert_cmpint (read->last_lock_at, ==, 0);
  g_assert_cmpint (read->first_led_at, ==, 0);
  g_assert_cmpint (read->led_since, ==, 253402300799);
  g_assert_null (read->target);
  g_assert_true (read->ever_led);
  g_assert_cmpuint (read->sightings->len, ==, 1);
  sighting = g_ptr_array_index (read->sightings, 0);
  g_assert_cmpuint (sighting->greatest_ttl, ==, 0);
  g_assert_cmpint (sighting->last_seen, ==, 9);
}

static void
test_damaged (void)
{
  static const char *const texts[] = {
    "", "[]", "null", "{", "{ \"last-lock\": }", "\xff"
  };

  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    {
      g_autoptr (GError) error = NULL;

      g_assert_null (kp_history_from_json (texts[i], &error));
      g_assert_error (error, G_IO_ERROR, G_IO_ERROR_INVALID_DATA);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/history/sightings", test_sightings);
  g_test_add_func ("/history/rest", test_rest);
  g_test_add_func ("/history/bounded", test_bounded);
  g_test_add_func ("/history/round-trip", test_round_trip);
  g_test_add_func ("/history/tolerant", test_tolerant);
  g_test_add_func ("/history/damaged", test_damaged);

  return g_test_run ();
}
