/* SPDX-License-Identifier: GPL-3.0-or-later */

/* bench-tls ADDRESS PORT NAMES: probes ADDRESS for every name of the file NAMES through
 * KpProber, all handed to it at once, and prints how many handshakes a second it did and
 * how many chains led to a root of SSL_CERT_FILE. */
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>

#include "core/check/probe-text.h"
#include "core/check/prober.h"

typedef struct
{
  GMainLoop *loop;
  guint waiting;
  guint trusted;
  guint served;
  char *error;
} Bench;

static void
on_probe (GObject *source, GAsyncResult *result, gpointer data)
{
  Bench *bench = data;
  g_autoptr (KpProbe) probe = kp_prober_probe_finish (KP_PROBER (source), result, NULL);

  bench->served += probe->outcome == KP_PROBE_SERVED;
  bench->trusted += probe->trust == KP_PROBE_TRUST_SYSTEM && probe->certificate != NULL;
  if (bench->error == NULL)
    bench->error = kp_probe_describe_reason (probe);
  if (--bench->waiting == 0)
    g_main_loop_quit (bench->loop);
}

static double
processor_seconds (void)
{
  struct rusage usage;

  getrusage (RUSAGE_SELF, &usage);
  return (double) (usage.ru_utime.tv_sec + usage.ru_stime.tv_sec)
         + (double) (usage.ru_utime.tv_usec + usage.ru_stime.tv_usec) / 1e6;
}

static void
probe_all (Bench *bench, KpProber *prober, char **argv, char **names)
{
  guint n = g_strv_length (names);
  double processor = processor_seconds (), seconds;
  gint64 begin = g_get_monotonic_time ();

  bench->waiting = n;
  for (guint i = 0; i < n; i++)
    kp_prober_probe_async (prober, argv[1], (guint16) strtoul (argv[2], NULL, 10), names[i],
                           NULL, on_probe, bench);
  if (n > 0)
    g_main_loop_run (bench->loop);
  seconds = (double) (g_get_monotonic_time () - begin) / G_USEC_PER_SEC;
  processor = processor_seconds () - processor;
  g_print ("%.0f handshakes/s: %u served, %u trusted of %u in %.3f s, %.0f us of CPU "
           "each%s%s\n",
           n / seconds, bench->served, bench->trusted, n, seconds,
           processor * 1e6 / MAX (n, 1), bench->error != NULL ? ": " : "",
           bench->error != NULL ? bench->error : "");
}

int
main (int argc, char **argv)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (KpClock) clock = kp_system_clock_new ();
  g_autoptr (KpTrust) trust = NULL;
  g_autoptr (KpProber) prober = NULL;
  g_auto (GStrv) names = NULL;
  g_autofree char *text = NULL;
  Bench bench = { 0 };

  if (argc != 4)
    {
      g_printerr ("Usage: bench-tls ADDRESS PORT NAMES\n");
      return 2;
    }
  if (!g_file_get_contents (argv[3], &text, NULL, &error)
      || (trust = kp_trust_new (NULL, TRUE, &error)) == NULL)
    {
      g_printerr ("bench-tls: %s\n", error->message);
      return 3;
    }
  names = g_strsplit (g_strchomp (text), "\n", -1);
  prober = kp_prober_new (trust, clock, 10, 0);
  bench.loop = g_main_loop_new (NULL, FALSE);
  probe_all (&bench, prober, argv, names);
  g_main_loop_unref (bench.loop);
  g_free (bench.error);
  return bench.trusted < g_strv_length (names);
}
