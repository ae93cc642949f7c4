/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "fuzz.h"

#include "core/dns/caa.h"
#include "core/dns/rdata.h"

#define MAX_RECORDS 20

static const char *const issuers[] = { "letsencrypt.org", NULL };

static void
add (GPtrArray *set, const char *data)
{
  g_ptr_array_add (set, kp_record_new (KP_RECORD_CAA, "example.com", 300, data));
}

static void
check_set (GPtrArray *set)
{
  for (int wildcard = FALSE; wildcard <= TRUE; wildcard++)
    {
      KpCaaJudgement one = kp_caa_judge (set, issuers, wildcard);
      KpCaaJudgement any = kp_caa_judge (set, NULL, wildcard);

      /* Of a CA that is not known only what holds for each is said. */
      g_assert_cmpint (any, !=, KP_CAA_FORBIDS);
      g_assert_true ((one == KP_CAA_FORBIDS_ALL) == (any == KP_CAA_FORBIDS_ALL));
      g_assert_true (any != KP_CAA_ALLOWS || one == KP_CAA_ALLOWS);
    }
}

/* Whatever stands beside it: what names a CA by the book lets somebody issue, and nothing
 * takes away what a tag that nobody knows forbids. */
static void
check_additions (GPtrArray *set)
{
  KpCaaJudgement judgement;

  add (set, "0 issue \"letsencrypt.org\"");
  judgement = kp_caa_judge (set, issuers, FALSE);
  g_assert_cmpint (judgement, !=, KP_CAA_FORBIDS_ALL);
  add (set, "128 nobodyknowsthis \"\"");
  judgement = kp_caa_judge (set, issuers, FALSE);
  g_assert_true (judgement == KP_CAA_FORBIDS || judgement == KP_CAA_CANT_TELL);
}

/* The bytes are records as a store may hold them, one a line, and the RDATA of one. */
int
LLVMFuzzerTestOneInput (const uint8_t *data, size_t size)
{
  g_autoptr (GPtrArray) set =
      g_ptr_array_new_with_free_func ((GDestroyNotify) kp_record_unref);
  g_autofree char *text = g_strndup ((const char *) data, size);
  g_auto (GStrv) lines = g_strsplit (text, "\n", MAX_RECORDS);
  g_autoptr (GPtrArray) single =
      g_ptr_array_new_with_free_func ((GDestroyNotify) kp_record_unref);
  KpWire wire = { data, size };
  g_autofree char *record = kp_rdata_to_text (KP_RECORD_CAA, &wire, 0, size, NULL);

  for (guint i = 0; lines[i] != NULL; i++)
    add (set, lines[i]);
  check_set (set);
  check_additions (set);
  if (record != NULL)
    {
      add (single, record);
      check_set (single);
      /* What a decoder wrote can be read. */
      add (single, "0 issue \";\"");
      g_assert_cmpint (kp_caa_judge (single, NULL, FALSE), !=, KP_CAA_ALLOWS);
    }
  return 0;
}
