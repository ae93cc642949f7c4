/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "assistant/submit-page.h"

#include <glib/gi18n.h>

#include "assistant/key-export-window.h"
#include "assistant/reply-group.h"
#include "core/helpdesk/form-link.h"
#include "core/store/store-renewals.h"
#include "core/store/store-signing-keys.h"
#include "widget/compat.h"
#include "widget/copy-text.h"
#include "widget/entry-row.h"
#include "widget/link.h"
#include "widget/save-text.h"

struct _KpSubmitPage
{
  KpJobPage parent_instance;

  GtkLabel *intro;
  GtkButton *open;
  AdwActionRow *certificate;
  AdwActionRow *key_row;
  GtkWidget *servers;
  AdwActionRow *nginx;
  AdwActionRow *apache;
  GtkWidget *copy_nginx;
  GtkWidget *copy_apache;
  KpReplyGroup *answer_to;
  GtkWidget *answer;
  KpEntryRow *ticket;

  KpRenewal *renewal;   /* (nullable): what the job has gathered, once it was read */
  KpSigningKey *key;    /* (nullable): of the certificate, where it was made here */
  gint64 job;           /* for which it was filled in */
  gint64 revision;      /* of it, that was read */
  gboolean has_address; /* where to answer, by the user */
  GCancellable *cancellable;
};

G_DEFINE_FINAL_TYPE (KpSubmitPage, kp_submit_page, KP_TYPE_JOB_PAGE)

static KpJobSheet *
get_sheet (KpSubmitPage *self)
{
  return kp_job_page_get_sheet (KP_JOB_PAGE (self));
}

static char *
name_file (KpSubmitPage *self, const char *ending)
{
  return g_strconcat (kp_site_get_host (get_sheet (self)->site), ending, NULL);
}

static void
save_activated (GtkWidget *widget, const char *name, GVariant *parameter)
{
  KpSubmitPage *self = KP_SUBMIT_PAGE (widget);
  g_autofree char *suggested = NULL;

  if (get_sheet (self) == NULL || self->renewal == NULL)
    return;
  suggested = name_file (self, ".pem");
  kp_save_text (widget, _ ("Save Certificate"), suggested, self->renewal->bundle,
                _ ("Certificate saved"));
}

static void
copy_activated (GtkWidget *widget, const char *name, GVariant *parameter)
{
  KpSubmitPage *self = KP_SUBMIT_PAGE (widget);
  const char *what = g_variant_get_string (parameter, NULL);

  if (g_str_equal (what, "nginx"))
    kp_copy_text (widget, adw_action_row_get_subtitle (self->nginx), _ ("Nginx copied"));
  else
    kp_copy_text (widget, adw_action_row_get_subtitle (self->apache), _ ("Apache copied"));
}

static void
export_activated (GtkWidget *widget, const char *name, GVariant *parameter)
{
  KpSubmitPage *self = KP_SUBMIT_PAGE (widget);
  GtkRoot *root = gtk_widget_get_root (widget);

  if (get_sheet (self) == NULL || self->key == NULL)
    return;
  gtk_window_present (GTK_WINDOW (
      kp_key_export_window_new (get_sheet (self)->desk, self->key, NULL, widget,
                                GTK_IS_WINDOW (root) ? GTK_WINDOW (root) : NULL)));
}

static void
open_activated (GtkWidget *widget, const char *name, GVariant *parameter)
{
  KpSubmitPage *self = KP_SUBMIT_PAGE (widget);
  KpJobSheet *sheet = get_sheet (self);
  g_autoptr (KpOutgoing) outgoing = kp_outgoing_new ("", "", "");
  g_autofree char *uri = NULL;

  if (sheet == NULL || sheet->profile == NULL)
    return;
  outgoing->requestor = g_strdup (kp_reply_group_get_address (self->answer_to));
  uri = kp_form_link_fill (kp_profile_get_form_uri (sheet->profile), outgoing);
  if (uri != NULL)
    kp_link_open (widget, uri);
}

static void
show_files (KpSubmitPage *self)
{
  const char *pem = self->renewal != NULL ? self->renewal->bundle : NULL;
  g_autofree char *text =
      pem != NULL ? kp_job_sheet_describe_bundle (get_sheet (self), pem) : NULL;

  adw_action_row_set_subtitle (self->certificate,
                               text != NULL ? text : C_ ("certificate", "None yet"));
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "submit.save", pem != NULL);
}

/* What a server is told in its settings: the names of the files that are saved here. */
static void
show_servers (KpSubmitPage *self)
{
  g_autofree char *pem = name_file (self, ".pem");
  g_autofree char *key = name_file (self, ".key.pem");
  g_autofree char *pass = name_file (self, ".pass");
  g_autofree char *nginx = g_strdup_printf (
      "ssl_certificate %s;\nssl_certificate_key %s;\nssl_password_file %s;", pem, key,
      pass);
  g_autofree char *apache =
      g_strdup_printf ("SSLCertificateFile %s\nSSLCertificateKeyFile %s", pem, key);

  adw_action_row_set_subtitle (self->nginx, nginx);
  adw_action_row_set_subtitle (self->apache, apache);
}

