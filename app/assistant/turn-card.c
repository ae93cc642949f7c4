/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "assistant/turn-card.h"

#include <glib/gi18n.h>

#include "core/base/time-text.h"
#include "core/job/reminder.h"
#include "widget/request-card.h"
#include "widget/request-look.h"

struct _KpTurnCard
{
  AdwBin parent_instance;

  GtkLabel *intro;
  KpRequestCard *card;
  GtkWidget *remind;

  KpJobSheet *sheet;            /* (nullable) */
  KpConversation *conversation; /* (nullable) */
  KpRequestList *requests;      /* (nullable): followed */
  KpRequest *request;           /* (nullable): the latest of the job */
};

G_DEFINE_FINAL_TYPE (KpTurnCard, kp_turn_card, ADW_TYPE_BIN)

/* Returns: how many days the provider usually takes; 0 where that isn't told, which it is
 * of a job that renews alone: its days are counted from the end */
static guint
get_usual_days (const KpJobSheet *sheet)
{
  if (sheet->job->kind != KP_JOB_RENEW || sheet->profile == NULL)
    return 0;
  return sheet->job->step == KP_JOB_STEP_INSTALL
             ? kp_profile_get_days (sheet->profile)->install
             : kp_profile_get_days (sheet->profile)->answer;
}

static char *
describe_waiting (const KpJobSheet *sheet)
{
  const char *provider = kp_job_sheet_get_provider (sheet);
  g_autofree char *since = kp_time_format_near_day (sheet->job->since, sheet->now);
  guint days = kp_time_days_between (sheet->job->since, sheet->now);
  guint usual = get_usual_days (sheet);

  if (usual == 0)
    /* Translators: a provider, and a day ("today", "Tuesday", "12 November") */
    return g_strdup_printf (_ ("Waiting for %s since %s."), provider, since);
  if (days == 0)
    return g_strdup_printf (
        /* Translators: a provider, a day ("today", "Tuesday", "12 November"), and a number
         * of days */
        ngettext ("Waiting for %s since %s. It usually takes %u day.",
                  "Waiting for %s since %s. It usually takes %u days.", usual),
        provider, since, usual);
  return g_strdup_printf (
      /* Translators: a provider, a day ("Tuesday", "12 November"), how many days have
       * passed, and how many it usually takes: the plural is that of the first number. */
      ngettext ("Waiting for %s since %s. That is %u day, usually %u.",
                "Waiting for %s since %s. That is %u days, usually %u.", days),
      provider, since, days, usual);
}

static char *
describe_said (const KpJobSheet *sheet)
{
  g_autofree char *day =
      kp_time_format_near_day (sheet->job->said_installed_at, sheet->now);

  return g_strdup_printf (
      /* Translators: a provider, and a day ("today", "Tuesday", "12 November") */
      _ ("%s said that it is installed: %s. Every address is to serve it."),
      kp_job_sheet_get_provider (sheet), day);
}

static char *
describe (KpTurnCard *self)
{
  const KpJobSheet *sheet = self->sheet;
  const char *provider = kp_job_sheet_get_provider (sheet);

  if (self->request != NULL && kp_request_look_needs_you (self->request)
      && kp_request_get_state (self->request) != KP_REQUEST_SENT)
    return g_strdup (_ ("It is your turn: the request has not arrived yet."));
  if (self->request != NULL && kp_request_get_state (self->request) == KP_REQUEST_CANCELLED)
    return g_strdup (_ ("It is your turn: the request was taken back. Go one step back to "
                        "write another."));
  if (sheet->job->said_installed_at > 0)
    return describe_said (sheet);
  if (sheet->job->since <= 0)
    /* Translators: %s is a provider. */
    return g_strdup_printf (_ ("Waiting for %s."), provider);
  return describe_waiting (sheet);
}

