/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "check/story.h"

/* Whose turn it is: one next action a site. Where a table of the findings has said it
 * already, it is not said again here. */

#define ALL "leads|leads|leads"
#define OLD "A 203.0.113.7|A 203.0.113.7|A 203.0.113.7"
#define LOCKED "-2d: leads|leads|leads # good"

static const StoryRow steps[] = {
  { "securing: being prepared", "cloud-office job=secure:review:-1d", NULL, OLD, NULL, NULL,
    "unlocked", "wrong !dns.a-record", NULL, "you continue-job since -1d", NULL, NULL },
  { "securing: with the provider", "cloud-office told job=secure:wait-provider:-1d", NULL,
    OLD, NULL, NULL, "unlocked", "wrong !site.no-target", NULL, "provider wait since -1d",
    NULL, NULL },
  { "securing: DNS leads, the certificate is to come", "cloud-office job=secure:dns:-3d",
    "-1d: " ALL, ALL, "192.0.2.10 refused | 192.0.2.11 refused", NULL, "pending",
    "waiting !tls.refused +1d; note dns.ok", NULL, "provider wait since -1d due +1d", NULL,
    NULL },
  { "securing: nothing could be asked", "cloud-office job=secure:dns:-3d", NULL,
    "silent|silent", NULL, NULL, "unknown", "unknown dns.no-answer dns.no-answer", NULL,
    "customer change-dns since -3d due +4d", NULL, NULL },
  { "securing: done, and locked", "cloud-office job=secure:done:-1d", NULL, ALL, "good",
    NULL, "locked", "note dns.ok tls.ok", NULL, "nobody", NULL, NULL },
  { "renewing: request not sent", "pexip job=renew:hand-over:-1d", NULL, "leads|leads",
    "good", NULL, "locked", "note dns.ok tls.ok", "renewing",
    "you continue-job since -1d due +82d", NULL, NULL },
  { "renewing: its request has not left", "pexip job=renew:wait-provider:-1d held-up", NULL,
    "leads|leads", "good", NULL, "locked", "note dns.ok tls.ok", "renewing",
    "you continue-job since -1d due +82d", NULL, NULL },
  { "renewing: waiting for the CSR", "pexip job=renew:wait-provider:-1d", NULL,
    "leads|leads", "good", NULL, "locked", "note dns.ok tls.ok", "renewing",
    "provider make-csr since -1d due +2d", NULL, NULL },
  { "renewing: the provider is late", "pexip job=renew:wait-provider:-5d", NULL,
    "leads|leads", "good", NULL, "locked", "note dns.ok tls.ok", "renewing",
    "provider make-csr since -5d due -2d overdue", NULL, NULL },
  { "renewing: to be ordered", "pexip job=renew:buy:-1d", NULL, "leads|leads", "good", NULL,
    "locked", "note dns.ok tls.ok", "renewing", "you order since -1d due +85d", NULL,
    NULL },
  { "renewing: to be ordered today at the latest", "pexip job=renew:buy:-1d", NULL,
    "leads|leads", "192.0.2.10 ends=5 | 192.0.2.11 ends=5", NULL, "locked",
    "note dns.ok tls.ok tls.expiring", "renewing", "you order since -1d due now", NULL,
    "now" },
  { "renewing: it should have been ordered", "pexip job=renew:buy:-1d", NULL, "leads|leads",
    "192.0.2.10 ends=4 | 192.0.2.11 ends=4", NULL, "locked",
    "wrong tls.renewal-late; note dns.ok tls.ok tls.expiring", "renewing",
    "you order since -1d due -1d overdue", NULL, NULL },
  { "renewing: at the CA", "pexip job=renew:wait-ca:-1d", NULL, "leads|leads", "good", NULL,
    "locked", "note dns.ok tls.ok", "renewing", "ca wait since -1d due +1d", NULL, NULL },
  { "renewing: the CA waits for the customer's record",
    "pexip job=renew:wait-ca:-5d record=-3d", NULL, "leads|leads", "good", NULL, "locked",
    "note dns.ok tls.ok", "renewing", "customer add-record since -3d due +4d", NULL, NULL },
  { "renewing: you change DNS yourself", "pexip you job=renew:wait-ca:-9d record=-8d", NULL,
    "leads|leads", "good", NULL, "locked", "note dns.ok tls.ok", "renewing",
    "you add-record since -8d due -1d overdue", NULL, NULL },
  { "renewing: the record is there", "pexip job=renew:wait-ca:-5d record=-3d there=-1d",
    NULL, "leads|leads", "good", NULL, "locked", "note dns.ok tls.ok", "renewing",
    "ca wait since -1d due +1d", NULL, NULL },
  { "renewing: to be handed over", "pexip job=renew:submit:-1d", NULL, "leads|leads",
    "good", NULL, "locked", "note dns.ok tls.ok", "renewing",
    "you submit since -1d due +87d", NULL, NULL },
  { "renewing: the certificate has not left", "pexip job=renew:install:-1d held-up", NULL,
    "leads|leads", "good", NULL, "locked", "note dns.ok tls.ok", "renewing",
    "you continue-job since -1d due +87d", NULL, NULL },
  { "renewing: the key is made here", "own-server job=renew:hand-over:-1d", NULL,
    "A 203.0.113.7", "203.0.113.7 valid", NULL, "locked", "note tls.ok", "renewing",
    "you make-csr since -1d due +87d", NULL, NULL },
  { "renewing: you install it yourself", "own-server job=renew:install:-1d submitted=bb",
    NULL, "A 203.0.113.7", "203.0.113.7 valid", NULL, "locked",
    "waiting tls.not-yet-installed now; note tls.ok", "renewing", "you install since -1d",
    NULL, NULL },
  { "renewing: done", "pexip job=renew:done:-1d", NULL, "leads|leads", "good", NULL,
    "locked", "note dns.ok tls.ok", "locked", "nobody", NULL, NULL },
  { "renewing, and it has expired meanwhile", "pexip job=renew:buy:-1d", NULL,
    "leads|leads", "192.0.2.10 ends=-1 | 192.0.2.11 ends=-1", NULL, "unlocked",
    "wrong !tls.expired; note dns.ok", "expired -1d", "you order since -1d", NULL, NULL },
};

