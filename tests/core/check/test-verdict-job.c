/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "check/story.h"

/* While an open job waits for exactly this and its date is not past, the same id is
 * reported as waiting, with that date. */

#define ALL "leads|leads|leads"
#define OLD "A 203.0.113.7|A 203.0.113.7|A 203.0.113.7"
#define WILDCARD                                                                           \
  "192.0.2.10 name=*.admin.emailsrvr.com | 192.0.2.11 name=*.admin.emailsrvr.com"

static const StoryRow dns_step[] = {
  { "an address record", "cloud-office job=secure:dns:-3d begun=-5d", "-5d: " OLD, OLD,
    NULL, NULL, "pending", "waiting !dns.a-record +4d", "waiting-customer -3d",
    "customer change-dns since -3d due +4d", NULL, "+2d" },
  { "another target", "cloud-office job=secure:dns:-3d", NULL,
    "CNAME x.example A 203.0.113.9", NULL, NULL, "pending", "waiting !dns.wrong-target +4d",
    "waiting-customer -3d", "customer change-dns since -3d due +4d", NULL, NULL },
  { "nothing there", "cloud-office job=secure:dns:-3d", NULL, "NXDOMAIN|NXDOMAIN", NULL,
    NULL, "pending", "waiting !dns.missing +4d", "waiting-customer -3d",
    "customer change-dns since -3d due +4d", NULL, NULL },
  { "IPv6 left over", "cloud-office job=secure:dns:-3d", NULL, "leads AAAA@ 2001:db8::7",
    "192.0.2.10 valid | 192.0.2.11 valid", NULL, "pending",
    "waiting !dns.leftover-aaaa +4d; note tls.ok", "waiting-customer -3d",
    "customer remove-records since -3d due +4d", NULL, NULL },
  { "you change the DNS yourself", "cloud-office you job=secure:dns:-3d", NULL, OLD, NULL,
    NULL, "pending", "waiting !dns.a-record +4d", "waiting-dns",
    "you change-dns since -3d due +4d", NULL, NULL },
  { "the last second of the day", "cloud-office job=secure:dns:-7d", NULL, OLD, NULL, NULL,
    "pending", "waiting !dns.a-record now", "waiting-customer -7d",
    "customer change-dns since -7d due now", NULL, "now" },
  { "its day is over", "cloud-office job=secure:dns:-7d", NULL, OLD, NULL, "+1s",
    "unlocked", "wrong !dns.a-record", "overdue now",
    "customer change-dns since -7d due now overdue", NULL, NULL },
  { "12 days over", "cloud-office job=secure:dns:-19d", NULL, OLD, NULL, NULL, "unlocked",
    "wrong !dns.a-record", "overdue -12d",
    "customer change-dns since -19d due -12d overdue", NULL, NULL },
  { "in an earlier step it is wrong", "cloud-office job=secure:wait-provider:-1d", NULL,
    OLD, NULL, NULL, "unlocked", "wrong !dns.a-record", "not-secured-yet",
    "provider wait since -1d", NULL, NULL },
  { "its request has not left", "cloud-office job=secure:wait-provider:-1d held-up", NULL,
    OLD, NULL, NULL, "unlocked", "wrong !dns.a-record", "not-secured-yet",
    "you continue-job since -1d", NULL, NULL },
  { "while it is prepared too", "cloud-office job=secure:review:-1d", NULL, OLD, NULL, NULL,
    "unlocked", "wrong !dns.a-record", "not-secured-yet", "you continue-job since -1d",
    NULL, NULL },
  { "in the step after it it is wrong", "cloud-office job=secure:install:-1d", NULL, OLD,
    NULL, NULL, "unlocked", "wrong !dns.a-record", "not-secured-yet", "customer change-dns",
    NULL, NULL },
  { "nobody was told yet", "cloud-office job=secure:instructions:-1d", NULL, OLD, NULL,
    NULL, "unlocked", "wrong !dns.a-record", "not-secured-yet",
    "you continue-job since -1d", NULL, NULL },
  { "what is paused waits for nobody", "cloud-office job=secure:dns:-3d paused=-2d", NULL,
    OLD, NULL, NULL, "unlocked", "wrong !dns.a-record", "not-secured-yet",
    "you continue-job since -2d", NULL, NULL },
  { "a renewal waits for no DNS", "pexip job=renew:buy:-1d", NULL, OLD, NULL, NULL,
    "unlocked", "wrong !dns.a-record", NULL, "customer change-dns", NULL, NULL },
};

