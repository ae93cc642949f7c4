/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/check/interception.h"

#include "check/scene.h"

/* What one site of a sweep gave; @root: (nullable): the unknown root that its chain ends
 * in. */
static KpObservation *
see (const char *probes, const char *root)
{
  KpObservation *seen =
      scene_new ("cp.kite.example", "mpg.vp.example", "192.0.2.10", SCENE_NOW);

  scene_probes (seen, probes);
  for (guint i = 0; i < seen->probes->len; i++)
    {
      KpProbe *probe = g_ptr_array_index (seen->probes, i);

      g_free (probe->root_sha256);
      probe->root_sha256 = g_strdup (root);
      g_free (probe->root_name);
      probe->root_name = g_strdup_printf ("%s CA", root);
    }
  return seen;
}

/* Gives whether it is one of an unknown root. */
static gboolean
add_site (KpInterception *interception, const char *probes, const char *root)
{
  g_autoptr (KpObservation) seen = see (probes, root);

  return kp_interception_add (interception, seen);
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
      const char *root, *name;

      g_test_message ("%s", rows[i].about);
      for (guint j = 0; j < rows[i].box; j++)
        add_site (interception, "192.0.2.10 untrusted", "Box");
      for (guint j = 0; j < rows[i].other; j++)
        {
          g_autofree char *another = g_strdup_printf ("Root %u", j);

          add_site (interception, "192.0.2.10 untrusted", another);
        }
      for (guint j = 0; j < rows[i].good; j++)
        add_site (interception, "192.0.2.10 valid", "Known");
      for (guint j = 0; j < rows[i].silent; j++)
        add_site (interception, "192.0.2.10 timeout", NULL);
      for (guint j = 0; j < rows[i].self; j++)
        add_site (interception, "192.0.2.10 selfsigned", "Itself");

      root = kp_interception_find (interception, &name);
      g_assert_cmpstr (root, ==, rows[i].found ? "Box" : NULL);
      g_assert_cmpstr (name, ==, rows[i].found ? "Box CA" : NULL);
    }
}

/* Which sites it is about: any address that ends there. */
static void
test_concerns (void)
{
  g_autoptr (KpInterception) interception = kp_interception_new ();
  g_autoptr (KpObservation) box = see ("192.0.2.10 timeout | 192.0.2.11 untrusted", "Box");
  g_autoptr (KpObservation) good = see ("192.0.2.10 valid", "Box");
  g_autoptr (KpObservation) self = see ("192.0.2.10 selfsigned", "Box");

  g_assert_true (kp_interception_add (interception, box));
  g_assert_false (kp_interception_add (interception, good));
  g_assert_false (kp_interception_add (interception, self));
  g_assert_true (kp_interception_concerns (box, "Box"));
  g_assert_false (kp_interception_concerns (box, "Other"));
  g_assert_false (kp_interception_concerns (box, NULL));
  g_assert_false (kp_interception_concerns (good, "Box"));
  g_assert_false (kp_interception_concerns (self, "Box"));
}

/* It is decided when nothing that may follow can change it: tried out with the worst and
 * the best that may. */
static void
test_decided (void)
{
  g_autoptr (KpObservation) box = see ("192.0.2.10 untrusted", "Box");
  g_autoptr (KpObservation) good = see ("192.0.2.10 valid", NULL);

  for (guint total = 1; total <= 14; total++)
    for (guint n_box = 1; n_box <= total; n_box++)
      for (guint n_good = 0; n_box + n_good <= total; n_good++)
        {
          gboolean found[3], decided = FALSE;

          /* As it is, with only good ones after it, with only bad ones. */
          for (guint end = 0; end < 3; end++)
            {
              g_autoptr (KpInterception) interception = kp_interception_new ();

              kp_interception_set_total (interception, total);
              for (guint i = 0; i < n_box; i++)
                kp_interception_add (interception, box);
              for (guint i = 0; i < n_good; i++)
                kp_interception_add (interception, good);
              decided = kp_interception_is_decided (interception, box);
              for (guint i = n_box + n_good; end > 0 && i < total; i++)
                kp_interception_add (interception, end == 1 ? good : box);
              found[end] = kp_interception_find (interception, NULL) != NULL;
              g_assert_true (end == 0 || kp_interception_is_decided (interception, box));
            }
          g_assert_cmpint (decided, ==, found[1] == found[2]);
          if (decided)
            g_assert_cmpint (found[0], >=, found[1]);
        }
}

/* Who was there the last time is known again by one site, and stays where nobody served
 * anything that says otherwise. */
static void
test_expected (void)
{
  static const struct
  {
    guint box;
    guint good;
    guint silent;
    gboolean found;
  } rows[] = {
    { 1, 0, 0, TRUE }, { 1, 1, 0, FALSE }, { 2, 1, 0, TRUE },  { 1, 0, 5, TRUE },
    { 0, 0, 3, TRUE }, { 0, 0, 0, TRUE },  { 0, 1, 0, FALSE }, { 0, 1, 3, FALSE },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autoptr (KpInterception) interception = kp_interception_new ();
      const char *name;

      g_test_message ("row %u", i);
      kp_interception_expect (interception, "Box", "Box CA");
      for (guint j = 0; j < rows[i].box; j++)
        add_site (interception, "192.0.2.10 untrusted", "Box");
      for (guint j = 0; j < rows[i].good; j++)
        add_site (interception, "192.0.2.10 valid", NULL);
      for (guint j = 0; j < rows[i].silent; j++)
        add_site (interception, "192.0.2.10 timeout", NULL);
      g_assert_cmpint (kp_interception_find (interception, &name) != NULL, ==,
                       rows[i].found);
      g_assert_cmpstr (name, ==, rows[i].found ? "Box CA" : NULL);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/interception/rule", test_rule);
  g_test_add_func ("/interception/concerns", test_concerns);
  g_test_add_func ("/interception/decided", test_decided);
  g_test_add_func ("/interception/expected", test_expected);
  return g_test_run ();
}
