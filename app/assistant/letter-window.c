/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "assistant/letter-window.h"

#include <glib/gi18n.h>

#include "assistant/customer-letter.h"
#include "core/base/time-text.h"
#include "core/job/reminder.h"
#include "core/store/store-renewals.h"
#include "widget/banner.h"
#include "widget/compat.h"
#include "widget/letter-bar.h"
#include "widget/letter-editor.h"
#include "widget/toast.h"
#include "widget/unlock.h"

struct _KpLetterWindow
{
  AdwWindow parent_instance;

  AdwWindowTitle *title;
  KpBanner *banner;
  GtkWidget *send;
  GtkWidget *spinner; /* with words */
  GtkLabel *intro;
  KpLetterBar *letter;
  GtkWidget *to_provider;
  KpLetterEditor *editor;
  AdwActionRow *ticket;
  AdwActionRow *priority;

  KpDesk *desk;
  KpSite *site;
  KpLetterKind kind;       /* of the one to the customer */
  KpCustomerLetter *facts; /* (nullable) */
  KpRenewal *renewal; /* (nullable): of the job, where the letter is about its record */
  KpRequest *draft;   /* (nullable): the one to the provider */
  gboolean noted;     /* that the customer was reminded */
  gboolean busy;
  GCancellable *cancellable;
};

G_DEFINE_FINAL_TYPE (KpLetterWindow, kp_letter_window, ADW_TYPE_WINDOW)

/* The open job, unless it has ended meanwhile. */
static const KpJob *
get_job (KpLetterWindow *self)
{
  return kp_site_get_job (self->site);
}

static void
update (KpLetterWindow *self)
{
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "letter.send",
                                 self->draft != NULL && !self->busy
                                     && kp_letter_editor_get_ready (self->editor));
}

static void
show_problem (KpLetterWindow *self, const char *text)
{
  kp_banner_show (self->banner, "dialog-warning-symbolic", text);
}

static void
say_nothing_to_do (KpLetterWindow *self, const char *text)
{
  gtk_label_set_text (self->intro, text);
  gtk_widget_set_visible (GTK_WIDGET (self->letter), FALSE);
}

/* A renewal waits for the customer only where a CA asks for a record. */
static gboolean
is_record (KpLetterWindow *self)
{
  const KpJob *job = kp_site_get_job (self->site);

  return self->kind == KP_LETTER_VALIDATION
         || (self->kind == KP_LETTER_REMINDER_CUSTOMER && job != NULL
             && job->kind == KP_JOB_RENEW);
}

static KpLetter *
write_letter (gpointer data, const char *language, char **address)
{
  KpLetterWindow *self = data;
  const KpJob *job = kp_site_get_job (self->site);

  if (self->facts == NULL)
    return NULL;
  if (!is_record (self))
    return kp_customer_letter_write (self->facts, self->kind, language, address);
  return kp_customer_letter_write_record (
      self->facts, self->renewal,
      self->kind == KP_LETTER_REMINDER_CUSTOMER && job != NULL ? job->validation_at : 0,
      language, address);
}

static char *
describe_reminders (const KpJob *job, gint64 now)
{
  g_autofree char *day = NULL;

  if (job->n_reminded == 0 || job->reminded_at == 0)
    return g_strdup (_ ("Nobody was reminded yet in this step."));
  day = kp_time_format_near_day (job->reminded_at, now);
  return g_strdup_printf (
      /* Translators: how often somebody was reminded, and the day of the last time */
      ngettext ("Reminded %u time, %s.", "Reminded %u times, the last time %s.",
                job->n_reminded),
      job->n_reminded, day);
}

static void
show_customer (KpLetterWindow *self)
{
  const KpJob *job = get_job (self);
  gint64 now = kp_clock_now (kp_desk_get_clock (self->desk));
  g_autofree char *text = NULL;

  if (self->kind == KP_LETTER_REMINDER_CUSTOMER && job != NULL)
    text = describe_reminders (job, now);
  else if (self->kind == KP_LETTER_VALIDATION)
    text = g_strdup (_ ("The CA issues the certificate once it sees this record in DNS."));
  else
    text = g_strdup (_ ("If the customer has left, retire the site; if it was a mistake, "
                        "the record is to be made again."));
  kp_letter_bar_update (self->letter, kp_site_get_host (self->site));
  if (gtk_widget_get_visible (GTK_WIDGET (self->letter)))
    gtk_label_set_text (self->intro, text);
  else
    say_nothing_to_do (self, _ ("There is nothing that the customer could change."));
}

