/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "core/model/summary.h"

#define HOUR 3600
#define DAY 86400

/* Sunday, 22 November 2026, 12:00 UTC: the tests run with TZ=UTC. */
#define NOW G_GINT64_CONSTANT (1795348800)

typedef struct
{
  const char *text;
  KpSummary summary;
} Row;

static const Row rows[] = {
  { "Not checked yet", { 0 } },

  { "Locked", { .lock = KP_LOCK_LOCKED, .status = KP_STATUS_LOCKED } },
  { "Locked, expires in 19 days",
    { .lock = KP_LOCK_LOCKED,
      .status = KP_STATUS_EXPIRING,
      .not_after = NOW + 19 * DAY + HOUR } },
  { "Locked, expires in 1 day",
    { .lock = KP_LOCK_LOCKED, .status = KP_STATUS_EXPIRING, .not_after = NOW + DAY } },
  { "Locked, expires within a day",
    { .lock = KP_LOCK_LOCKED, .status = KP_STATUS_EXPIRING, .not_after = NOW + HOUR } },
  { "Locked, renewing", { .lock = KP_LOCK_LOCKED, .status = KP_STATUS_RENEWING } },
  { "Locked behind a proxy",
    { .lock = KP_LOCK_LOCKED, .status = KP_STATUS_LOCKED_PROXIED } },
  { "Locked by a private root",
    { .lock = KP_LOCK_LOCKED, .status = KP_STATUS_LOCKED_PRIVATE_ROOT } },
  { "Locked, expires in 3 days: renewal is late",
    { .lock = KP_LOCK_LOCKED,
      .status = KP_STATUS_EXPIRING,
      .not_after = NOW + 3 * DAY,
      .main_finding = "tls.renewal-late" } },

  { "Waiting for DNS until 14:35",
    { .lock = KP_LOCK_PENDING,
      .status = KP_STATUS_WAITING_DNS,
      .until = NOW + 2 * HOUR + 35 * 60,
      .main_finding = "dns.propagating" } },
  { "Waiting for DNS until Monday 00:30",
    { .lock = KP_LOCK_PENDING,
      .status = KP_STATUS_WAITING_DNS,
      .until = NOW + 12 * HOUR + 30 * 60 } },
  { "Waiting for DNS until 30 November",
    { .lock = KP_LOCK_PENDING, .status = KP_STATUS_WAITING_DNS, .until = NOW + 8 * DAY } },
  { "Waiting for DNS", { .lock = KP_LOCK_PENDING, .status = KP_STATUS_WAITING_DNS } },
  /* Wrong by itself, but waited for: the lock says so. */
  { "Waiting for the customer, 3 days",
    { .lock = KP_LOCK_PENDING,
      .status = KP_STATUS_WAITING_CUSTOMER,
      .status_at = NOW - 3 * DAY - HOUR,
      .main_finding = "dns.a-record" } },
  { "Waiting for the customer, 1 day",
    { .lock = KP_LOCK_PENDING,
      .status = KP_STATUS_WAITING_CUSTOMER,
      .status_at = NOW - DAY } },
  { "Waiting for the customer",
    { .lock = KP_LOCK_PENDING,
      .status = KP_STATUS_WAITING_CUSTOMER,
      .status_at = NOW - HOUR } },
  { "Waiting for Pexip, 2 days: CAA record forbids the CA",
    { .lock = KP_LOCK_PENDING,
      .status = KP_STATUS_WAITING_PROVIDER,
      .status_at = NOW - 2 * DAY,
      .main_finding = "dns.caa-blocks" } },
  { "Waiting for Pexip",
    { .lock = KP_LOCK_PENDING, .status = KP_STATUS_WAITING_PROVIDER, .status_at = NOW } },

  { "Not secured yet: address record where a CNAME must be",
    { .lock = KP_LOCK_UNLOCKED,
      .status = KP_STATUS_NOT_SECURED_YET,
      .main_finding = "dns.a-record" } },
  { "Not secured yet: DNS is broken",
    { .lock = KP_LOCK_UNLOCKED,
      .status = KP_STATUS_NOT_SECURED_YET,
      .main_finding = "dns.broken" } },
  { "No longer secure since Tuesday: CNAME moved away",
    { .lock = KP_LOCK_UNLOCKED,
      .status = KP_STATUS_NO_LONGER_SECURE,
      .status_at = NOW - 5 * DAY,
      .main_finding = "site.moved-away" } },
  { "No longer secure since 09:00",
    { .lock = KP_LOCK_UNLOCKED,
      .status = KP_STATUS_NO_LONGER_SECURE,
      .status_at = NOW - 3 * HOUR } },
  /* Seven days ago is not "Sunday": that would be today. */
  { "No longer secure since 15 November",
    { .lock = KP_LOCK_UNLOCKED,
      .status = KP_STATUS_NO_LONGER_SECURE,
      .status_at = NOW - 7 * DAY } },
  { "No longer secure since 28 December 2025",
    { .lock = KP_LOCK_UNLOCKED,
      .status = KP_STATUS_NO_LONGER_SECURE,
      .status_at = NOW - 329 * DAY } },
  { "No longer secure",
    { .lock = KP_LOCK_UNLOCKED, .status = KP_STATUS_NO_LONGER_SECURE } },
  { "Certificate expired",
    { .lock = KP_LOCK_UNLOCKED,
      .status = KP_STATUS_EXPIRED,
      .main_finding = "tls.expired" } },
  { "Certificate expired: CNAME to another target",
    { .lock = KP_LOCK_UNLOCKED,
      .status = KP_STATUS_EXPIRED,
      .main_finding = "dns.wrong-target" } },
  { "Overdue: customer, 12 days: no DNS record",
    { .lock = KP_LOCK_UNLOCKED,
      .status = KP_STATUS_OVERDUE,
      .next = { .who = KP_TURN_CUSTOMER, .due = NOW - 12 * DAY - HOUR, .overdue = TRUE },
      .main_finding = "dns.missing" } },
  { "Overdue: Pexip, 1 day",
    { .lock = KP_LOCK_UNLOCKED,
      .status = KP_STATUS_OVERDUE,
      .next = { .who = KP_TURN_PROVIDER, .due = NOW - DAY } } },
  { "Overdue: you",
    { .lock = KP_LOCK_UNLOCKED,
      .status = KP_STATUS_OVERDUE,
      .next = { .who = KP_TURN_YOU, .due = NOW - HOUR } } },

  { "Could not ask, locked at 06:10",
    { .status = KP_STATUS_COULD_NOT_ASK,
      .last_lock = KP_LOCK_LOCKED,
      .last_lock_at = NOW - 5 * HOUR - 50 * 60 } },
  { "Could not ask, unlocked on Saturday",
    { .status = KP_STATUS_COULD_NOT_ASK,
      .last_lock = KP_LOCK_UNLOCKED,
      .last_lock_at = NOW - DAY } },
  { "Could not ask",
    { .status = KP_STATUS_COULD_NOT_ASK, .main_finding = "dns.no-answer" } },
  { "Could not ask: certificate expired",
    { .status = KP_STATUS_COULD_NOT_ASK, .main_finding = "tls.expired" } },
  { "Last checked 5 days ago, locked then",
    { .status = KP_STATUS_STALE,
      .last_lock = KP_LOCK_LOCKED,
      .checked_at = NOW - 5 * DAY - HOUR } },
  { "Last checked 1 day ago, unlocked then",
    { .status = KP_STATUS_STALE, .last_lock = KP_LOCK_UNLOCKED, .checked_at = NOW - DAY } },
  { "Last checked 7 hours ago, pending then",
    { .status = KP_STATUS_STALE,
      .last_lock = KP_LOCK_PENDING,
      .checked_at = NOW - 7 * HOUR } },
  { "Last checked 3 days ago", { .status = KP_STATUS_STALE, .checked_at = NOW - 3 * DAY } },

  /* A store of a later version may name a finding that is not known here. */
  { "Not secured yet",
    { .lock = KP_LOCK_UNLOCKED,
      .status = KP_STATUS_NOT_SECURED_YET,
      .main_finding = "dns.invented" } },
  { "Not checked yet", { .status = 99 } },
};

