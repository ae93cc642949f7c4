/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "assistant/details-fields.h"

#include <glib/gi18n.h>

#include "core/base/country-list.h"
#include "core/model/subject-rules.h"
#include "widget/country-row.h"
#include "widget/entry-row.h"
#include "widget/problem-row.h"

/* What an entry takes at all: rules say what is too long, and by how much. */
#define MAX_TYPED 1000

typedef struct
{
  KpEntryRow *entry; /* (nullable): none where a list is chosen from */
  KpProblemRow *problem;
  gboolean shown;
  gboolean required;
  guint max_length; /* of the provider, 0 for none */
} Field;

struct _KpDetailsFields
{
  AdwBin parent_instance;

  AdwPreferencesGroup *seen;
  AdwPreferencesGroup *unseen;
  KpCountryRow *country;
  KpProfile *profile; /* (nullable): whose fields are shown */

  Field fields[KP_SUBJECT_N_FIELDS];
  gboolean set_up; /* for that profile */
  gboolean filling;
};

enum
{
  CHANGED,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (KpDetailsFields, kp_details_fields, ADW_TYPE_BIN)

static char *
dup_text (KpDetailsFields *self, KpSubjectField field)
{
  KpEntryRow *entry = self->fields[field].entry;

  if (entry == NULL)
    return g_strdup (kp_country_row_get_code (self->country));
  return kp_subject_normalize_field (field, gtk_editable_get_text (GTK_EDITABLE (entry)));
}

/* Returns: (transfer full) (nullable): what is wrong with it */
static char *
find_problem (KpDetailsFields *self, KpSubjectField field)
{
  const Field *place = &self->fields[field];
  g_autofree char *text = dup_text (self, field);
  g_autofree char *reason = NULL;
  glong length = g_utf8_strlen (text, -1);

  if (!place->shown || *text == '\0')
    return NULL;
  if (!kp_subject_check_field (field, text, &reason))
    return g_steal_pointer (&reason);
  if (place->max_length > 0 && length > (glong) place->max_length)
    return g_strdup_printf (
        /* Translators: how many characters a field may have, and how many it has. */
        ngettext ("The provider takes at most %u character; this has %ld.",
                  "The provider takes at most %u characters; this has %ld.",
                  place->max_length),
        place->max_length, length);
  return NULL;
}

static void
check (KpDetailsFields *self)
{
  for (int i = 0; i < KP_SUBJECT_N_FIELDS; i++)
    {
      const Field *place = &self->fields[i];
      g_autofree char *problem = find_problem (self, (KpSubjectField) i);

      kp_problem_row_set_text (place->problem, problem);
      if (place->entry != NULL)
        kp_entry_row_set_problem (place->entry, problem);
    }
}

static void
changed_cb (KpDetailsFields *self)
{
  if (self->filling)
    return;
  check (self);
  g_signal_emit (self, signals[CHANGED], 0);
}

static void
add_field (KpDetailsFields *self, KpSubjectField field)
{
  Field *place = &self->fields[field];
  AdwPreferencesGroup *group =
      kp_subject_field_in_certificate (field) ? self->seen : self->unseen;

  place->problem = g_object_new (KP_TYPE_PROBLEM_ROW, NULL);
  place->shown = TRUE;
  if (field == KP_SUBJECT_COUNTRY
      && g_list_model_get_n_items (G_LIST_MODEL (kp_country_list_get_default ())) > 0)
    g_signal_connect_object (self->country, "notify::code", G_CALLBACK (changed_cb), self,
                             G_CONNECT_SWAPPED);
  else
    {
      place->entry =
          g_object_new (KP_TYPE_ENTRY_ROW, "title", kp_subject_field_get_label (field),
                        "max-length", MAX_TYPED, NULL);
      g_signal_connect_object (place->entry, "changed", G_CALLBACK (changed_cb), self,
                               G_CONNECT_SWAPPED);
      adw_preferences_group_add (group, GTK_WIDGET (place->entry));
    }
  adw_preferences_group_add (group, GTK_WIDGET (place->problem));
}

static void
set_up_field (KpDetailsFields *self, KpSubjectField field, gboolean shown,
              gboolean required, guint max_length)
{
  Field *place = &self->fields[field];
  const char *label = kp_subject_field_get_label (field);
  g_autofree char *optional = NULL;
  GtkWidget *row;

  place->shown = shown;
  place->required = required;
  place->max_length = max_length;
  /* Translators: the label of a field that may stay empty. */
  optional = g_strdup_printf (_ ("%s (optional)"), label);
  row = place->entry != NULL ? GTK_WIDGET (place->entry) : GTK_WIDGET (self->country);
  gtk_widget_set_visible (row, shown);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), required ? label : optional);
}

static void
kp_details_fields_dispose (GObject *object)
{
  KpDetailsFields *self = KP_DETAILS_FIELDS (object);

  self->filling = TRUE;
  gtk_widget_dispose_template (GTK_WIDGET (object), KP_TYPE_DETAILS_FIELDS);
  g_clear_object (&self->profile);

  G_OBJECT_CLASS (kp_details_fields_parent_class)->dispose (object);
}

