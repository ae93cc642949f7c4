/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/job/intake.h"

#include <string.h>

#include "certificate/authority.h"
#include "waiting.h"

#define NAMED(host) "cn = \"" host "\"\ndns_name = \"" host "\"\n"

static const AuthorityOrder orders[] = {
  { "root", "root", NULL, -100, 3000, NULL, AUTHORITY_CA "cn = \"Test Root\"\n" },
  { "inter", "inter", "root", -50, 900, NULL, AUTHORITY_CA "cn = \"Test CA\"\n" },
  { "a", "ka", "inter", -1, 39, NULL, AUTHORITY_LEAF ("a.example.com") },
  { "a-old", "ka", "inter", -30, 9, NULL, AUTHORITY_LEAF ("a.example.com") },
  { "ab", "kab", "inter", -1, 39, NULL,
    AUTHORITY_LEAF ("a.example.com") "dns_name = \"b.example.com\"\n" },
  { "wild", "kw", "inter", -1, 39, NULL, AUTHORITY_LEAF ("*.example.com") },
  { "far", "kf", "inter", -1, 39, NULL, AUTHORITY_LEAF ("my.other.example") },
};

static const struct
{
  const char *name;
  const char *key;
  const char *template;
} requests[] = {
  { "r-a", "ka", NAMED ("a.example.com") },
  { "r-a2", "ka2", NAMED ("a.example.com") },
  { "r-ab", "kab", NAMED ("a.example.com") "dns_name = \"b.example.com\"\n" },
  { "r-w", "kw", NAMED ("*.example.com") },
  { "r-far", "kf", NAMED ("my.other.example") },
};

static GHashTable *ders;  /* name => GBytes */
static GHashTable *spkis; /* name of a key => its fingerprint */

/* "key" is a private key that lies in the same file. */
static void
add_papers (KpIntake *intake, const char *given)
{
  g_auto (GStrv) papers = g_strsplit (given, " ", -1);

  for (guint i = 0; papers[i] != NULL; i++)
    {
      g_auto (GStrv) names = g_strsplit (papers[i], "+", -1);
      KpDocument *document = kp_document_new ();

      for (guint j = 0; names[j] != NULL; j++)
        if (g_str_equal (names[j], "key"))
          document->private_key = KP_PRIVATE_KEY_PEM;
        else if (g_hash_table_contains (ders, names[j]))
          kp_document_read (document, g_hash_table_lookup (ders, names[j]), names[j]);
      kp_intake_take_document (intake, document, papers[i]);
    }
}

static KpJobStep
find_step (const char *word)
{
  for (int step = KP_JOB_STEP_NAME; step < KP_JOB_N_STEPS; step++)
    if (g_str_equal (kp_job_step_to_string (step), word))
      return step;
  g_assert_not_reached ();
}

/* "a=STEP[/KEY[/CERTIFICATE]]": the job of a.example.com stands at that step, with that
 * key, and that certificate; "a=none", "a=secure" and "a=paused" are what they say. */
static void
add_site (KpIntake *intake, const char *text, gint64 id)
{
  g_auto (GStrv) halves = g_strsplit (text, "=", 2);
  g_auto (GStrv) words = g_strsplit (halves[1], "/", 3);
  g_autofree char *host = g_strconcat (halves[0], ".example.com", NULL);
  g_autoptr (KpSite) site = kp_site_new (host, 443, "own-server");
  g_autoptr (KpJob) job = NULL;

  kp_site_set_id (site, id);
  if (!g_str_equal (words[0], "none"))
    {
      gboolean secure = g_str_equal (words[0], "secure");
      gboolean paused = g_str_equal (words[0], "paused");

      job = kp_job_new (id, secure ? KP_JOB_SECURE : KP_JOB_RENEW, authority_now ());
      if (paused)
        job->paused_at = authority_now ();
      else if (!secure)
        job->step = find_step (words[0]);
      if (words[1] != NULL)
        job->csr_spki_sha256 = g_strdup (g_hash_table_lookup (spkis, words[1]));
      if (words[1] != NULL && words[2] != NULL)
        {
          g_autoptr (KpCertificateFacts) facts = authority_facts (words[2]);

          job->submitted_sha256 = g_strdup (facts->sha256);
          job->submitted_not_after = facts->not_after;
        }
      kp_site_set_job (site, job);
    }
  kp_intake_add_site (intake, site, NULL, NULL);
}

static KpIntake *
make_intake (const char *jobs, const char *given)
{
  g_auto (GStrv) sites = g_strsplit (jobs, " ", -1);
  g_autoptr (KpTrust) trust = authority_trust ("root");
  KpIntake *intake = kp_intake_new ();

  for (guint i = 0; sites[i] != NULL; i++)
    add_site (intake, sites[i], i + 1);
  add_papers (intake, given);
  kp_intake_plan (intake, trust, authority_now ());
  return intake;
}

