/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "ctl/ask.h"

#include <glib/gi18n.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

/* A longer answer is no name of anything. */
#define MAX_LINE 4096

gboolean
kp_ctl_can_ask (void)
{
  return isatty (STDIN_FILENO) && isatty (STDERR_FILENO);
}

char *
kp_ctl_ask (const char *question)
{
  char line[MAX_LINE];

  g_printerr ("%s: ", question);
  if (fgets (line, sizeof line, stdin) == NULL)
    {
      g_printerr ("\n");
      return NULL;
    }
  g_strstrip (line);
  return g_strdup (line);
}

gboolean
kp_ctl_ask_yes (const char *question)
{
  /* Translators: answers that mean yes, without case, with "|" between them */
  g_auto (GStrv) words = g_strsplit (C_ ("answers", "y|yes"), "|", -1);
  g_autofree char *answer = kp_ctl_ask (question);
  g_autofree char *folded = NULL;

  if (answer == NULL || !g_utf8_validate (answer, -1, NULL))
    return FALSE;
  folded = g_utf8_casefold (answer, -1);
  return g_strv_contains ((const char *const *) words, folded) || g_str_equal (folded, "y")
         || g_str_equal (folded, "yes");
}
