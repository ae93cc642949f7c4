/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "ctl/bundle-report.h"
#include "ctl/command.h"
#include "ctl/input.h"
#include "ctl/live.h"
#include "ctl/message.h"
#include "ctl/output.h"
#include "ctl/overrule.h"
#include "ctl/report.h"
#include "ctl/subject.h"
#include "ctl/table.h"

#include "core/base/host-name.h"
#include "core/certificate/bundle-fetch.h"
#include "core/certificate/csr-check.h"

#include <glib/gi18n.h>
#include <string.h>

static char *option_site;
static char *option_csr;
static char *option_at;
static char *option_subject;
static gboolean option_live;
static gboolean option_offline;
static char *option_out;
static GPtrArray *option_overrule;

/* clang-format off */
#define SHARED_OPTIONS                                                                     \
  { "site", KP_CTL_OPTION_TEXT, &option_site, N_ ("The site it must be for"),              \
    N_ ("SITE") },                                                                         \
  { "csr", KP_CTL_OPTION_FILE, &option_csr, N_ ("The signing request it must answer"),     \
    N_ ("FILE") },                                                                         \
  { "subject", KP_CTL_OPTION_SUBJECT, &option_subject,                                     \
    N_ ("Details that were asked for, kept under this name"), N_ ("NAME") },               \
  { "live", KP_CTL_OPTION_FLAG, &option_live,                                              \
    N_ ("Compare it with what the site serves now"), NULL },                               \
  { "offline", KP_CTL_OPTION_FLAG, &option_offline,                                        \
    N_ ("Fetch no certificate that is missing"), NULL },                                   \
  { "at", KP_CTL_OPTION_TEXT, &option_at, N_ ("Judge it as at this time (RFC 3339)"),      \
    N_ ("TIME") }
/* clang-format on */

static const KpCtlOption check_options[] = { SHARED_OPTIONS, { NULL } };

static const KpCtlOption write_options[] = {
  { "out", KP_CTL_OPTION_FILE, &option_out, N_ ("Where the bundle goes; - prints it"),
    N_ ("FILE") },
  { "overrule", KP_CTL_OPTION_LIST, &option_overrule,
    N_ ("Write it in spite of this finding (repeatable)"), N_ ("ID") },
  SHARED_OPTIONS,
  { NULL },
};

typedef struct
{
  char *host; /* (nullable) */
  gint64 now;
  KpSubject *asked; /* (nullable) */
  KpDocument *document;
  KpCsr *csr;               /* (nullable) */
  KpCertificateFacts *live; /* (nullable) */
  KpBundle *bundle;
  GPtrArray *overruled; /* (nullable) (element-type KpOverrule) */
  KpCtlOutput *output;  /* (nullable) */
} Work;

static void
work_clear (Work *work)
{
  g_free (work->host);
  g_clear_object (&work->asked);
  g_clear_pointer (&work->document, kp_document_free);
  g_clear_pointer (&work->csr, kp_csr_free);
  g_clear_pointer (&work->live, kp_certificate_facts_unref);
  g_clear_pointer (&work->bundle, kp_bundle_free);
  g_clear_pointer (&work->overruled, g_ptr_array_unref);
  g_clear_pointer (&work->output, kp_ctl_output_free);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Work, work_clear)

static KpCtlStatus
read_site (KpCtl *ctl, Work *work)
{
  g_autoptr (GError) error = NULL;

  if (option_live && option_site == NULL)
    return kp_ctl_fail (ctl, KP_CTL_USAGE, "missing-option", "--site",
                        _ ("missing; --live needs the site that is to be asked"));
  if (option_site == NULL)
    return KP_CTL_FINE;
  work->host = kp_host_name_parse (option_site, NULL, &error);
  return work->host != NULL
             ? KP_CTL_FINE
             : kp_ctl_fail (ctl, KP_CTL_USAGE, "name.invalid", option_site, error->message);
}

static KpCtlStatus
read_options (KpCtl *ctl, Work *work)
{
  KpCtlStatus status = read_site (ctl, work);

  if (status == KP_CTL_FINE && option_at != NULL
      && !kp_time_from_rfc3339 (option_at, &work->now))
    status = kp_ctl_fail (ctl, KP_CTL_USAGE, "value", "--at",
                          _ ("no time; expected one such as 2027-01-31T12:00:00Z"));
  if (status == KP_CTL_FINE)
    status = kp_ctl_open (ctl);
  if (status == KP_CTL_FINE && option_at == NULL)
    work->now = kp_clock_now (kp_desk_get_clock (ctl->desk));
  if (status == KP_CTL_FINE && option_subject != NULL)
    status = kp_ctl_find_subject (ctl, option_subject, &work->asked);
  return status;
}