/* "SOURCE>SITE:STATE" of each offer */
static char *
name_offers (GPtrArray *offers)
{
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < offers->len; i++)
    {
      const KpIntakeOffer *offer = offers->pdata[i];
      g_autofree char *site = offer->site != NULL
                                  ? g_strndup (kp_site_get_host (offer->site), 1)
                                  : g_strdup ("-");

      g_test_message ("%s: %s: %s", offer->source, offer->what,
                      offer->text != NULL ? offer->text : "");
      /* Whoever reads it knows why. */
      g_assert_true (offer->state == KP_INTAKE_FITS
                     || (offer->text != NULL && *offer->text != '\0'));
      g_string_append_printf (text, "%s%s>%s:%s", i > 0 ? " " : "", offer->source, site,
                              kp_intake_state_to_string (offer->state));
    }
  return g_string_free (text, FALSE);
}

static const struct
{
  const char *jobs;
  const char *given;
  const char *offers;
  const char *says; /* of the last one that does not fit */
} rows[] = {
  /* A request goes by its names, to who waits for one. */
  { "a=details b=wait-provider", "r-a", "r-a>a:fits", NULL },
  { "a=details b=wait-provider", "r-ab", "r-ab>a:fits r-ab>b:fits", NULL },
  { "a=hand-over b=details", "r-w r-a", "r-w>b:fits r-a>a:fits", NULL },
  { "a=details", "r-w r-a", "r-w>-:left r-a>a:fits", "fits better" },
  { "a=details", "r-ab r-a", "r-ab>-:left r-a>a:fits", "fits better" },
  { "a=details", "r-far", "r-far>-:left", "No job waits for my.other.example." },
  { "a=none", "r-a", "r-a>-:left", "No job is under way for a.example.com." },
  { "a=secure", "r-a", "r-a>-:left", "is to secure it" },
  { "a=paused", "r-a", "r-a>-:left", "is paused" },
  { "a=buy/ka", "r-a", "r-a>a:same", "the same" },
  { "a=buy/ka", "r-a2", "r-a2>-:left", "another signing request already" },
  { "a=details/ka", "r-a2 r-a", "r-a2>-:left r-a>a:fits", "fits better" },
  { "a=details", "r-a r-a2", "r-a>a:wrong r-a2>a:wrong", "the right one alone" },
  { "a=details", "r-a r-a+r-far", "r-a>a:fits r-far>-:left", "my.other.example" },
  { "a=details", "r-a+key", "r-a>a:wrong r-a+key>-:wrong", "nothing of it was kept" },
  { "a=details", "r-a key", "r-a>a:fits key>-:wrong", "nothing of it was kept" },
  { "a=details", "note", "note>-:left", "No certificate and no signing request" },
  /* A certificate goes by the key, else by its names. */
  { "a=wait-ca/ka b=wait-ca/kw", "a+inter wild", "a>a:fits inter>-:chain wild>b:fits",
    "Goes with" },
  { "a=details b=details", "ab inter", "ab>a:fits ab>b:fits inter>-:chain", NULL },
  { "a=details b=details", "wild ab inter root far",
    "wild>-:left ab>a:fits ab>b:fits inter>-:chain root>-:chain far>-:left", NULL },
  { "a=wait-ca/ka b=wait-ca/ka2", "a wild inter", "a>a:fits wild>b:wrong inter>-:chain",
    NULL },
  { "a=wait-ca/ka b=wait-ca/ka2", "wild inter", "wild>a:wrong wild>b:wrong inter>-:chain",
    NULL },
  { "a=wait-ca/kw b=wait-ca/ka2", "wild inter", "wild>a:fits inter>-:chain", NULL },
  { "a=wait-ca/ka", "a-old a inter", "a-old>-:left a>a:fits inter>-:chain", NULL },
  { "a=submit/ka/a", "a inter", "a>a:same inter>-:chain", NULL },
  { "a=submit/ka/a", "a-old inter", "a-old>a:left inter>-:chain", NULL },
  { "a=submit/ka/a-old", "a inter", "a>a:fits inter>-:chain", NULL },
  { "a=install/ka", "a inter", "a>a:left inter>-:chain", NULL },
  { "a=wait-ca/ka", "a", "a>a:wrong", "“Test CA”" },
  { "a=wait-ca/ka", "a+key inter", "a>a:wrong inter>-:chain a+key>-:wrong", NULL },
  { "a=wait-ca/ka", "inter", "inter>-:left", "goes with no certificate" },
  /* Both at once: the certificate answers the request that came along. */
  { "a=details", "r-a a inter", "r-a>a:fits a>a:fits inter>-:chain", NULL },
  { "a=details", "r-a ab inter", "r-a>a:fits ab>a:wrong inter>-:chain", NULL },
};

