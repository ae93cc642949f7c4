/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "check/story.h"
#include "patience.h"

#include <signal.h>
#include <unistd.h>

/* Stories nobody would think of. Whatever was seen, in whatever order: nothing crashes, and
 * all that story_prove() asks for holds. The seed is GLib's: it is printed, and --seed
 * takes it. */

#define N_STORIES (patience () > 1 ? 150u : 400u)

#define PICK(words) ((words)[g_test_rand_int_range (0, G_N_ELEMENTS (words))])

static char *
make_words (void)
{
  static const char *const providers[] = {
    "cloud-office", "cloud-office", "cloud-office told",
    "pexip",        "own-server",   "own-server target=web.example",
    "none"
  };
  static const char *const flags[] = { "", "", "", " proxied", " you", " intercepted" };
  static const char *const apexes[] = { "", "", "", " host=kite.example apex" };
  static const char *const targets[] = { "",          "",
                                         "",          " addresses=192.0.2.10,2001:db8::10",
                                         " dangling", " unasked" };
  static const char *const jobs[] = { "",
                                      "",
                                      " job=secure:dns:-1d",
                                      " job=secure:dns:-9d begun=-20d",
                                      " job=secure:wait-provider:-1d",
                                      " job=secure:install:-1d begun=-5d",
                                      " job=secure:done:-1d",
                                      " job=renew:review:-1d",
                                      " job=renew:buy:-9d",
                                      " job=renew:wait-ca:-9d record=-8d",
                                      " job=renew:submit:-1d submitted=bb",
                                      " job=renew:install:-1d submitted=bb",
                                      " job=renew:install:-9d submitted=bb said=-1d",
                                      " job=secure:dns:+1d" };
  static const char *const beside[] = { "",
                                        "",
                                        "",
                                        " other=MX,TXT,CAA",
                                        " doubled",
                                        " wildcard=203.0.113.7",
                                        " caa=;",
                                        " caa=digicert.com",
                                        " caa-at-host=;",
                                        " caa-failed",
                                        " system=A,10.0.0.1",
                                        " system=SERVFAIL" };

  return g_strconcat (PICK (providers), PICK (flags), PICK (apexes), PICK (targets),
                      PICK (jobs), PICK (beside), NULL);
}

static char *
make_answers (void)
{
  static const char *const answers[] = { "leads",
                                         "leads",
                                         "leads",
                                         "T-less",
                                         "A 203.0.113.7",
                                         "A 203.0.113.7 AAAA 2001:db8::7",
                                         "A 192.0.2.10 A 192.0.2.11",
                                         "A 192.0.2.10",
                                         "A 192.0.2.10 A 192.0.2.11 AAAA 2001:db8::7",
                                         "CNAME shop.example A 203.0.113.9",
                                         "CNAME shop.example",
                                         "CNAME www.kite.example CNAME T",
                                         "leads AAAA@ 2001:db8::7",
                                         "leads A@ 203.0.113.7",
                                         "A 0.0.0.0",
                                         "NXDOMAIN",
                                         "NODATA",
                                         "SERVFAIL",
                                         "REFUSED",
                                         "BOGUS",
                                         "LOOP",
                                         "silent" };
  static const char *const ttls[] = { "",      "",        "/0",          "/60",
                                      "/7200", "/604800", "/4294967295", "/?" };
  GString *text = g_string_new (NULL);
  gint n = g_test_rand_int_range (1, 5);
  const char *same = g_test_rand_bit () ? PICK (answers) : NULL;

  for (gint i = 0; i < n; i++)
    {
      /* Most resolvers say the same most of the time. */
      const char *answer =
          same != NULL && g_test_rand_int_range (0, 4) > 0 ? same : PICK (answers);

      g_string_append_printf (text, "%s%s%s", i > 0 ? "|" : "",
                              g_str_equal (answer, "T-less") ? "A 198.51.100.9" : answer,
                              PICK (ttls));
    }
  return g_string_free (text, FALSE);
}

