/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "assistant/request-page.h"

#include <glib/gi18n.h>

#include "assistant/reply-group.h"
#include "assistant/request-draft.h"
#include "core/helpdesk/reply-address.h"
#include "core/job/job-request.h"
#include "core/job/reminder.h"
#include "core/store/store-renewals.h"
#include "widget/compat.h"
#include "widget/letter-editor.h"
#include "widget/unlock.h"

struct _KpRequestPage
{
  KpJobPage parent_instance;

  GtkLabel *intro;
  KpLetterEditor *letter;
  KpReplyGroup *answer_to;
  AdwActionRow *channel;
  AdwActionRow *priority;
  AdwPreferencesGroup *fields;
  GtkWidget *edit;
  AdwActionRow *attachment;

  KpRenewal *renewal; /* (nullable): of a job whose certificate is handed over here */
  gboolean loading;   /* that */
  KpRequest *draft;   /* (nullable) */
  char *details;      /* (nullable): those that the draft was written with */
  char *language;     /* (nullable): tag of the one that it is in */
  gboolean chosen;    /* that, by the user */
  gboolean typed;     /* the letter or the address, by the user */
  GPtrArray *rows;
  GCancellable *cancellable;
  gboolean unlocking;
};

G_DEFINE_FINAL_TYPE (KpRequestPage, kp_request_page, KP_TYPE_JOB_PAGE)

static KpJobSheet *
get_sheet (KpRequestPage *self)
{
  return kp_job_page_get_sheet (KP_JOB_PAGE (self));
}

static void
update_ready (KpRequestPage *self)
{
  kp_job_page_set_ready (KP_JOB_PAGE (self),
                         kp_reply_group_get_ready (self->answer_to) && !self->unlocking
                             && kp_letter_editor_get_ready (self->letter));
}

static void
answer_to_typed_cb (KpRequestPage *self)
{
  if (self->draft == NULL)
    return;
  kp_reply_address_set (self->draft, kp_reply_group_get_address (self->answer_to));
  self->typed = TRUE;
}

/* Where the details do not go along, as with a certificate, their address is the one. */
static void
fill_answer_to (KpRequestPage *self, KpJobSheet *sheet)
{
  const char *known = kp_reply_address_get (self->draft);

  if (known == NULL && sheet->subject != NULL)
    known = kp_subject_get_field (sheet->subject, KP_SUBJECT_EMAIL);
  if (known != NULL && *known != '\0')
    kp_reply_address_set (self->draft, known);
  kp_reply_group_set_address (self->answer_to, known);
}

static void
letter_typed_cb (KpRequestPage *self)
{
  self->typed = TRUE;
}

static void
show_fields (KpRequestPage *self)
{
  GPtrArray *fields = kp_request_get_fields (self->draft);

  for (guint i = 0; i < self->rows->len; i++)
    adw_preferences_group_remove (self->fields, g_ptr_array_index (self->rows, i));
  g_ptr_array_set_size (self->rows, 0);
  for (guint i = 0; i < fields->len; i++)
    {
      const KpRequestField *field = g_ptr_array_index (fields, i);
      GtkWidget *row;

      if (g_str_equal (field->id, KP_REPLY_ADDRESS_FIELD))
        continue; /* it has a row of its own */
      row = g_object_new (ADW_TYPE_ACTION_ROW, "use-markup", FALSE, "title", field->label,
                          "subtitle", *field->value != '\0' ? field->value : "–",
                          "title-lines", 99, "subtitle-lines", 99, NULL);
      gtk_widget_add_css_class (row, "property");
      adw_preferences_group_add (self->fields, row);
      g_ptr_array_add (self->rows, row);
    }
  gtk_widget_set_visible (GTK_WIDGET (self->fields), self->rows->len > 0);
}

/* The second request of a renewal: it has the certificate attached. */
static gboolean
is_submission (const KpJobSheet *sheet)
{
  return sheet->job->kind == KP_JOB_RENEW && sheet->job->step == KP_JOB_STEP_SUBMIT;
}

