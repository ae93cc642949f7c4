/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "core/secret/vault-error.h"

typedef struct
{
  char *kept; /* (nullable) */
} KpVaultErrorPrivate;

static void
kp_vault_error_private_init (KpVaultErrorPrivate *private)
{
}

static void
kp_vault_error_private_copy (const KpVaultErrorPrivate *from, KpVaultErrorPrivate *to)
{
  to->kept = g_strdup (from->kept);
}

static void
kp_vault_error_private_clear (KpVaultErrorPrivate *private)
{
  g_free (private->kept);
}

G_DEFINE_EXTENDED_ERROR (KpVaultError, kp_vault_error)

GError *
kp_vault_error_new (KpVaultError code, char *kept)
{
  g_autofree char *told = kp_sentence_tell (kept);
  GError *error = g_error_new_literal (KP_VAULT_ERROR, (int) code, told);

  kp_vault_error_get_private (error)->kept = kept;
  return error;
}

char *
kp_vault_error_keep (const GError *error)
{
  return error->domain == KP_VAULT_ERROR
             ? g_strdup (kp_vault_error_get_private (error)->kept)
             : NULL;
}
