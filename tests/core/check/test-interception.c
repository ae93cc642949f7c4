/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/check/interception.h"

#include "check/scene.h"

/* One site of a sweep; @root: (nullable): the unknown root that its chain ends in. */
static void
add_site (KpInterception *interception, const char *probes, const char *root)
{
  g_autoptr (KpSite) site = kp_site_new ("cp.kite.example", 443, "cloud-office");
  g_autoptr (KpObservation) seen =
      scene_new ("cp.kite.example", "mpg.vp.example", "192.0.2.10", SCENE_NOW);
  g_autoptr (KpHistory) before = kp_history_new ();
  g_autoptr (KpCheckResult) result = NULL;

  scene_probes (seen, probes);
  for (guint i = 0; i < seen->probes->len; i++)
    {
      KpProbe *probe = g_ptr_array_index (seen->probes, i);

      probe->root_sha256 = g_strdup (root);
      g_free (probe->root_name);
      probe->root_name = g_strdup (root);
    }
  before->first_locked_at = 1000;
  result = kp_check_result_new (site, seen);
  kp_interception_add (interception, result, before);
}

static void
test_rule (void)
{
  static const struct
  {
    const char *about;
    /* So many sites … */
    guint box;    /* that end in one unknown root */
    guint other;  /* that each end in another */
    guint good;   /* that end in a known one */
    guint silent; /* that served nothing */
    guint self;   /* whose certificate signed itself */
    gboolean found;
  } rows[] = {
    { "a whole sweep", 5, 0, 0, 0, 0, TRUE },
    { "four sites say nothing", 4, 0, 0, 0, 0, FALSE },
    { "nobody at all", 0, 0, 0, 0, 0, FALSE },
    { "over half", 6, 0, 5, 0, 0, TRUE },
    { "half is not over half", 5, 0, 5, 0, 0, FALSE },
    { "over half of the sweep, not of those that served", 5, 0, 0, 5, 0, FALSE },
    { "and some that served nothing", 5, 0, 0, 4, 0, TRUE },
    { "unknown roots, each another", 0, 9, 0, 0, 0, FALSE },
    { "one of them is most of them", 6, 5, 0, 0, 0, TRUE },
    { "a certificate that signed itself is the server's own doing", 0, 0, 0, 0, 9, FALSE },
    { "good ones", 0, 0, 9, 0, 0, FALSE },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autoptr (KpInterception) interception = kp_interception_new ();
      GPtrArray *sites = NULL;
      const char *name;

      g_test_message ("%s", rows[i].about);
      for (guint j = 0; j < rows[i].box; j++)
        add_site (interception, "192.0.2.10 untrusted", "Box");
      for (guint j = 0; j < rows[i].other; j++)
        {
          g_autofree char *root = g_strdup_printf ("Root %u", j);

          add_site (interception, "192.0.2.10 untrusted", root);
        }
      for (guint j = 0; j < rows[i].good; j++)
        add_site (interception, "192.0.2.10 valid", "Known");
      for (guint j = 0; j < rows[i].silent; j++)
        add_site (interception, "192.0.2.10 timeout", NULL);
      for (guint j = 0; j < rows[i].self; j++)
        add_site (interception, "192.0.2.10 selfsigned", "Itself");

      name = kp_interception_find (interception, &sites);
      g_assert_cmpstr (name, ==, rows[i].found ? "Box" : NULL);
      g_assert_cmpint (sites != NULL, ==, rows[i].found);
      if (rows[i].found)
        g_assert_cmpuint (sites->len, ==, rows[i].box);
    }
}

/* What is needed to judge them again: the result, and the history before it. */
static void
test_sites (void)
{
  g_autoptr (KpInterception) interception = kp_interception_new ();
  GPtrArray *sites = NULL;

  for (guint i = 0; i < 5; i++)
    add_site (interception, "192.0.2.10 untrusted | 192.0.2.11 untrusted", "Box");
  g_assert_nonnull (kp_interception_find (interception, &sites));
  g_assert_cmpuint (sites->len, ==, 5);
  for (guint i = 0; i < sites->len; i++)
    {
      const KpIntercepted *site = g_ptr_array_index (sites, i);

      g_assert_cmpstr (kp_site_get_host (site->result->site), ==, "cp.kite.example");
      g_assert_cmpint (site->before->first_locked_at, ==, 1000);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/interception/rule", test_rule);
  g_test_add_func ("/interception/sites", test_sites);
  return g_test_run ();
}