static void
test_dns_step (void)
{
  story_run (dns_step, G_N_ELEMENTS (dns_step));
}

/* What is not on the list is wrong in the job as well. */
static const StoryRow not_waited_for[] = {
  { "no target", "cloud-office told job=secure:dns:-1d", NULL, OLD, NULL, NULL, "unlocked",
    "wrong !site.no-target", NULL, "customer change-dns since -1d due +6d", NULL, NULL },
  { "the apex", "cloud-office host=kite.example apex job=secure:dns:-1d", NULL, OLD, NULL,
    NULL, "unlocked", "wrong !dns.apex", NULL, "you tell-customer", NULL, NULL },
  { "a loop", "cloud-office job=secure:dns:-1d", NULL, "LOOP|LOOP", NULL, NULL, "unlocked",
    "wrong !dns.loop", NULL, "customer mend-dns", NULL, NULL },
  { "broken DNS", "cloud-office job=secure:dns:-1d", NULL, "SERVFAIL|SERVFAIL", NULL, NULL,
    "unlocked", "wrong !dns.broken", NULL, "customer mend-dns", NULL, NULL },
  { "DNSSEC", "cloud-office job=secure:dns:-1d", NULL, "BOGUS|BOGUS", NULL, NULL,
    "unlocked", "wrong !dns.bogus", NULL, "customer mend-dns", NULL, NULL },
  { "the doubled name", "cloud-office doubled job=secure:dns:-1d", NULL,
    "NXDOMAIN|NXDOMAIN", NULL, NULL, "unlocked",
    "wrong !dns.doubled-name; waiting !dns.missing +6d", NULL,
    "customer change-dns since -1d due +6d", NULL, NULL },
  { "MX beside it", "cloud-office other=MX job=secure:dns:-1d", NULL, OLD, NULL, NULL,
    "unlocked", "wrong !dns.other-records; waiting !dns.a-record +6d", NULL,
    "customer remove-records since -1d due +6d", NULL, NULL },
  { "moved away while the job runs", "cloud-office job=secure:dns:-9d",
    "-2d: " ALL " # good", "CNAME x.example A 203.0.113.9|CNAME x.example A 203.0.113.9",
    NULL, NULL, "unlocked", "wrong !site.moved-away", NULL, NULL, NULL, NULL },
  { "an expired certificate", "cloud-office job=secure:dns:-1d", "-1h: " ALL, ALL,
    "192.0.2.10 ends=-1 | 192.0.2.11 ends=-1", NULL, "unlocked",
    "wrong !tls.expired; note dns.ok", "expired -1d", NULL, NULL, NULL },
  { "an incomplete chain", "cloud-office job=secure:dns:-1d", "-1h: " ALL, ALL,
    "192.0.2.10 incomplete | 192.0.2.11 valid", NULL, "unlocked",
    "wrong !tls.incomplete-chain; note dns.ok", NULL, NULL, NULL, NULL },
  { "an old protocol", "cloud-office job=secure:dns:-1d", "-1h: " ALL, ALL,
    "192.0.2.10 tls10 | 192.0.2.11 valid", NULL, "unlocked",
    "wrong !tls.old-protocol; note dns.ok", NULL, NULL, NULL, NULL },
  { "a certificate of tomorrow", "cloud-office job=secure:dns:-1d", "-1h: " ALL, ALL,
    "192.0.2.10 begins=1 | 192.0.2.11 valid", NULL, "unlocked",
    "wrong !tls.not-yet-valid; note dns.ok", NULL, NULL, NULL, NULL },
};

static void
test_not_waited_for (void)
{
  story_run (not_waited_for, G_N_ELEMENTS (not_waited_for));
}

