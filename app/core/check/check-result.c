/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "core/check/check-result.h"

G_DEFINE_BOXED_TYPE (KpCheckResult, kp_check_result, kp_check_result_ref,
                     kp_check_result_unref)

KpCheckResult *
kp_check_result_new (KpSite *site, KpObservation *observation)
{
  KpCheckResult *self = g_atomic_rc_box_new0 (KpCheckResult);

  self->site = g_object_ref (site);
  self->observation = kp_observation_ref (observation);
  return self;
}

KpCheckResult *
kp_check_result_ref (KpCheckResult *self)
{
  return g_atomic_rc_box_acquire (self);
}

static void
kp_check_result_clear (gpointer data)
{
  KpCheckResult *self = data;

  g_clear_pointer (&self->verdict, kp_verdict_unref);
  g_clear_pointer (&self->history, kp_history_free);
  g_clear_pointer (&self->observation, kp_observation_unref);
  g_clear_object (&self->site);
}

void
kp_check_result_unref (KpCheckResult *self)
{
  g_atomic_rc_box_release_full (self, kp_check_result_clear);
}
