/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "ctl/command.h"
#include "ctl/input.h"
#include "ctl/message.h"
#include "ctl/passphrase.h"
#include "ctl/refresh.h"
#include "ctl/table.h"
#include "ctl/vault.h"

#include <glib/gi18n.h>
#include <string.h>

/* A file of roots that is read: the setting has a bound of its own. */
#define MAX_FILE (4 * 1024 * 1024)

static char *option_key_file;

static const KpCtlOption set_options[] = {
  { "key-file", KP_CTL_OPTION_FILE, &option_key_file,
    N_ ("Has your key for the list of unsafe-lookup; kept in the vault"), N_ ("FILE") },
  { NULL },
};

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
    kp_ctl_add_string (builder, names[i], kp_settings_get_string (settings, names[i]));
  json_builder_end_object (builder);
  kp_ctl_print_json (builder);
}

static guint
count_roots (const char *pem)
{
  guint n = 0;

  while ((pem = strstr (pem, "-----BEGIN CERTIFICATE-----")) != NULL)
    {
      pem++;
      n++;
    }
  return n;
}

/* One line for a table. */
static char *
format_value (const char *name, const char *value)
{
  guint n;

  if (*value == '\0')
    return g_strdup ("–");
  if (!is_file (name))
    return g_strdelimit (g_strdup (value), "\n", ' ');
  n = count_roots (value);
  /* Translators: a number of root certificates */
  return g_strdup_printf (ngettext ("%u root", "%u roots", n), n);
}

static KpCtlStatus
run_list (KpCtl *ctl, char **operands)
{
  const char *const headings[] = { _ ("NAME"), _ ("VALUE"), _ ("FOR"), NULL };
  g_autoptr (KpTable) table = kp_table_new (headings);
  const char *const *names = kp_settings_list ();
  KpCtlStatus status = kp_ctl_open (ctl);

  if (status != KP_CTL_FINE)
    return status;
  if (ctl->json)
    {
      print_values (ctl, names);
      return KP_CTL_FINE;
    }
  for (guint i = 0; names[i] != NULL; i++)
    {
      g_autofree char *value = format_value (
          names[i], kp_settings_get_string (kp_desk_get_settings (ctl->desk), names[i]));
      const char *const cells[] = { names[i], value, kp_settings_get_description (names[i]),
                                    NULL };

      kp_table_add (table, cells);
    }
  kp_table_print (table);
  return KP_CTL_FINE;
}

static KpCtlStatus
run_get (KpCtl *ctl, char **operands)
{
  KpCtlStatus status = KP_CTL_FINE;
  const char *value;

  if (!is_known (operands[0]))
    return refuse_name (ctl, operands[0]);
  status = kp_ctl_open (ctl);
  if (status != KP_CTL_FINE)
    return status;
  value = kp_settings_get_string (kp_desk_get_settings (ctl->desk), operands[0]);
  if (ctl->json)
    print_values (ctl, (const char *const[]){ operands[0], NULL });
  else if (*value != '\0')
    {
      kp_ctl_print_text (value);
      g_print ("%s", g_str_has_suffix (value, "\n") ? "" : "\n");
    }
  return KP_CTL_FINE;
}

static KpCtlStatus
read_value (KpCtl *ctl, char **operands, char **value)
{
  g_autoptr (GBytes) text = NULL;
  g_autoptr (GError) error = NULL;
  gsize size = 0;
  const char *data;

  if (operands[1] == NULL)
    return KP_CTL_FINE;
  if (!is_file (operands[0]) || *operands[1] == '\0')
    {
      /* Several URLs may come as several words. */
      *value = g_strjoinv (" ", &operands[1]);
      return KP_CTL_FINE;
    }
  if (operands[2] != NULL)
    return kp_ctl_fail (ctl, KP_CTL_USAGE, "extra-argument", operands[2],
                        _ ("unexpected; one file of roots is expected"));
  text = kp_ctl_read_file (operands[1], MAX_FILE, &error);
  if (text == NULL)
    return kp_ctl_fail (ctl, KP_CTL_COULD_NOT, "file", operands[1], error->message);
  data = g_bytes_get_data (text, &size);
  /* No text but octets: what stands before the first NUL is not what was given. */
  if (data == NULL || memchr (data, '\0', size) != NULL)
    return kp_ctl_fail (ctl, KP_CTL_USAGE, "value", operands[1],
                        _ ("expected root certificates as PEM text"));
  *value = g_strndup (data, size);
  return KP_CTL_FINE;
}

