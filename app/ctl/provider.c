/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "ctl/context.h"
#include "ctl/table.h"

#include <glib/gi18n.h>
#include <string.h>

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
  const struct
  {
    const char *name;
    const char *value;
  } members[] = { { "id", kp_profile_get_id (profile) },
                  { "name", kp_profile_get_name (profile) },
                  { "noun", kp_profile_get_noun (profile) },
                  { "target", kp_profile_get_target (profile) },
                  { "channel", kp_profile_get_channel (profile) } };

  json_builder_begin_object (builder);
  for (guint i = 0; i < G_N_ELEMENTS (members); i++)
    {
      json_builder_set_member_name (builder, members[i].name);
      if (members[i].value != NULL)
        json_builder_add_string_value (builder, members[i].value);
      else
        json_builder_add_null_value (builder);
    }
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

static KpCtlStatus
run_list (KpCtl *ctl, char **argv)
{
  KpCtlStatus status = kp_ctl_expect (ctl, argv, 0, 0, "");
  KpCatalogue *catalogue;
  GPtrArray *errors;

  if (status == KP_CTL_FINE)
    status = kp_ctl_open (ctl);
  if (status != KP_CTL_FINE)
    return status;
  catalogue = kp_desk_get_catalogue (ctl->desk);
  if (ctl->json)
    print_json (catalogue);
  else
    print_table (catalogue);
  /* The others still load: a broken one is told, and nothing more. */
  errors = kp_catalogue_get_errors (catalogue);
  for (guint i = 0; i < errors->len; i++)
    g_printerr ("keyplatectl: %s\n", ((GError *) g_ptr_array_index (errors, i))->message);
  return KP_CTL_FINE;
}

static KpCtlStatus
run_check (KpCtl *ctl, char **argv)
{
  g_autoptr (GBytes) text = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (KpProfile) profile = NULL;
  KpCtlStatus status = kp_ctl_expect (ctl, argv, 1, 1, "FILE");
  gsize length = 0;
  const char *data;

  if (status != KP_CTL_FINE)
    return status;
  text = kp_ctl_read_file (argv[0], 1024 * 1024, &error);
  if (text == NULL)
    return kp_ctl_fail (ctl, KP_CTL_COULD_NOT, "file", argv[0], error->message);
  data = g_bytes_get_data (text, &length);
  profile = kp_profile_new_from_json (data != NULL ? data : "", length, argv[0], &error);
  if (profile == NULL)
    return kp_ctl_fail (ctl, KP_CTL_ATTENTION, "profile", argv[0], error->message);
  if (ctl->json)
    {
      g_autoptr (JsonBuilder) builder = json_builder_new ();

      add_profile (builder, profile);
      kp_ctl_print_json (builder);
    }
  else
    {
      g_autofree char *jobs = jobs_of (profile);

      /* Translators: a provider's name, its id, and the jobs it offers */
      g_print (_ ("%s (%s) is a good profile. Jobs: %s"), kp_profile_get_name (profile),
               kp_profile_get_id (profile), jobs);
      g_print ("\n");
    }
  return KP_CTL_FINE;
}

const KpCtlCommand kp_ctl_provider_list = {
  "provider list", "", N_ ("Lists the provider profiles"), run_list, NULL,
};

const KpCtlCommand kp_ctl_provider_check = {
  "provider check", "FILE", N_ ("Checks a profile file"), run_check, NULL,
};