/* The profile's install days (2) after DNS first led to the target. */
static const StoryRow install[] = {
  { "the provider's wildcard certificate", "cloud-office job=secure:dns:-3d",
    "-3d: " OLD "; -1d: " ALL, ALL, WILDCARD, NULL, "pending",
    "waiting !tls.name-mismatch +1d; note dns.ok", "waiting-provider -1d",
    "provider wait since -1d due +1d", NULL, "+1d" },
  { "refused", "cloud-office job=secure:dns:-3d", "-1d: " ALL, ALL,
    "192.0.2.10 refused | 192.0.2.11 alert", NULL, "pending",
    "waiting !tls.refused +1d; note dns.ok", "waiting-provider -1d", NULL, NULL, NULL },
  { "untrusted", "cloud-office job=secure:dns:-3d", "-1d: " ALL, ALL,
    "192.0.2.10 untrusted | 192.0.2.11 untrusted", NULL, "pending",
    "waiting !tls.untrusted +1d; note dns.ok", "waiting-provider -1d", NULL, NULL, NULL },
  { "self-signed", "cloud-office job=secure:dns:-3d", "-1d: " ALL, ALL,
    "192.0.2.10 selfsigned | 192.0.2.11 selfsigned", NULL, "pending",
    "waiting !tls.self-signed +1d; note dns.ok", "waiting-provider -1d", NULL, NULL, NULL },
  { "in the step of installing", "cloud-office job=secure:install:-1h begun=-3d",
    "-1d: " ALL, ALL, WILDCARD, NULL, "pending",
    "waiting !tls.name-mismatch +1d; note dns.ok", "waiting-provider -1d",
    "provider wait since -1d due +1d", NULL, NULL },
  { "from the first resolver that led", "cloud-office job=secure:dns:-9d",
    "-9d: A 203.0.113.7/86400|A 203.0.113.7; -1d: leads|A 203.0.113.7; -1h: leads|leads",
    "leads|leads", WILDCARD, NULL, "pending", "waiting !tls.name-mismatch +1d; note dns.ok",
    "waiting-provider -1d", "provider wait since -1d due +1d", NULL, NULL },
  { "a flip in between begins nothing anew", "cloud-office job=secure:dns:-9d",
    "-9d: A 203.0.113.7/86400|A 203.0.113.7; -20h: leads|leads; -2h: leads|A 203.0.113.7",
    "leads|leads", WILDCARD, NULL, "pending",
    "waiting !tls.name-mismatch +28h; note dns.ok", NULL, NULL, NULL, NULL },
  { "while the change spreads", "cloud-office job=secure:dns:-9d",
    "-9d: A 203.0.113.7/7200|A 203.0.113.7/7200", "leads|A 203.0.113.7", WILDCARD, NULL,
    "pending", "waiting !dns.propagating +2h !tls.name-mismatch +2d", "waiting-dns +2h",
    "nobody wait-dns since now due +2h", "+2h", NULL },
  { "a name that led before the job began", "cloud-office job=secure:dns:-1h begun=-1d",
    "-30d: " ALL, ALL, WILDCARD, NULL, "pending",
    "waiting !tls.name-mismatch +1d; note dns.ok", "waiting-provider -1d", NULL, NULL,
    NULL },
  { "their last second", "cloud-office job=secure:dns:-3d", "-2d: " ALL, ALL, WILDCARD,
    NULL, "pending", "waiting !tls.name-mismatch now; note dns.ok", "waiting-provider -2d",
    NULL, NULL, "now" },
  { "they are over", "cloud-office job=secure:dns:-3d", "-2d: " ALL, ALL, WILDCARD, "+1s",
    "unlocked", "wrong !tls.name-mismatch; note dns.ok", "overdue now",
    "provider wait since -2d due now overdue", NULL, NULL },
  { "before it ever led there is no date", "cloud-office job=secure:dns:-1d", NULL,
    "leads AAAA@ 2001:db8::7", WILDCARD, NULL, "pending",
    "waiting !dns.leftover-aaaa +6d !tls.name-mismatch", "waiting-customer -1d", NULL, NULL,
    NULL },
  { "no job: it is wrong", "cloud-office", "-1h: " ALL, ALL, WILDCARD, NULL, "unlocked",
    "wrong !tls.name-mismatch; note dns.ok", NULL, "you secure", NULL, NULL },
  { "behind a proxy nobody judges where it leads: since the step",
    "cloud-office proxied job=secure:install:-1d", NULL, "A 198.51.100.9",
    "198.51.100.9 valid | @192.0.2.10 name=x.example | @192.0.2.11 valid", NULL, "pending",
    "waiting !tls.name-mismatch +1d; note dns.proxied", "waiting-provider -1d", NULL, NULL,
    NULL },
};

static void
test_install (void)
{
  story_run (install, G_N_ELEMENTS (install));
}

