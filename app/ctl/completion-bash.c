/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "ctl/completion.h"
#include "ctl/option.h"

#include <string.h>

static const char beginning[] =
    "# SPDX-License-Identifier: GPL-3.0-or-later\n"
    "# bash completion for keyplatectl: the output of “keyplatectl completion bash”\n"
    "\n"
    "# _keyplatectl_offer KIND [WORD…]: what begins like the word before the cursor.\n"
    "# Names out of the store are compared and quoted, and never expanded.\n"
    "_keyplatectl_offer ()\n"
    "{\n"
    "  local kind=$1 word\n"
    "  local -a words\n"
    "  shift\n"
    "  case $kind in\n"
    "    file) compopt -o filenames; mapfile -t words < <(compgen -f -- \"$cur\") ;;\n"
    "    folder) compopt -o filenames; mapfile -t words < <(compgen -d -- \"$cur\") ;;\n"
    "    words) words=(\"$@\") ;;\n"
    "    *) mapfile -t words < <(keyplatectl completion --list=\"$kind\" 2>/dev/null) ;;\n"
    "  esac\n"
    "  for word in \"${words[@]}\"; do\n"
    "    [[ $word == \"$cur\"* ]] || continue\n"
    "    case $kind in\n"
    "      file | folder) COMPREPLY+=(\"$word\") ;;\n"
    "      *) COMPREPLY+=(\"$(printf %q \"$word\")\") ;;\n"
    "    esac\n"
    "  done\n"
    "}\n"
    "\n"
    "_keyplatectl ()\n"
    "{\n"
    "  local cur=${COMP_WORDS[COMP_CWORD]} prev=${COMP_WORDS[COMP_CWORD - 1]} i\n"
    "  local -a plain=() options=()\n"
    "  COMPREPLY=()\n"
    "  # “--option=value” comes as three words.\n"
    "  if [[ $cur == '=' ]]; then\n"
    "    cur=''\n"
    "  elif [[ $prev == '=' && $COMP_CWORD -gt 2 ]]; then\n"
    "    prev=${COMP_WORDS[COMP_CWORD - 2]}\n"
    "  fi\n";

static void
append_words (GString *out, const char *words)
{
  g_auto (GStrv) list = g_strsplit (words, "|", -1);

  for (guint i = 0; list[i] != NULL; i++)
    g_string_append_printf (out, " %s", list[i]);
}

/* The value of @option, once of all commands that have it. */
static void
append_value (GString *out, GHashTable *seen, const KpCtlOption *option)
{
  const char *kind = kp_completion_of_option (option);

  if (option->kind == KP_CTL_OPTION_FLAG
      || !g_hash_table_add (seen, (gpointer) option->name))
    return;
  g_string_append_printf (out, "    --%s) ", option->name);
  if (g_strcmp0 (kind, "choice") == 0)
    {
      g_string_append (out, "_keyplatectl_offer words");
      append_words (out, option->placeholder);
      g_string_append (out, "; ");
    }
  else if (kind != NULL)
    g_string_append_printf (out, "_keyplatectl_offer %s; ", kind);
  g_string_append (out, "return ;;\n");
}

static void
append_values (GString *out)
{
  g_autoptr (GHashTable) seen = g_hash_table_new (g_str_hash, g_str_equal);
  const KpCtlCommand *const *commands = kp_ctl_commands ();

  g_string_append (out, "  case $prev in\n");
  for (const KpCtlOption *one = kp_ctl_options_common (); one->name != NULL; one++)
    append_value (out, seen, one);
  for (guint i = 0; commands[i] != NULL; i++)
    for (const KpCtlOption *one = commands[i]->options; one != NULL && one->name != NULL;
         one++)
      append_value (out, seen, one);
  g_string_append (out, "  esac\n");
}

/* Skips values, so that “--data-dir site” is no command. */
static void
append_plain (GString *out)
{
  g_string_append (out, "  for ((i = 1; i < COMP_CWORD; i++)); do\n"
                        "    case ${COMP_WORDS[i]} in\n"
                        "      ");
  for (const KpCtlOption *one = kp_ctl_options_common (); one->name != NULL; one++)
    if (one->kind != KP_CTL_OPTION_FLAG)
      g_string_append_printf (out, "--%s | ", one->name);
  g_string_truncate (out, out->len - 3);
  g_string_append (out, ") [[ ${COMP_WORDS[i + 1]} == '=' ]] && ((i++)); ((i++)) ;;\n"
                        "      -* | '=') ;;\n"
                        "      *) plain+=(\"${COMP_WORDS[i]}\") ;;\n"
                        "    esac\n"
                        "  done\n");
}

static void
append_options (GString *out, const KpCtlOption *option)
{
  for (; option != NULL && option->name != NULL; option++)
    if (option->description != NULL)
      g_string_append_printf (out, " --%s", option->name);
}

static void
append_command (GString *out, const KpCtlCommand *command)
{
  const char *kind = kp_completion_of_operand (command->operand);
  const char *space = strchr (command->name, ' ');

  if (space != NULL)
    g_string_append_printf (out, "    '%s'*)", command->name);
  else
    g_string_append_printf (out, "    %s | '%s '*)", command->name, command->name);
  g_string_append (out, " options=(");
  append_options (out, command->options);
  g_string_append (out, " \"${options[@]}\")\n      [[ $cur == -* ]] || ");
  if (g_strcmp0 (kind, "shell") == 0)
    g_string_append (out, "_keyplatectl_offer words bash fish zsh");
  else if (kind != NULL)
    g_string_append_printf (out, "_keyplatectl_offer %s", kind);
  else
    g_string_append (out, ":");
  g_string_append (out, " ;;\n");
}

/* The first words of all commands, or the second ones of those that begin with @group. */
static void
append_names (GString *out, const char *group)
{
  const KpCtlCommand *const *commands = kp_ctl_commands ();
  const char *last = "";
  gsize last_length = 0;

  for (guint i = 0; commands[i] != NULL; i++)
    {
      const char *name = commands[i]->name;
      gsize length = strcspn (name, " ");

      if (group != NULL && strlen (group) == length && strncmp (name, group, length) == 0)
        g_string_append_printf (out, " %s", name + length + 1);
      else if (group == NULL
               && (length != last_length || strncmp (last, name, length) != 0))
        g_string_append_printf (out, " %.*s", (int) length, name);
      last = name;
      last_length = length;
    }
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

      if (commands[i]->name[length] == '\0' || g_hash_table_contains (seen, group))
        {
          g_free (group);
          continue;
        }
      g_string_append_printf (out, "    %s) _keyplatectl_offer words", group);
      append_names (out, group);
      g_string_append (out, " ;;\n");
      g_hash_table_add (seen, group);
    }
  g_string_append (out, "    '') _keyplatectl_offer words");
  append_names (out, NULL);
  g_string_append (out, "; options+=( --version ) ;;\n");
}

char *
kp_completion_bash (void)
{
  const KpCtlCommand *const *commands = kp_ctl_commands ();
  GString *out = g_string_new (beginning);

  append_values (out);
  append_plain (out);
  g_string_append (out, "  options=( --help");
  append_options (out, kp_ctl_options_common ());
  g_string_append (out, " )\n  case \"${plain[*]:0:2}\" in\n");
  for (guint i = 0; commands[i] != NULL; i++)
    append_command (out, commands[i]);
  append_groups (out);
  g_string_append (out, "  esac\n"
                        "  [[ $cur != -* ]] || _keyplatectl_offer words \"${options[@]}\"\n"
                        "}\n"
                        "complete -F _keyplatectl keyplatectl\n");
  return g_string_free (out, FALSE);
}