static void
show_attachment (KpRequestPage *self, KpJobSheet *sheet)
{
  gboolean there =
      is_submission (sheet) && self->renewal != NULL && self->renewal->bundle != NULL;

  if (there)
    {
      g_autofree char *text = kp_job_sheet_describe_bundle (sheet, self->renewal->bundle);

      adw_action_row_set_subtitle (self->attachment, text);
    }
  gtk_widget_set_visible (GTK_WIDGET (self->attachment), there);
  gtk_widget_set_visible (self->edit, !is_submission (sheet));
}

static void
show_way (KpRequestPage *self, KpJobSheet *sheet)
{
  const char *own = kp_profile_get_priority_label (sheet->profile);
  const char *meaning = kp_priority_get_label (kp_request_get_priority (self->draft));
  g_autofree char *priority = NULL;

  if (own != NULL)
    /* Translators: how urgent ("Low"), and the provider's own word for it */
    priority = g_strdup_printf (_ ("%s (%s)"), meaning, own);
  adw_action_row_set_subtitle (self->priority, priority != NULL ? priority : meaning);
  adw_action_row_set_subtitle (self->channel, kp_job_sheet_get_channel (sheet));
}

static KpRequest *
write_request (KpRequestPage *self, KpJobSheet *sheet, const KpJobFacts *facts,
               GError **error)
{
  GListModel *requests =
      G_LIST_MODEL (kp_outbox_get_requests (kp_desk_get_outbox (sheet->desk)));
  g_autoptr (KpRequest) first = NULL;

  if (!is_submission (sheet))
    return kp_job_compose_request (sheet->job, facts, kp_letter_get_sender (), NULL, error);
  first = kp_reminder_find_first (requests, sheet->job);
  return kp_job_compose_submission (sheet->job, facts, self->renewal, first,
                                    kp_letter_get_sender (), NULL, error);
}

/* Returns: (transfer full): tag of the language in which the letter is to be */
static char *
find_language (KpRequestPage *self, KpJobSheet *sheet, const KpJobFacts *facts)
{
  return self->chosen ? g_strdup (self->language)
                      : kp_request_find_language (sheet->profile, KP_LETTER_REQUEST,
                                                  facts->language);
}

/* Returns: whether the letter that stands there still says what it must */
static gboolean
holds (KpRequestPage *self, KpRequestList *requests, const char *details,
       const char *language)
{
  return self->draft != NULL && g_strcmp0 (details, self->details) == 0
         && (self->typed || g_strcmp0 (language, self->language) == 0)
         && kp_request_draft_is_free (requests, kp_request_get_reference (self->draft));
}

static void
take_language (KpRequestPage *self, const char *language)
{
  g_autofree char *copy = g_strdup (language);

  g_free (self->language);
  self->language = g_steal_pointer (&copy);
}

/* What was written stays while the details and the way are the same. */
static gboolean
compose (KpRequestPage *self, KpJobSheet *sheet, GError **error)
{
  KpRequestList *requests = kp_outbox_get_requests (kp_desk_get_outbox (sheet->desk));
  KpJobFacts facts;
  g_autofree char *written = NULL;
  g_autofree char *details = NULL;
  g_autofree char *language = NULL;
  g_autofree char *typed_in = NULL;
  KpRequest *draft;

  kp_job_keeper_fill_facts (kp_desk_get_job_keeper (sheet->desk), sheet->site, &facts);
  written = kp_request_draft_describe (sheet->job, &facts);
  details = g_strconcat (written, " ",
                         is_submission (sheet) ? self->renewal->leaf_sha256 : "", NULL);
  /* What was chosen was chosen for the letter that has left. */
  if (self->draft != NULL
      && !kp_request_draft_is_free (requests, kp_request_get_reference (self->draft)))
    self->chosen = FALSE;
  language = find_language (self, sheet, &facts);
  if (holds (self, requests, details, language))
    return TRUE;
  facts.language = language;
  draft = write_request (self, sheet, &facts, error);
  if (draft == NULL)
    return FALSE;
  g_set_object (&self->draft, draft);
  g_object_unref (draft);
  g_free (self->details);
  self->details = g_steal_pointer (&details);
  self->typed =
      kp_request_draft_take (sheet->job->draft, self->details, requests, draft, &typed_in);
  self->chosen |= self->typed;
  take_language (self, self->typed ? typed_in : language);
  fill_answer_to (self, sheet);
  show_fields (self);
  return TRUE;
}