/* The old server is nobody's business once the customer was told. */
static const StoryRow old_server[] = {
  { "its certificate expired meanwhile", "cloud-office job=secure:dns:-3d",
    "-4d: " OLD " # 203.0.113.7 ends=2", OLD, "203.0.113.7 ends=-1", NULL, "pending",
    "waiting !dns.a-record +4d", "waiting-customer -3d", NULL, NULL, NULL },
  { "it is silent", "cloud-office job=secure:dns:-3d", NULL, OLD, "203.0.113.7 timeout",
    NULL, "pending", "waiting !dns.a-record +4d", "waiting-customer -3d", NULL, NULL,
    NULL },
  { "it refuses", "cloud-office job=secure:dns:-3d", NULL, OLD, "203.0.113.7 refused", NULL,
    "pending", "waiting !dns.a-record +4d", NULL, NULL, NULL, NULL },
  { "the target does not serve the name yet", "cloud-office job=secure:dns:-3d", NULL, OLD,
    "203.0.113.7 refused | @192.0.2.10 name=x.example | @192.0.2.11 refused", NULL,
    "pending", "waiting !dns.a-record +4d tls.target-not-ready", NULL,
    "customer change-dns since -3d due +4d", NULL, NULL },
  { "it does", "cloud-office job=secure:dns:-3d", NULL, OLD,
    "203.0.113.7 refused | @192.0.2.10 valid | @192.0.2.11 valid", NULL, "pending",
    "waiting !dns.a-record +4d", NULL, NULL, NULL, NULL },
  { "it could not be asked", "cloud-office job=secure:dns:-3d", NULL, OLD,
    "203.0.113.7 refused | @192.0.2.10 timeout | @192.0.2.11 timeout", NULL, "pending",
    "waiting !dns.a-record +4d", NULL, NULL, NULL, NULL },
  { "no job: nobody asked for it to be ready", "cloud-office", NULL, OLD,
    "203.0.113.7 refused | @192.0.2.10 refused", NULL, "unlocked", "wrong !dns.a-record",
    NULL, NULL, NULL, NULL },
};

static void
test_old_server (void)
{
  story_run (old_server, G_N_ELEMENTS (old_server));
}

/* What is told of the gap depends on when the provider makes the certificate. */
static void
test_order (void)
{
  static const struct
  {
    const char *words, *fix;
  } rows[] = {
    { "cloud-office job=secure:dns:-3d",
      "This provider makes the certificate after the change: expect a gap of up to 48 "
      "hours." },
    { "pexip job=secure:dns:-3d",
      "If this provider makes the certificate before the change, wait: it is not ready. If "
      "it makes it after the change, expect a gap of up to 72 hours." },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autoptr (Story) story = story_new (rows[i].words);
      g_autoptr (KpVerdict) verdict =
          story_check (story, SCENE_NOW, OLD, "203.0.113.7 refused | @192.0.2.10 refused");
      const KpFinding *finding = kp_verdict_find (verdict, KP_FINDING_TLS_TARGET_NOT_READY);

      g_assert_nonnull (finding);
      g_assert_cmpstr (finding->fix, ==, rows[i].fix);
    }
}

static const StoryRow submitted[] = {
  { "neither address has it", "pexip job=renew:install:-1d submitted=bb", NULL,
    "leads|leads", "good", NULL, "locked",
    "waiting tls.not-yet-installed +2d; note dns.ok tls.ok", "renewing",
    "provider wait since -1d due +2d", NULL, NULL },
  { "1 of 2 addresses new", "pexip job=renew:install:-1d submitted=bb", NULL, "leads|leads",
    "192.0.2.10 sha=bb | 192.0.2.11 sha=aa", NULL, "locked",
    "waiting tls.not-yet-installed +2d; note dns.ok tls.ok tls.addresses-differ",
    "renewing", "provider wait since -1d due +2d", NULL, NULL },
  { "both, whatever the letters' case", "pexip job=renew:install:-1d submitted=BB", NULL,
    "leads|leads", "192.0.2.10 sha=bb | 192.0.2.11 sha=bb", NULL, "locked",
    "note dns.ok tls.ok", "locked", "nobody", NULL, NULL },
  { "one has it, the other is silent", "pexip job=renew:install:-1d submitted=bb", NULL,
    "leads|leads", "192.0.2.10 sha=bb | 192.0.2.11 timeout", NULL, "locked",
    "unknown tls.no-answer; note dns.ok tls.ok", "locked", "nobody", NULL, NULL },
  { "the provider said that it is installed",
    "pexip job=renew:install:-4d submitted=bb said=-1d", NULL, "leads|leads",
    "192.0.2.10 sha=bb | 192.0.2.11 sha=aa", NULL, "locked",
    "wrong tls.not-submitted; note dns.ok tls.ok tls.addresses-differ", "renewing",
    "you ask-provider since -1d", NULL, NULL },
  { "its usual days are over", "pexip job=renew:install:-5d submitted=bb", NULL,
    "leads|leads", "good", NULL, "locked",
    "waiting tls.not-yet-installed -2d; note dns.ok tls.ok", "renewing",
    "provider wait since -5d due -2d overdue", NULL, NULL },
  { "not in an earlier step", "pexip job=renew:submit:-1d submitted=bb", NULL,
    "leads|leads", "good", NULL, "locked", "note dns.ok tls.ok", "renewing",
    "you submit since -1d due +87d", NULL, NULL },
  { "nothing is served", "pexip job=renew:install:-1d submitted=bb", NULL, "leads|leads",
    "192.0.2.10 refused | 192.0.2.11 refused", NULL, "unlocked",
    "wrong !tls.refused; note dns.ok", NULL, "provider wait since -1d due +2d", NULL,
    NULL },
};

