/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "ctl/context.h"
#include "ctl/table.h"

#include <glib/gi18n.h>
#include <string.h>

/* Roots are told by their file; anything else is short. */
static gboolean
is_file (const char *name)
{
  return g_str_has_prefix (name, "trust-");
}

static gboolean
is_known (const char *name)
{
  return g_strv_contains (kp_settings_list (), name);
}

static KpCtlStatus
refuse_name (KpCtl *ctl, const char *name)
{
  g_autofree char *known = g_strjoinv (", ", (char **) kp_settings_list ());
  /* Translators: a list of the names of settings */
  g_autofree char *why = g_strdup_printf (_ ("unknown setting; expected one of %s"), known);

  return kp_ctl_fail (ctl, KP_CTL_USAGE, "unknown-setting", name, why);
}

static void
print_values (KpCtl *ctl, const char *const *names)
{
  KpSettings *settings = kp_desk_get_settings (ctl->desk);
  g_autoptr (JsonBuilder) builder = json_builder_new ();

  json_builder_begin_object (builder);
  for (guint i = 0; names[i] != NULL; i++)
    {
      json_builder_set_member_name (builder, names[i]);
      json_builder_add_string_value (builder, kp_settings_get_string (settings, names[i]));
    }
  json_builder_end_object (builder);
  kp_ctl_print_json (builder);
}

static KpCtlStatus
run_list (KpCtl *ctl, char **argv)
{
  const char *const headings[] = { _ ("NAME"), _ ("VALUE"), _ ("FOR"), NULL };
  g_autoptr (KpTable) table = kp_table_new (headings);
  const char *const *names = kp_settings_list ();
  KpCtlStatus status = kp_ctl_expect (ctl, argv, 0, 0, "");

  if (status == KP_CTL_FINE)
    status = kp_ctl_open (ctl);
  if (status != KP_CTL_FINE)
    return status;
  if (ctl->json)
    {
      print_values (ctl, names);
      return KP_CTL_FINE;
    }
  for (guint i = 0; names[i] != NULL; i++)
    {
      const char *value =
          kp_settings_get_string (kp_desk_get_settings (ctl->desk), names[i]);
      g_autofree char *line = g_strdelimit (g_strdup (value), "\n", ' ');
      const char *const cells[] = { names[i],
                                    is_file (names[i]) && *line != '\0' ? _ ("(roots)")
                                                                        : line,
                                    kp_settings_get_description (names[i]), NULL };

      kp_table_add (table, cells);
    }
  kp_table_print (table);
  return KP_CTL_FINE;
}

static KpCtlStatus
run_get (KpCtl *ctl, char **argv)
{
  KpCtlStatus status = kp_ctl_expect (ctl, argv, 1, 1, "NAME");

  if (status == KP_CTL_FINE && !is_known (argv[0]))
    status = refuse_name (ctl, argv[0]);
  if (status == KP_CTL_FINE)
    status = kp_ctl_open (ctl);
  if (status != KP_CTL_FINE)
    return status;
  if (ctl->json)
    print_values (ctl, (const char *const[]){ argv[0], NULL });
  else
    g_print ("%s\n", kp_settings_get_string (kp_desk_get_settings (ctl->desk), argv[0]));
  return KP_CTL_FINE;
}

static KpCtlStatus
read_value (KpCtl *ctl, char **argv, char **value)
{
  g_autoptr (GBytes) text = NULL;
  g_autoptr (GError) error = NULL;

  if (argv[1] == NULL)
    return KP_CTL_FINE;
  if (!is_file (argv[0]) || *argv[1] == '\0')
    {
      /* Several URLs may come as several words. */
      *value = g_strjoinv (" ", &argv[1]);
      return KP_CTL_FINE;
    }
  text = kp_ctl_read_file (argv[1], 4 * 1024 * 1024, &error);
  if (text == NULL)
    return kp_ctl_fail (ctl, KP_CTL_COULD_NOT, "file", argv[1], error->message);
  if (memchr (g_bytes_get_data (text, NULL), '\0', g_bytes_get_size (text)) != NULL)
    return kp_ctl_fail (ctl, KP_CTL_USAGE, "file", argv[1], _ ("expected PEM text"));
  *value = g_strndup (g_bytes_get_data (text, NULL), g_bytes_get_size (text));
  return KP_CTL_FINE;
}

static KpCtlStatus
run_set (KpCtl *ctl, char **argv)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *value = NULL;
  KpSettings *settings;
  KpCtlStatus status = kp_ctl_expect (ctl, argv, 1, 32, "NAME");

  if (status == KP_CTL_FINE && !is_known (argv[0]))
    status = refuse_name (ctl, argv[0]);
  if (status == KP_CTL_FINE)
    status = read_value (ctl, argv, &value);
  if (status == KP_CTL_FINE)
    status = kp_ctl_open (ctl);
  if (status != KP_CTL_FINE)
    return status;
  settings = kp_desk_get_settings (ctl->desk);
  kp_settings_set_async (settings, argv[0], value, NULL, kp_ctl_wait_cb, &result);
  result = kp_ctl_wait (&result);
  if (!kp_settings_set_finish (settings, result, &error))
    return kp_ctl_fail_error (ctl, argv[0], error);
  if (ctl->json)
    print_values (ctl, (const char *const[]){ argv[0], NULL });
  return KP_CTL_FINE;
}

const KpCtlCommand kp_ctl_settings_list = {
  "settings list", "", N_ ("Lists the settings with their values"), run_list, NULL,
};

const KpCtlCommand kp_ctl_settings_get = {
  "settings get", "NAME", N_ ("Prints a setting"), run_get, NULL,
};

const KpCtlCommand kp_ctl_settings_set = {
  "settings set", "NAME [VALUE]", N_ ("Saves a setting; without a value: its default"),
  run_set,        NULL,
};
