/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "page/resolver-adder.h"

#include <glib/gi18n.h>
#include <string.h>

#include "core/store/setting-value.h"
#include "widget/assistive.h"
#include "widget/compat.h"

/* More than an address may have is not laid out. */
#define MAX_TYPED (2 * KP_SETTING_MAX_URL)

struct _KpResolverAdder
{
  AdwPreferencesGroup parent_instance;

  AdwEntryRow *entry;
  GtkBox *answer;
  KpTestLine *line;
  GtkButton *button;

  KpDesk *desk;
  KpSettingsEditor *editor;
  gboolean writes;
  char *url; /* (nullable): in normal form: is tried, or waits to be added anyway */
};

enum
{
  ADDED,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (KpResolverAdder, kp_resolver_adder, ADW_TYPE_PREFERENCES_GROUP)

/* The button beside the answer: *Cancel* while it is waited for, *Add Anyway* if it is a
 * bad one. */
static void
update_answer (KpResolverAdder *self)
{
  gboolean asking = kp_test_line_get_asking (self->line);

  gtk_widget_set_visible (GTK_WIDGET (self->answer),
                          *kp_test_line_get_words (self->line) != '\0');
  gtk_widget_set_visible (GTK_WIDGET (self->button), self->url != NULL);
  gtk_button_set_label (self->button, asking ? _ ("Cancel") : _ ("Add Anyway"));
  kp_compat_set_action (GTK_ACTIONABLE (self->button),
                        asking ? "adder.cancel" : "adder.add-anyway");
}

static void
forget (KpResolverAdder *self)
{
  g_clear_pointer (&self->url, g_free);
  kp_test_line_clear (self->line);
  kp_assistive_set_problem (GTK_WIDGET (self->entry), NULL);
  update_answer (self);
}

static char *
get_typed (KpResolverAdder *self)
{
  return g_strstrip (g_strdup (gtk_editable_get_text (GTK_EDITABLE (self->entry))));
}

static gboolean
is_full (KpResolverAdder *self)
{
  const char *urls = kp_settings_editor_get_string (self->editor, "resolvers");
  guint n = 1;

  for (const char *c = urls; *c != '\0'; c++)
    n += *c == '\n';
  return n >= KP_SETTING_MAX_RESOLVERS;
}

static void
update (KpResolverAdder *self)
{
  g_autofree char *typed = get_typed (self);
  gboolean full = is_full (self);
  g_autofree char *limit = NULL;

  gtk_widget_set_sensitive (GTK_WIDGET (self->entry), self->writes && !full);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "adder.add",
                                 self->writes && !full && *typed != '\0');
  limit = g_strdup_printf (ngettext ("%d server is the most that can be asked.",
                                     "%d servers are the most that can be asked.",
                                     KP_SETTING_MAX_RESOLVERS),
                           KP_SETTING_MAX_RESOLVERS);
  adw_preferences_group_set_description (ADW_PREFERENCES_GROUP (self), full ? limit : NULL);
}

/* Who is typing is not found fault with, and nobody is asked for what is not finished. */
static void
changed_cb (KpResolverAdder *self)
{
  if (self->editor == NULL)
    return;
  forget (self);
  update (self);
}

static void
insert_text_cb (GtkEditable *text, const char *typed, int length, int *position,
                gpointer data)
{
  if (strlen (gtk_editable_get_text (text)) + (gsize) MAX (length, 0) <= MAX_TYPED)
    return;
  g_signal_stop_emission_by_name (text, "insert-text");
  gtk_widget_error_bell (GTK_WIDGET (text));
}

/* Returns: (transfer full) (nullable): the setting with what is typed in it; @url: (out)
 * (transfer full): that in normal form */
static char *
make_list (KpResolverAdder *self, char **url, GError **error)
{
  const char *present = kp_settings_editor_get_string (self->editor, "resolvers");
  g_autofree char *typed = get_typed (self);
  g_autofree char *alone = kp_settings_check ("resolvers", typed, error);
  g_autofree char *all = NULL;
  g_autofree char *list = NULL;

  if (alone == NULL)
    return NULL;
  if (strchr (alone, '\n') != NULL)
    {
      g_set_error_literal (error, KP_SETTINGS_ERROR, KP_SETTINGS_ERROR_VALUE,
                           _ ("Add one address at a time."));
      return NULL;
    }
  all = g_strconcat (present, "\n", alone, NULL);
  list = kp_settings_check ("resolvers", all, error);
  if (list != NULL && url != NULL)
    *url = g_steal_pointer (&alone);
  return g_steal_pointer (&list);
}

static void
refuse (KpResolverAdder *self, const GError *error)
{
  g_clear_pointer (&self->url, g_free);
  kp_assistive_set_problem (GTK_WIDGET (self->entry), kp_settings_error_get_reason (error));
  kp_test_line_tell (self->line, KP_RESOLVER_TEST_FAILED,
                     kp_settings_error_get_reason (error));
  update_answer (self);
}

