/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "widget/letter-bar.h"

#include <glib/gi18n.h>

#include "core/base/file-words.h"
#include "widget/compat.h"
#include "widget/copy-text.h"
#include "widget/language-row.h"
#include "widget/launch.h"
#include "widget/wrap-box.h"

/* Octets of an address that mail programs take. */
#define MAX_MAILTO 2000

struct _KpLetterBar
{
  AdwBin parent_instance;

  AdwPreferencesGroup *group;
  KpLanguageRow *language;
  GtkWidget *preview;
  GtkLabel *subject;
  GtkLabel *body;
  GtkButton *copy;

  gboolean instructions; /* what they are called */
  KpWriteLetter write;   /* (nullable) */
  gpointer data;         /* not owned */
  char *name;
  gboolean chosen; /* the language, by the user */
  GCancellable *cancellable;
};

enum
{
  TOLD,
  FAILED,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (KpLetterBar, kp_letter_bar, ADW_TYPE_BIN)

static KpLetter *
write_letter (KpLetterBar *self, char **address)
{
  const char *tag = self->chosen ? kp_language_row_get_tag (self->language) : NULL;
  g_autofree char *unwanted = NULL;

  if (self->write == NULL)
    return NULL;
  return self->write (self->data, tag, address != NULL ? address : &unwanted);
}

static void
update (KpLetterBar *self)
{
  g_autoptr (KpLetter) letter = write_letter (self, NULL);

  gtk_widget_set_visible (GTK_WIDGET (self), letter != NULL);
  if (letter == NULL)
    return;
  kp_language_row_select (self->language, letter->language);
  gtk_label_set_text (self->subject, letter->subject);
  gtk_label_set_text (self->body, letter->body);
}

static void
language_chosen_cb (KpLetterBar *self)
{
  self->chosen = TRUE;
  update (self);
}

static GtkWindow *
get_window (KpLetterBar *self)
{
  GtkRoot *root = gtk_widget_get_root (GTK_WIDGET (self));

  return GTK_IS_WINDOW (root) ? GTK_WINDOW (root) : NULL;
}

static gboolean
is_instructions (KpLetterBar *self)
{
  return self->instructions;
}

static void
tell (KpLetterBar *self, KpTold how)
{
  g_signal_emit (self, signals[TOLD], 0, (guint) how);
}

static void
fail (KpLetterBar *self, const char *text)
{
  g_signal_emit (self, signals[FAILED], 0, text);
}

static void
copy_activated (GtkWidget *widget, const char *name, GVariant *parameter)
{
  KpLetterBar *self = KP_LETTER_BAR (widget);
  g_autoptr (KpLetter) letter = write_letter (self, NULL);

  if (letter == NULL)
    return;
  kp_copy_text (widget, letter->body,
                is_instructions (self) ? _ ("Instructions copied") : _ ("Letter copied"));
  tell (self, KP_TOLD_COPIED);
}

/* RFC 6068 section 5: lines end with CR LF. */
static char *
make_mailto (const KpLetter *letter, const char *address)
{
  g_auto (GStrv) lines = g_strsplit (letter->body, "\n", -1);
  g_autofree char *crlf = g_strjoinv ("\r\n", lines);
  g_autofree char *to = g_uri_escape_string (address != NULL ? address : "", "@", FALSE);
  g_autofree char *subject = g_uri_escape_string (letter->subject, NULL, FALSE);
  g_autofree char *body = g_uri_escape_string (crlf, NULL, FALSE);

  return g_strdup_printf ("mailto:%s?subject=%s&body=%s", to, subject, body);
}

static void
mailed_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (KpLetterBar) self = data;
  g_autoptr (GError) error = NULL;

  if (self->write == NULL)
    ; /* closed meanwhile */
  else if (kp_launch_mail_finish (result, &error))
    tell (self, KP_TOLD_MAILED);
  else
    {
      g_debug ("No mail program took it: %s", error->message);
      fail (self, is_instructions (self)
                      ? _ ("No mail program could be started. Copy the instructions, and "
                           "paste them into a mail.")
                      : _ ("No mail program could be started. Copy the letter, and paste "
                           "it into a mail."));
    }
}

static void
mail_activated (GtkWidget *widget, const char *name, GVariant *parameter)
{
  KpLetterBar *self = KP_LETTER_BAR (widget);
  g_autofree char *address = NULL;
  g_autoptr (KpLetter) letter = write_letter (self, &address);
  g_autofree char *uri = NULL;

  if (letter == NULL)
    return;
  uri = make_mailto (letter, address);
  if (strlen (uri) > MAX_MAILTO)
    {
      fail (self, is_instructions (self)
                      ? _ ("The instructions are too long to be handed to a mail program. "
                           "Copy them, and paste them into the mail.")
                      : _ ("The letter is too long to be handed to a mail program. Copy "
                           "it, and paste it into the mail."));
      return;
    }
  kp_launch_mail_async (get_window (self), uri, self->cancellable, mailed_cb,
                        g_object_ref (self));
}

static void
saved_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (KpLetterBar) self = data;
  g_autoptr (GError) error = NULL;

  if (!g_file_replace_contents_finish (G_FILE (source), result, NULL, &error))
    {
      g_autofree char *unsaved = kp_file_words_unsaved (G_FILE (source), error);

      fail (self, unsaved);
      return;
    }
  gtk_widget_activate_action (GTK_WIDGET (self), "win.show-toast", "s",
                              is_instructions (self) ? _ ("Instructions saved")
                                                     : _ ("Letter saved"));
  tell (self, KP_TOLD_SAVED);
}

