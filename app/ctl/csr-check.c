/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "ctl/command.h"
#include "ctl/input.h"
#include "ctl/live.h"
#include "ctl/message.h"
#include "ctl/report.h"
#include "ctl/subject.h"
#include "ctl/table.h"

#include "core/base/host-name.h"
#include "core/certificate/csr-check.h"
#include "core/exchange/site-json.h"

#include <glib/gi18n.h>

static char *option_site;
static char *option_subject;
static gboolean option_live;

static const KpCtlOption options[] = {
  { "site", KP_CTL_OPTION_TEXT, &option_site, N_ ("The site it must be for"), N_ ("SITE") },
  { "subject", KP_CTL_OPTION_SUBJECT, &option_subject,
    N_ ("Details that were asked for, kept under this name"), N_ ("NAME") },
  { "live", KP_CTL_OPTION_FLAG, &option_live,
    N_ ("Ask the site whether it has this key already"), NULL },
  { NULL },
};

typedef struct
{
  char *host;               /* (nullable) */
  KpSubject *asked;         /* (nullable) */
  KpCertificateFacts *live; /* (nullable) */
  KpDocument *document;
  KpCsr *csr; /* (nullable) */
  GPtrArray *findings;
} Check;

static void
check_clear (Check *self)
{
  g_free (self->host);
  g_clear_object (&self->asked);
  g_clear_pointer (&self->live, kp_certificate_facts_unref);
  g_clear_pointer (&self->document, kp_document_free);
  g_clear_pointer (&self->csr, kp_csr_free);
  g_clear_pointer (&self->findings, g_ptr_array_unref);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Check, check_clear)

static KpCtlStatus
read_options (KpCtl *ctl, Check *check)
{
  g_autoptr (GError) error = NULL;
  KpCtlStatus status;

  if (option_live && option_site == NULL)
    return kp_ctl_fail (ctl, KP_CTL_USAGE, "missing-option", "--site",
                        _ ("missing; --live needs the site that is to be asked"));
  if (option_site != NULL)
    {
      check->host = kp_host_name_parse (option_site, NULL, &error);
      if (check->host == NULL)
        return kp_ctl_fail (ctl, KP_CTL_USAGE, "name.invalid", option_site, error->message);
    }
  if (option_subject == NULL)
    return KP_CTL_FINE;
  status = kp_ctl_open (ctl);
  if (status == KP_CTL_FINE)
    status = kp_ctl_find_subject (ctl, option_subject, &check->asked);
  return status;
}

static void
add_csr (JsonBuilder *builder, const KpCsr *csr)
{
  json_builder_begin_object (builder);
  json_builder_set_member_name (builder, "names");
  json_builder_begin_array (builder);
  for (guint i = 0; i < csr->names->len; i++)
    json_builder_add_string_value (builder, g_ptr_array_index (csr->names, i));
  json_builder_end_array (builder);
  kp_ctl_add_string (builder, "key", csr->key);
  json_builder_set_member_name (builder, "subject");
  json_builder_begin_object (builder);
  for (guint i = 0; i < KP_SUBJECT_N_FIELDS; i++)
    {
      const char *text = kp_subject_get_field (csr->subject, i);
      g_autofree char *member =
          g_strdelimit (g_strdup (kp_subject_field_to_string (i)), "-", '_');

      kp_ctl_add_string (builder, member, *text != '\0' ? text : NULL);
    }
  kp_ctl_add_string (builder, "common_name", csr->common_name);
  json_builder_end_object (builder);
  /* A certificate has some. */
  kp_ctl_add_string (builder, "dates", NULL);
  kp_ctl_add_string (builder, "sha256", csr->sha256);
  kp_ctl_add_string (builder, "spki_sha256", csr->spki_sha256);
  json_builder_end_object (builder);
}

