/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "assistant/certificate-page.h"

#include <glib/gi18n.h>

#include "assistant/batch-intake.h"
#include "assistant/chain-line.h"
#include "assistant/validation-group.h"
#include "core/base/time-text.h"
#include "core/certificate/bundle-fetch.h"
#include "core/certificate/document-input.h"
#include "core/job/reminder.h"
#include "core/store/store-renewals.h"
#include "widget/certificate-window.h"
#include "widget/drop-area.h"
#include "widget/finding-list.h"

struct _KpCertificatePage
{
  KpJobPage parent_instance;

  GtkLabel *intro;
  GtkWidget *remind;
  GtkWidget *origin_box;
  GtkLabel *origin;
  GtkWidget *busy;
  GtkSpinner *spinner;
  GtkWidget *chain_box;
  KpDropArea *area;
  KpWrapBox *chain;
  KpFindingList *findings;
  KpValidationGroup *validation;

  gint64 job;                /* what is shown was given for it */
  gint64 revision;           /* of the job, with what it had gathered */
  KpCsr *csr;                /* (nullable): that the job was given */
  GCancellable *loading;     /* (nullable): of that */
  GPtrArray *inputs;         /* of KpDocumentInput: all that was given */
  GCancellable *cancellable; /* (nullable): of what is read or fetched */
  KpBundle *bundle;          /* (nullable) */
  GPtrArray *overruled;
  gboolean shares; /* what is read now is shared out to the sites of the window first */
};

G_DEFINE_FINAL_TYPE (KpCertificatePage, kp_certificate_page, KP_TYPE_JOB_PAGE)

/* What is put together, with all that it is compared with. */
typedef struct
{
  KpCertificatePage *page;
  KpJobSheet *sheet;
  KpDocument *document;
  KpCsr *csr; /* (nullable) */
  KpBundleExpectation expected;
} Work;

static void
work_free (Work *self)
{
  g_clear_pointer (&self->csr, kp_csr_free);
  kp_document_free (self->document);
  kp_job_sheet_unref (self->sheet);
  g_object_unref (self->page);
  g_free (self);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Work, work_free)

static void build (Work *work, gboolean fetch);

static KpJobSheet *
get_sheet (KpCertificatePage *self)
{
  return kp_job_page_get_sheet (KP_JOB_PAGE (self));
}

static void
stop (KpCertificatePage *self)
{
  if (self->cancellable != NULL)
    g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
}

static void
set_busy (KpCertificatePage *self, gboolean busy)
{
  gtk_widget_set_visible (self->busy, busy);
  gtk_spinner_set_spinning (self->spinner, busy);
}

static void
update_ready (KpCertificatePage *self)
{
  gboolean ready = self->bundle != NULL && self->bundle->leaf != NULL;

  for (guint i = 0; ready && i < self->bundle->findings->len; i++)
    {
      const KpFinding *finding = g_ptr_array_index (self->bundle->findings, i);
      const char *id = kp_finding_id_to_string (finding->id);

      ready = finding->severity != KP_SEVERITY_WRONG
              || kp_overrule_list_find (self->overruled, id) != NULL;
    }
  kp_job_page_set_ready (KP_JOB_PAGE (self), ready);
}

static void
show_bundle (KpCertificatePage *self)
{
  kp_chain_line_show (self->chain, self->bundle);
  gtk_widget_set_visible (self->chain_box,
                          self->bundle != NULL && self->bundle->chain->len > 0);
  kp_finding_list_set_findings (self->findings,
                                self->bundle != NULL ? self->bundle->findings : NULL);
  for (guint i = 0; self->bundle != NULL && i < self->overruled->len; i++)
    {
      const KpOverrule *overrule = g_ptr_array_index (self->overruled, i);
      KpFindingId id;

      if (kp_finding_id_from_string (overrule->finding, &id))
        kp_finding_list_set_reason (self->findings, id, overrule->reason);
    }
  update_ready (self);
}

/* What was set aside was so of what was there before. */
static void
forget_bundle (KpCertificatePage *self)
{
  stop (self);
  set_busy (self, FALSE);
  g_clear_pointer (&self->bundle, kp_bundle_free);
  g_ptr_array_set_size (self->overruled, 0);
}

static void
forget_inputs (KpCertificatePage *self)
{
  g_ptr_array_unref (self->inputs);
  self->inputs = kp_document_input_list_new ();
}

static void
clear (KpCertificatePage *self)
{
  forget_bundle (self);
  forget_inputs (self);
  gtk_widget_set_visible (self->origin_box, FALSE);
  show_bundle (self);
}

