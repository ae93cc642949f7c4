/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "core/exchange/site-csv.h"

#include "core/exchange/csv.h"

void
kp_site_csv_append_heading (GString *out)
{
  static const char *const heading[] = { "host", "provider", "customer", "target",
                                         "port", "note",     "proxied",  NULL };

  g_return_if_fail (out != NULL);

  kp_csv_append (out, heading);
}

void
kp_site_csv_append (GString *out, KpSite *site)
{
  const char *customer, *target;
  g_autofree char *port = NULL;
  g_autofree char *provider = NULL;
  g_autofree char *guarded_customer = NULL;
  g_autofree char *guarded_note = NULL;

  g_return_if_fail (out != NULL);
  g_return_if_fail (KP_IS_SITE (site));

  customer = kp_site_get_customer (site);
  target = kp_site_get_target (site);
  port = g_strdup_printf ("%u", kp_site_get_port (site));
  /* A host name begins with a letter or digit; an id of a profile may with a hyphen. */
  provider = kp_csv_guard (kp_site_get_provider (site));
  guarded_customer = kp_csv_guard (customer != NULL ? customer : "");
  guarded_note = kp_csv_guard (kp_site_get_note (site));
  const char *const fields[] = {
    kp_site_get_host (site),
    provider,
    guarded_customer,
    target != NULL ? target : "",
    port,
    guarded_note,
    kp_site_get_proxied (site) ? "yes" : "no",
    NULL,
  };

  kp_csv_append (out, fields);
}

char *
kp_site_csv_export (GListModel *sites)
{
  GString *out = g_string_new (NULL);
  guint n;

  g_return_val_if_fail (G_IS_LIST_MODEL (sites), NULL);

  n = g_list_model_get_n_items (sites);
  kp_site_csv_append_heading (out);
  for (guint i = 0; i < n; i++)
    {
      g_autoptr (KpSite) site = g_list_model_get_item (sites, i);

      kp_site_csv_append (out, site);
    }
  return g_string_free (out, FALSE);
}
