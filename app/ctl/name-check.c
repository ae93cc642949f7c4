/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "ctl/context.h"
#include "ctl/report.h"

#include "core/check/name-check.h"
#include "core/exchange/site-json.h"

#include <glib/gi18n.h>

static char *option_provider;

static const GOptionEntry entries[] = {
  { "provider", 0, 0, G_OPTION_ARG_STRING, &option_provider, N_ ("Whose rules count"),
    N_ ("ID") },
  { NULL },
};

static void
print_json (const KpNameCheck *check)
{
  g_autoptr (JsonBuilder) builder = json_builder_new ();
  const struct
  {
    const char *name;
    const char *value;
  } members[] = { { "verdict", check->allowed ? "ok" : "wrong" },
                  { "host", check->host },
                  { "unicode", check->unicode } };

  json_builder_begin_object (builder);
  for (guint i = 0; i < G_N_ELEMENTS (members); i++)
    {
      json_builder_set_member_name (builder, members[i].name);
      if (members[i].value != NULL)
        json_builder_add_string_value (builder, members[i].value);
      else
        json_builder_add_null_value (builder);
    }
  json_builder_set_member_name (builder, "findings");
  json_builder_begin_array (builder);
  for (guint i = 0; i < check->findings->len; i++)
    kp_finding_json_add (builder, g_ptr_array_index (check->findings, i));
  json_builder_end_array (builder);
  json_builder_end_object (builder);
  kp_ctl_print_json (builder);
}

static KpCtlStatus
run (KpCtl *ctl, char **argv)
{
  g_autoptr (KpNameCheck) check = NULL;
  g_autoptr (GPtrArray) resolvers = NULL;
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  KpProfile *profile = NULL;
  KpCtlStatus status = kp_ctl_expect (ctl, argv, 1, 1, "HOST");

  if (status == KP_CTL_FINE && option_provider == NULL)
    status = kp_ctl_fail (ctl, KP_CTL_USAGE, "missing-option", "--provider",
                          _ ("missing; “keyplatectl provider list” shows the ids"));
  if (status == KP_CTL_FINE)
    status = kp_ctl_open (ctl);
  if (status == KP_CTL_FINE)
    status = kp_ctl_find_profile (ctl, option_provider, &profile);
  if (status != KP_CTL_FINE)
    return status;
  resolvers = kp_desk_make_resolvers (ctl->desk, &error);
  if (resolvers == NULL)
    return kp_ctl_fail_error (ctl, "resolvers", error);

  kp_name_check_async (argv[0], profile, g_ptr_array_index (resolvers, 0), NULL,
                       kp_ctl_wait_cb, &result);
  result = kp_ctl_wait (&result);
  check = kp_name_check_finish (result, &error);
  if (check == NULL)
    return kp_ctl_fail_error (ctl, argv[0], error);
  if (ctl->json)
    print_json (check);
  else
    {
      g_print ("%s  %s\n", check->unicode != NULL ? check->unicode : argv[0],
               check->allowed ? _ ("allowed") : _ ("refused"));
      kp_report_findings (check->findings, TRUE);
    }
  return check->allowed ? KP_CTL_FINE : KP_CTL_ATTENTION;
}

const KpCtlCommand kp_ctl_name_check = {
  "name check", "HOST", N_ ("Says whether a provider takes this name"), run, entries,
};
