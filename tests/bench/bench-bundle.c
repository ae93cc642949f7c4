/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * bench-bundle [N]: how long N bundles (1,000) of four certificates take in one process,
 * from their PEM to the findings; each is for another site and has another key.
 */
#include "config.h"

#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "certificate/mint.h"
#include "core/certificate/bundle.h"

typedef struct
{
  Mint *root;
  Mint *upper;
  Mint *lower;
  KpTrust *trust;
  gint64 total;
  gint64 cpu; /* the same without what other programs took */
  gint64 longest;
} Bench;

static gint64
get_cpu_time (void)
{
  struct timespec now;

  clock_gettime (CLOCK_THREAD_CPUTIME_ID, &now);
  return now.tv_sec * G_USEC_PER_SEC + now.tv_nsec / 1000;
}

/* As CAs send it who don't know what a server needs. */
static GBytes *
make_pem (Bench *bench, const char *host)
{
  g_autoptr (Mint) leaf = mint_leaf (host, bench->lower);
  g_autofree char *root = mint_to_pem (bench->root);
  g_autofree char *upper = mint_to_pem (bench->upper);
  g_autofree char *lower = mint_to_pem (bench->lower);
  g_autofree char *own = mint_to_pem (leaf);
  char *pem = g_strconcat (root, upper, lower, own, NULL);

  return g_bytes_new_take (pem, strlen (pem));
}

static void
check (Bench *bench, const char *host)
{
  g_autoptr (GBytes) pem = make_pem (bench, host);
  KpBundleExpectation expected = { .host = host };
  gint64 start = g_get_monotonic_time (), cpu = get_cpu_time ();
  g_autoptr (KpDocument) document = kp_document_new ();
  g_autoptr (KpBundle) bundle = NULL;
  gint64 taken;

  expected.now = g_get_real_time () / G_USEC_PER_SEC;
  kp_document_read (document, pem, "chain.pem");
  bundle = kp_bundle_build (document, &expected, bench->trust);
  taken = g_get_monotonic_time () - start;
  bench->cpu += get_cpu_time () - cpu;
  if (kp_bundle_is_wrong (bundle) || bundle->chain->len != 3)
    g_error ("bench-bundle: %s: a good bundle was refused", host);
  bench->total += taken;
  bench->longest = MAX (bench->longest, taken);
}

int
main (int argc, char **argv)
{
  guint n = argc > 1 ? (guint) strtoul (argv[1], NULL, 10) : 1000;
  Bench bench = { NULL };
  g_autofree char *pem = NULL;
  g_autoptr (GError) error = NULL;

  bench.root = mint_ca ("Bench Root", NULL);
  bench.upper = mint_ca ("Bench CA 1", bench.root);
  bench.lower = mint_ca ("Bench CA 2", bench.upper);
  pem = mint_to_pem (bench.root);
  bench.trust = kp_trust_new (pem, TRUE, &error);
  if (bench.trust == NULL)
    g_error ("bench-bundle: %s", error->message);
  for (guint i = 0; i < n; i++)
    {
      g_autofree char *host = g_strdup_printf ("cp.d%05u.example", i);

      check (&bench, host);
    }
  g_print ("%u bundles: %.3f ms each, longest %.1f ms, %.3f ms of a processor each\n", n,
           (double) bench.total / MAX (n, 1) / 1000, (double) bench.longest / 1000,
           (double) bench.cpu / MAX (n, 1) / 1000);
  g_object_unref (bench.trust);
  mint_free (bench.lower);
  mint_free (bench.upper);
  mint_free (bench.root);
  return 0;
}
