/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "assistant/reply-page.h"

#include <glib/gi18n.h>

#include "assistant/turn-card.h"
#include "core/base/host-name.h"
#include "core/helpdesk/reply-target.h"
#include "widget/conversation.h"
#include "widget/entry-row.h"
#include "widget/problem-row.h"

struct _KpReplyPage
{
  KpJobPage parent_instance;

  KpTurnCard *turn;
  KpConversation *conversation;
  AdwPreferencesGroup *answer;
  KpEntryRow *target;
  KpProblemRow *problem;
  GtkLabel *found;

  gint64 job;     /* for which the target was filled in */
  gboolean typed; /* the target, by the user */
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

static void
kp_reply_page_show (KpJobPage *page, KpJobSheet *sheet)
{
  KpReplyPage *self = KP_REPLY_PAGE (page);

  kp_turn_card_show (self->turn, sheet, self->conversation);
  kp_job_page_set_button (page,
                          wants_target (self) ? NULL : _ ("The Provider Has Answered"));
  propose (self);
}

static void
kp_reply_page_give (KpJobPage *page)
{
  KpReplyPage *self = KP_REPLY_PAGE (page);
  g_autofree char *target = kp_entry_row_dup_text (self->target);
  const KpJobInput input = { .answered = TRUE,
                             .ticket = kp_turn_card_get_ticket (self->turn),
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

  g_type_ensure (KP_TYPE_CONVERSATION);
  g_type_ensure (KP_TYPE_ENTRY_ROW);
  g_type_ensure (KP_TYPE_PROBLEM_ROW);
  g_type_ensure (KP_TYPE_TURN_CARD);
  gtk_widget_class_set_template_from_resource (
      widget_class, "/io/github/keyplate_app/Keyplate/assistant/reply-page.ui");
  gtk_widget_class_bind_template_child (widget_class, KpReplyPage, turn);
  gtk_widget_class_bind_template_child (widget_class, KpReplyPage, conversation);
  gtk_widget_class_bind_template_child (widget_class, KpReplyPage, answer);
  gtk_widget_class_bind_template_child (widget_class, KpReplyPage, target);
  gtk_widget_class_bind_template_child (widget_class, KpReplyPage, problem);
  gtk_widget_class_bind_template_child (widget_class, KpReplyPage, found);
  gtk_widget_class_bind_template_callback (widget_class, propose);
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