static KpProfile *
get_profile (KpLetterWindow *self)
{
  return kp_catalogue_find (kp_desk_get_catalogue (self->desk),
                            kp_site_get_provider (self->site));
}

/* @language: (nullable): tag of the one that was chosen */
static KpRequest *
compose (KpLetterWindow *self, const KpJob *job, const char *language, char **written,
         GError **error)
{
  KpOutbox *outbox = kp_desk_get_outbox (self->desk);
  g_autoptr (KpRequest) first =
      kp_reminder_find_first (G_LIST_MODEL (kp_outbox_get_requests (outbox)), job);
  gint64 due = kp_customer_letter_get_verdict (self->facts)->summary.next.due;
  KpJobFacts facts;
  KpRequest *draft;

  kp_job_keeper_fill_facts (kp_desk_get_job_keeper (self->desk), self->site, &facts);
  if (language != NULL)
    facts.language = language;
  draft = kp_reminder_compose (job, &facts, first, due, kp_letter_get_sender (), error);
  if (draft != NULL)
    *written = kp_request_find_language (facts.profile, KP_LETTER_REMINDER_PROVIDER,
                                         facts.language);
  return draft;
}

static void
show_provider (KpLetterWindow *self, const KpJob *job)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *text = NULL;
  g_autofree char *language = NULL;
  const char *ticket;

  self->draft = compose (self, job, NULL, &language, &error);
  if (self->draft == NULL)
    {
      say_nothing_to_do (self, error->message);
      return;
    }
  text = describe_reminders (job, kp_clock_now (kp_desk_get_clock (self->desk)));
  gtk_label_set_text (self->intro, text);
  ticket = kp_request_get_ticket (self->draft);
  adw_action_row_set_subtitle (self->ticket, ticket);
  gtk_widget_set_visible (GTK_WIDGET (self->ticket), *ticket != '\0');
  adw_action_row_set_subtitle (
      self->priority, kp_priority_get_label (kp_request_get_priority (self->draft)));
  kp_letter_editor_set_request (self->editor, self->draft, get_profile (self), language);
  gtk_widget_set_visible (self->to_provider, TRUE);
  gtk_widget_set_visible (GTK_WIDGET (self->letter), FALSE);
  gtk_widget_set_visible (self->send, TRUE);
  update (self);
}

/* @left: (nullable): the letter as it was left in that language */
static void
language_chosen_cb (KpLetterWindow *self, const char *tag, KpRequest *left)
{
  g_autoptr (KpRequest) letter = left != NULL ? g_object_ref (left) : NULL;
  g_autofree char *language = g_strdup (tag);
  g_autoptr (GError) error = NULL;
  const KpJob *job = get_job (self);

  if (self->draft == NULL || self->busy || job == NULL)
    return;
  if (letter == NULL)
    {
      g_clear_pointer (&language, g_free);
      letter = compose (self, job, tag, &language, &error);
    }
  if (letter == NULL)
    {
      show_problem (self, error->message);
      return;
    }
  g_set_object (&self->draft, letter);
  kp_letter_editor_set_request (self->editor, letter, get_profile (self), language);
  update (self);
}

static void
show (KpLetterWindow *self)
{
  const KpJob *job = get_job (self);
  KpTurn who = kp_customer_letter_get_verdict (self->facts)->summary.next.who;
  KpReminderTo to = job != NULL ? kp_reminder_to (job, who) : KP_REMINDER_NOBODY;

  if (self->kind != KP_LETTER_REMINDER_CUSTOMER || to == KP_REMINDER_CUSTOMER)
    show_customer (self);
  else if (to == KP_REMINDER_PROVIDER)
    show_provider (self, job);
  else
    say_nothing_to_do (self, _ ("Nobody is waited for: there is no one to remind."));
}

static void
renewal_loaded_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (KpLetterWindow) self = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (KpRenewal) renewal =
      kp_store_load_renewal_finish (KP_STORE (source), result, &error);

  if (self->desk == NULL)
    return;
  if (renewal == NULL)
    {
      show_problem (self, error->message);
      return;
    }
  self->renewal = g_steal_pointer (&renewal);
  show (self);
}

/* What else the letter is made of. */
static void
load_or_show (KpLetterWindow *self)
{
  const KpJob *job = kp_site_get_job (self->site);

  if (is_record (self) && job != NULL)
    kp_store_load_renewal_async (kp_desk_get_store (self->desk), job->id, self->cancellable,
                                 renewal_loaded_cb, g_object_ref (self));
  else
    show (self);
}

