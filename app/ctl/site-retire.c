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

/* What is to be done beside taking it out of use. */
typedef struct
{
  char *record;       /* (nullable): where the name still leads */
  KpLetter *letter;   /* (nullable): to the customer */
  KpRequest *request; /* (nullable): to the provider */
  GPtrArray *keys;    /* (nullable) (element-type KpSigningKey): those to destroy */
  KpVault *vault;     /* (nullable) (not owned): where these are */
  guint n_destroyed;
} Plan;

static void
plan_clear (Plan *plan)
{
  g_clear_pointer (&plan->record, g_free);
  g_clear_pointer (&plan->letter, kp_letter_free);
  g_clear_object (&plan->request);
  g_clear_pointer (&plan->keys, g_ptr_array_unref);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Plan, plan_clear)

static KpCtlStatus
compose (KpCtl *ctl, KpSite *site, Plan *plan)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *number = NULL;
  KpJobFacts facts;
  KpOutbox *outbox;
  KpCtlStatus status;

  if (!option_ask)
    return KP_CTL_FINE;
  status = kp_ctl_drive_open_outbox (ctl, site);
  if (status != KP_CTL_FINE)
    return status;
  outbox = kp_desk_get_outbox (ctl->desk);
  number = kp_retirement_find_number (G_LIST_MODEL (kp_outbox_get_requests (outbox)), site);
  kp_job_keeper_fill_facts (kp_desk_get_job_keeper (ctl->desk), site, &facts);
  plan->request =
      kp_retirement_compose_request (&facts, number, kp_letter_get_sender (), &error);
  return plan->request != NULL ? KP_CTL_FINE
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

/* Each place where one may be: it can't be destroyed in one that stays locked. */
static KpCtlStatus
open_vault (KpCtl *ctl, Plan *plan)
{
  KpCtlStatus status = kp_ctl_open_vault (ctl, &plan->vault);

  for (guint i = 0; i < plan->keys->len && status == KP_CTL_FINE; i++)
    {
      const KpSigningKey *key = g_ptr_array_index (plan->keys, i);
      g_autofree char *name = kp_signing_key_make_name (key->spki_sha256);

      status = kp_ctl_reach_secret (ctl, plan->vault, name);
    }
  return status;
}

/* Those that are still there; the vault is opened for them, and only for them. */
static KpCtlStatus
find_keys (KpCtl *ctl, KpSite *site, Plan *plan)
{
  KpStore *store = kp_desk_get_store (ctl->desk);
  const char *host = kp_site_get_host (site);
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;

  if (!option_destroy)
    return KP_CTL_FINE;
  kp_store_load_signing_keys_async (store, host, NULL, kp_ctl_wait_cb, &result);
  result = kp_ctl_wait (&result);
  plan->keys = kp_store_load_signing_keys_finish (store, result, &error);
  if (plan->keys == NULL)
    return kp_ctl_fail_error (ctl, host, error);
  for (guint i = plan->keys->len; i > 0; i--)
    if (((const KpSigningKey *) g_ptr_array_index (plan->keys, i - 1))->destroyed_at > 0)
      g_ptr_array_remove_index (plan->keys, i - 1);
  return plan->keys->len > 0 ? open_vault (ctl, plan) : KP_CTL_FINE;
}

