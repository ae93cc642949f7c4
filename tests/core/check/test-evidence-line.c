/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "check/scene.h"
#include "core/check/evidence-line.h"
#include "core/check/proof-line.h"
#include "core/check/verdict.h"

#define HOST "cp.fjord.example"
#define TARGET "pl.provider.example"
#define OLD "A 192.0.2.9"
#define NEW "CNAME " TARGET

/* What one case looks at; everything is owned. */
typedef struct
{
  KpSite *site;
  KpObservation *seen;
  KpHistory *history;
  KpVerdict *verdict;
  GPtrArray *resolvers;
  GPtrArray *addresses;
} Case;

static void
case_init (Case *self, const char *target, const char *answers, const char *probes)
{
  self->site = kp_site_new (HOST, 443, "own-server");
  kp_site_set_target (self->site, target);
  self->seen = scene_new (HOST, target, "192.0.2.1 192.0.2.2", SCENE_NOW);
  scene_answers (self->seen, answers);
  scene_probes (self->seen, probes);
  if (self->history == NULL)
    self->history = kp_history_new ();
}

static void
case_judge (Case *self)
{
  KpJudgement judgement = { .site = self->site,
                            .observation = self->seen,
                            .history = self->history,
                            .identities = kp_ca_identities_get_default (),
                            .now = SCENE_NOW };

  kp_thresholds_init (&judgement.thresholds);
  self->verdict = kp_verdict_new (&judgement);
  self->resolvers =
      kp_evidence_lines_of_resolvers (self->verdict, self->seen, self->history);
  self->addresses = kp_evidence_lines_of_addresses (self->verdict, self->seen, SCENE_NOW);
}

static void
case_clear (Case *self)
{
  g_ptr_array_unref (self->resolvers);
  g_ptr_array_unref (self->addresses);
  kp_verdict_unref (self->verdict);
  kp_history_free (self->history);
  kp_observation_unref (self->seen);
  g_object_unref (self->site);
}

/* "NAME: SAYS [OUTCOME] STATE", a line each. */
static char *
to_text (GPtrArray *lines)
{
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < lines->len; i++)
    {
      const KpEvidenceLine *line = g_ptr_array_index (lines, i);

      g_string_append_printf (text, "%s%s: %s [%s] %s", i > 0 ? "\n" : "", line->name,
                              line->says, kp_outcome_to_string (line->outcome),
                              line->state);
    }
  return g_string_free (text, FALSE);
}

static void
test_answers (void)
{
  static const struct
  {
    const char *words;
    const char *text;
  } rows[] = {
    { NEW, NEW },
    { "CNAME panel.fjord.example CNAME " TARGET, "CNAME panel.fjord.example → " TARGET },
    { "CNAME a.example CNAME b.example CNAME c.example CNAME d.example CNAME e.example "
      "CNAME " TARGET,
      "CNAME a.example → b.example → c.example → d.example → e.example → " TARGET },
    { "CNAME gone.example", "CNAME gone.example (without an address)" },
    { NEW " AAAA@ 2001:db8::7", NEW ", AAAA 2001:db8::7" },
    { "A 192.0.2.9 A 192.0.2.8 AAAA 2001:db8::7",
      "A 192.0.2.9, A 192.0.2.8, AAAA 2001:db8::7" },
    { "A 192.0.2.1 A 192.0.2.2 A 192.0.2.3 A 192.0.2.4 A 192.0.2.5",
      "A 192.0.2.1, A 192.0.2.2, A 192.0.2.3, A 192.0.2.4, …" },
    { "NXDOMAIN", "no record" },
    { "NODATA", "no record" },
    { "SERVFAIL", "error (SERVFAIL)" },
    { "REFUSED", "error (REFUSED)" },
    { "BOGUS", "error (DNSSEC)" },
    { "LOOP", "CNAME that leads back to itself" },
    { "silent", "It did not answer in time." },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autoptr (KpObservation) seen = scene_new (HOST, TARGET, "192.0.2.1", SCENE_NOW);
      g_autofree char *text = NULL;

      scene_answer (seen, "One", rows[i].words, 300);
      text = kp_answer_format (g_ptr_array_index (seen->answers, 0));
      g_assert_cmpstr (text, ==, rows[i].text);
    }
}

