/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "page/general-page.h"

#include <glib/gi18n.h>

#include "core/helpdesk/letter.h"
#include "page/number-row.h"
#include "page/switch-row.h"
#include "page/unsafe-group.h"
#include "widget/language-row.h"
#include "widget/undo.h"

#define LANGUAGE "letter-language"

/* What *Reset to Defaults* resets: the settings that stand here. */
static const char *const names[] = {
  "expiring-days", "stale-after",   "customer-days", "check-every", "timeout",  "jobs",
  "plain-port",    "check-metered", "quiet-hours",   "quiet-from",  "quiet-to", LANGUAGE,
};

struct _KpGeneralPage
{
  AdwPreferencesPage parent_instance;

  KpNumberRow *expiring_days;
  KpNumberRow *stale_after;
  KpNumberRow *customer_days;
  KpNumberRow *check_every;
  KpSwitchRow *check_metered;
  KpLanguageRow *letter_language;
  KpNumberRow *timeout;
  KpSwitchRow *automatic;
  KpNumberRow *jobs;
  KpSwitchRow *plain;
  KpNumberRow *plain_port;
  KpSwitchRow *quiet_hours;
  KpNumberRow *quiet_from;
  KpNumberRow *quiet_to;
  KpUnsafeGroup *unsafe;

  KpSettingsEditor *editor;
  gboolean writes;
};

G_DEFINE_FINAL_TYPE (KpGeneralPage, kp_general_page, ADW_TYPE_PREFERENCES_PAGE)

static void
language_chosen_cb (KpGeneralPage *self, const char *tag)
{
  kp_settings_editor_set (self->editor, LANGUAGE, tag, NULL);
}

static void
update (KpGeneralPage *self)
{
  gboolean resets = FALSE;

  kp_language_row_select (self->letter_language,
                          kp_settings_editor_get_string (self->editor, LANGUAGE));
  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    resets |= !kp_settings_editor_is_default (self->editor, names[i]);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "general.reset",
                                 self->writes && resets);
}

/* What was reset, to be taken back. */
typedef struct
{
  KpSettingsEditor *editor;
  char *values[G_N_ELEMENTS (names)];
} Former;

static void
former_free (gpointer data)
{
  Former *former = data;

  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    g_free (former->values[i]);
  g_object_unref (former->editor);
  g_free (former);
}

static void
undo_reset (KpUndo *undo, gpointer data)
{
  const Former *former = data;

  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    kp_settings_editor_set (former->editor, names[i], former->values[i], NULL);
}

static void
reset_activated (GtkWidget *widget, const char *name, GVariant *parameter)
{
  KpGeneralPage *self = KP_GENERAL_PAGE (widget);
  Former *former = g_new0 (Former, 1);

  former->editor = g_object_ref (self->editor);
  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    {
      former->values[i] = g_strdup (kp_settings_editor_get_string (self->editor, names[i]));
      kp_settings_editor_set (self->editor, names[i], NULL, NULL);
    }
  kp_undo_offer (kp_undo_find (widget), widget, _ ("Reset to the defaults"),
                 _ ("Undo Reset"), undo_reset, former, former_free);
}

static void
kp_general_page_dispose (GObject *object)
{
  KpGeneralPage *self = KP_GENERAL_PAGE (object);

  gtk_widget_dispose_template (GTK_WIDGET (object), KP_TYPE_GENERAL_PAGE);
  g_clear_object (&self->editor);

  G_OBJECT_CLASS (kp_general_page_parent_class)->dispose (object);
}

static void
kp_general_page_class_init (KpGeneralPageClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = kp_general_page_dispose;

  g_type_ensure (KP_TYPE_LANGUAGE_ROW);
  g_type_ensure (KP_TYPE_NUMBER_ROW);
  g_type_ensure (KP_TYPE_SWITCH_ROW);
  g_type_ensure (KP_TYPE_UNSAFE_GROUP);
  gtk_widget_class_install_action (widget_class, "general.reset", NULL, reset_activated);
  gtk_widget_class_set_template_from_resource (
      widget_class, "/io/github/keyplate_app/Keyplate/page/general-page.ui");
  gtk_widget_class_bind_template_child (widget_class, KpGeneralPage, expiring_days);
  gtk_widget_class_bind_template_child (widget_class, KpGeneralPage, stale_after);
  gtk_widget_class_bind_template_child (widget_class, KpGeneralPage, customer_days);
  gtk_widget_class_bind_template_child (widget_class, KpGeneralPage, check_every);
  gtk_widget_class_bind_template_child (widget_class, KpGeneralPage, check_metered);
  gtk_widget_class_bind_template_child (widget_class, KpGeneralPage, letter_language);
  gtk_widget_class_bind_template_child (widget_class, KpGeneralPage, timeout);
  gtk_widget_class_bind_template_child (widget_class, KpGeneralPage, automatic);
  gtk_widget_class_bind_template_child (widget_class, KpGeneralPage, jobs);
  gtk_widget_class_bind_template_child (widget_class, KpGeneralPage, plain);
  gtk_widget_class_bind_template_child (widget_class, KpGeneralPage, plain_port);
  gtk_widget_class_bind_template_child (widget_class, KpGeneralPage, quiet_hours);
  gtk_widget_class_bind_template_child (widget_class, KpGeneralPage, quiet_from);
  gtk_widget_class_bind_template_child (widget_class, KpGeneralPage, quiet_to);
  gtk_widget_class_bind_template_child (widget_class, KpGeneralPage, unsafe);
  gtk_widget_class_bind_template_callback (widget_class, language_chosen_cb);
}

static void
kp_general_page_init (KpGeneralPage *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

void
kp_general_page_set_up (KpGeneralPage *self, KpDesk *desk, KpSettingsEditor *editor,
                        gboolean writes)
{
  KpNumberRow *const numbers[] = { self->expiring_days, self->stale_after,
                                   self->customer_days, self->check_every,
                                   self->timeout,       self->jobs,
                                   self->plain_port,    self->quiet_from,
                                   self->quiet_to };
  KpSwitchRow *const switches[] = { self->automatic, self->plain, self->check_metered,
                                    self->quiet_hours };
  g_auto (GStrv) tags = NULL;

  g_return_if_fail (KP_IS_GENERAL_PAGE (self));
  g_return_if_fail (self->editor == NULL);

  self->editor = g_object_ref (editor);
  self->writes = writes;
  for (guint i = 0; i < G_N_ELEMENTS (numbers); i++)
    kp_number_row_follow (numbers[i], editor, writes);
  for (guint i = 0; i < G_N_ELEMENTS (switches); i++)
    kp_switch_row_follow (switches[i], editor, writes);
  tags = kp_letter_get_languages (KP_LETTER_REQUEST);
  kp_language_row_set_up (self->letter_language, (const char *const *) tags, "provider",
                          /* Translators: a language: that of whoever gets the letter. */
                          _ ("The provider’s own, else English"));
  kp_language_row_set_writes (self->letter_language, writes);
  kp_unsafe_group_follow (self->unsafe, desk, editor, writes);
  g_signal_connect_object (editor, "changed", G_CALLBACK (update), self, G_CONNECT_SWAPPED);
  update (self);
}