static void
update (KpTurnCard *self)
{
  const KpJobSheet *sheet = self->sheet;
  g_autofree char *intro = describe (self);
  KpRequest *request = self->request;
  gboolean sent = request != NULL && kp_request_get_state (request) == KP_REQUEST_SENT;

  gtk_label_set_text (self->intro, intro);
  gtk_widget_set_visible (
      self->remind, sheet->verdict != NULL && (sent || request == NULL)
                        && kp_reminder_can_compose (sheet->job, request, NULL)
                        && kp_reminder_to (sheet->job, sheet->verdict->summary.next.who)
                               == KP_REMINDER_PROVIDER);
}

/* The newest stands first. A reminder is not what it reminds of. */
static KpRequest *
find_request (KpTurnCard *self, const KpJob *job)
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
requests_changed_cb (KpTurnCard *self)
{
  KpDesk *desk;

  if (self->sheet == NULL)
    return;
  desk = self->sheet->desk;
  g_set_object (&self->request, find_request (self, self->sheet->job));
  kp_request_card_set_request (self->card, desk, self->request);
  kp_conversation_set_request (self->conversation, kp_desk_get_store (desk),
                               kp_desk_get_clock (desk), self->request);
  update (self);
}

static void
remind_activated (GtkWidget *widget, const char *name, GVariant *parameter)
{
  KpTurnCard *self = KP_TURN_CARD (widget);

  if (self->sheet != NULL)
    gtk_widget_activate_action (widget, "win.remind", "x",
                                kp_site_get_id (self->sheet->site));
}

static void
kp_turn_card_dispose (GObject *object)
{
  KpTurnCard *self = KP_TURN_CARD (object);

  gtk_widget_dispose_template (GTK_WIDGET (object), KP_TYPE_TURN_CARD);
  g_clear_pointer (&self->sheet, kp_job_sheet_unref);
  g_clear_object (&self->conversation);
  g_clear_object (&self->request);
  g_clear_object (&self->requests);

  G_OBJECT_CLASS (kp_turn_card_parent_class)->dispose (object);
}

static void
kp_turn_card_class_init (KpTurnCardClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = kp_turn_card_dispose;

  gtk_widget_class_install_action (widget_class, "turn.remind", NULL, remind_activated);
  g_type_ensure (KP_TYPE_REQUEST_CARD);
  gtk_widget_class_set_template_from_resource (
      widget_class, "/io/github/keyplate_app/Keyplate/assistant/turn-card.ui");
  gtk_widget_class_bind_template_child (widget_class, KpTurnCard, intro);
  gtk_widget_class_bind_template_child (widget_class, KpTurnCard, card);
  gtk_widget_class_bind_template_child (widget_class, KpTurnCard, remind);
}

static void
kp_turn_card_init (KpTurnCard *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

void
kp_turn_card_show (KpTurnCard *self, KpJobSheet *sheet, KpConversation *conversation)
{
  g_return_if_fail (KP_IS_TURN_CARD (self));
  g_return_if_fail (sheet != NULL);
  g_return_if_fail (KP_IS_CONVERSATION (conversation));

  kp_job_sheet_ref (sheet);
  g_clear_pointer (&self->sheet, kp_job_sheet_unref);
  self->sheet = sheet;
  g_set_object (&self->conversation, conversation);
  if (self->requests == NULL)
    {
      self->requests =
          g_object_ref (kp_outbox_get_requests (kp_desk_get_outbox (sheet->desk)));
      g_signal_connect_object (self->requests, "changed", G_CALLBACK (requests_changed_cb),
                               self, G_CONNECT_SWAPPED);
      g_signal_connect_object (self->requests, "items-changed",
                               G_CALLBACK (requests_changed_cb), self, G_CONNECT_SWAPPED);
    }
  requests_changed_cb (self);
}

const char *
kp_turn_card_get_ticket (KpTurnCard *self)
{
  const char *number;

  g_return_val_if_fail (KP_IS_TURN_CARD (self), NULL);

  number = self->request != NULL ? kp_request_get_number (self->request) : "";
  return *number != '\0' ? number : NULL;
}
