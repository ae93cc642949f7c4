/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "check/story.h"

#include <string.h>

#define ALL "leads|leads|leads"
#define LOCKED "-2d: leads|leads|leads # good"
/* What the second address serves where only the first is at fault. */
#define REST " | 192.0.2.11 valid"

static const StoryRow faults[] = {
  { "443 refused", "cloud-office", LOCKED, ALL, "192.0.2.10 refused" REST, NULL, "unlocked",
    "wrong !tls.refused; note dns.ok", NULL, "you ask-provider since now", NULL, NULL },
  { "443 refused on a site that nobody has secured", "cloud-office", NULL, ALL,
    "192.0.2.10 refused | 192.0.2.11 refused", NULL, "unlocked",
    "wrong !tls.refused; note dns.ok", NULL, "you secure", NULL, NULL },
  { "on one that somebody has: the other address serves it", "cloud-office", NULL, ALL,
    "192.0.2.10 refused" REST, NULL, "unlocked", "wrong !tls.refused; note dns.ok", NULL,
    "you ask-provider", NULL, NULL },
  { "no TLS there", "cloud-office", LOCKED, ALL, "192.0.2.10 nottls" REST, NULL, "unlocked",
    "wrong !tls.refused; note dns.ok", NULL, NULL, NULL, NULL },
  { "an alert (unrecognized name)", "cloud-office", LOCKED, ALL, "192.0.2.10 alert" REST,
    NULL, "unlocked", "wrong !tls.refused; note dns.ok", NULL, NULL, NULL, NULL },
  { "TLS 1.1 at the most", "cloud-office", LOCKED, ALL, "192.0.2.10 oldtls" REST, NULL,
    "unlocked", "wrong !tls.old-protocol; note dns.ok", NULL, "you ask-provider since now",
    NULL, NULL },
  { "TLS 1.0 with a good certificate", "cloud-office", LOCKED, ALL, "192.0.2.10 tls10" REST,
    NULL, "unlocked", "wrong !tls.old-protocol; note dns.ok", NULL, NULL, NULL, NULL },
  { "the provider's wildcard certificate", "cloud-office", NULL, ALL,
    "192.0.2.10 name=*.admin.emailsrvr.com | 192.0.2.11 name=*.admin.emailsrvr.com", NULL,
    "unlocked", "wrong !tls.name-mismatch; note dns.ok", "not-secured-yet", "you secure",
    NULL, NULL },
  { "a wildcard that covers the name", "cloud-office", NULL, ALL,
    "192.0.2.10 name=*.kite.example" REST, NULL, "locked", "note dns.ok tls.ok", NULL, NULL,
    NULL, NULL },
  { "a certificate that ended", "cloud-office", LOCKED, ALL, "192.0.2.10 ends=-1" REST,
    NULL, "unlocked", "wrong !tls.expired; note dns.ok", "expired -1d",
    "you ask-provider since -1d", NULL, NULL },
  { "an intermediate that ended", "cloud-office", LOCKED, ALL,
    "192.0.2.10 chain-ends=-1" REST, NULL, "unlocked", "wrong !tls.expired; note dns.ok",
    "expired -1d", NULL, NULL, NULL },
  { "a certificate that ends at this very second", "cloud-office", LOCKED, ALL,
    "192.0.2.10 ends=0 | 192.0.2.11 valid", NULL, "locked",
    "wrong tls.renewal-late; note dns.ok tls.ok tls.expiring", "expiring now",
    "you ask-provider", NULL, "now" },
  { "and a second later", "cloud-office", LOCKED, ALL,
    "192.0.2.10 ends=0 | 192.0.2.11 valid", "+1s", "unlocked",
    "wrong !tls.expired; note dns.ok", "expired now", "you ask-provider since now", NULL,
    NULL },
  { "not valid yet", "cloud-office", LOCKED, ALL, "192.0.2.10 begins=1" REST, NULL,
    "unlocked", "wrong !tls.not-yet-valid; note dns.ok", NULL, NULL, NULL, "+86399s" },
  { "valid from now on", "cloud-office", LOCKED, ALL, "192.0.2.10 begins=0" REST, NULL,
    "locked", "note dns.ok tls.ok", NULL, NULL, NULL, NULL },
  { "signed by itself", "cloud-office", LOCKED, ALL, "192.0.2.10 selfsigned" REST, NULL,
    "unlocked", "wrong !tls.self-signed; note dns.ok", NULL, NULL, NULL, NULL },
  { "of an unknown CA", "cloud-office", LOCKED, ALL, "192.0.2.10 untrusted" REST, NULL,
    "unlocked", "wrong !tls.untrusted; note dns.ok", NULL, NULL, NULL, NULL },
  { "with a signature that is refused today", "cloud-office", LOCKED, ALL,
    "192.0.2.10 weak" REST, NULL, "unlocked", "wrong !tls.untrusted; note dns.ok", NULL,
    NULL, NULL, NULL },
  { "without its intermediate", "cloud-office", LOCKED, ALL, "192.0.2.10 incomplete" REST,
    NULL, "unlocked", "wrong !tls.incomplete-chain; note dns.ok", NULL, NULL, NULL, NULL },
  { "all at once: that which explains most first", "cloud-office", LOCKED, ALL,
    "192.0.2.10 selfsigned ends=-1 name=other.example tls10 | 192.0.2.11 refused", NULL,
    "unlocked",
    "wrong !tls.refused !tls.name-mismatch !tls.expired !tls.self-signed "
    "!tls.old-protocol; note dns.ok",
    "expired -1d", NULL, NULL, NULL },
};

