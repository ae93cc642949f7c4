/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "assistant/batch-request.h"

#include <glib/gi18n.h>

#include "assistant/request-draft.h"
#include "assistant/subject-proposal.h"
#include "core/helpdesk/channel.h"
#include "core/helpdesk/reply-address.h"
#include "core/job/job-request.h"
#include "core/model/subject-rules.h"

struct _KpBatchRequest
{
  GObject parent;

  KpDesk *desk;
  KpBatchSite *site;
  KpBatchRequestState state;
  char *text;
  KpSubject *subject; /* (nullable): that it is made with */
  KpRequest *letter;  /* (nullable) */
  char *answer_to;    /* (nullable): where the provider is to, by the user */

  KpSubject *proposed; /* (nullable): for a job that has no details */
  gint64 asked;        /* for which job that was asked */
  gboolean asking;
  gboolean unserved; /* what is served would be better, and was not seen yet */
  gboolean again;    /* it may have been seen while that was looked for */
  gboolean sending;
  GCancellable *cancellable;
};

enum
{
  CHANGED,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (KpBatchRequest, kp_batch_request, G_TYPE_OBJECT)

static void refresh (KpBatchRequest *self);

static void
set_state (KpBatchRequest *self, KpBatchRequestState state, const char *text)
{
  char *old = self->text;

  self->state = state;
  self->text = g_strdup (text);
  g_free (old);
  g_signal_emit (self, signals[CHANGED], 0);
}

static void
fill_facts (KpBatchRequest *self, KpJobFacts *facts)
{
  kp_job_keeper_fill_facts (kp_desk_get_job_keeper (self->desk),
                            kp_batch_site_get_site (self->site), facts);
}

/* The site was looked at: what it serves may be known now. */
static void
check_served (KpBatchRequest *self)
{
  self->again = self->asking;
  if (self->asking || !self->unserved)
    return;
  self->asked = 0;
  refresh (self);
}

static void
proposed_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (KpBatchRequest) self = data;
  gint64 kept = 0;
  gboolean unserved = FALSE;
  g_autoptr (GError) error = NULL;
  g_autoptr (KpSubject) subject =
      kp_subject_proposal_find_finish (result, &kept, &unserved, &error);

  self->asking = FALSE;
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  if (subject != NULL)
    kp_subject_set_id (subject, kept);
  g_set_object (&self->proposed, subject);
  self->unserved = unserved;
  if (unserved && self->again)
    self->asked = 0;
  self->again = FALSE;
  refresh (self);
}

static void
judged_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (KpBatchRequest) self = data;
  KpEvidence *evidence = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (KpVerdict) verdict =
      kp_desk_judge_finish (KP_DESK (source), result, &evidence, &error);

  if (kp_batch_site_get_job (self->site) != NULL
      && !g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    {
      g_autoptr (KpJobSheet) sheet = kp_job_sheet_new (
          self->desk, kp_batch_site_get_site (self->site), verdict, evidence);

      kp_subject_proposal_find_async (sheet, self->cancellable, proposed_cb,
                                      g_object_ref (self));
    }
  else
    self->asking = FALSE;
  /* The verdict points into the evidence. */
  g_clear_pointer (&verdict, kp_verdict_unref);
  kp_evidence_free (evidence);
}

static void
propose (KpBatchRequest *self, const KpJob *job)
{
  /* What is known of the same job stays until something better is. */
  if (self->asked != 0)
    g_clear_object (&self->proposed);
  self->asking = TRUE;
  self->asked = job->id;
  kp_desk_judge_async (self->desk, kp_batch_site_get_site (self->site), self->cancellable,
                       judged_cb, g_object_ref (self));
}

/* Returns: (transfer full) (nullable): what was typed; it has the name of the kept ones
 * that were chosen */
static KpSubject *
read_draft (KpBatchRequest *self, const KpJob *job)
{
  KpSubject *typed = job->step == KP_JOB_STEP_DETAILS && job->draft != NULL
                         ? kp_subject_from_json (job->draft, NULL)
                         : NULL;
  KpSubject *kept = NULL;

  if (typed != NULL)
    kept = kp_subject_list_find_by_name (kp_desk_get_subjects (self->desk),
                                         kp_subject_get_name (typed));
  if (kept != NULL && kp_subject_get_differences (kept, typed) == 0)
    kp_subject_set_id (typed, kp_subject_get_id (kept));
  return typed;
}

