/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "page/connection-window.h"

#include <glib/gi18n.h>
#include <string.h>

#include "core/helpdesk/connection-rules.h"
#include "widget/choice.h"
#include "widget/compat.h"
#include "widget/entry-row.h"
#include "widget/help.h"
#include "widget/problem-row.h"
#include "widget/unlock.h"

struct _KpConnectionWindow
{
  AdwWindow parent_instance;

  AdwWindowTitle *title;
  GtkDropDown *channel;
  KpEntryRow *url;
  KpEntryRow *queue;
  KpEntryRow *address;
  GtkWidget *token;
  KpProblemRow *problem;
  GtkLabel *answer;
  GtkWidget *spinner; /* with words */
  GtkLabel *busy_words;

  KpDesk *desk;
  KpProfile *profile;
  GCancellable *cancellable;
  gboolean busy;  /* the words say with what */
  gboolean tests; /* after saving */
};

G_DEFINE_FINAL_TYPE (KpConnectionWindow, kp_connection_window, ADW_TYPE_WINDOW)

static const KpChannel *
get_channel (KpConnectionWindow *self)
{
  const KpChannel *const *all;
  guint n;
  guint selected = gtk_drop_down_get_selected (self->channel);

  all = kp_channel_get_all (&n);
  return selected < n ? all[selected] : NULL;
}

static char *
take_text (KpEntryRow *row, gboolean wanted)
{
  g_autofree char *text = wanted ? kp_entry_row_dup_text (row) : NULL;

  return text != NULL && *text != '\0' ? g_steal_pointer (&text) : NULL;
}

static KpConnection *
make_connection (KpConnectionWindow *self)
{
  const KpChannel *channel = get_channel (self);
  KpConnection *connection;

  if (channel == NULL)
    return NULL;
  connection = kp_connection_new (kp_profile_get_id (self->profile), channel->id);
  connection->url = take_text (self->url, channel->needs_url);
  connection->queue = take_text (self->queue, channel->needs_queue);
  connection->address = take_text (self->address, channel->needs_address);
  return connection;
}

/* What is missing is told once something was asked for; until then nothing is found fault
 * with. */
static void
update (KpConnectionWindow *self)
{
  const KpChannel *channel = get_channel (self);
  g_autoptr (KpConnection) connection = NULL;
  gboolean complete;

  if (self->desk == NULL || channel == NULL)
    return;
  connection = make_connection (self);
  complete = kp_connector_check (kp_desk_get_connector (self->desk), connection, NULL);
  gtk_widget_set_visible (GTK_WIDGET (self->url), channel->needs_url);
  gtk_widget_set_visible (GTK_WIDGET (self->queue), channel->needs_queue);
  gtk_widget_set_visible (GTK_WIDGET (self->address), channel->needs_address);
  gtk_widget_set_visible (self->token, channel->needs_token);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "connection.save",
                                 complete && !self->busy);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "connection.test",
                                 complete && !self->busy);
  gtk_widget_set_visible (self->spinner, self->busy);
}

/* Whether what stands there is not wrong, but has yet to be filled in. */
static gboolean
is_unfinished (const KpChannel *channel, const KpConnection *connection)
{
  if (channel->needs_url && connection->url == NULL)
    return TRUE;
  if (channel->needs_url && !kp_connection_check_url (connection->url, NULL))
    return FALSE;
  return (channel->needs_queue && connection->queue == NULL)
         || (channel->needs_address && connection->address == NULL);
}

static void
changed_cb (KpConnectionWindow *self)
{
  const KpChannel *channel = get_channel (self);
  g_autoptr (KpConnection) connection = NULL;
  g_autoptr (GError) error = NULL;

  if (self->desk == NULL || channel == NULL)
    return;
  connection = make_connection (self);
  gtk_label_set_text (self->answer, "");
  if (is_unfinished (channel, connection)
      || kp_connector_check (kp_desk_get_connector (self->desk), connection, &error))
    kp_problem_row_set_text (self->problem, NULL);
  else
    kp_problem_row_set_text (self->problem, error->message);
  update (self);
}

/* @words: (nullable): what is being done; nothing is */
static void
set_busy (KpConnectionWindow *self, const char *words)
{
  self->busy = words != NULL;
  gtk_label_set_text (self->busy_words, words != NULL ? words : "");
  update (self);
}

static void
tell (KpConnectionWindow *self, const char *text, const char *style)
{
  const char *classes[] = { style, NULL };

  gtk_widget_set_css_classes (GTK_WIDGET (self->answer), classes);
  gtk_label_set_text (self->answer, text);
}