static void
test_resolvers (void)
{
  static const struct
  {
    const char *target;
    const char *answers;
    const char *text;
    const char *sum;
    gboolean ever_led;
  } rows[] = {
    { TARGET, NEW "|" NEW "|silent",
      "One: " NEW " [ok] Leads to the target\n"
      "Two: " NEW " [ok] Leads to the target\n"
      "Three: It did not answer in time. [unknown] Could not ask, counts for nothing",
      "2 of 3 lead to the target." },
    { TARGET, OLD "|" OLD,
      "One: " OLD " [wrong] Address record where a CNAME must be\n"
      "Two: " OLD " [wrong] Address record where a CNAME must be",
      "0 of 2 lead to the target." },
    { TARGET, "CNAME old.example A 192.0.2.9|CNAME old.example A 192.0.2.9",
      "One: CNAME old.example [wrong] CNAME to another target\n"
      "Two: CNAME old.example [wrong] CNAME to another target",
      "0 of 2 lead to the target." },
    { TARGET, "A 192.0.2.1 A 192.0.2.2",
      "One: A 192.0.2.1, A 192.0.2.2 [ok] Has the target’s addresses",
      "1 of 1 leads to the target." },
    { TARGET, "NXDOMAIN|NXDOMAIN",
      "One: no record [wrong] No DNS record\n"
      "Two: no record [wrong] No DNS record",
      "0 of 2 lead to the target." },
    { TARGET, NEW "|" NEW "|NXDOMAIN",
      "One: " NEW " [ok] Leads to the target\n"
      "Two: " NEW " [ok] Leads to the target\n"
      "Three: no record [unknown] Says so alone, counts for nothing",
      "2 of 3 lead to the target." },
    /* It led before, so this is no old record. */
    { TARGET, NEW "|" NEW "|" OLD,
      "One: " NEW " [ok] Leads to the target\n"
      "Two: " NEW " [ok] Leads to the target\n"
      "Three: " OLD " [waiting] Differs from the others",
      "2 of 3 lead to the target.", .ever_led = TRUE },
    /* Own servers: that it leads anywhere is enough. */
    { NULL, OLD "|" OLD,
      "One: " OLD " [ok] Leads to an address\n"
      "Two: " OLD " [ok] Leads to an address",
      NULL },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      Case self = { NULL };
      g_autofree char *text = NULL;
      g_autofree char *sum = NULL;

      case_init (&self, rows[i].target, rows[i].answers, "");
      self.history->ever_led = rows[i].ever_led;
      self.history->led_since = rows[i].ever_led ? SCENE_NOW - SCENE_DAY : 0;
      if (rows[i].ever_led)
        self.history->target = g_strdup (TARGET);
      case_judge (&self);
      text = to_text (self.resolvers);
      sum = kp_evidence_sum_of_resolvers (self.verdict, self.seen);
      g_assert_cmpstr (text, ==, rows[i].text);
      g_assert_cmpstr (sum, ==, rows[i].sum);
      case_clear (&self);
    }
}

