/* SPDX-License-Identifier: GPL-3.0-or-later */

/* bench-doh URL ROOTS QUERIES [IN-FLIGHT]: asks every "NAME TYPE" line of QUERIES through
 * KpDohResolver and prints how many answers a second came. IN-FLIGHT: how many are handed
 * to the resolver at once, 0 (the default) for all of them; it bounds what is sent itself.
 */
#include "core/dns/doh-resolver.h"

#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>

typedef struct
{
  KpResolver *resolver;
  GMainLoop *loop;
  char **lines;
  guint n_lines;
  guint next;
  guint limit;
  guint under_way;
  guint answers;
  guint errors;
  char *error;
} Bench;

static void pump (Bench *bench);

static void
on_reply (GObject *source, GAsyncResult *result, gpointer data)
{
  Bench *bench = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (KpDnsReply) reply =
      kp_resolver_lookup_finish (KP_RESOLVER (source), result, &error);

  bench->under_way--;
  if (reply != NULL && reply->rcode == 0)
    bench->answers++;
  else
    {
      bench->errors++;
      g_free (bench->error);
      bench->error = error != NULL ? g_strdup (error->message)
                                   : g_strdup_printf ("RCODE %u", reply->rcode);
    }
  pump (bench);
}

static void
pump (Bench *bench)
{
  while (bench->next < bench->n_lines
         && (bench->limit == 0 || bench->under_way < bench->limit))
    {
      g_auto (GStrv) words = g_strsplit (bench->lines[bench->next++], " ", 2);
      gsize length = strlen (words[0]);

      if (length > 0 && words[0][length - 1] == '.')
        words[0][length - 1] = '\0';
      bench->under_way++;
      kp_resolver_lookup_async (bench->resolver, words[0],
                                g_strcmp0 (words[1], "CAA") == 0 ? KP_RECORD_CAA
                                                                 : KP_RECORD_A,
                                KP_LOOKUP_NONE, NULL, on_reply, bench);
    }
  if (bench->under_way == 0)
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

int
main (int argc, char **argv)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (KpNetSession) session = NULL;
  g_autofree char *roots = NULL;
  g_autofree char *text = NULL;
  Bench bench = { 0 };
  double processor = 0;
  double seconds = 0;
  gint64 begin = 0;

  if (argc < 4)
    {
      g_printerr ("Usage: bench-doh URL ROOTS QUERIES [IN-FLIGHT]\n");
      return 2;
    }
  if (!g_file_get_contents (argv[2], &roots, NULL, &error)
      || !g_file_get_contents (argv[3], &text, NULL, &error)
      || (session = kp_net_session_new (roots, &error)) == NULL)
    {
      g_printerr ("bench-doh: %s\n", error->message);
      return 3;
    }
  bench.resolver = kp_doh_resolver_new (session, argv[1], 10);
  bench.loop = g_main_loop_new (NULL, FALSE);
  bench.lines = g_strsplit (g_strchomp (text), "\n", -1);
  bench.n_lines = g_strv_length (bench.lines);
  bench.limit = argc > 4 ? (guint) strtoul (argv[4], NULL, 10) : 0;

  processor = processor_seconds ();
  begin = g_get_monotonic_time ();
  pump (&bench);
  if (bench.under_way > 0)
    g_main_loop_run (bench.loop);
  seconds = (double) (g_get_monotonic_time () - begin) / G_USEC_PER_SEC;
  processor = processor_seconds () - processor;
  g_print ("%.0f queries/s: %u answers, %u errors in %.3f s, %.0f us of CPU each%s%s\n",
           bench.n_lines / seconds, bench.answers, bench.errors, seconds,
           processor * 1e6 / MAX (bench.n_lines, 1), bench.error != NULL ? ": " : "",
           bench.error != NULL ? bench.error : "");

  g_object_unref (bench.resolver);
  g_main_loop_unref (bench.loop);
  g_strfreev (bench.lines);
  g_free (bench.error);
  return bench.errors > 0;
}
