/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "ctl/job-report.h"
#include "ctl/job-run.h"
#include "ctl/message.h"
#include "ctl/report.h"
#include "ctl/text.h"
#include "ctl/vault.h"

#include "core/base/host-name.h"
#include "core/job/retirement.h"
#include "core/store/store-retirement.h"
#include "core/store/store-signing-keys.h"

#include <glib/gi18n.h>

static gboolean option_ask;
static gboolean option_tell;
static gboolean option_destroy;

static const KpCtlOption options[] = {
  { "ask-provider", KP_CTL_OPTION_FLAG, &option_ask,
    N_ ("Ask the provider to remove it, by a request"), NULL },
  { "tell-customer", KP_CTL_OPTION_FLAG, &option_tell,
    N_ ("Print the letter that asks the customer to remove the record"), NULL },
  { "destroy-key", KP_CTL_OPTION_FLAG, &option_destroy,
    N_ ("Destroy the keys that were made here for it"), NULL },
  { NULL },
};

static KpCtlStatus
compose (KpCtl *ctl, KpSite *site, KpRequest **request)
{
  g_autoptr (GError) error = NULL;
  KpJobFacts facts;

  *request = NULL;
  if (!option_ask)
    return KP_CTL_FINE;
  kp_job_keeper_fill_facts (kp_desk_get_job_keeper (ctl->desk), site, &facts);
  if (facts.profile == NULL)
    return kp_ctl_fail (ctl, KP_CTL_USAGE, "not-offered", "--ask-provider",
                        _ ("the profile of its provider is missing"));
  *request = kp_retirement_compose_request (&facts, NULL, NULL, &error);
  return *request != NULL ? KP_CTL_FINE
                          : kp_ctl_fail_error (ctl, kp_site_get_label (site), error);
}

/* First the key, then the word that it is gone: killed in between, it is asked again. */
static KpCtlStatus
destroy_one (KpCtl *ctl, KpVault *vault, const KpSigningKey *key)
{
  KpStore *store = kp_desk_get_store (ctl->desk);
  g_autofree char *name = kp_signing_key_make_name (key->spki_sha256);
  g_autoptr (GAsyncResult) removed = NULL;
  g_autoptr (GAsyncResult) noted = NULL;
  g_autoptr (GError) error = NULL;

  kp_vault_remove_async (vault, name, NULL, kp_ctl_wait_cb, &removed);
  removed = kp_ctl_wait (&removed);
  if (!kp_vault_remove_finish (vault, removed, &error)
      && !g_error_matches (error, KP_VAULT_ERROR, KP_VAULT_ERROR_ABSENT))
    return kp_ctl_fail_error (ctl, _ ("vault"), error);
  kp_store_destroy_signing_key_async (store, key->spki_sha256, NULL, kp_ctl_wait_cb,
                                      &noted);
  noted = kp_ctl_wait (&noted);
  g_clear_error (&error);
  if (!kp_store_destroy_signing_key_finish (store, noted, &error))
    return kp_ctl_fail_error (ctl, _ ("store"), error);
  return KP_CTL_FINE;
}

static KpCtlStatus
destroy_keys (KpCtl *ctl, const char *host, guint *n)
{
  KpStore *store = kp_desk_get_store (ctl->desk);
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GPtrArray) keys = NULL;
  g_autoptr (GError) error = NULL;
  KpVault *vault = NULL;
  KpCtlStatus status = KP_CTL_FINE;

  *n = 0;
  kp_store_load_signing_keys_async (store, host, NULL, kp_ctl_wait_cb, &result);
  result = kp_ctl_wait (&result);
  keys = kp_store_load_signing_keys_finish (store, result, &error);
  if (keys == NULL)
    return kp_ctl_fail_error (ctl, host, error);
  for (guint i = 0; i < keys->len && status == KP_CTL_FINE; i++)
    {
      const KpSigningKey *key = g_ptr_array_index (keys, i);

      if (key->destroyed_at > 0)
        continue;
      if (vault == NULL)
        status = kp_ctl_open_vault (ctl, &vault);
      if (status == KP_CTL_FINE)
        status = destroy_one (ctl, vault, key);
      *n += status == KP_CTL_FINE;
    }
  return status;
}

