/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "rt-world.h"

#include <string.h>

RtWorld rt_world;

char *
rt_world_run (const char *const *arguments)
{
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();
  g_auto (GStrv) argv = NULL;
  g_autoptr (GError) error = NULL;
  char *output = NULL;
  int status = 0;

  g_strv_builder_add (builder, rt_world.script);
  g_strv_builder_addv (builder, (const char **) arguments);
  argv = g_strv_builder_end (builder);
  g_spawn_sync (NULL, argv, NULL, G_SPAWN_DEFAULT, NULL, NULL, &output, NULL, &status,
                &error);
  g_assert_no_error (error);
  g_spawn_check_wait_status (status, &error);
  g_assert_no_error (error);
  return g_strchomp (output);
}

void
rt_world_start (const char *most)
{
  g_autofree char *url =
      most != NULL ? RT_WORLD_RUN ("start", rt_world.dir, "--max-attachment", most)
                   : RT_WORLD_RUN ("start", rt_world.dir);

  rt_world.port = (guint16) g_ascii_strtoull (strrchr (url, ':') + 1, NULL, 10);
}

void
rt_world_stop (void)
{
  g_autofree char *ignored = RT_WORLD_RUN ("stop", rt_world.dir);
}

/* They stay the same as long as it lives. */
static const char *
get_token (const char *login)
{
  if (!g_hash_table_contains (rt_world.tokens, login))
    g_hash_table_insert (rt_world.tokens, g_strdup (login),
                         g_str_equal (login, "nobody")
                             ? g_strdup ("1-99-0123456789abcdef0123456789abcdef")
                             : RT_WORLD_RUN ("token", rt_world.dir, login));
  return g_hash_table_lookup (rt_world.tokens, login);
}

KpChannelContext *
rt_world_connect (const char *login, const char *queue, gboolean through)
{
  g_autoptr (KpConnection) connection = kp_connection_new ("some-provider", "rt");
  const char *token = get_token (login);
  g_autoptr (KpSecret) secret = NULL;

  secret = kp_secret_new (token, strlen (token));
  connection->url =
      g_strdup_printf ("http://127.0.0.1:%u/",
                       through ? cut_proxy_get_port (rt_world.proxy) : rt_world.port);
  connection->queue = g_strdup (queue);
  return kp_channel_context_new (connection, secret, rt_world.net, rt_world.clock);
}

char *
rt_world_list_subjects (void)
{
  g_autofree char *token = RT_WORLD_RUN ("token", rt_world.dir, "staff");
  GString *subjects = g_string_new (NULL);

  for (guint page = 1; page <= 4; page++)
    {
      g_autofree char *header = g_strconcat ("Authorization: token ", token, NULL);
      g_autofree char *uri =
          g_strdup_printf ("http://127.0.0.1:%u/REST/2.0/"
                           "tickets?query=id>0&fields=Subject&per_page=100&page=%u",
                           rt_world.port, page);
      const char *argv[] = { "curl", "-s", "--noproxy", "*", "-H", header, uri, NULL };
      g_autofree char *output = NULL;

      g_assert_true (g_spawn_sync (NULL, (char **) argv, NULL, G_SPAWN_SEARCH_PATH, NULL,
                                   NULL, &output, NULL, NULL, NULL));
      g_string_append (subjects, output);
    }
  return g_string_free (subjects, FALSE);
}

void
rt_world_set_up (const char *script)
{
  rt_world.script = script;
  rt_world.dir = g_dir_make_tmp ("keyplate-rt-XXXXXX", NULL);
  rt_world_start (NULL);
  rt_world.proxy = cut_proxy_new (rt_world.port);
  rt_world.tokens = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  rt_world.net = kp_net_session_new (NULL, NULL);
  rt_world.clock = kp_system_clock_new ();
}

void
rt_world_tear_down (void)
{
  const char *argv[] = { "rm", "-rf", rt_world.dir, NULL };

  rt_world_stop ();
  cut_proxy_free (rt_world.proxy);
  g_hash_table_unref (rt_world.tokens);
  g_object_unref (rt_world.net);
  g_object_unref (rt_world.clock);
  g_spawn_sync (NULL, (char **) argv, NULL, G_SPAWN_SEARCH_PATH, NULL, NULL, NULL, NULL,
                NULL, NULL);
  g_free (rt_world.dir);
}