/* Closed meanwhile, or something else was given: nobody waits for it any more. */
static gboolean
is_awaited (KpCertificatePage *self, GAsyncResult *result)
{
  return get_sheet (self) != NULL && self->cancellable != NULL
         && g_task_get_cancellable (G_TASK (result)) == self->cancellable;
}

/* Given up by the user, it is judged as it is. */
static void
built_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (Work) work = data;
  KpCertificatePage *self = work->page;
  g_autoptr (GError) error = NULL;
  g_autoptr (KpBundle) bundle = kp_bundle_fetch_finish (result, &error);

  if (!is_awaited (self, result))
    return;
  /* Who does not wait for what is missing sees the bundle without it. */
  if (g_error_matches (error, KP_ISSUER_ERROR, KP_ISSUER_ERROR_CANCELLED))
    {
      build (g_steal_pointer (&work), FALSE);
      return;
    }
  set_busy (self, FALSE);
  if (bundle == NULL)
    {
      kp_job_page_fail (KP_JOB_PAGE (self), error->message);
      return;
    }
  g_clear_pointer (&self->bundle, kp_bundle_free);
  self->bundle = g_steal_pointer (&bundle);
  show_bundle (self);
}

/* @work: (transfer full) */
static void
build (Work *work, gboolean fetch)
{
  KpCertificatePage *self = work->page;
  KpDesk *desk = work->sheet->desk;
  g_autoptr (GError) error = NULL;
  g_autoptr (KpIssuerFetcher) fetcher = NULL;
  KpTrust *trust = kp_desk_get_trust (desk, &error);

  if (trust == NULL)
    {
      set_busy (self, FALSE);
      kp_job_page_fail (KP_JOB_PAGE (self), error->message);
      work_free (work);
      return;
    }
  g_clear_object (&self->cancellable);
  self->cancellable = g_cancellable_new ();
  if (fetch)
    fetcher = kp_desk_make_issuer_fetcher (desk);
  kp_bundle_fetch_async (work->document, &work->expected, trust, fetcher, self->cancellable,
                         built_cb, work);
}

/* @document: (transfer full) */
static void
judge (KpCertificatePage *self, KpDocument *document)
{
  Work *work = g_new0 (Work, 1);
  KpJobSheet *sheet = get_sheet (self);
  const KpProbe *shown = sheet->verdict != NULL ? sheet->verdict->shown : NULL;

  work->page = g_object_ref (self);
  work->sheet = kp_job_sheet_ref (sheet);
  work->document = document;
  if (self->csr != NULL)
    work->csr = kp_csr_new_from_der (self->csr->der, NULL);
  work->expected.host = kp_site_get_host (sheet->site);
  work->expected.csr = work->csr;
  work->expected.spki_sha256 = sheet->job->csr_spki_sha256;
  work->expected.asked = sheet->subject;
  work->expected.live = shown != NULL ? shown->certificate : NULL;
  /* Long after the page was opened, maybe: a certificate is not from the future by that. */
  work->expected.now = kp_clock_now (kp_desk_get_clock (sheet->desk));
  build (work, TRUE);
}

static void read_inputs (KpCertificatePage *self, gboolean shares);

static void
shared_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (KpCertificatePage) self = data;
  KpBatchIntakeOwn own;
  gboolean left;
  g_autofree char *text = NULL;
  g_autoptr (GError) error = NULL;
  gboolean looked_at =
      kp_batch_intake_share_finish (result, &own, NULL, &text, &left, &error);

  /* What others were given is told, whatever is looked at here by now. */
  if (text != NULL && left)
    kp_job_page_fail (KP_JOB_PAGE (self), text);
  else if (text != NULL)
    kp_job_page_note (KP_JOB_PAGE (self), text);
  if (!is_awaited (self, result))
    return;
  if (!looked_at && !g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    kp_job_page_fail (KP_JOB_PAGE (self), error->message);
  if (own == KP_BATCH_INTAKE_SHOW)
    read_inputs (self, FALSE);
  else
    clear (self);
}

/* Where several sites are renewed together it may be for any of them. A private key is
 * refused before anything else.
 * Returns: whether @document (transfer full) is shared out first */
