/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/exchange/ics.h"

#include "core/base/clock.h"

#include <string.h>

/* As RFC 5545 sections 3.1 and 3.3.11 say it, and stricter than calendars are: each line of
 * at most 75 octets, whole characters, CRLF and no other control character. What comes back
 * is unfolded. */
static char **
read_lines (const char *calendar)
{
  g_auto (GStrv) physical = g_strsplit (calendar, "\r\n", -1);
  GPtrArray *lines = g_ptr_array_new ();
  guint n = g_strv_length (physical);

  g_assert_cmpstr (physical[n - 1], ==, "");
  for (guint i = 0; i < n - 1; i++)
    {
      const char *line = physical[i];

      g_test_message ("%s", line);
      g_assert_cmpuint (strlen (line), <=, 75);
      g_assert_cmpuint (strlen (line), >, 0);
      g_assert_true (g_utf8_validate (line, -1, NULL));
      for (const char *p = line; *p != '\0'; p = g_utf8_next_char (p))
        g_assert_false (g_unichar_iscntrl (g_utf8_get_char (p)));
      if (*line == ' ')
        {
          char *before = g_ptr_array_steal_index (lines, lines->len - 1);

          g_ptr_array_add (lines, g_strconcat (before, line + 1, NULL));
          g_free (before);
        }
      else
        g_ptr_array_add (lines, g_strdup (line));
    }
  g_ptr_array_add (lines, NULL);
  return (char **) g_ptr_array_free (lines, FALSE);
}

/* Returns: (transfer full): the text of the only property of that name, without what the
 * form put there */
static char *
get_text (char **lines, const char *name)
{
  GString *text = NULL;

  for (char **line = lines; *line != NULL; line++)
    if (g_str_has_prefix (*line, name) && (*line)[strlen (name)] == ':')
      {
        g_assert_null (text);
        text = g_string_new (NULL);
        for (const char *p = *line + strlen (name) + 1; *p != '\0'; p++)
          {
            g_assert_true (*p != ';' && *p != ',');
            if (*p == '\\')
              {
                p++;
                g_assert_nonnull (strchr ("\\;,n", *p));
                g_string_append_c (text, *p == 'n' ? '\n' : *p);
              }
            else
              g_string_append_c (text, *p);
          }
      }
  g_assert_nonnull (text);
  return g_string_free (text, FALSE);
}

static guint
count (char **lines, const char *line)
{
  guint n = 0;

  for (char **one = lines; *one != NULL; one++)
    n += g_str_equal (*one, line);
  return n;
}

static KpSite *
make_site (const char *host, guint16 port, const char *customer, gint64 renew_by)
{
  KpSite *site = kp_site_new (host, port, "own-server");
  KpSummary summary;

  kp_summary_init (&summary);
  summary.renew_by = renew_by;
  summary.not_after =
      renew_by > 0 ? MIN (renew_by, G_MAXINT64 - 10 * 86400) + 10 * 86400 : 0;
  kp_site_set_summary (site, &summary);
  kp_summary_clear (&summary);
  kp_site_set_customer (site, customer != NULL ? 1 : 0, customer);
  return site;
}

static gint64
at (const char *text)
{
  gint64 time = 0;

  g_assert_true (kp_time_from_rfc3339 (text, &time));
  return time;
}

static void
test_event (void)
{
  g_autoptr (KpSite) site =
      make_site ("xn--bcher-kva.example", 8443, "Kite", at ("2027-01-05T23:30:00Z"));
  g_autoptr (GString) out = g_string_new (NULL);
  g_auto (GStrv) lines = NULL;
  g_autofree char *uid = NULL, *title = NULL, *text = NULL;

  g_assert_true (kp_ics_append (out, site, "Own Server", at ("2026-11-29T15:45:24Z")));
  lines = read_lines (out->str);
  g_assert_cmpstr (lines[0], ==, "BEGIN:VEVENT");
  g_assert_cmpstr (lines[g_strv_length (lines) - 1], ==, "END:VEVENT");
  g_assert_cmpuint (count (lines, "DTSTAMP:20261129T154524Z"), ==, 1);
  /* The user's day, as everywhere in the program. */
  g_assert_cmpuint (count (lines, "DTSTART;VALUE=DATE:20270106"), ==, 1);
  uid = get_text (lines, "UID");
  g_assert_cmpstr (uid, ==, "renew-xn--bcher-kva.example-8443@keyplate");
  title = get_text (lines, "SUMMARY");
  g_assert_cmpstr (title, ==, "Start renewing bücher.example:8443");
  text = get_text (lines, "DESCRIPTION");
  g_assert_cmpstr (text, ==,
                   "The certificate ends on 16 January 2027.\nCustomer: Kite\n"
                   "Provider: Own Server");
}

