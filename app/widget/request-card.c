/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "widget/request-card.h"

#include <glib/gi18n.h>

#include "core/base/file-words.h"
#include "core/base/time-text.h"
#include "widget/compat.h"
#include "widget/copy-text.h"
#include "widget/entry-row.h"
#include "widget/launch.h"
#include "widget/link.h"
#include "widget/minute.h"
#include "widget/request-look.h"
#include "widget/unlock.h"
#include "widget/wrap-box.h"

/* Characters of a ticket's number at most. */
#define MAX_NUMBER 100

struct _KpRequestCard
{
  AdwBin parent_instance;

  GtkImage *icon;
  GtkLabel *state;
  GtkLabel *text;
  GtkWidget *retry;
  GtkWidget *receive;
  GtkWidget *ticket;
  GtkWidget *open;
  GtkWidget *copy;
  GtkWidget *save;
  GtkWidget *sent;
  GtkWidget *take_back;

  KpDesk *desk;       /* (nullable) */
  KpRequest *request; /* (nullable) */
  gulong notified;
  GCancellable *cancellable;
};

G_DEFINE_FINAL_TYPE (KpRequestCard, kp_request_card, ADW_TYPE_BIN)

static const KpChannel *
get_channel (KpRequestCard *self)
{
  return kp_channel_get (kp_request_get_channel (self->request));
}

static void
say (KpRequestCard *self, const char *text)
{
  gtk_widget_activate_action (GTK_WIDGET (self), "win.show-toast", "s", text);
}

static char *
describe_state (KpRequestCard *self)
{
  KpRequestState state = kp_request_get_state (self->request);
  const char *number = kp_request_get_number (self->request);
  gint64 at = kp_request_get_state_at (self->request);
  gint64 now = kp_clock_now (kp_desk_get_clock (self->desk));
  g_autofree char *word = g_strdup (kp_request_state_to_text (state));
  g_autofree char *when = at > 0 ? kp_time_format_ago (at, now) : NULL;

  if (*number != '\0')
    {
      g_autofree char *plain = g_steal_pointer (&word);

      /* Translators: a state ("Sent"), and the number of a ticket */
      word = g_strdup_printf (_ ("%s, ticket %s"), plain, number);
    }
  if (when == NULL)
    return g_steal_pointer (&word);
  /* Translators: a state ("Sent, ticket 7"), and when ("5 minutes ago") */
  return g_strdup_printf (_ ("%s, %s"), word, when);
}

static void
update_buttons (KpRequestCard *self)
{
  KpRequestState state = kp_request_get_state (self->request);
  const KpChannel *channel = get_channel (self);
  gboolean yours = state == KP_REQUEST_WAITING_FOR_YOU;
  gboolean by_hand = yours && channel != NULL && channel->by_hand;
  gboolean mail = by_hand && channel->needs_address;
  gboolean writable = !kp_desk_is_sample (self->desk);
  gboolean decide = kp_request_get_reason_code (self->request) == KP_REQUEST_REASON_DECIDE;

  gtk_widget_set_visible (self->retry,
                          writable
                              && (state == KP_REQUEST_QUEUED || state == KP_REQUEST_REFUSED
                                  || state == KP_REQUEST_UNCERTAIN
                                  || state == KP_REQUEST_OFFLINE || (yours && decide)));
  gtk_widget_set_visible (self->receive,
                          writable && state == KP_REQUEST_SENT && channel != NULL
                              && kp_channel_can_receive (channel)
                              && *kp_request_get_number (self->request) != '\0');
  gtk_widget_set_visible (self->ticket, *kp_request_get_url (self->request) != '\0'
                                            && state == KP_REQUEST_SENT);
  gtk_button_set_label (GTK_BUTTON (self->open),
                        mail ? _ ("Open in Mail Program") : _ ("Open Form"));
  gtk_button_set_label (GTK_BUTTON (self->copy),
                        mail ? _ ("Copy Text") : _ ("Copy for the Form"));
  gtk_widget_set_visible (self->open, by_hand);
  gtk_widget_set_visible (self->copy, by_hand);
  gtk_widget_set_visible (self->save, mail);
  gtk_widget_set_visible (self->sent, writable && yours);
  gtk_widget_set_visible (self->take_back, writable && state != KP_REQUEST_SENT
                                               && state != KP_REQUEST_SENDING
                                               && state != KP_REQUEST_UNCERTAIN
                                               && state != KP_REQUEST_CANCELLED);
}