static void
show (KpRequestPage *self, KpJobSheet *sheet)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *intro = NULL;

  intro = g_strdup_printf (
      /* Translators: %s is a provider. */
      _ ("This goes to %s. Look at it once more; nothing leaves before you send it."),
      kp_job_sheet_get_provider (sheet));
  gtk_label_set_text (self->intro, intro);
  if (sheet->profile == NULL || !compose (self, sheet, &error))
    {
      kp_letter_editor_fail (self->letter,
                             error != NULL ? error->message
                                           : _ ("The profile of its provider is missing."));
      update_ready (self);
      return;
    }
  show_way (self, sheet);
  show_attachment (self, sheet);
  kp_letter_editor_set_request (self->letter, self->draft, sheet->profile, self->language);
  update_ready (self);
}

/* @left: (nullable): the letter as it was left in that language */
static void
language_chosen_cb (KpRequestPage *self, const char *tag, KpRequest *left)
{
  KpJobSheet *sheet = get_sheet (self);
  g_autoptr (KpRequest) letter = left != NULL ? g_object_ref (left) : NULL;
  g_autoptr (GError) error = NULL;
  KpJobFacts facts;

  if (sheet == NULL || self->draft == NULL)
    return;
  kp_job_keeper_fill_facts (kp_desk_get_job_keeper (sheet->desk), sheet->site, &facts);
  facts.language = tag;
  if (letter == NULL)
    letter = write_request (self, sheet, &facts, &error);
  if (letter == NULL)
    {
      kp_letter_editor_fail (self->letter, error->message);
      return;
    }
  kp_reply_address_set (letter, kp_reply_group_get_address (self->answer_to));
  g_set_object (&self->draft, letter);
  take_language (self, tag);
  self->chosen = TRUE;
  self->typed = TRUE;
  kp_letter_editor_set_request (self->letter, self->draft, sheet->profile, self->language);
  update_ready (self);
}

static void
loaded_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (KpRequestPage) self = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (KpRenewal) renewal =
      kp_store_load_renewal_finish (KP_STORE (source), result, &error);

  self->loading = FALSE;
  if (get_sheet (self) == NULL)
    return;
  if (renewal == NULL)
    {
      kp_letter_editor_fail (self->letter, error->message);
      return;
    }
  kp_renewal_free (self->renewal);
  self->renewal = g_steal_pointer (&renewal);
  show (self, get_sheet (self));
}

/* Returns: whether what the letter is made of is there; otherwise it comes */
static gboolean
load (KpRequestPage *self, KpJobSheet *sheet)
{
  if (!is_submission (sheet)
      || (self->renewal != NULL && self->renewal->job_id == sheet->job->id
          && g_strcmp0 (self->renewal->leaf_sha256, sheet->job->submitted_sha256) == 0))
    return TRUE;
  if (!self->loading)
    kp_store_load_renewal_async (kp_desk_get_store (sheet->desk), sheet->job->id,
                                 self->cancellable, loaded_cb, g_object_ref (self));
  self->loading = TRUE;
  kp_job_page_set_ready (KP_JOB_PAGE (self), FALSE);
  return FALSE;
}

static void
kp_request_page_show (KpJobPage *page, KpJobSheet *sheet)
{
  KpRequestPage *self = KP_REQUEST_PAGE (page);

  kp_job_page_set_button (page, is_submission (sheet) ? _ ("Send Certificate")
                                                      : _ ("Send Request"));
  if (load (self, sheet))
    show (self, sheet);
}

static void
send (KpRequestPage *self)
{
  const KpJobInput input = { .request = self->draft };

  kp_job_page_send (KP_JOB_PAGE (self), &input);
}

/* A vault that stays closed holds nothing up: the request is kept, and tells what it waits
 * for. */