/* Returns: (transfer full) (nullable): what is to be asked with; %NULL while it is looked
 * for */
static KpSubject *
find_subject (KpBatchRequest *self, const KpJob *job)
{
  KpSubject *found = read_draft (self, job);

  if (found == NULL && job->subject != NULL)
    {
      found = kp_subject_from_json (job->subject, NULL);
      if (found != NULL)
        kp_subject_set_id (found, job->subject_id);
    }
  if (found != NULL)
    return found;
  if (self->asked != job->id)
    propose (self, job);
  if (self->asking && self->proposed == NULL)
    return NULL;
  return self->proposed != NULL ? g_object_ref (self->proposed) : kp_subject_new ("");
}

/* As the pages of the site would write it. */
static gboolean
compose (KpBatchRequest *self, const KpJob *job, const KpJobFacts *facts, GError **error)
{
  KpRequestList *requests = kp_outbox_get_requests (kp_desk_get_outbox (self->desk));
  g_autoptr (KpJob) asked = kp_job_copy (job);
  g_autofree char *written = NULL;
  g_autofree char *details = NULL;

  if (!kp_job_check_subject (facts, self->subject, error))
    return FALSE;
  if (job->step == KP_JOB_STEP_DETAILS)
    {
      g_free (asked->subject);
      asked->subject = kp_subject_to_json (self->subject);
    }
  self->letter =
      kp_job_compose_request (asked, facts, kp_letter_get_sender (), NULL, error);
  if (self->letter == NULL)
    return FALSE;
  written = kp_request_draft_describe (job, facts);
  details = g_strconcat (written, " ", NULL);
  if (job->step == KP_JOB_STEP_HAND_OVER)
    kp_request_draft_take (job->draft, details, requests, self->letter, NULL);
  if (self->answer_to != NULL)
    kp_reply_address_set (self->letter, self->answer_to);
  return TRUE;
}

static void
refresh_request (KpBatchRequest *self, const KpJob *job, const KpJobFacts *facts)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (KpSubject) subject = find_subject (self, job);

  g_set_object (&self->subject, subject);
  g_clear_object (&self->letter);
  if (subject == NULL)
    set_state (self, KP_BATCH_REQUEST_UNKNOWN, NULL);
  else if (compose (self, job, facts, &error))
    set_state (self, KP_BATCH_REQUEST_READY, NULL);
  else
    set_state (self, KP_BATCH_REQUEST_INCOMPLETE, error->message);
}

/* Where nothing is sent, how to go on. */
static char *
describe_by_hand (const KpJobFacts *facts)
{
  if (kp_job_facts_makes_key_here (facts))
    return g_strdup (_ ("The key is made here, and nobody is asked. Choose the site in the "
                        "list and create its signing request."));
  return g_strdup_printf (
      /* Translators: a provider */
      _ ("%s is asked by its own form. Choose the site in the list: its page has each "
         "value "
         "to copy."),
      kp_job_facts_get_provider (facts));
}

static void
refresh (KpBatchRequest *self)
{
  const KpJob *job = kp_batch_site_get_job (self->site);
  const char *reason = kp_batch_site_get_reason (self->site);
  KpJobFacts facts;

  if (self->sending)
    return;
  if (reason != NULL)
    set_state (self, KP_BATCH_REQUEST_LEFT_OUT, reason);
  else if (job == NULL)
    set_state (self, KP_BATCH_REQUEST_LEFT_OUT, _ ("No job is under way."));
  else if (job->paused_at > 0)
    set_state (self, KP_BATCH_REQUEST_LEFT_OUT, _ ("The job is paused."));
  else if (kp_job_is_past (job, KP_JOB_STEP_HAND_OVER))
    set_state (self, KP_BATCH_REQUEST_OUT, _ ("Nothing is to be asked for any more."));
  else
    {
      fill_facts (self, &facts);
      if (kp_job_facts_is_form (&facts) || kp_job_facts_makes_key_here (&facts))
        {
          g_autofree char *text = describe_by_hand (&facts);

          set_state (self, KP_BATCH_REQUEST_BY_HAND, text);
        }
      else
        refresh_request (self, job, &facts);
    }
}