static void
print_json (const Check *check)
{
  g_autoptr (JsonBuilder) builder = json_builder_new ();

  json_builder_begin_object (builder);
  kp_ctl_add_string (builder, "verdict",
                     kp_csr_findings_are_wrong (check->findings) ? "wrong" : "ok");
  json_builder_set_member_name (builder, "findings");
  json_builder_begin_array (builder);
  for (guint i = 0; i < check->findings->len; i++)
    kp_finding_json_add (builder, g_ptr_array_index (check->findings, i));
  json_builder_end_array (builder);
  json_builder_set_member_name (builder, "csr");
  if (check->csr != NULL)
    add_csr (builder, check->csr);
  else
    json_builder_add_null_value (builder);
  json_builder_set_member_name (builder, "chain");
  json_builder_begin_array (builder);
  json_builder_end_array (builder);
  json_builder_end_object (builder);
  kp_ctl_print_json (builder);
}

static void
add_row (KpTable *table, const char *label, const char *text)
{
  kp_table_add (table, (const char *const[]){ label, text, NULL });
}

static char *
join_names (const KpCsr *csr)
{
  GString *names = g_string_new (NULL);

  for (guint i = 0; i < csr->names->len; i++)
    g_string_append_printf (names, "%s%s", i > 0 ? ", " : "",
                            (const char *) g_ptr_array_index (csr->names, i));
  if (names->len == 0)
    g_string_append (names, "–");
  return g_string_free (names, FALSE);
}

static void
print_details (const Check *check)
{
  const char *const headings[] = { _ ("FIELD"), _ ("ASKED"), _ ("IN THE REQUEST"), NULL };
  g_autoptr (KpTable) table = kp_table_new (headings);
  g_autoptr (GPtrArray) rows = kp_csr_compare (check->csr, check->asked);

  for (guint i = 0; i < rows->len; i++)
    {
      const KpCsrRow *row = g_ptr_array_index (rows, i);
      const char *asked = *row->asked != '\0' ? row->asked : "–";
      const char *found = *row->found != '\0' ? row->found : "–";

      kp_table_add (table, (const char *const[]){ row->label, asked, found, NULL });
    }
  kp_table_print (table);
}

static void
print (const Check *check)
{
  g_autoptr (KpTable) table = kp_table_new_plain (2);
  g_autofree char *names = NULL;

  if (check->csr != NULL)
    {
      names = join_names (check->csr);
      add_row (table, _ ("Names"), names);
      add_row (table, _ ("Key"), check->csr->key);
      add_row (table, _ ("Signed with"), check->csr->signed_with);
      for (guint i = 0; i < KP_SUBJECT_N_FIELDS && check->asked == NULL; i++)
        if (*kp_subject_get_field (check->csr->subject, i) != '\0')
          add_row (table, kp_subject_field_get_label (i),
                   kp_subject_get_field (check->csr->subject, i));
      add_row (table, "SHA-256", check->csr->sha256);
      kp_table_print (table);
      if (check->asked != NULL)
        print_details (check);
    }
  kp_report_findings (check->findings);
}

static KpCtlStatus
run_check (KpCtl *ctl, char **operands)
{
  g_auto (Check) check = { NULL };
  KpCsrExpectation expected = { NULL };
  KpCtlStatus status = read_options (ctl, &check);

  check.document = kp_document_new ();
  if (status == KP_CTL_FINE)
    status = kp_ctl_read_document (ctl, operands[0], check.document);
  if (status == KP_CTL_FINE && option_live)
    status = kp_ctl_find_live (ctl, option_site, &check.live);
  if (status != KP_CTL_FINE)
    return status;
  expected.host = check.host;
  expected.asked = check.asked;
  expected.live_spki_sha256 = check.live != NULL ? check.live->spki_sha256 : NULL;
  check.csr = kp_csr_take (check.document, &expected, &check.findings);
  if (ctl->json)
    print_json (&check);
  else
    print (&check);
  if (kp_csr_findings_are_wrong (check.findings))
    return KP_CTL_ATTENTION;
  return option_live && check.live == NULL ? KP_CTL_COULD_NOT : KP_CTL_FINE;
}

const KpCtlCommand kp_ctl_csr_check = {
  .name = "csr check",
  .usage = N_ ("FILE"),
  .summary = N_ ("Checks a signing request before anybody pays for it"),
  .run = run_check,
  .options = options,
  .operand = KP_CTL_OPERAND_FILE,
  .least = 1,
  .most = 1,
  .reads = TRUE,
};
