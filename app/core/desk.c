/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "core/desk.h"

#include <glib/gi18n.h>

#include "core/check/rejudge.h"
#include "core/desk-private.h"
#include "core/dns/doh-resolver.h"
#include "core/dns/system-resolver.h"
#include "core/net/public-addresses.h"
#include "core/secret/default-vault.h"
#include "core/secret/memory-vault.h"

/* The system's own resolver is only asked beside the others: it must not hold a check up.
 */
#define SYSTEM_TIMEOUT 2

G_DEFINE_FINAL_TYPE (KpDesk, kp_desk, G_TYPE_OBJECT)

static gboolean
refuse_sample (KpDesk *self, GError **error)
{
  if (self->sample)
    g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_NOT_SUPPORTED,
                         _ ("These are samples. Nobody is asked about them."));
  return self->sample;
}

static KpNetSession *
make_session (KpDesk *self, GError **error)
{
  const char *roots = kp_settings_get_string (self->settings, "trust-connections");

  return kp_net_session_new (*roots != '\0' ? roots : NULL, error);
}

static gboolean
ensure_session (KpDesk *self, GError **error)
{
  if (self->session == NULL)
    self->session = make_session (self, error);
  return self->session != NULL;
}

/* A #KpGetSession. */
static KpNetSession *
get_session_cb (gpointer data, GError **error)
{
  KpDesk *self = data;

  if (refuse_sample (self, error) || !ensure_session (self, error))
    return NULL;
  return g_object_ref (self->session);
}

GPtrArray *
kp_desk_make_resolvers (KpDesk *self, GError **error)
{
  g_autoptr (GPtrArray) resolvers = g_ptr_array_new_with_free_func (g_object_unref);
  guint timeout;

  g_return_val_if_fail (KP_IS_DESK (self), NULL);

  if (refuse_sample (self, error))
    return NULL;
  timeout = kp_settings_get_int (self->settings, "timeout");
  if (kp_settings_get_int (self->settings, "system-resolver"))
    {
      g_ptr_array_add (resolvers, kp_system_resolver_new (timeout));
      return g_steal_pointer (&resolvers);
    }
  if (!ensure_session (self, error))
    return NULL;
  g_auto (GStrv) urls = kp_settings_get_resolvers (self->settings);
  for (guint i = 0; urls[i] != NULL; i++)
    g_ptr_array_add (resolvers, kp_doh_resolver_new (self->session, urls[i], timeout));
  return g_steal_pointer (&resolvers);
}

KpResolver *
kp_desk_make_resolver (KpDesk *self, const char *url, GError **error)
{
  g_autoptr (KpNetSession) session = NULL;
  guint timeout;

  g_return_val_if_fail (KP_IS_DESK (self), NULL);
  g_return_val_if_fail (url != NULL, NULL);

  if (refuse_sample (self, error))
    return NULL;
  timeout = kp_settings_get_int (self->settings, "timeout");
  if (g_str_equal (url, "system"))
    return kp_system_resolver_new (timeout);
  session = make_session (self, error);
  return session != NULL ? kp_doh_resolver_new (session, url, timeout) : NULL;
}

static gboolean
ensure_trust (KpDesk *self, GError **error)
{
  const char *roots;

  if (self->trust != NULL)
    return TRUE;
  roots = kp_settings_get_string (self->settings, "trust-sites");
  self->trust = kp_trust_new (*roots != '\0' ? roots : NULL, TRUE, error);
  if (self->trust != NULL && self->intermediates != NULL)
    kp_trust_learn (self->trust, self->intermediates);
  return self->trust != NULL;
}

KpTrust *
kp_desk_get_trust (KpDesk *self, GError **error)
{
  g_return_val_if_fail (KP_IS_DESK (self), NULL);

  return ensure_trust (self, error) ? self->trust : NULL;
}

KpIssuerFetcher *
kp_desk_make_issuer_fetcher (KpDesk *self)
{
  g_autoptr (KpAddressPolicy) policy = NULL;

  g_return_val_if_fail (KP_IS_DESK (self), NULL);

  if (self->sample)
    return NULL;
  policy = kp_public_addresses_new ();
  return kp_issuer_fetcher_new (
      kp_settings_get_string (self->settings, "trust-connections"), policy);
}

