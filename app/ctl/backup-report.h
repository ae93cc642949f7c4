/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "ctl/context.h"

#include "core/exchange/backup.h"

#include <json-glib/json-glib.h>

G_BEGIN_DECLS

/** kp_ctl_backup_add: Adds what both commands tell to the object of @builder. */
void kp_ctl_backup_add (JsonBuilder *builder, const KpBackupReport *report);
/** kp_ctl_backup_print: Prints the line on which both tell what is in it. */
void kp_ctl_backup_print (const KpBackupReport *report);
/** kp_ctl_backup_list: Returns: (transfer full): the profiles that were left out, with
 * commas */
char *kp_ctl_backup_list (const KpBackupReport *report);

G_END_DECLS
