/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "assistant/reply-page.h"

#include <glib/gi18n.h>

#include "core/base/host-name.h"
#include "core/base/time-text.h"
#include "core/helpdesk/reply-target.h"
#include "core/job/reminder.h"
#include "widget/conversation.h"
#include "widget/entry-row.h"
#include "widget/problem-row.h"
#include "widget/request-card.h"
#include "widget/request-look.h"

struct _KpReplyPage
{
  KpJobPage parent_instance;

  GtkLabel *intro;
  KpRequestCard *card;
  KpConversation *conversation;
  AdwPreferencesGroup *answer;
  KpEntryRow *target;
  KpProblemRow *problem;
  GtkLabel *found;
  GtkWidget *remind;

  KpRequestList *requests; /* (nullable): followed */
  KpRequest *request;      /* (nullable): the latest of the job */
  gint64 job;              /* for which the target was filled in */
  gboolean typed;          /* the target, by the user */
  gboolean filling;
};

G_DEFINE_FINAL_TYPE (KpReplyPage, kp_reply_page, KP_TYPE_JOB_PAGE)

static KpJobSheet *
get_sheet (KpReplyPage *self)
{
  return kp_job_page_get_sheet (KP_JOB_PAGE (self));
}

static gboolean
wants_target (KpReplyPage *self)
{
  return (kp_job_sheet_get_needs (get_sheet (self)) & KP_JOB_NEED_TARGET) != 0;
}

static void
update (KpReplyPage *self)
{
  g_autofree char *text = NULL;
  g_autofree char *problem = NULL;
  gboolean wanted;

  if (get_sheet (self) == NULL)
    return;
  wanted = wants_target (self);
  text = kp_entry_row_dup_text (self->target);
  if (wanted)
    problem = kp_job_sheet_find_target_problem (get_sheet (self), text);
  kp_entry_row_set_problem (self->target, problem);
  kp_problem_row_set_text (self->problem, problem);
  gtk_widget_set_visible (GTK_WIDGET (self->answer), wanted);
  kp_job_page_set_ready (KP_JOB_PAGE (self), !wanted || (problem == NULL && *text != '\0'));
}

static void
target_changed_cb (KpReplyPage *self)
{
  if (self->filling)
    return;
  self->typed = TRUE;
  gtk_widget_set_visible (GTK_WIDGET (self->found), FALSE);
  update (self);
}

/* The newest reply that names one counts. Returns: (transfer full) (nullable) */
static char *
find_target (KpReplyPage *self, KpMessage **reply)
{
  GPtrArray *messages = kp_conversation_get_messages (self->conversation);
  KpJobSheet *sheet = get_sheet (self);

  for (guint i = 0; messages != NULL && sheet->profile != NULL && i < messages->len; i++)
    {
      KpMessage *message = g_ptr_array_index (messages, i);
      char *target =
          kp_message_get_incoming (message)
              ? kp_reply_find_target (kp_message_get_body (message), sheet->profile)
              : NULL;

      if (target != NULL)
        {
          *reply = message;
          return target;
        }
    }
  return NULL;
}

/* What the reply says is proposed, and says that it is; what was typed stays. */
static void
propose (KpReplyPage *self)
{
  KpMessage *reply = NULL;
  KpJobSheet *sheet = get_sheet (self);
  g_autofree char *target = NULL;
  g_autofree char *text = NULL;

  if (sheet == NULL)
    return;
  if (self->job != sheet->job->id)
    {
      const char *draft = sheet->job->draft;

      self->typed = draft != NULL;
      self->filling = TRUE;
      gtk_editable_set_text (GTK_EDITABLE (self->target), draft != NULL ? draft : "");
      self->filling = FALSE;
    }
  self->job = sheet->job->id;
  target = self->typed || !wants_target (self) ? NULL : find_target (self, &reply);
  if (target != NULL)
    {
      const char *author = kp_message_get_author (reply);

      self->filling = TRUE;
      gtk_editable_set_text (GTK_EDITABLE (self->target), target);
      self->filling = FALSE;
      text = g_strdup_printf (
          /* Translators: %s is who wrote a reply. */
          _ ("Read from the reply of %s: compare it before you go on."),
          *author != '\0' ? author : kp_job_sheet_get_provider (sheet));
      gtk_label_set_text (self->found, text);
    }
  gtk_widget_set_visible (GTK_WIDGET (self->found), target != NULL);
  update (self);
}

