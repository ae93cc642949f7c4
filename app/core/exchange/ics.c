/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "core/exchange/ics.h"

#include <glib/gi18n.h>
#include <string.h>

#include "core/base/time-text.h"

/* Octets of a line without its end (section 3.1); the space that a line goes on with is one
 * of them. */
#define MAX_LINE 75

/* A line that is longer is folded, never within a character: a calendar that unfolds lines
 * only after it has decoded them would lose it. */
static void
append_line (GString *out, const char *line)
{
  gsize used = 0;

  for (const char *p = line; *p != '\0';)
    {
      gsize length = (gsize) (g_utf8_next_char (p) - p);

      if (used + length > MAX_LINE)
        {
          g_string_append (out, "\r\n ");
          used = 1;
        }
      g_string_append_len (out, p, (gssize) length);
      used += length;
      p += length;
    }
  g_string_append (out, "\r\n");
}

/* TEXT (section 3.3.11): a customer's name may be anything. */
static void
append_text (GString *out, const char *name, const char *text)
{
  g_autofree char *valid = g_utf8_make_valid (text, -1);
  g_autoptr (GString) line = g_string_new (name);

  g_string_append_c (line, ':');
  for (const char *p = valid; *p != '\0'; p = g_utf8_next_char (p))
    {
      gunichar c = g_utf8_get_char (p);

      if (c == '\n')
        g_string_append (line, "\\n");
      else if (c == '\\' || c == ';' || c == ',')
        g_string_append_printf (line, "\\%c", (char) c);
      else if (c != '\r')
        g_string_append_unichar (line, g_unichar_iscntrl (c) ? ' ' : c);
    }
  append_line (out, line->str);
}

static char *
describe (KpSite *site, const char *provider)
{
  const KpSummary *summary = kp_site_get_summary (site);
  GString *text = g_string_new (NULL);

  if (summary->not_after > 0)
    {
      g_autofree char *day = kp_time_format_date (summary->not_after);

      /* Translators: %s is a day ("12 November 2027") */
      g_string_append_printf (text, _ ("The certificate ends on %s."), day);
    }
  if (kp_site_get_customer (site) != NULL)
    {
      g_string_append (text, text->len > 0 ? "\n" : "");
      /* Translators: %s is the name of a customer */
      g_string_append_printf (text, _ ("Customer: %s"), kp_site_get_customer (site));
    }
  g_string_append (text, text->len > 0 ? "\n" : "");
  /* Translators: %s is the name of a provider */
  g_string_append_printf (text, _ ("Provider: %s"),
                          provider != NULL ? provider : kp_site_get_provider (site));
  return g_string_free (text, FALSE);
}

gboolean
kp_ics_has_event (KpSite *site)
{
  g_return_val_if_fail (KP_IS_SITE (site), FALSE);

  return kp_site_get_summary (site)->renew_by > 0 && kp_site_get_retired_at (site) == 0;
}

void
kp_ics_append_heading (GString *out)
{
  g_return_if_fail (out != NULL);

  append_line (out, "BEGIN:VCALENDAR");
  append_line (out, "VERSION:2.0");
  append_text (out, "PRODID", "-//Keyplate//Keyplate " VERSION "//EN");
}

gboolean
kp_ics_append (GString *out, KpSite *site, const char *provider, gint64 now)
{
  g_autoptr (GDateTime) day = NULL;
  g_autoptr (GDateTime) stamp = NULL;
  g_autofree char *uid = NULL, *stamp_line = NULL, *day_line = NULL, *title = NULL,
                  *text = NULL;

  g_return_val_if_fail (out != NULL && KP_IS_SITE (site), FALSE);

  if (!kp_ics_has_event (site))
    return FALSE;
  day = g_date_time_new_from_unix_local (kp_site_get_summary (site)->renew_by);
  stamp = g_date_time_new_from_unix_utc (now);
  /* Past the end of all calendars. */
  if (day == NULL || stamp == NULL)
    return FALSE;

  uid = g_strdup_printf ("renew-%s-%u@keyplate", kp_site_get_host (site),
                         kp_site_get_port (site));
  stamp_line = g_date_time_format (stamp, "DTSTAMP:%Y%m%dT%H%M%SZ");
  day_line = g_date_time_format (day, "DTSTART;VALUE=DATE:%Y%m%d");
  /* Translators: %s is a site ("cp.example.com"); the title of an event in a calendar */
  title = g_strdup_printf (_ ("Start renewing %s"), kp_site_get_label (site));
  text = describe (site, provider);
  append_line (out, "BEGIN:VEVENT");
  append_text (out, "UID", uid);
  append_line (out, stamp_line);
  append_line (out, day_line);
  append_text (out, "SUMMARY", title);
  append_text (out, "DESCRIPTION", text);
  /* It keeps nobody from being invited on that day. */
  append_line (out, "TRANSP:TRANSPARENT");
  append_line (out, "END:VEVENT");
  return TRUE;
}

void
kp_ics_append_end (GString *out, gboolean empty)
{
  static const char *const nothing[] = { "BEGIN:VTIMEZONE",    "TZID:UTC",
                                         "BEGIN:STANDARD",     "DTSTART:19700101T000000",
                                         "TZOFFSETFROM:+0000", "TZOFFSETTO:+0000",
                                         "END:STANDARD",       "END:VTIMEZONE" };

  g_return_if_fail (out != NULL);

  for (guint i = 0; empty && i < G_N_ELEMENTS (nothing); i++)
    append_line (out, nothing[i]);
  append_line (out, "END:VCALENDAR");
}

char *
kp_ics_export (GPtrArray *sites, KpCatalogue *catalogue, gint64 now)
{
  GString *out = g_string_new (NULL);
  gboolean empty = TRUE;

  g_return_val_if_fail (sites != NULL && KP_IS_CATALOGUE (catalogue), NULL);

  kp_ics_append_heading (out);
  for (guint i = 0; i < sites->len; i++)
    {
      KpSite *site = g_ptr_array_index (sites, i);
      KpProfile *profile = kp_catalogue_find (catalogue, kp_site_get_provider (site));

      if (kp_ics_append (out, site, profile != NULL ? kp_profile_get_name (profile) : NULL,
                         now))
        empty = FALSE;
    }
  kp_ics_append_end (out, empty);
  return g_string_free (out, FALSE);
}
