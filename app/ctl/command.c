/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "ctl/command.h"

#include "ctl/option.h"
#include "ctl/text.h"

#include <glib/gi18n.h>
#include <string.h>

/* One a line, so that two that are added at once don't get in each other's way. */
/* clang-format off */
static const KpCtlCommand *const commands[] = {
  &kp_ctl_site_add,
  &kp_ctl_site_list,
  &kp_ctl_site_show,
  &kp_ctl_site_set,
  &kp_ctl_site_remove,
  &kp_ctl_site_retire,
  &kp_ctl_site_restore,
  &kp_ctl_site_import,
  &kp_ctl_site_export,
  &kp_ctl_customer_add,
  &kp_ctl_customer_list,
  &kp_ctl_customer_show,
  &kp_ctl_customer_set,
  &kp_ctl_customer_remove,
  &kp_ctl_subject_add,
  &kp_ctl_subject_list,
  &kp_ctl_subject_show,
  &kp_ctl_subject_remove,
  &kp_ctl_secure,
  &kp_ctl_renew,
  &kp_ctl_intake,
  &kp_ctl_job_list,
  &kp_ctl_job_show,
  &kp_ctl_job_next,
  &kp_ctl_job_back,
  &kp_ctl_job_pause,
  &kp_ctl_job_resume,
  &kp_ctl_job_abandon,
  &kp_ctl_job_remind,
  &kp_ctl_check,
  &kp_ctl_watch,
  &kp_ctl_name_check,
  &kp_ctl_csr_create,
  &kp_ctl_csr_check,
  &kp_ctl_bundle_check,
  &kp_ctl_bundle_write,
  &kp_ctl_request_list,
  &kp_ctl_request_show,
  &kp_ctl_request_send,
  &kp_ctl_request_receive,
  &kp_ctl_request_cancel,
  &kp_ctl_provider_list,
  &kp_ctl_provider_check,
  &kp_ctl_provider_connect,
  &kp_ctl_provider_test,
  &kp_ctl_settings_list,
  &kp_ctl_settings_get,
  &kp_ctl_settings_set,
  &kp_ctl_backup,
  &kp_ctl_restore,
  &kp_ctl_completion,
  NULL,
};
/* clang-format on */

const KpCtlCommand *const *
kp_ctl_commands (void)
{
  return commands;
}

static const KpCtlCommand *
find (const char *name)
{
  for (guint i = 0; commands[i] != NULL; i++)
    if (g_str_equal (commands[i]->name, name))
      return commands[i];
  return NULL;
}

static void
take_out (char **argv, guint i)
{
  gsize n = g_strv_length (&argv[i]);

  g_free (argv[i]);
  memmove (&argv[i], &argv[i + 1], n * sizeof *argv);
}

const KpCtlCommand *
kp_ctl_command_take (char **argv, char **words)
{
  const KpCtlCommand *command = NULL;
  guint at[2] = { 0, 0 }, n = 0;

  /* The first two words that are neither an option nor the value of one. */
  for (guint i = 1; argv[i] != NULL && n < 2 && !g_str_equal (argv[i], "--"); i++)
    {
      if (kp_ctl_option_takes_value (argv[i]) && argv[i + 1] != NULL)
        i++;
      else if (*argv[i] != '-' || argv[i][1] == '\0')
        at[n++] = i;
    }
  *words = n == 2   ? g_strjoin (" ", argv[at[0]], argv[at[1]], NULL)
           : n == 1 ? g_strdup (argv[at[0]])
                    : g_strdup ("");
  if (n == 2 && (command = find (*words)) != NULL)
    {
      take_out (argv, at[1]);
      take_out (argv, at[0]);
    }
  else if (n > 0 && (command = find (argv[at[0]])) != NULL)
    take_out (argv, at[0]);
  return command;
}

static gboolean
is_in_group (const KpCtlCommand *command, const char *group)
{
  gsize length = strlen (group);

  return strncmp (command->name, group, length) == 0 && command->name[length] == ' ';
}

char *
kp_ctl_command_list (const char *group)
{
  g_autoptr (GString) list = g_string_new (NULL);

  for (guint i = 0; commands[i] != NULL; i++)
    if (is_in_group (commands[i], group))
      g_string_append_printf (list, "%s%s", list->len > 0 ? ", " : "", commands[i]->name);
  return list->len > 0 ? g_string_free (g_steal_pointer (&list), FALSE) : NULL;
}

gboolean
kp_ctl_command_print_all (const char *group)
{
  g_autoptr (GString) help = g_string_new (NULL);
  guint width = 0, n = 0;

  for (guint i = 0; commands[i] != NULL; i++)
    width = MAX (width, kp_text_width (commands[i]->name));
  g_string_append_printf (help, "%s keyplatectl %s\n\n%s\n", _ ("Usage:"),
                          _ ("COMMAND [OPTION…] [ARGUMENT…]"), _ ("Commands:"));
  for (guint i = 0; commands[i] != NULL; i++)
    {
      if (*group != '\0' && !is_in_group (commands[i], group))
        continue;
      g_string_append (help, "  ");
      kp_text_pad (help, commands[i]->name, width + 2);
      g_string_append_printf (help, "%s\n", _ (commands[i]->summary));
      n++;
    }
  g_string_append_printf (help, "\n%s\n",
                          _ ("“keyplatectl COMMAND --help” shows how a command is used."));
  if (n > 0)
    g_print ("%s", help->str);
  return n > 0;
}
