/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "ctl/command.h"
#include "ctl/input.h"
#include "ctl/message.h"
#include "ctl/refresh.h"
#include "ctl/report.h"

#include "core/model/customer.h"

#include <glib/gi18n.h>

static char *option_provider;
static char *option_customer;
static char *option_target;
static char *option_note;
static char *option_proxied;

static const KpCtlOption options[] = {
  { "provider", KP_CTL_OPTION_PROVIDER, &option_provider, N_ ("Who hosts it"), N_ ("ID") },
  { "customer", KP_CTL_OPTION_CUSTOMER, &option_customer,
    N_ ("Whose name it carries; empty for none"), N_ ("NAME") },
  { "target", KP_CTL_OPTION_TEXT, &option_target,
    N_ ("Where it must point; empty for the provider’s own"), N_ ("HOST") },
  { "note", KP_CTL_OPTION_TEXT, &option_note, N_ ("A note; empty for none"), N_ ("TEXT") },
  { "proxied", KP_CTL_OPTION_CHOICE, &option_proxied, N_ ("Whether it is behind a proxy"),
    "yes|no" },
  { NULL },
};

/* What the site keeps must be right for another provider too. */
static KpCtlStatus
set_provider (KpCtl *ctl, KpSite *site, KpProfile *profile)
{
  g_autoptr (KpNameCheck) check = NULL;
  const char *target = kp_site_get_target (site);
  KpCtlStatus status =
      kp_ctl_read_name (ctl, profile, kp_site_get_host (site), FALSE, &check);
  g_autofree char *why = NULL;

  if (status != KP_CTL_FINE)
    return status;
  if (option_target == NULL && target != NULL
      && !kp_profile_target_matches (profile, target))
    {
      /* Translators: a host name, the name of a provider */
      why = g_strdup_printf (_ ("missing: “%s” is no target of %s"), target,
                             kp_profile_get_name (profile));
      return kp_ctl_fail (ctl, KP_CTL_USAGE, "target", "--target", why);
    }
  kp_site_set_provider (site, kp_profile_get_id (profile));
  return KP_CTL_FINE;
}

static KpCtlStatus
set_target (KpCtl *ctl, KpSite *site, KpProfile *profile)
{
  g_autofree char *target = NULL;
  KpCtlStatus status = KP_CTL_FINE;

  if (*option_target != '\0')
    status =
        kp_ctl_read_target (ctl, profile, kp_site_get_host (site), option_target, &target);
  if (status == KP_CTL_FINE)
    kp_site_set_target (site, target);
  return status;
}

static KpCtlStatus
check_proxied (KpCtl *ctl, KpSite *site, KpProfile *profile)
{
  g_autofree char *why = NULL;

  if (!kp_site_get_proxied (site) || profile == NULL
      || kp_profile_get_proxies_allowed (profile))
    return KP_CTL_FINE;
  why = g_strdup_printf (
      /* Translators: the name of a provider */
      _ ("%s does not allow a proxy before its sites"), kp_profile_get_name (profile));
  return kp_ctl_fail (ctl, KP_CTL_USAGE, "option", "--proxied", why);
}

static KpCtlStatus
apply (KpCtl *ctl, KpSite *site)
{
  KpProfile *profile =
      kp_catalogue_find (kp_desk_get_catalogue (ctl->desk), kp_site_get_provider (site));
  KpCtlStatus status = KP_CTL_FINE;

  if (option_provider != NULL)
    {
      status = kp_ctl_find_profile (ctl, option_provider, &profile);
      if (status == KP_CTL_FINE)
        status = set_provider (ctl, site, profile);
    }
  if (status == KP_CTL_FINE && option_target != NULL)
    status = set_target (ctl, site, profile);
  if (status == KP_CTL_FINE && option_proxied != NULL)
    kp_site_set_proxied (site, g_str_equal (option_proxied, "yes"));
  if (status == KP_CTL_FINE && (option_proxied != NULL || option_provider != NULL))
    status = check_proxied (ctl, site, profile);
  return status;
}

static KpCtlStatus
save (KpCtl *ctl, const char *text, KpSite *site)
{
  g_autoptr (GPtrArray) sites = g_ptr_array_new ();
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  KpStore *store = kp_desk_get_store (ctl->desk);

  g_ptr_array_add (sites, site);
  kp_store_update_sites_async (store, sites, NULL, kp_ctl_wait_cb, &result);
  result = kp_ctl_wait (&result);
  if (!kp_store_update_sites_finish (store, result, &error))
    return kp_ctl_fail_error (ctl, text, error);
  /* The same evidence may say another thing now. */
  kp_ctl_rejudge (ctl, sites);
  if (ctl->json)
    return kp_report_document (ctl, sites);
  /* Translators: a host name */
  g_print (_ ("%s: changed."), kp_site_get_label (site));
  g_print ("\n");
  return KP_CTL_FINE;
}

static KpCtlStatus
run (KpCtl *ctl, char **operands)
{
  g_autoptr (KpSite) changed = NULL;
  g_autofree char *customer = NULL;
  g_autofree char *note = NULL;
  KpSite *site = NULL;
  KpCtlStatus status;

  if (option_provider == NULL && option_customer == NULL && option_target == NULL
      && option_note == NULL && option_proxied == NULL)
    return kp_ctl_fail (
        ctl, KP_CTL_USAGE, "missing-option", operands[0],
        _ ("nothing to set; “keyplatectl site set --help” shows what can be "
           "set"));
  status = kp_ctl_read_text (ctl, "--customer", option_customer, KP_CUSTOMER_MAX_NAME,
                             FALSE, &customer);
  if (status == KP_CTL_FINE)
    status = kp_ctl_read_text (ctl, "--note", option_note, KP_SITE_MAX_NOTE, TRUE, &note);
  if (status == KP_CTL_FINE)
    status = kp_ctl_load_sites (ctl);
  if (status == KP_CTL_FINE)
    status = kp_ctl_find_site (ctl, operands[0], &site);
  if (status != KP_CTL_FINE)
    return status;

  changed = kp_site_copy (site);
  status = apply (ctl, changed);
  if (status != KP_CTL_FINE)
    return status;
  if (customer != NULL)
    kp_site_set_customer (changed, 0, *customer != '\0' ? customer : NULL);
  if (note != NULL)
    kp_site_set_note (changed, note);
  return save (ctl, operands[0], changed);
}

const KpCtlCommand kp_ctl_site_set = {
  .name = "site set",
  .usage = N_ ("SITE"),
  .summary = N_ ("Changes what is wanted of a site"),
  .run = run,
  .options = options,
  .operand = KP_CTL_OPERAND_SITE,
  .least = 1,
  .most = 1,
};
