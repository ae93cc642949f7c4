/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "ctl/plugin.h"

#include "ctl/message.h"

#include <glib/gi18n.h>

/* So many are named in the line, which a pager may cut. */
#define MAX_NAMED 5

typedef enum
{
  FINE = 0,
  WARNING = 1,
  CRITICAL = 2,
  UNKNOWN = 3,
} State;

/* Fixed, in every language: monitoring reads them. */
static const char *const words[] = { "OK", "WARNING", "CRITICAL", "UNKNOWN" };

static State
worse (State a, State b)
{
  static const State order[] = { CRITICAL, WARNING, UNKNOWN };

  for (guint i = 0; i < G_N_ELEMENTS (order); i++)
    if (a == order[i] || b == order[i])
      return order[i];
  return FINE;
}

static State
judge (KpSite *site, KpCtlStatus status)
{
  const KpSummary *summary = kp_site_get_summary (site);

  if (summary->lock == KP_LOCK_UNLOCKED)
    return CRITICAL;
  if (status == KP_CTL_ATTENTION || summary->next.overdue || summary->expiring)
    return WARNING;
  return summary->lock == KP_LOCK_UNKNOWN || status != KP_CTL_FINE ? UNKNOWN : FINE;
}

/* The names of those in @state, the first of them. */
static char *
name (GPtrArray *sites, GHashTable *statuses, State state)
{
  GString *list = g_string_new (NULL);
  guint n = 0;

  for (guint i = 0; i < sites->len; i++)
    {
      KpSite *site = g_ptr_array_index (sites, i);

      if (judge (site, GPOINTER_TO_INT (g_hash_table_lookup (statuses, site))) != state)
        continue;
      if (n++ < MAX_NAMED)
        g_string_append_printf (list, "%s%s", n > 1 ? ", " : "", kp_site_get_label (site));
    }
  if (n > MAX_NAMED)
    g_string_append (list, ", …");
  return g_string_free (list, FALSE);
}

static char *
describe (State state, guint n, guint all, const char *names)
{
  if (all == 0)
    return g_strdup (_ ("no site was checked"));
  if (n == 0)
    return g_strdup_printf (
        /* Translators: a line of a monitoring system; %u is a number of sites */
        ngettext ("%u site is fine", "%u sites are fine", all), all);
  if (state == CRITICAL)
    return g_strdup_printf (
        /* Translators: the numbers are of sites, %s are the names of the first number, of
         * which the plural is. */
        ngettext ("%u of %u not secured: %s", "%u of %u not secured: %s", n), n, all,
        names);
  if (state == WARNING)
    return g_strdup_printf (
        /* Translators: the numbers are of sites, %s are the names of the first number, of
         * which the plural is. */
        ngettext ("%u of %u needs attention: %s", "%u of %u need attention: %s", n), n, all,
        names);
  return g_strdup_printf (
      /* Translators: the numbers are of sites, %s are the names of the first number, of
       * which the plural is. */
      ngettext ("%u of %u could not be checked: %s", "%u of %u could not be checked: %s",
                n),
      n, all, names);
}

KpCtlStatus
kp_plugin_finish (GPtrArray *sites, GHashTable *statuses, KpCtlStatus status)
{
  guint locks[KP_LOCK_N] = { 0 }, counts[4] = { 0 };
  State state = status == KP_CTL_FINE && sites->len > 0 ? FINE : UNKNOWN;
  g_autofree char *names = NULL, *told = NULL, *line = NULL;

  for (guint i = 0; i < sites->len; i++)
    {
      KpSite *site = g_ptr_array_index (sites, i);
      State one = judge (site, GPOINTER_TO_INT (g_hash_table_lookup (statuses, site)));

      state = worse (state, one);
      counts[one]++;
      locks[kp_site_get_summary (site)->lock]++;
    }
  names = name (sites, statuses, state);
  told = describe (state, state == FINE ? 0 : counts[state], sites->len, names);
  line =
      g_strdup_printf ("KEYPLATE %s - %s | locked=%u pending=%u unlocked=%u unknown=%u\n",
                       words[state], told, locks[KP_LOCK_LOCKED], locks[KP_LOCK_PENDING],
                       locks[KP_LOCK_UNLOCKED], locks[KP_LOCK_UNKNOWN]);
  kp_ctl_print_text (line);
  return (KpCtlStatus) state;
}

KpCtlStatus
kp_plugin_fail (void)
{
  g_autofree char *line =
      g_strdup_printf ("KEYPLATE %s - %s\n", words[UNKNOWN], _ ("the check could not run"));

  kp_ctl_print_text (line);
  return (KpCtlStatus) UNKNOWN;
}
