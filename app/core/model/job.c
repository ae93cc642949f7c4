/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "core/model/job.h"

#include <string.h>

/* The steps of each kind in the order in which it goes through them. */
static const KpJobStep secure_steps[] = {
  KP_JOB_STEP_NAME,      KP_JOB_STEP_DETAILS,       KP_JOB_STEP_REVIEW,
  KP_JOB_STEP_HAND_OVER, KP_JOB_STEP_WAIT_PROVIDER, KP_JOB_STEP_INSTRUCTIONS,
  KP_JOB_STEP_DNS,       KP_JOB_STEP_INSTALL,       KP_JOB_STEP_DONE,
};
static const KpJobStep renew_steps[] = {
  KP_JOB_STEP_DETAILS, KP_JOB_STEP_HAND_OVER, KP_JOB_STEP_WAIT_PROVIDER, KP_JOB_STEP_BUY,
  KP_JOB_STEP_WAIT_CA, KP_JOB_STEP_SUBMIT,    KP_JOB_STEP_INSTALL,       KP_JOB_STEP_DONE,
};

static const KpJobStep *
get_steps (KpJobKind kind, guint *n)
{
  *n = kind == KP_JOB_RENEW ? G_N_ELEMENTS (renew_steps) : G_N_ELEMENTS (secure_steps);
  return kind == KP_JOB_RENEW ? renew_steps : secure_steps;
}

/* From 1; 0 for a step that the kind does not have. */
static guint
find_place (KpJobKind kind, KpJobStep step)
{
  guint n;
  const KpJobStep *steps = get_steps (kind, &n);

  for (guint i = 0; i < n; i++)
    if (steps[i] == step)
      return i + 1;
  return 0;
}

KpJobStep
kp_job_kind_get_first_step (KpJobKind kind)
{
  guint n;

  return get_steps (kind, &n)[0];
}

gboolean
kp_job_step_is_before (KpJobKind kind, KpJobStep a, KpJobStep b)
{
  return find_place (kind, a) < find_place (kind, b);
}

gboolean
kp_job_is_past (const KpJob *self, KpJobStep step)
{
  return kp_job_step_is_before (self->kind, step, self->step);
}

gboolean
kp_job_has_reached (const KpJob *self, KpJobStep step)
{
  return !kp_job_step_is_before (self->kind, self->step, step);
}

gboolean
kp_job_waits_for_record (const KpJob *self)
{
  return self->kind == KP_JOB_RENEW && self->step == KP_JOB_STEP_WAIT_CA
         && self->validation_at > 0 && self->validation_seen_at == 0;
}

gboolean
kp_job_watches_record (const KpJob *self)
{
  return self->kind == KP_JOB_RENEW && self->ended_at == 0 && self->paused_at == 0
         && (self->step == KP_JOB_STEP_BUY || self->step == KP_JOB_STEP_WAIT_CA)
         && self->validation_at > 0;
}

gboolean
kp_job_asks_nobody (const KpJob *self)
{
  if (self->ended_at > 0)
    return TRUE;
  /* A target that was told on another way still needs the certificate that was asked for;
   * a CSR or certificate that is there needs no request for it. */
  if (self->kind == KP_JOB_RENEW)
    return self->step != KP_JOB_STEP_WAIT_PROVIDER && self->step != KP_JOB_STEP_INSTALL;
  return !kp_job_is_past (self, KP_JOB_STEP_HAND_OVER);
}

KpJob *
kp_job_new (gint64 site_id, KpJobKind kind, gint64 now)
{
  KpJob *self = g_new0 (KpJob, 1);

  self->site_id = site_id;
  self->kind = kind;
  self->step = kp_job_kind_get_first_step (kind);
  self->since = self->started_at = now;
  return self;
}

