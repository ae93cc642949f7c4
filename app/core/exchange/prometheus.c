/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "core/exchange/prometheus.h"

/* One line's site, and its labels as they stand in each. */
typedef struct
{
  const KpSummary *summary;
  char *labels;
} Line;

static void
line_clear (gpointer data)
{
  g_free (((Line *) data)->labels);
}

/* A value within quotes: a customer may be called anything. */
static void
append_label (GString *out, const char *name, const char *value)
{
  g_autofree char *valid = g_utf8_make_valid (value, -1);

  g_string_append_printf (out, "%s%s=\"", out->len > 0 ? "," : "", name);
  for (const char *p = valid; *p != '\0'; p++)
    if (*p == '\n')
      g_string_append (out, "\\n");
    else if (*p == '\\' || *p == '"')
      g_string_append_printf (out, "\\%c", *p);
    else
      g_string_append_c (out, *p);
  g_string_append_c (out, '"');
}

static char *
make_labels (KpSite *site)
{
  GString *labels = g_string_new (NULL);
  const char *customer = kp_site_get_customer (site);
  guint16 port = kp_site_get_port (site);
  g_autofree char *address = port == 443
                                 ? g_strdup (kp_site_get_host (site))
                                 : g_strdup_printf ("%s:%u", kp_site_get_host (site), port);

  append_label (labels, "site", address);
  append_label (labels, "provider", kp_site_get_provider (site));
  append_label (labels, "customer", customer != NULL ? customer : "");
  return g_string_free (labels, FALSE);
}

static void
append_heading (GString *out, const char *name, const char *help)
{
  g_string_append_printf (out, "# HELP %s %s\n# TYPE %s gauge\n", name, help, name);
}

/* Each lock has a line, so that one that is left is told as 0. */
static void
append_locks (GString *out, GArray *lines)
{
  guint counts[KP_LOCK_N] = { 0 };

  append_heading (out, "keyplate_site_lock",
                  "1 for the lock that the site has, 0 for the others.");
  for (guint i = 0; i < lines->len; i++)
    {
      const Line *line = &g_array_index (lines, Line, i);

      for (guint lock = 0; lock < KP_LOCK_N; lock++)
        g_string_append_printf (out, "keyplate_site_lock{%s,state=\"%s\"} %d\n",
                                line->labels, kp_lock_to_string ((KpLock) lock),
                                line->summary->lock == (KpLock) lock);
      if (line->summary->lock < KP_LOCK_N)
        counts[line->summary->lock]++;
    }
  append_heading (out, "keyplate_sites", "How many sites have this lock.");
  for (guint lock = 0; lock < KP_LOCK_N; lock++)
    g_string_append_printf (out, "keyplate_sites{state=\"%s\"} %u\n",
                            kp_lock_to_string ((KpLock) lock), counts[lock]);
}

/* A moment that there is not has no line: 0 would be a day in 1970. */
static void
append_times (GString *out, GArray *lines, const char *name, const char *help, gsize offset)
{
  append_heading (out, name, help);
  for (guint i = 0; i < lines->len; i++)
    {
      const Line *line = &g_array_index (lines, Line, i);
      gint64 time = G_STRUCT_MEMBER (gint64, line->summary, offset);

      if (time > 0)
        g_string_append_printf (out, "%s{%s} %" G_GINT64_FORMAT "\n", name, line->labels,
                                time);
    }
}

static void
append_turns (GString *out, GArray *lines)
{
  append_heading (out, "keyplate_site_turn",
                  "1 for whose turn it is; a site without one waits for nobody.");
  for (guint i = 0; i < lines->len; i++)
    {
      const Line *line = &g_array_index (lines, Line, i);

      if (line->summary->next.who != KP_TURN_NOBODY)
        g_string_append_printf (out, "keyplate_site_turn{%s,who=\"%s\"} 1\n", line->labels,
                                kp_turn_to_string (line->summary->next.who));
    }
  append_heading (out, "keyplate_site_overdue", "1 if the next action is overdue.");
  for (guint i = 0; i < lines->len; i++)
    {
      const Line *line = &g_array_index (lines, Line, i);

      g_string_append_printf (out, "keyplate_site_overdue{%s} %d\n", line->labels,
                              line->summary->next.overdue != FALSE);
    }
}

static void
append_findings (GString *out, GArray *lines)
{
  append_heading (out, "keyplate_site_finding",
                  "1 for each finding of the last check that is more than a note.");
  for (guint i = 0; i < lines->len; i++)
    {
      const Line *line = &g_array_index (lines, Line, i);
      const char *findings = line->summary->findings;
      g_auto (GStrv) ids = g_strsplit (findings != NULL ? findings : "", " ", -1);

      for (char **id = ids; *id != NULL; id++)
        if (**id != '\0')
          g_string_append_printf (out, "keyplate_site_finding{%s,finding=\"%s\"} 1\n",
                                  line->labels, *id);
    }
}

char *
kp_prometheus_export (GPtrArray *sites)
{
  g_autoptr (GArray) lines = g_array_new (FALSE, FALSE, sizeof (Line));
  GString *out = g_string_new (NULL);

  g_return_val_if_fail (sites != NULL, NULL);

  g_array_set_clear_func (lines, line_clear);
  for (guint i = 0; i < sites->len; i++)
    {
      KpSite *site = g_ptr_array_index (sites, i);
      Line line = { kp_site_get_summary (site), NULL };

      if (kp_site_get_retired_at (site) > 0)
        continue;
      line.labels = make_labels (site);
      g_array_append_val (lines, line);
    }
  append_locks (out, lines);
  append_times (out, lines, "keyplate_site_checked_timestamp_seconds",
                "When the site was last checked.", G_STRUCT_OFFSET (KpSummary, checked_at));
  append_times (out, lines, "keyplate_site_last_locked_timestamp_seconds",
                "When a check last found the site locked.",
                G_STRUCT_OFFSET (KpSummary, last_locked_at));
  append_times (out, lines, "keyplate_site_certificate_not_after_timestamp_seconds",
                "The end of the certificate that is served; of several the first.",
                G_STRUCT_OFFSET (KpSummary, not_after));
  append_times (out, lines, "keyplate_site_renew_by_timestamp_seconds",
                "The last day to start renewing.", G_STRUCT_OFFSET (KpSummary, renew_by));
  append_turns (out, lines);
  append_findings (out, lines);
  return g_string_free (out, FALSE);
}
