/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "widget/entry-row.h"

#include "core/base/plain-text.h"
#include "widget/assistive.h"

struct _KpEntryRow
{
  AdwEntryRow parent_instance;

  guint max_length;
  char *problem;
};

enum
{
  PROP_MAX_LENGTH = 1,
  PROP_PROBLEM,
  N_PROPERTIES,
};

static GParamSpec *properties[N_PROPERTIES];

G_DEFINE_FINAL_TYPE (KpEntryRow, kp_entry_row, ADW_TYPE_ENTRY_ROW)

/* Before the text goes in. What ends a line at the end of what is pasted is no space. */
static void
insert_text_cb (GtkEditable *text, const char *inserted, int length, int *position,
                gpointer data)
{
  g_autofree char *all =
      length < 0 ? g_strdup (inserted) : g_strndup (inserted, (gsize) length);
  g_autoptr (GString) clean = NULL;

  if (!kp_plain_text_has_control (all, FALSE))
    return;
  clean = g_string_new (NULL);
  for (const char *p = g_strchomp (all); *p != '\0'; p = g_utf8_next_char (p))
    {
      gunichar c = g_utf8_get_char (p);

      g_string_append_unichar (clean, g_unichar_iscntrl (c) ? ' ' : c);
    }
  g_signal_stop_emission_by_name (text, "insert-text");
  gtk_editable_insert_text (text, clean->str, (int) clean->len, position);
}

static void
set_max_length (KpEntryRow *self, guint max_length)
{
  GtkEditable *text = gtk_editable_get_delegate (GTK_EDITABLE (self));

  if (self->max_length == max_length)
    return;
  self->max_length = max_length;
  gtk_text_set_max_length (GTK_TEXT (text), (int) max_length);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_MAX_LENGTH]);
}

static void
kp_entry_row_finalize (GObject *object)
{
  g_free (KP_ENTRY_ROW (object)->problem);

  G_OBJECT_CLASS (kp_entry_row_parent_class)->finalize (object);
}

static void
kp_entry_row_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  KpEntryRow *self = KP_ENTRY_ROW (object);

  switch (id)
    {
    case PROP_MAX_LENGTH:
      g_value_set_uint (value, self->max_length);
      break;
    case PROP_PROBLEM:
      g_value_set_string (value, self->problem);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
kp_entry_row_set_property (GObject *object, guint id, const GValue *value,
                           GParamSpec *pspec)
{
  KpEntryRow *self = KP_ENTRY_ROW (object);

  switch (id)
    {
    case PROP_MAX_LENGTH:
      set_max_length (self, g_value_get_uint (value));
      break;
    case PROP_PROBLEM:
      kp_entry_row_set_problem (self, g_value_get_string (value));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
kp_entry_row_class_init (KpEntryRowClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  const GParamFlags flags =
      G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS;

  object_class->finalize = kp_entry_row_finalize;
  object_class->get_property = kp_entry_row_get_property;
  object_class->set_property = kp_entry_row_set_property;

  properties[PROP_MAX_LENGTH] =
      g_param_spec_uint ("max-length", NULL, NULL, 0, G_MAXINT, 0, flags);
  properties[PROP_PROBLEM] = g_param_spec_string ("problem", NULL, NULL, NULL, flags);
  g_object_class_install_properties (object_class, N_PROPERTIES, properties);
}

static void
kp_entry_row_init (KpEntryRow *self)
{
  g_signal_connect (gtk_editable_get_delegate (GTK_EDITABLE (self)), "insert-text",
                    G_CALLBACK (insert_text_cb), NULL);
}

char *
kp_entry_row_dup_text (KpEntryRow *self)
{
  g_return_val_if_fail (KP_IS_ENTRY_ROW (self), NULL);

  return g_strstrip (g_strdup (gtk_editable_get_text (GTK_EDITABLE (self))));
}

void
kp_entry_row_set_problem (KpEntryRow *self, const char *problem)
{
  g_return_if_fail (KP_IS_ENTRY_ROW (self));

  if (g_strcmp0 (self->problem, problem) == 0)
    return;
  g_free (self->problem);
  self->problem = g_strdup (problem);
  kp_assistive_set_problem (GTK_WIDGET (self), problem);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_PROBLEM]);
}
