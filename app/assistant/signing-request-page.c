/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "assistant/signing-request-page.h"

#include <glib/gi18n.h>

#include "assistant/batch-intake.h"
#include "assistant/csr-table.h"
#include "assistant/csr-words.h"
#include "assistant/turn-card.h"
#include "core/base/plain-text.h"
#include "core/base/time-text.h"
#include "core/certificate/certificate.h"
#include "core/certificate/document-input.h"
#include "core/check/caa-line.h"
#include "core/helpdesk/reply-document.h"
#include "core/job/renew-job.h"
#include "core/store/store-renewals.h"
#include "widget/drop-area.h"
#include "widget/finding-list.h"

struct _KpSigningRequestPage
{
  KpJobPage parent_instance;

  KpTurnCard *turn;
  KpDropArea *area;
  KpConversation *conversation;
  GtkLabel *origin;
  GtkWidget *content;
  GtkWidget *table;
  GtkGrid *grid;
  AdwActionRow *names;
  AdwActionRow *key;
  AdwActionRow *caa;
  GtkImage *caa_icon;
  KpFindingList *findings_list;

  gint64 job;                /* what is shown was given for it */
  gint64 since;              /* when that came to this step: once more is anew */
  gint64 kept_at;            /* when the one that the job keeps was taken; 0 without one */
  GCancellable *loading;     /* (nullable): of that one */
  GPtrArray *inputs;         /* given together and not read yet */
  GPtrArray *reading;        /* (nullable): given together, until it is known for whom */
  GCancellable *cancellable; /* (nullable): of what is being read or looked for */
  gboolean given;            /* by the user: the replies are not asked any more */
  KpCsr *csr;                /* (nullable) */
  gboolean csr_given;        /* that, or what was no signing request */
  char *told;                /* (nullable): where that was found */
  GPtrArray *findings;       /* (nullable) */
  GPtrArray *overruled;
};

G_DEFINE_FINAL_TYPE (KpSigningRequestPage, kp_signing_request_page, KP_TYPE_JOB_PAGE)

static void replies_changed_cb (KpSigningRequestPage *self);

static KpJobSheet *
get_sheet (KpSigningRequestPage *self)
{
  return kp_job_page_get_sheet (KP_JOB_PAGE (self));
}

static void
stop (KpSigningRequestPage *self)
{
  if (self->cancellable != NULL)
    g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
}

static void
stop_loading (KpSigningRequestPage *self)
{
  if (self->loading != NULL)
    g_cancellable_cancel (self->loading);
  g_clear_object (&self->loading);
}

static void
set_line (GtkLabel *label, const char *text)
{
  gtk_label_set_text (label, text != NULL ? text : "");
  gtk_widget_set_visible (GTK_WIDGET (label), text != NULL);
}

static gboolean
is_wrong (KpSigningRequestPage *self)
{
  for (guint i = 0; i < self->findings->len; i++)
    {
      const KpFinding *finding = g_ptr_array_index (self->findings, i);

      if (finding->severity == KP_SEVERITY_WRONG
          && kp_overrule_list_find (self->overruled, kp_finding_id_to_string (finding->id))
                 == NULL)
        return TRUE;
    }
  return FALSE;
}

static void
update_ready (KpSigningRequestPage *self)
{
  kp_job_page_set_ready (KP_JOB_PAGE (self), self->csr != NULL && !is_wrong (self));
}

static void
show_caa (KpSigningRequestPage *self, const KpJobSheet *sheet)
{
  g_autofree char *text = NULL;
  gboolean blocks = FALSE;
  const char *style;

  gtk_widget_set_visible (GTK_WIDGET (self->caa),
                          sheet->verdict != NULL && sheet->seen != NULL);
  if (sheet->verdict == NULL || sheet->seen == NULL)
    return;
  text = kp_caa_line_describe (sheet->verdict, sheet->seen, sheet->profile, sheet->job->ca,
                               &blocks);
  adw_action_row_set_subtitle (self->caa, text);
  gtk_image_set_from_icon_name (self->caa_icon, blocks ? "dialog-warning-symbolic"
                                                       : "object-select-symbolic");
  style = blocks ? "error" : "success";
  gtk_widget_set_css_classes (GTK_WIDGET (self->caa_icon), (const char *[]){ style, NULL });
  gtk_widget_set_visible (GTK_WIDGET (self->caa_icon),
                          blocks || sheet->seen->caa_state == KP_CAA_NONE
                              || sheet->seen->caa_state == KP_CAA_FOUND);
}

