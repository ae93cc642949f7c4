/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "ctl/watch-report.h"

#include "ctl/message.h"
#include "ctl/text.h"

#include <glib/gi18n.h>
#include <stdio.h>

/* Results come in batches: they are compared so many milliseconds after the first. */
#define UPDATE_AFTER 200

struct _KpWatchReport
{
  KpCtl *ctl;
  GHashTable *known; /* row id → Known */
  guint update_id;
  gboolean broken;
};

/* What was told of a site. */
typedef struct
{
  char *host;
  guint16 port;
  KpLock lock;
  KpStatus status;
  KpJobKind kind; /* 0 without a job */
  KpJobStep step;
  gboolean there; /* it was in the last comparison */
} Known;

static void
known_free (gpointer data)
{
  Known *known = data;

  g_free (known->host);
  g_free (known);
}

static gint64
get_now (KpWatchReport *self)
{
  return kp_clock_now (kp_desk_get_clock (self->ctl->desk));
}

/* Each line is for somebody who waits for it. */
static void
end_line (KpWatchReport *self)
{
  self->broken |= fflush (stdout) != 0;
}

static JsonBuilder *
begin_object (KpWatchReport *self, const char *event)
{
  JsonBuilder *builder = json_builder_new ();
  g_autofree char *at = kp_time_to_rfc3339 (get_now (self));

  json_builder_begin_object (builder);
  kp_ctl_add_string (builder, "event", event);
  kp_ctl_add_string (builder, "at", at);
  return builder;
}

static void
print_object (KpWatchReport *self, JsonBuilder *builder)
{
  g_autoptr (JsonNode) root = NULL;
  g_autofree char *text = NULL;

  json_builder_end_object (builder);
  root = json_builder_get_root (builder);
  text = json_to_string (root, FALSE);
  kp_ctl_print_text (text);
  fputc ('\n', stdout);
  end_line (self);
}

static void
print_line (KpWatchReport *self, const char *line)
{
  g_autofree char *at = kp_time_to_rfc3339 (get_now (self));
  g_autofree char *clean = kp_text_line (line, 1000);

  g_print ("%s %s\n", at, clean);
  end_line (self);
}

static void
add_site (JsonBuilder *builder, const Known *known)
{
  kp_ctl_add_string (builder, "site", known->host);
  kp_ctl_add_int (builder, "port", known->port);
}

static void
tell_lock (KpWatchReport *self, KpSite *site, const Known *known, KpLock was)
{
  const KpSummary *summary = kp_site_get_summary (site);
  KpProfile *profile = kp_catalogue_find (kp_desk_get_catalogue (self->ctl->desk),
                                          kp_site_get_provider (site));
  const char *provider = profile != NULL ? kp_profile_get_name (profile) : NULL;

  if (self->ctl->json)
    {
      g_autoptr (JsonBuilder) builder = begin_object (self, "lock");
      g_autofree char *status =
          kp_summary_format_status (summary, provider, get_now (self));

      add_site (builder, known);
      kp_ctl_add_string (builder, "lock", kp_lock_to_string (summary->lock));
      kp_ctl_add_string (builder, "was", kp_lock_to_string (was));
      kp_ctl_add_string (builder, "status", status);
      kp_ctl_add_string (builder, "finding", summary->main_finding);
      print_object (self, builder);
    }
  else
    {
      g_autofree char *line = kp_summary_format_row_name (summary, kp_site_get_label (site),
                                                          provider, get_now (self));

      print_line (self, line);
    }
}

static void
tell_job (KpWatchReport *self, KpSite *site, const Known *known)
{
  const char *kind = known->kind != 0 ? kp_job_kind_to_string (known->kind) : NULL;
  const char *step = known->kind != 0 ? kp_job_step_to_string (known->step) : NULL;

  if (self->ctl->json)
    {
      g_autoptr (JsonBuilder) builder = begin_object (self, "job");

      add_site (builder, known);
      kp_ctl_add_string (builder, "kind", kind);
      kp_ctl_add_string (builder, "step", step);
      print_object (self, builder);
    }
  else
    {
      g_autofree char *line =
          kind != NULL
              /* Translators: a host name, then words of "keyplatectl job list": "secure" or
               * "renew", and a step. */
              ? g_strdup_printf (_ ("%s: job “%s” is at “%s”"), kp_site_get_label (site),
                                 kind, step)
              /* Translators: a host name */
              : g_strdup_printf (_ ("%s: the job has ended"), kp_site_get_label (site));

      print_line (self, line);
    }
}

