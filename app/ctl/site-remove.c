/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "ctl/context.h"

#include <glib/gi18n.h>

static KpCtlStatus
run (KpCtl *ctl, char **argv)
{
  g_autoptr (GArray) ids = g_array_new (FALSE, FALSE, sizeof (gint64));
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  KpStore *store;
  KpCtlStatus status = kp_ctl_expect (ctl, argv, 1, 10000, "SITE");

  if (status == KP_CTL_FINE)
    status = kp_ctl_load_sites (ctl);
  /* All are found before one is removed. */
  for (guint i = 0; status == KP_CTL_FINE && argv[i] != NULL; i++)
    {
      KpSite *site = NULL;
      gint64 id;

      status = kp_ctl_find_site (ctl, argv[i], &site);
      if (status != KP_CTL_FINE)
        break;
      id = kp_site_get_id (site);
      g_array_append_val (ids, id);
    }
  if (status != KP_CTL_FINE)
    return status;

  store = kp_desk_get_store (ctl->desk);
  kp_store_remove_sites_async (store, (const gint64 *) ids->data, ids->len, NULL,
                               kp_ctl_wait_cb, &result);
  result = kp_ctl_wait (&result);
  if (!kp_store_remove_sites_finish (store, result, &error))
    return kp_ctl_fail_error (ctl, argv[0], error);
  return KP_CTL_FINE;
}

const KpCtlCommand kp_ctl_site_remove = {
  "site remove", "SITE…", N_ ("Removes sites"), run, NULL,
};
