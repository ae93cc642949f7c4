/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/job/renew-job.h"

#include <string.h>

#include "core/job/job-rules.h"
#include "job/tale.h"

#define ASKED "start subject handed"
#define BOUGHT ASKED " csr ordered"

/* What happens, where that leads, and what is missing there. */
static const struct
{
  const char *about;
  const char *profile;
  const char *channel;
  const char *words;
  const char *step;
  const char *needs;
} tales[] = {
  { "begun", "pexip", NULL, "start", "details", "subject" },
  { "details", "pexip", NULL, "start subject", "hand-over", "hand-over" },
  { "asked for", "pexip", NULL, ASKED, "wait-provider", "csr" },
  { "asked for by request", "pexip", "rt", ASKED, "wait-provider", "csr" },
  { "details and hand-over at once", "pexip", NULL, "start subject+handed", "wait-provider",
    "csr" },
  { "the CSR is there", "pexip", NULL, ASKED " csr", "buy", "order" },
  { "another CSR instead", "pexip", NULL, ASKED " csr csr=bb", "buy", "order" },
  { "what is noted of the order is no order", "pexip", NULL, ASKED " csr number=12", "buy",
    "order" },
  { "ordered", "pexip", NULL, BOUGHT, "wait-ca", "bundle" },
  { "noted later", "pexip", NULL, BOUGHT " number=12+ca=Example", "wait-ca", "bundle" },
  { "the CA asks for a record", "pexip", NULL, BOUGHT " record", "wait-ca", "bundle" },
  { "and sees it", "pexip", NULL, BOUGHT " record seen", "wait-ca", "bundle" },
  { "the certificate is there", "pexip", NULL, BOUGHT " bundle", "submit", "hand-over" },
  { "another instead", "pexip", NULL, BOUGHT " bundle bundle", "submit", "hand-over" },
  { "handed over", "pexip", NULL, BOUGHT " bundle handed", "install", "" },
  { "said to be installed", "pexip", NULL, BOUGHT " bundle handed answered", "install",
    "" },

  /* Whatever is there already is not asked for. */
  { "a CSR that came by mail", "pexip", NULL, "start csr", "buy", "order" },
  { "with the details", "pexip", NULL, "start subject csr", "buy", "order" },
  { "and bought", "pexip", NULL, "start csr+ordered", "wait-ca", "bundle" },
  { "a certificate already bought", "pexip", NULL, "start bundle", "submit", "hand-over" },
  { "before the provider answered", "pexip", NULL, ASKED " bundle", "submit", "hand-over" },
  { "instead of ordering", "pexip", NULL, ASKED " csr bundle", "submit", "hand-over" },
  { "one word is not for both requests", "pexip", NULL, "start subject+handed+bundle",
    "submit", "hand-over" },

  { "the key is made here", "own-server", NULL, "start", "details", "confirmation" },
  { "no details are asked for", "own-server", NULL, "start confirm", "hand-over", "csr" },
  { "with details all the same", "own-server", NULL, "start subject", "hand-over", "csr" },
  { "its signing request", "own-server", NULL, "start confirm csr", "buy", "order" },
  { "back to it", "own-server", NULL, "start confirm csr back", "hand-over", "answer" },
  { "the files are saved", "own-server", NULL, "start confirm csr+ordered bundle handed",
    "install", "" },

  { "back to the form", "pexip", NULL, ASKED " back", "hand-over", "hand-over" },
  { "back to waiting, with the CSR", "pexip", NULL, ASKED " csr back", "wait-provider",
    "answer" },
  { "and on with it", "pexip", NULL, ASKED " csr back answered", "buy", "order" },
  { "and on with another", "pexip", NULL, ASKED " csr back csr=bb", "buy", "order" },
  { "back from a CSR that came by mail", "pexip", NULL, "start csr back", "details",
    "subject" },
  { "to what was done", "pexip", NULL, "start subject csr back", "hand-over", "hand-over" },
  { "back to buying", "pexip", NULL, BOUGHT " back", "buy", "order" },
  { "back to the CA, with the certificate", "pexip", NULL, BOUGHT " bundle back", "wait-ca",
    "answer" },
  { "back where nothing was ordered", "pexip", NULL, ASKED " csr bundle back", "buy",
    "order" },
  { "back where there was no CSR", "pexip", NULL, ASKED " bundle back", "wait-provider",
    "csr" },
  { "back to hand over once more", "pexip", NULL, BOUGHT " bundle handed back", "submit",
    "hand-over" },
  { "started over", "pexip", NULL, BOUGHT " bundle over", "details", "subject" },
  { "and on with the details", "pexip", NULL, BOUGHT " over handed", "wait-provider",
    "csr" },
  { "resumed", "pexip", NULL, ASKED " pause +3 resume csr", "buy", "order" },
  { "reminded", "pexip", NULL, ASKED " reminded", "wait-provider", "csr" },
  { "the customer is reminded of the record", "pexip", NULL, BOUGHT " record reminded",
    "wait-ca", "bundle" },

  { "a finding that is only a note", "pexip", NULL, ASKED " csr.no-san+csr", "buy",
    "order" },
  { "a wrong one set aside", "pexip", NULL,
    ASKED " csr.subject-differs+because=csr.subject-differs+csr", "buy", "order" },
  { "a wrong bundle set aside", "pexip", NULL,
    BOUGHT " bundle.lost-name+because=bundle.lost-name+bundle", "submit", "hand-over" },
};