/* While a change spreads, each old answer has its own end. */
static void
test_spreading (void)
{
  const KpEvidenceLine *line;
  Case self = { NULL };
  g_autofree char *text = NULL;
  g_autofree char *sum = NULL;

  self.history = kp_history_new ();
  kp_history_see (self.history, OLD, FALSE, 3600, SCENE_NOW - SCENE_DAY);
  kp_history_see (self.history, OLD, FALSE, 3600, SCENE_NOW);
  kp_history_see (self.history, NEW, TRUE, 300, SCENE_NOW);
  self.history->first_led_at = SCENE_NOW;
  self.history->target = g_strdup (TARGET);
  case_init (&self, TARGET,
             NEW "|" OLD "/1200|" OLD "/?|silent|" NEW " A@ 192.0.2.9~30/300", "");
  case_judge (&self);

  text = to_text (self.resolvers);
  g_assert_cmpstr (
      text, ==,
      "One: " NEW " [ok] New record\n"
      "Two: " OLD " [waiting] Old record\n"
      "Three: " OLD " [waiting] Old record, latest time not known\n"
      "Four: It did not answer in time. [unknown] Could not ask, counts for nothing\n"
      "Five: " NEW ", " OLD " [waiting] Old record");
  sum = kp_evidence_sum_of_resolvers (self.verdict, self.seen);
  g_assert_cmpstr (sum, ==, "1 of 5 sees the new record.");

  line = g_ptr_array_index (self.resolvers, 1);
  g_assert_cmpint (line->until, ==, SCENE_NOW + 1200);
  g_assert_cmpuint (line->ttl, ==, 3600);
  line = g_ptr_array_index (self.resolvers, 2);
  g_assert_cmpint (line->until, ==, 0);
  g_assert_cmpuint (line->ttl, ==, 0);
  line = g_ptr_array_index (self.resolvers, 0);
  g_assert_cmpint (line->until, ==, 0);
  /* Of the old address, not of the CNAME that another question found. */
  line = g_ptr_array_index (self.resolvers, 4);
  g_assert_cmpint (line->until, ==, SCENE_NOW + 30);
  g_assert_cmpuint (line->ttl, ==, 3600);
  case_clear (&self);
}

/* The target's own are judged once the name leads there; another place never is. */
static void
test_target_addresses (void)
{
  g_autofree char *text = NULL;
  Case self = { 0 };

  case_init (&self, TARGET, OLD "|" OLD, "192.0.2.77 valid|@192.0.2.1 valid");
  case_judge (&self);
  text = to_text (self.addresses);
  g_assert_cmpstr (text, ==,
                   "192.0.2.77: Certificate of Example CA, valid until 20 February 2027 "
                   "[unknown] Not judged: not reached through the target\n"
                   "192.0.2.1: Certificate of Example CA, valid until 20 February 2027 "
                   "[unknown] Not judged: the name does not lead here");
  case_clear (&self);
}

static void
test_addresses (void)
{
  static const struct
  {
    const char *probes;
    const char *text;
    const char *sum;
  } rows[] = {
    { "192.0.2.1 valid|192.0.2.2 valid ends=40",
      "192.0.2.1: Certificate of Example CA, valid until 20 February 2027 [ok] Proven\n"
      "192.0.2.2: Certificate of Example CA, valid until 1 January 2027 [ok] Proven",
      NULL },
    /* Asked as the name's and as the target's: one line. */
    { "192.0.2.1 valid|@192.0.2.1 valid",
      "192.0.2.1: Certificate of Example CA, valid until 20 February 2027 [ok] Proven",
      "1 of 2 addresses checked." },
    { "192.0.2.1 ends=-30|192.0.2.2 timeout",
      "192.0.2.1: Certificate of Example CA, ended on 23 October [wrong] Certificate "
      "expired\n"
      "192.0.2.2: In words. [unknown] Could not ask, counts for nothing",
      "1 of 2 addresses checked." },
    { "192.0.2.1 name=a.example,b.example|192.0.2.2 begins=30",
      "192.0.2.1: Certificate of Example CA for a.example, b.example, valid until 20 "
      "February 2027 [wrong] Certificate of another name\n"
      "192.0.2.2: Certificate of Example CA, valid from 22 December on [wrong] "
      "Certificate is not valid yet",
      NULL },
    { "192.0.2.1 incomplete|192.0.2.2 refused",
      "192.0.2.1: Certificate of Example CA, valid until 20 February 2027 [wrong] "
      "Intermediate certificate is not served\n"
      "192.0.2.2: In words. [wrong] Server refuses secure connections",
      NULL },
    /* Of another place: shown after those that count. */
    { "192.0.2.77 valid|192.0.2.1 valid|192.0.2.2 valid",
      "192.0.2.1: Certificate of Example CA, valid until 20 February 2027 [ok] Proven\n"
      "192.0.2.2: Certificate of Example CA, valid until 20 February 2027 [ok] Proven\n"
      "192.0.2.77: Certificate of Example CA, valid until 20 February 2027 [unknown] Not "
      "judged: not reached through the target",
      NULL },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      Case self = { NULL };
      g_autofree char *text = NULL;
      g_autofree char *sum = NULL;

      case_init (&self, TARGET, NEW "|" NEW, rows[i].probes);
      case_judge (&self);
      text = to_text (self.addresses);
      sum = kp_evidence_sum_of_addresses (self.verdict);
      g_assert_cmpstr (text, ==, rows[i].text);
      g_assert_cmpstr (sum, ==, rows[i].sum);
      case_clear (&self);
    }
}

