/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "check/story.h"

/* The words of the list, and what time alone makes of them. */

#define ALL "leads|leads|leads"
#define OLD "A 203.0.113.7|A 203.0.113.7|A 203.0.113.7"
#define LOCKED "-2d: leads|leads|leads # good"

static void
test_texts (void)
{
  static const struct
  {
    const char *words, *before, *answers, *probes, *later;
    const char *text;
  } rows[] = {
    { "cloud-office", NULL, ALL, "good", NULL, "Locked" },
    { "cloud-office", NULL, ALL, "192.0.2.10 ends=19 | 192.0.2.11 ends=29", NULL,
      "Locked, expires in 19 days" },
    { "cloud-office", NULL, ALL, "192.0.2.10 ends=18 | 192.0.2.11 ends=18", NULL,
      "Locked, expires in 18 days: renewal is late" },
    { "pexip", NULL, "leads", "192.0.2.10 chain-ends=9 | 192.0.2.11 valid", NULL,
      "Locked, expires in 9 days" },
    { "pexip job=renew:buy:-1d", NULL, "leads|leads", "good", NULL, "Locked, renewing" },
    { "cloud-office proxied", NULL, "A 198.51.100.9",
      "198.51.100.9 valid | @192.0.2.10 valid | @192.0.2.11 valid", NULL,
      "Locked behind a proxy" },
    { "cloud-office", NULL, ALL, "192.0.2.10 private | 192.0.2.11 private", NULL,
      "Locked by a private root" },
    { "cloud-office", "-1h: A 203.0.113.7/3600", "leads|A 203.0.113.7", "good", NULL,
      "Waiting for DNS until 09:10" },
    { "cloud-office", "-1h: A 203.0.113.7/?", "leads|A 203.0.113.7/?", "good", NULL,
      "Waiting for DNS" },
    { "cloud-office job=secure:dns:-3d", NULL, OLD, NULL, NULL,
      "Waiting for the customer, 3 days" },
    { "cloud-office job=secure:dns:-9d", "-1d: " ALL, ALL,
      "192.0.2.10 refused | 192.0.2.11 refused", NULL, "Waiting for Cloud Office, 1 day" },
    { "cloud-office", NULL, OLD, NULL, NULL,
      "Not secured yet: address record where a CNAME must be" },
    { "cloud-office", LOCKED "; -1h: NXDOMAIN|NXDOMAIN", "NXDOMAIN|NXDOMAIN", NULL, NULL,
      "No longer secure since 07:10: no DNS record" },
    { "cloud-office", NULL, ALL, "192.0.2.10 ends=-1 | 192.0.2.11 ends=-1", NULL,
      "Certificate expired" },
    { "cloud-office", NULL, "BOGUS|BOGUS|leads", "192.0.2.10 ends=-1 | 192.0.2.11 ends=-1",
      NULL, "Certificate expired: DNSSEC signatures are wrong" },
    { "cloud-office job=secure:dns:-19d", NULL, OLD, NULL, NULL,
      "Overdue: customer, 12 days: address record where a CNAME must be" },
    { "cloud-office", "-2h: " ALL " # good", "silent|silent", NULL, NULL,
      "Could not ask, locked at 06:10" },
    { "cloud-office", NULL, ALL, "good", "+5d", "Last checked 5 days ago, locked then" },
    { "cloud-office", NULL, ALL, "good", "+3d", "Last checked 3 days ago, locked then" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autoptr (Story) story = story_new (rows[i].words);
      gint64 now = rows[i].later != NULL ? story_when (rows[i].later) : SCENE_NOW;
      KpProfile *profile = story->judgement.profile;
      g_autoptr (KpVerdict) verdict = NULL;
      g_autofree char *text = NULL;

      story_checks (story, rows[i].before);
      kp_verdict_unref (story_check (story, SCENE_NOW, rows[i].answers, rows[i].probes));
      verdict = story_judge (story, now);
      text =
          kp_summary_format_status (&verdict->summary, kp_profile_get_name (profile), now);
      story_same (rows[i].words, "text", text, rows[i].text);
    }
}

/* For unlocked the first that fits: Overdue, Certificate expired, No longer secure, Not
 * secured yet. */
static const StoryRow first_that_fits[] = {
  { "overdue and expired and no longer secure", "pexip job=renew:wait-provider:-9d",
    "-20d: leads|leads # good", "leads|leads", "192.0.2.10 ends=-1 | 192.0.2.11 ends=-1",
    NULL, "unlocked", "wrong !tls.expired; note dns.ok", "overdue -6d", NULL, NULL, NULL },
  { "expired and no longer secure", "pexip", "-20d: leads|leads # good", "leads|leads",
    "192.0.2.10 ends=-1 | 192.0.2.11 ends=-1", NULL, "unlocked",
    "wrong !tls.expired; note dns.ok", "expired -1d", NULL, NULL, NULL },
  { "no longer secure", "pexip", "-20d: leads|leads # good", "leads|leads",
    "192.0.2.10 refused | 192.0.2.11 refused", NULL, "unlocked",
    "wrong !tls.refused; note dns.ok", "no-longer-secure now", NULL, NULL, NULL },
  { "private root goes before renewing", "pexip job=renew:buy:-1d", NULL, "leads|leads",
    "192.0.2.10 private | 192.0.2.11 private", NULL, "locked",
    "note dns.ok tls.ok tls.private-root", "locked-private-root", NULL, NULL, NULL },
};

static void
test_first_that_fits (void)
{
  story_run (first_that_fits, G_N_ELEMENTS (first_that_fits));
}

/* What changes without anybody being asked, and when. */
static const StoryRow by_time[] = {
  { "a stored certificate expired since", "cloud-office", LOCKED, ALL,
    "192.0.2.10 ends=1 | 192.0.2.11 valid", "+30h", "unlocked",
    "wrong !tls.expired; note dns.ok", "expired +1d", "you ask-provider since +1d", NULL,
    "+2d" },
  { "not before its date", "cloud-office", LOCKED, ALL,
    "192.0.2.10 ends=1 | 192.0.2.11 valid", "+1d", "locked",
    "wrong tls.renewal-late; note dns.ok tls.ok tls.expiring", "expiring +1d", NULL, NULL,
    "+1d" },
  { "a stored intermediate expired since", "cloud-office", LOCKED, ALL,
    "192.0.2.10 chain-ends=1 | 192.0.2.11 valid", "+30h", "unlocked",
    "wrong !tls.expired; note dns.ok", "expired +1d", "you ask-provider since +1d", NULL,
    NULL },
  { "expired, and by now nobody knows", "cloud-office", LOCKED, ALL,
    "192.0.2.10 ends=1 | 192.0.2.11 valid", "+3d", "unknown",
    "wrong !tls.expired; note dns.ok", "stale now", "you check since now", NULL, NULL },
  { "a certificate's time has come", "cloud-office", NULL, ALL,
    "192.0.2.10 begins=1 | 192.0.2.11 valid", "+1d", "locked", "note dns.ok tls.ok",
    "locked", "nobody", NULL, "+2d" },
  { "the customer's days are over", "cloud-office job=secure:dns:-6d", NULL, OLD, NULL,
    "+25h", "unlocked", "wrong !dns.a-record", "overdue +1d",
    "customer change-dns since -6d due +1d overdue", NULL, "+2d" },
  { "the provider's days are over", "cloud-office job=secure:install:-9d", "-1d: " ALL, ALL,
    "192.0.2.10 refused | 192.0.2.11 refused", "+25h", "unlocked",
    "wrong !tls.refused; note dns.ok", "overdue +1d",
    "provider wait since -1d due +1d overdue", NULL, "+2d" },
  { "the day to be told of its end has come", "pexip", NULL, "leads|leads",
    "192.0.2.10 ends=31 | 192.0.2.11 valid", "+1d", "locked",
    "note dns.ok tls.ok tls.expiring", "expiring +31d", "you renew since +1d due +23d",
    NULL, "+2d" },
  { "the time of a change is over: no longer secure since then", "cloud-office",
    "-20d: " ALL "/300 # good; -9d: NXDOMAIN/3600|NXDOMAIN|NXDOMAIN",
    "leads|NXDOMAIN|NXDOMAIN", "good", "+5h", "unlocked", "wrong !dns.missing; note tls.ok",
    "no-longer-secure +1h", "customer change-dns since +1h", "+1h", "+2d" },
};

static void
test_by_time (void)
{
  story_run (by_time, G_N_ELEMENTS (by_time));
}

/* Judged again after the lock opened by time, it is still since then; and what the last
 * check gave stays what it gave. */
static void
test_remembered (void)
{
  g_autoptr (Story) story = story_new ("cloud-office");
  g_autoptr (KpVerdict) verdict = NULL, stale = NULL;
  g_autofree char *status = NULL, *text = NULL;

  story_checks (story, LOCKED "; now: " ALL " # 192.0.2.10 ends=1 | 192.0.2.11 valid");
  story_remember (story, story_when ("+30h"));
  verdict = story_judge (story, story_when ("+40h"));
  status = story_format_next (verdict);
  g_assert_cmpint (verdict->summary.lock, ==, KP_LOCK_UNLOCKED);
  g_assert_cmpstr (status, ==, "you ask-provider since +1d");

  stale = story_judge (story, story_when ("+5d"));
  text = kp_summary_format_status (&stale->summary, NULL, story_when ("+5d"));
  g_assert_cmpstr (text, ==, "Last checked 5 days ago, locked then: certificate expired");
}

/* Where it could not be asked for, the certificate that was seen last still has its dates;
 * an address that refuses is an answer, and has none. */
static void
test_dates_are_kept (void)
{
  static const struct
  {
    const char *answers, *probes;
    gboolean kept;
  } rows[] = {
    { "silent|silent", NULL, TRUE },
    { ALL, "192.0.2.10 timeout | 192.0.2.11 timeout", TRUE },
    { ALL, "192.0.2.10 refused | 192.0.2.11 refused", FALSE },
    { "SERVFAIL|SERVFAIL", NULL, FALSE },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autoptr (Story) story = story_new ("cloud-office");
      g_autoptr (KpVerdict) seen = story_check (story, story_when ("-1d"), ALL,
                                                "192.0.2.10 ends=5 | 192.0.2.11 ends=5");
      g_autoptr (KpVerdict) first = NULL, second = NULL;

      first = story_check (story, story_when ("-1h"), rows[i].answers, rows[i].probes);
      second = story_check (story, SCENE_NOW, rows[i].answers, rows[i].probes);
      g_assert_cmpint (seen->summary.not_after, ==, story_when ("+4d"));
      g_assert_cmpint (second->summary.not_after, ==,
                       rows[i].kept ? seen->summary.not_after : 0);
      g_assert_cmpint (second->summary.not_before, ==,
                       rows[i].kept ? seen->summary.not_before : 0);
      g_assert_cmpint (first->summary.not_after, ==, second->summary.not_after);
    }
}

/* Another target is wanted since the last check: what the past says of the former one says
 * nothing of it. */
static void
test_other_target (void)
{
  g_autoptr (Story) story = story_new ("cloud-office");
  g_autoptr (KpVerdict) verdict = NULL, back = NULL;
  g_autofree char *findings = NULL, *next = NULL;

  story_checks (story, LOCKED "; now: " ALL " # good");
  kp_site_set_target (story->judgement.site, "pl-11.admin.emailsrvr.com");
  verdict = story_judge (story, SCENE_NOW + SCENE_HOUR);
  findings = story_format_findings (verdict);
  next = story_format_next (verdict);
  g_assert_cmpint (verdict->summary.lock, ==, KP_LOCK_UNLOCKED);
  g_assert_cmpstr (findings, ==, "wrong !dns.wrong-target; note dns.proxied");
  g_assert_cmpstr (next, ==, "customer change-dns since now");
  story_prove (story, SCENE_NOW + SCENE_HOUR);

  kp_site_set_target (story->judgement.site, STORY_TARGET);
  back = story_judge (story, SCENE_NOW + SCENE_HOUR);
  g_assert_cmpint (back->summary.lock, ==, KP_LOCK_LOCKED);
}

static void
test_main_finding (void)
{
  static const struct
  {
    const char *words, *before, *answers, *probes;
    const char *main, *cause, *all;
  } rows[] = {
    { "cloud-office", NULL, ALL, "good", NULL, NULL, NULL },
    { "cloud-office", NULL, OLD, NULL, "dns.a-record", "dns.a-record 203.0.113.7",
      "dns.a-record" },
    { "cloud-office", NULL, ALL, "192.0.2.10 refused | 192.0.2.11 refused", "tls.refused",
      "tls.refused " STORY_TARGET, "tls.refused" },
    { "cloud-office", NULL, "leads|silent", "192.0.2.10 valid | 192.0.2.11 timeout", NULL,
      NULL, "dns.no-answer tls.no-answer" },
    { "cloud-office job=secure:dns:-1d", NULL, OLD "|silent", NULL, "dns.a-record",
      "dns.a-record 203.0.113.7", "dns.a-record dns.no-answer" },
    { "cloud-office other=MX", NULL, OLD, NULL, "dns.a-record", "dns.a-record 203.0.113.7",
      "dns.a-record dns.other-records" },
    { "cloud-office", NULL, ALL, "192.0.2.10 ends=18 | 192.0.2.11 valid",
      "tls.renewal-late", "tls.renewal-late Cloud Office", "tls.renewal-late" },
    { "cloud-office other=MX job=secure:dns:-1d", NULL, OLD, NULL, "dns.other-records",
      "dns.other-records", "dns.other-records dns.a-record" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autoptr (Story) story = story_new (rows[i].words);
      g_autoptr (KpVerdict) verdict =
          story_check (story, SCENE_NOW, rows[i].answers, rows[i].probes);

      g_assert_cmpstr (verdict->summary.main_finding, ==, rows[i].main);
      g_assert_cmpstr (verdict->summary.cause, ==, rows[i].cause);
      g_assert_cmpstr (verdict->summary.findings, ==, rows[i].all);
    }
}

int
main (int argc, char **argv)
{
  g_setenv ("TZ", "UTC", TRUE);
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/verdict/status/texts", test_texts);
  g_test_add_func ("/verdict/status/first-that-fits", test_first_that_fits);
  g_test_add_func ("/verdict/status/by-time", test_by_time);
  g_test_add_func ("/verdict/status/remembered", test_remembered);
  g_test_add_func ("/verdict/status/dates-are-kept", test_dates_are_kept);
  g_test_add_func ("/verdict/status/other-target", test_other_target);
  g_test_add_func ("/verdict/status/main-finding", test_main_finding);
  return g_test_run ();
}
