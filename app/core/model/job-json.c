/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "core/model/job.h"

#include "core/base/json.h"

/* The greatest text: the details and the draft have at most 16 KiB each, and what the
 * resolvers say as much, six times as much where every character is escaped; the rest is a
 * few lines. */
#define MAX_JSON (512 * 1024)
#define MAX_SUBJECT (16 * 1024)

static void
add_text (JsonBuilder *builder, const char *name, const char *value)
{
  if (value == NULL)
    return;
  json_builder_set_member_name (builder, name);
  json_builder_add_string_value (builder, value);
}

static void
add_int (JsonBuilder *builder, const char *name, gint64 value)
{
  if (value == 0)
    return;
  json_builder_set_member_name (builder, name);
  json_builder_add_int_value (builder, value);
}

static void
add_steps (JsonBuilder *builder, const KpJob *self)
{
  json_builder_set_member_name (builder, "steps");
  json_builder_begin_object (builder);
  for (int step = KP_JOB_STEP_NAME; step < KP_JOB_N_STEPS; step++)
    add_int (builder, kp_job_step_to_string (step), self->step_at[step]);
  json_builder_end_object (builder);
}

char *
kp_job_data_to_json (const KpJob *self)
{
  g_autoptr (JsonBuilder) builder = json_builder_new_immutable ();
  g_autoptr (JsonNode) root = NULL;

  json_builder_begin_object (builder);
  add_text (builder, "subject", self->subject);
  add_text (builder, "draft", self->draft);
  add_text (builder, "channel", self->channel);
  add_text (builder, "ticket", self->ticket);
  add_text (builder, "target", self->target);
  add_text (builder, "csr-spki-sha256", self->csr_spki_sha256);
  add_text (builder, "ca", self->ca);
  add_text (builder, "order-number", self->order_number);
  add_text (builder, "submitted-sha256", self->submitted_sha256);
  add_int (builder, "changer", self->changer);
  add_int (builder, "told", self->told);
  add_int (builder, "changed-at", self->changed_at);
  add_int (builder, "reminded-at", self->reminded_at);
  add_int (builder, "n-reminded", self->n_reminded);
  add_int (builder, "validation-at", self->validation_at);
  add_int (builder, "validation-seen-at", self->validation_seen_at);
  add_int (builder, "submitted-not-after", self->submitted_not_after);
  add_int (builder, "said-installed-at", self->said_installed_at);
  if (self->validation_sights != NULL)
    {
      json_builder_set_member_name (builder, "validation-sights");
      kp_record_sights_add_json (builder, self->validation_sights);
    }
  add_steps (builder, self);
  json_builder_end_object (builder);
  root = json_builder_get_root (builder);
  return json_to_string (root, FALSE);
}

static gint64
get_time (JsonObject *object, const char *member)
{
  return kp_json_get_int (object, member, 0, KP_JSON_TIME_MAX, 0);
}

static void
set_text (char **place, JsonObject *object, const char *member, gsize max)
{
  g_free (*place);
  *place = g_strdup (kp_json_get_string (object, member, max));
}

gboolean
kp_job_data_from_json (KpJob *self, const char *json, GError **error)
{
  g_autoptr (JsonObject) object = kp_json_parse (json, -1, MAX_JSON, NULL, error);
  JsonObject *steps;

  if (object == NULL)
    return FALSE;
  set_text (&self->subject, object, "subject", MAX_SUBJECT);
  set_text (&self->draft, object, "draft", KP_JOB_MAX_DRAFT);
  set_text (&self->channel, object, "channel", 60);
  set_text (&self->ticket, object, "ticket", 4 * KP_JOB_MAX_TEXT);
  set_text (&self->target, object, "target", 255);
  set_text (&self->csr_spki_sha256, object, "csr-spki-sha256", 64);
  set_text (&self->ca, object, "ca", 4 * KP_JOB_MAX_TEXT);
  set_text (&self->order_number, object, "order-number", 4 * KP_JOB_MAX_TEXT);
  set_text (&self->submitted_sha256, object, "submitted-sha256", 64);
  self->changer =
      kp_json_get_int (object, "changer", 0, KP_DNS_CHANGER_YOU, KP_DNS_CHANGER_CUSTOMER);
  self->told = kp_json_get_int (object, "told", 0, KP_TOLD_ALL, KP_TOLD_NOTHING);
  self->changed_at = get_time (object, "changed-at");
  self->reminded_at = get_time (object, "reminded-at");
  self->n_reminded = kp_json_get_int (object, "n-reminded", 0, G_MAXINT, 0);
  self->validation_at = get_time (object, "validation-at");
  self->validation_seen_at = get_time (object, "validation-seen-at");
  g_clear_pointer (&self->validation_sights, g_ptr_array_unref);
  self->validation_sights = kp_record_sights_from_json (object, "validation-sights");
  self->submitted_not_after = get_time (object, "submitted-not-after");
  self->said_installed_at = get_time (object, "said-installed-at");
  steps = kp_json_get_object (object, "steps");
  for (int step = KP_JOB_STEP_NAME; step < KP_JOB_N_STEPS; step++)
    self->step_at[step] =
        steps != NULL ? get_time (steps, kp_job_step_to_string (step)) : 0;
  return TRUE;
}
