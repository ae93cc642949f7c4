/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "assistant/make-csr-page.h"

#include <glib/gi18n.h>

#include "core/certificate/csr-check.h"
#include "core/certificate/signing-key-maker.h"
#include "widget/key-types.h"
#include "widget/unlock.h"

struct _KpMakeCsrPage
{
  KpJobPage parent_instance;

  AdwActionRow *name;
  GtkDropDown *type;
  GtkWidget *form;
  GtkWidget *making;

  GCancellable *cancellable; /* (nullable): of the key that is being made */
};

G_DEFINE_FINAL_TYPE (KpMakeCsrPage, kp_make_csr_page, KP_TYPE_JOB_PAGE)

static KpJobSheet *
get_sheet (KpMakeCsrPage *self)
{
  return kp_job_page_get_sheet (KP_JOB_PAGE (self));
}

static void
update (KpMakeCsrPage *self)
{
  gboolean busy = self->cancellable != NULL;

  gtk_widget_set_sensitive (self->form, !busy);
  gtk_widget_set_visible (self->making, busy);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "make-csr.cancel", busy);
  kp_job_page_set_ready (KP_JOB_PAGE (self), !busy);
}

static void
kp_make_csr_page_show (KpJobPage *page, KpJobSheet *sheet)
{
  KpMakeCsrPage *self = KP_MAKE_CSR_PAGE (page);

  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (self->name),
                                 kp_site_get_host (sheet->site));
  kp_job_page_set_button (page, _ ("Create Signing Request"));
  update (self);
}

/* What the user answered with Cancel is no fault. */
static void
fail (KpMakeCsrPage *self, const GError *error)
{
  if (!g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    kp_job_page_fail (KP_JOB_PAGE (self), error->message);
}

static void
give (KpMakeCsrPage *self, const KpSigningKey *key)
{
  const KpCsrExpectation expected = { .host = kp_site_get_host (get_sheet (self)->site) };
  g_autoptr (GError) error = NULL;
  g_autoptr (KpCsr) csr = kp_csr_new_from_der (key->csr, &error);
  g_autoptr (GPtrArray) findings = csr != NULL ? kp_csr_check (csr, &expected) : NULL;

  if (csr == NULL)
    {
      fail (self, error);
      return;
    }
  const KpGivenCsr given = { .der = csr->der,
                             .sha256 = csr->sha256,
                             .spki_sha256 = csr->spki_sha256,
                             .findings = findings };
  const KpJobInput input = { .csr = &given };

  kp_job_page_send (KP_JOB_PAGE (self), &input);
}

static void
made_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (KpMakeCsrPage) self = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (KpSigningKey) key = kp_signing_key_make_finish (result, &error);

  if (get_sheet (self) == NULL)
    return;
  g_clear_object (&self->cancellable);
  update (self);
  if (key != NULL)
    give (self, key);
  else
    fail (self, error);
}

static void
make (KpMakeCsrPage *self)
{
  KpJobSheet *sheet = get_sheet (self);
  const char *const texts[] = { kp_site_get_host (sheet->site), NULL };
  g_autoptr (GError) error = NULL;
  g_auto (GStrv) names = kp_csr_read_names (texts, &error);

  if (names == NULL)
    {
      g_clear_object (&self->cancellable);
      update (self);
      fail (self, error);
      return;
    }
  kp_signing_key_make_async (
      kp_desk_get_vault (sheet->desk), kp_desk_get_store (sheet->desk),
      (KpKeyType) gtk_drop_down_get_selected (self->type), (const char *const *) names,
      sheet->subject, kp_clock_now (kp_desk_get_clock (sheet->desk)), self->cancellable,
      made_cb, g_object_ref (self));
}

static void
unlocked_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (KpMakeCsrPage) self = data;
  g_autoptr (GError) error = NULL;
  gboolean unlocked = kp_unlock_finish (result, &error);

  if (get_sheet (self) == NULL)
    return;
  if (unlocked)
    {
      make (self);
      return;
    }
  g_clear_object (&self->cancellable);
  update (self);
  fail (self, error);
}

static void
kp_make_csr_page_give (KpJobPage *page)
{
  KpMakeCsrPage *self = KP_MAKE_CSR_PAGE (page);

  if (self->cancellable != NULL)
    return;
  self->cancellable = g_cancellable_new ();
  update (self);
  kp_unlock_async (GTK_WIDGET (page), kp_desk_get_vault (get_sheet (self)->desk), NULL,
                   self->cancellable, unlocked_cb, g_object_ref (self));
}

static void
cancel_activated (GtkWidget *widget, const char *name, GVariant *parameter)
{
  g_cancellable_cancel (KP_MAKE_CSR_PAGE (widget)->cancellable);
}

static void
kp_make_csr_page_dispose (GObject *object)
{
  KpMakeCsrPage *self = KP_MAKE_CSR_PAGE (object);

  g_cancellable_cancel (self->cancellable);
  gtk_widget_dispose_template (GTK_WIDGET (object), KP_TYPE_MAKE_CSR_PAGE);

  G_OBJECT_CLASS (kp_make_csr_page_parent_class)->dispose (object);
}

static void
kp_make_csr_page_finalize (GObject *object)
{
  g_clear_object (&KP_MAKE_CSR_PAGE (object)->cancellable);

  G_OBJECT_CLASS (kp_make_csr_page_parent_class)->finalize (object);
}

static void
kp_make_csr_page_class_init (KpMakeCsrPageClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = kp_make_csr_page_dispose;
  G_OBJECT_CLASS (klass)->finalize = kp_make_csr_page_finalize;
  KP_JOB_PAGE_CLASS (klass)->show = kp_make_csr_page_show;
  KP_JOB_PAGE_CLASS (klass)->give = kp_make_csr_page_give;

  gtk_widget_class_set_template_from_resource (
      widget_class, "/io/github/keyplate_app/Keyplate/assistant/make-csr-page.ui");
  gtk_widget_class_bind_template_child (widget_class, KpMakeCsrPage, name);
  gtk_widget_class_bind_template_child (widget_class, KpMakeCsrPage, type);
  gtk_widget_class_bind_template_child (widget_class, KpMakeCsrPage, form);
  gtk_widget_class_bind_template_child (widget_class, KpMakeCsrPage, making);
  gtk_widget_class_install_action (widget_class, "make-csr.cancel", NULL, cancel_activated);
}

static void
kp_make_csr_page_init (KpMakeCsrPage *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  kp_key_types_fill (self->type);
}
