/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/exchange/site-json.h"
#include "core/provider/catalogue.h"
#include "check/scene.h"

#include <string.h>

static KpCatalogue *catalogue;

/* A JSON path's value in short: strings as they are, null, true, 3; arrays joined by "|".
 */
static char *
get_text (JsonNode *root, const char *path)
{
  g_autoptr (JsonNode) found = json_path_query (path, root, NULL);
  JsonArray *matches = json_node_get_array (found);
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < json_array_get_length (matches); i++)
    {
      JsonNode *node = json_array_get_element (matches, i);
      g_autofree char *raw = json_to_string (node, FALSE);

      if (i > 0)
        g_string_append_c (text, '|');
      g_string_append (text, JSON_NODE_HOLDS_VALUE (node)
                                     && json_node_get_value_type (node) == G_TYPE_STRING
                                 ? json_node_get_string (node)
                                 : raw);
    }
  return g_string_free (text, FALSE);
}

static JsonNode *
make_json (KpSite *site, const KpObservation *observation, const KpJob *job)
{
  g_autoptr (JsonBuilder) builder = json_builder_new ();
  g_autoptr (KpHistory) history = kp_history_new ();
  g_autoptr (KpVerdict) verdict = NULL;
  KpJudgement judgement = { site };

  judgement.observation = observation;
  judgement.history = history;
  judgement.profile = kp_catalogue_find (catalogue, kp_site_get_provider (site));
  judgement.job = job;
  judgement.customer_changes_dns = TRUE;
  judgement.now = SCENE_NOW;
  kp_thresholds_init (&judgement.thresholds);
  verdict = kp_verdict_new (&judgement);
  kp_site_json_add (builder, &judgement, verdict);
  return json_builder_get_root (builder);
}

typedef struct
{
  const char *path;
  const char *value;
} Expected;

static void
expect (JsonNode *root, const Expected *expected, gsize n)
{
  for (gsize i = 0; i < n; i++)
    {
      g_autofree char *value = get_text (root, expected[i].path);

      g_test_message ("%s", expected[i].path);
      g_assert_cmpstr (value, ==, expected[i].value);
    }
}

/* Never checked: what is not known is null, and every member is there all the same. */
static void
test_unchecked (void)
{
  static const Expected expected[] = {
    { "$.site", "cp.xn--bcher-kva.example" },
    { "$.unicode", "cp.bücher.example" },
    { "$.port", "8443" },
    { "$.customer", "null" },
    { "$.provider", "own-server" },
    { "$.proxied", "false" },
    { "$.note", "" },
    { "$.checked_at", "null" },
    { "$.lock", "unknown" },
    { "$.last_locked", "null" },
    { "$.expiring", "false" },
    { "$.until", "null" },
    { "$.renew_by", "null" },
    { "$.job", "null" },
    { "$.next_action.overdue", "false" },
    { "$.dns.verdict", "unknown" },
    { "$.dns.expected", "null" },
    { "$.dns.resolvers", "[]" },
    { "$.certificate.verdict", "unknown" },
    { "$.certificate.subject_alt_names", "[]" },
    { "$.certificate.issuer", "null" },
    { "$.certificate.days_left", "null" },
    { "$.certificate.root", "null" },
    { "$.certificate.addresses", "[]" },
    { "$.findings", "[]" },
  };
  g_autoptr (KpSite) site = kp_site_new ("cp.xn--bcher-kva.example", 8443, "own-server");
  g_autoptr (JsonNode) root = make_json (site, NULL, NULL);

  expect (root, expected, G_N_ELEMENTS (expected));
}

