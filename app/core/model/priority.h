/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * KpPriority:
 *
 * How urgent a request is: a meaning, never the number of some helpdesk, for the same
 * number is the most urgent at one and the least at another. Each channel maps it. The
 * numbers are stored: never renumber.
 */
typedef enum
{
  KP_PRIORITY_LOW = 0,    /* nothing suffers yet; planned work */
  KP_PRIORITY_NORMAL = 1, /* as usual */
  KP_PRIORITY_HIGH = 2,   /* the time left is shorter than the usual days */
} KpPriority;

#define KP_PRIORITY_N 3

/** kp_priority_to_string: Returns: (transfer none): "low", "normal" or "high", the words of
 * profiles and JSON */
const char *kp_priority_to_string (KpPriority priority);
/** kp_priority_from_string: Returns: whether @text is one of the three words; @priority is
 * untouched if not */
gboolean kp_priority_from_string (const char *text, KpPriority *priority);
/** kp_priority_get_label: Returns: (transfer none): its name in the user's language,
 * sentence case ("Low") */
const char *kp_priority_get_label (KpPriority priority);

G_END_DECLS
