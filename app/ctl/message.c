/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "ctl/message.h"

#include "core/base/host-name.h"
#include "core/certificate/csr-maker.h"
#include "core/certificate/trust.h"
#include "core/helpdesk/channel-error.h"
#include "core/net/net-error.h"
#include "core/provider/profile.h"
#include "ctl/text.h"

#include <glib/gi18n.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

/* What of a name or a reason is repeated, in characters. */
#define MAX_WHAT 200
#define MAX_WHY 1000

/* Codes of errors that say "the command is wrong" rather than "could not". */
static gboolean
is_usage (const GError *error)
{
  return error->domain == KP_HOST_NAME_ERROR || error->domain == KP_SETTINGS_ERROR
         || error->domain == KP_JOB_ERROR
         || g_error_matches (error, KP_STORE_ERROR, KP_STORE_ERROR_EXISTS)
         || g_error_matches (error, KP_STORE_ERROR, KP_STORE_ERROR_NOT_FOUND)
         || g_error_matches (error, KP_TRUST_ERROR, KP_TRUST_ERROR_NO_ROOTS)
         || g_error_matches (error, KP_TRUST_ERROR, KP_TRUST_ERROR_PRIVATE_KEY);
}

/* For scripts, so it stays as it is. */
static const char *
code_of (const GError *error)
{
  static const char *const store[] = {
    [KP_STORE_ERROR_DAMAGED] = "store-damaged",
    [KP_STORE_ERROR_NEWER] = "store-newer",
    [KP_STORE_ERROR_BUSY] = "store-busy",
    [KP_STORE_ERROR_READ_ONLY] = "store-read-only",
    [KP_STORE_ERROR_FULL] = "store-full",
    [KP_STORE_ERROR_EXISTS] = "exists",
    [KP_STORE_ERROR_NOT_FOUND] = "not-found",
    [KP_STORE_ERROR_CONFLICT] = "conflict",
    [KP_STORE_ERROR_FAILED] = "store",
  };

  static const char *const vault[] = {
    [KP_VAULT_ERROR_LOCKED] = "vault-locked",
    [KP_VAULT_ERROR_REFUSED] = "vault-refused",
    [KP_VAULT_ERROR_ABSENT] = "vault-absent",
    [KP_VAULT_ERROR_UNAVAILABLE] = "vault-unavailable",
    [KP_VAULT_ERROR_DAMAGED] = "vault-damaged",
    [KP_VAULT_ERROR_NEWER] = "vault-newer",
    [KP_VAULT_ERROR_PASSPHRASE] = "vault-passphrase",
    [KP_VAULT_ERROR_BUSY] = "vault-busy",
    [KP_VAULT_ERROR_FULL] = "vault-full",
    [KP_VAULT_ERROR_FAILED] = "vault",
  };
  static const char *const job[] = {
    [KP_JOB_ERROR_MISSING] = "missing",         [KP_JOB_ERROR_REFUSED] = "refused",
    [KP_JOB_ERROR_NOT_OFFERED] = "not-offered", [KP_JOB_ERROR_NOT_NEEDED] = "not-needed",
    [KP_JOB_ERROR_NOT_NOW] = "not-now",
  };

  if (error->domain == KP_VAULT_ERROR)
    return (guint) error->code < G_N_ELEMENTS (vault) ? vault[error->code] : "vault";
  if (error->domain == KP_JOB_ERROR && (guint) error->code < G_N_ELEMENTS (job))
    return job[error->code];
  if (error->domain == KP_STORE_ERROR)
    return (guint) error->code < G_N_ELEMENTS (store) ? store[error->code] : "store";
  if (error->domain == KP_HOST_NAME_ERROR)
    return "name.invalid";
  if (error->domain == KP_SETTINGS_ERROR)
    return "value";
  if (error->domain == KP_TRUST_ERROR)
    return "roots";
  if (error->domain == KP_PROFILE_ERROR)
    return "profile";
  if (error->domain == KP_NET_ERROR)
    return "network";
  if (error->domain == KP_CHANNEL_ERROR)
    return "helpdesk";
  if (error->domain == G_IO_ERROR && error->code == G_IO_ERROR_EXISTS)
    return "sent";
  if (error->domain == G_IO_ERROR && error->code == G_IO_ERROR_CLOSED)
    return "cancelled";
  if (error->domain == G_IO_ERROR
      && (error->code == G_IO_ERROR_BUSY || error->code == G_IO_ERROR_PENDING))
    return "busy";
  if (error->domain == KP_KEY_ERROR)
    return "key";
  if (error->domain == KP_CSR_ERROR)
    return "csr";
  return "failed";
}

/* What was given, so that it can be seen even if that is nothing. */
static char *
format_what (const char *what)
{
  g_autofree char *line = kp_text_line (what, MAX_WHAT);

  return *line != '\0' ? g_steal_pointer (&line) : g_strdup ("“”");
}

