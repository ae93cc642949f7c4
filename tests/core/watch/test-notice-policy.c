/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/watch/notice-policy.h"

#define NOW G_GINT64_CONSTANT (1795348800)
#define DAY (24 * 3600)

typedef struct
{
  KpNoticeState *state;
  GPtrArray *topics;
  KpNotice *summary;
  KpNoticeFacts facts;
} Fixture;

static void
set_up (Fixture *fixture, gconstpointer data)
{
  fixture->state = kp_notice_state_new ();
  fixture->topics = g_ptr_array_new_with_free_func ((GDestroyNotify) kp_topic_free);
  fixture->facts = (KpNoticeFacts){
    .topics = fixture->topics,
    .summary_ready = TRUE,
    .now = NOW,
    .day = 740000,
    .minute = 12 * 60,
  };
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  kp_notice_state_free (fixture->state);
  g_ptr_array_unref (fixture->topics);
  kp_notice_free (fixture->summary);
}

static void
add (Fixture *fixture, KpTopicKind kind, const char *id, guint count)
{
  g_ptr_array_add (
      fixture->topics,
      kp_topic_new (kind, count, kp_notice_new (id, id, "why", KP_NOTICE_LIST, 0)));
}

static void
say (Fixture *fixture, const char *body)
{
  kp_notice_free (fixture->summary);
  fixture->summary =
      body != NULL ? kp_notice_new ("summary", "Today", body, KP_NOTICE_LIST, 0) : NULL;
  fixture->facts.summary = fixture->summary;
}

static int
compare (gconstpointer a, gconstpointer b)
{
  return g_strcmp0 (*(char *const *) a, *(char *const *) b);
}

/* What the policy wants now, as "+TITLE" and "-ID"; the state is kept and read between any
 * two steps, as between two runs. */
static void
expect (Fixture *fixture, const char *expected)
{
  g_autoptr (KpNoticePlan) plan = kp_notice_policy_plan (&fixture->facts, fixture->state);
  g_autofree char *json = kp_notice_state_to_json (fixture->state);
  g_autoptr (GString) found = g_string_new (NULL);

  g_ptr_array_sort (plan->withdraw, compare);
  for (guint i = 0; i < plan->withdraw->len; i++)
    g_string_append_printf (found, "-%s ", (char *) g_ptr_array_index (plan->withdraw, i));
  for (guint i = 0; i < plan->send->len; i++)
    g_string_append_printf (found, "+%s ",
                            ((KpNotice *) g_ptr_array_index (plan->send, i))->title);
  g_assert_cmpstr (g_strchomp (found->str), ==, expected);
  kp_notice_state_free (fixture->state);
  fixture->state = kp_notice_state_from_json (json);
}

static void
clear (Fixture *fixture)
{
  g_ptr_array_set_size (fixture->topics, 0);
}

/* A cause is told once, of however many sites, and again when it has spread. */
static void
test_cause (Fixture *fixture, gconstpointer data)
{
  add (fixture, KP_TOPIC_CAUSE, "cause-tls.expired", 12);
  expect (fixture, "+cause-tls.expired");
  expect (fixture, "");
  clear (fixture);
  add (fixture, KP_TOPIC_CAUSE, "cause-tls.expired", 20);
  expect (fixture, "");
  clear (fixture);
  add (fixture, KP_TOPIC_CAUSE, "cause-tls.expired", 24);
  expect (fixture, "+cause-tls.expired");
  clear (fixture);
  add (fixture, KP_TOPIC_CAUSE, "cause-tls.expired", 3);
  expect (fixture, "");

  /* As long as sites can't be asked nobody knows that it is over. */
  clear (fixture);
  fixture->facts.unsure = TRUE;
  expect (fixture, "");
  fixture->facts.unsure = FALSE;
  expect (fixture, "-cause-tls.expired");
  expect (fixture, "");

  /* And if it comes back, it is news. */
  add (fixture, KP_TOPIC_CAUSE, "cause-tls.expired", 1);
  expect (fixture, "+cause-tls.expired");
}

static void
test_together (Fixture *fixture, gconstpointer data)
{
  add (fixture, KP_TOPIC_SECURED, "secured-1", 1);
  add (fixture, KP_TOPIC_SECURED, "secured-2", 1);
  add (fixture, KP_TOPIC_SECURED, "secured-3", 1);
  expect (fixture, "+secured-1 +secured-2 +secured-3");
  for (guint i = 4; i < 8; i++)
    {
      g_autofree char *id = g_strdup_printf ("secured-%u", i);

      add (fixture, KP_TOPIC_SECURED, id, 1);
    }
  expect (fixture, "+4 sites are locked");
  expect (fixture, "");

  /* The one of them goes with the last that it told of. */
  g_ptr_array_remove_range (fixture->topics, 0, 6);
  expect (fixture, "-secured-1 -secured-2 -secured-3");
  clear (fixture);
  expect (fixture, "-secured");

  /* Causes together count their sites. */
  for (guint i = 0; i < 4; i++)
    {
      g_autofree char *id = g_strdup_printf ("cause-tls.refused 192.0.2.%u", i);

      add (fixture, KP_TOPIC_CAUSE, id, 5);
    }
  expect (fixture, "+20 sites are no longer secure");
}

