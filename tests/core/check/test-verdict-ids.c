/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "check/story.h"

#include <string.h>

#include "core/check/name-check.h"

/* Every id of the contract that the check of a name or a site can give, with a scene that
 * gives it. None may be left without one. */

#define ALL "leads|leads|leads"
#define OLD "A 203.0.113.7|A 203.0.113.7"
#define LOCKED "-2d: leads|leads|leads # good"
#define REST " | 192.0.2.11 valid"

typedef struct
{
  KpFindingId id;
  KpSeverity severity;
  const char *words, *before, *answers, *probes;
  KpLock lock;
} Row;

#define WRONG KP_SEVERITY_WRONG
#define WAITING KP_SEVERITY_WAITING
#define UNASKED KP_SEVERITY_UNKNOWN
#define NOTE KP_SEVERITY_NOTE
#define RED KP_LOCK_UNLOCKED
#define AMBER KP_LOCK_PENDING
#define GREEN KP_LOCK_LOCKED
#define GREY KP_LOCK_UNKNOWN

static const Row rows[] = {
  { KP_FINDING_SITE_NO_TARGET, WRONG, "cloud-office told", NULL, OLD, NULL, RED },
  { KP_FINDING_SITE_NO_PROFILE, UNASKED, "none", NULL, OLD, "203.0.113.7 valid", GREY },
  { KP_FINDING_SITE_MOVED_AWAY, WRONG, "cloud-office", LOCKED, OLD, NULL, RED },
  { KP_FINDING_DNS_A_RECORD, WRONG, "cloud-office", NULL, OLD, NULL, RED },
  { KP_FINDING_DNS_A_RECORD, WAITING, "cloud-office job=secure:dns:-1d", NULL, OLD, NULL,
    AMBER },
  { KP_FINDING_DNS_WRONG_TARGET, WRONG, "cloud-office", NULL, "CNAME x.example", NULL,
    RED },
  { KP_FINDING_DNS_WRONG_TARGET, WAITING, "cloud-office job=secure:dns:-1d", NULL,
    "CNAME x.example", NULL, AMBER },
  { KP_FINDING_DNS_MISSING, WRONG, "cloud-office", NULL, "NXDOMAIN", NULL, RED },
  { KP_FINDING_DNS_MISSING, WAITING, "cloud-office job=secure:dns:-1d", NULL, "NXDOMAIN",
    NULL, AMBER },
  { KP_FINDING_DNS_LEFTOVER_AAAA, WRONG, "cloud-office", NULL, "leads AAAA@ 2001:db8::7",
    "good", RED },
  { KP_FINDING_DNS_LEFTOVER_AAAA, WAITING, "cloud-office job=secure:dns:-1d", NULL,
    "leads AAAA@ 2001:db8::7", "good", AMBER },
  { KP_FINDING_DNS_APEX, WRONG, "cloud-office host=kite.example apex", NULL, OLD, NULL,
    RED },
  { KP_FINDING_DNS_LOOP, WRONG, "cloud-office", NULL, "LOOP", NULL, RED },
  { KP_FINDING_DNS_BROKEN, WRONG, "cloud-office", NULL, "SERVFAIL", NULL, RED },
  { KP_FINDING_DNS_DOUBLED_NAME, WRONG, "cloud-office doubled", NULL, "NXDOMAIN", NULL,
    RED },
  { KP_FINDING_DNS_OTHER_RECORDS, WRONG, "cloud-office other=MX", NULL, OLD, NULL, RED },
  { KP_FINDING_DNS_BOGUS, WRONG, "cloud-office", NULL, "BOGUS", NULL, RED },
  { KP_FINDING_DNS_CAA_BLOCKS, WRONG, "pexip job=renew:buy:-1d caa=;", NULL, ALL, "good",
    GREEN },
  { KP_FINDING_DNS_CAA_BLOCKS, NOTE, "pexip caa=;", NULL, ALL, "good", GREEN },
  { KP_FINDING_DNS_PROPAGATING, WAITING, "cloud-office", "-1h: A 203.0.113.7/7200",
    "leads|A 203.0.113.7", "good", AMBER },
  { KP_FINDING_DNS_RESOLVER_DIFFERS, WAITING, "cloud-office", LOCKED,
    "leads|leads|A 203.0.113.7", "good", GREEN },
  { KP_FINDING_DNS_RESOLVER_DIFFERS, NOTE, "cloud-office",
    LOCKED "; -1d: leads|leads|A 203.0.113.7", "leads|leads|A 203.0.113.7", "good", GREEN },
  { KP_FINDING_DNS_NO_ANSWER, UNASKED, "cloud-office", NULL, "leads|silent", "good",
    GREEN },
  { KP_FINDING_DNS_PROXIED, NOTE, "cloud-office", NULL, OLD, "203.0.113.7 valid", RED },
  { KP_FINDING_DNS_PROXIED, NOTE, "cloud-office proxied", NULL, OLD,
    "203.0.113.7 valid | @192.0.2.10 valid | @192.0.2.11 valid", GREEN },
  { KP_FINDING_DNS_FILTERED, NOTE, "cloud-office", NULL, "leads|leads|NXDOMAIN", "good",
    GREEN },
  { KP_FINDING_DNS_OK, NOTE, "cloud-office", NULL, ALL, "good", GREEN },
  { KP_FINDING_DNS_CHAIN, NOTE, "cloud-office", NULL, "CNAME w.example CNAME T", "good",
    GREEN },
  { KP_FINDING_DNS_FLATTENED, NOTE, "cloud-office", NULL, "A 192.0.2.10 A 192.0.2.11",
    "good", GREEN },
  { KP_FINDING_DNS_LONG_TTL, NOTE, "cloud-office", NULL, "leads/604800", "good", GREEN },
  { KP_FINDING_DNS_WILDCARD, NOTE, "cloud-office wildcard=203.0.113.7", NULL, OLD, NULL,
    RED },
  { KP_FINDING_DNS_SPLIT_HORIZON, NOTE, "cloud-office system=A,10.0.0.1", NULL, ALL, "good",
    GREEN },
  { KP_FINDING_TLS_UNTRUSTED, WRONG, "cloud-office", NULL, ALL, "192.0.2.10 untrusted" REST,
    RED },
  { KP_FINDING_TLS_UNTRUSTED, WAITING, "cloud-office job=secure:dns:-1d", NULL, ALL,
    "192.0.2.10 untrusted" REST, AMBER },
  { KP_FINDING_TLS_SELF_SIGNED, WRONG, "cloud-office", NULL, ALL,
    "192.0.2.10 selfsigned" REST, RED },
  { KP_FINDING_TLS_SELF_SIGNED, WAITING, "cloud-office job=secure:dns:-1d", NULL, ALL,
    "192.0.2.10 selfsigned" REST, AMBER },
  { KP_FINDING_TLS_INCOMPLETE_CHAIN, WRONG, "cloud-office", NULL, ALL,
    "192.0.2.10 incomplete" REST, RED },
  { KP_FINDING_TLS_NAME_MISMATCH, WRONG, "cloud-office", NULL, ALL,
    "192.0.2.10 name=x.example" REST, RED },
  { KP_FINDING_TLS_NAME_MISMATCH, WAITING, "cloud-office job=secure:dns:-1d", NULL, ALL,
    "192.0.2.10 name=x.example" REST, AMBER },
  { KP_FINDING_TLS_EXPIRED, WRONG, "cloud-office", NULL, ALL, "192.0.2.10 ends=-1" REST,
    RED },
  { KP_FINDING_TLS_NOT_YET_VALID, WRONG, "cloud-office", NULL, ALL,
    "192.0.2.10 begins=1" REST, RED },
  { KP_FINDING_TLS_REFUSED, WRONG, "cloud-office", NULL, ALL, "192.0.2.10 refused" REST,
    RED },
  { KP_FINDING_TLS_REFUSED, WAITING, "cloud-office job=secure:dns:-1d", NULL, ALL,
    "192.0.2.10 refused" REST, AMBER },
  { KP_FINDING_TLS_OLD_PROTOCOL, WRONG, "cloud-office", NULL, ALL, "192.0.2.10 tls10" REST,
    RED },
  { KP_FINDING_TLS_RENEWAL_LATE, WRONG, "cloud-office", NULL, ALL, "192.0.2.10 ends=5" REST,
    GREEN },
  { KP_FINDING_TLS_NOT_SUBMITTED, WRONG,
    "pexip job=renew:install:-3d submitted=bb said=-1d", NULL, ALL, "good", GREEN },
  { KP_FINDING_TLS_NOT_YET_INSTALLED, WAITING, "pexip job=renew:install:-1d submitted=bb",
    NULL, ALL, "good", GREEN },
  { KP_FINDING_TLS_TARGET_NOT_READY, WAITING, "cloud-office job=secure:dns:-1d", NULL, OLD,
    "@192.0.2.10 refused", AMBER },
  { KP_FINDING_TLS_NO_ANSWER, UNASKED, "cloud-office", NULL, ALL, "192.0.2.10 timeout" REST,
    GREEN },
  { KP_FINDING_TLS_INTERCEPTED, UNASKED, "cloud-office intercepted", NULL, ALL,
    "192.0.2.10 untrusted", GREY },
  { KP_FINDING_TLS_OK, NOTE, "cloud-office", NULL, ALL, "good", GREEN },
  { KP_FINDING_TLS_PRIVATE_ROOT, NOTE, "cloud-office", NULL, ALL, "192.0.2.10 private" REST,
    GREEN },
  { KP_FINDING_TLS_EXPIRING, NOTE, "cloud-office", NULL, ALL, "192.0.2.10 ends=30" REST,
    GREEN },
  { KP_FINDING_TLS_ADDRESSES_DIFFER, NOTE, "cloud-office", NULL, ALL,
    "192.0.2.10 sha=cc" REST, GREEN },
  { KP_FINDING_TLS_ROOT_SERVED, NOTE, "cloud-office", NULL, ALL, "192.0.2.10 root" REST,
    GREEN },
  { KP_FINDING_TLS_PLAIN_HTTP, NOTE, "cloud-office", NULL, ALL, "192.0.2.10 plain" REST,
    GREEN },
};