/* Each reads to its end, so nothing would be left for another. */
static KpCtlStatus
check_stdin (KpCtl *ctl, char **operands)
{
  guint n = option_csr != NULL && g_str_equal (option_csr, "-");

  for (guint i = 0; operands[i] != NULL; i++)
    n += g_str_equal (operands[i], "-");
  return n < 2 ? KP_CTL_FINE
               : kp_ctl_fail (ctl, KP_CTL_USAGE, "option", "-",
                              _ ("standard input can be read only once"));
}

static KpCtlStatus
read_csr (KpCtl *ctl, Work *work)
{
  g_autoptr (KpDocument) document = kp_document_new ();
  g_autoptr (GPtrArray) findings = NULL;
  KpCtlStatus status = kp_ctl_read_document (ctl, option_csr, document);
  const KpFinding *first;

  if (status != KP_CTL_FINE)
    return status;
  work->csr = kp_csr_take (document, NULL, &findings);
  if (work->csr != NULL)
    return KP_CTL_FINE;
  first = findings->pdata[0];
  return kp_ctl_fail (ctl, KP_CTL_USAGE, kp_finding_id_to_string (first->id), "--csr",
                      first->text);
}

static KpCtlStatus
read_inputs (KpCtl *ctl, char **operands, Work *work)
{
  KpCtlStatus status = check_stdin (ctl, operands);

  work->document = kp_document_new ();
  for (guint i = 0; operands[i] != NULL && status == KP_CTL_FINE; i++)
    status = kp_ctl_read_document (ctl, operands[i], work->document);
  if (status == KP_CTL_FINE && option_csr != NULL)
    status = read_csr (ctl, work);
  if (status == KP_CTL_FINE && option_live)
    status = kp_ctl_find_live (ctl, option_site, &work->live);
  return status;
}

static KpCtlStatus
build (KpCtl *ctl, Work *work)
{
  g_autoptr (KpIssuerFetcher) fetcher = NULL;
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  KpTrust *trust = kp_desk_get_trust (ctl->desk, &error);
  KpBundleExpectation expected = { .host = work->host,
                                   .csr = work->csr,
                                   .asked = work->asked,
                                   .live = work->live,
                                   .now = work->now };

  if (trust == NULL)
    /* Translators: stands before a colon and what is wrong with it. */
    return kp_ctl_fail_error (ctl, _ ("roots"), error);
  if (!option_offline)
    fetcher = kp_desk_make_issuer_fetcher (ctl->desk);
  kp_bundle_fetch_async (work->document, &expected, trust, fetcher, NULL, kp_ctl_wait_cb,
                         &result);
  result = kp_ctl_wait (&result);
  work->bundle = kp_bundle_fetch_finish (result, &error);
  /* Translators: stands before a colon and what is wrong with it. */
  return work->bundle != NULL ? KP_CTL_FINE : kp_ctl_fail_error (ctl, _ ("bundle"), error);
}

static KpCtlStatus
run_check (KpCtl *ctl, char **operands)
{
  g_auto (Work) work = { NULL };
  g_autoptr (JsonBuilder) builder = NULL;
  KpCtlStatus status = read_options (ctl, &work);
  gboolean wrong;

  if (status == KP_CTL_FINE)
    status = read_inputs (ctl, operands, &work);
  if (status == KP_CTL_FINE)
    status = build (ctl, &work);
  if (status != KP_CTL_FINE)
    return status;
  wrong = kp_bundle_is_wrong (work.bundle);
  if (ctl->json)
    {
      builder = json_builder_new ();
      json_builder_begin_object (builder);
      kp_bundle_report_add (builder, work.bundle, wrong);
      json_builder_end_object (builder);
      kp_ctl_print_json (builder);
    }
  else
    {
      kp_report_findings (work.bundle->findings);
      kp_bundle_report_certificates (work.bundle);
    }
  if (wrong)
    return KP_CTL_ATTENTION;
  return option_live && work.live == NULL ? KP_CTL_COULD_NOT : KP_CTL_FINE;
}

