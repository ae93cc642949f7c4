/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "fuzz.h"

#include <string.h>

#include "core/model/journal-event.h"
#include "core/model/sentence.h"

/* Whatever a store holds is told in text that can be shown, and a finished text as it is.
 */
static void
check_told (const char *text)
{
  static const char *const kinds[] = { "edited", "job", "request", "note" };
  g_autofree char *told = kp_sentence_tell (text);

  g_assert_true (g_utf8_validate (told, -1, NULL));
  g_assert_true (*text == '\t' || strcmp (told, text) == 0);
  for (guint i = 0; i < G_N_ELEMENTS (kinds); i++)
    {
      g_autoptr (KpJournalEvent) event = kp_journal_event_new (1, 1, kinds[i], text);
      g_autofree char *sentence = kp_journal_event_format (event);

      g_assert_true (g_utf8_validate (sentence, -1, NULL));
    }
}

/* What goes in a sentence stays within it: it adds no other, and is told as it was given.
 */
static void
check_kept (const char *text)
{
  g_autofree char *foreign = kp_sentence_keep_foreign (text);
  g_autofree char *inner = kp_sentence_keep (KP_SENTENCE_JOB_TARGET, text, text, NULL);
  g_autofree char *outer =
      kp_sentence_keep (KP_SENTENCE_REQUEST_REFUSED, text, inner, NULL);
  g_autofree char *told = kp_sentence_tell (outer);
  g_autofree char *told_inner = kp_sentence_tell (inner);

  g_assert_true (*foreign != '\t');
  g_assert_true (g_str_has_prefix (outer, "\trequest.refused\t"));
  g_assert_null (strchr (outer, '\n'));
  g_assert_null (strpbrk (told, "\t\n"));
  g_assert_true (g_str_has_suffix (told, told_inner));
}

int
LLVMFuzzerTestOneInput (const uint8_t *data, size_t size)
{
  g_autofree char *octets = g_strndup ((const char *) data, size);
  g_autofree char *text = g_utf8_make_valid (octets, -1);

  check_told (text);
  check_kept (octets);
  return 0;
}
