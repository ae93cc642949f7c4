/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "check/story.h"

/* The lock rule: the first of its five sentences that fits. A table for each, in its order.
 */

#define ALL "leads|leads|leads"
#define LOCKED_TWO_DAYS_AGO "-2d: leads|leads|leads # good"
#define OLD "A 203.0.113.7|A 203.0.113.7|A 203.0.113.7"
#define GOOD_NOTES "note dns.ok tls.ok"

static void
test_never_checked (void)
{
  g_autoptr (Story) story = story_new ("cloud-office");
  g_autoptr (KpVerdict) verdict = story_judge (story, SCENE_NOW);
  g_autofree char *status = story_format_status (verdict);
  g_autofree char *next = story_format_next (verdict);

  g_assert_cmpint (verdict->summary.lock, ==, KP_LOCK_UNKNOWN);
  g_assert_cmpint (verdict->summary.last_lock, ==, KP_LOCK_UNKNOWN);
  g_assert_cmpint (verdict->summary.last_locked_at, ==, 0);
  g_assert_cmpuint (verdict->findings->len, ==, 0);
  g_assert_cmpstr (status, ==, "not-checked");
  g_assert_cmpstr (next, ==, "you check");
  story_prove (story, SCENE_NOW);
}

static const StoryRow unknown[] = {
  { "evidence as old as may be", "cloud-office", NULL, ALL, "good", "+2d", "locked",
    GOOD_NOTES, "locked", "nobody", NULL, "+2d" },
  { "evidence that is older", "cloud-office", NULL, ALL, "good", "+172801s", "unknown",
    GOOD_NOTES, "stale now", "you check since now", NULL, NULL },
  { "evidence 3 days old, of a site that was unlocked", "cloud-office", NULL, OLD,
    "203.0.113.7 refused", "+3d", "unknown", "wrong !dns.a-record", "stale now",
    "you check since now", NULL, NULL },
  { "evidence from a time to come", "cloud-office", NULL, ALL, "good", "-3d", "unknown",
    GOOD_NOTES, "stale now", NULL, NULL, NULL },
  { "no resolver answered", "cloud-office", LOCKED_TWO_DAYS_AGO, "silent|silent|silent",
    NULL, NULL, "unknown", "unknown dns.no-answer dns.no-answer dns.no-answer",
    "could-not-ask -2d", "you check-network since now", NULL, NULL },
  { "no resolver ever answered", "cloud-office", NULL, "silent|silent", NULL, NULL,
    "unknown", "unknown dns.no-answer dns.no-answer", "could-not-ask", NULL, NULL, NULL },
  { "SERVFAIL is a DNS message", "cloud-office", LOCKED_TWO_DAYS_AGO,
    "SERVFAIL|silent|silent", NULL, NULL, "unlocked",
    "wrong !dns.broken; unknown dns.no-answer dns.no-answer", "no-longer-secure now",
    "customer mend-dns since now", NULL, NULL },
  { "TLS was intercepted", "cloud-office intercepted", LOCKED_TWO_DAYS_AGO, ALL,
    "192.0.2.10 untrusted | 192.0.2.11 untrusted", NULL, "unknown",
    "unknown tls.intercepted; note dns.ok", "could-not-ask", "you check-network since now",
    NULL, NULL },
  { "intercepted goes before wrong", "cloud-office intercepted", NULL, OLD,
    "203.0.113.7 untrusted", NULL, "unknown",
    "wrong !dns.a-record; unknown tls.intercepted", "could-not-ask",
    "you check-network since now", NULL, NULL },
};

static void
test_unknown (void)
{
  story_run (unknown, G_N_ELEMENTS (unknown));
}

