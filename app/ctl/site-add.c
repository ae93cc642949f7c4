/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "ctl/command.h"
#include "ctl/input.h"
#include "ctl/message.h"
#include "ctl/report.h"

#include "core/model/customer.h"

#include <glib/gi18n.h>

static char *option_provider;
static char *option_customer;
static char *option_target;
static char *option_note;

static const KpCtlOption options[] = {
  { "provider", KP_CTL_OPTION_PROVIDER, &option_provider, N_ ("Who hosts it"), N_ ("ID") },
  { "customer", KP_CTL_OPTION_CUSTOMER, &option_customer, N_ ("Whose name it carries"),
    N_ ("NAME") },
  { "target", KP_CTL_OPTION_TEXT, &option_target, N_ ("Where it must point"), N_ ("HOST") },
  { "note", KP_CTL_OPTION_TEXT, &option_note, N_ ("A note"), N_ ("TEXT") },
  { NULL },
};

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
  /* Translators: a host name, twice */
  g_print (_ ("%s: added. “keyplatectl check %s” looks at it."), kp_site_get_label (site),
           kp_site_get_label (site));
  g_print ("\n");
  return KP_CTL_FINE;
}

static KpCtlStatus
run (KpCtl *ctl, char **operands)
{
  g_autoptr (KpNameCheck) check = NULL;
  g_autoptr (KpSite) site = NULL;
  g_autofree char *target = NULL;
  g_autofree char *customer = NULL;
  g_autofree char *note = NULL;
  KpProfile *profile = NULL;
  KpCtlStatus status = KP_CTL_FINE;

  if (option_provider == NULL)
    return kp_ctl_fail (ctl, KP_CTL_USAGE, "missing-option", "--provider",
                        _ ("missing; “keyplatectl provider list” shows the ids"));
  status = kp_ctl_read_text (ctl, "--customer", option_customer, KP_CUSTOMER_MAX_NAME,
                             FALSE, &customer);
  if (status == KP_CTL_FINE)
    status = kp_ctl_read_text (ctl, "--note", option_note, KP_SITE_MAX_NOTE, TRUE, &note);
  if (status == KP_CTL_FINE)
    status = kp_ctl_open (ctl);
  if (status == KP_CTL_FINE)
    status = kp_ctl_find_profile (ctl, option_provider, &profile);
  if (status == KP_CTL_FINE)
    status = kp_ctl_read_name (ctl, profile, operands[0], FALSE, &check);
  if (status == KP_CTL_FINE && option_target != NULL)
    status = kp_ctl_read_target (ctl, profile, check->host, option_target, &target);
  if (status != KP_CTL_FINE)
    return status;

  site = kp_site_new (check->host, check->port != 0 ? check->port : 443,
                      kp_profile_get_id (profile));
  kp_site_set_target (site, target);
  kp_site_set_note (site, note);
  if (customer != NULL && *customer != '\0')
    kp_site_set_customer (site, 0, customer);
  return add (ctl, operands[0], site);
}

const KpCtlCommand kp_ctl_site_add = {
  .name = "site add",
  .usage = N_ ("SITE"),
  .summary = N_ ("Adds a site"),
  .run = run,
  .options = options,
  .operand = KP_CTL_OPERAND_HOST,
  .least = 1,
  .most = 1,
};
