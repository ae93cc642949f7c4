/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "ctl/name-run.h"

#include "ctl/message.h"
#include "ctl/vault.h"

gboolean
kp_ctl_chose_unsafe_list (KpCtl *ctl)
{
  KpSettings *settings = kp_desk_get_settings (ctl->desk);

  return !g_str_equal (kp_settings_get_string (settings, "unsafe-lookup"), "off");
}

static KpCtlStatus
unlock (KpCtl *ctl)
{
  KpVault *vault;

  if (ctl->passphrase_file == NULL && g_getenv ("KEYPLATE_PASSPHRASE_FILE") == NULL)
    return KP_CTL_FINE;
  return kp_ctl_chose_unsafe_list (ctl) ? kp_ctl_open_vault (ctl, &vault) : KP_CTL_FINE;
}

/* @check: (transfer full) */
static KpNameCheck *
look_up (KpCtl *ctl, KpNameCheck *check, GError **error)
{
  KpUnsafeAccess *access = kp_desk_get_unsafe_access (ctl->desk);
  g_autoptr (KpUnsafeLookup) lookup = NULL;
  g_autoptr (GAsyncResult) access_result = NULL;
  g_autoptr (GAsyncResult) result = NULL;
  g_autofree char *why_not = NULL;

  kp_unsafe_access_get_async (access, NULL, kp_ctl_wait_cb, &access_result);
  access_result = kp_ctl_wait (&access_result);
  lookup = kp_unsafe_access_get_finish (access, access_result, &why_not);
  kp_name_check_look_up_async (check, lookup, why_not, NULL, kp_ctl_wait_cb, &result);
  result = kp_ctl_wait (&result);
  return kp_name_check_look_up_finish (result, error);
}

KpCtlStatus
kp_ctl_check_name (KpCtl *ctl, const char *text, KpProfile *profile, KpNameCheck **check)
{
  g_autoptr (GPtrArray) resolvers = NULL;
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  KpNameCheck *found;
  KpCtlStatus status = unlock (ctl);

  if (status != KP_CTL_FINE)
    return status;
  resolvers = kp_desk_make_resolvers (ctl->desk, &error);
  if (resolvers == NULL)
    return kp_ctl_fail_error (ctl, "resolvers", error);
  kp_name_check_async (text, profile, g_ptr_array_index (resolvers, 0), NULL,
                       kp_ctl_wait_cb, &result);
  result = kp_ctl_wait (&result);
  found = kp_name_check_finish (result, &error);
  if (found != NULL)
    found = look_up (ctl, found, &error);
  if (found == NULL)
    return kp_ctl_fail_error (ctl, text, error);
  *check = found;
  return KP_CTL_FINE;
}
