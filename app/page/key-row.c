/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "page/key-row.h"

#include <glib/gi18n.h>
#include <string.h>

#include "core/base/file-words.h"
#include "core/base/time-text.h"
#include "core/certificate/csr-maker.h"
#include "assistant/key-export-window.h"
#include "widget/compat.h"
#include "widget/toast.h"
#include "widget/wrap-box.h"

struct _KpKeyRow
{
  AdwExpanderRow parent_instance;

  GtkLabel *fingerprint;

  KpDesk *desk;
  KpSigningKey *key;
  char **chain; /* (nullable) */
};

G_DEFINE_FINAL_TYPE (KpKeyRow, kp_key_row, ADW_TYPE_EXPANDER_ROW)

/* Returns: (transfer full) (nullable): the signing request; where there is none it was said
 */
static char *
make_pem (KpKeyRow *self)
{
  char *pem = kp_csr_to_pem (self->key->csr);

  if (pem == NULL)
    kp_toast_show (GTK_WIDGET (self), _ ("The signing request can’t be read. Create a new "
                                         "one."));
  return pem;
}

static void
copy_activated (GtkWidget *widget, const char *name, GVariant *parameter)
{
  g_autofree char *pem = make_pem (KP_KEY_ROW (widget));

  if (pem == NULL)
    return;
  gdk_clipboard_set_text (gtk_widget_get_clipboard (widget), pem);
  kp_toast_show (widget, _ ("Signing request copied"));
}

static void
written_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (KpKeyRow) self = data;
  g_autoptr (GError) error = NULL;
  g_autofree char *unsaved = NULL;

  if (!g_file_replace_contents_finish (G_FILE (source), result, NULL, &error))
    unsaved = kp_file_words_unsaved (G_FILE (source), error);
  kp_toast_show (GTK_WIDGET (self),
                 unsaved != NULL ? unsaved : _ ("Signing request saved"));
}

static void
chosen_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (KpKeyRow) self = data;
  g_autoptr (GFile) file = kp_compat_choose_file_finish (result);
  g_autofree char *pem = NULL;
  g_autoptr (GBytes) octets = NULL;

  if (file == NULL)
    return;
  pem = make_pem (self);
  if (pem == NULL)
    return;
  octets = g_bytes_new (pem, strlen (pem));
  g_file_replace_contents_bytes_async (file, octets, NULL, FALSE, G_FILE_CREATE_NONE, NULL,
                                       written_cb, g_object_ref (self));
}

static GtkWindow *
get_window (KpKeyRow *self)
{
  GtkRoot *root = gtk_widget_get_root (GTK_WIDGET (self));

  return GTK_IS_WINDOW (root) ? GTK_WINDOW (root) : NULL;
}

static void
save_activated (GtkWidget *widget, const char *name, GVariant *parameter)
{
  KpKeyRow *self = KP_KEY_ROW (widget);
  g_autofree char *suggested = g_strdup_printf ("%s.csr", self->key->host);

  kp_compat_choose_file_async (get_window (self), GTK_FILE_CHOOSER_ACTION_SAVE,
                               _ ("Save Signing Request"), suggested, NULL, NULL, chosen_cb,
                               g_object_ref (self));
}

static void
export_activated (GtkWidget *widget, const char *name, GVariant *parameter)
{
  KpKeyRow *self = KP_KEY_ROW (widget);
  GtkWidget *window = kp_key_export_window_new (
      self->desk, self->key, (const char *const *) self->chain, widget, get_window (self));

  gtk_window_present (GTK_WINDOW (window));
}

static void
kp_key_row_dispose (GObject *object)
{
  KpKeyRow *self = KP_KEY_ROW (object);

  gtk_widget_dispose_template (GTK_WIDGET (object), KP_TYPE_KEY_ROW);
  g_clear_object (&self->desk);

  G_OBJECT_CLASS (kp_key_row_parent_class)->dispose (object);
}

static void
kp_key_row_finalize (GObject *object)
{
  KpKeyRow *self = KP_KEY_ROW (object);

  kp_signing_key_free (self->key);
  g_strfreev (self->chain);

  G_OBJECT_CLASS (kp_key_row_parent_class)->finalize (object);
}

static void
kp_key_row_class_init (KpKeyRowClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = kp_key_row_dispose;
  object_class->finalize = kp_key_row_finalize;

  gtk_widget_class_install_action (widget_class, "key.copy", NULL, copy_activated);
  gtk_widget_class_install_action (widget_class, "key.save", NULL, save_activated);
  gtk_widget_class_install_action (widget_class, "key.export", NULL, export_activated);
  g_type_ensure (KP_TYPE_WRAP_BOX);
  gtk_widget_class_set_template_from_resource (
      widget_class, "/io/github/keyplate_app/Keyplate/page/key-row.ui");
  gtk_widget_class_bind_template_child (widget_class, KpKeyRow, fingerprint);
}

static void
kp_key_row_init (KpKeyRow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

/* A kind that a newer Keyplate wrote is shown as it is called there. */
static const char *
get_label (const KpSigningKey *key)
{
  KpKeyType type;

  return kp_key_type_from_string (key->algorithm, &type) ? kp_key_type_get_label (type)
                                                         : key->algorithm;
}

GtkWidget *
kp_key_row_new (KpDesk *desk, const KpSigningKey *key, const char *const *chain)
{
  KpKeyRow *self;
  g_autofree char *day = NULL;
  g_autofree char *subtitle = NULL;
  g_autofree char *fingerprint = NULL;

  g_return_val_if_fail (KP_IS_DESK (desk), NULL);
  g_return_val_if_fail (key != NULL, NULL);

  self = g_object_new (KP_TYPE_KEY_ROW, NULL);
  self->desk = g_object_ref (desk);
  self->key = kp_signing_key_copy (key);
  self->chain = g_strdupv ((char **) chain);
  day = kp_time_format_date (key->created_at);
  subtitle = g_strdup_printf (chain != NULL
                                  /* Translators: of a private key; %s is a day. */
                                  ? _ ("Made on %s. The site uses it.")
                                  /* Translators: of a private key; %s is a day. */
                                  : _ ("Made on %s"),
                              day);
  /* Translators: %s is a fingerprint in hex. */
  fingerprint = g_strdup_printf (_ ("SHA-256 of its public key: %s"), key->spki_sha256);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (self), get_label (key));
  adw_expander_row_set_subtitle (ADW_EXPANDER_ROW (self), subtitle);
  gtk_label_set_text (self->fingerprint, fingerprint);
  return GTK_WIDGET (self);
}