/* An unknown lock shows the last one and when that was. */
static void
test_last_lock (void)
{
  static const struct
  {
    const char *before;
    KpLock lock;
    const char *at, *locked_at;
  } rows[] = {
    { "-5h: leads|leads # good", KP_LOCK_LOCKED, "-5h", "-5h" },
    { "-5h: leads|leads # good; -1h: silent|silent", KP_LOCK_LOCKED, "-5h", "-5h" },
    { "-5h: leads|leads # good; -2h: leads|leads # 192.0.2.10 refused", KP_LOCK_UNLOCKED,
      "-2h", "-5h" },
    { "-2d: A 203.0.113.7|A 203.0.113.7; -1h: leads|A 203.0.113.7", KP_LOCK_PENDING, "-1h",
      "-" },
    { NULL, KP_LOCK_UNKNOWN, "-", "-" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autoptr (Story) story = story_new ("cloud-office");
      g_autoptr (KpVerdict) verdict = NULL;
      g_autofree char *at = NULL, *locked_at = NULL;

      story_checks (story, rows[i].before);
      verdict = story_check (story, SCENE_NOW, "silent|silent", NULL);
      at = story_format_when (verdict->summary.last_lock_at);
      locked_at = story_format_when (verdict->summary.last_locked_at);
      g_assert_cmpint (verdict->summary.lock, ==, KP_LOCK_UNKNOWN);
      g_assert_cmpint (verdict->summary.last_lock, ==, rows[i].lock);
      g_assert_cmpstr (at, ==, rows[i].at);
      g_assert_cmpstr (locked_at, ==, rows[i].locked_at);
    }
}

static const StoryRow unlocked[] = {
  { "never secured with an A record", "cloud-office", NULL, OLD, "203.0.113.7 valid", NULL,
    "unlocked", "wrong !dns.a-record; note dns.proxied", "not-secured-yet", "you secure",
    NULL, "+2d" },
  { "its old host is silent", "cloud-office", NULL, OLD, "203.0.113.7 timeout", NULL,
    "unlocked", "wrong !dns.a-record", "not-secured-yet", "you secure", NULL, "+2d" },
  { "no longer secure", "cloud-office", LOCKED_TWO_DAYS_AGO, ALL,
    "192.0.2.10 refused | 192.0.2.11 valid", NULL, "unlocked",
    "wrong !tls.refused; note dns.ok", "no-longer-secure now", "you ask-provider since now",
    NULL, "+2d" },
  { "and since when, at the next check", "cloud-office",
    LOCKED_TWO_DAYS_AGO "; -7h: " ALL " # 192.0.2.10 refused", ALL,
    "192.0.2.10 refused | 192.0.2.11 refused", NULL, "unlocked",
    "wrong !tls.refused; note dns.ok", "no-longer-secure -7h", "you ask-provider since -7h",
    NULL, "+2d" },
  { "locked in between: since anew", "cloud-office",
    LOCKED_TWO_DAYS_AGO "; -9h: " ALL " # 192.0.2.10 refused; -7h: " ALL " # good", ALL,
    "192.0.2.10 refused | 192.0.2.11 refused", NULL, "unlocked",
    "wrong !tls.refused; note dns.ok", "no-longer-secure now", NULL, NULL, NULL },
  { "wrong goes before waiting", "cloud-office job=secure:dns:-1d", "-1d: " OLD,
    "leads|A 203.0.113.7|A 203.0.113.7", "192.0.2.10 ends=-1 | 192.0.2.11 ends=-1", NULL,
    "unlocked", "wrong !tls.expired; waiting !dns.propagating +5m", NULL, NULL, NULL,
    NULL },
  { "two of three resolvers elsewhere, never one alone", "cloud-office",
    LOCKED_TWO_DAYS_AGO, "leads|NXDOMAIN|NXDOMAIN", "good", NULL, "unlocked",
    "wrong !dns.missing; note tls.ok", "no-longer-secure now",
    "customer change-dns since now", NULL, NULL },
  { "one against one is not one alone", "cloud-office", LOCKED_TWO_DAYS_AGO,
    "leads|A 203.0.113.7", "192.0.2.10 valid | 192.0.2.11 valid | 203.0.113.7 refused",
    NULL, "unlocked", "wrong !dns.a-record; note tls.ok", "no-longer-secure now", NULL,
    NULL, NULL },
};

static void
test_unlocked (void)
{
  story_run (unlocked, G_N_ELEMENTS (unlocked));
}

static const StoryRow pending[] = {
  { "2 of 3 resolvers new", "cloud-office", "-1h: A 203.0.113.7/3600|A 203.0.113.7/3600",
    "leads|leads|A 203.0.113.7/900", "192.0.2.10 valid | 192.0.2.11 valid", NULL, "pending",
    "waiting !dns.propagating +1h; note tls.ok", "waiting-dns +1h",
    "nobody wait-dns since now due +1h", "+1h", "+3601s" },
  { "in the job after OK, Got It", "cloud-office job=secure:dns:-3d begun=-4d", "-4d: " OLD,
    OLD, "203.0.113.7 valid", NULL, "pending",
    "waiting !dns.a-record +4d; note dns.proxied", "waiting-customer -3d",
    "customer change-dns since -3d due +4d", NULL, "+2d" },
  { "a certificate that the job waits for", "cloud-office job=secure:dns:-3d",
    "-3d: " OLD "; -1d: " ALL " # 192.0.2.10 name=*.admin.emailsrvr.com", ALL,
    "192.0.2.10 name=*.admin.emailsrvr.com | 192.0.2.11 valid", NULL, "pending",
    "waiting !tls.name-mismatch +1d; note dns.ok", "waiting-provider -1d",
    "provider wait since -1d due +1d", NULL, "+1d" },
};

static void
test_pending (void)
{
  story_run (pending, G_N_ELEMENTS (pending));
}

static const StoryRow none_answered[] = {
  { "every address is silent", "cloud-office", LOCKED_TWO_DAYS_AGO, ALL,
    "192.0.2.10 timeout | 192.0.2.11 timeout", NULL, "unknown",
    "unknown tls.no-answer; note dns.ok", "could-not-ask -2d", "nobody", NULL, NULL },
  { "a refusal is an answer", "cloud-office", NULL, ALL,
    "192.0.2.10 refused | 192.0.2.11 timeout", NULL, "unlocked",
    "wrong !tls.refused; unknown tls.no-answer; note dns.ok", "not-secured-yet", NULL, NULL,
    NULL },
  { "so is what speaks no TLS", "cloud-office", NULL, ALL,
    "192.0.2.10 nottls | 192.0.2.11 timeout", NULL, "unlocked",
    "wrong !tls.refused; unknown tls.no-answer; note dns.ok", NULL, NULL, NULL, NULL },
  { "and an alert", "cloud-office", NULL, ALL, "192.0.2.10 alert | 192.0.2.11 timeout",
    NULL, "unlocked", "wrong !tls.refused; unknown tls.no-answer; note dns.ok", NULL, NULL,
    NULL, NULL },
  { "IPv6 addresses alone, on an IPv4-only machine", "cloud-office addresses=2001:db8::10",
    NULL, ALL, "2001:db8::10 unreachable", NULL, "unknown",
    "unknown tls.no-answer; note dns.ok", "could-not-ask", NULL, NULL, NULL },
  { "a proxied site whose addresses are all silent", "cloud-office proxied", NULL,
    "A 198.51.100.9|A 198.51.100.9",
    "198.51.100.9 timeout | @192.0.2.10 timeout | @192.0.2.11 timeout", NULL, "unknown",
    "unknown tls.no-answer; note dns.proxied", "could-not-ask", NULL, NULL, NULL },
  { "an address that was never asked is none that answered", "cloud-office", NULL, ALL,
    NULL, NULL, "unknown", "unknown tls.no-answer; note dns.ok", "could-not-ask", "nobody",
    NULL, NULL },
};

static void
test_none_answered (void)
{
  story_run (none_answered, G_N_ELEMENTS (none_answered));
}

static const StoryRow locked[] = {
  { "all lead, all good", "cloud-office", NULL, ALL, "good", NULL, "locked", GOOD_NOTES,
    "locked", "nobody", NULL, "+2d" },
  { "one resolver is silent", "cloud-office", NULL, "leads|silent|leads", "good", NULL,
    "locked", "unknown dns.no-answer; note dns.ok tls.ok", "locked", "nobody", NULL,
    "+2d" },
  { "a single resolver that answers", "cloud-office", NULL, "silent|silent|leads", "good",
    NULL, "locked", "unknown dns.no-answer dns.no-answer; note dns.ok tls.ok", "locked",
    "nobody", NULL, NULL },
  { "all except one alone", "cloud-office", LOCKED_TWO_DAYS_AGO,
    "leads|leads|A 203.0.113.7",
    "192.0.2.10 valid | 192.0.2.11 valid | 203.0.113.7 selfsigned", NULL, "locked",
    "waiting dns.resolver-differs +1d; note dns.ok tls.ok", "locked", "nobody", NULL,
    "+86399s" },
  { "a chain through the target", "cloud-office", NULL,
    "CNAME www.kite.example CNAME T|CNAME www.kite.example CNAME T", "good", NULL, "locked",
    "note dns.ok dns.chain tls.ok", "locked", "nobody", NULL, NULL },
  { "a chain through the target and on", "cloud-office", NULL,
    "leads CNAME edge.example A 198.51.100.1|leads", "good", NULL, "locked",
    "unknown tls.no-answer; note dns.ok tls.ok", "locked", "nobody", NULL, NULL },
  { "exactly the target's present addresses", "cloud-office", NULL,
    "A 192.0.2.10 A 192.0.2.11|A 192.0.2.11 A 192.0.2.10", "good", NULL, "locked",
    "note dns.ok dns.flattened tls.ok", "locked", "nobody", NULL, NULL },
  { "more than the target's addresses", "cloud-office", NULL,
    "A 192.0.2.10 A 192.0.2.11 A 203.0.113.7|A 192.0.2.10 A 192.0.2.11 A 203.0.113.7",
    "good", NULL, "unlocked", "wrong !dns.a-record; note tls.ok", NULL, NULL, NULL, NULL },
  { "fewer than the target's addresses", "cloud-office", NULL, "A 192.0.2.10|A 192.0.2.10",
    "192.0.2.10 valid", NULL, "unlocked", "wrong !dns.a-record; note tls.ok", NULL, NULL,
    NULL, NULL },
  { "a fixed target of the profile", "pexip", NULL, "CNAME mpg.vp.vc|CNAME mpg.vp.vc",
    "good", NULL, "locked", GOOD_NOTES, "locked", "nobody", NULL, NULL },
};

static void
test_locked (void)
{
  story_run (locked, G_N_ELEMENTS (locked));
}

static const StoryRow judged[] = {
  { "what is not reached through the target has no tls finding", "cloud-office", NULL, OLD,
    "203.0.113.7 ends=-3 selfsigned name=other.example tls10 plain", NULL, "unlocked",
    "wrong !dns.a-record", NULL, NULL, NULL, NULL },
  { "the target's own, before anything leads there", "cloud-office", NULL, OLD,
    "203.0.113.7 refused | @192.0.2.10 refused | @192.0.2.11 untrusted", NULL, "unlocked",
    "wrong !dns.a-record", NULL, NULL, NULL, NULL },
  { "no target known: nothing is reached through it", "cloud-office told", NULL, OLD,
    "203.0.113.7 refused", NULL, "unlocked", "wrong !site.no-target", "not-secured-yet",
    "you secure", NULL, NULL },
  { "own server without target: every address", "own-server", NULL,
    "A 203.0.113.7 A 203.0.113.8|A 203.0.113.7 A 203.0.113.8",
    "203.0.113.7 valid | 203.0.113.8 untrusted", NULL, "unlocked", "wrong !tls.untrusted",
    "not-secured-yet", "you mend-server", NULL, NULL },
  { "own server without target: DNS is not judged", "own-server", NULL,
    "A 203.0.113.7|CNAME web.example A 203.0.113.8|NXDOMAIN",
    "203.0.113.7 valid | 203.0.113.8 valid", NULL, "locked", "note dns.filtered tls.ok",
    "locked", "nobody", NULL, NULL },
  { "a target of the site's own, where the profile wants none",
    "own-server target=web.example", NULL, "A 203.0.113.7|A 203.0.113.7",
    "203.0.113.7 valid", NULL, "unlocked", "wrong !dns.a-record; note dns.proxied", NULL,
    NULL, NULL, NULL },
  { "and led to", "own-server target=web.example", NULL, "leads|leads", "good", NULL,
    "locked", GOOD_NOTES, "locked", NULL, NULL, NULL },
  { "an IPv6 address on an IPv4-only machine",
    "cloud-office addresses=192.0.2.10,2001:db8::10", NULL, ALL,
    "192.0.2.10 valid | 2001:db8::10 unreachable", NULL, "locked",
    "unknown tls.no-answer; note dns.ok tls.ok", "locked", "nobody", NULL, NULL },
  { "a time-out changes no colour: red stays red", "cloud-office", NULL, ALL,
    "192.0.2.10 ends=-2 | 192.0.2.11 timeout", NULL, "unlocked",
    "wrong !tls.expired; unknown tls.no-answer; note dns.ok", "expired -2d", NULL, NULL,
    NULL },
  { "a profile that is missing: nobody knows where it must lead", "none", NULL,
    "A 203.0.113.7|A 203.0.113.7", "203.0.113.7 valid", NULL, "unknown",
    "unknown site.no-profile; note tls.ok", "could-not-ask", "you review since now", NULL,
    NULL },
  { "and it says the site has a target", "none target=web.example", NULL, "leads|leads",
    "good", NULL, "unknown", "unknown site.no-profile; " GOOD_NOTES, "could-not-ask",
    "you review since now", NULL, NULL },
  { "what is wrong whatever the profile says is wrong", "none target=web.example", NULL,
    ALL, "192.0.2.10 ends=-2 | 192.0.2.11 valid", NULL, "unlocked",
    "wrong !tls.expired; unknown site.no-profile; note dns.ok", "expired -2d", "you review",
    NULL, NULL },
  { "and it was locked before", "none",
    "-1h: A 203.0.113.7|A 203.0.113.7 # 203.0.113.7 valid", "A 203.0.113.7|A 203.0.113.7",
    "203.0.113.7 valid", NULL, "unknown", "unknown site.no-profile; note tls.ok",
    "could-not-ask", NULL, NULL, NULL },
};

static void
test_judged (void)
{
  story_run (judged, G_N_ELEMENTS (judged));
}

#define EDGE "A 198.51.100.9|A 198.51.100.9"
#define EDGE_GOOD "198.51.100.9 valid"
#define TARGET_GOOD "@192.0.2.10 valid | @192.0.2.11 valid"

static const StoryRow proxied[] = {
  { "both ends are good", "cloud-office proxied", NULL, EDGE, EDGE_GOOD "|" TARGET_GOOD,
    NULL, "locked", "note dns.proxied tls.ok", "locked-proxied", "nobody", NULL, "+2d" },
  { "the edge is not", "cloud-office proxied", NULL, EDGE,
    "198.51.100.9 ends=-1 |" TARGET_GOOD, NULL, "unlocked",
    "wrong !tls.expired; note dns.proxied", "expired -1d", NULL, NULL, NULL },
  { "the target is not", "cloud-office proxied", NULL, EDGE,
    EDGE_GOOD "| @192.0.2.10 name=*.admin.emailsrvr.com | @192.0.2.11 valid", NULL,
    "unlocked", "wrong !tls.name-mismatch; note dns.proxied", NULL, NULL, NULL, NULL },
  { "the target is silent", "cloud-office proxied", NULL, EDGE,
    EDGE_GOOD "| @192.0.2.10 timeout | @192.0.2.11 timeout", NULL, "locked",
    "unknown tls.no-answer; note dns.proxied tls.ok", "locked-proxied", NULL, NULL, NULL },
  { "the target was never asked", "cloud-office proxied", NULL, EDGE, EDGE_GOOD, NULL,
    "unknown", "unknown tls.no-answer; note dns.proxied tls.ok", "could-not-ask", NULL,
    NULL, NULL },
  { "nobody answers for the target", "cloud-office proxied unasked", NULL, EDGE, EDGE_GOOD,
    NULL, "locked", "unknown tls.no-answer; note dns.proxied tls.ok", "locked-proxied",
    NULL, NULL, NULL },
  { "the target has no address", "cloud-office proxied dangling", NULL, EDGE, EDGE_GOOD,
    NULL, "unlocked", "wrong !dns.broken; note dns.proxied tls.ok", NULL,
    "you ask-provider", NULL, NULL },
  { "no target is known", "cloud-office told proxied", NULL, EDGE, EDGE_GOOD, NULL,
    "unlocked", "wrong !site.no-target; note dns.proxied tls.ok", NULL, "you secure", NULL,
    NULL },
  { "an own server behind a proxy", "own-server proxied", NULL, EDGE, EDGE_GOOD, NULL,
    "locked", "note dns.proxied tls.ok", "locked-proxied", "nobody", NULL, NULL },
  { "it may lead straight to the target as well", "cloud-office proxied", NULL, ALL, "good",
    NULL, "locked", "note dns.proxied tls.ok", "locked-proxied", NULL, NULL, NULL },
  { "forbidden by the profile: DNS is judged", "pexip proxied", NULL, EDGE,
    EDGE_GOOD "|" TARGET_GOOD, NULL, "unlocked", "wrong !dns.a-record; note dns.proxied",
    "not-secured-yet", "customer change-dns", NULL, NULL },
  { "forbidden, and it leads", "pexip proxied", NULL, "CNAME T|CNAME T", "good", NULL,
    "locked", "note dns.proxied dns.ok tls.ok", "locked", "nobody", NULL, NULL },
};

static void
test_proxied (void)
{
  story_run (proxied, G_N_ELEMENTS (proxied));
}

static const StoryRow renewal[] = {
  { "its time has come", "own-server", NULL, "A 203.0.113.7", "203.0.113.7 ends=9", NULL,
    "locked", "note tls.ok tls.expiring", "expiring +9d", "you renew since -21d due +6d",
    NULL, "+2d" },
  { "it is late", "own-server", NULL, "A 203.0.113.7", "203.0.113.7 ends=2", NULL, "locked",
    "wrong tls.renewal-late; note tls.ok tls.expiring", "expiring +2d",
    "you renew since -28d due -1d overdue", NULL, NULL },
  { "renewing with 1 of 2 addresses new", "pexip job=renew:install:-1d submitted=bb", NULL,
    "CNAME T|CNAME T", "192.0.2.10 sha=bb | 192.0.2.11 sha=aa ends=10", NULL, "locked",
    "waiting tls.not-yet-installed +2d; note dns.ok tls.ok tls.addresses-differ "
    "tls.expiring",
    "renewing", "provider wait since -1d due +2d", NULL, NULL },
  { "another certificate than the one submitted",
    "pexip job=renew:install:-4d submitted=bb said=-1d", NULL, "CNAME T|CNAME T", "good",
    NULL, "locked", "wrong tls.not-submitted; note dns.ok tls.ok", "renewing",
    "you ask-provider since -1d", NULL, NULL },
};

static void
test_renewal (void)
{
  story_run (renewal, G_N_ELEMENTS (renewal));
}

/* "3 of 4 addresses checked." */
static void
test_count (void)
{
  g_autoptr (Story) story =
      story_new ("cloud-office addresses=192.0.2.10,192.0.2.11,192.0.2.12,2001:db8::10");
  g_autoptr (KpVerdict) verdict =
      story_check (story, SCENE_NOW, ALL,
                   "192.0.2.10 valid | 192.0.2.11 valid | 192.0.2.12 valid | "
                   "2001:db8::10 unreachable");
  const KpFinding *finding = kp_verdict_find (verdict, KP_FINDING_TLS_NO_ANSWER);

  g_assert_nonnull (finding);
  g_assert_nonnull (strstr (finding->text, "2001:db8::10"));
  g_assert_nonnull (strstr (finding->text, "3 of 4 addresses checked"));
  g_assert_cmpuint (verdict->n_addresses, ==, 4);
  g_assert_cmpuint (verdict->n_addresses_answered, ==, 3);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/verdict/lock/never-checked", test_never_checked);
  g_test_add_func ("/verdict/lock/unknown", test_unknown);
  g_test_add_func ("/verdict/lock/last-lock", test_last_lock);
  g_test_add_func ("/verdict/lock/unlocked", test_unlocked);
  g_test_add_func ("/verdict/lock/pending", test_pending);
  g_test_add_func ("/verdict/lock/none-answered", test_none_answered);
  g_test_add_func ("/verdict/lock/locked", test_locked);
  g_test_add_func ("/verdict/lock/judged", test_judged);
  g_test_add_func ("/verdict/lock/proxied", test_proxied);
  g_test_add_func ("/verdict/lock/renewal", test_renewal);
  g_test_add_func ("/verdict/lock/count", test_count);
  return g_test_run ();
}