static void
test_steps (void)
{
  story_run (steps, G_N_ELEMENTS (steps));
}

static const StoryRow turns[] = {
  { "a site that leads to the provider without its target being known", "cloud-office told",
    NULL, "CNAME pl-11.admin.emailsrvr.com A 192.0.2.40", "192.0.2.40 valid", NULL,
    "unlocked", "wrong !site.no-target", NULL, "you set-target", NULL, NULL },
  { "one that was locked", "cloud-office", LOCKED, "NXDOMAIN|NXDOMAIN", NULL, NULL,
    "unlocked", "wrong !dns.missing", NULL, "customer change-dns since now", NULL, NULL },
  { "the same where you change the DNS", "cloud-office you", LOCKED, "NXDOMAIN|NXDOMAIN",
    NULL, NULL, "unlocked", "wrong !dns.missing", NULL, "you change-dns since now", NULL,
    NULL },
  { "a provider that secures no new sites", "pexip", NULL, "NXDOMAIN|NXDOMAIN", NULL, NULL,
    "unlocked", "wrong !dns.missing", NULL, "customer change-dns", NULL, NULL },
  { "expired, renewed by you", "pexip", NULL, "leads|leads",
    "192.0.2.10 ends=-1 | 192.0.2.11 ends=-1", NULL, "unlocked",
    "wrong !tls.expired; note dns.ok", "expired -1d", "you renew", NULL, NULL },
  { "renewed at one address, forgotten at the other", "pexip", NULL, "leads|leads",
    "192.0.2.10 ends=-1 | 192.0.2.11 valid", NULL, "unlocked",
    "wrong !tls.expired; note dns.ok", "expired -1d", "you ask-provider", NULL, NULL },
  { "the same at an own server", "own-server", NULL, "A 203.0.113.7 A 203.0.113.8",
    "203.0.113.7 ends=-1 | 203.0.113.8 valid", NULL, "unlocked", "wrong !tls.expired", NULL,
    "you mend-server", NULL, NULL },
  { "expired, renewed by the provider", "cloud-office", NULL, ALL,
    "192.0.2.10 ends=-1 | 192.0.2.11 ends=-1", NULL, "unlocked",
    "wrong !tls.expired; note dns.ok", "expired -1d", "you ask-provider", NULL, NULL },
  { "an own server at fault", "own-server", NULL, "A 203.0.113.7", "203.0.113.7 tls10",
    NULL, "unlocked", "wrong !tls.old-protocol", NULL, "you mend-server", NULL, NULL },
  { "an own server whose certificate expired", "own-server", NULL, "A 203.0.113.7",
    "203.0.113.7 ends=-1", NULL, "unlocked", "wrong !tls.expired", NULL, "you renew", NULL,
    NULL },
  { "no profile", "none", NULL, "A 203.0.113.7", "203.0.113.7 ends=-1", NULL, "unlocked",
    "wrong !tls.expired; unknown site.no-profile", NULL, "you review", NULL, NULL },
  { "a name nobody has, where no target is wanted", "own-server", NULL, "NXDOMAIN|NXDOMAIN",
    NULL, NULL, "unlocked", "wrong !dns.missing", NULL, "customer change-dns", NULL, NULL },
  { "broken, where no target is wanted", "own-server", NULL, "CNAME x.example", NULL, NULL,
    "unlocked", "wrong !dns.broken", NULL, "customer mend-dns", NULL, NULL },
};

