/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/job/renew-job.h"

#include <string.h>

#include "core/job/job-line.h"
#include "core/job/job-rules.h"
#include "core/provider/catalogue.h"

/* 2026-11-22T08:10:00Z */
#define NOW G_GINT64_CONSTANT (1795335000)
#define DAY G_GINT64_CONSTANT (86400)

/* A job told in words, one event after the other. */
typedef struct
{
  KpCatalogue *catalogue;
  KpSite *site;
  KpJobFacts facts;
  KpJob *job;
  KpRenewal *renewal; /* all that was gathered */
  GError *error;
} Tale;

static void
tale_begin (Tale *tale, const char *profile, const char *channel)
{
  KpSummary summary;

  memset (tale, 0, sizeof *tale);
  tale->catalogue = kp_catalogue_new (NULL);
  tale->site = kp_site_new ("my.kite.example", 443, profile);
  kp_site_set_id (tale->site, 5);
  kp_summary_init (&summary);
  summary.checked_at = NOW - DAY;
  summary.last_locked_at = NOW - DAY;
  kp_site_set_summary (tale->site, &summary);
  tale->facts.site = tale->site;
  tale->facts.profile = kp_catalogue_find (tale->catalogue, profile);
  tale->facts.channel = channel;
  tale->facts.customer_changes_dns = TRUE;
  tale->facts.now = NOW;
  tale->renewal = kp_renewal_new (0);
}

static void
tale_end (Tale *tale)
{
  g_clear_pointer (&tale->renewal, kp_renewal_free);
  g_clear_pointer (&tale->job, kp_job_free);
  g_clear_error (&tale->error);
  g_clear_object (&tale->site);
  g_clear_object (&tale->catalogue);
}

/* As the store does. */
static void
take (Tale *tale, KpJob *after, KpRenewal *changes)
{
  if (changes != NULL && changes->anew)
    {
      kp_renewal_free (tale->renewal);
      tale->renewal = kp_renewal_new (0);
    }
  if (changes != NULL)
    kp_renewal_apply (tale->renewal, changes);
  kp_renewal_free (changes);
  if (after == NULL)
    {
      g_assert_nonnull (tale->error);
      return;
    }
  g_assert_no_error (tale->error);
  kp_job_free (tale->job);
  tale->job = after;
}

static gboolean
take_verb (Tale *tale, const char *word)
{
  static const char *const words[] = { [KP_JOB_VERB_BACK] = "back",
                                       [KP_JOB_VERB_PAUSE] = "pause",
                                       [KP_JOB_VERB_RESUME] = "resume",
                                       [KP_JOB_VERB_START_OVER] = "over",
                                       [KP_JOB_VERB_ABANDON] = "abandon" };

  for (guint i = 0; i < G_N_ELEMENTS (words); i++)
    if (g_str_equal (word, words[i]))
      {
        KpRenewal *changes = NULL;
        KpJob *after = kp_job_do (tale->job, i, &tale->facts, &changes, &tale->error);

        take (tale, after, changes);
        return TRUE;
      }
  return FALSE;
}

/* What is given in one go, and what it points to. */
typedef struct
{
  KpJobInput input;
  KpGivenCsr csr;
  KpGivenBundle bundle;
  GPtrArray *findings;
  GPtrArray *overruled;
  GBytes *der;
} Gift;

static void
add_finding (Gift *gift, const char *word)
{
  KpFindingId id;

  if (!kp_finding_id_from_string (word, &id))
    return;
  g_ptr_array_add (gift->findings, kp_finding_new (id, NULL, "It is so.", "Do that."));
}

/* "csr" and "bundle" are of the key "aa", "csr=bb" of another; an id of a finding is what
 * the look at it gave, "because=ID" sets it aside. */
