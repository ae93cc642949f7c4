/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/model/sentence.h"

#include <glib/gi18n.h>
#include <string.h>

#include "core/base/time-text.h"
#include "core/model/sentence-private.h"
#include "model/german.h"

#define END 1801137600 /* 28 January 2027 */

static guint
count_values (const KpSentenceForm *form)
{
  return strchr (">+", *form->values) != NULL ? 0 : (guint) strlen (form->values);
}

static guint
count_places (const char *text)
{
  guint n = 0;

  for (const char *p = strchr (text, '%'); p != NULL; p = strchr (p + 1, '%'))
    n++;
  return n;
}

/* What is kept is found again by its word, and a place of the text is there for each of its
 * values. */
static void
test_table (void)
{
  g_autoptr (GHashTable) words = g_hash_table_new (g_str_hash, g_str_equal);

  for (guint i = 0; i < KP_SENTENCE_N; i++)
    {
      const KpSentenceForm *form = &kp_sentence_forms[i];

      g_assert_cmpuint (form->sentence, ==, i);
      g_assert_true (g_hash_table_add (words, (gpointer) form->word));
      for (const char *p = form->word; *p != '\0'; p++)
        g_assert_true (g_ascii_islower (*p) || *p == '.' || *p == '-');
      for (const char *p = form->values; *p != '\0'; p++)
        g_assert_nonnull (strchr ("skude>+", *p));
      g_assert_cmpuint (count_places (form->text), ==, count_values (form));
    }
}

/* @kept: (transfer full) */
static void
check (char *kept, const char *wanted)
{
  g_autofree char *owned = kept;
  g_autofree char *told = kp_sentence_tell (kept);

  g_assert_true (*kept == '\t');
  g_assert_null (strchr (kept, '\n'));
  g_assert_cmpstr (told, ==, wanted);
}

static void
test_values (void)
{
  g_autofree char *long_one = g_strnfill (2 * KP_SENTENCE_MAX_VALUE, 'x');
  g_autofree char *cut = g_strnfill (KP_SENTENCE_MAX_VALUE, 'x');
  g_autofree char *told = g_strconcat ("Handed to ", cut, "….", NULL);

  check (kp_sentence_keep (KP_SENTENCE_JOB_PAUSED, NULL), "The job was paused.");
  check (kp_sentence_keep (KP_SENTENCE_JOB_HANDED_TICKET, "Pexip", "12", NULL),
         "Handed to Pexip, ticket 12.");
  check (kp_sentence_keep_number (KP_SENTENCE_JOB_CHANGED, NULL, END),
         "The DNS record was changed on 28 January 2027, as you say.");
  check (kp_sentence_keep (KP_SENTENCE_EDIT_TARGET, "", "a.example", NULL),
         "Target: – → a.example");
  check (kp_sentence_keep (KP_SENTENCE_JOB_TARGET, "Pexip", NULL),
         "Pexip gave the target –.");
  check (kp_sentence_keep (KP_SENTENCE_JOB_HANDED, long_one, NULL), told);
  /* What others gave is a value, whatever is in it. */
  check (
      kp_sentence_keep (KP_SENTENCE_JOB_HANDED, "\tjob.paused\n\\t%s \x01%1$s\xff", NULL),
      "Handed to  job.paused \\t%s  %1$s\xef\xbf\xbd.");
}

/* A sentence may be a value of another, which may be one again. */
static void
test_nested (void)
{
  g_autofree char *inner = kp_sentence_keep (KP_SENTENCE_JOB_HANDED, "C:\\new\\temp", NULL);
  g_autofree char *middle =
      kp_sentence_keep (KP_SENTENCE_REQUEST_REFUSED, "KP-2", inner, NULL);

  check (kp_sentence_keep (KP_SENTENCE_REQUEST_REFUSED, "KP-1", middle, NULL),
         "Request KP-1 refused: Request KP-2 refused: Handed to C:\\new\\temp.");
  check (kp_sentence_keep (KP_SENTENCE_REQUEST_REFUSED, "KP-1", "We don’t do that.", NULL),
         "Request KP-1 refused: We don’t do that.");
}

