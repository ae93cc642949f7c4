/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "ctl/command.h"
#include "ctl/message.h"
#include "ctl/name-run.h"
#include "ctl/report.h"
#include "ctl/text.h"

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

  if (check->allowed)
    /* Translators: %s is a host name, which can be used. */
    g_print (_ ("%s: allowed"), name);
  else
    /* Translators: %s is a host name, which can't be used. */
    g_print (_ ("%s: refused"), name);
  g_print ("\n");
  kp_report_findings (check->findings);
}

static KpCtlStatus
run (KpCtl *ctl, char **operands)
{
  g_autoptr (KpNameCheck) check = NULL;
  KpProfile *profile = NULL;
  KpCtlStatus status;

  if (option_provider == NULL)
    return kp_ctl_fail (ctl, KP_CTL_USAGE, "missing-option", "--provider",
                        _ ("missing; “keyplatectl provider list” shows the ids"));
  status = kp_ctl_open (ctl);
  if (status == KP_CTL_FINE)
    status = kp_ctl_find_profile (ctl, option_provider, &profile);
  if (status == KP_CTL_FINE)
    status = kp_ctl_check_name (ctl, operands[0], profile, &check);
  if (status != KP_CTL_FINE)
    return status;
  if (ctl->json)
    print_json (check);
  else
    print (check, operands[0]);
  return check->allowed ? KP_CTL_FINE : KP_CTL_ATTENTION;
}

const KpCtlCommand kp_ctl_name_check = {
  .name = "name check",
  .usage = N_ ("HOST"),
  .summary = N_ ("Says whether a provider takes this name"),
  .run = run,
  .options = options,
  .operand = KP_CTL_OPERAND_HOST,
  .least = 1,
  .most = 1,
  .reads = TRUE,
};
