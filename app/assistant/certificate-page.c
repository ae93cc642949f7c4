/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "assistant/certificate-page.h"

#include <glib/gi18n.h>

#include "assistant/certificate-page-private.h"
#include "assistant/chain-line.h"
#include "core/base/time-text.h"
#include "core/certificate/document-input.h"
#include "core/job/reminder.h"
#include "core/store/store-renewals.h"
#include "widget/certificate-window.h"

G_DEFINE_FINAL_TYPE (KpCertificatePage, kp_certificate_page, KP_TYPE_JOB_PAGE)

KpJobSheet *
kp_certificate_page_get_sheet (KpCertificatePage *self)
{
  return kp_job_page_get_sheet (KP_JOB_PAGE (self));
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

void
kp_certificate_page_show_bundle (KpCertificatePage *self)
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

/* All of it anew: what comes later may belong to what was there before. */
static void
done_cb (KpCertificatePage *self)
{
  kp_certificate_page_read (self, TRUE);
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

  if (self->bundle == NULL || place >= self->bundle->chain->len
      || kp_certificate_page_get_sheet (self) == NULL)
    return;
  window = kp_certificate_window_new_given (
      kp_certificate_page_get_sheet (self)->site, self->bundle->chain, place,
      GTK_IS_WINDOW (root) ? GTK_WINDOW (root) : NULL);
  gtk_window_present (GTK_WINDOW (window));
}

static void
clear_activated (GtkWidget *widget, const char *name, GVariant *parameter)
{
  kp_certificate_page_clear (KP_CERTIFICATE_PAGE (widget));
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

  if (kp_certificate_page_get_sheet (self) == NULL
      || g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  if (renewal == NULL)
    kp_job_page_fail (KP_JOB_PAGE (self), error->message);
  before = g_strdup (self->csr != NULL ? self->csr->sha256 : NULL);
  g_clear_pointer (&self->csr, kp_csr_free);
  if (renewal != NULL && renewal->csr != NULL)
    self->csr = kp_csr_new_from_der (renewal->csr, NULL);
  kp_validation_group_show (self->validation, kp_certificate_page_get_sheet (self),
                            renewal);
  if (self->inputs->len > 0
      && g_strcmp0 (before, self->csr != NULL ? self->csr->sha256 : NULL) != 0)
    kp_certificate_page_read (self, FALSE); /* it was judged by another CSR */
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
  KpJobSheet *sheet = kp_certificate_page_get_sheet (KP_CERTIFICATE_PAGE (widget));

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
      kp_certificate_page_clear (self);
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

  kp_certificate_page_stop (self);
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
