/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "assistant/certificate-page-private.h"

#include <glib/gi18n.h>

#include "assistant/batch-intake.h"
#include "core/certificate/bundle-fetch.h"
#include "core/certificate/document-input.h"

/* From what was given to the bundle of one site, in threads. */

/* What is put together, with all that it is compared with. */
typedef struct
{
  KpCertificatePage *page;
  KpJobSheet *sheet;
  KpDocument *document;
  KpCsr *csr; /* (nullable) */
  KpBundleExpectation expected;
} Work;

static void build (Work *work, gboolean fetch);

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

void
kp_certificate_page_stop (KpCertificatePage *self)
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

/* What was set aside was so of what was there before. */
static void
forget_bundle (KpCertificatePage *self)
{
  kp_certificate_page_stop (self);
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

void
kp_certificate_page_clear (KpCertificatePage *self)
{
  forget_bundle (self);
  forget_inputs (self);
  gtk_widget_set_visible (self->origin_box, FALSE);
  kp_certificate_page_show_bundle (self);
}

/* Closed meanwhile, or something else was given: nobody waits for it any more. */
static gboolean
is_awaited (KpCertificatePage *self, GAsyncResult *result)
{
  return kp_certificate_page_get_sheet (self) != NULL && self->cancellable != NULL
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
  kp_certificate_page_show_bundle (self);
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
  KpJobSheet *sheet = kp_certificate_page_get_sheet (self);
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
    kp_certificate_page_read (self, FALSE);
  else
    kp_certificate_page_clear (self);
}

/* Returns: whether @document (transfer full) is shared out first */
static gboolean
share (KpCertificatePage *self, KpDocument *document)
{
  KpJobSheet *sheet = kp_certificate_page_get_sheet (self);
  const KpDocumentInput *first;

  if (!self->shares || self->inputs->len == 0
      || !kp_batch_intake_is_shared (sheet->batch, document))
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
      kp_certificate_page_clear (self);
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

void
kp_certificate_page_read (KpCertificatePage *self, gboolean shares)
{
  g_autoptr (GPtrArray) inputs = NULL;

  if (kp_certificate_page_get_sheet (self) == NULL)
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
  kp_certificate_page_show_bundle (self);
  kp_document_input_read_async (inputs, self->cancellable, read_cb, g_object_ref (self));
}