/* What is built in another thread comes out the same. */
static char *
plan_beside (KpIntake *intake, KpTrust *trust)
{
  g_autoptr (GAsyncResult) result = NULL;
  GPtrArray *offers;

  kp_intake_plan_async (intake, trust, authority_now (), NULL, take_result, &result);
  wait_for_result (&result);
  offers = kp_intake_plan_finish (intake, result, NULL);
  g_assert_nonnull (offers);
  return name_offers (offers);
}

static void
test_plan (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autoptr (KpIntake) intake = NULL;
      g_autofree char *found = NULL;
      g_autofree char *beside = NULL;
      const char *says = NULL;
      g_autoptr (KpTrust) trust = authority_trust ("root");
      GPtrArray *offers;
      gboolean attention = FALSE;

      g_test_message ("-- %s, given %s", rows[i].jobs, rows[i].given);
      intake = make_intake (rows[i].jobs, rows[i].given);
      offers = kp_intake_plan (intake, trust, authority_now ());
      found = name_offers (offers);
      g_assert_cmpstr (found, ==, rows[i].offers);
      for (guint j = 0; j < offers->len; j++)
        {
          const KpIntakeOffer *offer = offers->pdata[j];

          attention |= offer->state == KP_INTAKE_WRONG || offer->state == KP_INTAKE_LEFT;
          says = offer->text != NULL ? offer->text : says;
        }
      g_assert_cmpint (kp_intake_needs_attention (intake), ==, attention);
      if (rows[i].says != NULL)
        g_assert_nonnull (strstr (says, rows[i].says));
      beside = plan_beside (intake, trust);
      g_assert_cmpstr (beside, ==, rows[i].offers);
    }
}

/* Each job gets its own certificate with its chain, whatever lay beside it. */
static void
test_bundle (void)
{
  g_autoptr (KpIntake) intake =
      make_intake ("a=wait-ca/ka b=wait-ca/kw", "root far wild inter a-old a");
  g_autoptr (KpTrust) trust = authority_trust ("root");
  GPtrArray *offers = kp_intake_plan (intake, trust, authority_now ());
  guint n = 0;

  for (guint i = 0; i < offers->len; i++)
    {
      const KpIntakeOffer *offer = offers->pdata[i];
      const char *name;

      if (offer->state != KP_INTAKE_FITS)
        continue;
      name = g_str_equal (kp_site_get_host (offer->site), "a.example.com") ? "a" : "wild";
      g_assert_cmpuint (offer->bundle->chain->len, ==, 2);
      g_assert_true (
          g_bytes_equal (offer->bundle->chain->pdata[0], g_hash_table_lookup (ders, name)));
      g_assert_true (g_bytes_equal (offer->bundle->chain->pdata[1],
                                    g_hash_table_lookup (ders, "inter")));
      g_assert_false (kp_bundle_is_wrong (offer->bundle));
      n++;
    }
  g_assert_cmpuint (n, ==, 2);
}

static void
test_limit (void)
{
  g_autoptr (KpIntake) intake = kp_intake_new ();
  g_autoptr (KpTrust) trust = authority_trust ("root");
  GPtrArray *offers;

  for (guint i = 0; i < KP_INTAKE_MAX_PAPERS + 2; i++)
    add_papers (intake, "note");
  offers = kp_intake_plan (intake, trust, authority_now ());
  g_assert_cmpuint (offers->len, ==, KP_INTAKE_MAX_PAPERS + 1);
  g_assert_nonnull (strstr (((KpIntakeOffer *) offers->pdata[KP_INTAKE_MAX_PAPERS])->text,
                            "2 more files"));
}

static void
mint (void)
{
  ders =
      g_hash_table_new_full (g_str_hash, g_str_equal, NULL, (GDestroyNotify) g_bytes_unref);
  spkis = g_hash_table_new_full (g_str_hash, g_str_equal, NULL, g_free);
  for (guint i = 0; i < G_N_ELEMENTS (orders); i++)
    {
      authority_issue (&orders[i]);
      g_hash_table_insert (ders, (gpointer) orders[i].name, authority_der (orders[i].name));
    }
  for (guint i = 0; i < G_N_ELEMENTS (requests); i++)
    {
      GBytes *der = authority_request (requests[i].key, requests[i].template);
      g_autoptr (KpCsr) csr = kp_csr_new_from_der (der, NULL);

      g_hash_table_insert (ders, (gpointer) requests[i].name, der);
      g_hash_table_insert (spkis, (gpointer) requests[i].key, g_strdup (csr->spki_sha256));
    }
}

int
main (int argc, char **argv)
{
  int status;

  g_test_init (&argc, &argv, NULL);
  mint ();
  g_test_add_func ("/intake/plan", test_plan);
  g_test_add_func ("/intake/bundle", test_bundle);
  g_test_add_func ("/intake/limit", test_limit);
  status = g_test_run ();
  g_hash_table_unref (ders);
  g_hash_table_unref (spkis);
  authority_clean_up ();
  return status;
}
