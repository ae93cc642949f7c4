/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/** take_result: The callback of what is then waited for; @data: a place for its result,
 * empty before. */
static inline void
take_result (GObject *source, GAsyncResult *result, gpointer data)
{
  *(GAsyncResult **) data = g_object_ref (result);
}

/** wait_for_result: Runs the main loop until take_result() has put one into @place.
 * Returns: (transfer none): it */
static inline GAsyncResult *
wait_for_result (GAsyncResult **place)
{
  while (*place == NULL)
    g_main_context_iteration (NULL, TRUE);
  return *place;
}

G_END_DECLS