static void
update (KpRequestCard *self)
{
  g_autofree char *state = NULL;
  g_autofree char *text = NULL;

  gtk_widget_set_visible (GTK_WIDGET (self), self->request != NULL);
  if (self->request == NULL)
    return;
  state = describe_state (self);
  text = kp_request_look_describe (self->request);
  kp_request_look_set_image (self->icon, self->request);
  gtk_label_set_text (self->state, state);
  gtk_label_set_text (self->text, text);
  gtk_widget_set_visible (GTK_WIDGET (self->text), *text != '\0');
  update_buttons (self);
}

static void
minute_cb (gpointer data)
{
  update (data);
}

static void
retried_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (KpRequestCard) self = data;
  g_autoptr (GError) error = NULL;

  if (!kp_outbox_retry_finish (KP_OUTBOX (source), result, &error))
    say (self, error->message);
}

static void
received_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (KpRequestCard) self = data;
  g_autoptr (GError) error = NULL;
  g_autofree char *text = NULL;
  guint n;

  if (!kp_outbox_receive_finish (KP_OUTBOX (source), result, &n, &error))
    n = 0;
  else if (n == 0)
    text = g_strdup (_ ("No new replies"));
  else
    /* Translators: %u is how many replies nobody has seen yet. */
    text = g_strdup_printf (ngettext ("%u new reply", "%u new replies", n), n);
  say (self, text != NULL ? text : error->message);
}

static void
retry_unlocked_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (KpRequestCard) self = data;
  g_autoptr (GError) error = NULL;

  if (!kp_unlock_finish (result, &error))
    say (self, error->message);
  else if (self->request != NULL)
    kp_outbox_retry_async (kp_desk_get_outbox (self->desk), self->request, NULL, retried_cb,
                           g_object_ref (self));
}

static void
receive_unlocked_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (KpRequestCard) self = data;
  g_autoptr (GError) error = NULL;

  if (!kp_unlock_finish (result, &error))
    say (self, error->message);
  else if (self->request != NULL)
    kp_outbox_receive_async (kp_desk_get_outbox (self->desk), self->request, NULL,
                             received_cb, g_object_ref (self));
}

static void
unlock (KpRequestCard *self, GAsyncReadyCallback callback)
{
  kp_unlock_for_request_async (GTK_WIDGET (self), kp_desk_get_vault (self->desk),
                               self->request, self->cancellable, callback,
                               g_object_ref (self));
}

static void
retry_activated (GtkWidget *widget, const char *name, GVariant *parameter)
{
  unlock (KP_REQUEST_CARD (widget), retry_unlocked_cb);
}

static void
receive_activated (GtkWidget *widget, const char *name, GVariant *parameter)
{
  unlock (KP_REQUEST_CARD (widget), receive_unlocked_cb);
}

static GtkWindow *
get_window (KpRequestCard *self)
{
  GtkRoot *root = gtk_widget_get_root (GTK_WIDGET (self));

  return GTK_IS_WINDOW (root) ? GTK_WINDOW (root) : NULL;
}

static void
ticket_activated (GtkWidget *widget, const char *name, GVariant *parameter)
{
  KpRequestCard *self = KP_REQUEST_CARD (widget);

  if (kp_request_get_url (self->request) != NULL)
    kp_link_open (widget, kp_request_get_url (self->request));
}

