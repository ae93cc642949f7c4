/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "core/model/certificate-facts.h"

typedef struct
{
  const char *name;
  const char *host;
  gboolean covers;
} Row;

static const Row rows[] = {
  { "cp.kite.io", "cp.kite.io", TRUE },
  { "CP.Kite.io", "cp.kite.io", TRUE },
  { "cp.kite.io", "kite.io", FALSE },
  { "kite.io", "cp.kite.io", FALSE },
  { "*.kite.io", "cp.kite.io", TRUE },
  { "*.kite.io", "kite.io", FALSE },
  { "*.kite.io", "a.cp.kite.io", FALSE },
  { "*.kite.io", ".kite.io", FALSE },
  { "*.io", "kite.io", FALSE },
  { "*", "kite", FALSE },
  { "*.*.io", "cp.kite.io", FALSE },
  { "c*.kite.io", "cp.kite.io", FALSE },
  { "*p.kite.io", "cp.kite.io", FALSE },
  { "cp.*.io", "cp.kite.io", FALSE },
  { "", "cp.kite.io", FALSE },
};

static void
test_cover (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autoptr (KpCertificateFacts) facts = kp_certificate_facts_new ();

      facts->names = g_strsplit (rows[i].name, " ", -1);
      g_test_message ("%s for %s", rows[i].name, rows[i].host);
      g_assert_cmpint (kp_certificate_facts_cover (facts, rows[i].host), ==,
                       rows[i].covers);
    }
}

/* The common name is no name: only the SAN counts. */
static void
test_no_names (void)
{
  g_autoptr (KpCertificateFacts) facts = kp_certificate_facts_new ();

  facts->subject = g_strdup ("CN=cp.kite.io");
  g_assert_false (kp_certificate_facts_cover (facts, "cp.kite.io"));
  facts->names = g_strsplit ("other.example,cp.kite.io", ",", -1);
  g_assert_true (kp_certificate_facts_cover (facts, "cp.kite.io"));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/certificate-facts/cover", test_cover);
  g_test_add_func ("/certificate-facts/no-names", test_no_names);

  return g_test_run ();
}
