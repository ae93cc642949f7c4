/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "ctl/vault.h"

#include "ctl/message.h"
#include "ctl/ask.h"
#include "ctl/passphrase.h"

#include <glib/gi18n.h>

/* A typing error is no reason to begin again. */
#define TRIES 3

KpCtlStatus
kp_ctl_fail_vault (KpCtl *ctl, KpVault *vault, const GError *error)
{
  g_autoptr (GError) said = g_error_copy (error);

  if (g_error_matches (error, KP_VAULT_ERROR, KP_VAULT_ERROR_LOCKED))
    {
      g_free (said->message);
      said->message = g_strdup (
          kp_vault_takes_passphrase (vault)
              ? _ ("locked; give the passphrase of its file with --passphrase-file")
              : _ ("locked; unlock the keyring, or use a file with --passphrase-file"));
    }
  return kp_ctl_fail_error (ctl, _ ("vault"), said);
}

static gboolean
unlock (KpVault *vault, KpSecret *passphrase, GError **error)
{
  g_autoptr (GAsyncResult) result = NULL;

  kp_vault_unlock_async (vault, passphrase, NULL, kp_ctl_wait_cb, &result);
  result = kp_ctl_wait (&result);
  return kp_vault_unlock_finish (vault, result, error);
}

static KpSecret *
ask (KpVault *vault)
{
  if (kp_vault_get_state (vault) == KP_VAULT_STATE_NEW)
    return kp_ctl_ask_new_passphrase (_ ("Choose a passphrase for the vault:"));
  return kp_ctl_ask_passphrase (_ ("Passphrase of the vault:"));
}

/* @error: (inout): why it is locked; afterwards why it still is */
static gboolean
unlock_by_asking (KpVault *vault, GError **error)
{
  for (guint i = 0; i < TRIES; i++)
    {
      g_autoptr (KpSecret) passphrase = ask (vault);

      /* Nothing typed: it stays locked. */
      if (passphrase == NULL)
        return FALSE;
      g_clear_error (error);
      if (unlock (vault, passphrase, error))
        return TRUE;
      if (!g_error_matches (*error, KP_VAULT_ERROR, KP_VAULT_ERROR_PASSPHRASE))
        return FALSE;
      if (i + 1 < TRIES)
        kp_ctl_warn (_ ("vault"), (*error)->message);
    }
  return FALSE;
}

KpCtlStatus
kp_ctl_open_vault (KpCtl *ctl, KpVault **vault)
{
  g_autoptr (KpSecret) passphrase = NULL;
  g_autoptr (GError) error = NULL;
  KpCtlStatus status = kp_ctl_read_passphrase (ctl, &passphrase);
  gboolean unlocked;

  if (status != KP_CTL_FINE)
    return status;
  *vault = kp_desk_get_vault (ctl->desk);
  kp_vault_set_may_ask (*vault, kp_ctl_can_ask ());
  unlocked = unlock (*vault, passphrase, &error);
  if (!unlocked && g_error_matches (error, KP_VAULT_ERROR, KP_VAULT_ERROR_LOCKED)
      && kp_vault_takes_passphrase (*vault) && kp_ctl_can_ask ())
    unlocked = unlock_by_asking (*vault, &error);
  return unlocked ? KP_CTL_FINE : kp_ctl_fail_vault (ctl, *vault, error);
}

/* That it is in none of them is fine. */
static gboolean
reach (KpVault *vault, const char *name, GError **error)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) problem = NULL;

  kp_vault_reach_async (vault, name, NULL, kp_ctl_wait_cb, &result);
  result = kp_ctl_wait (&result);
  if (kp_vault_reach_finish (vault, result, &problem)
      || g_error_matches (problem, KP_VAULT_ERROR, KP_VAULT_ERROR_ABSENT))
    return TRUE;
  g_propagate_error (error, g_steal_pointer (&problem));
  return FALSE;
}

KpCtlStatus
kp_ctl_reach_secret (KpCtl *ctl, KpVault *vault, const char *name)
{
  g_autoptr (GError) error = NULL;
  gboolean reached = reach (vault, name, &error);

  if (!reached && g_error_matches (error, KP_VAULT_ERROR, KP_VAULT_ERROR_LOCKED)
      && kp_vault_takes_passphrase (vault) && kp_ctl_can_ask ()
      && unlock_by_asking (vault, &error))
    {
      g_clear_error (&error);
      reached = reach (vault, name, &error);
    }
  return reached ? KP_CTL_FINE : kp_ctl_fail_vault (ctl, vault, error);
}