static void
test_steps (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (tales); i++)
    {
      Tale tale;
      g_autofree char *needs = NULL;

      g_test_message ("%s", tales[i].about);
      tale_begin (&tale, KP_JOB_RENEW, tales[i].profile, tales[i].channel);
      tale_tell (&tale, tales[i].words);
      g_assert_no_error (tale.error);
      needs = tale_list_needs (&tale);
      g_assert_cmpstr (kp_job_step_to_string (tale.job->step), ==, tales[i].step);
      g_assert_cmpstr (needs, ==, tales[i].needs);
      tale_end (&tale);
    }
}

/* The last word does not go through, and the job stays as it was. */
static const struct
{
  const char *about;
  const char *before;
  const char *word;
  KpJobError code;
  const char *says;
} refusals[] = {
  { "no details", "start", "handed", KP_JOB_ERROR_MISSING, "details" },
  { "not asked", "start subject", "answered", KP_JOB_ERROR_MISSING, "handed" },
  { "no CSR", ASKED, "answered", KP_JOB_ERROR_MISSING, "signing request" },
  { "not ordered", ASKED " csr", "confirm", KP_JOB_ERROR_MISSING, "ordered" },
  { "no certificate", BOUGHT, "handed", KP_JOB_ERROR_MISSING, "certificate" },
  { "not handed over", BOUGHT " bundle", "answered", KP_JOB_ERROR_MISSING, "handed" },
  { "a wrong CSR", ASKED, "csr.weak-key+csr", KP_JOB_ERROR_REFUSED, "csr.weak-key" },
  { "says what to do", ASKED, "csr.weak-key+csr", KP_JOB_ERROR_REFUSED, "Do that." },
  { "another was set aside", ASKED, "csr.weak-key+because=csr.country+csr",
    KP_JOB_ERROR_REFUSED, "csr.weak-key" },
  { "one of two was set aside", ASKED, "csr.country+csr.weak-key+because=csr.country+csr",
    KP_JOB_ERROR_REFUSED, "csr.weak-key" },
  { "a private key is never set aside", ASKED,
    "csr.private-key+because=csr.private-key+csr", KP_JOB_ERROR_REFUSED,
    "csr.private-key" },
  { "nor one with the certificate", BOUGHT,
    "bundle.private-key+because=bundle.private-key+bundle", KP_JOB_ERROR_REFUSED,
    "bundle.private-key" },
  { "nor another key", BOUGHT, "bundle.key-mismatch+because=bundle.key-mismatch+bundle",
    KP_JOB_ERROR_REFUSED, "bundle.key-mismatch" },
  { "nor no certificate", BOUGHT, "bundle.no-leaf+because=bundle.no-leaf+bundle",
    KP_JOB_ERROR_REFUSED, "bundle.no-leaf" },
  { "another key that nobody saw", BOUGHT, "bundle=bb", KP_JOB_ERROR_REFUSED,
    "another key" },
  { "a CSR after the order", BOUGHT, "csr=bb", KP_JOB_ERROR_NOT_NOW, "ordered already" },
  { "a certificate after it was handed over", BOUGHT " bundle handed", "bundle",
    KP_JOB_ERROR_NOT_NOW, "handed over already" },
  { "a record of another type", BOUGHT, "record=MX", KP_JOB_ERROR_REFUSED, "TXT" },
  { "a record that nobody asks for", ASKED, "record", KP_JOB_ERROR_NOT_NOW, "record" },
  { "no record to be seen", BOUGHT, "seen", KP_JOB_ERROR_NOT_NOW, "record" },
  { "a CA of two lines", BOUGHT, "ca=a\nb", KP_JOB_ERROR_REFUSED, "one line" },
  { "nobody to remind while it is yours", ASKED " csr", "reminded", KP_JOB_ERROR_NOT_NOW,
    "Nobody" },
  { "nor while the CA is at work", BOUGHT, "reminded", KP_JOB_ERROR_NOT_NOW, "Nobody" },
  { "paused", ASKED " pause", "csr", KP_JOB_ERROR_NOT_NOW, "paused" },
  { "back from the first", "start", "back", KP_JOB_ERROR_NOT_NOW, NULL },
  { "abandoned", "start abandon", "subject", KP_JOB_ERROR_NOT_NOW, "ended" },
};