static KpCtlStatus
retire (KpCtl *ctl, KpSite *site, KpRequest *request)
{
  KpJobKeeper *keeper = kp_desk_get_job_keeper (ctl->desk);
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;

  kp_job_keeper_retire_async (keeper, site, request, NULL, kp_ctl_wait_cb, &result);
  result = kp_ctl_wait (&result);
  if (!kp_job_keeper_retire_finish (keeper, result, &error))
    return kp_ctl_fail_error (ctl, kp_site_get_label (site), error);
  return KP_CTL_FINE;
}

/* @record: (nullable): where the name still leads */
static void
print (KpCtl *ctl, KpSite *site, const char *record, guint n_keys)
{
  g_autoptr (JsonBuilder) builder = json_builder_new ();
  g_autofree char *warning =
      record != NULL ? kp_retirement_describe_record (site, record) : NULL;

  if (!ctl->json)
    {
      /* Translators: a host name */
      g_print (_ ("%s: retired. Its history stays."), kp_site_get_label (site));
      g_print ("\n");
      if (n_keys > 0)
        g_print (ngettext ("%u key was destroyed.\n", "%u keys were destroyed.\n", n_keys),
                 n_keys);
      if (warning != NULL)
        g_print ("%s\n", warning);
      return;
    }
  json_builder_begin_object (builder);
  json_builder_set_member_name (builder, "retired");
  json_builder_begin_array (builder);
  json_builder_add_string_value (builder, kp_site_get_label (site));
  json_builder_end_array (builder);
  kp_ctl_add_string (builder, "record", record);
  kp_ctl_add_int (builder, "keys_destroyed", n_keys);
  json_builder_end_object (builder);
  kp_ctl_print_json (builder);
}

/* Keys are kept by host: another port of it may still need them. */
static gboolean
is_only_one (KpCtl *ctl, KpSite *site)
{
  GListModel *sites = G_LIST_MODEL (kp_desk_get_portfolio (ctl->desk));

  for (guint i = 0; i < g_list_model_get_n_items (sites); i++)
    {
      g_autoptr (KpSite) other = g_list_model_get_item (sites, i);

      if (other != site && g_str_equal (kp_site_get_host (other), kp_site_get_host (site)))
        return FALSE;
    }
  return TRUE;
}

/* All that may be in the way of what is wanted, before anything is changed. */
static KpCtlStatus
prepare (KpCtl *ctl, KpSite *site, KpRequest **request)
{
  KpCtlStatus status = compose (ctl, site, request);

  if (status == KP_CTL_FINE && option_destroy && !is_only_one (ctl, site))
    status = kp_ctl_fail (ctl, KP_CTL_USAGE, "option", "--destroy-key",
                          _ ("another site has the same host and may need its keys"));
  if (status == KP_CTL_FINE && *request != NULL)
    status = kp_ctl_drive_open_outbox (ctl, site);
  return status;
}

static KpCtlStatus
run_retire (KpCtl *ctl, char **operands)
{
  g_autoptr (KpRequest) request = NULL;
  g_autoptr (KpSite) kept = NULL;
  g_autofree char *record = NULL;
  KpSite *site = NULL;
  guint n_keys = 0;
  KpCtlStatus status = kp_ctl_load_sites (ctl);

  if (status == KP_CTL_FINE)
    status = kp_ctl_find_site (ctl, operands[0], &site);
  if (status == KP_CTL_FINE)
    /* The portfolio lets go of it. */
    kept = g_object_ref (site);
  if (status == KP_CTL_FINE)
    status = kp_ctl_find_record (ctl, site, &record);
  if (status == KP_CTL_FINE)
    status = prepare (ctl, site, &request);
  if (status == KP_CTL_FINE)
    status = retire (ctl, site, request);
  /* What can't be undone comes last: killed before it, the keys are still there. */
  if (status == KP_CTL_FINE && option_destroy)
    status = destroy_keys (ctl, kp_site_get_host (site), &n_keys);
  if (status != KP_CTL_FINE)
    return status;
  print (ctl, site, record, n_keys);
  if (request != NULL)
    status = kp_ctl_drive_deliver (ctl, site);
  if (option_tell && record != NULL && !ctl->json)
    status =
        kp_ctl_worse (status, kp_ctl_print_letter (ctl, site, KP_LETTER_RETIRE_CUSTOMER));
  return status;
}