static void
test_submitted (void)
{
  story_run (submitted, G_N_ELEMENTS (submitted));
}

/* The lock proves that a site is secured, what is served that it is renewed; nothing else
 * ends a job. */
static void
test_done (void)
{
  static const struct
  {
    const char *words;
    const char *probes;
    gboolean done;
  } rows[] = {
    { "cloud-office job=secure:dns:-3d", "192.0.2.10 valid | 192.0.2.11 valid", TRUE },
    { "cloud-office job=secure:instructions:-3d", "192.0.2.10 valid | 192.0.2.11 valid",
      TRUE },
    { "cloud-office job=secure:wait-provider:-3d", "192.0.2.10 valid | 192.0.2.11 valid",
      FALSE },
    { "cloud-office job=secure:dns:-3d paused=-1d", "192.0.2.10 valid | 192.0.2.11 valid",
      FALSE },
    { "cloud-office job=secure:dns:-3d", "192.0.2.10 valid | 192.0.2.11 refused", FALSE },
    { "cloud-office job=secure:dns:-3d", "192.0.2.10 timeout | 192.0.2.11 timeout", FALSE },
    { "pexip job=renew:install:-3d", "192.0.2.10 valid | 192.0.2.11 valid", FALSE },
    { "pexip job=renew:install:-3d submitted=bb", "192.0.2.10 sha=bb | 192.0.2.11 sha=bb",
      TRUE },
    { "pexip job=renew:install:-3d submitted=bb said=-1d",
      "192.0.2.10 sha=bb | 192.0.2.11 timeout", TRUE },
    { "pexip job=renew:install:-3d submitted=bb", "192.0.2.10 sha=bb | 192.0.2.11 sha=aa",
      FALSE },
    { "pexip job=renew:install:-3d submitted=bb",
      "192.0.2.10 sha=bb | 192.0.2.11 sha=bb incomplete", FALSE },
    { "pexip job=renew:install:-3d submitted=bb paused=-1d",
      "192.0.2.10 sha=bb | 192.0.2.11 sha=bb", FALSE },
    { "pexip job=renew:submit:-3d submitted=bb", "192.0.2.10 sha=bb | 192.0.2.11 sha=bb",
      FALSE },
    { "cloud-office", "192.0.2.10 valid | 192.0.2.11 valid", FALSE },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      Story *story = story_new (rows[i].words);
      KpVerdict *verdict = story_check (story, SCENE_NOW, ALL, rows[i].probes);

      g_assert_cmpint (verdict->done_job, ==, rows[i].done ? 7 : 0);
      g_assert_cmpint (verdict->done_revision, ==, rows[i].done ? 3 : 0);
      kp_verdict_unref (verdict);
      story_free (story);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/verdict/job/dns-step", test_dns_step);
  g_test_add_func ("/verdict/job/not-waited-for", test_not_waited_for);
  g_test_add_func ("/verdict/job/install", test_install);
  g_test_add_func ("/verdict/job/old-server", test_old_server);
  g_test_add_func ("/verdict/job/order", test_order);
  g_test_add_func ("/verdict/job/submitted", test_submitted);
  g_test_add_func ("/verdict/job/done", test_done);
  return g_test_run ();
}
