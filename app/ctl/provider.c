/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "ctl/command.h"
#include "ctl/input.h"
#include "ctl/message.h"
#include "ctl/table.h"
#include "ctl/text.h"

#include <glib/gi18n.h>
#include <string.h>

/* More than the reader takes, so that it says itself what is too much. */
#define MAX_FILE (1024 * 1024)

/* The jobs a profile offers, as the contract's words. */
static char *
jobs_of (KpProfile *profile)
{
  gboolean secure = kp_profile_offers_secure (profile);
  gboolean renew = kp_profile_offers_renew (profile);

  return g_strdup (secure && renew ? "secure, renew"
                   : secure        ? "secure"
                   : renew         ? "renew"
                                   : "–");
}

static void
add_profile (JsonBuilder *builder, KpProfile *profile)
{
  json_builder_begin_object (builder);
  kp_ctl_add_string (builder, "id", kp_profile_get_id (profile));
  kp_ctl_add_string (builder, "name", kp_profile_get_name (profile));
  kp_ctl_add_string (builder, "noun", kp_profile_get_noun (profile));
  kp_ctl_add_string (builder, "target", kp_profile_get_target (profile));
  kp_ctl_add_string (builder, "channel", kp_profile_get_channel (profile));
  json_builder_set_member_name (builder, "jobs");
  json_builder_begin_array (builder);
  if (kp_profile_offers_secure (profile))
    json_builder_add_string_value (builder, "secure");
  if (kp_profile_offers_renew (profile))
    json_builder_add_string_value (builder, "renew");
  json_builder_end_array (builder);
  json_builder_end_object (builder);
}

static void
print_json (KpCatalogue *catalogue)
{
  g_autoptr (JsonBuilder) builder = json_builder_new ();
  GPtrArray *errors = kp_catalogue_get_errors (catalogue);

  json_builder_begin_object (builder);
  json_builder_set_member_name (builder, "providers");
  json_builder_begin_array (builder);
  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (catalogue)); i++)
    {
      g_autoptr (KpProfile) profile = g_list_model_get_item (G_LIST_MODEL (catalogue), i);

      add_profile (builder, profile);
    }
  json_builder_end_array (builder);
  json_builder_set_member_name (builder, "errors");
  json_builder_begin_array (builder);
  for (guint i = 0; i < errors->len; i++)
    json_builder_add_string_value (builder,
                                   ((GError *) g_ptr_array_index (errors, i))->message);
  json_builder_end_array (builder);
  json_builder_end_object (builder);
  kp_ctl_print_json (builder);
}

static void
print_table (KpCatalogue *catalogue)
{
  const char *const headings[] = { _ ("ID"), _ ("NAME"), _ ("JOBS"), _ ("TARGET"), NULL };
  g_autoptr (KpTable) table = kp_table_new (headings);

  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (catalogue)); i++)
    {
      g_autoptr (KpProfile) profile = g_list_model_get_item (G_LIST_MODEL (catalogue), i);
      g_autofree char *jobs = jobs_of (profile);
      const char *target = kp_profile_get_target (profile);
      const char *const cells[] = { kp_profile_get_id (profile),
                                    kp_profile_get_name (profile), jobs,
                                    target != NULL ? target : "–", NULL };

      kp_table_add (table, cells);
    }
  kp_table_print (table);
}

/* Parts "FILE:LINE: WHY". @what: (out): file and line. Returns: why */
static const char *
split_message (const char *message, const char *file, char **what)
{
  const char *after = g_str_has_prefix (message, file) ? message + strlen (file) : message;
  const char *colon = strstr (after, ": ");

  *what = colon != NULL ? g_strndup (message, colon - message) : g_strdup (file);
  return colon != NULL ? colon + 2 : message;
}

static KpCtlStatus
run_list (KpCtl *ctl, char **operands)
{
  KpCtlStatus status = kp_ctl_open (ctl);
  KpCatalogue *catalogue;

  if (status != KP_CTL_FINE)
    return status;
  catalogue = kp_desk_get_catalogue (ctl->desk);
  if (ctl->json)
    print_json (catalogue);
  else
    print_table (catalogue);
  /* The others still load: a broken one is told, and nothing more. */
  kp_ctl_warn_profiles (ctl);
  return KP_CTL_FINE;
}

static KpCtlStatus
run_check (KpCtl *ctl, char **operands)
{
  g_autoptr (GBytes) text = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (KpProfile) profile = NULL;
  g_autofree char *shown = g_filename_display_name (operands[0]);
  const char *data;
  gsize length = 0;

  text = kp_ctl_read_file (operands[0], MAX_FILE, &error);
  if (text == NULL)
    return kp_ctl_fail (ctl, KP_CTL_COULD_NOT, "file", shown, error->message);
  data = g_bytes_get_data (text, &length);
  profile =
      kp_profile_new_from_json (data != NULL ? data : "", (gssize) length, shown, &error);
  if (profile == NULL)
    {
      g_autofree char *what = NULL;
      const char *why = split_message (error->message, shown, &what);

      return kp_ctl_fail (ctl, KP_CTL_ATTENTION, "profile", what, why);
    }
  if (ctl->json)
    {
      g_autoptr (JsonBuilder) builder = json_builder_new ();

      add_profile (builder, profile);
      kp_ctl_print_json (builder);
    }
  else
    {
      g_autofree char *jobs = jobs_of (profile);
      g_autofree char *name = kp_text_clean (kp_profile_get_name (profile));

      /* Translators: a provider's name, its id, and the jobs it offers */
      g_print (_ ("%s (%s) is a good profile. Jobs: %s"), name, kp_profile_get_id (profile),
               jobs);
      g_print ("\n");
    }
  return KP_CTL_FINE;
}

const KpCtlCommand kp_ctl_provider_list = {
  .name = "provider list",
  .usage = "",
  .summary = N_ ("Lists the provider profiles"),
  .run = run_list,
  .reads = TRUE,
};

const KpCtlCommand kp_ctl_provider_check = {
  .name = "provider check",
  .usage = N_ ("FILE"),
  .summary = N_ ("Checks a profile file"),
  .run = run_check,
  .operand = KP_CTL_OPERAND_FILE,
  .least = 1,
  .most = 1,
};
