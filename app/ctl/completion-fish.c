/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "ctl/completion.h"
#include "ctl/option.h"

#include <string.h>

static const char beginning[] =
    "# SPDX-License-Identifier: GPL-3.0-or-later\n"
    "# fish completion for keyplatectl: the output of “keyplatectl completion fish”\n"
    "\n"
    "function __keyplatectl_is --description 'Whether these words of a command stand "
    "there'\n"
    "    set -l words (string match --invert -- '-*' (commandline -opc)[2..-1])\n"
    "    test (count $words) -ge (count $argv); or test (count $argv) -eq 0; or return 1\n"
    "    test (count $argv) -eq 0; and test (count $words) -gt 0; and return 1\n"
    "    for i in (seq (count $argv))\n"
    "        test \"$words[$i]\" = \"$argv[$i]\"; or return 1\n"
    "    end\n"
    "end\n"
    "\n"
    "function __keyplatectl_begins --description 'Whether only this word stands there'\n"
    "    set -l words (string match --invert -- '-*' (commandline -opc)[2..-1])\n"
    "    test (count $words) -eq 1; and test \"$words[1]\" = \"$argv[1]\"\n"
    "end\n"
    "\n"
    "complete -c keyplatectl -f\n"
    "complete -c keyplatectl -l help -s h -d 'Show how it is used'\n"
    "complete -c keyplatectl -n __keyplatectl_is -l version -d 'Show the version'\n";

static void
append_quoted (GString *out, const char *text)
{
  g_string_append_c (out, '\'');
  for (; *text != '\0'; text++)
    {
      if (*text == '\'' || *text == '\\')
        g_string_append_c (out, '\\');
      g_string_append_c (out, *text);
    }
  g_string_append_c (out, '\'');
}

static void
append_source (GString *out, const char *kind, const char *placeholder)
{
  g_autofree char *words = NULL;

  if (kind == NULL)
    return;
  if (g_str_equal (kind, "file"))
    g_string_append (out, " -F");
  else if (g_str_equal (kind, "folder"))
    g_string_append (out, " -a '(__fish_complete_directories)'");
  else if (g_str_equal (kind, "choice") || g_str_equal (kind, "shell"))
    {
      words = g_strdelimit (g_strdup (placeholder), "|", ' ');
      g_string_append (out, " -a ");
      append_quoted (out, words);
    }
  else
    g_string_append_printf (out, " -a '(keyplatectl completion --list=%s 2>/dev/null)'",
                            kind);
}

static void
append_option (GString *out, const char *condition, const KpCtlOption *option)
{
  if (option->description == NULL)
    return;
  g_string_append (out, "complete -c keyplatectl");
  if (condition != NULL)
    g_string_append_printf (out, " -n '%s'", condition);
  g_string_append_printf (out, " -l %s", option->name);
  if (option->kind != KP_CTL_OPTION_FLAG)
    {
      g_string_append (out, option->kind == KP_CTL_OPTION_FILE ? " -r" : " -x");
      append_source (out, kp_completion_of_option (option), option->placeholder);
    }
  g_string_append (out, " -d ");
  append_quoted (out, option->description);
  g_string_append_c (out, '\n');
}

static void
append_name (GString *out, const KpCtlCommand *command)
{
  gsize length = strcspn (command->name, " ");

  if (command->name[length] == '\0')
    g_string_append_printf (out, "complete -c keyplatectl -n __keyplatectl_is -a %s",
                            command->name);
  else
    g_string_append_printf (out,
                            "complete -c keyplatectl -n __keyplatectl_is -a %.*s\n"
                            "complete -c keyplatectl -n '__keyplatectl_begins %.*s' -a %s",
                            (int) length, command->name, (int) length, command->name,
                            command->name + length + 1);
  g_string_append (out, " -d ");
  append_quoted (out, command->summary);
  g_string_append_c (out, '\n');
}

char *
kp_completion_fish (void)
{
  const KpCtlCommand *const *commands = kp_ctl_commands ();
  GString *out = g_string_new (beginning);

  for (const KpCtlOption *one = kp_ctl_options_common (); one->name != NULL; one++)
    append_option (out, NULL, one);
  for (guint i = 0; commands[i] != NULL; i++)
    {
      g_autofree char *condition =
          g_strconcat ("__keyplatectl_is ", commands[i]->name, NULL);
      const char *kind = kp_completion_of_operand (commands[i]->operand);

      append_name (out, commands[i]);
      for (const KpCtlOption *one = commands[i]->options; one != NULL && one->name != NULL;
           one++)
        append_option (out, condition, one);
      if (kind == NULL)
        continue;
      g_string_append_printf (out, "complete -c keyplatectl -n '%s'", condition);
      append_source (out, kind, commands[i]->usage);
      g_string_append_c (out, '\n');
    }
  return g_string_free (out, FALSE);
}