static void
unlocked_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (KpRequestPage) self = data;

  kp_unlock_finish (result, NULL);
  self->unlocking = FALSE;
  if (self->draft == NULL || gtk_widget_get_root (GTK_WIDGET (self)) == NULL)
    return;
  update_ready (self);
  if (kp_job_page_get_ready (KP_JOB_PAGE (self)))
    send (self);
}

static void
kp_request_page_give (KpJobPage *page)
{
  KpRequestPage *self = KP_REQUEST_PAGE (page);

  self->unlocking = TRUE;
  update_ready (self);
  kp_unlock_for_request_async (GTK_WIDGET (self),
                               kp_desk_get_vault (get_sheet (self)->desk), self->draft,
                               self->cancellable, unlocked_cb, g_object_ref (self));
}

static char *
kp_request_page_dup_draft (KpJobPage *page)
{
  KpRequestPage *self = KP_REQUEST_PAGE (page);

  return self->draft != NULL && self->typed
             ? kp_request_draft_write (self->draft, self->details, self->language)
             : NULL;
}

static void
kp_request_page_forget (KpJobPage *page)
{
  KpRequestPage *self = KP_REQUEST_PAGE (page);

  g_clear_object (&self->draft);
  self->chosen = FALSE;
}

static void
kp_request_page_dispose (GObject *object)
{
  KpRequestPage *self = KP_REQUEST_PAGE (object);

  g_cancellable_cancel (self->cancellable);
  g_ptr_array_set_size (self->rows, 0);
  gtk_widget_dispose_template (GTK_WIDGET (object), KP_TYPE_REQUEST_PAGE);
  g_clear_object (&self->draft);

  G_OBJECT_CLASS (kp_request_page_parent_class)->dispose (object);
}

static void
kp_request_page_finalize (GObject *object)
{
  KpRequestPage *self = KP_REQUEST_PAGE (object);

  g_ptr_array_unref (self->rows);
  kp_renewal_free (self->renewal);
  g_object_unref (self->cancellable);
  g_free (self->details);
  g_free (self->language);

  G_OBJECT_CLASS (kp_request_page_parent_class)->finalize (object);
}

static void
kp_request_page_class_init (KpRequestPageClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = kp_request_page_dispose;
  object_class->finalize = kp_request_page_finalize;
  KP_JOB_PAGE_CLASS (klass)->show = kp_request_page_show;
  KP_JOB_PAGE_CLASS (klass)->give = kp_request_page_give;
  KP_JOB_PAGE_CLASS (klass)->dup_draft = kp_request_page_dup_draft;
  KP_JOB_PAGE_CLASS (klass)->forget = kp_request_page_forget;

  g_type_ensure (KP_TYPE_LETTER_EDITOR);
  g_type_ensure (KP_TYPE_REPLY_GROUP);
  gtk_widget_class_set_template_from_resource (
      widget_class, "/io/github/keyplate_app/Keyplate/assistant/request-page.ui");
  gtk_widget_class_bind_template_child (widget_class, KpRequestPage, intro);
  gtk_widget_class_bind_template_child (widget_class, KpRequestPage, letter);
  gtk_widget_class_bind_template_child (widget_class, KpRequestPage, answer_to);
  gtk_widget_class_bind_template_child (widget_class, KpRequestPage, channel);
  gtk_widget_class_bind_template_child (widget_class, KpRequestPage, priority);
  gtk_widget_class_bind_template_child (widget_class, KpRequestPage, fields);
  gtk_widget_class_bind_template_child (widget_class, KpRequestPage, edit);
  gtk_widget_class_bind_template_child (widget_class, KpRequestPage, attachment);
  gtk_widget_class_bind_template_callback (widget_class, answer_to_typed_cb);
  gtk_widget_class_bind_template_callback (widget_class, update_ready);
}

static void
kp_request_page_init (KpRequestPage *self)
{
  self->rows = g_ptr_array_new ();
  self->cancellable = g_cancellable_new ();
  gtk_widget_init_template (GTK_WIDGET (self));
  g_signal_connect_object (self->letter, "typed", G_CALLBACK (letter_typed_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->letter, "language-chosen", G_CALLBACK (language_chosen_cb),
                           self, G_CONNECT_SWAPPED);
  kp_compat_set_name (self->edit, _ ("Edit certificate details"));
}