static void
kp_batch_request_dispose (GObject *object)
{
  g_cancellable_cancel (KP_BATCH_REQUEST (object)->cancellable);

  G_OBJECT_CLASS (kp_batch_request_parent_class)->dispose (object);
}

static void
kp_batch_request_finalize (GObject *object)
{
  KpBatchRequest *self = KP_BATCH_REQUEST (object);

  g_clear_object (&self->letter);
  g_clear_object (&self->subject);
  g_clear_object (&self->proposed);
  g_object_unref (self->cancellable);
  g_object_unref (self->site);
  g_object_unref (self->desk);
  g_free (self->answer_to);
  g_free (self->text);

  G_OBJECT_CLASS (kp_batch_request_parent_class)->finalize (object);
}

static void
kp_batch_request_class_init (KpBatchRequestClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = kp_batch_request_dispose;
  G_OBJECT_CLASS (klass)->finalize = kp_batch_request_finalize;

  signals[CHANGED] = g_signal_new ("changed", KP_TYPE_BATCH_REQUEST, G_SIGNAL_RUN_LAST, 0,
                                   NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
kp_batch_request_init (KpBatchRequest *self)
{
  self->cancellable = g_cancellable_new ();
}

KpBatchRequest *
kp_batch_request_new (KpDesk *desk, KpBatchSite *site)
{
  KpBatchRequest *self;

  g_return_val_if_fail (KP_IS_DESK (desk), NULL);
  g_return_val_if_fail (KP_IS_BATCH_SITE (site), NULL);

  self = g_object_new (KP_TYPE_BATCH_REQUEST, NULL);
  self->desk = g_object_ref (desk);
  self->site = g_object_ref (site);
  g_signal_connect_object (kp_batch_site_get_site (site), "notify::job-serial",
                           G_CALLBACK (refresh), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (kp_batch_site_get_site (site), "notify::summary-serial",
                           G_CALLBACK (check_served), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (kp_batch_site_get_site (site), "notify::provider",
                           G_CALLBACK (refresh), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (site, "notify::reason", G_CALLBACK (refresh), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (kp_desk_get_job_keeper (desk), "channels-changed",
                           G_CALLBACK (refresh), self, G_CONNECT_SWAPPED);
  refresh (self);
  return self;
}

KpSite *
kp_batch_request_get_site (KpBatchRequest *self)
{
  g_return_val_if_fail (KP_IS_BATCH_REQUEST (self), NULL);

  return kp_batch_site_get_site (self->site);
}

KpBatchRequestState
kp_batch_request_get_state (KpBatchRequest *self)
{
  g_return_val_if_fail (KP_IS_BATCH_REQUEST (self), KP_BATCH_REQUEST_UNKNOWN);

  return self->state;
}

const char *
kp_batch_request_get_text (KpBatchRequest *self)
{
  g_return_val_if_fail (KP_IS_BATCH_REQUEST (self), NULL);

  return self->text;
}

KpRequest *
kp_batch_request_get_letter (KpBatchRequest *self)
{
  g_return_val_if_fail (KP_IS_BATCH_REQUEST (self), NULL);

  return self->letter;
}

void
kp_batch_request_set_answer_to (KpBatchRequest *self, const char *address)
{
  g_return_if_fail (KP_IS_BATCH_REQUEST (self));
  g_return_if_fail (address != NULL);

  if (g_strcmp0 (self->answer_to, address) == 0)
    return;
  g_free (self->answer_to);
  self->answer_to = g_strdup (address);
  if (self->letter == NULL || self->sending)
    return;
  kp_reply_address_set (self->letter, address);
  g_signal_emit (self, signals[CHANGED], 0);
}

static void
add_field (GString *text, KpSubject *subject, KpSubjectField field)
{
  const char *value = kp_subject_get_field (subject, field);

  if (*value != '\0')
    g_string_append_printf (text, "%s%s", text->len > 0 ? ", " : "", value);
}

/* What visitors will see, then what only the provider gets. */
static char *
describe_subject (KpSubject *subject)
{
  g_autofree char *visible = kp_subject_format_visible (subject);
  GString *text = g_string_new (visible);

  add_field (text, subject, KP_SUBJECT_ORGANIZATIONAL_UNIT);
  add_field (text, subject, KP_SUBJECT_EMAIL);
  return g_string_free (text, FALSE);
}

static char *
describe_priority (KpBatchRequest *self, KpProfile *profile)
{
  const char *own = kp_profile_get_priority_label (profile);
  const char *meaning = self->letter != NULL
                            ? kp_priority_get_label (kp_request_get_priority (self->letter))
                            : NULL;

  if (own == NULL || meaning == NULL)
    return g_strdup (own != NULL ? own : meaning != NULL ? meaning : "–");
  /* Translators: how urgent ("Low"), and the provider's own word for it */
  return g_strdup_printf (_ ("%s (%s)"), meaning, own);
}

char *
kp_batch_request_describe (KpBatchRequest *self)
{
  KpJobFacts facts;
  const KpChannel *channel;
  const char *way;
  g_autofree char *details = NULL;
  g_autofree char *priority = NULL;

  g_return_val_if_fail (KP_IS_BATCH_REQUEST (self), NULL);

  fill_facts (self, &facts);
  if (self->subject == NULL || facts.profile == NULL
      || self->state >= KP_BATCH_REQUEST_BY_HAND)
    return g_strdup ("");
  details = describe_subject (self->subject);
  priority = describe_priority (self, facts.profile);
  channel = kp_channel_get (kp_job_facts_get_channel (&facts));
  way =
      channel != NULL ? kp_channel_get_label (channel) : kp_job_facts_get_channel (&facts);
  return g_strdup_printf ("%s, %s, %s\n%s", kp_job_facts_get_provider (&facts), way,
                          priority, *details != '\0' ? details : "–");
}

static void
fail (KpBatchRequest *self, GTask *task, GError *error)
{
  self->sending = FALSE;
  set_state (self, KP_BATCH_REQUEST_FAILED, error->message);
  g_task_return_error (task, error);
}

static void
sent_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GTask) task = data;
  KpBatchRequest *self = g_task_get_source_object (task);
  GError *error = NULL;
  g_autoptr (KpJob) job = kp_job_keeper_finish (KP_JOB_KEEPER (source), result, &error);

  if (job == NULL)
    {
      fail (self, task, error);
      return;
    }
  self->sending = FALSE;
  /* The portfolio would tell only later. */
  kp_site_set_job (kp_batch_site_get_site (self->site), job->ended_at == 0 ? job : NULL);
  refresh (self);
  g_task_return_boolean (task, TRUE);
}

/* @task: (transfer full) */
static void
send_letter (KpBatchRequest *self, GTask *task)
{
  const KpJobInput input = { .request = self->letter };

  kp_job_keeper_next_async (kp_desk_get_job_keeper (self->desk),
                            kp_batch_site_get_site (self->site), &input, NULL, sent_cb,
                            task);
}

static void
detailed_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  GTask *task = data;
  KpBatchRequest *self = g_task_get_source_object (task);
  GError *error = NULL;
  g_autoptr (KpJob) job = kp_job_keeper_finish (KP_JOB_KEEPER (source), result, &error);

  if (job == NULL)
    {
      fail (self, task, error);
      g_object_unref (task);
      return;
    }
  kp_site_set_job (kp_batch_site_get_site (self->site), job);
  send_letter (self, task);
}

void
kp_batch_request_send_async (KpBatchRequest *self, GAsyncReadyCallback callback,
                             gpointer data)
{
  const KpJob *job;
  GTask *task;
  g_autofree char *json = NULL;
  KpJobInput input = { FALSE };

  g_return_if_fail (KP_IS_BATCH_REQUEST (self));
  g_return_if_fail (self->letter != NULL);

  job = kp_batch_site_get_job (self->site);
  task = g_task_new (self, NULL, callback, data);
  g_task_set_source_tag (task, kp_batch_request_send_async);
  self->sending = TRUE;
  if (job == NULL || job->step != KP_JOB_STEP_DETAILS)
    {
      send_letter (self, task);
      return;
    }
  json = kp_subject_to_json (self->subject);
  input.subject = json;
  input.subject_id = kp_subject_get_id (self->subject);
  kp_job_keeper_next_async (kp_desk_get_job_keeper (self->desk),
                            kp_batch_site_get_site (self->site), &input, NULL, detailed_cb,
                            task);
}

gboolean
kp_batch_request_send_finish (KpBatchRequest *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);
  g_return_val_if_fail (g_async_result_is_tagged (result, kp_batch_request_send_async),
                        FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}