static void
test_turns (void)
{
  story_run (turns, G_N_ELEMENTS (turns));
}

/* The order Attention: no longer secure, overdue, your turn by due date, pending, unknown,
 * not secured yet, locked by renew-by date. */
static void
test_attention (void)
{
  static const struct
  {
    const char *words, *before, *answers, *probes;
  } rows[] = {
    /* No longer secure: the longer ago, the more urgent. */
    { "cloud-office", LOCKED "; -5h: NXDOMAIN|NXDOMAIN", "NXDOMAIN|NXDOMAIN", NULL },
    { "cloud-office", LOCKED, "NXDOMAIN|NXDOMAIN", NULL },
    /* Overdue, by day. */
    { "cloud-office job=secure:dns:-19d", NULL, OLD, NULL },
    { "pexip job=renew:wait-provider:-5d", NULL, "leads|leads", "good" },
    /* Your turn, by due date; those without one after them. */
    { "pexip", NULL, "leads|leads", "192.0.2.10 ends=10 | 192.0.2.11 ends=10" },
    { "pexip", NULL, "leads|leads", "192.0.2.10 ends=12 | 192.0.2.11 ends=12" },
    { "pexip job=renew:review:-1d", NULL, "leads|leads", "good" },
    /* Pending: what ends first. */
    { "cloud-office", "-1h: A 203.0.113.7/3600", "leads|A 203.0.113.7", "good" },
    { "cloud-office job=secure:dns:-3d", NULL, OLD, NULL },
    { "cloud-office job=secure:dns:-1d", NULL, OLD, NULL },
    /* Unknown. */
    { "cloud-office", LOCKED, "silent|silent", NULL },
    /* Not secured yet. */
    { "cloud-office", NULL, OLD, NULL },
    /* Locked, by the day to renew by, else by its end. */
    { "pexip", NULL, "leads|leads", "192.0.2.10 ends=40 | 192.0.2.11 ends=40" },
    { "cloud-office", NULL, ALL, "192.0.2.10 ends=28 | 192.0.2.11 ends=29" },
    { "cloud-office", NULL, ALL, "192.0.2.10 ends=50 | 192.0.2.11 ends=50" },
  };
  guint64 before = 0;

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autoptr (Story) story = story_new (rows[i].words);
      g_autoptr (KpVerdict) verdict = NULL;

      story_checks (story, rows[i].before);
      verdict = story_check (story, SCENE_NOW, rows[i].answers, rows[i].probes);
      g_test_message ("%u: %s", i, rows[i].words);
      g_assert_cmpuint (verdict->summary.attention, >, before);
      before = verdict->summary.attention;
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/verdict/next/steps", test_steps);
  g_test_add_func ("/verdict/next/turns", test_turns);
  g_test_add_func ("/verdict/next/attention", test_attention);
  return g_test_run ();
}
