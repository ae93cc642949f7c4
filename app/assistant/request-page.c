/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "assistant/request-page.h"

#include <glib/gi18n.h>

#include "core/base/json.h"
#include "core/helpdesk/channel.h"
#include "core/helpdesk/delivery.h"
#include "core/job/job-request.h"
#include "widget/compat.h"
#include "widget/entry-row.h"
#include "widget/note-row.h"
#include "widget/problem-row.h"
#include "widget/unlock.h"

/* A letter is edited in characters; its limit is in octets, of which one has up to four. */
#define MAX_BODY_CHARACTERS (KP_REQUEST_MAX_BODY / 4)

struct _KpRequestPage
{
  KpSecurePage parent_instance;

  GtkLabel *intro;
  KpEntryRow *subject;
  KpNoteRow *body;
  KpProblemRow *problem;
  AdwActionRow *channel;
  AdwActionRow *priority;
  AdwPreferencesGroup *fields;
  GtkWidget *edit;

  KpRequest *draft; /* (nullable) */
  char *details;    /* (nullable): those that the draft was written with */
  gboolean typed;   /* the letter, by the user */
  GPtrArray *rows;
  GCancellable *cancellable;
  gboolean filling;
  gboolean unlocking;
};

G_DEFINE_FINAL_TYPE (KpRequestPage, kp_request_page, KP_TYPE_SECURE_PAGE)

static KpSecureSheet *
get_sheet (KpRequestPage *self)
{
  return kp_secure_page_get_sheet (KP_SECURE_PAGE (self));
}

/* The letter as it stands there, or why it can't go. */
static void
update (KpRequestPage *self)
{
  KpSecureSheet *sheet = get_sheet (self);
  g_autoptr (GPtrArray) problems = NULL;
  g_autoptr (GString) text = g_string_new (NULL);
  g_autofree char *subject = NULL;
  g_autofree char *body = NULL;
  g_autofree char *key = NULL;

  if (self->filling || self->draft == NULL || sheet == NULL)
    return;
  subject = kp_entry_row_dup_text (self->subject);
  body = kp_note_row_dup_text (self->body);
  g_object_set (self->draft, "subject", subject, "body", body, NULL);
  problems = kp_request_find_problems (self->draft, sheet->profile);
  for (guint i = 0; i < problems->len; i++)
    {
      const KpFieldProblem *problem = g_ptr_array_index (problems, i);

      g_string_append_printf (text, "%s%s", i > 0 ? "\n" : "", problem->text);
    }
  /* The outbox refuses it too, but then it is saved already. */
  if (kp_delivery_find_key (self->draft, &key))
    g_string_append_printf (text, "%s%s", text->len > 0 ? "\n" : "", key);
  kp_problem_row_set_text (self->problem, text->len > 0 ? text->str : NULL);
  kp_secure_page_set_ready (KP_SECURE_PAGE (self), text->len == 0 && !self->unlocking);
}

static void
letter_changed_cb (KpRequestPage *self)
{
  self->typed |= !self->filling;
  update (self);
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
      GtkWidget *row =
          g_object_new (ADW_TYPE_ACTION_ROW, "use-markup", FALSE, "title", field->label,
                        "subtitle", *field->value != '\0' ? field->value : "–",
                        "title-lines", 0, "subtitle-lines", 0, NULL);

      gtk_widget_add_css_class (row, "property");
      adw_preferences_group_add (self->fields, row);
      g_ptr_array_add (self->rows, row);
    }
}

static void
show_way (KpRequestPage *self, KpSecureSheet *sheet)
{
  const char *own = kp_profile_get_priority_label (sheet->profile);
  const char *meaning = kp_priority_get_label (kp_request_get_priority (self->draft));
  g_autofree char *priority = NULL;

  if (own != NULL)
    /* Translators: how urgent ("Low"), and the provider's own word for it */
    priority = g_strdup_printf (_ ("%s (%s)"), meaning, own);
  adw_action_row_set_subtitle (self->priority, priority != NULL ? priority : meaning);
  adw_action_row_set_subtitle (self->channel, kp_secure_sheet_get_channel (sheet));
}