static void
test_checked (void)
{
  static const Expected expected[] = {
    { "$.customer", "Kite \"Ltd\"" },
    { "$.note", "=1" },
    { "$.checked_at", "2026-11-22T08:10:00Z" },
    { "$.lock", "locked" },
    { "$.dns.verdict", "ok" },
    { "$.dns.expected", "mpg.vp.vc" },
    { "$.dns.resolvers[*].name", "One|Two" },
    { "$.dns.resolvers[*].source", "doh|doh" },
    { "$.dns.resolvers[*].verdict", "ok|unknown" },
    { "$.dns.resolvers[0].cname", "[\"mpg.vp.vc\"]" },
    { "$.dns.resolvers[0].addresses", "[\"192.0.2.1\"]" },
    { "$.dns.resolvers[*].ttl", "60|null" },
    { "$.dns.resolvers[*].error", "null|It did not answer in time." },
    { "$.certificate.verdict", "ok" },
    { "$.certificate.subject_alt_names", "[\"my.kite.io\"]" },
    { "$.certificate.days_left", "90" },
    { "$.certificate.not_after", "2027-02-20T08:10:00Z" },
    { "$.certificate.protocol", "TLS1.3" },
    { "$.certificate.root", "system" },
    { "$.certificate.addresses[*].address", "192.0.2.1" },
    { "$.certificate.addresses[*].verdict", "ok" },
    { "$.certificate.addresses[*].error", "null" },
  };
  g_autoptr (KpSite) site = kp_site_new ("my.kite.io", 443, "pexip");
  g_autoptr (KpObservation) seen =
      scene_new ("my.kite.io", "mpg.vp.vc", "192.0.2.1", SCENE_NOW);
  g_autoptr (JsonNode) root = NULL;

  kp_site_set_customer (site, 3, "Kite \"Ltd\"");
  kp_site_set_note (site, "=1");
  scene_answers (seen, "CNAME mpg.vp.vc /60 | silent /?");
  scene_probes (seen, "192.0.2.1 valid ends=90");
  root = make_json (site, seen, NULL);
  expect (root, expected, G_N_ELEMENTS (expected));
}

/* A TTL is what is left of it at "checked_at", also where the answer was taken over from an
 * earlier check. */
static void
test_taken_over (void)
{
  static const Expected expected[] = {
    { "$.checked_at", "2026-11-22T08:10:00Z" },
    { "$.dns.resolvers[*].ttl", "260|300" },
  };
  g_autoptr (KpSite) site = kp_site_new ("my.kite.io", 443, "pexip");
  g_autoptr (KpObservation) seen =
      scene_new ("my.kite.io", "mpg.vp.vc", "192.0.2.1", SCENE_NOW);
  g_autoptr (JsonNode) root = NULL;

  scene_answers (seen, "CNAME mpg.vp.vc /300 | CNAME mpg.vp.vc /300");
  ((KpResolverAnswer *) g_ptr_array_index (seen->answers, 0))->asked_at -= 40;
  root = make_json (site, seen, NULL);
  expect (root, expected, G_N_ELEMENTS (expected));
}

/* Wrong, with a job under way: each finding has all of its members. */
static void
test_findings (void)
{
  static const Expected expected[] = {
    { "$.lock", "unlocked" },
    { "$.job.kind", "secure" },
    { "$.job.since", "2026-11-20T08:10:00Z" },
    { "$.certificate.days_left", "-1" },
    { "$.certificate.addresses[*].verdict", "wrong" },
  };
  g_autoptr (KpSite) site = kp_site_new ("my.kite.io", 443, "own-server");
  g_autoptr (KpObservation) seen = scene_new ("my.kite.io", NULL, NULL, SCENE_NOW);
  KpJob job = { .kind = KP_JOB_SECURE, .since = SCENE_NOW - 2 * SCENE_DAY };
  g_autoptr (JsonNode) root = NULL;
  JsonArray *findings;
  gboolean expired = FALSE;

  scene_answers (seen, "A 192.0.2.1");
  scene_probes (seen, "192.0.2.1 valid ends=-1");
  root = make_json (site, seen, &job);
  expect (root, expected, G_N_ELEMENTS (expected));
  findings = json_object_get_array_member (json_node_get_object (root), "findings");
  for (guint i = 0; i < json_array_get_length (findings); i++)
    {
      JsonObject *finding = json_array_get_object_element (findings, i);
      const char *id = json_object_get_string_member (finding, "id");

      g_assert_nonnull (json_object_get_string_member (finding, "severity"));
      g_assert_nonnull (json_object_get_string_member (finding, "title"));
      g_assert_nonnull (json_object_get_string_member (finding, "text"));
      g_assert_true (json_object_has_member (finding, "fix"));
      g_assert_true (json_object_has_member (finding, "until"));
      if (g_str_equal (id, "tls.expired"))
        {
          expired = TRUE;
          g_assert_cmpstr (json_object_get_string_member (finding, "severity"), ==,
                           "wrong");
        }
    }
  g_assert_true (expired);
}

int
main (int argc, char **argv)
{
  int status;

  g_test_init (&argc, &argv, NULL);
  catalogue = kp_catalogue_new (NULL);
  g_test_add_func ("/site-json/unchecked", test_unchecked);
  g_test_add_func ("/site-json/checked", test_checked);
  g_test_add_func ("/site-json/taken-over", test_taken_over);
  g_test_add_func ("/site-json/findings", test_findings);
  status = g_test_run ();
  g_object_unref (catalogue);
  return status;
}