static void
tested_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (KpConnectionWindow) self = data;
  g_autofree char *summary = NULL;
  g_autoptr (GError) error = NULL;
  gboolean works =
      kp_connector_test_finish (KP_CONNECTOR (source), result, &summary, &error);

  if (self->desk == NULL)
    return;
  set_busy (self, NULL);
  if (works)
    tell (self, summary, "success");
  else
    tell (self, error->message, "error");
}

static void
saved_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (KpConnectionWindow) self = data;
  g_autoptr (GError) error = NULL;
  gboolean saved = kp_connector_save_finish (KP_CONNECTOR (source), result, &error);

  if (self->desk == NULL)
    return;
  if (!saved)
    {
      set_busy (self, NULL);
      tell (self, error->message, "error");
      return;
    }
  gtk_editable_set_text (GTK_EDITABLE (self->token), "");
  if (self->tests)
    {
      /* Translators: the settings are saved; whether they work is seen now */
      set_busy (self, _ ("Saved. Asking the helpdesk…"));
      kp_connector_test_async (KP_CONNECTOR (source), kp_profile_get_id (self->profile),
                               self->cancellable, tested_cb, g_object_ref (self));
      return;
    }
  gtk_window_close (GTK_WINDOW (self));
}

/* White space that was copied along with a token is none of it. */
static KpSecret *
take_token (KpConnectionWindow *self)
{
  const char *text = gtk_editable_get_text (GTK_EDITABLE (self->token));
  const char *end = text + strlen (text);

  while (g_ascii_isspace (*text))
    text++;
  while (end > text && g_ascii_isspace (end[-1]))
    end--;
  return end > text ? kp_secret_new (text, (gsize) (end - text)) : NULL;
}

static void
save (KpConnectionWindow *self)
{
  g_autoptr (KpConnection) connection = make_connection (self);
  const KpChannel *channel = get_channel (self);
  g_autoptr (KpSecret) token =
      channel != NULL && channel->needs_token ? take_token (self) : NULL;

  if (connection == NULL)
    return;
  kp_connector_save_async (kp_desk_get_connector (self->desk), connection, token,
                           self->cancellable, saved_cb, g_object_ref (self));
}

static void
unlocked_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (KpConnectionWindow) self = data;
  g_autoptr (GError) error = NULL;
  gboolean unlocked = kp_unlock_finish (result, &error);

  if (self->desk == NULL)
    return;
  if (unlocked)
    {
      save (self);
      return;
    }
  set_busy (self, NULL);
  tell (self, error->message, "error");
}

static void
begin (KpConnectionWindow *self, gboolean tests)
{
  const KpChannel *channel = get_channel (self);
  g_autofree char *name = kp_connector_make_token_name (kp_profile_get_id (self->profile));

  self->tests = tests;
  tell (self, "", "dim-label");
  /* Translators: of how requests go to a provider */
  set_busy (self, _ ("Saving the settings…"));
  if (channel->needs_token)
    kp_unlock_async (GTK_WIDGET (self), kp_desk_get_vault (self->desk), name,
                     self->cancellable, unlocked_cb, g_object_ref (self));
  else
    save (self);
}

static void
save_activated (GtkWidget *widget, const char *name, GVariant *parameter)
{
  begin (KP_CONNECTION_WINDOW (widget), FALSE);
}

static void
test_activated (GtkWidget *widget, const char *name, GVariant *parameter)
{
  begin (KP_CONNECTION_WINDOW (widget), TRUE);
}

static void
set_text (KpEntryRow *row, const char *text)
{
  gtk_editable_set_text (GTK_EDITABLE (row), text != NULL ? text : "");
}

static void
loaded_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (KpConnectionWindow) self = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (KpConnection) connection =
      kp_connector_load_finish (KP_CONNECTOR (source), result, &error);
  const KpChannel *const *all;
  guint n;

  if (self->desk == NULL)
    return;
  set_busy (self, NULL);
  if (connection == NULL)
    {
      tell (self, error->message, "error");
      return;
    }
  all = kp_channel_get_all (&n);
  for (guint i = 0; i < n; i++)
    if (g_str_equal (all[i]->id, connection->channel))
      gtk_drop_down_set_selected (self->channel, i);
  set_text (self->url, connection->url);
  set_text (self->queue, connection->queue);
  set_text (self->address, connection->address);
  changed_cb (self);
}