/* Nothing is kept of it, so no reason is asked for. */
static KpCtlStatus
read_overrule (KpCtl *ctl, Work *work)
{
  KpCtlStatus status = KP_CTL_FINE;

  work->overruled = kp_overrule_list_new ();
  for (guint i = 0; option_overrule != NULL && i < option_overrule->len; i++)
    {
      const char *text = option_overrule->pdata[i];

      status = kp_ctl_check_overruled (ctl, text);
      if (status != KP_CTL_FINE)
        break;
      g_ptr_array_add (work->overruled, kp_overrule_new (text, ""));
    }
  return status;
}

static KpCtlStatus
begin_output (KpCtl *ctl, Work *work)
{
  if (option_out == NULL)
    return kp_ctl_fail (ctl, KP_CTL_USAGE, "missing-option", "--out",
                        _ ("missing; a file for the bundle is expected"));
  if (g_str_equal (option_out, "-") && ctl->json)
    return kp_ctl_fail (ctl, KP_CTL_USAGE, "option", "--out",
                        _ ("with --json it can’t be printed too; a file is expected"));
  return kp_ctl_output_begin (ctl, "--out", option_out, FALSE, &work->output);
}

static void
print_written (const Work *work, gboolean json)
{
  const KpBundle *bundle = work->bundle;
  g_autofree char *file = g_filename_display_name (option_out);
  g_autoptr (JsonBuilder) builder = NULL;

  if (!json)
    {
      g_print (
          /* Translators: the name of a file, the number of certificates in it */
          ngettext ("%s: %u certificate", "%s: %u certificates", bundle->chain->len), file,
          bundle->chain->len);
      g_print ("\n");
      kp_report_findings (bundle->findings);
      return;
    }
  builder = json_builder_new ();
  json_builder_begin_object (builder);
  kp_ctl_add_string (builder, "file", file);
  kp_bundle_report_add (builder, bundle, FALSE);
  json_builder_set_member_name (builder, "overruled");
  json_builder_begin_array (builder);
  for (guint i = 0; i < bundle->findings->len; i++)
    {
      const KpFinding *finding = bundle->findings->pdata[i];
      const char *id = kp_finding_id_to_string (finding->id);

      if (kp_overrule_list_find (work->overruled, id) != NULL)
        json_builder_add_string_value (builder, id);
    }
  json_builder_end_array (builder);
  json_builder_end_object (builder);
  kp_ctl_print_json (builder);
}

static KpCtlStatus
run_write (KpCtl *ctl, char **operands)
{
  g_auto (Work) work = { NULL };
  g_autofree char *pem = NULL;
  KpCtlStatus status = read_overrule (ctl, &work);

  if (status == KP_CTL_FINE)
    status = begin_output (ctl, &work);
  if (status == KP_CTL_FINE)
    status = read_options (ctl, &work);
  if (status == KP_CTL_FINE)
    status = read_inputs (ctl, operands, &work);
  if (status == KP_CTL_FINE)
    status = build (ctl, &work);
  if (status == KP_CTL_FINE)
    status =
        kp_ctl_refuse_wrong (ctl, work.bundle->findings, work.overruled, "bundle check");
  if (status == KP_CTL_FINE && option_live && work.live == NULL)
    status = kp_ctl_fail (ctl, KP_CTL_COULD_NOT, "live", "--live",
                          _ ("nothing was written, as there is nothing to compare it with; "
                             "leave --live out to write it all the same"));
  if (status != KP_CTL_FINE)
    return status;
  pem = kp_bundle_to_pem (work.bundle);
  status = kp_ctl_output_write (ctl, work.output, pem, strlen (pem));
  if (status == KP_CTL_FINE)
    status = kp_ctl_output_keep (ctl, work.output);
  if (status == KP_CTL_FINE && !g_str_equal (option_out, "-"))
    print_written (&work, ctl->json);
  return status;
}

const KpCtlCommand kp_ctl_bundle_check = {
  .name = "bundle check",
  .usage = N_ ("FILE…"),
  .summary = N_ ("Checks what a CA sent before it is handed over"),
  .run = run_check,
  .options = check_options,
  .operand = KP_CTL_OPERAND_FILE,
  .least = 1,
  .most = KP_DOCUMENT_MAX_PARTS,
  .reads = TRUE,
};

const KpCtlCommand kp_ctl_bundle_write = {
  .name = "bundle write",
  .usage = N_ ("FILE…"),
  .summary = N_ ("Writes the site’s certificate and its chain as one file"),
  .run = run_write,
  .options = write_options,
  .operand = KP_CTL_OPERAND_FILE,
  .least = 1,
  .most = KP_DOCUMENT_MAX_PARTS,
  .reads = TRUE,
};