static void
test_site (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      const Row *row = &rows[i];
      g_autoptr (Story) story = story_new (row->words);
      g_autoptr (KpVerdict) verdict = NULL;
      const KpFinding *finding;

      g_test_message ("%s", kp_finding_id_to_string (row->id));
      story_checks (story, row->before);
      verdict = story_check (story, SCENE_NOW, row->answers, row->probes);
      finding = kp_verdict_find (verdict, row->id);
      g_assert_nonnull (finding);
      g_assert_cmpint (finding->severity, ==, row->severity);
      g_assert_cmpint (verdict->summary.lock, ==, row->lock);
      /* What opens the lock leaves none of it closed. */
      if (kp_finding_id_opens_lock (row->id) && row->severity <= WAITING)
        g_assert_cmpint (verdict->summary.lock, ==, row->severity == WRONG ? RED : AMBER);
      story_prove (story, SCENE_NOW);
    }
}

static const struct
{
  KpFindingId id;
  const char *provider, *text;
} names[] = {
  { KP_FINDING_NAME_INVALID, "cloud-office", "-cp.kite.example" },
  { KP_FINDING_NAME_APEX, "cloud-office", "kite.com" },
  { KP_FINDING_NAME_REFUSED_DOMAIN, "cloud-office", "cp.kite.mymailsrvr.com" },
};

