/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "page/unsafe-group.h"

#include <glib/gi18n.h>
#include <string.h>

#include "widget/choice.h"
#include "widget/compat.h"
#include "widget/toast.h"
#include "widget/unlock.h"

#define SETTING "unsafe-lookup"

struct _KpUnsafeGroup
{
  AdwPreferencesGroup parent_instance;

  GtkDropDown *list;
  GtkWidget *key;

  KpDesk *desk; /* (nullable) */
  KpSettingsEditor *editor;
  gboolean writes;
  gboolean updating;
  gboolean removes; /* the key, once the vault is unlocked; else it is kept */
  GCancellable *cancellable;
};

G_DEFINE_FINAL_TYPE (KpUnsafeGroup, kp_unsafe_group, ADW_TYPE_PREFERENCES_GROUP)

/* In the order of the choice. */
static const struct
{
  const char *value;
  const char *label;
} lists[] = {
  { "off", NC_ ("list of unsafe sites", "None") },
  { "web-risk", NC_ ("list of unsafe sites", "Google Web Risk (for business)") },
  { "safe-browsing",
    NC_ ("list of unsafe sites", "Google Safe Browsing (not for business)") },
};

static void
tell (KpUnsafeGroup *self, const char *text)
{
  kp_toast_show (GTK_WIDGET (self), text);
}

static void
update (KpUnsafeGroup *self)
{
  const char *value = kp_settings_editor_get_string (self->editor, SETTING);

  self->updating = TRUE;
  for (guint i = 0; i < G_N_ELEMENTS (lists); i++)
    if (g_str_equal (lists[i].value, value))
      gtk_drop_down_set_selected (self->list, i);
  self->updating = FALSE;
}

static void
selected_cb (KpUnsafeGroup *self)
{
  guint selected = gtk_drop_down_get_selected (self->list);

  if (!self->updating && self->editor != NULL && selected < G_N_ELEMENTS (lists))
    kp_settings_editor_set (self->editor, SETTING, lists[selected].value, NULL);
}

/* White space that was copied along with a key is none of it. */
static KpSecret *
take_key (KpUnsafeGroup *self)
{
  const char *text = gtk_editable_get_text (GTK_EDITABLE (self->key));
  const char *end = text + strlen (text);

  while (g_ascii_isspace (*text))
    text++;
  while (end > text && g_ascii_isspace (end[-1]))
    end--;
  return end > text ? kp_secret_new (text, (gsize) (end - text)) : NULL;
}

static void
kept_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (KpUnsafeGroup) self = data;
  g_autoptr (GError) error = NULL;
  gboolean kept = kp_vault_store_finish (KP_VAULT (source), result, &error);

  if (self->desk == NULL)
    return;
  if (kept)
    gtk_editable_set_text (GTK_EDITABLE (self->key), "");
  tell (self, kept ? _ ("Key kept") : error->message);
}

static void
removed_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (KpUnsafeGroup) self = data;
  g_autoptr (GError) error = NULL;

  if (kp_vault_remove_finish (KP_VAULT (source), result, &error))
    tell (self, _ ("Key removed"));
  else if (g_error_matches (error, KP_VAULT_ERROR, KP_VAULT_ERROR_ABSENT))
    tell (self, _ ("No key is kept"));
  else
    tell (self, error->message);
}

static void
unlocked_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (KpUnsafeGroup) self = data;
  g_autoptr (KpSecret) key = NULL;
  g_autoptr (GError) error = NULL;
  gboolean unlocked = kp_unlock_finish (result, &error);

  if (self->desk == NULL)
    return;
  if (!unlocked)
    {
      tell (self, error->message);
      return;
    }
  if (self->removes)
    {
      kp_vault_remove_async (kp_desk_get_vault (self->desk), KP_UNSAFE_KEY_NAME,
                             self->cancellable, removed_cb, g_object_ref (self));
      return;
    }
  key = take_key (self);
  if (key != NULL)
    kp_vault_store_async (kp_desk_get_vault (self->desk), KP_UNSAFE_KEY_NAME,
                          /* Translators: what a keyring shows beside a secret. */
                          _ ("Key for the list of suspected unsafe sites"), key,
                          self->cancellable, kept_cb, g_object_ref (self));
}

static void
begin (KpUnsafeGroup *self, gboolean removes)
{
  KpVault *vault = kp_desk_get_vault (self->desk);

  self->removes = removes;
  if (removes)
    kp_unlock_to_remove_async (GTK_WIDGET (self), vault, KP_UNSAFE_KEY_NAME,
                               self->cancellable, unlocked_cb, g_object_ref (self));
  else
    kp_unlock_async (GTK_WIDGET (self), vault, KP_UNSAFE_KEY_NAME, self->cancellable,
                     unlocked_cb, g_object_ref (self));
}