static char *
describe (KpReplyPage *self, KpJobSheet *sheet)
{
  const char *provider = kp_job_sheet_get_provider (sheet);
  g_autofree char *since = NULL;

  if (self->request != NULL && kp_request_look_needs_you (self->request)
      && kp_request_get_state (self->request) != KP_REQUEST_SENT)
    return g_strdup (_ ("It is your turn: the request has not arrived yet."));
  if (self->request != NULL && kp_request_get_state (self->request) == KP_REQUEST_CANCELLED)
    return g_strdup (_ ("It is your turn: the request was taken back. Go one step back to "
                        "write another."));
  if (sheet->job->since <= 0)
    /* Translators: %s is a provider. */
    return g_strdup_printf (_ ("It is the turn of %s."), provider);
  since = kp_time_format_near_day (sheet->job->since, sheet->now);
  /* Translators: a provider, and a day ("today", "Tuesday", "12 November") */
  return g_strdup_printf (_ ("It is the turn of %s since %s."), provider, since);
}

static void
update_intro (KpReplyPage *self)
{
  KpJobSheet *sheet = get_sheet (self);
  g_autofree char *intro = NULL;

  if (sheet == NULL)
    return;
  intro = describe (self, sheet);
  gtk_label_set_text (self->intro, intro);
  gtk_widget_set_visible (
      self->remind, sheet->verdict != NULL && self->request != NULL
                        && kp_request_get_state (self->request) == KP_REQUEST_SENT
                        && kp_reminder_to (sheet->job, sheet->verdict->summary.next.who)
                               == KP_REMINDER_PROVIDER);
}

/* The newest stands first. A reminder is not what it reminds of. */
static KpRequest *
find_request (KpReplyPage *self, gint64 job)
{
  guint n = g_list_model_get_n_items (G_LIST_MODEL (self->requests));

  for (guint i = 0; i < n; i++)
    {
      g_autoptr (KpRequest) request =
          g_list_model_get_item (G_LIST_MODEL (self->requests), i);

      if (kp_reminder_hands_over (request, job))
        return request; /* the list keeps it */
    }
  return NULL;
}

static void
requests_changed_cb (KpReplyPage *self)
{
  KpJobSheet *sheet = get_sheet (self);

  if (sheet == NULL || self->requests == NULL)
    return;
  g_set_object (&self->request, find_request (self, sheet->job->id));
  kp_request_card_set_request (self->card, sheet->desk, self->request);
  kp_conversation_set_request (self->conversation, kp_desk_get_store (sheet->desk),
                               kp_desk_get_clock (sheet->desk), self->request);
  update_intro (self);
}

static void
kp_reply_page_show (KpJobPage *page, KpJobSheet *sheet)
{
  KpReplyPage *self = KP_REPLY_PAGE (page);

  if (self->requests == NULL)
    {
      self->requests =
          g_object_ref (kp_outbox_get_requests (kp_desk_get_outbox (sheet->desk)));
      g_signal_connect_object (self->requests, "changed", G_CALLBACK (requests_changed_cb),
                               self, G_CONNECT_SWAPPED);
      g_signal_connect_object (self->requests, "items-changed",
                               G_CALLBACK (requests_changed_cb), self, G_CONNECT_SWAPPED);
      g_signal_connect_object (self->conversation, "changed", G_CALLBACK (propose), self,
                               G_CONNECT_SWAPPED);
    }
  requests_changed_cb (self);
  kp_job_page_set_button (page,
                          wants_target (self) ? NULL : _ ("The Provider Has Answered"));
  propose (self);
}

