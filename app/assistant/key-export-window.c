/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "assistant/key-export-window.h"

#include <glib/gi18n.h>
#include <string.h>

#include "core/base/file-words.h"
#include "core/certificate/signing-key-export.h"
#include "widget/banner.h"
#include "widget/choice.h"
#include "widget/compat.h"
#include "widget/problem-row.h"
#include "widget/toast.h"
#include "widget/unlock.h"

/* Characters of a passphrase. */
#define MAX_PASSPHRASE 250

struct _KpKeyExportWindow
{
  AdwWindow parent_instance;

  KpBanner *banner;
  GtkWidget *form;
  GtkLabel *warning;
  GtkDropDown *kind;
  AdwActionRow *kind_row;
  GtkEditable *passphrase;
  GtkEditable *again;
  KpProblemRow *problem;
  GtkWidget *spinner; /* with words */
  GtkLabel *busy_words;

  KpDesk *desk;
  KpSigningKey *key;
  char **chain;      /* (nullable): fingerprints */
  GPtrArray *octets; /* of the chain, as far as it was loaded */
  GtkWidget *teller; /* (weak) */
  GFile *file;       /* (nullable): where it goes */
  GCancellable *cancellable;
  gboolean busy;
};

G_DEFINE_FINAL_TYPE (KpKeyExportWindow, kp_key_export_window, ADW_TYPE_WINDOW)

static KpKeyFile
get_kind (KpKeyExportWindow *self)
{
  return gtk_drop_down_get_selected (self->kind) == 1 ? KP_KEY_FILE_PKCS12
                                                      : KP_KEY_FILE_PKCS8;
}

static KpSecret *
read_passphrase (GtkEditable *entry)
{
  const char *text = gtk_editable_get_text (entry);

  return kp_secret_new (text, strlen (text));
}

static gboolean
is_empty (GtkEditable *entry)
{
  return *gtk_editable_get_text (entry) == '\0';
}

static gboolean
is_same (KpKeyExportWindow *self)
{
  g_autoptr (KpSecret) first = read_passphrase (self->passphrase);
  g_autoptr (KpSecret) again = read_passphrase (self->again);

  return kp_secret_equal (first, again);
}

static void
update (KpKeyExportWindow *self)
{
  gboolean same = is_same (self);

  /* Nothing is found fault with that is not typed to its end. */
  kp_problem_row_set_text (self->problem, !same && !is_empty (self->again)
                                              ? _ ("The two are not the same.")
                                              : NULL);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "key-export.choose",
                                 same && !is_empty (self->passphrase) && !self->busy);
  gtk_widget_set_sensitive (self->form, !self->busy);
  gtk_widget_set_visible (self->spinner, self->busy);
}

static void
changed_cb (KpKeyExportWindow *self)
{
  if (self->desk != NULL)
    update (self);
}

static void
kind_changed_cb (KpKeyExportWindow *self)
{
  const char *subtitle;

  if (get_kind (self) == KP_KEY_FILE_PKCS8)
    subtitle = _ ("The key alone, as text (PEM), for Apache and nginx");
  else if (self->chain != NULL)
    subtitle =
        _ ("The key with the certificates that the site serves, for Windows and Java");
  else
    subtitle =
        _ ("For Windows and Java; the key alone, as no certificate for it was seen yet");
  adw_action_row_set_subtitle (self->kind_row, subtitle);
}

/* @words: (nullable): what is being done; nothing is */
static void
set_busy (KpKeyExportWindow *self, const char *words)
{
  self->busy = words != NULL;
  gtk_label_set_text (self->busy_words, words != NULL ? words : "");
  update (self);
}

static void
fail (KpKeyExportWindow *self, const char *message)
{
  set_busy (self, NULL);
  kp_banner_show (self->banner, "dialog-warning-symbolic", message);
}

static void
written_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (KpKeyExportWindow) self = data;
  g_autoptr (GError) error = NULL;
  gboolean written = g_file_replace_contents_finish (G_FILE (source), result, NULL, &error);

  if (self->desk == NULL)
    return;
  if (!written)
    {
      g_autofree char *unsaved = kp_file_words_unsaved (G_FILE (source), error);

      fail (self, unsaved);
      return;
    }
  if (self->teller != NULL)
    kp_toast_show (self->teller, _ ("Key exported"));
  gtk_window_close (GTK_WINDOW (self));
}