static void
test_refusals (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (refusals); i++)
    {
      Tale tale;
      g_autoptr (KpJob) before = NULL;
      g_autoptr (KpRenewal) gathered = NULL;

      g_test_message ("%s", refusals[i].about);
      tale_begin (&tale, KP_JOB_RENEW, "pexip", NULL);
      tale_tell (&tale, refusals[i].before);
      g_assert_no_error (tale.error);
      before = kp_job_copy (tale.job);
      gathered = kp_renewal_copy (tale.renewal);
      tale_tell (&tale, refusals[i].word);
      g_assert_error (tale.error, KP_JOB_ERROR, (int) refusals[i].code);
      if (refusals[i].says != NULL
          && strstr (tale.error->message, refusals[i].says) == NULL)
        g_error ("“%s” does not say “%s”", tale.error->message, refusals[i].says);
      g_assert_true (kp_job_equal (before, tale.job));
      g_assert_true (kp_renewal_equal (gathered, tale.renewal));
      tale_end (&tale);
    }
}

/* Who can be renewed at all, and what is said to whoever can't. */
static void
test_start (void)
{
  static const struct
  {
    const char *profile;
    gint64 checked_at;
    gint64 locked_at;
    gint64 not_after;
    int code; /* -1: it begins */
    const char *says;
  } rows[] = {
    { "pexip", NOW, NOW - 90 * DAY, 0, -1, NULL },
    { "pexip", NOW, 0, NOW + 5 * DAY, -1, NULL },
    { "pexip", NOW, 0, 0, KP_JOB_ERROR_NOT_OFFERED, "Ask Pexip" },
    { "pexip", 0, 0, 0, KP_JOB_ERROR_NOT_NOW, "Check it first" },
    { "own-server", 0, 0, 0, -1, NULL },
    { "cloud-office", NOW, NOW, 0, KP_JOB_ERROR_NOT_OFFERED, "by itself" },
    { "nobody", NOW, NOW, 0, KP_JOB_ERROR_NOT_OFFERED, "nobody" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      KpSummary summary;
      Tale tale;

      tale_begin (&tale, KP_JOB_RENEW, rows[i].profile, NULL);
      kp_summary_init (&summary);
      summary.checked_at = rows[i].checked_at;
      summary.last_locked_at = rows[i].locked_at;
      summary.not_after = rows[i].not_after;
      kp_site_set_summary (tale.site, &summary);
      tale_tell (&tale, "start");
      if (rows[i].code < 0)
        g_assert_no_error (tale.error);
      else
        {
          g_assert_error (tale.error, KP_JOB_ERROR, rows[i].code);
          g_assert_nonnull (strstr (tale.error->message, rows[i].says));
        }
      tale_end (&tale);
    }
}

/* What is kept of it all, and what a start from the beginning forgets. */
static void
test_gathered (void)
{
  Tale tale;

  tale_begin (&tale, KP_JOB_RENEW, "pexip", NULL);
  tale_tell (&tale,
             ASKED " csr.country+because=csr.country+csr +1 ordered+ca=Example+number=12"
                   " +1 record bundle");
  g_assert_no_error (tale.error);
  g_assert_cmpstr (tale.renewal->csr_spki_sha256, ==, "aa");
  g_assert_cmpint (tale.renewal->csr_at, ==, NOW);
  g_assert_cmpint (tale.renewal->ordered_at, ==, NOW + DAY);
  g_assert_cmpstr (tale.renewal->ca, ==, "Example");
  g_assert_cmpstr (tale.renewal->validation_type, ==, "TXT");
  g_assert_cmpstr (tale.renewal->bundle, ==, "PEM");
  g_assert_cmpstr (kp_overrule_list_find (tale.renewal->overruled, "csr.country"), ==,
                   "The CA knows.");
  g_assert_cmpstr (tale.job->csr_spki_sha256, ==, "aa");
  g_assert_cmpstr (tale.job->order_number, ==, "12");
  g_assert_cmpstr (tale.job->submitted_sha256, ==, "b0");

  tale_tell (&tale, "over");
  g_assert_true (kp_renewal_is_empty (tale.renewal));
  g_assert_null (tale.job->csr_spki_sha256);
  g_assert_null (tale.job->submitted_sha256);
  g_assert_null (tale.job->ca);
  g_assert_cmpint (tale.job->validation_at, ==, 0);
  g_assert_nonnull (tale.job->subject);
  tale_end (&tale);
}

/* A CSR of another key makes the certificate of the first one worthless. */
static void
test_another_key (void)
{
  Tale tale;

  tale_begin (&tale, KP_JOB_RENEW, "pexip", NULL);
  tale_tell (&tale, BOUGHT " bundle back back csr=bb ordered");
  g_assert_no_error (tale.error);
  g_assert_null (tale.job->submitted_sha256);
  tale_tell (&tale, "bundle");
  g_assert_error (tale.error, KP_JOB_ERROR, KP_JOB_ERROR_REFUSED);
  g_clear_error (&tale.error);
  tale_tell (&tale, "bundle=bb");
  g_assert_no_error (tale.error);
  g_assert_cmpint (tale.job->step, ==, KP_JOB_STEP_SUBMIT);
  tale_end (&tale);
}

/* When each step was done: what was skipped never was, and days count from the order. */
static void
test_times (void)
{
  Tale tale;

  tale_begin (&tale, KP_JOB_RENEW, "pexip", NULL);
  tale_tell (&tale, "start +1 subject +1 csr +5 ordered+monday");
  g_assert_no_error (tale.error);
  g_assert_cmpint (tale.job->step_at[KP_JOB_STEP_DETAILS], ==, NOW + DAY);
  g_assert_cmpint (tale.job->step_at[KP_JOB_STEP_HAND_OVER], ==, 0);
  g_assert_cmpint (tale.job->step_at[KP_JOB_STEP_WAIT_PROVIDER], ==, NOW + 2 * DAY);
  g_assert_cmpint (tale.job->step_at[KP_JOB_STEP_BUY], ==, NOW + 4 * DAY);
  g_assert_cmpint (tale.job->since, ==, NOW + 4 * DAY);
  tale_tell (&tale, "bundle handed+ticket=7 +2 answered");
  g_assert_no_error (tale.error);
  g_assert_cmpint (tale.job->said_installed_at, ==, NOW + 9 * DAY);
  g_assert_cmpstr (tale.job->ticket, ==, "7");
  tale_tell (&tale, "back");
  g_assert_cmpint (tale.job->said_installed_at, ==, 0);
  g_assert_cmpint (tale.job->step_at[KP_JOB_STEP_SUBMIT], ==, 0);
  g_assert_cmpint (tale.job->step_at[KP_JOB_STEP_BUY], ==, NOW + 4 * DAY);
  tale_end (&tale);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/renew-job/steps", test_steps);
  g_test_add_func ("/renew-job/refusals", test_refusals);
  g_test_add_func ("/renew-job/start", test_start);
  g_test_add_func ("/renew-job/gathered", test_gathered);
  g_test_add_func ("/renew-job/another-key", test_another_key);
  g_test_add_func ("/renew-job/times", test_times);

  return g_test_run ();
}
