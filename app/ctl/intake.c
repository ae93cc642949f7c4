/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "ctl/intake.h"

#include "core/base/host-name.h"
#include "core/exchange/site-json.h"
#include "ctl/command.h"
#include "ctl/input.h"
#include "ctl/message.h"
#include "ctl/refresh.h"
#include "ctl/table.h"
#include "ctl/text.h"

#include <glib/gi18n.h>

static gboolean option_dry_run;
static gboolean option_offline;

static const KpCtlOption options[] = {
  { "dry-run", KP_CTL_OPTION_FLAG, &option_dry_run,
    N_ ("Only tell what would be taken; no job is changed"), NULL },
  { "offline", KP_CTL_OPTION_FLAG, &option_offline,
    N_ ("Fetch no certificate that is missing"), NULL },
  { NULL },
};

static KpCtlStatus
read_files (KpCtl *ctl, KpIntake *intake, char **files)
{
  for (guint i = 0; files[i] != NULL; i++)
    {
      g_autoptr (KpDocument) document = kp_document_new ();
      g_autofree char *shown = g_filename_display_name (files[i]);
      g_autofree char *name = g_path_get_basename (shown);
      KpCtlStatus status = kp_ctl_read_document (ctl, files[i], document);

      if (status != KP_CTL_FINE)
        return status;
      kp_intake_take_document (
          intake, g_steal_pointer (&document),
          /* Translators: stands before a colon and what is wrong with it. */
          g_str_equal (files[i], "-") ? _ ("standard input") : name);
    }
  return KP_CTL_FINE;
}

KpCtlStatus
kp_ctl_intake_add_sites (KpCtl *ctl, KpIntake *intake, GPtrArray *sites)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;

  kp_desk_fill_intake_async (ctl->desk, intake, sites, NULL, kp_ctl_wait_cb, &result);
  result = kp_ctl_wait (&result);
  return kp_desk_fill_intake_finish (ctl->desk, result, &error)
             ? KP_CTL_FINE
             : kp_ctl_fail_error (ctl, _ ("store"), error);
}

static KpIssuerFetcher *
make_fetcher (gpointer data)
{
  return kp_desk_make_issuer_fetcher (data);
}

static KpCtlStatus
fetch (KpCtl *ctl, KpIntake *intake, KpTrust *trust)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;

  kp_intake_fetch_async (intake, trust, make_fetcher, ctl->desk, NULL, kp_ctl_wait_cb,
                         &result);
  result = kp_ctl_wait (&result);
  return kp_intake_fetch_finish (result, &error)
             ? KP_CTL_FINE
             : kp_ctl_fail_error (ctl, _ ("bundle"), error);
}

static KpCtlStatus
give (KpCtl *ctl, KpIntake *intake)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;

  kp_intake_give_async (intake, kp_desk_get_job_keeper (ctl->desk), NULL, kp_ctl_wait_cb,
                        &result);
  result = kp_ctl_wait (&result);
  return kp_intake_give_finish (result, &error)
             ? KP_CTL_FINE
             : kp_ctl_fail_error (ctl, _ ("store"), error);
}

KpCtlStatus
kp_ctl_intake_share (KpCtl *ctl, KpIntake *intake, gboolean offline, gboolean gives,
                     GPtrArray **offers)
{
  g_autoptr (GError) error = NULL;
  KpTrust *trust = kp_desk_get_trust (ctl->desk, &error);
  KpCtlStatus status = KP_CTL_FINE;

  if (trust == NULL)
    return kp_ctl_fail_error (ctl, _ ("roots"), error);
  *offers = kp_intake_plan (intake, trust, kp_clock_now (kp_desk_get_clock (ctl->desk)));
  if (!offline)
    status = fetch (ctl, intake, trust);
  if (status == KP_CTL_FINE && gives)
    status = give (ctl, intake);
  if (status == KP_CTL_FINE && gives)
    {
      g_autoptr (GPtrArray) changed = g_ptr_array_new ();

      for (guint i = 0; i < (*offers)->len; i++)
        {
          const KpIntakeOffer *offer = (*offers)->pdata[i];

          if (offer->state == KP_INTAKE_TAKEN
              && !g_ptr_array_find (changed, offer->site, NULL))
            g_ptr_array_add (changed, offer->site);
        }
      kp_ctl_rejudge (ctl, changed);
    }
  return status;
}

