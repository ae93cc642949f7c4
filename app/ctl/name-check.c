/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "ctl/command.h"
#include "ctl/message.h"
#include "ctl/report.h"
#include "ctl/text.h"
#include "ctl/vault.h"

#include "core/check/name-check.h"
#include "core/exchange/site-json.h"

#include <glib/gi18n.h>

static char *option_provider;

static const KpCtlOption options[] = {
  { "provider", KP_CTL_OPTION_PROVIDER, &option_provider, N_ ("Whose rules count"),
    N_ ("ID") },
  { NULL },
};

static void
print_json (const KpNameCheck *check)
{
  g_autoptr (JsonBuilder) builder = json_builder_new ();

  json_builder_begin_object (builder);
  kp_ctl_add_string (builder, "verdict", check->allowed ? "ok" : "wrong");
  kp_ctl_add_string (builder, "host", check->host);
  kp_ctl_add_string (builder, "unicode", check->unicode);
  json_builder_set_member_name (builder, "findings");
  json_builder_begin_array (builder);
  for (guint i = 0; i < check->findings->len; i++)
    kp_finding_json_add (builder, g_ptr_array_index (check->findings, i));
  json_builder_end_array (builder);
  json_builder_end_object (builder);
  kp_ctl_print_json (builder);
}

static void
print (const KpNameCheck *check, const char *given)
{
  g_autofree char *name =
      kp_text_line (check->unicode != NULL ? check->unicode : given, 300);

  /* Translators: a host name, and whether it can be used */
  g_print (_ ("%s: %s"), name, check->allowed ? _ ("allowed") : _ ("refused"));
  g_print ("\n");
  kp_report_findings (check->findings);
}

/* Where the key of the list is locked away and nobody said how to unlock it, the name is
 * told as not looked up. */
static KpCtlStatus
unlock (KpCtl *ctl)
{
  KpSettings *settings = kp_desk_get_settings (ctl->desk);
  KpVault *vault;

  if ((ctl->passphrase_file == NULL && g_getenv ("KEYPLATE_PASSPHRASE_FILE") == NULL)
      || g_str_equal (kp_settings_get_string (settings, "unsafe-lookup"), "off"))
    return KP_CTL_FINE;
  return kp_ctl_open_vault (ctl, &vault);
}

/* @check: (transfer full) */
static KpNameCheck *
look_up (KpCtl *ctl, KpNameCheck *check, GError **error)
{
  KpUnsafeAccess *access = kp_desk_get_unsafe_access (ctl->desk);
  g_autoptr (KpUnsafeLookup) lookup = NULL;
  g_autoptr (GAsyncResult) access_result = NULL;
  g_autoptr (GAsyncResult) result = NULL;
  g_autofree char *why_not = NULL;

  kp_unsafe_access_get_async (access, NULL, kp_ctl_wait_cb, &access_result);
  access_result = kp_ctl_wait (&access_result);
  lookup = kp_unsafe_access_get_finish (access, access_result, &why_not);
  kp_name_check_look_up_async (check, lookup, why_not, NULL, kp_ctl_wait_cb, &result);
  result = kp_ctl_wait (&result);
  return kp_name_check_look_up_finish (result, error);
}

static KpCtlStatus
run (KpCtl *ctl, char **operands)
{
  g_autoptr (KpNameCheck) check = NULL;
  g_autoptr (GPtrArray) resolvers = NULL;
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  KpProfile *profile = NULL;
  KpCtlStatus status;

  if (option_provider == NULL)
    return kp_ctl_fail (ctl, KP_CTL_USAGE, "missing-option", "--provider",
                        _ ("missing; “keyplatectl provider list” shows the ids"));
  status = kp_ctl_open (ctl);
  if (status == KP_CTL_FINE)
    status = kp_ctl_find_profile (ctl, option_provider, &profile);
  if (status == KP_CTL_FINE)
    status = unlock (ctl);
  if (status != KP_CTL_FINE)
    return status;
  resolvers = kp_desk_make_resolvers (ctl->desk, &error);
  if (resolvers == NULL)
    return kp_ctl_fail_error (ctl, "resolvers", error);

  kp_name_check_async (operands[0], profile, g_ptr_array_index (resolvers, 0), NULL,
                       kp_ctl_wait_cb, &result);
  result = kp_ctl_wait (&result);
  check = kp_name_check_finish (result, &error);
  if (check != NULL)
    check = look_up (ctl, g_steal_pointer (&check), &error);
  if (check == NULL)
    return kp_ctl_fail_error (ctl, operands[0], error);
  if (ctl->json)
    print_json (check);
  else
    print (check, operands[0]);
  return check->allowed ? KP_CTL_FINE : KP_CTL_ATTENTION;
}

const KpCtlCommand kp_ctl_name_check = {
  .name = "name check",
  .usage = "HOST",
  .summary = N_ ("Says whether a provider takes this name"),
  .run = run,
  .options = options,
  .operand = KP_CTL_OPERAND_HOST,
  .least = 1,
  .most = 1,
  .reads = TRUE,
};