static void
made_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (KpKeyExportWindow) self = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) octets = kp_signing_key_export_finish (result, &error);

  if (self->desk == NULL)
    return;
  if (octets == NULL)
    {
      fail (self, error->message);
      return;
    }
  /* Translators: the file that an encrypted key is exported to */
  set_busy (self, _ ("Writing the file…"));
  /* Encrypted, and yet nobody else's: what was there before may be open to others. */
  g_file_replace_contents_bytes_async (self->file, octets, NULL, FALSE,
                                       G_FILE_CREATE_PRIVATE
                                           | G_FILE_CREATE_REPLACE_DESTINATION,
                                       self->cancellable, written_cb, g_object_ref (self));
}

static void
make (KpKeyExportWindow *self)
{
  g_autoptr (KpSecret) passphrase = read_passphrase (self->passphrase);
  KpKeyFile kind = get_kind (self);

  /* Translators: with the passphrase of the user, which takes a while */
  set_busy (self, _ ("Encrypting the key…"));
  kp_signing_key_export_async (kp_desk_get_vault (self->desk), self->key, kind, passphrase,
                               kind == KP_KEY_FILE_PKCS12 ? self->octets : NULL,
                               self->cancellable, made_cb, g_object_ref (self));
}

static void load_chain (KpKeyExportWindow *self);

static void
certificate_loaded_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (KpKeyExportWindow) self = data;
  g_autoptr (GError) error = NULL;
  GBytes *der = kp_store_load_certificate_finish (KP_STORE (source), result, &error);

  if (self->desk == NULL)
    {
      g_clear_pointer (&der, g_bytes_unref);
      return;
    }
  if (der == NULL)
    {
      fail (self, error->message);
      return;
    }
  g_ptr_array_add (self->octets, der);
  load_chain (self);
}

/* One after the other, as they lead to the root. */
static void
load_chain (KpKeyExportWindow *self)
{
  if (get_kind (self) == KP_KEY_FILE_PKCS12 && self->chain != NULL
      && self->chain[self->octets->len] != NULL)
    kp_store_load_certificate_async (kp_desk_get_store (self->desk),
                                     self->chain[self->octets->len], self->cancellable,
                                     certificate_loaded_cb, g_object_ref (self));
  else
    make (self);
}

static void
unlocked_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (KpKeyExportWindow) self = data;
  g_autoptr (GError) error = NULL;
  gboolean unlocked = kp_unlock_finish (result, &error);

  if (self->desk == NULL)
    return;
  if (unlocked)
    load_chain (self);
  else
    fail (self, error->message);
}

static void
chosen_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (KpKeyExportWindow) self = data;
  g_autoptr (GFile) file = kp_compat_choose_file_finish (result);
  g_autofree char *name = NULL;

  if (file == NULL || self->desk == NULL)
    return;
  g_set_object (&self->file, file);
  kp_banner_set_revealed (self->banner, FALSE);
  /* Translators: while the vault is unlocked, and certificates are read from the store */
  set_busy (self, _ ("Fetching the key…"));
  name = kp_signing_key_make_name (self->key->spki_sha256);
  kp_unlock_async (GTK_WIDGET (self), kp_desk_get_vault (self->desk), name,
                   self->cancellable, unlocked_cb, g_object_ref (self));
}

static void
choose_activated (GtkWidget *widget, const char *name, GVariant *parameter)
{
  KpKeyExportWindow *self = KP_KEY_EXPORT_WINDOW (widget);
  g_autofree char *suggested = g_strconcat (
      self->key->host, get_kind (self) == KP_KEY_FILE_PKCS12 ? ".p12" : ".key.pem", NULL);

  kp_compat_choose_file_async (GTK_WINDOW (self), GTK_FILE_CHOOSER_ACTION_SAVE,
                               _ ("Save Key"), suggested, NULL, self->cancellable,
                               chosen_cb, g_object_ref (self));
}

static void
kp_key_export_window_dispose (GObject *object)
{
  KpKeyExportWindow *self = KP_KEY_EXPORT_WINDOW (object);

  g_cancellable_cancel (self->cancellable);
  /* Its rows still tell of their end. */
  g_clear_object (&self->desk);
  g_clear_weak_pointer (&self->teller);
  gtk_widget_dispose_template (GTK_WIDGET (object), KP_TYPE_KEY_EXPORT_WINDOW);
  g_clear_object (&self->file);

  G_OBJECT_CLASS (kp_key_export_window_parent_class)->dispose (object);
}

