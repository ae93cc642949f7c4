/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "assistant/validation-group.h"

#include <glib/gi18n.h>

#include "assistant/letter-window.h"
#include "core/dns/record-sight.h"
#include "core/dns/zone.h"
#include "widget/compat.h"
#include "widget/copy-text.h"
#include "widget/problem-row.h"
#include "widget/wrap-box.h"

struct _KpValidationGroup
{
  AdwBin parent_instance;

  GtkWidget *paste;
  AdwActionRow *record_row;
  KpProblemRow *problem;
  AdwActionRow *seen_row;
  GtkSpinner *spinner;
  GtkWidget *again;
  GtkWidget *copies;
  GtkLabel *beside;

  KpJobSheet *sheet;          /* (nullable) */
  KpValidationRecord *record; /* (nullable) */
  GCancellable *cancellable;  /* of looking */
};

enum
{
  PASTED,
  SEEN,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (KpValidationGroup, kp_validation_group, ADW_TYPE_BIN)

static const char *
get_zone (KpValidationGroup *self)
{
  return self->sheet->seen != NULL ? self->sheet->seen->zone : NULL;
}

static char *
dup_relative_host (KpValidationGroup *self)
{
  g_autoptr (KpZone) guess = NULL;

  if (get_zone (self) != NULL)
    return kp_dns_relative_host (self->record->name, get_zone (self));
  guess = kp_zone_new_guess (kp_site_get_host (self->sheet->site));
  return kp_dns_relative_host (self->record->name, guess->apex);
}

/* RFC 1034 section 3.6.2: the site's own CNAME leaves no room for a TXT beside it. */
static gboolean
has_no_room (KpValidationGroup *self)
{
  const KpDnsPlan *plan = self->sheet->plan;

  return g_str_equal (self->record->name, kp_site_get_host (self->sheet->site))
         && plan != NULL && plan->set != NULL && plan->set->type == KP_RECORD_CNAME;
}

static void
show_record (KpValidationGroup *self)
{
  gboolean there = self->record != NULL;

  if (there)
    {
      g_autofree char *title =
          g_strdup_printf ("%s %s", self->record->type, self->record->name);

      adw_preferences_row_set_title (ADW_PREFERENCES_ROW (self->record_row), title);
      adw_action_row_set_subtitle (self->record_row, self->record->value);
    }
  else
    {
      adw_preferences_row_set_title (ADW_PREFERENCES_ROW (self->record_row),
                                     _ ("None is noted"));
      adw_action_row_set_subtitle (self->record_row, "");
    }
  gtk_widget_set_visible (GTK_WIDGET (self->seen_row), there);
  gtk_widget_set_visible (self->copies, there);
  gtk_widget_set_visible (GTK_WIDGET (self->beside), there && has_no_room (self));
}

static void
show_looking (KpValidationGroup *self, gboolean looking)
{
  gtk_spinner_set_spinning (self->spinner, looking);
  gtk_widget_set_visible (GTK_WIDGET (self->spinner), looking);
  gtk_widget_set_visible (self->again, !looking);
}

static void
looked_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (KpValidationGroup) self = data;
  g_autoptr (GPtrArray) sights = kp_record_sights_finish (result, NULL);
  g_autofree char *text = NULL;
  gboolean there;

  if (sights == NULL || self->sheet == NULL)
    return; /* another is looked for, or the window is closed */
  text = kp_record_sights_describe (sights, &there);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (self->seen_row), text);
  show_looking (self, FALSE);
  if (there)
    g_signal_emit (self, signals[SEEN], 0);
}

static void
stop (KpValidationGroup *self)
{
  if (self->cancellable != NULL)
    g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
}

static void
look (KpValidationGroup *self)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) resolvers = kp_desk_make_resolvers (self->sheet->desk, &error);

  stop (self);
  if (resolvers == NULL)
    {
      adw_preferences_row_set_title (ADW_PREFERENCES_ROW (self->seen_row), error->message);
      show_looking (self, FALSE);
      return;
    }
  self->cancellable = g_cancellable_new ();
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (self->seen_row),
                                 _ ("Asking the resolvers…"));
  show_looking (self, TRUE);
  kp_record_sights_async (
      resolvers, self->record->name,
      g_str_equal (self->record->type, "TXT") ? KP_RECORD_TXT : KP_RECORD_CNAME,
      self->record->value, self->cancellable, looked_cb, g_object_ref (self));
}

static void
pasted_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (KpValidationGroup) self = data;
  g_autofree char *text =
      gdk_clipboard_read_text_finish (GDK_CLIPBOARD (source), result, NULL);
  g_autoptr (KpValidationRecord) record = NULL;
  g_autoptr (GError) error = NULL;

  if (self->sheet == NULL)
    return;
  record = kp_validation_record_parse (text != NULL ? text : "",
                                       kp_site_get_host (self->sheet->site),
                                       get_zone (self), &error);
  kp_problem_row_set_text (self->problem, record == NULL ? error->message : NULL);
  if (record != NULL)
    g_signal_emit (self, signals[PASTED], 0, record);
}

static void
paste_activated (GtkWidget *widget, const char *name, GVariant *parameter)
{
  gdk_clipboard_read_text_async (gtk_widget_get_clipboard (widget), NULL, pasted_cb,
                                 g_object_ref (widget));
}

