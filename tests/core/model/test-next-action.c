/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "core/model/next-action.h"

/* 2026-11-22 08:10:00 UTC, a Sunday. */
#define NOW G_GINT64_CONSTANT (1795335000)
#define HOUR G_GINT64_CONSTANT (3600)
#define DAY (24 * HOUR)

static void
test_words (void)
{
  static const struct
  {
    KpTurn who;
    KpActionKind kind;
    const char *text;
  } rows[] = {
    { KP_TURN_YOU, KP_ACTION_SECURE, "You: secure site" },
    { KP_TURN_CUSTOMER, KP_ACTION_CHANGE_DNS, "Customer: change the DNS record" },
    { KP_TURN_PROVIDER, KP_ACTION_WAIT_PROVIDER, "Pexip: install the certificate" },
    { KP_TURN_CA, KP_ACTION_WAIT_CA, "CA: issue the certificate" },
    { KP_TURN_NOBODY, KP_ACTION_WAIT_DNS, "Nobody" },
    { KP_TURN_NOBODY, KP_ACTION_NONE, "Nobody" },
    { KP_TURN_YOU, 99, "You" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      KpNextAction next = { .who = rows[i].who, .kind = rows[i].kind };
      g_autofree char *text = kp_next_action_format (&next, "Pexip", NULL);

      g_assert_cmpstr (text, ==, rows[i].text);
    }
}

static void
test_when (void)
{
  static const struct
  {
    gint64 since;
    gint64 due;
    gboolean overdue;
    const char *text;
  } rows[] = {
    { 0, 0, FALSE, "" },
    { NOW - 5 * DAY, NOW + DAY, FALSE, "5 days, due tomorrow" },
    { NOW - DAY, 0, FALSE, "1 day" },
    { NOW - HOUR, NOW + 30 * DAY, FALSE, "since today, due 22 December" },
    { NOW - HOUR, NOW + HOUR, FALSE, "since today, due today" },
    { NOW - HOUR, NOW + 2 * DAY, FALSE, "since today, due Tuesday" },
    { NOW - 12 * HOUR, 0, FALSE, "since yesterday" },
    { 0, NOW + DAY, FALSE, "due tomorrow" },
    { NOW - 9 * DAY, NOW - 2 * DAY, TRUE, "2 days late, was due Friday" },
    { NOW - 9 * DAY, NOW - DAY, TRUE, "1 day late, was due yesterday" },
    { NOW - 9 * DAY, NOW - HOUR, TRUE, "late, was due today" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      KpNextAction next = { .who = KP_TURN_CUSTOMER,
                            .kind = KP_ACTION_CHANGE_DNS,
                            .since = rows[i].since,
                            .due = rows[i].due,
                            .overdue = rows[i].overdue };
      g_autofree char *text = kp_next_action_format_when (&next, NOW);

      g_assert_cmpstr (text, ==, rows[i].text);
    }
}

int
main (int argc, char **argv)
{
  g_setenv ("TZ", "UTC", TRUE);
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/next-action/words", test_words);
  g_test_add_func ("/next-action/when", test_when);
  return g_test_run ();
}
