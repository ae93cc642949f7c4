/* SPDX-License-Identifier: GPL-3.0-or-later */

/* soup-doh URL ROOTS QUERIES [IN-FLIGHT]: the peer of bench-doh, libsoup and nothing else:
 * every "NAME TYPE" line of QUERIES as a GET of application/dns-message over one session,
 * IN-FLIGHT (40) at once. Looks at no more of an answer than its status and RCODE. */
#include <libsoup/soup.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>

typedef struct
{
  SoupSession *session;
  GMainLoop *loop;
  const char *url;
  char **lines;
  guint n_lines;
  guint next;
  guint limit;
  guint under_way;
  guint answers;
  guint errors;
  GHashTable *connections;
} Loop;

static void pump (Loop *loop);

static char *
make_uri (Loop *loop, const char *line)
{
  guint8 query[300] = { 0, 0, 1, 0, 0, 1, 0, 0, 0, 0, 0, 0 };
  gsize size = 12;
  g_auto (GStrv) words = g_strsplit (line, " ", 2);
  g_auto (GStrv) labels = g_strsplit (words[0], ".", -1);
  g_autofree char *text = NULL;

  for (guint i = 0; labels[i] != NULL; i++)
    {
      gsize length = strlen (labels[i]);

      if (length == 0 || length > 63 || size + length > 290)
        continue;
      query[size] = (guint8) length;
      memcpy (query + size + 1, labels[i], length);
      size += length + 1;
    }
  query[size + 1] = g_strcmp0 (words[1], "CAA") == 0 ? 1 : 0;
  query[size + 2] = 1;
  query[size + 4] = 1;
  size += 5;
  text = g_base64_encode (query, size);
  g_strdelimit (text, "+", '-');
  g_strdelimit (text, "/", '_');
  text[strcspn (text, "=")] = '\0';
  return g_strconcat (loop->url, "?dns=", text, NULL);
}

static void
on_body (GObject *source, GAsyncResult *result, gpointer data)
{
  Loop *loop = data;
  SoupMessage *message = soup_session_get_async_result_message (loop->session, result);
  g_autoptr (GBytes) body = soup_session_send_and_read_finish (loop->session, result, NULL);
  gsize size = 0;
  const guint8 *octets = body != NULL ? g_bytes_get_data (body, &size) : NULL;

  if (size >= 12 && soup_message_get_status (message) == 200 && (octets[3] & 15) == 0)
    loop->answers++;
  else
    loop->errors++;
  g_hash_table_add (loop->connections,
                    GSIZE_TO_POINTER ((gsize) soup_message_get_connection_id (message)));
  loop->under_way--;
  pump (loop);
}

static void
pump (Loop *loop)
{
  while (loop->under_way < loop->limit && loop->next < loop->n_lines)
    {
      g_autofree char *uri = make_uri (loop, loop->lines[loop->next++]);
      g_autoptr (SoupMessage) message = soup_message_new ("GET", uri);

      soup_message_headers_append (soup_message_get_request_headers (message), "Accept",
                                   "application/dns-message");
      loop->under_way++;
      soup_session_send_and_read_async (loop->session, message, G_PRIORITY_DEFAULT, NULL,
                                        on_body, loop);
    }
  if (loop->under_way == 0)
    g_main_loop_quit (loop->loop);
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
  g_autoptr (GTlsDatabase) roots = NULL;
  g_autofree char *path = NULL;
  g_autofree char *text = NULL;
  Loop loop = { 0 };
  double processor = 0;
  double seconds = 0;
  gint64 begin = 0;

  if (argc < 4)
    {
      g_printerr ("Usage: soup-doh URL ROOTS QUERIES [IN-FLIGHT]\n");
      return 2;
    }
  /* With a relative path every certificate would be unacceptable. */
  path = g_canonicalize_filename (argv[2], NULL);
  roots = g_tls_file_database_new (path, &error);
  if (roots == NULL || !g_file_get_contents (argv[3], &text, NULL, &error))
    {
      g_printerr ("soup-doh: %s\n", error->message);
      return 3;
    }
  loop.url = argv[1];
  loop.lines = g_strsplit (g_strchomp (text), "\n", -1);
  loop.n_lines = g_strv_length (loop.lines);
  loop.limit = argc > 4 ? (guint) strtoul (argv[4], NULL, 10) : 40;
  loop.session = soup_session_new_with_options ("tls-database", roots, "timeout", 10, NULL);
  loop.loop = g_main_loop_new (NULL, FALSE);
  loop.connections = g_hash_table_new (NULL, NULL);

  processor = processor_seconds ();
  begin = g_get_monotonic_time ();
  pump (&loop);
  if (loop.under_way > 0)
    g_main_loop_run (loop.loop);
  seconds = (double) (g_get_monotonic_time () - begin) / G_USEC_PER_SEC;
  processor = processor_seconds () - processor;
  g_print ("%.0f queries/s: %u answers, %u errors in %.3f s, %.0f us of CPU each, %u "
           "connections\n",
           loop.n_lines / seconds, loop.answers, loop.errors, seconds,
           processor * 1e6 / MAX (loop.n_lines, 1), g_hash_table_size (loop.connections));

  soup_session_abort (loop.session);
  g_object_unref (loop.session);
  g_main_loop_unref (loop.loop);
  g_strfreev (loop.lines);
  g_hash_table_unref (loop.connections);
  return loop.errors > 0;
}