static void
test_status (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autofree char *text = kp_summary_format_status (&rows[i].summary, "Pexip", NOW);

      g_assert_cmpstr (text, ==, rows[i].text);
    }
}

/* Whatever a damaged store holds must not harm. */
static void
test_odd_times (void)
{
  static const gint64 times[] = {
    G_MININT64, -1, 1, NOW + 1, G_MAXINT64, G_GINT64_CONSTANT (253402300800)
  };

  for (guint i = 0; i < G_N_ELEMENTS (times); i++)
    for (guint status = 0; status <= KP_STATUS_STALE; status++)
      {
        KpSummary summary = { .status = status,
                              .status_at = times[i],
                              .until = times[i],
                              .not_after = times[i],
                              .checked_at = times[i],
                              .last_lock = KP_LOCK_LOCKED,
                              .last_lock_at = times[i],
                              .next = { .who = 44, .due = times[i] } };
        g_autofree char *text = kp_summary_format_status (&summary, NULL, NOW);

        g_assert_true (g_utf8_validate (text, -1, NULL));
        g_assert_cmpuint (strlen (text), >, 0);
      }
}

static void
test_row_name (void)
{
  const KpSummary summary = { .lock = KP_LOCK_UNLOCKED,
                              .status = KP_STATUS_NOT_SECURED_YET,
                              .main_finding = "dns.a-record" };
  const KpSummary pending = { .lock = KP_LOCK_PENDING,
                              .status = KP_STATUS_WAITING_DNS,
                              .until = NOW + 2 * HOUR + 35 * 60 };
  g_autofree char *name =
      kp_summary_format_row_name (&summary, "cp.example.com", "Cloud Office", NOW);
  g_autofree char *pending_name =
      kp_summary_format_row_name (&pending, "cp.lake.se", "Cloud Office", NOW);

  g_assert_cmpstr (name, ==,
                   "cp.example.com, unlocked: Not secured yet: address record where a "
                   "CNAME must be");
  g_assert_cmpstr (pending_name, ==, "cp.lake.se, pending: Waiting for DNS until 14:35");
}