static char *
make_probes (void)
{
  static const char *const addresses[] = { "192.0.2.10",   "192.0.2.11",   "203.0.113.7",
                                           "203.0.113.9",  "198.51.100.9", "2001:db8::10",
                                           "2001:db8::7",  "@192.0.2.10",  "@192.0.2.11",
                                           "@2001:db8::10" };
  static const char *const serves[] = { "valid",
                                        "valid",
                                        "valid",
                                        "refused",
                                        "nottls",
                                        "alert",
                                        "oldtls",
                                        "timeout",
                                        "failed",
                                        "unreachable",
                                        "ends=-1",
                                        "ends=0",
                                        "ends=1",
                                        "ends=12",
                                        "ends=25",
                                        "begins=1",
                                        "chain-ends=-1",
                                        "chain-ends=3",
                                        "selfsigned",
                                        "untrusted",
                                        "incomplete",
                                        "private",
                                        "weak",
                                        "tls10",
                                        "root plain",
                                        "name=x.example",
                                        "sha=bb",
                                        "issuer=R3",
                                        "ends=-3 untrusted name=x.example tls10" };
  GString *text = g_string_new (NULL);
  gint n = g_test_rand_int_range (0, 5);

  switch (g_test_rand_int_range (0, 4))
    {
    case 0:
      g_string_append (text, "good");
      break;
    case 1:
      g_string_append (text, "ready");
      break;
    default:
      for (gint i = 0; i < n; i++)
        g_string_append_printf (text, "%s%s %s", i > 0 ? " | " : "", PICK (addresses),
                                PICK (serves));
      break;
    }
  return g_string_free (text, FALSE);
}

static void
run_story (GString *told, guint *locks)
{
  g_autofree char *words = make_words ();
  g_autoptr (Story) story = story_new (words);
  gint n = g_test_rand_int_range (1, 7);
  gint64 at = SCENE_NOW - 10 * SCENE_DAY, now;
  KpVerdict *last = NULL;

  g_string_assign (told, words);
  for (gint i = 0; i < n; i++)
    {
      g_autofree char *answers = make_answers ();
      g_autofree char *probes = make_probes ();
      static const gint64 steps[] = { 0, 60, 3600, 7199, 7200, SCENE_DAY, 3 * SCENE_DAY };

      at += PICK (steps);
      g_string_append_printf (told, "; %s # %s", answers, probes);
      g_clear_pointer (&last, kp_verdict_unref);
      last = story_check (story, at, answers, probes);
      locks[last->summary.lock]++;
      story_prove (story, at);
      /* And as time goes by, with what it leaves in the history. */
      now = at + g_test_rand_int_range (0, 4 * SCENE_DAY);
      story_prove (story, now);
      if (g_test_rand_bit ())
        story_remember (story, at + g_test_rand_int_range (0, 3600));
    }
  kp_verdict_unref (last);
}

static GString *told;

/* Which story it was, where an assertion ends the program. */
static void
tell (int number)
{
  if (told == NULL || write (STDERR_FILENO, told->str, told->len) < 0
      || write (STDERR_FILENO, "\n", 1) < 0)
    return;
}

static void
test_stories (void)
{
  guint locks[KP_LOCK_N] = { 0 };

  told = g_string_new (NULL);
  signal (SIGABRT, tell);
  for (guint i = 0; i < N_STORIES; i++)
    run_story (told, locks);
  signal (SIGABRT, SIG_DFL);
  g_string_free (told, TRUE);

  /* It would prove little if one of them never came up. */
  for (guint i = 0; i < KP_LOCK_N; i++)
    {
      g_test_message ("%s: %u", kp_lock_to_string (i), locks[i]);
      g_assert_cmpuint (locks[i], >, patience () > 1 ? 0 : N_STORIES / 40);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/verdict/random/stories", test_stories);
  return g_test_run ();
}
