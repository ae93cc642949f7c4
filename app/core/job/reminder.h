/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/helpdesk/request-composer.h"
#include "core/job/job-facts.h"

G_BEGIN_DECLS

/** KpReminderTo: who is reminded in the step a job is at */
typedef enum
{
  KP_REMINDER_NOBODY,
  KP_REMINDER_CUSTOMER, /* by mail, with kp_instructions_write() */
  KP_REMINDER_PROVIDER, /* in the same ticket */
} KpReminderTo;

/** kp_reminder_to: @who: whose turn it is by the last verdict. Pure. Returns: who can be
 * reminded now */
KpReminderTo kp_reminder_to (const KpJob *job, KpTurn who);

/**
 * kp_reminder_is_raised:
 * @facts: the site and its profile
 * @due: when it was the provider's turn until, Unix seconds; 0 if there is no day
 *
 * Pure.
 *
 * Returns: whether it is more urgent than the request was: the provider is overdue, or the
 *   certificate that is served until then ends sooner than the provider usually takes
 */
gboolean kp_reminder_is_raised (const KpJobFacts *facts, gint64 due);

/** kp_reminder_hands_over: Pure. Returns: whether @request is one that hands @job over,
 * however it stands, and no reminder. Of a renewal that waits to be installed it is the one
 * with the certificate */
gboolean kp_reminder_hands_over (KpRequest *request, const KpJob *job);

/** kp_reminder_find_first: @requests: (element-type KpRequest): the newest first. Pure.
 * Returns: (transfer full) (nullable): the request that handed @job over, if that was sent:
 * not what was written about it later */
KpRequest *kp_reminder_find_first (GListModel *requests, const KpJob *job);

/** kp_reminder_can_compose: @first: (nullable): from kp_reminder_find_first(). Pure.
 * Returns: whether there is something to remind the provider of: a request that has
 * arrived, or what was handed over by its own form; %KP_JOB_ERROR_NOT_NOW */
gboolean kp_reminder_can_compose (const KpJob *job, KpRequest *first, GError **error);

/**
 * kp_reminder_compose:
 * @job: a job that waits for its provider
 * @facts: its site and profile
 * @first: (nullable): the request that it reminds of; %NULL where a person handed over
 * @due: as in kp_reminder_is_raised()
 * @sender: (nullable): who signs
 * @error: %KP_JOB_ERROR_NOT_OFFERED without a profile, %KP_JOB_ERROR_NOT_NOW as
 *   kp_reminder_can_compose(), #KpLetterError
 *
 * Reminds the provider, in the same ticket where there is one, and by the way that it was
 * handed over.
 *
 * Returns: (transfer full) (nullable): the draft
 */
KpRequest *kp_reminder_compose (const KpJob *job, const KpJobFacts *facts, KpRequest *first,
                                gint64 due, const char *sender, GError **error);

G_END_DECLS