static gboolean
tell_no_program (KpRequestCard *self, GAsyncResult *result)
{
  g_autoptr (GError) error = NULL;

  if (kp_launch_mail_finish (result, &error))
    return FALSE;
  g_debug ("No mail program took it: %s", error->message);
  if (self->request != NULL)
    say (self, _ ("No mail program could be started. Copy the text, and paste it into a "
                  "mail."));
  return TRUE;
}

static void
mailed_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (KpRequestCard) self = data;

  tell_no_program (self, result);
}

static void
mailed_without_text_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (KpRequestCard) self = data;

  if (!tell_no_program (self, result) && self->request != NULL)
    say (self, _ ("The text is too long to be handed to a mail program. Copy it, and paste "
                  "it into the mail."));
}

static void
opened_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (KpRequestCard) self = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (KpReceipt) receipt =
      kp_outbox_prepare_finish (KP_OUTBOX (source), result, &error);
  GtkWindow *window = get_window (self);

  if (receipt == NULL)
    say (self, error->message);
  else if (window != NULL && receipt->open_uri != NULL
           && g_str_has_prefix (receipt->open_uri, "mailto:"))
    kp_launch_mail_async (
        window, receipt->open_uri, self->cancellable,
        strstr (receipt->open_uri, "&body=") != NULL ? mailed_cb : mailed_without_text_cb,
        g_object_ref (self));
  else if (receipt->open_uri == NULL)
    say (self, _ ("There is no link to open. Copy the text instead."));
  else
    kp_link_open (GTK_WIDGET (self), receipt->open_uri);
}

static void
open_activated (GtkWidget *widget, const char *name, GVariant *parameter)
{
  KpRequestCard *self = KP_REQUEST_CARD (widget);

  kp_outbox_prepare_async (kp_desk_get_outbox (self->desk), self->request,
                           self->cancellable, opened_cb, g_object_ref (self));
}

static void
copy_activated (GtkWidget *widget, const char *name, GVariant *parameter)
{
  KpRequestCard *self = KP_REQUEST_CARD (widget);
  g_autofree char *text =
      g_strdup_printf ("%s\n\n%s", kp_request_get_subject (self->request),
                       kp_request_get_body (self->request));

  kp_copy_text (widget, text, _ ("Request copied"));
}

static void
mail_written_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (KpRequestCard) self = data;
  g_autoptr (GError) error = NULL;
  g_autofree char *unsaved = NULL;

  if (!g_file_replace_contents_finish (G_FILE (source), result, NULL, &error))
    unsaved = kp_file_words_unsaved (G_FILE (source), error);
  /* Translators: a file was */
  say (self, unsaved != NULL ? unsaved : _ ("Saved"));
}

/* The mail and where it goes. */
typedef struct
{
  KpRequestCard *card;
  GBytes *mail;
} Mail;

static void
mail_chosen_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autofree Mail *mail = data;
  g_autoptr (KpRequestCard) self = mail->card;
  g_autoptr (GBytes) content = mail->mail;
  g_autoptr (GFile) file = kp_compat_choose_file_finish (result);

  if (file != NULL)
    g_file_replace_contents_bytes_async (file, content, NULL, FALSE,
                                         G_FILE_CREATE_REPLACE_DESTINATION, NULL,
                                         mail_written_cb, g_object_ref (self));
}

static void
mail_ready_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (KpRequestCard) self = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (KpReceipt) receipt =
      kp_outbox_prepare_finish (KP_OUTBOX (source), result, &error);
  g_autofree char *name = NULL;
  Mail *mail;

  if (receipt == NULL || receipt->mail == NULL)
    {
      say (self, error != NULL ? error->message : _ ("There is no mail to save."));
      return;
    }
  if (self->request == NULL)
    return;
  name = g_strdup_printf ("%s.eml", kp_request_get_reference (self->request));
  mail = g_new0 (Mail, 1);
  mail->card = g_object_ref (self);
  mail->mail = g_bytes_ref (receipt->mail);
  kp_compat_choose_file_async (get_window (self), GTK_FILE_CHOOSER_ACTION_SAVE,
                               _ ("Save Mail"), name, NULL, self->cancellable,
                               mail_chosen_cb, mail);
}