static void
show_csr (KpSigningRequestPage *self, const KpJobSheet *sheet)
{
  g_autoptr (GPtrArray) rows = NULL;
  g_autofree char *names = NULL;
  g_autofree char *key = NULL;

  gtk_widget_set_visible (self->content, self->csr != NULL);
  if (self->csr == NULL)
    return;
  rows = kp_csr_compare (self->csr, sheet->subject);
  kp_csr_table_show (self->grid, rows);
  gtk_widget_set_visible (self->table, rows->len > 0);
  names = kp_csr_words_describe_names (self->csr);
  adw_action_row_set_subtitle (self->names, names);
  key = kp_csr_words_describe_key (self->csr, self->findings);
  adw_action_row_set_subtitle (self->key, key);
  show_caa (self, sheet);
}

static void
clear (KpSigningRequestPage *self)
{
  stop (self);
  self->given = FALSE;
  self->csr_given = FALSE;
  g_clear_pointer (&self->told, g_free);
  g_clear_pointer (&self->reading, g_ptr_array_unref);
  g_clear_pointer (&self->csr, kp_csr_free);
  g_clear_pointer (&self->findings, g_ptr_array_unref);
  g_ptr_array_set_size (self->overruled, 0);
  g_ptr_array_set_size (self->inputs, 0);
  kp_finding_list_set_findings (self->findings_list, NULL);
  gtk_widget_set_visible (self->content, FALSE);
  set_line (self->origin, NULL);
  update_ready (self);
}

/* @origin: where it was found, a sentence */
static void
take (KpSigningRequestPage *self, const KpDocument *document, const char *origin)
{
  KpJobSheet *sheet = get_sheet (self);
  const KpProbe *shown = sheet->verdict != NULL ? sheet->verdict->shown : NULL;
  const KpCsrExpectation expected = {
    .host = kp_site_get_host (sheet->site),
    .asked = sheet->subject,
    .live_spki_sha256 = shown != NULL && shown->certificate != NULL
                            ? shown->certificate->spki_sha256
                            : NULL,
  };

  g_clear_pointer (&self->csr, kp_csr_free);
  g_clear_pointer (&self->findings, g_ptr_array_unref);
  g_ptr_array_set_size (self->overruled, 0);
  self->csr = kp_csr_take (document, &expected, &self->findings);
  self->csr_given = self->given;
  g_free (self->told);
  self->told = g_strdup (origin);
  set_line (self->origin, origin);
  show_csr (self, sheet);
  kp_finding_list_set_findings (self->findings_list, self->findings);
  update_ready (self);
}

static void
take_given (KpSigningRequestPage *self, const KpDocument *document)
{
  g_autofree char *described = kp_document_describe (document);
  g_autofree char *origin = NULL;

  g_clear_pointer (&self->reading, g_ptr_array_unref);
  /* Translators: what a file or text holds: "PEM: 1 signing request" */
  origin = g_strdup_printf (_ ("Read: %s"), described);
  take (self, document, origin);
}

static void
read_alone_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (KpSigningRequestPage) self = data;
  g_autoptr (KpDocument) document = kp_document_input_read_finish (result, NULL);

  if (document != NULL && get_sheet (self) != NULL)
    take_given (self, document);
}

static void
read_inputs (KpSigningRequestPage *self, GAsyncReadyCallback callback)
{
  stop (self);
  self->cancellable = g_cancellable_new ();
  kp_document_input_read_async (self->reading, self->cancellable, callback,
                                g_object_ref (self));
}

