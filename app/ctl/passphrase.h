/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/secret/secret.h"
#include "ctl/context.h"

G_BEGIN_DECLS

/** KP_CTL_MAX_PASSPHRASE: octets of the longest passphrase, key or token */
#define KP_CTL_MAX_PASSPHRASE 1024

/** kp_ctl_read_secret: Reads the one line of the file @path, or of standard input for "-":
 * a passphrase, or the key or token of a service. @code: of the error, where that is none;
 * @secret: (out) (transfer full). Returns: KP_CTL_FINE, or KP_CTL_COULD_NOT after having
 * said why */
KpCtlStatus kp_ctl_read_secret (KpCtl *ctl, const char *code, const char *path,
                                KpSecret **secret);
/** kp_ctl_read_passphrase: Reads the file of --passphrase-file or KEYPLATE_PASSPHRASE_FILE.
 * @passphrase: (out) (transfer full) (nullable): its one line, %NULL if neither was given.
 * Returns: KP_CTL_FINE, or KP_CTL_COULD_NOT after having said why */
KpCtlStatus kp_ctl_read_passphrase (KpCtl *ctl, KpSecret **passphrase);
/** kp_ctl_ask_passphrase: Asks @question there; what is typed is not shown. Returns:
 * (transfer full) (nullable): it, %NULL if nothing was typed */
KpSecret *kp_ctl_ask_passphrase (const char *question);
/** kp_ctl_ask_new_passphrase: Asks twice. Returns: (transfer full) (nullable): what was
 * typed, %NULL if that was nothing, or not the same */
KpSecret *kp_ctl_ask_new_passphrase (const char *question);

G_END_DECLS