static void
kp_connection_window_dispose (GObject *object)
{
  KpConnectionWindow *self = KP_CONNECTION_WINDOW (object);

  g_cancellable_cancel (self->cancellable);
  /* Its rows still tell of their end. */
  g_clear_object (&self->desk);
  gtk_widget_dispose_template (GTK_WIDGET (object), KP_TYPE_CONNECTION_WINDOW);
  g_clear_object (&self->profile);

  G_OBJECT_CLASS (kp_connection_window_parent_class)->dispose (object);
}

static void
kp_connection_window_finalize (GObject *object)
{
  g_object_unref (KP_CONNECTION_WINDOW (object)->cancellable);

  G_OBJECT_CLASS (kp_connection_window_parent_class)->finalize (object);
}

static void
kp_connection_window_class_init (KpConnectionWindowClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = kp_connection_window_dispose;
  object_class->finalize = kp_connection_window_finalize;

  gtk_widget_class_install_action (widget_class, "connection.save", NULL, save_activated);
  gtk_widget_class_install_action (widget_class, "connection.test", NULL, test_activated);
  kp_help_add_key (widget_class, "providers");
  kp_compat_add_close_keys (widget_class);
  g_type_ensure (KP_TYPE_ENTRY_ROW);
  g_type_ensure (KP_TYPE_PROBLEM_ROW);
  gtk_widget_class_set_template_from_resource (
      widget_class, "/io/github/keyplate_app/Keyplate/page/connection-window.ui");
  gtk_widget_class_bind_template_child (widget_class, KpConnectionWindow, title);
  gtk_widget_class_bind_template_child (widget_class, KpConnectionWindow, channel);
  gtk_widget_class_bind_template_child (widget_class, KpConnectionWindow, url);
  gtk_widget_class_bind_template_child (widget_class, KpConnectionWindow, queue);
  gtk_widget_class_bind_template_child (widget_class, KpConnectionWindow, address);
  gtk_widget_class_bind_template_child (widget_class, KpConnectionWindow, token);
  gtk_widget_class_bind_template_child (widget_class, KpConnectionWindow, problem);
  gtk_widget_class_bind_template_child (widget_class, KpConnectionWindow, answer);
  gtk_widget_class_bind_template_child (widget_class, KpConnectionWindow, spinner);
  gtk_widget_class_bind_template_child (widget_class, KpConnectionWindow, busy_words);
  gtk_widget_class_bind_template_callback (widget_class, changed_cb);
}

static void
kp_connection_window_init (KpConnectionWindow *self)
{
  g_autoptr (GListStore) choices = g_list_store_new (KP_TYPE_CHOICE);
  const KpChannel *const *all;
  guint n;

  self->cancellable = g_cancellable_new ();
  gtk_widget_init_template (GTK_WIDGET (self));
  all = kp_channel_get_all (&n);
  for (guint i = 0; i < n; i++)
    {
      g_autoptr (KpChoice) choice = kp_choice_new (kp_channel_get_label (all[i]), NULL);

      g_list_store_append (choices, choice);
    }
  kp_choice_set_up (self->channel, _ ("Channel"));
  gtk_drop_down_set_model (self->channel, G_LIST_MODEL (choices));
  kp_choice_name_button (self->channel, _ ("Channel"));
  g_object_set (self->url, "max-length", KP_CONNECTION_MAX_URL, NULL);
  g_object_set (self->queue, "max-length", KP_CONNECTION_MAX_QUEUE, NULL);
  g_object_set (self->address, "max-length", KP_CONNECTION_MAX_ADDRESS, NULL);
}

GtkWidget *
kp_connection_window_new (KpDesk *desk, KpProfile *profile, GtkWindow *parent)
{
  KpConnectionWindow *self;
  g_autofree char *title = NULL;

  g_return_val_if_fail (KP_IS_DESK (desk), NULL);
  g_return_val_if_fail (KP_IS_PROFILE (profile), NULL);

  /* Translators: title of a window; %s is a provider. */
  title = g_strdup_printf (_ ("Connect %s"), kp_profile_get_name (profile));
  self = g_object_new (KP_TYPE_CONNECTION_WINDOW, "transient-for", parent, "title", title,
                       NULL);
  self->desk = g_object_ref (desk);
  self->profile = g_object_ref (profile);
  adw_window_title_set_title (self->title, title);
  /* Translators: of how requests go to a provider */
  set_busy (self, _ ("Reading the settings…"));
  kp_connector_load_async (kp_desk_get_connector (desk), kp_profile_get_id (profile),
                           self->cancellable, loaded_cb, g_object_ref (self));
  return GTK_WIDGET (self);
}