/* Whether what is stored about sites says another thing under another value. */
static gboolean
changes_verdicts (const char *name)
{
  static const char *const names[] = { "stale-after", "customer-days", "expiring-days",
                                       NULL };

  return g_strv_contains (names, name);
}

/* The key first: a list without one is not asked. */
static KpCtlStatus
take_key (KpCtl *ctl, const char *name)
{
  g_autoptr (KpSecret) key = NULL;
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  KpVault *vault;
  KpCtlStatus status;

  if (option_key_file == NULL)
    return KP_CTL_FINE;
  if (!g_str_equal (name, "unsafe-lookup"))
    return kp_ctl_fail (ctl, KP_CTL_USAGE, "option", "--key-file",
                        _ ("only the setting unsafe-lookup has a key"));
  status = kp_ctl_read_secret (ctl, "key", option_key_file, &key);
  if (status == KP_CTL_FINE)
    status = kp_ctl_open_vault (ctl, &vault);
  if (status != KP_CTL_FINE)
    return status;
  kp_vault_store_async (vault, KP_UNSAFE_KEY_NAME,
                        _ ("Keyplate: key for the list of suspected unsafe sites"), key,
                        NULL, kp_ctl_wait_cb, &result);
  result = kp_ctl_wait (&result);
  return kp_vault_store_finish (vault, result, &error)
             ? KP_CTL_FINE
             : kp_ctl_fail_vault (ctl, vault, error);
}

static KpCtlStatus
run_set (KpCtl *ctl, char **operands)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *value = NULL;
  KpSettings *settings;
  KpCtlStatus status;

  if (!is_known (operands[0]))
    return refuse_name (ctl, operands[0]);
  status = read_value (ctl, operands, &value);
  if (status == KP_CTL_FINE)
    status = kp_ctl_open (ctl);
  if (status == KP_CTL_FINE)
    status = take_key (ctl, operands[0]);
  if (status != KP_CTL_FINE)
    return status;
  settings = kp_desk_get_settings (ctl->desk);
  kp_settings_set_async (settings, operands[0], value, NULL, kp_ctl_wait_cb, &result);
  result = kp_ctl_wait (&result);
  if (!kp_settings_set_finish (settings, result, &error))
    return error->domain == KP_SETTINGS_ERROR
               ? kp_ctl_fail_setting (ctl, operands[0], operands[0], error)
               : kp_ctl_fail_error (ctl, operands[0], error);
  if (changes_verdicts (operands[0]))
    status = kp_ctl_rejudge_all (ctl);
  if (status == KP_CTL_FINE && ctl->json)
    print_values (ctl, (const char *const[]){ operands[0], NULL });
  return status;
}

const KpCtlCommand kp_ctl_settings_list = {
  .name = "settings list",
  .usage = "",
  .summary = N_ ("Lists the settings with their values"),
  .run = run_list,
  .reads = TRUE,
};

const KpCtlCommand kp_ctl_settings_get = {
  .name = "settings get",
  .usage = N_ ("NAME"),
  .summary = N_ ("Prints a setting"),
  .run = run_get,
  .operand = KP_CTL_OPERAND_SETTING,
  .least = 1,
  .most = 1,
  .reads = TRUE,
};

const KpCtlCommand kp_ctl_settings_set = {
  .name = "settings set",
  /* Translators: what a command takes, in capitals; brackets and dots stay: what may be
     left out, and what may be repeated. */
  .usage = N_ ("NAME [VALUE…]"),
  .summary = N_ ("Saves a setting; without a value: its default"),
  .run = run_set,
  .options = set_options,
  .operand = KP_CTL_OPERAND_SETTING,
  .least = 1,
  .most = 32,
};
