/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "ctl/context.h"

G_BEGIN_DECLS

/**
 * KpCtlOutput:
 *
 * A file that is written: whole or not at all, and never over another. Until it is kept it
 * lies beside its place under a hidden name.
 */
typedef struct _KpCtlOutput KpCtlOutput;

/**
 * kp_ctl_output_begin:
 * @option: which gave the path
 * @path: where it will be; "-" is standard output
 * @private: for its owner alone to read
 * @output: (out) (transfer full): the file, still empty
 *
 * Looks whether it can be written before anything else is done.
 *
 * Returns: KP_CTL_FINE; KP_CTL_USAGE if there is a file of that name, KP_CTL_COULD_NOT,
 * after having said why
 */
KpCtlStatus kp_ctl_output_begin (KpCtl *ctl, const char *option, const char *path,
                                 gboolean private, KpCtlOutput **output);
/** kp_ctl_output_write: Writes all of it. Returns: as kp_ctl_output_begin() */
KpCtlStatus kp_ctl_output_write (KpCtl *ctl, KpCtlOutput *self, gconstpointer octets,
                                 gsize length);
/** kp_ctl_output_keep: Puts it in its place. Returns: as kp_ctl_output_begin() */
KpCtlStatus kp_ctl_output_keep (KpCtl *ctl, KpCtlOutput *self);
/** kp_ctl_output_take_back: Takes one that was kept away again. */
void kp_ctl_output_take_back (KpCtlOutput *self);
/** kp_ctl_output_free: Leaves nothing of one that was not kept. */
void kp_ctl_output_free (KpCtlOutput *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (KpCtlOutput, kp_ctl_output_free)

G_END_DECLS