static void
test_faults (void)
{
  story_run (faults, G_N_ELEMENTS (faults));
}

static const StoryRow notes[] = {
  { "private root", "cloud-office", NULL, ALL, "192.0.2.10 private | 192.0.2.11 private",
    NULL, "locked", "note dns.ok tls.ok tls.private-root", "locked-private-root", "nobody",
    NULL, NULL },
  { "a self-signed root that the user added", "cloud-office", NULL, ALL,
    "192.0.2.10 selfsigned private" REST, NULL, "locked",
    "note dns.ok tls.ok tls.private-root", "locked-private-root", NULL, NULL, NULL },
  { "all valid, not all the same", "cloud-office", NULL, ALL,
    "192.0.2.10 sha=cc | 192.0.2.11 sha=dd", NULL, "locked",
    "note dns.ok tls.ok tls.addresses-differ", NULL, "nobody", NULL, NULL },
  { "not the same, and one is bad", "cloud-office", NULL, ALL,
    "192.0.2.10 sha=cc | 192.0.2.11 sha=dd ends=-1", NULL, "unlocked",
    "wrong !tls.expired; note dns.ok", NULL, NULL, NULL, NULL },
  { "the root is served", "cloud-office", NULL, ALL, "192.0.2.10 root" REST, NULL, "locked",
    "note dns.ok tls.ok tls.root-served", NULL, NULL, NULL, NULL },
  { "plain HTTP", "cloud-office", NULL, ALL, "192.0.2.10 plain" REST, NULL, "locked",
    "note dns.ok tls.ok tls.plain-http", NULL, NULL, NULL, NULL },
  { "plain HTTP at an address that is not judged", "cloud-office", NULL,
    "A 203.0.113.7|A 203.0.113.7", "203.0.113.7 ends=-1 plain", NULL, "unlocked",
    "wrong !dns.a-record", NULL, NULL, NULL, NULL },
  { "the same address as the name's and as the target's is one", "cloud-office proxied",
    NULL, "leads|leads", "192.0.2.10 plain | 192.0.2.11 plain | @192.0.2.10 plain", NULL,
    "locked", "note dns.proxied tls.ok tls.plain-http", NULL, NULL, NULL, NULL },
};

static void
test_notes (void)
{
  story_run (notes, G_N_ELEMENTS (notes));
}

