/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "ctl/context.h"

#include "core/base/host-name.h"
#include "core/base/plain-text.h"
#include "ctl/command.h"
#include "ctl/input.h"
#include "ctl/message.h"
#include "ctl/text.h"

#include <glib/gi18n.h>
#include <string.h>

/* A file of roots that is read: the setting has a bound of its own. */
#define MAX_ROOTS (4 * 1024 * 1024)

void
kp_ctl_wait_cb (GObject *source, GAsyncResult *result, gpointer slot)
{
  *(GAsyncResult **) slot = g_object_ref (result);
}

GAsyncResult *
kp_ctl_wait (GAsyncResult **slot)
{
  while (*slot == NULL)
    g_main_context_iteration (NULL, TRUE);
  return g_steal_pointer (slot);
}

/* The options that take the place of a setting for this run. */
static const struct
{
  const char *option;
  const char *setting;
  gsize offset;
} overrides[] = {
  { "--timeout", "timeout", G_STRUCT_OFFSET (KpCtl, timeout) },
  { "--jobs", "jobs", G_STRUCT_OFFSET (KpCtl, jobs) },
  { "--plain-port", "plain-port", G_STRUCT_OFFSET (KpCtl, plain_port) },
};

static const char *
get_override (KpCtl *ctl, guint i)
{
  return G_STRUCT_MEMBER (char *, ctl, overrides[i].offset);
}

static char *
join_resolvers (KpCtl *ctl)
{
  GString *urls = g_string_new (NULL);

  for (guint i = 0; i < ctl->resolvers->len; i++)
    g_string_append_printf (urls, "%s\n", (char *) g_ptr_array_index (ctl->resolvers, i));
  return g_string_free (urls, FALSE);
}

static KpCtlStatus
check_option (KpCtl *ctl, const char *option, const char *setting, const char *value)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *checked = kp_settings_check (setting, value, &error);

  return checked != NULL ? KP_CTL_FINE : kp_ctl_fail_setting (ctl, option, setting, error);
}

KpCtlStatus
kp_ctl_check_options (KpCtl *ctl)
{
  KpCtlStatus status = KP_CTL_FINE;

  for (guint i = 0; i < G_N_ELEMENTS (overrides) && status == KP_CTL_FINE; i++)
    if (get_override (ctl, i) != NULL)
      status = check_option (ctl, overrides[i].option, overrides[i].setting,
                             get_override (ctl, i));
  if (ctl->resolvers != NULL && status == KP_CTL_FINE)
    {
      g_autofree char *urls = join_resolvers (ctl);

      status = check_option (ctl, "--resolver", "resolvers", urls);
    }
  return status;
}

static KpCtlStatus
override (KpCtl *ctl, const char *option, const char *setting, const char *value)
{
  g_autoptr (GError) error = NULL;

  if (kp_settings_override (kp_desk_get_settings (ctl->desk), setting, value, &error))
    return KP_CTL_FINE;
  return kp_ctl_fail_setting (ctl, option, setting, error);
}

static KpCtlStatus
override_trust (KpCtl *ctl)
{
  g_autoptr (GBytes) pem = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *text = NULL;
  KpCtlStatus status;

  pem = kp_ctl_read_file (ctl->trust, MAX_ROOTS, &error);
  if (pem == NULL)
    return kp_ctl_fail (ctl, KP_CTL_COULD_NOT, "file", ctl->trust, error->message);
  text = g_strndup (g_bytes_get_data (pem, NULL), g_bytes_get_size (pem));
  status = override (ctl, "--trust", "trust-connections", text);
  return status != KP_CTL_FINE ? status : override (ctl, "--trust", "trust-sites", text);
}

static KpCtlStatus
apply_options (KpCtl *ctl)
{
  KpCtlStatus status = KP_CTL_FINE;

  for (guint i = 0; i < G_N_ELEMENTS (overrides) && status == KP_CTL_FINE; i++)
    if (get_override (ctl, i) != NULL)
      status =
          override (ctl, overrides[i].option, overrides[i].setting, get_override (ctl, i));
  if (ctl->resolvers != NULL && status == KP_CTL_FINE)
    {
      g_autofree char *urls = join_resolvers (ctl);

      status = override (ctl, "--resolver", "resolvers", urls);
      /* Whoever names a server wants it asked, whatever is saved. */
      if (status == KP_CTL_FINE)
        status = override (ctl, "--resolver", "system-resolver", "no");
    }
  if (ctl->trust != NULL && status == KP_CTL_FINE)
    status = override_trust (ctl);
  return status;
}

static gboolean
open_desk (KpCtl *ctl, gboolean read_only, GError **error)
{
  g_autoptr (GAsyncResult) result = NULL;

  g_clear_object (&ctl->desk);
  ctl->desk = kp_desk_new (ctl->data_dir, read_only);
  kp_desk_open_async (ctl->desk, NULL, kp_ctl_wait_cb, &result);
  result = kp_ctl_wait (&result);
  return kp_desk_open_finish (ctl->desk, result, error);
}

