/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "ctl/option.h"

#include "ctl/message.h"
#include "ctl/text.h"

#include <glib/gi18n.h>
#include <string.h>

/*
 * Not GOption: it turns texts from the locale's charset into UTF-8, so that in the C locale
 * of a cron job "--customer Bücher" is refused, and its errors name neither the option nor
 * what was expected apart from their sentence, as JSON needs.
 */

static gboolean given_json;
static char *given_data_dir;
static GPtrArray *given_resolvers;
static char *given_trust;
static char *given_passphrase_file;
static char *given_timeout;
static char *given_jobs;
static char *given_plain_port;

static const KpCtlOption common[] = {
  { "json", KP_CTL_OPTION_FLAG, &given_json, N_ ("Print one JSON document"), NULL },
  { "data-dir", KP_CTL_OPTION_FOLDER, &given_data_dir, N_ ("Where the store lies"),
    N_ ("DIR") },
  { "resolver", KP_CTL_OPTION_LIST, &given_resolvers,
    N_ ("Ask this DNS-over-HTTPS server (repeatable)"), N_ ("URL") },
  { "trust", KP_CTL_OPTION_FILE, &given_trust,
    N_ ("Extra trusted roots for resolvers, helpdesks and sites (PEM)"), N_ ("FILE") },
  { "timeout", KP_CTL_OPTION_TEXT, &given_timeout, N_ ("How long to wait for an answer"),
    N_ ("SECONDS") },
  { "jobs", KP_CTL_OPTION_TEXT, &given_jobs,
    N_ ("Sites to check at once; 0: as many as fit"), "N" },
  { "plain-port", KP_CTL_OPTION_TEXT, &given_plain_port,
    N_ ("Port of plain HTTP to look at; 0: none"), "N" },
  { "passphrase-file", KP_CTL_OPTION_FILE, &given_passphrase_file,
    N_ ("Holds the passphrase of the vault’s file"), N_ ("FILE") },
  { NULL },
};

const KpCtlOption *
kp_ctl_options_common (void)
{
  return common;
}

/* @name need not end where the name of the option does. */
static const KpCtlOption *
find_in (const KpCtlOption *options, const char *name, gsize length)
{
  for (; options != NULL && options->name != NULL; options++)
    if (strlen (options->name) == length && strncmp (options->name, name, length) == 0)
      return options;
  return NULL;
}

static const KpCtlOption *
find (const KpCtlCommand *command, const char *word)
{
  const KpCtlOption *option;
  gsize length;

  if (!g_str_has_prefix (word, "--"))
    return NULL;
  length = strcspn (word + 2, "=");
  option = find_in (command->options, word + 2, length);
  return option != NULL ? option : find_in (common, word + 2, length);
}

gboolean
kp_ctl_option_takes_value (const char *word)
{
  const KpCtlCommand *const *commands = kp_ctl_commands ();

  if (!g_str_has_prefix (word, "--") || strchr (word, '=') != NULL)
    return FALSE;
  for (guint i = 0; commands[i] != NULL; i++)
    {
      const KpCtlOption *option = find (commands[i], word);

      if (option != NULL)
        return option->kind != KP_CTL_OPTION_FLAG;
    }
  return FALSE;
}

gboolean
kp_ctl_options_have (char **argv, const char *option, const char *other)
{
  for (guint i = 1; argv[i] != NULL && !g_str_equal (argv[i], "--"); i++)
    {
      if (g_str_equal (argv[i], option) || g_strcmp0 (argv[i], other) == 0)
        return TRUE;
      if (kp_ctl_option_takes_value (argv[i]) && argv[i + 1] != NULL)
        i++;
    }
  return FALSE;
}

static gboolean
is_choice (const KpCtlOption *option, const char *value)
{
  g_auto (GStrv) words = g_strsplit (option->placeholder, "|", -1);

  return g_strv_contains ((const char *const *) words, value);
}

static KpCtlStatus
refuse (KpCtl *ctl, const KpCtlOption *option, const char *why)
{
  g_autofree char *what = g_strconcat ("--", option->name, NULL);

  return kp_ctl_fail (ctl, KP_CTL_USAGE, "option", what, why);
}

/* What is expected: the name of the value, or the words of a choice. */
static char *
format_expected (const KpCtlOption *option)
{
  g_auto (GStrv) words = NULL;
  g_autofree char *list = NULL;

  if (option->kind != KP_CTL_OPTION_CHOICE)
    return g_strdup (_ (option->placeholder));
  words = g_strsplit (option->placeholder, "|", -1);
  list = g_strjoinv (", ", words);
  /* Translators: a list of words */
  return g_strdup_printf (_ ("one of %s"), list);
}

static KpCtlStatus
refuse_choice (KpCtl *ctl, const KpCtlOption *option, const char *value)
{
  g_autofree char *expected = format_expected (option);
  g_autofree char *shown = kp_text_line (value, 80);
  /* Translators: what was given; "one of" and a list of words */
  g_autofree char *why = g_strdup_printf (_ ("“%s” is not %s"), shown, expected);

  return refuse (ctl, option, why);
}

static char *
to_utf8 (const char *value)
{
  return g_utf8_validate (value, -1, NULL) ? g_strdup (value)
                                           : g_locale_to_utf8 (value, -1, NULL, NULL, NULL);
}