/* From the renew-by date on; without a job's dates, 30 days before the end. */
static const StoryRow expiring[] = {
  { "renewed by you: the day before its day", "pexip", NULL, "leads|leads",
    "192.0.2.10 ends=31" REST, NULL, "locked", "note dns.ok tls.ok", "locked", "nobody",
    NULL, "+86399s" },
  { "30 days before its end, while nobody has begun", "pexip", NULL, "leads|leads",
    "192.0.2.10 ends=30" REST, NULL, "locked", "note dns.ok tls.ok tls.expiring",
    "expiring +30d", "you renew since now due +22d", NULL, NULL },
  { "once a renewal is under way its own dates count", "pexip job=renew:wait-ca:-1d", NULL,
    "leads|leads", "192.0.2.10 ends=20" REST, NULL, "locked", "note dns.ok tls.ok",
    "renewing", "ca wait since -1d due +1d", NULL, NULL },
  { "its day: answer, CA, installing and margin before the end", "pexip", NULL,
    "leads|leads", "192.0.2.10 ends=15" REST, NULL, "locked",
    "note dns.ok tls.ok tls.expiring", "expiring +15d", "you renew since -15d due +7d",
    NULL, "+2d" },
  { "the margin is used up", "pexip", NULL, "leads|leads", "192.0.2.10 ends=8" REST, NULL,
    "locked", "note dns.ok tls.ok tls.expiring", "expiring +8d",
    "you renew since -22d due now", NULL, "now" },
  { "too little time for the steps to come", "pexip", NULL, "leads|leads",
    "192.0.2.10 ends=7" REST, NULL, "locked",
    "wrong tls.renewal-late; note dns.ok tls.ok tls.expiring", "expiring +7d",
    "you renew since -23d due -1d overdue", NULL, NULL },
  { "the steps of an open job that are left fit in", "pexip job=renew:install:-1d", NULL,
    "leads|leads", "192.0.2.10 ends=4" REST, NULL, "locked",
    "note dns.ok tls.ok tls.expiring", "renewing", "provider wait since -1d due +2d", NULL,
    NULL },
  { "they do not", "pexip job=renew:wait-ca:-1d", NULL, "leads|leads",
    "192.0.2.10 ends=4" REST, NULL, "locked",
    "wrong tls.renewal-late; note dns.ok tls.ok tls.expiring", "renewing",
    "ca wait since -1d due +1d", NULL, NULL },
  { "the intermediate ends first", "pexip", NULL, "leads|leads",
    "192.0.2.10 chain-ends=10" REST, NULL, "locked", "note dns.ok tls.ok tls.expiring",
    "expiring +10d", "you renew since -20d due +2d", NULL, NULL },
  { "of one address alone", "pexip", NULL, "leads|leads",
    "192.0.2.10 ends=60 | 192.0.2.11 chain-ends=10", NULL, "locked",
    "note dns.ok tls.ok tls.expiring", "expiring +10d", "you renew since -20d due +2d",
    NULL, NULL },
  { "renewed by the provider: 31 days", "cloud-office", NULL, ALL,
    "192.0.2.10 ends=31" REST, NULL, "locked", "note dns.ok tls.ok", "locked", "nobody",
    NULL, "+86399s" },
  { "30 days: it ends soon, and nobody need do a thing", "cloud-office", NULL, ALL,
    "192.0.2.10 ends=30" REST, NULL, "locked", "note dns.ok tls.ok tls.expiring",
    "expiring +30d", "nobody", NULL, NULL },
  { "the provider has its usual days and one", "cloud-office", NULL, ALL,
    "192.0.2.10 ends=19" REST, NULL, "locked", "note dns.ok tls.ok tls.expiring",
    "expiring +19d", "nobody", NULL, "now" },
  { "the provider's own renewal is late", "cloud-office", NULL, ALL,
    "192.0.2.10 ends=18" REST, NULL, "locked",
    "wrong tls.renewal-late; note dns.ok tls.ok tls.expiring", "expiring +18d",
    "you ask-provider", NULL, NULL },
  { "no profile", "none", NULL, "A 203.0.113.7", "203.0.113.7 ends=30", NULL, "unknown",
    "unknown site.no-profile; note tls.ok tls.expiring", "could-not-ask",
    "you review since now", NULL, NULL },
  { "a certificate that is not good has no day to renew by", "pexip", NULL, "leads|leads",
    "192.0.2.10 ends=5 untrusted | 192.0.2.11 ends=5 untrusted", NULL, "unlocked",
    "wrong !tls.untrusted; note dns.ok", NULL, NULL, NULL, NULL },
};

static void
test_expiring (void)
{
  story_run (expiring, G_N_ELEMENTS (expiring));
}

/* The setting counts for everybody, and takes no day from a renewal that needs more. */
static void
test_expiring_days (void)
{
  static const struct
  {
    const char *words;
    guint setting;
    int ends;
    gboolean expiring;
  } rows[] = {
    { "pexip", 40, 40, TRUE },         { "pexip", 40, 41, FALSE },
    { "pexip", 10, 16, FALSE },        { "pexip", 10, 15, TRUE },
    { "own-server", 40, 40, TRUE },    { "own-server", 40, 41, FALSE },
    { "own-server", 5, 11, FALSE },    { "own-server", 5, 10, TRUE },
    { "cloud-office", 40, 40, TRUE },  { "cloud-office", 40, 41, FALSE },
    { "cloud-office", 25, 26, FALSE },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autoptr (Story) story = story_new (rows[i].words);
      gboolean own = g_str_equal (rows[i].words, "own-server");
      g_autofree char *probes = g_strdup_printf (
          own ? "203.0.113.7 ends=%d" : "192.0.2.10 ends=%d" REST, rows[i].ends);
      g_autoptr (KpVerdict) verdict = NULL;

      story->judgement.thresholds.expiring_days = rows[i].setting;
      verdict = story_check (story, SCENE_NOW, own ? "A 203.0.113.7" : "leads", probes);
      g_test_message ("%s: %u, %d", rows[i].words, rows[i].setting, rows[i].ends);
      g_assert_cmpint (verdict->summary.lock, ==, KP_LOCK_LOCKED);
      g_assert_cmpint (verdict->summary.expiring, ==, rows[i].expiring);
    }
}