void
kp_ctl_warn (const char *what, const char *why)
{
  g_autofree char *first = format_what (what);
  g_autofree char *second = kp_text_line (why, MAX_WHY);

  g_printerr ("keyplatectl: %s: %s\n", first, second);
}

void
kp_ctl_add_error (JsonBuilder *builder, const char *code, const char *what, const char *why)
{
  g_autofree char *argument = format_what (what);
  g_autofree char *message = kp_text_line (why, MAX_WHY);

  json_builder_set_member_name (builder, "error");
  json_builder_begin_object (builder);
  kp_ctl_add_string (builder, "code", code);
  kp_ctl_add_string (builder, "message", message);
  kp_ctl_add_string (builder, "argument", argument);
  json_builder_end_object (builder);
}

static void
print_error (KpCtl *ctl, const char *code, const char *what, const char *why)
{
  g_autoptr (JsonBuilder) builder = NULL;

  if (!ctl->json)
    return;
  builder = json_builder_new ();
  json_builder_begin_object (builder);
  kp_ctl_add_error (builder, code, what, why);
  json_builder_end_object (builder);
  kp_ctl_print_json (builder);
}

KpCtlStatus
kp_ctl_fail (KpCtl *ctl, KpCtlStatus status, const char *code, const char *what,
             const char *why)
{
  kp_ctl_warn (what, why);
  print_error (ctl, code, what, why);
  return status;
}

KpCtlStatus
kp_ctl_fail_operand (KpCtl *ctl, const char *code, const char *operand, const char *why)
{
  kp_ctl_warn (_ (operand), why);
  print_error (ctl, code, operand, why);
  return KP_CTL_USAGE;
}

KpCtlStatus
kp_ctl_fail_error (KpCtl *ctl, const char *what, const GError *error)
{
  return kp_ctl_fail (ctl, is_usage (error) ? KP_CTL_USAGE : KP_CTL_COULD_NOT,
                      code_of (error), what, error->message);
}

KpCtlStatus
kp_ctl_fail_setting (KpCtl *ctl, const char *what, const char *name, const GError *error)
{
  g_autofree char *prefix = g_strconcat (name, ": ", NULL);
  const char *why = error->message;

  /* The option or the setting stands before it already. */
  if (g_str_has_prefix (why, prefix))
    why += strlen (prefix);
  return kp_ctl_fail (ctl, KP_CTL_USAGE, "value", what, why);
}

KpCtlStatus
kp_ctl_worse (KpCtlStatus a, KpCtlStatus b)
{
  static const KpCtlStatus order[] = { KP_CTL_USAGE, KP_CTL_ATTENTION, KP_CTL_COULD_NOT };

  for (guint i = 0; i < G_N_ELEMENTS (order); i++)
    if (a == order[i] || b == order[i])
      return order[i];
  return KP_CTL_FINE;
}

void
kp_ctl_add_string (JsonBuilder *builder, const char *name, const char *value)
{
  json_builder_set_member_name (builder, name);
  if (value != NULL)
    json_builder_add_string_value (builder, value);
  else
    json_builder_add_null_value (builder);
}

void
kp_ctl_add_int (JsonBuilder *builder, const char *name, gint64 value)
{
  json_builder_set_member_name (builder, name);
  json_builder_add_int_value (builder, value);
}

void
kp_ctl_print_json (JsonBuilder *builder)
{
  g_autoptr (JsonNode) root = json_builder_get_root (builder);
  g_autoptr (JsonGenerator) generator = json_generator_new ();
  g_autofree char *text = NULL;
  gsize length = 0;

  json_generator_set_root (generator, root);
  json_generator_set_pretty (generator, TRUE);
  text = json_generator_to_data (generator, &length);
  if (isatty (STDOUT_FILENO))
    {
      g_autofree char *escaped = kp_text_escape_json (text);

      fputs (escaped, stdout);
    }
  else
    fwrite (text, 1, length, stdout);
  fputc ('\n', stdout);
}

void
kp_ctl_print_removed (const char *const *names)
{
  g_autoptr (JsonBuilder) builder = json_builder_new ();

  json_builder_begin_object (builder);
  json_builder_set_member_name (builder, "removed");
  json_builder_begin_array (builder);
  for (guint i = 0; names[i] != NULL; i++)
    json_builder_add_string_value (builder, names[i]);
  json_builder_end_array (builder);
  json_builder_end_object (builder);
  kp_ctl_print_json (builder);
}

void
kp_ctl_print_text (const char *text)
{
  g_autofree char *clean = isatty (STDOUT_FILENO) ? kp_text_clean_lines (text) : NULL;

  fputs (clean != NULL ? clean : text, stdout);
}