static void
fill (Gift *gift, const char *word, gint64 now)
{
  KpJobInput *input = &gift->input;
  const char *value = strchr (word, '=');

  value = value != NULL ? value + 1 : "aa";
  input->confirmed |= g_str_equal (word, "confirm");
  input->handed_over |= g_str_equal (word, "handed");
  input->answered |= g_str_equal (word, "answered");
  input->ordered |= g_str_equal (word, "ordered");
  input->reminded |= g_str_equal (word, "reminded");
  input->validation_seen |= g_str_equal (word, "seen");
  if (g_str_equal (word, "subject"))
    input->subject = "{\"organization\":\"Kite Ltd\"}";
  else if (g_str_has_prefix (word, "csr") && word[3] != '.')
    {
      gift->csr = (KpGivenCsr){ gift->der, "c0", value, gift->findings };
      input->csr = &gift->csr;
    }
  else if (g_str_has_prefix (word, "bundle") && word[6] != '.')
    {
      gift->bundle = (KpGivenBundle){ "PEM", "b0", value, NOW + 200 * DAY, gift->findings };
      input->bundle = &gift->bundle;
    }
  else if (g_str_has_prefix (word, "because="))
    g_ptr_array_add (gift->overruled, kp_overrule_new (value, "The CA knows."));
  else if (g_str_has_prefix (word, "ticket="))
    input->ticket = value;
  else if (g_str_has_prefix (word, "number="))
    input->order_number = value;
  else if (g_str_has_prefix (word, "ca="))
    input->ca = value;
  else if (g_str_equal (word, "monday"))
    input->ordered_at = now - 3 * DAY;
  else if (g_str_has_prefix (word, "record"))
    {
      input->validation_name = "_dnsauth.my.kite.example";
      input->validation_type = strchr (word, '=') != NULL ? value : "txt";
      input->validation_value = "4711";
    }
  else
    add_finding (gift, word);
}

static void
give (Tale *tale, const char *words)
{
  g_auto (GStrv) given = g_strsplit (words, "+", -1);
  Gift gift = { { FALSE } };
  KpRenewal *changes = NULL;
  KpJob *after;

  gift.findings = g_ptr_array_new_with_free_func ((GDestroyNotify) kp_finding_unref);
  gift.overruled = kp_overrule_list_new ();
  gift.der = g_bytes_new_static ("DER", 3);
  gift.input.overruled = gift.overruled;
  for (guint i = 0; given[i] != NULL; i++)
    fill (&gift, given[i], tale->facts.now);
  after = kp_job_next (tale->job, &tale->facts, &gift.input, &changes, &tale->error);
  take (tale, after, changes);
  g_ptr_array_unref (gift.findings);
  g_ptr_array_unref (gift.overruled);
  g_bytes_unref (gift.der);
}

/* "+1" is a day that passes. */
static void
tell (Tale *tale, const char *words)
{
  g_auto (GStrv) parts = g_strsplit (words, " ", -1);

  for (guint i = 0; parts[i] != NULL && tale->error == NULL; i++)
    {
      if (parts[i][0] == '+')
        tale->facts.now += g_ascii_strtoll (parts[i] + 1, NULL, 10) * DAY;
      else if (g_str_equal (parts[i], "start"))
        take (tale, kp_renew_job_start (&tale->facts, &tale->error), NULL);
      else if (!take_verb (tale, parts[i]))
        give (tale, parts[i]);
    }
}

static char *
list_needs (const Tale *tale)
{
  KpJobNeed needs = kp_job_get_needs (tale->job, &tale->facts);
  g_autoptr (GString) words = g_string_new (NULL);

  for (guint i = 0; i < KP_JOB_NEEDS; i++)
    if (needs & (1u << i))
      g_string_append_printf (words, "%s%s", words->len > 0 ? " " : "",
                              kp_job_need_to_string (1u << i));
  return g_string_free (g_steal_pointer (&words), FALSE);
}

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
      tale_begin (&tale, tales[i].profile, tales[i].channel);
      tell (&tale, tales[i].words);
      g_assert_no_error (tale.error);
      needs = list_needs (&tale);
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
      tale_begin (&tale, "pexip", NULL);
      tell (&tale, refusals[i].before);
      g_assert_no_error (tale.error);
      before = kp_job_copy (tale.job);
      gathered = kp_renewal_copy (tale.renewal);
      tell (&tale, refusals[i].word);
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

      tale_begin (&tale, rows[i].profile, NULL);
      kp_summary_init (&summary);
      summary.checked_at = rows[i].checked_at;
      summary.last_locked_at = rows[i].locked_at;
      summary.not_after = rows[i].not_after;
      kp_site_set_summary (tale.site, &summary);
      tell (&tale, "start");
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

  tale_begin (&tale, "pexip", NULL);
  tell (&tale, ASKED " csr.country+because=csr.country+csr +1 ordered+ca=Example+number=12"
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

  tell (&tale, "over");
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

  tale_begin (&tale, "pexip", NULL);
  tell (&tale, BOUGHT " bundle back back csr=bb ordered");
  g_assert_no_error (tale.error);
  g_assert_null (tale.job->submitted_sha256);
  tell (&tale, "bundle");
  g_assert_error (tale.error, KP_JOB_ERROR, KP_JOB_ERROR_REFUSED);
  g_clear_error (&tale.error);
  tell (&tale, "bundle=bb");
  g_assert_no_error (tale.error);
  g_assert_cmpint (tale.job->step, ==, KP_JOB_STEP_SUBMIT);
  tale_end (&tale);
}