static gboolean
share (KpCertificatePage *self, KpDocument *document)
{
  KpJobSheet *sheet = get_sheet (self);
  const KpDocumentInput *first;

  if (sheet->batch == NULL || kp_batch_get_size (sheet->batch) < 2 || !self->shares
      || document->parts->len == 0 || document->private_key != KP_PRIVATE_KEY_NONE
      || self->inputs->len == 0)
    return FALSE;
  first = g_ptr_array_index (self->inputs, 0);
  kp_batch_intake_share_async (sheet->desk, sheet->batch, sheet->site, document,
                               first->name, self->cancellable, shared_cb,
                               g_object_ref (self));
  return TRUE;
}

static void
read_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (KpCertificatePage) self = data;
  g_autoptr (KpDocument) document = kp_document_input_read_finish (result, NULL);
  g_autofree char *described = NULL;
  g_autofree char *origin = NULL;

  if (!is_awaited (self, result))
    return;
  if (document == NULL)
    {
      clear (self);
      return;
    }
  described = kp_document_describe (document);
  /* Translators: what a file or text holds: "PKCS #7 in a zip file: 4 certificates" */
  origin = g_strdup_printf (_ ("Read: %s"), described);
  gtk_label_set_text (self->origin, origin);
  /* It is told, and kept no longer than that. */
  if (document->private_key != KP_PRIVATE_KEY_NONE)
    forget_inputs (self);
  if (share (self, document))
    g_steal_pointer (&document);
  else
    judge (self, g_steal_pointer (&document));
}

static void
octets_cb (KpCertificatePage *self, GBytes *octets, const char *name)
{
  if (self->inputs->len < KP_DROP_AREA_MAX_FILES)
    kp_document_input_list_add (self->inputs, octets, name);
  else
    kp_job_page_fail (KP_JOB_PAGE (self),
                      _ ("So many files are no certificate. Clear what was given, and give "
                         "only what the CA sent."));
}

static void
read_inputs (KpCertificatePage *self, gboolean shares)
{
  g_autoptr (GPtrArray) inputs = NULL;

  if (get_sheet (self) == NULL)
    return;
  forget_bundle (self);
  self->shares = shares;
  inputs = kp_document_input_list_new ();
  for (guint i = 0; i < self->inputs->len; i++)
    {
      const KpDocumentInput *input = g_ptr_array_index (self->inputs, i);

      kp_document_input_list_add (inputs, input->octets, input->name);
    }
  self->cancellable = g_cancellable_new ();
  gtk_label_set_text (self->origin, _ ("Reading…"));
  gtk_widget_set_visible (self->origin_box, TRUE);
  set_busy (self, TRUE);
  show_bundle (self);
  kp_document_input_read_async (inputs, self->cancellable, read_cb, g_object_ref (self));
}

/* All of it anew: what comes later may belong to what was there before. */
static void
done_cb (KpCertificatePage *self)
{
  read_inputs (self, TRUE);
}

static void
overrule_cb (KpCertificatePage *self, const char *id, const char *reason)
{
  KpFindingId finding;

  if (!kp_finding_id_from_string (id, &finding))
    return;
  g_ptr_array_add (self->overruled, kp_overrule_new (id, reason));
  kp_finding_list_set_reason (self->findings, finding, reason);
  update_ready (self);
}

static void
show_activated (GtkWidget *widget, const char *name, GVariant *parameter)
{
  KpCertificatePage *self = KP_CERTIFICATE_PAGE (widget);
  GtkRoot *root = gtk_widget_get_root (widget);
  guint place = g_variant_get_uint32 (parameter);
  GtkWidget *window;

  if (self->bundle == NULL || place >= self->bundle->chain->len || get_sheet (self) == NULL)
    return;
  window =
      kp_certificate_window_new_given (get_sheet (self)->site, self->bundle->chain, place,
                                       GTK_IS_WINDOW (root) ? GTK_WINDOW (root) : NULL);
  gtk_window_present (GTK_WINDOW (window));
}

static void
clear_activated (GtkWidget *widget, const char *name, GVariant *parameter)
{
  clear (KP_CERTIFICATE_PAGE (widget));
}

static void
cancel_activated (GtkWidget *widget, const char *name, GVariant *parameter)
{
  KpCertificatePage *self = KP_CERTIFICATE_PAGE (widget);

  if (self->cancellable != NULL)
    g_cancellable_cancel (self->cancellable);
}

