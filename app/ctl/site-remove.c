/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "ctl/command.h"
#include "ctl/message.h"

#include <glib/gi18n.h>

/* All are found before one is removed; one named twice is one. */
static KpCtlStatus
collect (KpCtl *ctl, char **operands, GPtrArray *sites)
{
  KpCtlStatus status = kp_ctl_load_sites (ctl);

  for (guint i = 0; status == KP_CTL_FINE && operands[i] != NULL; i++)
    {
      KpSite *site = NULL;

      status = kp_ctl_find_site (ctl, operands[i], &site);
      if (status == KP_CTL_FINE && !g_ptr_array_find (sites, site, NULL))
        g_ptr_array_add (sites, g_object_ref (site));
    }
  return status;
}

static void
print (KpCtl *ctl, GPtrArray *sites)
{
  g_autoptr (GPtrArray) labels = g_ptr_array_new ();

  for (guint i = 0; i < sites->len; i++)
    g_ptr_array_add (labels, (gpointer) kp_site_get_label (g_ptr_array_index (sites, i)));
  g_ptr_array_add (labels, NULL);
  if (ctl->json)
    {
      kp_ctl_print_removed ((const char *const *) labels->pdata);
      return;
    }
  for (guint i = 0; i < sites->len; i++)
    {
      /* Translators: a host name */
      g_print (_ ("%s: removed."), (const char *) labels->pdata[i]);
      g_print ("\n");
    }
}

static KpCtlStatus
run (KpCtl *ctl, char **operands)
{
  g_autoptr (GPtrArray) sites = g_ptr_array_new_with_free_func (g_object_unref);
  g_autoptr (GArray) ids = g_array_new (FALSE, FALSE, sizeof (gint64));
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  KpCtlStatus status = collect (ctl, operands, sites);
  KpStore *store;

  if (status != KP_CTL_FINE)
    return status;
  for (guint i = 0; i < sites->len; i++)
    {
      gint64 id = kp_site_get_id (g_ptr_array_index (sites, i));

      g_array_append_val (ids, id);
    }
  store = kp_desk_get_store (ctl->desk);
  kp_store_remove_sites_async (store, (const gint64 *) ids->data, ids->len, NULL,
                               kp_ctl_wait_cb, &result);
  result = kp_ctl_wait (&result);
  if (!kp_store_remove_sites_finish (store, result, &error))
    return kp_ctl_fail_error (ctl, operands[0], error);
  print (ctl, sites);
  return KP_CTL_FINE;
}

const KpCtlCommand kp_ctl_site_remove = {
  .name = "site remove",
  /* Translators: what a command takes: one or several sites */
  .usage = N_ ("SITE…"),
  .summary = N_ ("Removes sites"),
  .run = run,
  .operand = KP_CTL_OPERAND_SITE,
  .least = 1,
  .most = G_MAXUINT,
};