static void
judged_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (KpLetterWindow) self = data;
  g_autoptr (GError) error = NULL;
  KpEvidence *evidence = NULL;
  g_autoptr (KpVerdict) verdict =
      kp_desk_judge_finish (KP_DESK (source), result, &evidence, &error);

  if (self->desk == NULL)
    ; /* closed meanwhile */
  else if (verdict == NULL)
    show_problem (self, error->message);
  else
    {
      self->facts = kp_customer_letter_new (self->desk, self->site, verdict, evidence);
      load_or_show (self);
    }
  if (self->desk != NULL)
    gtk_widget_set_visible (self->spinner, FALSE);
  /* The verdict points into the evidence. */
  g_clear_pointer (&verdict, kp_verdict_unref);
  kp_evidence_free (evidence);
}

static void
noted_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (KpLetterWindow) self = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (KpJob) job = kp_job_keeper_finish (KP_JOB_KEEPER (source), result, &error);

  if (self->desk == NULL)
    return;
  if (job == NULL)
    {
      self->noted = FALSE;
      show_problem (self, error->message);
    }
  else
    gtk_label_set_text (self->intro, _ ("Noted: the customer was reminded today."));
}

/* However often it is copied or mailed from here, it is one reminder. */
static void
told_cb (KpLetterWindow *self, guint how)
{
  const KpJobInput input = { .reminded = TRUE };

  if (self->kind != KP_LETTER_REMINDER_CUSTOMER || self->noted || get_job (self) == NULL)
    return;
  self->noted = TRUE;
  kp_job_keeper_next_async (kp_desk_get_job_keeper (self->desk), self->site, &input, NULL,
                            noted_cb, g_object_ref (self));
}

static void
sent_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (KpLetterWindow) self = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (KpJob) job = kp_job_keeper_finish (KP_JOB_KEEPER (source), result, &error);
  GtkWindow *parent;

  if (self->desk == NULL)
    return;
  self->busy = FALSE;
  update (self);
  if (job == NULL)
    {
      show_problem (self, error->message);
      return;
    }
  kp_outbox_wake (kp_desk_get_outbox (self->desk));
  parent = gtk_window_get_transient_for (GTK_WINDOW (self));
  if (parent != NULL)
    gtk_widget_activate_action (GTK_WIDGET (parent), "win.show-toast", "s",
                                _ ("The reminder is in Requests"));
  gtk_window_close (GTK_WINDOW (self));
}

static void
send (KpLetterWindow *self)
{
  const KpJobInput input = { .reminded = TRUE, .request = self->draft };

  kp_job_keeper_next_async (kp_desk_get_job_keeper (self->desk), self->site, &input, NULL,
                            sent_cb, g_object_ref (self));
}

/* A vault that stays closed holds nothing up: the request is kept, and tells what it waits
 * for. */
static void
unlocked_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (KpLetterWindow) self = data;

  kp_unlock_finish (result, NULL);
  if (self->desk != NULL)
    send (self);
}

static void
send_activated (GtkWidget *widget, const char *name, GVariant *parameter)
{
  KpLetterWindow *self = KP_LETTER_WINDOW (widget);

  self->busy = TRUE;
  update (self);
  kp_banner_set_revealed (self->banner, FALSE);
  kp_unlock_for_request_async (widget, kp_desk_get_vault (self->desk), self->draft,
                               self->cancellable, unlocked_cb, g_object_ref (self));
}

static void
show_toast_activated (GtkWidget *widget, const char *name, GVariant *parameter)
{
  kp_toast_show (GTK_WIDGET (KP_LETTER_WINDOW (widget)->intro),
                 g_variant_get_string (parameter, NULL));
}

static void
kp_letter_window_dispose (GObject *object)
{
  KpLetterWindow *self = KP_LETTER_WINDOW (object);

  g_cancellable_cancel (self->cancellable);
  gtk_widget_dispose_template (GTK_WIDGET (object), KP_TYPE_LETTER_WINDOW);
  g_clear_pointer (&self->facts, kp_customer_letter_free);
  g_clear_object (&self->draft);
  g_clear_object (&self->site);
  g_clear_object (&self->desk);

  G_OBJECT_CLASS (kp_letter_window_parent_class)->dispose (object);
}