static void
file_chosen_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (KpLetterBar) self = data;
  g_autoptr (GFile) file = kp_compat_choose_file_finish (result);
  g_autoptr (KpLetter) letter = file != NULL ? write_letter (self, NULL) : NULL;
  g_autofree char *text = NULL;
  g_autoptr (GBytes) bytes = NULL;

  if (letter == NULL)
    return;
  text = g_strdup_printf ("%s\n\n%s", letter->subject, letter->body);
  bytes = g_bytes_new (text, strlen (text));
  g_file_replace_contents_bytes_async (file, bytes, NULL, FALSE, G_FILE_CREATE_NONE, NULL,
                                       saved_cb, g_object_ref (self));
}

static void
save_activated (GtkWidget *widget, const char *name, GVariant *parameter)
{
  KpLetterBar *self = KP_LETTER_BAR (widget);
  g_autofree char *suggested = g_strdup_printf ("%s.txt", self->name);

  kp_compat_choose_file_async (
      get_window (self), GTK_FILE_CHOOSER_ACTION_SAVE,
      is_instructions (self) ? _ ("Save Instructions") : _ ("Save Letter"), suggested, NULL,
      self->cancellable, file_chosen_cb, g_object_ref (self));
}

static void
kp_letter_bar_dispose (GObject *object)
{
  KpLetterBar *self = KP_LETTER_BAR (object);

  g_cancellable_cancel (self->cancellable);
  self->write = NULL;
  gtk_widget_dispose_template (GTK_WIDGET (object), KP_TYPE_LETTER_BAR);

  G_OBJECT_CLASS (kp_letter_bar_parent_class)->dispose (object);
}

static void
kp_letter_bar_finalize (GObject *object)
{
  g_object_unref (KP_LETTER_BAR (object)->cancellable);
  g_free (KP_LETTER_BAR (object)->name);

  G_OBJECT_CLASS (kp_letter_bar_parent_class)->finalize (object);
}

static void
kp_letter_bar_class_init (KpLetterBarClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = kp_letter_bar_dispose;
  object_class->finalize = kp_letter_bar_finalize;

  signals[TOLD] = g_signal_new ("told", KP_TYPE_LETTER_BAR, G_SIGNAL_RUN_LAST, 0, NULL,
                                NULL, NULL, G_TYPE_NONE, 1, G_TYPE_UINT);
  signals[FAILED] = g_signal_new ("failed", KP_TYPE_LETTER_BAR, G_SIGNAL_RUN_LAST, 0, NULL,
                                  NULL, NULL, G_TYPE_NONE, 1, G_TYPE_STRING);

  gtk_widget_class_install_action (widget_class, "letter.copy", NULL, copy_activated);
  gtk_widget_class_install_action (widget_class, "letter.mail", NULL, mail_activated);
  gtk_widget_class_install_action (widget_class, "letter.save", NULL, save_activated);

  g_type_ensure (KP_TYPE_LANGUAGE_ROW);
  g_type_ensure (KP_TYPE_WRAP_BOX);
  gtk_widget_class_set_template_from_resource (
      widget_class, "/io/github/keyplate_app/Keyplate/widget/letter-bar.ui");
  gtk_widget_class_bind_template_child (widget_class, KpLetterBar, group);
  gtk_widget_class_bind_template_child (widget_class, KpLetterBar, language);
  gtk_widget_class_bind_template_child (widget_class, KpLetterBar, preview);
  gtk_widget_class_bind_template_child (widget_class, KpLetterBar, subject);
  gtk_widget_class_bind_template_child (widget_class, KpLetterBar, body);
  gtk_widget_class_bind_template_child (widget_class, KpLetterBar, copy);
  gtk_widget_class_bind_template_callback (widget_class, language_chosen_cb);
}

static void
kp_letter_bar_init (KpLetterBar *self)
{
  self->cancellable = g_cancellable_new ();
  gtk_widget_init_template (GTK_WIDGET (self));
}

void
kp_letter_bar_set_up (KpLetterBar *self, KpLetterKind kind, gboolean preview,
                      KpWriteLetter write, gpointer data)
{
  g_auto (GStrv) tags = NULL;

  g_return_if_fail (KP_IS_LETTER_BAR (self));
  g_return_if_fail (write != NULL);
  g_return_if_fail (self->write == NULL);

  self->instructions = !preview;
  self->write = write;
  self->data = data;
  gtk_widget_set_visible (self->preview, preview);
  if (preview)
    adw_preferences_group_set_title (self->group, _ ("Letter to the Customer"));
  gtk_button_set_label (self->copy, preview ? _ ("Copy Letter") : _ ("Copy Instructions"));
  tags = kp_letter_get_languages (kind);
  kp_language_row_set_up (self->language, (const char *const *) tags, NULL, NULL);
}

void
kp_letter_bar_update (KpLetterBar *self, const char *name)
{
  g_return_if_fail (KP_IS_LETTER_BAR (self));
  g_return_if_fail (name != NULL);

  if (g_strcmp0 (self->name, name) != 0)
    {
      g_free (self->name);
      self->name = g_strdup (name);
    }
  update (self);
}
