/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "core/model/job.h"

#include <string.h>

KpJob *
kp_job_new (gint64 site_id, KpJobKind kind, gint64 now)
{
  KpJob *self = g_new0 (KpJob, 1);

  self->site_id = site_id;
  self->kind = kind;
  self->step = kind == KP_JOB_SECURE ? KP_JOB_STEP_NAME : KP_JOB_STEP_DETAILS;
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
  copy->submitted_sha256 = g_strdup (self->submitted_sha256);
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
  g_free (self->submitted_sha256);
  g_free (self);
}

static gboolean
texts_equal (const KpJob *a, const KpJob *b)
{
  return g_strcmp0 (a->subject, b->subject) == 0 && g_strcmp0 (a->channel, b->channel) == 0
         && g_strcmp0 (a->draft, b->draft) == 0 && g_strcmp0 (a->ticket, b->ticket) == 0
         && g_strcmp0 (a->target, b->target) == 0
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
         && a->held_up == b->held_up
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
  };

  return step >= KP_JOB_STEP_NAME && step < KP_JOB_N_STEPS ? words[step] : "name";
}