static void
test_requests (Fixture *fixture, gconstpointer data)
{
  add (fixture, KP_TOPIC_REPLY, "reply-7", 1);
  add (fixture, KP_TOPIC_REFUSED, "refused-8", 1);
  expect (fixture, "+reply-7 +refused-8");
  clear (fixture);
  add (fixture, KP_TOPIC_REPLY, "reply-7", 2);
  expect (fixture, "-refused-8 +reply-7");
  clear (fixture);
  expect (fixture, "-reply-7");
}

static void
test_quiet (Fixture *fixture, gconstpointer data)
{
  static const struct
  {
    guint minute, from, to;
    gboolean quiet;
  } rows[] = {
    { 0, 0, 0, FALSE },         { 719, 720, 720, FALSE },  { 59, 60, 120, FALSE },
    { 60, 60, 120, TRUE },      { 119, 60, 120, TRUE },    { 120, 60, 120, FALSE },
    { 1319, 1320, 420, FALSE }, { 1320, 1320, 420, TRUE }, { 0, 1320, 420, TRUE },
    { 419, 1320, 420, TRUE },   { 420, 1320, 420, FALSE }, { 1439, 1320, 0, TRUE },
    { 0, 1320, 0, FALSE },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    g_assert_cmpint (kp_notice_policy_is_quiet (rows[i].minute, rows[i].from, rows[i].to),
                     ==, rows[i].quiet);

  /* What holds after them is told then, what does not is not; what is over goes at once. */
  add (fixture, KP_TOPIC_REPLY, "reply-1", 1);
  expect (fixture, "+reply-1");
  fixture->facts.quiet_from = 11 * 60;
  fixture->facts.quiet_to = 13 * 60;
  clear (fixture);
  add (fixture, KP_TOPIC_REPLY, "reply-2", 1);
  add (fixture, KP_TOPIC_CAUSE, "cause-dns.broken", 1);
  expect (fixture, "-reply-1");
  g_ptr_array_remove_index (fixture->topics, 0);
  expect (fixture, "");
  fixture->facts.minute = 13 * 60;
  expect (fixture, "+cause-dns.broken");
}

static void
test_summary (Fixture *fixture, gconstpointer data)
{
  /* Not on the first day: what is there is what somebody sees who has just begun. */
  say (fixture, "3 overdue");
  expect (fixture, "");
  fixture->facts.day++;
  fixture->facts.now += DAY;
  fixture->facts.summary_ready = FALSE;
  expect (fixture, "");
  fixture->facts.summary_ready = TRUE;
  expect (fixture, "+Today");

  /* Once a day at most, and not the same again but for a week later. */
  say (fixture, "4 overdue");
  expect (fixture, "");
  say (fixture, "3 overdue");
  for (guint i = 1; i <= 7; i++)
    {
      fixture->facts.day++;
      fixture->facts.now += DAY;
      expect (fixture, i < 7 ? "" : "+Today");
    }
  say (fixture, "4 overdue");
  fixture->facts.day++;
  expect (fixture, "+Today");

  /* In quiet hours not at all, and after them still on the same day. */
  say (fixture, "5 overdue");
  fixture->facts.day++;
  fixture->facts.quiet_to = 13 * 60;
  expect (fixture, "");
  fixture->facts.quiet_to = 0;
  expect (fixture, "+Today");

  say (fixture, NULL);
  fixture->facts.unsure = TRUE;
  expect (fixture, "");
  fixture->facts.unsure = FALSE;
  expect (fixture, "-summary");
  expect (fixture, "");
}

static void
test_state (void)
{
  static const char *const damaged[] = {
    NULL,
    "",
    "[",
    "[]",
    "{ \"told\": 7, \"events\": [ 3, {} ], \"day\": -1, \"summary-at\": \"x\" }",
    "{ \"told\": [ { \"topic\": 1 }, null, { \"topic\": \"a\" } ],"
    " \"events\": [ { \"kind\": 4, \"site\": 1 } ] }",
  };
  KpNoticeState *state;

  for (guint i = 0; i < G_N_ELEMENTS (damaged); i++)
    {
      state = kp_notice_state_from_json (damaged[i]);
      g_assert_cmpuint (g_hash_table_size (state->told), ==, 0);
      g_assert_cmpuint (state->events->len, ==, 0);
      g_assert_cmpuint (state->day, ==, 0);
      kp_notice_state_free (state);
    }

  /* It grows no further than what anybody reads. */
  state = kp_notice_state_new ();
  for (guint i = 0; i < KP_NOTICE_STATE_MAX + 10; i++)
    {
      g_autofree char *id = g_strdup_printf ("reply-%u", i);

      kp_notice_state_tell (state, id, id, 1);
      kp_notice_state_add_event (state, KP_TOPIC_SECURED, i, NOW);
    }
  g_assert_cmpuint (g_hash_table_size (state->told), ==, KP_NOTICE_STATE_MAX);
  g_assert_cmpuint (state->events->len, ==, KP_NOTICE_STATE_MAX);
  g_assert_cmpint (g_array_index (state->events, KpNoticeEvent, 0).site_id, ==, 10);
  kp_notice_state_free (state);
}

#define ADD(path, func)                                                                    \
  g_test_add ("/notice-policy/" path, Fixture, NULL, set_up, func, tear_down)

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  ADD ("cause", test_cause);
  ADD ("together", test_together);
  ADD ("requests", test_requests);
  ADD ("quiet", test_quiet);
  ADD ("summary", test_summary);
  g_test_add_func ("/notice-policy/state", test_state);
  return g_test_run ();
}
