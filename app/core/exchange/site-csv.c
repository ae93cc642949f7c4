/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "core/exchange/site-csv.h"

#include "core/exchange/csv.h"

char *
kp_site_csv_export (GListModel *sites)
{
  static const char *const heading[] = { "host", "provider", "customer", "target",
                                         "port", "note",     "proxied",  NULL };
  GString *out = g_string_new (NULL);
  guint n = g_list_model_get_n_items (sites);

  g_return_val_if_fail (G_IS_LIST_MODEL (sites), NULL);

  kp_csv_append (out, heading);
  for (guint i = 0; i < n; i++)
    {
      g_autoptr (KpSite) site = g_list_model_get_item (sites, i);
      g_autofree char *port = g_strdup_printf ("%u", kp_site_get_port (site));
      const char *customer = kp_site_get_customer (site);
      const char *target = kp_site_get_target (site);
      const char *fields[] = {
        kp_site_get_host (site),
        kp_site_get_provider (site),
        customer != NULL ? customer : "",
        target != NULL ? target : "",
        port,
        kp_site_get_note (site),
        kp_site_get_proxied (site) ? "yes" : "no",
        NULL,
      };

      kp_csv_append (out, fields);
    }
  return g_string_free (out, FALSE);
}