static void
loaded_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (KpCertificatePage) self = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (KpRenewal) renewal =
      kp_store_load_renewal_finish (KP_STORE (source), result, &error);
  g_autofree char *before = NULL;

  if (get_sheet (self) == NULL || g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  if (renewal == NULL)
    kp_job_page_fail (KP_JOB_PAGE (self), error->message);
  before = g_strdup (self->csr != NULL ? self->csr->sha256 : NULL);
  g_clear_pointer (&self->csr, kp_csr_free);
  if (renewal != NULL && renewal->csr != NULL)
    self->csr = kp_csr_new_from_der (renewal->csr, NULL);
  kp_validation_group_show (self->validation, get_sheet (self), renewal);
  if (self->inputs->len > 0
      && g_strcmp0 (before, self->csr != NULL ? self->csr->sha256 : NULL) != 0)
    read_inputs (self, FALSE); /* it was judged by another CSR */
}

static void
load (KpCertificatePage *self, KpJobSheet *sheet)
{
  if (self->revision == sheet->job->revision)
    {
      kp_validation_group_follow (self->validation, sheet);
      return;
    }
  self->revision = sheet->job->revision;
  if (self->loading != NULL)
    g_cancellable_cancel (self->loading);
  g_clear_object (&self->loading);
  self->loading = g_cancellable_new ();
  kp_store_load_renewal_async (kp_desk_get_store (sheet->desk), sheet->job->id,
                               self->loading, loaded_cb, g_object_ref (self));
}

static gboolean
is_customers (const KpJobSheet *sheet)
{
  KpJobFacts facts;

  kp_job_keeper_fill_facts (kp_desk_get_job_keeper (sheet->desk), sheet->site, &facts);
  return facts.customer_changes_dns;
}

static char *
describe_turn (const KpJobSheet *sheet)
{
  const KpJob *job = sheet->job;
  const char *ca = job->ca != NULL ? job->ca : _ ("the CA");
  g_autofree char *since = kp_time_format_near_day (job->since, sheet->now);

  if (job->validation_at > 0 && job->validation_seen_at == 0)
    return g_strdup (is_customers (sheet)
                         ? _ ("Waiting for the customer: the record that the CA asks "
                              "for is not there yet.")
                         : _ ("It is your turn: the record that the CA asks for is not "
                              "there yet."));
  /* Translators: a CA, and a day ("today", "Tuesday", "12 November") */
  return g_strdup_printf (_ ("Waiting for %s since %s."), ca, since);
}

static void
show_intro (KpCertificatePage *self, const KpJobSheet *sheet)
{
  g_autofree char *intro = describe_turn (sheet);

  gtk_label_set_text (self->intro, intro);
  gtk_widget_set_visible (GTK_WIDGET (self->intro),
                          sheet->job->step == KP_JOB_STEP_WAIT_CA);
}

/* What is waited for stands first. */
static void
show_wait (KpCertificatePage *self, const KpJobSheet *sheet)
{
  gtk_widget_set_visible (
      self->remind, sheet->verdict != NULL
                        && kp_reminder_to (sheet->job, sheet->verdict->summary.next.who)
                               == KP_REMINDER_CUSTOMER);
  gtk_box_reorder_child_after (
      GTK_BOX (gtk_widget_get_parent (self->remind)), GTK_WIDGET (self->validation),
      kp_job_waits_for_record (sheet->job) ? self->remind : GTK_WIDGET (self->findings));
}

static void
pasted_cb (KpCertificatePage *self, const KpValidationRecord *record)
{
  const KpJobInput input = { .validation_name = record->name,
                             .validation_type = record->type,
                             .validation_value = record->value };

  kp_job_page_send (KP_JOB_PAGE (self), &input);
}

static void
remind_activated (GtkWidget *widget, const char *name, GVariant *parameter)
{
  KpJobSheet *sheet = get_sheet (KP_CERTIFICATE_PAGE (widget));

  if (sheet != NULL)
    gtk_widget_activate_action (widget, "win.remind", "x", kp_site_get_id (sheet->site));
}

static void
kp_certificate_page_show (KpJobPage *page, KpJobSheet *sheet)
{
  KpCertificatePage *self = KP_CERTIFICATE_PAGE (page);

  if (self->job != sheet->job->id)
    {
      self->revision = -1;
      g_clear_pointer (&self->csr, kp_csr_free);
      kp_validation_group_show (self->validation, sheet, NULL);
      clear (self);
    }
  self->job = sheet->job->id;
  kp_job_page_set_button (page, _ ("Use This Certificate"));
  if (sheet->batch != NULL && kp_batch_get_size (sheet->batch) > 1)
    g_object_set (self->area, "text",
                  _ ("Drop what the CA sent for any of these sites, or paste its mail"),
                  NULL);
  show_intro (self, sheet);
  show_wait (self, sheet);
  load (self, sheet);
}