static void
remind_activated (GtkWidget *widget, const char *name, GVariant *parameter)
{
  KpJobSheet *sheet = get_sheet (KP_REPLY_PAGE (widget));

  if (sheet != NULL)
    gtk_widget_activate_action (widget, "win.remind", "x", kp_site_get_id (sheet->site));
}

static void
kp_reply_page_give (KpJobPage *page)
{
  KpReplyPage *self = KP_REPLY_PAGE (page);
  g_autofree char *target = kp_entry_row_dup_text (self->target);
  const KpJobInput input = { .answered = TRUE,
                             .ticket = self->request != NULL
                                               && *kp_request_get_number (self->request)
                                           ? kp_request_get_number (self->request)
                                           : NULL,
                             .target = wants_target (self) ? target : NULL };

  kp_job_page_send (page, &input);
}

static char *
kp_reply_page_dup_draft (KpJobPage *page)
{
  KpReplyPage *self = KP_REPLY_PAGE (page);

  return self->typed ? kp_entry_row_dup_text (self->target) : NULL;
}

static void
kp_reply_page_forget (KpJobPage *page)
{
  KP_REPLY_PAGE (page)->job = 0;
}

static void
kp_reply_page_dispose (GObject *object)
{
  KpReplyPage *self = KP_REPLY_PAGE (object);

  /* Its entry still tells of its end. */
  self->filling = TRUE;
  gtk_widget_dispose_template (GTK_WIDGET (object), KP_TYPE_REPLY_PAGE);
  g_clear_object (&self->request);
  g_clear_object (&self->requests);

  G_OBJECT_CLASS (kp_reply_page_parent_class)->dispose (object);
}

static void
kp_reply_page_class_init (KpReplyPageClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = kp_reply_page_dispose;
  KP_JOB_PAGE_CLASS (klass)->show = kp_reply_page_show;
  KP_JOB_PAGE_CLASS (klass)->give = kp_reply_page_give;
  KP_JOB_PAGE_CLASS (klass)->dup_draft = kp_reply_page_dup_draft;
  KP_JOB_PAGE_CLASS (klass)->forget = kp_reply_page_forget;

  gtk_widget_class_install_action (widget_class, "reply.remind", NULL, remind_activated);
  g_type_ensure (KP_TYPE_CONVERSATION);
  g_type_ensure (KP_TYPE_ENTRY_ROW);
  g_type_ensure (KP_TYPE_PROBLEM_ROW);
  g_type_ensure (KP_TYPE_REQUEST_CARD);
  gtk_widget_class_set_template_from_resource (
      widget_class, "/io/github/keyplate_app/Keyplate/assistant/reply-page.ui");
  gtk_widget_class_bind_template_child (widget_class, KpReplyPage, intro);
  gtk_widget_class_bind_template_child (widget_class, KpReplyPage, card);
  gtk_widget_class_bind_template_child (widget_class, KpReplyPage, conversation);
  gtk_widget_class_bind_template_child (widget_class, KpReplyPage, answer);
  gtk_widget_class_bind_template_child (widget_class, KpReplyPage, target);
  gtk_widget_class_bind_template_child (widget_class, KpReplyPage, problem);
  gtk_widget_class_bind_template_child (widget_class, KpReplyPage, found);
  gtk_widget_class_bind_template_child (widget_class, KpReplyPage, remind);
  gtk_widget_class_bind_template_callback (widget_class, target_changed_cb);
}

static void
kp_reply_page_init (KpReplyPage *self)
{
  self->filling = TRUE;
  gtk_widget_init_template (GTK_WIDGET (self));
  g_object_set (self->target, "max-length", KP_HOST_NAME_MAX + 64, NULL);
  self->filling = FALSE;
}
