/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What is said of a renewal: journal, what stays behind, timeline. */
#include "core/job/job-line.h"
#include "core/job/job-rules.h"
#include "core/model/sentence.h"
#include "job/tale.h"

#include <string.h>

#define ASKED "start subject handed"
#define BOUGHT ASKED " csr ordered"

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
      g_autofree char *kept = NULL;
      g_autofree char *text = NULL;
      Tale tale;

      tale_begin (&tale, KP_JOB_RENEW, "pexip", rows[i].channel);
      tale_tell (&tale, rows[i].before);
      before = kp_job_copy (tale.job);
      kp_renewal_free (tale.renewal);
      tale.renewal = kp_renewal_new (0);
      tale_tell (&tale, rows[i].word);
      g_assert_no_error (tale.error);
      kept = kp_job_describe_change (before, tale.job, &tale.facts, tale.renewal);
      text = kp_sentence_tell (kept);
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

      tale_begin (&tale, KP_JOB_RENEW, "pexip", NULL);
      tale_tell (&tale, rows[i].words);
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

      tale_begin (&tale, KP_JOB_RENEW, rows[i].profile, NULL);
      tale_tell (&tale, rows[i].words);
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

  g_test_add_func ("/renew-job-words/journal", test_journal);
  g_test_add_func ("/renew-job-words/left", test_left);
  g_test_add_func ("/renew-job-words/lines", test_lines);

  return g_test_run ();
}