static void
keep_activated (GtkWidget *widget, const char *name, GVariant *parameter)
{
  begin (KP_UNSAFE_GROUP (widget), FALSE);
}

static void
asked_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (KpUnsafeGroup) self = data;

  if (kp_compat_ask_finish (result) && self->desk != NULL)
    begin (self, TRUE);
}

/* A secret is removed so that it is gone: no copy is kept to bring it back. */
static void
remove_activated (GtkWidget *widget, const char *name, GVariant *parameter)
{
  KpUnsafeGroup *self = KP_UNSAFE_GROUP (widget);

  kp_compat_ask_async (GTK_WINDOW (gtk_widget_get_root (widget)), _ ("Remove the key?"),
                       _ ("No copy of it is kept, so this can’t be undone."), _ ("Cancel"),
                       _ ("Remove Key"), TRUE, NULL, self->cancellable, asked_cb,
                       g_object_ref (self));
}

static void
key_changed_cb (KpUnsafeGroup *self)
{
  g_autoptr (KpSecret) key = self->desk != NULL ? take_key (self) : NULL;

  if (self->desk != NULL)
    gtk_widget_action_set_enabled (GTK_WIDGET (self), "unsafe.keep",
                                   self->writes && key != NULL);
}

static void
kp_unsafe_group_dispose (GObject *object)
{
  KpUnsafeGroup *self = KP_UNSAFE_GROUP (object);

  g_cancellable_cancel (self->cancellable);
  /* Its rows still tell of their end. */
  self->updating = TRUE;
  g_clear_object (&self->desk);
  gtk_widget_dispose_template (GTK_WIDGET (object), KP_TYPE_UNSAFE_GROUP);
  g_clear_object (&self->editor);

  G_OBJECT_CLASS (kp_unsafe_group_parent_class)->dispose (object);
}

static void
kp_unsafe_group_finalize (GObject *object)
{
  g_object_unref (KP_UNSAFE_GROUP (object)->cancellable);

  G_OBJECT_CLASS (kp_unsafe_group_parent_class)->finalize (object);
}

static void
kp_unsafe_group_class_init (KpUnsafeGroupClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = kp_unsafe_group_dispose;
  object_class->finalize = kp_unsafe_group_finalize;

  gtk_widget_class_install_action (widget_class, "unsafe.keep", NULL, keep_activated);
  gtk_widget_class_install_action (widget_class, "unsafe.remove", NULL, remove_activated);
  gtk_widget_class_set_template_from_resource (
      widget_class, "/io/github/keyplate_app/Keyplate/page/unsafe-group.ui");
  gtk_widget_class_bind_template_child (widget_class, KpUnsafeGroup, list);
  gtk_widget_class_bind_template_child (widget_class, KpUnsafeGroup, key);
  gtk_widget_class_bind_template_callback (widget_class, selected_cb);
  gtk_widget_class_bind_template_callback (widget_class, key_changed_cb);
}

static void
kp_unsafe_group_init (KpUnsafeGroup *self)
{
  g_autoptr (GListStore) choices = g_list_store_new (KP_TYPE_CHOICE);

  self->cancellable = g_cancellable_new ();
  self->updating = TRUE;
  gtk_widget_init_template (GTK_WIDGET (self));
  for (guint i = 0; i < G_N_ELEMENTS (lists); i++)
    {
      g_autoptr (KpChoice) choice =
          kp_choice_new (g_dpgettext2 (NULL, "list of unsafe sites", lists[i].label), NULL);

      g_list_store_append (choices, choice);
    }
  kp_choice_set_up (self->list, _ ("List"));
  gtk_drop_down_set_model (self->list, G_LIST_MODEL (choices));
  self->updating = FALSE;
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "unsafe.keep", FALSE);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "unsafe.remove", FALSE);
}

void
kp_unsafe_group_follow (KpUnsafeGroup *self, KpDesk *desk, KpSettingsEditor *editor,
                        gboolean writes)
{
  g_return_if_fail (KP_IS_UNSAFE_GROUP (self));
  g_return_if_fail (KP_IS_DESK (desk));
  g_return_if_fail (self->desk == NULL);

  self->desk = g_object_ref (desk);
  self->editor = g_object_ref (editor);
  self->writes = writes;
  gtk_widget_set_sensitive (GTK_WIDGET (self->list), writes);
  gtk_widget_set_sensitive (self->key, writes);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "unsafe.remove", writes);
  g_signal_connect_object (editor, "changed::" SETTING, G_CALLBACK (update), self,
                           G_CONNECT_SWAPPED);
  update (self);
}
