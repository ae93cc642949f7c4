/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "ctl/backup-report.h"

#include "ctl/message.h"

#include <glib/gi18n.h>

static void
add_texts (JsonBuilder *builder, const char *name, GPtrArray *texts)
{
  json_builder_set_member_name (builder, name);
  json_builder_begin_array (builder);
  for (guint i = 0; i < texts->len; i++)
    json_builder_add_string_value (builder, g_ptr_array_index (texts, i));
  json_builder_end_array (builder);
}

void
kp_ctl_backup_add (JsonBuilder *builder, const KpBackupReport *report)
{
  const KpBackupManifest *manifest = report->manifest;
  g_autofree char *file = g_filename_display_name (report->path);
  g_autofree char *created_at = kp_time_to_rfc3339 (manifest->created_at);

  kp_ctl_add_string (builder, "file", file);
  kp_ctl_add_int (builder, "size", report->size);
  kp_ctl_add_string (builder, "created_at", created_at);
  kp_ctl_add_int (builder, "version", KP_BACKUP_VERSION);
  kp_ctl_add_int (builder, "store_version", manifest->store_version);
  json_builder_set_member_name (builder, "counts");
  json_builder_begin_object (builder);
  for (guint i = 0; i < KP_STORE_CONTENT_N; i++)
    kp_ctl_add_int (builder, kp_store_content_name (i), manifest->counts[i]);
  json_builder_end_object (builder);
  json_builder_set_member_name (builder, "vault");
  json_builder_add_boolean_value (builder, kp_backup_report_has_vault (report));
  kp_ctl_add_int (builder, "profiles", kp_backup_report_count_profiles (report));
  add_texts (builder, "left_out", report->left_out);
}

void
kp_ctl_backup_print (const KpBackupReport *report)
{
  const gint64 *counts = report->manifest->counts;
  g_autofree char *size = g_format_size ((guint64) report->size);
  g_autofree char *file = g_filename_display_name (report->path);
  g_autofree char *line = g_strdup_printf (
      /* Translators: a file, its size ("2.1 MB"), and what is in it */
      _ ("%s (%s): sites: %d, customers: %d, certificate details: %d, jobs: %d, requests: "
         "%d, profiles: %u"),
      file, size, (int) counts[KP_STORE_CONTENT_SITES],
      (int) counts[KP_STORE_CONTENT_CUSTOMERS], (int) counts[KP_STORE_CONTENT_SUBJECTS],
      (int) counts[KP_STORE_CONTENT_JOBS], (int) counts[KP_STORE_CONTENT_REQUESTS],
      kp_backup_report_count_profiles (report));

  kp_ctl_print_text (line);
  kp_ctl_print_text ("\n");
}

char *
kp_ctl_backup_list (const KpBackupReport *report)
{
  GString *list = g_string_new (NULL);

  for (guint i = 0; i < report->left_out->len; i++)
    g_string_append_printf (list, "%s%s", i > 0 ? ", " : "",
                            (const char *) g_ptr_array_index (report->left_out, i));
  return g_string_free (list, FALSE);
}
