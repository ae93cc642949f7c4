/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "core/exchange/site-json.h"

#include "core/base/clock.h"
#include "core/base/time-text.h"
#include "core/check/probe-text.h"

static void
add_string (JsonBuilder *builder, const char *name, const char *value)
{
  json_builder_set_member_name (builder, name);
  if (value != NULL)
    json_builder_add_string_value (builder, value);
  else
    json_builder_add_null_value (builder);
}

/* 0 is "not known": null. */
static void
add_time (JsonBuilder *builder, const char *name, gint64 time)
{
  g_autofree char *text = time != 0 ? kp_time_to_rfc3339 (time) : NULL;

  add_string (builder, name, text);
}

static void
add_int (JsonBuilder *builder, const char *name, gint64 value)
{
  json_builder_set_member_name (builder, name);
  json_builder_add_int_value (builder, value);
}

static void
add_boolean (JsonBuilder *builder, const char *name, gboolean value)
{
  json_builder_set_member_name (builder, name);
  json_builder_add_boolean_value (builder, value);
}

static void
add_job (JsonBuilder *builder, const KpJob *job)
{
  json_builder_set_member_name (builder, "job");
  if (job == NULL)
    {
      json_builder_add_null_value (builder);
      return;
    }
  json_builder_begin_object (builder);
  add_string (builder, "kind", kp_job_kind_to_string (job->kind));
  add_string (builder, "step", kp_job_step_to_string (job->step));
  add_time (builder, "since", job->since);
  json_builder_end_object (builder);
}

static void
add_next_action (JsonBuilder *builder, const KpNextAction *action)
{
  json_builder_set_member_name (builder, "next_action");
  json_builder_begin_object (builder);
  add_string (builder, "who", kp_turn_to_string (action->who));
  add_string (builder, "text", kp_action_kind_get_text (action->kind));
  add_time (builder, "since", action->since);
  add_time (builder, "due", action->due);
  add_boolean (builder, "overdue", action->overdue);
  json_builder_end_object (builder);
}

static void
add_data_of (JsonBuilder *builder, const char *name, GPtrArray *records)
{
  json_builder_set_member_name (builder, name);
  json_builder_begin_array (builder);
  for (guint i = 0; i < records->len; i++)
    json_builder_add_string_value (builder,
                                   ((KpRecord *) g_ptr_array_index (records, i))->data);
  json_builder_end_array (builder);
}

static void
add_resolver (JsonBuilder *builder, const KpResolverAnswer *answer, KpOutcome outcome,
              gint64 checked_at)
{
  g_autofree char *error = kp_resolver_answer_tell_error (answer);

  json_builder_begin_object (builder);
  add_string (builder, "url", answer->url);
  add_string (builder, "name", answer->name);
  add_string (builder, "source",
              answer->source == KP_RESOLVER_SOURCE_SYSTEM ? "system" : "doh");
  add_string (builder, "verdict", kp_outcome_to_string (outcome));
  add_boolean (builder, "authenticated", answer->authenticated);
  add_data_of (builder, "cname", answer->chain);
  add_data_of (builder, "addresses", answer->addresses);
  json_builder_set_member_name (builder, "ttl");
  if (answer->ttl_known)
    json_builder_add_int_value (builder,
                                kp_resolver_answer_get_ttl_at (answer, checked_at));
  else
    json_builder_add_null_value (builder);
  add_string (builder, "error", error);
  json_builder_end_object (builder);
}

static void
add_dns (JsonBuilder *builder, const KpObservation *observation, const KpVerdict *verdict)
{
  json_builder_set_member_name (builder, "dns");
  json_builder_begin_object (builder);
  add_string (builder, "verdict", kp_outcome_to_string (verdict->dns));
  add_string (builder, "expected", verdict->target);
  json_builder_set_member_name (builder, "resolvers");
  json_builder_begin_array (builder);
  for (guint i = 0; observation != NULL && i < observation->answers->len; i++)
    add_resolver (builder, g_ptr_array_index (observation->answers, i),
                  g_array_index (verdict->resolvers, guint8, i), observation->checked_at);
  json_builder_end_array (builder);
  json_builder_end_object (builder);
}

static void
add_address (JsonBuilder *builder, const KpProbe *probe, KpOutcome outcome, gboolean judged)
{
  g_autofree char *error =
      probe->outcome == KP_PROBE_SERVED ? NULL : kp_probe_describe_reason (probe);

  json_builder_begin_object (builder);
  add_string (builder, "address", probe->address);
  add_string (builder, "verdict", kp_outcome_to_string (outcome));
  add_boolean (builder, "judged", judged);
  add_boolean (builder, "of_target", probe->of_target);
  add_string (builder, "sha256",
              probe->certificate != NULL ? probe->certificate->sha256 : NULL);
  add_string (builder, "protocol", probe->protocol);
  add_string (builder, "error", error);
  json_builder_end_object (builder);
}

