/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "core/check/record-line.h"

#include <glib/gi18n.h>

static char *
describe_found (const KpRecordSight *sight)
{
  if (!sight->answered)
    return g_strdup ("–");
  if (*sight->found == NULL)
    return g_strdup (_ ("no record"));
  return g_strjoinv (", ", sight->found);
}

static KpEvidenceLine *
make_line (const KpRecordSight *sight, guint index)
{
  KpEvidenceLine *line = g_new0 (KpEvidenceLine, 1);

  line->name = g_strdup (sight->name);
  line->detail = g_strdup (sight->url);
  line->says = describe_found (sight);
  line->answered = sight->answered;
  line->judged = TRUE;
  line->index = index;
  if (!sight->answered)
    {
      line->outcome = KP_OUTCOME_UNKNOWN;
      line->state = g_strdup (_ ("Could not ask"));
    }
  else if (sight->there)
    {
      line->outcome = KP_OUTCOME_OK;
      /* Translators: of a resolver: it has the DNS record that is waited for */
      line->state = g_strdup (_ ("Sees it"));
    }
  else
    {
      line->outcome = KP_OUTCOME_WAITING;
      /* Translators: of a resolver: it has not the DNS record that is waited for */
      line->state = g_strdup (_ ("Not yet"));
      line->until = kp_record_sight_get_until (sight);
      line->ttl = sight->ttl;
    }
  return line;
}

GPtrArray *
kp_record_lines_new (GPtrArray *sights)
{
  GPtrArray *lines =
      g_ptr_array_new_with_free_func ((GDestroyNotify) kp_evidence_line_free);

  for (guint i = 0; sights != NULL && i < sights->len; i++)
    g_ptr_array_add (lines, make_line (g_ptr_array_index (sights, i), i));
  return lines;
}