static void
tell_presence (KpWatchReport *self, const Known *known, gboolean there)
{
  if (self->ctl->json)
    {
      g_autoptr (JsonBuilder) builder = begin_object (self, there ? "added" : "removed");

      add_site (builder, known);
      print_object (self, builder);
    }
  else
    {
      g_autofree char *line =
          there
              /* Translators: a host name and a port */
              ? g_strdup_printf (_ ("%s:%u was added"), known->host, known->port)
              /* Translators: a host name and a port */
              : g_strdup_printf (_ ("%s:%u was removed, or retired"), known->host,
                                 known->port);

      print_line (self, line);
    }
}

static void
take (Known *known, KpSite *site)
{
  const KpSummary *summary = kp_site_get_summary (site);
  const KpJob *job = kp_site_get_job (site);

  known->lock = summary->lock;
  known->status = summary->status;
  known->kind = job != NULL ? job->kind : 0;
  known->step = job != NULL ? job->step : 0;
}

static Known *
add_known (KpWatchReport *self, KpSite *site)
{
  gint64 id = kp_site_get_id (site);
  Known *known = g_new0 (Known, 1);

  known->host = g_strdup (kp_site_get_host (site));
  known->port = kp_site_get_port (site);
  take (known, site);
  g_hash_table_insert (self->known, g_memdup2 (&id, sizeof id), known);
  return known;
}

static void
compare (KpWatchReport *self, KpSite *site)
{
  gint64 id = kp_site_get_id (site);
  Known *known = g_hash_table_lookup (self->known, &id);
  Known before;

  if (known == NULL)
    {
      known = add_known (self, site);
      known->there = TRUE;
      tell_presence (self, known, TRUE);
      return;
    }
  before = *known;
  known->there = TRUE;
  take (known, site);
  if (known->lock != before.lock || known->status != before.status)
    tell_lock (self, site, known, before.lock);
  if (known->kind != before.kind || known->step != before.step)
    tell_job (self, site, known);
}

void
kp_watch_report_update (KpWatchReport *self)
{
  GListModel *sites = G_LIST_MODEL (kp_desk_get_portfolio (self->ctl->desk));
  guint n = g_list_model_get_n_items (sites);
  GHashTableIter iter;
  gpointer value;

  g_clear_handle_id (&self->update_id, g_source_remove);
  g_hash_table_iter_init (&iter, self->known);
  while (g_hash_table_iter_next (&iter, NULL, &value))
    ((Known *) value)->there = FALSE;
  for (guint i = 0; i < n; i++)
    {
      g_autoptr (KpSite) site = g_list_model_get_item (sites, i);

      compare (self, site);
    }
  g_hash_table_iter_init (&iter, self->known);
  while (g_hash_table_iter_next (&iter, NULL, &value))
    if (!((Known *) value)->there)
      {
        tell_presence (self, value, FALSE);
        g_hash_table_iter_remove (&iter);
      }
}

static gboolean
update_cb (gpointer data)
{
  KpWatchReport *self = data;

  self->update_id = 0;
  kp_watch_report_update (self);
  return G_SOURCE_REMOVE;
}

static void
queue (KpWatchReport *self)
{
  if (self->update_id == 0)
    self->update_id = g_timeout_add (UPDATE_AFTER, update_cb, self);
}

static void
settled_cb (KpOutbox *outbox, KpRequest *request, KpWatchReport *self)
{
  KpRequestState state = kp_request_get_state (request);
  g_autofree char *reason = kp_request_tell_reason (request);

  if (self->ctl->json)
    {
      g_autoptr (JsonBuilder) builder = begin_object (self, "request");

      kp_ctl_add_string (builder, "reference", kp_request_get_reference (request));
      kp_ctl_add_string (builder, "site", kp_request_get_site (request));
      kp_ctl_add_string (builder, "state", kp_request_state_to_string (state));
      kp_ctl_add_string (builder, "reason", reason);
      print_object (self, builder);
    }
  else
    {
      g_autofree char *line = g_strdup_printf (
          "%s: %s: %s %s", kp_request_get_site (request),
          kp_request_get_reference (request), kp_request_state_to_text (state), reason);

      print_line (self, line);
    }
}

