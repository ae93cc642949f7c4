/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "assistant/signing-request-page.h"

#include <glib/gi18n.h>

#include "assistant/csr-table.h"
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

/* Names that are told; the others are counted. */
#define MAX_NAMES 4
/* Files that are told of; the others are counted. */
#define MAX_UNREAD 3
/* Characters of a name of the document's. */
#define MAX_NAME 100

struct _KpSigningRequestPage
{
  KpJobPage parent_instance;

  KpTurnCard *turn;
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
  GCancellable *cancellable; /* (nullable): of what is being read or looked for */
  gboolean given;            /* by the user: the replies are not asked any more */
  KpCsr *csr;                /* (nullable) */
  GPtrArray *findings;       /* (nullable) */
  GPtrArray *overruled;
};

G_DEFINE_FINAL_TYPE (KpSigningRequestPage, kp_signing_request_page, KP_TYPE_JOB_PAGE)

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

static gboolean
has_finding (KpSigningRequestPage *self, KpFindingId id)
{
  for (guint i = 0; i < self->findings->len; i++)
    if (((const KpFinding *) g_ptr_array_index (self->findings, i))->id == id)
      return TRUE;
  return FALSE;
}

static char *
describe_key (KpSigningRequestPage *self)
{
  if (has_finding (self, KP_FINDING_CSR_NEW_KEY))
    /* Translators: a kind of key: "ECDSA P-256" */
    return g_strdup_printf (_ ("%s, new"), self->csr->key);
  if (has_finding (self, KP_FINDING_CSR_SAME_KEY_AS_LIVE))
    /* Translators: a kind of key: "ECDSA P-256" */
    return g_strdup_printf (_ ("%s, the one that the site has now"), self->csr->key);
  return g_strdup (self->csr->key);
}

static char *
describe_names (const KpCsr *csr)
{
  g_autoptr (GString) text = g_string_new (NULL);
  guint n = MIN (csr->names->len, MAX_NAMES);
  guint more = csr->names->len - n;

  for (guint i = 0; i < n; i++)
    {
      g_autofree char *name =
          kp_plain_text_shorten (g_ptr_array_index (csr->names, i), MAX_NAME);

      g_string_append_printf (text, "%s%s", i > 0 ? ", " : "", name);
    }
  if (more > 0)
    /* Translators: how many names beside those before it */
    g_string_append_printf (text, ngettext (" and %u more", " and %u more", more), more);
  if (csr->names->len == 0)
    g_string_append (text, _ ("none"));
  return g_string_free (g_steal_pointer (&text), FALSE);
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
  names = describe_names (self->csr);
  adw_action_row_set_subtitle (self->names, names);
  key = describe_key (self);
  adw_action_row_set_subtitle (self->key, key);
  show_caa (self, sheet);
}

static void
clear (KpSigningRequestPage *self)
{
  stop (self);
  self->given = FALSE;
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
  set_line (self->origin, origin);
  show_csr (self, sheet);
  kp_finding_list_set_findings (self->findings_list, self->findings);
  update_ready (self);
}

static void
read_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (KpSigningRequestPage) self = data;
  g_autoptr (KpDocument) document = kp_document_input_read_finish (result, NULL);
  g_autofree char *described = NULL;
  g_autofree char *origin = NULL;

  if (document == NULL || get_sheet (self) == NULL)
    return; /* given up */
  described = kp_document_describe (document);
  /* Translators: what a file or text holds: "PEM: 1 signing request" */
  origin = g_strdup_printf (_ ("Read: %s"), described);
  take (self, document, origin);
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
  if (get_sheet (self) == NULL)
    return;
  stop (self);
  self->given = TRUE;
  self->cancellable = g_cancellable_new ();
  set_line (self->origin, _ ("Reading…"));
  kp_document_input_read_async (inputs, self->cancellable, read_cb, g_object_ref (self));
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

/* Returns: (transfer full) (nullable): @origin (nullable), and what was passed over */
static char *
describe_search (const char *origin, GPtrArray *unread)
{
  g_autoptr (GString) text = g_string_new (origin);
  guint n = MIN (unread->len, MAX_UNREAD);
  guint more = unread->len - n;

  for (guint i = 0; i < n; i++)
    g_string_append_printf (text, "%s%s", text->len > 0 ? "\n" : "",
                            ((const KpReplyUnread *) unread->pdata[i])->why);
  if (more > 0)
    {
      g_string_append_c (text, '\n');
      /* Translators: how many attachments, beside those that are named above */
      g_string_append_printf (
          text, ngettext ("%u more was not read.", "%u more were not read.", more), more);
    }
  return text->len > 0 ? g_string_free (g_steal_pointer (&text), FALSE) : NULL;
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
      line = describe_search (NULL, unread);
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
  line = describe_search (origin, unread);
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