/* Names as people may have them: none breaks its line or another property. */
static void
test_hostile_names (void)
{
  g_autofree char *many = g_strnfill (500, 'x');
  g_autoptr (GString) wide = g_string_new (NULL);
  const char *names[] = {
    "Kite, Ltd; \\n \"Sons\"",
    "a\nEND:VEVENT",
    "a\r\nEND:VEVENT",
    "bell\a and tab\t",
    "ünï © 日本語のとても長い名前の株式会社日本語のとても長い名前の株式会社日本語",
    many,
    NULL,
  };

  for (guint i = 0; i < 200; i++)
    g_string_append (wide, "x🔑");
  names[G_N_ELEMENTS (names) - 1] = wide->str;
  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    {
      g_autoptr (KpSite) site =
          make_site ("cp.kite.example", 443, names[i], at ("2027-01-05T12:00:00Z"));
      g_autoptr (GString) out = g_string_new (NULL);
      g_auto (GStrv) lines = NULL;
      g_autofree char *text = NULL,
                      *wanted = g_strdelimit (g_strdup (names[i]), "\a\t", ' ');
      /* A line end is one, however it was written. */
      g_auto (GStrv) parts = g_strsplit (wanted, "\r\n", -1);
      g_autofree char *all = g_strjoinv ("\n", parts);

      g_assert_true (kp_ics_append (out, site, "P", 0));
      lines = read_lines (out->str);
      g_assert_cmpuint (count (lines, "END:VEVENT"), ==, 1);
      text = get_text (lines, "DESCRIPTION");
      g_assert_nonnull (strstr (text, all));
    }
}

/* At each length of what stands before: a character of four octets is folded whole. */
static void
test_fold (void)
{
  for (guint n = 1; n < 90; n++)
    {
      g_autofree char *before = g_strnfill (n, 'x');
      g_autofree char *name = g_strconcat (before, "🔑ü🔑", NULL);
      g_autoptr (KpSite) site =
          make_site ("cp.kite.example", 443, name, at ("2027-01-05T12:00:00Z"));
      g_autoptr (GString) out = g_string_new (NULL);
      g_auto (GStrv) lines = NULL;
      g_autofree char *text = NULL;

      kp_ics_append (out, site, NULL, 0);
      lines = read_lines (out->str);
      text = get_text (lines, "DESCRIPTION");
      g_assert_nonnull (strstr (text, name));
    }
}

/* One event a site with a date, none for others, and never a calendar without a component.
 */
static void
test_export (void)
{
  g_autoptr (KpCatalogue) catalogue = kp_catalogue_new (NULL);
  g_autoptr (GPtrArray) sites = g_ptr_array_new_with_free_func (g_object_unref);
  g_autofree char *empty = NULL, *full = NULL;
  g_auto (GStrv) empty_lines = NULL, lines = NULL;
  KpSite *retired = make_site ("a.kite.example", 443, NULL, at ("2027-01-05T12:00:00Z"));

  kp_site_set_retired_at (retired, 1);
  g_ptr_array_add (sites, retired);
  g_ptr_array_add (sites, make_site ("b.kite.example", 443, NULL, 0));
  g_ptr_array_add (sites, make_site ("c.kite.example", 443, NULL, G_MAXINT64));
  empty = kp_ics_export (sites, catalogue, 0);
  empty_lines = read_lines (empty);
  g_assert_cmpuint (count (empty_lines, "BEGIN:VEVENT"), ==, 0);
  g_assert_cmpuint (count (empty_lines, "BEGIN:VTIMEZONE"), ==, 1);
  g_assert_cmpuint (count (empty_lines, "END:VCALENDAR"), ==, 1);

  g_ptr_array_add (sites,
                   make_site ("d.kite.example", 443, NULL, at ("2027-01-05T12:00:00Z")));
  g_ptr_array_add (sites,
                   make_site ("d.kite.example", 8443, NULL, at ("2027-02-05T12:00:00Z")));
  full = kp_ics_export (sites, catalogue, 0);
  lines = read_lines (full);
  g_assert_cmpstr (lines[0], ==, "BEGIN:VCALENDAR");
  g_assert_cmpstr (lines[1], ==, "VERSION:2.0");
  g_assert_cmpuint (count (lines, "BEGIN:VEVENT"), ==, 2);
  g_assert_cmpuint (count (lines, "UID:renew-d.kite.example-443@keyplate"), ==, 1);
  g_assert_cmpuint (count (lines, "UID:renew-d.kite.example-8443@keyplate"), ==, 1);
  g_assert_cmpuint (count (lines, "BEGIN:VTIMEZONE"), ==, 0);
  g_assert_cmpstr (lines[g_strv_length (lines) - 1], ==, "END:VCALENDAR");
}

int
main (int argc, char **argv)
{
  g_setenv ("TZ", "Europe/Berlin", TRUE);
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/ics/event", test_event);
  g_test_add_func ("/ics/hostile-names", test_hostile_names);
  g_test_add_func ("/ics/fold", test_fold);
  g_test_add_func ("/ics/export", test_export);

  return g_test_run ();
}
