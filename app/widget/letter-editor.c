/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "widget/letter-editor.h"

#include "core/helpdesk/delivery.h"
#include "widget/entry-row.h"
#include "widget/language-row.h"
#include "widget/note-row.h"
#include "widget/problem-row.h"

/* A letter is edited in characters; its limit is in octets, of which one has up to four. */
#define MAX_BODY_CHARACTERS (KP_REQUEST_MAX_BODY / 4)

struct _KpLetterEditor
{
  AdwBin parent_instance;

  KpLanguageRow *language;
  KpEntryRow *subject;
  KpNoteRow *body;
  KpProblemRow *problem;

  KpRequest *request; /* (nullable) */
  KpProfile *profile; /* (nullable) */
  /* By tag, the letters that stood here: who tries another language loses nothing that was
   * typed in this one. */
  GHashTable *letters;
  gboolean choosing;
  gboolean ready;
  gboolean filling;
};

enum
{
  PROP_READY = 1,
  N_PROPERTIES,
};

static GParamSpec *properties[N_PROPERTIES];

enum
{
  TYPED,
  LANGUAGE_CHOSEN,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (KpLetterEditor, kp_letter_editor, ADW_TYPE_BIN)

static void
set_ready (KpLetterEditor *self, gboolean ready)
{
  if (self->ready == ready)
    return;
  self->ready = ready;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_READY]);
}

/* The letter as it stands there, or why it can't go. */
static void
update (KpLetterEditor *self)
{
  g_autoptr (GPtrArray) problems = NULL;
  g_autoptr (GString) text = g_string_new (NULL);
  g_autofree char *subject = kp_entry_row_dup_text (self->subject);
  g_autofree char *body = kp_note_row_dup_text (self->body);
  g_autofree char *key = NULL;

  g_object_set (self->request, "subject", subject, "body", body, NULL);
  problems = kp_request_find_problems (self->request, self->profile);
  for (guint i = 0; i < problems->len; i++)
    {
      const KpFieldProblem *problem = g_ptr_array_index (problems, i);

      g_string_append_printf (text, "%s%s", i > 0 ? "\n" : "", problem->text);
    }
  /* The outbox refuses it too, but then it is saved already. */
  if (kp_delivery_find_key (self->request, &key))
    g_string_append_printf (text, "%s%s", text->len > 0 ? "\n" : "", key);
  kp_problem_row_set_text (self->problem, text->len > 0 ? text->str : NULL);
  set_ready (self, text->len == 0);
}

static void
changed_cb (KpLetterEditor *self)
{
  if (self->filling || self->request == NULL)
    return;
  update (self);
  g_signal_emit (self, signals[TYPED], 0);
}

static void
language_chosen_cb (KpLetterEditor *self, const char *tag)
{
  g_autofree char *chosen = g_strdup (tag);
  KpRequest *left = g_hash_table_lookup (self->letters, chosen);

  if (self->request == NULL)
    return;
  self->choosing = TRUE;
  g_signal_emit (self, signals[LANGUAGE_CHOSEN], 0, chosen, left);
  self->choosing = FALSE;
}

static void
kp_letter_editor_dispose (GObject *object)
{
  KpLetterEditor *self = KP_LETTER_EDITOR (object);

  /* Its rows still tell of their end. */
  self->filling = TRUE;
  gtk_widget_dispose_template (GTK_WIDGET (object), KP_TYPE_LETTER_EDITOR);
  g_clear_object (&self->request);
  g_clear_object (&self->profile);
  g_hash_table_remove_all (self->letters);

  G_OBJECT_CLASS (kp_letter_editor_parent_class)->dispose (object);
}

static void
kp_letter_editor_finalize (GObject *object)
{
  g_hash_table_unref (KP_LETTER_EDITOR (object)->letters);

  G_OBJECT_CLASS (kp_letter_editor_parent_class)->finalize (object);
}

static void
kp_letter_editor_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  if (id == PROP_READY)
    g_value_set_boolean (value, KP_LETTER_EDITOR (object)->ready);
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
}