static void
add_offer (JsonBuilder *builder, const KpIntakeOffer *offer)
{
  const KpJob *job = offer->site != NULL ? kp_site_get_job (offer->site) : NULL;
  const char *sha256 = offer->csr != NULL ? offer->csr->sha256 : NULL;
  g_autofree char *site = NULL;

  if (offer->site != NULL)
    site = kp_host_name_format_site (kp_site_get_host (offer->site),
                                     kp_site_get_port (offer->site));
  if (offer->bundle != NULL && offer->bundle->leaf != NULL)
    sha256 = offer->bundle->leaf->sha256;
  json_builder_begin_object (builder);
  kp_ctl_add_string (builder, "source", offer->source);
  kp_ctl_add_string (builder, "kind", kp_intake_kind_to_string (offer->kind));
  kp_ctl_add_string (builder, "what", offer->what);
  kp_ctl_add_string (builder, "site", site);
  kp_ctl_add_string (builder, "result", kp_intake_state_to_string (offer->state));
  kp_ctl_add_string (builder, "text", offer->text);
  kp_ctl_add_string (builder, "step",
                     job != NULL ? kp_job_step_to_string (job->step) : NULL);
  kp_ctl_add_string (builder, "sha256", sha256);
  json_builder_set_member_name (builder, "findings");
  json_builder_begin_array (builder);
  for (guint i = 0; offer->findings != NULL && i < offer->findings->len; i++)
    kp_finding_json_add (builder, offer->findings->pdata[i]);
  json_builder_end_array (builder);
  json_builder_end_object (builder);
}

void
kp_ctl_intake_add_json (JsonBuilder *builder, GPtrArray *offers)
{
  for (guint i = 0; i < offers->len; i++)
    add_offer (builder, offers->pdata[i]);
}

static const char *
describe_result (const KpIntakeOffer *offer)
{
  switch (offer->state)
    {
    case KP_INTAKE_FITS:
      /* Translators: of a file that was given: it fits a job, and is not handed over yet.
       */
      return _ ("fits");
    case KP_INTAKE_TAKEN:
      return _ ("taken");
    case KP_INTAKE_SAME:
      return _ ("there already");
    case KP_INTAKE_CHAIN:
      return _ ("part of the chain");
    case KP_INTAKE_WRONG:
      return _ ("refused");
    default:
      return _ ("not taken");
    }
}

void
kp_ctl_intake_print (GPtrArray *offers)
{
  const char *const headings[] = { _ ("FILE"), _ ("WHAT"),   _ ("SITE"),
                                   _ ("STEP"), _ ("RESULT"), NULL };
  g_autoptr (KpTable) table = kp_table_new (headings);

  kp_table_set_optional (table, 3);
  for (guint i = 0; i < offers->len; i++)
    {
      const KpIntakeOffer *offer = offers->pdata[i];
      const KpJob *job = offer->site != NULL ? kp_site_get_job (offer->site) : NULL;

      kp_table_add (table, (const char *const[]){
                               offer->source, offer->what,
                               offer->site != NULL ? kp_site_get_label (offer->site) : "–",
                               job != NULL ? kp_job_step_to_string (job->step) : "–",
                               describe_result (offer), NULL });
    }
  kp_table_print (table);
  for (guint i = 0; i < offers->len; i++)
    {
      const KpIntakeOffer *offer = offers->pdata[i];
      g_autofree char *source = kp_text_clean (offer->source);
      g_autofree char *text = offer->text != NULL ? kp_text_clean (offer->text) : NULL;

      if (text != NULL
          && (offer->state == KP_INTAKE_WRONG || offer->state == KP_INTAKE_LEFT))
        g_print ("\n%s: %s\n", source, text);
    }
}

static KpCtlStatus
run (KpCtl *ctl, char **operands)
{
  g_autoptr (KpIntake) intake = kp_intake_new ();
  g_autoptr (GPtrArray) sites = NULL;
  GPtrArray *offers = NULL;
  KpCtlStatus status = read_files (ctl, intake, operands);

  if (status == KP_CTL_FINE)
    status = kp_ctl_load_sites (ctl);
  if (status != KP_CTL_FINE)
    return status;
  sites = kp_ctl_all_sites (ctl);
  status = kp_ctl_intake_add_sites (ctl, intake, sites);
  if (status == KP_CTL_FINE)
    status = kp_ctl_intake_share (ctl, intake, option_offline, !option_dry_run, &offers);
  if (status != KP_CTL_FINE)
    return status;
  if (ctl->json)
    {
      g_autoptr (JsonBuilder) builder = json_builder_new ();

      json_builder_begin_object (builder);
      json_builder_set_member_name (builder, "items");
      json_builder_begin_array (builder);
      kp_ctl_intake_add_json (builder, offers);
      json_builder_end_array (builder);
      json_builder_end_object (builder);
      kp_ctl_print_json (builder);
    }
  else
    kp_ctl_intake_print (offers);
  return kp_intake_needs_attention (intake) ? KP_CTL_ATTENTION : KP_CTL_FINE;
}

const KpCtlCommand kp_ctl_intake = {
  .name = "intake",
  /* Translators: what a command takes: one or several files */
  .usage = N_ ("FILE…"),
  .summary = N_ ("Shares out what came, for any number of sites, to the jobs that wait for "
                 "it"),
  .run = run,
  .options = options,
  .operand = KP_CTL_OPERAND_FILE,
  .least = 1,
  .most = G_MAXUINT,
};
