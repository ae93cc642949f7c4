/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/secret/vault.h"

/* What the tests of vaults share: verbs that wait, and a look at the process's memory. */

KpSecret *vault_test_secret (const char *text);
gboolean vault_test_unlock (KpVault *vault, const char *passphrase, GError **error);
gboolean vault_test_store (KpVault *vault, const char *name, const char *text,
                           GError **error);
/* The secret as text, NULL with @error. */
char *vault_test_load (KpVault *vault, const char *name, GError **error);
gboolean vault_test_remove (KpVault *vault, const char *name, GError **error);
/* That it has @text (NULL: nothing) by that name. */
void vault_test_has (KpVault *vault, const char *name, const char *text);

/* That it has octets that are no text as they were given. @forget (nullable): in between */
void vault_test_keeps_octets (KpVault *vault, void (*forget) (void));

/* A pattern of random octets that stands nowhere in memory as it is. */
typedef struct
{
  guint8 masked[32];
} Pattern;

void pattern_make (Pattern *self);
KpSecret *pattern_to_secret (const Pattern *self);
/* How often it stands in what this process can write. */
guint pattern_count (const Pattern *self);

/* A folder in the place for those, that goes away with what is in it. */
char *vault_test_make_dir (void);
void vault_test_remove_dir (char *dir);