static void
kp_letter_window_finalize (GObject *object)
{
  g_object_unref (KP_LETTER_WINDOW (object)->cancellable);
  kp_renewal_free (KP_LETTER_WINDOW (object)->renewal);

  G_OBJECT_CLASS (kp_letter_window_parent_class)->finalize (object);
}

static void
bind_children (GtkWidgetClass *widget_class)
{
  gtk_widget_class_bind_template_child (widget_class, KpLetterWindow, title);
  gtk_widget_class_bind_template_child (widget_class, KpLetterWindow, banner);
  gtk_widget_class_bind_template_child (widget_class, KpLetterWindow, send);
  gtk_widget_class_bind_template_child (widget_class, KpLetterWindow, spinner);
  gtk_widget_class_bind_template_child (widget_class, KpLetterWindow, intro);
  gtk_widget_class_bind_template_child (widget_class, KpLetterWindow, letter);
  gtk_widget_class_bind_template_child (widget_class, KpLetterWindow, to_provider);
  gtk_widget_class_bind_template_child (widget_class, KpLetterWindow, editor);
  gtk_widget_class_bind_template_child (widget_class, KpLetterWindow, ticket);
  gtk_widget_class_bind_template_child (widget_class, KpLetterWindow, priority);
  gtk_widget_class_bind_template_callback (widget_class, language_chosen_cb);
  gtk_widget_class_bind_template_callback (widget_class, update);
}

static void
kp_letter_window_class_init (KpLetterWindowClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = kp_letter_window_dispose;
  object_class->finalize = kp_letter_window_finalize;

  g_type_ensure (KP_TYPE_BANNER);
  g_type_ensure (KP_TYPE_LETTER_BAR);
  g_type_ensure (KP_TYPE_LETTER_EDITOR);
  gtk_widget_class_install_action (widget_class, "letter.send", NULL, send_activated);
  gtk_widget_class_install_action (widget_class, "win.show-toast", "s",
                                   show_toast_activated);
  gtk_widget_class_set_template_from_resource (
      widget_class, "/io/github/keyplate_app/Keyplate/assistant/letter-window.ui");
  bind_children (widget_class);
  kp_compat_add_close_keys (widget_class);
}

static void
kp_letter_window_init (KpLetterWindow *self)
{
  self->cancellable = g_cancellable_new ();
  gtk_widget_init_template (GTK_WIDGET (self));
  g_signal_connect_object (self->letter, "told", G_CALLBACK (told_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->letter, "failed", G_CALLBACK (show_problem), self,
                           G_CONNECT_SWAPPED);
}

static GtkWidget *
make (KpDesk *desk, KpSite *site, GtkWindow *parent, KpLetterKind kind, const char *title)
{
  KpLetterWindow *self =
      g_object_new (KP_TYPE_LETTER_WINDOW, "transient-for", parent, "title", title, NULL);

  self->desk = g_object_ref (desk);
  self->site = g_object_ref (site);
  self->kind = kind;
  adw_window_title_set_title (self->title, title);
  adw_window_title_set_subtitle (self->title, kp_site_get_label (site));
  kp_letter_bar_set_up (self->letter, kind, TRUE, write_letter, self);
  update (self);
  kp_desk_judge_async (desk, site, self->cancellable, judged_cb, g_object_ref (self));
  return GTK_WIDGET (self);
}

GtkWidget *
kp_letter_window_new_reminder (KpDesk *desk, KpSite *site, GtkWindow *parent)
{
  g_return_val_if_fail (KP_IS_DESK (desk), NULL);
  g_return_val_if_fail (KP_IS_SITE (site), NULL);

  return make (desk, site, parent, KP_LETTER_REMINDER_CUSTOMER, _ ("Remind"));
}

GtkWidget *
kp_letter_window_new_question (KpDesk *desk, KpSite *site, GtkWindow *parent)
{
  g_return_val_if_fail (KP_IS_DESK (desk), NULL);
  g_return_val_if_fail (KP_IS_SITE (site), NULL);

  return make (desk, site, parent, KP_LETTER_MOVED_AWAY, _ ("Ask the Customer"));
}

GtkWidget *
kp_letter_window_new_record (KpDesk *desk, KpSite *site, GtkWindow *parent)
{
  g_return_val_if_fail (KP_IS_DESK (desk), NULL);
  g_return_val_if_fail (KP_IS_SITE (site), NULL);

  return make (desk, site, parent, KP_LETTER_VALIDATION, _ ("Write to DNS Administrator"));
}
