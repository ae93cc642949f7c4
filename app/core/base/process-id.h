/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * kp_process_id_get:
 *
 * Names this process so that no other has the same name, after a restart of the machine
 * either: boot, namespace, number and start of the process. Any thread.
 *
 * Returns: (transfer none): "BOOT/NAMESPACE/PID/START"
 */
const char *kp_process_id_get (void);

/**
 * kp_process_id_is_gone:
 * @id: (nullable): what kp_process_id_get() gave in some process; %NULL and what is no such
 *   name are gone
 * @known: (out): whether that could be told: a process in another namespace (a sandbox)
 *   can't be seen from here, and %FALSE is returned then
 *
 * Any thread.
 *
 * Returns: whether the process has certainly ended
 */
gboolean kp_process_id_is_gone (const char *id, gboolean *known);

G_END_DECLS
