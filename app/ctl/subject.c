/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "ctl/subject.h"

#include "ctl/input.h"
#include "ctl/message.h"
#include "ctl/table.h"
#include "ctl/text.h"

#include "core/base/country-list.h"
#include "core/model/subject-rules.h"

#include <glib/gi18n.h>

static char *given[KP_SUBJECT_N_FIELDS];

static const KpCtlOption options[] = {
  KP_CTL_SUBJECT_OPTIONS (given),
  { NULL },
};

static void
add_json (JsonBuilder *builder, KpSubject *subject)
{
  gint64 at = kp_subject_get_verified_at (subject);
  g_autofree char *verified = at != 0 ? kp_time_to_rfc3339 (at) : NULL;
  g_autofree char *visible = kp_subject_format_visible (subject);

  json_builder_begin_object (builder);
  kp_ctl_add_string (builder, "name", kp_subject_get_name (subject));
  for (guint i = 0; i < KP_SUBJECT_N_FIELDS; i++)
    {
      g_autofree char *member =
          g_strdelimit (g_strdup (kp_subject_field_to_string (i)), "-", '_');

      kp_ctl_add_string (builder, member, kp_subject_get_field (subject, i));
    }
  kp_ctl_add_string (builder, "verified_at", verified);
  kp_ctl_add_string (builder, "visible", visible);
  json_builder_end_object (builder);
}

static void
print_json (KpSubject *subject)
{
  g_autoptr (JsonBuilder) builder = json_builder_new ();

  add_json (builder, subject);
  kp_ctl_print_json (builder);
}

/* The name of a country beside its code, where it is known. */
static char *
format_field (KpSubject *subject, KpSubjectField field)
{
  const char *text = kp_subject_get_field (subject, field);
  KpCountry *country =
      field == KP_SUBJECT_COUNTRY
          ? kp_country_list_find_code (kp_country_list_get_default (), text)
          : NULL;

  if (country != NULL)
    return g_strdup (kp_country_get_label (country));
  if (*text == '\0' || kp_subject_field_in_certificate (field))
    return g_strdup (text);
  /* Translators: a detail that only the request has */
  return g_strdup_printf (_ ("%s (sent to the provider, not in the certificate)"), text);
}

static void
print_one (KpSubject *subject)
{
  g_autoptr (KpTable) table = kp_table_new_plain (2);
  g_autofree char *name = kp_text_clean (kp_subject_get_name (subject));
  g_autofree char *visible = kp_subject_format_visible (subject);
  gint64 at = kp_subject_get_verified_at (subject);

  g_print ("%s\n", name);
  for (guint i = 0; i < KP_SUBJECT_N_FIELDS; i++)
    {
      g_autofree char *text = format_field (subject, i);

      if (*text != '\0')
        kp_table_add (table,
                      (const char *const[]){ kp_subject_field_get_label (i), text, NULL });
    }
  if (*visible != '\0')
    kp_table_add (table, (const char *const[]){ _ ("Visitors will see"), visible, NULL });
  if (at != 0)
    {
      g_autofree char *time = kp_time_to_rfc3339 (at);

      kp_table_add (table, (const char *const[]){ _ ("Last verified"), time, NULL });
    }
  kp_table_print (table);
}

static KpCtlStatus
run_add (KpCtl *ctl, char **operands)
{
  g_autoptr (KpSubject) subject = kp_subject_new (NULL);
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *name = NULL;
  KpCtlStatus status =
      kp_ctl_read_text (ctl, "NAME", operands[0], KP_SUBJECT_MAX_NAME, FALSE, &name);
  KpStore *store;

  if (status == KP_CTL_FINE && *name == '\0')
    status = kp_ctl_fail_operand (ctl, "value", N_ ("NAME"), _ ("the name is empty"));
  if (status != KP_CTL_FINE)
    return status;
  kp_subject_set_name (subject, name);
  status = kp_ctl_apply_subject_options (ctl, given, subject);
  if (status == KP_CTL_FINE && kp_subject_is_empty (subject))
    return kp_ctl_fail (ctl, KP_CTL_USAGE, "missing-option", operands[0],
                        _ ("no details; “keyplatectl subject add --help” shows which there "
                           "are"));
  if (status == KP_CTL_FINE)
    status = kp_ctl_open (ctl);
  if (status != KP_CTL_FINE)
    return status;
  store = kp_desk_get_store (ctl->desk);
  kp_store_save_subject_async (store, subject, NULL, kp_ctl_wait_cb, &result);
  result = kp_ctl_wait (&result);
  if (!kp_store_save_subject_finish (store, result, &error))
    return kp_ctl_fail_error (ctl, operands[0], error);
  if (ctl->json)
    print_json (subject);
  else
    print_one (subject);
  return KP_CTL_FINE;
}

static void
list_json (GListModel *subjects)
{
  g_autoptr (JsonBuilder) builder = json_builder_new ();

  json_builder_begin_object (builder);
  json_builder_set_member_name (builder, "subjects");
  json_builder_begin_array (builder);
  for (guint i = 0; i < g_list_model_get_n_items (subjects); i++)
    {
      g_autoptr (KpSubject) one = g_list_model_get_item (subjects, i);

      add_json (builder, one);
    }
  json_builder_end_array (builder);
  json_builder_end_object (builder);
  kp_ctl_print_json (builder);
}