static void
test_renew_by (void)
{
  static const struct
  {
    const char *words, *answers, *probes;
    const char *renew_by, *not_after;
    gboolean expiring;
  } rows[] = {
    { "pexip", "leads", "192.0.2.10 ends=60" REST, "+45d", "+60d", FALSE },
    { "pexip", "leads", "192.0.2.10 ends=10" REST, "-5d", "+10d", TRUE },
    { "own-server", "A 203.0.113.7", "203.0.113.7 ends=60", "+50d", "+60d", FALSE },
    { "cloud-office", "leads", "192.0.2.10 ends=20" REST, "-", "+20d", TRUE },
    { "cloud-office", "leads", "192.0.2.10 refused | 192.0.2.11 refused", "-", "-", FALSE },
    /* Another name's certificate is not the site's. */
    { "cloud-office", "leads", "192.0.2.10 name=x.example | 192.0.2.11 name=x.example", "-",
      "-", FALSE },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autoptr (Story) story = story_new (rows[i].words);
      g_autoptr (KpVerdict) verdict =
          story_check (story, SCENE_NOW, rows[i].answers, rows[i].probes);
      g_autofree char *renew_by = story_format_when (verdict->summary.renew_by);
      g_autofree char *not_after = story_format_when (verdict->summary.not_after);

      g_assert_cmpstr (renew_by, ==, rows[i].renew_by);
      g_assert_cmpstr (not_after, ==, rows[i].not_after);
      g_assert_cmpint (verdict->summary.expiring, ==, rows[i].expiring);
    }
}

/* The certificate that stands for the site: its own before another's, then the one that
 * ends first. */
static void
test_shown (void)
{
  static const struct
  {
    const char *probes;
    const char *sha;
  } rows[] = {
    { "192.0.2.10 sha=a ends=50 | 192.0.2.11 sha=b ends=40", "b" },
    { "192.0.2.10 sha=a ends=50 | 192.0.2.11 sha=b ends=40 name=x.example", "a" },
    { "192.0.2.10 sha=a ends=50 name=x.example | 192.0.2.11 timeout", "a" },
    { "192.0.2.10 timeout | 192.0.2.11 sha=b", "b" },
    { "192.0.2.10 sha=a ends=50 | 203.0.113.7 sha=b ends=2", "a" },
    { "192.0.2.10 timeout | 192.0.2.11 refused", NULL },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autoptr (Story) story = story_new ("cloud-office");
      g_autoptr (KpVerdict) verdict = story_check (story, SCENE_NOW, ALL, rows[i].probes);

      g_assert_cmpstr (verdict->shown != NULL ? verdict->shown->certificate->sha256 : NULL,
                       ==, rows[i].sha);
    }
}

/* Each address has an outcome of its own. */
static void
test_outcomes (void)
{
  static const struct
  {
    const char *words, *before, *answers, *probes;
    const char *outcomes; /* one letter a probe, large if it was judged */
    KpOutcome all;
  } rows[] = {
    { "cloud-office", NULL, ALL, "192.0.2.10 valid | 192.0.2.11 timeout", "O?",
      KP_OUTCOME_OK },
    { "cloud-office", NULL, ALL, "192.0.2.10 refused | 192.0.2.11 valid", "XO",
      KP_OUTCOME_WRONG },
    { "cloud-office job=secure:dns:-1d", "-1h: " ALL, ALL,
      "192.0.2.10 refused | 192.0.2.11 valid", "WO", KP_OUTCOME_WAITING },
    { "cloud-office job=secure:dns:-1d", "-1h: " ALL, ALL,
      "192.0.2.10 refused | 192.0.2.11 ends=-1", "WX", KP_OUTCOME_WRONG },
    { "cloud-office", NULL, "A 203.0.113.7|A 203.0.113.7",
      "203.0.113.7 refused | @192.0.2.10 valid", "??", KP_OUTCOME_UNKNOWN },
    { "cloud-office intercepted", NULL, ALL, "192.0.2.10 untrusted | 192.0.2.11 untrusted",
      "??", KP_OUTCOME_UNKNOWN },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autoptr (Story) story = story_new (rows[i].words);
      g_autoptr (KpVerdict) verdict = NULL;
      GString *letters = g_string_new (NULL);
      g_autofree char *got = NULL;

      story_checks (story, rows[i].before);
      verdict = story_check (story, SCENE_NOW, rows[i].answers, rows[i].probes);
      for (guint j = 0; j < verdict->addresses->len; j++)
        g_string_append_c (letters, "OXW?"[g_array_index (verdict->addresses, guint8, j)]);
      got = g_string_free (letters, FALSE);
      g_assert_cmpstr (got, ==, rows[i].outcomes);
      g_assert_cmpint (verdict->certificate, ==, rows[i].all);
    }
}