static void
test_name (void)
{
  g_autoptr (KpCatalogue) catalogue = kp_catalogue_new (NULL);

  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    {
      KpProfile *profile = kp_catalogue_find (catalogue, names[i].provider);
      g_autoptr (KpNameCheck) check = kp_name_check_new (names[i].text, profile);
      const KpFinding *finding = g_ptr_array_index (check->findings, 0);

      g_assert_false (check->allowed);
      g_assert_cmpuint (check->findings->len, ==, 1);
      g_assert_cmpint (finding->id, ==, names[i].id);
      g_assert_cmpint (finding->severity, ==, WRONG);
      g_assert_false (kp_finding_id_opens_lock (finding->id));
      g_assert_nonnull (finding->fix);
    }
}

/* Safe Browsing comes with a later issue. */
static const KpFindingId later[] = { KP_FINDING_NAME_SUSPECTED_UNSAFE,
                                     KP_FINDING_NAME_UNSAFE_NOT_CHECKED };

static void
test_none_forgotten (void)
{
  gboolean seen[KP_FINDING_N] = { FALSE };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    seen[rows[i].id] = TRUE;
  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    seen[names[i].id] = TRUE;
  for (guint i = 0; i < G_N_ELEMENTS (later); i++)
    seen[later[i]] = TRUE;
  /* Those of requests are no check's. */
  for (guint i = 0; i < KP_FINDING_REQUEST_PRIVATE_KEY; i++)
    if (!seen[i])
      {
        g_test_message ("no scene: %s", kp_finding_id_to_string (i));
        g_test_fail ();
      }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/verdict/ids/site", test_site);
  g_test_add_func ("/verdict/ids/name", test_name);
  g_test_add_func ("/verdict/ids/none-forgotten", test_none_forgotten);
  return g_test_run ();
}