static void
kp_key_export_window_finalize (GObject *object)
{
  KpKeyExportWindow *self = KP_KEY_EXPORT_WINDOW (object);

  g_object_unref (self->cancellable);
  g_ptr_array_unref (self->octets);
  g_strfreev (self->chain);
  kp_signing_key_free (self->key);

  G_OBJECT_CLASS (kp_key_export_window_parent_class)->finalize (object);
}

static void
kp_key_export_window_class_init (KpKeyExportWindowClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = kp_key_export_window_dispose;
  object_class->finalize = kp_key_export_window_finalize;

  gtk_widget_class_install_action (widget_class, "key-export.choose", NULL,
                                   choose_activated);
  kp_compat_add_close_keys (widget_class);
  g_type_ensure (KP_TYPE_BANNER);
  g_type_ensure (KP_TYPE_PROBLEM_ROW);
  gtk_widget_class_set_template_from_resource (
      widget_class, "/io/github/keyplate_app/Keyplate/assistant/key-export-window.ui");
  gtk_widget_class_bind_template_child (widget_class, KpKeyExportWindow, banner);
  gtk_widget_class_bind_template_child (widget_class, KpKeyExportWindow, form);
  gtk_widget_class_bind_template_child (widget_class, KpKeyExportWindow, warning);
  gtk_widget_class_bind_template_child (widget_class, KpKeyExportWindow, kind);
  gtk_widget_class_bind_template_child (widget_class, KpKeyExportWindow, kind_row);
  gtk_widget_class_bind_template_child (widget_class, KpKeyExportWindow, passphrase);
  gtk_widget_class_bind_template_child (widget_class, KpKeyExportWindow, again);
  gtk_widget_class_bind_template_child (widget_class, KpKeyExportWindow, problem);
  gtk_widget_class_bind_template_child (widget_class, KpKeyExportWindow, spinner);
  gtk_widget_class_bind_template_child (widget_class, KpKeyExportWindow, busy_words);
  gtk_widget_class_bind_template_callback (widget_class, changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, kind_changed_cb);
}

static void
limit (GtkEditable *entry)
{
  gtk_text_set_max_length (GTK_TEXT (gtk_editable_get_delegate (entry)), MAX_PASSPHRASE);
}

static void
kp_key_export_window_init (KpKeyExportWindow *self)
{
  static const char *const labels[] = { "PKCS #8", "PKCS #12" };
  g_autoptr (GListStore) choices = g_list_store_new (KP_TYPE_CHOICE);

  self->cancellable = g_cancellable_new ();
  self->octets = g_ptr_array_new_with_free_func ((GDestroyNotify) g_bytes_unref);
  gtk_widget_init_template (GTK_WIDGET (self));
  for (guint i = 0; i < G_N_ELEMENTS (labels); i++)
    {
      g_autoptr (KpChoice) choice = kp_choice_new (labels[i], NULL);

      g_list_store_append (choices, choice);
    }
  limit (self->passphrase);
  limit (self->again);
  kp_choice_set_up (self->kind, _ ("Form"));
  gtk_drop_down_set_model (self->kind, G_LIST_MODEL (choices));
  kp_choice_name_button (self->kind, _ ("Form"));
}

GtkWidget *
kp_key_export_window_new (KpDesk *desk, const KpSigningKey *key, const char *const *chain,
                          GtkWidget *teller, GtkWindow *parent)
{
  KpKeyExportWindow *self;
  g_autofree char *warning = NULL;

  g_return_val_if_fail (KP_IS_DESK (desk), NULL);
  g_return_val_if_fail (key != NULL, NULL);
  g_return_val_if_fail (GTK_IS_WIDGET (teller), NULL);

  self = g_object_new (KP_TYPE_KEY_EXPORT_WINDOW, "transient-for", parent, NULL);
  self->desk = g_object_ref (desk);
  self->key = kp_signing_key_copy (key);
  self->chain = g_strdupv ((char **) chain);
  g_set_weak_pointer (&self->teller, teller);
  warning = g_strdup_printf (
      /* Translators: %s is a host name. */
      _ ("Whoever has the file and its passphrase can pose as %s. Send the two by "
         "different "
         "ways, and delete the file once the server has the key."),
      key->host);
  gtk_label_set_text (self->warning, warning);
  kind_changed_cb (self);
  update (self);
  return GTK_WIDGET (self);
}
