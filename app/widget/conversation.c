/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "widget/conversation.h"

#include <glib/gi18n.h>
#include <string.h>

#include "core/base/file-words.h"
#include "core/base/time-text.h"
#include "widget/compat.h"
#include "widget/long-label.h"
#include "widget/long-text.h"
#include "widget/minute.h"
#include "widget/row-feeder.h"

/* Octets of messages that are shown at first, and more of them whenever the user asks; and
 * for how many a message counts that has none. */
#define SHARE (24 * 1024)
#define LEAST 400

struct _KpConversation
{
  AdwBin parent_instance;

  AdwPreferencesGroup *group;
  GtkWidget *older;

  KpStore *store;
  KpClock *clock;
  KpRequest *request;  /* (nullable) */
  GPtrArray *messages; /* (nullable) */
  GPtrArray *rows;
  GPtrArray *heads;          /* of GtkLabel: one for each message that has a row by now */
  KpRowFeeder *feeder;       /* makes the others */
  guint n_files;             /* attachments of the last of these that have a row by now */
  gsize shown;               /* octets of all of them */
  gsize most;                /* that may be */
  GCancellable *cancellable; /* (nullable): of loading */
  gulong followed[2];
};

enum
{
  CHANGED,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

static const char *const followed[] = { "notify::unseen", "notify::received-at" };

G_DEFINE_FINAL_TYPE (KpConversation, kp_conversation, ADW_TYPE_BIN)

/* A file on its way from the store to where the user wants it. */
typedef struct
{
  GtkWidget *widget;
  GFile *file;
  GBytes *content;
} Saving;

static void
saving_free (Saving *saving)
{
  g_clear_pointer (&saving->content, g_bytes_unref);
  g_clear_object (&saving->file);
  g_object_unref (saving->widget);
  g_free (saving);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Saving, saving_free)

static void
say (GtkWidget *widget, const char *text)
{
  gtk_widget_activate_action (widget, "win.show-toast", "s", text);
}

static void
written_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (Saving) saving = data;
  g_autoptr (GError) error = NULL;
  g_autofree char *unsaved = NULL;

  if (!g_file_replace_contents_finish (G_FILE (source), result, NULL, &error))
    unsaved = kp_file_words_unsaved (G_FILE (source), error);
  /* Translators: a file was */
  say (saving->widget, unsaved != NULL ? unsaved : _ ("Saved"));
}

static void
content_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (Saving) saving = data;
  g_autoptr (GError) error = NULL;

  saving->content = kp_store_load_attachment_finish (KP_STORE (source), result, &error);
  if (saving->content == NULL)
    {
      say (saving->widget, error->message);
      return;
    }
  g_file_replace_contents_bytes_async (saving->file, saving->content, NULL, FALSE,
                                       G_FILE_CREATE_REPLACE_DESTINATION, NULL, written_cb,
                                       saving);
  saving = NULL;
}

typedef struct
{
  KpConversation *conversation;
  gint64 id;
} Choice;

static void
chosen_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autofree Choice *choice = data;
  g_autoptr (KpConversation) self = choice->conversation;
  g_autoptr (GFile) file = kp_compat_choose_file_finish (result);
  Saving *saving;

  if (file == NULL || self->store == NULL)
    return;
  saving = g_new0 (Saving, 1);
  saving->widget = GTK_WIDGET (g_object_ref (self));
  saving->file = g_steal_pointer (&file);
  kp_store_load_attachment_async (self->store, choice->id, NULL, content_cb, saving);
}

static void
save_activated (GtkWidget *widget, const char *name, GVariant *parameter)
{
  GtkRoot *root = gtk_widget_get_root (widget);
  Choice *choice = g_new0 (Choice, 1);
  const char *file;

  g_variant_get (parameter, "(x&s)", &choice->id, &file);
  choice->conversation = g_object_ref (KP_CONVERSATION (widget));
  kp_compat_choose_file_async (GTK_IS_WINDOW (root) ? GTK_WINDOW (root) : NULL,
                               GTK_FILE_CHOOSER_ACTION_SAVE, _ ("Save File"), file, NULL,
                               NULL, chosen_cb, choice);
}