static void
show_key (KpSubmitPage *self)
{
  adw_action_row_set_subtitle (
      self->key_row, self->key != NULL
                         ? _ ("Encrypted with a passphrase that you choose")
                         : _ ("Not kept here: it is where the signing request was made"));
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "submit.export", self->key != NULL);
}

static void
keys_loaded_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (KpSubmitPage) self = data;
  g_autoptr (GPtrArray) keys =
      kp_store_load_signing_keys_finish (KP_STORE (source), result, NULL);

  if (get_sheet (self) == NULL || keys == NULL || self->renewal == NULL)
    return;
  g_clear_pointer (&self->key, kp_signing_key_free);
  for (guint i = 0; i < keys->len && self->key == NULL; i++)
    {
      const KpSigningKey *key = g_ptr_array_index (keys, i);

      if (g_strcmp0 (key->spki_sha256, self->renewal->leaf_spki_sha256) == 0)
        self->key = kp_signing_key_copy (key);
    }
  show_key (self);
}

static void
loaded_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (KpSubmitPage) self = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (KpRenewal) renewal =
      kp_store_load_renewal_finish (KP_STORE (source), result, &error);
  KpJobSheet *sheet = get_sheet (self);

  if (sheet == NULL || g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  if (renewal == NULL)
    {
      self->revision = -1; /* it is read again */
      kp_job_page_fail (KP_JOB_PAGE (self), error->message);
      return;
    }
  kp_renewal_free (self->renewal);
  self->renewal = g_steal_pointer (&renewal);
  show_files (self);
  kp_job_page_set_ready (KP_JOB_PAGE (self), self->renewal->bundle != NULL);
  kp_store_load_signing_keys_async (KP_STORE (source), kp_site_get_host (sheet->site),
                                    self->cancellable, keys_loaded_cb, g_object_ref (self));
}

static void
load (KpSubmitPage *self, KpJobSheet *sheet)
{
  if (self->cancellable != NULL)
    g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  self->cancellable = g_cancellable_new ();
  kp_store_load_renewal_async (kp_desk_get_store (sheet->desk), sheet->job->id,
                               self->cancellable, loaded_cb, g_object_ref (self));
}

static void
show_texts (KpSubmitPage *self, KpJobSheet *sheet, gboolean here)
{
  const char *uri =
      sheet->profile != NULL ? kp_profile_get_form_uri (sheet->profile) : NULL;
  const char *provider = kp_job_sheet_get_provider (sheet);
  /* Translators: %s is a provider. */
  g_autofree char *label = g_strdup_printf (_ ("Open %s"), provider);
  g_autofree char *intro =
      here ? g_strdup (_ ("Save both files, put them on the server, and tell it to use "
                          "them."))
           /* Translators: %s is a provider. */
           : g_strdup_printf (_ ("Save the certificate and hand it to %s. Keyplate sends "
                                 "nothing by itself."),
                              provider);

  gtk_label_set_text (self->intro, intro);
  gtk_button_set_label (self->open, label);
  gtk_widget_set_visible (GTK_WIDGET (self->open), !here && uri != NULL);
  gtk_widget_set_visible (GTK_WIDGET (self->key_row), here);
  gtk_widget_set_visible (self->servers, here);
  gtk_widget_set_visible (GTK_WIDGET (self->answer_to), !here);
  gtk_widget_set_visible (self->answer, !here);
}

static void
answer_to_typed_cb (KpSubmitPage *self)
{
  self->has_address = TRUE;
}

/* Lines of the draft: the ticket, and where to answer. */
static void
take_draft (KpSubmitPage *self, KpJobSheet *sheet)
{
  const char *known = sheet->job->draft != NULL ? sheet->job->draft : sheet->job->ticket;
  g_auto (GStrv) draft = g_strsplit (known != NULL ? known : "", "\n", 2);
  const char *email = sheet->subject != NULL
                          ? kp_subject_get_field (sheet->subject, KP_SUBJECT_EMAIL)
                          : NULL;
  guint n = g_strv_length (draft);

  self->has_address = n > 1;
  gtk_editable_set_text (GTK_EDITABLE (self->ticket), n > 0 ? draft[0] : "");
  kp_reply_group_set_address (self->answer_to, n > 1 ? draft[1] : email);
}

static void
kp_submit_page_show (KpJobPage *page, KpJobSheet *sheet)
{
  KpSubmitPage *self = KP_SUBMIT_PAGE (page);

  kp_job_page_set_button (page, _ ("I Handed It Over"));
  show_texts (self, sheet, kp_job_sheet_makes_key_here (sheet));
  show_servers (self);
  if (self->job == sheet->job->id && self->revision == sheet->job->revision)
    return;
  if (self->job != sheet->job->id)
    {
      take_draft (self, sheet);
      /* What another job has gathered is not this one's. */
      g_clear_pointer (&self->renewal, kp_renewal_free);
      g_clear_pointer (&self->key, kp_signing_key_free);
    }
  self->job = sheet->job->id;
  self->revision = sheet->job->revision;
  kp_job_page_set_ready (page, FALSE);
  show_files (self);
  show_key (self);
  load (self, sheet);
}

