/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/check/probe-text.h"

#include <errno.h>

static void
test_reasons (void)
{
  static const struct
  {
    KpProbeReason reason;
    int number;
    const char *detail;
    const char *words;
  } rows[] = {
    { KP_PROBE_REASON_NONE, 0, NULL, NULL },
    { KP_PROBE_REASON_REFUSED, ECONNREFUSED, NULL, "The address refuses connections." },
    { KP_PROBE_REASON_CONNECTION, EPROTO, NULL, "The connection failed: Protocol error" },
    { KP_PROBE_REASON_TIME, 1, NULL, "Nothing came within 1 second." },
    { KP_PROBE_REASON_TIME, 10, NULL, "Nothing came within 10 seconds." },
    { KP_PROBE_REASON_PROXY, 0, "No such host", "The proxy did not connect: No such host" },
    { KP_PROBE_REASON_OLD_ONLY, 0, NULL, "The server offers only TLS1.0." },
    { KP_PROBE_REASON_ALERT, 80, NULL,
      "The server ended the handshake: Internal error (TLS alert 80)." },
    /* From a damaged store: what is not known has no name. */
    { KP_PROBE_REASON_ALERT, 9999, NULL,
      "The server ended the handshake: – (TLS alert 9999)." },
    { KP_PROBE_REASON_PROXY, 0, NULL, "The proxy did not connect: –" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autoptr (KpProbe) probe = kp_probe_new ("192.0.2.1");
      g_autofree char *words = NULL;

      probe->reason = rows[i].reason;
      probe->number = rows[i].number;
      probe->detail = g_strdup (rows[i].detail);
      probe->protocol = g_strdup ("TLS1.0");
      words = kp_probe_describe_reason (probe);
      g_assert_cmpstr (words, ==, rows[i].words);
    }
}

/* Every reason has a word of its own for the store, and a sentence for people. */
static void
test_all (void)
{
  g_autoptr (GHashTable) seen = g_hash_table_new (g_str_hash, g_str_equal);

  for (int reason = KP_PROBE_REASON_NONE + 1; reason < KP_PROBE_REASON_N; reason++)
    {
      g_autoptr (KpProbe) probe = kp_probe_new ("192.0.2.1");
      const char *word = kp_probe_reason_to_string (reason);
      g_autofree char *words = NULL;

      g_assert_nonnull (word);
      g_assert_true (g_hash_table_add (seen, (gpointer) word));
      g_assert_cmpint (kp_probe_reason_from_string (word), ==, reason);
      probe->reason = reason;
      words = kp_probe_describe_reason (probe);
      g_assert_nonnull (words);
    }
  g_assert_cmpint (kp_probe_reason_from_string (NULL), ==, KP_PROBE_REASON_NONE);
  g_assert_cmpint (kp_probe_reason_from_string ("of-tomorrow"), ==, KP_PROBE_REASON_NONE);
}

/* The words that an older version kept are shown as they are. */
static void
test_older (void)
{
  g_autoptr (KpProbe) probe = kp_probe_new ("192.0.2.1");
  g_autofree char *words = NULL;

  probe->error = g_strdup ("Die Adresse weist Verbindungen ab.");
  words = kp_probe_describe_reason (probe);
  g_assert_cmpstr (words, ==, "Die Adresse weist Verbindungen ab.");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/probe-text/reasons", test_reasons);
  g_test_add_func ("/probe-text/all", test_all);
  g_test_add_func ("/probe-text/older", test_older);
  return g_test_run ();
}