/* All of it was for others: what is shown is as good as before. */
static void
show_as_before (KpSigningRequestPage *self)
{
  g_clear_pointer (&self->reading, g_ptr_array_unref);
  set_line (self->origin, self->told);
  self->given = self->csr_given;
  replies_changed_cb (self);
}

static void
shared_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (KpSigningRequestPage) self = data;
  KpBatchIntakeOwn own;
  gboolean left;
  g_autofree char *text = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (KpDocument) alone = NULL;
  gboolean looked_at =
      kp_batch_intake_share_finish (result, &own, &alone, &text, &left, &error);

  /* What others were given is told, whatever is looked at here by now. */
  if (text != NULL && left)
    kp_job_page_fail (KP_JOB_PAGE (self), text);
  else if (text != NULL)
    kp_job_page_note (KP_JOB_PAGE (self), text);
  if (get_sheet (self) == NULL
      || g_task_get_cancellable (G_TASK (result)) != self->cancellable)
    return;
  if (!looked_at && !g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    kp_job_page_fail (KP_JOB_PAGE (self), error->message);
  if (alone != NULL)
    take_given (self, alone);
  else if (own == KP_BATCH_INTAKE_SHOW)
    read_inputs (self, read_alone_cb);
  else
    show_as_before (self);
}

/* Returns: whether @document (transfer full) is shared out first */
static gboolean
share (KpSigningRequestPage *self, KpDocument *document)
{
  KpJobSheet *sheet = get_sheet (self);
  const KpDocumentInput *first = self->reading->pdata[0];

  if (!kp_batch_intake_is_shared (sheet->batch, document))
    return FALSE;
  kp_batch_intake_share_async (sheet->desk, sheet->batch, sheet->site, document,
                               first->name, self->cancellable, shared_cb,
                               g_object_ref (self));
  return TRUE;
}

static void
read_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (KpSigningRequestPage) self = data;
  g_autoptr (KpDocument) document = kp_document_input_read_finish (result, NULL);

  if (document == NULL || get_sheet (self) == NULL)
    return; /* given up */
  if (share (self, document))
    g_steal_pointer (&document);
  else
    take_given (self, document);
}

static void
octets_cb (KpSigningRequestPage *self, GBytes *octets, const char *name)
{
  kp_document_input_list_add (self->inputs, octets, name);
}

/* What is given anew takes the place of what was there. */
static void
done_cb (KpSigningRequestPage *self)
{
  g_autoptr (GPtrArray) inputs = g_steal_pointer (&self->inputs);

  self->inputs = kp_document_input_list_new ();
  if (get_sheet (self) == NULL || inputs->len == 0)
    return;
  g_clear_pointer (&self->reading, g_ptr_array_unref);
  self->reading = g_steal_pointer (&inputs);
  self->given = TRUE;
  set_line (self->origin, _ ("Reading…"));
  read_inputs (self, read_cb);
}

/* What stands there already is not taken again: that would undo what was set aside. */
static gboolean
is_shown (KpSigningRequestPage *self, const KpDocument *document)
{
  for (guint i = 0; self->csr != NULL && i < document->parts->len; i++)
    {
      const KpDocumentPart *part = g_ptr_array_index (document->parts, i);
      g_autofree char *sha256 = kp_certificate_sha256 (part->der);

      if (part->kind == KP_DOCUMENT_REQUEST && g_str_equal (sha256, self->csr->sha256))
        return document->private_key == KP_PRIVATE_KEY_NONE && document->parts->len == 1;
    }
  return FALSE;
}

static void
found_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (KpSigningRequestPage) self = data;
  g_autoptr (KpMessage) message = NULL;
  g_autoptr (GPtrArray) unread = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (KpDocument) document =
      kp_reply_document_find_finish (result, &message, &unread, &error);
  g_autofree char *origin = NULL;
  g_autofree char *line = NULL;
  const char *author;

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED) || get_sheet (self) == NULL
      || self->given)
    return;
  if (error != NULL)
    kp_job_page_fail (KP_JOB_PAGE (self), error->message);
  if (document == NULL && self->csr == NULL)
    {
      line = kp_csr_words_describe_search (NULL, unread);
      set_line (self->origin, line);
    }
  /* What the job keeps was taken in the light of all that had come by then. */
  if (document == NULL || is_shown (self, document)
      || kp_message_get_at (message) < self->kept_at)
    return;
  author = kp_message_get_author (message);
  origin = g_strdup_printf (
      /* Translators: %s is who wrote a reply. */
      _ ("Found in the reply of %s."),
      *author != '\0' ? author : kp_job_sheet_get_provider (get_sheet (self)));
  line = kp_csr_words_describe_search (origin, unread);
  take (self, document, line);
}