static void
kp_letter_editor_class_init (KpLetterEditorClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = kp_letter_editor_dispose;
  object_class->finalize = kp_letter_editor_finalize;
  object_class->get_property = kp_letter_editor_get_property;

  properties[PROP_READY] = g_param_spec_boolean ("ready", NULL, NULL, FALSE,
                                                 G_PARAM_READABLE | G_PARAM_EXPLICIT_NOTIFY
                                                     | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPERTIES, properties);

  signals[TYPED] = g_signal_new ("typed", KP_TYPE_LETTER_EDITOR, G_SIGNAL_RUN_LAST, 0, NULL,
                                 NULL, NULL, G_TYPE_NONE, 0);
  signals[LANGUAGE_CHOSEN] =
      g_signal_new ("language-chosen", KP_TYPE_LETTER_EDITOR, G_SIGNAL_RUN_LAST, 0, NULL,
                    NULL, NULL, G_TYPE_NONE, 2, G_TYPE_STRING, KP_TYPE_REQUEST);

  g_type_ensure (KP_TYPE_ENTRY_ROW);
  g_type_ensure (KP_TYPE_LANGUAGE_ROW);
  g_type_ensure (KP_TYPE_NOTE_ROW);
  g_type_ensure (KP_TYPE_PROBLEM_ROW);
  gtk_widget_class_set_template_from_resource (
      widget_class, "/io/github/keyplate_app/Keyplate/widget/letter-editor.ui");
  gtk_widget_class_bind_template_child (widget_class, KpLetterEditor, language);
  gtk_widget_class_bind_template_child (widget_class, KpLetterEditor, subject);
  gtk_widget_class_bind_template_child (widget_class, KpLetterEditor, body);
  gtk_widget_class_bind_template_child (widget_class, KpLetterEditor, problem);
  gtk_widget_class_bind_template_callback (widget_class, changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, language_chosen_cb);
}

static void
kp_letter_editor_init (KpLetterEditor *self)
{
  g_auto (GStrv) tags = kp_letter_get_languages (KP_LETTER_REQUEST);

  self->letters = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_object_unref);
  self->filling = TRUE;
  gtk_widget_init_template (GTK_WIDGET (self));
  g_object_set (self->subject, "max-length", KP_REQUEST_MAX_SUBJECT, NULL);
  g_object_set (self->body, "max-length", MAX_BODY_CHARACTERS, NULL);
  kp_language_row_set_up (self->language, (const char *const *) tags, NULL, NULL);
  self->filling = FALSE;
}

void
kp_letter_editor_set_request (KpLetterEditor *self, KpRequest *request, KpProfile *profile,
                              const char *language)
{
  g_return_if_fail (KP_IS_LETTER_EDITOR (self));
  g_return_if_fail (KP_IS_REQUEST (request));
  g_return_if_fail (KP_IS_PROFILE (profile));
  g_return_if_fail (language != NULL);

  g_set_object (&self->profile, profile);
  if (request != self->request && !self->choosing)
    g_hash_table_remove_all (self->letters);
  g_hash_table_insert (self->letters, g_strdup (language), g_object_ref (request));
  kp_language_row_select (self->language, language);
  if (g_set_object (&self->request, request))
    {
      self->filling = TRUE;
      gtk_editable_set_text (GTK_EDITABLE (self->subject),
                             kp_request_get_subject (request));
      kp_note_row_set_text (self->body, kp_request_get_body (request));
      self->filling = FALSE;
    }
  gtk_widget_set_sensitive (GTK_WIDGET (self), TRUE);
  update (self);
}

gboolean
kp_letter_editor_get_ready (KpLetterEditor *self)
{
  g_return_val_if_fail (KP_IS_LETTER_EDITOR (self), FALSE);

  return self->ready;
}

void
kp_letter_editor_fail (KpLetterEditor *self, const char *text)
{
  g_return_if_fail (KP_IS_LETTER_EDITOR (self));

  kp_problem_row_set_text (self->problem, text);
  set_ready (self, FALSE);
}