static void
add_row (KpConversation *self, GtkWidget *row)
{
  adw_preferences_group_add (self->group, row);
  g_ptr_array_add (self->rows, row);
}

static GtkWidget *
add_attachment (KpConversation *self, const KpAttachment *file)
{
  g_autofree char *size = g_format_size (file->size);
  g_autofree char *name = NULL;
  GtkWidget *button = gtk_button_new_with_label (_ ("Save…"));
  GtkWidget *row = g_object_new (ADW_TYPE_ACTION_ROW, "use-markup", FALSE, "title",
                                 file->name, "subtitle", size, "title-lines", 2,
                                 "icon-name", "mail-attachment-symbolic", NULL);

  gtk_widget_set_valign (button, GTK_ALIGN_CENTER);
  gtk_actionable_set_action_target (GTK_ACTIONABLE (button), "(xs)", file->id, file->name);
  gtk_actionable_set_action_name (GTK_ACTIONABLE (button), "conversation.save");
  /* Translators: name of a button for assistive technology; %s is a file. */
  name = g_strdup_printf (_ ("Save %s"), file->name);
  kp_compat_set_name (button, name);
  adw_action_row_add_suffix (ADW_ACTION_ROW (row), button);
  add_row (self, row);
  return row;
}

static char *
describe_head (KpConversation *self, KpMessage *message)
{
  const char *author = kp_message_get_author (message);
  gint64 at = kp_message_get_at (message);
  g_autofree char *when =
      at > 0 ? kp_time_format_ago (at, kp_clock_now (self->clock)) : NULL;

  if (!kp_message_get_incoming (message))
    author = _ ("You");
  else if (*author == '\0')
    author = _ ("Provider");
  /* Translators: who wrote a message, and when ("5 minutes ago") */
  return when != NULL ? g_strdup_printf (_ ("%s, %s"), author, when) : g_strdup (author);
}

static GtkWidget *
add_message (KpConversation *self, KpMessage *message)
{
  g_autofree char *head = describe_head (self, message);
  GtkWidget *box = g_object_new (GTK_TYPE_BOX, "orientation", GTK_ORIENTATION_VERTICAL,
                                 "spacing", 6, "margin-top", 12, "margin-bottom", 12,
                                 "margin-start", 12, "margin-end", 12, NULL);
  GtkWidget *row = g_object_new (ADW_TYPE_PREFERENCES_ROW, "activatable", FALSE,
                                 "focusable", FALSE, "child", box, NULL);
  GtkWidget *line = kp_long_label_new (head, "caption-heading");
  g_autofree char *text = NULL;

  gtk_box_append (GTK_BOX (box), line);
  g_ptr_array_add (self->heads, line);
  text = g_strchomp (g_strdup (kp_message_get_body (message)));
  self->shown += LEAST + MIN (strlen (text), KP_LONG_TEXT_FIRST);
  gtk_box_append (GTK_BOX (box), kp_long_text_new (text, _ ("Show More")));
  self->n_files = 0;
  add_row (self, row);
  return row;
}

/* The focus goes to the oldest message, and not away. */
static void
hide_older (KpConversation *self)
{
  if (gtk_widget_has_focus (self->older))
    gtk_widget_child_focus (GTK_WIDGET (self->group), GTK_DIR_TAB_BACKWARD);
  gtk_widget_set_visible (self->older, FALSE);
}