static KpCtlStatus
take (KpCtl *ctl, const KpCtlOption *option, const char *value)
{
  gboolean is_path =
      option->kind == KP_CTL_OPTION_FILE || option->kind == KP_CTL_OPTION_FOLDER;
  g_autofree char *text = is_path ? g_strdup (value) : to_utf8 (value);

  if (text == NULL)
    return refuse (ctl, option, _ ("the value is not UTF-8 text"));
  if (is_path && *text == '\0')
    return refuse (ctl, option, _ ("the value is empty; a path is expected"));
  if (option->kind == KP_CTL_OPTION_CHOICE && !is_choice (option, text))
    return refuse_choice (ctl, option, text);
  if (option->kind == KP_CTL_OPTION_LIST)
    {
      GPtrArray **list = option->value;

      if (*list == NULL)
        *list = g_ptr_array_new_with_free_func (g_free);
      g_ptr_array_add (*list, g_steal_pointer (&text));
    }
  else if (option->value != NULL)
    {
      char **place = option->value;

      g_free (*place);
      *place = g_steal_pointer (&text);
    }
  return KP_CTL_FINE;
}

static KpCtlStatus
refuse_word (KpCtl *ctl, const KpCtlCommand *command, const char *word)
{
  g_autofree char *name = g_strndup (word, strcspn (word, "="));
  g_autofree char *why = g_strdup_printf (
      /* Translators: the words of a command, twice */
      _ ("unknown option; “keyplatectl %s --help” shows those of “%s”"), command->name,
      command->name);

  return kp_ctl_fail (ctl, KP_CTL_USAGE, "unknown-option", name, why);
}

/* @next: (inout): the word after @word, moved on if that is its value */
static KpCtlStatus
parse_one (KpCtl *ctl, const KpCtlCommand *command, const char *word, char ***next)
{
  const KpCtlOption *option = find (command, word);
  const char *value = strchr (word, '=');

  if (option == NULL)
    return refuse_word (ctl, command, word);
  if (option->kind == KP_CTL_OPTION_FLAG)
    {
      if (value != NULL)
        return refuse (ctl, option, _ ("it takes no value"));
      *(gboolean *) option->value = TRUE;
      return KP_CTL_FINE;
    }
  if (value != NULL)
    return take (ctl, option, value + 1);
  if (**next == NULL)
    {
      g_autofree char *expected = format_expected (option);
      /* Translators: what is missing: "FILE", or "one of" and a list of words */
      g_autofree char *why = g_strdup_printf (_ ("expected %s after it"), expected);

      return refuse (ctl, option, why);
    }
  return take (ctl, option, *(*next)++);
}

KpCtlStatus
kp_ctl_options_parse (KpCtl *ctl, const KpCtlCommand *command, char **argv,
                      char ***operands)
{
  g_autoptr (GPtrArray) rest = g_ptr_array_new ();
  KpCtlStatus status = KP_CTL_FINE;
  gboolean ended = FALSE;

  for (char **next = argv + 1; *next != NULL && status == KP_CTL_FINE;)
    {
      char *word = *next++;

      /* "-" is standard input, and "-5" no option but a number. */
      if (ended || *word != '-' || word[1] == '\0' || g_ascii_isdigit (word[1]))
        g_ptr_array_add (rest, word);
      else if (g_str_equal (word, "--"))
        ended = TRUE;
      else
        status = parse_one (ctl, command, word, &next);
    }
  if (status != KP_CTL_FINE)
    return status;
  ctl->json = given_json;
  ctl->data_dir = given_data_dir;
  ctl->resolvers = given_resolvers;
  ctl->trust = given_trust;
  ctl->passphrase_file = given_passphrase_file;
  ctl->timeout = given_timeout;
  ctl->jobs = given_jobs;
  ctl->plain_port = given_plain_port;
  g_ptr_array_add (rest, NULL);
  *operands = (char **) g_ptr_array_free (g_steal_pointer (&rest), FALSE);
  return KP_CTL_FINE;
}

static char *
format_option (const KpCtlOption *option)
{
  if (option->kind == KP_CTL_OPTION_FLAG)
    return g_strconcat ("--", option->name, NULL);
  return g_strconcat ("--", option->name, "=", _ (option->placeholder), NULL);
}

static guint
width_of (const KpCtlOption *options)
{
  guint width = 0;

  for (; options != NULL && options->name != NULL; options++)
    {
      g_autofree char *text = format_option (options);

      if (options->description != NULL)
        width = MAX (width, kp_text_width (text));
    }
  return width;
}

static void
append_options (GString *help, const char *heading, const KpCtlOption *options, guint width)
{
  g_string_append_printf (help, "\n%s\n", heading);
  for (; options->name != NULL; options++)
    {
      g_autofree char *text = format_option (options);

      if (options->description == NULL)
        continue;
      g_string_append (help, "  ");
      kp_text_pad (help, text, width + 2);
      if (kp_text_width (text) > width)
        {
          g_string_append (help, "\n  ");
          kp_text_pad (help, "", width + 2);
        }
      g_string_append_printf (help, "%s\n", _ (options->description));
    }
}

void
kp_ctl_options_print_help (const KpCtlCommand *command)
{
  g_autoptr (GString) help = g_string_new (NULL);
  /* A long choice stands alone rather than push all descriptions to the right. */
  guint width = MIN (28, MAX (width_of (command->options), width_of (common)));

  g_string_append_printf (help, "%s keyplatectl %s %s", _ ("Usage:"), command->name,
                          _ ("[OPTION…]"));
  if (*command->usage != '\0')
    g_string_append_printf (help, " %s", _ (command->usage));
  g_string_append_printf (help, "\n%s.\n", _ (command->summary));
  if (command->options != NULL)
    append_options (help, _ ("Options:"), command->options, width);
  append_options (help, _ ("Options of every command:"), common, width);
  g_print ("%s", help->str);
}
