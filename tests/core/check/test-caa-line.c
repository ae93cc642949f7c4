/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "check/story.h"

#include "core/check/caa-line.h"

/* What CAA says of the CA that is meant. */
static const struct
{
  const char *words, *issuer, *ca, *said;
  gboolean blocks;
} rows[] = {
  { "cloud-office", "DigiCert G2", NULL, "There is no CAA record: any CA may issue.",
    FALSE },
  { "cloud-office caa=digicert.com", "DigiCert G2", NULL, "CAA allows DigiCert to issue.",
    FALSE },
  { "cloud-office caa=digicert.com", "R3", NULL,
    "CAA does not allow Let's Encrypt to issue.", TRUE },
  { "cloud-office caa=digicert.com", "R3", "DigiCert", "CAA allows DigiCert to issue.",
    FALSE },
  { "cloud-office caa=digicert.com", "DigiCert G2", "Sectigo",
    "CAA does not allow Sectigo to issue.", TRUE },
  { "cloud-office caa=digicert.com", "DigiCert G2", "My Own CA",
    "There are CAA records at kite.example (0 issue \"digicert.com\"): they must name the "
    "CA "
    "that you buy from.",
    FALSE },
  { "cloud-office caa=;", "DigiCert G2", NULL, "CAA allows no CA to issue a certificate.",
    TRUE },
  { "cloud-office caa-failed", "DigiCert G2", NULL,
    "The CAA records can’t be read, which a CA must take as no permission.", TRUE },
};

static void
test_table (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      Story *story = story_new (rows[i].words);
      g_autoptr (KpVerdict) verdict = NULL;
      g_autofree char *said = NULL;
      gboolean blocks = !rows[i].blocks;
      const KpProbe *shown;

      verdict = story_check (story, SCENE_NOW, "leads|leads|leads", "good");
      shown = verdict->shown;
      g_assert_nonnull (shown);
      g_free (shown->certificate->issuer);
      shown->certificate->issuer = g_strdup (rows[i].issuer);
      said = kp_caa_line_describe (verdict, story->observation, story->judgement.profile,
                                   rows[i].ca, &blocks);
      g_test_message ("%s", rows[i].words);
      g_assert_cmpstr (said, ==, rows[i].said);
      g_assert_cmpint (blocks, ==, rows[i].blocks);
      story_free (story);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/caa-line/table", test_table);
  return g_test_run ();
}