static void
kp_details_fields_class_init (KpDetailsFieldsClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = kp_details_fields_dispose;

  signals[CHANGED] = g_signal_new ("changed", KP_TYPE_DETAILS_FIELDS, G_SIGNAL_RUN_LAST, 0,
                                   NULL, NULL, NULL, G_TYPE_NONE, 0);

  g_type_ensure (KP_TYPE_COUNTRY_ROW);
  gtk_widget_class_set_template_from_resource (
      widget_class, "/io/github/keyplate_app/Keyplate/assistant/details-fields.ui");
  gtk_widget_class_bind_template_child (widget_class, KpDetailsFields, seen);
  gtk_widget_class_bind_template_child (widget_class, KpDetailsFields, unseen);
  gtk_widget_class_bind_template_child (widget_class, KpDetailsFields, country);
}

static void
kp_details_fields_init (KpDetailsFields *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  for (int i = 0; i < KP_SUBJECT_N_FIELDS; i++)
    add_field (self, (KpSubjectField) i);
  gtk_widget_set_visible (GTK_WIDGET (self->country),
                          self->fields[KP_SUBJECT_COUNTRY].entry == NULL);
}

void
kp_details_fields_set_profile (KpDetailsFields *self, KpProfile *profile)
{
  GPtrArray *wanted = profile != NULL ? kp_profile_get_fields (profile) : NULL;
  gboolean all = wanted == NULL || wanted->len == 0;
  gboolean unseen = FALSE;

  g_return_if_fail (KP_IS_DETAILS_FIELDS (self));

  /* Who types in a field goes on typing there: hiding it would take its focus. */
  if (self->profile == profile && self->set_up)
    return;
  g_set_object (&self->profile, profile);
  self->set_up = TRUE;

  for (int i = 0; i < KP_SUBJECT_N_FIELDS; i++)
    set_up_field (self, (KpSubjectField) i, all, FALSE, 0);
  for (guint i = 0; !all && i < wanted->len; i++)
    {
      const KpProfileField *field = g_ptr_array_index (wanted, i);
      KpSubjectField which;

      if (kp_subject_field_from_string (field->id, &which))
        set_up_field (self, which, TRUE, field->required, field->max_length);
    }
  for (int i = 0; i < KP_SUBJECT_N_FIELDS; i++)
    unseen |=
        self->fields[i].shown && !kp_subject_field_in_certificate ((KpSubjectField) i);
  gtk_widget_set_visible (GTK_WIDGET (self->unseen), unseen);
  check (self);
}

void
kp_details_fields_show_certificate (KpDetailsFields *self)
{
  g_return_if_fail (KP_IS_DETAILS_FIELDS (self));

  for (int i = 0; i < KP_SUBJECT_N_FIELDS; i++)
    set_up_field (self, (KpSubjectField) i,
                  kp_subject_field_in_certificate ((KpSubjectField) i), FALSE, 0);
  gtk_widget_set_visible (GTK_WIDGET (self->unseen), FALSE);
  check (self);
}

void
kp_details_fields_set_subject (KpDetailsFields *self, KpSubject *subject)
{
  g_return_if_fail (KP_IS_DETAILS_FIELDS (self));

  self->filling = TRUE;
  for (int i = 0; i < KP_SUBJECT_N_FIELDS; i++)
    {
      const char *text =
          subject != NULL ? kp_subject_get_field (subject, (KpSubjectField) i) : "";

      if (self->fields[i].entry != NULL)
        gtk_editable_set_text (GTK_EDITABLE (self->fields[i].entry), text);
      else
        kp_country_row_set_code (self->country, text);
    }
  self->filling = FALSE;
  changed_cb (self);
}

KpSubject *
kp_details_fields_dup_subject (KpDetailsFields *self)
{
  KpSubject *subject = kp_subject_new (NULL);

  g_return_val_if_fail (KP_IS_DETAILS_FIELDS (self), subject);

  for (int i = 0; i < KP_SUBJECT_N_FIELDS; i++)
    {
      g_autofree char *text = dup_text (self, (KpSubjectField) i);

      if (self->fields[i].shown)
        kp_subject_set_field (subject, (KpSubjectField) i, text);
    }
  return subject;
}

gboolean
kp_details_fields_is_right (KpDetailsFields *self)
{
  g_return_val_if_fail (KP_IS_DETAILS_FIELDS (self), FALSE);

  for (int i = 0; i < KP_SUBJECT_N_FIELDS; i++)
    {
      g_autofree char *problem = find_problem (self, (KpSubjectField) i);

      if (problem != NULL)
        return FALSE;
    }
  return TRUE;
}

char *
kp_details_fields_dup_missing (KpDetailsFields *self)
{
  g_autoptr (GString) missing = g_string_new (NULL);

  g_return_val_if_fail (KP_IS_DETAILS_FIELDS (self), NULL);

  for (int i = 0; i < KP_SUBJECT_N_FIELDS; i++)
    {
      g_autofree char *text = dup_text (self, (KpSubjectField) i);

      if (self->fields[i].required && *text == '\0')
        g_string_append_printf (missing, "%s%s", missing->len > 0 ? ", " : "",
                                kp_subject_field_get_label ((KpSubjectField) i));
    }
  return missing->len > 0 ? g_string_free (g_steal_pointer (&missing), FALSE) : NULL;
}