KpChecker *
kp_desk_make_checker (KpDesk *self, GError **error)
{
  g_autoptr (GPtrArray) resolvers = NULL;
  g_autoptr (KpResolver) system = NULL;
  g_autoptr (KpProber) prober = NULL;

  g_return_val_if_fail (KP_IS_DESK (self), NULL);

  resolvers = kp_desk_make_resolvers (self, error);
  if (resolvers == NULL || !ensure_trust (self, error))
    return NULL;
  if (!kp_settings_get_int (self->settings, "system-resolver"))
    system = kp_system_resolver_new (SYSTEM_TIMEOUT);
  prober = kp_prober_new (self->trust, self->clock,
                          kp_settings_get_int (self->settings, "timeout"),
                          kp_settings_get_int (self->settings, "plain-port"));
  return kp_checker_new (resolvers, system, prober, self->clock);
}

static GPtrArray *
make_resolvers_cb (gpointer data, GError **error)
{
  return kp_desk_make_resolvers (data, error);
}

static KpChecker *
make_checker_cb (gpointer data, GError **error)
{
  return kp_desk_make_checker (data, error);
}

/* A session or trust made from settings that have changed is not used again. */
static void
settings_changed_cb (KpSettings *settings, const char *name, KpDesk *self)
{
  if (g_strcmp0 (name, "trust-connections") == 0)
    g_clear_object (&self->session);
  else if (g_strcmp0 (name, "trust-sites") == 0)
    g_clear_object (&self->trust);
}

void
kp_desk_get_thresholds (KpDesk *self, KpThresholds *thresholds)
{
  g_return_if_fail (KP_IS_DESK (self));

  kp_thresholds_init (thresholds);
  thresholds->stale_after = kp_settings_get_int (self->settings, "stale-after") * 3600;
  thresholds->customer_days = kp_settings_get_int (self->settings, "customer-days");
  thresholds->expiring_days = kp_settings_get_int (self->settings, "expiring-days");
}

KpSiteExport *
kp_desk_make_export (KpDesk *self)
{
  KpThresholds thresholds;

  g_return_val_if_fail (KP_IS_DESK (self), NULL);

  kp_desk_get_thresholds (self, &thresholds);
  return kp_site_export_new (self->store, self->catalogue, self->clock, &thresholds,
                             self->you_change);
}

GHashTable *
kp_desk_get_you_change (KpDesk *self)
{
  g_return_val_if_fail (KP_IS_DESK (self), NULL);

  return self->you_change;
}

void
kp_desk_fill_judgement (KpDesk *self, KpSite *site, KpJudgement *judgement)
{
  KpThresholds thresholds;

  g_return_if_fail (KP_IS_DESK (self));

  kp_desk_get_thresholds (self, &thresholds);
  kp_judgement_fill (judgement, site, self->catalogue, &thresholds, self->you_change,
                     kp_clock_now (self->clock));
}

static void
judge_evidence_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GTask) task = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) all =
      kp_store_load_evidence_finish (KP_STORE (source), result, &error);

  if (all == NULL)
    g_task_return_error (task, g_steal_pointer (&error));
  else if (all->len == 0)
    g_task_return_new_error (task, KP_STORE_ERROR, KP_STORE_ERROR_NOT_FOUND,
                             "The site is not in the store any more.");
  else
    {
      g_ptr_array_set_free_func (all, NULL);
      g_task_return_pointer (task, g_ptr_array_index (all, 0),
                             (GDestroyNotify) kp_evidence_free);
    }
}

void
kp_desk_judge_async (KpDesk *self, KpSite *site, GCancellable *cancellable,
                     GAsyncReadyCallback callback, gpointer data)
{
  GTask *task;
  gint64 id;

  g_return_if_fail (KP_IS_DESK (self));
  g_return_if_fail (KP_IS_SITE (site));

  task = g_task_new (self, cancellable, callback, data);
  g_task_set_source_tag (task, kp_desk_judge_async);
  g_task_set_task_data (task, g_object_ref (site), g_object_unref);
  id = kp_site_get_id (site);
  kp_store_load_evidence_async (self->store, &id, 1, cancellable, judge_evidence_cb, task);
}

