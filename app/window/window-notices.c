/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "window/window-private.h"

#include <glib/gi18n.h>

/* One for each site would be noise: more than a few are told together. */
#define MAX_SINGLE 3

static void
send (const char *id, const char *title, const char *body)
{
  g_autoptr (GNotification) notice = g_notification_new (title);

  g_notification_set_body (notice, body);
  g_application_send_notification (g_application_get_default (), id, notice);
}

static void
tell_one (KpSite *site)
{
  const char *label = kp_site_get_label (site);
  /* One of the same host on another port is told of beside it, not in its place. */
  g_autofree char *id = g_strconcat ("secured-", label, NULL);
  /* Translators: a host name */
  g_autofree char *title = g_strdup_printf (_ ("%s is locked"), label);

  send (id, title, _ ("The last check proves it: the job is done."));
}

static void
secured_cb (KpPortfolio *portfolio, GPtrArray *sites)
{
  g_autofree char *title = NULL;

  if (sites->len <= MAX_SINGLE)
    {
      for (guint i = 0; i < sites->len; i++)
        tell_one (g_ptr_array_index (sites, i));
      return;
    }
  title = g_strdup_printf (
      /* Translators: %u is a number of sites. */
      ngettext ("%u site is locked", "%u sites are locked", sites->len), sites->len);
  send ("secured", title, _ ("The last check proves it: their jobs are done."));
}

void
kp_window_init_notices (KpWindow *self)
{
  if (kp_window_is_demo (self))
    return;
  g_signal_connect_object (kp_desk_get_portfolio (self->desk), "secured",
                           G_CALLBACK (secured_cb), self, 0);
}