static void
replies_changed_cb (KpSigningRequestPage *self)
{
  GPtrArray *messages = kp_conversation_get_messages (self->conversation);
  KpJobSheet *sheet = get_sheet (self);

  if (sheet == NULL || messages == NULL || self->given || self->loading != NULL)
    return;
  stop (self);
  self->cancellable = g_cancellable_new ();
  kp_reply_document_find_async (kp_desk_get_store (sheet->desk), messages,
                                KP_DOCUMENT_REQUEST, self->cancellable, found_cb,
                                g_object_ref (self));
}

/* One that was taken before a step back is still the one, unless another is given. */
static void
show_kept (KpSigningRequestPage *self, const KpRenewal *renewal)
{
  g_autoptr (KpDocument) document = kp_document_new ();
  g_autofree char *day = kp_time_format_near_day (renewal->csr_at, get_sheet (self)->now);
  g_autofree char *origin = NULL;

  self->kept_at = renewal->csr_at;
  kp_document_read (document, renewal->csr, "");
  /* Translators: %s is a day ("today", "Tuesday", "12 November"). */
  origin = g_strdup_printf (_ ("Taken %s."), day);
  take (self, document, origin);
}

static void
loaded_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (KpSigningRequestPage) self = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (KpRenewal) renewal =
      kp_store_load_renewal_finish (KP_STORE (source), result, &error);

  if (get_sheet (self) == NULL || g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  g_clear_object (&self->loading);
  if (renewal == NULL)
    kp_job_page_fail (KP_JOB_PAGE (self), error->message);
  else if (renewal->csr != NULL && !self->given)
    show_kept (self, renewal);
  replies_changed_cb (self);
}

static void
load (KpSigningRequestPage *self, KpJobSheet *sheet)
{
  stop_loading (self);
  self->kept_at = 0;
  if (sheet->job->csr_spki_sha256 == NULL)
    return;
  self->loading = g_cancellable_new ();
  kp_store_load_renewal_async (kp_desk_get_store (sheet->desk), sheet->job->id,
                               self->loading, loaded_cb, g_object_ref (self));
}

static void
overrule_cb (KpSigningRequestPage *self, const char *id, const char *reason)
{
  KpFindingId finding;

  if (!kp_finding_id_from_string (id, &finding))
    return;
  g_ptr_array_add (self->overruled, kp_overrule_new (id, reason));
  kp_finding_list_set_reason (self->findings_list, finding, reason);
  update_ready (self);
}

static void
kp_signing_request_page_show (KpJobPage *page, KpJobSheet *sheet)
{
  KpSigningRequestPage *self = KP_SIGNING_REQUEST_PAGE (page);

  if (self->job != sheet->job->id || self->since != sheet->job->since)
    {
      clear (self);
      load (self, sheet);
    }
  self->job = sheet->job->id;
  self->since = sheet->job->since;
  kp_job_page_set_button (page, _ ("Use This CSR"));
  if (sheet->batch != NULL && kp_batch_get_size (sheet->batch) > 1)
    g_object_set (self->area, "text",
                  _ ("Drop the signing requests (CSRs) for any of these sites, or paste "
                     "the mail that brought them"),
                  NULL);
  /* Who has it already waits for nobody. */
  gtk_widget_set_visible (GTK_WIDGET (self->turn),
                          sheet->job->step == KP_JOB_STEP_WAIT_PROVIDER);
  kp_turn_card_show (self->turn, sheet, self->conversation);
  show_csr (self, sheet);
}