static void
save_activated (GtkWidget *widget, const char *name, GVariant *parameter)
{
  KpRequestCard *self = KP_REQUEST_CARD (widget);

  kp_outbox_prepare_async (kp_desk_get_outbox (self->desk), self->request,
                           self->cancellable, mail_ready_cb, g_object_ref (self));
}

static void
confirmed_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (KpRequestCard) self = data;
  g_autoptr (GError) error = NULL;

  if (!kp_outbox_confirm_finish (KP_OUTBOX (source), result, &error))
    say (self, error->message);
}

/* A question about the request that was shown when it was asked. */
typedef struct
{
  KpRequestCard *card;
  KpRequest *request;
  KpEntryRow *number; /* (nullable) */
} Question;

static void
question_free (Question *question)
{
  g_object_unref (question->card);
  g_object_unref (question->request);
  kp_compat_drop_later (question->number);
  g_free (question);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Question, question_free)

static Question *
question_new (KpRequestCard *self)
{
  Question *question = g_new0 (Question, 1);

  question->card = g_object_ref (self);
  question->request = g_object_ref (self->request);
  return question;
}

static void
sent_answered_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (Question) question = data;
  KpRequestCard *self = question->card;
  g_autofree char *number = NULL;

  if (!kp_compat_ask_finish (result) || self->desk == NULL)
    return;
  number = kp_entry_row_dup_text (question->number);
  kp_outbox_confirm_async (kp_desk_get_outbox (self->desk), question->request,
                           *number != '\0' ? number : NULL, NULL, confirmed_cb,
                           g_object_ref (self));
}

static void
sent_activated (GtkWidget *widget, const char *name, GVariant *parameter)
{
  KpRequestCard *self = KP_REQUEST_CARD (widget);
  Question *question = question_new (self);
  GtkWidget *list = gtk_list_box_new ();

  gtk_list_box_set_selection_mode (GTK_LIST_BOX (list), GTK_SELECTION_NONE);
  gtk_widget_add_css_class (list, "boxed-list");
  question->number = g_object_ref_sink (g_object_new (KP_TYPE_ENTRY_ROW, "title",
                                                      _ ("Ticket number (optional)"),
                                                      "max-length", MAX_NUMBER, NULL));
  gtk_list_box_append (GTK_LIST_BOX (list), GTK_WIDGET (question->number));
  kp_compat_ask_async (get_window (self), _ ("Was it sent?"),
                       _ ("Keyplate then waits for the answer of the provider."),
                       _ ("Cancel"), _ ("I Sent It"), FALSE, list, self->cancellable,
                       sent_answered_cb, question);
}

static void
taken_back_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (KpRequestCard) self = data;
  g_autoptr (GError) error = NULL;

  say (self, kp_outbox_cancel_finish (KP_OUTBOX (source), result, &error) ? _ ("Taken back")
                                                                          : error->message);
}

static void
take_back_answered_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (Question) question = data;
  KpRequestCard *self = question->card;

  if (kp_compat_ask_finish (result) && self->desk != NULL)
    kp_outbox_cancel_async (kp_desk_get_outbox (self->desk), question->request, NULL,
                            taken_back_cb, g_object_ref (self));
}

static void
take_back_activated (GtkWidget *widget, const char *name, GVariant *parameter)
{
  KpRequestCard *self = KP_REQUEST_CARD (widget);

  kp_compat_ask_async (get_window (self), _ ("Take the request back?"),
                       _ ("It is not sent. It stays in the list."), _ ("Cancel"),
                       _ ("Take Back"), TRUE, NULL, self->cancellable,
                       take_back_answered_cb, question_new (self));
}

