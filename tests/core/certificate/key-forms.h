/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Private keys in every form, made when a test runs: none is ever in the tree. A failure
 * ends the test program. */

typedef struct
{
  char *name;
  GBytes *octets;
} KeyForm;

/** key_forms_new: Returns: (transfer full) (element-type KeyForm): a key in each form */
GPtrArray *key_forms_new (void);
/** key_form_zip: Returns: (transfer full): an archive ("zip", "tar", "tar.gz", "7zip" or
 * "gz") that holds @octets; @passphrase: (nullable) */
GBytes *key_form_zip (const char *kind, GBytes *octets, const char *passphrase);

G_END_DECLS