static KpCtlStatus
destroy_keys (KpCtl *ctl, Plan *plan)
{
  KpCtlStatus status = KP_CTL_FINE;

  for (guint i = 0; plan->keys != NULL && i < plan->keys->len && status == KP_CTL_FINE; i++)
    {
      status = destroy_one (ctl, plan->vault, g_ptr_array_index (plan->keys, i));
      plan->n_destroyed += status == KP_CTL_FINE;
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

static void
print (KpSite *site, const Plan *plan)
{
  g_autofree char *warning =
      plan->record != NULL ? kp_retirement_describe_record (site, plan->record) : NULL;

  /* Translators: a host name */
  g_print (_ ("%s: retired. Its history stays."), kp_site_get_label (site));
  g_print ("\n");
  if (plan->n_destroyed > 0)
    g_print (ngettext ("%u key was destroyed.\n", "%u keys were destroyed.\n",
                       plan->n_destroyed),
             plan->n_destroyed);
  if (warning != NULL)
    g_print ("%s\n", warning);
}

/* @told: (nullable): what became of the request */
static void
print_json (KpSite *site, const Plan *plan, KpRequest *told)
{
  g_autoptr (JsonBuilder) builder = json_builder_new ();
  const KpCtlLetters sent = { plan->letter, told };

  json_builder_begin_object (builder);
  json_builder_set_member_name (builder, "retired");
  json_builder_begin_array (builder);
  json_builder_add_string_value (builder, kp_site_get_label (site));
  json_builder_end_array (builder);
  kp_ctl_add_string (builder, "record", plan->record);
  kp_ctl_add_int (builder, "keys_destroyed", plan->n_destroyed);
  kp_ctl_add_letters (builder, &sent);
  json_builder_end_object (builder);
  kp_ctl_print_json (builder);
}

static gboolean
is_last (KpCtl *ctl, KpSite *site)
{
  return kp_retirement_is_last (G_LIST_MODEL (kp_desk_get_portfolio (ctl->desk)), site);
}

/* All that may be in the way of what is wanted, before anything is changed. */
static KpCtlStatus
prepare (KpCtl *ctl, KpSite *site, Plan *plan)
{
  KpCtlStatus status = KP_CTL_FINE;

  if (is_last (ctl, site))
    status = kp_ctl_find_record (ctl, site, &plan->record);
  if (status == KP_CTL_FINE)
    status = compose (ctl, site, plan);
  if (status == KP_CTL_FINE && option_destroy && !is_last (ctl, site))
    status = kp_ctl_fail (ctl, KP_CTL_USAGE, "option", "--destroy-key",
                          _ ("another site has the same host and may need its keys"));
  if (status == KP_CTL_FINE)
    status = find_keys (ctl, site, plan);
  if (status == KP_CTL_FINE && option_tell && plan->record != NULL)
    status = kp_ctl_write_letter (ctl, site, KP_LETTER_RETIRE_CUSTOMER, &plan->letter);
  return status;
}

/* It is retired: what is left to do is told, whatever becomes of each part. */
static KpCtlStatus
finish (KpCtl *ctl, KpSite *site, Plan *plan)
{
  g_autoptr (KpRequest) told = NULL;
  /* What can't be undone comes last: killed before it, the keys are still there. */
  KpCtlStatus destroyed = destroy_keys (ctl, plan);
  KpCtlStatus delivered = KP_CTL_FINE;

  if (!ctl->json)
    print (site, plan);
  if (plan->request != NULL)
    delivered = kp_ctl_drive_deliver (ctl, plan->request, &told);
  if (!ctl->json && plan->letter != NULL)
    kp_ctl_print_letter (plan->letter);
  /* Where something failed that is the document already. */
  else if (ctl->json && destroyed == KP_CTL_FINE
           && (told != NULL || delivered == KP_CTL_FINE))
    print_json (site, plan, told);
  return kp_ctl_worse (destroyed, delivered);
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

/* @found: (out): whether a first try left keys: its site is retired already */
static KpCtlStatus
destroy_left (KpCtl *ctl, const char *operand, gboolean *found)
{
  g_auto (Plan) plan = { NULL };
  g_autoptr (GPtrArray) sites = NULL;
  guint16 port = 0;
  g_autofree char *host = kp_host_name_parse (operand, &port, NULL);
  KpSite *site = NULL;
  KpCtlStatus status = KP_CTL_FINE;

  *found = FALSE;
  if (host != NULL)
    status = load_retired (ctl, &sites);
  if (sites != NULL)
    site = find_retired (sites, host, port);
  if (site == NULL || !is_last (ctl, site))
    return status;
  status = find_keys (ctl, site, &plan);
  *found = plan.keys != NULL && plan.keys->len > 0;
  return status == KP_CTL_FINE && *found ? finish (ctl, site, &plan) : status;
}

static KpCtlStatus
run_retire (KpCtl *ctl, char **operands)
{
  g_auto (Plan) plan = { NULL };
  g_autoptr (KpSite) kept = NULL;
  KpSite *site = NULL;
  gboolean left = FALSE;
  KpCtlStatus status = kp_ctl_load_sites (ctl);

  if (status == KP_CTL_FINE && option_destroy)
    status = destroy_left (ctl, operands[0], &left);
  if (left)
    return status;
  if (status == KP_CTL_FINE)
    status = kp_ctl_find_site (ctl, operands[0], &site);
  if (status == KP_CTL_FINE)
    /* The portfolio lets go of it. */
    kept = g_object_ref (site);
  if (status == KP_CTL_FINE)
    status = prepare (ctl, site, &plan);
  if (status == KP_CTL_FINE)
    status = retire (ctl, site, plan.request);
  return status == KP_CTL_FINE ? finish (ctl, site, &plan) : status;
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
  .usage = N_ ("SITE"),
  .summary = N_ ("Takes a site out of use; its history stays"),
  .run = run_retire,
  .options = options,
  .operand = KP_CTL_OPERAND_SITE,
  .least = 1,
  .most = 1,
};

const KpCtlCommand kp_ctl_site_restore = {
  .name = "site restore",
  .usage = N_ ("SITE"),
  .summary = N_ ("Takes a retired site into use again"),
  .run = run_restore,
  .operand = KP_CTL_OPERAND_HOST,
  .least = 1,
  .most = 1,
};