static void
test_several (void)
{
  g_autoptr (GString) text = g_string_new (NULL);
  g_autofree char *told = NULL;
  g_autofree char *list = NULL;

  kp_sentence_add (text, kp_sentence_keep (KP_SENTENCE_EDIT_NOTE, NULL));
  kp_sentence_add (text, kp_sentence_keep (KP_SENTENCE_EDIT_PROXIED, NULL));
  told = kp_sentence_tell (text->str);
  list = kp_sentence_tell_list (text->str, "; ");
  g_assert_cmpstr (told, ==, "Note changed Marked as behind a proxy");
  g_assert_cmpstr (list, ==, "Note changed; Marked as behind a proxy");
}

/* What older and newer versions keep, and what a damaged store holds. */
static void
test_others (void)
{
  static const struct
  {
    const char *kept;
    const char *told;
  } rows[] = {
    { "Der Vorgang wurde pausiert.", "Der Vorgang wurde pausiert." },
    { "Two\nlines\twith a tab", "Two\nlines\twith a tab" },
    { "", "" },
    { NULL, NULL },
    { "\t", "" },
    { "\tjob.of-tomorrow\tPexip\t12", "job.of-tomorrow Pexip 12" },
    { "\tjob.paused\n\tjob.of-tomorrow", "The job was paused. job.of-tomorrow" },
    { "\tjob.paused\nand more", "The job was paused. and more" },
    { "\tjob.paused\tmore\tthan\tit\ttakes\tat\tall", "The job was paused." },
    { "\tjob.handed", "Handed to –." },
    { "\tjob.handed\t", "Handed to –." },
    { "\tjob.handed\tPexip\\", "Handed to Pexip\\." },
    { "\tjob.changed\tyesterday", "The DNS record was changed on –, as you say." },
    { "\tjob.changed\t9223372036854775807",
      "The DNS record was changed on –, as you say." },
    { "\trequest.refused\tKP\t\\trequest.refused\\tKP\\t\\\\trequest.refused",
      "Request KP refused: Request KP refused: Request – refused: –" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autofree char *told = kp_sentence_tell (rows[i].kept);

      g_assert_cmpstr (told, ==, rows[i].told);
    }
}

/* What was kept without a language is told in that of whoever reads it, but for what was
 * given by others. */
static void
test_german (void)
{
  g_autofree char *kept =
      kp_sentence_keep (KP_SENTENCE_JOB_TARGET, "The job was paused.", "a.example", NULL);
  g_autofree char *paused = kp_sentence_keep (KP_SENTENCE_JOB_PAUSED, NULL);
  g_autofree char *dated = kp_sentence_keep_number (KP_SENTENCE_JOB_CHANGED, NULL, END);
  g_autofree char *told = NULL;
  g_autofree char *target = NULL;
  g_autofree char *changed = NULL;
  g_autofree char *day = NULL;
  g_autofree char *wanted = NULL;
  German *german = german_begin ();

  for (guint i = 0; i < KP_SENTENCE_N; i++)
    g_assert_nonnull (kp_sentence_forms[i].text);
  told = kp_sentence_tell (paused);
  target = kp_sentence_tell (kept);
  changed = kp_sentence_tell (dated);
  day = kp_time_format_date (END);
  wanted = g_strdup (_ ("The job was paused."));
  german_end (german);

  g_assert_cmpstr (wanted, !=, "The job was paused.");
  g_assert_cmpstr (told, ==, wanted);
  g_assert_nonnull (strstr (target, "The job was paused."));
  g_assert_nonnull (strstr (target, "a.example"));
  g_assert_null (strstr (target, "gave the target"));
  g_assert_nonnull (strstr (changed, day));
  g_assert_cmpstr (day, !=, "28 January 2027");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/sentence/table", test_table);
  g_test_add_func ("/sentence/values", test_values);
  g_test_add_func ("/sentence/nested", test_nested);
  g_test_add_func ("/sentence/several", test_several);
  g_test_add_func ("/sentence/others", test_others);
  g_test_add_func ("/sentence/german", test_german);
  return g_test_run ();
}