static void
kp_certificate_page_give (KpJobPage *page)
{
  KpCertificatePage *self = KP_CERTIFICATE_PAGE (page);
  g_autofree char *pem = kp_bundle_to_pem (self->bundle);
  const KpGivenBundle bundle = { .pem = pem,
                                 .sha256 = self->bundle->leaf->sha256,
                                 .spki_sha256 = self->bundle->leaf->spki_sha256,
                                 .not_after = self->bundle->leaf->not_after,
                                 .findings = self->bundle->findings };
  const KpJobInput input = { .bundle = &bundle, .overruled = self->overruled };

  kp_job_page_send (page, &input);
}

static void
kp_certificate_page_dispose (GObject *object)
{
  KpCertificatePage *self = KP_CERTIFICATE_PAGE (object);

  stop (self);
  if (self->loading != NULL)
    g_cancellable_cancel (self->loading);
  gtk_widget_dispose_template (GTK_WIDGET (object), KP_TYPE_CERTIFICATE_PAGE);

  G_OBJECT_CLASS (kp_certificate_page_parent_class)->dispose (object);
}

static void
kp_certificate_page_finalize (GObject *object)
{
  KpCertificatePage *self = KP_CERTIFICATE_PAGE (object);

  g_clear_object (&self->loading);
  g_ptr_array_unref (self->inputs);
  g_ptr_array_unref (self->overruled);
  g_clear_pointer (&self->bundle, kp_bundle_free);
  g_clear_pointer (&self->csr, kp_csr_free);

  G_OBJECT_CLASS (kp_certificate_page_parent_class)->finalize (object);
}

static void
bind_children (GtkWidgetClass *widget_class)
{
  g_type_ensure (KP_TYPE_DROP_AREA);
  g_type_ensure (KP_TYPE_FINDING_LIST);
  g_type_ensure (KP_TYPE_VALIDATION_GROUP);
  g_type_ensure (KP_TYPE_WRAP_BOX);
  gtk_widget_class_set_template_from_resource (
      widget_class, "/io/github/keyplate_app/Keyplate/assistant/certificate-page.ui");
  gtk_widget_class_bind_template_child (widget_class, KpCertificatePage, intro);
  gtk_widget_class_bind_template_child (widget_class, KpCertificatePage, area);
  gtk_widget_class_bind_template_child (widget_class, KpCertificatePage, remind);
  gtk_widget_class_bind_template_child (widget_class, KpCertificatePage, origin_box);
  gtk_widget_class_bind_template_child (widget_class, KpCertificatePage, origin);
  gtk_widget_class_bind_template_child (widget_class, KpCertificatePage, busy);
  gtk_widget_class_bind_template_child (widget_class, KpCertificatePage, spinner);
  gtk_widget_class_bind_template_child (widget_class, KpCertificatePage, chain_box);
  gtk_widget_class_bind_template_child (widget_class, KpCertificatePage, chain);
  gtk_widget_class_bind_template_child (widget_class, KpCertificatePage, findings);
  gtk_widget_class_bind_template_child (widget_class, KpCertificatePage, validation);
}

static void
kp_certificate_page_class_init (KpCertificatePageClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = kp_certificate_page_dispose;
  object_class->finalize = kp_certificate_page_finalize;
  KP_JOB_PAGE_CLASS (klass)->show = kp_certificate_page_show;
  KP_JOB_PAGE_CLASS (klass)->give = kp_certificate_page_give;

  bind_children (widget_class);
  gtk_widget_class_bind_template_callback (widget_class, octets_cb);
  gtk_widget_class_bind_template_callback (widget_class, done_cb);
  gtk_widget_class_bind_template_callback (widget_class, overrule_cb);
  gtk_widget_class_bind_template_callback (widget_class, pasted_cb);
  gtk_widget_class_bind_template_callback (widget_class, kp_job_page_fail);
  gtk_widget_class_install_action (widget_class, "chain.show", "u", show_activated);
  gtk_widget_class_install_action (widget_class, "bundle.clear", NULL, clear_activated);
  gtk_widget_class_install_action (widget_class, "bundle.cancel", NULL, cancel_activated);
  gtk_widget_class_install_action (widget_class, "bundle.remind", NULL, remind_activated);
}

static void
kp_certificate_page_init (KpCertificatePage *self)
{
  self->inputs = kp_document_input_list_new ();
  self->overruled = kp_overrule_list_new ();
  gtk_widget_init_template (GTK_WIDGET (self));
}
