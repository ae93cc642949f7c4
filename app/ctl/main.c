/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "ctl/context.h"

#include <glib/gi18n.h>
#include <locale.h>
#include <stdio.h>
#include <string.h>

static const KpCtlCommand *const commands[] = {
  &kp_ctl_site_add,       &kp_ctl_site_list,     &kp_ctl_site_show,
  &kp_ctl_site_set,       &kp_ctl_site_remove,   &kp_ctl_site_import,
  &kp_ctl_site_export,    &kp_ctl_customer_add,  &kp_ctl_customer_list,
  &kp_ctl_customer_show,  &kp_ctl_customer_set,  &kp_ctl_customer_remove,
  &kp_ctl_check,          &kp_ctl_name_check,    &kp_ctl_provider_list,
  &kp_ctl_provider_check, &kp_ctl_settings_list, &kp_ctl_settings_get,
  &kp_ctl_settings_set,
};

static void
print_help (void)
{
  g_print ("%s\n  keyplatectl %s\n\n%s\n", _ ("Usage:"),
           _ ("COMMAND [OPTION…] [ARGUMENT…]"), _ ("Commands:"));
  for (guint i = 0; i < G_N_ELEMENTS (commands); i++)
    g_print ("  %-18s %s\n", commands[i]->name, _ (commands[i]->summary));
  g_print ("\n%s\n", _ ("“keyplatectl COMMAND --help” shows the options of a command."));
}

/* Options that take their value as the next word, so that it is not taken for a command. */
static gboolean
takes_value (const char *word)
{
  static const char *const options[] = { "--data-dir",        "--resolver", "--trust",
                                         "--timeout",         "--jobs",     "--plain-port",
                                         "--passphrase-file", NULL };

  return g_strv_contains (options, word);
}

/* Finds the command's words among the arguments and takes them out. */
static const KpCtlCommand *
find_command (char **argv, char **unknown)
{
  guint words[2] = { 0, 0 }, n = 0;

  for (guint i = 1; argv[i] != NULL && n < 2 && !g_str_equal (argv[i], "--"); i++)
    {
      if (takes_value (argv[i]) && argv[i + 1] != NULL)
        i++;
      else if (*argv[i] != '-' || argv[i][1] == '\0')
        words[n++] = i;
    }
  for (guint take = n; take > 0; take--)
    {
      g_autofree char *name = take == 2
                                  ? g_strjoin (" ", argv[words[0]], argv[words[1]], NULL)
                                  : g_strdup (argv[words[0]]);

      for (guint i = 0; i < G_N_ELEMENTS (commands); i++)
        {
          if (!g_str_equal (commands[i]->name, name))
            continue;
          for (guint j = take; j > 0; j--)
            memmove (&argv[words[j - 1]], &argv[words[j - 1] + 1],
                     (g_strv_length (&argv[words[j - 1]])) * sizeof *argv);
          return commands[i];
        }
    }
  *unknown = n == 2   ? g_strjoin (" ", argv[words[0]], argv[words[1]], NULL)
             : n == 1 ? g_strdup (argv[words[0]])
                      : NULL;
  return NULL;
}