static void
test_values (void)
{
  static const struct
  {
    KpFindingId id;
    const char *values;
  } rows[] = {
    { KP_FINDING_DNS_A_RECORD, "One: " OLD "\nTwo: " OLD },
    { KP_FINDING_TLS_EXPIRED, "" },
    { KP_FINDING_DNS_CAA_BLOCKS, "" },
    { KP_FINDING_DNS_NO_ANSWER, "" },
    { KP_FINDING_TLS_INTERCEPTED,
      "192.0.2.9: Certificate of Example CA, valid until 20 February 2027" },
  };
  Case self = { NULL };

  case_init (&self, TARGET, OLD "|" OLD, "192.0.2.9 valid");
  case_judge (&self);
  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autoptr (KpFinding) finding = kp_finding_new (rows[i].id, NULL, "Text.", NULL);
      g_autofree char *values =
          kp_evidence_values_of_finding (finding, self.resolvers, self.addresses);

      g_assert_cmpstr (values, ==, rows[i].values);
    }
  case_clear (&self);
}

/* What is served well is still not what was handed over: waited for, until the provider
 * says that it is installed. */
static void
test_proof (void)
{
  for (int said = FALSE; said <= TRUE; said++)
    {
      g_autoptr (KpJob) job = kp_job_new (1, KP_JOB_RENEW, SCENE_NOW - 5 * SCENE_DAY);
      g_autoptr (GPtrArray) lines = NULL;
      g_autofree char *text = NULL;
      g_autofree char *sum = NULL;
      Case self = { NULL };

      case_init (&self, TARGET, NEW "|" NEW,
                 "192.0.2.1 valid|192.0.2.2 valid ends=40|192.0.2.77 valid");
      for (guint i = 0; i < self.seen->probes->len; i++)
        {
          const KpProbe *probe = g_ptr_array_index (self.seen->probes, i);

          g_free (probe->certificate->sha256);
          probe->certificate->sha256 = g_strdup (i == 1 ? "old" : "new");
        }
      case_judge (&self);
      job->submitted_sha256 = g_strdup ("NEW");
      job->submitted_not_after = SCENE_NOW + 90 * SCENE_DAY;
      job->said_installed_at = said ? SCENE_NOW : 0;
      lines = kp_proof_lines_new (self.verdict, self.seen, job, SCENE_NOW);
      text = to_text (lines);
      g_assert_cmpstr (
          text, ==,
          said ? "192.0.2.1: New certificate, until 20 February 2027 [ok] Proven\n"
                 "192.0.2.2: Old certificate, until 1 January 2027 [wrong] Not the "
                 "certificate that was handed over\n"
                 "192.0.2.77: New certificate, until 20 February 2027 [unknown] Not "
                 "judged: not reached through the target"
               : "192.0.2.1: New certificate, until 20 February 2027 [ok] Proven\n"
                 "192.0.2.2: Old certificate, until 1 January 2027 [waiting] Not installed "
                 "yet\n"
                 "192.0.2.77: New certificate, until 20 February 2027 [unknown] Not "
                 "judged: not reached through the target");
      sum = kp_proof_lines_sum (lines, self.seen, job);
      g_assert_cmpstr (sum, ==, "The new certificate is served by 1 of 2 addresses.");
      case_clear (&self);
    }
}

int
main (int argc, char **argv)
{
  g_setenv ("TZ", "UTC", TRUE);
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/evidence-line/answers", test_answers);
  g_test_add_func ("/evidence-line/resolvers", test_resolvers);
  g_test_add_func ("/evidence-line/spreading", test_spreading);
  g_test_add_func ("/evidence-line/addresses", test_addresses);
  g_test_add_func ("/evidence-line/target-addresses", test_target_addresses);
  g_test_add_func ("/evidence-line/values", test_values);
  g_test_add_func ("/evidence-line/proof", test_proof);
  return g_test_run ();
}
