/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <locale.h>

#include <glib/gi18n.h>

#include "core/secret/core-dump.h"
#include "window/application.h"

int
main (int argc, char **argv)
{
  g_autoptr (KpApplication) application = NULL;

  kp_core_dump_forbid ();
  setlocale (LC_ALL, "");
  bindtextdomain (GETTEXT_PACKAGE, LOCALEDIR);
  bind_textdomain_codeset (GETTEXT_PACKAGE, "UTF-8");
  textdomain (GETTEXT_PACKAGE);

  application = kp_application_new ();
  return g_application_run (G_APPLICATION (application), argc, argv);
}
