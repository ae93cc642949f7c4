/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "ctl/context.h"
#include "ctl/report.h"

#include <glib/gi18n.h>

static char *option_provider;
static char *option_customer;
static char *option_target;
static char *option_note;
static char *option_proxied;

static const GOptionEntry entries[] = {
  { "provider", 0, 0, G_OPTION_ARG_STRING, &option_provider, N_ ("Who hosts it"),
    N_ ("ID") },
  { "customer", 0, 0, G_OPTION_ARG_STRING, &option_customer,
    N_ ("Whose name it carries; empty for none"), N_ ("NAME") },
  { "target", 0, 0, G_OPTION_ARG_STRING, &option_target,
    N_ ("Where it must point; empty for the provider's own"), N_ ("HOST") },
  { "note", 0, 0, G_OPTION_ARG_STRING, &option_note, N_ ("A note"), N_ ("TEXT") },
  { "proxied", 0, 0, G_OPTION_ARG_STRING, &option_proxied,
    N_ ("Whether it is behind a proxy"), "yes|no" },
  { NULL },
};

static KpCtlStatus
set_proxied (KpCtl *ctl, KpSite *site, KpProfile *profile)
{
  gboolean yes = g_str_equal (option_proxied, "yes");

  if (!yes && !g_str_equal (option_proxied, "no"))
    return kp_ctl_fail (ctl, KP_CTL_USAGE, "option", option_proxied,
                        _ ("expected yes or no after --proxied"));
  if (yes && profile != NULL && !kp_profile_get_proxies_allowed (profile))
    {
      g_autofree char *why = g_strdup_printf (
          /* Translators: the name of a provider */
          _ ("%s does not allow a proxy before its sites"), kp_profile_get_name (profile));

      return kp_ctl_fail (ctl, KP_CTL_USAGE, "option", "--proxied", why);
    }
  kp_site_set_proxied (site, yes);
  return KP_CTL_FINE;
}

static KpCtlStatus
apply (KpCtl *ctl, KpSite *site)
{
  KpCatalogue *catalogue = kp_desk_get_catalogue (ctl->desk);
  KpProfile *profile = kp_catalogue_find (catalogue, kp_site_get_provider (site));
  KpCtlStatus status = KP_CTL_FINE;

  if (option_provider != NULL)
    {
      status = kp_ctl_find_profile (ctl, option_provider, &profile);
      if (status == KP_CTL_FINE)
        kp_site_set_provider (site, option_provider);
    }
  if (status == KP_CTL_FINE && option_target != NULL)
    {
      g_autofree char *target = NULL;

      if (*option_target != '\0')
        status = kp_ctl_parse_target (ctl, profile, option_target, &target);
      if (status == KP_CTL_FINE)
        kp_site_set_target (site, target);
    }
  if (status == KP_CTL_FINE && option_proxied != NULL)
    status = set_proxied (ctl, site, profile);
  if (option_customer != NULL)
    kp_site_set_customer (site, 0, *option_customer != '\0' ? option_customer : NULL);
  if (option_note != NULL)
    kp_site_set_note (site, option_note);
  return status;
}

static KpCtlStatus
run (KpCtl *ctl, char **argv)
{
  g_autoptr (GPtrArray) sites = g_ptr_array_new ();
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (KpSite) changed = NULL;
  KpSite *site = NULL;
  KpStore *store;
  KpCtlStatus status = kp_ctl_expect (ctl, argv, 1, 1, "SITE");

  if (status == KP_CTL_FINE && option_provider == NULL && option_customer == NULL
      && option_target == NULL && option_note == NULL && option_proxied == NULL)
    status = kp_ctl_fail (ctl, KP_CTL_USAGE, "missing-option", argv[0],
                          _ ("nothing to set; “--help” shows the options"));
  if (status == KP_CTL_FINE)
    status = kp_ctl_load_sites (ctl);
  if (status == KP_CTL_FINE)
    status = kp_ctl_find_site (ctl, argv[0], &site);
  if (status != KP_CTL_FINE)
    return status;

  changed = kp_site_copy (site);
  status = apply (ctl, changed);
  if (status != KP_CTL_FINE)
    return status;
  store = kp_desk_get_store (ctl->desk);
  g_ptr_array_add (sites, changed);
  kp_store_update_sites_async (store, sites, NULL, kp_ctl_wait_cb, &result);
  result = kp_ctl_wait (&result);
  if (!kp_store_update_sites_finish (store, result, &error))
    return kp_ctl_fail_error (ctl, argv[0], error);
  return ctl->json ? kp_report_document (ctl, sites) : KP_CTL_FINE;
}

const KpCtlCommand kp_ctl_site_set = {
  "site set", "SITE", N_ ("Changes what is wanted of a site"), run, entries,
};