static void
kp_submit_page_give (KpJobPage *page)
{
  KpSubmitPage *self = KP_SUBMIT_PAGE (page);
  g_autofree char *ticket = kp_entry_row_dup_text (self->ticket);
  const KpJobInput input = { .handed_over = TRUE, .ticket = ticket };

  kp_job_page_send (page, &input);
}

static char *
kp_submit_page_dup_draft (KpJobPage *page)
{
  KpSubmitPage *self = KP_SUBMIT_PAGE (page);
  const char *kept = get_sheet (self)->job->ticket;
  g_autofree char *ticket = kp_entry_row_dup_text (self->ticket);
  g_autofree char *address = kp_reply_group_dup_text (self->answer_to);

  if (!self->has_address && g_strcmp0 (ticket, kept != NULL ? kept : "") == 0)
    return NULL;
  return g_strjoin ("\n", ticket, self->has_address ? address : NULL, NULL);
}

static void
kp_submit_page_forget (KpJobPage *page)
{
  KP_SUBMIT_PAGE (page)->job = 0;
}

static void
kp_submit_page_dispose (GObject *object)
{
  KpSubmitPage *self = KP_SUBMIT_PAGE (object);

  if (self->cancellable != NULL)
    g_cancellable_cancel (self->cancellable);
  gtk_widget_dispose_template (GTK_WIDGET (object), KP_TYPE_SUBMIT_PAGE);
  g_clear_object (&self->cancellable);

  G_OBJECT_CLASS (kp_submit_page_parent_class)->dispose (object);
}

static void
kp_submit_page_finalize (GObject *object)
{
  kp_renewal_free (KP_SUBMIT_PAGE (object)->renewal);
  kp_signing_key_free (KP_SUBMIT_PAGE (object)->key);

  G_OBJECT_CLASS (kp_submit_page_parent_class)->finalize (object);
}

static void
bind_children (GtkWidgetClass *widget_class)
{
  gtk_widget_class_bind_template_child (widget_class, KpSubmitPage, intro);
  gtk_widget_class_bind_template_child (widget_class, KpSubmitPage, open);
  gtk_widget_class_bind_template_child (widget_class, KpSubmitPage, certificate);
  gtk_widget_class_bind_template_child (widget_class, KpSubmitPage, key_row);
  gtk_widget_class_bind_template_child (widget_class, KpSubmitPage, servers);
  gtk_widget_class_bind_template_child (widget_class, KpSubmitPage, nginx);
  gtk_widget_class_bind_template_child (widget_class, KpSubmitPage, apache);
  gtk_widget_class_bind_template_child (widget_class, KpSubmitPage, copy_nginx);
  gtk_widget_class_bind_template_child (widget_class, KpSubmitPage, copy_apache);
  gtk_widget_class_bind_template_child (widget_class, KpSubmitPage, answer_to);
  gtk_widget_class_bind_template_child (widget_class, KpSubmitPage, answer);
  gtk_widget_class_bind_template_child (widget_class, KpSubmitPage, ticket);
}

static void
kp_submit_page_class_init (KpSubmitPageClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = kp_submit_page_dispose;
  object_class->finalize = kp_submit_page_finalize;
  KP_JOB_PAGE_CLASS (klass)->show = kp_submit_page_show;
  KP_JOB_PAGE_CLASS (klass)->give = kp_submit_page_give;
  KP_JOB_PAGE_CLASS (klass)->dup_draft = kp_submit_page_dup_draft;
  KP_JOB_PAGE_CLASS (klass)->forget = kp_submit_page_forget;

  gtk_widget_class_install_action (widget_class, "submit.save", NULL, save_activated);
  gtk_widget_class_install_action (widget_class, "submit.copy", "s", copy_activated);
  gtk_widget_class_install_action (widget_class, "submit.export", NULL, export_activated);
  gtk_widget_class_install_action (widget_class, "submit.open", NULL, open_activated);
  g_type_ensure (KP_TYPE_ENTRY_ROW);
  g_type_ensure (KP_TYPE_REPLY_GROUP);
  gtk_widget_class_set_template_from_resource (
      widget_class, "/io/github/keyplate_app/Keyplate/assistant/submit-page.ui");
  bind_children (widget_class);
  gtk_widget_class_bind_template_callback (widget_class, answer_to_typed_cb);
}

static void
kp_submit_page_init (KpSubmitPage *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  kp_compat_set_name (self->copy_nginx, _ ("Copy for Nginx"));
  kp_compat_set_name (self->copy_apache, _ ("Copy for Apache"));
  g_object_set (self->ticket, "max-length", KP_JOB_MAX_TEXT, NULL);
}