/* What was saved once is not written again: the next one has a reference of its own. */
static gboolean
is_free (KpSecureSheet *sheet, const char *reference)
{
  KpRequestList *requests = kp_outbox_get_requests (kp_desk_get_outbox (sheet->desk));

  return kp_request_list_find_by_reference (requests, reference) == NULL;
}

/* What the letter depends on. A pause, or a restart, changes nothing of it. */
static char *
describe_details (KpSecureSheet *sheet, const KpJobFacts *facts)
{
  const KpJob *job = sheet->job;

  return g_strdup_printf ("%" G_GINT64_FORMAT " %" G_GINT64_FORMAT " %s %s %s", job->id,
                          job->step_at[KP_JOB_STEP_REVIEW],
                          kp_site_get_provider (sheet->site),
                          facts->channel != NULL ? facts->channel : "",
                          job->subject != NULL ? job->subject : "");
}

/* What was typed before, where it still is a letter of the same details. */
static void
take_draft (KpRequestPage *self, KpSecureSheet *sheet, KpRequest *request)
{
  const char *text = sheet->job->draft;
  g_autoptr (JsonObject) object =
      text != NULL ? kp_json_parse (text, -1, KP_JOB_MAX_DRAFT, NULL, NULL) : NULL;
  const char *reference, *subject, *body;

  self->typed = FALSE;
  if (object == NULL
      || g_strcmp0 (kp_json_get_string (object, "details", KP_JOB_MAX_DRAFT), self->details)
             != 0)
    return;
  reference = kp_json_get_string (object, "reference", KP_REQUEST_MAX_SUBJECT);
  subject = kp_json_get_string (object, "subject", KP_JOB_MAX_DRAFT);
  body = kp_json_get_string (object, "body", KP_JOB_MAX_DRAFT);
  if (reference == NULL || !kp_request_is_reference (reference)
      || !is_free (sheet, reference) || subject == NULL || body == NULL)
    return;
  self->typed = TRUE;
  g_object_set (request, "reference", reference, "subject", subject, "body", body, NULL);
}

/* What was written stays while the details and the way are the same. */
static gboolean
compose (KpRequestPage *self, KpSecureSheet *sheet, GError **error)
{
  KpJobFacts facts;
  g_autofree char *details = NULL;
  KpRequest *draft;

  kp_job_keeper_fill_facts (kp_desk_get_job_keeper (sheet->desk), sheet->site, &facts);
  details = describe_details (sheet, &facts);
  if (self->draft != NULL && g_strcmp0 (details, self->details) == 0
      && is_free (sheet, kp_request_get_reference (self->draft)))
    return TRUE;
  draft = kp_job_compose_request (sheet->job, &facts, kp_letter_get_sender (), NULL, error);
  if (draft == NULL)
    return FALSE;
  g_set_object (&self->draft, draft);
  g_object_unref (draft);
  g_free (self->details);
  self->details = g_steal_pointer (&details);
  take_draft (self, sheet, draft);
  self->filling = TRUE;
  gtk_editable_set_text (GTK_EDITABLE (self->subject), kp_request_get_subject (draft));
  kp_note_row_set_text (self->body, kp_request_get_body (draft));
  self->filling = FALSE;
  show_fields (self);
  return TRUE;
}

static void
kp_request_page_show (KpSecurePage *page, KpSecureSheet *sheet)
{
  KpRequestPage *self = KP_REQUEST_PAGE (page);
  g_autoptr (GError) error = NULL;
  g_autofree char *intro = NULL;

  kp_secure_page_set_button (page, _ ("Send Request"));
  intro = g_strdup_printf (
      /* Translators: %s is a provider. */
      _ ("This goes to %s. Look at it once more; nothing leaves before you send it."),
      kp_secure_sheet_get_provider (sheet));
  gtk_label_set_text (self->intro, intro);
  if (sheet->profile == NULL || !compose (self, sheet, &error))
    {
      kp_problem_row_set_text (
          self->problem,
          error != NULL ? error->message : _ ("The profile of its provider is missing."));
      kp_secure_page_set_ready (page, FALSE);
      return;
    }
  show_way (self, sheet);
  update (self);
}

static void
send (KpRequestPage *self)
{
  const KpJobInput input = { .request = self->draft };

  kp_secure_page_send (KP_SECURE_PAGE (self), &input);
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
  update (self);
  if (kp_secure_page_get_ready (KP_SECURE_PAGE (self)))
    send (self);
}