/* Days that are left; negative once they have ended: a day too late is from a second on. */
static gint64
whole_days (gint64 seconds)
{
  return seconds / KP_DAY - (seconds % KP_DAY < 0);
}

/* The dates of what is served, even for another name; else of what was seen last. */
static void
add_dates (JsonBuilder *builder, const KpCertificateFacts *facts, const KpSummary *summary,
           gint64 now)
{
  gint64 not_after = facts != NULL ? facts->not_after : summary->not_after;

  add_time (builder, "not_before", facts != NULL ? facts->not_before : summary->not_before);
  add_time (builder, "not_after", not_after);
  json_builder_set_member_name (builder, "days_left");
  if (not_after == 0)
    json_builder_add_null_value (builder);
  else
    json_builder_add_int_value (builder, whole_days (not_after - now));
}

static void
add_facts (JsonBuilder *builder, const KpVerdict *verdict, gint64 now)
{
  const KpProbe *shown = verdict->shown;
  const KpCertificateFacts *facts = shown != NULL ? shown->certificate : NULL;

  json_builder_set_member_name (builder, "subject_alt_names");
  json_builder_begin_array (builder);
  for (guint i = 0; facts != NULL && facts->names != NULL && facts->names[i] != NULL; i++)
    json_builder_add_string_value (builder, facts->names[i]);
  json_builder_end_array (builder);
  add_string (builder, "issuer", facts != NULL ? facts->issuer : NULL);
  add_dates (builder, facts, &verdict->summary, now);
  add_string (builder, "sha256", facts != NULL ? facts->sha256 : NULL);
  add_string (builder, "spki_sha256", facts != NULL ? facts->spki_sha256 : NULL);
  add_string (builder, "protocol", shown != NULL ? shown->protocol : NULL);
  add_string (builder, "root",
              shown == NULL || shown->trust == KP_PROBE_TRUST_NONE ? NULL
              : shown->trust == KP_PROBE_TRUST_EXTRA               ? "extra"
                                                                   : "system");
}

static void
add_certificate (JsonBuilder *builder, const KpObservation *observation,
                 const KpVerdict *verdict, gint64 now)
{
  json_builder_set_member_name (builder, "certificate");
  json_builder_begin_object (builder);
  add_string (builder, "verdict", kp_outcome_to_string (verdict->certificate));
  add_facts (builder, verdict, now);
  json_builder_set_member_name (builder, "addresses");
  json_builder_begin_array (builder);
  for (guint i = 0; observation != NULL && i < observation->probes->len; i++)
    if (kp_verdict_tells_probe (verdict, observation, i))
      add_address (builder, g_ptr_array_index (observation->probes, i),
                   g_array_index (verdict->addresses, guint8, i),
                   g_array_index (verdict->judged, guint8, i));
  json_builder_end_array (builder);
  json_builder_end_object (builder);
}

void
kp_finding_json_add (JsonBuilder *builder, const KpFinding *finding)
{
  json_builder_begin_object (builder);
  add_string (builder, "id", kp_finding_id_to_string (finding->id));
  add_string (builder, "severity", kp_severity_to_string (finding->severity));
  add_string (builder, "title", kp_finding_id_get_title (finding->id));
  add_string (builder, "text", finding->text);
  add_string (builder, "fix", finding->fix);
  add_time (builder, "until", finding->until);
  json_builder_end_object (builder);
}

void
kp_site_json_add (JsonBuilder *builder, const KpJudgement *judgement,
                  const KpVerdict *verdict)
{
  KpSite *site = judgement->site;
  const KpSummary *summary = &verdict->summary;

  json_builder_begin_object (builder);
  add_string (builder, "site", kp_site_get_host (site));
  add_string (builder, "unicode", kp_site_get_unicode (site));
  add_int (builder, "port", kp_site_get_port (site));
  add_string (builder, "customer", kp_site_get_customer (site));
  add_string (builder, "provider", kp_site_get_provider (site));
  add_boolean (builder, "proxied", kp_site_get_proxied (site));
  add_string (builder, "note", kp_site_get_note (site));
  add_time (builder, "checked_at", summary->checked_at);
  add_string (builder, "lock", kp_lock_to_string (summary->lock));
  add_time (builder, "last_locked", summary->last_locked_at);
  add_boolean (builder, "expiring", summary->expiring);
  add_time (builder, "until", summary->lock == KP_LOCK_PENDING ? summary->until : 0);
  add_time (builder, "renew_by", summary->renew_by);
  add_job (builder, judgement->job);
  add_next_action (builder, &summary->next);
  add_dns (builder, judgement->observation, verdict);
  add_certificate (builder, judgement->observation, verdict, judgement->now);
  json_builder_set_member_name (builder, "findings");
  json_builder_begin_array (builder);
  for (guint i = 0; i < verdict->findings->len; i++)
    kp_finding_json_add (builder, g_ptr_array_index (verdict->findings, i));
  json_builder_end_array (builder);
  json_builder_end_object (builder);
}
