/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "ctl/backup-report.h"
#include "ctl/command.h"
#include "ctl/message.h"

#include <glib/gi18n.h>

/* Said each time: what is not in it is missed only when it is too late. */
static void
print_secrets (const KpBackupReport *report)
{
  if (kp_backup_report_has_vault (report))
    kp_ctl_print_text (_ ("The vault’s file is in it, encrypted as before: it is opened by "
                          "the same passphrase."));
  else
    kp_ctl_print_text (_ ("There is no vault’s file, so no key and no token is in it."));
  kp_ctl_print_text ("\n");
  kp_ctl_print_text (
      _ ("Not in it: keys and tokens in the keyring of the session, and how the "
         "window looks."));
  kp_ctl_print_text ("\n");
}

static void
print (const KpCtl *ctl, const KpBackupReport *report)
{
  g_autofree char *left_out = kp_ctl_backup_list (report);
  g_autoptr (JsonBuilder) builder = NULL;

  if (report->left_out->len > 0)
    kp_ctl_warn (left_out, _ ("not in the backup: it can’t be read as a profile"));
  if (!ctl->json)
    {
      kp_ctl_backup_print (report);
      print_secrets (report);
      return;
    }
  builder = json_builder_new ();
  json_builder_begin_object (builder);
  kp_ctl_backup_add (builder, report);
  json_builder_end_object (builder);
  kp_ctl_print_json (builder);
}

static KpCtlStatus
run (KpCtl *ctl, char **operands)
{
  g_autoptr (KpBackup) backup = NULL;
  g_autoptr (KpBackupReport) report = NULL;
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  KpCtlStatus status;

  if (g_str_equal (operands[0], "-"))
    return kp_ctl_fail (ctl, KP_CTL_USAGE, "value", operands[0],
                        _ ("it is read again when it is written; a file is expected"));
  status = kp_ctl_open (ctl);
  if (status != KP_CTL_FINE)
    return status;
  backup = kp_backup_new (kp_store_get_data_dir (kp_desk_get_store (ctl->desk)),
                          kp_desk_get_clock (ctl->desk));
  kp_backup_write_async (backup, operands[0], FALSE, NULL, kp_ctl_wait_cb, &result);
  result = kp_ctl_wait (&result);
  report = kp_backup_write_finish (backup, result, &error);
  if (report == NULL)
    /* Translators: stands before a colon and what is wrong with it. */
    return kp_ctl_fail_error (ctl, _ ("backup"), error);
  print (ctl, report);
  return KP_CTL_FINE;
}

const KpCtlCommand kp_ctl_backup = {
  .name = "backup",
  .usage = N_ ("FILE"),
  .summary = N_ ("Writes everything into one file, and reads it again to be sure"),
  .run = run,
  .operand = KP_CTL_OPERAND_FILE,
  .least = 1,
  .most = 1,
  .reads = TRUE,
};