static void
let_go (KpRequestCard *self)
{
  if (self->request != NULL)
    g_clear_signal_handler (&self->notified, self->request);
  g_clear_object (&self->request);
  g_clear_object (&self->desk);
}

static void
kp_request_card_dispose (GObject *object)
{
  KpRequestCard *self = KP_REQUEST_CARD (object);

  g_cancellable_cancel (self->cancellable);
  let_go (self);
  gtk_widget_dispose_template (GTK_WIDGET (object), KP_TYPE_REQUEST_CARD);

  G_OBJECT_CLASS (kp_request_card_parent_class)->dispose (object);
}

static void
kp_request_card_finalize (GObject *object)
{
  g_object_unref (KP_REQUEST_CARD (object)->cancellable);

  G_OBJECT_CLASS (kp_request_card_parent_class)->finalize (object);
}

static void
install_actions (GtkWidgetClass *widget_class)
{
  static const struct
  {
    const char *name;
    GtkWidgetActionActivateFunc activate;
  } actions[] = {
    { "request.retry", retry_activated },   { "request.receive", receive_activated },
    { "request.ticket", ticket_activated }, { "request.open", open_activated },
    { "request.copy", copy_activated },     { "request.save", save_activated },
    { "request.sent", sent_activated },     { "request.take-back", take_back_activated },
  };

  for (guint i = 0; i < G_N_ELEMENTS (actions); i++)
    gtk_widget_class_install_action (widget_class, actions[i].name, NULL,
                                     actions[i].activate);
}

static void
kp_request_card_class_init (KpRequestCardClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = kp_request_card_dispose;
  object_class->finalize = kp_request_card_finalize;

  install_actions (widget_class);
  g_type_ensure (KP_TYPE_WRAP_BOX);
  gtk_widget_class_set_template_from_resource (
      widget_class, "/io/github/keyplate_app/Keyplate/widget/request-card.ui");
  gtk_widget_class_bind_template_child (widget_class, KpRequestCard, icon);
  gtk_widget_class_bind_template_child (widget_class, KpRequestCard, state);
  gtk_widget_class_bind_template_child (widget_class, KpRequestCard, text);
  gtk_widget_class_bind_template_child (widget_class, KpRequestCard, retry);
  gtk_widget_class_bind_template_child (widget_class, KpRequestCard, receive);
  gtk_widget_class_bind_template_child (widget_class, KpRequestCard, ticket);
  gtk_widget_class_bind_template_child (widget_class, KpRequestCard, open);
  gtk_widget_class_bind_template_child (widget_class, KpRequestCard, copy);
  gtk_widget_class_bind_template_child (widget_class, KpRequestCard, save);
  gtk_widget_class_bind_template_child (widget_class, KpRequestCard, sent);
  gtk_widget_class_bind_template_child (widget_class, KpRequestCard, take_back);
}

static void
kp_request_card_init (KpRequestCard *self)
{
  self->cancellable = g_cancellable_new ();
  gtk_widget_init_template (GTK_WIDGET (self));
  kp_minute_follow (GTK_WIDGET (self), minute_cb);
}

void
kp_request_card_set_request (KpRequestCard *self, KpDesk *desk, KpRequest *request)
{
  g_return_if_fail (KP_IS_REQUEST_CARD (self));
  g_return_if_fail (KP_IS_DESK (desk));
  g_return_if_fail (request == NULL || KP_IS_REQUEST (request));

  if (self->request != request)
    {
      let_go (self);
      g_set_object (&self->desk, desk);
      g_set_object (&self->request, request);
      if (request != NULL)
        self->notified = g_signal_connect_object (request, "notify", G_CALLBACK (update),
                                                  self, G_CONNECT_SWAPPED);
    }
  update (self);
}