/* When each step was done: what was skipped never was, and days count from the order. */
static void
test_times (void)
{
  Tale tale;

  tale_begin (&tale, "pexip", NULL);
  tell (&tale, "start +1 subject +1 csr +5 ordered+monday");
  g_assert_no_error (tale.error);
  g_assert_cmpint (tale.job->step_at[KP_JOB_STEP_DETAILS], ==, NOW + DAY);
  g_assert_cmpint (tale.job->step_at[KP_JOB_STEP_HAND_OVER], ==, 0);
  g_assert_cmpint (tale.job->step_at[KP_JOB_STEP_WAIT_PROVIDER], ==, NOW + 2 * DAY);
  g_assert_cmpint (tale.job->step_at[KP_JOB_STEP_BUY], ==, NOW + 4 * DAY);
  g_assert_cmpint (tale.job->since, ==, NOW + 4 * DAY);
  tell (&tale, "bundle handed+ticket=7 +2 answered");
  g_assert_no_error (tale.error);
  g_assert_cmpint (tale.job->said_installed_at, ==, NOW + 9 * DAY);
  g_assert_cmpstr (tale.job->ticket, ==, "7");
  tell (&tale, "back");
  g_assert_cmpint (tale.job->said_installed_at, ==, 0);
  g_assert_cmpint (tale.job->step_at[KP_JOB_STEP_SUBMIT], ==, 0);
  g_assert_cmpint (tale.job->step_at[KP_JOB_STEP_BUY], ==, NOW + 4 * DAY);
  tale_end (&tale);
}