static void
kp_signing_request_page_give (KpJobPage *page)
{
  KpSigningRequestPage *self = KP_SIGNING_REQUEST_PAGE (page);
  const KpGivenCsr csr = { .der = self->csr->der,
                           .sha256 = self->csr->sha256,
                           .spki_sha256 = self->csr->spki_sha256,
                           .findings = self->findings };
  const KpJobInput input = { .csr = &csr,
                             .overruled = self->overruled,
                             .ticket = kp_turn_card_get_ticket (self->turn) };

  kp_job_page_send (page, &input);
}

static void
kp_signing_request_page_dispose (GObject *object)
{
  KpSigningRequestPage *self = KP_SIGNING_REQUEST_PAGE (object);

  stop (self);
  stop_loading (self);
  gtk_widget_dispose_template (GTK_WIDGET (object), KP_TYPE_SIGNING_REQUEST_PAGE);

  G_OBJECT_CLASS (kp_signing_request_page_parent_class)->dispose (object);
}

static void
kp_signing_request_page_finalize (GObject *object)
{
  KpSigningRequestPage *self = KP_SIGNING_REQUEST_PAGE (object);

  g_ptr_array_unref (self->inputs);
  g_clear_pointer (&self->reading, g_ptr_array_unref);
  g_free (self->told);
  g_ptr_array_unref (self->overruled);
  g_clear_pointer (&self->findings, g_ptr_array_unref);
  g_clear_pointer (&self->csr, kp_csr_free);

  G_OBJECT_CLASS (kp_signing_request_page_parent_class)->finalize (object);
}

static void
bind_children (GtkWidgetClass *widget_class)
{
  g_type_ensure (KP_TYPE_CONVERSATION);
  g_type_ensure (KP_TYPE_DROP_AREA);
  g_type_ensure (KP_TYPE_FINDING_LIST);
  g_type_ensure (KP_TYPE_TURN_CARD);
  gtk_widget_class_set_template_from_resource (
      widget_class, "/io/github/keyplate_app/Keyplate/assistant/signing-request-page.ui");
  gtk_widget_class_bind_template_child (widget_class, KpSigningRequestPage, turn);
  gtk_widget_class_bind_template_child (widget_class, KpSigningRequestPage, area);
  gtk_widget_class_bind_template_child (widget_class, KpSigningRequestPage, conversation);
  gtk_widget_class_bind_template_child (widget_class, KpSigningRequestPage, origin);
  gtk_widget_class_bind_template_child (widget_class, KpSigningRequestPage, content);
  gtk_widget_class_bind_template_child (widget_class, KpSigningRequestPage, table);
  gtk_widget_class_bind_template_child (widget_class, KpSigningRequestPage, grid);
  gtk_widget_class_bind_template_child (widget_class, KpSigningRequestPage, names);
  gtk_widget_class_bind_template_child (widget_class, KpSigningRequestPage, key);
  gtk_widget_class_bind_template_child (widget_class, KpSigningRequestPage, caa);
  gtk_widget_class_bind_template_child (widget_class, KpSigningRequestPage, caa_icon);
  gtk_widget_class_bind_template_child (widget_class, KpSigningRequestPage, findings_list);
}

static void
kp_signing_request_page_class_init (KpSigningRequestPageClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = kp_signing_request_page_dispose;
  object_class->finalize = kp_signing_request_page_finalize;
  KP_JOB_PAGE_CLASS (klass)->show = kp_signing_request_page_show;
  KP_JOB_PAGE_CLASS (klass)->give = kp_signing_request_page_give;

  bind_children (widget_class);
  gtk_widget_class_bind_template_callback (widget_class, octets_cb);
  gtk_widget_class_bind_template_callback (widget_class, done_cb);
  gtk_widget_class_bind_template_callback (widget_class, overrule_cb);
  gtk_widget_class_bind_template_callback (widget_class, replies_changed_cb);
}

static void
kp_signing_request_page_init (KpSigningRequestPage *self)
{
  self->inputs = kp_document_input_list_new ();
  self->overruled = kp_overrule_list_new ();
  gtk_widget_init_template (GTK_WIDGET (self));
}