static void
list_table (GListModel *subjects)
{
  const char *const headings[] = { _ ("NAME"), _ ("VISITORS WILL SEE"), _ ("EMAIL"), NULL };
  g_autoptr (KpTable) table = kp_table_new (headings);
  guint n = g_list_model_get_n_items (subjects);

  for (guint i = 0; i < n; i++)
    {
      g_autoptr (KpSubject) one = g_list_model_get_item (subjects, i);
      g_autofree char *visible = kp_subject_format_visible (one);

      kp_table_add (table, (const char *const[]){
                               kp_subject_get_name (one), visible,
                               kp_subject_get_field (one, KP_SUBJECT_EMAIL), NULL });
    }
  if (n > 0)
    kp_table_print (table);
  else
    g_print ("%s\n",
             _ ("No certificate details yet. “keyplatectl subject add” adds some."));
}

static KpCtlStatus
run_list (KpCtl *ctl, char **operands)
{
  KpCtlStatus status = kp_ctl_open (ctl);

  if (status != KP_CTL_FINE)
    return status;
  if (ctl->json)
    list_json (G_LIST_MODEL (kp_desk_get_subjects (ctl->desk)));
  else
    list_table (G_LIST_MODEL (kp_desk_get_subjects (ctl->desk)));
  return KP_CTL_FINE;
}

static KpCtlStatus
run_show (KpCtl *ctl, char **operands)
{
  g_autoptr (KpSubject) subject = NULL;
  KpCtlStatus status = kp_ctl_open (ctl);

  if (status == KP_CTL_FINE)
    status = kp_ctl_find_subject (ctl, operands[0], &subject);
  if (status != KP_CTL_FINE)
    return status;
  if (ctl->json)
    print_json (subject);
  else
    print_one (subject);
  return KP_CTL_FINE;
}

static void
print_removed (KpCtl *ctl, const char *name)
{
  g_autofree char *clean = kp_text_clean (name);

  if (ctl->json)
    {
      kp_ctl_print_removed ((const char *const[]){ name, NULL });
      return;
    }
  /* Translators: the name under which certificate details were kept */
  g_print (_ ("%s: removed. Jobs keep what they were started with."), clean);
  g_print ("\n");
}

static KpCtlStatus
run_remove (KpCtl *ctl, char **operands)
{
  g_autoptr (KpSubject) subject = NULL;
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *name = NULL;
  KpStore *store;
  KpCtlStatus status = kp_ctl_open (ctl);

  if (status == KP_CTL_FINE)
    status = kp_ctl_find_subject (ctl, operands[0], &subject);
  if (status != KP_CTL_FINE)
    return status;
  name = g_strdup (kp_subject_get_name (subject));
  store = kp_desk_get_store (ctl->desk);
  kp_store_remove_subject_async (store, kp_subject_get_id (subject), NULL, kp_ctl_wait_cb,
                                 &result);
  result = kp_ctl_wait (&result);
  if (!kp_store_remove_subject_finish (store, result, &error))
    return kp_ctl_fail_error (ctl, operands[0], error);
  print_removed (ctl, name);
  return KP_CTL_FINE;
}

KpCtlStatus
kp_ctl_apply_subject_options (KpCtl *ctl, char *const *values, KpSubject *subject)
{
  for (guint i = 0; i < KP_SUBJECT_N_FIELDS; i++)
    {
      g_autofree char *text = NULL;
      g_autofree char *reason = NULL;
      g_autofree char *what = NULL;

      if (values[i] == NULL)
        continue;
      text = kp_subject_normalize_field (i, values[i]);
      if (kp_subject_check_field (i, text, &reason))
        {
          kp_subject_set_field (subject, i, text);
          continue;
        }
      what = g_strconcat ("--", kp_subject_field_to_string (i), NULL);
      return kp_ctl_fail (ctl, KP_CTL_USAGE, "value", what, reason);
    }
  return KP_CTL_FINE;
}

KpCtlStatus
kp_ctl_find_subject (KpCtl *ctl, const char *name, KpSubject **subject)
{
  KpSubject *found = kp_subject_list_find_by_name (kp_desk_get_subjects (ctl->desk), name);

  if (found == NULL)
    return kp_ctl_fail (ctl, KP_CTL_USAGE, "unknown-subject", name,
                        _ ("unknown details; “keyplatectl subject list” shows all"));
  *subject = g_object_ref (found);
  return KP_CTL_FINE;
}

const KpCtlCommand kp_ctl_subject_add = {
  .name = "subject add",
  .usage = N_ ("NAME"),
  .summary = N_ ("Keeps certificate details under a name"),
  .run = run_add,
  .options = options,
  .least = 1,
  .most = 1,
};

const KpCtlCommand kp_ctl_subject_list = {
  .name = "subject list",
  .usage = "",
  .summary = N_ ("Lists the certificate details that are kept"),
  .run = run_list,
  .reads = TRUE,
};

const KpCtlCommand kp_ctl_subject_show = {
  .name = "subject show",
  .usage = N_ ("NAME"),
  .summary = N_ ("Shows certificate details"),
  .run = run_show,
  .operand = KP_CTL_OPERAND_SUBJECT,
  .least = 1,
  .most = 1,
  .reads = TRUE,
};

const KpCtlCommand kp_ctl_subject_remove = {
  .name = "subject remove",
  .usage = N_ ("NAME"),
  .summary = N_ ("Removes certificate details; jobs keep theirs"),
  .run = run_remove,
  .operand = KP_CTL_OPERAND_SUBJECT,
  .least = 1,
  .most = 1,
};
