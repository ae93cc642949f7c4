/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "ctl/progress.h"

#include <glib/gi18n.h>
#include <unistd.h>

static void
draw_cb (KpSweep *sweep)
{
  guint done = 0, total = 0;

  g_object_get (sweep, "done", &done, "total", &total, NULL);
  g_printerr ("\r");
  /* Translators: the number of sites checked so far, and of all */
  g_printerr (_ ("Checking %u of %u…"), done, total);
  g_printerr ("\033[K");
}

void
kp_progress_follow (KpSweep *sweep)
{
  if (!isatty (STDERR_FILENO))
    return;
  g_signal_connect (sweep, "notify::total", G_CALLBACK (draw_cb), NULL);
  g_signal_connect (sweep, "notify::done", G_CALLBACK (draw_cb), NULL);
}

void
kp_progress_clear (void)
{
  if (isatty (STDERR_FILENO))
    g_printerr ("\r\033[K");
}