KpJob *
kp_job_copy (const KpJob *self)
{
  KpJob *copy;

  if (self == NULL)
    return NULL;
  copy = g_new (KpJob, 1);
  *copy = *self;
  copy->subject = g_strdup (self->subject);
  copy->channel = g_strdup (self->channel);
  copy->draft = g_strdup (self->draft);
  copy->ticket = g_strdup (self->ticket);
  copy->target = g_strdup (self->target);
  copy->csr_spki_sha256 = g_strdup (self->csr_spki_sha256);
  copy->ca = g_strdup (self->ca);
  copy->order_number = g_strdup (self->order_number);
  copy->submitted_sha256 = g_strdup (self->submitted_sha256);
  copy->validation_sights = kp_record_sights_copy (self->validation_sights);
  return copy;
}

void
kp_job_free (KpJob *self)
{
  if (self == NULL)
    return;
  g_free (self->subject);
  g_free (self->channel);
  g_free (self->draft);
  g_free (self->ticket);
  g_free (self->target);
  g_free (self->csr_spki_sha256);
  g_free (self->ca);
  g_free (self->order_number);
  g_free (self->submitted_sha256);
  g_clear_pointer (&self->validation_sights, g_ptr_array_unref);
  g_free (self);
}

static gboolean
texts_equal (const KpJob *a, const KpJob *b)
{
  return g_strcmp0 (a->subject, b->subject) == 0 && g_strcmp0 (a->channel, b->channel) == 0
         && g_strcmp0 (a->draft, b->draft) == 0 && g_strcmp0 (a->ticket, b->ticket) == 0
         && g_strcmp0 (a->target, b->target) == 0
         && g_strcmp0 (a->csr_spki_sha256, b->csr_spki_sha256) == 0
         && g_strcmp0 (a->ca, b->ca) == 0
         && g_strcmp0 (a->order_number, b->order_number) == 0
         && g_strcmp0 (a->submitted_sha256, b->submitted_sha256) == 0;
}

gboolean
kp_job_equal (const KpJob *a, const KpJob *b)
{
  if (a == NULL || b == NULL)
    return a == b;
  return a->id == b->id && a->site_id == b->site_id && a->revision == b->revision
         && a->kind == b->kind && a->step == b->step && a->since == b->since
         && a->started_at == b->started_at && a->ended_at == b->ended_at
         && a->ending == b->ending && a->paused_at == b->paused_at
         && a->subject_id == b->subject_id && a->changer == b->changer && a->told == b->told
         && a->changed_at == b->changed_at && a->reminded_at == b->reminded_at
         && a->n_reminded == b->n_reminded && a->said_installed_at == b->said_installed_at
         && a->validation_at == b->validation_at
         && a->validation_seen_at == b->validation_seen_at
         && kp_record_sights_equal (a->validation_sights, b->validation_sights)
         && a->submitted_not_after == b->submitted_not_after && a->held_up == b->held_up
         && memcmp (a->step_at, b->step_at, sizeof a->step_at) == 0 && texts_equal (a, b);
}

const char *
kp_job_kind_to_string (KpJobKind kind)
{
  return kind == KP_JOB_RENEW ? "renew" : "secure";
}

const char *
kp_job_step_to_string (KpJobStep step)
{
  static const char *const words[KP_JOB_N_STEPS] = {
    [KP_JOB_STEP_NAME] = "name",
    [KP_JOB_STEP_DETAILS] = "details",
    [KP_JOB_STEP_REVIEW] = "review",
    [KP_JOB_STEP_HAND_OVER] = "hand-over",
    [KP_JOB_STEP_WAIT_PROVIDER] = "wait-provider",
    [KP_JOB_STEP_BUY] = "buy",
    [KP_JOB_STEP_INSTRUCTIONS] = "instructions",
    [KP_JOB_STEP_DNS] = "dns",
    [KP_JOB_STEP_INSTALL] = "install",
    [KP_JOB_STEP_DONE] = "done",
    [KP_JOB_STEP_WAIT_CA] = "wait-ca",
    [KP_JOB_STEP_SUBMIT] = "submit",
  };

  return step >= KP_JOB_STEP_NAME && step < KP_JOB_N_STEPS ? words[step] : "name";
}
