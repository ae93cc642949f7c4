/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "window/window-private.h"

#include <glib/gi18n.h>

#include "core/base/time-text.h"

/* One for each site would be noise: more than a few are told together. */
#define MAX_SINGLE 3

static void
send (const char *id, const char *title, const char *body)
{
  g_autoptr (GNotification) notice = g_notification_new (title);

  g_notification_set_body (notice, body);
  g_application_send_notification (g_application_get_default (), id, notice);
}

/* One of the same host on another port is told of beside it, not in its place. */
static void
tell_one (const char *aim, KpSite *site, const char *title, const char *body)
{
  g_autofree char *id = g_strdup_printf ("%s-%s", aim, kp_site_get_label (site));

  send (id, title, body);
}

static void
secured_cb (KpPortfolio *portfolio, GPtrArray *sites)
{
  g_autofree char *all = NULL;

  for (guint i = 0; i < sites->len && sites->len <= MAX_SINGLE; i++)
    {
      KpSite *site = g_ptr_array_index (sites, i);
      g_autofree char *title =
          /* Translators: a host name */
          g_strdup_printf (_ ("%s is locked"), kp_site_get_label (site));

      tell_one ("secured", site, title, _ ("The last check proves it: the job is done."));
    }
  if (sites->len <= MAX_SINGLE)
    return;
  all = g_strdup_printf (
      /* Translators: %u is a number of sites. */
      ngettext ("%u site is locked", "%u sites are locked", sites->len), sites->len);
  send ("secured", all, _ ("The last check proves it: their jobs are done."));
}

/* What is served is the new certificate: by it the next day is counted. */
static char *
describe_renewed (KpSite *site, gint64 now)
{
  gint64 renew_by = kp_site_get_summary (site)->renew_by;
  g_autofree char *day = NULL;

  if (renew_by <= now)
    return g_strdup (_ ("The new certificate is served, as the last check proves."));
  day = kp_time_format_date (renew_by);
  return g_strdup_printf (
      /* Translators: %s is a day: "18 May 2027". */
      _ ("The new certificate is served, as the last check proves. Renew it by %s."), day);
}

static void
renewed_cb (KpPortfolio *portfolio, GPtrArray *sites, KpWindow *self)
{
  gint64 now = kp_clock_now (kp_desk_get_clock (self->desk));
  g_autofree char *all = NULL;

  for (guint i = 0; i < sites->len && sites->len <= MAX_SINGLE; i++)
    {
      KpSite *site = g_ptr_array_index (sites, i);
      g_autofree char *body = describe_renewed (site, now);
      g_autofree char *title =
          /* Translators: a host name */
          g_strdup_printf (_ ("%s is renewed"), kp_site_get_label (site));

      tell_one ("renewed", site, title, body);
    }
  if (sites->len <= MAX_SINGLE)
    return;
  all = g_strdup_printf (
      /* Translators: %u is a number of sites. */
      ngettext ("%u site is renewed", "%u sites are renewed", sites->len), sites->len);
  send ("renewed", all, _ ("The new certificates are served, as the last check proves."));
}

void
kp_window_init_notices (KpWindow *self)
{
  KpPortfolio *portfolio = kp_desk_get_portfolio (self->desk);

  if (kp_window_is_demo (self))
    return;
  g_signal_connect_object (portfolio, "secured", G_CALLBACK (secured_cb), self, 0);
  g_signal_connect_object (portfolio, "renewed", G_CALLBACK (renewed_cb), self, 0);
}
