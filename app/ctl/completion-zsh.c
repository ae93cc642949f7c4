/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "ctl/completion.h"
#include "ctl/option.h"

#include <string.h>

static const char beginning[] =
    "#compdef keyplatectl\n"
    "# SPDX-License-Identifier: GPL-3.0-or-later\n"
    "# zsh completion for keyplatectl: the output of “keyplatectl completion zsh”\n"
    "\n"
    "_keyplatectl_list () {\n"
    "  local -a found\n"
    "  found=(${(f)\"$(keyplatectl completion --list=${@[-1]} 2>/dev/null)\"})\n"
    "  compadd \"${@[1,-2]}\" -a found\n"
    "}\n"
    "\n"
    "_keyplatectl () {\n"
    "  local context state line\n"
    "  local -a common names\n"
    "  typeset -A opt_args\n";

/* A description within '…[…]': what ends either is escaped. */
static void
append_text (GString *out, const char *text)
{
  for (; *text != '\0'; text++)
    {
      if (*text == '\'')
        g_string_append (out, "'\\''");
      else if (strchr ("[]:\\", *text) != NULL)
        g_string_append_printf (out, "\\%c", *text);
      else
        g_string_append_c (out, *text);
    }
}

static void
append_source (GString *out, const char *kind, const char *placeholder)
{
  if (kind == NULL)
    g_string_append (out, " ");
  else if (g_str_equal (kind, "file"))
    g_string_append (out, "_files");
  else if (g_str_equal (kind, "folder"))
    g_string_append (out, "_files -/");
  else if (g_str_equal (kind, "choice") || g_str_equal (kind, "shell"))
    {
      g_autofree char *words = g_strdelimit (g_strdup (placeholder), "|", ' ');

      g_string_append_printf (out, "(%s)", words);
    }
  else
    g_string_append_printf (out, "_keyplatectl_list %s", kind);
}

static void
append_option (GString *out, const KpCtlOption *option)
{
  if (option->description == NULL)
    return;
  g_string_append_printf (out, " \\\n      '%s--%s%s[",
                          option->kind == KP_CTL_OPTION_LIST ? "*" : "", option->name,
                          option->kind == KP_CTL_OPTION_FLAG ? "" : "=");
  append_text (out, option->description);
  g_string_append_c (out, ']');
  if (option->kind != KP_CTL_OPTION_FLAG)
    {
      const char *kind = kp_completion_of_option (option);

      g_string_append_c (out, ':');
      append_text (out, g_strcmp0 (kind, "choice") == 0 ? "word" : option->placeholder);
      g_string_append_c (out, ':');
      append_source (out, kind, option->placeholder);
    }
  g_string_append_c (out, '\'');
}

static void
append_command (GString *out, const KpCtlCommand *command)
{
  const char *kind = kp_completion_of_operand (command->operand);
  guint words = strchr (command->name, ' ') != NULL ? 2 : 1;

  if (words == 2)
    g_string_append_printf (out, "    '%s')", command->name);
  else
    g_string_append_printf (out, "    %s | '%s '*)", command->name, command->name);
  g_string_append_printf (out,
                          "\n      shift %u words; (( CURRENT -= %u ))\n"
                          "      _arguments -S -s : $common",
                          words, words);
  for (const KpCtlOption *one = command->options; one != NULL && one->name != NULL; one++)
    append_option (out, one);
  if (kind != NULL)
    {
      g_string_append (out, " \\\n      '*: :");
      append_source (out, kind, command->usage);
      g_string_append_c (out, '\'');
    }
  g_string_append (out, " ;;\n");
}

static void
append_name (GString *out, const char *name, gsize length, const char *summary)
{
  g_string_append_printf (out, " \\\n        '%.*s", (int) length, name);
  if (summary != NULL)
    {
      g_string_append_c (out, ':');
      append_text (out, summary);
    }
  g_string_append_c (out, '\'');
}

/* What may stand first, or second after @group. */
static void
append_names (GString *out, const char *group)
{
  const KpCtlCommand *const *commands = kp_ctl_commands ();
  g_autoptr (GHashTable) seen =
      g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);

  if (group != NULL)
    g_string_append_printf (out, "    '%s '*)\n      names=(", group);
  else
    g_string_append (out, "    *)\n      names=(");
  for (guint i = 0; commands[i] != NULL; i++)
    {
      const char *name = commands[i]->name;
      gsize length = strcspn (name, " ");
      gboolean single = name[length] == '\0';

      if (group == NULL && g_hash_table_add (seen, g_strndup (name, length)))
        append_name (out, name, length, single ? commands[i]->summary : NULL);
      else if (group != NULL && !single && strlen (group) == length
               && strncmp (name, group, length) == 0)
        append_name (out, name + length + 1, strlen (name + length + 1),
                     commands[i]->summary);
    }
  g_string_append (out, ")\n      _describe command names ;;\n");
}

static void
append_groups (GString *out)
{
  const KpCtlCommand *const *commands = kp_ctl_commands ();
  g_autoptr (GHashTable) seen =
      g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);

  for (guint i = 0; commands[i] != NULL; i++)
    {
      gsize length = strcspn (commands[i]->name, " ");
      char *group = g_strndup (commands[i]->name, length);

      if (commands[i]->name[length] != '\0' && !g_hash_table_contains (seen, group))
        append_names (out, group);
      g_hash_table_add (seen, group);
    }
  append_names (out, NULL);
}

char *
kp_completion_zsh (void)
{
  const KpCtlCommand *const *commands = kp_ctl_commands ();
  GString *out = g_string_new (beginning);

  g_string_append (out, "  common=('(- *)'{-h,--help}'[Show how it is used]'");
  for (const KpCtlOption *one = kp_ctl_options_common (); one->name != NULL; one++)
    append_option (out, one);
  g_string_append (out,
                   ")\n"
                   "  if (( CURRENT == 2 )) && [[ $PREFIX == -* ]]; then\n"
                   "    _arguments '--version[Show the version]' $common\n"
                   "    return\n"
                   "  fi\n"
                   "  case \"${words[2]-} ${${CURRENT:#2}:+${${words[3]-}:#-*}}\" in\n");
  for (guint i = 0; commands[i] != NULL; i++)
    append_command (out, commands[i]);
  append_groups (out);
  g_string_append (out, "  esac\n"
                        "}\n"
                        "\n"
                        "_keyplatectl \"$@\"\n");
  return g_string_free (out, FALSE);
}