static GOptionContext *
make_context (KpCtl *ctl, const KpCtlCommand *command)
{
  const GOptionEntry common[] = {
    { "json", 0, 0, G_OPTION_ARG_NONE, &ctl->json, N_ ("Print one JSON document"), NULL },
    { "data-dir", 0, 0, G_OPTION_ARG_FILENAME, &ctl->data_dir, N_ ("Where the store lies"),
      N_ ("DIR") },
    { "resolver", 0, 0, G_OPTION_ARG_STRING_ARRAY, &ctl->resolvers,
      N_ ("Ask this DNS-over-HTTPS server (repeatable)"), N_ ("URL") },
    { "trust", 0, 0, G_OPTION_ARG_FILENAME, &ctl->trust,
      N_ ("Extra trusted roots for resolvers, helpdesks and sites (PEM)"), N_ ("FILE") },
    { "timeout", 0, 0, G_OPTION_ARG_INT, &ctl->timeout,
      N_ ("Seconds to wait for an answer"), N_ ("SECONDS") },
    { "jobs", 0, 0, G_OPTION_ARG_INT, &ctl->jobs, N_ ("Sites to check at once"), "N" },
    { "plain-port", 0, 0, G_OPTION_ARG_INT, &ctl->plain_port,
      N_ ("Port of plain HTTP to look at; 0 for none"), "N" },
    { "passphrase-file", 0, 0, G_OPTION_ARG_FILENAME, &ctl->passphrase_file,
      N_ ("Unlocks the vault's file"), N_ ("FILE") },
    { NULL },
  };
  GOptionContext *context = g_option_context_new (command->arguments);

  g_option_context_set_summary (context, _ (command->summary));
  if (command->entries != NULL)
    g_option_context_add_main_entries (context, command->entries, GETTEXT_PACKAGE);
  g_option_context_add_main_entries (context, common, GETTEXT_PACKAGE);
  g_option_context_set_help_enabled (context, FALSE);
  return context;
}

static gboolean
wants (char **argv, const char *option)
{
  for (guint i = 1; argv[i] != NULL && !g_str_equal (argv[i], "--"); i++)
    if (g_str_equal (argv[i], option))
      return TRUE;
  return FALSE;
}

static void
print_command_help (KpCtl *ctl, const KpCtlCommand *command)
{
  g_autoptr (GOptionContext) context = make_context (ctl, command);
  g_autofree char *program = g_strconcat ("keyplatectl ", command->name, NULL);
  g_autofree char *help = NULL;

  g_set_prgname (program);
  help = g_option_context_get_help (context, FALSE, NULL);
  g_print ("%s", help);
}

static KpCtlStatus
run (KpCtl *ctl, const KpCtlCommand *command, char ***argv)
{
  g_autoptr (GOptionContext) context = make_context (ctl, command);
  g_autoptr (GError) error = NULL;

  if (!g_option_context_parse_strv (context, argv, &error))
    return kp_ctl_fail (ctl, KP_CTL_USAGE, "option", command->name, error->message);
  /* The program's name stands first; "--" may be left. */
  char **rest = *argv + 1;
  if (rest[0] != NULL && g_str_equal (rest[0], "--"))
    rest++;
  return command->run (ctl, rest);
}

int
main (int argc, char **argv)
{
  g_auto (GStrv) arguments = NULL;
  g_autofree char *unknown = NULL;
  KpCtl ctl = { .timeout = -1, .jobs = -1, .plain_port = -1 };
  const KpCtlCommand *command;
  KpCtlStatus status;

  setlocale (LC_ALL, "");
  bindtextdomain (GETTEXT_PACKAGE, LOCALEDIR);
  bind_textdomain_codeset (GETTEXT_PACKAGE, "UTF-8");
  textdomain (GETTEXT_PACKAGE);
  g_set_prgname ("keyplatectl");

  arguments = g_strdupv (argv);
  ctl.json = wants (arguments, "--json");
  command = find_command (arguments, &unknown);
  if (command == NULL && wants (arguments, "--version"))
    {
      g_print ("keyplatectl %s\n", VERSION);
      return KP_CTL_FINE;
    }
  if (command == NULL && (wants (arguments, "--help") || wants (arguments, "-h")))
    {
      print_help ();
      return KP_CTL_FINE;
    }
  if (command == NULL)
    return kp_ctl_fail (&ctl, KP_CTL_USAGE, "unknown-command",
                        unknown != NULL ? unknown : _ ("no command"),
                        _ ("expected a command; “keyplatectl --help” shows all"));
  if (wants (arguments, "--help") || wants (arguments, "-h"))
    {
      print_command_help (&ctl, command);
      return KP_CTL_FINE;
    }

  status = run (&ctl, command, &arguments);
  kp_ctl_close (&ctl);
  g_free (ctl.data_dir);
  g_strfreev (ctl.resolvers);
  g_free (ctl.trust);
  g_free (ctl.passphrase_file);
  if (fflush (stdout) != 0)
    return KP_CTL_COULD_NOT;
  return status;
}