KpVerdict *
kp_desk_judge_finish (KpDesk *self, GAsyncResult *result, KpEvidence **evidence,
                      GError **error)
{
  KpEvidence *found;
  KpJudgement judgement;
  KpVerdict *verdict;

  g_return_val_if_fail (g_task_is_valid (result, self), NULL);

  found = g_task_propagate_pointer (G_TASK (result), error);
  if (found == NULL)
    return NULL;
  kp_desk_fill_judgement (self, g_task_get_task_data (G_TASK (result)), &judgement);
  judgement.observation = found->observation;
  judgement.history = found->history;
  verdict = kp_verdict_new (&judgement);
  if (evidence != NULL)
    *evidence = found;
  else
    kp_evidence_free (found);
  return verdict;
}

static void
customers_changed_cb (KpDesk *self)
{
  GListModel *customers = G_LIST_MODEL (self->customers);
  GHashTable *you_change =
      g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, NULL);

  for (guint i = 0; i < g_list_model_get_n_items (customers); i++)
    {
      g_autoptr (KpCustomer) customer = g_list_model_get_item (customers, i);
      gint64 id = kp_customer_get_id (customer);

      if (!kp_customer_get_changes_dns_itself (customer))
        g_hash_table_add (you_change, g_memdup2 (&id, sizeof id));
    }
  g_clear_pointer (&self->you_change, g_hash_table_unref);
  self->you_change = you_change;
  kp_monitor_set_customers (self->monitor, you_change);
  kp_job_keeper_set_customers (self->job_keeper, you_change);
}

KpStore *
kp_desk_get_store (KpDesk *self)
{
  g_return_val_if_fail (KP_IS_DESK (self), NULL);

  return self->store;
}

KpSettings *
kp_desk_get_settings (KpDesk *self)
{
  g_return_val_if_fail (KP_IS_DESK (self), NULL);

  return self->settings;
}

KpPortfolio *
kp_desk_get_portfolio (KpDesk *self)
{
  g_return_val_if_fail (KP_IS_DESK (self), NULL);

  return self->portfolio;
}

KpCatalogue *
kp_desk_get_catalogue (KpDesk *self)
{
  g_return_val_if_fail (KP_IS_DESK (self), NULL);

  return self->catalogue;
}

KpClock *
kp_desk_get_clock (KpDesk *self)
{
  g_return_val_if_fail (KP_IS_DESK (self), NULL);

  return self->clock;
}

KpMonitor *
kp_desk_get_monitor (KpDesk *self)
{
  g_return_val_if_fail (KP_IS_DESK (self), NULL);

  return self->monitor;
}

KpRecordWatch *
kp_desk_get_record_watch (KpDesk *self)
{
  g_return_val_if_fail (KP_IS_DESK (self), NULL);

  return self->record_watch;
}

KpCustomerList *
kp_desk_get_customers (KpDesk *self)
{
  g_return_val_if_fail (KP_IS_DESK (self), NULL);

  return self->customers;
}

KpSubjectList *
kp_desk_get_subjects (KpDesk *self)
{
  g_return_val_if_fail (KP_IS_DESK (self), NULL);

  return self->subjects;
}

KpJobKeeper *
kp_desk_get_job_keeper (KpDesk *self)
{
  g_return_val_if_fail (KP_IS_DESK (self), NULL);

  return self->job_keeper;
}

KpVault *
kp_desk_get_vault (KpDesk *self)
{
  g_return_val_if_fail (KP_IS_DESK (self), NULL);

  /* Nothing of a sample is a real secret. */
  if (self->vault == NULL)
    self->vault =
        self->sample ? kp_memory_vault_new () : kp_vault_new_default (self->data_dir);
  return self->vault;
}

KpUnsafeAccess *
kp_desk_get_unsafe_access (KpDesk *self)
{
  g_return_val_if_fail (KP_IS_DESK (self), NULL);

  if (self->unsafe == NULL)
    self->unsafe =
        kp_unsafe_access_new (self->settings, kp_desk_get_vault (self), self->clock);
  return self->unsafe;
}

KpConnector *
kp_desk_get_connector (KpDesk *self)
{
  g_return_val_if_fail (KP_IS_DESK (self), NULL);

  if (self->connector == NULL)
    self->connector =
        kp_connector_new (self->store, self->catalogue, kp_desk_get_vault (self),
                          self->clock, get_session_cb, self);
  return self->connector;
}

KpOutbox *
kp_desk_get_outbox (KpDesk *self)
{
  g_return_val_if_fail (KP_IS_DESK (self), NULL);

  if (self->outbox == NULL)
    self->outbox = kp_outbox_new (self->store, self->clock, kp_connector_find_route,
                                  kp_desk_get_connector (self));
  return self->outbox;
}

