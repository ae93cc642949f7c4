/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "core/certificate/validity-rules.h"

#include <string.h>

#include "core/base/clock.h"

#define DAY G_GINT64_CONSTANT (86400)

static gint64
at (const char *text)
{
  gint64 time = 0;

  g_assert_true (kp_time_from_rfc3339 (text, &time));
  return time;
}

/* Each border's last second before and first second after. */
static void
test_borders (void)
{
  static const struct
  {
    const char *issued;
    guint days;
  } rows[] = {
    { "1999-01-01T00:00:00Z", 398 }, { "2026-03-14T23:59:59Z", 398 },
    { "2026-03-15T00:00:00Z", 200 }, { "2026-11-29T12:00:00Z", 200 },
    { "2027-03-14T23:59:59Z", 200 }, { "2027-03-15T00:00:00Z", 100 },
    { "2029-03-14T23:59:59Z", 100 }, { "2029-03-15T00:00:00Z", 47 },
    { "2099-01-01T00:00:00Z", 47 },
  };
  const KpValidityRules *rules = kp_validity_rules_get_default ();

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      gint64 issued = at (rows[i].issued);
      gint64 whole = rows[i].days * DAY;

      g_test_message ("%s", rows[i].issued);
      g_assert_cmpuint (kp_validity_rules_max_days (rules, issued), ==, rows[i].days);
      /* Both ends count: the second that makes the day full is the last. */
      g_assert_true (kp_validity_rules_allow (rules, issued, issued + whole - 1));
      g_assert_false (kp_validity_rules_allow (rules, issued, issued + whole));
      g_assert_true (kp_validity_rules_allow (rules, issued, issued));
    }
}

/* The dates of a hostile certificate are any number. */
static void
test_far_dates (void)
{
  const KpValidityRules *rules = kp_validity_rules_get_default ();

  g_assert_false (kp_validity_rules_allow (rules, G_MININT64, G_MAXINT64));
  g_assert_true (kp_validity_rules_allow (rules, G_MAXINT64, G_MININT64));
  g_assert_true (kp_validity_rules_allow (rules, G_MAXINT64, G_MAXINT64));
  g_assert_true (kp_validity_rules_allow (rules, G_MININT64, G_MININT64 + 398 * DAY - 1));
  g_assert_false (kp_validity_rules_allow (rules, G_MININT64, G_MININT64 + 398 * DAY));
  g_assert_cmpuint (kp_validity_rules_max_days (rules, G_MININT64), ==, 398);
  g_assert_cmpuint (kp_validity_rules_max_days (rules, G_MAXINT64), ==, 47);
}

static void
test_next_change (void)
{
  static const struct
  {
    const char *now, *change;
    guint days;
  } rows[] = {
    { "2026-03-14T23:59:59Z", "2026-03-15T00:00:00Z", 200 },
    { "2026-03-15T00:00:00Z", "2027-03-15T00:00:00Z", 100 },
    { "2027-03-15T00:00:00Z", "2029-03-15T00:00:00Z", 47 },
  };
  const KpValidityRules *rules = kp_validity_rules_get_default ();

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      guint days = 0;

      g_assert_cmpint (kp_validity_rules_next_change (rules, at (rows[i].now), &days), ==,
                       at (rows[i].change));
      g_assert_cmpuint (days, ==, rows[i].days);
    }
  g_assert_cmpint (kp_validity_rules_next_change (rules, at ("2029-03-15T00:00:00Z"), NULL),
                   ==, 0);
}

static void
test_client_purpose (void)
{
  g_assert_cmpint (kp_validity_rules_client_purpose_ends (kp_validity_rules_get_default ()),
                   ==, at ("2027-03-15T00:00:00Z"));
}

/* A file that is not right is not used in part, and says where it is wrong. */
static void
test_bad_files (void)
{
#define END "], \"client-purpose-ends\": \"2027-03-15\" }"
  static const struct
  {
    const char *json;
    const char *says;
  } rows[] = {
    { "", "validity.json:" },
    { "[]", "validity.json:" },
    { "{ \"periods\": [" END, "periods" },
    { "{ \"client-purpose-ends\": \"2027-03-15\" }", "periods" },
    { "{ \"periods\": [ 398 " END, "object" },
    { "{ \"periods\": [ {} " END, "days" },
    { "{ \"periods\": [ { \"days\": 0 } " END, "days" },
    { "{ \"periods\": [ { \"days\": 3661 } " END, "days" },
    { "{ \"periods\": [ { \"days\": \"398\" } " END, "days" },
    { "{ \"periods\": [ { \"days\": 398.5 } " END, "days" },
    { "{ \"periods\": [ { \"from\": \"2026-03-15\", \"days\": 200 } " END, "from" },
    { "{ \"periods\": [ { \"days\": 398 },\n{ \"days\": 200 } " END, "from" },
    { "{ \"periods\": [ { \"days\": 398 },\n{ \"from\": \"2026-02-30\", \"days\": 200 "
      "} " END,
      "validity.json:2:" },
    { "{ \"periods\": [ { \"days\": 398 },\n{ \"from\": \"15.03.2026\", \"days\": 200 "
      "} " END,
      "2027-03-15" },
    { "{ \"periods\": [ { \"days\": 398 }, { \"from\": \"2027-03-15\", \"days\": 100 },\n"
      "{ \"from\": \"2026-03-15\", \"days\": 200 } " END,
      "in order" },
    { "{ \"periods\": [ { \"days\": 398 }, { \"from\": \"2027-03-15\", \"days\": 100 },\n"
      "{ \"from\": \"2027-03-15\", \"days\": 200 } " END,
      "in order" },
    { "{ \"periods\": [ { \"days\": 398 } ] }", "client-purpose-ends" },
    { "{ \"periods\": [ { \"days\": 398 } ],\n\"client-purpose-ends\": \"soon\" }",
      "validity.json:2:" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autoptr (GError) error = NULL;

      g_test_message ("%s", rows[i].json);
      g_assert_null (
          kp_validity_rules_new_from_json (rows[i].json, -1, "validity.json", &error));
      g_assert_error (error, G_IO_ERROR, G_IO_ERROR_INVALID_DATA);
      g_assert_nonnull (strstr (error->message, rows[i].says));
    }
}

/* One period alone is a calendar too. */
static void
test_one_period (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (KpValidityRules) rules = kp_validity_rules_new_from_json (
      "{ \"periods\": [ { \"days\": 7 } " END, -1, "validity.json", &error);

  g_assert_no_error (error);
  g_assert_cmpuint (kp_validity_rules_max_days (rules, 0), ==, 7);
  g_assert_cmpint (kp_validity_rules_next_change (rules, 0, NULL), ==, 0);
  g_assert_true (kp_validity_rules_allow (rules, 0, 7 * DAY - 1));
  g_assert_false (kp_validity_rules_allow (rules, 0, 7 * DAY));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/validity-rules/borders", test_borders);
  g_test_add_func ("/validity-rules/far-dates", test_far_dates);
  g_test_add_func ("/validity-rules/next-change", test_next_change);
  g_test_add_func ("/validity-rules/client-purpose", test_client_purpose);
  g_test_add_func ("/validity-rules/bad-files", test_bad_files);
  g_test_add_func ("/validity-rules/one-period", test_one_period);

  return g_test_run ();
}