static void
received_cb (KpOutbox *outbox, KpRequest *request, guint n, KpWatchReport *self)
{
  if (self->ctl->json)
    {
      g_autoptr (JsonBuilder) builder = begin_object (self, "reply");

      kp_ctl_add_string (builder, "reference", kp_request_get_reference (request));
      kp_ctl_add_string (builder, "site", kp_request_get_site (request));
      kp_ctl_add_int (builder, "count", n);
      print_object (self, builder);
    }
  else
    {
      g_autofree char *line = g_strdup_printf (
          /* Translators: a host name, the reference of a request, how many replies came */
          ngettext ("%s: %s: %u new reply", "%s: %s: %u new replies", n),
          kp_request_get_site (request), kp_request_get_reference (request), n);

      print_line (self, line);
    }
}

static void
problem_cb (KpMonitor *monitor, GParamSpec *pspec, KpWatchReport *self)
{
  g_autofree char *problem = NULL;

  g_object_get (monitor, "problem", &problem, NULL);
  if (self->ctl->json)
    {
      g_autoptr (JsonBuilder) builder = begin_object (self, "problem");

      kp_ctl_add_string (builder, "text", problem);
      print_object (self, builder);
    }
  else
    print_line (self, problem != NULL ? problem : _ ("The resolvers answer again."));
}

static void
held_cb (KpMonitor *monitor, GParamSpec *pspec, KpWatchReport *self)
{
  gboolean held;

  g_object_get (monitor, "held", &held, NULL);
  if (self->ctl->json)
    {
      g_autoptr (JsonBuilder) builder = begin_object (self, "metered");

      json_builder_set_member_name (builder, "held");
      json_builder_add_boolean_value (builder, held);
      print_object (self, builder);
    }
  else
    print_line (self, held ? _ ("This network is metered: nothing is checked on it.")
                           : _ ("What is due is checked again."));
}

static void
tell_start (KpWatchReport *self)
{
  guint n = g_hash_table_size (self->known);

  if (self->ctl->json)
    {
      g_autoptr (JsonBuilder) builder = begin_object (self, "started");

      kp_ctl_add_int (builder, "sites", n);
      print_object (self, builder);
    }
  else
    {
      g_autofree char *line =
          g_strdup_printf (ngettext ("Watching %u site", "Watching %u sites", n), n);

      print_line (self, line);
    }
}

KpWatchReport *
kp_watch_report_new (KpCtl *ctl)
{
  KpWatchReport *self = g_new0 (KpWatchReport, 1);
  KpPortfolio *portfolio = kp_desk_get_portfolio (ctl->desk);
  KpMonitor *monitor = kp_desk_get_monitor (ctl->desk);
  KpOutbox *outbox = kp_desk_get_outbox (ctl->desk);
  guint n = g_list_model_get_n_items (G_LIST_MODEL (portfolio));

  self->ctl = ctl;
  self->known = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, known_free);
  for (guint i = 0; i < n; i++)
    {
      g_autoptr (KpSite) site = g_list_model_get_item (G_LIST_MODEL (portfolio), i);

      add_known (self, site);
    }
  g_signal_connect_swapped (monitor, "notify::done", G_CALLBACK (queue), self);
  g_signal_connect_swapped (monitor, "finished", G_CALLBACK (queue), self);
  g_signal_connect (monitor, "notify::problem", G_CALLBACK (problem_cb), self);
  g_signal_connect (monitor, "notify::held", G_CALLBACK (held_cb), self);
  g_signal_connect_swapped (portfolio, "items-changed", G_CALLBACK (queue), self);
  g_signal_connect_swapped (kp_desk_get_store (ctl->desk), "sites-changed",
                            G_CALLBACK (queue), self);
  g_signal_connect (outbox, "settled", G_CALLBACK (settled_cb), self);
  g_signal_connect (outbox, "received", G_CALLBACK (received_cb), self);
  tell_start (self);
  return self;
}

gboolean
kp_watch_report_is_broken (const KpWatchReport *self)
{
  return self->broken;
}

void
kp_watch_report_free (KpWatchReport *self)
{
  KpDesk *desk;

  if (self == NULL)
    return;
  desk = self->ctl->desk;
  g_signal_handlers_disconnect_by_data (kp_desk_get_monitor (desk), self);
  g_signal_handlers_disconnect_by_data (kp_desk_get_portfolio (desk), self);
  g_signal_handlers_disconnect_by_data (kp_desk_get_store (desk), self);
  g_signal_handlers_disconnect_by_data (kp_desk_get_outbox (desk), self);
  g_clear_handle_id (&self->update_id, g_source_remove);
  g_hash_table_unref (self->known);
  g_free (self);
}