static const struct
{
  const char *words, *answers, *probes;
  KpFindingId id;
  const char *subject;
  const char *parts[3];
} sentences[] = {
  { "cloud-office",
    ALL,
    "192.0.2.10 refused | 192.0.2.11 refused",
    KP_FINDING_TLS_REFUSED,
    STORY_TARGET,
    { "192.0.2.10, 192.0.2.11 refuse connections on port 443" } },
  { "cloud-office",
    ALL,
    "192.0.2.10 refused" REST,
    KP_FINDING_TLS_REFUSED,
    "192.0.2.10",
    { "192.0.2.10 refuses" } },
  { "cloud-office",
    ALL,
    "192.0.2.10 name=a.example,b.example" REST,
    KP_FINDING_TLS_NAME_MISMATCH,
    "192.0.2.10",
    { "a.example, b.example", STORY_HOST } },
  { "cloud-office",
    ALL,
    "192.0.2.10 ends=-100" REST,
    KP_FINDING_TLS_EXPIRED,
    "192.0.2.10",
    { "ended on 14 August" } },
  { "cloud-office",
    ALL,
    "192.0.2.10 chain-ends=-100" REST,
    KP_FINDING_TLS_EXPIRED,
    "192.0.2.10",
    { "intermediate", "14 August" } },
  { "cloud-office",
    ALL,
    "192.0.2.10 untrusted issuer=Evil" REST,
    KP_FINDING_TLS_UNTRUSTED,
    "192.0.2.10",
    { "Evil" } },
  { "cloud-office",
    ALL,
    "192.0.2.10 tls10" REST,
    KP_FINDING_TLS_OLD_PROTOCOL,
    "192.0.2.10",
    { "TLS1.0" } },
  { "cloud-office",
    ALL,
    "192.0.2.10 private" REST,
    KP_FINDING_TLS_PRIVATE_ROOT,
    "Example Root",
    { "Example Root" } },
  { "cloud-office",
    ALL,
    "192.0.2.10 ends=18" REST,
    KP_FINDING_TLS_RENEWAL_LATE,
    "Cloud Office",
    { "Cloud Office", "20 days", "10 December" } },
  { "cloud-office",
    ALL,
    "192.0.2.10 ends=18" REST,
    KP_FINDING_TLS_EXPIRING,
    NULL,
    { "in 18 days", "10 December" } },
  { "pexip job=renew:install:-1d submitted=bb",
    "leads|leads",
    "192.0.2.10 sha=bb | 192.0.2.11 sha=aa",
    KP_FINDING_TLS_NOT_YET_INSTALLED,
    "mpg.vp.vc",
    { "1 of 2 addresses" } },
};

static void
test_words (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (sentences); i++)
    {
      g_autoptr (Story) story = story_new (sentences[i].words);
      g_autoptr (KpVerdict) verdict =
          story_check (story, SCENE_NOW, sentences[i].answers, sentences[i].probes);
      const KpFinding *finding = kp_verdict_find (verdict, sentences[i].id);

      g_assert_nonnull (finding);
      g_test_message ("%s", finding->text);
      g_assert_cmpstr (finding->subject, ==, sentences[i].subject);
      for (guint j = 0; j < 3 && sentences[i].parts[j] != NULL; j++)
        g_assert_nonnull (strstr (finding->text, sentences[i].parts[j]));
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/verdict/tls/faults", test_faults);
  g_test_add_func ("/verdict/tls/notes", test_notes);
  g_test_add_func ("/verdict/tls/expiring", test_expiring);
  g_test_add_func ("/verdict/tls/expiring-days", test_expiring_days);
  g_test_add_func ("/verdict/tls/renew-by", test_renew_by);
  g_test_add_func ("/verdict/tls/shown", test_shown);
  g_test_add_func ("/verdict/tls/outcomes", test_outcomes);
  g_test_add_func ("/verdict/tls/words", test_words);
  return g_test_run ();
}