static GtkWidget *
add_next (gpointer data)
{
  KpConversation *self = data;
  guint n = self->heads->len;
  GPtrArray *files =
      n > 0 ? kp_message_get_attachments (g_ptr_array_index (self->messages, n - 1)) : NULL;

  if (files != NULL && self->n_files < files->len)
    return add_attachment (self, g_ptr_array_index (files, self->n_files++));
  if (n < self->messages->len && self->shown < self->most)
    return add_message (self, g_ptr_array_index (self->messages, n));
  if (n == self->messages->len)
    hide_older (self);
  else
    gtk_widget_set_visible (self->older, TRUE);
  return NULL;
}

static void
older_activated (GtkWidget *widget, const char *name, GVariant *parameter)
{
  KpConversation *self = KP_CONVERSATION (widget);

  if (self->messages == NULL)
    return;
  self->most = self->shown + SHARE;
  kp_row_feeder_start (self->feeder);
}

static void
clear_rows (KpConversation *self)
{
  kp_row_feeder_stop (self->feeder);
  self->shown = 0;
  self->most = SHARE;
  gtk_widget_set_visible (self->older, FALSE);
  for (guint i = 0; i < self->rows->len; i++)
    adw_preferences_group_remove (self->group, g_ptr_array_index (self->rows, i));
  g_ptr_array_set_size (self->rows, 0);
  g_ptr_array_set_size (self->heads, 0);
}

static void
update_heads (gpointer data)
{
  KpConversation *self = data;

  for (guint i = 0; i < self->heads->len; i++)
    {
      g_autofree char *head = describe_head (self, g_ptr_array_index (self->messages, i));

      gtk_label_set_text (g_ptr_array_index (self->heads, i), head);
    }
}

static gboolean
is_shown (KpConversation *self, GPtrArray *messages)
{
  if (self->messages == NULL || self->messages->len != messages->len)
    return FALSE;
  for (guint i = 0; i < messages->len; i++)
    if (kp_message_get_id (g_ptr_array_index (messages, i))
        != kp_message_get_id (g_ptr_array_index (self->messages, i)))
      return FALSE;
  return TRUE;
}

static void
seen_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GError) error = NULL;

  /* A store that is only read, or is busy: they are new once more the next time. */
  if (!kp_store_set_messages_seen_finish (KP_STORE (source), result, &error))
    g_debug ("marking replies as seen: %s", error->message);
}

static void
mark_seen (KpConversation *self)
{
  if (self->request == NULL || self->messages == NULL
      || kp_request_get_unseen (self->request) == 0
      || !gtk_widget_get_mapped (GTK_WIDGET (self)) || kp_store_get_read_only (self->store))
    return;
  kp_store_set_messages_seen_async (self->store, kp_request_get_id (self->request), NULL,
                                    seen_cb, NULL);
}

static void
loaded_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (KpConversation) self = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) messages =
      kp_store_load_messages_finish (KP_STORE (source), result, &error);

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED) || self->request == NULL)
    return;
  if (messages == NULL)
    {
      g_autofree char *markup = g_markup_escape_text (error->message, -1);

      adw_preferences_group_set_description (self->group, markup);
      gtk_widget_set_visible (GTK_WIDGET (self), TRUE);
      return;
    }
  if (!is_shown (self, messages))
    {
      clear_rows (self);
      g_clear_pointer (&self->messages, g_ptr_array_unref);
      self->messages = g_steal_pointer (&messages);
      kp_row_feeder_start (self->feeder);
      gtk_widget_set_visible (GTK_WIDGET (self), self->messages->len > 0);
      g_signal_emit (self, signals[CHANGED], 0);
    }
  mark_seen (self);
}

static void
load (KpConversation *self)
{
  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  if (self->request == NULL)
    return;
  self->cancellable = g_cancellable_new ();
  kp_store_load_messages_async (self->store, kp_request_get_id (self->request),
                                self->cancellable, loaded_cb, g_object_ref (self));
}

static void
kp_conversation_map (GtkWidget *widget)
{
  GTK_WIDGET_CLASS (kp_conversation_parent_class)->map (widget);
  mark_seen (KP_CONVERSATION (widget));
}