KpCtlStatus
kp_ctl_open (KpCtl *ctl)
{
  g_autoptr (GError) error = NULL;
  KpCtlStatus status;

  if (ctl->desk != NULL)
    return KP_CTL_FINE;
  /* What only looks also works on a store that can't be written. */
  if (open_desk (ctl, FALSE, &error)
      || (ctl->command->reads
          && g_error_matches (error, KP_STORE_ERROR, KP_STORE_ERROR_READ_ONLY)
          && open_desk (ctl, TRUE, NULL)))
    return apply_options (ctl);
  /* Translators: stands before a colon and what is wrong with it. */
  status = kp_ctl_fail_error (ctl, _ ("store"), error);
  g_clear_object (&ctl->desk);
  return status;
}

void
kp_ctl_warn_profiles (KpCtl *ctl)
{
  KpCatalogue *catalogue = kp_desk_get_catalogue (ctl->desk);
  GPtrArray *errors = kp_catalogue_get_errors (catalogue);

  for (guint i = 0; i < errors->len && !ctl->warned; i++)
    {
      /* Messages about profiles begin with the file and the line already. */
      g_autofree char *line =
          kp_text_line (((GError *) g_ptr_array_index (errors, i))->message, 1000);

      g_printerr ("keyplatectl: %s\n", line);
    }
  ctl->warned = TRUE;
}

KpCtlStatus
kp_ctl_load_sites (KpCtl *ctl)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  KpCtlStatus status = kp_ctl_open (ctl);
  KpPortfolio *portfolio;

  if (status != KP_CTL_FINE)
    return status;
  portfolio = kp_desk_get_portfolio (ctl->desk);
  kp_portfolio_load_async (portfolio, 0, NULL, kp_ctl_wait_cb, &result);
  result = kp_ctl_wait (&result);
  if (!kp_portfolio_load_finish (portfolio, result, &error))
    return kp_ctl_fail_error (ctl, _ ("store"), error);
  kp_ctl_warn_profiles (ctl);
  return KP_CTL_FINE;
}

void
kp_ctl_close (KpCtl *ctl)
{
  g_autoptr (GAsyncResult) result = NULL;

  if (ctl->desk == NULL)
    return;
  kp_desk_close_async (ctl->desk, kp_ctl_wait_cb, &result);
  result = kp_ctl_wait (&result);
  kp_desk_close_finish (ctl->desk, result, NULL);
  /* It is written, and the program ends: taking 10,000 sites apart one by one would be a
   * tenth of what a list of them takes. */
}

KpCtlStatus
kp_ctl_find_site (KpCtl *ctl, const char *text, KpSite **site)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *host = NULL;
  gboolean several = FALSE;
  guint16 port = 0;

  host = kp_host_name_parse (text, &port, &error);
  if (host == NULL)
    return kp_ctl_fail (ctl, KP_CTL_USAGE, "name.invalid", text, error->message);
  *site = kp_portfolio_find (kp_desk_get_portfolio (ctl->desk), host, port, &several);
  if (*site != NULL)
    return KP_CTL_FINE;
  if (several)
    return kp_ctl_fail (ctl, KP_CTL_USAGE, "several-sites", text,
                        _ ("there are several sites of that name; say which as HOST:PORT"));
  return kp_ctl_fail (ctl, KP_CTL_USAGE, "unknown-site", text,
                      _ ("unknown site; “keyplatectl site list” shows all"));
}

/* There is such a provider, but for what its file says. */
static KpCtlStatus
fail_broken (KpCtl *ctl, const char *id, guint index)
{
  GPtrArray *errors = kp_catalogue_get_errors (kp_desk_get_catalogue (ctl->desk));
  g_autofree char *why = g_strdup_printf (
      /* Translators: a provider's id, then the file and what is wrong with it */
      _ ("the profile “%s” can’t be read: %s"), id,
      ((GError *) g_ptr_array_index (errors, index))->message);

  return kp_ctl_fail (ctl, KP_CTL_USAGE, "unknown-provider", "--provider", why);
}

KpCtlStatus
kp_ctl_find_profile (KpCtl *ctl, const char *id, KpProfile **profile)
{
  GListModel *catalogue = G_LIST_MODEL (kp_desk_get_catalogue (ctl->desk));
  g_autoptr (GString) known = g_string_new (NULL);
  g_autofree char *shown = NULL;
  g_autofree char *why = NULL;
  guint broken;

  *profile = kp_catalogue_find (KP_CATALOGUE (catalogue), id);
  if (*profile != NULL)
    {
      kp_ctl_warn_profiles (ctl);
      return KP_CTL_FINE;
    }
  if (kp_catalogue_find_broken (KP_CATALOGUE (catalogue), id, &broken) != NULL)
    return fail_broken (ctl, id, broken);
  for (guint i = 0; i < g_list_model_get_n_items (catalogue); i++)
    {
      g_autoptr (KpProfile) one = g_list_model_get_item (catalogue, i);

      g_string_append_printf (known, "%s%s", i > 0 ? ", " : "", kp_profile_get_id (one));
    }
  shown = kp_plain_text_shorten (id, 80);
  why = g_strdup_printf (
      /* Translators: what was given, a list of provider ids */
      _ ("unknown provider “%s”; expected one of %s"), shown, known->str);
  return kp_ctl_fail (ctl, KP_CTL_USAGE, "unknown-provider", "--provider", why);
}