static void
again_activated (GtkWidget *widget, const char *name, GVariant *parameter)
{
  KpValidationGroup *self = KP_VALIDATION_GROUP (widget);

  if (self->record != NULL)
    look (self);
}

static void
copy_activated (GtkWidget *widget, const char *name, GVariant *parameter)
{
  KpValidationGroup *self = KP_VALIDATION_GROUP (widget);
  const char *what = g_variant_get_string (parameter, NULL);
  g_autofree char *text = NULL;

  if (self->record == NULL)
    return;
  if (g_str_equal (what, "host"))
    {
      text = dup_relative_host (self);
      kp_copy_text (widget, text, _ ("Host copied"));
    }
  else if (g_str_equal (what, "line"))
    {
      text = kp_validation_record_format_zone_line (self->record);
      kp_copy_text (widget, text, _ ("Zone line copied"));
    }
  else
    kp_copy_text (widget, self->record->value, _ ("Value copied"));
}

static void
write_activated (GtkWidget *widget, const char *name, GVariant *parameter)
{
  KpValidationGroup *self = KP_VALIDATION_GROUP (widget);
  GtkRoot *root = gtk_widget_get_root (widget);

  if (self->record == NULL || !GTK_IS_WINDOW (root))
    return;
  gtk_window_present (GTK_WINDOW (kp_letter_window_new_record (
      self->sheet->desk, self->sheet->site, GTK_WINDOW (root))));
}

static void
kp_validation_group_dispose (GObject *object)
{
  KpValidationGroup *self = KP_VALIDATION_GROUP (object);

  stop (self);
  gtk_widget_dispose_template (GTK_WIDGET (object), KP_TYPE_VALIDATION_GROUP);
  g_clear_pointer (&self->sheet, kp_job_sheet_unref);

  G_OBJECT_CLASS (kp_validation_group_parent_class)->dispose (object);
}

static void
kp_validation_group_finalize (GObject *object)
{
  kp_validation_record_free (KP_VALIDATION_GROUP (object)->record);

  G_OBJECT_CLASS (kp_validation_group_parent_class)->finalize (object);
}

static void
kp_validation_group_class_init (KpValidationGroupClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = kp_validation_group_dispose;
  object_class->finalize = kp_validation_group_finalize;

  signals[PASTED] = g_signal_new ("pasted", KP_TYPE_VALIDATION_GROUP, G_SIGNAL_RUN_LAST, 0,
                                  NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_POINTER);
  signals[SEEN] = g_signal_new ("seen", KP_TYPE_VALIDATION_GROUP, G_SIGNAL_RUN_LAST, 0,
                                NULL, NULL, NULL, G_TYPE_NONE, 0);

  gtk_widget_class_install_action (widget_class, "validation.paste", NULL, paste_activated);
  gtk_widget_class_install_action (widget_class, "validation.again", NULL, again_activated);
  gtk_widget_class_install_action (widget_class, "validation.copy", "s", copy_activated);
  gtk_widget_class_install_action (widget_class, "validation.write", NULL, write_activated);
  g_type_ensure (KP_TYPE_PROBLEM_ROW);
  g_type_ensure (KP_TYPE_WRAP_BOX);
  gtk_widget_class_set_template_from_resource (
      widget_class, "/io/github/keyplate_app/Keyplate/assistant/validation-group.ui");
  gtk_widget_class_bind_template_child (widget_class, KpValidationGroup, paste);
  gtk_widget_class_bind_template_child (widget_class, KpValidationGroup, record_row);
  gtk_widget_class_bind_template_child (widget_class, KpValidationGroup, problem);
  gtk_widget_class_bind_template_child (widget_class, KpValidationGroup, seen_row);
  gtk_widget_class_bind_template_child (widget_class, KpValidationGroup, spinner);
  gtk_widget_class_bind_template_child (widget_class, KpValidationGroup, again);
  gtk_widget_class_bind_template_child (widget_class, KpValidationGroup, copies);
  gtk_widget_class_bind_template_child (widget_class, KpValidationGroup, beside);
}

static void
kp_validation_group_init (KpValidationGroup *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  kp_compat_set_name (self->paste, _ ("Paste Validation Record"));
}

static gboolean
is_same (const KpValidationRecord *record, const KpRenewal *renewal)
{
  return record != NULL && renewal != NULL
         && g_strcmp0 (record->name, renewal->validation_name) == 0
         && g_strcmp0 (record->type, renewal->validation_type) == 0
         && g_strcmp0 (record->value, renewal->validation_value) == 0;
}

void
kp_validation_group_show (KpValidationGroup *self, KpJobSheet *sheet,
                          const KpRenewal *renewal)
{
  gboolean there = renewal != NULL && renewal->validation_name != NULL;

  g_return_if_fail (KP_IS_VALIDATION_GROUP (self));

  kp_job_sheet_ref (sheet);
  g_clear_pointer (&self->sheet, kp_job_sheet_unref);
  self->sheet = sheet;
  if (there && is_same (self->record, renewal))
    return;
  stop (self);
  g_clear_pointer (&self->record, kp_validation_record_free);
  if (there)
    {
      self->record = g_new0 (KpValidationRecord, 1);
      self->record->name = g_strdup (renewal->validation_name);
      self->record->type = g_strdup (renewal->validation_type);
      self->record->value = g_strdup (renewal->validation_value);
      kp_problem_row_set_text (self->problem, NULL);
    }
  show_record (self);
  if (there)
    look (self);
}
