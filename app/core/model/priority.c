/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "core/model/priority.h"

#include <glib/gi18n.h>

static const char *const words[KP_PRIORITY_N] = {
  [KP_PRIORITY_LOW] = "low",
  [KP_PRIORITY_NORMAL] = "normal",
  [KP_PRIORITY_HIGH] = "high",
};

const char *
kp_priority_to_string (KpPriority priority)
{
  g_return_val_if_fail ((guint) priority < KP_PRIORITY_N, "normal");

  return words[priority];
}

gboolean
kp_priority_from_string (const char *text, KpPriority *priority)
{
  for (guint i = 0; i < KP_PRIORITY_N; i++)
    if (g_strcmp0 (text, words[i]) == 0)
      {
        *priority = i;
        return TRUE;
      }
  return FALSE;
}

const char *
kp_priority_get_label (KpPriority priority)
{
  switch (priority)
    {
    case KP_PRIORITY_LOW:
      /* Translators: how urgent a request to a provider is */
      return _ ("Low");
    case KP_PRIORITY_HIGH:
      /* Translators: how urgent a request to a provider is */
      return _ ("High");
    case KP_PRIORITY_NORMAL:
    default:
      /* Translators: how urgent a request to a provider is */
      return _ ("Normal");
    }
}
