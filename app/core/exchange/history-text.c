/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "core/exchange/history-text.h"

#include <glib/gi18n.h>

#include "core/base/time-text.h"

static void
append (GString *out, const char *format, const char *value)
{
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wformat-nonliteral"
  g_string_append_printf (out, format, value);
#pragma GCC diagnostic pop
  g_string_append_c (out, '\n');
}

static void
append_heading (GString *out, KpSite *site, const char *provider, gint64 now)
{
  const KpSummary *summary = kp_site_get_summary (site);
  g_autofree char *status = kp_summary_format_status (summary, provider, now);
  g_autofree char *today = kp_time_format_date (now);

  /* Translators: the heading of a text; %s is a site ("cp.example.com") */
  append (out, _ ("History of %s"), kp_site_get_label (site));
  g_string_append_c (out, '\n');
  /* Translators: %s is a day ("12 November 2027"). */
  append (out, _ ("As of %s"), today);
  if (kp_site_get_customer (site) != NULL)
    /* Translators: %s is the name of a customer */
    append (out, _ ("Customer: %s"), kp_site_get_customer (site));
  /* Translators: %s is the name of a provider */
  append (out, _ ("Provider: %s"),
          provider != NULL ? provider : kp_site_get_provider (site));
  /* Translators: %s is a status ("Locked") */
  append (out, _ ("Status: %s"), status);
  if (summary->not_after > 0)
    {
      g_autofree char *day = kp_time_format_date (summary->not_after);

      /* Translators: %s is a day ("12 November 2027") */
      append (out, _ ("The certificate ends on %s."), day);
    }
  g_string_append_c (out, '\n');
}

char *
kp_history_text (KpSite *site, const char *provider, GPtrArray *events, gint64 now)
{
  GString *out = g_string_new (NULL);
  g_autofree char *before = NULL;

  g_return_val_if_fail (KP_IS_SITE (site), NULL);
  g_return_val_if_fail (events != NULL, NULL);

  append_heading (out, site, provider, now);
  for (guint i = events->len; i > 0; i--)
    {
      const KpJournalEvent *event = g_ptr_array_index (events, i - 1);
      g_autofree char *day = kp_time_format_date (event->at);
      g_autofree char *text = kp_journal_event_format (event);

      if (g_str_equal (event->kind, "note"))
        continue;
      if (g_strcmp0 (day, before) != 0)
        g_string_append_printf (out, "%s\n", day);
      g_string_append_printf (out, "  %s\n", text);
      g_free (before);
      before = g_steal_pointer (&day);
    }
  return g_string_free (out, FALSE);
}