static void
test_copy (void)
{
  KpSummary a, b;

  kp_summary_init (&a);
  kp_summary_init (&b);
  g_assert_true (kp_summary_equal (&a, &b));
  a.lock = KP_LOCK_UNLOCKED;
  a.main_finding = g_intern_string ("dns.missing");
  a.cause = g_strdup ("dns.missing x");
  a.findings = g_strdup ("dns.missing");
  a.attention = 7;
  a.next.due = 4;
  kp_summary_copy (&b, &a);
  kp_summary_copy (&b, &b);
  g_assert_true (kp_summary_equal (&a, &b));
  g_assert_true (a.cause != b.cause);
  b.next.due = 5;
  g_assert_false (kp_summary_equal (&a, &b));
  kp_summary_clear (&a);
  kp_summary_clear (&b);
  g_assert_null (a.cause);
  g_assert_cmpint (a.lock, ==, KP_LOCK_UNKNOWN);
}

static void
test_next_action (void)
{
  static const struct
  {
    KpNextAction action;
    const char *text;
  } actions[] = {
    { { KP_TURN_YOU, KP_ACTION_SECURE }, "You: secure site" },
    { { KP_TURN_CUSTOMER, KP_ACTION_CHANGE_DNS }, "Customer: change the DNS record" },
    { { KP_TURN_PROVIDER, KP_ACTION_WAIT_PROVIDER }, "Pexip: install the certificate" },
    { { KP_TURN_CA, KP_ACTION_WAIT_CA }, "CA: issue the certificate" },
    { { KP_TURN_YOU, KP_ACTION_TELL_CUSTOMER }, "You: tell the customer" },
    { { KP_TURN_NOBODY, KP_ACTION_WAIT_DNS }, "Nobody" },
    { { KP_TURN_NOBODY, KP_ACTION_NONE }, "Nobody" },
    { { KP_TURN_YOU, 999 }, "You" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (actions); i++)
    {
      g_autofree char *text = kp_next_action_format (&actions[i].action, "Pexip", NULL);

      g_assert_cmpstr (text, ==, actions[i].text);
    }
  for (guint kind = KP_ACTION_CHECK; kind <= KP_ACTION_REVIEW; kind++)
    g_assert_cmpstr (kp_action_kind_get_text (kind), !=, "");
}

static void
test_words (void)
{
  static const char *const locks[] = { "locked", "pending", "unlocked", "unknown" };
  static const char *const turns[] = { "you", "customer", "provider", "ca", "nobody" };
  KpLock lock = KP_LOCK_PENDING;
  KpTurn turn = KP_TURN_CA;

  for (guint i = 0; i < G_N_ELEMENTS (locks); i++)
    {
      g_assert_true (kp_lock_from_string (locks[i], &lock));
      g_assert_cmpstr (kp_lock_to_string (lock), ==, locks[i]);
      g_assert_cmpint (g_ascii_strcasecmp (kp_lock_get_label (lock), locks[i]), ==, 0);
    }
  for (guint i = 0; i < G_N_ELEMENTS (turns); i++)
    {
      g_assert_true (kp_turn_from_string (turns[i], &turn));
      g_assert_cmpstr (kp_turn_to_string (turn), ==, turns[i]);
    }
  g_assert_false (kp_lock_from_string ("open", &lock));
  g_assert_false (kp_turn_from_string (NULL, &turn));
  g_assert_cmpint (lock, ==, KP_LOCK_UNKNOWN);
  g_assert_cmpint (turn, ==, KP_TURN_NOBODY);
}

static void
test_has (void)
{
  static const struct
  {
    const char *findings;
    gboolean has;
  } all[] = {
    { NULL, FALSE },
    { "", FALSE },
    { "tls.intercepted", TRUE },
    { "dns.a-record tls.intercepted", TRUE },
    { "tls.intercepted dns.no-answer", TRUE },
    { "tls.intercepted-not tls.no-answer", FALSE },
    { "x.tls.intercepted", FALSE },
    { "tls.no-answer", FALSE },
  };

  for (guint i = 0; i < G_N_ELEMENTS (all); i++)
    {
      KpSummary summary = { .findings = (char *) all[i].findings };

      g_assert_cmpint (kp_summary_has (&summary, KP_FINDING_TLS_INTERCEPTED), ==,
                       all[i].has);
    }
}

int
main (int argc, char **argv)
{
  g_setenv ("TZ", "UTC", TRUE);
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/summary/status", test_status);
  g_test_add_func ("/summary/odd-times", test_odd_times);
  g_test_add_func ("/summary/row-name", test_row_name);
  g_test_add_func ("/summary/copy", test_copy);
  g_test_add_func ("/summary/has", test_has);
  g_test_add_func ("/summary/next-action", test_next_action);
  g_test_add_func ("/summary/words", test_words);

  return g_test_run ();
}