static KpCtlStatus
load_retired (KpCtl *ctl, GPtrArray **sites)
{
  KpStore *store;
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  KpCtlStatus status = kp_ctl_open (ctl);

  if (status != KP_CTL_FINE)
    return status;
  store = kp_desk_get_store (ctl->desk);
  kp_store_load_retired_async (store, NULL, kp_ctl_wait_cb, &result);
  result = kp_ctl_wait (&result);
  *sites = kp_store_load_retired_finish (store, result, &error);
  return *sites != NULL ? KP_CTL_FINE : kp_ctl_fail_error (ctl, _ ("store"), error);
}

/* The one retired last, where an address was retired several times. */
static KpSite *
find_retired (GPtrArray *sites, const char *host, guint16 port)
{
  for (guint i = 0; i < sites->len; i++)
    {
      KpSite *site = g_ptr_array_index (sites, i);

      if (g_str_equal (kp_site_get_host (site), host)
          && (port == 0 || kp_site_get_port (site) == port))
        return site;
    }
  return NULL;
}

static KpCtlStatus
restore (KpCtl *ctl, KpSite *site)
{
  KpStore *store = kp_desk_get_store (ctl->desk);
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  gint64 id = kp_site_get_id (site);

  kp_store_restore_sites_async (store, &id, 1, NULL, kp_ctl_wait_cb, &result);
  result = kp_ctl_wait (&result);
  if (!kp_store_restore_sites_finish (store, result, &error))
    return kp_ctl_fail_error (ctl, kp_site_get_label (site), error);
  if (!ctl->json)
    {
      /* Translators: a host name, twice */
      g_print (_ ("%s: in use again. “keyplatectl check %s” looks at it."),
               kp_site_get_label (site), kp_site_get_label (site));
      g_print ("\n");
    }
  return KP_CTL_FINE;
}

static KpCtlStatus
run_restore (KpCtl *ctl, char **operands)
{
  g_autoptr (GPtrArray) sites = NULL;
  g_autoptr (GPtrArray) one = g_ptr_array_new ();
  g_autoptr (GError) error = NULL;
  g_autofree char *host = NULL;
  guint16 port = 0;
  KpSite *site;
  KpCtlStatus status;

  host = kp_host_name_parse (operands[0], &port, &error);
  if (host == NULL)
    return kp_ctl_fail (ctl, KP_CTL_USAGE, "name.invalid", operands[0], error->message);
  status = load_retired (ctl, &sites);
  if (status != KP_CTL_FINE)
    return status;
  site = find_retired (sites, host, port);
  if (site == NULL)
    return kp_ctl_fail (ctl, KP_CTL_USAGE, "unknown-site", operands[0],
                        _ ("no site of that name was retired"));
  status = restore (ctl, site);
  if (status != KP_CTL_FINE || !ctl->json)
    return status;
  g_ptr_array_add (one, site);
  return kp_report_document (ctl, one);
}

const KpCtlCommand kp_ctl_site_retire = {
  .name = "site retire",
  .usage = "SITE",
  .summary = N_ ("Takes a site out of use; its history stays"),
  .run = run_retire,
  .options = options,
  .operand = KP_CTL_OPERAND_SITE,
  .least = 1,
  .most = 1,
};

const KpCtlCommand kp_ctl_site_restore = {
  .name = "site restore",
  .usage = "SITE",
  .summary = N_ ("Takes a retired site into use again"),
  .run = run_restore,
  .operand = KP_CTL_OPERAND_HOST,
  .least = 1,
  .most = 1,
};
