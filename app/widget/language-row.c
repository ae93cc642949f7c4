/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "widget/language-row.h"

#include "core/model/language.h"
#include "widget/choice.h"

struct _KpLanguageRow
{
  AdwActionRow parent_instance;

  GtkDropDown *language;

  GListStore *languages; /* of KpChoice; its note is the tag */
  gboolean filling;
};

enum
{
  CHOSEN,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (KpLanguageRow, kp_language_row, ADW_TYPE_ACTION_ROW)

static void
selected_cb (KpLanguageRow *self)
{
  const char *tag = kp_language_row_get_tag (self);

  if (!self->filling && tag != NULL)
    g_signal_emit (self, signals[CHOSEN], 0, tag);
}

static void
kp_language_row_dispose (GObject *object)
{
  KpLanguageRow *self = KP_LANGUAGE_ROW (object);

  /* The drop-down still tells of its end. */
  self->filling = TRUE;
  gtk_widget_dispose_template (GTK_WIDGET (object), KP_TYPE_LANGUAGE_ROW);
  g_clear_object (&self->languages);

  G_OBJECT_CLASS (kp_language_row_parent_class)->dispose (object);
}

static void
kp_language_row_class_init (KpLanguageRowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = kp_language_row_dispose;

  signals[CHOSEN] = g_signal_new ("chosen", KP_TYPE_LANGUAGE_ROW, G_SIGNAL_RUN_LAST, 0,
                                  NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_STRING);

  gtk_widget_class_set_template_from_resource (
      widget_class, "/io/github/keyplate_app/Keyplate/widget/language-row.ui");
  gtk_widget_class_bind_template_child (widget_class, KpLanguageRow, language);
  gtk_widget_class_bind_template_callback (widget_class, selected_cb);
}

static void
kp_language_row_init (KpLanguageRow *self)
{
  self->languages = g_list_store_new (KP_TYPE_CHOICE);
  self->filling = TRUE;
  gtk_widget_init_template (GTK_WIDGET (self));
  self->filling = FALSE;
}

static int
compare (gconstpointer a, gconstpointer b, gpointer data)
{
  return g_utf8_collate (kp_choice_get_label (*(KpChoice *const *) a),
                         kp_choice_get_label (*(KpChoice *const *) b));
}

static KpChoice *
make_choice (const char *label, const char *tag)
{
  KpChoice *choice = kp_choice_new (label, NULL);

  kp_choice_set_note (choice, tag);
  return choice;
}

void
kp_language_row_set_up (KpLanguageRow *self, const char *const *tags, const char *own_tag,
                        const char *own_label)
{
  g_autoptr (GPtrArray) choices = g_ptr_array_new_with_free_func (g_object_unref);

  g_return_if_fail (KP_IS_LANGUAGE_ROW (self));
  g_return_if_fail (tags != NULL);
  g_return_if_fail ((own_tag == NULL) == (own_label == NULL));

  for (guint i = 0; tags[i] != NULL; i++)
    g_ptr_array_add (choices, make_choice (kp_language_get_name (tags[i]), tags[i]));
  g_ptr_array_sort_with_data (choices, compare, NULL);
  if (own_tag != NULL)
    g_ptr_array_insert (choices, 0, make_choice (own_label, own_tag));
  self->filling = TRUE;
  kp_choice_set_up (self->language,
                    adw_preferences_row_get_title (ADW_PREFERENCES_ROW (self)));
  g_list_store_splice (self->languages, 0,
                       g_list_model_get_n_items (G_LIST_MODEL (self->languages)),
                       choices->pdata, choices->len);
  gtk_drop_down_set_model (self->language, G_LIST_MODEL (self->languages));
  self->filling = FALSE;
}

void
kp_language_row_select (KpLanguageRow *self, const char *tag)
{
  guint n;

  g_return_if_fail (KP_IS_LANGUAGE_ROW (self));
  g_return_if_fail (tag != NULL);

  n = g_list_model_get_n_items (G_LIST_MODEL (self->languages));
  for (guint i = 0; i < n; i++)
    {
      g_autoptr (KpChoice) choice =
          g_list_model_get_item (G_LIST_MODEL (self->languages), i);

      if (g_str_equal (kp_choice_get_note (choice), tag))
        {
          self->filling = TRUE;
          gtk_drop_down_set_selected (self->language, i);
          self->filling = FALSE;
          return;
        }
    }
}

const char *
kp_language_row_get_tag (KpLanguageRow *self)
{
  KpChoice *choice;

  g_return_val_if_fail (KP_IS_LANGUAGE_ROW (self), NULL);

  choice = gtk_drop_down_get_selected_item (self->language);
  return choice != NULL ? kp_choice_get_note (choice) : NULL;
}

void
kp_language_row_set_writes (KpLanguageRow *self, gboolean writes)
{
  g_return_if_fail (KP_IS_LANGUAGE_ROW (self));

  gtk_widget_set_sensitive (GTK_WIDGET (self), writes);
  gtk_widget_set_sensitive (GTK_WIDGET (self->language), writes);
}
