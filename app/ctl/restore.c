/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "ctl/backup-report.h"
#include "ctl/command.h"
#include "ctl/message.h"

#include <glib/gi18n.h>

static gboolean option_replace;

static const KpCtlOption options[] = {
  { "replace", KP_CTL_OPTION_FLAG, &option_replace,
    N_ ("Put it in the place of what is there, which is saved first"), NULL },
  { NULL },
};

static KpCtlStatus
fail (KpCtl *ctl, const GError *error)
{
  g_autofree char *why = NULL;

  if (!g_error_matches (error, KP_STORE_ERROR, KP_STORE_ERROR_EXISTS))
    /* Which file it is, and what it is about, the message says by itself. */
    return kp_ctl_fail_error (ctl, _ ("restore"), error);
  why = g_strdup_printf (
      /* Translators: %s is a sentence that says what is there already. */
      _ ("%s --replace saves what is there beside it and then restores."), error->message);
  return kp_ctl_fail (ctl, KP_CTL_USAGE, "not-empty", "--replace", why);
}

static void
print_people (const KpBackupReport *report)
{
  g_autofree char *kept = kp_ctl_backup_list (report);
  g_autofree char *saved = NULL;
  g_autoptr (GString) text = g_string_new (NULL);

  kp_ctl_backup_print (report);
  if (report->saved != NULL)
    {
      saved = g_filename_display_name (report->saved);
      /* Translators: %s is a file or folder. */
      g_string_append_printf (text, _ ("What was there before is in %s."), saved);
      g_string_append_c (text, '\n');
    }
  if (report->left_out->len > 0)
    {
      /* Translators: %s is a list of files. */
      g_string_append_printf (text, _ ("Profiles that are not in the backup stayed: %s."),
                              kept);
      g_string_append_c (text, '\n');
    }
  if (kp_backup_report_has_vault (report))
    g_string_append (text, _ ("Keys and tokens are opened by the passphrase of the vault "
                              "that was backed up."));
  else
    g_string_append (text, _ ("No key and no token was in the backup: connect providers "
                              "anew if they can’t be reached."));
  g_string_append_c (text, '\n');
  kp_ctl_print_text (text->str);
}

static void
print (const KpCtl *ctl, const KpBackupReport *report)
{
  g_autoptr (JsonBuilder) builder = NULL;
  g_autofree char *saved = NULL;

  if (!ctl->json)
    {
      print_people (report);
      return;
    }
  if (report->saved != NULL)
    saved = g_filename_display_name (report->saved);
  builder = json_builder_new ();
  json_builder_begin_object (builder);
  kp_ctl_backup_add (builder, report);
  kp_ctl_add_string (builder, "saved", saved);
  json_builder_end_object (builder);
  kp_ctl_print_json (builder);
}

/* Nobody may have the store open, so not this one either. */
static KpCtlStatus
run (KpCtl *ctl, char **operands)
{
  g_autofree char *data_dir =
      ctl->data_dir != NULL ? g_strdup (ctl->data_dir) : kp_desk_default_data_dir ();
  g_autoptr (KpClock) clock = kp_system_clock_new ();
  g_autoptr (KpBackup) backup = kp_backup_new (data_dir, clock);
  g_autoptr (KpBackupReport) report = NULL;
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;

  kp_backup_restore_async (backup, operands[0], option_replace, NULL, kp_ctl_wait_cb,
                           &result);
  result = kp_ctl_wait (&result);
  report = kp_backup_restore_finish (backup, result, &error);
  if (report == NULL)
    return fail (ctl, error);
  print (ctl, report);
  return KP_CTL_FINE;
}

const KpCtlCommand kp_ctl_restore = {
  .name = "restore",
  .usage = N_ ("FILE"),
  .summary = N_ ("Puts a backup in place, all of it or nothing"),
  .run = run,
  .options = options,
  .operand = KP_CTL_OPERAND_FILE,
  .least = 1,
  .most = 1,
};