/* What the journal tells of the last word. */
static void
test_journal (void)
{
  static const struct
  {
    const char *channel;
    const char *before;
    const char *word;
    const char *says;
  } rows[] = {
    { NULL, "start", "subject", "details confirmed" },
    { NULL, "start subject", "handed+ticket=12", "Handed to Pexip, ticket 12." },
    { "rt", "start subject", "handed", "Request to Pexip written." },
    { NULL, ASKED, "csr", "SHA-256 of its key aa." },
    { NULL, ASKED, "csr.country+because=csr.country+csr",
      "“csr.country” was set aside: The CA knows." },
    { NULL, ASKED " csr", "ordered", "Certificate ordered." },
    { NULL, ASKED " csr", "ordered+ca=Example+number=12",
      "Certificate ordered: Example, 12." },
    { NULL, BOUGHT, "number=12", "Noted of the order: 12." },
    { NULL, BOUGHT, "record", "TXT record at _dnsauth.my.kite.example" },
    { NULL, BOUGHT " record", "seen", "is there" },
    { NULL, BOUGHT, "bundle", "valid until 10 June 2027, SHA-256 b0." },
    { "rt", BOUGHT " bundle", "handed", "Request with the certificate to Pexip written." },
    { NULL, BOUGHT " bundle", "handed", "Certificate handed to Pexip" },
    { NULL, BOUGHT " bundle handed", "answered", "Pexip said that it is installed." },
    { NULL, BOUGHT " bundle handed", "reminded", "provider was reminded" },
    { NULL, BOUGHT, "back", "One step back" },
    { NULL, BOUGHT, "over", "started over" },
    { NULL, BOUGHT, "abandon", "abandoned" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autoptr (KpJob) before = NULL;
      g_autofree char *text = NULL;
      Tale tale;

      tale_begin (&tale, "pexip", rows[i].channel);
      tell (&tale, rows[i].before);
      before = kp_job_copy (tale.job);
      kp_renewal_free (tale.renewal);
      tale.renewal = kp_renewal_new (0);
      tell (&tale, rows[i].word);
      g_assert_no_error (tale.error);
      text = kp_job_describe_change (before, tale.job, &tale.facts, tale.renewal);
      g_assert_nonnull (text);
      if (strstr (text, rows[i].says) == NULL)
        g_error ("“%s” does not say “%s”", text, rows[i].says);
      tale_end (&tale);
    }
}

/* What stays behind is said before it is done. */
static void
test_left (void)
{
  static const struct
  {
    const char *words;
    KpJobVerb verb;
    const char *says;
    const char *says_not;
  } rows[] = {
    { "start subject", KP_JOB_VERB_ABANDON, "Nothing outside", NULL },
    { ASKED, KP_JOB_VERB_ABANDON, "What was handed to Pexip", "order" },
    { "start subject handed+ticket=12", KP_JOB_VERB_BACK, "Ticket 12", NULL },
    { "start csr ordered+ca=Example", KP_JOB_VERB_ABANDON, "order at Example stays",
      "Pexip" },
    { BOUGHT, KP_JOB_VERB_BACK, "order at the CA stays", "Pexip" },
    { BOUGHT " bundle", KP_JOB_VERB_BACK, "Nothing outside", NULL },
    { BOUGHT " bundle handed", KP_JOB_VERB_BACK, "What was handed to Pexip", "order" },
    { BOUGHT, KP_JOB_VERB_START_OVER, "details are kept", NULL },
    { ASKED, KP_JOB_VERB_PAUSE, "no day runs out", NULL },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autofree char *text = NULL;
      Tale tale;

      tale_begin (&tale, "pexip", NULL);
      tell (&tale, rows[i].words);
      g_assert_no_error (tale.error);
      text = kp_job_describe_left (tale.job, rows[i].verb, &tale.facts);
      if (strstr (text, rows[i].says) == NULL)
        g_error ("“%s” does not say “%s”", text, rows[i].says);
      g_assert_true (rows[i].says_not == NULL || strstr (text, rows[i].says_not) == NULL);
      tale_end (&tale);
    }
}

static char *
draw (const Tale *tale)
{
  static const char *const marks[] = { "+", "*", "-" };
  g_autoptr (GPtrArray) lines = kp_job_get_lines (tale->job, &tale->facts, NULL, NULL);
  g_autoptr (GString) text = g_string_new (NULL);

  for (guint i = 0; i < lines->len; i++)
    {
      const KpJobLine *line = g_ptr_array_index (lines, i);

      g_string_append_printf (text, "%s%s%s", text->len > 0 ? " " : "", marks[line->state],
                              line->id);
      if (line->state == KP_JOB_LINE_NOW)
        g_string_append_printf (text, ":%s", kp_turn_to_string (line->who));
      if (line->result != NULL)
        g_string_append_printf (text, "(%s)", line->result);
    }
  return g_string_free (g_steal_pointer (&text), FALSE);
}

/* The timeline over both requests and the CA. */
static void
test_lines (void)
{
  static const struct
  {
    const char *profile;
    const char *words;
    const char *lines;
  } rows[] = {
    { "pexip", "start",
      "*details:you -hand-over -csr -order -certificate -submit -install -proven" },
    { "pexip", "start subject handed+ticket=12",
      "+details +hand-over(ticket 12) *csr:provider -order -certificate -submit -install "
      "-proven" },
    { "pexip", "start csr ordered+ca=Example+number=12",
      "+details(skipped) +hand-over(skipped) +csr +order(Example, order 12) "
      "*certificate:ca -submit -install -proven" },
    { "pexip", BOUGHT " record",
      "+details +hand-over +csr +order *record:customer -certificate -submit -install "
      "-proven" },
    { "pexip", BOUGHT " record seen",
      "+details +hand-over +csr +order +record *certificate:ca -submit -install -proven" },
    { "pexip", "start subject handed+ticket=12 csr ordered bundle handed+ticket=13",
      "+details +hand-over +csr +order +certificate(valid until 10 June 2027) "
      "+submit(ticket 13) *install:provider -proven" },
    { "pexip", BOUGHT " bundle handed answered",
      "+details +hand-over +csr +order +certificate(valid until 10 June 2027) +submit "
      "+install *proven:nobody" },
    { "own-server", "start confirm csr ordered bundle handed",
      "+details +csr +order +certificate(valid until 10 June 2027) +submit *install:you "
      "-proven" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autofree char *lines = NULL;
      Tale tale;

      tale_begin (&tale, rows[i].profile, NULL);
      tell (&tale, rows[i].words);
      g_assert_no_error (tale.error);
      lines = draw (&tale);
      g_assert_cmpstr (lines, ==, rows[i].lines);
      tale_end (&tale);
    }
}

int
main (int argc, char **argv)
{
  g_setenv ("TZ", "UTC", TRUE);
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/renew-job/steps", test_steps);
  g_test_add_func ("/renew-job/refusals", test_refusals);
  g_test_add_func ("/renew-job/start", test_start);
  g_test_add_func ("/renew-job/gathered", test_gathered);
  g_test_add_func ("/renew-job/another-key", test_another_key);
  g_test_add_func ("/renew-job/times", test_times);
  g_test_add_func ("/renew-job/journal", test_journal);
  g_test_add_func ("/renew-job/left", test_left);
  g_test_add_func ("/renew-job/lines", test_lines);

  return g_test_run ();
}