static void
kp_desk_dispose (GObject *object)
{
  KpDesk *self = KP_DESK (object);

  /* A look under way keeps it alive: its timer must not find a desk that is gone. */
  if (self->record_watch != NULL)
    kp_record_watch_stop (self->record_watch);
  g_clear_object (&self->record_watch);
  g_clear_object (&self->monitor);
  g_clear_object (&self->unsafe);
  g_clear_object (&self->outbox);
  g_clear_object (&self->connector);
  g_clear_object (&self->portfolio);
  g_clear_object (&self->settings);
  g_clear_object (&self->store);
  g_clear_object (&self->vault);
  g_clear_object (&self->catalogue);
  g_clear_object (&self->customers);
  g_clear_object (&self->subjects);
  g_clear_object (&self->job_keeper);
  g_clear_object (&self->session);
  g_clear_object (&self->trust);
  g_clear_object (&self->clock);
  g_clear_pointer (&self->you_change, g_hash_table_unref);
  g_clear_pointer (&self->intermediates, g_ptr_array_unref);
  g_clear_pointer (&self->data_dir, g_free);

  G_OBJECT_CLASS (kp_desk_parent_class)->dispose (object);
}

static void
kp_desk_class_init (KpDeskClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = kp_desk_dispose;
}

static void
kp_desk_init (KpDesk *self)
{
}

char *
kp_desk_default_data_dir (void)
{
  const char *directory = g_getenv ("KEYPLATE_DATA_DIR");

  if (directory != NULL && *directory != '\0')
    return g_strdup (directory);
  return g_build_filename (g_get_user_data_dir (), "keyplate", NULL);
}

/* @clock: (transfer full) */
static KpDesk *
make_desk (const char *data_dir, gboolean read_only, KpClock *clock)
{
  KpDesk *self = g_object_new (KP_TYPE_DESK, NULL);
  g_autofree char *providers = NULL;

  self->clock = clock;
  self->data_dir = data_dir != NULL ? g_strdup (data_dir) : kp_desk_default_data_dir ();
  self->read_only = read_only;
  providers = g_build_filename (self->data_dir, "providers", NULL);
  self->catalogue = kp_catalogue_new (providers);
  self->store = kp_store_new (self->data_dir, read_only, self->clock);
  self->settings = kp_settings_new (self->store);
  self->portfolio = kp_portfolio_new (self->store);
  self->customers = kp_customer_list_new (self->store);
  self->subjects = kp_subject_list_new (self->store);
  self->job_keeper = kp_job_keeper_new (self->store, self->catalogue, self->clock);
  kp_job_keeper_set_settings (self->job_keeper, self->settings);
  self->monitor = kp_monitor_new (self->portfolio, self->store, self->settings,
                                  self->catalogue, self->clock, make_checker_cb, self);
  self->record_watch = kp_record_watch_new (self->portfolio, self->store, self->job_keeper,
                                            self->clock, make_resolvers_cb, self);
  g_signal_connect_object (self->monitor, "finished", G_CALLBACK (kp_record_watch_wake),
                           self->record_watch, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->settings, "changed", G_CALLBACK (settings_changed_cb),
                           self, 0);
  g_signal_connect_object (self->customers, "changed", G_CALLBACK (customers_changed_cb),
                           self, G_CONNECT_SWAPPED);
  return self;
}

KpDesk *
kp_desk_new (const char *data_dir, gboolean read_only)
{
  return make_desk (data_dir, read_only, kp_system_clock_new ());
}

KpDesk *
kp_desk_new_sample (const char *dir, GError **error)
{
  g_autofree char *path = g_build_filename (dir, "taken-at", NULL);
  g_autofree char *text = NULL;
  gint64 taken_at;
  KpDesk *self;

  if (!g_file_get_contents (path, &text, NULL, error))
    return NULL;
  if (!kp_time_from_rfc3339 (g_strstrip (text), &taken_at))
    {
      g_set_error (error, G_IO_ERROR, G_IO_ERROR_INVALID_DATA,
                   /* Translators: %s is a file. */
                   _ ("%s holds no moment"), path);
      return NULL;
    }
  self = make_desk (dir, TRUE, kp_fixed_clock_new (taken_at));
  self->sample = TRUE;
  return self;
}

gboolean
kp_desk_is_sample (KpDesk *self)
{
  g_return_val_if_fail (KP_IS_DESK (self), FALSE);

  return self->sample;
}
