/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "ctl/context.h"
#include "ctl/report.h"

#include "core/base/host-name.h"
#include "core/check/name-check.h"
#include "core/exchange/site-json.h"

#include <glib/gi18n.h>

static char *option_provider;
static char *option_customer;
static char *option_target;
static char *option_note;

static const GOptionEntry entries[] = {
  { "provider", 0, 0, G_OPTION_ARG_STRING, &option_provider, N_ ("Who hosts it"),
    N_ ("ID") },
  { "customer", 0, 0, G_OPTION_ARG_STRING, &option_customer, N_ ("Whose name it carries"),
    N_ ("NAME") },
  { "target", 0, 0, G_OPTION_ARG_STRING, &option_target, N_ ("Where it must point"),
    N_ ("HOST") },
  { "note", 0, 0, G_OPTION_ARG_STRING, &option_note, N_ ("A note"), N_ ("TEXT") },
  { NULL },
};

/* A refused name is no wrong command: it is told as the finding that it is. */
static KpCtlStatus
refuse (KpCtl *ctl, const char *text, const KpNameCheck *check)
{
  for (guint i = 0; i < check->findings->len; i++)
    {
      const KpFinding *finding = g_ptr_array_index (check->findings, i);

      if (finding->severity == KP_SEVERITY_WRONG)
        return kp_ctl_fail (ctl, KP_CTL_ATTENTION, kp_finding_id_to_string (finding->id),
                            text, finding->text);
    }
  return KP_CTL_FINE;
}

KpCtlStatus
kp_ctl_parse_target (KpCtl *ctl, KpProfile *profile, const char *text, char **target)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *parsed = kp_host_name_parse (text, NULL, &error);

  if (parsed == NULL)
    return kp_ctl_fail (ctl, KP_CTL_USAGE, "target", text, error->message);
  if (profile != NULL && !kp_profile_target_matches (profile, parsed))
    {
      g_autofree char *why =
          /* Translators: the name of a provider */
          g_strdup_printf (_ ("no target of %s"), kp_profile_get_name (profile));

      return kp_ctl_fail (ctl, KP_CTL_USAGE, "target", text, why);
    }
  *target = g_steal_pointer (&parsed);
  return KP_CTL_FINE;
}

static KpCtlStatus
add (KpCtl *ctl, const char *text, KpSite *site)
{
  KpStore *store = kp_desk_get_store (ctl->desk);
  g_autoptr (GPtrArray) sites = g_ptr_array_new ();
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;

  g_ptr_array_add (sites, site);
  kp_store_add_sites_async (store, sites, NULL, kp_ctl_wait_cb, &result);
  result = kp_ctl_wait (&result);
  if (!kp_store_add_sites_finish (store, result, &error))
    return kp_ctl_fail_error (ctl, text, error);
  if (ctl->json)
    return kp_report_document (ctl, sites);
  /* Translators: a host name */
  g_print (_ ("“%s” added. “keyplatectl check” looks at it."), kp_site_get_label (site));
  g_print ("\n");
  return KP_CTL_FINE;
}

static KpCtlStatus
run (KpCtl *ctl, char **argv)
{
  g_autoptr (KpNameCheck) check = NULL;
  g_autoptr (KpSite) site = NULL;
  g_autofree char *target = NULL;
  KpProfile *profile = NULL;
  KpCtlStatus status = kp_ctl_expect (ctl, argv, 1, 1, "SITE");

  if (status == KP_CTL_FINE && option_provider == NULL)
    status = kp_ctl_fail (ctl, KP_CTL_USAGE, "missing-option", "--provider",
                          _ ("missing; “keyplatectl provider list” shows the ids"));
  if (status == KP_CTL_FINE)
    status = kp_ctl_open (ctl);
  if (status == KP_CTL_FINE)
    status = kp_ctl_find_profile (ctl, option_provider, &profile);
  if (status == KP_CTL_FINE && option_target != NULL)
    status = kp_ctl_parse_target (ctl, profile, option_target, &target);
  if (status != KP_CTL_FINE)
    return status;

  check = kp_name_check_new (argv[0], profile);
  if (!check->allowed)
    return refuse (ctl, argv[0], check);
  site = kp_site_new (check->host, check->port != 0 ? check->port : 443,
                      kp_profile_get_id (profile));
  kp_site_set_target (site, target);
  kp_site_set_note (site, option_note);
  if (option_customer != NULL && *option_customer != '\0')
    kp_site_set_customer (site, 0, option_customer);
  return add (ctl, argv[0], site);
}

const KpCtlCommand kp_ctl_site_add = {
  "site add", "SITE", N_ ("Adds a site"), run, entries,
};