static void
kp_request_page_give (KpSecurePage *page)
{
  KpRequestPage *self = KP_REQUEST_PAGE (page);
  const KpChannel *channel = kp_channel_get (kp_request_get_channel (self->draft));
  g_autofree char *name = NULL;

  if (channel == NULL || !channel->needs_token)
    {
      send (self);
      return;
    }
  self->unlocking = TRUE;
  update (self);
  name = kp_connector_make_token_name (kp_request_get_provider (self->draft));
  kp_unlock_async (GTK_WIDGET (self), kp_desk_get_vault (get_sheet (self)->desk), name,
                   self->cancellable, unlocked_cb, g_object_ref (self));
}

static char *
kp_request_page_dup_draft (KpSecurePage *page)
{
  KpRequestPage *self = KP_REQUEST_PAGE (page);
  g_autoptr (JsonBuilder) builder = NULL;
  g_autoptr (JsonNode) root = NULL;

  if (self->draft == NULL || !self->typed)
    return NULL;
  builder = json_builder_new ();
  json_builder_begin_object (builder);
  json_builder_set_member_name (builder, "details");
  json_builder_add_string_value (builder, self->details);
  json_builder_set_member_name (builder, "reference");
  json_builder_add_string_value (builder, kp_request_get_reference (self->draft));
  json_builder_set_member_name (builder, "subject");
  json_builder_add_string_value (builder, kp_request_get_subject (self->draft));
  json_builder_set_member_name (builder, "body");
  json_builder_add_string_value (builder, kp_request_get_body (self->draft));
  json_builder_end_object (builder);
  root = json_builder_get_root (builder);
  return json_to_string (root, FALSE);
}

static void
kp_request_page_dispose (GObject *object)
{
  KpRequestPage *self = KP_REQUEST_PAGE (object);

  g_cancellable_cancel (self->cancellable);
  /* Its rows still tell of their end. */
  self->filling = TRUE;
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
  g_object_unref (self->cancellable);
  g_free (self->details);

  G_OBJECT_CLASS (kp_request_page_parent_class)->finalize (object);
}

static void
kp_request_page_class_init (KpRequestPageClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = kp_request_page_dispose;
  object_class->finalize = kp_request_page_finalize;
  KP_SECURE_PAGE_CLASS (klass)->show = kp_request_page_show;
  KP_SECURE_PAGE_CLASS (klass)->give = kp_request_page_give;
  KP_SECURE_PAGE_CLASS (klass)->dup_draft = kp_request_page_dup_draft;

  g_type_ensure (KP_TYPE_ENTRY_ROW);
  g_type_ensure (KP_TYPE_NOTE_ROW);
  g_type_ensure (KP_TYPE_PROBLEM_ROW);
  gtk_widget_class_set_template_from_resource (
      widget_class, "/io/github/keyplate_app/Keyplate/assistant/request-page.ui");
  gtk_widget_class_bind_template_child (widget_class, KpRequestPage, intro);
  gtk_widget_class_bind_template_child (widget_class, KpRequestPage, subject);
  gtk_widget_class_bind_template_child (widget_class, KpRequestPage, body);
  gtk_widget_class_bind_template_child (widget_class, KpRequestPage, problem);
  gtk_widget_class_bind_template_child (widget_class, KpRequestPage, channel);
  gtk_widget_class_bind_template_child (widget_class, KpRequestPage, priority);
  gtk_widget_class_bind_template_child (widget_class, KpRequestPage, fields);
  gtk_widget_class_bind_template_child (widget_class, KpRequestPage, edit);
  gtk_widget_class_bind_template_callback (widget_class, letter_changed_cb);
}

static void
kp_request_page_init (KpRequestPage *self)
{
  self->rows = g_ptr_array_new ();
  self->cancellable = g_cancellable_new ();
  self->filling = TRUE;
  gtk_widget_init_template (GTK_WIDGET (self));
  g_object_set (self->subject, "max-length", KP_REQUEST_MAX_SUBJECT, NULL);
  g_object_set (self->body, "max-length", MAX_BODY_CHARACTERS, NULL);
  kp_compat_set_name (self->edit, _ ("Edit certificate details"));
  self->filling = FALSE;
}