static void
add (KpResolverAdder *self)
{
  g_autofree char *url = g_strdup (self->url);
  g_autofree char *words = g_strdup (kp_test_line_get_words (self->line));
  KpResolverTestState state = kp_test_line_get_state (self->line);
  g_autoptr (GError) error = NULL;
  g_autofree char *list = make_list (self, NULL, &error);

  /* The list may have changed since. */
  if (list == NULL || !kp_settings_editor_set (self->editor, "resolvers", list, &error))
    {
      refuse (self, error);
      return;
    }
  gtk_editable_set_text (GTK_EDITABLE (self->entry), "");
  g_signal_emit (self, signals[ADDED], 0, url, (guint) state, words);
}

static void
done_cb (KpResolverAdder *self)
{
  if (self->url == NULL)
    return;
  if (kp_test_line_get_state (self->line) == KP_RESOLVER_TEST_WORKS)
    add (self);
  else
    update_answer (self);
}

static void
add_activated (GtkWidget *widget, const char *name, GVariant *parameter)
{
  KpResolverAdder *self = KP_RESOLVER_ADDER (widget);
  g_autoptr (GError) error = NULL;
  g_autofree char *list = NULL;

  forget (self);
  list = make_list (self, &self->url, &error);
  if (list == NULL)
    {
      refuse (self, error);
      return;
    }
  kp_test_line_ask (self->line, self->desk, self->url);
  update_answer (self);
}

static void
add_anyway_activated (GtkWidget *widget, const char *name, GVariant *parameter)
{
  add (KP_RESOLVER_ADDER (widget));
}

static void
cancel_activated (GtkWidget *widget, const char *name, GVariant *parameter)
{
  forget (KP_RESOLVER_ADDER (widget));
}

static void
entry_activated_cb (KpResolverAdder *self)
{
  gtk_widget_activate_action (GTK_WIDGET (self), "adder.add", NULL);
}

static void
kp_resolver_adder_dispose (GObject *object)
{
  KpResolverAdder *self = KP_RESOLVER_ADDER (object);

  gtk_widget_dispose_template (GTK_WIDGET (object), KP_TYPE_RESOLVER_ADDER);
  g_clear_object (&self->editor);
  g_clear_object (&self->desk);

  G_OBJECT_CLASS (kp_resolver_adder_parent_class)->dispose (object);
}

static void
kp_resolver_adder_finalize (GObject *object)
{
  KpResolverAdder *self = KP_RESOLVER_ADDER (object);

  g_free (self->url);

  G_OBJECT_CLASS (kp_resolver_adder_parent_class)->finalize (object);
}

static void
kp_resolver_adder_class_init (KpResolverAdderClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = kp_resolver_adder_dispose;
  object_class->finalize = kp_resolver_adder_finalize;

  signals[ADDED] =
      g_signal_new ("added", KP_TYPE_RESOLVER_ADDER, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                    G_TYPE_NONE, 3, G_TYPE_STRING, G_TYPE_UINT, G_TYPE_STRING);

  gtk_widget_class_install_action (widget_class, "adder.add", NULL, add_activated);
  gtk_widget_class_install_action (widget_class, "adder.add-anyway", NULL,
                                   add_anyway_activated);
  gtk_widget_class_install_action (widget_class, "adder.cancel", NULL, cancel_activated);
  g_type_ensure (KP_TYPE_TEST_LINE);
  gtk_widget_class_set_template_from_resource (
      widget_class, "/io/github/keyplate_app/Keyplate/page/resolver-adder.ui");
  gtk_widget_class_bind_template_child (widget_class, KpResolverAdder, entry);
  gtk_widget_class_bind_template_child (widget_class, KpResolverAdder, answer);
  gtk_widget_class_bind_template_child (widget_class, KpResolverAdder, line);
  gtk_widget_class_bind_template_child (widget_class, KpResolverAdder, button);
  gtk_widget_class_bind_template_callback (widget_class, changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, entry_activated_cb);
}

static void
kp_resolver_adder_init (KpResolverAdder *self)
{
  GtkEditable *text;

  gtk_widget_init_template (GTK_WIDGET (self));
  g_signal_connect_object (self->line, "done", G_CALLBACK (done_cb), self,
                           G_CONNECT_SWAPPED);
  text = gtk_editable_get_delegate (GTK_EDITABLE (self->entry));
  g_signal_connect_object (text, "insert-text", G_CALLBACK (insert_text_cb), self, 0);
}

void
kp_resolver_adder_set_up (KpResolverAdder *self, KpDesk *desk, KpSettingsEditor *editor,
                          gboolean writes)
{
  g_return_if_fail (KP_IS_RESOLVER_ADDER (self));
  g_return_if_fail (self->editor == NULL);

  self->desk = g_object_ref (desk);
  self->editor = g_object_ref (editor);
  self->writes = writes;
  g_signal_connect_object (editor, "changed::resolvers", G_CALLBACK (update), self,
                           G_CONNECT_SWAPPED);
  update (self);
  update_answer (self);
}