static void
let_go (KpConversation *self)
{
  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  for (guint i = 0; self->request != NULL && i < G_N_ELEMENTS (followed); i++)
    g_clear_signal_handler (&self->followed[i], self->request);
  g_clear_object (&self->request);
  g_clear_object (&self->store);
  g_clear_object (&self->clock);
  g_clear_pointer (&self->messages, g_ptr_array_unref);
}

static void
kp_conversation_dispose (GObject *object)
{
  KpConversation *self = KP_CONVERSATION (object);

  g_clear_pointer (&self->feeder, kp_row_feeder_free);
  let_go (self);
  g_ptr_array_set_size (self->rows, 0);
  g_ptr_array_set_size (self->heads, 0);

  G_OBJECT_CLASS (kp_conversation_parent_class)->dispose (object);
}

static void
kp_conversation_finalize (GObject *object)
{
  KpConversation *self = KP_CONVERSATION (object);

  g_ptr_array_unref (self->rows);
  g_ptr_array_unref (self->heads);

  G_OBJECT_CLASS (kp_conversation_parent_class)->finalize (object);
}

static void
kp_conversation_class_init (KpConversationClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = kp_conversation_dispose;
  object_class->finalize = kp_conversation_finalize;
  widget_class->map = kp_conversation_map;

  signals[CHANGED] = g_signal_new ("changed", KP_TYPE_CONVERSATION, G_SIGNAL_RUN_LAST, 0,
                                   NULL, NULL, NULL, G_TYPE_NONE, 0);

  gtk_widget_class_install_action (widget_class, "conversation.save", "(xs)",
                                   save_activated);
  gtk_widget_class_install_action (widget_class, "conversation.older", NULL,
                                   older_activated);
}

static void
kp_conversation_init (KpConversation *self)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 12);

  self->rows = g_ptr_array_new ();
  self->heads = g_ptr_array_new ();
  self->group = ADW_PREFERENCES_GROUP (adw_preferences_group_new ());
  adw_preferences_group_set_title (self->group, _ ("Conversation"));
  gtk_box_append (GTK_BOX (box), GTK_WIDGET (self->group));
  self->older = gtk_button_new_with_label (_ ("Show Older Messages"));
  gtk_widget_set_halign (self->older, GTK_ALIGN_CENTER);
  gtk_widget_set_visible (self->older, FALSE);
  gtk_actionable_set_action_name (GTK_ACTIONABLE (self->older), "conversation.older");
  gtk_box_append (GTK_BOX (box), self->older);
  adw_bin_set_child (ADW_BIN (self), box);
  gtk_widget_set_visible (GTK_WIDGET (self), FALSE);
  self->feeder = kp_row_feeder_new (GTK_WIDGET (self->group), add_next, self);
  kp_minute_follow (GTK_WIDGET (self), update_heads);
}

void
kp_conversation_set_request (KpConversation *self, KpStore *store, KpClock *clock,
                             KpRequest *request)
{
  g_return_if_fail (KP_IS_CONVERSATION (self));
  g_return_if_fail (KP_IS_STORE (store));
  g_return_if_fail (KP_IS_CLOCK (clock));
  g_return_if_fail (request == NULL || KP_IS_REQUEST (request));

  if (self->request == request)
    return;
  clear_rows (self);
  let_go (self);
  gtk_widget_set_visible (GTK_WIDGET (self), FALSE);
  g_set_object (&self->store, store);
  g_set_object (&self->clock, clock);
  g_set_object (&self->request, request);
  for (guint i = 0; request != NULL && i < G_N_ELEMENTS (followed); i++)
    self->followed[i] = g_signal_connect_object (request, followed[i], G_CALLBACK (load),
                                                 self, G_CONNECT_SWAPPED);
  load (self);
}

GPtrArray *
kp_conversation_get_messages (KpConversation *self)
{
  g_return_val_if_fail (KP_IS_CONVERSATION (self), NULL);

  return self->messages;
}
